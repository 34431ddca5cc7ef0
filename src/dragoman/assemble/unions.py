"""Groups of tellings as they come together, pair by pair, as long as nothing in two groups excludes that they are one.

Most pairs are of two groups that were found to be two before. What excluded it is remembered: groups only grow, so it
mostly excludes it for good.
"""

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from dragoman.assemble.compare import FACT, OFF, PLAN, Node, are_two_meetings, compare, is_same_word

LARGEST_GROUP: Final = 300
"""Tellings of one event; a larger group is a series that was taken for one, and takes no more."""

_FOR_GOOD: Final = (0, -1)
"""A stretch of days that no day lies in: nothing can reconcile the two."""

_Stretch = tuple[int, int]
"""Two tellings exclude one another unless the act was called off on a day from the first to the second, ordinals."""


class Unions:
    """Groups of tellings, each telling at first alone."""

    def __init__(self, nodes: Mapping[str, Node], pinned: AbstractSet[str]) -> None:
        """Begin with every telling alone.

        Args:
            nodes: The tellings by member id.
            pinned: Members that a person joined; what a person joined is not held against others.
        """
        self._nodes = nodes
        self._pinned = pinned
        self._home = {m: m for m in nodes}
        self.members: dict[str, list[str]] = {m: [m] for m in nodes}
        self._off = {m: [n.pub] if n.phase == OFF else [] for m, n in nodes.items()}
        self._barred: defaultdict[str, dict[str, _Stretch]] = defaultdict(dict)

    def are_one(self, a: str, b: str) -> bool:
        """Tell whether two tellings are in one group."""
        return self._home[a] == self._home[b]

    def may_join(self, a: str, b: str) -> bool:
        """Tell whether nothing excludes that the groups of two tellings are one."""
        one, two = self._home[a], self._home[b]
        off = self._off[one] + self._off[two]
        known = self._barred[one].get(two)
        if known is not None and not _reconciled(known, off):
            return False
        stretch = self._excluded(one, two, off)
        if stretch is None:
            return True
        self._barred[one][two] = self._barred[two][one] = stretch
        return False

    def join(self, a: str, b: str) -> None:
        """Make the groups of two tellings one."""
        one, two = self._home[a], self._home[b]
        if one == two:
            return
        if len(self.members[one]) < len(self.members[two]):
            one, two = two, one
        for member in self.members[two]:
            self._home[member] = one
        self.members[one] += self.members.pop(two)
        self._off[one] += self._off.pop(two)
        for other, stretch in self._barred.pop(two, {}).items():
            del self._barred[other][two]
            if other != one and self._barred[one].get(other) != _FOR_GOOD:
                self._barred[one][other] = self._barred[other][one] = stretch

    def _excluded(self, one: str, two: str, off: list[int]) -> _Stretch | None:
        """Return the stretch of two tellings that exclude that two groups are one, None if there are none."""
        ours, theirs = self.members[one], self.members[two]
        if len(ours) + len(theirs) > LARGEST_GROUP:
            return _FOR_GOOD
        them = [self._nodes[m] for m in theirs]
        for m in ours:
            a = self._nodes[m]
            for b in them:
                stretch = self._between(a, b)
                if stretch is not None and not _reconciled(stretch, off):
                    return stretch
        return None

    def _between(self, a: Node, b: Node) -> _Stretch | None:
        """Return what excludes that two tellings stand in one group, be they alike or not; None if nothing does."""
        if told_apart(a, b):
            return _FOR_GOOD
        if not self._pinned.isdisjoint({a.told.member_id, b.told.member_id}) or compare(a, b) is not None:
            return None
        first, later = (a, b) if a.key <= b.key else (b, a)
        if first.phase == FACT or not {a.phase, b.phase} <= {FACT, PLAN, OFF} or are_two_meetings(a, b):
            return _FOR_GOOD
        return (first.pub, later.pub)


def told_apart(a: Node, b: Node) -> bool:
    """Tell whether a document has the two as different acts: of one phase, or by different words."""
    return bool(a.docs & b.docs) and (a.phase == b.phase or not is_same_word(a, b))


def _reconciled(stretch: _Stretch, off: list[int]) -> bool:
    """Tell whether an act was called off between two tellings of it, so that it may have been planned anew."""
    first, last = stretch
    return any(first <= day <= last for day in off)
