"""Reading a ledger: a snapshot of committed files under the views that DESIGN names, in DuckDB."""

import os
import re
import tempfile
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from dragoman.errors import LedgerError, NotFoundError
from dragoman.model import Document, Record
from dragoman.store import remote
from dragoman.store.catalog import RAW, literal, load_catalog
from dragoman.store.mended import CORRECTIONS, UNMENDED, Mended, mend
from dragoman.store.rows import document_of, record_of
from dragoman.store.schema import COLUMNS, schema

RECORDS_AT_ONCE: Final = 200
"""Records fetched by one query."""

ID_COLUMNS: Final[dict[str, tuple[str, str]]] = {
    "d": ("documents", "doc_id"),
    "e": ("event_ids", "event_id"),
    "v": ("evidence_coded", "evidence_id"),
    "p": ("positions_coded", "position_id"),
    "x": ("expectations_coded", "expectation_id"),
    "c": ("drivers_coded", "driver_id"),
}
"""Where an id of each kind is found, by its first letter; what was rejected is found, too."""

LISTS: Final = re.compile(r"\b(?:duckdb|information|pg|pragma|sqlite)_|\b(?:show|describe)\b", re.IGNORECASE)
"""What a query contains that asks DuckDB which views there are. Source: its documentation, "Metadata Functions"."""


