"""One text as it came, with what was found in it marked, and a card for each find."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from dragoman.desk.rows import MARKS, Party
from dragoman.desk.wording import days
from dragoman.explore.words import entity_map, one_line, speaker
from dragoman.model import Attribution, Document, Entity, Event, Evidence, Expectation, Position, Record, Span
from dragoman.store.browse import documents_by_id, documents_of_origin
from dragoman.store.view import View

LAYERS: Final = ("event", "position", "cause", "outlook", "person")
"""What can be marked, as the page's toggles name it; the first that covers a stretch colours it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One who vouches.

    Attributes:
        words: For people.
        kind: Kind of source.
        start: First code point of the words that name it; None for the outlet.
    """

    words: str
    kind: str
    start: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one telling stands, and the rule behind it."""

    start: int
    words: str
    status: str
    cue: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What was found: an event, a stance or an expectation.

    Attributes:
        card_id: Id in the ledger.
        layer: event, position or outlook.
        start: First code point of its words.
        head: "CONSULT", "backs", "expected".
        mark: How it is drawn: is, ahead, off or maybe.
        status: Status, or "".
        actors: Doers, holders.
        recipients: Others, or what a stance is about.
        label: The issue of a stance, the statement of an expectation, or "".
        sources: Who says so, innermost first.
        when: Interval in words, or "".
        basis: How the interval was computed, or "".
        where: Place in words, or "".
        change: How a stance moved, or "".
        condition: If-clause, or "".
        causes: Stated causes: first code point and words.
        rivals: Ids of versions that exclude this one.
        places: Each telling with its rule.
    """

    card_id: str
    layer: str
    start: int
    head: str
    mark: str
    status: str
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    label: str = ""
    sources: tuple[Source, ...] = ()
    when: str = ""
    basis: str = ""
    where: str = ""
    change: str = ""
    condition: str = ""
    causes: tuple[tuple[int, str], ...] = ()
    rivals: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of the text under the same marks.

    Attributes:
        start: First code point.
        text: Its words, as they came.
        layers: What covers it, the first of LAYERS first.
        cards: Ids of the cards it belongs to.
        card: Card to follow to, or None.
        mark: Drawing of that card's status, or "".
        kind: Kind of its source, or "".
        entity: Entity named here, or None.
        opens: Whether a mark begins here, so that it can be linked to.
    """

    start: int
    text: str
    layers: tuple[str, ...]
    cards: tuple[str, ...]
    card: str | None
    mark: str
    kind: str
    entity: str | None
    opens: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRow:
    """Someone named in the text, with the office of its day."""

    entity_id: str
    name: str
    code: str | None
    sector: str | None
    office: str | None
    is_anonymous: bool
    n_mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRow:
    """What one stage did."""

    stage: str
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """One document.

    Attributes:
        doc_id: In the ledger.
        title: Headline.
        outlet: Who published it, or None.
        published: Its day, or None.
        author: Byline, or None.
        url: Web address, or None.
        n_words: Words.
        stretches: The whole text in order; joined they give it unchanged.
        cards: Finds in the order of the text.
        entities: Everyone named, the most named first.
        receipts: What each stage did.
        copies: Other documents with this text: id, outlet and day.
    """

    doc_id: str
    title: str
    outlet: str | None
    published: date | None
    author: str | None
    url: str | None
    n_words: int
    stretches: tuple[Stretch, ...]
    cards: tuple[Card, ...]
    entities: tuple[EntityRow, ...]
    receipts: tuple[ReceiptRow, ...]
    copies: tuple[tuple[str, str, date | None], ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    span: Span
    layer: str
    card: str | None
    mark: str = ""
    kind: str = ""
    entity: str | None = None


def article_page(view: View, doc_id: str) -> ArticlePage:
    """Return the page of a document; raises NotFoundError if the ledger does not hold it."""
    record = view.record(doc_id)
    doc = record.document
    cards = tuple(sorted(_cards(record), key=lambda card: (card.start, LAYERS.index(card.layer), card.card_id)))
    url = doc.url if doc.url and doc.url.startswith(("http://", "https://")) else None
    return ArticlePage(
        doc_id=doc.doc_id,
        title=one_line(doc.title or "(untitled)"),
        outlet=doc.outlet,
        published=doc.published,
        author=doc.author,
        url=url,
        n_words=len(doc.text.split()),
        stretches=tuple(stretches(doc.text, _marks(record))),
        cards=cards,
        entities=tuple(_entities(record)),
        receipts=tuple(
            ReceiptRow(stage=r.stage.value, outcome=r.outcome, detail=one_line(r.detail)) for r in record.receipts
        ),
        copies=_copies(view, doc),
    )


def _copies(view: View, doc: Document) -> tuple[tuple[str, str, date | None], ...]:
    own = documents_by_id(view, [doc.doc_id]).to_pylist()
    if not own or own[0]["origin_id"] is None:
        return ()
    rows = documents_of_origin(view, own[0]["origin_id"]).to_pylist()
    return tuple(
        (r["doc_id"], r["outlet"] or "unknown outlet", r["published"]) for r in rows if r["doc_id"] != doc.doc_id
    )


def _marks(record: Record) -> Iterator[_Mark]:
    for event in record.events:
        for ev in event.evidence:
            yield _Mark(ev.trigger, "event", event.event_id, MARKS[ev.status], ev.attribution[0].kind.value)
    for position in record.positions:
        yield _Mark(position.evidence, "position", position.position_id)
    for driver in record.drivers:
        yield _Mark(driver.cause_span, "cause", driver.effect)
    for expectation in record.outlook:
        yield _Mark(expectation.statement, "outlook", expectation.expectation_id)
    for mention in record.mentions:
        yield _Mark(mention.span, "person", None, entity=mention.entity_id)


def stretches(text: str, marks: Iterable["_Mark"]) -> Iterator[Stretch]:
    """Yield the text cut wherever a mark begins or ends; joined, the stretches give it unchanged."""
    waiting = sorted(marks, key=lambda m: m.span.start, reverse=True)
    starts = {mark.span.start for mark in waiting}
    cuts = sorted({0, len(text)} | starts | {mark.span.end for mark in waiting})
    over: list[_Mark] = []
    for start, end in pairwise(cuts):
        over = [mark for mark in over if mark.span.end > start]
        while waiting and waiting[-1].span.start == start:
            over.append(waiting.pop())
        over.sort(key=lambda m: (LAYERS.index(m.layer), m.span.end - m.span.start, m.span.start, m.card or ""))
        first = next((mark for mark in over if mark.card), None)
        yield Stretch(
            start=start,
            text=text[start:end],
            layers=tuple(dict.fromkeys(mark.layer for mark in over)),
            cards=tuple(dict.fromkeys(mark.card for mark in over if mark.card)),
            card=first.card if first else None,
            mark=next((mark.mark for mark in over if mark.mark), ""),
            kind=next((mark.kind for mark in over if mark.kind), ""),
            entity=next((mark.entity for mark in over if mark.entity), None),
            opens=start in starts,
        )


def _cards(record: Record) -> Iterator[Card]:
    entities = entity_map(record)
    causes: dict[str, list[tuple[int, str]]] = {}
    for driver in record.drivers:
        words = one_line(driver.cause_span.of(record.document.text))
        causes.setdefault(driver.effect, []).append((driver.cause_span.start, words))
    for event in record.events:
        yield _event_card(record, event, entities, tuple(causes.get(event.event_id, ())))
    for position in record.positions:
        yield _position_card(record, position, entities, tuple(causes.get(position.position_id, ())))
    for expectation in record.outlook:
        yield _expectation_card(record, expectation, entities)


def _event_card(
    record: Record, event: Event, entities: Mapping[str, Entity], causes: tuple[tuple[int, str], ...]
) -> Card:
    place = event.place
    return Card(
        card_id=event.event_id,
        layer="event",
        start=event.trigger.start,
        head=event.type.value,
        mark=MARKS[event.status],
        status=event.status.value,
        actors=_parties(event.actors, entities),
        recipients=_parties(event.recipients, entities),
        sources=tuple(_source(link, entities, record.document) for link in event.attribution),
        when=days(event.date.start, event.date.end) if event.date else "",
        basis=event.date.basis if event.date else "",
        where=", ".join(x for x in (one_line(place.name), place.country) if x) if place else "",
        causes=causes,
        rivals=event.disputed_with,
        places=tuple(_place(ev, record.document) for ev in event.evidence),
    )


def _place(ev: Evidence, document: Document) -> Place:
    return Place(
        start=ev.trigger.start,
        words=one_line(ev.trigger.of(document.text)),
        status=ev.status.value,
        cue=one_line(ev.status_cue.of(document.text)) if ev.status_cue else "",
        rule=ev.rule,
        confidence=ev.confidence,
    )


def _position_card(
    record: Record, position: Position, entities: Mapping[str, Entity], causes: tuple[tuple[int, str], ...]
) -> Card:
    about = _parties((position.object,), entities) if position.object in entities else ()
    return Card(
        card_id=position.position_id,
        layer="position",
        start=position.evidence.start,
        head=position.stance.value,
        mark=MARKS[position.status],
        status="" if position.status == "happened" else position.status.value,
        actors=_parties((position.actor,), entities),
        recipients=about,
        label="" if about else one_line(position.object),
        sources=tuple(_source(link, entities, record.document) for link in position.attribution),
        change="" if position.change == "none" else position.change.value,
        causes=causes,
        places=(
            Place(
                start=position.evidence.start,
                words=one_line(position.evidence.of(record.document.text)),
                status=position.status.value,
                cue="",
                rule=position.rule,
                confidence=0.0,
            ),
        ),
    )


def _expectation_card(record: Record, x: Expectation, entities: Mapping[str, Entity]) -> Card:
    text, outlet = record.document.text, record.document.outlet
    kind = "outlet" if x.who == "outlet" else x.who.partition(": ")[0] if ": " in x.who else "named"
    return Card(
        card_id=x.expectation_id,
        layer="outlook",
        start=x.statement.start,
        head="expected",
        mark="ahead",
        status="",
        label=one_line(x.statement.of(text)),
        sources=(Source(words=_plain(speaker(x.who, dict(entities), outlet)), kind=kind, start=None),),
        when=days(x.due.start, x.due.end) if x.due else "",
        basis=x.due.basis if x.due else "",
        condition=one_line(x.condition.of(text)) if x.condition else "",
    )


def _source(link: Attribution, entities: Mapping[str, Entity], document: Document) -> Source:
    words = _plain(speaker(link.speaker, dict(entities), document.outlet))
    return Source(words=words, kind=link.kind.value, start=link.span.start if link.span else None)


def _plain(words: str) -> str:
    """Return a speaker without the kind in brackets, which the page shows by itself."""
    return words.removesuffix(" (anonymous)").removesuffix(" (document)")


def _parties(ids: tuple[str, ...], entities: Mapping[str, Entity]) -> tuple[Party, ...]:
    return tuple(
        Party(entity_id=i, name=one_line(entities[i].name), code=entities[i].code)
        if i in entities
        else Party(entity_id=i, name=one_line(i))
        for i in ids
    )


def _entities(record: Record) -> Iterator[EntityRow]:
    counts: dict[str, int] = {}
    for mention in record.mentions:
        counts[mention.entity_id] = counts.get(mention.entity_id, 0) + 1
    for e in sorted(record.entities, key=lambda one: (-counts.get(one.entity_id, 0), one.entity_id)):
        yield EntityRow(
            entity_id=e.entity_id,
            name=one_line(e.name),
            code=e.code,
            sector=e.sector,
            office=e.office,
            is_anonymous=e.is_anonymous,
            n_mentions=counts.get(e.entity_id, 0),
        )
