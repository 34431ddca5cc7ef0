"""What a scenario is made of: ranges and actors."""

from dataclasses import dataclass, fields
from math import isfinite
from typing import Final

import numpy as np

from dragoman.errors import ScenarioError
from dragoman.scenario.models import SCALE, Floats

LIMITS: Final = {"position": (0.0, SCALE), "salience": (0.0, 1.0), "capability": (0.0, float("inf"))}
"""Lowest and highest value of each quantity of an actor."""
QUANTITIES: Final = tuple(LIMITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A judgement with its uncertainty: a triangular distribution, or one value where all three agree.

    Attributes:
        low: Lowest value thought possible.
        mode: Likeliest value.
        high: Highest value thought possible.
    """

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        if not (all(isfinite(x) for x in (self.low, self.mode, self.high)) and self.low <= self.mode <= self.high):
            raise ScenarioError(f"range {self}: expected low <= mode <= high")

    def __str__(self) -> str:
        return f"{self.mode:g}" if self.is_point else f"{self.low:g} – {self.mode:g} – {self.high:g}"

    @classmethod
    def at(cls, value: float) -> "Range":
        """Return the range that is one value."""
        return cls(low=value, mode=value, high=value)

    @property
    def is_point(self) -> bool:
        """Return whether nothing is uncertain."""
        return self.low == self.high

    def quantile(self, share: Floats) -> Floats:
        """Return the values below which these shares (0 to 1) of the distribution lie; same shape.

        Source: inverse of the triangular distribution function; Johnson (1997), "The triangular distribution as a
        proxy for the beta distribution in risk analysis", The Statistician 46 (3).
        """
        width = self.high - self.low
        if width == 0:
            return np.full_like(share, self.mode)
        left = self.low + np.sqrt(share * width * (self.mode - self.low))
        right = self.high - np.sqrt((1 - share) * width * (self.high - self.mode))
        return np.where(share * width < self.mode - self.low, left, right)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioActor:
    """One who takes part.

    Attributes:
        name: Unique in the scenario.
        position: What it wants, 0 to 100 on the scenario's scale.
        salience: How much it cares, 0 to 1: the analyst's judgement.
        capability: What it can bring to bear, 0 or more on any scale that all share: the analyst's judgement.
        evidence: Ids of positions in a ledger that the position rests on.
        quotations: Words that it rests on.
    """

    name: str
    position: Range
    salience: Range
    capability: Range
    evidence: tuple[str, ...] = ()
    quotations: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ScenarioError(f"actor name {self.name!r}: expected a name")
        for quantity in QUANTITIES:
            low, high = LIMITS[quantity]
            value = self.quantity(quantity)
            if value.low < low or value.high > high:
                limits = "0 or more" if high == float("inf") else f"{low:g} to {high:g}"
                raise ScenarioError(f"actor {self.name!r} {quantity} {value}: expected {limits}")

    def quantity(self, name: str) -> Range:
        """Return position, salience or capability by name."""
        found: Range = getattr(self, name)
        return found


ACTOR_KEYS: Final = tuple(field.name for field in fields(ScenarioActor))
