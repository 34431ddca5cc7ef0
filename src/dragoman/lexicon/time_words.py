"""Words and calendars of news time (data/time): kinds of words, feasts, financial years, tense cues."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import TypeVar

from dragoman.errors import LexiconError
from dragoman.lexicon.files import data_file, read_rows

# One token of a time phrase. Order matters: the longer forms come first, but for words, with which none of them begins.
TOKEN = re.compile(
    r"""
    (?=\S)(?:
    (?P<word>[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)?\d*)
  | (?P<iso>\d{4}(?P<join>[-/.])\d{2}(?P=join)\d{2})(?![\d-])
  | (?P<numeric>\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)(?:\d{4}|\d{2}))(?![\d./-]*\d)
  | (?P<event>\d{1,2}/\d{1,2})(?![/\d])
  | (?P<decade>\d{3}0['’]?s|['’‘]?\d0['’]?s)\b
  | (?P<nth>\d{1,3}(?:st|nd|rd|th))\b
  | (?P<time>\d{1,2}[:.]\d{2}(?=\s?(?:[ap]\.?m|hrs?|GMT|UTC))|\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}(?=\s?[ap]\.?m\b)
           |\d{4}(?=\s?(?:hrs?|hours|GMT|UTC)\b))
  | (?P<amount>[$€£¥]\s?\d[\d,.]*\d|[$€£¥]\d|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+\s?%)
  | (?P<short_year>['’‘]\d{2})\b
  | (?P<int>\d+)
  | (?P<possessive>['’`]s\b|['’](?=\s|$))
  | (?P<dash>[-–—]+)
  | (?P<mark_>[^\w\s])
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """A phrase with its distance from the publication date.

    Attributes:
        start: Signed number and unit ("d", "m", "y") of the first day.
        end: The same for the last day; None for an open end.
        precision: "day" or "vague".
    """

    start: tuple[int, str]
    end: tuple[int, str] | None
    precision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feast:
    """A named day.

    Attributes:
        kind: "fixed", "easter", "orthodox", "nth" or "table".
        numbers: fixed: month, day; easter and orthodox: days from Easter; nth: weekday, ordinal, month.
        days: Length in days; for tables the table says it.
        table: First days and lengths by year, for kind "table".
    """

    kind: str
    numbers: tuple[int, ...]
    days: int
    table: Mapping[int, tuple[tuple[date, int], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalYear:
    """A state's financial year: first day, whether named for the year it ends in, and words that call it up."""

    state: str
    month: int
    day: int
    is_named_for_end: bool
    words: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Era:
    """A named stretch of history."""

    start: date
    end: date
    precision: str


T = TypeVar("T")


class Phrases(dict[tuple[str, ...], T]):
    """Phrases, as words, with what they mean."""

    @cached_property
    def beginnings(self) -> frozenset[tuple[str, ...]]:
        """The words with which a phrase begins that goes on."""
        return frozenset(phrase[:n] for phrase in self for n in range(1, len(phrase)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWords:
    """All tables of data/time.

    Attributes:
        kinds: For each word its kinds with their values ("second": {"ordinal": "2"}).
        vague: Phrases (as words) with their distance from publication.
        feasts: Named days by their words.
        eras: Named stretches of history by their words.
        names: Phrases that date nothing.
        fiscal: Financial years, by state.
        tense: For each cue word its tenses.
    """

    kinds: Mapping[str, Mapping[str, str]]
    vague: Phrases[Offset]
    feasts: Phrases[Feast]
    eras: Phrases[Era]
    names: Phrases[None]
    fiscal: Mapping[str, FiscalYear]
    tense: Mapping[str, frozenset[str]]


@cache
def load_time_words() -> TimeWords:
    """Return the packaged tables.

    Raises:
        LexiconError: If a rule, an offset or a day cannot be read; names file and row.
    """
    kinds: dict[str, dict[str, str]] = {}
    for row in read_rows(data_file("time/words.tsv")):
        kinds.setdefault(row["word"], {})[row["kind"]] = row["value"]
    tense: dict[str, set[str]] = {}
    for row in read_rows(data_file("time/tense.tsv")):
        tense.setdefault(row["word"], set()).add(row["tense"])
    return TimeWords(
        kinds=kinds,
        vague=Phrases({split_words(row["phrase"]): _offset(row) for row in read_rows(data_file("time/vague.tsv"))}),
        feasts=_feasts(),
        eras=Phrases(
            {
                split_words(row["name"]): Era(
                    start=_day(row["first"], "eras.tsv"), end=_day(row["last"], "eras.tsv"), precision=row["precision"]
                )
                for row in read_rows(data_file("time/eras.tsv"))
            }
        ),
        names=Phrases({split_words(row["phrase"]): None for row in read_rows(data_file("time/names.tsv"))}),
        fiscal={row["state"]: _fiscal(row) for row in read_rows(data_file("time/fiscal.tsv"))},
        tense={word: frozenset(tenses) for word, tenses in tense.items()},
    )


def split_words(phrase: str) -> tuple[str, ...]:
    """Return the phrase as keys of the tables: lower-case tokens, hyphens among them, each without a final s."""
    return tuple(key_word(match.group()) for match in TOKEN.finditer(phrase.lower()))


def key_word(low: str) -> str:
    """Return a lower-case word without a final s, so that "New Years Eve" and "New Year's Eve" are looked up alike."""
    return low[:-1] if len(low) > 3 and low[-1] == "s" else low


def _offset(row: Mapping[str, str]) -> Offset:
    start = _distance(row["from"])
    if start is None:
        raise LexiconError(f"vague.tsv: {row['phrase']!r}: expected a distance in column from")
    return Offset(start=start, end=_distance(row["to"]), precision=row["precision"])


def _distance(cell: str) -> tuple[int, str] | None:
    if not cell:
        return None
    if cell == "0":
        return 0, "d"
    match = re.fullmatch(r"([+-]\d+)([dmy])", cell)
    if not match:
        raise LexiconError(f"vague.tsv: distance {cell!r}: expected 0 or a sign, a number and d, m or y")
    return int(match[1]), match[2]


def _feasts() -> Phrases[Feast]:
    tables: dict[str, dict[int, list[tuple[date, int]]]] = {}
    for row in read_rows(data_file("time/movable.tsv")):
        first = _day(row["first"], "movable.tsv")
        tables.setdefault(row["feast"], {}).setdefault(first.year, []).append((first, int(row["days"])))
    return Phrases({split_words(row["name"]): _feast(row, tables) for row in read_rows(data_file("time/holidays.tsv"))})


def _feast(row: Mapping[str, str], tables: Mapping[str, Mapping[int, list[tuple[date, int]]]]) -> Feast:
    rule, days = row["rule"], int(row["days"] or "1")
    if match := re.fullmatch(r"(\d\d)-(\d\d)", rule):
        return Feast(kind="fixed", numbers=(int(match[1]), int(match[2])), days=days, table={})
    if match := re.fullmatch(r"(easter|orthodox)([+-]\d+)", rule):
        return Feast(kind=match[1], numbers=(int(match[2]),), days=days, table={})
    if match := re.fullmatch(r"nth (mon|tue|wed|thu|fri|sat|sun)-(-?\d)-(\d\d)", rule):
        weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(match[1])
        return Feast(kind="nth", numbers=(weekday, int(match[2]), int(match[3])), days=days, table={})
    name = rule.removeprefix("table ")
    if name not in tables:
        raise LexiconError(f"holidays.tsv: {row['name']!r}: rule {rule!r} not understood")
    table = {year: tuple(sorted(rows)) for year, rows in tables[name].items()}
    return Feast(kind="table", numbers=(), days=days, table=table)


def _fiscal(row: Mapping[str, str]) -> FiscalYear:
    month, _, day = row["starts"].partition("-")
    if row["named"] not in {"start", "end"}:
        raise LexiconError(f"fiscal.tsv: {row['state']}: named {row['named']!r}: expected start or end")
    return FiscalYear(
        state=row["state"],
        month=int(month),
        day=int(day),
        is_named_for_end=row["named"] == "end",
        words=frozenset(row["words"].split("|")),
    )


def _day(cell: str, file: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError as err:
        raise LexiconError(f"{file}: {cell!r}: expected a day as YYYY-MM-DD") from err
