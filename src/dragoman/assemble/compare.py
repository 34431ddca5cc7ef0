"""Takes two tellings of different documents, gives the chance that they are of one event, and why."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from dragoman.lexicon.identity import Weights, load_like_words, load_near_types, load_weights
from dragoman.model import EventType, Status
from dragoman.model.links import Told

FACT, PLAN, OFF = "fact", "plan", "off"
_PHASES: Final = {
    Status.HAPPENED: FACT,
    Status.ONGOING: FACT,
    Status.PLANNED: PLAN,
    Status.EXPECTED: PLAN,
    Status.CANCELLED: OFF,
    Status.POSTPONED: OFF,
}
"""Statuses that one act may pass through. What is only possible, demanded, supposed or denied joins its own kind."""

MUTUAL: Final = frozenset({EventType.CONSULT, EventType.COOPERATE})
"""Types whose sides outlets often name the other way round (host and guest): the parties are pooled."""

SHARED: Final = frozenset({EventType.AGREE, EventType.SUPPORT})
"""Types that have one side when both sign and two when one promises: pooled if either telling has one side only."""

FRESH_DAYS: Final = 2
"""An act told without a date is taken to lie at most so many days before its report."""

OPEN_PLAN_DAYS: Final = 60
"""A plan without a date may come true, or be called off, so long after it was told."""

LATE_DAYS: Final = 30
"""So long after its window a plan may still come true late."""

RENEWED_DAYS: Final = 90
"""So long after it was called off an act may be planned again, or take place, as the same one."""

COARSE_DAYS: Final = 7
"""A dated stretch longer than this ("in March") dates an event too roughly to speak for identity much."""

FIGURE_GAP: Final = 0.2
"""Relative difference from which two figures are two."""

PAIRS_OF_SIDES: Final = 65_536
"""So many pairs of sides are remembered: the same few states are compared again and again."""

NEVER: Final = 10**7
"""Stands for a day that nobody knows; later than every other."""


Member = tuple[str, str | None]
"""An entity id and its code, as a plain pair: half a million of them are compared."""
Side = frozenset[Member]
_Sides = tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class Node:
    """A telling prepared for comparison; days are ordinals.

    Attributes:
        told: The telling.
        phase: What its status says of the act: fact, plan, off, or the status itself.
        word: What its word shares with those that may stand for it; empty for none.
        key: What orders the nodes: the first report of it, then its id.
        pub: Day of the first report; `NEVER` if nobody knows.
        start: First day by the text's words, or None.
        end: Last day, or None.
        reach: The days within which others may tell the same act.
        sides: Who acts, and on whom.
        codes: Their codes.
        has_uncoded: Whether one of them has none.
        origins: Whose reporting it is.
        docs: Who tells it.
    """

    told: Told
    phase: str
    word: str
    key: tuple[int, str, str]
    pub: int
    start: int | None
    end: int | None
    reach: tuple[int, int]
    sides: _Sides
    codes: frozenset[str]
    has_uncoded: bool
    origins: frozenset[str]
    docs: frozenset[str]

    @property
    def is_coarse(self) -> bool:
        """Tell whether it is dated too roughly."""
        return self.start is None or self.end is None or self.end - self.start > COARSE_DAYS


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two tellings are.

    Attributes:
        logit: Sum of the weights; from 0 on they may be one.
        reasons: What spoke for it.
    """

    logit: float
    reasons: tuple[str, ...]

    @property
    def score(self) -> float:
        """Return the chance, 0 to 1."""
        return 1 / (1 + math.exp(-self.logit))


