"""A ledger's contents as files for other programs."""

import csv
from collections.abc import Iterator, Mapping
from typing import Final, TextIO

import pyarrow as pa

from dragoman.model.codec import encode_record
from dragoman.store.catalog import people
from dragoman.store.filters import SHOWN, Filters, event_conditions
from dragoman.store.imported import imported_conditions
from dragoman.store.imports import OWN
from dragoman.store.view import View

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters by which some spreadsheet takes a text for a formula; the last four are full-width forms."""

EVENT_COLUMNS: Final = (
    "event_id", "type", "mode", "status", "actor", "actor_code", "recipient", "recipient_code", "start", "end", "place",
    "country", "issue", "goldstein", "words", "context", "sources", "published", "outlet", "belief", "n_evidence",
    "n_origins", "n_documents", "doc_id", "origin", "label",
)  # fmt: skip

EVENTS_AT_ONCE: Final = 5_000
"""Events fetched by one query, to bound memory."""


def export_jsonl(view: View, out: TextIO, filters: Filters | None = None, *, coded: bool = False) -> int:
    """Write records in the exchange form, one a line by id, and return how many.

    Args:
        view: The ledger.
        out: Where to.
        filters: Only documents with an event that passes; all documents without filters.
        coded: Without people's corrections.
    """
    doc_ids = None
    if filters is not None and filters.given():
        where = event_conditions(view, filters)
        doc_ids = view.query(f"SELECT DISTINCT doc_id FROM told t WHERE {where}", where.bound)["doc_id"].to_pylist()
    n = 0
    for record in view.records(doc_ids, coded=coded):
        out.write(encode_record(record).decode() + "\n")
        n += 1
    return n


def export_csv(view: View, out: TextIO, filters: Filters, *, origin: str = OWN) -> int:
    """Write the events that pass, one row per pair of actor and recipient, and return how many rows.

    An export is whole: `limit` is not looked at. An event without actor or recipient has one row with empty cells. A
    text that a spreadsheet would run as a formula is written behind a single quote.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(EVENT_COLUMNS)
    n = 0
    rows = _pairs(view, filters) if origin == OWN else _imported_pairs(view, filters, origin)
    for row in rows:
        writer.writerow([safe_cell(row.get(column)) for column in EVENT_COLUMNS])
        n += 1
    return n


def _pairs(view: View, filters: Filters) -> Iterator[Mapping[str, object]]:
    ids = _passing(view, filters)
    for first in range(0, len(ids), EVENTS_AT_ONCE):
        yield from view.query(
            f"""
            WITH hits AS MATERIALIZED (SELECT unnest(?::VARCHAR[]) AS event_id), {SHOWN},
            sides AS (
              {people("(SELECT * FROM participants_live WHERE event_id IN (SELECT event_id FROM hits))")}
            )
            SELECT s.*, '{OWN}' AS origin, a.name AS actor, a.code AS actor_code, r.name AS recipient,
                   r.code AS recipient_code
            FROM shown s LEFT JOIN sides a ON a.event_id = s.event_id AND a.role = 'actor'
            LEFT JOIN sides r ON r.event_id = s.event_id AND r.role = 'recipient'
            ORDER BY coalesce(s.start, s.published), s.event_id, actor, actor_code, recipient, recipient_code
            """,
            [ids[first : first + EVENTS_AT_ONCE]],
        ).to_pylist()


def _imported_pairs(view: View, filters: Filters, origin: str) -> Iterator[Mapping[str, object]]:
    """Yield the pairs of imported events; the columns that only read texts have are empty."""
    where = imported_conditions(view, origin, filters)
    table = view.query(
        f"""
        SELECT e.*, a.name AS actor, a.code AS actor_code, r.name AS recipient, r.code AS recipient_code
        FROM (
          SELECT * EXCLUDE (actors, recipients), unnest(CASE WHEN len(actors) = 0 THEN [NULL] ELSE actors END) AS a,
                 recipients
          FROM imported_events e WHERE {where}
        ) e, unnest(CASE WHEN len(e.recipients) = 0 THEN [NULL] ELSE e.recipients END) AS u(r)
        ORDER BY coalesce(start, published), event_id, actor, actor_code, recipient, recipient_code
        """,
        where.bound,
    )
    nothing = dict.fromkeys(EVENT_COLUMNS)
    for batch in table.to_batches(max_chunksize=EVENTS_AT_ONCE):
        yield from ({**nothing, **row} for row in batch.to_pylist())


