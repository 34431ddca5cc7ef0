"""Documents with corrections: their rows made anew from their records with the corrections laid over."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

import msgspec
import pyarrow as pa

from dragoman.model.codec import from_exchange
from dragoman.model.exchange import EventJSON, RecordJSON
from dragoman.model.ids import content_id
from dragoman.store.correction_kinds import APPLIED, DETACHED, Correction, Fate, driver_id
from dragoman.store.overlay import Overlaid, overlay
from dragoman.store.rows import Row, rows
from dragoman.store.schema import COLUMNS

CORRECTIONS: Final = """
  SELECT k.correction_id, k.target_id, k.doc_id, k.kind, k.span_start AS start, k.span_end AS "end", k.field, k.value,
         k.content, k.anchor, k.author, k."at", k.reason, c.seq
  FROM corrections_raw k JOIN committed c ON k.attempt = c.attempt
  QUALIFY row_number() OVER (PARTITION BY k.correction_id ORDER BY c.seq, k.attempt) = 1
"""
"""All committed corrections with the fields of `Correction`, each once."""

CODED: Final = """
  SELECT d.doc_id, r.record, d.text FROM documents_coded d JOIN records_coded r ON r.doc_id = d.doc_id
  WHERE d.doc_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY d.doc_id
"""

UNMENDED: Final = frozenset({"documents", "mentions", "receipts"})
"""Tables whose rows no correction changes."""

DOCUMENTS_AT_ONCE: Final = 200
"""Records fetched by one query, to bound memory."""

KEPT: Final = 2_000
"""Documents whose mended rows are remembered from one view to the next: making them takes about 2 ms each."""

FATES: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("target_id", "field", "value", "author", "at", "state", "reason", "before")),
        ("detail", pa.string()),
        ("disputed", pa.bool_()),
        ("kind", pa.string()),
        ("doc_id", pa.string()),
        ("span_start", pa.int64()),
        ("span_end", pa.int64()),
        ("correction_id", pa.string()),
        ("seq", pa.int64()),
    ]
)
"""Columns of the corrections with what became of them."""

Fetch = Callable[[str, Sequence[object]], list[dict[str, Any]]]
_DECODER = msgspec.json.Decoder(RecordJSON)


@dataclass(slots=True)
class Mended:
    """What the corrections make of a ledger.

    Attributes:
        doc_ids: Documents with at least one correction that holds.
        rows: Their rows by table.
        fates: What became of each correction.
    """

    doc_ids: set[str] = field(default_factory=set)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    fates: list[Fate] = field(default_factory=list)

    def table(self, name: str) -> pa.Table:
        """Return the rows of one table as Arrow."""
        return pa.Table.from_pylist(self.rows.get(name, []), schema=pa.schema(list(COLUMNS[name])))

    def corrections(self) -> pa.Table:
        """Return the corrections, the oldest first, as Arrow."""
        ordered = sorted(self.fates, key=lambda f: f.correction.order)
        return pa.Table.from_pylist([_row(f) for f in ordered], schema=FATES)


def mend(corrections: Iterable[Mapping[str, Any]], fetch: Fetch) -> Mended:
    """Return what the corrections make of their documents.

    Args:
        corrections: Rows of the query `CORRECTIONS`.
        fetch: Runs a query and returns its rows.
    """
    found = Mended()
    by_document: dict[str, list[Correction]] = {}
    for row in corrections:
        by_document.setdefault(row["doc_id"], []).append(Correction(**row))
    for row in _coded(sorted(by_document), fetch):
        given = tuple(sorted(by_document.pop(row["doc_id"]), key=lambda c: c.order))
        fates, made = _document(row["record"], row["text"], given)
        found.fates.extend(fates)
        if any(fate.state == APPLIED for fate in fates):
            found.doc_ids.add(row["doc_id"])
            for table, row_of_table in made:
                found.rows.setdefault(table, []).append(row_of_table)
    gone = (c for _, given in sorted(by_document.items()) for c in given)
    found.fates.extend(
        Fate(correction=c, state=DETACHED, target_id=c.target_id, detail="the ledger does not hold the document")
        for c in gone
    )
    return found


@lru_cache(maxsize=KEPT)
def _document(
    record: str, text: str, given: tuple[Correction, ...]
) -> tuple[tuple[Fate, ...], tuple[tuple[str, Row], ...]]:
    """Return the fates of a document's corrections and its mended rows, which nobody changes afterwards."""
    form = replace(_DECODER.decode(record), text=text)
    laid = overlay(form, given)
    return laid.fates, tuple(mended_rows(form, laid)) if any(f.state == APPLIED for f in laid.fates) else ()


def coded_form(doc_id: str, fetch: Fetch) -> RecordJSON:
    """Return the record of a document as it was coded, with its text."""
    row = next(_coded([doc_id], fetch))
    return replace(_DECODER.decode(row["record"]), text=row["text"])


def _coded(doc_ids: Sequence[str], fetch: Fetch) -> Iterator[dict[str, Any]]:
    for start in range(0, len(doc_ids), DOCUMENTS_AT_ONCE):
        yield from fetch(CODED, [list(doc_ids[start : start + DOCUMENTS_AT_ONCE])])


def mended_rows(coded: RecordJSON, laid: Overlaid) -> Iterator[tuple[str, Row]]:
    """Yield (table, row) of a document with corrections; tellings and causes keep the ids they were coded with."""
    record = from_exchange(laid.form)
    ids = _kept_ids(coded, laid)
    for table, row in rows(record):
        if table not in UNMENDED:
            for name in ("evidence_id", "driver_id"):
                if name in row:
                    row[name] = ids.get(str(row[name]), row[name])
            yield table, row


def _kept_ids(coded: RecordJSON, laid: Overlaid) -> dict[str, str]:
    """Return the id that a telling or cause was coded with, by the one it would have now."""
    doc_id = coded.document.doc_id
    ids = {driver_id(doc_id, now): driver_id(doc_id, old) for now, old in laid.drivers}
    events = {e.id: e for e in coded.events}
    for event in laid.form.events:
        ids.update(zip(_tellings(doc_id, event), _tellings(doc_id, events[event.id]), strict=True))
    return ids


def _tellings(doc_id: str, event: EventJSON) -> list[str]:
    return [content_id("v", doc_id, t.type, *t.trigger, t.status) for t in event.why.tellings]


def _row(fate: Fate) -> dict[str, object]:
    c = fate.correction
    before = json.loads(c.anchor).get("before")
    return {
        "target_id": fate.target_id, "field": c.field, "value": c.value, "author": c.author, "at": c.at,
        "state": fate.state, "reason": c.reason or None, "before": before or None, "detail": fate.detail or None,
        "disputed": fate.disputed, "kind": c.kind, "doc_id": c.doc_id, "span_start": c.start, "span_end": c.end,
        "correction_id": c.correction_id, "seq": c.seq,
    }  # fmt: skip
