"""What is counted in units: "two years ago", "in a fortnight", "a week before Easter", "three days later"."""

from datetime import date

from dragoman.model import Precision
from dragoman.resolve.time_calendar import GRAINS, LengthOfTime, Period, length_of, move, period, unit_at, unit_near
from dragoman.resolve.time_deictic import ONE_DAY, first_after, last_before, one_day, unanchored
from dragoman.resolve.time_reader import FEW, REACH, Lengths, Reader
from dragoman.resolve.time_rules import Clock, Hit, Level, Rule, Tense

TIME_TAILS = frozenset({"time", "times"})
# Units that, counted from a date, give the calendar unit of that name; days and weeks are counted to the day.
CALENDAR_UNITS = frozenset({"month", "quarter", "semester", "year", "decade", "century"})


def calendar_at(day: date, unit: str) -> tuple[date, date, str]:
    """Return the calendar unit that "so many units ago" names, and its name: for decades and centuries the year."""
    unit = "year" if unit in {"decade", "century", "millennium"} else unit
    unit = "day" if unit in {"fortnight", "day"} else unit
    return *unit_at(unit, day), unit


def counted(today: date, lengths: Lengths, sign: int, basis: str) -> Period:
    """Return the calendar unit at a distance from publication; between two distances for vague numbers."""
    near, far = move(today, lengths.low, sign), move(today, lengths.high, sign)
    if lengths.is_few:
        return Period(min(near, far), max(near, far), "span", Precision.VAGUE, f"{basis}, by convention")
    first, last, unit = calendar_at(near, lengths.unit)
    if lengths.is_exact:
        return period(unit, first, last, basis)
    other = calendar_at(far, lengths.unit)
    return Period(min(first, other[0]), max(last, other[1]), "span", Precision.VAGUE, basis)


def counted_from(base: Period, lengths: Lengths, sign: int, basis: str) -> Period | None:
    """Return what lies at a distance from a date: to the day for days and weeks, else the calendar unit."""
    edge_near = base.start if sign < 0 else base.end
    edge_far = base.end if sign < 0 else base.start
    if edge_near is None:
        return None
    edge_far = edge_far or edge_near
    if lengths.is_few or not lengths.is_exact:
        near, far = move(edge_near, lengths.low, sign), move(edge_near, lengths.high, sign)
        if near == far:
            return one_day(near, basis)
        return Period(min(near, far), max(near, far), "span", Precision.VAGUE, basis)
    if lengths.unit in CALENDAR_UNITS:
        first, last, unit = calendar_at(move(edge_near, lengths.low, sign), lengths.unit)
        return period(unit, first, last, basis)
    first, last = sorted((move(edge_far, lengths.low, sign), move(edge_near, lengths.low, sign)))
    return Period(first, last, "day" if first == last else base.unit, base.precision, basis)


def bare_units(r: Reader, i: int) -> tuple[Lengths, int] | None:
    """Return the vague length that "weeks" or "years" alone stand for and the index after it, or None."""
    unit = r.kind(i, "unit")
    if unit not in FEW or not r.low(i).endswith("s") or r.low(i) == "nights":
        return None
    return Lengths(*FEW[unit], unit, is_few=True), i + 1


