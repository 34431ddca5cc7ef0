"""Reviewed documents as gold: records as people corrected them, with what was reviewed and what was rejected."""

import json
from collections.abc import Iterator
from typing import Any, Final, TextIO

import msgspec

from dragoman.store.correction_kinds import APPLIED, AS_CODED, KINDS, RECORD, REJECTED, Fate, item_id, items
from dragoman.store.corrections import kept_corrections
from dragoman.store.mended import coded_form
from dragoman.store.overlay import overlay
from dragoman.store.view import View

COUNTED: Final = ("event", "position")
"""Kinds of which all must be reviewed before a document is complete."""


def export_gold(view: View, out: TextIO, *, only_complete: bool = False) -> int:
    """Write the documents with corrections in the exchange form, one a line by id, and return how many.

    Each line is the record as corrected, without what was rejected, and a key `review` beside it:
    {"complete": whether every coded event and position was reviewed, "reviewed": {id: {"verdict", "fields",
    "authors"}}, "unreviewed": ids, "rejected": [records as coded, with "kind"]}.

    Args:
        view: The ledger.
        out: Where to.
        only_complete: Leave out documents with an event or position that nobody reviewed: those are the coder's own,
            so scoring the coder against them flatters it.
    """
    n = 0
    for line in gold(view, only_complete=only_complete):
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
        n += 1
    return n


def gold(view: View, *, only_complete: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the documents with corrections that hold, as JSON objects; see `export_gold`."""
    rows = view.query("SELECT DISTINCT doc_id FROM corrections_now WHERE state = 'applied' ORDER BY doc_id").to_pylist()
    for row in rows:
        coded = coded_form(row["doc_id"], lambda sql, bound: view.query(sql, bound).to_pylist())
        laid = overlay(coded, kept_corrections(view, row["doc_id"]))
        reviewed = _reviewed(laid.fates)
        ids = [item_id(coded, item) for kind in COUNTED for item in items(coded, kind)]
        unreviewed = [i for i in ids if i not in reviewed]
        if only_complete and unreviewed:
            continue
        rejected = [
            {"kind": kind, **msgspec.to_builtins(item)}
            for kind in KINDS
            for item in items(coded, kind)
            if laid.verdicts.get((kind, item_id(coded, item))) == REJECTED
        ]
        line: dict[str, Any] = json.loads(msgspec.json.encode(laid.form))
        line["id"] = coded.document.given_id or coded.document.doc_id
        review = {
            "complete": not unreviewed,
            "reviewed": reviewed,
            "unreviewed": unreviewed,
            "rejected": json.loads(msgspec.json.encode(rejected)),
        }
        yield {**line, "review": review}


def _reviewed(fates: tuple[Fate, ...]) -> dict[str, dict[str, Any]]:
    """Return for each record that a correction holds on: the verdict, the corrected fields and the authors."""
    found: dict[str, dict[str, Any]] = {}
    for fate in fates:
        if fate.state != APPLIED or fate.correction.value == AS_CODED:
            continue
        entry = found.setdefault(fate.target_id, {"verdict": "fixed", "fields": [], "authors": []})
        if fate.correction.field == RECORD:
            entry["verdict"] = fate.correction.value
        else:
            entry["fields"] = sorted({*entry["fields"], fate.correction.field})
        entry["authors"] = sorted({*entry["authors"], fate.correction.author})
    return dict(sorted(found.items()))
