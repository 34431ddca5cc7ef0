"""Versions that cannot both be right, side by side: each keeps its claimant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice, product

from dragoman.model import Entity, Event, EventType, SpeakerKind, Status
from dragoman.model.events import CALLED_OFF, PROSPECTIVE, REAL

ASSERTED = REAL | PROSPECTIVE
"""What a denial can deny: that it took place, and that it will."""
SPEECH = frozenset({EventType.ACCUSE, EventType.REJECT, EventType.REQUEST, EventType.THREATEN})
"""Acts of which one side does many in a text: a denied one in other words is another one."""
UNNAMED = "anon:"
"""How the ids of people begin whom a text does not name."""
REACH_CHARS = 600
"""How far apart two versions in different words may stand: about a paragraph on either side. Versions of one act in the
same words may stand anywhere in the text."""


def link_disputes(events: Sequence[Event], entities: Mapping[str, Entity] | None = None) -> tuple[Event, ...]:
    """Return the events with `disputed_with` filled in, symmetric and sorted.

    Two records of one type are disputed when different sources stand behind them and
    - one is denied while the other is asserted of the same parties, or of the same side in the same words, or
    - one is still planned while the other is off, and neither is told by the text itself, or
    - they give different figures for one act in the same words, or
    - each makes the other side the doer ("X attacked Y", "Y attacked X"), or
    - they name different doers of one act, and one source speaks for the doer that the other names.

    Args:
        events: The events of one document.
        entities: Entities by id; with them a government speaks for its army, without them only for itself.
    """
    known = entities or {}
    rivals: dict[str, set[str]] = {}
    for a, b in _pairs(events):
        if _speakers(a) == _speakers(b):
            continue
        clash = _is_denied(a, b) or _is_off(a, b) or _is_counted_apart(a, b) or _is_disowned(a, b, known)
        if clash or _is_mirrored(a, b) or _is_blame_passed(a, b, known):
            rivals.setdefault(a.event_id, set()).add(b.event_id)
            rivals.setdefault(b.event_id, set()).add(a.event_id)
    return tuple(replace(e, disputed_with=tuple(sorted(rivals.get(e.event_id, ())))) for e in events)


def _pairs(events: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    """Yield the pairs of one type of which a rule below may speak, the earlier first; some of them twice.

    Every rule asks that the two stand near one another, that one denies what the other says of a common party, or that
    their sides are exchanged. Looking at these alone keeps the cost of a long text in proportion to its length.
    """
    by_type: dict[EventType, list[Event]] = {}
    for event in events:
        by_type.setdefault(event.type, []).append(event)
    for group in by_type.values():
        order = {id(event): k for k, event in enumerate(group)}
        for a, b in chain(_near_pairs(group), _denials(group), _mirrors(group)):
            yield (a, b) if order[id(a)] < order[id(b)] else (b, a)


def _near_pairs(group: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    placed = sorted(group, key=lambda e: e.trigger.start)
    for k, a in enumerate(placed):
        for b in islice(placed, k + 1, None):
            if not _is_near(a, b):
                break
            yield a, b


def _denials(group: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    denied = [e for e in group if e.status is Status.DENIED]
    if not denied:
        return
    of_word: dict[tuple[str, str], list[Event]] = {}
    for event in group:
        if event.status in ASSERTED:
            for told in _tellings(event):
                of_word.setdefault(told, []).append(event)
    for event in denied:
        for told in _tellings(event):
            yield from ((event, other) for other in of_word.get(told, ()))


def _tellings(event: Event) -> Iterator[tuple[str, str]]:
    """Yield each party of an event with each word that tells it."""
    return product(sorted({*event.actors, *event.recipients}), sorted({ev.lemma for ev in event.evidence}))


def _mirrors(group: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    of_sides: dict[tuple[frozenset[str], frozenset[str]], list[Event]] = {}
    for event in group:
        if event.actors and event.recipients and _is_claim(event):
            sides = (frozenset(event.actors), frozenset(event.recipients))
            yield from ((other, event) for other in of_sides.get((sides[1], sides[0]), ()))
            of_sides.setdefault(sides, []).append(event)


def _speakers(event: Event) -> frozenset[str]:
    return frozenset(a.speaker for a in event.attribution)


def _is_near(a: Event, b: Event) -> bool:
    return abs(a.trigger.start - b.trigger.start) <= REACH_CHARS


def _is_same_word(a: Event, b: Event) -> bool:
    return not {ev.lemma for ev in a.evidence}.isdisjoint(ev.lemma for ev in b.evidence)


def _is_denied(a: Event, b: Event) -> bool:
    if (a.status is Status.DENIED) == (b.status is Status.DENIED):
        return False
    told = b if a.status is Status.DENIED else a
    if told.status not in ASSERTED:
        return False
    ours, theirs = {*a.actors, *a.recipients}, {*b.actors, *b.recipients}
    if not ours & theirs:
        return False
    same_sides = a.actors == b.actors and a.recipients == b.recipients
    if _is_same_word(a, b):
        return same_sides or (_is_near(a, b) and (ours <= theirs or theirs <= ours))
    denial = a if told is b else b
    if not _is_near(a, b) or not _is_claim(denial):
        return False
    return same_sides or (a.type not in SPEECH and told.status in REAL and (ours <= theirs or theirs <= ours))


def _is_off(a: Event, b: Event) -> bool:
    """Tell whether one source says that an act is still to come and another that it has been called off."""
    plan, off = (a, b) if a.status in PROSPECTIVE else (b, a)
    if plan.status not in PROSPECTIVE or off.status not in CALLED_OFF or not _is_near(a, b):
        return False
    same_sides = a.actors == b.actors and a.recipients == b.recipients
    return same_sides and _is_claim(a) and _is_claim(b)


def _is_counted_apart(a: Event, b: Event) -> bool:
    """Tell whether two sources tell one act in the same words with different figures: "forty dead", "six dead"."""
    same_doers = a.actors == b.actors or not a.actors or not b.actors
    same_sides = same_doers and _named(a.recipients) == _named(b.recipients)
    if not (same_sides and _is_claim(a) and _is_claim(b) and _is_same_word(a, b) and _is_near(a, b)):
        return False
    known = a.magnitude.keys() & b.magnitude.keys()
    return not _is_dated_apart(a, b) and any(a.magnitude[k] != b.magnitude[k] for k in known)


def _named(ids: Sequence[str]) -> set[str]:
    """Return the ids without those of unnamed people, of whom each mention is one of its own."""
    return {x for x in ids if not x.startswith(UNNAMED)}


def _is_disowned(a: Event, b: Event, entities: Mapping[str, Entity]) -> bool:
    """Tell whether one says that a side did it and the other that this side did not: "its sailors never fired"."""
    if {a.status is Status.DENIED, b.status is Status.DENIED} != {True, False}:
        return False
    told = b if a.status is Status.DENIED else a
    if told.status not in REAL or not (_is_same_word(a, b) and _is_near(a, b)):
        return False
    return bool(_sides(a.actors, entities) & _sides(b.actors, entities))


def _is_mirrored(a: Event, b: Event) -> bool:
    if not (a.actors and a.recipients and b.actors and b.recipients):
        return False
    return _is_claim(a) and _is_claim(b) and set(a.actors) == set(b.recipients) and set(a.recipients) == set(b.actors)


def _is_claim(event: Event) -> bool:
    """Tell whether nobody but sources vouches for the event."""
    return all(x.kind is not SpeakerKind.OUTLET for x in event.attribution)


def _is_blame_passed(a: Event, b: Event, entities: Mapping[str, Entity]) -> bool:
    """Tell whether two sources name different doers of one act, and one of them is the other's culprit."""
    if not (a.status in REAL and b.status in REAL and _is_claim(a) and _is_claim(b) and _is_near(a, b)):
        return False
    if not a.actors or not b.actors or set(a.actors) & set(b.actors) or _is_dated_apart(a, b):
        return False
    victims, others = set(a.recipients) - set(b.actors), set(b.recipients) - set(a.actors)
    if victims and others and not victims & others:
        return False
    answers = bool(_sides(_speakers(a), entities) & _sides(b.actors, entities))
    is_answered = bool(_sides(_speakers(b), entities) & _sides(a.actors, entities))
    return (answers and is_answered) or (_is_same_word(a, b) and (answers or is_answered))


def _is_dated_apart(a: Event, b: Event) -> bool:
    return a.date is not None and b.date is not None and (a.date.start, a.date.end) != (b.date.start, b.date.end)


def _sides(ids: Sequence[str] | frozenset[str], entities: Mapping[str, Entity]) -> set[str]:
    """Return for whom entities act: themselves and their states."""
    found = set(ids)
    for x in ids:
        entity = entities.get(x)
        if entity is not None:
            found.update(code for code in (entity.code, entity.country) if code)
    return found
