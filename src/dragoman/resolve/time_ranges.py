"""Ranges: "3 to 5 May", "1992-95", "from January to March", "late 2018 or early 2019"."""

from datetime import date

from dragoman.model import Precision
from dragoman.resolve.time_calendar import Period
from dragoman.resolve.time_deictic import ONE_DAY
from dragoman.resolve.time_reader import Reader
from dragoman.resolve.time_rules import Clock, Hit, Level, Rule, Tense

JOINS = frozenset({"to", "until", "till", "through", "and", "or", "-", "–", "—", "/"})
LISTS = frozenset({"and", "or"})


def day_range(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "3 to 5 May", "12-14 March 2018", "March 10-12", "between the 3rd and the 5th of May"."""
    i = r.skip(i, "from", "between")
    first = _day_number(r, r.skip(i, "the"))
    if first and r.low(first[1]) in JOINS:
        hit = r.point(first[1] + 1, c)
        if (
            hit
            and hit[1].unit == "day"
            and hit[1].rule == "day_and_month"
            and hit[1].start
            and hit[1].start.day > first[0]
        ):
            start = hit[1].start.replace(day=first[0])
            return hit[0], hit[1]._replace(start=start, unit="span", basis=f"range of days ({hit[1].basis})")
        return None
    if not (r.kind(i, "month") or r.kind(i, "month_short")):
        return None
    month_end = r.skip(i + 1, ".")
    first = _day_number(r, month_end)
    if first is None or r.low(first[1]) not in JOINS:
        return None
    second = _day_number(r, r.skip(first[1] + 1, "the"))
    if second is None or second[0] <= first[0] or r.kind(second[1], "month"):
        return None
    # Read the month with the second day, as if the first and the joining word were not there.
    tokens = (*r.tokens[i:month_end], *r.tokens[second[1] - 1 :])
    hit = Reader(tokens, r.grammar).point(0, c)
    if hit is None or hit[1].start is None or hit[1].start.day != second[0]:
        return None
    end = second[1] + hit[0] - (month_end - i + 1)
    return end, hit[1]._replace(
        start=hit[1].start.replace(day=first[0]), unit="span", basis=f"range of days ({hit[1].basis})"
    )


def _day_number(r: Reader, i: int) -> tuple[int, int] | None:
    day = r.integer(i, 1, 31)
    if day is not None:
        return day, i + 1
    nth = r.nth(i)
    return nth if nth and 1 <= nth[0] <= 31 else None


def year_range(r: Reader, i: int, _c: Clock) -> Hit | None:
    """Read "1992-95", "2011-13", "2014/15"."""
    first = r.integer(i, 1000, 2199)
    second = r.kind(i + 2, "int")
    if (
        first is None
        or second is None
        or not (r.kind(i + 1, "dash") or r.low(i + 1) == "/")
        or len(second) not in {2, 4}
    ):
        return None
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    last += 100 if last < first and len(second) == 2 else 0
    if not first < last <= 2199 or last - first > 120:
        return None
    return i + 3, Period(date(first, 1, 1), date(last, 12, 31), "span", Precision.YEAR, "range of years")


COARSENESS = (
    Precision.DAY,
    Precision.WEEK,
    Precision.MONTH,
    Precision.SEASON,
    Precision.YEAR,
    Precision.DECADE,
    Precision.VAGUE,
)


def any_range(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "from January to March", "between 2011 and early 2014", "Monday to Wednesday", "the 1980s and 1990s"."""
    opener = r.low(i) if r.low(i) in {"from", "between"} else ""
    start = i + 1 if opener else i
    left = r.moment(start, c)
    if left is None:
        return None
    join = r.low(left[0])
    wanted = {"and", "to"} if opener == "between" else JOINS if opener == "" else JOINS - LISTS
    if join not in wanted:
        return None
    right = r.moment(left[0] + 1, c)
    if right is None:
        return None
    first, last = _order(r, start, left, right, c)
    if first.start is None or last.end is None or first.start > last.end:
        return None
    if join in LISTS and opener == "" and not _is_run(first, last):
        return None
    precision = max(first.precision, last.precision, key=COARSENESS.index)
    basis = f"range: {first.basis} to {last.basis}"
    is_fixed = left[1].is_fixed and right[1].is_fixed
    return right[0], Period(first.start, last.end, "span", precision, basis, is_fixed=is_fixed)


def _is_run(first: Period, last: Period) -> bool:
    """Tell whether two periods follow each other without a gap ("March and April", "late 2018 or early 2019")."""
    return first.end is not None and last.start == first.end + ONE_DAY


def _order(r: Reader, start: int, left: Hit, right: Hit, c: Clock) -> tuple[Period, Period]:
    """Return both ends, the one that lacks its year read again as seen from the other."""
    first, last = left[1], right[1]
    after = left[0] + 1
    if last.is_fixed and not first.is_fixed:
        first = _again(r, start, c.seen_from(last.end, Tense.PAST), first)
    elif (first.is_fixed and not last.is_fixed) or (not first.is_fixed and c.tense is Tense.FUTURE):
        last = _again(r, after, c.seen_from(first.end, Tense.FUTURE), last)
    elif not first.is_fixed:
        last = _again(r, after, c.facing(Tense.PAST), last)
        first = _again(r, start, c.seen_from(last.end, Tense.PAST), first)
    return first, last


def _again(r: Reader, i: int, c: Clock, instead: Period) -> Period:
    hit = r.moment(i, c)
    return hit[1] if hit else instead


RANGE_STARTS = (
    *(
        "from",
        "between",
        "the",
        "this",
        "that",
        "deixis",
        "part",
        "which_half",
        "ordinal",
        "int",
        "nth",
        "iso",
        "numeric",
    ),
    *("month", "month_short", "weekday", "year", "decade", "season", "feast"),
)
RULES = (
    Rule(
        "range",
        Level.POINT,
        day_range,
        ("from", "between", "the", "int", "nth", "ordinal", "month", "month_short"),
        behind_the=("int", "nth", "tens", "ordinal"),
    ),
    Rule("range", Level.POINT, year_range, ("year",)),
    Rule("range", Level.WHOLE, any_range, RANGE_STARTS),
)
