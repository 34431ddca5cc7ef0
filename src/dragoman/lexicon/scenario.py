"""What speaks against the scenario models, and where a stance is put on their scale.

The files are data/scenario/*.tsv; both loaders check every row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from dragoman.errors import LexiconError
from dragoman.lexicon.files import data_file, read_rows
from dragoman.model import Stance

ANY_MODEL: Final = "all"
"""Stands in criticisms.tsv for every model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criticism:
    """One thing that speaks against trusting a result.

    Attributes:
        models: Names of the models that it concerns, or "all" alone.
        text: A sentence.
        source: Where it is shown: a publication or a command of this project.
    """

    models: tuple[str, ...]
    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceRange:
    """Where on the scale of 0 to 100 a stance is put; low <= mode <= high."""

    low: float
    mode: float
    high: float


@cache
def load_criticisms() -> tuple[Criticism, ...]:
    """Return the criticisms in the order of the file.

    Raises:
        LexiconError: If a row lacks models, text or source; names the row.
    """
    found = []
    for row in read_rows(data_file("scenario/criticisms.tsv")):
        if not (row["models"] and row["text"] and row["source"]):
            raise LexiconError(f"criticisms.tsv: {row['text'][:40]!r} lacks a cell, expected models, text and source")
        found.append(Criticism(models=tuple(row["models"].split(",")), text=row["text"], source=row["source"]))
    return tuple(found)


def criticisms_of(model: str) -> tuple[Criticism, ...]:
    """Return what speaks against one model, its own points first."""
    own = [one for one in load_criticisms() if model in one.models]
    return (*own, *(one for one in load_criticisms() if one.models == (ANY_MODEL,)))


@cache
def load_stance_ranges() -> Mapping[Stance, StanceRange]:
    """Return the range of each stance.

    Raises:
        LexiconError: If a stance is unknown or missing, or if its figures are not in order on 0 to 100.
    """
    found: dict[Stance, StanceRange] = {}
    for row in read_rows(data_file("scenario/stance_ranges.tsv")):
        where = f"stance_ranges.tsv: {row['stance']}"
        try:
            low, mode, high = (float(row[name]) for name in ("low", "mode", "high"))
            stance = Stance(row["stance"])
        except ValueError as err:
            raise LexiconError(f"{where}: {err}, expected a stance and three numbers") from err
        if not 0 <= low <= mode <= high <= 100:
            raise LexiconError(f"{where}: {low:g}, {mode:g}, {high:g}, expected 0 <= low <= mode <= high <= 100")
        found[stance] = StanceRange(low=low, mode=mode, high=high)
    missing = [stance.value for stance in Stance if stance not in found]
    if missing:
        raise LexiconError(f"stance_ranges.tsv: no row for {', '.join(missing)}")
    return found
