"""What the search for shifts can see: shifts planted in shuffled weeks, found and missed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from dragoman.errors import ConfigError
from dragoman.track.shifts import PENALTY, SHORTEST, Series, Setting, cut, signals

if TYPE_CHECKING:
    from dragoman.track.index import RelationIndex
    from dragoman.track.periods import Floats

TOLERANCE: Final = 2
"""A planted shift counts as found if a candidate lies within two periods of it."""

TRIALS: Final = 200
"""Planted series: the standard error of the power is then below 3.6 points of percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedShift:
    """Power and false alarms of one setting on one relation.

    Attributes:
        series: Tone or volume.
        setting: Which.
        size: What was planted: points of tone, or the factor of volume.
        power: Share of planted shifts found within `TOLERANCE` periods, 0 to 1.
        false_alarms: Further candidates in a planted series, on average.
        null_share: Share of the same shuffled series that fire without a planted shift, 0 to 1.
        n_trials: Series tried.
    """

    series: Series
    setting: Setting
    size: float
    power: float
    false_alarms: float
    null_share: float
    n_trials: int


def plant_shift(
    index: RelationIndex,
    *,
    series: Series,
    size: float,
    setting: Setting = Setting.MEDIUM,
    n_trials: int = TRIALS,
    seed: int = 0,
) -> PlantedShift:
    """Return how often a shift of this size would be found in weeks such as those of this relation.

    The weeks are shuffled, so that no shift of their own is left; then, from a random week on, `size` is added to
    the tone or the volume is multiplied by `size` (counts are thinned or topped up at random to that factor).

    Args:
        index: The relation whose weeks are used.
        series: What to shift.
        size: Points of tone (either sign), or a factor of volume above 0.
        setting: Under test.
        n_trials: Series tried, at least 1.
        seed: Of everything random here.

    Raises:
        ConfigError: If the index is too short for a shift, or `size` or `n_trials` cannot be used.
    """
    signal = signals(index)[0 if series is Series.TONE else 1]
    points = len(signal.value)
    if points < 2 * SHORTEST:
        raise ConfigError(f"{index.name}: {points} periods with {series}, expected {2 * SHORTEST} or more")
    if n_trials < 1 or (series is Series.VOLUME and size <= 0):
        raise ConfigError(f"planted shift: size {size}, {n_trials} trials, expected a factor above 0 and some trials")
    generator = np.random.default_rng(seed)
    order = generator.permuted(np.repeat(np.arange(points)[None, :], n_trials, axis=0), axis=1)
    values, weights = signal.value[order], signal.weight[order]
    start = generator.integers(SHORTEST, points - SHORTEST + 1, size=n_trials)
    later = np.arange(points)[None, :] >= start[:, None]
    planted = np.where(later, _shifted(values, series, size, generator), values)
    found = cut(series, planted, weights, PENALTY[setting])
    near = [np.abs(places - at) <= TOLERANCE for places, at in zip(found, start, strict=True)]
    hits = np.array([bool(one.any()) for one in near])
    sizes = np.array([len(places) for places in found])
    null = np.array([len(places) > 0 for places in cut(series, values, weights, PENALTY[setting])])
    return PlantedShift(
        series=series,
        setting=setting,
        size=size,
        power=float(hits.mean()),
        false_alarms=float((sizes - hits).mean()),
        null_share=float(null.mean()),
        n_trials=n_trials,
    )


def _shifted(values: Floats, series: Series, size: float, generator: np.random.Generator) -> Floats:
    if series is Series.TONE:
        return values + size
    counts = values.astype(np.int64)
    if size < 1:
        return generator.binomial(counts, size).astype(np.float64)
    return (counts + generator.poisson(counts * (size - 1.0))).astype(np.float64)
