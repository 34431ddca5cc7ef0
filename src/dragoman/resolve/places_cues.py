"""What a text says about where it plays: takes the text, gives its country words and place names as cues."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.lexicon.places import PlaceRow, PlaceTable, fold, place_words

MAX_NAME_WORDS = 7
"""Words in the longest name that is looked up; longer ones of the table are official titles of provinces."""
MAX_CODE_WORDS = 3
"""Words in the longest phrase of cues.tsv and countries.tsv that news use ("People's Liberation Army")."""
_AGAINST = re.compile(r"\b(?:pro|anti|non)[-–]$", re.IGNORECASE)
"""A "pro-Russian" crowd is seldom in Russia."""
_WORD = re.compile(r"[^\W\d_]+(?:['’‘`.][^\W\d_]+)*")
_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])+")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_GAP = re.compile(r"['’]s |\.?[ \t\u00a0]+|\.?[ \t]*\n[ \t]*|-|–|, (?=D\.?C\b)")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, without a possessive ending; the parts of a hyphenated word are words."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A name in a text that speaks of a country or of a place.

    Attributes:
        start: First code point.
        end: One past the last.
        name: Its folded words.
        codes: Countries that the word speaks of: names, demonyms, organs.
        rows: Places of that name.
    """

    start: int
    end: int
    name: str
    codes: tuple[str, ...]
    rows: tuple[PlaceRow, ...]

    @property
    def is_demonym(self) -> bool:
        """Tell whether the word speaks of a country without being a place."""
        return bool(self.codes) and not self.rows


def words_of(text: str) -> list[Word]:
    """Return the words of a text in order, a possessive 's left off, initials with their last point ("U.S.")."""
    found = []
    for match in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        if _INITIALS.fullmatch(word) and text[match.end() : match.end() + 1] == ".":
            word += "."
        found.append(Word(match.start(), match.start() + len(word), word))
    return found


def name_at(text: str, words: Sequence[Word], i: int, table: PlaceTable) -> tuple[int, tuple[PlaceRow, ...]]:
    """Return how many words from the i-th make the longest name of the table, and its places; (0, ()) if none."""
    best: tuple[int, tuple[PlaceRow, ...]] = (0, ())
    if not may_begin_name(text, words, i):
        return best
    for n in range(1, min(MAX_NAME_WORDS, len(words) - i) + 1):
        last = words[i + n - 1]
        if n > 1 and not _GAP.fullmatch(text[words[i + n - 2].end : last.start]):
            break
        name = text[words[i].start : last.end]
        rows = table.find(name)
        if last.text.islower():  # "Gaza strip", but not "Spanish town" for the town in Jamaica
            rows = tuple(r for r in rows if r.is_kept)
        if rows and is_written_as_name(name, table) and not _has_idle_article(name, rows):
            best = (n, rows)
        following = words[i + n].start if i + n < len(words) else last.end
        if not table.begins(fold(text[words[i].start : following])):
            break
    return best


def _has_idle_article(name: str, rows: Sequence[PlaceRow]) -> bool:
    """Tell whether the name was only found without its "The"; "The Hague" needs it."""
    return name[:4].lower() == "the " and not rows[0].name.startswith("the ")


def may_begin_name(text: str, words: Sequence[Word], i: int) -> bool:
    """Tell whether the word can be the first of a name: a capital, or an Arabic article tied to one ("al-Bab")."""
    word = words[i]
    if word.text[0].isupper():
        return True
    is_tied = i + 1 < len(words) and text[word.end : words[i + 1].start] == "-" and words[i + 1].text[0].isupper()
    return is_tied and fold(word.text) == "al"


def is_written_as_name(name: str, table: PlaceTable) -> bool:
    """Tell whether a short name stands as it must: the acronyms of countries all in capitals ("US", not "Us")."""
    folded = fold(name)
    return folded not in table.acronyms or name.replace(".", "").isupper()


def find_cues(text: str, table: PlaceTable) -> tuple[Cue, ...]:
    """Return the cues of a text in order; () when it names no country or place."""
    return tuple(_cues(text, table))


def _cues(text: str, table: PlaceTable) -> Iterator[Cue]:
    words = words_of(text)
    i = 0
    while i < len(words):
        if not (words[i].text in table.lower_words or may_begin_name(text, words, i)):
            i += 1
            continue
        state = _short_form_at(text, words[i], table)
        if state:
            yield Cue(
                words[i].start, words[i].start + len(words[i].text.removesuffix(".")) + 1, state[0].name, (), state
            )
            i += 1
            continue
        n, rows = name_at(text, words, i, table)
        m, codes = _codes_at(text, words, i, table)
        if n and is_common(fold(text[words[i].start : words[i + n - 1].end])):
            rows = tuple(r for r in rows if r.is_kept or _is_qualified(r, text, words, i + n, table))
        if m > n or not rows:
            n, rows = 0, ()
        elif n > m:
            m, codes = 0, ()
        if rows or codes:
            end = words[i + max(n, m) - 1].end
            yield Cue(words[i].start, end, fold(text[words[i].start : end]), codes, rows)
        i += max(n, m, 1)


def is_common(folded: str) -> bool:
    """Tell whether a name is mostly something else than the town called so ("Nice", "Airport", "Old City")."""
    lists = [place_words()[name] for name in ("common", "site_head", "type_word", "org_head", "person_title")]
    return all(any(word in words for words in lists) for word in folded.split())


def _short_form_at(text: str, word: Word, table: PlaceTable) -> tuple[PlaceRow, ...]:
    """Return the state that a word with a point names after a comma or a party: "Casper, Wyo.", "R-Fla."."""
    before = text[max(0, word.start - 2) : word.start]
    form = word.text.removesuffix(".") + "."
    if before not in {", ", "R-", "D-"} or not text.startswith(form, word.start):
        return ()
    return table.short_forms.get(form, ())


def _is_qualified(row: PlaceRow, text: str, words: Sequence[Word], i: int, table: PlaceTable) -> bool:
    """Tell whether the i-th word begins, after a comma, the country or a region of the row's: "Mobile, Alabama"."""
    if i >= len(words) or text[words[i - 1].end : words[i].start] != ", ":
        return False
    rows = _short_form_at(text, words[i], table) or name_at(text, words, i, table)[1]
    return any(r.kind in {"region", "country"} and r.country == row.country for r in rows)


def _codes_at(text: str, words: Sequence[Word], i: int, table: PlaceTable) -> tuple[int, tuple[str, ...]]:
    """Return how many words from the i-th make the longest country word, and its countries; (0, ()) if none."""
    word = words[i]
    if not (word.text[0].isupper() or word.text in table.lower_words) or _AGAINST.search(
        text[max(0, word.start - 6) : word.start]
    ):
        return 0, ()
    for n in range(min(MAX_CODE_WORDS, len(words) - i), 0, -1):
        name = text[words[i].start : words[i + n - 1].end]
        codes = table.country_words.get(fold(name), ())
        if codes and is_written_as_name(name, table):
            return n, codes
    return 0, ()
