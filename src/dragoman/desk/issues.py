"""Issues: what events and stances are about, and who stands where on one of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dragoman.desk.query import Query, page_number
from dragoman.desk.rows import EventRow, PositionRow, event_rows, position_rows
from dragoman.desk.source import Snapshot
from dragoman.errors import NotFoundError
from dragoman.store.browse import count_events, event_page, issue_labels, positions_on, stance_objects
from dragoman.store.filters import Filters

LABELS: Final = 60
POSITIONS: Final = 200
EVENTS: Final = 20
PLACES: Final[Mapping[str, float]] = {"oppose": 0.0, "mixed": 0.5, "neutral": 0.5, "support": 1.0}
"""Where a stance stands between against and for."""
MOVES: Final[Mapping[str, float]] = {"softened": 0.18, "hardened": 0.18, "reversed": 1.0, "none": 0.0}
"""How long the arrow of a change is drawn, as a share of the way from against to for: its direction is stated by the
text, its length is not, except for a reversal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """An issue in the list."""

    label: str
    n: int
    n_actors: int
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuesPage:
    """All issues.

    Attributes:
        events: Labels that events carry, with the number of events.
        stances: What stances are about, in the texts' words, with the number of actors.
        limit: Rows of each at most.
    """

    events: tuple[Label, ...]
    stances: tuple[Label, ...]
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """An actor on an issue: its latest stance.

    Attributes:
        name: Of the actor.
        code: Of the actor, or None.
        entity_id: Of the actor.
        stance: Latest.
        at: 0 against, 1 for.
        came_from: Where the text says it stood before, or None.
        change: none, softened, hardened or reversed.
        on: What the stance is about, in the text's words.
        n: Stances told.
    """

    name: str
    code: str | None
    entity_id: str
    stance: str
    at: float
    came_from: float | None
    change: str
    on: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePage:
    """One issue.

    Attributes:
        label: As asked for.
        stands: Actors from against to for.
        positions: Every stance with its quotation, the latest first; at most 200.
        events: A page of the events that carry the label.
        n_events: All of them.
        page: Number of the page.
        n_pages: Pages.
    """

    label: str
    stands: tuple[Stand, ...]
    positions: tuple[PositionRow, ...]
    events: tuple[EventRow, ...]
    n_events: int
    page: int
    n_pages: int


def issues_page(snapshot: Snapshot) -> IssuesPage:
    """Return the labels of events and the objects of stances."""
    events = issue_labels(snapshot.view, limit=LABELS).to_pylist()
    stances = stance_objects(snapshot.view, limit=LABELS).to_pylist()
    return IssuesPage(
        events=tuple(Label(label=r["label"], n=r["n_events"], n_actors=0, last=r["last"]) for r in events),
        stances=tuple(Label(label=r["label"], n=r["n"], n_actors=r["n_actors"], last=r["last"]) for r in stances),
        limit=LABELS,
    )


def issue_page(snapshot: Snapshot, label: str, query: Query) -> IssuePage:
    """Return who stands where on an issue; raises NotFoundError if nothing in the ledger is about it."""
    view = snapshot.view
    if not label.strip():
        raise NotFoundError("issue: expected a label; /issues lists them")
    positions = position_rows(positions_on(view, label, limit=POSITIONS))
    positions = tuple(row for row in positions if not row.is_actor)
    page, filters = page_number(query), Filters(issue=label, limit=EVENTS)
    n_events = count_events(view, filters)
    if not positions and not n_events:
        raise NotFoundError(f"issue {label!r}: no event and no position in the ledger is about it")
    events = event_rows(view, event_page(view, filters, offset=(page - 1) * EVENTS))
    return IssuePage(
        label=label,
        stands=stands_of(positions),
        positions=positions,
        events=events,
        n_events=n_events,
        page=page,
        n_pages=max(1, -(-n_events // EVENTS)),
    )


def stands_of(positions: tuple[PositionRow, ...]) -> tuple[Stand, ...]:
    """Return the latest stance of each actor on each thing, from against to for; `positions` are the latest first."""
    found: dict[tuple[str, str], Stand] = {}
    for row in positions:
        if row.status not in {"happened", "ongoing"}:
            continue
        key = (row.actor.entity_id, row.object.name.casefold())
        if key in found:
            found[key] = replace(found[key], n=found[key].n + 1)
            continue
        at = PLACES[row.stance]
        found[key] = Stand(
            name=row.actor.name,
            code=row.actor.code,
            entity_id=row.actor.entity_id,
            stance=row.stance,
            at=at,
            came_from=_before(at, row.change),
            change=row.change,
            on=row.object.name,
            n=1,
        )
    return tuple(sorted(found.values(), key=lambda one: (one.at, one.name, one.on)))


def _before(at: float, change: str) -> float | None:
    """Return where an actor stood before a change, as far as its word tells; None if it did not move."""
    length = MOVES[change]
    if not length:
        return None
    if change == "reversed":
        return 1.0 - at
    toward_middle = 1.0 if at < 0.5 else -1.0
    before = at + (toward_middle if change == "hardened" else -toward_middle) * length
    return min(1.0 + length, max(-length, before))
