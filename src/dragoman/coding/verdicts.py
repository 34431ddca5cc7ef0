"""How statuses compose: under a negation, and under an operator that itself has a status."""

from dataclasses import dataclass

from dragoman.lexicon.cues import Operator
from dragoman.model import Status
from dragoman.model.events import REAL

STRENGTH = (Status.PLANNED, Status.EXPECTED, Status.POSSIBLE, Status.DEMANDED, Status.HYPOTHETICAL)
"""Of two unreal statuses the later in this row wins."""
WEAK_DENIALS = frozenset({"deny", "rule", "exclude", "preclude", "doubt"})
"""Not to deny a thing leaves it possible; not to fail at it makes it so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A status with the word that decided it.

    Attributes:
        status: None when the content is no event (content of a refusal).
        cue: Token of the deciding word, or None.
        is_modal: Whether "will" or "would" alone decided, so that the speaker tells planned from expected.
        is_purpose: Whether it is a bare purpose ("to help stabilise").
    """

    status: Status | None
    cue: int | None = None
    is_modal: bool = False
    is_purpose: bool = False


def negate(verdict: Verdict, *, cue: int) -> Verdict:
    """Return the verdict under a negation: what is real or planned is denied, what is open stays open."""
    if verdict.status is None:
        return verdict
    if verdict.status is Status.DENIED:
        return Verdict(status=Status.HAPPENED, cue=cue)
    if verdict.status in REAL or verdict.status is Status.PLANNED:
        return Verdict(status=Status.DENIED, cue=cue)
    return verdict


def combine(op: Operator, inner: Verdict, outer: Verdict, *, cue: int, put_off: bool = False) -> Verdict:
    """Return the status of an act under an operator that itself has a status.

    Args:
        op: The governing word.
        inner: HAPPENED for a plain act, DENIED for a negated one ("decided not to attend").
        outer: Status of the governing word in its own place.
        cue: Token of the governing word.
        put_off: Whether a new time is named with a cancelling word ("shelved until May"), which only postpones.
    """
    if outer.status is None or op.effect is None:
        return Verdict(status=None, cue=cue)
    effect = _under(op, outer)
    if effect is Status.CANCELLED and put_off:
        return Verdict(status=Status.POSTPONED, cue=cue)
    if inner.status is Status.DENIED:
        if effect is Status.DEMANDED:
            return Verdict(status=None, cue=cue)
        return negate(Verdict(status=effect, cue=cue), cue=cue)
    return Verdict(status=effect, cue=cue if effect is op.effect else outer.cue)


def _under(op: Operator, outer: Verdict) -> Status:
    effect = op.effect or Status.HAPPENED
    status = outer.status or Status.HAPPENED
    if status in REAL or (op.is_charge and status is not Status.DENIED):  # who may accuse X of a raid claims the raid
        return effect
    if status is Status.DENIED:
        if effect is Status.DENIED:
            return Status.POSSIBLE if op.words[0] in WEAK_DENIALS else Status.HAPPENED
        if effect in {Status.CANCELLED, Status.POSTPONED}:
            return Status.PLANNED
        return Status.HAPPENED if op.words[0] == "doubt" else Status.DENIED
    if effect in {Status.CANCELLED, Status.POSTPONED}:  # "agreed to postpone" has put it off; "may cancel" has not
        return effect if status in {Status.CANCELLED, Status.POSTPONED, Status.PLANNED} else Status.PLANNED
    if status in {Status.CANCELLED, Status.POSTPONED}:
        return status
    if effect in REAL:
        return status
    if effect is Status.DENIED:
        return Status.POSSIBLE
    return max(effect, status, key=STRENGTH.index)
