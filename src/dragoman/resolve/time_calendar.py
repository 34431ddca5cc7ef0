"""Calendar arithmetic of news time: periods, their neighbours and their parts. Knows no words.

All conventions are closed intervals of days; weeks run from Monday to Sunday; seasons are northern and meteorological.
"""

import calendar
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from dragoman.lexicon.time_words import Feast
from dragoman.model import Precision

# Months, or days where months are 0, that one of each unit lasts. Hours and minutes are handled in `length_in_days`.
UNITS: dict[str, tuple[int, int]] = {
    "day": (0, 1),
    "week": (0, 7),
    "weekend": (0, 7),
    "fortnight": (0, 14),
    "month": (1, 0),
    "quarter": (3, 0),
    "season": (3, 0),
    "semester": (6, 0),
    "year": (12, 0),
    "decade": (120, 0),
    "century": (1200, 0),
    "millennium": (12000, 0),
}
KEPT_SPANS = 4_096
"""Stretches of months that are kept: the months, seasons and years around the days of publication."""
HOURS = {"hour": 1.0, "minute": 1 / 60}

GRAINS = {
    "day": Precision.DAY,
    "weekend": Precision.DAY,
    "fortnight": Precision.DAY,
    "week": Precision.WEEK,
    "month": Precision.MONTH,
    "quarter": Precision.SEASON,
    "season": Precision.SEASON,
    "semester": Precision.SEASON,
    "year": Precision.YEAR,
    "decade": Precision.DECADE,
    "century": Precision.DECADE,
    "millennium": Precision.DECADE,
}


class Period(NamedTuple):
    """A closed interval with what the rules need to know to build on it.

    Attributes:
        start: First day; None for an open start.
        end: Last day; None for an open end.
        unit: "day", "week", "month", "season", "year", "decade", "century", or "span" for anything else.
        precision: Grain of the words.
        basis: How it was computed, for a person.
        is_fixed: Whether the words alone name it, so that tense cannot move it.
        rule: Name of the rule that found it.
    """

    start: date | None
    end: date | None
    unit: str
    precision: Precision
    basis: str
    is_fixed: bool = True
    rule: str = ""

    @property
    def days(self) -> tuple[date, date] | None:
        """Return first and last day, or None if either is open."""
        return (self.start, self.end) if self.start and self.end else None


class LengthOfTime(NamedTuple):
    """A number of units: months, or days where months are 0; `unit` is the one that the words name."""

    months: int
    days: int
    unit: str


def period(unit: str, start: date, end: date, basis: str) -> Period:
    """Return a period with the precision of its unit."""
    return Period(start, end, unit, GRAINS.get(unit, Precision.VAGUE), basis)


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later; the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9998:
        return date.min if year < 1 else date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def move(day: date, length: LengthOfTime, sign: int = 1) -> date:
    """Return the day that lies a length of time after the day (before it for sign -1); clipped to years 1 to 9999."""
    if length.months:
        return add_months(day, sign * length.months)
    try:
        return day + timedelta(days=sign * length.days)
    except OverflowError:
        return date.max if sign > 0 else date.min


def length_of(count: float, unit: str) -> LengthOfTime:
    """Return the length of a number of units; halves go over into the next smaller unit ("half a year" is 6 months).

    Hours are rounded to whole days, half a day up ("72 hours" is 3 days, "two hours" none).
    """
    if unit in HOURS:
        return LengthOfTime(0, int(count * HOURS[unit] / 24 + 0.5), "day")
    months, days = UNITS[unit]
    if months:
        total = count * months
        whole = int(total)
        if total == whole:
            grain = unit if count == int(count) else ("month" if total % 12 else "year")
            return LengthOfTime(whole, 0, grain)
        return LengthOfTime(0, round(total * 365.25 / 12), "day")
    return LengthOfTime(0, int(count * days + 0.5), unit if count == int(count) else "day")


def week_of(day: date) -> tuple[date, date]:
    """Return Monday and Sunday of the day's week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def unit_at(unit: str, day: date) -> tuple[date, date]:
    """Return first and last day of the calendar unit in which the day lies.

    Decades begin in years that end in 0, centuries in years that end in 01 (the 20th century is 1901 to 2000).
    """
    if unit in {"week", "weekend"}:
        monday, sunday = week_of(day)
        return (sunday - timedelta(days=1) if unit == "weekend" else monday), sunday
    if unit == "month":
        return months_span(day.replace(day=1), 1)
    if unit == "quarter":
        return months_span(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3)
    if unit == "semester":
        return months_span(date(day.year, 1 if day.month <= 6 else 7, 1), 6)
    if unit == "season":
        return months_span(add_months(day.replace(day=1), -(day.month % 3)), 3)
    if unit == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if unit in {"decade", "century", "millennium"}:
        span = {"decade": 10, "century": 100, "millennium": 1000}[unit]
        first = max(1, day.year // 10 * 10 if unit == "decade" else (day.year - 1) // span * span + 1)
        return date(first, 1, 1), date(min(first + span - 1, 9999), 12, 31)
    return day, day


def unit_near(unit: str, day: date, steps: int) -> tuple[date, date]:
    """Return the calendar unit so many units after the day's own (before it for negative steps)."""
    if unit == "fortnight":
        monday = week_of(day)[0] + timedelta(days=14 * steps)
        return monday, monday + timedelta(days=13)
    first = unit_at(unit, day)[0]
    return unit_at(unit, move(first, length_of(abs(steps), unit), 1 if steps >= 0 else -1))


