"""Where the PLOVER of the published event coders parts from the guideline: data/plover/phrases.tsv and strict.tsv."""

from dataclasses import dataclass
from functools import cache

from dragoman.errors import LexiconError
from dragoman.lexicon.files import data_file, read_rows
from dragoman.model import EventType, Status

NONE = "-"
"""In strict.tsv: no event."""
SAME = "="
"""In phrases.tsv: the coder's own type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseRow:
    """One act that the codebook names by verb and object.

    Attributes:
        types: Types by the guideline that it holds for; empty for all.
        acts: Lemmas of which the act, or the verb whose object it is, must have one; empty for any.
        words: Lemmas of which the act, its parties or complements must have one; empty for any.
        type: The type; None where the type by the guideline stays.
        yes: A sentence with an act for which the row decides.
        no: A sentence in which it decides for none.
    """

    types: frozenset[EventType]
    acts: frozenset[str]
    words: frozenset[str]
    type: EventType | None
    yes: str
    no: str

    @property
    def tells(self) -> bool:
        """Tell whether the row names the act by itself, whatever the network takes it for."""
        return not self.types and self.type is not None


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


@cache
def load_phrases() -> tuple[PhraseRow, ...]:
    """Return the rows in the order of the table: the first that holds decides.

    Raises:
        LexiconError: If a row names a type that does not exist, or holds for any act.
    """
    try:
        return tuple(_phrase(row) for row in read_rows(data_file("plover/phrases.tsv")))
    except ValueError as error:
        raise LexiconError(f"phrases.tsv: {error}") from error


def _phrase(row: dict[str, str]) -> PhraseRow:
    if not row["acts"] and not row["words"]:
        raise ValueError(f"the row of {row['yes']!r} names no act and no word")
    return PhraseRow(
        types=frozenset(EventType(name) for name in row["types"].split()),
        acts=frozenset(row["acts"].split()),
        words=frozenset(row["words"].split()),
        type=None if row["type"] == SAME else EventType(row["type"]),
        yes=row["yes"],
        no=row["no"],
    )
