"""How good the coder was on annotated articles, for the page about a ledger."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.errors import LexiconError
from dragoman.lexicon.files import read_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One figure.

    Attributes:
        figure: What it measures.
        is_low_better: Whether less is better.
        value: 0 to 1.
        person: The same of a second annotator, or None.
    """

    figure: str
    is_low_better: bool
    value: float
    person: float | None


@cache
def load_accuracy() -> tuple[Measured, ...]:
    """Return the figures in the order of accuracy.tsv; raises LexiconError if a row has no figure."""
    found = []
    for row in read_rows(files("dragoman") / "desk" / "accuracy.tsv"):
        try:
            value, person = float(row["value"]), float(row["person"]) if row["person"] else None
        except ValueError as err:
            raise LexiconError(f"accuracy.tsv: {row['figure']!r}: {err}") from err
        low = row["direction"] == "low"
        found.append(Measured(figure=row["figure"], is_low_better=low, value=value, person=person))
    return tuple(found)
