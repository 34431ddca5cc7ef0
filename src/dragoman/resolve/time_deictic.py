"""What is named from the day of publication or from a date in the text: weeks to centuries, weekdays, days, nights."""

from datetime import date, timedelta

from dragoman.model import Precision
from dragoman.resolve.time_calendar import Period, length_of, move, period, unit_at, unit_near, week_of
from dragoman.resolve.time_choose import choose
from dragoman.resolve.time_reader import Reader
from dragoman.resolve.time_rules import Clock, Hit, Level, Rule, Tense

ONE_DAY = timedelta(days=1)
STEPS = {"last": -1, "previous": -1, "this": 0, "next": 1, "following": 1}
FROM_ANCHOR = frozenset({"previous", "following", "same", "that"})
# Prepositions before "the next week" that make it the seven days to come, not the week after a date in the text.
ROLLING = frozenset({"over", "in", "for", "within", "during", "throughout", "inside"})
# Mark of a clock's anchor that is only the day of publication.
PUBLICATION = "publication"
NO_ANCHOR = "no earlier date in the text to count from"


def one_day(day: date, basis: str, *, is_fixed: bool = True) -> Period:
    """Return the period of a single day."""
    return period("day", day, day, basis)._replace(is_fixed=is_fixed)


def unanchored(c: Clock, *, is_later: bool) -> Period | None:
    """Return the open stretch in which something lies that counts from a date the text does not give.

    Before publication in the past tense, after it in the future; None where even that is unknown.
    """
    if c.published is None:
        return None
    if c.tense is Tense.FUTURE or (c.tense is None and is_later):
        return Period(c.published + ONE_DAY, None, "span", Precision.VAGUE, NO_ANCHOR, is_fixed=False)
    return Period(None, c.published, "span", Precision.VAGUE, NO_ANCHOR, is_fixed=False)


