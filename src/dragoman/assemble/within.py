"""One record per event per document: joins the tellings of one text that are about the same act."""

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import merge

from dragoman.model import Attribution, Document, Event, EventType, Evidence, Interval, Place, Status
from dragoman.model.events import CALLED_OFF, OUTLET, PROSPECTIVE
from dragoman.model.ids import content_id

SPEECH = frozenset({EventType.ACCUSE, EventType.REQUEST, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT})
"""One speech gives one record per addressee, however many sentences it fills (ANNOTATION section 10, rule 5)."""


NOT_TO_BE = CALLED_OFF | {Status.DENIED}
"""What is said of a plan that has not come true."""


@dataclass(slots=True)
class _Group:
    """Tellings that were joined so far."""

    tellings: list[Evidence] = field(default_factory=list)
    actors: set[str] = field(default_factory=set)
    recipients: set[str] = field(default_factory=set)
    is_other_count: bool = False

    @property
    def first(self) -> Evidence:
        return self.tellings[0]

    def add(self, ev: Evidence) -> None:
        """Add a telling with its parties; a bare mention adds them only where none are known."""
        self.tellings.append(ev)
        if ev.is_mention_only:
            self.actors = self.actors or set(ev.actors) - self.recipients
            self.recipients = self.recipients or set(ev.recipients) - self.actors
            return
        self.actors.update(ev.actors)
        self.recipients.update(set(ev.recipients) - self.actors)


def join_tellings(document: Document, tellings: Sequence[Evidence]) -> tuple[Event, ...]:
    """Return the events of one document, by first trigger; tellings of one act become one event."""
    groups = _Groups()
    for ev in sorted(tellings, key=lambda e: (e.trigger.start, e.trigger.end)):
        home = _home(groups, ev)
        if home is not None or not ev.is_mention_only:
            other = home is None and any(_same_act(groups.all[n], ev, counting=False) for n in groups.candidates(ev))
            groups.add(home, ev, is_other_count=other)
    return _unique(_event(document, g) for g in groups.all)


def _home(groups: "_Groups", ev: Evidence) -> int | None:
    """Return the number of the group that a telling belongs to.

    A bare mention goes first to one told in the same word; a mention of what was called off to that, not to its new
    version.
    """
    homes = (n for n in groups.candidates(ev) if _same_act(groups.all[n], ev))
    if not ev.is_mention_only:
        return next(homes, None)
    open_to = list(homes)
    if ev.status in CALLED_OFF:
        open_to = [n for n in open_to if _status(groups.all[n].tellings) is ev.status] or open_to
    named = (n for n in open_to if any(t.lemma == ev.lemma for t in groups.all[n].tellings))
    return next(named, open_to[0] if open_to else None)


class _Groups:
    """The groups of a text with an index, so that a telling meets only those that share its type and a party."""

    def __init__(self) -> None:
        self.all: list[_Group] = []
        self._of_party: dict[tuple[EventType, str], list[int]] = {}
        self._of_type: dict[EventType, list[int]] = {}

    def candidates(self, ev: Evidence) -> Iterator[int]:
        """Yield the numbers of the groups that a telling may belong to, the latest first."""
        parties = {*ev.actors, *ev.recipients}
        if not parties:
            return reversed(self._of_type.get(ev.type, ()))
        lists = [reversed(self._of_party.get((ev.type, party), ())) for party in sorted(parties)]
        return lists[0] if len(lists) == 1 else merge(*lists, reverse=True)

    def add(self, number: int | None, ev: Evidence, *, is_other_count: bool) -> None:
        """Add a telling to a group, or to a new one, which may be of an act that another source counts otherwise."""
        if number is None:
            number = len(self.all)
            self.all.append(_Group(is_other_count=is_other_count))
            self._of_type.setdefault(ev.type, []).append(number)
        group = self.all[number]
        known = group.actors | group.recipients
        group.add(ev)
        for party in (group.actors | group.recipients) - known:
            insort(self._of_party.setdefault((ev.type, party), []), number)


def _same_act(group: _Group, ev: Evidence, *, counting: bool = True) -> bool:
    first = group.first
    if first.type is not ev.type:
        return False
    if not (_compatible(group.actors | group.recipients, {*ev.actors, *ev.recipients})):
        return False
    if ev.is_mention_only:
        return True
    if _is_renewed(group, ev) or (first.status is not ev.status and not _is_called_off(group, ev)):
        return False
    if _clash(first.date, ev.date) or (counting and _counts_apart(group, ev)):
        return False
    same_sides = group.actors == set(ev.actors) and group.recipients == set(ev.recipients)
    if ev.type in SPEECH:
        return same_sides and first.attribution == ev.attribution
    return same_sides or (first.lemma == ev.lemma and _within_sides(group, ev))