def ago(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "two years ago", "a few days ago", "years ago", "a week ago Tuesday", "a year ago this month"."""
    found = r.length(i) or bare_units(r, r.skip_approx(i))
    if found is None or c.published is None:
        return None
    lengths, j = found
    if r.low(j) not in {"ago", "back"}:
        return None
    j += 1
    if lengths.is_exact and not lengths.is_few and (narrowed := _ago_on(r, j, lengths, c)):
        return narrowed
    return j, counted(c.published, lengths, -1, f"counted back from publication in {lengths.unit}s")


def _ago_on(r: Reader, j: int, lengths: Lengths, c: Clock) -> Hit | None:
    """Return the date of "ago" with a day or unit behind it: "ago Tuesday", "ago today", "ago this month"."""
    assert c.published is not None
    k = r.skip(j, "on", "in", ",")
    if name := r.kind(k, "weekday"):
        day = move(last_before(c.published, int(name)), lengths.low, -1)
        return k + 1, one_day(day, "latest such weekday before publication, counted back")
    number = r.kind(k, "month")
    if number and r.low(j) == "in" and lengths.unit == "year":
        first = date(move(c.published, lengths.low, -1).year, int(number), 1)
        return k + 1, period("month", *unit_at("month", first), "month of a year counted back from publication")
    hit = r.point(k, c) if r.kind(k, "deixis") in {"this", "next", "last"} or r.kind(k, "dayword") else None
    if hit and hit[1].start and hit[1].unit in {"day", "week", "month"}:
        span = unit_at(hit[1].unit, move(hit[1].start, lengths.low, -1))
        return hit[0], period(hit[1].unit, *span, f"{hit[1].basis}, counted back")
    return None


def looking_back(today: date, length: LengthOfTime, unit: str, *, is_vague: bool) -> Period:
    """Return the stretch of a length that ends on the day of publication."""
    return Period(move(today, length, -1), today, "span", grain(unit, is_vague=is_vague), f"{unit}s up to publication")


def grain(unit: str, *, is_vague: bool) -> Precision:
    """Return the precision of a stretch measured in a unit: to the day for days and weeks."""
    if is_vague:
        return Precision.VAGUE
    return Precision.DAY if unit in {"day", "week", "fortnight"} else GRAINS.get(unit, Precision.VAGUE)


def in_length(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "in two weeks", "in a few weeks' time", "two years from now" and, after "the first ...", "in five years"."""
    has_in = r.low(i) == "in"
    j = i + 1 if has_in else i
    found = r.length(r.skip(j, "just", "another", "only")) or (bare_units(r, j) if has_in else None)
    if found is None or c.published is None:
        return None
    lengths, j = found
    tail = _future_tail(r, j)
    if tail < 0 and not has_in:
        return None
    looks_back = c.is_record or (c.tense is Tense.PAST and tail < 0)
    if looks_back and tail < 0:
        length = REACH[lengths.unit] if lengths.is_few else lengths.high
        return j, looking_back(c.published, length, lengths.unit, is_vague=lengths.is_few)
    basis = f"counted ahead from publication in {lengths.unit}s"
    return max(j, tail), counted(c.published, lengths, 1, basis)


def _future_tail(r: Reader, j: int) -> int:
    """Return the index after "time", "from now", "hence", or -1."""
    if r.low(j) in TIME_TAILS or r.low(j) == "hence":
        return j + 1
    return max(r.after(j, "from", "now"), r.after(j, "from", "today"))


def from_day(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "a week on Tuesday", "a week from Friday", "two weeks from tomorrow", "a week last Monday"."""
    found = r.length(i)
    if found is None or c.published is None or not found[0].is_exact:
        return None
    lengths, j = found
    name = r.kind(j + 1, "weekday")
    if r.low(j) == "last" and name and lengths.unit in {"week", "fortnight"}:
        day = move(last_before(c.published, int(name)), lengths.low, -1)
        return j + 2, one_day(day, "latest such weekday before publication, counted back")
    if r.low(j) == "on" and name and lengths.unit in {"week", "fortnight"} and r.low(i) != "for":
        return j + 2, one_day(move(first_after(c.published, int(name)), lengths.low), "counted on from such weekday")
    if r.low(j) != "from":
        return None
    hit = r.point(j + 1, c.facing(Tense.FUTURE))
    if hit is None or hit[1].unit != "day":
        return None
    moved = counted_from(hit[1], lengths, 1, f"counted on from {hit[1].basis}")
    return (hit[0], moved) if moved else None


def before_after(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "two days before Easter", "a week after 3 May", "a month into the war" (from a known date)."""
    found = r.length(i) or bare_units(r, i)
    if found is None:
        return None
    lengths, j = found
    link = r.low(j)
    if link not in {"before", "after", "following", "into"} and r.after(j, "prior", "to") < 0:
        return None
    k = j + 1 if link != "prior" else j + 2
    if r.low(k) in {"that", "this", "then"} and r.kind(k + 1, "unit") is None and r.kind(k + 1, "month") is None:
        return later_earlier(r, i, c)
    hit = r.moment(k, c) or (c.occasion(r, k) if c.occasion else None)
    if hit is None:
        return None
    sign = -1 if link in {"before", "prior"} else 1
    moved = counted_from(hit[1], lengths, sign, f"counted {'back' if sign < 0 else 'on'} from {hit[1].basis}")
    return (hit[0], moved) if moved else None


def unit_beside(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the day before the vote", "the week after Easter" and, with nothing behind it, "the year after"."""
    j = r.skip(i, "the")
    is_part = r.kind(j, "daypart") is not None
    unit = "day" if is_part else r.kind(j, "unit")
    if unit in {None, "hour", "minute"} or j == i or r.low(j)[-1] == "s" or r.low(j + 1) not in BESIDE:
        return None
    assert unit is not None
    sign = BESIDE[r.low(j + 1)]
    if r.low(j + 2) in {"last", "next"} and r.kind(j + 3, "unit") is None and r.kind(j + 3, "weekday") is None:
        return None
    hit = r.moment(j + 2, c) or (c.occasion(r, j + 2) if c.occasion else None)
    end, base = hit or (j + 2, c.anchor)
    if base is None:
        found = unanchored(c, is_later=sign > 0) if _stands_alone(r, j + 2) else None
        return (j + 2, found) if found else None
    if hit is None and not _stands_alone(r, j + 2):
        return None
    edge = base.start if sign < 0 else base.end
    if edge is None:
        return None
    basis = f"{unit} {r.low(j + 1)} {base.basis if hit else edge.isoformat() + ' in the text'}"
    if unit == "day":
        return end, one_day(edge + sign * ONE_DAY, basis)
    if hit and base.unit != unit:
        length = length_of(1, unit)
        other = move(edge, length, sign)
        first, last = (other, edge - ONE_DAY) if sign < 0 else (edge + ONE_DAY, other)
        return end, Period(first, last, "span", GRAINS[unit], basis)
    return end, period(unit, *unit_near(unit, edge, sign), basis)


BESIDE = {"before": -1, "preceding": -1, "previous": -1, "after": 1, "following": 1}


def _stands_alone(r: Reader, i: int) -> bool:
    """Tell whether nothing that could be an event follows: the end, a mark, a verb or a small word."""
    return i >= len(r.tokens) or not r.tokens[i].low.isalnum() or r.low(i) in ALONE_BEFORE


ALONE_BEFORE = frozenset(
    {"and", "but", "by", "in", "at", "on", "to", "with", "when", "as", "for", "from", "was", "were", "had", "that"}
)


def later_earlier(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "two days later", "a year earlier", "weeks before", "a month on", "three days after that"."""
    found = r.length(i) or bare_units(r, i)
    if found is None:
        return None
    lengths, j = found
    word = r.low(j)
    sign = LATER_EARLIER.get(word)
    if sign is None:
        return None
    end = j + 1
    if word in {"before", "after"}:
        if r.low(end) in {"that", "this", "then"}:
            end += 1
        elif not _stands_alone(r, end):
            return None
    if word == "on" and not (end >= len(r.tokens) or not r.tokens[end].low.isalnum()):
        return None
    if c.anchor is None:
        opened = unanchored(c, is_later=sign > 0)
        return (end, opened) if opened else None
    base = c.anchor.start if sign < 0 else c.anchor.end
    name = base.isoformat() if base else ""
    moved = counted_from(c.anchor, lengths, sign, f"counted {'back' if sign < 0 else 'on'} from {name} in the text")
    return (end, moved) if moved else None


LATER_EARLIER = {
    "later": 1,
    "after": 1,
    "afterwards": 1,
    "afterward": 1,
    "on": 1,
    "earlier": -1,
    "before": -1,
    "previously": -1,
    "beforehand": -1,
    "prior": -1,
}


def eve(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the eve of the summit" and "the day of the vote"."""
    j = r.skip(i, "the")
    k = r.after(j, "eve", "of")
    steps = -1
    if k < 0:
        k, steps = r.after(j, "day", "of"), 0
    if k < 0 or (steps == 0 and j == i):
        return None
    hit = r.moment(k, c) or (c.occasion(r, k) if c.occasion else None)
    if hit is None or hit[1].start is None:
        return None
    basis = f"{'the day before' if steps else 'the day of'} {hit[1].basis}"
    return hit[0], one_day(hit[1].start + steps * ONE_DAY, basis, is_fixed=hit[1].is_fixed)


def anniversary(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the tenth anniversary of 3 May 2007" and "the centenary of ..." of a known date."""
    j = r.skip(i, "the", "its", "their", "his", "her")
    nth = r.nth(j)
    k = nth[1] if nth else j
    years = r.kind(k, "anniversary")
    if years is None:
        return None
    number = nth[0] if nth else int(years)
    k = r.skip(k + 1, "of", "since")
    hit = r.moment(k, c) or (c.occasion(r, k) if c.occasion else None)
    if hit is None or hit[1].start is None or hit[1].unit not in {"day", "month"} or number < 0:
        return None
    months = 12 * number if number else _years_since(hit[1].start, c) * 12
    day = move(hit[1].start, LengthOfTime(months, 0, "year"))
    return hit[0], period(hit[1].unit, *unit_at(hit[1].unit, day), f"anniversary {months // 12} of {hit[1].basis}")


def _years_since(day: date, c: Clock) -> int:
    if c.published is None:
        return 1
    years = c.published.year - day.year
    has_come = (c.published.month, c.published.day) >= (day.month, day.day)
    if c.tense is Tense.FUTURE:
        return years + 1 if has_come else years
    return years if has_come else years - 1


LENGTH_STARTS = (
    "int",
    "amount",
    "number",
    "tens",
    "a",
    "an",
    "the",
    "few",
    "couple",
    "half",
    "approx",
    "at",
    "no",
    "as",
    "up",
    "unit",
)
COUNT_LINKS = (*LENGTH_STARTS, "more", "less", "fewer", "between")
LENGTHS_BEHIND = ("number", "handful", "very", "good", "great", "just", "few", "half", "quarter")
"""What stands behind "the" where a length begins: "the number of", "the few", "the half of"."""

RULES = (
    Rule("offset", Level.SHIFT, ago, COUNT_LINKS, behind_the=LENGTHS_BEHIND),
    Rule("offset", Level.SHIFT, in_length, ("in", *COUNT_LINKS), behind_the=LENGTHS_BEHIND),
    Rule("offset", Level.SHIFT, from_day, COUNT_LINKS, behind_the=LENGTHS_BEHIND),
    Rule("offset", Level.SHIFT, before_after, COUNT_LINKS, behind_the=LENGTHS_BEHIND),
    Rule("anaphora", Level.SHIFT, unit_beside, ("the",), behind_the=("daypart", "unit")),
    Rule("anaphora", Level.SHIFT, later_earlier, COUNT_LINKS, behind_the=LENGTHS_BEHIND),
    Rule("event", Level.SHIFT, eve, ("the", "eve"), behind_the=("eve", "day")),
    Rule(
        "event",
        Level.SHIFT,
        anniversary,
        ("the", "its", "their", "his", "her", "ordinal", "nth", "tens", "anniversary"),
        behind_the=("nth", "tens", "ordinal", "anniversary"),
    ),
)
