"""The place and date before the first sentence of a dispatch: "SEOUL, April 17 -", "MOSCOW (Reuters) -"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dragoman.lexicon.outlets import load_name_words
from dragoman.model import Span
from dragoman.read.dates import find_date
from dragoman.read.names import known_outlet

REACH: Final = 130
"""Code points in which a dateline must end; the longest seen (two towns, date, agency) has 70."""

MAX_PLACE_WORDS: Final = 7
MONTH_DAY: Final = re.compile(
    r"(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)day,?\s+)?"
    r"(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d{1,2}|\d{1,2}\s+"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?)(?:st|nd|rd|th)?(?!\w)",
    re.IGNORECASE | re.ASCII,
)
DASH: Final = re.compile(r"\s+[-–—]{1,2}\s+|\s*(?:—|--)\s*|(?<=[)/])\s*[-–]\s*")
COLON: Final = re.compile(r":\s+")
SLASHED: Final = re.compile(r"^(?P<place>[^/]{2,60}?)[.,]?\s*/(?P<agency>[A-Za-z-]{2,20})/[.,]?\s*(?:[-–—]{1,2}\s*)?")
BRACKET: Final = re.compile(r"[(\[](?P<agency>[^()\[\]]{2,40})[)\]]")
CAPITALS_COLON: Final = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ .'-]{1,30}:\s", re.MULTILINE)
PLACE: Final = re.compile(r"[^\W\d_][\w'’.-]*(?:(?:\s*[,/]\s*|\s+)[^\W\d_][\w'’.-]*)*")
AGENCY: Final = re.compile(r"[A-Z][A-Za-z-]{1,11}|[A-Z][\w -]{1,30}(?:Agency|News|Press|Online|Service|Wire|Bureau)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """A dateline that was found.

    Attributes:
        span: From the place to the dash.
        credit: Agencies named in it.
        published: The day, where it is written with its year.
    """

    span: Span
    credit: tuple[str, ...]
    published: date | None


def find_dateline(text: str, spans: Sequence[Span]) -> Dateline | None:
    """Return the dateline at the start of the first span of the body, or None.

    A place in capitals before a dash is one ("TALLINN - Estonia ..."); in small letters it must have a date or an
    agency with it ("Doha, 4 May (QNA) - ..."). A colon does for a dash after towns that are written so and after
    an agency, unless several lines begin in that way, as in a transcript. A sentence must follow, on the same line
    or the next.
    """
    if not spans:
        return None
    first = spans[0]
    words = text[first.start : min(first.end, first.start + REACH)]
    line = words.splitlines()[0]
    found = _slashed(line, first.start) or _dashed(line, first.start, text)
    is_line = len(spans) > 1 and first.end - first.start == len(line)
    return found or (line_dateline(line, first.start) if is_line else None)


def opens_dispatch(line: str) -> bool:
    """Tell whether a line begins with a dateline."""
    words = line[:REACH]
    return (_slashed(words, 0) or _dashed(words, 0, words)) is not None


def _slashed(line: str, offset: int) -> Dateline | None:
    """Return the dateline of the form "MOSCOW, November 25. /TASS/. The talks ..."."""
    match = SLASHED.match(line)
    if match is None or match.end() == len(line):
        return None
    return _checked(f"{match['place']} ({match['agency']})", Span(offset, offset + len(line[: match.end()].rstrip())))


def _dashed(line: str, offset: int, text: str) -> Dateline | None:
    for mark in (DASH, COLON):
        match = mark.search(line)
        if match is None or match.start() == 0 or not _starts_sentence(line[match.end() :]):
            continue
        if mark is COLON and len(CAPITALS_COLON.findall(text[offset : offset + 20_000])) > 1:
            continue
        span = Span(offset, offset + len(line[: match.end()].rstrip()))
        words = line[: match.start()]
        if mark is COLON and words.casefold() not in load_name_words().colon_place and not BRACKET.search(words):
            continue
        if found := _checked(words, span, needs_capitals=mark is COLON):
            return found
    return None


def line_dateline(line: str, offset: int) -> Dateline | None:
    """Return the dateline that a whole line is: a place in capitals with a date or agency; or None."""
    if not (MONTH_DAY.search(line) or BRACKET.search(line)):
        return None
    return _checked(line, Span(offset, offset + len(line)), needs_capitals=True)


def _starts_sentence(rest: str) -> bool:
    return bool(rest) and (rest[0].isupper() or rest[0].isdigit() or rest[0] in "\"'“‘«(")


def _checked(words: str, span: Span, *, needs_capitals: bool = False) -> Dateline | None:
    """Return the dateline that the words before the dash make, or None if they are something else."""
    agencies: tuple[str, ...] = ()
    if bracket := BRACKET.search(words):
        agencies = _agencies(bracket["agency"])
        if not agencies:
            return None
        words = words[: bracket.start()] + words[bracket.end() :]
    published = None
    dated = False
    if day := find_date(words):
        published, dated = day.day, True
        words = words[: day.start] + words[day.end :]
    elif month_day := MONTH_DAY.search(words):
        dated = True
        words = words[: month_day.start()] + words[month_day.end() :]
    place = words.strip(" ,.;")
    parts = [p.strip() for p in place.split(",")]
    if len(parts) > 1 and (known := known_outlet(parts[-1])):
        agencies, place = (*agencies, known), ", ".join(parts[:-1])
    if not place:
        return Dateline(span=span, credit=agencies, published=published) if agencies else None
    is_safe = (dated or bool(agencies)) and not needs_capitals
    return Dateline(span=span, credit=agencies, published=published) if _is_place(place, is_safe) else None


def _agencies(words: str) -> tuple[str, ...]:
    """Return the agencies in a dateline's bracket, known ones in the table's spelling; () if it holds none."""
    names = []
    for part in re.split(r"\s*[,/]\s*|\s+and\s+", words.strip()):
        known = known_outlet(part)
        if known is None and not AGENCY.fullmatch(part):
            return ()
        names.append(known or part)
    return tuple(names)


def _is_place(words: str, is_safe: bool) -> bool:  # noqa: FBT001 (one caller)
    """Tell whether the words can be a place: capitals, or capitalised words where date or agency vouch for them."""
    parts = words.split()
    if len(parts) > MAX_PLACE_WORDS or not PLACE.fullmatch(words):
        return False
    if words.casefold() in load_name_words().not_place or known_outlet(words):
        return False
    if parts[0].casefold() in load_name_words().not_place and parts[0].casefold() != "un":
        return False
    first = re.split(r"[,/]", words)[0]
    if sum(map(str.isalpha, first)) >= 3 and first.upper() == first:
        return True
    return is_safe and all(
        p[0].isupper() or p.casefold() in {"de", "la", "el", "al", "of", "and", "the"} for p in parts
    )