def make_node(told: Told, codes: Mapping[str, str]) -> Node:
    """Return a telling prepared for comparison.

    Args:
        told: The telling.
        codes: From entity id to the code that most documents give it.
    """
    sides = tuple(
        frozenset([(p.entity_id, codes.get(p.entity_id, p.code)) for p in side])
        for side in (told.actors, told.recipients)
    )
    phase = _PHASES.get(told.status, told.status.value)
    pub = NEVER if told.first.day == date.max else told.first.day.toordinal()
    start, end = (d.toordinal() if d else None for d in (told.start, told.end))
    return Node(
        told=told,
        phase=phase,
        word=load_like_words().get(told.lemma, told.lemma),
        key=(pub, told.first.doc_id, told.member_id),
        pub=pub,
        start=start,
        end=end,
        reach=_reach(phase, pub, start, end),
        sides=(sides[0], sides[1]),
        codes=frozenset([code for side in sides for _, code in side if code]),
        has_uncoded=any(code is None for side in sides for _, code in side),
        origins=frozenset(r.origin_id for r in told.reports),
        docs=frozenset(r.doc_id for r in told.reports),
    )


def _reach(phase: str, pub: int, start: int | None, end: int | None) -> tuple[int, int]:
    """Return the days within which the same act may be told by others."""
    first = start if start is not None else end
    last = end if end is not None else start
    if phase == PLAN:
        return (min(pub, pub if first is None else first), (pub + OPEN_PLAN_DAYS) if last is None else last + LATE_DAYS)
    if phase == OFF:
        return (pub - FRESH_DAYS, pub + RENEWED_DAYS)
    if first is None or last is None:
        return (pub - FRESH_DAYS, pub)
    return (first - 1, last + 1)


def compare(a: Node, b: Node) -> Likeness | None:
    """Return how alike two tellings are, or None if something excludes that they are one."""
    if a.told.type is not b.told.type and b.told.type not in load_near_types()[a.told.type]:
        return None
    alike = is_same_word(a, b)
    if not alike and (a.phase != b.phase or a.phase == PLAN) and not (a.told.mode and a.told.mode == b.told.mode):
        return None  # a plan and what became of it are told in the same or a like word
    w = load_weights()
    first, later = (a, b) if a.key <= b.key else (b, a)
    time = _time(first, later, w)
    parties = None if time is None or are_two_meetings(a, b) else _parties(a.sides, b.sides, is_pooled=_is_pooled(a, b))
    if time is None or parties is None:
        return None
    parts = [(w.start, ""), *time, *parties, *_circumstances(a.told, b.told, w)]
    if a.told.type is b.told.type:
        parts.append((w.same_type, ""))
    if alike:
        parts.append((w.same_word, "same word"))
    if a.told.mode and b.told.mode and a.told.mode != b.told.mode:
        parts.append((w.other_mode, ""))
    if a.origins & b.origins:
        parts.append((w.same_origin, "same origin"))
    return Likeness(round(sum(p[0] for p in parts), 6), tuple(r for value, r in parts if r and value > 0))


def are_two_meetings(a: Node, b: Node) -> bool:
    """Tell whether two states meet in one telling, and one of them meets a third in the other.

    Also whether who goes to see the two in one telling has no part in the other.
    """
    if a.has_uncoded or b.has_uncoded or not _is_pooled(a, b):
        return False
    if len(a.codes) == len(b.codes) == 2:
        return a.codes != b.codes
    return all((*a.sides, *b.sides)) and any(
        {code for _, code in one.sides[0]}.isdisjoint(other.codes) for one, other in ((a, b), (b, a))
    )


def is_same_word(a: Node, b: Node) -> bool:
    """Tell whether both are told by one word, or by two that stand for one another."""
    return a.word == b.word and a.word != ""


def may_be_one(a: Node, b: Node, from_logit: float) -> bool:
    """Tell whether two tellings could reach so much; quick, and true for all that do."""
    w = load_weights()
    two = a.has_uncoded or b.has_uncoded or len(a.codes & b.codes) > 1
    most = w.start + (w.two_parties if two else w.one_party)
    if a.told.type is b.told.type:
        most += w.same_type
    if a.word == b.word:
        most += w.same_word
    dated = (a.start is not None or a.end is not None) + (b.start is not None or b.end is not None)
    most += w.in_window if a.phase != b.phase else (w.same_time, w.one_dated, w.same_days)[dated]
    if a.told.place is not None and b.told.place is not None:
        most += w.same_place
    if a.told.magnitude and b.told.magnitude:
        most += w.same_figure
    if a.told.issue and b.told.issue:
        most += w.same_issue
    return most >= from_logit or (most + w.same_origin >= from_logit and not a.origins.isdisjoint(b.origins))


