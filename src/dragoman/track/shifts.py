"""Candidate shifts: weeks at which tone or volume of a relation may have moved to another level.

Never "detected": beside each setting stands how often it fires on the same weeks in shuffled order, where no
shift can be. A shift is worth a look at its events, no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from dragoman.errors import ConfigError
from dragoman.track.frames import Tabular, arrow_rows
from dragoman.track.segment import excess_variance, segment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import pyarrow as pa

    from dragoman.track.index import IndexedEvent, RelationIndex
    from dragoman.track.periods import Floats, Ints

SHORTEST: Final = 3
"""Fewest periods of a stretch: one loud week is news, not a shift."""

SHUFFLES: Final = 200
"""Shuffled copies behind each rate: its standard error is then below 3.6 points of percent."""

DRIVER_PERIODS: Final = 4
"""Events that drove a shift are looked for in the first four periods after it (before it, where volume fell)."""

DRIVERS: Final = 10
"""At most so many of them are listed."""


class Series(StrEnum):
    """What moved."""

    TONE = "tone"
    VOLUME = "volume"


class Setting(StrEnum):
    """How much evidence a shift must have."""

    STRICT = "strict"
    MEDIUM = "medium"
    LOOSE = "loose"


PENALTY: Final[Mapping[Setting, float]] = {Setting.STRICT: 4.5, Setting.MEDIUM: 3.0, Setting.LOOSE: 2.0}
"""Cost of a shift in units of log(number of points). 2 is the Schwarz criterion (one mean and one place). Over the
96 busiest dyads of ICEWS 2018, loose fires in 7 % (tone) and 17 % (volume) of shuffled series, medium in 2 % and
5 %, strict in 0.5 % and 1 %; tried: 2 to 6 (benchmarks/track.py prints the rates)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One candidate.

    Attributes:
        series: Whether tone or volume moved.
        day: First day of the first period on the new level.
        before: Mean of the stretch before: tone, or events a period.
        after: Mean of the stretch that begins.
        setting: The strictest setting that finds it.
        shuffled_share: Share of shuffled series of this kind in which that setting finds anything, 0 to 1.
        event_ids: Events that drove it, the strongest first; where volume fell, the last ones before.
    """

    series: Series
    day: date
    before: float
    after: float
    setting: Setting
    shuffled_share: float
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRate:
    """What one setting finds, and what it finds where nothing is.

    Attributes:
        setting: Which.
        series: Tone or volume.
        penalty: Cost of a shift, in units of log(number of points).
        n_found: Shifts in the real series.
        shuffled_mean: Shifts in a shuffled series, on average.
        shuffled_share: Share of shuffled series with at least one, 0 to 1.
    """

    setting: Setting
    series: Series
    penalty: float
    n_found: int
    shuffled_mean: float
    shuffled_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftReport(Tabular):
    """All candidates of one relation, with the rates of every setting.

    Attributes:
        name: The dyad.
        shifts: By day, then series.
        rates: By series, strict to loose.
        n_shuffles: Shuffled copies behind each rate.
        seed: Of the shuffling.
    """

    name: str
    shifts: tuple[Shift, ...]
    rates: tuple[SettingRate, ...]
    n_shuffles: int
    seed: int

    def to_arrow(self) -> pa.Table:
        """Return the candidates, one row each."""
        return arrow_rows(Shift, self.shifts)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Signal:
    """A series ready to be cut: shape (n_points,).

    Attributes:
        kind: Tone or volume.
        period: Place of each point in the index's points.
        value: Mean tone, or number of events.
        weight: Inverse variance of a tone; 1 for volumes.
    """

    kind: Series
    period: Ints
    value: Floats
    weight: Floats

    def breaks(self, order: Ints, penalty: float) -> tuple[Ints, ...]:
        """Return the places of new stretches of this series in each of these orders; shape (n_orders, n_points)."""
        return cut(self.kind, self.value[order], self.weight[order], penalty)


def cut(kind: Series, values: Floats, weights: Floats, penalty: float) -> tuple[Ints, ...]:
    """Return where new stretches begin in each series; shape (n_series, n_points).

    Volumes are counts: 2 sqrt(n + 3/8) has variance 1 if they are Poisson. Where the steps of a series show more
    noise than its weights say, the weights are lowered by that factor.

    Source: Anscombe (1948), "The transformation of Poisson, binomial and negative-binomial data", Biometrika 35.
    """
    size = values.shape[1]
    if size < 2 * SHORTEST:
        return tuple(np.zeros(0, dtype=np.int64) for _ in values)
    if kind is Series.VOLUME:
        values = 2.0 * np.sqrt(values + 0.375)
    weights = weights / excess_variance(values, weights)[:, None]
    return segment(values, weights, penalty=penalty * float(np.log(size)), shortest=SHORTEST)


def signals(index: RelationIndex) -> tuple[Signal, Signal]:
    """Return tone (periods with events only) and volume (all periods) of an index."""
    counts = np.array([point.n_events for point in index.points], dtype=np.float64)
    active = np.flatnonzero(counts > 0)
    tones = np.array([index.points[place].tone for place in active], dtype=np.float64)
    parameters = index.parameters
    noise = (parameters.s2 + index.coder_error) / counts[active] + parameters.tau2
    every = np.arange(len(counts), dtype=np.int64)
    return (
        Signal(kind=Series.TONE, period=active.astype(np.int64), value=tones, weight=1.0 / noise),
        Signal(kind=Series.VOLUME, period=every, value=counts, weight=np.ones_like(counts)),
    )


def candidate_shifts(
    index: RelationIndex, *, settings: tuple[Setting, ...] = tuple(Setting), n_shuffles: int = SHUFFLES, seed: int = 0
) -> ShiftReport:
    """Return the candidate shifts of tone and volume, each with the events that drove it.

    Args:
        index: The relation.
        settings: Which to try.
        n_shuffles: Shuffled copies behind each rate, at least 1.
        seed: Of the shuffling; the same seed gives the same rates.

    Returns:
        The report; without shifts for an index shorter than twice `SHORTEST`.

    Raises:
        ConfigError: If there is no setting or no shuffle.

    Source: see `track.segment`; the rates are a permutation null, as in Good (2005), "Permutation, Parametric and
    Bootstrap Tests of Hypotheses", ch. 3.
    """
    if not settings or n_shuffles < 1:
        raise ConfigError(f"shifts: {len(settings)} settings, {n_shuffles} shuffles, expected at least one of each")
    generator = np.random.default_rng(seed)
    shifts: list[Shift] = []
    rates: list[SettingRate] = []
    for signal in signals(index):
        order = np.arange(len(signal.value))[None, :]
        shuffled = generator.permuted(np.repeat(order, n_shuffles, axis=0), axis=1)
        found: dict[int, SettingRate] = {}
        cuts: dict[Setting, Ints] = {}
        for setting in sorted(settings, key=lambda one: -PENALTY[one]):
            places = signal.breaks(order, PENALTY[setting])[0]
            rate = _rate(signal, setting, len(places), shuffled)
            rates.append(rate)
            cuts[setting] = places
            for place in places.tolist():
                found.setdefault(place, rate)
        shifts += [_shift(index, signal, place, cuts[rate.setting], rate) for place, rate in sorted(found.items())]
    shifts.sort(key=lambda shift: (shift.day, shift.series))
    return ShiftReport(name=index.name, shifts=tuple(shifts), rates=tuple(rates), n_shuffles=n_shuffles, seed=seed)


def _rate(signal: Signal, setting: Setting, n_found: int, shuffled: Ints) -> SettingRate:
    sizes = np.array([len(places) for places in signal.breaks(shuffled, PENALTY[setting])])
    return SettingRate(
        setting=setting,
        series=signal.kind,
        penalty=PENALTY[setting],
        n_found=n_found,
        shuffled_mean=float(sizes.mean()),
        shuffled_share=float((sizes > 0).mean()),
    )


def _shift(index: RelationIndex, signal: Signal, place: int, places: Ints, rate: SettingRate) -> Shift:
    at = int(np.searchsorted(places, place))
    begin = int(places[at - 1]) if at else 0
    end = int(places[at + 1]) if at + 1 < len(places) else len(signal.value)
    before = float(np.average(signal.value[begin:place], weights=signal.weight[begin:place]))
    after = float(np.average(signal.value[place:end], weights=signal.weight[place:end]))
    falls = signal.kind is Series.VOLUME and after < before
    window = (max(begin, place - DRIVER_PERIODS), place) if falls else (place, min(end, place + DRIVER_PERIODS))
    since = index.points[int(signal.period[window[0]])].start
    until = index.points[int(signal.period[window[1] - 1])].end
    near = [event for event in index.events if since <= event.day <= until]
    return Shift(
        series=signal.kind,
        day=index.points[int(signal.period[place])].start,
        before=before,
        after=after,
        setting=rate.setting,
        shuffled_share=rate.shuffled_share,
        event_ids=_drivers(near, signal.kind, before, after),
    )


def _drivers(near: list[IndexedEvent], kind: Series, before: float, after: float) -> tuple[str, ...]:
    """Return the ids of the events nearest to having made the shift.

    For tone those that lie farthest from the old level on the side of the new; for volume those of strongest tone,
    for better or worse.
    """
    if kind is Series.TONE:
        side = 1.0 if after > before else -1.0
        near = [event for event in near if side * (event.value - before) > 0]
        ranked = sorted(near, key=lambda event: (-side * (event.value - before), event.day, event.event_id))
    else:
        ranked = sorted(near, key=lambda event: (-abs(event.value), event.day, event.event_id))
    return tuple(event.event_id for event in ranked[:DRIVERS])
