"""Parts of periods: "early March", "the end of May", "the first half of 2016", "the last week of June"."""

from datetime import date, timedelta

from dragoman.model import Precision
from dragoman.resolve.time_absolute import year
from dragoman.resolve.time_calendar import (
    Period,
    fraction_of,
    length_of,
    move,
    nth_weekday,
    period,
    third_of,
    unit_near,
    week_of,
)
from dragoman.resolve.time_choose import Days, by_year
from dragoman.resolve.time_deictic import ONE_DAY, bare_unit, calendar_unit, one_day
from dragoman.resolve.time_reader import Reader
from dragoman.resolve.time_rules import Clock, Hit, Level, Rule

SATURDAY = 5
PART_NAMES = {"early": "first third", "mid": "middle third", "late": "last third"}
# Parts that stand right before their period; the others need "of" ("the end of May").
ADJECTIVES = frozenset({"early", "mid", "late"})
# Nouns that may stand between them and "of" ("the early years of the century").
STRETCHES = frozenset({"part", "portion", "days", "weeks", "months", "years", "decades", "stages"})
FRACTIONS = {"half": 2, "third": 3, "quarter": 4}
SHARES = frozenset({"most", "much", "all", "whole", "bulk", "rest", "remainder", "course", "entirety"})


def whole_at(r: Reader, i: int, c: Clock) -> Hit | None:
    """Return the period of which a part is named: any period, or "the month", "the year"."""
    hits = [hit for hit in (r.point(i, c), bare_unit(r, i, c)) if hit]
    return max(hits, key=lambda hit: hit[0], default=None)


def vague_part(whole: Period, part: str) -> Period | None:
    """Return the early, middle or late third of a period; of a single day the day itself."""
    if whole.unit == "day":
        return whole
    span = third_of(whole, part)
    if span is None:
        return None
    basis = f"{PART_NAMES[part]} of {whole.unit} ({whole.basis})"
    precision = Precision.DECADE if whole.unit in {"decade", "century"} else Precision.VAGUE
    return Period(*span, "span", precision, basis, is_fixed=whole.is_fixed)


