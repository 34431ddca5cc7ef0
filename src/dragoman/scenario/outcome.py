"""What comes out of a scenario: a distribution, rounds, and what moves it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa

from dragoman.errors import ConfigError

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd  # type: ignore[import-untyped]  # optional, and without types

    from dragoman.lexicon.scenario import Criticism
    from dragoman.scenario.inputs import ScenarioActor
    from dragoman.scenario.models import Floats, Model

    DataFrame: TypeAlias = pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of a model that has rounds; all figures on the scale of 0 to 100.

    Attributes:
        number: 0 is the start.
        median: Median over the draws of the weighted median position.
        low: Below it lie 10 % of the draws.
        high: Above it lie 10 % of the draws.
        at_modes: Weighted median with every judgement at its mode.
        mean_at_modes: Weighted mean, the same.
        positions_at_modes: Of the actors, in the order of the outcome's.
    """

    number: int
    median: float
    low: float
    high: float
    at_modes: float
    mean_at_modes: float
    positions_at_modes: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """The outcome of a scenario under one model, on the scale of 0 to 100.

    Attributes:
        issue: What is bargained over.
        anchors: What 0 and 100 mean.
        actors: By name.
        model: The model.
        draws: Number of draws.
        seed: Of the draws.
        at_modes: Outcome with every judgement at its mode.
        mean: Over the draws.
        median: Over the draws.
        low: Below it lie 10 % of the draws.
        high: Above it lie 10 % of the draws.
        standard_error: Of the mean, from the number of draws alone; None for a single draw.
        rounds: The start and each round; () for models without rounds.
        criticisms: What speaks against this model.
        samples: Outcome of each draw, shape (n_draws,).
    """

    issue: str
    anchors: tuple[str, str]
    actors: tuple[ScenarioActor, ...]
    model: Model
    draws: int
    seed: int
    at_modes: float
    mean: float
    median: float
    low: float
    high: float
    standard_error: float | None
    rounds: tuple[Round, ...]
    criticisms: tuple[Criticism, ...]
    samples: Floats = field(repr=False)

    def to_arrow(self) -> pa.Table:
        """Return one row: issue, model, draws, seed and the figures."""
        names = ("draws", "seed", "at_modes", "mean", "median", "low", "high", "standard_error")
        row = {"issue": self.issue, "model": str(self.model)} | {name: getattr(self, name) for name in names}
        return pa.Table.from_pylist([row])

    def to_pandas(self) -> DataFrame:
        """Return the row as a pandas frame.

        Raises:
            ConfigError: If pandas is not installed.
        """
        return _pandas(self.to_arrow())

    def rounds_to_arrow(self) -> pa.Table:
        """Return one row per round and actor, with the round's figures; no rows for a model without rounds."""
        rows = [
            {
                "round": one.number,
                "actor": actor.name,
                "position_at_modes": position,
                "median": one.median,
                "low": one.low,
                "high": one.high,
                "median_at_modes": one.at_modes,
                "mean_at_modes": one.mean_at_modes,
            }
            for one in self.rounds
            for actor, position in zip(self.actors, one.positions_at_modes, strict=True)
        ]
        numbers = ("position_at_modes", "median", "low", "high", "median_at_modes", "mean_at_modes")
        schema = pa.schema([("round", pa.int64()), ("actor", pa.string()), *((name, pa.float64()) for name in numbers)])
        return pa.Table.from_pylist(rows, schema=schema)

    def chart(self) -> alt.VConcatChart:
        """Return the distribution over the scale, the actors' ranges under it, and the rounds where there are any.

        Raises:
            ConfigError: If Altair is not installed (extra "track").
        """
        from dragoman.scenario.charts import outcome_chart

        return outcome_chart(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What one judgement alone does to the outcome.

    Attributes:
        actor: Whose.
        quantity: "position", "salience" or "capability".
        low_value: Lowest value tried.
        high_value: Highest value tried.
        is_assumed: Whether the scenario gives no range, so that a conventional one was tried.
        outcome_at_low: Outcome at the lowest value.
        outcome_at_high: Outcome at the highest value.
    """

    actor: str
    quantity: str
    low_value: float
    high_value: float
    is_assumed: bool
    outcome_at_low: float
    outcome_at_high: float

    @property
    def swing(self) -> float:
        """Return by how many points the outcome moves."""
        return abs(self.outcome_at_high - self.outcome_at_low)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tornado:
    """What moves the outcome: one judgement at a time.

    Attributes:
        issue: What is bargained over.
        model: The model.
        at_modes: Outcome with every judgement at its mode.
        bars: Widest swing first; three for each actor.
    """

    issue: str
    model: Model
    at_modes: float
    bars: tuple[Bar, ...]

    def to_arrow(self) -> pa.Table:
        """Return one row per judgement, widest swing first."""
        names = tuple(Bar.__dataclass_fields__)
        return pa.table({name: [getattr(bar, name) for bar in self.bars] for name in (*names, "swing")})

    def to_pandas(self) -> DataFrame:
        """Return the rows as a pandas frame.

        Raises:
            ConfigError: If pandas is not installed.
        """
        return _pandas(self.to_arrow())

    def chart(self) -> alt.LayerChart:
        """Return the tornado.

        Raises:
            ConfigError: If Altair is not installed (extra "track").
        """
        from dragoman.scenario.charts import tornado_chart

        return tornado_chart(self)


def _pandas(table: pa.Table) -> DataFrame:
    try:
        return table.to_pandas()
    except ImportError as err:
        raise ConfigError("pandas: not installed, expected for .to_pandas(); .to_arrow() works without it") from err