class View:
    """What was committed when the view was made. Later commits do not change it. Threads may share one."""

    def __init__(self, parts: Mapping[str, Sequence[str]], *, without: Collection[str] = ()) -> None:
        """Open a view.

        Args:
            parts: Files by table.
            without: Ids of batches that it leaves out, as if they had not been committed yet.
        """
        self._lock = threading.Lock()
        self._parts = {f"{name}{RAW}": tuple(paths) for name, paths in parts.items()}
        self._paths = [p for paths in parts.values() for p in paths if not p.startswith(remote.PREFIX)]
        spill = Path(tempfile.gettempdir()) / "dragoman-queries"
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "python_enable_replacements": False,
                "temp_directory": str(spill),
            },
        )
        self._made: set[str] = set()
        self._catalog = load_catalog()
        with self._lock:
            self._confine()
            self._connection.register("given", pa.table({"batch_id": pa.array(sorted(without), pa.string())}))
            self._run("CREATE TEMP TABLE left_out AS SELECT * FROM given")
            self._connection.unregister("given")
            self._catalog = load_catalog(self._mend(bool(parts.get("corrections"))))

    def _make_all(self) -> None:
        with self._lock:
            self._make(None)

    def _make(self, text: str | None) -> None:
        """Make what a query may read, unless it is there, or all that there is: that takes several times as long."""
        for name, statement in self._catalog.wanted(text):
            if name not in self._made:
                if statement:
                    self._run(statement)
                else:
                    self._open(name)
                self._made.add(name)

    def _open(self, raw: str) -> None:
        """Make the table of the rows of all attempts from its files."""
        paths, columns = self._parts[raw], schema(raw.removesuffix(RAW))
        if not paths:
            self._connection.register(raw, columns.empty_table())
        elif paths[0].startswith(remote.PREFIX):
            self._connection.register(raw, remote.rows(list(paths), columns))
        else:
            self._run(f"CREATE VIEW {raw} AS SELECT * FROM read_parquet([{', '.join(map(literal, paths))}])")

    def _mend(self, corrected: bool) -> str:  # noqa: FBT001 (one caller)
        """Lay the corrections over the coded records; return what joins a table's coded rows with those of the mended.

        The rows of documents with corrections are made anew from their mended records and held in memory.
        """
        found = mend(self._fetch(CORRECTIONS), self._fetch) if corrected else Mended()
        self._connection.register("corrections_now", found.corrections())
        if not found.rows:
            return ""
        self._connection.register("mended", pa.table({"doc_id": sorted(found.doc_ids)}))
        for table in COLUMNS:
            if table not in UNMENDED:
                self._connection.register(f"{table}_mended", found.table(table))
        return "ANTI JOIN mended USING (doc_id) UNION ALL BY NAME SELECT * FROM {table}_mended"

    def _fetch(self, statement: str, parameters: Sequence[object] = ()) -> list[dict[str, Any]]:
        self._make(statement)
        try:
            rows: list[dict[str, Any]] = (
                self._connection.sql(statement, params=list(parameters) or None).to_arrow_table().to_pylist()
            )
        except (duckdb.Error, OSError) as err:
            raise LedgerError(self._reason(err)) from err
        return rows

    def hold(self, *, most_rows: int) -> None:
        """Take rows into memory, so that many small queries are quick; tables with more rows than that stay on disk.

        Answers stay the same: a held table is what its view gives, and hides it.
        """
        names = [*(f"{table}_live" for table in COLUMNS), "told"]
        with self._lock:
            self._make(" ".join(names))
            for name in names:
                found = self._connection.execute(f"SELECT count(*) FROM main.{name}").fetchone()
                if found is not None and found[0] <= most_rows:
                    self._run(f"CREATE TEMP TABLE {name} AS SELECT * FROM main.{name}")

    def _confine(self) -> None:
        """Let the connection read the ledger's own files and nothing else, and print nothing, for good."""
        self._run("SET enable_progress_bar = false")  # on, and on standard output, where Python runs without a script
        self._run(f"SET allowed_paths = [{', '.join(literal(p) for p in self._paths)}]")
        self._run("SET enable_external_access = false")
        self._run("SET lock_configuration = true")

    def _run(self, statement: str) -> None:
        """Run one statement that gives no rows."""
        try:
            self._connection.execute(statement)
        except (duckdb.Error, OSError) as err:
            raise LedgerError(self._reason(err)) from err

    def query(self, statement: str, parameters: Sequence[object] = ()) -> pa.Table:
        """Return the rows of one query, parameters bound, fetched to the end before the next may start.

        Runs in a read-only transaction that is rolled back, so that no query can change what the next one sees.
        """
        with self._lock:
            self._make(statement)
            self._run("BEGIN TRANSACTION READ ONLY")
            try:
                return self._connection.sql(statement, params=list(parameters) or None).to_arrow_table()
            except (duckdb.Error, OSError) as err:
                raise LedgerError(self._reason(err)) from err
            finally:
                self._run("ROLLBACK")

    def _reason(self, err: Exception) -> str:
        """Return what a query failed of, for its user."""
        if not all(map(os.path.exists, self._paths)):
            return (
                "the ledger was compacted or moved since this view was opened; open it again "
                "(if that does not help: dragoman ledger check)"
            )
        if damaged := next((path for path in self._paths if path in str(err)), None):
            name = Path(damaged).name
            return f"query failed: {name} is damaged; what can be done about it says: dragoman ledger check"
        return f"query failed: {_said(err)}"

    def sql(self, statement: str, parameters: Sequence[object] = ()) -> pa.Table:
        """Return the rows of a user's query. It may read the views and nothing else.

        Raises:
            LedgerError: If it is not one SELECT, names something that is not there, or would touch a file.
        """
        try:
            parsed = self._connection.extract_statements(statement)
        except duckdb.Error as err:
            raise LedgerError(f"query not understood: {_said(err)}") from err
        if len(parsed) != 1 or parsed[0].type != duckdb.StatementType.SELECT:
            raise LedgerError("query refused: expected one SELECT statement over the ledger's views")
        if LISTS.search(statement):
            self._make_all()
        try:
            return self.query(statement, parameters)
        except LedgerError as err:
            if not isinstance(err.__cause__, duckdb.CatalogException):
                raise
        self._make_all()  # a name that is not there: what is said of it shall know those that are
        return self.query(statement, parameters)

    def known(self, coder_version: str) -> set[str]:
        """Return the ids of the documents that this coder version has coded."""
        table = self.query(
            "SELECT DISTINCT d.doc_id FROM documents_raw d JOIN committed c ON d.attempt = c.attempt "
            "WHERE c.coder_version = ?",
            [coder_version],
        )
        return set(table["doc_id"].to_pylist())

    def n_documents(self) -> int:
        """Return how many documents the ledger holds."""
        return int(self.query("SELECT count(*) AS n FROM documents")["n"][0].as_py())

    def records(self, doc_ids: Sequence[str] | None = None, *, coded: bool = False) -> Iterator[Record]:
        """Yield the records of these documents, or of all, by id.

        Args:
            doc_ids: Which documents; None for all.
            coded: Without the corrections: the very records that were added.
        """
        if doc_ids is None:
            doc_ids = self.query("SELECT doc_id FROM documents")["doc_id"].to_pylist()
        for line, text in self._lines(doc_ids, "records_coded" if coded else "records"):
            yield record_of(line, text)

    def documents(self, doc_ids: Sequence[str]) -> Iterator[Document]:
        """Yield these documents, by id, without the records of what they tell."""
        for line, text in self._lines(doc_ids, "records"):
            yield document_of(line, text)

    def _lines(self, doc_ids: Sequence[str], table: str) -> Iterator[tuple[str, str]]:
        """Yield the row of a table of records, and the text, of each of these documents, by id."""
        ids = sorted(set(doc_ids))
        for start in range(0, len(ids), RECORDS_AT_ONCE):
            found = self.query(
                f"SELECT r.record, d.text FROM {table} r JOIN documents d ON d.doc_id = r.doc_id "
                "WHERE r.doc_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY r.doc_id",
                [ids[start : start + RECORDS_AT_ONCE]],
            )
            yield from zip(found["record"].to_pylist(), found["text"].to_pylist(), strict=True)

    def record(self, doc_id: str) -> Record:
        """Return the record of one document; raises NotFoundError if the ledger does not hold it."""
        found = list(self.records([doc_id]))
        if not found:
            raise NotFoundError(f"{doc_id}: the ledger holds no document of that id")
        return found[0]

    def find(self, record_id: str) -> tuple[Record, ...]:
        """Return the records of all documents that hold an id: event, telling, position, expectation, cause, document.

        The id may be shortened to what is unambiguous. What was rejected is found though its record lacks it now.

        Raises:
            NotFoundError: If nothing, or more than one thing, has that id.
        """
        return tuple(self.records(self.holders(record_id)[1]))

    def holders(self, record_id: str) -> tuple[str, tuple[str, ...]]:
        """Return the whole id, and the documents that hold it; like `find`, without the records."""
        if record_id[:1] == "i":
            asked = f"SELECT * FROM imported_events WHERE starts_with(event_id, '{record_id}')"
            raise NotFoundError(f'{record_id}: an imported event has no words behind it; dragoman sql "{asked}"')
        table, column = ID_COLUMNS.get(record_id[:1], ("", ""))
        if not table or len(record_id) < 3:
            raise NotFoundError(f"{record_id!r}: not an id; ids begin with d, e, v, p, x or c, as the tables show them")
        either = f"starts_with({column}, ?)" + (" OR starts_with(member_id, ?)" if table == "event_ids" else "")
        found = self.query(
            f"SELECT DISTINCT doc_id, {column} AS id FROM {table} WHERE {column} IN "
            f"(SELECT {column} FROM {table} WHERE {either}) ORDER BY ALL",
            [record_id] * either.count("?"),
        )
        ids = sorted(set(found["id"].to_pylist()))
        if not ids:
            raise NotFoundError(f"{record_id}: the ledger holds nothing of that id")
        if len(ids) > 1:
            raise NotFoundError(f"{record_id}: stands for {len(ids)} ids, give more of it ({', '.join(ids[:3])} ...)")
        return ids[0], tuple(found["doc_id"].to_pylist())


def _said(err: Exception) -> str:
    """Return what DuckDB says of a fault and what it proposes, without the lines that point into the query."""
    return " ".join(str(err).split("\n\n")[0].split()) or type(err).__name__
