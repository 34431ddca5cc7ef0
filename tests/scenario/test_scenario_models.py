"""Laws of the models, and cases worked by hand."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dragoman.scenario import challenge_rounds, nash_bargaining, weighted_mean, weighted_median

PLAIN = [weighted_mean, weighted_median, nash_bargaining]


@st.composite
def stands(draw, least=2):
    """Positions 0 to 80, salience and capability of one draw."""
    count = draw(st.integers(least, 7))
    numbers = [
        draw(arrays(float, (1, count), elements=st.floats(low, high, width=32)))
        for low, high in ((0, 80), (0.0625, 1), (0.5, 100))
    ]
    return tuple(numbers)


def outcome(model, positions, salience, capability):
    if model is challenge_rounds:
        path = challenge_rounds(positions, salience, capability, rounds=4)
        return weighted_median(path[-1], salience * capability)[0]
    return model(positions, salience * capability)[0]


@pytest.mark.parametrize("model", [*PLAIN, challenge_rounds])
@settings(derandomize=True, max_examples=60, deadline=None)
@given(case=stands())
def test_outcome_lies_inside_the_positions(model, case):
    assert case[0].min() - 1e-9 <= outcome(model, *case) <= case[0].max() + 1e-9


@pytest.mark.parametrize("model", PLAIN)
@settings(derandomize=True, max_examples=60, deadline=None)
@given(case=stands(), seed=st.integers(0, 99))
def test_outcome_does_not_depend_on_the_order_of_actors(model, case, seed):
    order = np.random.default_rng(seed).permutation(case[0].shape[1])
    assert outcome(model, *(one[:, order] for one in case)) == pytest.approx(outcome(model, *case), abs=1e-6)


@pytest.mark.parametrize("model", PLAIN)
@settings(derandomize=True, max_examples=60, deadline=None)
@given(case=stands(), shift=st.floats(0, 20))
def test_outcome_moves_with_all_positions(model, case, shift):
    positions, salience, capability = case
    moved = outcome(model, positions + shift, salience, capability)
    assert moved == pytest.approx(outcome(model, *case) + shift, abs=1e-6)


@pytest.mark.parametrize("model", [*PLAIN, challenge_rounds])
@settings(derandomize=True, max_examples=30, deadline=None)
@given(case=stands(), x=st.floats(0, 100))
def test_equal_positions_are_the_outcome(model, case, x):
    _, salience, capability = case
    assert outcome(model, np.full_like(salience, x), salience, capability) == pytest.approx(x, abs=1e-9)


@pytest.mark.parametrize("model", [*PLAIN, challenge_rounds])
@settings(derandomize=True, max_examples=30, deadline=None)
@given(case=stands(), factor=st.sampled_from([0.125, 8.0]))
def test_scale_of_capability_does_not_matter(model, case, factor):
    positions, salience, capability = case
    scaled = outcome(model, positions, salience, capability * factor)
    assert scaled == pytest.approx(outcome(model, *case), abs=1e-6)


@pytest.mark.parametrize("model", PLAIN)
@settings(derandomize=True, max_examples=60, deadline=None)
@given(case=stands())
def test_a_mirrored_scale_mirrors_the_outcome(model, case):
    positions, salience, capability = case
    assert 80 - outcome(model, 80 - positions, salience, capability) == pytest.approx(outcome(model, *case), abs=1e-6)


def test_weighted_mean_by_hand():
    assert weighted_mean(np.array([[0.0, 100.0]]), np.array([[1.0, 3.0]])) == pytest.approx([75.0])


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ((1, 1, 1), 20),
        ((3, 1, 1), 10),
        ((1, 1, 2), 55),  # halves: midway between 20 and 90
        ((1, 0, 1), 50),  # halves, and who has no weight does not count
        ((0, 0, 1), 90),
    ],
)
def test_weighted_median_by_hand(weights, expected):
    assert weighted_median(np.array([[10.0, 20.0, 90.0]]), np.array([weights], dtype=float)) == pytest.approx(
        [expected]
    )


@settings(derandomize=True, max_examples=60, deadline=None)
@given(case=stands())
@example(case=(np.array([[0.0, 1e-38, 1.0]]), np.ones((1, 3)), np.array([[3.0, 2.0, 2.0]])))
def test_weighted_median_is_beaten_by_no_position_in_a_vote(case):
    positions, salience, capability = case
    weights = (salience * capability)[0]
    winner = Fraction(weighted_median(positions, salience * capability)[0])
    places = [Fraction(p) for p in positions[0]]  # as floats, two near places may be equally far from a third
    for rival in places:
        gaps = [abs(place - winner) - abs(place - rival) for place in places]
        gain = np.array([(gap > 0) - (gap < 0) for gap in gaps])
        assert (weights * gain).sum() <= 1e-6 * weights.sum()


@settings(derandomize=True, max_examples=40, deadline=None)
@given(case=stands())
def test_nash_product_is_nowhere_larger(case):
    positions, salience, capability = case
    weights = salience * capability

    def product(x):
        return (weights * np.log(1 - ((x - positions) / 100) ** 2)).sum()

    best = product(nash_bargaining(positions, weights)[0])
    assert all(product(x) <= best + 1e-9 for x in np.linspace(positions.min(), positions.max(), 41))


def test_nash_between_the_ends_of_the_scale_is_the_middle():
    assert nash_bargaining(np.array([[0.0, 100.0]]), np.ones((1, 2))) == pytest.approx([50.0])


def test_draws_do_not_influence_one_another():
    random = np.random.default_rng(3)
    case = (random.uniform(0, 100, (700, 8)), random.uniform(0.1, 1, (700, 8)), random.uniform(1, 9, (700, 8)))
    together = challenge_rounds(*case, rounds=3)
    for row in (0, 255, 256, 699):
        alone = challenge_rounds(*(one[row : row + 1] for one in case), rounds=3)
        np.testing.assert_allclose(together[:, row], alone[:, 0], atol=1e-9)


@settings(derandomize=True, max_examples=40, deadline=None)
@given(case=stands(), seed=st.integers(0, 99))
def test_challenge_does_not_depend_on_the_order_of_actors(case, seed):
    order = np.random.default_rng(seed).permutation(case[0].shape[1])
    path = challenge_rounds(*case, rounds=1)[:, 0][:, order]
    np.testing.assert_allclose(challenge_rounds(*(one[:, order] for one in case), rounds=1)[:, 0], path, atol=1e-6)


def test_the_indifferent_give_way_to_the_determined():
    positions, salience = np.array([[0.0, 100.0]]), np.array([[0.05, 1.0]])
    path = challenge_rounds(positions, salience, np.array([[1.0, 1.0]]), rounds=1)
    assert path[1, 0, 0] > 0
    assert path[1, 0, 1] == 100


def test_no_rounds_leave_the_start():
    positions = np.array([[1.0, 2.0]])
    assert challenge_rounds(positions, positions, positions, rounds=0).tolist() == [[[1.0, 2.0]]]
