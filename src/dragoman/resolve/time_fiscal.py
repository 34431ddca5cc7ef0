"""Quarters by name and financial years."""

from datetime import date

from dragoman.lexicon.time_words import FiscalYear
from dragoman.model import Precision
from dragoman.resolve.time_absolute import full_year, relative_year, year_at
from dragoman.resolve.time_calendar import Period, months_span, period
from dragoman.resolve.time_choose import Days, by_year
from dragoman.resolve.time_reader import Reader
from dragoman.resolve.time_rules import Clock, Hit, Level, Rule
from dragoman.resolve.time_tokens import EARLIEST_YEAR, LATEST_YEAR


def quarter_name(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "Q3 2016" and "H1 2016"."""
    name = r.kind(i, "quarter_name")
    if name is None:
        return None
    months, number = (3 if name[0] == "q" else 6), int(name[1])
    if not 1 <= number <= 12 // months:
        return None
    unit = "quarter" if months == 3 else "semester"

    def in_year(year: int) -> list[Days]:
        return [months_span(date(year, months * (number - 1) + 1, 1), months)]

    found = year_at(r, r.skip(i + 1, "of", "in", "/"), short=True) or relative_year(r, i + 1, c)
    if found:
        return found[1], period(unit, *in_year(found[0])[0], "calendar quarter or half")
    span = by_year(in_year, c)
    return (i + 1, period(unit, *span, "quarter or half; year by tense")._replace(is_fixed=False)) if span else None


def fiscal_year(r: Reader, i: int, c: Clock) -> Hit | None:
    """Read "fiscal year 2018", "FY2018", "the 2017/18 financial year" and "the current fiscal year"."""
    j = r.skip(i, "the")
    head = _fiscal_head(r, j)
    if digits := r.kind(j, "fy"):
        return _named_fiscal(r, j + 1, full_year(int(digits)), c)
    if head > 0:
        number = r.integer(head, EARLIEST_YEAR, LATEST_YEAR)
        short = r.kind(head, "short_year")
        named = number or (full_year(int(short[1:])) if short else None)
        return _named_fiscal(r, head + 1, named, c) if named else _relative_fiscal(r, i, c)
    number = r.integer(j, EARLIEST_YEAR, LATEST_YEAR)
    if number is not None:
        k = j + 1
        has_two = bool(r.kind(k, "dash") or r.low(k) == "/") and r.kind(k + 1, "int") is not None
        k = k + 2 if has_two else k
        end = _fiscal_head(r, k)
        if end < 0:
            return None
        law = fiscal_law(r, c, has_two_years=has_two)
        return end, fiscal_period(law, number if has_two or not law.is_named_for_end else number - 1)
    return _relative_fiscal(r, j, c)


def _fiscal_head(r: Reader, j: int) -> int:
    """Return the index after "fiscal year", "financial year", "budget year", "fiscal" or "FY", or -1."""
    if r.low(j) in {"fiscal", "financial", "budget", "budgetary"}:
        end = r.skip(j + 1, "year")
        return end if end > j + 1 or r.low(j) == "fiscal" else -1
    return j + 1 if r.low(j) == "fy" else -1


def _named_fiscal(r: Reader, j: int, year: int, c: Clock) -> Hit:
    has_two = bool(r.kind(j, "dash") or r.low(j) == "/") and r.kind(j + 1, "int") is not None
    law = fiscal_law(r, c, has_two_years=has_two)
    starts = year if has_two or not law.is_named_for_end else year - 1
    return j + 2 if has_two else j, fiscal_period(law, starts)


def _relative_fiscal(r: Reader, i: int, c: Clock) -> Hit | None:
    j = r.skip(i, "the")
    deixis = r.kind(j, "deixis")
    end = _fiscal_head(r, j + 1 if deixis else j)
    if end < 0 or c.published is None or r.low(end - 1) != "year":
        return None
    law = fiscal_law(r, c, has_two_years=False)
    today = c.published
    current = today.year if (today.month, today.day) >= (law.month, law.day) else today.year - 1
    steps = {"last": -1, "previous": -1, "past": -1, "next": 1, "following": 1, "coming": 1}.get(deixis or "", 0)
    return end, fiscal_period(law, current + steps)


def fiscal_law(r: Reader, c: Clock, *, has_two_years: bool) -> FiscalYear:
    """Return the financial year meant: of the state that the sentence names most, else the United States'.

    A year written "2017-18" of no named state is taken to begin in April, as in Britain and India.
    """

    def calls(law: FiscalYear) -> int:
        return sum(set(words.split()) <= c.words for words in law.words)

    best = max(r.words.fiscal.values(), key=lambda law: (calls(law), law.state == "USA"))
    return r.words.fiscal["IND"] if has_two_years and not calls(best) else best


def fiscal_period(law: FiscalYear, starts: int) -> Period:
    """Return the financial year that begins in the calendar year `starts`."""
    first, last = months_span(date(starts, law.month, law.day), 12)
    return Period(first, last, "year", Precision.YEAR, f"financial year of {law.state}")


RULES = (
    Rule("fiscal", Level.POINT, quarter_name, ("quarter_name",)),
    Rule(
        "fiscal",
        Level.POINT,
        fiscal_year,
        ("the", "fy", "fiscal", "financial", "budget", "budgetary", "deixis", "int"),
        behind_the=("fy", "fiscal", "financial", "budget", "budgetary", "deixis", "int", "the"),
    ),
)
