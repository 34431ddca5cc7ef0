"""Seasons, feasts, named stretches of history, and vague words such as "recently"."""

from datetime import date, timedelta

from dragoman.model import Precision
from dragoman.resolve.time_absolute import facing, relative_year, year_at
from dragoman.resolve.time_calendar import (
    LengthOfTime,
    Period,
    add_months,
    feasts_in,
    months_span,
    move,
    period,
)
from dragoman.resolve.time_choose import Days, by_year
from dragoman.resolve.time_reader import Reader
from dragoman.resolve.time_rules import Clock, Hit, Level, Rule
from dragoman.resolve.time_tokens import EARLIEST_YEAR, LATEST_YEAR


def season(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the summer", "last winter", "the spring of 2011", "winter 2016-17", "the summer before last"."""
    j = r.skip(i, "the", "this", "that")
    deixis = r.kind(j, "deixis") or (r.kind(i, "deixis") if j > i else None)
    j = j + 1 if r.kind(j, "deixis") else j
    written = year_at(r, j) if deixis is None else None
    number = r.kind(written[1] if written else j, "season")
    if number is None:
        return None
    month, j = int(number), (written[1] if written else j) + 1
    if r.low(j - 1) == "fall" and r.low(j) == "of" and not year_at(r, j + 1) and not relative_year(r, j, c):
        return None
    if written:
        return j, _season_of(written[0], month)
    k = r.skip(r.skip(j, "of", "in", ","), "the") if r.low(j) in {"of", "in", ","} else j
    if found := _two_years(r, k) or year_at(r, k, short=True) or relative_year(r, j, c):
        return found[1], _season_of(found[0], month)

    def in_year(year: int) -> list[Days]:
        return [months_span(date(year, month, 1), 3)]

    if (end := r.after(j, "before", "last")) > 0:
        span = by_year(in_year, c, "last", reach=3)
        if span is None:
            return None
        return end, period("season", add_months(span[0], -12), add_months(span[1], -12), "the one before the last")
    base, way = facing(c, deixis)
    if way == "none":
        return None
    span = by_year(in_year, base, way)
    if span is None:
        return None
    basis = f"{deixis} such season" if deixis else "season; year by tense"
    return j, period("season", *span, basis)._replace(is_fixed=deixis is not None)


def _two_years(r: Reader, i: int) -> tuple[int, int] | None:
    """Return the first year of "2016-17" or "2016/17" and the index after it, or None."""
    first = r.integer(i, EARLIEST_YEAR, LATEST_YEAR)
    if first is None or not (r.kind(i + 1, "dash") or r.low(i + 1) == "/"):
        return None
    second = r.kind(i + 2, "int")
    return (
        (first, i + 3) if second and len(second) in {2, 4} and int(second) in {first + 1, (first + 1) % 100} else None
    )


def _season_of(year: int, month: int) -> Period:
    return period("season", *months_span(date(year, month, 1), 3), "season of a named year")


def seasons_ago(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "two summers ago": the first is the latest that has ended."""
    counted = r.count(i)
    number = r.kind(counted[1], "seasons") if counted else None
    if counted is None or number is None or r.low(counted[1] + 1) != "ago":
        return None
    month = int(number)
    span = by_year(lambda year: [months_span(date(year, month, 1), 3)], c, "last")
    if span is None:
        return None
    back = -12 * (int(counted[0]) - 1)
    return counted[1] + 2, period("season", add_months(span[0], back), add_months(span[1], back), "seasons ago")


def midseason(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "midsummer" and "midwinter": the middle month of the season."""
    number = r.kind(i, "midseason")
    if number is None:
        return None
    month = int(number) % 12 + 1
    year = year_at(r, r.skip(i + 1, "of", ",")) or relative_year(r, i + 1, c)
    if year:
        span: Days | None = months_span(date(year[0], month, 1), 1)
    else:
        span = by_year(lambda y: [months_span(date(y, month, 1), 1)], c)
    if span is None:
        return None
    return year[1] if year else i + 1, Period(
        *span, "month", Precision.VAGUE, "middle of the season", is_fixed=bool(year)
    )


def feast(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "Christmas", "last Easter", "New Year's Eve 2015", "Eid al-Fitr", "the Christmas weekend"."""
    j = r.skip(i, "the", "this", "that")
    deixis = r.kind(j, "deixis") or (r.kind(i, "deixis") if j > i else None)
    j = j + 1 if r.kind(j, "deixis") else j
    end = r.phrase(j, r.words.feasts)
    if end < 0:
        return None
    key = r.key(j, end)
    rule = r.words.feasts[key]
    written = year_at(r, r.skip(end, ",", "of", "in")) or relative_year(r, end, c)
    if key == ("new", "year") and r.low(i) == "the" and deixis is None:
        return _new_year(end, c)
    name = " ".join(token.text for token in r.tokens[j:end])
    if written:
        spans = feasts_in(rule, written[0])
        return (written[1], _named_day(spans[-1], f"{name} of a named year")) if spans else None
    base, way = facing(c, deixis)
    span = by_year(lambda year: feasts_in(rule, year), base, way) if way != "none" else None
    if span is None:
        return None
    return end, _named_day(span, f"{name}; year by {deixis or 'tense'}")._replace(is_fixed=deixis is not None)


def _new_year(end: int, c: Clock) -> Hit | None:
    """Return January for "in the new year"."""
    span = by_year(lambda year: [months_span(date(year, 1, 1), 1)], c)
    return (end, Period(*span, "month", Precision.VAGUE, "January, by convention", is_fixed=False)) if span else None


def _named_day(span: Days, basis: str) -> Period:
    unit = "day" if span[0] == span[1] else "span"
    return Period(*span, unit, Precision.DAY, basis)


def era(r: Reader, i: int, _c: Clock) -> Hit | None:
    """Read "the Cold War" and "9/11"."""
    j = r.skip(i, "the")
    end = r.phrase(j, r.words.eras)
    if end < 0:
        return None
    found = r.words.eras[r.key(j, end)]
    unit = "day" if found.start == found.end else "span"
    return end, Period(found.start, found.end, unit, Precision(found.precision), "known by its name")


def vague_word(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "recently", "soon", "at present", "in the longer term" by their distance from publication."""
    end = r.phrase(i, r.words.vague)
    if end < 0 or c.published is None:
        return None
    offset = r.words.vague[r.key(i, end)]
    first = _at(c.published, offset.start)
    last = _at(c.published, offset.end) if offset.end else None
    unit = "day" if first == last else "span"
    return end, Period(first, last, unit, Precision(offset.precision), "by convention, from publication")


def _at(day: date, distance: tuple[int, str]) -> date:
    number, unit = distance
    if unit == "d":
        return day + timedelta(days=number)
    months = abs(number) * (12 if unit == "y" else 1)
    return move(day, LengthOfTime(months, 0, "month"), 1 if number >= 0 else -1)


RULES = (
    Rule(
        "season",
        Level.POINT,
        season,
        ("the", "this", "that", "deixis", "season", "year"),
        behind_the=("deixis", "season", "year"),
    ),
    Rule("season", Level.POINT, seasons_ago, ("int", "number", "a", "couple")),
    Rule("season", Level.POINT, midseason, ("midseason",)),
    Rule(
        "holiday",
        Level.POINT,
        feast,
        ("the", "this", "that", "deixis", "feast"),
        behind_the=("deixis", "feast", "may", "possessive"),
    ),
    Rule("holiday", Level.POINT, era, ("the", "era"), behind_the=("era", "may", "possessive")),
    Rule("vague", Level.POINT, vague_word, ("vague",)),
)
