from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from track_factory import MONDAY, make_event

from dragoman.errors import ConfigError
from dragoman.model import EventType, Status
from dragoman.track import base_rates, score_forecasts, settle_forecasts
from dragoman.track.scoring import score_chances

HISTORY = [make_event(number, MONDAY + timedelta(days=7 * number)) for number in range(5)]
DAY = MONDAY + timedelta(days=34)


def forecasts(**options):
    return base_rates(HISTORY, DAY, horizons=(7,), **options).items


def test_brier_and_log_score_by_hand():
    score = score_chances(np.array([0.8, 0.4]), np.array([1.0, 0.0]))
    assert score.brier == pytest.approx((0.04 + 0.16) / 2)
    assert score.log_score == pytest.approx(-(np.log(0.8) + np.log(0.6)) / 2)
    assert score.brier_constant == pytest.approx(0.25)
    assert score.skill == pytest.approx(1 - 0.1 / 0.25)


def test_reliability_table_by_hand():
    score = score_chances(np.array([0.1, 0.1, 0.1, 0.1, 0.95]), np.array([1.0, 0.0, 0.0, 0.0, 1.0]))
    assert [(one.low, one.n, one.share_happened) for one in score.bins] == [(0.1, 4, 0.25), (0.9, 1, 1.0)]
    assert score.ece == pytest.approx((4 * 0.15 + 0.05) / 5)
    assert score.to_arrow().num_rows == 2


def test_perfect_forecast_scores_best():
    score = score_chances(np.array([1.0, 0.0]), np.array([1.0, 0.0]))
    assert (score.brier, score.log_score, score.ece, score.skill) == (0.0, 0.0, 0.0, 1.0)


def test_sure_and_wrong_is_bad_but_finite():
    assert score_chances(np.array([0.0]), np.array([1.0])).log_score == pytest.approx(13.8, abs=0.1)


def test_skill_is_unknown_where_everything_came():
    assert score_chances(np.array([0.7]), np.array([1.0])).skill is None


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50))
def test_scores_stay_in_their_ranges(cases):
    score = score_chances(np.array([one for one, _ in cases]), np.array([float(came) for _, came in cases]))
    assert 0 <= score.brier <= 1
    assert 0 <= score.ece <= 1
    assert score.log_score >= 0
    assert sum(one.n for one in score.bins) == score.n == len(cases)


def test_chances_outside_their_range_are_an_error():
    with pytest.raises(ConfigError, match="expected 0 to 1"):
        score_chances(np.array([1.2]), np.array([1.0]))
    with pytest.raises(ConfigError, match="0 chances"):
        score_chances(np.array([]), np.array([]))


def test_forecast_is_settled_only_once_its_days_are_over():
    made = forecasts()
    due = made[0].due
    assert settle_forecasts(made, HISTORY, today=due) == {}
    assert set(settle_forecasts(made, HISTORY, today=due + timedelta(days=1))) == {one.forecast_id for one in made}


@pytest.mark.parametrize(
    ("after", "over", "came"),
    [
        (1, {}, True),
        (7, {}, True),
        (0, {}, False),
        (8, {}, False),
        (3, {"status": Status.CANCELLED}, False),
        (3, {"type": EventType.ASSAULT}, False),
        (3, {"actor": "BBB", "recipient": "AAA"}, False),
    ],
)
def test_outcome_is_an_event_of_the_class_within_the_days(after, over, came):
    made = forecasts()
    asked = next(one for one in made if one.event_class == "verbal_cooperation")
    events = [*HISTORY, make_event(99, DAY + timedelta(days=after), **over)]
    assert settle_forecasts(made, events, today=asked.due + timedelta(days=1))[asked.forecast_id] is came


def test_undirected_forecast_is_settled_by_either_side():
    made = forecasts(directed=False)
    asked = next(one for one in made if one.event_class == "verbal_cooperation")
    events = [*HISTORY, make_event(99, DAY + timedelta(days=3), actor="BBB", recipient="AAA")]
    assert settle_forecasts(made, events, today=asked.due + timedelta(days=1))[asked.forecast_id] is True


def test_only_settled_forecasts_are_scored():
    made = forecasts()
    assert score_forecasts(made, {}) is None
    score = score_forecasts(made, {made[0].forecast_id: True})
    assert score.n == 1
    assert score.brier == pytest.approx((1 - made[0].probability) ** 2)
