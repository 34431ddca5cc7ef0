"""Reading a ledger: a snapshot of committed files under the views that DESIGN names, in DuckDB."""

import os
import tempfile
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from dragoman.errors import LedgerError, NotFoundError
from dragoman.lexicon.belief import load_belief
from dragoman.model import Document, Record
from dragoman.store import remote
from dragoman.store.mended import CORRECTIONS, UNMENDED, Mended, mend
from dragoman.store.rows import document_of, record_of
from dragoman.store.schema import COLUMNS, KEYED, schema

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
         round(belief_of(m.weight - coalesce(x.weight, 0)), 6) AS belief, m.n_evidence, m.n_origins,
         l.goldstein, l.cameo, l.magnitude, l.words, l.context, l.doc_id, l.published, l.outlet, m.n_documents
  FROM {told} l JOIN (
    SELECT event_id, coalesce(sum(weight), 0) AS weight, CAST(sum(n_tellings) AS BIGINT) AS n_evidence,
           count(*) AS n_origins, CAST(sum(n_documents) AS BIGINT) AS n_documents, min(first) AS first
    FROM (
      SELECT event_id, origin_id, max(weight) FILTER (speaks) AS weight, sum(n_tellings) AS n_tellings,
             count(DISTINCT doc_id) AS n_documents, min(struct_pack(rest := NOT is_lead,
             day := coalesce(published, DATE '9999-12-31'), doc_id := doc_id, member_id := member_id)) AS first
      FROM {told} GROUP BY event_id, origin_id
    ) GROUP BY event_id
  ) m ON m.event_id = l.event_id AND m.first.doc_id = l.doc_id AND m.first.member_id = l.member_id
  LEFT JOIN doubts_live x ON x.event_id = l.event_id
"""
"""One row per event from a table like `told`: with the words that stand for it, and the counts and belief of the whole.

Belief: independent origins are independent evidence, so their log-odds add up: logit(belief) = start + the weights of
the origins that tell it - those of the origins that tell a version which excludes it; within an origin its best kind of
source counts. Source: the logarithmic pool with unit weights, "independent opinion pool", Genest and Zidek
1986, "Combining probability distributions", Statistical Science 1(1), section 4. Weights: data/belief/weights.tsv.
"""

PEOPLE: Final = """
  WITH people AS MATERIALIZED (
    SELECT p.event_id, p.role, p.entity_id, min(p.code) AS code, min(p.name) AS name,
           bool_or(h.event_id IS NULL OR p.member_id = h.lead_id) AS is_lead
    FROM {participants} p LEFT JOIN happened h ON h.event_id = p.event_id GROUP BY p.event_id, p.role, p.entity_id
  ), others AS MATERIALIZED (
    SELECT * FROM people WHERE NOT is_lead AND code IS NOT NULL
  ), more AS (
    SELECT o.* FROM others o ANTI JOIN (
      SELECT event_id, code FROM people WHERE is_lead AND event_id IN (SELECT event_id FROM others)
    ) l ON l.event_id = o.event_id AND l.code = o.code
    QUALIFY row_number() OVER (
      PARTITION BY event_id, code ORDER BY starts_with(entity_id, 'anon:'), role, entity_id
    ) = 1
  )
  SELECT event_id, role, entity_id, code, name FROM people WHERE is_lead
  UNION ALL SELECT event_id, role, entity_id, code, name FROM more
"""
"""Who takes part in events, from a table like `participants_live`: as the telling has it that stands for the event, and
of the other tellings those whose code it lacks."""

EXPECTED: Final = """
  SELECT x.expectation_id, x.event_id, x.holder, x.due_start, x.due_end, x.condition,
         coalesce(s.outcome, 'open') AS state, s.event_id AS settled_by, x.doc_id, x.holder_name, x.words,
         s.day AS settled_on, s.by_doc AS settled_doc, x.member_id
  FROM expected_live x LEFT JOIN (
    SELECT * FROM settlements WHERE day <= {day}
    QUALIFY row_number() OVER (PARTITION BY expectation_id, doc_id ORDER BY day DESC, outcome DESC) = 1
  ) s ON s.expectation_id = x.expectation_id AND s.doc_id = x.doc_id
"""
"""Expectations and what had become of them by a day: what was published later is not known yet."""

LAST_DAY: Final = "(SELECT max(published) FROM documents_own)"
"""The day up to which a ledger knows: that of its newest document."""

OF_EVENT: Final = ("events", "participants", "evidence", "expectations")
PLAIN: Final = ("records", "entities", "mentions", "positions", "receipts")
"""Tables of documents' rows by what joins them to other documents: their event, or nothing."""


def merged(told: str) -> str:
    """Return the query that gives one row per event of a table like `told`."""
    return MERGED.format(told=told)


