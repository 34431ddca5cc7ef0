"""The models without rounds: weighted mean, weighted median and Nash bargaining, over many draws at once.

Arrays have the shape (n_draws, n_actors); weights are 0 or more and have a sum above 0 in every draw.
"""

from enum import StrEnum
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

SCALE: Final = 100.0
"""Length of the scale on which positions lie."""
BISECTIONS: Final = 60
"""Halvings of the Nash solution's bracket: 100 / 2**60 is below the precision of a float."""
HALF_TOLERANCE: Final = 1e-9
"""Share of the total by which a running sum may miss one half and still count as one half: rounding of sums."""


class Model(StrEnum):
    """A way from positions to an outcome."""

    WEIGHTED_MEAN = "weighted-mean"
    WEIGHTED_MEDIAN = "weighted-median"
    NASH = "nash"
    CHALLENGE = "challenge"

    @property
    def label(self) -> str:
        """Return the model in words."""
        return _LABELS[self]


_LABELS: Final = {
    Model.WEIGHTED_MEAN: "compromise: mean of positions weighted by capability × salience",
    Model.WEIGHTED_MEDIAN: "weighted median: the position that no other beats in a weighted vote",
    Model.NASH: "Nash bargaining: greatest weighted product of gains over breakdown",
    Model.CHALLENGE: "challenge model, Scholz et al. 2011's reading of Bueno de Mesquita",
}


def weighted_mean(positions: Floats, weights: Floats) -> Floats:
    """Return the compromise of each draw, shape (n_draws,): sum of w x / sum of w.

    Source: van den Bos (1991), "Dutch EC Decision Making"; Achen (2006), "Institutional realism and
    bargaining models", in Thomson et al., The European Union Decides, ch. 4, with w = capability x salience.
    """
    found: Floats = (weights * positions).sum(axis=1) / weights.sum(axis=1)
    # Rounding may push a mean of equal numbers past them by one bit.
    return np.clip(found, positions.min(axis=1), positions.max(axis=1))


def weighted_median(positions: Floats, weights: Floats) -> Floats:
    """Return the weighted median of each draw, shape (n_draws,).

    It is the position that beats or ties every other in pairwise votes where each votes with its weight for the
    nearer one. Where weights split in halves, the middle of the two positions is returned.

    Source: Black (1948), "On the rationale of group decision-making", Journal of Political Economy 56 (1).
    """
    order = np.argsort(positions, axis=1, kind="stable")
    ranked = np.take_along_axis(positions, order, axis=1)
    running = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
    half = running[:, -1:] / 2
    lower = (running < half * (1 - HALF_TOLERANCE)).sum(axis=1, keepdims=True)
    upper = (running <= half * (1 + HALF_TOLERANCE)).sum(axis=1, keepdims=True)
    ends = np.take_along_axis(ranked, np.concatenate([lower, upper], axis=1), axis=1)
    found: Floats = ends.mean(axis=1)
    return found


def nash_bargaining(positions: Floats, weights: Floats) -> Floats:
    """Return the asymmetric Nash solution of each draw, shape (n_draws,).

    It maximises the sum of w log u(x) with u(x) = 1 - ((x - x_i) / 100)^2: breakdown (u = 0) is as bad for an actor
    as an outcome a whole scale away. The sum is concave, so its slope has one root between the extreme positions;
    bisection finds it.

    Source: Nash (1950), "The bargaining problem", Econometrica 18; Kalai (1977), "Nonsymmetric Nash solutions",
    Int. J. of Game Theory 6, for the weights; Achen (2006) for quadratic loss and a bad breakdown, under which the
    solution is near the weighted mean.
    """
    low, high = positions.min(axis=1), positions.max(axis=1)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        away = (middle[:, None] - positions) / SCALE
        # The middle lies inside the positions; only where two of them span the scale is the slope there infinite.
        slope = -(weights * away / np.maximum(1 - away**2, np.finfo(np.float64).tiny)).sum(axis=1)
        low, high = np.where(slope > 0, middle, low), np.where(slope > 0, high, middle)
    found: Floats = (low + high) / 2
    return found
