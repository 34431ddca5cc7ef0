"""Takes the tellings of one event, gives its life: the states it passed through, and what is known of it now.

A planned visit, its postponement, its new date and its taking place are one event in four states.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from dragoman.assemble.compare import FACT, OFF, PLAN, Node
from dragoman.assemble.identity import Group
from dragoman.model import Status
from dragoman.model.links import Happening, Merge, Phase, Report, Told

STALE_DAYS: Final = 2
"""For so many days after an act was called off, or took place, outlets may still print the plan they had."""

_RANK: Final[Mapping[Status, int]] = {
    s: k
    for k, s in enumerate(
        (
            Status.EXPECTED,
            Status.PLANNED,
            Status.POSTPONED,
            Status.CANCELLED,
            Status.ONGOING,
            Status.HAPPENED,
        )
    )
}
"""Of states told on one day, the later counts: what happened is surer than what was planned."""

_Row = tuple[Report, Node]


def describe(group: Group) -> tuple[Happening, tuple[Phase, ...], tuple[Merge, ...]]:
    """Return an event, its states in order, and one merge for each telling that it is made of."""
    event_id = group.nodes[0].told.member_id
    rows = sorted(((r, n) for n in group.nodes for r in n.told.reports), key=_order)
    steps = _steps(rows)
    final = steps[-1][1].told.status
    since = steps[-1][0].day if steps[-1][1].phase == PLAN else date.min
    current = [row for row in rows if _same_state(row[1].told.status, final) and row[0].day >= since]
    lead_report, lead = min(current, key=lambda row: (_gaps(row[1].told), _order(row)))
    start, end, precision = _days([lead.told, *(n.told for _, n in current)], [n.told for _, n in rows], final)
    happening = Happening(
        event_id=event_id,
        type=lead.told.type,
        status=final,
        lead_id=lead.told.member_id,
        lead_doc=lead_report.doc_id,
        start=start,
        end=end,
        precision=precision,
    )
    return happening, tuple(_phases(event_id, steps)), tuple(_merge(event_id, group, n) for n in group.nodes)


def _order(row: _Row) -> tuple[date, int, str, str]:
    report, node = row
    return (report.day, _RANK.get(node.told.status, 0), report.doc_id, node.told.member_id)


def _same_state(one: Status, two: Status) -> bool:
    pair = {one, two}
    return len(pair) == 1 or pair in ({Status.PLANNED, Status.EXPECTED}, {Status.HAPPENED, Status.ONGOING})


def _steps(rows: Sequence[_Row]) -> list[_Row]:
    """Return the first report of each state, in order; late copies of an outlived plan are passed over.

    So is a plan without days that a document tells only to say that it is off.
    """
    steps: list[_Row] = []
    calls_off = {report.doc_id for report, node in rows if node.phase == OFF}
    for report, node in rows:
        if not steps:
            steps.append((report, node))
            continue
        last_report, last = steps[-1]
        if node.phase == last.phase and not _moves_on(last.told, node.told):
            continue
        if node.phase == PLAN and last.phase == FACT:
            continue
        if node.phase == OFF and last.phase == FACT:
            continue
        if node.phase == PLAN and node.told.start is None and report.doc_id in calls_off:
            continue
        if node.phase == PLAN and last.phase == OFF and not _is_new_plan(rows, last_report, report, node):
            continue
        steps.append((report, node))
    return steps


def _moves_on(last: Told, new: Told) -> bool:
    """Tell whether a telling of the same phase is a new state: another status, or other days of a plan."""
    if not _same_state(last.status, new.status):
        return True
    if new.status not in {Status.PLANNED, Status.EXPECTED} or new.start is None or last.start is None:
        return False
    return new.start > (last.end or last.start) or (new.end or new.start) < last.start


def _is_new_plan(rows: Sequence[_Row], off: Report, report: Report, node: Node) -> bool:
    """Tell whether a plan told after the act was called off is a new one: for new days, or told well after."""
    old = {(n.told.start, n.told.end) for r, n in rows if n.phase == PLAN and r.day <= off.day}
    if node.told.start is not None and (node.told.start, node.told.end) not in old:
        return True
    return report.day != date.max and (report.day - off.day).days > STALE_DAYS


def _gaps(told: Told) -> int:
    """Return how many of actors, recipients and day a telling leaves open."""
    return (not told.actors) + (not told.recipients) + (told.start is None)


_Days = tuple[date | None, date | None, str | None]


def _days(current: Sequence[Told], all_: Sequence[Told], final: Status) -> _Days:
    """Return the days of the act: of the tellings in its final state, else, if it is off, of the last plan."""
    plans = [t for t in reversed(all_) if t.status in {Status.PLANNED, Status.EXPECTED}]
    for t in (*current, *(plans if final in {Status.CANCELLED, Status.POSTPONED} else ())):
        if t.start or t.end:
            return t.start, t.end, t.precision
    return None, None, None


def _phases(event_id: str, steps: Iterable[_Row]) -> Iterable[Phase]:
    for number, (report, node) in enumerate(steps, start=1):
        yield Phase(
            event_id=event_id,
            number=number,
            status=node.told.status,
            day=None if report.day == date.max else report.day,
            member_id=node.told.member_id,
            doc_id=report.doc_id,
            start=node.told.start,
            end=node.told.end,
        )


def _merge(event_id: str, group: Group, node: Node) -> Merge:
    member = node.told.member_id
    edge = group.edges.get(member)
    others = [n.told.member_id for n in group.nodes if n is not node]
    if member in group.pinned or edge is None:
        return Merge(member_id=member, event_id=event_id, like=others[0], score=1.0, reason="by hand", judge="hand")
    return Merge(
        member_id=member,
        event_id=event_id,
        like=edge.b if edge.a == member else edge.a,
        score=round(edge.likeness.score, 3),
        reason=", ".join(edge.likeness.reasons),
    )
