"""Cuts the words of a document into names of the tables, titles and nouns for actors, and other capitalised words."""

from dataclasses import dataclass, field
from typing import NamedTuple

from dragoman.lexicon.actors import NameEntry
from dragoman.lexicon.roles import Collective
from dragoman.model import MentionKind, Token
from dragoman.resolve.mentions_finds import Page, Rule
from dragoman.resolve.mentions_index import (
    BEGINS_CAPITAL,
    BEGINS_NAME,
    BEGINS_SET,
    BEGINS_TITLE,
    GENITIVES,
    SEPARATORS,
    Noun,
)

NOT_NAMES = frozenset(
    {"DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY", "EVENT", "LAW", "WORK_OF_ART", "LANGUAGE"}
)
"""Labels of the tagger whose words name nobody."""
ACTOR_LABELS = frozenset({"GPE", "ORG", "NORP", "LOC", "FAC"})
CONTENT = frozenset({"NOUN", "ADJ", "PROPN", "ADV", "VERB", "NUM"})
"""Parts of speech of small words with which a segment may begin."""
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
NOUN_SLOTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj"})
NAME_TAGS = frozenset({"PROPN", "NOUN", "ADJ", "X"})
SPOKEN_ACRONYM = 4
"""Acronyms of so many letters may be written with one capital; shorter ones would be ordinary words."""
MONTHS = frozenset({"March", "April", "May", "June", "August"})
"""Months that are names of people, too."""
BEFORE_MONTHS = frozenset({"in", "since", "until", "till", "during", "last", "next", "early", "late", "mid"})
"""Words behind which they are months: "In May Mali signed" tells of no May Mali."""
PARTICLES = frozenset(
    {
        "al",
        "el",
        "ad",
        "an",
        "as",
        "ash",
        "at",
        "ul",
        "bin",
        "ben",
        "ibn",
        "von",
        "van",
        "der",
        "den",
        "zu",
        "de",
        "del",
    }
    | {"della", "di", "da", "do", "dos", "du", "la", "le", "y"}
)
"""Lower-case words inside a person's name."""


class Named(NamedTuple):
    """Words that the tables know as a name."""

    first: int
    last: int
    entries: tuple[NameEntry, ...]


class Titled(NamedTuple):
    """Words that are a title or a noun for an actor."""

    first: int
    last: int
    top: int
    noun: Noun


class SetOf(NamedTuple):
    """Words for a set of states: an adjective ("Western"), or a whole phrase ("the six powers")."""

    first: int
    last: int
    collective: Collective
    is_phrase: bool


class Piece(NamedTuple):
    """Capitalised words that no table knows; `label` is the tagger's, "" if it has none."""

    first: int
    last: int
    label: str


class CraftName(NamedTuple):
    """A ship's name; `titled` is the noun that introduces it, None where the name stands again."""

    first: int
    last: int
    titled: Titled | None
    is_joined: bool
    """Whether the noun stands right before the name ("the trawler Siri")."""


@dataclass(slots=True)
class Segments:
    """All segments of a document by their first token, and the names and titles by the token behind them."""

    names: dict[int, Named] = field(default_factory=dict)
    titles: dict[int, Titled] = field(default_factory=dict)
    pieces: dict[int, Piece] = field(default_factory=dict)
    sets: dict[int, SetOf] = field(default_factory=dict)
    crafts: dict[int, CraftName] = field(default_factory=dict)
    names_to: dict[int, Named] = field(default_factory=dict)
    titles_to: dict[int, Titled] = field(default_factory=dict)
    sets_to: dict[int, SetOf] = field(default_factory=dict)

    def add_name(self, named: Named) -> None:
        """Keep a name."""
        self.names[named.first] = self.names_to[named.last] = named

    def add_title(self, titled: Titled) -> None:
        """Keep a title."""
        self.titles[titled.first] = self.titles_to[titled.last] = titled

    def add_set(self, found: SetOf) -> None:
        """Keep a set of states."""
        self.sets[found.first] = self.sets_to[found.last] = found

    def drop(self, i: int) -> None:
        """Forget what begins with a token: it is part of a longer name."""
        self.pieces.pop(i, None)
        if i in self.names:
            self.names_to.pop(self.names.pop(i).last, None)
        if i in self.titles:
            self.titles_to.pop(self.titles.pop(i).last, None)
        if i in self.sets:
            self.sets_to.pop(self.sets.pop(i).last, None)


def scan(page: Page) -> Segments:
    """Return the segments of a document, not overlapping; where two begin at a word, the longer wins."""
    found = Segments()
    sentences = page.parse.sentences
    done = number = 0
    for token, start in page.index.beginnings(page.tokens):
        if token.sent != number:
            number, done = token.sent, 0
        if token.i >= done and (start & BEGINS_CAPITAL or token.pos in CONTENT):
            done = _step(page, found, token.i, start, sentences[number])
    return found


