"""A ledger's contents as files for other programs."""

import csv
from collections.abc import Iterator, Mapping
from typing import Final, TextIO

from dragoman.model.codec import encode_record
from dragoman.store.filters import SHOWN, Filters, event_conditions
from dragoman.store.view import View

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters by which some spreadsheet takes a text for a formula; the last four are full-width forms."""

EVENT_COLUMNS: Final = (
    "event_id", "type", "mode", "status", "actor", "actor_code", "recipient", "recipient_code", "start", "end", "place",
    "country", "issue", "goldstein", "words", "context", "sources", "published", "outlet", "belief", "n_evidence",
    "n_origins", "doc_id",
)  # fmt: skip

EVENTS_AT_ONCE: Final = 5_000
"""Events fetched by one query, to bound memory."""


def export_jsonl(view: View, out: TextIO, filters: Filters | None = None) -> int:
    """Write records in the exchange form, one a line by id, and return how many.

    Args:
        view: The ledger.
        out: Where to.
        filters: Only documents with an event that passes; all documents without filters.
    """
    doc_ids = None
    if filters is not None and filters.given():
        where = event_conditions(view, filters)
        doc_ids = view.query(f"SELECT DISTINCT doc_id FROM told t WHERE {where}", where.bound)["doc_id"].to_pylist()
    n = 0
    for record in view.records(doc_ids):
        out.write(encode_record(record).decode() + "\n")
        n += 1
    return n


def export_csv(view: View, out: TextIO, filters: Filters) -> int:
    """Write the events that pass, one row per pair of actor and recipient, and return how many rows.

    An export is whole: `limit` is not looked at. An event without actor or recipient has one row with empty cells. A
    text that a spreadsheet would run as a formula is written behind a single quote.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(EVENT_COLUMNS)
    n = 0
    for row in _pairs(view, filters):
        writer.writerow([_safe(row[column]) for column in EVENT_COLUMNS])
        n += 1
    return n


def _pairs(view: View, filters: Filters) -> Iterator[Mapping[str, object]]:
    where = event_conditions(view, filters)
    by_day = "ORDER BY min(coalesce(start, published)), event_id"
    found = view.query(f"SELECT event_id FROM told t WHERE {where} GROUP BY event_id {by_day}", where.bound)
    ids = found["event_id"].to_pylist()
    for first in range(0, len(ids), EVENTS_AT_ONCE):
        yield from view.query(
            f"""
            WITH hits AS MATERIALIZED (SELECT unnest(?::VARCHAR[]) AS event_id), {SHOWN},
            sides AS (
              SELECT event_id, role, min(name) AS name, min(code) AS code FROM participants_live
              WHERE event_id IN (SELECT event_id FROM hits) GROUP BY event_id, role, entity_id
            )
            SELECT s.*, a.name AS actor, a.code AS actor_code, r.name AS recipient, r.code AS recipient_code
            FROM shown s LEFT JOIN sides a ON a.event_id = s.event_id AND a.role = 'actor'
            LEFT JOIN sides r ON r.event_id = s.event_id AND r.role = 'recipient'
            ORDER BY coalesce(s.start, s.published), s.event_id, actor, actor_code, recipient, recipient_code
            """,
            [ids[first : first + EVENTS_AT_ONCE]],
        ).to_pylist()


def _safe(value: object) -> object:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return "" if value is None else value
