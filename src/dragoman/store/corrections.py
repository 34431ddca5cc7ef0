"""Corrections by people: checked, kept for good beside the coded records, and listed with what became of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from dragoman.errors import ConfigError, NotFoundError
from dragoman.model import Entity, Record
from dragoman.model.exchange import EntityJSON, RecordJSON
from dragoman.model.ids import content_id
from dragoman.store.correction_kinds import (
    ACCEPTED,
    AS_CODED,
    KINDS,
    RECORD,
    REFERENCES,
    REJECTED,
    Correction,
    Item,
    Kind,
    anchor,
    item_id,
    items,
    place_of,
    plain,
    span_of,
)
from dragoman.store.correction_values import Setting, Value, field_name, read_value, shown_value
from dragoman.store.ledger import Ledger
from dragoman.store.mended import CORRECTIONS, coded_form
from dragoman.store.overlay import overlay
from dragoman.store.rows import Row
from dragoman.store.tables import Tables
from dragoman.store.view import View
from dragoman.store.writer import tidy, write_batch

BY_LETTER: Final = {"e": "event", "v": "event", "p": "position", "x": "expectation", "c": "driver"}
"""Kind of record by the first letter of its id; a telling stands for its event."""

HELD: Final = {
    "e": (("event_ids", "event_id", "member_id"), ("event_ids", "member_id", "member_id")),
    "v": (("evidence_coded", "evidence_id", "event_id"),),
    "p": (("positions_coded", "position_id", "position_id"),),
    "x": (("expectations_coded", "expectation_id", "expectation_id"),),
    "c": (("drivers_coded", "driver_id", "driver_id"),),
}
"""Where an id is looked for, by its first letter: table, column, and the column with the document's own id."""

CORRECTED_WITH: Final = "corrections"
"""What stands as coder version in the commit of corrections."""

VERDICTS: Final = {"accept": ACCEPTED, "reject": REJECTED, "withdraw": AS_CODED}


