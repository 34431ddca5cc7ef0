"""What a text says about where it plays: takes the text, gives its country words and place names as cues."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from string import ascii_lowercase
from typing import NamedTuple

from dragoman.lexicon.places import KEPT_LOOKUPS, PlaceRow, PlaceTable, place_words
from dragoman.lexicon.places_spelling import fold

MAX_NAME_WORDS = 7
"""Words in the longest name that is looked up; longer ones of the table are official titles of provinces."""
MAX_CODE_WORDS = 3
"""Words in the longest phrase of cues.tsv and countries.tsv that news use ("People's Liberation Army")."""
NO_NAME: "tuple[Word | None, tuple[PlaceRow, ...]]" = (None, ())
_AGAINST = re.compile(r"\b(?:pro|anti|non)[-–]$", re.IGNORECASE)
"""A "pro-Russian" crowd is seldom in Russia."""
_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTER}+(?:['’‘`.]{_LETTER}+)*")
_NO_SMALL = r"[^\W\d_a-z]"
_CAPITAL = re.compile(rf"{_NO_SMALL}{_LETTER}*(?:['’‘`.]{_LETTER}+)*")
"""A word, or the rest of one, from a letter on that is none of the small ones of English."""
_TIED = re.compile(rf"-{_NO_SMALL}")
_APOSTROPHES = frozenset("'’‘`.")
"""Marks that stand inside a word."""
LONGEST_ARTICLE = 3
_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])+")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_GAP = re.compile(rf"(?:['’]s |\.?[ \t\u00a0]+|\.?[ \t]*\n[ \t]*|-|–|, (?=D\.?C\b))(?={_LETTER})")
"""What may stand between two words of a name."""


class Word(NamedTuple):
    """One word of a text, without a possessive ending; the parts of a hyphenated word are words.

    Attributes:
        start: First code point.
        end: One past the last.
        text: The word.
        behind: From where on the next word stands: the end of the possessive ending.
    """

    start: int
    end: int
    text: str
    behind: int


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


def _word(text: str, match: re.Match[str]) -> Word:
    """Return a word of the text, a possessive 's left off, initials with their last point ("U.S.")."""
    word = match.group()
    start, end = match.span()
    if word.isalpha():
        return Word(start, end, word, end)
    word = _POSSESSIVE.sub("", word)
    if text[end : end + 1] == "." and _INITIALS.fullmatch(word):
        word += "."
    return Word(start, start + len(word), word, end)


def _following(text: str, word: Word) -> Word | None:
    """Return the word behind a word, or None at the end of the text."""
    match = _WORD.search(text, word.behind)
    return _word(text, match) if match is not None else None


class Start(NamedTuple):
    """What can begin with a word as it is written.

    Attributes:
        rows: Places that the word names by itself.
        codes: Countries of which the word speaks by itself.
        reach: Words of the longest country word that begins with it; 0 for none.
        goes_on: Whether longer names of places begin with it.
        states: The state that it is short for ("Fla").
    """

    rows: tuple[PlaceRow, ...]
    codes: tuple[str, ...]
    reach: int
    goes_on: bool
    states: tuple[PlaceRow, ...]


@lru_cache(maxsize=KEPT_LOOKUPS)
def _start(word: str, table: PlaceTable) -> Start | None:
    """Return what can begin with a word, or None: no name, no country word and no short form of a state."""
    key = fold(word)
    found = table.find(word)
    states = table.short_forms.get(word.removesuffix(".") + ".", ())
    reach = table.country_reach.get(key, 0)
    goes_on = table.begins(key)
    if not (found or states or reach or goes_on):
        return None
    is_written = is_written_as_name(word, table)
    rows = _kept_if_small(word, found) if is_written else ()
    codes = table.country_words.get(key, ()) if is_written else ()
    return Start(rows, codes, min(reach, MAX_CODE_WORDS), goes_on, states)


def _kept_if_small(last: str, rows: tuple[PlaceRow, ...]) -> tuple[PlaceRow, ...]:
    """Return the places of a name with that last word: "Gaza strip", but not "Spanish town" for the town in Jamaica."""
    return tuple(r for r in rows if r.is_kept) if last.islower() else rows


def name_at(text: str, first: Word, table: PlaceTable) -> tuple[Word | None, tuple[PlaceRow, ...]]:
    """Return the last word of the longest name of the table that begins with a word, and its places.

    (None, ()) if none does.
    """
    start = _start(first.text, table)
    best = (first, start.rows) if start is not None and start.rows else NO_NAME
    if not (start is not None and start.goes_on) and first.behind == first.end:
        return best
    last = first
    for _ in range(MAX_NAME_WORDS - 1):
        gap = _GAP.match(text, last.end)
        if gap is None or not table.begins(fold(text[first.start : gap.end()])):
            break
        match = _WORD.match(text, gap.end())
        assert match is not None, "a gap ends before a letter"
        if last is first and first.text == "The" and fold(match.group()) not in table.behind_the:
            break
        last = _word(text, match)
        name = text[first.start : last.end]
        rows = _kept_if_small(last.text, table.find(name))
        if rows and is_written_as_name(name, table) and not _has_idle_article(name, rows):
            best = (last, rows)
    return best


