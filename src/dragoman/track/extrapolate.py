"""Whom an actor will next meet, accuse or strike: decayed counts of the past, with any act as back-off.

    score(recipient) = sum over past acts of this kind by the actor toward it of (1 + age)^-DECAY
                     + BACK_OFF * the same sum over its acts of any kind

Age is in days. Acts of one day do not tell of one another. What was done to the actor counts as a kind of its own
("being met"), so that "who will act on A" is asked in the same way.

Source: counts of recurring facts with a weight that falls with age and a back-off to any relation, after Gastinger
et al. (2024), "History repeats itself: a baseline for temporal knowledge graph forecasting", IJCAI; the power law
in place of their exponential was chosen here, see DECAY.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from dragoman.track.events import DatedEvent, EventTable, event_table
from dragoman.track.frames import arrow_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa
    from numpy.typing import NDArray

    from dragoman.track.periods import Floats, Ints

DECAY: Final = 0.8
"""Exponent of the fall with age. Chosen on the validation days of ICEWS14 and 18: MRR 43.8 and 31.8 for 0.7 to 0.8,
43.7 and 31.7 for 1, 42.3 and 30.5 for the best exponential (half life 35 days)."""

BACK_OFF: Final = 0.01
"""Weight of an act of any kind. Chosen on the same days (tried 0.001 to 0.1: flat from 0.005 to 0.02)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPartner:
    """One candidate for the next act.

    Attributes:
        code: Actor code.
        rank: 1 for the likeliest.
        score: Decayed count, for ranking only: it is no chance.
        n_same: Past acts of the kind toward it.
        n_other: Past acts of other kinds toward it.
        last: Day of the last act of the kind, or None if there was none.
    """

    code: str
    rank: int
    score: float
    n_same: int
    n_other: int
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtrapolationScore:
    """How high the true answers ranked; all in percent.

    Attributes:
        n_queries: Queries answered, two for each event (who is acted on, who acts).
        mrr: Mean of 100 / rank.
        hits1: Answers ranked first.
        hits3: Answers ranked first to third.
        hits10: Answers ranked first to tenth.
    """

    n_queries: int
    mrr: float
    hits1: float
    hits3: float
    hits10: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """Acts in both directions, sorted for look-up; `kind` runs to twice the number of kinds.

    Attributes:
        n_codes: Number of actors.
        key: actor * number of kinds + kind, ascending, then by day.
        partner: Other side of each act, in that order.
        day: Its day.
        actor: Actors ascending, then by day.
        actor_partner: Other side of each act, in that order.
        actor_day: Its day.
        n_kinds: Twice the number of kinds.
    """

    n_codes: int
    key: Ints
    partner: Ints
    day: Ints
    actor: Ints
    actor_partner: Ints
    actor_day: Ints
    n_kinds: int

    def of_kind(self, actor: int, kind: int, before: int) -> tuple[Ints, Ints]:
        """Return partners and days of the acts of one kind before a day."""
        return _slice(self.key, actor * self.n_kinds + kind, self.partner, self.day, before)

    def of_any(self, actor: int, before: int) -> tuple[Ints, Ints]:
        """Return partners and days of all acts before a day."""
        return _slice(self.actor, actor, self.actor_partner, self.actor_day, before)


def history_of(table: EventTable) -> History:
    """Return the acts of a table for look-up; acts suffered have kind + number of kinds."""
    n_kinds = len(table.kinds)
    actor = np.concatenate([table.actor, table.recipient])
    partner = np.concatenate([table.recipient, table.actor])
    kind = np.concatenate([table.kind, table.kind + n_kinds])
    day = np.concatenate([table.day, table.day])
    key = actor * 2 * n_kinds + kind
    by_key, by_actor = np.lexsort((day, key)), np.lexsort((day, actor))
    return History(
        n_codes=len(table.codes),
        key=key[by_key],
        partner=partner[by_key],
        day=day[by_key],
        actor=actor[by_actor],
        actor_partner=partner[by_actor],
        actor_day=day[by_actor],
        n_kinds=2 * n_kinds,
    )


