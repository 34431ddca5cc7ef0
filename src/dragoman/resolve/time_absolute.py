"""Dates by name and number: days, months, years, decades, centuries, quarters and financial years.

What lacks its year takes it from the tense, or from "last", "this" or "next" beside it.
"""

import re
from datetime import date

from dragoman.resolve.time_calendar import Period, add_months, months_span, period, unit_at, unit_near
from dragoman.resolve.time_choose import LEAP_REACH_YEARS, Days, by_year, choose
from dragoman.resolve.time_reader import Reader
from dragoman.resolve.time_rules import Clock, Hit, Level, Rule

# Two-digit years up to this one are of the 2000s (POSIX strptime's convention).
PIVOT_YEAR = 68


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _single(day: date | None, basis: str, *, is_fixed: bool = True) -> Period | None:
    return period("day", day, day, basis)._replace(is_fixed=is_fixed) if day else None


def full_year(number: int) -> int:
    """Return a two-digit year with its century, others unchanged."""
    return number if number > 99 else number + (2000 if number <= PIVOT_YEAR else 1900)


def iso_date(r: Reader, i: int, _c: Clock) -> Hit | None:
    """Read 2019-01-05 and 2019/01/05."""
    written = r.kind(i, "iso")
    if written is None:  # the word "ISO"
        return None
    year, month, day = (int(part) for part in re.split("[-/.]", written))
    found = _single(_day(year, month, day), "absolute")
    return (i + 1, found) if found else None


def numeric_date(r: Reader, i: int, _c: Clock) -> Hit | None:
    """Read 06.04.2017 and 06/04/2017: the day first, unless the second number can only be a day."""
    text = r.kind(i, "numeric")
    if text is None:  # the word "numeric"
        return None
    mark = next(ch for ch in text if not ch.isdigit())
    first, second, year = (int(part) for part in text.split(mark))
    day, month = (second, first) if second > 12 >= first else (first, second)
    found = _single(_day(full_year(year), month, day), "absolute, day before month")
    return (i + 1, found) if found else None


def month_number(r: Reader, i: int) -> tuple[int, int] | None:
    """Return the month named at a token and the index after it (and its full stop), or None.

    A short form needs a full stop, or a number on either side, to be taken for a month.
    """
    if month := r.kind(i, "month"):
        return int(month), i + 1
    month = r.kind(i, "month_short")
    if month is None:
        return None
    if r.low(i + 1) == ".":
        return int(month), i + 2
    is_joined = r.kind(i + 1, "dash") and bool({"int", "month", "month_short"} & r.kinds(i + 2))
    beside = is_joined or r.kind(i + 1, "int") or r.kind(i - 1, "int") or r.kind(i + 1, "nth") or r.kind(i - 1, "nth")
    return (int(month), i + 1) if beside or len(r.tokens) == 1 else None


def year_at(r: Reader, i: int, *, short: bool = False) -> tuple[int, int] | None:
    """Return a year in digits and the index after it, or None; `short` also takes '98."""
    year = r.kind(i, "year")
    if year and not r.kind(i + 1, "unit"):
        return int(year), i + 1
    if short and (digits := r.kind(i, "short_year")):
        return full_year(int(digits[1:])), i + 1
    return None


def relative_year(r: Reader, i: int, c: Clock) -> tuple[int, int] | None:
    """Return the year that "last year", "of next year" or "of that year" names and the index after it, or None."""
    j = r.skip(i, "of", "in")
    j = r.skip(j, "the") if j > i else j
    deixis = r.kind(j, "deixis")
    if deixis is None or r.low(j + 1) != "year" or r.kind(j + 2, "possessive"):
        return None
    if deixis in {"that", "same"}:
        return (c.anchor.start.year, j + 2) if c.anchor and c.anchor.start else None
    if c.published is None:
        return None
    base = c.anchor.start if deixis in {"following", "previous"} and c.anchor and c.anchor.start else c.published
    steps = {"last": -1, "previous": -1, "next": 1, "following": 1, "coming": 1}.get(deixis, 0)
    return base.year + steps, j + 2


