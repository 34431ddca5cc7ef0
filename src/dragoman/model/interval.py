"""Time as closed intervals of days."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dragoman.errors import RecordError
from dragoman.model.document import Span


class Precision(StrEnum):
    """The grain of the words a date came from; vague where the bounds are conventional."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A closed interval of days; None at an end means open.

    Attributes:
        start: First day, or None for "before ...".
        end: Last day, or None for "after ..." without an end.
        precision: Grain of the expression.
        basis: How it was computed, for a person ("weekday before publication", "absolute").
        span: Where the words stand, or None when the interval came from a bare phrase.
    """

    start: date | None
    end: date | None
    precision: Precision
    basis: str
    span: Span | None = None

    def __post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise RecordError("interval: expected at least one bound")
        if self.start and self.end and self.start > self.end:
            raise RecordError(f"interval {self.start}..{self.end}: expected start <= end")
