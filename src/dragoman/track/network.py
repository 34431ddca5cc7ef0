"""Who stands with whom and against whom in a window of time: a signed graph whose edges open their evidence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from dragoman.errors import ConfigError
from dragoman.model import Stance
from dragoman.track.balance import Balance, communities, contrast_centrality, structural_balance
from dragoman.track.events import DatedEvent, EventTable, event_table
from dragoman.track.frames import Tabular, arrow_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    import altair as alt
    import pyarrow as pa


SHRINK_EVENTS: Final = 2.0
"""An edge's weight is its summed tone over (number of acts + 2): few acts make a weak edge. A convention near the
weight that the index gives its prior, s2 / p0 = 1.2 to 1.9 on ICEWS 2018."""

STANCE_VALUE: Final = 5.0
"""A stance toward an actor counts as much as one act of SUPPORT (scales.tsv), for or against."""

SHARED_STANCE: Final = 0.5
"""Two actors of the same stance on an issue count half of that toward each other, of opposite stance half against.
A convention, to be changed by the argument `shared_stance`."""

NO_EDGE: Final = 0.05
"""Edges with a weight nearer to 0 than this have no sign and stay out: their acts cancel out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedPosition:
    """A position as the network takes it.

    Attributes:
        position_id: Id in the ledger.
        day: Day of the document that states it.
        actor: Code of the holder.
        object: Code of an actor, or an issue label.
        is_about_actor: Whether the object is an actor.
        stance: Toward the object; mixed and neutral take no side and make no edge.
    """

    position_id: str
    day: date
    actor: str
    object: str
    is_about_actor: bool
    stance: Stance


class _Act(NamedTuple):
    value: float
    event_ids: tuple[str, ...]
    position_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What stands between two actors.

    Attributes:
        a: Code, before `b` in the alphabet.
        b: Code.
        weight: Summed tone over (acts + 2): above 0 aligned, below 0 opposed; -10 to 10.
        n_acts: Events and stances behind it.
        event_ids: Events behind it, sorted.
        position_ids: Positions behind it, sorted.
    """

    a: str
    b: str
    weight: float
    n_acts: int
    event_ids: tuple[str, ...]
    position_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One actor of the network.

    Attributes:
        code: Code.
        community: Number of its community; 0 is the largest.
        aligned: Sum of its positive edges.
        opposed: Sum of its negative edges, as a figure of 0 or more.
        centrality: PN centrality: above 1 well placed among friends of friends, below 1 opposed by the well placed.
    """

    code: str
    community: int
    aligned: float
    opposed: float
    centrality: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Network(Tabular):
    """The alignments of a window.

    Attributes:
        since: First day; None for the first there is.
        until: Last day; None for the last there is.
        actors: By community, then code.
        edges: By code.
        balance: Structural balance against shuffled signs.
        seed: Of communities and shuffling.
    """

    since: date | None
    until: date | None
    actors: tuple[Actor, ...]
    edges: tuple[Edge, ...]
    balance: Balance
    seed: int

    def community(self, number: int) -> tuple[str, ...]:
        """Return the codes of one community."""
        return tuple(actor.code for actor in self.actors if actor.community == number)

    def to_arrow(self) -> pa.Table:
        """Return the edges, one row each."""
        return arrow_rows(Edge, self.edges)

    def actors_to_arrow(self) -> pa.Table:
        """Return the actors, one row each."""
        return arrow_rows(Actor, self.actors)

    def chart(self) -> alt.LayerChart:
        """Return the edges as a matrix with the communities side by side.

        Raises:
            ConfigError: If Altair is not installed (extra "track").
        """
        from dragoman.track.charts import network_chart

        return network_chart(self)


def alignment_edges(
    events: Iterable[DatedEvent] | pa.Table | EventTable,
    positions: Iterable[DatedPosition] = (),
    *,
    since: date | None = None,
    until: date | None = None,
    min_acts: int = 1,
    shared_stance: float = SHARED_STANCE,
) -> tuple[Edge, ...]:
    """Return the edges of the window alone, by code; the arguments are those of `alignment_network`.

    Raises:
        ConfigError: If `shared_stance` is outside 0 to 1.
    """
    if not 0 <= shared_stance <= 1:
        raise ConfigError(f"shared_stance: {shared_stance}, expected 0 to 1")
    table = event_table(events).between(since, until)
    acts: dict[tuple[str, str], list[_Act]] = defaultdict(list)
    first, second, rows = table.dyads(directed=False)
    for row in range(len(rows)):
        act = _Act(float(rows.value[row]), (str(rows.ids[rows.event[row]]),), ())
        acts[_pair(table.codes[first[row]], table.codes[second[row]])].append(act)
    for pair, act in _stance_acts(_last_stances(positions, since, until), shared_stance):
        acts[pair].append(act)
    return tuple(edge for edge in (_edge(pair, acts[pair]) for pair in sorted(acts)) if _counts(edge, min_acts))