def _weekday_before(r: Reader, i: int) -> tuple[int | None, int]:
    """Return the weekday in front of a date ("Tuesday, 5 June"), or None, and the index where the date begins."""
    name = r.kind(i, "weekday") or r.kind(i, "weekday_short")
    if name is None:
        return None, i
    return int(name), r.skip(r.skip(r.skip(i + 1, "."), ",", "the", "on"), "the")


def _day_of_month(r: Reader, i: int) -> tuple[int, int] | None:
    day = r.integer(i, 1, 31)
    if day is not None:
        return day, i + 1
    nth = r.nth(i)
    return nth if nth and 1 <= nth[0] <= 31 else None


def _dated(month: int, day: int, c: Clock, weekday: int | None, deixis: str | None = None) -> Period | None:
    """Return the day of that name in the year that tense, and a weekday beside it, point to."""

    def in_year(year: int) -> list[Days]:
        found = _day(year, month, day)
        return [(found, found)] if found and (weekday is None or found.weekday() == weekday) else []

    reach = LEAP_REACH_YEARS if weekday is not None or (month, day) == (2, 29) else 2
    span = by_year(in_year, c, deixis, reach=reach)
    if span is None and weekday is not None:
        return _dated(month, day, c, None, deixis)
    return _single(span[0], "day and month; year by tense", is_fixed=False) if span else None


