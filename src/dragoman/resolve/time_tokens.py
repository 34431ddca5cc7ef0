"""The tokens of a time phrase: what each word can be."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from dragoman.lexicon.time_words import TOKEN, key_word, load_time_words

ALONE = ""
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
# Before that token there stand only tokens of these kinds, and these words.
LINKS = TRIGGERS | frozenset(
    {
        "number",
        "tens",
        "scale",
        "ordinal",
        "part",
        "which_half",
        "deixis",
        "few",
        "couple",
        "approx",
        "int",
        "amount",
        "dash",
    }
    | {"phrase_part", "possessive", "time", "the", "a", "an", "of", "in", "on", "at", "to", "and", "or", ",", ".", "/"}
    | {
        "for",
        "from",
        "by",
        "since",
        "ever",
        "until",
        "till",
        "before",
        "after",
        "between",
        "within",
        "through",
        "during",
    }
    | {
        "than",
        "as",
        "more",
        "less",
        "fewer",
        "least",
        "most",
        "up",
        "recent",
        "another",
        "those",
        "its",
        "their",
        "his",
    }
    | {
        "her",
        "so",
        "far",
        "early",
        "earlier",
        "later",
        "number",
        "handful",
        "back",
        "small",
        "very",
        "no",
        "not",
        "prior",
    }
    | {
        "ahead",
        "starting",
        "effective",
        "beginning",
        "rest",
        "remainder",
        "much",
        "all",
        "whole",
        "bulk",
        "course",
        "turn",
    }
    | {
        "inside",
        "financial",
        "budget",
        "budgetary",
        "further",
        "additional",
        "extra",
        "space",
        "matter",
        "full",
        "fully",
        "calendar",
        "advance",
        "sooner",
        "recently",
        "soon",
        "quarter",
    }
)


class Token(NamedTuple):
    """A word or mark and what it can be, wherever it stands.

    Attributes:
        low: In lower case.
        text: As written.
        kinds: Its kinds with values.
        keys: What rules can begin with: its kinds and the word itself.
        is_trigger: Whether an expression may rest on it.
        is_link: Whether it may stand in an expression before the trigger.
        ends: Words of which one must stand before it if an expression is to rest on it: it only ends a phrase.
    """

    low: str
    text: str
    kinds: Mapping[str, str]
    keys: frozenset[str]
    is_trigger: bool
    is_link: bool
    ends: frozenset[str] = frozenset()


def read_tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text."""
    return read_stretch(text, 0, len(text))[0]


def read_stretch(text: str, start: int, end: int) -> tuple[tuple[Token, ...], tuple[int, ...]]:
    """Return the tokens of a stretch of a text, read as if nothing stood around it, and where each begins."""
    found = list(TOKEN.finditer(text, start, end))
    return tuple([_token(m.lastgroup or "", m[0]) for m in found]), tuple([m.start() for m in found])


@lru_cache(maxsize=KEPT_WORDS)
def _token(group: str, word: str) -> Token:
    """Return the token of a word that the pattern of tokens found by that group."""
    low, kinds = _kinds(group, word)
    keys = frozenset(kinds) | {low}
    is_link = not keys.isdisjoint(LINKS)
    if "phrase_end" in keys and keys.isdisjoint(TRIGGERS - {"phrase_end"}):
        before = words_before_ends()[key_word(low)]
        return Token(low, word, kinds, keys, ALONE in before, is_link, before)
    return Token(low, word, kinds, keys, not keys.isdisjoint(TRIGGERS), is_link)


def ends_phrase(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether the word before a token, a genitive passed over, lets it end a phrase of the tables."""
    k = i - 1
    while k >= 0 and "possessive" in tokens[k].kinds:
        k -= 1
    return k >= 0 and key_word(tokens[k].low) in tokens[i].ends


def _kinds(group: str, word: str) -> tuple[str, Mapping[str, str]]:
    """Return the lower-case word and what it can be."""
    low = word.lower().replace("’", "'")
    if word == "may":
        return low, {}
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
    return low, kinds


@cache
def words_before_ends() -> Mapping[str, frozenset[str]]:
    """Return for each word that ends a phrase of the tables what stands before it there; ALONE if nothing does."""
    words = load_time_words()
    found: dict[str, set[str]] = {}
    for phrase in (*words.vague, *words.feasts, *words.eras):
        found.setdefault(phrase[-1], set()).add(phrase[-2] if len(phrase) > 1 else ALONE)
    return {word: frozenset(before) for word, before in found.items()}


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
