"""The Delta tables of a ledger: made, appended to, compacted. All calls of the Delta library are in this module."""

import errno
import json
import logging
import os
import shlex
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Final

import pyarrow as pa
from deltalake import DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError

from dragoman.errors import LedgerError
from dragoman.store import lock, remote
from dragoman.store.durable import flush, flush_tree, listing
from dragoman.store.schema import SCHEMA_VERSION, schema, tables

log = logging.getLogger(__name__)

HEAD: Final = "ledger.json"
"""File at the top of a ledger that tells its schema version."""

SEARCH: Final = "search.sqlite"
"""Index of the words of the texts, which the web app keeps in the ledger's folder; made anew where it is missing."""

ROW_GROUP: Final = 131_072
ROW_GROUP_OF_TEXTS: Final = 4_000
"""Rows that reader and writer hold in memory at once, in tables of short rows and in those with whole texts."""

UNUSABLE: Final = "*?[]^|" + ("" if os.sep == "\\" else "\\")
"""Characters that the Delta library or DuckDB take for something else when they stand in a path."""

FULL: Final = ("No space left on device", "Disk quota exceeded", "File too large")
SPARE_BYTES: Final = 200_000
"""Room on the disk that a table is not begun without: its log, and the head and foot of its file."""

SAID_CHARS: Final = 120
"""Of what a library says of a fault, so much is shown."""

CLOSED: Final = ("Read-only file system", "Permission denied", "Operation not permitted")
"""How the Delta library words what the operating system said."""


@contextmanager
def plain_errors(where: Path | str, doing: str) -> Iterator[None]:
    """Turn what the file system and the Delta library raise into one line that says what to do."""
    try:
        yield
    except (OSError, DeltaError, pa.ArrowException) as err:
        raise LedgerError(f"{where}: cannot {doing}: {_advice(err, where)}") from err


def _advice(err: Exception, where: Path | str) -> str:
    said = str(err)
    number = err.errno if isinstance(err, OSError) else None
    if number in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} or any(words in said for words in FULL):
        return "the disk is full; free some space and repeat the command, all that was acknowledged is kept"
    if number in {errno.EROFS, errno.EACCES, errno.EPERM} or any(words in said for words in CLOSED):
        return "no permission; expected a folder that you may write to"
    reason = " ".join(said.split())[:SAID_CHARS] or type(err).__name__
    return f"{reason}; see what is wrong with: dragoman ledger check {shlex.quote(str(where))}"