LISTED: Final = """
  SELECT n.target_id, n.kind, n.field, n.before, n.value, n.author, n."at", n.state, n.reason, n.detail, n.disputed,
         d.title, d.published, substr(d.text, n.span_start + 1, n.span_end - n.span_start) AS words, n.doc_id,
         n.span_start, n.span_end, n.correction_id
  FROM corrections_now n LEFT JOIN documents_live d ON d.doc_id = n.doc_id
  WHERE {condition} ORDER BY n.seq DESC, n."at" DESC, n.correction_id
"""
"""The corrections with the words that they speak of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a person wants changed.

    Attributes:
        field: Name of a field; None for the record as a whole.
        value: The new value as typed; None where a verdict is given instead.
        verdict: "accept" (the field or record is right as it reads now), "reject" (the record is wrong and counts
            nowhere) or "withdraw" (take earlier corrections of the field or record back).
    """

    field: str | None = None
    value: str | None = None
    verdict: str | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.verdict is None):
            raise ConfigError("correct: expected --field F --value V, or one of --accept, --reject, --withdraw")
        if self.verdict is not None and self.verdict not in VERDICTS:
            raise ConfigError(f"correct: verdict {self.verdict!r}, expected one of {', '.join(VERDICTS)}")
        if self.value is not None and self.field is None:
            raise ConfigError(f"correct: --value {self.value!r} without --field, expected the field that it is for")
        if self.verdict == "reject" and self.field is not None:
            raise ConfigError(f"--field {self.field} --reject: a record is rejected as a whole; give --value instead")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A record in one document.

    Attributes:
        form: The document's record as coded, with its text.
        now: The same with the corrections made so far.
        kind: Key of `overlay.KINDS`.
        item: The record as coded.
        seen: The record as it reads now; as coded where it was rejected.
        given: Corrections of the document so far.
    """

    form: RecordJSON
    now: RecordJSON
    kind: str
    item: Item
    seen: Item
    given: tuple[Correction, ...] = ()


def find_targets(view: View, record_id: str) -> tuple[Target, ...]:
    """Return the record of that id in each document that holds it; for an event that of each of its tellings.

    Raises:
        NotFoundError: If nothing that can be corrected, or more than one thing, has that id.
    """
    kind = BY_LETTER.get(record_id[:1])
    if kind is None or len(record_id) < 3:
        raise NotFoundError(
            f"{record_id!r}: cannot be corrected; expected the id of an event, telling, position, expectation or "
            "cause, as the tables show it"
        )
    found: list[Target] = []
    for doc_id, own_id in _held(view, record_id):
        form = coded_form(doc_id, lambda sql, bound: view.query(sql, bound).to_pylist())
        given = tuple(kept_corrections(view, doc_id))
        now = overlay(form, given).form
        found += [
            Target(form=form, now=now, kind=kind, item=item, seen=_seen(form, now, kind, item), given=given)
            for item in items(form, kind)
            if item_id(form, item) == own_id
        ]
    return tuple(found)


def _held(view: View, record_id: str) -> list[tuple[str, str]]:
    """Return the documents that hold a record, each with the id that its own record gives it."""
    columns = HELD[record_id[0]]
    for table, column, own in columns:
        rows = view.query(
            f"SELECT DISTINCT doc_id, {column} AS id, {own} AS own_id FROM {table} WHERE starts_with({column}, ?) "
            "ORDER BY ALL",
            [record_id],
        ).to_pylist()
        ids = sorted({row["id"] for row in rows})
        if len(ids) > 1:
            raise NotFoundError(f"{record_id}: stands for {len(ids)} ids, give more of it ({', '.join(ids[:3])} ...)")
        if rows:
            return [(row["doc_id"], row["own_id"]) for row in rows]
    raise NotFoundError(f"{record_id}: the ledger holds nothing of that id")


def _seen(form: RecordJSON, now: RecordJSON, kind: str, item: Item) -> Item:
    """Return a record as it reads now. Causes have no id in the exchange form; they are found by their place."""
    if kind == "driver":
        same = [x for x in now.drivers if x.marker == item.marker and span_of(kind, x) == span_of(kind, item)]  # type: ignore[union-attr]
        return same[0] if len(same) == 1 else item
    return next((x for x in items(now, kind) if item_id(now, x) == item_id(form, item)), item)


def kept_corrections(view: View, doc_id: str) -> list[Correction]:
    """Return the corrections of one document as they were made, the oldest first."""
    rows = view.query(f"SELECT * FROM ({CORRECTIONS}) WHERE doc_id = ?", [doc_id]).to_pylist()
    return sorted((Correction(**row) for row in rows), key=lambda c: c.order)


def correct(
    ledger: Ledger, record_id: str, change: Change, *, author: str, at: str, reason: str = ""
) -> tuple[Correction, ...]:
    """Keep a correction in each document that holds the record, and return what was kept.

    Nothing is overwritten: the coded record stays, and so do all earlier corrections; the latest of a field holds.

    Args:
        ledger: Where to.
        record_id: Id of an event, telling, position, expectation or cause; may be shortened. A status is that of the
            event as it is shown, see `in_status`.
        change: What to change.
        author: Who corrects.
        at: When, ISO 8601.
        reason: Why, in the author's words.

    Raises:
        NotFoundError: If the ledger holds nothing of that id, or more than one thing.
        ConfigError: If the field or the value does not fit the record, or nobody is named as author.
        LedgerError: If the disk refuses; nothing is kept then.
    """
    if not author.strip():
        raise ConfigError("correct: no author, expected a name (--author, or DRAGOMAN_AUTHOR)")
    view = ledger.view()
    targets = find_targets(view, record_id)
    if change.field == "status" and targets[0].kind == "event":
        targets = in_status(targets, _shown_status(view, targets[0]))
    made = tuple(_correction(view, t, change, author=author.strip(), at=at, reason=reason.strip()) for t in targets)
    keep(ledger, made)
    return made


def in_status(targets: tuple[Target, ...], status: str) -> tuple[Target, ...]:
    """Return the tellings of an event in the status that it is shown with; all if none is.

    Where several documents tell one event, its status is that of its latest state: who corrects it speaks of that one,
    and a plan that was told before stays a plan.
    """
    return tuple(t for t in targets if t.seen.status == status) or targets  # type: ignore[union-attr]  # events


def _shown_status(view: View, target: Target) -> str:
    found = view.query(
        "SELECT e.status FROM events e JOIN event_ids i ON i.event_id = e.event_id WHERE i.member_id = ?",
        [item_id(target.form, target.item)],
    )["status"].to_pylist()
    return found[0] if found else ""


def keep(ledger: Ledger, made: Sequence[Correction]) -> None:
    """Commit corrections, all or none."""
    columns = ("correction_id", "target_id", "doc_id", "kind", "field", "value", "content", "anchor", "author", "at",
               "reason")  # fmt: skip
    rows: list[Row] = [
        {**{name: getattr(c, name) for name in columns}, "span_start": c.start, "span_end": c.end} for c in made
    ]
    batch_id = content_id("b", CORRECTED_WITH, *(c.correction_id for c in made))
    tables = Tables(ledger.path)
    write_batch(
        tables, {"corrections": rows}, batch_id=batch_id, run_id=batch_id, coder_version=CORRECTED_WITH, n_documents=0,
        at=max((c.at for c in made), default=""),
    )  # fmt: skip
    tidy(tables)


def _correction(view: View, target: Target, change: Change, *, author: str, at: str, reason: str) -> Correction:
    name = RECORD if change.field is None or change.field == RECORD else field_name(target.kind, change.field)
    value = _value(view, target, change, name)
    kept: Kind = KINDS[target.kind]
    start, end = span_of(target.kind, target.item)
    content = {
        "set": value.patch,
        "refers": value.refers,
        "entities": [_entity_form(e) for e in value.entities],
    }
    data = json.loads(anchor(target.form, target.kind, target.item, target.seen))
    data["before"] = shown_value(name, target.item, target.form) if name in kept.fields else None
    parts: dict[str, Any] = {
        "target_id": item_id(target.form, target.item), "doc_id": target.form.document.doc_id, "kind": target.kind,
        "start": start, "end": end, "field": name, "value": value.shown,
        "content": json.dumps(content, ensure_ascii=False, sort_keys=True),
        "anchor": json.dumps(data, ensure_ascii=False, sort_keys=True), "author": author, "at": at, "reason": reason,
    }  # fmt: skip
    place = (target.kind, start, end, name)
    before = [c.correction_id for c in target.given if (c.kind, c.start, c.end, c.field) == place]
    return Correction(correction_id=content_id("k", *parts.values(), *before[-1:]), **parts)


def _value(view: View, target: Target, change: Change, name: str) -> Value:
    if name == RECORD:
        if change.verdict is None:
            raise ConfigError(f"--field {RECORD} --value {change.value!r}: expected --accept, --reject or --withdraw")
        return Value(shown=VERDICTS[change.verdict])
    if change.verdict == "withdraw":
        return Value(shown=AS_CODED)
    if change.verdict == "accept":
        return _as_it_reads(target, name)
    setting = Setting(
        form=target.now,
        kind=target.kind,
        item=target.seen,
        known=lambda words: _known(view, words),
        field=name,
    )
    return read_value(change.value or "", setting)


def _as_it_reads(target: Target, name: str) -> Value:
    """Return the value that a field has now, to be kept whatever a later coding says."""
    value = plain(getattr(target.seen, name))
    shown = shown_value(name, target.seen, target.now)
    if name in REFERENCES:
        place = place_of(target.now, value) if value else None
        return Value(shown=shown, refers={name: place} if place else {}, patch={} if place else {name: value})
    patch = {name: value}
    if name in {"type", "mode"}:
        patch |= {other: getattr(target.seen, other) for other in ("mode", "cameo", "goldstein")}
    named = _strings(value)
    entities = tuple(Entity(entity_id=e.id, **_fields(e)) for e in target.now.entities if e.id in named)
    return Value(shown=shown, patch=patch, entities=entities)


def _strings(value: object) -> set[str]:
    """Return all texts in a value of JSON."""
    if isinstance(value, str):
        return {value}
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {text for x in inside for text in _strings(x)}


def _fields(e: Entity | EntityJSON) -> dict[str, Any]:
    names = ("name", "code", "country", "sector", "office", "members", "is_anonymous", "gender", "wikidata")
    return {name: getattr(e, name) for name in names}


def _entity_form(e: Entity) -> dict[str, Any]:
    return {"id": e.entity_id, **_fields(e)}


def _known(view: View, words: str) -> list[Entity]:
    """Return the ledger's entities of this id, code or name, as the document with the smallest id has each."""
    rows = view.query(
        """
        SELECT entity_id, name, code, country, sector, is_anonymous FROM entities
        WHERE entity_id = ? OR lower(code) = lower(?) OR lower(name) = lower(?) ORDER BY entity_id
        """,
        [words] * 3,
    ).to_pylist()
    return [Entity(**row) for row in rows]


