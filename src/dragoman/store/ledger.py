"""The ledger on disk: opening, writing in batches, committing by a marker that is written last.

What a killed writer leaves behind is rows whose attempt has no marker: no view shows them. Appends do not conflict, so
two writers never wait for one another; if both add the same documents, the views let one attempt win.
"""

import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError

from dragoman.errors import LedgerError
from dragoman.model import Receipt, Record
from dragoman.model.ids import content_id
from dragoman.store.rows import Row, rows
from dragoman.store.schema import SCHEMA_VERSION, schema, tables
from dragoman.store.view import View

HEAD = "ledger.json"
"""File at the top of a ledger that tells its schema version."""


class Ledger:
    """A folder of Delta tables. Get one by `open_ledger`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def writer(self, *, coder_version: str, started: str, batch_size: int = 500) -> "Writer":
        """Return a writer; use it as a context manager.

        Args:
            coder_version: What the records were made with; under another version a document is coded anew.
            started: When the run began, ISO 8601; the later run's coding of a document is the one shown.
            batch_size: Documents a commit.
        """
        return Writer(self, coder_version=coder_version, started=started, batch_size=batch_size)

    def view(self) -> View:
        """Return a view of what is committed now; later commits do not change it."""
        return View({name: self._files(name) for name in tables()})

    def _files(self, table: str) -> tuple[str, ...]:
        try:
            return tuple(DeltaTable(self.path / table).file_uris())
        except (DeltaError, OSError) as err:
            raise LedgerError(
                f"{self.path}: table {table} cannot be read ({_first_line(err)}); run: dragoman ledger check"
            ) from err

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the ledger's files, one line a fault; empty when all is well."""
        faults: list[str] = []
        for name in tables():
            try:
                missing = [Path(file).name for file in self._files(name) if not Path(file).is_file()]
                faults.extend(f"{name}: {file} is missing" for file in missing)
            except LedgerError as err:
                faults.append(str(err))
        return tuple(faults)

    def compact(self) -> None:
        """Join the small files of many commits into larger ones; what readers have open stays for a week.

        Raises:
            LedgerError: If the tables cannot be rewritten.
        """
        try:
            for name in tables():
                table = DeltaTable(self.path / name)
                table.optimize.compact()
                table.vacuum(dry_run=False)
        except (DeltaError, OSError) as err:
            raise LedgerError(f"{self.path}: cannot compact: {_first_line(err)}") from err


class Writer:
    """Adds records in batches. Leaving the context commits the rest; an error inside it commits nothing more."""

    def __init__(self, ledger: Ledger, *, coder_version: str, started: str, batch_size: int) -> None:
        self.ledger = ledger
        self.coder_version = coder_version
        self.started = started
        self.batch_size = batch_size
        self.run_id = content_id("r", coder_version, started)
        self.n_added = 0
        self.n_known = 0
        self._known = ledger.view().known(coder_version)
        self._records: list[Record] = []
        self._failures: list[Receipt] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.commit()

    def knows(self, doc_id: str) -> bool:
        """Tell whether the ledger already holds the document as this coder version would code it."""
        return doc_id in self._known

    def add(self, record: Record) -> None:
        """Take a record; it is safe once the batch it falls into is committed."""
        doc_id = record.document.doc_id
        if doc_id in self._known:
            self.n_known += 1
            return
        self._known.add(doc_id)
        self._records.append(record)
        self.n_added += 1
        if len(self._records) >= self.batch_size:
            self.commit()

    def add_failure(self, receipt: Receipt) -> None:
        """Keep the receipt of an input that gave no document."""
        self._failures.append(receipt)

    def commit(self) -> None:
        """Write what was taken since the last commit; does nothing if that is nothing.

        Raises:
            LedgerError: If the disk refuses; nothing of the batch becomes visible then.
        """
        if not self._records and not self._failures:
            return
        batch_id = self._batch_id()
        if not self._records and batch_id in self.ledger.view().batch_ids():
            self._failures = []
            return
        stamp = {"batch_id": batch_id, "attempt": f"{batch_id}.{secrets.token_hex(6)}"}
        filled: dict[str, list[Row]] = {name: [] for name in tables()}
        for table, row in self._rows():
            filled[table].append({**row, **stamp})
        marker: Row = {
            "run_id": self.run_id,
            "started": self.started,
            "coder_version": self.coder_version,
            "n_documents": len(self._records),
        }
        filled["batches"] = [{**marker, **stamp}]
        for name in tables():
            if filled[name]:
                self._append(name, filled[name])
        self._records, self._failures = [], []

    def _batch_id(self) -> str:
        ids = sorted(r.document.doc_id for r in self._records)
        failures = sorted(f"{r.source} {r.detail}" for r in self._failures)
        return content_id("b", self.coder_version, *ids, "failures", *failures)

    def _rows(self) -> Iterator[tuple[str, Row]]:
        for record in self._records:
            yield from rows(record)
        for r in self._failures:
            yield (
                "receipts",
                {
                    "doc_id": None,
                    "source": r.source,
                    "stage": r.stage.value,
                    "outcome": r.outcome,
                    "detail": r.detail,
                },
            )

    def _append(self, table: str, table_rows: list[Row]) -> None:
        data = pa.Table.from_pylist(table_rows, schema=schema(table))
        try:
            write_deltalake(self.ledger.path / table, data, mode="append")
        except (DeltaError, OSError) as err:
            raise LedgerError(
                f"{self.ledger.path}: cannot write table {table}: {_first_line(err)}; "
                "nothing of this batch is kept, run the same command again"
            ) from err


def create(path: Path) -> None:
    """Make the folder and empty tables of a ledger; does nothing to one that is there.

    Raises:
        LedgerError: If the folder cannot be written, or holds something else.
    """
    if path.exists() and not path.is_dir():
        raise LedgerError(f"{path}: is a file, expected the folder of a ledger")
    if path.is_dir() and any(path.iterdir()) and not (path / HEAD).exists() and not (path / "batches").exists():
        raise LedgerError(f"{path}: holds other files, expected an empty folder or a ledger")
    try:
        path.mkdir(parents=True, exist_ok=True)
        for name in tables():
            DeltaTable.create(path / name, schema=schema(name), mode="ignore")
        (path / HEAD).write_text(json.dumps({"dragoman_ledger": SCHEMA_VERSION}) + "\n", encoding="utf-8")
    except (DeltaError, OSError) as err:
        raise LedgerError(f"{path}: cannot make a ledger here: {_first_line(err)}") from err


def check_head(path: Path) -> None:
    """Raise LedgerError unless the folder is a ledger of this schema version."""
    head = path / HEAD
    if not head.is_file():
        raise LedgerError(f"{path}: no ledger here; make one with: dragoman add INPUT... --ledger {path}")
    try:
        version = json.loads(head.read_text(encoding="utf-8"))["dragoman_ledger"]
    except (ValueError, KeyError, TypeError, OSError) as err:
        raise LedgerError(f"{head}: not the head of a ledger") from err
    if version != SCHEMA_VERSION:
        raise LedgerError(f"{path}: ledger of schema {version}, this program reads {SCHEMA_VERSION}")


def _first_line(err: Exception) -> str:
    return str(err).splitlines()[0] if str(err) else type(err).__name__