def calendar_unit(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "last week", "this month", "next year", "the following week", "the same month", "the past week"."""
    j = r.skip(i, "the", "this", "that")
    has_article = j > i
    deixis = r.kind(j, "deixis")
    if deixis is None:
        deixis, j, has_article = r.kind(i, "deixis"), i, False
        if deixis is None:
            return None
    j = r.skip(j + 1, "calendar", "entire", "whole", "same")
    unit = r.kind(j, "unit")
    if (
        unit in {None, "day", "hour", "minute"}
        or r.low(j)[-1] == "s"
        or r.low(j) in {"night", "millennia", "centuries"}
    ):
        return None
    assert unit is not None
    counts_on = deixis == "next" and has_article and r.low(i - 1) not in ROLLING and c.anchor is not None
    if deixis in FROM_ANCHOR or (counts_on and c.anchor and c.anchor.rule != PUBLICATION):
        return _from_anchor(j + 1, unit, deixis, c)
    today = c.published
    if today is None:
        return None
    if unit == "weekend" and deixis in {"past", "coming"}:
        deixis = {"past": "last", "coming": "next"}[deixis]
        spans = [unit_near("weekend", today, step) for step in (-2, -1, 0, 1, 2)]
        span = choose(spans, c, deixis)
        return (j + 1, period(unit, *span, f"{deixis} weekend")) if span else None
    if deixis in {"past", "coming"} or (has_article and deixis in {"last", "next"} and r.low(j + 1) != "of"):
        return j + 1, rolling(today, unit, is_past=deixis in {"past", "last"}, from_tomorrow=deixis == "coming")
    return j + 1, period(unit, *unit_near(unit, today, STEPS[deixis]), f"{deixis} {unit}, calendar")


def rolling(today: date, unit: str, *, is_past: bool, from_tomorrow: bool = False) -> Period:
    """Return the stretch of one unit that ends, or begins, on the day of publication ("the past week")."""
    length = length_of(1, unit)
    grain = Precision.DAY if unit in {"week", "fortnight"} else period(unit, today, today, "").precision
    if is_past:
        return Period(move(today, length, -1), today, "span", grain, f"the {unit} up to publication")
    first = today + ONE_DAY if from_tomorrow else today
    return Period(first, move(today, length), "span", grain, f"the {unit} from publication on")


def _from_anchor(end: int, unit: str, deixis: str, c: Clock) -> Hit | None:
    anchor = c.anchor
    is_later = deixis in {"following", "next"}
    base = anchor and (anchor.end if is_later else anchor.start)
    if base is None:
        found = unanchored(c, is_later=is_later)
        return (end, found) if found else None
    span = unit_near(unit, base, STEPS.get(deixis, 0))
    return end, period(unit, *span, f"{unit} counted from {base.isoformat()} in the text")._replace(is_fixed=True)


def unit_before_last(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the week before last" and "the month after next"."""
    j = r.skip(i, "the")
    unit = r.kind(j, "unit")
    if unit is None or c.published is None:
        return None
    for words, steps in ((("before", "last"), -2), (("after", "next"), 2)):
        end = r.after(j + 1, *words)
        if end > 0 and r.kind(end, "unit") is None:
            return end, period(unit, *unit_near(unit, c.published, steps), f"{unit} {' '.join(words)}")
    return None


def bare_unit(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the month" and "the year" inside "the end of the year"; not a rule of its own.

    In a past sentence it is the unit of the date that the text is speaking of, if that date is as fine as the unit.
    """
    j = r.skip(i, "the")
    unit = r.kind(j, "unit")
    if unit is None or r.low(j)[-1] == "s" or unit in {"minute", "hour"} or r.low(j) == "night":
        return None
    if r.kind(j + 1, "possessive") and j + 2 < len(r.tokens):
        return None
    base = c.published
    anchor = c.anchor
    if anchor and anchor.start and anchor.end and (c.tense is Tense.PAST or base is None):
        first, last = unit_at(unit, anchor.start)
        if anchor.end <= last:
            return j + 1, period(unit, first, last, f"{unit} of {anchor.start.isoformat()} in the text")
    if base is None:
        return None
    return j + 1, period(unit, *unit_at(unit, base), f"{unit} of publication")


def day_word(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "today", "yesterday", "tomorrow", "earlier today", "the day before yesterday", "the day after tomorrow"."""
    if c.published is None:
        return None
    for words, steps in ((("day", "before", "yesterday"), -2), (("day", "after", "tomorrow"), 2)):
        end = r.after(r.skip(i, "the"), *words)
        if end > 0:
            return end, one_day(c.published + steps * ONE_DAY, " ".join(words))
    j = r.skip(i, "earlier", "later", "late", "early")
    steps_word = r.kind(j, "dayword")
    if steps_word is None:
        return None
    return j + 1, one_day(c.published + int(steps_word) * ONE_DAY, f"{r.low(j)}, from publication")


def this_time(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "this time last year": the day that lies one unit before, or after, publication."""
    j = r.after(i, "this", "time")
    sign = {"last": -1, "next": 1}.get(r.low(j)) if j > 0 else None
    unit = r.kind(j + 1, "unit")
    if sign is None or unit is None or c.published is None:
        return None
    return j + 2, one_day(
        move(c.published, length_of(1, unit), sign), f"publication, one {unit} {'on' if sign > 0 else 'back'}"
    )


def weekdays_ago(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "two Fridays ago": the first is the latest before publication."""
    counted = r.count(i)
    name = r.kind(counted[1], "weekdays") if counted else None
    if counted is None or name is None or c.published is None or r.low(counted[1] + 1) != "ago":
        return None
    day = last_before(c.published, int(name)) - (int(counted[0]) - 1) * 7 * ONE_DAY
    return counted[1] + 2, one_day(day, "such weekdays counted back from publication")


def night(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "last night", "this morning", "overnight", "that evening", "the next morning"."""
    if r.low(i) == "overnight":
        if c.published is None:
            return None
        yesterday = c.published - ONE_DAY
        return i + 1, Period(yesterday, c.published, "span", Precision.DAY, "the night up to publication")
    j = r.skip(i, "the", "that", "this")
    deixis = r.kind(j, "deixis") if j == i or r.kind(j, "deixis") else r.kind(i, "deixis")
    j = j + 1 if r.kind(j, "deixis") else j
    part = r.low(r.skip(j, "very"))
    if deixis is None or r.kind(r.skip(j, "very"), "daypart") is None:
        return None
    end = r.skip(j, "very") + 1
    if deixis in {"last", "this"} and c.published is not None and i + 2 == end:
        return end, one_day(c.published - (ONE_DAY if deixis == "last" else 0 * ONE_DAY), f"{deixis} {part}")
    return same_day(end, deixis, c)


def same_day(end: int, deixis: str, c: Clock) -> Hit | None:
    """Return the day, or the one before or after it, that the text spoke of last."""
    is_later = deixis in {"next", "following"}
    base = c.anchor and (c.anchor.end if is_later else c.anchor.start)
    if base is None:
        found = unanchored(c, is_later=is_later)
        return (end, found) if found else None
    steps = {"next": 1, "following": 1, "previous": -1}.get(deixis, 0)
    if steps == 0 and c.anchor and c.anchor.start != c.anchor.end:
        return end, c.anchor._replace(basis=f"same as {base.isoformat()} in the text")
    return end, one_day(base + steps * ONE_DAY, f"counted from {base.isoformat()} in the text")


def text_day(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the next day", "the previous day", "that day", "the same day", "that same day"."""
    j = r.skip(i, "the", "that", "very")
    deixis = r.kind(j, "deixis")
    if deixis is None and j > i and r.low(i) == "that":
        deixis, j = "that", j - 1
    if deixis is None or r.low(r.skip(j + 1, "same", "very")) != "day":
        return None
    if deixis in {"last", "past", "coming", "this"} or (deixis == "next" and r.low(i) != "the"):
        return None
    return same_day(r.skip(j + 1, "same", "very") + 1, deixis, c)


def weekday(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "Tuesday", "last Friday", "next Wednesday", "Tuesday week", "Monday last" and "the following Sunday"."""
    j = r.skip(i, "the", "this", "that")
    deixis = r.kind(j, "deixis") or (r.kind(i, "deixis") if j > i else None)
    j = j + 1 if r.kind(j, "deixis") else j
    name = r.kind(j, "weekday") or (r.kind(j, "weekday_short") if r.low(j + 1) == "." else None)
    if name is None:
        return None
    number = int(name)
    j = j + 1 if r.kind(j, "weekday") else r.skip(j + 1, ".")
    steps = {("after", "next"): 2, ("before", "last"): -2}.get((r.low(j), r.low(j + 1)))
    if deixis is None and steps and c.published and r.kind(j + 2, "unit") is None:
        beyond = weekday_from(c.published, number, "next" if steps > 0 else "last", None)[0]
        return j + 2, one_day(
            beyond + steps // 2 * 7 * ONE_DAY, f"the {'second' if steps > 0 else 'last but one'} such day"
        )
    if deixis is None:
        if r.low(j) == "last" and r.kind(j + 1, "unit") is None:
            deixis, j = "last", j + 1
        elif r.low(j) == "next" and r.kind(j + 1, "unit") is None:
            deixis, j = "next", j + 1
    if deixis in FROM_ANCHOR:
        return _text_weekday(j, number, deixis, c)
    if c.published is None:
        return None
    later = {"week": 7, "fortnight": 14}.get(r.low(j)) if deixis is None and not r.low(j + 1).endswith("s") else None
    if later:
        return j + 1, one_day(
            first_after(c.published, number) + later * ONE_DAY, f"first {later // 7} week after such day"
        )
    found, basis = weekday_from(c.published, number, deixis, c.tense)
    return j, one_day(found, basis, is_fixed=deixis is not None)


def first_after(day: date, number: int) -> date:
    """Return the first such weekday strictly after a day."""
    return day + timedelta(days=(number - day.weekday() - 1) % 7 + 1)


def last_before(day: date, number: int) -> date:
    """Return the latest such weekday strictly before a day."""
    return day - timedelta(days=(day.weekday() - number - 1) % 7 + 1)


def weekday_from(today: date, number: int, deixis: str | None, tense: Tense | None) -> tuple[date, str]:
    """Return the weekday meant and how it was chosen: bare names by tense, "this" and "next" by calendar weeks."""
    if deixis in {"last", "past"}:
        return last_before(today, number), "latest such weekday before publication"
    if deixis == "coming" or (deixis is None and tense is Tense.FUTURE):
        return first_after(today, number), "first such weekday after publication"
    if deixis in {"this", "next"}:
        monday = week_of(today)[0] + timedelta(days=7 if deixis == "next" else 0)
        return monday + timedelta(days=number), f"weekday of {'the next' if deixis == 'next' else 'this'} calendar week"
    return last_before(today + ONE_DAY, number), "latest such weekday up to publication"


def _text_weekday(end: int, number: int, deixis: str, c: Clock) -> Hit | None:
    anchor = c.anchor
    if anchor is None or anchor.start is None or anchor.end is None:
        found = unanchored(c, is_later=deixis == "following")
        return (end, found) if found else None
    if deixis == "following":
        day = first_after(anchor.end, number)
    elif deixis == "previous":
        day = last_before(anchor.start, number)
    else:
        day = week_of(anchor.start)[0] + timedelta(days=number)
    return end, one_day(day, f"weekday counted from {anchor.start.isoformat()} in the text")


def weekday_beside(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the Saturday before Christmas" and "the Friday after the vote"."""
    j = r.skip(i, "the")
    name, link = r.kind(j, "weekday"), r.low(j + 1)
    if name is None or j == i or link not in {"before", "after"}:
        return None
    hit = r.moment(j + 2, c) or (c.occasion(r, j + 2) if c.occasion else None)
    days = hit[1].days if hit else None
    if hit is None or days is None:
        return None
    day = last_before(days[0], int(name)) if link == "before" else first_after(days[1], int(name))
    return hit[0], one_day(day, f"such weekday {link} {hit[1].basis}")


def weekday_of_week(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "Tuesday of last week", "Friday this week" and "last week on Tuesday"."""
    j = r.skip(i, "the")
    name = r.kind(j, "weekday")
    if name:
        hit = calendar_unit(r, r.skip(j + 1, "of", "in"), c)
        if hit is None or hit[1].unit != "week":
            return None
        week, end = hit[1], hit[0]
    else:
        hit = calendar_unit(r, i, c)
        if hit is None or hit[1].unit != "week":
            return None
        week, k = hit[1], r.skip(hit[0], "on", ",")
        name, end = r.kind(k, "weekday"), k + 1
    if name is None or week.start is None:
        return None
    return end, one_day(week.start + timedelta(days=int(name)), f"weekday of {week.basis}")


def weekend(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "the weekend" by tense: the latest begun, or the first not ended."""
    j = r.skip(i, "the")
    if r.low(j) != "weekend" or c.published is None:
        return None
    spans = [unit_near("weekend", c.published, step) for step in (-1, 0, 1)]
    span = choose(spans, c)
    return (j + 1, period("weekend", *span, "weekend by tense")._replace(is_fixed=False)) if span else None


RULES = (
    Rule("unit", Level.POINT, calendar_unit, ("the", "this", "that", "deixis"), behind_the=("deixis",)),
    Rule("unit", Level.POINT, unit_before_last, ("the", "unit"), behind_the=("unit",)),
    Rule(
        "day",
        Level.POINT,
        day_word,
        ("the", "day", "dayword", "earlier", "later", "late", "early"),
        behind_the=("day",),
    ),
    Rule("day", Level.POINT, this_time, ("this",)),
    Rule("weekday", Level.POINT, weekdays_ago, ("int", "number", "a", "couple")),
    Rule("day", Level.POINT, night, ("overnight", "the", "that", "this", "deixis"), behind_the=("deixis",)),
    Rule("anaphora", Level.POINT, text_day, ("the", "that", "deixis"), behind_the=("deixis",)),
    Rule(
        "weekday",
        Level.POINT,
        weekday,
        ("the", "this", "that", "deixis", "weekday", "weekday_short"),
        behind_the=("deixis", "weekday", "weekday_short"),
    ),
    Rule("weekday", Level.SHIFT, weekday_beside, ("the",), behind_the=("weekday",)),
    Rule(
        "weekday", Level.POINT, weekday_of_week, ("the", "weekday", "this", "deixis"), behind_the=("weekday", "deixis")
    ),
    Rule("unit", Level.POINT, weekend, ("the", "weekend"), behind_the=("weekend",)),
)
