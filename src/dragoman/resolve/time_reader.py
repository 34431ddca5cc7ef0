"""Reads time expressions at the tokens of a phrase or sentence: tries the rules and reads what many of them ask for."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple, TypeVar

from dragoman.lexicon.time_words import Phrases, key_word, load_time_words
from dragoman.resolve.time_calendar import LengthOfTime, length_of
from dragoman.resolve.time_rules import NO_KEYS, Clock, Grammar, Hit, Level
from dragoman.resolve.time_tokens import Token

T = TypeVar("T")


class Lengths(NamedTuple):
    """A length of time as the words give it: exact where low and high are the same."""

    low: LengthOfTime
    high: LengthOfTime
    unit: str
    is_few: bool = False

    @property
    def is_exact(self) -> bool:
        """Tell whether the words give one number."""
        return self.low == self.high


# What "a few" of a unit means, from ... to (project's annotation conventions of news time).
FEW: dict[str, tuple[LengthOfTime, LengthOfTime]] = {
    "minute": (LengthOfTime(0, 0, "day"), LengthOfTime(0, 0, "day")),
    "hour": (LengthOfTime(0, 0, "day"), LengthOfTime(0, 0, "day")),
    "day": (LengthOfTime(0, 2, "day"), LengthOfTime(0, 7, "day")),
    "week": (LengthOfTime(0, 14, "day"), LengthOfTime(0, 42, "day")),
    "month": (LengthOfTime(0, 60, "day"), LengthOfTime(0, 180, "day")),
    "year": (LengthOfTime(24, 0, "year"), LengthOfTime(60, 0, "year")),
    "decade": (LengthOfTime(240, 0, "year"), LengthOfTime(600, 0, "year")),
    "century": (LengthOfTime(2400, 0, "year"), LengthOfTime(6000, 0, "year")),
}
# How far back or ahead "recent", "coming" or a bare "for weeks" reaches (same conventions).
REACH: dict[str, LengthOfTime] = {unit: high for unit, (_, high) in FEW.items()} | {
    "decade": LengthOfTime(360, 0, "year")
}

# With one of these kinds or words every number begins.
COUNT_KINDS = frozenset({"amount", "int", "couple", "tens", "number"})
COUNT_WORDS = frozenset({"half", "a", "an", "the", "three"})
# Digits and point of the longest decimal number that is read ("1.5 years").
LONGEST_AMOUNT = 6
# Rules inside rules ("the end of the first week of the month"); news has no more than five.
DEEPEST = 10
# Tokens that a rule may look past the end.
LOOK_AHEAD = 24
NO_KINDS: Mapping[str, str] = {}
_TWO_WORD_APPROX = frozenset(
    {
        ("more", "than"),
        ("less", "than"),
        ("fewer", "than"),
        ("at", "least"),
        ("at", "most"),
        ("up", "to"),
        ("a", "mere"),
    }
)


class Reader:
    """Reads time expressions at given tokens of one phrase or sentence."""

    def __init__(self, tokens: Sequence[Token], grammar: Grammar, starts: Sequence[int] = ()) -> None:
        self.tokens = tokens
        self.starts = starts
        self.words = load_time_words()
        self.grammar = grammar
        # A tail of empty tokens, so that rules may look ahead of the end; -1 looks before the beginning into it.
        self._lows = [token.low for token in tokens] + [""] * LOOK_AHEAD
        self._kinds: list[Mapping[str, str]] = [token.kinds for token in tokens]
        self._kinds += [NO_KINDS] * LOOK_AHEAD
        self._depth = 0
        self._read: dict[tuple[Level, int], tuple[Clock, Hit | None]] = {}
        self._lengths: dict[int, tuple[Lengths, int] | None] = {}

    def point(self, i: int, clock: Clock) -> Hit | None:
        """Return the longest period named from token i on, or None."""
        return self._longest((Level.POINT,), i, clock)

    def moment(self, i: int, clock: Clock) -> Hit | None:
        """Return the longest period named or counted to ("two days before Easter") from token i on, or None."""
        return self._longest((Level.POINT, Level.SHIFT), i, clock)

    def expression(self, i: int, clock: Clock) -> Hit | None:
        """Return the longest time expression of any kind from token i on, or None."""
        return self._longest((Level.POINT, Level.SHIFT, Level.WHOLE), i, clock)

    def _longest(self, levels: tuple[Level, ...], i: int, clock: Clock) -> Hit | None:
        if i >= len(self.tokens):
            return None
        best: Hit | None = None
        for level in levels:
            hit = self._at_level(level, i, clock)
            if hit and (best is None or hit[0] > best[0]):
                best = hit
        return best

    def _at_level(self, level: Level, i: int, clock: Clock) -> Hit | None:
        """Return the longest hit of one level; the last clock's answer at a token is kept."""
        kept = self._read.get((level, i))
        if kept and kept[0] is clock:
            return kept[1]
        tokens = self.tokens
        rules = self.grammar.rules_at(level, tokens[i], tokens[i + 1].keys if i + 1 < len(tokens) else NO_KEYS)
        if not rules or self._depth > DEEPEST:
            return None
        best: Hit | None = None
        self._depth += 1
        for rule in rules:
            try:
                hit = rule.parse(self, i, clock)
            except OverflowError:  # it would leave the calendar (years 1 to 9999)
                continue
            if hit and (best is None or hit[0] > best[0]):
                best = hit if hit[1].rule else (hit[0], hit[1]._replace(rule=rule.parse.__name__))
        self._depth -= 1
        if best and best[1].unit == "day":
            end = self.skip(best[0], "at")
            best = (end + 1, best[1]) if self.kind(end, "daypart") else best
        self._read[level, i] = clock, best
        return best

    def low(self, i: int) -> str:
        """Return the lower-case token, or "" past the end."""
        return self._lows[i]

    def kind(self, i: int, name: str) -> str | None:
        """Return the token's value as that kind of word, or None if it is none."""
        return self._kinds[i].get(name)

    def kinds(self, i: int) -> AbstractSet[str]:
        """Return all that the token can be."""
        return self._kinds[i].keys()

    def skip(self, i: int, *words: str) -> int:
        """Return the index after the token if it is one of the words, else the same index."""
        return i + 1 if self._lows[i] in words else i

    def after(self, i: int, *words: str) -> int:
        """Return the index after these words in a row, or -1 if they do not stand there."""
        for word in words:
            if self._lows[i] != word:
                return -1
            i += 1
        return i

    def integer(self, i: int, low: int, high: int) -> int | None:
        """Return the number in digits at the token if it lies between the bounds, or None."""
        digits = self.kind(i, "int")
        if digits is None or len(digits) > 4 or not low <= int(digits) <= high:
            return None
        return int(digits)

    def nth(self, i: int) -> tuple[int, int] | None:
        """Return an ordinal ("3rd", "twenty-first", "last" as -1) and the index after it, or None."""
        if digits := self.kind(i, "nth"):
            return int(digits[:-2]), i + 1
        if tens := self.kind(i, "tens"):
            j = i + 2 if self.kind(i + 1, "dash") else i + 1
            ones = self.kind(j, "ordinal")
            return (int(tens) + int(ones), j + 1) if ones and 0 < int(ones) < 10 else None
        ordinal = self.kind(i, "ordinal")
        return (int(ordinal), i + 1) if ordinal else None

    def skip_approx(self, i: int) -> int:
        """Return the index after words like "about" and "more than"."""
        while True:
            if (self.low(i), self.low(i + 1)) in _TWO_WORD_APPROX:
                i += 2
            elif (self.low(i) == "no" and self.low(i + 1) in {"more", "less", "fewer", "later"}) or (
                self.low(i) == "as" and self.low(i + 2) == "as"
            ):
                i += 3
            elif self.kind(i, "approx") is not None and self.kind(i + 1, "unit") is None:
                i += 1
            else:
                return i

    def count(self, i: int) -> tuple[float, int] | None:
        """Return a number in digits or words and the index after it, or None. "a" counts one."""
        value: float
        if self._lows[i] not in COUNT_WORDS and self._kinds[i].keys().isdisjoint(COUNT_KINDS):
            return None
        amount = self.kind(i, "amount") or ""
        if len(amount) <= LONGEST_AMOUNT and amount.replace(".", "", 1).isdigit():
            return float(amount), i + 1
        if (digits := self.integer(i, 1, 999)) is not None:
            value, j = float(digits), i + 1
        elif self.low(i) == "half":
            return 0.5, self.skip(self.skip(i + 1, "-", "–"), "a", "an", "the")
        elif self.low(i) in {"a", "an", "the"} and self.low(i + 1) in {"half", "quarter"} and self.low(i + 2) == "of":
            return (0.5 if self.low(i + 1) == "half" else 0.25), self.skip(i + 3, "a", "an", "the")
        elif (k := max(self.after(i, "three", "quarters", "of"), self.after(i, "three", "-", "quarters", "of"))) > 0:
            return 0.75, self.skip(k, "a", "an", "the")
        else:
            found = self._number_words(i)
            if found is None:
                return None
            value, j = found
        k = max(self.after(j, "and", "a", "half"), self.after(j, "-", "and", "-", "a", "-", "half"))
        return (value + 0.5, k) if k > 0 else (value, j)

    def _number_words(self, i: int) -> tuple[float, int] | None:
        if self.low(i) in {"a", "an"}:
            if self.kind(i + 1, "couple"):
                return 2.0, self.skip(i + 2, "of")
            scale = self.kind(i + 1, "scale")
            return (float(scale), i + 2) if scale else (1.0, i + 1)
        if self.kind(i, "couple"):
            return 2.0, self.skip(i + 1, "of")
        if tens := self.kind(i, "tens"):
            j = i + 2 if self.kind(i + 1, "dash") else i + 1
            ones = self.kind(j, "number")
            return (float(tens) + float(ones), j + 1) if ones and 0 < int(ones) < 10 else (float(tens), i + 1)
        number = self.kind(i, "number")
        if number is None or number == "0":
            return None
        if scale := self.kind(i + 1, "scale"):
            total, j = float(number) * float(scale), i + 2
            has_rest = self.low(j) == "and" and self.kind(j + 2, "scale") is None and self.low(j + 1) not in {"a", "an"}
            rest = self._number_words(j + 1) if has_rest else None
            return (total + rest[0], rest[1]) if rest else (total, j)
        return float(number), i + 1

    def few(self, i: int) -> int:
        """Return the index after "a few", "several", "a number of" and their like, or -1."""
        if self.low(i) in {"a", "the"}:
            if self.low(i + 1) in {"number", "handful"} and self.low(i + 2) == "of":
                return i + 3
            i += 1
        i = self.skip(i, "very", "good", "great", "just")
        if self.kind(i, "few") is None:
            return -1
        return self.skip(i + 1, "more", "other", "of")

    def length(self, i: int) -> tuple[Lengths, int] | None:
        """Return a length of time ("three weeks", "a few days", "two or three years") and the index after it.

        Many rules ask for it at one token; it is read once.
        """
        if i not in self._lengths:
            self._lengths[i] = self._length(i)
        return self._lengths[i]

    def _length(self, i: int) -> tuple[Lengths, int] | None:
        i = self.skip_approx(self.skip(i, "between"))
        j = self.few(i)
        if j > 0 and (unit := self._unit(self.skip(j, "short", "long", "brief"))):
            return (Lengths(*FEW[unit[0]], unit[0], is_few=True), unit[1]) if unit[0] in FEW else None
        counted = self.count(i)
        if counted is None:
            return None
        count, j = counted
        second = count
        if (
            self.low(j) in {"or", "to", "and", "-", "–"}
            and (more := self.count(j + 1))
            and self.low(j + 1) not in {"a", "an"}
        ):
            second, j = more
        j = self.skip(j, "-", "–")
        j = self.skip(
            j, "more", "full", "long", "whole", "further", "consecutive", "straight", "short", "solid", "further"
        )
        unit = self._unit(j)
        if unit is None:
            return None
        name, j = unit
        k = self.after(j, "and", "a", "half")
        if k > 0:
            count, second, j = count + 0.5, second + 0.5, k
        low, high = sorted((length_of(count, name), length_of(second, name)))
        return Lengths(low, high, low.unit), self._skip_tail(j)

    def one_unit(self, i: int) -> tuple[Lengths, int] | None:
        """Return the length of one unit for its bare name ("within the next year") and the index after it, or None."""
        found = self._unit(i)
        if found is None or self.low(i)[-1] == "s":
            return None
        length = length_of(1, found[0])
        return Lengths(length, length, length.unit), found[1]

    def _skip_tail(self, j: int) -> int:
        return j + 2 if self.low(j) == "or" and self.low(j + 1) in {"so", "more", "less"} else j

    def _unit(self, i: int) -> tuple[str, int] | None:
        """Return the unit at a token and the index after it and its apostrophe ("two weeks' time")."""
        unit = self.kind(i, "unit")
        if unit is None:
            return None
        return unit, i + 2 if self.kind(i + 1, "possessive") else i + 1

    def phrase(self, i: int, table: Phrases[T], longest: int = 7) -> int:
        """Return the index after the longest phrase of a table at token i, or -1; apostrophe-s is passed over."""
        words: tuple[str, ...] = ()
        found = -1
        for j in range(i, len(self.tokens)):
            if "possessive" in self._kinds[j]:
                continue
            words = (*words, key_word(self._lows[j]))
            if words in table:
                found = j + 1
            if words not in table.beginnings or len(words) == longest:
                break
        return found

    def key(self, i: int, end: int) -> tuple[str, ...]:
        """Return the tokens from i to end as a key of the tables."""
        return tuple(key_word(t.low) for t in self.tokens[i:end] if "possessive" not in t.kinds)