def day_and_month(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "3 May 2017", "the 3rd of May", "May 3, 2017", "Tuesday, 5 June", "Jan. 5" and "14 May last year"."""
    weekday, j = _weekday_before(r, i)
    j = r.skip(j, "the")
    if day := _day_of_month(r, j):
        month = month_number(r, r.skip(day[1], "of", "-"))
        if month is None:
            return None
        number, j = day[0], month[1]
    else:
        month = month_number(r, j)
        if month is None:
            return None
        day = _day_of_month(r, r.skip(month[1], "the"))
        if day is None or (r.kind(day[1], "dash") and r.integer(day[1] + 1, 1000, 2199)):
            return None
        number, j = day
    k = r.skip(j, ",", "-") if r.kind(j + 1, "year") or r.low(j) == "," else j
    year = year_at(r, r.skip(k, "in"), short=True) or relative_year(r, k, c)
    if year:
        found = _single(_day(year[0], month[0], number), "absolute")
        return (year[1], found) if found else None
    dated = _dated(month[0], number, c, weekday)
    return (j, dated) if dated else None


def day_of_unit(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the 15th" and "the 15th of this month"."""
    j = r.skip(i, "the")
    nth = r.kind(j, "nth")
    if nth is None or j == i or c.published is None:
        return None
    day = int(nth[:-2])
    of_month = r.skip(j + 1, "of")
    deixis = r.kind(of_month, "deixis")
    if of_month > j + 1 and deixis in {"this", "last", "next"} and r.low(of_month + 1) == "month":
        first = unit_near("month", c.published, {"last": -1, "this": 0, "next": 1}[deixis])[0]
        found = _single(_day(first.year, first.month, day), f"day of {deixis} month")
        return (of_month + 2, found) if found else None
    if j + 1 < len(r.tokens) and r.tokens[j + 1].low.isalpha() and r.low(j + 1) not in {"and", "but", "after", "when"}:
        return None
    months = [add_months(c.published.replace(day=1), step) for step in range(-2, 3)]
    days = [d for m in months if (d := _day(m.year, m.month, day))]
    span = choose([(d, d) for d in days], c)
    found = _single(span[0] if span else None, "day of the month by tense", is_fixed=False)
    return (j + 1, found) if found else None


def month(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "March 2005", "May of last year", "last May", "this March" and a bare "October"."""
    deixis = r.kind(i, "deixis")
    j = i + 1 if deixis else i
    found = month_number(r, j)
    if found is None:
        return None
    number, j = found
    if deixis is None:
        year = year_at(r, r.skip(j, ",", "of", "in"), short=True) or relative_year(r, r.skip(j, ","), c)
        if year:
            return year[1], period("month", *months_span(date(year[0], number, 1), 1), "absolute")
    base, way = facing(c, deixis)
    if way == "none":
        return None
    span = by_year(lambda year: [months_span(date(year, number, 1), 1)], base, way)
    if span is None:
        return None
    basis = f"{deixis} such month" if deixis else "month; year by tense"
    return j, period("month", *span, basis)._replace(is_fixed=deixis is not None)


def facing(c: Clock, deixis: str | None) -> tuple[Clock, str | None]:
    """Return the clock and the word to choose by: "following" and "previous" are seen from the anchor."""
    if deixis in {"last", "next", "this", None}:
        return c, deixis
    if deixis in {"past", "coming"}:
        return c, {"past": "last", "coming": "next"}[deixis]
    if c.anchor is None or c.anchor.end is None or c.anchor.start is None:
        return c, {"following": "next", "previous": "last"}.get(deixis, "none")
    if deixis in {"same", "that"}:
        return Clock(published=c.anchor.end), "this"
    day = c.anchor.end if deixis == "following" else c.anchor.start
    return Clock(published=day), "next" if deixis == "following" else "last"


def year(r: Reader, i: int, _c: Clock) -> Hit | None:
    """Read "1979", "the year 2000" and "'98"."""
    j = r.after(r.skip(i, "the"), "year")
    found = year_at(r, max(i, j), short=True)
    if found is None:
        return None
    return found[1], period("year", date(found[0], 1, 1), date(found[0], 12, 31), "absolute")


def decade(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the 1990s", "the '90s" and "the nineties"; "the 1800s" is the century."""
    j = r.skip(i, "the")
    text = r.kind(j, "decade")
    if text is None:
        return None
    digits = "".join(ch for ch in text if ch.isdigit())
    first = int(digits)
    if len(digits) < 3:
        first += 1900
        if c.published and first + 100 <= c.published.year:
            first += 100
        return j + 1, period("decade", date(first, 1, 1), date(first + 9, 12, 31), "latest such decade")
    span = 100 if first % 100 == 0 and first < 2000 else 10
    unit = "century" if span == 100 else "decade"
    return j + 1, period(unit, date(first, 1, 1), date(first + span - 1, 12, 31), "absolute")


def century(r: Reader, i: int, _c: Clock) -> Hit | None:
    """Read "the 19th century" and "the twentieth century" (1901 to 2000)."""
    nth = r.nth(r.skip(i, "the"))
    if nth is None:
        return None
    number, j = nth
    j = r.skip(j, "-")
    if not 1 <= number <= 30 or r.low(j) not in {"century", "centuries"}:
        return None
    return j + 1, period("century", *unit_at("century", date(number * 100, 1, 1)), "absolute")


def turn_of_century(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the turn of the century", "... of the 20th century" and "the turn of the year"."""
    j = r.after(r.skip(i, "the"), "turn", "of")
    if j < 0:
        return None
    named = century(r, j, c)
    k = r.skip(j, "the")
    if named and named[1].start:
        first = named[1].start.year - 1
        end = named[0]
    elif r.low(k) in {"century", "millennium"} and c.published:
        first = unit_at("century", c.published)[0].year - 1
        end = k + 1
    elif r.low(k) == "year" and c.published:
        span = by_year(lambda y: [(date(y, 12, 31), date(y + 1, 1, 1))], c)
        return (k + 1, period("span", *span, "the days about New Year")) if span else None
    else:
        return None
    turn = period("span", date(first - 1, 1, 1), date(first + 1, 12, 31), "a year about the turn of the century")
    return end, turn


RULES = (
    Rule("absolute", Level.POINT, iso_date, ("iso",)),
    Rule("absolute", Level.POINT, numeric_date, ("numeric",)),
    Rule(
        "absolute",
        Level.POINT,
        day_and_month,
        ("weekday", "weekday_short", "the", "int", "nth", "ordinal", "tens", "month", "month_short"),
        behind_the=("int", "nth", "tens", "ordinal", "month", "month_short"),
    ),
    Rule("absolute", Level.POINT, day_of_unit, ("the",), behind_the=("nth",)),
    Rule("absolute", Level.POINT, month, ("month", "month_short", "deixis")),
    Rule("absolute", Level.POINT, year, ("year", "the", "short_year"), behind_the=("year",)),
    Rule("decade", Level.POINT, decade, ("the", "decade"), behind_the=("decade",)),
    Rule("decade", Level.POINT, century, ("the", "nth", "ordinal"), behind_the=("nth", "tens", "ordinal")),
    Rule("decade", Level.POINT, turn_of_century, ("the", "turn"), behind_the=("turn",)),
)
