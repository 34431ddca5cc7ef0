"""The tokens of a time phrase: what each word can be."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from dragoman.lexicon.time_words import TOKEN, key_word, load_time_words

EARLIEST_YEAR, LATEST_YEAR = 1000, 2199
# Words whose kinds are kept; a year of one newspaper has about as many.
KEPT_WORDS = 50_000
# An expression holds a token of one of these kinds; a sentence without any is not read.
TRIGGERS = frozenset(
    {
        "month",
        "month_short",
        "weekday",
        "weekday_short",
        "unit",
        "season",
        "seasons",
        "year",
        "iso",
        "numeric",
        "decade",
    }
    | {"dayword", "phrase_end", "short_year", "fy", "nth", "quarter_name", "midseason", "daypart", "anniversary"}
    | {"overnight", "fiscal", "midyear", "midweek", "midmonth", "then", "eve", "half"}
)
FISCAL_WORDS = frozenset({"fy", "q", "h"})
# Words and digits of a sentence in lower case for the quick look whether it can hold a date.
WORDS = re.compile(r"[^\W\d_]+")
DIGIT = re.compile(r"\d")
DIGITS = re.compile(r"\d{4}|\d[./-]\d|\d0['’]?s\b|\d(?:st|nd|rd|th)\b|['’]\d\d\b")


class Token(NamedTuple):
    """One token: its lower-case text, its place, its kinds with values, and the keys that rules can begin with."""

    low: str
    text: str
    start: int
    end: int
    kinds: Mapping[str, str]
    keys: frozenset[str]


def read_tokens(text: str, offset: int = 0) -> tuple[Token, ...]:
    """Return the tokens of a text; `offset` is added to their places."""
    tokens = []
    for match in TOKEN.finditer(text):
        word = match.group()
        low, kinds, keys = _kinds(match.lastgroup or "", word)
        start = match.start() + offset
        tokens.append(Token(low, word, start, start + len(word), kinds, keys))
    return tuple(tokens)


@lru_cache(maxsize=KEPT_WORDS)
def _kinds(group: str, word: str) -> tuple[str, Mapping[str, str], frozenset[str]]:
    """Return the lower-case word, what it can be, and the keys that rules can begin with."""
    low = word.lower().replace("’", "'")
    if word == "may":
        return low, {}, frozenset({low})
    kinds: dict[str, str] = dict(load_time_words().kinds.get(low, {}))
    kinds |= dict.fromkeys(_phrase_words().get(key_word(low), ()), low)
    if group == "word":
        if low[:2] == "fy" and low[2:].isdigit():
            kinds["fy"] = low[2:]
        if len(low) == 2 and low[0] in "qh" and low[1].isdigit():
            kinds["quarter_name"] = low
    elif group == "int":
        kinds["int"] = low
        if len(low) == 4 and EARLIEST_YEAR <= int(low) <= LATEST_YEAR:
            kinds["year"] = low
    elif group != "mark_":
        kinds[group] = low
    return low, kinds, frozenset(kinds) | {low}


@cache
def _phrase_words() -> Mapping[str, tuple[str, ...]]:
    """Return for each word of a phrase in the tables whether it begins one, ends one ("phrase_end") or neither."""
    words = load_time_words()
    found: dict[str, set[str]] = {}
    for phrase in words.names:
        found.setdefault(phrase[0], set()).add("name")
    for name, table in (("feast", words.feasts), ("era", words.eras), ("vague", words.vague)):
        for phrase in table:
            found.setdefault(phrase[0], set()).add(name)
            found.setdefault(phrase[-1], set()).add("phrase_end")
            for word in phrase[:-1]:
                found.setdefault(word, set()).add("phrase_part")
    return {word: tuple(sorted(kinds)) for word, kinds in found.items()}


def may_hold_date(text: str) -> bool:
    """Tell whether a sentence has a word or number without which there is no date; cheap, and never wrongly no."""
    low = text.lower()
    if not _trigger_words().isdisjoint(WORDS.findall(low)):
        return True
    return DIGIT.search(low) is not None and DIGITS.search(low) is not None


@cache
def _trigger_words() -> frozenset[str]:
    words = {word for word, kinds in load_time_words().kinds.items() if not TRIGGERS.isdisjoint(kinds)}
    ends = {word for word, kinds in _phrase_words().items() if "phrase_end" in kinds}
    plurals = {word + "s" for word in ends if key_word(word + "s") == word}
    return frozenset(words | ends | plurals | {w for w in TRIGGERS if w.isalpha()} | FISCAL_WORDS)