def _step(page: Page, found: Segments, i: int, start: int, sentence: tuple[int, int]) -> int:
    """Take the segment that begins at a token, if any; return where the next may begin.

    Args:
        page: The document.
        found: The segments so far.
        i: The token.
        start: What can begin with it, by `Index.start`.
        sentence: The half-open range of the tokens of its sentence.
    """
    tokens = page.tokens
    token = tokens[i]
    first, last = sentence
    if is_month(page, i):
        return i + 1
    is_capital = start & BEGINS_CAPITAL
    grouped = page.index.set_at(tokens, i, last) if start & BEGINS_SET and page.has(Rule.GROUPS) else None
    named = _named(page, i, last) if start & BEGINS_NAME else None
    titled = page.index.title_at(tokens, i, last) if start & BEGINS_TITLE else None
    if titled is not None and (named is None or titled[0] > named.last):
        top = page.top(i, titled[0])
        if _is_noun(page, i, titled[0], top) or _is_misread(page, top, titled[1]):
            found.add_title(Titled(i, titled[0], top, titled[1]))
            return titled[0]
    if grouped is not None and (named is None or grouped[0] >= named.last):
        found.add_set(SetOf(i, *grouped))
        return grouped[0]
    if named is not None:
        found.add_name(named)
        return named.last
    if is_capital and _may_be_name(token, is_first=i == first):
        piece = _piece(page, i, last)
        found.pieces[piece.first] = piece
        return piece.last
    return i + 1


def is_month(page: Page, i: int) -> bool:
    """Tell whether a word that may be a name is a month: "in May"."""
    return page.tokens[i].text in MONTHS and i > 0 and page.low[i - 1] in BEFORE_MONTHS


def _is_noun(page: Page, first: int, last: int, head: int) -> bool:
    """Tell whether the words of a title, of which `head` is the top, stand as a noun ("the head of", not "to head")."""
    top = page.tokens[head]
    if top.pos in {"NOUN", "PROPN"}:
        return True
    if last - first > 1 or (top.pos in {"ADJ", "X"} and top.tag in {"NNS", "NNPS", "NN", "NNP"}):
        return True
    return (
        top.dep in NOUN_SLOTS and first > 0 and page.low[first - 1] in {"the", "a", "an", "this", "his", "her", "its"}
    )


def _is_misread(page: Page, head: int, noun: Noun) -> bool:
    """Tell whether a noun for a ship is taken for an adjective: "the trawler Siri", "the frigate Siri"."""
    return page.tokens[head].tag in {"JJ", "JJR"} and "craft" in noun.kinds


# ---- names of the tables


def _named(page: Page, i: int, last: int) -> Named | None:
    if not page.has(Rule.GAZETTEER):
        return None
    match = page.index.name_at(page.tokens, i, last)
    if match is None:
        return _lost_apostrophe(page, i)
    end, entries = match
    kept = tuple([e for e in entries if _bears(page, e, i, end)])
    if not kept or _is_part_of_person(page, i, end, kept):
        return None
    return Named(i, end, kept)


def _bears(page: Page, entry: NameEntry, first: int, last: int) -> bool:
    """Tell whether the words can be this name here: its capitals, its time, and, for ordinary words, the tagger."""
    tokens = page.tokens
    if entry.needs_capitals and not _is_acronym(tokens[first:last]):
        return False
    if not entry.holds_on(page.on) and not entry.is_of_past(page.on):
        return False
    if not entry.ambiguous or last - first > 1:
        return True
    token = tokens[first]
    if first > 0 and is_month(page, first - 1):
        return token.pos == "PROPN"  # "In March Chad left": the tagger takes both for a date
    if token.ner in NOT_NAMES or (token.ner == "PERSON" and not entry.is_place):
        return False
    if token.ner in ACTOR_LABELS:
        start, end = tagged(page, first)
        return (end - start == 1) or all(
            t.text in GENITIVES | {"the", "The"} for t in tokens[start:end] if t is not token
        )
    if entry.needs_capitals:
        return True
    is_doer = entry.is_place and token.dep in SUBJECTS  # "Chad on Monday accused": the tagger often sees no name
    return token.pos == "PROPN" and (is_doer or first > page.sentence_start(first))


def _is_acronym(words: tuple[Token, ...]) -> bool:
    """Tell whether the words are written in capitals, or as British papers write long acronyms ("Nato", "Unesco")."""
    letters = "".join(c for t in words for c in t.text if c.isalpha())
    if letters.isupper():
        return True
    return len(words) == 1 and len(letters) >= SPOKEN_ACRONYM and letters.istitle() and words[0].pos == "PROPN"


