"""Adding records in batches, each committed by a marker that is written last.

What a killed writer leaves behind is rows whose attempt has no marker: no view shows them. Appends do not conflict, so
two writers never wait for one another; if both add the same documents, the views let one attempt win.
"""

import json
import logging
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Final, Self

import pyarrow as pa

from dragoman.errors import LedgerError
from dragoman.model import Receipt, Record
from dragoman.model.ids import content_id
from dragoman.store.rows import Row, rows
from dragoman.store.schema import SNAPSHOTS, schema, tables
from dragoman.store.tables import Tables
from dragoman.store.view import View

log = logging.getLogger(__name__)

COMPACT_FILES: Final = 64
"""Files of a table from which the writer joins them. At this many a small ledger answers about three times as slowly
as at one, and joining takes as long as a few commits (benchmarks/ledger.py, 1 to 256 files tried)."""

RETENTION_HOURS: Final = 168
"""How long replaced files stay for readers that still have them open."""


class Writer:
    """Adds records. Leaving the context commits the rest; so does Ctrl-C, another error commits nothing more.

    Attributes:
        n_added: Documents taken so far.
        n_known: Documents passed over because the ledger has them, as this coder version codes them.
        run_id: Id of this run in the views.
    """

    def __init__(
        self,
        tables_: Tables,
        *,
        known: set[str],
        coder_version: str,
        started: str,
        batch_size: int,
        config: str,
        manifest: str,
        clock: Callable[[], str] | None,
    ) -> None:
        self.n_added = 0
        self.n_known = 0
        self.run_id = content_id("r", coder_version, started, config)
        self._tables = tables_
        self._known = known
        self._coder_version = coder_version
        self._run: Row | None = {
            "run_id": self.run_id,
            "started": started,
            "coder_version": coder_version,
            "config": config,
            "manifest": manifest,
        }
        self._clock = clock or (lambda: started)
        self._batch_size = batch_size
        self._records: list[tuple[Record, tuple[tuple[str, Row], ...]]] = []
        self._failures: list[Receipt] = []
        self._coded: list[tuple[tuple[str, ...], Mapping[str, pa.Table]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None or issubclass(kind, KeyboardInterrupt):
            self.commit()

    def knows(self, doc_id: str) -> bool:
        """Tell whether the ledger already holds the document as this coder version would code it."""
        return doc_id in self._known

    def add(self, record: Record, *, also: Iterable[tuple[str, Row]] = ()) -> None:
        """Take a record; it is safe once the batch it falls into is committed.

        Args:
            record: What a document tells.
            also: More rows of the document, each with its table.
        """
        doc_id = record.document.doc_id
        if doc_id in self._known:
            self.n_known += 1
            return
        self._known.add(doc_id)
        self._records.append((record, tuple(also)))
        self.n_added += 1
        if self._n_waiting() >= self._batch_size:
            self.commit()

    def add_rows(self, doc_ids: Sequence[str], tables_: Mapping[str, pa.Table]) -> None:
        """Take documents whose rows are made already.

        Args:
            doc_ids: The documents; none of them may be in the ledger as this coder version codes them.
            tables_: Their rows, from `store.rows.arrow_rows`.
        """
        self._known.update(doc_ids)
        self._coded.append((tuple(doc_ids), tables_))
        self.n_added += len(doc_ids)
        if self._n_waiting() >= self._batch_size:
            self.commit()

    def _n_waiting(self) -> int:
        return len(self._records) + sum(len(doc_ids) for doc_ids, _ in self._coded)

    def add_failure(self, receipt: Receipt) -> None:
        """Keep the receipt of an input that gave no document."""
        self._failures.append(receipt)

    def commit(self) -> None:
        """Write what was taken since the last commit; does nothing if that is nothing.

        When it returns, what was taken survives the death of this process, and a loss of power where the disk keeps
        what it says that it has written.

        Raises:
            LedgerError: If the disk refuses; nothing of the batch becomes visible then.
        """
        if not self._records and not self._failures and not self._coded:
            return
        filled: dict[str, list[Row]] = {}
        if self._run:
            filled["runs"] = [self._run]
        for table, row in self._rows():
            filled.setdefault(table, []).append(row)
        write_batch(
            self._tables,
            filled,
            batch_id=self._batch_id(),
            run_id=self.run_id,
            coder_version=self._coder_version,
            n_documents=self._n_waiting(),
            at=self._clock(),
            appended=_joined([part for _, part in self._coded]),
        )
        self._records, self._failures, self._coded, self._run = [], [], [], None
        tidy(self._tables)

    def _batch_id(self) -> str:
        ids = sorted([*(r.document.doc_id for r, _ in self._records), *(i for held, _ in self._coded for i in held)])
        failures = sorted(f"{r.source} {r.detail}" for r in self._failures)
        return content_id("b", self._coder_version, *ids, "failures", *failures)

    def _rows(self) -> Iterator[tuple[str, Row]]:
        for record, also in self._records:
            yield from rows(record)
            yield from also
        for r in self._failures:
            receipt: Row = {"doc_id": None, "source": r.source, "stage": r.stage.value, "outcome": r.outcome}
            yield "receipts", {**receipt, "detail": r.detail}


def _joined(parts: Sequence[Mapping[str, pa.Table]]) -> dict[str, pa.Table]:
    """Return the rows of several parts, by table, in the order in which tables are written."""
    found = {name: [part[name] for part in parts if name in part] for name in tables()}
    return {name: pa.concat_tables(held) for name, held in found.items() if held}


def write_batch(
    tables_: Tables,
    filled: Mapping[str, Sequence[Row]],
    *,
    batch_id: str,
    run_id: str,
    coder_version: str,
    n_documents: int,
    at: str | None = None,
    appended: Mapping[str, pa.Table] | None = None,
) -> None:
    """Write the rows of one batch, by table, under an attempt of its own and the marker last: it is the commit.

    Args:
        tables_: Where to.
        filled: Rows by table.
        batch_id: Hash of what the batch holds.
        run_id: Of the run.
        coder_version: What the rows were made with.
        n_documents: Documents of the batch.
        at: The time that the marker bears, ISO 8601; it decides nothing.
        appended: More rows, by table, as Arrow without the batch columns.

    Raises:
        LedgerError: If the disk refuses; nothing of the batch becomes visible then.
    """
    with tables_.writing():
        stamp = {"batch_id": batch_id, "attempt": f"{batch_id}.{secrets.token_hex(6)}"}
        counts = {name: len(filled[name]) for name in tables() if filled.get(name)}
        for name in counts:
            stamped = [{**row, **stamp} for row in filled[name]]
            tables_.append(name, pa.Table.from_pylist(stamped, schema=schema(name)))
        for name, table in (appended or {}).items():
            columns = {column: pa.array([value] * len(table), pa.string()) for column, value in stamp.items()}
            for column, values in columns.items():
                table = table.append_column(column, values)  # noqa: PLW2901 (the same rows)
            tables_.append(name, table.cast(schema(name)))
            counts[name] = counts.get(name, 0) + len(table)
        marker: Row = {
            "seq": tables_.next_seq(),
            "run_id": run_id,
            "coder_version": coder_version,
            "n_documents": n_documents,
            "n_rows": json.dumps(counts),
            "at": at,
        }
        tables_.append("batches", pa.Table.from_pylist([{**marker, **stamp}], schema=schema("batches")))


def tidy(tables_: Tables) -> None:
    """Compact the tables when reading would become slow."""
    try:
        if len(tables_.files("batches")) >= COMPACT_FILES:
            compact(tables_, retention_hours=RETENTION_HOURS)
    except LedgerError as err:  # what was added is safe all the same
        log.warning("%s", err)


def compact(tables_: Tables, *, retention_hours: int) -> int:
    """Join the small files of all tables, delete what nobody needs any more, and return how many were joined.

    Of the link runs the newest three stay: a reader who is about to open the ledger may still have seen the one before.
    """
    with tables_.writing():
        joined = 0
        view = View(tables_.snapshot())
        outlived = view.query("SELECT attempt FROM outlived_live ORDER BY attempt")["attempt"].to_pylist()
        for name in SNAPSHOTS if outlived else ():
            tables_.forget(name, outlived)
        for name in tables():
            joined += tables_.compact(name)
            tables_.vacuum(name, retention_hours=retention_hours)
        return joined
