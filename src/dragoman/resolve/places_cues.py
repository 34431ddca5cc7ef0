"""What a text says about where it plays: takes the text, gives its country words and place names as cues."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dragoman.lexicon.places import KEPT_LOOKUPS, PlaceRow, PlaceTable, fold, place_words

MAX_NAME_WORDS = 7
"""Words in the longest name that is looked up; longer ones of the table are official titles of provinces."""
MAX_CODE_WORDS = 3
"""Words in the longest phrase of cues.tsv and countries.tsv that news use ("People's Liberation Army")."""
NO_NAME: tuple[int, tuple[PlaceRow, ...]] = (0, ())
_AGAINST = re.compile(r"\b(?:pro|anti|non)[-–]$", re.IGNORECASE)
"""A "pro-Russian" crowd is seldom in Russia."""
_WORD = re.compile(r"[^\W\d_]+(?:['’‘`.][^\W\d_]+)*")
_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])+")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_GAP = re.compile(r"['’]s |\.?[ \t\u00a0]+|\.?[ \t]*\n[ \t]*|-|–|, (?=D\.?C\b)")


class Word(NamedTuple):
    """One word of a text, without a possessive ending; the parts of a hyphenated word are words."""

    start: int
    end: int
    text: str


class Cue(NamedTuple):
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
        word = match.group()
        start, end = match.span()
        if not word.isalpha():
            word = _POSSESSIVE.sub("", word)
            if text[end : end + 1] == "." and _INITIALS.fullmatch(word):
                word += "."
            end = start + len(word)
        found.append(Word(start, end, word))
    return found


def name_at(text: str, words: Sequence[Word], i: int, table: PlaceTable) -> tuple[int, tuple[PlaceRow, ...]]:
    """Return how many words from the i-th, which may begin a name, make the longest of the table, and its places.

    (0, ()) if none do.
    """
    best = NO_NAME
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
    if text[word.end : word.end + 1] != "-" or i + 1 == len(words):
        return False
    after = words[i + 1]
    return after.start == word.end + 1 and after.text[0].isupper() and fold(word.text) == "al"


def _may_start(text: str, word: Word, table: PlaceTable) -> bool:
    """Tell whether a name of the table can begin with the word, or with its genitive ("Cox's Bazar")."""
    is_genitive = text.startswith(("'s", "’s", "'S", "’S"), word.end)
    return table.may_start(word.text) or (is_genitive and table.may_start(f"{word.text}s"))


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
        word = words[i]
        may_begin = may_begin_name(text, words, i)
        if not (may_begin or word.text in table.lower_words) or not _may_start(text, word, table):
            i += 1
            continue
        state = _short_form_at(text, word, table)
        if state:
            yield Cue(word.start, word.start + len(word.text.removesuffix(".")) + 1, state[0].name, (), state)
            i += 1
            continue
        n, rows = name_at(text, words, i, table) if may_begin else NO_NAME
        m, codes = _codes_at(text, words, i, table)
        if n and is_common(fold(text[word.start : words[i + n - 1].end])):
            rows = tuple(r for r in rows if r.is_kept or _is_qualified(r, text, words, i + n, table))
        if m > n or not rows:
            n, rows = 0, ()
        elif n > m:
            m, codes = 0, ()
        if rows or codes:
            end = words[i + max(n, m) - 1].end
            yield Cue(word.start, end, fold(text[word.start : end]), codes, rows)
        i += max(n, m, 1)


@lru_cache(maxsize=KEPT_LOOKUPS)
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
    named = may_begin_name(text, words, i)
    rows = _short_form_at(text, words[i], table) or (name_at(text, words, i, table)[1] if named else ())
    return any(r.kind in {"region", "country"} and r.country == row.country for r in rows)


def _codes_at(text: str, words: Sequence[Word], i: int, table: PlaceTable) -> tuple[int, tuple[str, ...]]:
    """Return how many words from the i-th make the longest country word, and its countries; (0, ()) if none."""
    word = words[i]
    is_tied = word.start and text[word.start - 1] in "-–"
    if not (word.text[0].isupper() or word.text in table.lower_words) or (
        is_tied and _AGAINST.search(text[max(0, word.start - 6) : word.start])
    ):
        return 0, ()
    reach = table.country_reach.get(fold(word.text), 0)
    for n in range(min(reach, MAX_CODE_WORDS, len(words) - i), 0, -1):
        name = text[word.start : words[i + n - 1].end]
        codes = table.country_words.get(fold(name), ())
        if codes and is_written_as_name(name, table):
            return n, codes
    return 0, ()
