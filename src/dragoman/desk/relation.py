"""Two actors: how they stood over time, what happened, what is expected, where each stands toward the other."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

import numpy as np

from dragoman.desk.outlook import Expected, expected_rows
from dragoman.desk.query import Query, a_choice, a_day, asked, page_number
from dragoman.desk.rows import MARKS, EventRow, PositionRow, event_rows, imported_rows, position_rows
from dragoman.desk.source import Dyads, Snapshot
from dragoman.errors import NotFoundError
from dragoman.explore.outlook import outlook
from dragoman.model import Status
from dragoman.store.browse import entities_with_code, events_by_id, imported_by_id, positions_of
from dragoman.store.filters import Filters
from dragoman.store.imports import OWN
from dragoman.store.view import View
from dragoman.store.whom import similar_names
from dragoman.track import RelationPoint, Shift, base_rates

SHOWN: Final = 25
"""Events a page."""
MARKS_SHOWN: Final = 400
PERIODS: Final = {"week": 52, "month": 36}
"""Periods that the picture shows unless asked for more, counted back from the ledger's last day."""
SPANS: Final = ("recent", "all")
FREQUENCIES: Final = ("week", "month")
POSITIONS: Final = 20
EXPECTED: Final = 20
HORIZON_DAYS: Final = 30
QUERY: Final = ("from", "freq", "span", "directed", "status", "since", "until", "page")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMark:
    """An event as a mark under the picture."""

    event_id: str
    day: date
    type: str
    status: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """A forecast: the chance of at least one such act in the days to come.

    Attributes:
        actor: Code of the doer.
        recipient: Code of the other.
        what: Class of act in words.
        probability: 0 to 1.
        reference: What it rests on ("3 of the last 12 months").
    """

    actor: str
    recipient: str
    what: str
    probability: float
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationPage:
    """A relation.

    Attributes:
        query: Filters that are set.
        origin: Whose events: dragoman, or an imported data set.
        origins: All there are.
        a: First code.
        b: Second code.
        a_name: Its name.
        b_name: Its name.
        freq: week or month.
        span: recent or all.
        is_directed: Whether only acts of the first toward the second count.
        note: What the last point rests on, in words.
        points: Of the index, as far as shown.
        n_points: Of the whole index.
        shifts: Candidate shifts among them.
        marks: Events of every status, as far as shown; at most 400, the latest.
        statuses: Number of events by status.
        events: A page of them, the latest first.
        n_events: All that pass.
        page: Number of the page, from 1.
        n_pages: Pages.
        expected: Open expectations about the two.
        positions: Stances of each toward the other.
        chances: Forecasts for the 30 days after the ledger's last day.
        day: The ledger's last day.
    """

    query: Mapping[str, str]
    origin: str
    origins: tuple[str, ...]
    a: str
    b: str
    a_name: str
    b_name: str
    freq: str
    span: str
    is_directed: bool
    note: str
    points: tuple[RelationPoint, ...]
    n_points: int
    shifts: tuple[Shift, ...]
    marks: tuple[EventMark, ...]
    statuses: Mapping[str, int]
    events: tuple[EventRow, ...]
    n_events: int
    page: int
    n_pages: int
    expected: tuple[Expected, ...]
    positions: tuple[PositionRow, ...]
    chances: tuple[Chance, ...]
    day: date | None


