"""How good forecasts were, once their days are over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from dragoman.errors import ConfigError
from dragoman.lexicon.scales import QUADS
from dragoman.track.events import DatedEvent, EventTable, event_table
from dragoman.track.frames import Tabular, arrow_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    import altair as alt
    import pyarrow as pa

    from dragoman.track.base_rates import Forecast
    from dragoman.track.periods import Floats

BINS: Final = 10
"""Equal bins of the reliability table, as is usual."""

LEAST_CHANCE: Final = 1e-6
"""For the log score a chance of 0 or 1 that was wrong counts as this: 13.8 nats, not infinitely many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """Forecasts of about the same chance.

    Attributes:
        low: Least chance of the bin, included.
        high: Greatest chance, excluded but for 1.
        n: Forecasts in it.
        mean_probability: What they said on average.
        share_happened: What came.
    """

    low: float
    high: float
    n: int
    mean_probability: float
    share_happened: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastScore(Tabular):
    """Scores of forecasts that fell due.

    Attributes:
        n: Forecasts scored.
        brier: Mean squared difference of chance and outcome, 0 (best) to 1.
        brier_constant: The same for one who always says the share that came: the score to beat.
        skill: 1 - brier / brier_constant; 0 is no better, negative worse; None if that constant is perfect.
        log_score: Mean of minus the natural log of the chance given to what came; 0 is best.
        ece: Expected calibration error: mean distance of chance and outcome over the bins, 0 to 1.
        bins: Reliability table, bins without forecasts left out.
    """

    n: int
    brier: float
    brier_constant: float
    skill: float | None
    log_score: float
    ece: float
    bins: tuple[ReliabilityBin, ...]

    def to_arrow(self) -> pa.Table:
        """Return the reliability table, one row a bin."""
        return arrow_rows(ReliabilityBin, self.bins)

    def chart(self) -> alt.LayerChart:
        """Return the reliability diagram.

        Raises:
            ConfigError: If Altair is not installed (extra "track").
        """
        from dragoman.track.charts import reliability_chart

        return reliability_chart(self)


def score_forecasts(forecasts: Iterable[Forecast], outcomes: Mapping[str, bool]) -> ForecastScore | None:
    """Return the scores of the forecasts that have an outcome, or None if none has.

    Args:
        forecasts: Any; those without an outcome are passed over.
        outcomes: By forecast id: whether it came true (see `settle_forecasts`).

    Source: see `score_chances`.
    """
    settled = sorted({one.forecast_id: one for one in forecasts if one.forecast_id in outcomes}.items())
    if not settled:
        return None
    return score_chances(
        np.array([forecast.probability for _, forecast in settled]),
        np.array([outcomes[key] for key, _ in settled], dtype=np.float64),
    )


def score_chances(chance: Floats, came: Floats) -> ForecastScore:
    """Return the scores of chances against outcomes of 0 and 1; both of one length, at least 1.

    Raises:
        ConfigError: If the lengths differ, nothing is there, or a chance is outside 0 to 1.

    Source: Brier (1950), "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78;
    log score: Good (1952), "Rational decisions", JRSS B 14; expected calibration error: Naeini, Cooper &
    Hauskrecht (2015), "Obtaining well calibrated probabilities using Bayesian binning", AAAI.
    """
    if len(chance) != len(came) or not len(chance):
        raise ConfigError(f"scores: {len(chance)} chances, {len(came)} outcomes, expected as many of each, and some")
    if chance.min() < 0 or chance.max() > 1:
        raise ConfigError(f"scores: chances {chance.min():.3g} to {chance.max():.3g}, expected 0 to 1")
    brier = float(np.mean((chance - came) ** 2))
    constant = float(came.mean() * (1.0 - came.mean()))
    given = np.clip(np.where(came > 0, chance, 1.0 - chance), LEAST_CHANCE, 1.0)
    bins = _bins(chance, came)
    return ForecastScore(
        n=len(chance),
        brier=brier,
        brier_constant=constant,
        skill=1.0 - brier / constant if constant else None,
        log_score=float(-np.log(given).mean()),
        ece=sum(one.n * abs(one.mean_probability - one.share_happened) for one in bins) / len(chance),
        bins=bins,
    )


def settle_forecasts(
    forecasts: Iterable[Forecast], events: Iterable[DatedEvent] | pa.Table | EventTable, *, today: date
) -> dict[str, bool]:
    """Return for each forecast that has fallen due whether such an event came, by forecast id.

    A forecast is due once its last day is over: `due` before `today`. What no report told counts as not having
    come.

    Args:
        forecasts: Any; those not yet due are passed over.
        events: All that the ledger knows.
        today: The day of settling.
    """
    table = event_table(events)
    due = [one for one in forecasts if one.due < today]
    days: dict[tuple[str, str, str], list[int]] = {}
    wanted = {(one.actor, one.recipient) for one in due} | {(one.recipient, one.actor) for one in due}
    known = {code: number for number, code in enumerate(table.codes)}
    pairs = [known[a] * len(known) + known[b] for a, b in wanted if a in known and b in known]
    for row in np.flatnonzero(np.isin(table.actor * len(known) + table.recipient, pairs)):
        pair = (table.codes[table.actor[row]], table.codes[table.recipient[row]])
        for name in (QUADS[table.quad[row]].value, table.kinds[table.kind[row]]):
            days.setdefault((*pair, name), []).append(int(table.day[row]))
    return {one.forecast_id: _came(one, days) for one in due}


def _came(forecast: Forecast, days: Mapping[tuple[str, str, str], list[int]]) -> bool:
    ways = [(forecast.actor, forecast.recipient)]
    if not forecast.directed:
        ways.append((forecast.recipient, forecast.actor))
    first, last = forecast.made_on.toordinal() + 1, forecast.due.toordinal()
    return any(first <= day <= last for way in ways for day in days.get((*way, forecast.event_class), ()))


def _bins(chance: Floats, came: Floats) -> tuple[ReliabilityBin, ...]:
    place = np.minimum((chance * BINS).astype(np.int64), BINS - 1)
    found = []
    for number in np.unique(place).tolist():
        own = place == number
        found.append(
            ReliabilityBin(
                low=number / BINS,
                high=(number + 1) / BINS,
                n=int(own.sum()),
                mean_probability=float(chance[own].mean()),
                share_happened=float(came[own].mean()),
            )
        )
    return tuple(found)
