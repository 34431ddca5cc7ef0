"""Versions that cannot both be right, side by side: each keeps its claimant."""

from collections.abc import Sequence
from dataclasses import replace

from dragoman.model import Event, SpeakerKind, Status

REAL = frozenset({Status.HAPPENED, Status.ONGOING})
REACH_CHARS = 600
"""How far apart a claim and its denial may stand in one text: about a paragraph on either side."""


def link_disputes(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events with `disputed_with` filled in, symmetric and sorted.

    Two records of one type are disputed when different sources stand behind them and either one is denied while the
    other is asserted about the same parties, or each makes the other side the doer.
    """
    rivals: dict[str, set[str]] = {}
    for k, a in enumerate(events):
        for b in events[k + 1 :]:
            if a.type is b.type and _speakers(a) != _speakers(b) and (_is_denied(a, b) or _is_mirrored(a, b)):
                rivals.setdefault(a.event_id, set()).add(b.event_id)
                rivals.setdefault(b.event_id, set()).add(a.event_id)
    return tuple(replace(e, disputed_with=tuple(sorted(rivals.get(e.event_id, ())))) for e in events)


def _speakers(event: Event) -> frozenset[str]:
    return frozenset(a.speaker for a in event.attribution)


def _is_denied(a: Event, b: Event) -> bool:
    if (a.status is Status.DENIED) == (b.status is Status.DENIED):
        return False
    told = b if a.status is Status.DENIED else a
    if told.status not in REAL and a.evidence[0].lemma != b.evidence[0].lemma:
        return False
    if abs(a.trigger.start - b.trigger.start) > REACH_CHARS:
        return False
    ours, theirs = {*a.actors, *a.recipients}, {*b.actors, *b.recipients}
    shared = ours & theirs
    return bool(shared) and (ours <= theirs or theirs <= ours)


def _is_mirrored(a: Event, b: Event) -> bool:
    if not (a.actors and a.recipients and b.actors and b.recipients):
        return False
    both_told = all(x.kind is not SpeakerKind.OUTLET for e in (a, b) for x in e.attribution)
    return both_told and set(a.actors) == set(b.recipients) and set(a.recipients) == set(b.actors)
