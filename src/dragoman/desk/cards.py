"""Cards: what was found in a text, one event, stance or expectation each, with who says so and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dragoman.desk.rows import MARKS, Party
from dragoman.desk.wording import days
from dragoman.explore.words import entity_map, one_line, speaker
from dragoman.model import Attribution, Document, Entity, Event, Evidence, Expectation, Position, Record
from dragoman.store.browse import lives_of, wholes_of
from dragoman.store.correction_kinds import APPLIED, AS_CODED
from dragoman.store.corrections import corrections_in
from dragoman.store.view import View


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
class Whole:
    """An event over all documents.

    Attributes:
        event_id: In the ledger.
        status: As it stands by all of them.
        n_articles: Documents that tell it.
        n_origins: Independent texts among them.
        life: The states that it went through: status, day on which it was first told, and document.
    """

    event_id: str
    status: str
    n_articles: int
    n_origins: int
    life: tuple[tuple[str, date | None, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A decision of a person on what was found.

    Attributes:
        field: The field, or "record" where the whole was accepted.
        before: Its value before, or "none".
        value: Its value now.
        author: Who decided.
        day: When.
        reason: Why, or "".
    """

    field: str
    before: str
    value: str
    author: str
    day: str
    reason: str


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
        whole: The event over all documents, where others tell it, too; None else.
        corrections: What people decided on it and holds, by field.
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
    whole: Whole | None = None
    corrections: tuple[Corrected, ...] = ()


def wholes_in(view: View, doc_id: str) -> dict[str, Whole]:
    """Return the whole events that a document tells of, by its own ids; those that it alone tells stay out."""
    rows = [row for row in wholes_of(view, doc_id).to_pylist() if row["n_articles"] > 1]
    lives: dict[str, list[tuple[str, date | None, str]]] = {row["event_id"]: [] for row in rows}
    for phase in lives_of(view, list(lives)).to_pylist():
        lives[phase["event_id"]].append((phase["status"], phase["day"], phase["doc_id"]))
    return {
        row["member_id"]: Whole(
            event_id=row["event_id"],
            status=row["status"],
            n_articles=row["n_articles"],
            n_origins=row["n_origins"],
            life=tuple(lives[row["event_id"]]),
        )
        for row in rows
    }


def corrected_in(view: View, doc_id: str) -> dict[str, tuple[Corrected, ...]]:
    """Return the corrections in a document that hold, by the id of what they are about."""
    found: dict[str, list[Corrected]] = {}
    for row in corrections_in(view, doc_id).to_pylist():
        if row["state"] == APPLIED and row["value"] != AS_CODED:
            one = Corrected(
                field=row["field"],
                before=one_line(str(row["before"] or "none")),
                value=one_line(str(row["value"])),
                author=one_line(row["author"]),
                day=row["at"][:10],
                reason=one_line(row["reason"] or ""),
            )
            found.setdefault(row["target_id"], []).append(one)
    return {target: tuple(sorted(rows, key=lambda one: one.field)) for target, rows in found.items()}


def cards_of(record: Record) -> Iterator[Card]:
    """Yield a card for each event, stance and expectation of a record."""
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