def people(participants: str) -> str:
    """Return the query that gives who takes part in the events of a table like `participants_live`."""
    return PEOPLE.format(participants=participants)


def expected_by(day: str) -> str:
    """Return the query that gives the expectations with what was known of them by a day, an SQL expression."""
    return EXPECTED.format(day=day)


class View:
    """What was committed when the view was made. Later commits do not change it. Threads may share one."""

    def __init__(self, parts: Mapping[str, Sequence[str]], *, without: Collection[str] = ()) -> None:
        """Open a view.

        Args:
            parts: Files by table.
            without: Ids of batches that it leaves out, as if they had not been committed yet.
        """
        self._lock = threading.Lock()
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
        with self._lock:
            self._fill(parts, without)
            self._confine()

    def _fill(self, parts: Mapping[str, Sequence[str]], without: Collection[str]) -> None:
        self._connection.register("given", pa.table({"batch_id": pa.array(sorted(without), pa.string())}))
        self._run("CREATE TEMP TABLE left_out AS SELECT * FROM given")
        self._connection.unregister("given")
        for name, paths in parts.items():
            if paths and paths[0].startswith(remote.PREFIX):
                self._connection.register(f"{name}_raw", remote.rows(list(paths), schema(name)))
            elif paths:
                listed = ", ".join(_literal(p) for p in paths)
                self._run(f"CREATE VIEW {name}_raw AS SELECT * FROM read_parquet([{listed}])")
            else:
                self._connection.register(f"{name}_raw", schema(name).empty_table())
        weights = load_belief()
        kinds = " ".join(
            f"WHEN list_contains(kinds, {_literal(k)}) THEN {w}"
            for k, w in sorted(weights.kinds.items(), key=lambda x: -x[1])
        )
        self._run(f"CREATE MACRO weight(kinds) AS CASE {kinds} END")
        self._run(f"CREATE MACRO belief_of(weight) AS 1 / (1 + exp(-({weights.start} + weight)))")
        values = {"merged": merged("told"), "expected": expected_by(LAST_DAY)}
        values["people"] = people("participants_live")
        mended = ""
        for statement in _statements(files("dragoman.store").joinpath("views.sql").read_text(encoding="utf-8")):
            if statement == "{corrections}":
                mended = self._mend(bool(parts.get("corrections")))
            else:
                self._each(statement, values, mended)

    def _each(self, statement: str, values: Mapping[str, str], mended: str) -> None:
        """Run a statement once, or once for each table that its placeholder stands for."""
        if "{joined}" in statement:
            for table, (keys, sign) in KEYED.items():
                named = statement.replace("{joined}", table).replace("{keys}", ", ".join(keys))
                self._run(named.replace("{sign}", sign))
            return
        for name, of in (("table", tuple(COLUMNS)), ("plain", PLAIN), ("of_event", OF_EVENT)):
            if f"{{{name}}}" in statement:
                for table in of:
                    laid = mended if table not in UNMENDED else ""
                    self._run(statement.replace("{mended}", laid).replace(f"{{{name}}}", table))
                return
        for name, value in values.items():
            statement = statement.replace(f"{{{name}}}", value)
        self._run(statement)

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

    def hold(self, *, most_rows: int) -> None:
        """Take rows into memory, so that many small queries are quick; tables with more rows than that stay on disk.

        Answers stay the same: a held table is what its view gives, and hides it.
        """
        names = [*(f"{table}_live" for table in COLUMNS), "told"]
        with self._lock:
            for name in names:
                found = self._connection.execute(f"SELECT count(*) FROM main.{name}").fetchone()
                if found is not None and found[0] <= most_rows:
                    self._run(f"CREATE TEMP TABLE {name} AS SELECT * FROM main.{name}")

    def _confine(self) -> None:
        """Let the connection read the ledger's own files and nothing else, and print nothing, for good."""
        self._run("SET enable_progress_bar = false")  # on, and on standard output, where Python runs without a script
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
            return (
                "the ledger was compacted or moved since this view was opened; open it again "
                "(if that does not help: dragoman ledger check)"
            )
        if damaged := next((path for path in self._paths if path in str(err)), None):
            name = Path(damaged).name
            return f"query failed: {name} is damaged; what can be done about it says: dragoman ledger check"
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


def _statements(script: str) -> Iterator[str]:
    plain = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
    yield from (s.strip() for s in plain.split(";\n") if s.strip(" ;\n"))


def _literal(text: str) -> str:
    """Return a text as an SQL literal; DDL takes no bound parameters."""
    return "'" + text.replace("'", "''") + "'"


def _first_line(err: Exception) -> str:
    return str(err).splitlines()[0] if str(err) else type(err).__name__
