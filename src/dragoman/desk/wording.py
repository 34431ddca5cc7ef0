"""How the pages put kinds, stances, days and numbers into words."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Final

from dragoman.explore.words import one_line

KIND_WORDS: Final[Mapping[str, str]] = {
    "named": "named source",
    "anonymous": "unnamed source",
    "outlet": "the outlet itself",
    "document": "document",
    "hearsay": "hearsay",
}
STANCE_WORDS: Final[Mapping[str, str]] = {
    "support": "backs",
    "oppose": "opposes",
    "mixed": "is of two minds on",
    "neutral": "no longer presses",
}
KEPT: Final = frozenset("\n\t\r\u200c\u200d")
HIDDEN: Final = frozenset({"Cc", "Cf", "Cs"})
"""Categories of characters that change how their neighbours are shown and show nothing themselves; the joiners that
are kept belong to the spelling of some languages."""


def long_day(value: date | None) -> str:
    """Return a day for reading ("8 April 2026"); "" for none."""
    return "" if value is None else f"{value.day} {value:%B %Y}"


def short_day(value: date | None) -> str:
    """Return a day for a table ("8 Apr 2026"); "" for none."""
    return "" if value is None else f"{value.day} {value:%b %Y}"


def days(start: date | None, end: date | None) -> str:
    """Return an interval for reading ("24 Mar 2026", "13–19 Apr 2026", "until 31 May 2026")."""
    if start is None or end is None:
        return f"until {short_day(end)}" if end else f"from {short_day(start)}" if start else ""
    if start == end:
        return short_day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{short_day(end)}"
    first = f"{start.day} {start:%b}" if start.year == end.year else short_day(start)
    return f"{first} – {short_day(end)}"


def visible(text: str) -> str:
    """Return a text with its line breaks, in which control and bidirectional characters show as U+FFFD."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if c not in KEPT and unicodedata.category(c) in HIDDEN else c for c in text)


def finalize(value: object) -> object:
    """Return what a template prints: texts made `visible`, all else as it is."""
    return visible(value) if type(value) is str else value


def percent(value: float | None) -> str:
    """Return a share of 0 to 1 in percent; "" for none."""
    return "" if value is None else f"{value:.0%}"


def many(n: int, one: str, several: str | None = None) -> str:
    """Return a number with its noun ("1 article", "3 articles")."""
    return f"{n:,} {one if n == 1 else several or one + 's'}"


def markdown(text: str) -> str:
    """Return a text for Markdown in which nothing is markup."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", one_line(text))