class Tables:
    """The tables of one ledger, by name.

    Args:
        path: Folder of the ledger.
    """

    def __init__(self, path: Path) -> None:
        self.url = remote.address(path)
        self.path = path if self.url else path.absolute()
        self._options = remote.delta_options() if self.url else None
        self._on_disk: dict[str, set[str]] = {}

    @property
    def place(self) -> str:
        """Return where the ledger is, for people."""
        return self.url or str(self.path)

    def create(self) -> None:
        """Make the folder a ledger. May be killed at any moment, repeated, and run by several processes at once.

        Raises:
            LedgerError: If the folder cannot be written, or holds something else.
        """
        self._check_name()
        if self.url is not None:
            self._create_remote(self.url)
            return
        if self.path.exists() and not self.path.is_dir():
            raise LedgerError(f"{self.path}: is a file, expected the folder of a ledger")
        with plain_errors(self.path, "make a ledger here"):
            self.path.mkdir(parents=True, exist_ok=True)
            for found in sorted(p.name for p in self.path.iterdir()):
                if found not in tables() and not found.startswith((HEAD, SEARCH)):
                    raise LedgerError(f"{self.path}: holds other files ({found}), expected an empty folder or a ledger")
            for name in tables():
                self._create(name)
            flush_tree(self.path)
            self.write_head()

    def write_head(self) -> None:
        """Write the file that makes the folder a ledger."""
        draft = self.path / f"{HEAD}.{os.getpid()}"
        draft.write_bytes(_head())
        flush((str(draft),))
        draft.replace(self.path / HEAD)
        flush((str(self.path / HEAD),))

    def _create_remote(self, url: str) -> None:
        with plain_errors(url, "make a ledger here"):
            for found in remote.names(url):
                if found not in tables() and not found.startswith(HEAD):
                    raise LedgerError(f"{url}: holds other files ({found}), expected an empty place or a ledger")
            for name in tables():
                self._create(name)
            remote.write_bytes(f"{url}/{HEAD}", _head())

    def _check_name(self) -> None:
        if any("\ud800" <= c <= "\udfff" for c in str(self.path)):
            raise LedgerError(
                f"{str(self.path)!a}: letters that the locale lacks; expected plain letters, or PYTHONUTF8=1"
            )
        bad = sorted({c for c in str(self.path) if c in UNUSABLE or c < " "})
        if bad:
            raise LedgerError(
                f"{str(self.path)!r}: cannot hold a ledger, expected a path without {' '.join(map(repr, bad))}"
            )

    def _create(self, name: str) -> None:
        _make(self._at(name), name, self._options)

    def check_head(self) -> None:
        """Raise LedgerError unless the folder is a ledger of this schema version, and whole."""
        self._check_name()
        if self.url is None:
            lock.check_finished(self.path)
        head = f"{self.place}/{HEAD}"
        data = self.head()
        if data is None:
            make = f"dragoman add INPUT... --ledger {shlex.quote(self.place)}"
            raise LedgerError(f"{self.place}: no ledger here; make one with: {make}")
        try:
            version = json.loads(data)["dragoman_ledger"]
        except (ValueError, KeyError, TypeError) as err:
            raise LedgerError(
                f"{head}: not the head of a ledger; dragoman ledger repair {shlex.quote(str(self.path))} writes it anew"
            ) from err
        if version != SCHEMA_VERSION:
            raise LedgerError(
                f"{self.place}: ledger of schema {version}, this program reads {SCHEMA_VERSION}; "
                "add the documents to a new ledger"
            )

    def head(self) -> bytes | None:
        """Return the content of the file that makes the folder a ledger, or None if it is not there."""
        with plain_errors(f"{self.place}/{HEAD}", "read"):
            if self.url is not None:
                return remote.read_bytes(f"{self.url}/{HEAD}")
            file = self.path / HEAD
            return file.read_bytes() if file.is_file() else None

    def files(self, name: str) -> list[str]:
        """Return the data files of a table as it is now, sorted; empty for a table without rows."""
        with plain_errors(self.place, f"read table {name}"):
            uris = self._open(name).file_uris()
        if self.url is not None:
            return sorted(f"{self.url}/{name}/{uri.rsplit('/', 1)[1]}" for uri in uris)
        return sorted(str(self.path / name / uri.rsplit("/", 1)[1]) for uri in uris)  # the folder in a uri is encoded

    def strays(self, name: str) -> list[str]:
        """Return the names of data files that no entry of the table's log speaks of: a writer stopped before it."""
        with plain_errors(self.path, f"read table {name}"):
            table = self._open(name)
            spoken = table.vacuum(retention_hours=0, dry_run=True, enforce_retention_duration=False)
            unused = table.vacuum(retention_hours=0, dry_run=True, enforce_retention_duration=False, full=True)
            return sorted(set(unused) - set(spoken))

    def snapshot(self) -> dict[str, list[str]]:
        """Return the data files of all tables, so that every batch whose marker is among them is there whole.

        The markers are looked up first: a batch that is marked later stays unseen, however much of it is found.
        """
        return {name: self.files(name) for name in ("batches", *(t for t in tables() if t != "batches"))}

    def next_seq(self) -> int:
        """Return a number for the next commit that is larger than those of all commits made so far."""
        with plain_errors(self.place, "read table batches"):
            return self._open("batches").version() + 1

    def append(self, name: str, rows: pa.Table) -> None:
        """Add rows to a table: all or none of them. Never in conflict with another writer or a compaction.

        When it returns, the rows are on the disk, or with the storage that has confirmed them.
        """
        with plain_errors(self.place, f"write table {name}"), self._flushed(name):
            self._check_room(name, rows.nbytes)
            write_deltalake(
                self._at(name),
                rows,
                mode="append",
                writer_properties=_properties(name),
                storage_options=self._options,
            )

    def _check_room(self, name: str, n_bytes: int) -> None:
        """Raise OSError unless the disk takes so many bytes.

        The Delta library would find out, too, but prints the trouble of its threads to standard error then.
        """
        if self.url is not None:
            return
        if not os.access(self.path / name, os.W_OK):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        if shutil.disk_usage(self.path).free < n_bytes + SPARE_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    @contextmanager
    def _flushed(self, name: str) -> Iterator[None]:
        """Hand the files over to the disk that come to a table meanwhile, of whomever they are."""
        if self.url is not None:
            yield
            return
        folder = self.path / name
        known = self._on_disk.get(name) or set(listing(folder))
        yield
        self._on_disk[name] = set(listing(folder))
        flush(self._on_disk[name] - known)

    def write_anew(self, folder: Path, name: str, batches: Iterator[pa.RecordBatch]) -> None:
        """Make a table of these rows in a folder of its own."""
        with plain_errors(self.path, f"write table {name}"):
            _make(folder, name)
            batches = filter(len, batches)
            first = next(batches, None)
            if first is not None:
                rows = pa.RecordBatchReader.from_batches(schema(name), chain((first,), batches))
                write_deltalake(folder, rows, mode="append", writer_properties=_properties(name))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold off repairs while something is written."""
        if self.url is not None:
            yield  # the storage keeps commits apart, and nothing is repaired there
            return
        with lock.writing(self.path / HEAD):
            yield

    def compact(self, name: str) -> int:
        """Join small files into large ones and return how many were joined; readers keep what they have open.

        Returns 0 where another process compacted at the same time: it does the work then.
        """
        with plain_errors(self.place, f"compact table {name}"), self._flushed(name):
            table = self._open(name)
            try:
                joined = int(table.optimize.compact(writer_properties=_properties(name))["numFilesRemoved"])
            except CommitFailedError as err:
                log.debug("%s: left to another process: %s", name, err)
                return 0
            if joined:
                table.create_checkpoint()
            return joined

    def forget(self, name: str, attempts: Sequence[str]) -> None:
        """Drop the rows of these attempts; readers keep what they have open. Left to another process that is at it."""
        with plain_errors(self.place, f"compact table {name}"), self._flushed(name):
            listed = ", ".join(f"'{a}'" for a in attempts)
            try:
                self._open(name).delete(f"attempt IN ({listed})")
            except CommitFailedError as err:
                log.debug("%s: left to another process: %s", name, err)

    def vacuum(self, name: str, *, retention_hours: int) -> int:
        """Delete files that were replaced longer ago than the retention, and return how many.

        Only files that the log gave up are touched, never those of a writer at work, whatever the clock says.
        """
        with plain_errors(self.place, f"compact table {name}"):
            gone = self._open(name).vacuum(
                retention_hours=retention_hours, dry_run=False, enforce_retention_duration=False
            )
        return len(gone)

    def _open(self, name: str) -> DeltaTable:
        return DeltaTable(self._at(name), storage_options=self._options)

    def _at(self, name: str) -> str:
        return f"{self.url}/{name}" if self.url is not None else str(self.path / name)


def _head() -> bytes:
    return (json.dumps({"dragoman_ledger": SCHEMA_VERSION}) + "\n").encode()


def _properties(name: str) -> WriterProperties:
    rows = ROW_GROUP_OF_TEXTS if name in {"documents", "records"} else ROW_GROUP
    return WriterProperties(compression="ZSTD", max_row_group_size=rows)


def _make(folder: Path | str, name: str, options: dict[str, str] | None = None) -> None:
    settings = {"delta.dataSkippingStatsColumns": "batch_id"}  # else the log repeats the head of every text
    try:
        DeltaTable.create(folder, schema=schema(name), mode="ignore", configuration=settings, storage_options=options)
    except DeltaError:
        if not DeltaTable.is_deltatable(str(folder), storage_options=options):
            raise  # else another process made the same table first
