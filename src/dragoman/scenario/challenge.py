"""Bueno de Mesquita's challenge model as Scholz, Calbert and Smith read it, over many draws at once.

Each round every actor weighs what challenging every other would bring; whoever is challenged by a stronger one gives
way wholly or in part, and all move at once. The published model leaves steps open. This reading settles them so that
the published rounds come out:

- no status quo term but its plain utility (Q = 1), and the scale is the range of the positions at the start;
- the chance of success is a coalition's votes over the votes of all ordered pairs of positions together, which makes
  it small, and votes are taken with each voter's own risk exponent;
- an actor judges both sides of a contest with its own risk exponent;
- a contest comes before a compromise, and a compromise before giving in; among contests the shortest move is made,
  but among compromises the one whose settlement lies lowest on the scale. So a mirrored scale gives another outcome.

Source: Scholz, Calbert and Smith (2011), "Unravelling Bueno de Mesquita's group decision model", ICAART 2011,
pp. 18-30 (equation numbers below are theirs), also Journal of Theoretical Politics 23 (4); Bueno de Mesquita (1994),
in Bueno de Mesquita and Stokman, European Community Decision Making, pp. 71-104. The choices that the text leaves
open agree with those of two open re-implementations of the authors' own program.
"""

from typing import Final

import numpy as np

from dragoman.scenario.models import Floats

ROUNDS: Final = 10
"""Rounds played unless asked otherwise; the model has no rule for stopping that all its authors share."""
CELLS: Final = 2**14
"""Pairs of actors worked on at a time (128 kB an array), so that a step stays in the processor's cache."""
TIE: Final = 1e-12
"""Utilities and keys of offers that differ by less are equal, so that rounding decides nothing; among equal offers the
lower target is taken, whatever the order of the actors."""


def challenge_rounds(positions: Floats, salience: Floats, capability: Floats, *, rounds: int = ROUNDS) -> Floats:
    """Return all positions after each round, shape (rounds + 1, n_draws, n_actors); row 0 is the start.

    Args:
        positions: On any scale; shape (n_draws, n_actors).
        salience: 0 to 1; same shape.
        capability: 0 or more, on any scale; same shape.
        rounds: 0 or more.
    """
    draws, actors = positions.shape
    path = np.empty((rounds + 1, draws, actors))
    path[0] = positions
    step = max(1, CELLS // actors**2)
    for first in range(0, draws, step):
        part = slice(first, first + step)
        start = path[0, part]
        reach = start.max(axis=1) - start.min(axis=1)
        scale = np.where(reach > 0, reach, 1.0)[:, None, None]
        for number in range(rounds):
            path[number + 1, part] = _next_round(path[number, part], salience[part], capability[part], scale)
    return path


def _next_round(x: Floats, salience: Floats, capability: Floats, scale: Floats) -> Floats:
    """Return the positions after one round, shape (n_draws, n_actors)."""
    distance = np.abs(x[:, :, None] - x[:, None, :]) / scale
    weights = salience * capability
    neutral = np.ones_like(x)
    first_pass, _ = _expected(distance, _chances(distance, weights, neutral), salience, neutral)
    risk = _risk_exponents(first_pass)
    chances = _chances(distance, weights, risk)
    return _settle(x, *_expected(distance, chances, salience, risk))


def _chances(distance: Floats, weights: Floats, risk: Floats) -> Floats:
    """Return the chance that i succeeds against j, shape (n_draws, n_actors, n_actors).

    Source: equations 30 and 31; the denominator runs over all ordered pairs, of which each vote is the mirror of
    another, hence twice the sum of the positive votes.
    """
    felt = distance ** risk[:, :, None]
    votes = np.zeros_like(distance)
    for voter in range(distance.shape[1]):
        row = felt[:, voter]
        votes += weights[:, voter, None, None] * np.maximum(row[:, None, :] - row[:, :, None], 0.0)
    total = 2 * votes.sum(axis=(1, 2), keepdims=True)
    found: Floats = np.divide(votes, total, out=np.zeros_like(votes), where=total > 0)
    return np.where(distance > 0, found, 0.0)


def _expected(distance: Floats, chances: Floats, salience: Floats, risk: Floats) -> tuple[Floats, Floats]:
    """Return as actor i sees it: the worth to i of challenging j, and to j of challenging i; both [draw, i, j].

    Source: equations 5 to 7 with Q = 1, 15, 16 and 24.
    """
    exponent = risk[:, :, None]
    success = 2 - 4 * (0.5 - 0.5 * distance) ** exponent
    failure = 2 - 4 * (0.5 + 0.5 * distance) ** exponent
    status_quo = 2 - 4 * 0.5**exponent
    gap = success - failure
    resist = salience[:, None, :]
    mine = success - resist * (1 - chances) * gap - status_quo
    resist, chances = salience[:, :, None], chances.transpose(0, 2, 1)
    theirs = success - resist * (1 - chances) * gap - status_quo
    return mine, theirs


def _risk_exponents(expected: Floats) -> Floats:
    """Return the risk exponent of each actor, 0.5 (most ready to risk) to 2; shape (n_draws, n_actors).

    Source: equations 32 to 34; where all are equally secure, everybody is neutral (1).
    """
    danger = expected.sum(axis=1) - np.einsum("dii->di", expected)
    most, least = danger.max(axis=1, keepdims=True), danger.min(axis=1, keepdims=True)
    spread = most - least
    basis = np.divide(2 * danger - most - least, spread, out=np.zeros_like(danger), where=spread > 0)
    found: Floats = (1 - basis / 3) / (1 + basis / 3)
    return found


def _settle(x: Floats, mine: Floats, theirs: Floats) -> Floats:
    """Return where each actor goes after its best offer; it stays where none binds it.

    Source: section 6, figure 6, equations 35 and 36.
    """
    own, other = x[:, :, None], x[:, None, :]
    pressed = (own != other) & (theirs > TIE)
    contest = pressed & (mine > TIE) & (theirs - mine > TIE)
    compromise = pressed & (mine < -TIE) & (theirs + mine > TIE)
    giving_in = pressed & (mine < -TIE) & (theirs + mine <= TIE)
    share = np.divide(-mine, theirs, out=np.ones_like(mine), where=compromise)
    met = own + (other - own) * share
    reach = np.abs(other - own)
    weight = np.abs(mine) + np.abs(theirs)
    settlement = np.divide(np.abs(mine) * own + np.abs(theirs) * other, weight, out=met.copy(), where=weight > 0)
    wholly = np.broadcast_to(other, mine.shape)
    moved = x
    # The later of these overrules the earlier.
    for offered, key, target in ((giving_in, reach, wholly), (compromise, settlement, met), (contest, reach, wholly)):
        ranked = np.where(offered, key, np.inf)
        tied = offered & (ranked <= ranked.min(axis=2, keepdims=True) + TIE)
        chosen = np.where(tied, target, np.inf).min(axis=2)
        moved = np.where(offered.any(axis=2), chosen, moved)
    return moved
