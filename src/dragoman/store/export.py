"""A ledger's contents as files for other programs."""

import csv
from typing import Final, TextIO

from dragoman.model.codec import encode_record
from dragoman.store.filters import Filters, events
from dragoman.store.view import View

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""First characters by which a spreadsheet takes a text for a formula."""

EVENT_COLUMNS: Final = (
    "event_id", "type", "mode", "status", "actor", "actor_code", "recipient", "recipient_code", "start", "end", "place",
    "country", "words", "context", "sources", "published", "outlet", "belief", "n_evidence", "n_origins", "doc_id",
)  # fmt: skip


def export_jsonl(view: View, out: TextIO) -> int:
    """Write the records of all documents in the exchange form, one a line, and return how many."""
    n = 0
    for record in view.records():
        out.write(encode_record(record).decode() + "\n")
        n += 1
    return n


def export_csv(view: View, out: TextIO, filters: Filters) -> int:
    """Write the events that pass, one row per pair of actor and recipient, and return how many rows.

    A text that a spreadsheet would run as a formula is written behind a single quote.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(EVENT_COLUMNS)
    n = 0
    for event in events(view, filters).to_pylist():
        sides = view.query(
            "SELECT role, name, code FROM participants WHERE event_id = ? ORDER BY role, name", [event["event_id"]]
        ).to_pylist()
        actors = [s for s in sides if s["role"] == "actor"] or [{"name": None, "code": None}]
        recipients = [s for s in sides if s["role"] == "recipient"] or [{"name": None, "code": None}]
        for a in actors:
            for r in recipients:
                row = {
                    **event,
                    "actor": a["name"],
                    "actor_code": a["code"],
                    "recipient": r["name"],
                    "recipient_code": r["code"],
                }
                writer.writerow([_safe(row[c]) for c in EVENT_COLUMNS])
                n += 1
    return n


def _safe(value: object) -> object:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return "" if value is None else value
