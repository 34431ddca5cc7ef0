"""Who stands with whom in a window: a signed graph, the matrix beside it, and windows to step through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import numpy as np

from dragoman.desk.layout import NARROW, WIDE, picture
from dragoman.desk.query import Query, a_choice, a_day, a_number, asked
from dragoman.desk.source import Dyads, Snapshot
from dragoman.errors import ConfigError
from dragoman.explore.network import balance_words
from dragoman.store.imports import OWN
from dragoman.track import Actor, Network, alignment_network

DRAWN: Final = 60
"""Actors that are looked at, those in most events of the window: of more, labels get too small to read."""
AT_ONCE: Final = 20_000
"""Events that a page without a window of its own counts: of more, the newest, from the first of a month on."""
WINDOWS: Final = 24
QUERY: Final = ("from", "since", "until", "min_acts", "top")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A step of the slider."""

    since: date
    until: date
    label: str
    n_events: int
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """An edge: two codes, weight from -10 opposed to 10 aligned, and the number of acts and stances behind it."""

    a: str
    b: str
    weight: float
    n_acts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPage:
    """A network.

    Attributes:
        query: Filters that are set.
        origin: Whose events: dragoman, or an imported data set.
        origins: All there are.
        since: First day; None for the first there is.
        until: Last day; None for the last there is.
        is_shortened: Whether the page chose the first day because the ledger is large.
        first: First day that holds an event, or None.
        actors: The busiest of the window, by community, then code.
        edges: Edges between them, the strongest first.
        n_all: All actors of the window.
        wide: Middle of each actor's label in the picture for a wide column.
        narrow: The same for a phone.
        balance: Share of balanced triangles in words.
        windows: Months, quarters or years with the number of events.
        missing: What must be installed for this page, or "".
        top: Most actors looked at.
        min_acts: Edges with fewer acts stay out.
    """

    query: Mapping[str, str]
    origin: str
    origins: tuple[str, ...]
    since: date | None
    until: date | None
    is_shortened: bool
    first: date | None
    actors: tuple[Actor, ...]
    edges: tuple[Tie, ...]
    n_all: int
    wide: tuple[tuple[float, float], ...]
    narrow: tuple[tuple[float, float], ...]
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
    dyads = snapshot.dyads(a_choice(query, "from", snapshot.origins))
    days = dyads.events.day
    shortened = since is None and until is None and len(days) > AT_ONCE
    if shortened:
        since = date.fromordinal(int(days[-AT_ONCE])).replace(day=1)
    network, missing, n_all = None, "", 0
    try:
        network, n_all = _network(snapshot, dyads, (since, until), min_acts=min_acts, top=top)
    except ConfigError as err:
        missing = str(err)
    actors = network.actors if network else ()
    edges = _ties(network) if network else ()
    codes, weight = [one.code for one in actors], {(one.a, one.b): one.weight for one in edges}
    return NetworkPage(
        query=asked(query, QUERY),
        origin=dyads.origin,
        origins=snapshot.origins,
        since=since,
        until=until,
        is_shortened=shortened,
        first=date.fromordinal(int(days[0])) if len(days) else None,
        actors=actors,
        edges=edges,
        n_all=n_all,
        wide=picture(codes, weight, WIDE).places,
        narrow=picture(codes, weight, NARROW).places,
        balance=balance_words(network.balance) if network else "",
        windows=windows_of(dyads, since, until),
        missing=missing,
        top=top,
        min_acts=min_acts,
    )


def _network(
    snapshot: Snapshot, dyads: Dyads, window: tuple[date | None, date | None], *, min_acts: int, top: int
) -> tuple[Network, int]:
    """Return the network of the window among its `top` busiest actors, and the number of all its actors."""
    since, until = window
    table, positions = dyads.events.between(since, until), snapshot.positions if dyads.origin == OWN else ()
    counts = np.bincount(np.concatenate([table.actor, table.recipient]), minlength=len(table.codes))
    busy = [table.codes[at] for at in np.argsort(-counts, kind="stable").tolist() if counts[at]]
    held = sorted({p.actor for p in positions if (since or p.day) <= p.day <= (until or p.day)} - set(busy))
    if len(busy) + len(held) > top:
        codes = set((*busy, *held)[:top])
        numbers = [at for at, code in enumerate(table.codes) if code in codes]
        table = table.select(np.isin(table.actor, numbers) & np.isin(table.recipient, numbers))
        positions = tuple(p for p in positions if p.actor in codes and (p.object in codes or not p.is_about_actor))
    found = alignment_network(table, positions, since=since, until=until, min_acts=min_acts)
    return found, max(len(busy) + len(held), len(found.actors))


def _ties(network: Network) -> tuple[Tie, ...]:
    edges = [Tie(a=edge.a, b=edge.b, weight=edge.weight, n_acts=edge.n_acts) for edge in network.edges]
    return tuple(sorted(edges, key=lambda edge: (-abs(edge.weight), edge.a, edge.b)))


def weights(page: NetworkPage) -> dict[tuple[str, str], Tie]:
    """Return the edges by pair, each both ways round, for the matrix."""
    return {pair: edge for edge in page.edges for pair in ((edge.a, edge.b), (edge.b, edge.a))}


def windows_of(dyads: Dyads, since: date | None, until: date | None) -> tuple[Window, ...]:
    """Return the newest months, quarters or years that hold events, whichever are no more than `WINDOWS`."""
    days = dyads.events.day
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
