"""Tells at a glance which sentences may tell a time, so that the others are not read for one."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from dragoman.lexicon.time_words import load_time_words
from dragoman.model import Parse
from dragoman.resolve.time_tokens import ALONE, KEPT_WORDS, TRIGGERS, words_before_ends

NOTHING, RESTS, ENDS, DIGITS = 0, 1, 2, 3
"""What a word can do for an expression: nothing; it may rest on the word; the word may end a phrase of the tables that
stands before it; digits in the word may be a year or a date."""
# Letters or digits in a row, as they begin a token.
_RUN = re.compile(r"[^\W\d_]+|\d+")
_DIGIT = re.compile(r"\d")
# Digits as dates have them: a year, 5/6 and 5.6, 80s, 5th, '98, FY18 and Q3.
_DATED = re.compile(r"\d{4}|\d[./-]\d|\d['’]?s\b|\d(?:st|nd|rd|th)\b|['’‘]\d\d|(?:fy|[qh])\d", re.IGNORECASE)


def may_tell_time(parse: Parse, number: int, text: str) -> bool:
    """Tell whether a time expression may stand in a sentence.

    Args:
        parse: The grammar of the document.
        number: The sentence.
        text: The text of the document.
    """
    first, last = parse.sentences[number]
    tokens = parse.tokens[first:last]
    found = {_MEANINGS[token.text] for token in tokens}
    if RESTS in found:
        return True
    if ENDS in found and _ends_phrase(parse.lows[first:last]):
        return True
    return DIGITS in found and _DATED.search(text, tokens[0].start, tokens[-1].end) is not None


def _ends_phrase(lows: Sequence[str]) -> bool:
    """Tell whether a word that only ends phrases stands in one sentence with what stands before it there."""
    befores = _befores()
    return any(not befores[low].isdisjoint(lows) for low in lows if low in befores)


@cache
def _befores() -> Mapping[str, frozenset[str]]:
    """Return for each form of a word that only ends phrases the forms of what stands before it there."""
    return {
        form: frozenset(f for b in before for f in _forms(b))
        for w, before in words_before_ends().items()
        for form in _forms(w)
    }


def _forms(key: str) -> tuple[str, str]:
    """Return the words that `key_word` makes one."""
    return key, f"{key}s"


class _Meanings(dict[str, int]):
    """What each word can do; filled as it is asked."""

    def __missing__(self, word: str) -> int:
        if len(self) > KEPT_WORDS:
            self.clear()
        self[word] = found = _meaning(word)
        return found


_MEANINGS = _Meanings()


def _meaning(word: str) -> int:
    if word == "may":
        return NOTHING
    runs = _RUN.findall(word.lower())
    if not _resting_words().isdisjoint(runs):
        return RESTS
    if any(run in _befores() for run in runs):
        return ENDS if len(runs) == 1 else RESTS
    return DIGITS if _DIGIT.search(word) else NOTHING


@cache
def _resting_words() -> frozenset[str]:
    """Return how the words begin on which an expression may rest, whatever stands before them."""
    found = {word for word, kinds in load_time_words().kinds.items() if not TRIGGERS.isdisjoint(kinds)}
    ends = (word for word, before in words_before_ends().items() if ALONE in before)
    found.update(TRIGGERS, (form for word in ends for form in _forms(word)))
    return frozenset(match.group() for word in found if (match := _RUN.match(word)))
