"""Takes the tellings that changed, gives the events that this changes: the very ones that grouping all of them would.

Pairs are joined from the most alike down, so what joins a pair depends on what the two groups were by then, and on
nothing else. A group whose tellings did not change, and that comes together by the same steps beside its changed
neighbours as it does alone, is therefore the same in the whole ledger, and so is all behind it. Where its steps differ
it is taken among those that change, with its own neighbours, until no step differs.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dragoman.assemble.compare import Node
from dragoman.assemble.identity import Group, candidates_of, decisions, edge_of, group_tellings
from dragoman.model.links import Pin


class Surroundings(Protocol):
    """The tellings of a ledger, as they are now, and the events that they were joined to before."""

    def load(self, member_ids: Collection[str]) -> Mapping[str, Node]:
        """Return these tellings by id; those that nobody tells any more are left out."""

    def near(self, nodes: Collection[Node]) -> Mapping[str, Node]:
        """Return at least all candidates of these tellings (see `identity.candidates`), by id."""

    def joined(self, member_ids: Collection[str]) -> Sequence[Collection[str]]:
        """Return the events of before that hold any of these tellings, each as the ids of all its tellings."""


@dataclass(frozen=True, slots=True)
class Regrouping:
    """What changes.

    Attributes:
        members: The tellings whose events may be others now; those that are gone among them.
        groups: Their groups of two or more; no group has members and others.
        nodes: Those of the members that are there.
        near: Candidates of the members.
    """

    members: frozenset[str]
    groups: tuple[Group, ...]
    nodes: Mapping[str, Node]
    near: Mapping[str, Node]


def regroup(changed: Iterable[str], around: Surroundings, pins: Sequence[Pin] = ()) -> Regrouping:
    """Return the events of the tellings that changed, and of all whose events change with them.

    Args:
        changed: Ids of tellings that came, went, or are told, coded or decided on otherwise.
        around: The ledger.
        pins: All decisions, the oldest first.
    """
    joined, alone = decisions(pins)
    members, nodes, near = set(changed), dict[str, Node](), dict[str, Node]()
    while True:
        _close(members, around, joined)
        fresh = around.load(members - nodes.keys())
        nodes.update(fresh)
        near.update(around.near(tuple(fresh.values())))
        near = {m: n for m, n in near.items() if m not in members}
        others = _neighbours(nodes, near, around, alone)
        grouping = group_tellings({**nodes, **{m: n for other in others for m, n in other.items()}}, pins)
        moved = [other for other in others if _steps(grouping.steps, other) != group_tellings(other, pins).steps]
        if not moved:
            break
        members.update(m for other in moved for m in other)
    groups = tuple(g for g in grouping.groups if any(n.told.member_id in members for n in g.nodes))
    return Regrouping(members=frozenset(members), groups=groups, nodes=nodes, near=near)


def _close(members: set[str], around: Surroundings, joined: Collection[tuple[str, str]]) -> None:
    """Add the tellings with which the members were one event before, or that a person joins with them."""
    fresh = set(members)
    while fresh:
        found = {m for event in around.joined(fresh) for m in event}
        found.update(m for pair in joined if not fresh.isdisjoint(pair) for m in pair)
        fresh = found - members
        members |= fresh


def _neighbours(
    nodes: Mapping[str, Node], near: Mapping[str, Node], around: Surroundings, alone: Collection[str]
) -> list[dict[str, Node]]:
    """Return the events of before that have a telling which may be one event with a member; each by member id."""
    ours = [n for m, n in nodes.items() if m not in alone]
    theirs = [n for m, n in near.items() if m not in alone]
    met = {b.told.member_id for a, b in candidates_of(ours, theirs) if edge_of(a, b) is not None}
    events = [tuple(sorted(event)) for event in around.joined(met)]
    events += [(m,) for m in met.difference(*events)]
    found = around.load({m for event in events for m in event})
    return [{m: found[m] for m in event} for event in sorted(events)]


def _steps(steps: Iterable[tuple[str, str]], members: Collection[str]) -> tuple[tuple[str, str], ...]:
    return tuple(step for step in steps if step[0] in members or step[1] in members)