def alignment_network(
    events: Iterable[DatedEvent] | pa.Table | EventTable,
    positions: Iterable[DatedPosition] = (),
    *,
    since: date | None = None,
    until: date | None = None,
    min_acts: int = 1,
    shared_stance: float = SHARED_STANCE,
    seed: int = 0,
) -> Network:
    """Return the signed network of the window.

    Args:
        events: Happened and ongoing ones count, each once for each pair, in either direction, by their tone.
        positions: A stance toward an actor counts as an act of SUPPORT, for or against; two actors with stances on
            one issue count toward each other. The last stance of an actor on an object is the one that counts.
        since: First day of the window.
        until: Last day of the window.
        min_acts: Edges with fewer acts stay out.
        shared_stance: Weight of a shared stance on an issue against a stance toward an actor, 0 to 1.
        seed: Of communities and shuffling.

    Returns:
        The network; without actors if nothing in the window joins two of them.

    Raises:
        ConfigError: If leidenalg is not installed (extra "network"), or `shared_stance` is outside 0 to 1.
    """
    edges = alignment_edges(events, positions, since=since, until=until, min_acts=min_acts, shared_stance=shared_stance)
    codes = sorted({edge.a for edge in edges} | {edge.b for edge in edges})
    members = communities(codes, edges, seed=seed)
    central = contrast_centrality(codes, edges)
    own: dict[str, list[float]] = defaultdict(list)
    for edge in edges:
        own[edge.a].append(edge.weight)
        own[edge.b].append(edge.weight)
    actors = sorted(
        (_actor(code, own[code], members[code], central[code]) for code in codes),
        key=lambda actor: (actor.community, actor.code),
    )
    return Network(
        since=since,
        until=until,
        actors=tuple(actors),
        edges=edges,
        balance=structural_balance(codes, edges, seed=seed),
        seed=seed,
    )


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _counts(edge: Edge, min_acts: int) -> bool:
    return edge.n_acts >= min_acts and abs(edge.weight) >= NO_EDGE


def _edge(pair: tuple[str, str], acts: list[_Act]) -> Edge:
    return Edge(
        a=pair[0],
        b=pair[1],
        weight=sum(act.value for act in acts) / (len(acts) + SHRINK_EVENTS),
        n_acts=len(acts),
        event_ids=tuple(sorted({one for act in acts for one in act.event_ids})),
        position_ids=tuple(sorted({one for act in acts for one in act.position_ids})),
    )


def _actor(code: str, own: list[float], community: int, centrality: float) -> Actor:
    return Actor(
        code=code,
        community=community,
        aligned=sum(weight for weight in own if weight > 0),
        opposed=-sum(weight for weight in own if weight < 0),
        centrality=centrality,
    )


def _last_stances(
    positions: Iterable[DatedPosition], since: date | None, until: date | None
) -> tuple[DatedPosition, ...]:
    """Return for each actor and object the last stance of the window that takes a side."""
    last: dict[tuple[str, str], DatedPosition] = {}
    for position in sorted(positions, key=lambda one: (one.day, one.position_id)):
        if (since is None or position.day >= since) and (until is None or position.day <= until):
            last[position.actor, position.object] = position
    return tuple(one for one in last.values() if one.stance in (Stance.SUPPORT, Stance.OPPOSE))


def _stance_acts(last: tuple[DatedPosition, ...], shared_stance: float) -> Iterator[tuple[tuple[str, str], _Act]]:
    """Yield pairs and acts: of stances toward actors, and of shared or opposite stances on issues."""
    issues: dict[str, list[DatedPosition]] = defaultdict(list)
    for one in last:
        if not one.is_about_actor:
            issues[one.object].append(one)
        elif one.object != one.actor:
            side = 1.0 if one.stance is Stance.SUPPORT else -1.0
            yield _pair(one.actor, one.object), _Act(side * STANCE_VALUE, (), (one.position_id,))
    if not shared_stance:
        return
    for holders in issues.values():
        for one, other in combinations(sorted(holders, key=lambda position: position.actor), 2):
            side = 1.0 if one.stance is other.stance else -1.0
            ids = (one.position_id, other.position_id)
            yield (one.actor, other.actor), _Act(side * shared_stance * STANCE_VALUE, (), ids)