def relation_page(snapshot: Snapshot, a: str, b: str, query: Query) -> RelationPage:
    """Return the page of two codes.

    Raises:
        NotFoundError: If the ledger knows nobody of one of the codes.
    """
    view, dyads = snapshot.view, snapshot.dyads(a_choice(query, "from", snapshot.origins))
    freq: Literal["week", "month"] = "month" if a_choice(query, "freq", FREQUENCIES) == "month" else "week"
    span = a_choice(query, "span", SPANS)
    directed = a_choice(query, "directed", ("no", "yes")) == "yes"
    status = a_choice(query, "status", ("", *Status)) or None
    names = [_name(snapshot, dyads, code) for code in (a, b)]
    index = dyads.relation(a, b, freq=freq, directed=directed)
    first = _first_shown(dyads, freq, span)
    points = tuple(p for p in index.points if first is None or p.end >= first) or index.points
    shifts = tuple(s for s in index.shifts().shifts if points and s.day >= points[0].start) if points else ()
    rows = _passing(dyads, a, b, query, directed=directed)
    statuses = Counter(row["status"] for row in rows)
    rows = [row for row in rows if status in {None, row["status"]}]
    page = page_number(query)
    shown = [row["event_id"] for row in rows[(page - 1) * SHOWN : page * SHOWN]]
    return RelationPage(
        query=asked(query, QUERY),
        origin=dyads.origin,
        origins=snapshot.origins,
        a=a,
        b=b,
        a_name=names[0],
        b_name=names[1],
        freq=freq,
        span=span,
        is_directed=directed,
        note=index.note.partition(": ")[2],
        points=points,
        n_points=len(index.points),
        shifts=shifts,
        marks=tuple(EventMark(**row, mark=MARKS[row["status"]]) for row in rows[:MARKS_SHOWN] if row["day"]),
        statuses=dict(statuses.most_common()),
        events=_events(view, dyads, shown),
        n_events=len(rows),
        page=page,
        n_pages=max(1, -(-len(rows) // SHOWN)),
        expected=_expected(snapshot, a, b),
        positions=position_rows(positions_of(view, (a,), (b,), limit=POSITIONS))
        + position_rows(positions_of(view, (b,), (a,), limit=POSITIONS)),
        chances=_chances(dyads, a, b),
        day=dyads.day,
    )


def _passing(dyads: Dyads, a: str, b: str, query: Query, *, directed: bool) -> list[dict[str, Any]]:
    """Return the events of the two in the query's days, of every status, the latest first."""
    since, until = a_day(query, "since") or date.min, a_day(query, "until") or date.max
    rows = dyads.between(a, b, directed=directed).to_pylist()
    return [row for row in rows if row["day"] is None or since <= row["day"] <= until]


def _events(view: View, dyads: Dyads, event_ids: list[str]) -> tuple[EventRow, ...]:
    if dyads.origin == OWN:
        return event_rows(view, events_by_id(view, event_ids))
    return imported_rows(imported_by_id(view, event_ids))


def _name(snapshot: Snapshot, dyads: Dyads, code: str) -> str:
    found = entities_with_code(snapshot.view, code, limit=1)["name"].to_pylist()
    if not found and dyads.origin != OWN and code in dyads.events.codes:
        return code
    if not found:
        similar = similar_names(snapshot.view, code)
        hint = f"; similar: {', '.join(similar)}" if similar else ""
        raise NotFoundError(f"{code}: the ledger knows nobody by this code{hint}")
    return str(found[0])


def _first_shown(dyads: Dyads, freq: str, span: str) -> date | None:
    """Return the day from which the picture shows periods; None for all."""
    if span == "all" or dyads.day is None:
        return None
    return dyads.day - timedelta(days=PERIODS[freq] * (7 if freq == "week" else 30))


def _expected(snapshot: Snapshot, a: str, b: str) -> tuple[Expected, ...]:
    """Return the open expectations whose event has both codes among its parties."""
    found: list[Expected] = []
    for one, other in ((a, b), (b, a)):
        filters = Filters(actor=one, recipient=other, limit=EXPECTED)
        found += expected_rows(snapshot, outlook(snapshot.view, filters, events=lambda: snapshot.own.covered))
    once = {row.expectation_id: row for row in found if row.is_open}
    return tuple(sorted(once.values(), key=lambda row: (row.due_end or date.max, row.expectation_id)))


def _chances(dyads: Dyads, a: str, b: str) -> tuple[Chance, ...]:
    if dyads.day is None:
        return ()
    found = base_rates(dyads.covered, dyads.day, horizons=(HORIZON_DAYS,), dyads=((a, b), (b, a)))
    return tuple(
        Chance(
            actor=one.actor,
            recipient=one.recipient,
            what=one.event_class.replace("_", " "),
            probability=one.probability,
            reference=one.reference,
        )
        for one in found
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A relation in the list of all."""

    a: str
    b: str
    n_events: int
    tone: float
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationsPage:
    """The busiest pairs of the ledger.

    Attributes:
        origin: Whose events: dragoman, or an imported data set.
        origins: All there are.
        pairs: By number of events that happened; at most 60.
        limit: That number.
        n_pairs: All pairs.
    """

    origin: str
    origins: tuple[str, ...]
    pairs: tuple[Pair, ...]
    limit: int
    n_pairs: int


PAIRS: Final = 60


def relations_page(snapshot: Snapshot, query: Query) -> RelationsPage:
    """Return the busiest pairs with their number of events, mean tone and last day."""
    dyads = snapshot.dyads(a_choice(query, "from", snapshot.origins))
    first, second, rows = dyads.events.dyads(directed=False)
    codes = dyads.events.codes
    keys, which = np.unique(first * max(len(codes), 1) + second, return_inverse=True)
    counts = np.bincount(which, minlength=len(keys))
    tones = np.bincount(which, weights=rows.value, minlength=len(keys))
    last = np.zeros(len(keys), dtype=np.int64)
    np.maximum.at(last, which, rows.day)
    pairs = tuple(
        Pair(
            a=codes[int(keys[at]) // len(codes)],
            b=codes[int(keys[at]) % len(codes)],
            n_events=int(counts[at]),
            tone=float(tones[at] / counts[at]),
            last=date.fromordinal(int(last[at])),
        )
        for at in np.lexsort((keys, -counts))[:PAIRS].tolist()
    )
    return RelationsPage(origin=dyads.origin, origins=snapshot.origins, pairs=pairs, limit=PAIRS, n_pairs=len(keys))
