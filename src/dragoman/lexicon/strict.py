"""Where the PLOVER of the published event coders parts from the annotation guideline: data/plover/strict.tsv."""

from dataclasses import dataclass
from functools import cache

from dragoman.errors import LexiconError
from dragoman.lexicon.files import data_file, read_rows
from dragoman.model import EventType, Status

NONE = "-"
"""In the table: no event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrictRow:
    """One departure.

    Attributes:
        types: Types by the guideline that it holds for; empty for all.
        statuses: Statuses that it holds for; empty for all.
        words: Lemmas of which the act or its complements must have one; empty for any.
        is_mutual: Whether the recipient must do the act, too.
        strict: The type; None where PLOVER has no event.
    """

    types: frozenset[EventType]
    statuses: frozenset[Status]
    words: frozenset[str]
    is_mutual: bool
    strict: EventType | None


@cache
def load_strict() -> tuple[StrictRow, ...]:
    """Return the rows in the order of the table: the first that holds decides.

    Raises:
        LexiconError: If a row names a type or status that does not exist.
    """
    try:
        return tuple(_row(row) for row in read_rows(data_file("plover/strict.tsv")))
    except ValueError as error:
        raise LexiconError(f"strict.tsv: {error}") from error


def _row(row: dict[str, str]) -> StrictRow:
    return StrictRow(
        types=frozenset(EventType(name) for name in row["types"].split()),
        statuses=frozenset(Status(name) for name in row["statuses"].split()),
        words=frozenset(row["words"].split()),
        is_mutual=row["mutual"] == "yes",
        strict=None if row["strict"] == NONE else EventType(row["strict"]),
    )
