"""Ledgers of random reports that copy, credit, contradict and outdate one another, grown step by step."""

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from factory import make_document, make_event, make_evidence, make_record

from dragoman.errors import ConfigError
from dragoman.linking import correct_record, link_ledger, pin_identity
from dragoman.model import (
    Attribution,
    Document,
    Entity,
    EventType,
    Expectation,
    Interval,
    Precision,
    Record,
    Span,
    SpeakerKind,
    Status,
)
from dragoman.model.links import PinVerb
from dragoman.store import open_ledger
from dragoman.store.corrections import Change
from dragoman.store.ledger import Ledger
from dragoman.store.pins import event_of

START = date(2021, 3, 1)
OUTLETS = ("The Fjord", "The Dune", "Reuters", "The Harbour Post", None)
SENTENCES = tuple(
    f"{who} and {what} were spoken of at length in the old hall of {where}."
    for who in ("Fish quotas", "Three bridges", "The ferry line")
    for what in ("the price of salt", "a railway to the coast", "the two lighthouses")
    for where in ("Bergen", "Moundou")
)
FURNITURE = "Sign up for our letter and read each morning what moved the north."
QUOTES = ('"We will never sign that sheet of paper", a diplomat said.', "The deal is dead, according to Reuters.",
          "So says a report by The Harbour Post.", "")  # fmt: skip
STATUSES = (Status.HAPPENED,) * 4 + (Status.PLANNED,) * 3 + (Status.CANCELLED, Status.POSTPONED) + (Status.DENIED,) * 2
PARTIES = ("state:NOR", "state:TCD", "state:KEN", "person:berg", "person:dahl")
SPEAKERS = (("outlet", SpeakerKind.OUTLET), ("state:NOR", SpeakerKind.NAMED), ("state:TCD", SpeakerKind.NAMED))


def entities(rng: random.Random) -> tuple[Entity, ...]:
    """Return the parties; texts differ on for whom a person acts."""
    codes = {"person:berg": rng.choice(("NOR", "NOR", None, "KEN")), "person:dahl": rng.choice(("TCD", None))}
    return tuple(Entity(entity_id=p, name=p, code=codes.get(p, p[-3:])) for p in PARTIES)


def report(rng: random.Random, number: int) -> Record:
    """Return a record of a text with one to three events."""
    sentences = rng.sample(SENTENCES[: rng.choice((4, len(SENTENCES)))], 3)
    tail = rng.choice(("", f"The {number}th of its kind ended late."))
    text = " ".join([*sentences, rng.choice(QUOTES), tail, *([FURNITURE] if rng.random() < 0.5 else [])])
    published = None if rng.random() < 0.06 else START + timedelta(days=rng.randrange(60))
    outlet = rng.choice(OUTLETS) if rng.random() < 0.9 else f"Outlet {number}"
    doc = make_document(
        number, doc_id=Document.key(text, outlet, published, str(number)), url=str(number), text=text,
        published=published, outlet=outlet, body=(Span(0, len(text)),),
    )  # fmt: skip
    events = tuple(event(rng, doc, k, published or START) for k in range(rng.randint(1, 3)))
    outlook = tuple(
        Expectation(
            expectation_id=Expectation.key(doc.doc_id, Span(k, 20)), statement=Span(k, 20), who="outlet", what="it",
            due=interval(START + timedelta(days=rng.randrange(60)), rng.randrange(4)), event=e.event_id,
            condition=Span(2, 9) if rng.random() < 0.2 else None,
        )
        for k, e in enumerate(events)
        if rng.random() < 0.3
    )  # fmt: skip
    return make_record(
        document=doc, events=events, outlook=outlook, positions=(), drivers=(), mentions=(), entities=entities(rng)
    )


def event(rng: random.Random, doc: Document, k: int, told: date):
    """Return an event of a text."""
    first = rng.choice(PARTIES)
    others = tuple(rng.sample([p for p in PARTIES if p != first], rng.randrange(3)))
    lemma = rng.choice(("meet", "meet", "visit", "shell"))
    speaker, kind = rng.choice(SPEAKERS)
    evidence = make_evidence(
        doc, trigger=Span(5 * k, 5 * k + 4), lemma=lemma, rule=f"v:{lemma}", status=rng.choice(STATUSES),
        type=EventType.ASSAULT if lemma == "shell" else EventType.CONSULT, actors=(first,), recipients=others,
        attribution=(Attribution(speaker=speaker, kind=kind),),
    )  # fmt: skip
    when = None if rng.random() < 0.4 else interval(told + timedelta(days=rng.randrange(-2, 9)), rng.randrange(2))
    name = f"{rng.randrange(12)}shared" if rng.random() < 0.15 else f"{k}{doc.doc_id[1:]}"
    return make_event(doc, event_id=f"e{name}", evidence=(evidence,), date=when, place=None)


def interval(first: date, length: int) -> Interval:
    """Return days."""
    return Interval(start=first, end=first + timedelta(days=length), precision=Precision.DAY, basis="absolute")


def grow(rng: random.Random, path: Path, n_steps: int) -> Iterator[Ledger]:
    """Yield a ledger after each of many small changes, joined after each."""
    ledger, number, held = open_ledger(path), 0, list[Record]()
    for step in range(n_steps):
        kind = rng.choices(("add", "code anew", "pin", "correct"), (6, 1, 2, 2))[0] if step else "add"
        if kind in {"add", "code anew"}:
            n = 8 if not step else rng.randint(1, 3)
            if kind == "add":
                records = [report(rng, number + k) for k in range(n)]
                held += records
                number += n
            else:
                records = [anew(rng, r) for r in rng.sample(held, 2)]
            with ledger.writer(coder_version=f"{kind} {step}", started=str(step)) as writer:
                for record in records:
                    writer.add(record)
            link_ledger(path, coder_version="1", started=str(step))
        else:
            change(rng, ledger, step, kind)
        yield ledger


def anew(rng: random.Random, record: Record) -> Record:
    """Return a record of the same text, coded otherwise."""
    events = tuple(event(rng, record.document, k, record.document.published or START) for k in range(rng.randint(0, 2)))
    return replace(record, events=events, outlook=())


def change(rng: random.Random, ledger: Ledger, step: int, kind: str) -> None:
    """Let a person decide on identity, or correct an event."""
    view = ledger.view()
    ids = view.query("SELECT DISTINCT event_id FROM events_own ORDER BY 1")["event_id"].to_pylist()
    one, two = rng.sample(ids, 2)
    at = f"2022-01-{step + 1:02d}"
    if kind == "pin" and len(event_of(view, one)) > 1 and rng.random() < 0.7:
        pin_identity(ledger.path, PinVerb.SPLIT, one, None, reason="", author="eva", at=at)
    elif kind == "pin":
        pin_identity(ledger.path, PinVerb.JOIN, one, two, reason="", author="eva", at=at)
    else:
        how = rng.choice(
            (
                Change(verdict="reject"),
                Change(field="status", value=rng.choice(("happened", "denied", "planned"))),
                Change(field="actors", value=rng.choice(("KEN", "person:dahl"))),
            )
        )
        with suppress(ConfigError):  # nobody may stand on both sides
            correct_record(ledger.path, one, how, author="eva", at=at)
