"""Reading a ledger: a snapshot of committed files under the views that DESIGN names, in DuckDB."""

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Final

import duckdb
import pyarrow as pa

from dragoman.errors import LedgerError, NotFoundError
from dragoman.model import Record
from dragoman.model.codec import decode_record
from dragoman.store.schema import schema

RELIABILITY: Final[dict[str, float]] = {
    "named": 0.8,
    "document": 0.75,
    "outlet": 0.7,
    "anonymous": 0.5,
    "hearsay": 0.3,
}
"""Chance that one telling by a source of this kind is true. Set by hand and not calibrated yet: use the order that
belief gives, not its value."""

ID_COLUMNS: Final[dict[str, tuple[str, str]]] = {
    "d": ("documents", "doc_id"),
    "e": ("event_documents", "event_id"),
    "v": ("evidence", "evidence_id"),
    "p": ("positions", "position_id"),
    "x": ("expectations", "expectation_id"),
}
"""Where an id of each kind is found, by its first letter."""


class View:
    """What was committed when the view was made. Later commits do not change it."""

    def __init__(self, parts: Mapping[str, Sequence[str]]) -> None:
        self._connection = duckdb.connect(":memory:")
        paths = [p for files_ in parts.values() for p in files_]
        self._fill(parts)
        for statement in _statements(files("dragoman.store").joinpath("views.sql").read_text(encoding="utf-8")):
            self._run(statement)
        self._lock(paths)

    def _fill(self, parts: Mapping[str, Sequence[str]]) -> None:
        for name, paths in parts.items():
            if paths:
                listed = ", ".join(_literal(p) for p in paths)
                self._run(f"CREATE VIEW {name}_raw AS SELECT * FROM read_parquet([{listed}])")
            else:
                self._connection.register(f"{name}_raw", schema(name).empty_table())
        kinds = pa.table({"kind": list(RELIABILITY), "reliability": list(RELIABILITY.values())})
        self._connection.register("kind_reliability", kinds)

    def _lock(self, paths: Sequence[str]) -> None:
        """Let the connection read the ledger's own files and nothing else, for good."""
        self._run(f"SET allowed_paths = [{', '.join(_literal(p) for p in paths)}]")
        self._run("SET enable_external_access = false")
        self._run("SET lock_configuration = true")

    def _run(self, statement: str) -> None:
        """Run one statement that gives no rows."""
        try:
            self._connection.execute(statement)
        except (duckdb.Error, OSError) as err:
            raise LedgerError(f"query failed: {str(err).splitlines()[0]}") from err

    def query(self, statement: str, parameters: Sequence[object] = ()) -> pa.Table:
        """Return the rows of one query of our own, parameters bound, fetched to the end before the next may start."""
        try:
            relation = self._connection.sql(statement, params=list(parameters) or None)
            return relation.to_arrow_table()
        except (duckdb.Error, OSError) as err:
            raise LedgerError(f"query failed: {str(err).splitlines()[0]}") from err

    def sql(self, statement: str, parameters: Sequence[object] = ()) -> pa.Table:
        """Return the rows of a user's query. It may read the views and nothing else.

        Raises:
            LedgerError: If it is not one SELECT, names something that is not there, or would touch a file.
        """
        try:
            parsed = self._connection.extract_statements(statement)
        except duckdb.Error as err:
            raise LedgerError(f"query not understood: {str(err).splitlines()[0]}") from err
        if len(parsed) != 1 or parsed[0].type not in {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}:
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

    def batch_ids(self) -> set[str]:
        """Return the ids of all committed batches."""
        return set(self.query("SELECT batch_id FROM committed")["batch_id"].to_pylist())

    def n_documents(self) -> int:
        """Return how many documents the ledger holds."""
        return int(self.query("SELECT count(*) AS n FROM documents")["n"][0].as_py())

    def records(self, doc_ids: Sequence[str] | None = None) -> Iterator[Record]:
        """Yield the records of these documents, or of all, by id: the very ones that were added."""
        if doc_ids is None:
            ids = self.query("SELECT doc_id FROM records ORDER BY doc_id")["doc_id"].to_pylist()
        else:
            ids = sorted(set(doc_ids))
        for start in range(0, len(ids), 200):
            table = self.query(
                "SELECT record FROM records WHERE doc_id IN (SELECT unnest(?)) ORDER BY doc_id",
                [ids[start : start + 200]],
            )
            for line in table["record"].to_pylist():
                yield decode_record(line)

    def find(self, record_id: str) -> tuple[Record, ...]:
        """Return the records of all documents that hold an event, telling, position, expectation or document id.

        The id may be shortened to what is unambiguous.

        Raises:
            NotFoundError: If nothing, or more than one thing, has that id.
        """
        table, column = ID_COLUMNS.get(record_id[:1], ("", ""))
        if not table or len(record_id) < 3:
            raise NotFoundError(f"{record_id!r}: not an id; ids begin with d, e, v, p or x, as the tables show them")
        found = self.query(
            f"SELECT DISTINCT doc_id, {column} AS id FROM {table} WHERE starts_with({column}, ?) ORDER BY ALL",
            [record_id],
        )
        ids = sorted(set(found["id"].to_pylist()))
        if not ids:
            raise NotFoundError(f"{record_id}: the ledger holds nothing of that id")
        if len(ids) > 1:
            raise NotFoundError(f"{record_id}: stands for {len(ids)} ids, give more of it ({', '.join(ids[:3])} ...)")
        return tuple(self.records(found["doc_id"].to_pylist()))


def _statements(script: str) -> Iterator[str]:
    plain = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
    yield from (s.strip() for s in plain.split(";\n") if s.strip(" ;\n"))


def _literal(text: str) -> str:
    """Return a text as an SQL literal; DDL takes no bound parameters."""
    return "'" + text.replace("'", "''") + "'"
