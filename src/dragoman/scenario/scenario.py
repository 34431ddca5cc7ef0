"""A scenario: who wants what, how much, and with what weight behind it; and what comes out under a model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from dragoman.errors import ScenarioError
from dragoman.lexicon.scenario import criticisms_of
from dragoman.scenario.challenge import ROUNDS, challenge_rounds
from dragoman.scenario.inputs import LIMITS, QUANTITIES, Range, ScenarioActor
from dragoman.scenario.load import read_scenario
from dragoman.scenario.models import Floats, Model, nash_bargaining, weighted_mean, weighted_median
from dragoman.scenario.outcome import Bar, Outcome, Round, Tornado

if TYPE_CHECKING:
    from pathlib import Path

DRAWS: Final = 10_000
"""Draws unless asked otherwise: the standard error of a mean is then 1 % of the spread."""
LEAST_ACTORS: Final = 2
INTERVAL: Final = (10.0, 90.0)
"""Ends of the interval in percent: 80 % of the draws lie between them."""
ASSUMED_SHARE: Final = 0.2
ASSUMED_POINTS: Final = 10.0
"""How far the tornado moves a judgement given without a range: salience and capability by that share of themselves, a
position by that many points. Conventions, not measured; each such bar says that it was assumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Actors around one issue.

    Attributes:
        issue: What is bargained over.
        anchors: What 0 and what 100 on the scale of positions mean, in words.
        actors: Two or more, with different names; at least two of them with salience and capability above 0.
    """

    issue: str
    anchors: tuple[str, str]
    actors: tuple[ScenarioActor, ...]

    def __post_init__(self) -> None:
        names = [actor.name for actor in self.actors]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ScenarioError(f"actor {twice[0]!r}: listed twice, expected once")
        heard = [one for one in self.actors if one.salience.mode > 0 and one.capability.mode > 0]
        if len(heard) < LEAST_ACTORS:
            raise ScenarioError(
                f"actors: {len(heard)} with salience and capability above 0, expected at least {LEAST_ACTORS}"
            )

    @classmethod
    def load(cls, path: str | Path) -> Scenario:
        """Return the scenario of a TOML file.

        Raises:
            ScenarioError: If the file cannot be read or run as it is; names file, place, value and expectation.
        """
        from pathlib import Path

        file = Path(path)
        issue, anchors, actors = read_scenario(file)
        try:
            return cls(issue=issue, anchors=anchors, actors=actors)
        except ScenarioError as err:
            raise ScenarioError(f"{file} {err}") from err

    def with_position(self, actor: str, x: float) -> Scenario:
        """Return the scenario in which that actor wants x, without uncertainty; its evidence is dropped.

        Raises:
            ScenarioError: If there is no such actor, or x is not on 0 to 100.
        """
        if actor not in {one.name for one in self.actors}:
            raise ScenarioError(f"actor {actor!r}: not there, expected {', '.join(one.name for one in self.actors)}")
        return replace(
            self,
            actors=tuple(
                replace(one, position=Range.at(x), evidence=(), quotations=()) if one.name == actor else one
                for one in self.actors
            ),
        )

    def run(
        self, *, model: str = Model.WEIGHTED_MEAN, draws: int = DRAWS, seed: int = 0, rounds: int = ROUNDS
    ) -> Outcome:
        """Return the distribution of the outcome under one model.

        The same actors, seed and draws give the same figures, in whatever order the actors stand.

        Args:
            model: "weighted-mean", "weighted-median", "nash" or "challenge".
            draws: How often all ranges are drawn from, 1 or more.
            seed: Of the draws, 0 or more.
            rounds: Of the challenge model, 1 or more; its outcome is the weighted median after the last.

        Raises:
            ScenarioError: If the model is unknown, or draws, rounds or seed are too low.
        """
        kind = _model(model)
        for name, value, least in (("draws", draws, 1), ("rounds", rounds, 1), ("seed", seed, 0)):
            if value < least:
                raise ScenarioError(f"{name} {value}: expected {least} or more")
        actors = tuple(sorted(self.actors, key=lambda one: one.name))
        shares = np.random.default_rng(seed).random((len(QUANTITIES), len(actors), draws))
        sampled = {
            quantity: np.stack(
                [actor.quantity(quantity).quantile(shares[at, row]) for row, actor in enumerate(actors)], axis=1
            )
            for at, quantity in enumerate(QUANTITIES)
        }
        samples, path = _outcomes(kind, sampled, rounds)
        middle, middle_path = _outcomes(kind, _modes(actors), rounds)
        low, median, high = np.percentile(samples, (INTERVAL[0], 50.0, INTERVAL[1])).tolist()
        return Outcome(
            issue=self.issue,
            anchors=self.anchors,
            actors=actors,
            model=kind,
            draws=draws,
            seed=seed,
            at_modes=float(middle[0]),
            mean=float(samples.mean()),
            median=median,
            low=low,
            high=high,
            standard_error=float(samples.std(ddof=1) / np.sqrt(draws)) if draws > 1 else None,
            rounds=_rounds(actors, sampled, path, middle_path),
            criticisms=criticisms_of(kind),
            samples=samples,
        )

    def sensitivity(self, *, model: str = Model.WEIGHTED_MEAN, rounds: int = ROUNDS) -> Tornado:
        """Return how far each judgement alone moves the outcome, the others at their modes; widest first.

        A judgement without a range is moved by `ASSUMED_SHARE` or `ASSUMED_POINTS`, and its bar says so.

        Raises:
            ScenarioError: If the model is unknown or rounds are below 1.
        """
        kind = _model(model)
        if rounds < 1:
            raise ScenarioError(f"rounds {rounds}: expected 1 or more")
        actors = tuple(sorted(self.actors, key=lambda one: one.name))
        cases = [(row, quantity) for row in range(len(actors)) for quantity in QUANTITIES]
        table = {name: np.repeat(values, 2 * len(cases) + 1, axis=0) for name, values in _modes(actors).items()}
        for at, (row, quantity) in enumerate(cases):
            tried = _tried(actors[row].quantity(quantity), quantity)
            table[quantity][2 * at, row], table[quantity][2 * at + 1, row] = tried.low, tried.high
        found, _ = _outcomes(kind, table, rounds)
        bars = [
            Bar(
                actor=actors[row].name,
                quantity=quantity,
                low_value=float(table[quantity][2 * at, row]),
                high_value=float(table[quantity][2 * at + 1, row]),
                is_assumed=actors[row].quantity(quantity).is_point,
                outcome_at_low=float(found[2 * at]),
                outcome_at_high=float(found[2 * at + 1]),
            )
            for at, (row, quantity) in enumerate(cases)
        ]
        bars.sort(key=lambda bar: (-bar.swing, bar.actor, bar.quantity))
        return Tornado(issue=self.issue, model=kind, at_modes=float(found[-1]), bars=tuple(bars))


def _model(name: str) -> Model:
    if name not in set(Model):
        raise ScenarioError(f"model {name!r}: expected one of {', '.join(Model)}")
    return Model(name)


def _modes(actors: tuple[ScenarioActor, ...]) -> dict[str, Floats]:
    return {name: np.array([[actor.quantity(name).mode for actor in actors]]) for name in QUANTITIES}


def _tried(value: Range, quantity: str) -> Range:
    """Return the values that the tornado tries for a judgement."""
    if not value.is_point:
        return value
    step = ASSUMED_POINTS if quantity == "position" else ASSUMED_SHARE * value.mode
    least, most = LIMITS[quantity]
    return Range(low=max(least, value.mode - step), mode=value.mode, high=min(most, value.mode + step))


def _outcomes(model: Model, table: dict[str, Floats], rounds: int) -> tuple[Floats, Floats | None]:
    """Return the outcome of each draw, and where the model has rounds all positions after each."""
    positions, weights = table["position"], table["salience"] * table["capability"]
    if model is Model.CHALLENGE:
        path = challenge_rounds(positions, table["salience"], table["capability"], rounds=rounds)
        return weighted_median(path[-1], weights), path
    plain = {
        Model.WEIGHTED_MEAN: weighted_mean,
        Model.WEIGHTED_MEDIAN: weighted_median,
        Model.NASH: nash_bargaining,
    }[model]
    return plain(positions, weights), None


def _rounds(
    actors: tuple[ScenarioActor, ...], sampled: dict[str, Floats], path: Floats | None, middle_path: Floats | None
) -> tuple[Round, ...]:
    """Return the start and each round; nothing for a model without rounds."""
    if path is None or middle_path is None:
        return ()
    modes = _modes(actors)
    weights, middle_weights = sampled["salience"] * sampled["capability"], modes["salience"] * modes["capability"]
    found = []
    for number, positions in enumerate(path):
        low, median, high = np.percentile(
            weighted_median(positions, weights), (INTERVAL[0], 50.0, INTERVAL[1])
        ).tolist()
        found.append(
            Round(
                number=number,
                median=median,
                low=low,
                high=high,
                at_modes=float(weighted_median(middle_path[number], middle_weights)[0]),
                mean_at_modes=float(weighted_mean(middle_path[number], middle_weights)[0]),
                positions_at_modes=tuple(middle_path[number, 0].tolist()),
            )
        )
    return tuple(found)