_Parts = list[tuple[float, str]]


def _time(first: Node, later: Node, w: Weights) -> _Parts | None:
    """Return what time says of two tellings, the one published first put first; None if it excludes them."""
    if later.pub == NEVER and None in {first.start, later.start}:
        return None  # of two days one is not known at all
    phases = (first.phase, later.phase)
    if first.phase == later.phase:
        return _plans(first, later, w) if first.phase == PLAN else _same_phase(first, later, w)
    if not {*phases} <= {FACT, PLAN, OFF}:
        return None
    if later.phase == OFF:
        return None if first.phase == FACT else _called_off(first, later, w)
    if first.phase == OFF:
        return [] if later.pub - first.pub <= RENEWED_DAYS else None
    plan, fact = (first, later) if first.phase == PLAN else (later, first)
    return _came_true(plan, fact, w)


def _same_phase(a: Node, b: Node, w: Weights) -> _Parts | None:
    if a.phase == OFF:
        renewed = FRESH_DAYS if a.told.status is b.told.status else RENEWED_DAYS
        return [(w.same_time, "told within a day")] if b.pub - a.pub <= 1 else [] if b.pub - a.pub <= renewed else None
    if a.start is not None and a.end is not None and b.start is not None and b.end is not None:
        if a.start > b.end + 1 or b.start > a.end + 1:
            return None
        meets = a.start <= b.end and b.start <= a.end
        sure = meets and not (a.is_coarse or b.is_coarse)
        return [(w.same_days, "same days") if sure else (w.near_days, "days that meet")]
    dated = a if a.start is not None and a.end is not None else b
    other = b if dated is a else a
    if dated.start is not None and dated.end is not None:
        fits = dated.start - 1 <= other.pub and other.pub - dated.end <= FRESH_DAYS + 1
        return [(w.near_days if dated.is_coarse else w.one_dated, "days that fit")] if fits else None
    gap = b.pub - a.pub
    if gap > FRESH_DAYS:
        return None
    return [(w.same_time, "told within a day")] if gap <= 1 else []


def _plans(a: Node, b: Node, w: Weights) -> _Parts | None:
    """Return what the windows of two plans say; two windows that do not meet are two plans, or one put off."""
    spans = [(n.start if n.start is not None else n.end, n.end if n.end is not None else n.start) for n in (a, b)]
    (one, one_end), (two, two_end) = spans
    if one is not None and one_end is not None and two is not None and two_end is not None:
        if one > two_end + 1 or two > one_end + 1:
            return None
        return [(w.near_days if a.is_coarse or b.is_coarse else w.same_days, "same days")]
    gap = b.pub - a.pub
    if one is None and two is None:
        return None if gap > OPEN_PLAN_DAYS else [(w.same_time, "told within a day")] if gap <= 1 else []
    last = one_end if one_end is not None else two_end
    return None if last is None or b.pub > last else [(w.one_dated, "days that fit")]


def _called_off(plan: Node, off: Node, w: Weights) -> _Parts | None:
    last = plan.end if plan.end is not None else plan.start
    if last is None:
        return [(w.open_plan, "")] if off.pub - plan.pub <= OPEN_PLAN_DAYS else None
    return [(w.in_window, "before the planned days")] if off.pub <= last + FRESH_DAYS + 1 else None