def _is_part_of_person(page: Page, first: int, last: int, entries: tuple[NameEntry, ...]) -> bool:
    """Tell whether a name is only part of a person's ("Jordan Bardella", "Israel Katz", "John Kerry")."""
    tokens = page.tokens
    if tokens[first].ner != "PERSON" or all(e.kind is MentionKind.DEMONYM for e in entries):
        return False
    start, end = first, last
    behind_month = first > 0 and is_month(page, first - 1)
    while start > 0 and not behind_month and not tokens[start].ner_start and _is_of_name(tokens[start - 1]):
        start -= 1
    while end < len(tokens) and not tokens[end].ner_start and _is_of_name(tokens[end]):
        end += 1
    if end - start <= last - first:
        return False
    if start < first:
        return True
    return entries[0].ambiguous or bool(page.tables.offices.persons(page.words(start, end)))


def _is_of_name(token: Token) -> bool:
    return token.ner == "PERSON" and token.pos == "PROPN"


def _lost_apostrophe(page: Page, i: int) -> Named | None:
    """Return the name in "Britains coat of arms", "the UKs outreach": its genitive has lost the mark."""
    word = page.tokens[i].text
    if not page.has(Rule.SPELLING) or not word.endswith("s") or len(word) < 3 or i + 1 >= page.sentence_end(i):
        return None
    if page.tokens[i + 1].pos not in {"NOUN", "ADJ", "PROPN", "NUM"}:
        return None
    stem = word[:-1]
    entries = tuple(
        e
        for e in page.tables.names.get(" ".join(page.index.keys[stem]), ())
        if e.kind is not MentionKind.DEMONYM and e.holds_on(page.on) and (stem.isupper() or not e.needs_capitals)
    )
    return Named(i, i + 1, entries) if entries else None


def tagged(page: Page, i: int) -> tuple[int, int]:
    """Return the stretch of tokens that the tagger put under one label with this one."""
    tokens = page.tokens
    start, end = i, i + 1
    while start > 0 and not tokens[start].ner_start and tokens[start - 1].ner == tokens[i].ner:
        start -= 1
    while end < len(tokens) and tokens[end].ner == tokens[i].ner and not tokens[end].ner_start:
        end += 1
    return start, end


# ---- other capitalised words


def _may_be_name(token: Token, *, is_first: bool) -> bool:
    if token.ner in NOT_NAMES or token.pos not in NAME_TAGS or not token.text[0].isalpha():
        return False
    return not is_first or token.pos == "PROPN" or bool(token.ner)


def _piece(page: Page, i: int, last: int) -> Piece:
    """Return the run of capitalised words from a token on; titles and names of the tables end it.

    They do not where the tagger sees one person's name running on ("Julie Bishop"), nor behind a hyphen.
    """
    tokens = page.tokens
    j = i + 1
    while j < last:
        token = tokens[j]
        if token.text in SEPARATORS and j + 1 < last and _touches(tokens, j) and tokens[j + 1].text[0].isalpha():
            j += 2
        elif token.text[0].isupper() and _may_be_name(token, is_first=False):
            runs_on = token.ner in {"PERSON", "ORG"} and not token.ner_start
            if not runs_on and (_starts_other(page, j, last) or token.ner != tokens[j - 1].ner != ""):
                break
            j += 1
        elif (end := _over_particles(page, j, last)) > j:
            j = end
        else:
            break
    label = next((t.ner for t in tokens[i:j] if t.ner), "")
    return Piece(i, _to_end_of_org(page, j, label), label)


def _touches(tokens: tuple[Token, ...], j: int) -> bool:
    return tokens[j - 1].end == tokens[j].start and tokens[j].end == tokens[j + 1].start


def _starts_other(page: Page, j: int, last: int) -> bool:
    start = page.index.start(page.tokens[j])
    if start & BEGINS_NAME and _named(page, j, last) is not None:
        return True
    return bool(start & BEGINS_TITLE) and page.index.title_at(page.tokens, j, last) is not None


def _over_particles(page: Page, j: int, last: int) -> int:
    """Return where a person's name goes on behind particles ("Khalid bin Salman"), or the token itself."""
    k = j
    while k < last and (page.low[k] in PARTICLES or page.tokens[k].text in SEPARATORS) and k - j < 4:
        k += 1
    if k == j or k >= last or not page.tokens[k].text[0].isupper() or page.tokens[j].text in SEPARATORS:
        return j
    return k + 1 if page.tokens[k].ner == "PERSON" or page.low[j] in {"al", "el", "bin", "von", "van"} else j


def _to_end_of_org(page: Page, last: int, label: str) -> int:
    """Return where the name of an organisation ends that runs on over "of" or "for"."""
    tokens = page.tokens
    if label != "ORG" or last >= len(tokens) or page.low[last] not in {"of", "for", "and", "&"}:
        return last
    if tokens[last].ner == "ORG" and not tokens[last].ner_start:
        return tagged(page, last)[1]
    return last
