"""One actor: offices, stances, events, who cites it, whom it stands with and against."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from dragoman.desk.query import Query, asked, page_number
from dragoman.desk.rows import EventRow, PositionRow, event_rows, position_rows
from dragoman.desk.source import Snapshot
from dragoman.errors import NotFoundError
from dragoman.explore.words import one_line
from dragoman.lexicon.offices import who
from dragoman.store.browse import (
    count_events,
    documents_naming,
    entities_with_code,
    entity,
    event_page,
    offices_told,
    positions_of,
)
from dragoman.store.filters import Filters, entities
from dragoman.store.whom import similar_names

EVENTS: Final = 20
POSITIONS: Final = 30
DOCUMENTS: Final = 15
PARTNERS: Final = 10
MEMBERS: Final = 25
LISTED: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office as the documents or the tables have it."""

    office: str
    first: date | None
    last: date | None
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Another actor and the mean tone between the two, -10 to 10, over their events."""

    code: str
    n_events: int
    tone: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Someone who acts under the code."""

    entity_id: str
    name: str
    office: str | None
    n_documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """A document that names the actor.

    Attributes:
        doc_id: In the ledger.
        title: Headline.
        published: Its day.
        outlet: Who published it.
        n_mentions: How often it names the actor.
        n_vouched: Events that it tells on the actor's word.
    """

    doc_id: str
    title: str
    published: date | None
    outlet: str
    n_mentions: int
    n_vouched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorPage:
    """An actor.

    Attributes:
        query: Filters that are set.
        key: Code or entity id as asked for.
        name: For people.
        code: Of the state or organisation, or None.
        sector: PLOVER sector, or None.
        is_code: Whether all who act under a code are shown together.
        offices: Of a person.
        members: Those who act under the code.
        aligned: Partners with a tone above 0, the busiest first.
        opposed: Partners with a tone below 0.
        positions: Held, the latest first.
        about: Held by others about this actor.
        events: A page of them, the latest first.
        n_events: All of them.
        page: Number of the page.
        n_pages: Pages.
        documents: That name it, the latest first.
    """

    query: Mapping[str, str]
    key: str
    name: str
    code: str | None
    sector: str | None
    is_code: bool
    offices: tuple[Office, ...]
    members: tuple[Member, ...]
    aligned: tuple[Partner, ...]
    opposed: tuple[Partner, ...]
    positions: tuple[PositionRow, ...]
    about: tuple[PositionRow, ...]
    events: tuple[EventRow, ...]
    n_events: int
    page: int
    n_pages: int
    documents: tuple[Naming, ...]


def actor_page(snapshot: Snapshot, key: str, query: Query) -> ActorPage:
    """Return the page of a code or an entity id; raises NotFoundError if the ledger knows nobody by it."""
    view = snapshot.view
    members = entities_with_code(view, key, limit=MEMBERS).to_pylist() if ":" not in key else []
    rows = members[:1] or entity(view, key).to_pylist()
    if not rows:
        similar = ", ".join(similar_names(view, key))
        raise NotFoundError(f"{key}: the ledger knows nobody by it" + (f"; similar: {similar}" if similar else ""))
    row, ids = rows[0], [one["entity_id"] for one in members] or [key]
    page, filters = page_number(query), Filters(actor=key, limit=EVENTS)
    n_events = count_events(view, filters)
    partners = _partners(snapshot, key) if members else ()
    return ActorPage(
        query=asked(query, ("page",)),
        key=key,
        name=one_line(row["name"]),
        code=row["code"],
        sector=row["sector"],
        is_code=bool(members),
        offices=() if members else _offices(snapshot, key, row["name"]),
        members=tuple(
            Member(entity_id=m["entity_id"], name=one_line(m["name"]), office=m["office"], n_documents=m["n_documents"])
            for m in members
        ),
        aligned=tuple(p for p in partners if p.tone > 0)[:PARTNERS],
        opposed=tuple(p for p in partners if p.tone < 0)[:PARTNERS],
        positions=position_rows(positions_of(view, (key,), None, limit=POSITIONS)),
        about=position_rows(positions_of(view, (), (key,), limit=POSITIONS)),
        events=event_rows(view, event_page(view, filters, offset=(page - 1) * EVENTS)),
        n_events=n_events,
        page=page,
        n_pages=max(1, -(-n_events // EVENTS)),
        documents=_documents(snapshot, ids),
    )


def _offices(snapshot: Snapshot, entity_id: str, name: str) -> tuple[Office, ...]:
    """Return what documents say of the office, then what the tables say on the ledger's last day."""
    told = [
        Office(office=row["office"], first=row["first"], last=row["last"], origin="told")
        for row in offices_told(snapshot.view, entity_id).to_pylist()
    ]
    if snapshot.day is None or not entity_id.startswith("person:"):
        return tuple(told)
    known = [
        Office(office=f"{holder.office} ({holder.code})", first=holder.start, last=holder.end, origin="tables")
        for holder in who(name, on=snapshot.day)
        if holder.person == name
    ]
    return (*told, *known)


def _partners(snapshot: Snapshot, code: str) -> tuple[Partner, ...]:
    table = snapshot.own.events
    if code not in table.codes:
        return ()
    own = table.codes.index(code)
    first, second, rows = table.select((table.actor == own) | (table.recipient == own)).dyads(directed=False)
    other = np.where(first == own, second, first)
    counts = np.bincount(other, minlength=len(table.codes))
    tones = np.bincount(other, weights=rows.value, minlength=len(table.codes))
    busiest = np.lexsort((np.arange(len(counts)), -counts))
    return tuple(
        Partner(code=table.codes[at], n_events=int(counts[at]), tone=float(tones[at] / counts[at]))
        for at in busiest.tolist()
        if counts[at]
    )


def _documents(snapshot: Snapshot, ids: list[str]) -> tuple[Naming, ...]:
    return tuple(
        Naming(
            doc_id=row["doc_id"],
            title=one_line(row["title"] or "(untitled)"),
            published=row["published"],
            outlet=row["outlet"] or "unknown outlet",
            n_mentions=row["n_mentions"],
            n_vouched=row["n_vouched"],
        )
        for row in documents_naming(snapshot.view, ids, limit=DOCUMENTS).to_pylist()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An actor in the list."""

    entity_id: str
    name: str
    code: str | None
    sector: str | None
    office: str | None
    n_documents: int
    n_origins: int
    n_events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorsPage:
    """Everyone who is named, those in most events first.

    Attributes:
        q: Part of a name asked for, or "".
        actors: At most 100.
        limit: That number.
    """

    q: str
    actors: tuple[Listed, ...]
    limit: int


def actors_page(snapshot: Snapshot, query: Query) -> ActorsPage:
    """Return the actors whose name holds `q`, or all."""
    q = query.get("q", "").strip()
    rows = entities(snapshot.view, Filters(text=q or None, limit=LISTED)).to_pylist()
    return ActorsPage(q=q, actors=tuple(Listed(**row) for row in rows), limit=LISTED)
