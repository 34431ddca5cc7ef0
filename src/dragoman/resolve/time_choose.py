"""Chooses among the like days of several years: "in May", "on 14 May", "at Christmas", "last summer"."""

from collections.abc import Callable, Iterable
from datetime import date

from dragoman.resolve.time_rules import Clock, Tense

# Years around publication that are looked at; 8 reaches the next 29 February from anywhere.
REACH_YEARS = 2
LEAP_REACH_YEARS = 8

Days = tuple[date, date]


def by_year(
    spans_of: Callable[[int], Iterable[Days]], clock: Clock, deixis: str | None = None, *, reach: int = REACH_YEARS
) -> Days | None:
    """Return one of the yearly periods, chosen by tense or by a word like "last"; None without a publication date.

    Args:
        spans_of: Gives the periods that begin in a year.
        clock: Publication date and tense.
        deixis: "last", "next" or "this"; None where only the tense tells.
        reach: Years looked at on both sides of publication.
    """
    today = clock.published
    if today is None:
        return None
    years = range(max(1, today.year - reach), min(9998, today.year + reach) + 1)
    return choose([span for year in years for span in spans_of(year)], clock, deixis)


def choose(spans: list[Days], clock: Clock, deixis: str | None = None) -> Days | None:
    """Return the period that the tense, or a word like "last", points to; None if there is none or no publication date.

    last: the latest that ended before publication; next: the first that begins after it; this: the one of the
    publication's year that holds it or is nearest. Past: the latest begun by publication; future: the first that has
    not ended; tense unknown: the nearest, the earlier of two.
    """
    today = clock.published
    if today is None or not spans:
        return None
    if deixis == "last":
        return max((s for s in spans if s[1] < today), default=None)
    if deixis == "next":
        return min((s for s in spans if s[0] > today), default=None)
    if deixis == "this":
        same_year = [s for s in spans if today.year in {s[0].year, s[1].year}]
        return min(same_year, key=lambda s: (_distance(s, today), s), default=None)
    if clock.tense is Tense.PAST:
        return max((s for s in spans if s[0] <= today), default=None)
    if clock.tense is Tense.FUTURE:
        return min((s for s in spans if s[1] >= today), default=None)
    return min(spans, key=lambda s: (_distance(s, today), s))


def _distance(span: Days, today: date) -> int:
    if span[0] <= today <= span[1]:
        return 0
    return (today - span[1]).days if span[1] < today else (span[0] - today).days
