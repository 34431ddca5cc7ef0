"""Who stands with whom in a window: a signed graph, the matrix beside it, and windows to step through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import numpy as np

from dragoman.desk.query import Query, a_day, a_number, asked
from dragoman.desk.source import Snapshot
from dragoman.errors import ConfigError
from dragoman.explore.network import balance_words
from dragoman.track import Actor, Edge, Network, alignment_network

DRAWN: Final = 60
"""Actors in the picture at most; beyond that labels get too small to read."""
MATRIX: Final = 24
EDGES: Final = 100
WINDOWS: Final = 24
QUERY: Final = ("since", "until", "min_acts", "top")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A step of the slider."""

    since: date
    until: date
    label: str
    n_events: int
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPage:
    """A network.

    Attributes:
        query: Filters that are set.
        since: First day; None for the first there is.
        until: Last day; None for the last there is.
        actors: Drawn actors, by community, then code.
        edges: Edges between them, the strongest first.
        n_actors: All actors of the window.
        n_edges: All edges of the window.
        balance: Share of balanced triangles in words.
        windows: Months, quarters or years with the number of events.
        missing: What must be installed for this page, or "".
        top: Most actors drawn.
        min_acts: Edges with fewer acts stay out.
    """

    query: Mapping[str, str]
    since: date | None
    until: date | None
    actors: tuple[Actor, ...]
    edges: tuple[Edge, ...]
    n_actors: int
    n_edges: int
    balance: str
    windows: tuple[Window, ...]
    missing: str
    top: int
    min_acts: int


def network_page(snapshot: Snapshot, query: Query) -> NetworkPage:
    """Return the network of the days from `since` to `until`; of actors beyond `top` only the best joined."""
    since, until = a_day(query, "since"), a_day(query, "until")
    if since and until and since > until:
        raise ConfigError(f"since {since}, until {until}: expected the earlier day first")
    top = a_number(query, "top", DRAWN, 2, DRAWN)
    min_acts = a_number(query, "min_acts", 1, 1, 100_000)
    actors: tuple[Actor, ...] = ()
    edges: tuple[Edge, ...] = ()
    missing, n_actors, n_edges, balance = "", 0, 0, ""
    try:
        network = alignment_network(snapshot.events, snapshot.positions, since=since, until=until, min_acts=min_acts)
    except ConfigError as err:
        missing = str(err)
    else:
        n_actors, n_edges, balance = len(network.actors), len(network.edges), balance_words(network.balance)
        actors, edges = _best_joined(network, top)
    return NetworkPage(
        query=asked(query, QUERY),
        since=since,
        until=until,
        actors=actors,
        edges=edges,
        n_actors=n_actors,
        n_edges=n_edges,
        balance=balance,
        windows=windows_of(snapshot, since, until),
        missing=missing,
        top=top,
        min_acts=min_acts,
    )


def _best_joined(network: Network, top: int) -> tuple[tuple[Actor, ...], tuple[Edge, ...]]:
    ranked = sorted(network.actors, key=lambda one: (-(one.aligned + one.opposed), one.code))[:top]
    kept = {one.code for one in ranked}
    edges = [edge for edge in network.edges if edge.a in kept and edge.b in kept]
    edges.sort(key=lambda edge: (-abs(edge.weight), edge.a, edge.b))
    return tuple(one for one in network.actors if one.code in kept), tuple(edges)


def weights(page: NetworkPage) -> dict[tuple[str, str], Edge]:
    """Return the edges by pair, each both ways round, for the matrix."""
    return {pair: edge for edge in page.edges for pair in ((edge.a, edge.b), (edge.b, edge.a))}


def windows_of(snapshot: Snapshot, since: date | None, until: date | None) -> tuple[Window, ...]:
    """Return the newest months, quarters or years that hold events, whichever are no more than `WINDOWS`."""
    days = snapshot.events.day
    if not len(days):
        return ()
    first, last = date.fromordinal(int(days[0])), date.fromordinal(int(days[-1]))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = 1 if months <= WINDOWS else 3 if months <= 3 * WINDOWS else 12
    start = (first.year * 12 + first.month - 1) // step * step
    bounds = [_month(number) for number in range(start, last.year * 12 + last.month + step, step)]
    counts = np.searchsorted(days, [bound.toordinal() for bound in bounds])
    found = []
    for number, (low, high) in enumerate(pairwise(bounds)):
        n = int(counts[number + 1] - counts[number])
        end = high - timedelta(days=1)
        label = f"{low:%b %Y}" if step == 1 else f"Q{(low.month + 2) // 3} {low.year}" if step == 3 else str(low.year)
        if n:
            chosen = (low, end) == (since, until)
            found.append(Window(since=low, until=end, label=label, n_events=n, is_chosen=chosen))
    return tuple(found[-WINDOWS:])


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
