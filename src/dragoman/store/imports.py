"""Events of other data sets in the ledger: beside our own, under the same commit marker, each once, without text."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from dragoman.errors import ConfigError
from dragoman.model.ids import content_id
from dragoman.store.ledger import Ledger
from dragoman.store.schema import schema
from dragoman.store.tables import Tables
from dragoman.store.view import View
from dragoman.store.writer import tidy, write_batch

OWN: Final = "dragoman"
"""Origin of the events that this program coded from documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFile:
    """A file that is imported.

    Attributes:
        origin: What the data set is called in the ledger ("icews").
        release: Its version as the user gives it, or None.
        form: Format of the file.
        file: Name of the file, without its folder.
        sha256: Hash of its bytes.
    """

    origin: str
    release: str | None
    form: str
    file: str
    sha256: str


class ImportWriter:
    """Keeps the events of one file, part by part; each part is a commit of its own, so that a killed import resumes.

    Attributes:
        n_new: Events kept so far.
        n_known: Events that the ledger had already.
        n_bad: Lines that gave no event, as the caller counts them.
    """

    def __init__(self, ledger: Ledger, source: ImportFile, *, started: str, version: str) -> None:
        if source.origin == OWN:
            raise ConfigError(f"--origin {OWN}: is the name of the ledger's own events, expected another")
        self.n_new = self.n_known = self.n_bad = 0
        self._ledger = ledger
        self._tables = Tables(ledger.path)
        self._source = source
        self._version = version
        self._config = json.dumps({"import": source.origin, "file": source.file})
        self.run_id = content_id("r", version, started, self._config)
        self._run = {"run_id": self.run_id, "started": started, "coder_version": version, "config": self._config}
        self._has_run = False

    def is_done(self) -> bool:
        """Tell whether this very file was imported to its end before."""
        found = self._ledger.view().query(
            "SELECT 1 FROM imports WHERE origin = ? AND sha256 = ? LIMIT 1", [self._source.origin, self._source.sha256]
        )
        return bool(found.num_rows)

    def add(self, rows: pa.Table) -> None:
        """Keep those of the events that the ledger does not have yet, all or none.

        Args:
            rows: With the columns of the table `imported_events` after `origin` and `release`.

        Raises:
            LedgerError: If the disk refuses; nothing of these rows becomes visible then.
        """
        fresh = _fresh(self._ledger.view(), _once(rows))
        self.n_known += len(rows) - len(fresh)
        self.n_new += len(fresh)
        if not len(fresh):
            return
        count = len(fresh)
        origin = pa.array([self._source.origin] * count, pa.string())
        release = pa.array([self._source.release] * count, pa.string())
        table = fresh.add_column(0, "origin", origin).add_column(1, "release", release)
        ids = content_id("h", *fresh["event_id"].to_pylist())
        self._commit("imported_events", table, ids)

    def finish(self) -> None:
        """Keep that the file was imported to its end, with the counts."""
        row = {
            "origin": self._source.origin,
            "release": self._source.release,
            "format": self._source.form,
            "file": self._source.file,
            "sha256": self._source.sha256,
            "n_new": self.n_new,
            "n_known": self.n_known,
            "n_bad": self.n_bad,
        }
        names = [name for name in schema("imports").names if name not in {"batch_id", "attempt"}]
        table = pa.Table.from_pylist([row], schema=pa.schema([schema("imports").field(name) for name in names]))
        self._commit("imports", table, self._source.sha256)
        tidy(self._tables)

    def _commit(self, name: str, table: pa.Table, content: str) -> None:
        batch_id = content_id("b", self._version, "import", name, self._source.origin, content)
        filled: Mapping[str, list[dict[str, object]]] = {} if self._has_run else {"runs": [dict(self._run)]}
        write_batch(
            self._tables,
            filled,
            batch_id=batch_id,
            run_id=self.run_id,
            coder_version=self._version,
            n_documents=0,
            appended={name: table},
        )
        self._has_run = True


def _once(rows: pa.Table) -> pa.Table:
    """Return the rows with each event once, the first."""
    first: dict[str, int] = {}
    for at, event_id in enumerate(rows["event_id"].to_pylist()):
        first.setdefault(event_id, at)
    return rows if len(first) == len(rows) else rows.take(pa.array(list(first.values()), pa.int64()))


def _fresh(view: View, rows: pa.Table) -> pa.Table:
    """Return the rows whose event the view does not have."""
    known = view.query(
        "SELECT event_id FROM imported_events_raw e SEMI JOIN committed c ON e.attempt = c.attempt "
        "WHERE event_id IN (SELECT unnest(?::VARCHAR[]))",
        [rows["event_id"].to_pylist()],
    )
    if not known.num_rows:
        return rows
    return rows.filter(pc.invert(pc.is_in(rows["event_id"], value_set=known["event_id"].combine_chunks())))


def origins(view: View) -> dict[str, int]:
    """Return the origins of imported events with the number of events of each."""
    rows = view.query("SELECT origin, count(*) AS n FROM imported_events GROUP BY origin ORDER BY origin").to_pylist()
    return {row["origin"]: row["n"] for row in rows}


def check_origins(view: View, asked: tuple[str, ...]) -> None:
    """Raise ConfigError unless the ledger has events of all these origins; its own always count as there."""
    if all(one == OWN for one in asked):
        return
    found = (OWN, *origins(view))
    for one in asked:
        if one not in found:
            raise ConfigError(f"--from {one}: the ledger has no such origin, expected one of {', '.join(found)}")
