"""What the rules of news time are made of: the clock they read by, and the grammar that knows where each can begin.

A rule is a function of reader, token index and clock that gives the index after its last token and the period it read,
or None. Rules stand in the modules that time_grammar lists, each under the name of its family, so that a family can be
switched off and its worth measured (scripts/ablate_time.py).
"""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from dragoman.resolve.time_calendar import Period
from dragoman.resolve.time_tokens import Token

if TYPE_CHECKING:
    from dragoman.resolve.time_reader import Reader

NO_KEYS: frozenset[str] = frozenset()


class Tense(StrEnum):
    """Whether the words look back or ahead from the day of publication."""

    PAST = "past"
    FUTURE = "future"


class Clock(NamedTuple):
    """What a phrase is read by.

    Attributes:
        published: Day of publication, or None when unknown: then only absolute dates can be read.
        tense: Direction of the verb that governs the phrase, or None when unknown.
        anchor: What "the next day" and its like count from, or None.
        words: Lower-case words of the sentence, for the state whose financial year is meant.
        is_record: Whether "in five years" follows "the first", "the worst", "not": then it looks back.
        occasion: Finds the date of an event that the words name ("the eve of the summit"), or None where nothing can.
    """

    published: date | None
    tense: Tense | None = None
    anchor: Period | None = None
    words: frozenset[str] = frozenset()
    is_record: bool = False
    occasion: "Occasion | None" = None

    def facing(self, tense: Tense) -> "Clock":
        """Return the clock looking that way."""
        return self if self.tense is tense else self._replace(tense=tense)

    def told(self, tense: Tense | None, anchor: Period | None, *, is_record: bool) -> "Clock":
        """Return the clock of an expression whose verb is known."""
        return Clock(self.published, tense, anchor, self.words, is_record, self.occasion)

    def seen_from(self, day: date | None, tense: Tense) -> "Clock":
        """Return the clock of a reader on that day looking that way."""
        return self._replace(published=day, tense=tense)


Hit = tuple[int, Period]
Occasion = Callable[["Reader", int], Hit | None]


class Level(StrEnum):
    """How a rule builds on others: points name a period, shifts count from one, the rest may hold both."""

    POINT = "point"
    SHIFT = "shift"
    WHOLE = "whole"


class Rule(NamedTuple):
    """A rule with what it can begin with.

    Attributes:
        family: The family that it belongs to.
        level: How it builds on others.
        parse: The rule.
        first: Kinds of token, or words, that it can begin with.
        behind_the: Those of which one stands behind "the" where it begins with that; () for any.
    """

    family: str
    level: Level
    parse: "Callable[[Reader, int, Clock], Hit | None]"
    first: tuple[str, ...]
    behind_the: tuple[str, ...] = ()


class Grammar:
    """The rules of the switched-on families, by level and by the key of their first token."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._tables: dict[Level, dict[str, tuple[Rule, ...]]] = {level: {} for level in Level}
        for rule in rules:
            table = self._tables[rule.level]
            for key in rule.first:
                table[key] = (*table.get(key, ()), rule)
        self._by_keys: dict[tuple[Level, frozenset[str], frozenset[str]], tuple[Rule, ...]] = {}

    def rules_at(self, level: Level, token: Token, behind: frozenset[str]) -> tuple[Rule, ...]:
        """Return the rules of a level that can begin with this token, each once, in their order.

        Args:
            level: The level.
            token: The token.
            behind: The keys of the token behind it; looked at behind "the", with which most rules can begin.
        """
        behind = behind if token.low == "the" else NO_KEYS
        found = self._by_keys.get((level, token.keys, behind))
        if found is None:
            table = self._tables[level]
            rules = dict.fromkeys(rule for key in sorted(token.keys) for rule in table.get(key, ()))
            if token.low == "the":
                rules = dict.fromkeys(r for r in rules if not (r.behind_the and behind.isdisjoint(r.behind_the)))
            found = self._by_keys[level, token.keys, behind] = tuple(rules)
        return found
