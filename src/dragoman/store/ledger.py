"""The ledger: a folder of Delta tables that is read through views and written in batches."""

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

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

    def view(self, *, without: Collection[str] = ()) -> View:
        """Return a view of what is committed now; later commits do not change it.

        Args:
            without: Ids of batches that it leaves out, as if they had not been committed yet.
        """
        return View(self._tables.snapshot(), without=without)

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
        """Return what is wrong with the ledger, one line a fault; empty when all is well.

        Every file is there and can be read to its end, every committed batch has as many rows as its marker says, every
        text is the one that was added. Rows of batches that were never committed are no fault.

        Raises:
            LedgerError: If the folder is no ledger, or one of another version.
        """
        from dragoman.store.check import examine

        return tuple(map(str, examine(self.path).faults()))