def safe_cell(value: object) -> object:
    """Return a value for a cell that no spreadsheet runs as a formula; empty for None."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return "" if value is None else value


EXPORTED: Final = """
  event_id, given_id, type, mode, status, label, cameo, goldstein, start, "end", actors, recipients, place, country,
  lat, lon, issue, magnitude, outlet, url, published, n_sources, origin, belief, n_evidence, words, context_words,
  doc_id, title
"""
"""Columns of `exported_events`: those of `exchange.table.SCHEMA`, then what only the ledger's own events have."""

_PARTY: Final = "list(struct_pack(entity_id, name, code, sector) ORDER BY name, entity_id) FILTER (role = '{role}')"
_OWN: Final = f"""
  WITH hits AS MATERIALIZED (SELECT unnest(?::VARCHAR[]) AS event_id), {SHOWN},
  sectors AS (
    SELECT entity_id, min(sector) AS sector FROM entities_live
    WHERE entity_id IN (SELECT entity_id FROM participants_live WHERE event_id IN (SELECT event_id FROM hits))
    GROUP BY entity_id
  ), sides AS (
    SELECT event_id, {_PARTY.format(role="actor")} AS actors, {_PARTY.format(role="recipient")} AS recipients
    FROM (
      SELECT p.event_id, p.role, p.entity_id, min(p.name) AS name, min(p.code) AS code, min(s.sector) AS sector
      FROM participants_live p LEFT JOIN sectors s ON s.entity_id = p.entity_id
      WHERE p.event_id IN (SELECT event_id FROM hits) GROUP BY p.event_id, p.role, p.entity_id
    ) GROUP BY event_id
  ), dated AS (
    SELECT s.*, NULL::VARCHAR AS given_id, NULL::VARCHAR AS label, d.url, s.n_origins AS n_sources, '{OWN}' AS origin,
           s.context AS context_words, d.title, coalesce(p.actors, []) AS actors_,
           coalesce(p.recipients, []) AS recipients_
    FROM shown s LEFT JOIN sides p ON p.event_id = s.event_id LEFT JOIN documents_live d ON d.doc_id = s.doc_id
  )
  SELECT {EXPORTED}
  FROM (SELECT * EXCLUDE (actors, recipients) RENAME (actors_ AS actors, recipients_ AS recipients) FROM dated)
  ORDER BY coalesce(start, published), event_id
"""


def exported_events(view: View, filters: Filters, *, origin: str = OWN) -> Iterator[pa.Table]:
    """Yield the events that pass in parts, whole: `limit` is not looked at; the first part may be empty.

    Args:
        view: The ledger.
        filters: Which events.
        origin: Whose: OWN, or the name of an imported data set.
    """
    if origin != OWN:
        where = imported_conditions(view, origin, filters)
        yield view.query(
            f"""
            SELECT {EXPORTED} FROM (
              SELECT *, NULL::DOUBLE AS belief, NULL::BIGINT AS n_evidence, NULL::VARCHAR AS words,
                     NULL::VARCHAR AS context_words, NULL::VARCHAR AS doc_id, NULL::VARCHAR AS title FROM
                     imported_events e
              WHERE {where}
            ) ORDER BY coalesce(start, published), event_id
            """,
            where.bound,
        )
        return
    ids = _passing(view, filters)
    for first in range(0, max(len(ids), 1), EVENTS_AT_ONCE):
        yield view.query(_OWN, [ids[first : first + EVENTS_AT_ONCE]])


def _passing(view: View, filters: Filters) -> list[str]:
    """Return the ids of the events that pass, by day and id."""
    where = event_conditions(view, filters)
    by_day = "ORDER BY min(coalesce(start, published)), event_id"
    found = view.query(f"SELECT event_id FROM told t WHERE {where} GROUP BY event_id {by_day}", where.bound)
    return list(found["event_id"].to_pylist())
