"""The ledger: a folder of Delta tables that is read through views and written in batches."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.errors import LedgerError
from dragoman.store.schema import SNAPSHOTS, tables
from dragoman.store.tables import Tables
from dragoman.store.view import View
from dragoman.store.writer import RETENTION_HOURS, Writer, compact


class Ledger:
    """A folder of Delta tables. Get one by `open_ledger`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tables = Tables(path)

    def writer(
        self,
        *,
        coder_version: str,
        started: str,
        batch_size: int = 500,
        config: str = "{}",
        manifest: str = "{}",
        clock: Callable[[], str] | None = None,
    ) -> Writer:
        """Return a writer; use it as a context manager.

        Args:
            coder_version: What the records were made with; under another version a document is coded anew, and the
                coding committed last is the one shown.
            started: When the run began, ISO 8601; kept in `runs`, decides nothing.
            batch_size: Documents a commit, 1 or more; 200 to 1,000 for speed.
            config: The run's settings as JSON, kept in `runs`.
            manifest: What the records are made with, file by file, as JSON; kept in `runs`.
            clock: Tells the time of a commit, ISO 8601; without it that is `started`.
        """
        known = self.view().known(coder_version)
        return Writer(
            self._tables,
            known=known,
            coder_version=coder_version,
            started=started,
            batch_size=batch_size,
            config=config,
            manifest=manifest,
            clock=clock,
        )

    def view(self) -> View:
        """Return a view of what is committed now; later commits do not change it."""
        return View(self._tables.snapshot())

    def known(self, doc_ids: Iterable[str], *, coder_version: str) -> set[str]:
        """Return those of the documents that the ledger holds as this coder version codes them."""
        return self.view().known(coder_version).intersection(doc_ids)

    def has(self, doc_id: str, *, coder_version: str) -> bool:
        """Tell whether the ledger holds the document as this coder version codes it."""
        return bool(self.known((doc_id,), coder_version=coder_version))

    def compact(self, *, retention_hours: int = RETENTION_HOURS) -> int:
        """Join the small files of many commits into larger ones and return how many were joined.

        Args:
            retention_hours: How long replaced files stay for those who still read them; 0 deletes them at once and
                makes views that are open fail.

        Raises:
            LedgerError: If the tables cannot be rewritten.
        """
        return compact(self._tables, retention_hours=retention_hours)

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the ledger's files, one line a fault; empty when all is well.

        Every file is there and readable, and every committed batch has as many rows as its marker says. Rows of
        batches that were never committed are no fault.
        """
        faults: list[str] = []
        try:
            self._tables.check_head()
        except LedgerError as err:
            faults.append(str(err))
        for name in tables():
            try:
                files = self._tables.files(name)
            except LedgerError as err:
                faults.append(str(err))
            else:
                faults.extend(f"{name}: {Path(f).name} {why}" for f in files if (why := _fault(f)))
        return tuple(faults) or self._check_rows()

    def _check_rows(self) -> tuple[str, ...]:
        view = self.view()
        wanted: dict[str, dict[str, int]] = {
            row["attempt"]: json.loads(row["n_rows"])
            for row in view.query("SELECT attempt, n_rows FROM committed ORDER BY seq").to_pylist()
        }
        current = set(view.query("SELECT attempt FROM linked")["attempt"].to_pylist())
        faults: list[str] = []
        for name in tables():
            if name == "batches":
                continue
            try:
                found = view.query(
                    f"SELECT attempt, count(*) AS n, bit_xor(hash(t)) AS read FROM {name}_raw t GROUP BY attempt"
                )
            except LedgerError as err:
                faults.append(f"{name}: {err}")
                continue
            counts = {row["attempt"]: row["n"] for row in found.to_pylist()}
            checked = {a: n for a, n in wanted.items() if name not in SNAPSHOTS or a in current}
            faults.extend(
                f"{name}: batch {attempt.partition('.')[0]} has {counts.get(attempt, 0)} rows, "
                f"its marker says {n.get(name, 0)}"
                for attempt, n in checked.items()
                if counts.get(attempt, 0) != n.get(name, 0)
            )
        return tuple(faults)


def _fault(file: str) -> str:
    """Return what is wrong with a data file; empty when its frame is whole."""
    try:
        pq.read_metadata(file)
    except FileNotFoundError:
        return "is missing; put it back from a copy"
    except (OSError, pa.ArrowException):
        return "is damaged; put it back from a copy"
    return ""
