"""Durations: "for three weeks", "over the past year", "within 72 hours", "the three days before the vote"."""

from datetime import date

from dragoman.model import Precision
from dragoman.resolve.time_calendar import Period, length_of, move
from dragoman.resolve.time_deictic import ONE_DAY
from dragoman.resolve.time_offsets import COUNT_LINKS, LENGTHS_BEHIND, bare_units, counted_from, grain, looking_back
from dragoman.resolve.time_reader import REACH, Lengths, Reader
from dragoman.resolve.time_rules import Clock, Hit, Level, Rule, Tense

BACK = frozenset({"last", "past"})
AHEAD = frozenset({"next", "coming"})
RUNNING = frozenset({"straight", "consecutive", "successive", "running"})
FURTHER = frozenset({"another", "further", "additional", "extra"})


def span(start: date | None, end: date | None, precision: Precision, basis: str) -> Period | None:
    """Return a stretch, or None if it would end before it begins or have no bound."""
    if (start is None and end is None) or (start and end and start > end):
        return None
    return Period(start, end, "span", precision, basis)


def rolling_length(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the past three months", "the next few days", "recent weeks", "the coming months", "another two weeks"."""
    j = r.skip(i, "the", "these", "this", "those")
    if c.published is None:
        return None
    j = r.skip(j, "a", "an") if r.low(j + 1) in FURTHER else j
    word = "another" if r.low(j) in FURTHER else "recent" if r.low(j) == "recent" else r.kind(j, "deixis")
    if word not in BACK | AHEAD | {"recent", "another", "previous", "following"}:
        return None
    k = j + 1
    found = r.length(k) if r.low(k) not in {"a", "an", "the"} else None
    found = found or bare_units(r, r.skip(k, "very"))
    if found is None:
        return None
    lengths, k = found
    is_vague = lengths.is_few or not lengths.is_exact or word == "recent"
    length = REACH[lengths.unit] if lengths.is_few else lengths.high
    if word in {"previous", "following"}:
        return _beside_anchor(k, lengths, word, c)
    if word in BACK or word == "recent":
        return k, looking_back(c.published, length, lengths.unit, is_vague=is_vague)
    first = c.published + ONE_DAY if lengths.is_few or word == "coming" else c.published
    ahead = span(first, move(c.published, length), grain(lengths.unit, is_vague=is_vague), "from publication on")
    return (k, ahead) if ahead else None


def _beside_anchor(end: int, lengths: Lengths, word: str, c: Clock) -> Hit | None:
    sign = 1 if word == "following" else -1
    edge = c.anchor and (c.anchor.end if sign > 0 else c.anchor.start)
    if edge is None:
        return None
    other = move(edge, lengths.high, sign)
    first, last = sorted((edge + sign * ONE_DAY, other))
    found = span(
        first, last, grain(lengths.unit, is_vague=lengths.is_few), f"counted from {edge.isoformat()} in the text"
    )
    return (end, found) if found else None


def stretch_beside(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the three days before the vote", "the two years since 2016", "the year to March"."""
    found = r.length(i + 1) or r.one_unit(i + 1) or bare_units(r, i + 1)
    if found is None:
        return None
    lengths, j = found
    link = r.low(j)
    is_one = r.low(j - 1) in {"day", "week", "month", "year", "decade"} and j == i + 2
    if link not in {"before", "after", "following", "since", "to"} or (is_one and link != "to"):
        return None
    hit = r.moment(j + 1, c) or (c.occasion(r, j + 1) if c.occasion and link != "to" else None)
    days = hit[1].days if hit else None
    if hit is None or days is None:
        return None
    last: date | None
    if link == "since":
        first, last = days[0], c.published
    elif link == "to":
        first, last = move(days[1] + ONE_DAY, lengths.high, -1), days[1]
    elif link == "before":
        first, last = move(days[0], lengths.high, -1), days[0] - ONE_DAY
    else:
        first, last = days[1] + ONE_DAY, move(days[1], lengths.high)
    basis = f"{lengths.unit}s {link} {hit[1].basis}"
    stretch = span(first, last, grain(lengths.unit, is_vague=lengths.is_few), basis)
    return (hit[0], stretch) if stretch else None


def for_length(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "for three weeks", "for decades": up to publication, or from it in the future tense."""
    hit = rolling_length(r, i + 1, c) or r.point(i + 1, c)
    if hit and hit[1].rule in {"", "calendar_unit", "share_of"} and hit[1].unit in {"span", "week", "month", "year"}:
        return hit
    if nth := _nth_running(r, i + 1, c):
        return nth
    found = r.length(i + 1) or bare_units(r, r.skip(r.skip_approx(i + 1), "many"))
    if found is None or c.published is None:
        return None
    lengths, j = found
    length = REACH[lengths.unit] if lengths.is_few else lengths.high
    if c.tense is Tense.FUTURE and not c.is_record:
        precision = grain(lengths.unit, is_vague=lengths.is_few)
        ahead = span(c.published, move(c.published, length), precision, "from publication on")
        return (j, ahead) if ahead else None
    return j, looking_back(c.published, length, lengths.unit, is_vague=lengths.is_few)


def _nth_running(r: Reader, i: int, c: Clock) -> Hit | None:
    """Return the stretch of "(for) a third day" and "the fifth straight week", up to publication."""
    number = r.nth(r.skip(i, "a", "the")) if r.low(i) in {"a", "the"} else None
    unit = r.one_unit(r.skip(number[1], *RUNNING)) if number else None
    if number is None or unit is None or c.published is None or number[0] < 2 or r.low(unit[1]) == "of":
        return None
    lengths, end = unit
    back = length_of(number[0] - 1, lengths.unit)
    return r.skip(end, *RUNNING), looking_back(c.published, back, lengths.unit, is_vague=False)


def within_length(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "within 72 hours", "within days", "within the next month", "within a week of 3 May"."""
    j = r.skip(i + 1, "the")
    j = r.skip(j, "next", "coming", "first")
    j = max(j, r.after(j, "space", "of"), r.after(j, "a", "matter", "of"))
    found = r.length(j) or r.one_unit(j) or bare_units(r, j)
    if found is None:
        return None
    lengths, j = found
    length = REACH[lengths.unit] if lengths.is_few else lengths.high
    precision = grain(lengths.unit, is_vague=lengths.is_few)
    if r.low(j) == "of":
        hit = r.moment(j + 1, c) or (c.occasion(r, j + 1) if c.occasion else None)
        if hit and hit[1].start and hit[1].end:
            near = span(hit[1].start, move(hit[1].end, length), precision, f"from {hit[1].basis} on")
            return (hit[0], near) if near else None
    past_anchor = c.anchor if c.tense is Tense.PAST else None
    first, name = (past_anchor.start, "a date in the text") if past_anchor else (c.published, "publication")
    ahead = span(first, move(first, length), precision, f"from {name} on") if first else None
    return (j, ahead) if ahead else None


def by_length(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "(put off) by a month": counted on from the date in the text, open without one."""
    found = r.length(i + 1)
    if found is None or (found[0].unit == "day" and found[0].high.days == 0):
        return None
    if c.anchor:
        moved = counted_from(c.anchor, found[0], 1, "put off, counted from a date in the text")
        return (found[1], moved) if moved else None
    later = span(c.published, None, Precision.VAGUE, "put off; no earlier date in the text to count from")
    return (found[1], later) if later else None


def bare_length(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "13 months" alone: up to publication, or from it in the future tense."""
    found = r.length(i)
    if found is None or c.published is None:
        return None
    length, unit = found[0].high, found[0].unit
    if c.tense is Tense.FUTURE or r.low(found[1]) == "to":
        ahead = span(c.published, move(c.published, length), grain(unit, is_vague=False), "from publication on")
        return (found[1], ahead) if ahead else None
    return found[1], looking_back(c.published, length, unit, is_vague=found[0].is_few)


RULES = (
    Rule(
        "duration",
        Level.SHIFT,
        rolling_length,
        ("the", "these", "this", "those", "deixis", "recent", "a", "an", *sorted(FURTHER)),
        behind_the=("deixis", "recent", "a", "an", *sorted(FURTHER)),
    ),
    Rule("duration", Level.SHIFT, stretch_beside, ("the",), behind_the=(*COUNT_LINKS, "very", "good", "great", "just")),
    Rule("duration", Level.WHOLE, for_length, ("for",)),
    Rule("duration", Level.WHOLE, within_length, ("within", "inside")),
    Rule("duration", Level.WHOLE, by_length, ("by",)),
    Rule("duration", Level.WHOLE, bare_length, COUNT_LINKS, behind_the=LENGTHS_BEHIND),
)
