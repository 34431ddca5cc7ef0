"""Keeps the events of other data sets in a ledger: composes `exchange` and `store`."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import file_digest
from itertools import chain
from pathlib import Path
from typing import Final

import pyarrow as pa

from dragoman.errors import ReadError
from dragoman.exchange import read_events
from dragoman.exchange.table import BadLine, Chunk
from dragoman.manifest import coder_version
from dragoman.store import open_ledger
from dragoman.store.imports import ImportFile, ImportWriter

IMPORT_ROWS: Final = 100_000
"""Imported events a commit; larger ones take more memory and hardly less time (100,000 to 250,000 tried)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What the import of one file did.

    Attributes:
        file: The file.
        n_new: Events kept.
        n_known: Events that the ledger had already.
        n_bad: Lines that gave no event.
        is_repeat: Whether this very file had been imported before, and so was not read again.
    """

    file: Path
    n_new: int = 0
    n_known: int = 0
    n_bad: int = 0
    is_repeat: bool = False


def import_file(
    form: str,
    file: Path,
    ledger: Path,
    *,
    started: str,
    origin: str | None = None,
    release: str | None = None,
    on_bad: Callable[[BadLine], None] = lambda _: None,
) -> Imported:
    """Keep the events of a file of another data set beside the ledger's own, each once, and return the counts.

    Args:
        form: One of `exchange.reading.IMPORT_FORMATS`.
        file: The file.
        ledger: Folder of the ledger; made if it is not there.
        started: When the run began, ISO 8601.
        origin: What the data set is called in the ledger; None for the name of the format.
        release: Version of the data set, kept with its events.
        on_bad: Called with every line that gave no event or a doubtful one.

    Raises:
        ReadError: If the file cannot be opened or is of another format; what was committed before stays.
        LedgerError: If the ledger cannot be opened or written.
    """
    named = origin or form
    parts = read_events(form, file, named)
    first = next(parts, None)  # a file of another format must not make a ledger
    if first is not None and first.bad and not len(first.rows):
        raise ReadError(f"{file}: no {form} events in it; line {first.bad[0].line}: {first.bad[0].reason}")
    with file.open("rb") as stream:
        sha256 = file_digest(stream, "sha256").hexdigest()
    source = ImportFile(origin=named, release=release, form=form, file=file.name, sha256=sha256)
    writer = ImportWriter(open_ledger(ledger), source, started=started, version=coder_version())
    if writer.is_done():
        return Imported(file=file, is_repeat=True)
    waiting: list[Chunk] = []
    for chunk in () if first is None else chain((first,), parts):
        for bad in chunk.bad:
            writer.n_bad += not bad.is_kept
            on_bad(bad)
        waiting.append(chunk)
        if sum(len(one.rows) for one in waiting) >= IMPORT_ROWS:
            writer.add(pa.concat_tables(one.rows for one in waiting))
            waiting = []
    if waiting:
        writer.add(pa.concat_tables(one.rows for one in waiting))
    writer.finish()
    return Imported(file=file, n_new=writer.n_new, n_known=writer.n_known, n_bad=writer.n_bad)