def _is_called_off(group: _Group, ev: Evidence) -> bool:
    """Tell whether the telling says, by the same voice or the text in its own, that what was planned will not be."""
    plan = next(told for told in reversed(group.tellings) if told is group.first or not told.is_mention_only)
    same_voice = ev.attribution in {plan.attribution, (OUTLET,)}
    return plan.status in PROSPECTIVE and ev.status in CALLED_OFF and same_voice


def _is_renewed(group: _Group, ev: Evidence) -> bool:
    """Tell whether the telling plans anew what the group has called off: that is another act."""
    return ev.status in PROSPECTIVE and _status(group.tellings) in CALLED_OFF


def _counts_apart(group: _Group, ev: Evidence) -> bool:
    """Tell whether another source gives another figure for the act: two versions, not one."""
    return any(
        told.attribution != ev.attribution
        and any(told.magnitude[k] != ev.magnitude[k] for k in told.magnitude.keys() & ev.magnitude.keys())
        for told in group.tellings
    )


def _within_sides(group: _Group, ev: Evidence) -> bool:
    """Tell whether the telling names a part of the parties, each on the side it had."""
    return set(ev.actors) <= group.actors and set(ev.recipients) <= group.recipients


def _compatible(known: set[str], new: set[str]) -> bool:
    return not new or bool(known & new)


def _clash(a: Interval | None, b: Interval | None) -> bool:
    if a is None or b is None or None in {a.start, a.end, b.start, b.end}:
        return False
    return a.end < b.start or b.end < a.start  # type: ignore[operator]  # None was excluded in the line above


def _event(document: Document, group: _Group) -> Event:
    first = group.first
    date = next((ev.date for ev in group.tellings if ev.date), None)
    place = next((ev.place for ev in group.tellings if ev.place), None)
    issue = tuple(sorted({x for ev in group.tellings for x in ev.issue}))
    actors, recipients = tuple(sorted(group.actors)), tuple(sorted(group.recipients - group.actors))
    return Event(
        event_id=_key(document, first, group, date, place),
        type=first.type,
        mode=first.mode,
        trigger=first.trigger,
        also=tuple(ev.trigger for ev in group.tellings[1:]),
        status=_status(group.tellings),
        evidence=tuple(group.tellings),
        actors=actors,
        recipients=recipients,
        attribution=_attribution(group.tellings),
        date=date,
        place=place,
        issue=issue,
        magnitude={k: v for ev in reversed(group.tellings) for k, v in ev.magnitude.items()},
        cameo=first.cameo,
        goldstein=first.goldstein,
        confidence=max(ev.confidence for ev in group.tellings),
    )


def _key(document: Document, first: Evidence, group: _Group, date: Interval | None, place: Place | None) -> str:
    """Return the id of an event: what, who, when and in which state it is told.

    An event without a date of its own is keyed by the day of publication, so that the same words printed a year
    apart are two events, and two copies of one day one.
    """
    when = f"{date.start}/{date.end}" if date else f"published {document.published}"
    sides = ("|".join(sorted(group.actors)), "|".join(sorted(group.recipients - group.actors)))
    where = place.name if place else ""
    if group.is_other_count:  # the same act in another source's figures is another version of it
        where += "".join(f"|{k}={v:g}" for k, v in sorted(first.magnitude.items()))
    return content_id("e", first.type, *sides, when, where, "|".join(first.issue), _status(group.tellings), first.lemma)


def _status(tellings: Sequence[Evidence]) -> Status:
    """Return how the act stood at the end of the text: what was planned first may have been called off since."""
    first = tellings[0].status
    if first not in PROSPECTIVE:
        return first
    return next((ev.status for ev in tellings if ev.status in NOT_TO_BE and _tells_status(ev)), first)


def _tells_status(ev: Evidence) -> bool:
    """Tell whether a telling says how an act stands: a bare mention only by a word of calling off ("was put off")."""
    return not ev.is_mention_only or (ev.status in NOT_TO_BE and ev.status_cue is not None)


def _attribution(tellings: Sequence[Evidence]) -> tuple[Attribution, ...]:
    """Return everyone who vouches, in order of telling; mentions that say nothing new do not make the outlet vouch."""
    full = [ev for ev in tellings if _tells_status(ev)] or list(tellings)
    chain = tuple(dict.fromkeys(a for ev in full for a in ev.attribution))
    return chain or (OUTLET,)


def _unique(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events with those of one id joined: the content is the identity."""
    found: dict[str, Event] = {}
    for event in events:
        held = found.get(event.event_id)
        if held is None:
            found[event.event_id] = event
            continue
        tellings = tuple(sorted((*held.evidence, *event.evidence), key=lambda ev: ev.trigger))
        found[event.event_id] = _rejoined(held, tellings)
    return tuple(found.values())


def _rejoined(event: Event, tellings: tuple[Evidence, ...]) -> Event:
    return replace(
        event,
        trigger=tellings[0].trigger,
        also=tuple(ev.trigger for ev in tellings[1:]),
        evidence=tellings,
        attribution=_attribution(tellings),
    )