@lru_cache(maxsize=KEPT_SPANS)
def months_span(first: date, months: int) -> tuple[date, date]:
    """Return the period of so many months that begins on the day."""
    return first, add_months(first, months) - timedelta(days=1)


def easter(year: int) -> date:
    """Return Easter Sunday of the western churches.

    Source: Anonymous Gregorian algorithm (Nature, 20 April 1876; Meeus, Astronomical Algorithms, ch. 8).
    """
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Return Easter Sunday of the eastern churches as a Gregorian date, right for 1900 to 2099.

    Source: Meeus, Astronomical Algorithms, ch. 8 (Julian Easter), plus the 13 days between the calendars.
    """
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def nth_weekday(first: date, last: date, weekday: int, nth: int) -> date | None:
    """Return the nth such weekday (Monday is 0) of a period, from its end for negative n; None if there is none."""
    if nth > 0:
        day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    else:
        day = last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-nth - 1))
    return day if first <= day <= last else None


def feasts_in(feast: Feast, year: int) -> tuple[tuple[date, date], ...]:
    """Return first and last days of a feast in a year; lunar feasts may come twice, or be unknown for that year."""
    if feast.kind == "table":
        return tuple((first, first + timedelta(days=days - 1)) for first, days in feast.table.get(year, ()))
    first: date | None
    if feast.kind == "fixed":
        first = date(year, *feast.numbers)
    elif feast.kind == "nth":
        weekday, nth, month = feast.numbers
        first = nth_weekday(*months_span(date(year, month, 1), 1), weekday, nth)
    else:
        sunday = easter(year) if feast.kind == "easter" else orthodox_easter(year)
        first = sunday + timedelta(days=feast.numbers[0])
    return ((first, first + timedelta(days=feast.days - 1)),) if first else ()


# Where early, mid and late lie: for months and weeks as days, for longer units as months from their first day.
_MONTH_THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_WEEK_THIRDS = {"early": (0, 1), "mid": (2, 3), "late": (4, 6)}
_MONTHS_THIRDS = {
    "season": {"early": (0, 1), "mid": (1, 2), "late": (2, 3)},
    "semester": {"early": (0, 2), "mid": (2, 4), "late": (4, 6)},
    "year": {"early": (0, 4), "mid": (4, 8), "late": (8, 12)},
    "decade": {"early": (0, 48), "mid": (48, 84), "late": (84, 120)},
    "century": {"early": (0, 396), "mid": (396, 792), "late": (792, 1200)},
}


def third_of(whole: Period, part: str) -> tuple[date, date] | None:
    """Return the early, mid or late third of a closed period; None for a single day or an open period."""
    first, last = whole.start, whole.end
    if first is None or last is None or first == last:
        return None
    if whole.unit == "month":
        low, high = _MONTH_THIRDS[part]
        return first.replace(day=low), last if part == "late" else first.replace(day=high)
    if whole.unit == "week":
        low, high = _WEEK_THIRDS[part]
        return first + timedelta(days=low), first + timedelta(days=high)
    thirds = _MONTHS_THIRDS.get("season" if whole.unit == "quarter" else whole.unit)
    if thirds:
        low, high = thirds[part]
        return add_months(first, low), add_months(first, high) - timedelta(days=1)
    days = (last - first).days + 1
    cuts = (0, round(days / 3), round(2 * days / 3), days)
    index = ("early", "mid", "late").index(part)
    return first + timedelta(days=cuts[index]), first + timedelta(days=max(cuts[index], cuts[index + 1] - 1))


def fraction_of(whole: Period, number: int, parts: int) -> tuple[date, date] | None:
    """Return the number-th of so many equal parts of a closed period; a month's first half is its days 1 to 15.

    Args:
        whole: What is divided.
        number: From 1 to `parts`.
        parts: 2, 3 or 4.
    """
    first, last = whole.start, whole.end
    if first is None or last is None or first == last:
        return None
    if whole.unit == "month" and parts == 2:
        return (first, first.replace(day=15)) if number == 1 else (first.replace(day=16), last)
    months = UNITS.get(whole.unit, (0, 0))[0]
    if months and months % parts == 0:
        step = months // parts
        return months_span(add_months(first, step * (number - 1)), step)
    days = (last - first).days + 1
    low, high = round(days * (number - 1) / parts), round(days * number / parts)
    return first + timedelta(days=low), first + timedelta(days=max(low, high - 1))
