"""Dates as head lines of news texts write them.

A day is only given where the words leave no doubt: "04/05/2020" may be April or May and gives none, with the reason.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from dragoman.read.source import shown

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
"""Days outside these years are no publication days of news: they come from broken clocks and empty fields."""

AMBIGUOUS: Final = "is ambiguous (day or month first)"

MONTHS: Final = (
    "january february march april may june july august september october november december".split(),  # noqa: SIM905 (words)
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık".split(),  # noqa: SIM905 (words)
)
_MONTH: Final = (
    "jan(?:uary|\\.)?|feb(?:ruary|\\.)?|mar(?:ch|\\.)?|apr(?:il|\\.)?|may|june?\\.?|july?\\.?|aug(?:ust|\\.)?"
    "|sept?(?:ember|\\.)?|oct(?:ober|\\.)?|nov(?:ember|\\.)?|dec(?:ember|\\.)?|" + "|".join(MONTHS[1])
)
_WEEKDAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_ZONE: Final = r"(?-i:(?:GMT|UTC)?[+-](?:0?\d|1[0-4])(?::?[0-5]\d)?\b|Z\b|[A-Z]{2,5}\b)(?:\s*\([A-Za-z ]{1,30}\))?"
_CLOCK: Final = r"(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:[:.][0-5]\d(?:[.,]\d+)?)?(?!\d)(?:\s*[ap]\.?m\b\.?)?"
_TIME: Final = rf"(?:{_CLOCK}|(?:0?[1-9]|1[0-2])\s*[ap]\.?m\b\.?)(?:\s*(?:{_ZONE}|hrs?\b|local time))?"

DAY: Final = re.compile(
    r"(?<![\w-])(?<!\d\.)(?:"
    r"(?P<y1>\d{4})(?P<sep1>[-/.])(?P<m1>\d{1,2})(?P=sep1)(?P<d1>\d{1,2})(?=T\d|\b)"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<m2>{_MONTH}),?[\s-]+(?P<y2>\d{{4}})"
    rf"|(?P<m3>{_MONTH})\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y3>\d{{4}})"
    r"|(?P<a4>\d{1,2})(?P<sep4>[-/.])(?P<b4>\d{1,2})(?P=sep4)(?P<y4>\d{4})"
    r")(?!\.?\d)",
    re.ASCII | re.IGNORECASE,
)
BEFORE: Final = re.compile(
    rf"(?:(?:{_TIME})(?:\s+on)?[\s,|]+)?(?:{_WEEKDAY}\s*,?\s+(?:the\s+)?)?$", re.ASCII | re.IGNORECASE
)
AFTER: Final = re.compile(
    rf"(?:\s*\(?(?:{_WEEKDAY})\)?(?!\w))?(?:(?:T|[\s,|–—-]*(?:at\s+|@\s*)?)(?:{_TIME}))?", re.ASCII | re.IGNORECASE
)
TIME_ONLY: Final = re.compile(rf"(?:{_TIME})", re.ASCII | re.IGNORECASE)
MAX_DATE_CHARS: Final = 100
REACH: Final = 60
"""Code points on either side of a date in which its weekday and time are looked for."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date expression.

    Attributes:
        start: First code point, weekday and time of day included.
        end: One past the last code point.
        day: The day, or None if the words give none for certain.
        problem: Why there is no day; empty if there is one.
        is_ambiguous: Whether the words name a day, but day and month could change places.
    """

    start: int
    end: int
    day: date | None
    problem: str = ""
    is_ambiguous: bool = False


def find_date(line: str) -> FoundDate | None:
    """Return the first whole date (day, month and year) of a line, or None."""
    match = DAY.search(line)
    if match is None:
        return None
    before = BEFORE.search(line[max(0, match.start() - REACH) : match.start()])
    after = AFTER.match(line[match.end() : match.end() + REACH])
    day, problem = _day(match)
    return FoundDate(
        start=match.start() - (len(before[0]) if before else 0),
        end=match.end() + (len(after[0]) if after else 0),
        day=day,
        problem=problem,
        is_ambiguous=AMBIGUOUS in problem,
    )


def parse_published(value: str) -> FoundDate:
    """Return the day that a field names as a whole; `problem` says why there is none.

    ISO 8601 with or without time and zone (the day is the one written), the same without hyphens, and all forms
    that head lines have.
    """
    words = value.strip()
    if len(words) > MAX_DATE_CHARS:
        return FoundDate(0, len(value), None, f"{shown(value)!r} is no date, expected YYYY-MM-DD")
    if re.fullmatch(r"[0-9]{8}", words):
        words = f"{words[:4]}-{words[4:6]}-{words[6:]}"
    found = find_date(words)
    if found is None or found.start != 0 or found.end != len(words):
        return FoundDate(0, len(value), None, f"{shown(value)!r} is no date, expected YYYY-MM-DD")
    return found


def is_time(line: str) -> bool:
    """Tell whether a line holds a time of day and nothing else."""
    return TIME_ONLY.fullmatch(line.strip()) is not None


def _day(match: re.Match[str]) -> tuple[date | None, str]:
    got = match.groupdict()
    words = match[0]
    if got["y1"]:
        return _checked(int(got["y1"]), int(got["m1"]), int(got["d1"]), words)
    if got["m2"]:
        return _checked(int(got["y2"]), _month(got["m2"]), int(got["d2"]), words)
    if got["m3"]:
        return _checked(int(got["y3"]), _month(got["m3"]), int(got["d3"]), words)
    first, second, year = int(got["a4"]), int(got["b4"]), int(got["y4"])
    if got["sep4"] == "." or first > 12 or first == second:
        return _checked(year, second, first, words)
    if second > 12:
        return _checked(year, first, second, words)
    return None, f"date {words!r} {AMBIGUOUS}, expected YYYY-MM-DD"


def _month(word: str) -> int:
    folded = word.casefold().rstrip(".")
    for names in MONTHS:
        for number, name in enumerate(names, start=1):
            if name == folded or (names is MONTHS[0] and name.startswith(folded[:3])):
                return number
    raise AssertionError(word)  # the pattern admits only names of the table


def _checked(year: int, month: int, day: int, words: str) -> tuple[date | None, str]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None, f"date {words!r} lies outside {FIRST_YEAR} to {LAST_YEAR}"
    try:
        return date(year, month, day), ""
    except ValueError:
        return None, f"date {words!r} is no day of the calendar"