def part_of(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "early March", "mid-1990s", "late last year", "early in 2015", "late on Tuesday", "mid-week"."""
    j = r.skip(i, "the", "very")
    part = r.kind(j, "part")
    if part is None:
        return None
    word = r.low(j)
    if r.low(j + 1) in STRETCHES and r.low(j + 2) == "of":
        hit = whole_at(r, j + 3, c)
        found = vague_part(hit[1], part) if hit else None
        return (hit[0], found) if hit and found else None
    j = r.skip(j + 1, "-", "–")
    if r.low(j) in {"to", "or"} and r.kind(r.skip(j + 1, "-"), "part"):
        return part_of(r, r.skip(j + 1, "-"), c)
    k = r.skip(j, "in", "on", "of", "through")
    is_linked = r.low(k - 1) in ({"in", "on"} if word in ADJECTIVES else {"of", "through"})
    if k > j and not is_linked:
        return None
    if k == j and word not in ADJECTIVES and not (word == "end" and r.kind(k, "month")):
        return None
    hit = whole_at(r, k, c)
    if hit is None or hit[1].rule in {"part_of", "day_word"}:
        return None
    found = vague_part(hit[1], part)
    return (hit[0], found) if found else None


def end_of_unit(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "year's end", "the year-end", "the month's end", "midyear", "last year's end"."""
    if c.published is None:
        return None
    if r.low(i) in {"midyear", "midweek", "midmonth"}:
        name = r.low(i)[3:]
        found = vague_part(period(name, *unit_near(name, c.published, 0), f"{name} of publication"), "mid")
        return (i + 1, found) if found else None
    j = r.skip(i, "the")
    unit = r.kind(j, "unit")
    if unit is None or r.low(j)[-1] == "s" or unit not in {"week", "month", "year", "decade", "century", "quarter"}:
        return None
    k = j + 1
    if not (r.kind(k, "possessive") or r.kind(k, "dash") or r.low(k) == "end"):
        return None
    k = k if r.low(k) == "end" else k + 1
    part = {"end": "late", "start": "early", "beginning": "early", "middle": "mid"}.get(r.low(k))
    if part is None:
        return None
    whole = period(unit, *unit_near(unit, c.published, 0), f"{unit} of publication")
    found = vague_part(whole, part)
    return (k + 1, found) if found else None


def fraction(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the first half of 2016", "the third quarter", "the latter half of the decade", "the last third of May"."""
    j = r.skip(i, "the")
    named = _fraction_name(r, j)
    if named is None:
        return None
    nth, name, k = named
    parts = FRACTIONS[name]
    hit = whole_at(r, r.skip(k, "of", "in", ","), c)
    if hit:
        part = _fraction(hit[1], nth, name)
        return (hit[0], part) if part else None
    if r.low(k) == "of" or name == "third" or r.low(i) != "the":
        return None

    def in_year(year: int) -> list[Days]:
        whole = period("year", date(year, 1, 1), date(year, 12, 31), "")
        return [found] if (found := fraction_of(whole, nth, parts)) else []

    span = by_year(in_year, c)
    unit = {"half": "semester", "quarter": "quarter"}[name]
    return (k, period(unit, *span, f"{name} of the year by tense")._replace(is_fixed=False)) if span else None


def _fraction_name(r: Reader, j: int) -> tuple[int, str, int] | None:
    """Return number, name and end of "second half", "third quarter", "last third", or None."""
    half = r.kind(j, "which_half")
    number = ({"first": 1, "last": -1}[half], j + 1) if half and r.low(r.skip(j + 1, "-")) == "half" else r.nth(j)
    if number is None:
        return None
    k = r.skip(number[1], "-")
    name = r.low(k)
    parts = FRACTIONS.get(name, 0)
    nth = number[0] if number[0] > 0 else parts + 1 + number[0]
    return (nth, name, k + 1) if 1 <= nth <= parts else None


def _fraction(whole: Period, nth: int, name: str) -> Period | None:
    part = ("early", "mid", "late")[nth - 1] if name == "third" else ""
    span = third_of(whole, part) if part else fraction_of(whole, nth, FRACTIONS[name])
    if span is None:
        return None
    is_season = whole.unit == "year" and name != "third"
    unit = {"half": "semester", "quarter": "quarter"}[name] if is_season else "span"
    basis = f"{name} {nth} of {whole.unit} ({whole.basis})"
    return period(unit, *span, basis)._replace(is_fixed=whole.is_fixed)


def possessed_part(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "last year's second half" and "2016's final quarter"."""
    hit = calendar_unit(r, i, c) or year(r, i, c)
    if hit is None or hit[1].unit not in {"year", "month", "decade", "century"} or not r.kind(hit[0], "possessive"):
        return None
    named = _fraction_name(r, hit[0] + 1)
    if named:
        part = _fraction(hit[1], named[0], named[1])
        return (named[2], part) if part else None
    name = {"end": "late", "close": "late", "start": "early", "beginning": "early"}.get(r.low(hit[0] + 1))
    part = vague_part(hit[1], name) if name else None
    return (hit[0] + 2, part) if part else None


def bare_daypart(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "at dawn", "by midnight", "in the morning": the day the text is speaking of, else that of publication."""
    has_article = r.low(i + 1) == "the"
    j = r.skip(i + 1, "the")
    if (
        r.kind(j, "daypart") is None
        or r.low(j) == "night"
        or has_article != (r.low(j) in {"morning", "afternoon", "evening"})
    ):
        return None
    anchor = c.anchor
    if anchor and anchor.unit == "day" and anchor.start:
        return j + 1, one_day(anchor.start, "time of the day that the text speaks of", is_fixed=False)
    if c.published is None:
        return None
    return j + 1, one_day(c.published, "time of day, taken for the day of publication", is_fixed=False)


def units_within(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the first week of March", "the last two weeks of May", "the opening days of 2015"."""
    j = r.skip(i, "the")
    number = r.nth(j)
    if number is None and r.kind(j, "part") and r.low(j).endswith("ing"):
        number = (1, j + 1)
    if number is None:
        return None
    nth, j = number
    few = r.few(j)
    counted = None if few > 0 else r.count(j)
    j = few if few > 0 else counted[1] if counted else j
    unit = r.kind(r.skip(j, "full", "-"), "unit")
    if unit is None:
        return None
    k = r.skip(j, "full", "-") + 1
    hit = whole_at(r, k + 1, c) if r.low(k) in {"of", "in"} else None
    if hit is None and r.low(k) == "of" and c.occasion and nth > 0 and not counted:
        return _unit_of_event(c.occasion(r, k + 1), nth, unit)
    if hit is None or hit[1].start is None or hit[1].end is None:
        return None
    is_plural = r.low(k - 1).endswith("s")
    if is_plural and not counted:
        found = vague_part(hit[1], "late" if nth < 0 else "early")
        return (hit[0], found) if found else None
    return _counted_units(hit, nth, counted[0] if counted else 1, unit)


def _counted_units(hit: Hit, nth: int, count: float, unit: str) -> Hit | None:
    whole = hit[1]
    assert whole.start is not None
    assert whole.end is not None
    if unit == "weekend":
        saturday = nth_weekday(whole.start, whole.end, SATURDAY, nth)
        return (hit[0], period(unit, saturday, saturday + ONE_DAY, f"weekend of {whole.basis}")) if saturday else None
    if nth < 0:
        end = move(whole.end, length_of(count * (-nth - 1), unit), -1)
        first = move(end + ONE_DAY, length_of(count, unit), -1)
    else:
        first = move(whole.start, length_of(count * (nth - 1), unit))
        end = min(whole.end, move(first, length_of(count, unit)) - ONE_DAY)
    if not whole.start <= first <= end:
        return None
    basis = f"{unit} {nth} of {whole.unit} ({whole.basis})"
    found = period(unit, first, end, basis)._replace(is_fixed=whole.is_fixed)
    return hit[0], found._replace(unit="span") if count != 1 else found


def _unit_of_event(hit: Hit | None, nth: int, unit: str) -> Hit | None:
    """Return the nth day or week of something whose first day is known ("the third day of the talks")."""
    if hit is None or hit[1].start is None:
        return None
    first = move(hit[1].start, length_of(nth - 1, unit))
    last = move(first, length_of(1, unit)) - ONE_DAY
    return hit[0], period(unit, first, max(first, last), f"{unit} {nth} from {hit[1].basis}")


def nth_weekday_of(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the first Monday in May" and "the last Friday of the month"."""
    number = r.nth(r.skip(i, "the"))
    name = r.kind(number[1], "weekday") if number else None
    if number is None or name is None or r.low(number[1] + 1) not in {"in", "of"}:
        return None
    hit = whole_at(r, number[1] + 2, c)
    if hit is None or hit[1].start is None or hit[1].end is None:
        return None
    day = nth_weekday(hit[1].start, hit[1].end, int(name), number[0])
    if day is None:
        return None
    return hit[0], period("day", day, day, f"such weekday of {hit[1].unit} ({hit[1].basis})")


def unit_of_date(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the week of 3 June", "the week beginning 3 June", "the weekend of 3 June", "the month of May"."""
    j = r.skip(i, "the")
    unit = r.kind(j, "unit")
    if unit not in {"week", "weekend", "month", "year"} or j == i:
        return None
    link = r.low(j + 1)
    if link not in {"of", "beginning", "starting", "commencing", "ending"}:
        return None
    hit = r.point(j + 2, c)
    if hit is None or hit[1].start is None or (unit in {"month", "year"} and hit[1].unit != unit):
        return None
    day = hit[1].start
    if unit in {"month", "year"}:
        return hit[0], hit[1]
    span = unit_near(unit, day, 0)
    if link == "ending":
        span = (day - timedelta(days=6), day)
    elif link != "of":
        span = (day, day + timedelta(days=6))
    elif unit == "week":
        span = week_of(day)
    return hit[0], period(unit, *span, f"{unit} of {day.isoformat()}")._replace(is_fixed=hit[1].is_fixed)


def daypart_of(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the morning of 3 May", "the early hours of Monday", "shortly before midnight on Friday"."""
    j = r.skip(i, "shortly", "just", "soon", "late", "early")
    j = r.skip(j, "before", "after", "at", "around", "by", "near")
    j = r.skip(j, "the")
    j = r.skip(j, "early", "small", "late", "predawn")
    if r.kind(j, "daypart") is None and r.low(j) != "hours":
        return None
    k = r.skip(r.skip(j + 1, "local"), "time")
    if r.low(k) not in {"of", "on", "between"}:
        return None
    hit = r.point(k + 1, c)
    return hit if hit and (hit[1].unit == "day" or hit[1].rule == "day_range") else None


def share_of(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the rest of the year" (from publication on) and "most of last week", "all year" (the whole)."""
    j = r.skip(i, "the")
    word = r.low(j)
    if word not in SHARES:
        return None
    k = r.skip(j + 1, "of")
    if k == j + 1 and word != "all":
        return None
    hit = whole_at(r, k, c)
    if hit is None or (k == j + 1 and hit[1].unit not in {"day", "week", "weekend", "month", "year"}):
        return None
    whole = hit[1]
    days = whole.days
    if word not in {"rest", "remainder"} or days is None:
        return hit
    for now, name in ((c.published, "publication"), (c.anchor and c.anchor.end, "a date in the text")):
        if now and days[0] <= now <= days[1]:
            return hit[0], Period(now, days[1], "span", Precision.VAGUE, f"rest of {whole.unit} from {name}")
    return hit


def earlier_later(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "earlier this month", "later this year", "earlier in the week", "later that day", "later in 2015"."""
    is_later = r.low(i) == "later"
    j = r.skip(i + 1, "on")
    hit = whole_at(r, r.skip(j, "in", "on", "during"), c)
    days = hit[1].days if hit else None
    if hit is None or days is None or hit[1].unit == "day":
        return hit if days else None
    whole = hit[1]
    anchored = c.anchor and (c.anchor.end if is_later else c.anchor.start)
    for now, name in ((c.published, "publication"), (anchored, "a date in the text")):
        if now and days[0] <= now <= days[1]:
            first, last = (min(now + ONE_DAY, days[1]), days[1]) if is_later else (days[0], max(now - ONE_DAY, days[0]))
            basis = f"{whole.unit} {'after' if is_later else 'before'} {name} ({whole.basis})"
            return hit[0], Period(first, last, "span", Precision.VAGUE, basis)
    return hit[0], whole._replace(precision=Precision.VAGUE)


def so_far(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "so far this year" and "this year so far": from its start to publication."""
    begin = r.after(i, "so", "far")
    hit = whole_at(r, r.skip(begin, "in"), c) if begin > 0 else r.point(i, c)
    if hit is None or hit[1].start is None or c.published is None:
        return None
    end = hit[0] if begin > 0 else max(r.after(hit[0], "so", "far"), r.after(hit[0], "to", "date"))
    if end < 0 or not hit[1].start <= c.published:
        return None
    return end, Period(hit[1].start, c.published, "span", hit[1].precision, f"{hit[1].unit} up to publication")


PARTS = ("the", "part")
RULES = (
    Rule("part", Level.POINT, part_of, PARTS, behind_the=("part",)),
    Rule("part", Level.POINT, end_of_unit, ("the", "unit", "midyear", "midweek", "midmonth"), behind_the=("unit",)),
    Rule(
        "part",
        Level.POINT,
        fraction,
        ("the", "which_half", "ordinal", "nth"),
        behind_the=("which_half", "nth", "tens", "ordinal"),
    ),
    Rule("part", Level.POINT, possessed_part, ("the", "this", "deixis", "year"), behind_the=("deixis", "year")),
    Rule("daypart", Level.POINT, bare_daypart, ("at", "by", "before", "after", "in", "since", "until", "around")),
    Rule(
        "part",
        Level.POINT,
        units_within,
        ("the", "ordinal", "nth", "part"),
        behind_the=("nth", "tens", "ordinal", "part"),
    ),
    Rule("part", Level.POINT, nth_weekday_of, ("the", "ordinal", "nth"), behind_the=("nth", "tens", "ordinal")),
    Rule("part", Level.POINT, unit_of_date, ("the",), behind_the=("unit",)),
    Rule("part", Level.POINT, share_of, ("the", *sorted(SHARES)), behind_the=tuple(sorted(SHARES))),
    Rule("part", Level.POINT, earlier_later, ("earlier", "later")),
    Rule("part", Level.SHIFT, so_far, ("so", "this", "the")),
    Rule(
        "daypart",
        Level.POINT,
        daypart_of,
        ("shortly", "just", "soon", "late", "early", "before", "after", "at", "around", "the", "daypart", "small"),
        behind_the=("early", "small", "late", "predawn", "daypart", "hours"),
    ),
)
