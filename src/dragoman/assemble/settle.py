"""Takes expectations and the grouped tellings, gives what later reports made of each.

Nothing is settled by silence alone: a window lapses only when a later document tells of the same parties and no report
says that the act took place. Expectations without parties or without a window stay open unless a report speaks of the
very act.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from dragoman.assemble.compare import FACT, NEVER, OFF, Node
from dragoman.assemble.identity import Group
from dragoman.assemble.rivals import denies
from dragoman.model import Status
from dragoman.model.links import Due, Outcome, Report, Settlement

GRACE_DAYS: Final = 7
"""After the last day of a window, reports that the act took place in time may still come for so long."""


class Coverage(Protocol):
    """On which days documents tell of which actors."""

    def next_on(self, codes: frozenset[str], after: date) -> tuple[date, str] | None:
        """Return the first document after a day that tells of all these actors, or None."""


@dataclass(frozen=True, slots=True)
class ByNodes:
    """Coverage by tellings at hand.

    Attributes:
        by_code: For each code, the days and documents in order.
    """

    by_code: Mapping[str, Sequence[tuple[date, str]]]

    def next_on(self, codes: frozenset[str], after: date) -> tuple[date, str] | None:
        """Return the first document after a day that tells of all these actors, or None."""
        if not codes:
            return None
        lists = [self.by_code.get(code, ()) for code in sorted(codes)]
        later = [set(items[bisect_right(items, (after, "\uffff")) :]) for items in lists]
        both = set.intersection(*later)
        return min(both) if both else None


def coverage(nodes: Iterable[Node]) -> ByNodes:
    """Return on which days documents tell of which actors."""
    found: dict[str, set[tuple[date, str]]] = defaultdict(set)
    for node in nodes:
        for code in node.codes:
            found[code].update((r.day, r.doc_id) for r in node.told.reports if r.day != date.max)
    return ByNodes({code: sorted(days) for code, days in found.items()})


def settle(
    dues: Iterable[Due], groups: Sequence[Group], nodes: Mapping[str, Node], seen: Coverage | None = None
) -> tuple[Settlement, ...]:
    """Return what became of the expectations, by id and day; those that stay open have no row.

    An expectation has more than one row if it was settled anew: a window that passed without a report, and a report
    that came late.

    Args:
        dues: The expectations whose event is known.
        groups: The tellings of each event.
        nodes: The tellings by member id: all, or with `seen` those that the dues expect, those of their groups, and
            all that may deny them.
        seen: What documents tell of whom; None for what the nodes tell.
    """
    home = {n.told.member_id: group for group in groups for n in group.nodes}
    seen = coverage(nodes.values()) if seen is None else seen
    denials = [n for n in nodes.values() if n.told.status is Status.DENIED]
    found: list[Settlement] = []
    for due in sorted(dues, key=lambda d: (d.expectation_id, d.doc_id)):
        plan = nodes.get(due.member_id)
        if plan is None or not plan.codes or (due.end is not None and due.end < due.told):
            continue  # nobody to follow, or a window that was over when it was told: its day was misread
        group = home.get(due.member_id)
        settled = _by_report(due, group) if group else None
        lapse = _lapse(due, plan, settled, seen, denials)
        found += [s for s in (lapse, settled) if s]
    return tuple(sorted(found, key=lambda s: (s.expectation_id, s.doc_id, s.day, s.outcome)))


def _by_report(due: Due, group: Group) -> Settlement | None:
    """Return what the first telling report says became of it, or None."""
    for report, node in _later(due, group):
        if node.phase == OFF:
            outcome = Outcome.CANCELLED if node.told.status is Status.CANCELLED else Outcome.POSTPONED
        elif node.phase == FACT:
            begun = node.told.start or node.told.end or report.day
            late = due.end is not None and begun > due.end + timedelta(days=1)
            undated = node.told.start is None and node.told.end is None
            if late and undated and report.day <= due.end + timedelta(days=GRACE_DAYS):  # type: ignore[operator]
                late = False  # told after the window, of an act that nobody dates
            outcome = Outcome.LATE if late else Outcome.HELD
        else:
            continue
        return Settlement(
            expectation_id=due.expectation_id,
            doc_id=due.doc_id,
            outcome=outcome,
            day=report.day,
            member_id=node.told.member_id,
            by_doc=report.doc_id,
        )
    return None


def _later(due: Due, group: Group) -> Iterator[tuple[Report, Node]]:
    """Yield the reports on the act after the expectation was told, earliest first; of one day what happened first."""
    rows = [
        (r.day, n.phase != FACT, r.doc_id, r, n)
        for n in group.nodes
        for r in n.told.reports
        if due.told <= r.day != date.max and r.doc_id != due.doc_id
    ]
    for _, _, _, report, node in sorted(rows, key=lambda row: row[:3]):
        yield report, node


def _lapse(
    due: Due, plan: Node, settled: Settlement | None, seen: Coverage, denials: Sequence[Node]
) -> Settlement | None:
    """Return that a window passed: a report says that the act did not come, or a later one on the parties is silent."""
    if due.end is None:
        return None
    said = [
        (r.day, r.doc_id, n.told.member_id)
        for n in denials
        if n.pub != NEVER and denies(n, plan)
        for r in n.told.reports
        if r.day > due.end
    ]
    may_lapse = len(plan.codes) > 1 and not due.is_conditional
    silent = seen.next_on(plan.codes, due.end + timedelta(days=GRACE_DAYS)) if may_lapse else None
    rows = [*said, *([(*silent, None)] if silent else [])]
    first = min(
        rows, key=lambda row: (row[0], row[1], row[2] is None, row[2]), default=None
    )  # of one text, what it says
    if first is None or (settled and settled.day <= first[0]):
        return None
    day, doc_id, member_id = first
    return Settlement(
        expectation_id=due.expectation_id,
        doc_id=due.doc_id,
        outcome=Outcome.LAPSED,
        day=day,
        member_id=member_id,
        by_doc=doc_id,
    )
