"""Reading a ledger: a snapshot of committed files under the views that DESIGN names, in DuckDB."""

import os
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from dragoman.errors import LedgerError, NotFoundError
from dragoman.model import Record
from dragoman.store.mended import CORRECTIONS, UNMENDED, Mended, mend
from dragoman.store.rows import record_of
from dragoman.store.schema import COLUMNS, schema

RELIABILITY: Final[dict[str, float]] = {
    "named": 0.8,
    "document": 0.75,
    "outlet": 0.7,
    "anonymous": 0.5,
    "hearsay": 0.3,
}
"""Chance that one telling by a source of this kind is true. Set by hand and not calibrated yet: use the order that
belief gives, not its value."""

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

MERGED: Final = """
  SELECT l.event_id, l.type, l.mode, l.status, l.start, l."end", l.precision, l.place, l.country, l.lat, l.lon, l.issue,
         m.belief, m.n_evidence, m.n_origins, l.goldstein, l.cameo, l.magnitude, l.words, l.context, l.doc_id,
         l.published, l.outlet
  FROM {told} l JOIN (
    SELECT event_id, round(1 - product(1 - reliability), 6) AS belief, CAST(sum(n_tellings) AS BIGINT) AS n_evidence,
           count(*) AS n_origins, min(first) AS first
    FROM (
      SELECT event_id, origin_id, max(reliability) AS reliability, sum(n_tellings) AS n_tellings,
             min(struct_pack(day := coalesce(published, DATE '9999-12-31'), doc_id := doc_id)) AS first
      FROM {told} GROUP BY event_id, origin_id
    ) GROUP BY event_id
  ) m ON m.event_id = l.event_id AND m.first.doc_id = l.doc_id
"""
"""One row per event from a table like `told`. What differs between documents is taken from the earliest published.

Belief: independent origins err independently, 1 - prod(1 - reliability) over origins; within an origin its best kind of
source counts. Source: "noisy-or" over evidence, Gyori et al. 2017 (INDRA), doi:10.15252/msb.20177651.
"""


class View:
    """What was committed when the view was made. Later commits do not change it. Threads may share one."""

    def __init__(self, parts: Mapping[str, Sequence[str]]) -> None:
        self._lock = threading.Lock()
        self._paths = [p for paths in parts.values() for p in paths]
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
        with self._lock:
            self._fill(parts)
            self._confine()

    def _fill(self, parts: Mapping[str, Sequence[str]]) -> None:
        for name, paths in parts.items():
            if paths:
                listed = ", ".join(_literal(p) for p in paths)
                self._run(f"CREATE VIEW {name}_raw AS SELECT * FROM read_parquet([{listed}])")
            else:
                self._connection.register(f"{name}_raw", schema(name).empty_table())
        kinds = " ".join(
            f"WHEN list_contains(kinds, {_literal(k)}) THEN {r}"
            for k, r in sorted(RELIABILITY.items(), key=lambda x: -x[1])
        )
        self._run(f"CREATE MACRO reliability(kinds) AS CASE {kinds} END")
        mended = ""
        for statement in _statements(files("dragoman.store").joinpath("views.sql").read_text(encoding="utf-8")):
            if statement == "{corrections}":
                mended = self._mend(bool(parts.get("corrections")))
            elif "{table}" in statement:
                for table in COLUMNS:
                    laid = mended if table not in UNMENDED else ""
                    self._run(statement.replace("{mended}", laid).replace("{table}", table))
            else:
                self._run(statement.replace("{merged}", MERGED.format(told="told")))

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
        try:
            rows: list[dict[str, Any]] = (
                self._connection.sql(statement, params=list(parameters) or None).to_arrow_table().to_pylist()
            )
        except (duckdb.Error, OSError) as err:
            raise LedgerError(self._reason(err)) from err
        return rows

    def _confine(self) -> None:
        """Let the connection read the ledger's own files and nothing else, for good."""
        self._run(f"SET allowed_paths = [{', '.join(_literal(p) for p in self._paths)}]")
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
            return "the ledger was compacted or moved since this view was opened; open it again"
        return f"query failed: {_first_line(err)}"

    def sql(self, statement: str, parameters: Sequence[object] = ()) -> pa.Table:
        """Return the rows of a user's query. It may read the views and nothing else.

        Raises:
            LedgerError: If it is not one SELECT, names something that is not there, or would touch a file.
        """
        try:
            parsed = self._connection.extract_statements(statement)
        except duckdb.Error as err:
            raise LedgerError(f"query not understood: {_first_line(err)}") from err
        if len(parsed) != 1 or parsed[0].type != duckdb.StatementType.SELECT:
            raise LedgerError("query refused: expected one SELECT statement over the ledger's views")
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
        table_of_records = "records_coded" if coded else "records"
        if doc_ids is None:
            ids = self.query("SELECT doc_id FROM documents ORDER BY doc_id")["doc_id"].to_pylist()
        else:
            ids = sorted(set(doc_ids))
        for start in range(0, len(ids), RECORDS_AT_ONCE):
            table = self.query(
                f"SELECT r.record, d.text FROM {table_of_records} r JOIN documents d ON d.doc_id = r.doc_id "
                "WHERE r.doc_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY r.doc_id",
                [ids[start : start + RECORDS_AT_ONCE]],
            )
            for row in table.to_pylist():
                yield record_of(row["record"], row["text"])

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
        found = self.query(
            f"SELECT DISTINCT doc_id, {column} AS id FROM {table} WHERE starts_with({column}, ?) ORDER BY ALL",
            [record_id],
        )
        ids = sorted(set(found["id"].to_pylist()))
        if not ids:
            raise NotFoundError(f"{record_id}: the ledger holds nothing of that id")
        if len(ids) > 1:
            raise NotFoundError(f"{record_id}: stands for {len(ids)} ids, give more of it ({', '.join(ids[:3])} ...)")
        return ids[0], tuple(found["doc_id"].to_pylist())


def _statements(script: str) -> Iterator[str]:
    plain = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
    yield from (s.strip() for s in plain.split(";\n") if s.strip(" ;\n"))


def _literal(text: str) -> str:
    """Return a text as an SQL literal; DDL takes no bound parameters."""
    return "'" + text.replace("'", "''") + "'"


def _first_line(err: Exception) -> str:
    return str(err).splitlines()[0] if str(err) else type(err).__name__
