"""What changed between two windows of the network of alignments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dragoman.track.frames import Tabular, arrow_rows

if TYPE_CHECKING:
    from datetime import date

    import pyarrow as pa

    from dragoman.track.network import Edge, Network

CLEAR_CHANGE: Final = 1.0
"""An edge has changed if its weight moved by this many points or turned its sign; a tenth of the scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeChange:
    """One edge before and after.

    Attributes:
        a: Code, before `b` in the alphabet.
        b: Code.
        kind: "new", "gone", "turned" (sign), "warmer" or "colder".
        before: Weight; None for a new edge.
        after: Weight; None for one that is gone.
        event_ids: Evidence of both windows, sorted.
        position_ids: Likewise.
    """

    a: str
    b: str
    kind: str
    before: float | None
    after: float | None
    event_ids: tuple[str, ...]
    position_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An actor that changed company.

    Attributes:
        code: The actor.
        joined: Actors with it now and not before, sorted, of those in both windows.
        left: Actors with it before and not now, sorted, of those in both windows.
    """

    code: str
    joined: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkChange(Tabular):
    """What changed.

    Attributes:
        before: Window of the first network: first and last day, None where open.
        after: Window of the second.
        edges: Changed edges, the greatest change first.
        moves: Actors that changed company, by code.
        came: Actors of the second network only, sorted.
        went: Actors of the first only, sorted.
        balance: Change of the share of balanced triangles; None if either network has none.
    """

    before: tuple[date | None, date | None]
    after: tuple[date | None, date | None]
    edges: tuple[EdgeChange, ...]
    moves: tuple[Move, ...]
    came: tuple[str, ...]
    went: tuple[str, ...]
    balance: float | None

    def to_arrow(self) -> pa.Table:
        """Return the changed edges, one row each."""
        return arrow_rows(EdgeChange, self.edges)


def compare_networks(before: Network, after: Network, *, clear_change: float = CLEAR_CHANGE) -> NetworkChange:
    """Return edges, actors and communities that differ from `before` to `after`.

    Communities carry no name over time, so a move is told by company: with whom an actor now is, and no longer is.

    Args:
        before: Network of the earlier window.
        after: Network of the later window.
        clear_change: Least change of weight to report, in points; new, gone and turned edges are always reported.
    """
    old = {(edge.a, edge.b): edge for edge in before.edges}
    new = {(edge.a, edge.b): edge for edge in after.edges}
    edges = [_edge_change(old.get(pair), new.get(pair), clear_change) for pair in sorted(old.keys() | new.keys())]
    found = sorted(
        (one for one in edges if one), key=lambda one: (-abs((one.after or 0.0) - (one.before or 0.0)), one.a, one.b)
    )
    was, now = _members(before), _members(after)
    share_before, share_after = before.balance.share, after.balance.share
    return NetworkChange(
        before=(before.since, before.until),
        after=(after.since, after.until),
        edges=tuple(found),
        moves=_moves(was, now),
        came=tuple(sorted(now.keys() - was.keys())),
        went=tuple(sorted(was.keys() - now.keys())),
        balance=None if share_before is None or share_after is None else share_after - share_before,
    )


def _members(network: Network) -> dict[str, int]:
    return {actor.code: actor.community for actor in network.actors}


def _moves(was: dict[str, int], now: dict[str, int]) -> tuple[Move, ...]:
    """Return the actors that kept less than half of the larger of their old and new company."""
    common = sorted(was.keys() & now.keys())
    moves = []
    for code in common:
        old = {other for other in common if other != code and was[other] == was[code]}
        new = {other for other in common if other != code and now[other] == now[code]}
        if old != new and len(old & new) < max(len(old), len(new)) / 2:
            moves.append(Move(code=code, joined=tuple(sorted(new - old)), left=tuple(sorted(old - new))))
    return tuple(moves)


def _edge_change(old: Edge | None, new: Edge | None, clear_change: float) -> EdgeChange | None:
    edge = new or old
    if edge is None:
        return None
    kind = _kind(old, new, clear_change)
    if not kind:
        return None
    both = [one for one in (old, new) if one]
    return EdgeChange(
        a=edge.a,
        b=edge.b,
        kind=kind,
        before=old.weight if old else None,
        after=new.weight if new else None,
        event_ids=tuple(sorted({one for side in both for one in side.event_ids})),
        position_ids=tuple(sorted({one for side in both for one in side.position_ids})),
    )


def _kind(old: Edge | None, new: Edge | None, clear_change: float) -> str:
    if old is None:
        return "new"
    if new is None:
        return "gone"
    if (old.weight > 0) != (new.weight > 0):
        return "turned"
    if abs(new.weight - old.weight) < clear_change:
        return ""
    return "warmer" if new.weight > old.weight else "colder"
