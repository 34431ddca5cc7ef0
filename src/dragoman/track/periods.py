"""Weeks and months as whole numbers, so that they can be counted with."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import ConfigError

Frequency = Literal["week", "month"]
"""Length of a period: weeks begin on Monday."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

FREQUENCIES: Final[tuple[Frequency, ...]] = ("week", "month")

DAYS: Final = {"week": 7.0, "month": 365.2425 / 12}
"""Mean length of a period in days."""

EPOCH: Final = date(1970, 1, 1).toordinal()
"""Ordinal of day 0 of numpy's datetime64."""


def check_frequency(freq: str) -> Frequency:
    """Return `freq` if it is one.

    Raises:
        ConfigError: Otherwise.
    """
    for known in FREQUENCIES:
        if freq == known:
            return known
    raise ConfigError(f"freq: {freq!r}, expected week or month")


def period_of(days: Ints, freq: Frequency) -> Ints:
    """Return the number of the period that holds each day; days are proleptic ordinals (`date.toordinal`)."""
    if freq == "week":
        return (days - 1) // 7  # ordinal 1 (1 January of year 1) is a Monday
    months: Ints = (days - EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months


def period_on(day: date, freq: Frequency) -> int:
    """Return the number of the period that holds one day."""
    return int(period_of(np.array([day.toordinal()], dtype=np.int64), freq)[0])


def first_day(period: int, freq: Frequency) -> date:
    """Return the day on which a period begins."""
    if freq == "week":
        return date.fromordinal(period * 7 + 1)
    years, month = divmod(period, 12)
    return date(1970 + years, month + 1, 1)


def last_day(period: int, freq: Frequency) -> date:
    """Return the day on which a period ends."""
    return first_day(period + 1, freq) - timedelta(days=1)


def months_between(days: Iterable[date], *, since: date | None, until: date | None) -> tuple[tuple[date, date], ...]:
    """Return first and last day of each month from the first of the days to the last, cut to a window; () without days.

    Args:
        days: In any order.
        since: First day of the window, or None.
        until: Last day of the window, or None.
    """
    known = sorted(days)
    if not known:
        return ()
    start, end = max(known[0], since or known[0]), min(known[-1], until or known[-1])
    months = range(period_on(start, "month"), period_on(end, "month") + 1)
    spans = ((first_day(month, "month"), last_day(month, "month")) for month in months)
    return tuple((max(first, since or first), min(last, until or last)) for first, last in spans)
