"""Open ends: "since 2014", "until Friday", "by the end of June", "before 2010", "after May", "from 1879"."""

from dragoman.model import Precision
from dragoman.resolve.time_calendar import Period
from dragoman.resolve.time_deictic import ONE_DAY
from dragoman.resolve.time_durations import span
from dragoman.resolve.time_reader import Reader
from dragoman.resolve.time_rules import Clock, Hit, Level, Rule, Tense


def since(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "since 2014", "ever since last October", "since then": from its first day to publication."""
    j = r.after(i, "ever", "since") if r.low(i) == "ever" else i + 1
    if j < 0:
        return None
    j = r.skip(j, "at", "about", "around", "the") if r.low(j) != "the" else j
    hit = _then(r, j, c) or r.moment(j, c.facing(Tense.PAST)) or (c.occasion(r, j) if c.occasion else None)
    if hit is None:
        return None
    found = span(hit[1].start, c.published, _edge(hit[1], is_end=False), f"since {hit[1].basis}, up to publication")
    return (hit[0], found) if found else None


def _then(r: Reader, i: int, c: Clock) -> Hit | None:
    return (i + 1, c.anchor) if r.low(i) == "then" and c.anchor else None


def _edge(base: Period, *, is_end: bool) -> Precision:
    """Return the precision of a bound: "the end of June" as a bound is a day, like every part that names an edge."""
    if is_end and base.rule in {"part_of", "end_of_unit"} and base.basis.startswith("last"):
        return Precision.DAY
    return base.precision


def until(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "until the end of June", "up to 2020": from publication, or from an open start if it is past.

    It looks ahead even in a past sentence ("flights were suspended until Monday"), unless the verb is one that lasts
    ("they stayed until Monday"). "Through the 1990s" is the whole of what is past.
    """
    word = r.low(i)
    if word == "up" and r.low(i - 1) in {"-", "run"}:
        return None
    j = max(r.after(i, "up", "until"), r.after(i, "up", "to")) if word == "up" else i + 1
    if j < 0:
        return None
    j = r.skip_approx(max(j, r.after(j, "and", "including")))
    if word == "through" and (whole := r.moment(j, c)) and _is_over(whole[1], c):
        return whole
    has_lasted = c.tense is Tense.PAST and any("lasted" in r.words.tense.get(w, ()) for w in c.words)
    return _up_to(r, j, c, "until", Tense.PAST if has_lasted else c.tense if word == "through" else None)


def _is_over(period: Period, c: Clock) -> bool:
    return c.published is not None and period.end is not None and period.end < c.published


def by(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "by 15 May", "no later than Friday", "by the end of the year"."""
    j = i + 1
    if r.low(i) in {"no", "not"}:
        j = max(r.after(i + 1, "later", "than"), r.after(i + 1, "after"))
    if j < 0:
        return None
    return _up_to(r, r.skip_approx(j), c, "by", c.tense)


def _up_to(r: Reader, j: int, c: Clock, word: str, tense: Tense | None) -> Hit | None:
    hit = _then(r, j, c) or r.moment(j, c if tense is Tense.PAST else c.facing(Tense.FUTURE))
    hit = hit or (c.occasion(r, j) if c.occasion else None)
    if hit is None or hit[1].end is None:
        return None
    end, base = hit[0], hit[1]
    last = base.end
    k = r.after(end, "at", "the", "latest")
    is_ahead = c.published is not None and last is not None and last >= c.published and base.rule != "vague_word"
    start = c.published if is_ahead else None
    basis = f"{word} {base.basis}" + (", from publication" if is_ahead else ", start open")
    found = span(start, last, _edge(base, is_end=True), basis)
    return (max(end, k), found) if found else None


def before(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "before 2010", "ahead of Monday", "prior to May": open start. "Before the end of May" is by that end."""
    j = max(
        r.after(i, "prior", "to"), r.after(i, "ahead", "of"), r.after(i, "in", "advance", "of"), r.after(i, "before")
    )
    j = r.skip(i + 1, "-", "–") if r.low(i) == "pre" else j
    if j < 0:
        return None
    if r.low(r.skip(j, "the", "very")) in {"end", "close"}:
        return _up_to(r, j, c, "before", c.tense)
    hit = r.moment(j, c) or (c.occasion(r, j) if c.occasion else None)
    if hit is None or hit[1].start is None:
        return None
    found = span(None, hit[1].start - ONE_DAY, _edge(hit[1], is_end=False), f"before {hit[1].basis}, start open")
    return (hit[0], found) if found else None


def after(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "after 2014": open end."""
    j = r.skip(i + 1, "-", "–") if r.low(i) == "post" else i + 1
    hit = r.moment(j, c) or (c.occasion(r, j) if c.occasion else None)
    if hit is None or hit[1].end is None:
        return None
    found = span(hit[1].end + ONE_DAY, None, _edge(hit[1], is_end=True), f"after {hit[1].basis}, end open")
    return (hit[0], found) if found else None


def from_on(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "from 1879", "from Monday on", "as of 1 May", "starting in June", "not before July": open end."""
    if r.low(i) in {"no", "not"}:
        j = max(r.after(i + 1, "before"), r.after(i + 1, "earlier", "than"), r.after(i + 1, "sooner", "than"))
    elif r.low(i) == "as":
        j = max(r.after(i + 1, "of"), r.after(i + 1, "from"))
    else:
        j = r.skip(i + 1, "on", "in", "from", "at")
    hit = (r.moment(j, c) or (c.occasion(r, j) if c.occasion else None)) if j > 0 else None
    if hit is None or hit[1].start is None:
        return None
    end = r.skip(hit[0], "on", "onwards", "onward", "forward")
    if end > hit[0] and r.low(hit[0]) == "on" and end < len(r.tokens) and r.tokens[end].low.isalnum():
        end = hit[0]
    to_now = max(r.after(hit[0], *words) for words in TO_NOW)
    past = r.moment(j, c.facing(Tense.PAST)) if to_now > 0 else None
    if past:
        found = span(past[1].start, c.published, past[1].precision, f"from {past[1].basis} to publication")
        return (to_now, found) if found else None
    found = span(hit[1].start, None, hit[1].precision, f"from {hit[1].basis}, end open")
    return (end, found) if found else None


TO_NOW = (("to", "date"), ("to", "the", "present"), ("to", "this", "day"), ("until", "now"), ("till", "now"))


def as_early_as(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "as early as next week", "as recently as May": the period itself."""
    j = i + 3 if r.low(i + 1) in {"early", "late", "recently", "soon", "far"} and r.low(i + 2) == "as" else -1
    j = i + 4 if j < 0 and r.after(i, "as", "far", "back", "as") > 0 else j
    return r.moment(j, c) if j > 0 else None


def at_the_latest(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "Friday at the latest", "June at the earliest", "2015 onwards"."""
    hit = r.moment(i, c)
    if hit is None:
        return None
    end, base = hit
    if (k := r.after(end, "at", "the", "latest")) > 0:
        found = span(c.published, base.end, base.precision, f"at the latest {base.basis}")
    elif (k := r.after(end, "at", "the", "earliest")) > 0 or r.low(end) in {"onwards", "onward"}:
        found = span(base.start, None, base.precision, f"from {base.basis}, end open")
        k = max(k, end + 1)
    else:
        return None
    return (k, found) if found else None


RULES = (
    Rule("open", Level.WHOLE, since, ("since", "ever")),
    Rule("open", Level.WHOLE, until, ("until", "till", "up", "through")),
    Rule("open", Level.WHOLE, by, ("by", "no", "not")),
    Rule("open", Level.WHOLE, before, ("before", "prior", "ahead", "in", "pre")),
    Rule("open", Level.WHOLE, after, ("after", "post")),
    Rule("open", Level.WHOLE, from_on, ("from", "as", "starting", "beginning", "effective", "no", "not")),
    Rule("open", Level.WHOLE, as_early_as, ("as",)),
    Rule("open", Level.WHOLE, at_the_latest, ("weekday", "month", "the", "deixis", "int", "year", "part", "season")),
)