def rank_recipients(
    events: Iterable[DatedEvent] | pa.Table | EventTable, actor: str, kind: str, day: date, *, limit: int = 10
) -> tuple[RankedPartner, ...]:
    """Return the likeliest recipients of the actor's next act of a kind, from the events before `day`.

    Args:
        events: Of all dyads.
        actor: Code.
        kind: Type ("SANCTION", "CAMEO 042").
        day: The day that is asked about; its own events do not count.
        limit: At most so many.

    Returns:
        Partners with any past act, best first, equal scores by code; empty for an unknown actor.
    """
    table = event_table(events)
    if actor not in table.codes:
        return ()
    history, number = history_of(table), table.codes.index(actor)
    same, same_days = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    if kind in table.kinds:
        same, same_days = history.of_kind(number, table.kinds.index(kind), day.toordinal())
    partner, days = history.of_any(number, day.toordinal())
    score = _decayed(partner, days, day.toordinal(), history.n_codes) * BACK_OFF
    score += _decayed(same, same_days, day.toordinal(), history.n_codes)
    n_same = np.bincount(same, minlength=history.n_codes)
    n_any = np.bincount(partner, minlength=history.n_codes)
    best = sorted(np.flatnonzero(n_any).tolist(), key=lambda place: (-score[place], table.codes[place]))[:limit]
    return tuple(
        RankedPartner(
            code=table.codes[place],
            rank=rank,
            score=float(score[place]),
            n_same=int(n_same[place]),
            n_other=int(n_any[place] - n_same[place]),
            last=date.fromordinal(int(same_days[same == place].max())) if n_same[place] else None,
        )
        for rank, place in enumerate(best, start=1)
    )


def partners_to_arrow(partners: Iterable[RankedPartner]) -> pa.Table:
    """Return ranked partners, one row each."""
    return arrow_rows(RankedPartner, tuple(partners))


def score_extrapolation(table: EventTable, asked: NDArray[np.bool_]) -> ExtrapolationScore:
    """Return how well the events of `asked` rows are foretold, each from all events of earlier days.

    Single step: the days between are known when a day is asked about. Time-filtered: other true answers of the same
    question and day are taken out of the ranking. Equal scores share the mean of their ranks.

    Args:
        table: All events.
        asked: Rows to foretell, shape (n_rows,); at least one.

    Source: protocol of Gastinger et al. (2023), "Comparing apples and oranges? On the evaluation of methods for
    temporal knowledge graph forecasting", ECML PKDD.
    """
    history = history_of(table)
    n_kinds = len(table.kinds)
    actor = np.concatenate([table.actor[asked], table.recipient[asked]])
    answer = np.concatenate([table.recipient[asked], table.actor[asked]])
    kind = np.concatenate([table.kind[asked], table.kind[asked] + n_kinds])
    day = np.concatenate([table.day[asked], table.day[asked]])
    order = np.lexsort((kind, actor, day))
    columns = np.stack([day[order], actor[order], kind[order]])
    fresh = np.flatnonzero(np.any(np.diff(columns, axis=1, prepend=-1) != 0, axis=0))
    ranks: list[Floats] = []
    asked_before, backing = (-1, -1), np.zeros(0)
    for begin, end in zip(fresh, np.append(fresh[1:], len(order)), strict=True):
        now, who, what = (int(value) for value in columns[:, begin])
        if (now, who) != asked_before:
            asked_before = (now, who)
            backing = BACK_OFF * _decayed(*history.of_any(who, now), now, history.n_codes)
        partner, days = history.of_kind(who, what, now)
        score = backing.copy()
        np.add.at(score, partner, _weight(days, now))
        ranks.append(_ranks(score, answer[order[begin:end]]))
    rank = np.concatenate(ranks)
    return ExtrapolationScore(
        n_queries=len(rank),
        mrr=float(100.0 * np.mean(1.0 / rank)),
        hits1=float(100.0 * np.mean(rank <= 1)),
        hits3=float(100.0 * np.mean(rank <= 3)),
        hits10=float(100.0 * np.mean(rank <= 10)),
    )


def _ranks(score: Floats, answers: Ints) -> Floats:
    """Return the rank of each answer among the codes that are no answer."""
    own = score[answers]
    score[answers] = -1.0
    above = np.array([(score > one).sum() for one in own])
    equal = np.array([(score == one).sum() for one in own])
    ranks: Floats = 1.0 + above + equal / 2.0
    return ranks


def _weight(days: Ints, now: int) -> Floats:
    age = (now - days).astype(np.float64)
    return (1.0 + age) ** -DECAY


def _decayed(partner: Ints, days: Ints, now: int, size: int) -> Floats:
    return np.bincount(partner, weights=_weight(days, now), minlength=size).astype(np.float64)


def _slice(keys: Ints, key: int, partner: Ints, day: Ints, before: int) -> tuple[Ints, Ints]:
    low = int(np.searchsorted(keys, key, side="left"))
    high = int(np.searchsorted(keys, key, side="right"))
    high = low + int(np.searchsorted(day[low:high], before, side="left"))
    return partner[low:high], day[low:high]