def corrections_table(view: View, *, detached: bool = False, disputed: bool = False) -> pa.Table:
    """Return the corrections with what became of each, the latest first.

    Args:
        view: The ledger.
        detached: Only those that belong to no record any more.
        disputed: Only those on which the last words of two authors differ.
    """
    conditions = [*(["n.state = 'detached'"] if detached else []), *(["n.disputed"] if disputed else [])]
    return view.query(LISTED.format(condition=" AND ".join(conditions) or "true"))


def corrections_in(view: View, doc_id: str) -> pa.Table:
    """Return the corrections in one document, the latest first; none for an id that the ledger does not hold."""
    return view.query(LISTED.format(condition="n.doc_id = ?"), [doc_id])


def history(view: View, record_id: str) -> pa.Table:
    """Return the corrections of one record, the latest first; for a telling those of its event, for a document all."""
    if record_id.startswith("d"):
        condition, ids = "n.doc_id IN (SELECT unnest(?::VARCHAR[]))", [view.holders(record_id)[0]]
    else:
        condition, ids = "n.target_id IN (SELECT unnest(?::VARCHAR[]))", [own for _, own in _held(view, record_id)]
    return view.query(LISTED.format(condition=condition), [ids])


def with_rejected(view: View, record_id: str) -> tuple[Record, ...]:
    """Return the records of the documents that hold an id; where the record was rejected, as it was coded."""
    doc_ids = view.holders(record_id)[1]
    own = [] if record_id.startswith("d") else [own for _, own in _held(view, record_id)]
    rejected = view.query(
        "SELECT DISTINCT doc_id FROM corrections_now WHERE field = ? AND value = ? AND state = 'applied' "
        "AND target_id IN (SELECT unnest(?::VARCHAR[]))",
        [RECORD, REJECTED, own],
    )["doc_id"].to_pylist()
    as_coded = view.records([d for d in doc_ids if d in set(rejected)], coded=True)
    as_corrected = view.records([d for d in doc_ids if d not in set(rejected)])
    return tuple(sorted((*as_coded, *as_corrected), key=lambda r: r.document.doc_id))