def _has_idle_article(name: str, rows: Sequence[PlaceRow]) -> bool:
    """Tell whether the name was only found without its "The"; "The Hague" needs it."""
    return name[:4].lower() == "the " and not rows[0].name.startswith("the ")


def may_begin_name(text: str, word: Word) -> bool:
    """Tell whether the word can be the first of a name: a capital, or an Arabic article tied to one ("al-Bab")."""
    if word.text[0].isupper():
        return True
    if not text.startswith("-", word.end) or fold(word.text) != "al":
        return False
    after = _following(text, word)
    return after is not None and after.start == word.end + 1 and after.text[0].isupper()


def is_written_as_name(name: str, table: PlaceTable) -> bool:
    """Tell whether a short name stands as it must: the acronyms of countries all in capitals ("US", not "Us")."""
    folded = fold(name)
    return folded not in table.acronyms or name.replace(".", "").isupper()


def find_cues(text: str, table: PlaceTable) -> tuple[Cue, ...]:
    """Return the cues of a text in order; () when it names no country or place."""
    return tuple(_cues(text, table))


def _cues(text: str, table: PlaceTable) -> Iterator[Cue]:
    done = 0
    for match in _beginnings(text, table):
        letters, place = match.group(), match.start()
        start = _start(letters, table)
        if place < done or (start is None and letters.isalpha()) or not _begins_word(text, place):
            continue
        word = _word(text, match)
        start = start if word.text == letters else _start(word.text, table)
        if start is None and (word.behind == word.end or _start(f"{word.text}s", table) is None):
            continue
        may_begin = may_begin_name(text, word)
        if not (may_begin or word.text in table.lower_words):
            continue
        state = _short_form_at(text, word, table) if start is not None and start.states else ()
        if state:
            yield Cue(word.start, word.start + len(word.text.removesuffix(".")) + 1, state[0].name, (), state)
            continue
        cue = _cue_at(text, word, start, table, may_begin=may_begin)
        if cue is not None:
            yield cue
            done = cue.end


def _beginnings(text: str, table: PlaceTable) -> Iterable[re.Match[str]]:
    """Return where a cue may begin, in order: at what is in capitals, and at the few small words of the table."""
    found = list(_CAPITAL.finditer(text))
    places = {place for word in table.lower_words if word in text for place in _all_at(text, word)}
    for match in _TIED.finditer(text):
        before = text[max(0, match.start() - LONGEST_ARTICLE - 1) : match.start()]
        article = before[len(before.rstrip(ascii_lowercase)) :]
        if fold(article) == "al":
            places.add(match.start() - len(article))
    if not places:
        return found
    small = [_WORD.match(text, place) for place in places]
    return sorted((*found, *filter(None, small)), key=re.Match.start)


def _all_at(text: str, word: str) -> Iterator[int]:
    """Yield where some letters stand in a text."""
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def _begins_word(text: str, place: int) -> bool:
    """Tell whether no letter stands before a letter, nor a letter with an apostrophe or point."""
    if not place:
        return True
    before = text[place - 1]
    if before == " ":
        return True
    if before in _APOSTROPHES:
        return place < 2 or not _is_letter(text[place - 2])
    return not _is_letter(before)


def _is_letter(mark: str) -> bool:
    return mark.isalnum() and not mark.isdecimal()


def _cue_at(text: str, word: Word, start: Start | None, table: PlaceTable, *, may_begin: bool) -> Cue | None:
    """Return the longer of the place name and the country word that begin with a word, or None if neither does."""
    last, rows = name_at(text, word, table) if may_begin else NO_NAME
    end, codes = _codes_at(text, word, start, table) if start is not None and start.reach else (0, ())
    if last is not None and last.end >= end:
        name = fold(text[word.start : last.end])
        if is_common(name):
            rows = tuple(r for r in rows if r.is_kept or _is_qualified(r, text, last, table))
        if rows:
            return Cue(word.start, last.end, name, codes if end == last.end else (), rows)
    return Cue(word.start, end, fold(text[word.start : end]), codes, ()) if codes else None


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


def _is_qualified(row: PlaceRow, text: str, last: Word, table: PlaceTable) -> bool:
    """Tell whether behind a name and a comma the country or a region of the row's stands: "Mobile, Alabama"."""
    word = _following(text, last)
    if word is None or text[last.end : word.start] != ", ":
        return False
    rows = _short_form_at(text, word, table) or (name_at(text, word, table)[1] if may_begin_name(text, word) else ())
    return any(r.kind in {"region", "country"} and r.country == row.country for r in rows)


def _codes_at(text: str, word: Word, start: Start, table: PlaceTable) -> tuple[int, tuple[str, ...]]:
    """Return where the longest country word ends that begins with a word, and its countries; (0, ()) if none does."""
    is_tied = word.start and text[word.start - 1] in "-–"
    if not (word.text[0].isupper() or word.text in table.lower_words) or (
        is_tied and _AGAINST.search(text[max(0, word.start - 6) : word.start])
    ):
        return 0, ()
    ends = []
    last = _following(text, word) if start.reach > 1 else None
    for _ in range(start.reach - 1):
        if last is None:
            break
        ends.append(last.end)
        last = _following(text, last)
    for end in reversed(ends):
        name = text[word.start : end]
        codes = table.country_words.get(fold(name), ())
        if codes and is_written_as_name(name, table):
            return end, codes
    return (word.end, start.codes) if start.codes else (0, ())
