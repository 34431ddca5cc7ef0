"""From a record to the rows of the ledger's tables."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import msgspec
import pyarrow as pa

from dragoman.errors import RecordError
from dragoman.model import Attribution, Document, Entity, Event, Record, Span
from dragoman.model.codec import document_from, from_exchange, to_exchange
from dragoman.model.exchange import HeadJSON, RecordJSON
from dragoman.model.ids import content_id
from dragoman.store.schema import row_schema

Row = dict[str, object]
CONTEXT_CHARS = 60
"""Code points on either side of a trigger that are kept as its context in `events`."""


_DECODER = msgspec.json.Decoder(RecordJSON)
_HEAD_DECODER = msgspec.json.Decoder(HeadJSON)


def origin_key(document: Document) -> str:
    """Return the id of a document's origin: the same for verbatim copies, whatever their head and spacing.

    Edited copies get origins of their own here; near-duplicates are a later stage's work.
    """
    prose = " ".join(span.of(document.text) for span in document.body) or document.text
    return content_id("o", re.sub(r"\W+", " ", prose).strip().casefold())


def arrow_rows(found_rows: Iterable[tuple[str, Row]]) -> Mapping[str, pa.Table]:
    """Return rows by table, without the batch columns and in the order in which they come; no empty tables."""
    found: dict[str, list[Row]] = {}
    for table, row in found_rows:
        found.setdefault(table, []).append(row)
    return {name: pa.Table.from_pylist(held, schema=row_schema(name)) for name, held in found.items()}


def rows(record: Record) -> Iterator[tuple[str, Row]]:
    """Yield (table, row) for everything in a record."""
    doc = record.document
    entities = {e.entity_id: e for e in record.entities}
    yield "documents", _document(doc)
    yield "records", {"doc_id": doc.doc_id, "record": _without_text(record)}
    for e in record.entities:
        yield "entities", _entity(doc, e)
    for m in record.mentions:
        yield (
            "mentions",
            {
                "doc_id": doc.doc_id,
                "entity_id": m.entity_id,
                "span_start": m.span.start,
                "span_end": m.span.end,
                "text": m.span.of(doc.text),
                "kind": m.kind.value,
                "rule": m.rule,
                "score": m.score,
            },
        )
    told: set[str] = set()
    for event in record.events:
        if event.event_id not in told:
            yield from _event(doc, event, entities)
        yield from _tellings(doc, event, entities)
        told.add(event.event_id)
    yield from _positions(record, entities)
    yield from _rest(record, entities)


def record_of(line: str, text: str) -> Record:
    """Return the record of a row of `records` and the text of its document: the very one that was added.

    Raises:
        RecordError: If the row is damaged.
    """
    try:
        return from_exchange(replace(_DECODER.decode(line), text=text))
    except ValueError as err:
        raise RecordError(f"row of records: {err}") from err


def document_of(line: str, text: str) -> Document:
    """Return the document of a row of `records` and its text, the rest of the row passed over.

    Raises:
        RecordError: If the row is damaged where it tells of the document.
    """
    try:
        return document_from(replace(_HEAD_DECODER.decode(line), text=text))
    except ValueError as err:
        raise RecordError(f"row of records: {err}") from err


def is_record(line: str) -> bool:
    """Tell whether a row of `records` can be read."""
    try:
        _DECODER.decode(line)
    except ValueError:
        return False
    return True


def _without_text(record: Record) -> str:
    """Return the exchange form without the text, which has a column of its own."""
    return msgspec.json.encode(replace(to_exchange(record), text="")).decode()


def _document(doc: Document) -> Row:
    return {
        "doc_id": doc.doc_id,
        "given_id": doc.given_id,
        "title": doc.title,
        "published": doc.published,
        "outlet": doc.outlet,
        "url": doc.url,
        "author": doc.author,
        "language": doc.language,
        "n_words": len(doc.text.split()),
        "origin_id": origin_key(doc),
        "text": doc.text,
    }


def _entity(doc: Document, e: Entity) -> Row:
    return {
        "doc_id": doc.doc_id,
        "entity_id": e.entity_id,
        "name": e.name,
        "code": e.code,
        "country": e.country,
        "sector": e.sector,
        "office": e.office,
        "is_anonymous": e.is_anonymous,
    }


def _event(doc: Document, event: Event, entities: dict[str, Entity]) -> Iterator[tuple[str, Row]]:
    date, place = event.date, event.place
    yield (
        "events",
        {
            "doc_id": doc.doc_id,
            "event_id": event.event_id,
            "type": event.type.value,
            "mode": event.mode,
            "status": event.status.value,
            "start": date.start if date else None,
            "end": date.end if date else None,
            "precision": date.precision.value if date else None,
            "place": place.name if place else None,
            "country": place.country if place else None,
            "lat": place.lat if place else None,
            "lon": place.lon if place else None,
            "issue": "; ".join(event.issue) or None,
            "cameo": event.cameo,
            "goldstein": event.goldstein,
            "magnitude": json.dumps(event.magnitude, sort_keys=True) if event.magnitude else None,
            "words": event.trigger.of(doc.text),
            "context": _context(doc.text, event.trigger),
            "n_tellings": len(event.evidence),
            "speaker_kinds": sorted({ev.attribution[0].kind.value for ev in event.evidence}),
        },
    )
    for role, ids in (("actor", event.actors), ("recipient", event.recipients)):
        for entity_id in ids:
            entity = entities.get(entity_id)
            yield (
                "participants",
                {
                    "doc_id": doc.doc_id,
                    "event_id": event.event_id,
                    "role": role,
                    "entity_id": entity_id,
                    "code": entity.code if entity else None,
                    "name": entity.name if entity else entity_id,
                },
            )


def _tellings(doc: Document, event: Event, entities: dict[str, Entity]) -> Iterator[tuple[str, Row]]:
    for ev in event.evidence:
        first = ev.attribution[0]
        yield (
            "evidence",
            {
                "doc_id": doc.doc_id,
                "evidence_id": ev.evidence_id,
                "event_id": event.event_id,
                "status": ev.status.value,
                "trigger_start": ev.trigger.start,
                "trigger_end": ev.trigger.end,
                "words": ev.trigger.of(doc.text),
                "speaker": first.speaker,
                "speaker_name": speaker_name(first, entities, doc),
                "speaker_kind": first.kind.value,
                "confidence": ev.confidence,
                "rule": ev.rule,
            },
        )
    for other in event.disputed_with:
        yield (
            "disputes",
            {"doc_id": doc.doc_id, "event_id": event.event_id, "other_id": other, "kind": "within one text"},
        )


def _positions(record: Record, entities: dict[str, Entity]) -> Iterator[tuple[str, Row]]:
    doc = record.document
    for p in record.positions:
        actor, target = entities.get(p.actor), entities.get(p.object)
        yield (
            "positions",
            {
                "doc_id": doc.doc_id,
                "position_id": p.position_id,
                "actor": p.actor,
                "actor_code": actor.code if actor else None,
                "actor_name": actor.name if actor else p.actor,
                "object": p.object,
                "object_code": target.code if target else None,
                "object_name": target.name if target else p.object,
                "stance": p.stance.value,
                "change": p.change.value,
                "status": p.status.value,
                "since": doc.published,
                "span_start": p.evidence.start,
                "span_end": p.evidence.end,
                "words": p.evidence.of(doc.text),
                "speaker_name": speaker_name(p.attribution[0], entities, doc),
                "speaker_kind": p.attribution[0].kind.value,
            },
        )


def _rest(record: Record, entities: dict[str, Entity]) -> Iterator[tuple[str, Row]]:
    doc = record.document
    for d in record.drivers:
        yield (
            "drivers",
            {
                "doc_id": doc.doc_id,
                "driver_id": content_id("c", doc.doc_id, d.cause_span.start, d.cause_span.end, d.effect, d.marker),
                "cause_start": d.cause_span.start,
                "cause_end": d.cause_span.end,
                "effect_id": d.effect,
                "words": d.cause_span.of(doc.text),
                "marker": d.marker,
            },
        )
    for x in record.outlook:
        holder = entities.get(x.who)
        yield (
            "expectations",
            {
                "doc_id": doc.doc_id,
                "expectation_id": x.expectation_id,
                "event_id": x.event,
                "holder": x.who,
                "holder_name": holder.name if holder else (doc.outlet or "outlet") if x.who == "outlet" else x.who,
                "due_start": x.due.start if x.due else None,
                "due_end": x.due.end if x.due else None,
                "condition": x.condition.of(doc.text) if x.condition else None,
                "state": "open",
                "settled_by": None,
                "words": x.statement.of(doc.text),
            },
        )
    for r in record.receipts:
        yield (
            "receipts",
            {
                "doc_id": doc.doc_id,
                "source": r.source,
                "stage": r.stage.value,
                "outcome": r.outcome,
                "detail": r.detail,
            },
        )


def speaker_name(link: Attribution, entities: dict[str, Entity], doc: Document) -> str:
    """Return a speaker for people: the entity's name, the words of an unnamed one, or the outlet."""
    if link.speaker == "outlet":
        return doc.outlet or "outlet"
    entity = entities.get(link.speaker)
    return entity.name if entity else link.speaker.partition(": ")[2] or link.speaker


def _context(text: str, span: Span) -> str:
    return " ".join(text[max(0, span.start - CONTEXT_CHARS) : span.end + CONTEXT_CHARS].split())
