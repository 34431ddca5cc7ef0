"""Versions that cannot both be right, side by side: each keeps its claimant."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice, product

from dragoman.lexicon.identity import load_like_words
from dragoman.model import Entity, Event, EventType, Interval, SpeakerKind, Status
from dragoman.model.events import CALLED_OFF, PROSPECTIVE, REAL

ASSERTED = REAL | PROSPECTIVE
"""What a denial can deny: that it took place, and that it will."""
SPEECH = frozenset({EventType.ACCUSE, EventType.REJECT, EventType.REQUEST, EventType.THREATEN})
"""Acts of which one side does many in a text: a denied one in other words is another one."""
POOLED = frozenset({EventType.CONSULT, EventType.COOPERATE, EventType.AGREE})
"""Acts done together, of which it does not matter who stands on which side."""
AGAINST_THE_STATE = frozenset({"REB", "OPP", "CRM", "UAF", "PRE"})
"""Sectors whose people bear the code of a state and do not act for it."""
UNNAMED = "anon:"
"""How the ids of people begin whom a text does not name."""
POINTED = "denied:"
"""How the rule of a telling begins that only points at what it denies."""
REACH_CHARS = 600
"""How far apart two versions in different words may stand: about a paragraph on either side. Versions of one act in the
same words may stand anywhere in the text."""


def link_disputes(events: Sequence[Event], entities: Mapping[str, Entity] | None = None) -> tuple[Event, ...]:
    """Return the events with `disputed_with` filled in, symmetric and sorted.

    Two records of one type, not told of different days, are disputed when different sources stand behind them and
    - one is denied while the other is asserted of the same parties, or of the same side in the same words, or
    - one is still planned while the other is off, and neither is told by the text itself, or
    - they give different figures for one act in the same words, or
    - each makes the other side the doer ("X attacked Y", "Y attacked X"), or
    - they name different doers of one act, and one source speaks for the doer that the other names.
    Two sides that each own to an act of theirs do not dispute anything.

    Args:
        events: The events of one document.
        entities: Entities by id; with them a government speaks for its army, without them only for itself.
    """
    known = entities or {}
    rivals: dict[str, set[str]] = {}
    for a, b in _pairs(events):
        if _speakers(a) == _speakers(b) or _is_dated_apart(a.date, b.date):
            continue
        clash = _is_denied(a, b, known) or _is_off(a, b) or _is_counted_apart(a, b) or _is_disowned(a, b, known)
        if clash or _is_mirrored(a, b, known) or _is_blame_passed(a, b, known):
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
    return product(sorted({*event.actors, *event.recipients}), sorted(_words(event)))


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
    """Tell whether two events are told in one word, or near one another in two that may stand for one another."""
    one, other = _words(a), _words(b)
    if one & other:
        return True
    like = load_like_words()
    return _is_near(a, b) and bool({like.get(x) for x in one} & {like[x] for x in other if x in like})


def _words(event: Event) -> set[str]:
    return {ev.lemma for ev in event.evidence}


def _is_denied(a: Event, b: Event, entities: Mapping[str, Entity]) -> bool:
    if (a.status is Status.DENIED) == (b.status is Status.DENIED):
        return False
    told, denial = (b, a) if a.status is Status.DENIED else (a, b)
    if told.status not in ASSERTED:
        return False
    same_sides = bool(a.actors or a.recipients) and a.actors == b.actors and a.recipients == b.recipients
    if not same_sides and not (_is_near(a, b) and _do_sides_fit(a, b, entities)):
        return False
    if _is_same_word(a, b):
        return True
    if not (_is_near(a, b) and _is_claim(denial)) or _is_pointed(denial):
        return False
    if told.type in SPEECH:
        return same_sides and _is_claim(told)
    return same_sides or (_is_claim(told) and told.status in REAL)


def _is_pointed(denial: Event) -> bool:
    """Tell whether a denial points at the very act it denies ("denied the charge"), so that no other is meant."""
    return all(ev.rule.startswith(POINTED) for ev in denial.evidence)


def _do_sides_fit(a: Event, b: Event, entities: Mapping[str, Entity]) -> bool:
    """Tell whether two events share a side, and each party that one names stands or acts for one of the other."""
    if a.type in POOLED:
        ours, theirs = {*a.actors, *a.recipients}, {*b.actors, *b.recipients}
        return bool(ours and theirs) and (ours <= theirs or theirs <= ours)
    sides = [(a.actors, b.actors), (a.recipients, b.recipients)]
    return any(x and y for x, y in sides) and all(_is_within(x, y, entities) for x, y in sides)


def _is_within(ours: Sequence[str], theirs: Sequence[str], entities: Mapping[str, Entity]) -> bool:
    few, many = sorted((ours, theirs), key=len)
    all_of_them = _sides(many, entities)
    return all(_sides((x,), entities) & all_of_them for x in few)


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
    return any(a.magnitude[k] != b.magnitude[k] for k in known)


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


def _is_mirrored(a: Event, b: Event, entities: Mapping[str, Entity]) -> bool:
    """Tell whether each of two sources makes the other side the doer of one act."""
    if not (a.status in REAL and b.status in REAL and _is_foreign_deed(a, entities) and _is_foreign_deed(b, entities)):
        return False
    exact = set(a.actors) == set(b.recipients) and set(a.recipients) == set(b.actors)
    doers, others = (_sides(a.actors, entities), _sides(a.recipients, entities))
    turned = doers & _sides(b.recipients, entities) and others & _sides(b.actors, entities)
    if doers & others or not (exact or (turned and _is_near(a, b))):
        return False
    if a.type in SPEECH and not (_is_told_by_addressee(a, entities) and _is_told_by_addressee(b, entities)):
        return False  # one asked the other, and was asked in turn
    return _is_same_word(a, b) or _is_one_fight(a, b)


def _is_told_by_addressee(event: Event, entities: Mapping[str, Entity]) -> bool:
    return bool(_sides(_speakers(event), entities) & _sides(event.recipients, entities))


def _is_foreign_deed(event: Event, entities: Mapping[str, Entity]) -> bool:
    """Tell whether only sources tell an act, which has both sides, and none of them owns to it."""
    doers = _sides(event.actors, entities)
    return bool(doers and event.recipients) and _is_claim(event) and not doers & _sides(_speakers(event), entities)


def _is_one_fight(a: Event, b: Event) -> bool:
    """Tell whether two acts of force are told of one place in the text: then words differ for one fight."""
    return a.type is EventType.ASSAULT and _is_near(a, b)


def _is_claim(event: Event) -> bool:
    """Tell whether nobody but sources vouches for the event."""
    return all(x.kind is not SpeakerKind.OUTLET for x in event.attribution)


def _is_blame_passed(a: Event, b: Event, entities: Mapping[str, Entity]) -> bool:
    """Tell whether two sources name different doers of one act, and one of them is the other's culprit."""
    if not (a.status in REAL and b.status in REAL and _is_claim(a) and _is_claim(b) and _is_near(a, b)):
        return False
    if not a.actors or not b.actors or set(a.actors) & set(b.actors):
        return False
    victims, others = set(a.recipients) - set(b.actors), set(b.recipients) - set(a.actors)
    if victims and others and not victims & others:
        return False
    answers = bool(_sides(_speakers(a), entities) & _sides(b.actors, entities))
    is_answered = bool(_sides(_speakers(b), entities) & _sides(a.actors, entities))
    if answers and is_answered:
        return _is_same_word(a, b) or _is_one_fight(a, b)
    return bool(_words(a) & _words(b)) and (answers or is_answered)


def _is_dated_apart(a: Interval | None, b: Interval | None) -> bool:
    """Tell whether the days of two acts are known and have none in common."""
    if a is None or b is None or None in {a.start, a.end, b.start, b.end}:
        return False
    return a.end < b.start or b.end < a.start  # type: ignore[operator]  # None was excluded in the line above


def _sides(ids: Iterable[str], entities: Mapping[str, Entity]) -> set[str]:
    """Return for whom entities act: themselves and their states, unless they are against these."""
    found = set(ids)
    for entity in (entities.get(x) for x in tuple(found)):
        if entity is not None and entity.sector not in AGAINST_THE_STATE:
            found.update(code for code in (entity.code, entity.country) if code)
    return found
