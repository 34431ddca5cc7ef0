"""One text as it came, with what was found in it marked, and a card for each find."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

from dragoman.desk.cards import Card, cards_of, corrected_in, wholes_in
from dragoman.desk.rows import MARKS
from dragoman.explore.words import one_line
from dragoman.model import Document, Record, Span
from dragoman.store.browse import documents_by_id, documents_of_origin
from dragoman.store.view import View

LAYERS: Final = ("event", "position", "cause", "outlook", "person")
"""What can be marked, as the page's toggles name it; the first that covers a stretch colours it."""


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
        copies: Other documents of the same origin: id, outlet and day.
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
    wholes = wholes_in(view, doc_id)
    corrected = corrected_in(view, doc_id)
    found = (
        replace(card, whole=wholes.get(card.card_id), corrections=corrected.get(card.card_id, ()))
        for card in cards_of(record)
    )
    cards = tuple(sorted(found, key=lambda card: (card.start, LAYERS.index(card.layer), card.card_id)))
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
