"""Builders of records for tests; every part can be overridden."""

from datetime import date
from typing import Any

from dragoman.model import (
    Attribution,
    Document,
    Driver,
    Entity,
    Event,
    EventType,
    Evidence,
    Expectation,
    Interval,
    Mention,
    MentionKind,
    Place,
    Position,
    Precision,
    Receipt,
    Record,
    Span,
    SpeakerKind,
    Stage,
    Stance,
    Status,
)

NORWAY = Entity(entity_id="state:NOR", name="Norway", code="NOR", sector="GOV")
CHAD = Entity(entity_id="state:TCD", name="Chad", code="TCD", sector="GOV")


def make_document(number: int = 1, **over: Any) -> Document:
    text = f"Norway met Chad. Dispatch number {number}. Norway backs Chad."
    values: dict[str, Any] = {
        "doc_id": Document.key(text, "The Fjord", date(2021, 3, 1), None),
        "text": text,
        "given_id": f"n{number}",
        "title": f"Meeting {number}",
        "published": date(2021, 3, 1),
        "outlet": "The Fjord",
        "body": (Span(0, len(text)),),
    }
    return Document(**{**values, **over})


def make_evidence(document: Document, **over: Any) -> Evidence:
    values: dict[str, Any] = {
        "doc_id": document.doc_id,
        "type": EventType.CONSULT,
        "trigger": Span(7, 10),
        "lemma": "meet",
        "actors": ("state:NOR", "state:TCD"),
        "status": Status.HAPPENED,
        "rule": "v:meet",
    }
    return Evidence(**{**values, **over})


def make_event(document: Document, **over: Any) -> Event:
    evidence = over.pop("evidence", (make_evidence(document),))
    first = evidence[0]
    values: dict[str, Any] = {
        "event_id": f"e{document.doc_id[1:]}",
        "type": first.type,
        "trigger": first.trigger,
        "status": first.status,
        "evidence": evidence,
        "actors": first.actors,
        "recipients": first.recipients,
        "attribution": first.attribution,
        "date": Interval(start=date(2021, 2, 27), end=date(2021, 2, 27), precision=Precision.DAY, basis="absolute"),
        "place": Place(name="Oslo", country="NOR", lat=59.9, lon=10.7, kind="town"),
    }
    return Event(**{**values, **over})


def make_record(number: int = 1, **over: Any) -> Record:
    document = over.pop("document", None) or make_document(number)
    end = len(document.text)
    support = Span(end - len("Norway backs Chad."), end - 1)
    values: dict[str, Any] = {
        "document": document,
        "entities": (NORWAY, CHAD),
        "mentions": (
            Mention(span=Span(0, 6), head=0, entity_id="state:NOR", kind=MentionKind.NAME, rule="table"),
            Mention(span=Span(11, 15), head=2, entity_id="state:TCD", kind=MentionKind.NAME, rule="table"),
        ),
        "events": (make_event(document),),
        "positions": (
            Position(
                position_id=Position.key(document.doc_id, "state:NOR", "state:TCD", Stance.SUPPORT, support),
                actor="state:NOR",
                object="state:TCD",
                stance=Stance.SUPPORT,
                evidence=support,
                attribution=(Attribution(speaker="state:NOR", kind=SpeakerKind.NAMED, span=Span(0, 6)),),
            ),
        ),
        "drivers": (Driver(cause_span=Span(17, 25), effect=f"e{document.doc_id[1:]}", marker="because"),),
        "outlook": (
            Expectation(
                expectation_id=Expectation.key(document.doc_id, Span(0, 15)),
                statement=Span(0, 15),
                who="outlet",
                what="Norway met Chad",
                due=Interval(start=date(2021, 4, 1), end=date(2021, 4, 30), precision=Precision.MONTH, basis="b"),
                event=f"e{document.doc_id[1:]}",
            ),
        ),
        "receipts": (Receipt(doc_id=document.doc_id, source="n.txt", stage=Stage.READ, outcome="ok"),),
    }
    return Record(**{**values, **over})