def _came_true(plan: Node, fact: Node, w: Weights) -> _Parts | None:
    """Return what time says of a plan and its taking place; a plan told after the act is another one."""
    begun = fact.start if fact.start is not None else fact.pub - FRESH_DAYS
    done = fact.end if fact.end is not None else fact.pub
    if done < plan.pub - 1:
        return None
    first = plan.start if plan.start is not None else plan.pub
    last = plan.end if plan.end is not None else plan.start
    if last is None:
        return [(w.open_plan, "")] if begun <= plan.pub + OPEN_PLAN_DAYS else None
    if begun <= last + 1 and done >= first - 1:
        return [(w.in_window, "within the planned days")]
    return [] if last < begun <= last + LATE_DAYS else None


@lru_cache(maxsize=PAIRS_OF_SIDES)
def _parties(ours: _Sides, theirs: _Sides, *, is_pooled: bool) -> tuple[tuple[float, str], ...] | None:
    """Return what the parties say; None if they exclude that it is one act."""
    w = load_weights()
    if is_pooled:
        pairs = [(ours[0] | ours[1], theirs[0] | theirs[1])]
    else:
        pairs = [(x, y) for x, y in zip(ours, theirs, strict=True) if x and y]
    if not pairs:
        return None
    fits: list[float] = []
    shared: set[str] = set()
    clash = False
    for one, other in pairs:
        small, large = sorted((one, other), key=_size)
        best = [max((_fit(p, q) for q in large), default=0.0) for p in small]
        if not any(best):
            return None
        fits += best
        shared |= {code or who for who, code in small} & {code or who for who, code in large}
        clash = clash or _other_person(small, large)
    fit = sum(fits) / len(fits)
    parts = [(w.two_parties * fit, "same parties") if len(shared) > 1 else (w.one_party * fit, "a common party")]
    if clash:
        parts.append((w.other_person, ""))
    our_codes, their_codes = ({code for side in sides for _, code in side if code} for sides in (ours, theirs))
    if our_codes - their_codes and their_codes - our_codes:
        parts.append((w.other_party, ""))
    return tuple(parts)


def _size(side: Side) -> tuple[int, list[str]]:
    """Return what orders two sides by size, and two of one size always in the same way."""
    return (len(side), sorted(who for who, _ in side) if len(side) > 1 else [])


def _is_pooled(a: Node, b: Node) -> bool:
    types = {a.told.type, b.told.type}
    if types <= MUTUAL:
        return True
    return types <= MUTUAL | SHARED and not all((*a.sides, *b.sides))


_SAME_CODE: Final = 0.85
_UNKNOWN: Final = 0.2
"""How well two parties fit that are not one entity: of one state or organisation; where one is of nobody knows whom."""


def _fit(p: Member, q: Member) -> float:
    if p[0] == q[0]:
        return 1.0
    if p[1] is None or q[1] is None:
        return _UNKNOWN
    return _SAME_CODE if p[1] == q[1] else 0.0


def _other_person(ours: Side, theirs: Side) -> bool:
    """Tell whether one state is represented by two different named persons."""
    us, them = ([p for p in side if p[0].startswith("person:")] for side in (ours, theirs))
    if not us or not them:
        return False
    states = {code for _, code in us} & {code for _, code in them}
    return any(not {x for x in us if x[1] == s} & {x for x in them if x[1] == s} for s in states)


def _circumstances(a: Told, b: Told, w: Weights) -> _Parts:
    """Return what place, figures and issue say."""
    parts: _Parts = []
    if a.place and a.place == b.place:
        parts.append((w.same_place, "same place"))
    elif a.country and b.country and a.country != b.country:
        parts.append((w.other_country, ""))
    figures = [(a.magnitude[k], b.magnitude[k]) for k in a.magnitude.keys() & b.magnitude.keys()]
    if figures:
        gap = max(abs(x - y) / max(abs(x), abs(y), 1e-9) for x, y in figures)
        parts.append((w.other_figure, "") if gap > FIGURE_GAP else (w.same_figure, "same figures"))
    if set(a.issue) & set(b.issue):
        parts.append((w.same_issue, "same issue"))
    return parts
