"""dragoman in Python: read a text, open a ledger, follow a relation.

`import dragoman` gives these names; nothing heavy is loaded before the first call.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.model import Record

if TYPE_CHECKING:
    import pyarrow as pa

    from dragoman.pipeline import Counts, Reader
    from dragoman.store.ledger import Ledger as StoredLedger
    from dragoman.track import RelationIndex

__all__ = ["Ledger", "open_ledger", "read"]


@cache
def _reader() -> "Reader":
    from dragoman.pipeline import load_reader

    return load_reader()


def read(text_or_path: str | Path, *, published: date | str | None = None, outlet: str | None = None) -> Record:
    """Return the record of one text or file.

    Args:
        text_or_path: A text, or a Path to a file (a str is always taken for the text itself).
        published: Day of publication, as a date or "2017-04-06"; overrides what the text says.
        outlet: Who published it; overrides what the text says.

    Raises:
        ReadError: If the file cannot be read as a document.
    """
    from dragoman.errors import ReadError
    from dragoman.pipeline import read_inputs
    from dragoman.read.text import read_text

    if isinstance(text_or_path, Path):
        for record, receipt in read_inputs([text_or_path], reader=_reader()):
            if record is None:
                raise ReadError(f"{receipt.source}: {receipt.detail}")
            return record
        raise ReadError(f"{text_or_path}: no document found")
    day = date.fromisoformat(published) if isinstance(published, str) else published
    return next(iter(_reader().records([read_text(text_or_path, published=day, outlet=outlet)])))


class Ledger:
    """A ledger on disk; get one by `dragoman.open_ledger`. Tables come as Arrow (`.to_pandas()` where installed)."""

    def __init__(self, stored: "StoredLedger") -> None:
        self._stored = stored

    @property
    def path(self) -> Path:
        """Return the ledger's folder."""
        return self._stored.path

    def add(self, inputs: Iterable[str | Path], *, started: str | None = None) -> "Counts":
        """Read inputs into the ledger and return the counts; what it holds already is not coded again.

        Args:
            inputs: Files or folders.
            started: When the run began, ISO 8601; by default now. Give it for runs that must be repeatable.
        """
        from dragoman.pipeline import add_inputs

        now = started or datetime.now(tz=UTC).isoformat(timespec="seconds")
        return add_inputs(inputs, self.path, started=now)

    def sql(self, query: str) -> "pa.Table":
        """Return the rows of one SELECT over the ledger's views."""
        return self._stored.view().sql(query)

    def records(self) -> Iterable[Record]:
        """Yield the records of all documents, by id."""
        return self._stored.view().records()

    def relation(self, a: str, b: str, *, freq: str = "week", directed: bool = False) -> "RelationIndex":
        """Return the relation of two actors over time, by their codes ("GBR", "RUS").

        The result has `.points`, `.shifts()`, `.explain(day)`, `.to_arrow()` and `.chart()`; it has no points where the
        ledger holds no happened or ongoing event between the two.
        """
        from dragoman.store.dyads import dyad_events
        from dragoman.track import relation_index

        table = dyad_events(self._stored.view())
        return relation_index(table, a.upper(), b.upper(), freq=freq, directed=directed)  # type: ignore[arg-type]


def open_ledger(path: str | Path) -> Ledger:
    """Return the ledger in a folder, made if it is not there; raises LedgerError if the folder is something else."""
    from dragoman.store import open_ledger as open_stored

    return Ledger(open_stored(path))
