"""The model behind the relation index: a level that wanders, seen through the mean tone of a few events.

For one dyad and period t with n events of mean tone y:

    y_t     = level_t + noise,    noise ~ N(0, s2 / n + tau2 + coder error / n)
    level_t = level_{t-1} + step, step  ~ N(0, q)
    level before the first event ~ N(mean, p0)

s2 is the scatter of single events, which more events average out; tau2 is what a period has in common (its news)
and more events do not average out. All dyads share the parameters, fitted once by maximum likelihood.

Source: Durbin & Koopman (2012), "Time Series Analysis by State Space Methods", 2nd ed., ch. 2 (local level model,
filter: eq. 2.15; likelihood: eq. 7.2).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import ConfigError
from dragoman.lexicon.scales import load_index_defaults
from dragoman.track.events import EventTable
from dragoman.track.periods import Floats, Frequency, Ints, period_of

BAND_SHARE: Final = 0.8
"""The band should hold this share of what comes."""

FIT_DYAD_EVENTS: Final = 20
"""Dyads with fewer events teach nothing of steps and only of the mean; they are left out of the fit."""

FIT_DYADS: Final = 500
"""At most so many dyads, those with most events, take part in the fit: more do not move the figures."""

FIT_OBSERVATIONS: Final = 300
"""With fewer dyad-periods than this the five parameters are not told apart; the shipped ones serve instead."""

VARIANCE_RANGE: Final = (1e-4, 400.0)
"""Range of every fitted variance, in squared points of a scale from -10 to 10."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Parameters of the index; plain figures, to be stored and given back.

    Attributes:
        freq: "week" or "month".
        q: Variance of the level's step from period to period.
        s2: Variance of single events about the period's tone.
        tau2: Variance of a period's tone about the level.
        mean: Level of a dyad nothing is known of.
        p0: Variance of the levels of dyads about that mean.
        z80: Half width of the 80 % band in standard deviations, taken from the fit's own one-step errors (1.28
            if they were Gaussian).
        n_dyads: Dyads of the fit.
        n_observations: Dyad-periods with events in the fit.
        origin: Where the figures come from, for people.
    """

    freq: Frequency
    q: float
    s2: float
    tau2: float
    mean: float
    p0: float
    z80: float
    n_dyads: int = 0
    n_observations: int = 0
    origin: str = "given"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """Tone and number of events of dyads by period; shape (n_periods, n_dyads).

    Attributes:
        first: Number of the first period.
        tone: Mean tone; 0 where there is no event.
        count: Number of events.
    """

    first: int
    tone: Floats
    count: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Filtered:
    """What the filter knows; all of the panel's shape.

    Attributes:
        expected: Level expected before the period's events.
        expected_var: Its variance.
        noise_var: Variance of the period's mean tone about the level; infinite without events.
        level: Level after the period's events.
        level_var: Its variance.
    """

    expected: Floats
    expected_var: Floats
    noise_var: Floats
    level: Floats
    level_var: Floats

    @property
    def total_var(self) -> Floats:
        """Return the variance of the mean tone about what was expected."""
        return self.expected_var + self.noise_var


def shipped_parameters(freq: Frequency) -> Parameters:
    """Return the parameters that data/track/index_parameters.tsv gives for this frequency."""
    row = load_index_defaults()[freq]
    return Parameters(
        freq=freq,
        q=row.q,
        s2=row.s2,
        tau2=row.tau2,
        mean=row.mean,
        p0=row.p0,
        z80=row.z80,
        origin="shipped with the program, fitted on ICEWS 2018",
    )


def panel_of(table: EventTable, freq: Frequency, *, directed: bool, min_events: int, most: int) -> Panel:
    """Return the dyads with at least `min_events` events, at most `most` of them, over all periods of the table."""
    first, second, events = table.dyads(directed=directed)
    if not len(events):
        return Panel(first=0, tone=np.zeros((0, 0)), count=np.zeros((0, 0)))
    keys, dyad, sizes = np.unique(first * len(table.codes) + second, return_inverse=True, return_counts=True)
    ranked = np.lexsort((keys, -sizes))[:most]
    ranked = np.sort(ranked[sizes[ranked] >= min_events])
    column = np.full(len(keys), -1, dtype=np.int64)
    column[ranked] = np.arange(len(ranked))
    rows = column[dyad] >= 0
    period = period_of(events.day, freq)
    start = int(period.min())
    return fill_panel(
        period[rows] - start,
        column[dyad[rows]],
        events.value[rows],
        shape=(int(period.max()) - start + 1, len(ranked)),
        first=start,
    )


def fill_panel(row: Ints, column: Ints, value: Floats, *, shape: tuple[int, int], first: int) -> Panel:
    """Return the panel of events at these rows (periods from 0) and columns (dyads)."""
    cell = row * shape[1] + column
    count = np.bincount(cell, minlength=shape[0] * shape[1]).astype(np.float64)
    total = np.bincount(cell, weights=value, minlength=shape[0] * shape[1]).astype(np.float64)  # of nothing: ints
    tone = np.divide(total, count, out=np.zeros_like(total), where=count > 0)
    return Panel(first=first, tone=tone.reshape(shape), count=count.reshape(shape))


def run_filter(panel: Panel, parameters: Parameters, *, coder_error: float = 0.0) -> Filtered:
    """Return level and variance of every dyad and period, each from the events up to that period only.

    Before a dyad's first event the level is the prior's; from then on its variance grows by q a period and
    shrinks with every event.

    Args:
        panel: Tone and counts.
        parameters: Of the model.
        coder_error: Mean squared error of one event's tone, in squared points; adds to s2.

    Source: Durbin & Koopman (2012), eq. 2.15; periods without events: section 2.7 (missing observations).
    """
    seen = panel.count > 0
    started = np.logical_or.accumulate(seen, axis=0)
    noise = np.full(panel.tone.shape, np.inf)
    np.divide(parameters.s2 + coder_error, panel.count, out=noise, where=seen)
    noise += parameters.tau2
    shape = panel.tone.shape
    expected, expected_var = np.empty(shape), np.empty(shape)
    level, level_var = np.empty(shape), np.empty(shape)
    mean = np.full(shape[1], parameters.mean)
    variance = np.full(shape[1], parameters.p0)
    for t in range(shape[0]):
        if t:
            variance = variance + parameters.q * started[t - 1]
        gain = variance / (variance + noise[t])
        expected[t], expected_var[t] = mean, variance
        mean = mean + gain * (panel.tone[t] - mean)
        variance = variance * (1.0 - gain)
        level[t], level_var[t] = mean, variance
    return Filtered(expected=expected, expected_var=expected_var, noise_var=noise, level=level, level_var=level_var)


def fit_parameters(
    table: EventTable, *, freq: Frequency = "week", directed: bool = False, min_events: int = FIT_DYAD_EVENTS
) -> Parameters:
    """Return the parameters fitted to all dyads of the table together, or the shipped ones if it holds too little.

    Args:
        table: Counted events.
        freq: Length of a period.
        directed: Whether A to B and B to A are two dyads.
        min_events: Dyads with fewer events stay out of the fit; at least 2.

    Raises:
        ConfigError: If `min_events` is below 2.
    """
    if min_events < 2:
        raise ConfigError(f"min_events: {min_events}, expected 2 or more")
    panel = panel_of(table, freq, directed=directed, min_events=min_events, most=FIT_DYADS)
    if int((panel.count > 0).sum()) < FIT_OBSERVATIONS:
        return shipped_parameters(freq)
    return fit_panel(panel, freq)


def fit_panel(panel: Panel, freq: Frequency) -> Parameters:
    """Return the maximum-likelihood parameters of a panel, with the band taken from its own one-step errors."""
    try:
        from scipy.optimize import minimize
    except ImportError as err:
        raise ConfigError(
            'scipy: not installed, expected to fit a large ledger: pip install "dragoman[track]"'
        ) from err

    start = shipped_parameters(freq)
    begin = np.append(np.log([start.q, start.s2, start.tau2, start.p0]), start.mean)
    low, high = np.log(VARIANCE_RANGE)
    found = minimize(
        _negative_log_likelihood,
        begin,
        args=(panel,),
        jac=True,
        method="L-BFGS-B",
        bounds=[(low, high)] * 4 + [(-10.0, 10.0)],
    )
    q, s2, tau2, p0 = (float(value) for value in np.exp(found.x[:4]))
    fitted = Parameters(freq=freq, q=q, s2=s2, tau2=tau2, mean=float(found.x[4]), p0=p0, z80=1.0)
    seen = panel.count > 0
    filtered = run_filter(panel, fitted)
    errors = np.abs(panel.tone - filtered.expected)[seen] / np.sqrt(filtered.total_var[seen])
    return Parameters(
        freq=freq,
        q=q,
        s2=s2,
        tau2=tau2,
        mean=fitted.mean,
        p0=p0,
        z80=float(np.quantile(errors, BAND_SHARE)),
        n_dyads=panel.tone.shape[1],
        n_observations=int(seen.sum()),
        origin="fitted on these events",
    )


def _negative_log_likelihood(point: Floats, panel: Panel) -> tuple[float, Floats]:
    """Return minus the log likelihood and its gradient at (log q, log s2, log tau2, log p0, mean).

    The gradient runs along with the filter: the derivative of every recursion by every parameter.
    """
    q, s2, tau2, p0 = np.exp(point[:4])
    n_dyads = panel.tone.shape[1]
    seen = panel.count > 0
    started = np.logical_or.accumulate(seen, axis=0)
    share = np.divide(1.0, panel.count, out=np.zeros_like(panel.count), where=seen)
    mean, variance = np.full(n_dyads, point[4]), np.full(n_dyads, p0)
    d_mean, d_variance = np.zeros((5, n_dyads)), np.zeros((5, n_dyads))
    d_mean[4], d_variance[3] = 1.0, p0
    total, gradient = 0.0, np.zeros(5)
    for t in range(panel.tone.shape[0]):
        if t:
            step = q * started[t - 1]
            variance = variance + step
            d_variance[0] += step
        noise = s2 * share[t] + tau2
        spread = variance + noise
        d_spread = d_variance.copy()
        d_spread[1] += s2 * share[t]
        d_spread[2] += tau2
        error = panel.tone[t] - mean
        ratio = error / spread
        weight = seen[t].astype(np.float64)
        total += float((weight * (np.log(spread) + error * ratio)).sum())
        gradient += (weight * ((1.0 / spread - ratio * ratio) * d_spread - 2.0 * ratio * d_mean)).sum(axis=1)
        gain = weight * variance / spread
        d_gain = weight * (d_variance - variance / spread * d_spread) / spread
        mean = mean + gain * error
        d_mean = d_mean + d_gain * error - gain * d_mean
        d_variance = d_variance * (1.0 - gain) - d_gain * variance
        variance = variance * (1.0 - gain)
    return 0.5 * total, 0.5 * gradient


def mean_tone_error(coded: NDArray[np.float64], gold: NDArray[np.float64]) -> float:
    """Return the mean squared error of coded tones against gold ones, in squared points: a `coder_error`.

    Raises:
        ConfigError: If there is no event, or the lengths differ.
    """
    if not len(coded) or len(coded) != len(gold):
        raise ConfigError(f"tones: {len(coded)} coded and {len(gold)} gold, expected as many of each, and some")
    return float(np.mean((coded - gold) ** 2))


def tone_error_of_share(share_wrong: float, tone_var: float) -> float:
    """Return the `coder_error` of a coder that gets this share of types wrong, as if it then drew one at random.

    The squared difference of two independent draws is twice their variance: share_wrong * 2 * tone_var. An upper
    bound in practice: confused types are mostly near one another in tone.

    Args:
        share_wrong: Share of events with a wrong type, 0 to 1, as measured on gold.
        tone_var: Variance of tone over events, in squared points.

    Raises:
        ConfigError: If the share is outside 0 to 1 or the variance negative.
    """
    if not 0 <= share_wrong <= 1 or tone_var < 0:
        raise ConfigError(f"coder error: share {share_wrong}, variance {tone_var}, expected 0 to 1 and 0 or more")
    return 2.0 * share_wrong * tone_var
