from datetime import date, timedelta

import numpy as np
import pytest
from track_factory import MONDAY, make_event, weekly_events

from dragoman.errors import ConfigError
from dragoman.model import EventType
from dragoman.track import Forecasts, base_rates, event_table, expectation_rate
from dragoman.track.base_rates import HALF_LIFE_DAYS, STRENGTH, peer_class

SUNDAY = MONDAY - timedelta(days=1)


def one_dyad(weeks, *, of=10, event_type=EventType.CONSULT, recipient="BBB", first=0):
    """Return an event in each of these weeks, and one of another dyad on the first and last day."""
    found = [
        make_event(first + week, MONDAY + timedelta(days=7 * week), type=event_type, recipient=recipient)
        for week in weeks
    ]
    frame = (MONDAY, MONDAY + timedelta(days=7 * of - 1))
    return found + [
        make_event(first + 900 + place, day, actor="XXX", recipient="YYY", type=EventType.AID)
        for place, day in enumerate(frame)
    ]


def last_day(of=10):
    return SUNDAY + timedelta(days=7 * of)


def rate(forecasts, event_class="verbal_cooperation", days=7, recipient="BBB"):
    return next(
        one for one in forecasts if (one.event_class, one.horizon_days, one.recipient) == (event_class, days, recipient)
    )


def test_reference_class_is_in_words():
    found = rate(base_rates(one_dyad([0, 1, 4, 9]), last_day(), horizons=(7,)))
    assert (found.n_hits, found.n_spans) == (4, 10)
    assert found.reference == "4 of the last 10 weeks"
    assert found.text.startswith("AAA > BBB, verbal cooperation by 2024-03-17: ")
    assert "30-day spans" in rate(base_rates(one_dyad([0, 1]), last_day()), days=30).reference


def test_chance_by_hand():
    found = rate(base_rates(one_dyad([0, 1, 4, 9]), last_day(), horizons=(7,)))
    ages = [0, 5, 8, 9]
    weight = sum(0.5 ** (7 * age / HALF_LIFE_DAYS) for age in ages)
    total = sum(0.5 ** (7 * age / HALF_LIFE_DAYS) for age in range(10))
    pooled = (weight + 0.5) / (2 * total + 1)  # of two dyads, one had such events
    assert found.peer_share == pytest.approx(pooled)
    assert found.probability == pytest.approx((weight + STRENGTH * pooled) / (total + STRENGTH))


def test_peers_are_dyads_with_about_as_many_events():
    sizes = np.array([1] * 30 + [2, 3] * 10 + [4] * 12 + [500] * 3)
    assert peer_class(sizes).tolist() == [0] * 30 + [1] * 20 + [2] * 15
    assert peer_class(np.array([1, 900])).tolist() == [0, 0]


def test_busy_dyad_is_drawn_to_busy_dyads_not_to_all():
    busy = [
        event
        for number in range(12)
        for event in one_dyad(range(10), recipient=f"R{number:02d}", first=10_000 * (number + 1))
    ]
    rare = [
        event
        for number in range(40)
        for event in one_dyad([number % 10], recipient=f"S{number:02d}", first=10_000 * (number + 50))
    ]
    found = base_rates(busy + rare, last_day(), horizons=(7,))
    assert rate(found, recipient="R00").peer_share > 0.9
    assert rate(found, recipient="S00").peer_share < 0.2
    assert rate(found, recipient="R00").probability > 0.9


def test_two_weeks_of_one_dyad_are_no_certainty():
    for one in base_rates(weekly_events([1.0, 1.0]), last_day(2), horizons=(7,)):
        assert 0.05 < one.probability < 0.95


def test_recent_weeks_count_more():
    old = rate(base_rates(one_dyad([0, 1, 2]), last_day(), horizons=(7,)))
    new = rate(base_rates(one_dyad([7, 8, 9]), last_day(), horizons=(7,)))
    assert new.n_hits == old.n_hits
    assert new.probability > old.probability


def test_later_events_are_not_used():
    events = one_dyad([0, 1, 4])
    later = [*events, make_event(500, last_day() + timedelta(days=1))]
    assert base_rates(later, last_day()) == base_rates(events, last_day())


def test_several_events_in_one_span_are_one_hit():
    events = [*one_dyad([3]), make_event(500, MONDAY + timedelta(days=22))]
    assert rate(base_rates(events, last_day(), horizons=(7,))).n_hits == 1


def test_unseen_class_gets_a_small_chance_not_zero_where_others_had_it():
    found = rate(base_rates(one_dyad([0, 1]), last_day(), horizons=(7,)), "material_cooperation")
    assert found.n_hits == 0
    assert 0 < found.probability < found.peer_share


def test_order_of_events_does_not_matter():
    events = one_dyad([0, 1, 4])
    assert base_rates(events, last_day()) == base_rates(events[::-1], last_day())


def test_undirected_counts_both_ways():
    events = [*one_dyad([0]), make_event(500, MONDAY + timedelta(days=30), actor="BBB", recipient="AAA")]
    directed = base_rates(events, last_day(), horizons=(7,), dyads=[("AAA", "BBB")])
    both = base_rates(events, last_day(), horizons=(7,), dyads=[("AAA", "BBB")], directed=False)
    assert (rate(directed).n_hits, rate(both).n_hits) == (1, 2)


def test_asked_dyads_only_and_unknown_ones_too():
    found = base_rates(one_dyad([0]), last_day(), dyads=[("AAA", "ZZZ")], horizons=(7,))
    assert {(one.actor, one.recipient) for one in found} == {("AAA", "ZZZ")}
    assert len(found) == 4
    assert all(one.n_hits == 0 for one in found)


def test_horizon_longer_than_the_past_gives_no_forecast():
    assert len(base_rates(one_dyad([0], of=2), last_day(2), horizons=(30,))) == 0
    assert len(base_rates([], last_day())) == 0
    assert expectation_rate([], MONDAY, MONDAY + timedelta(3), actor="A", recipient="B", event_class="AID") is None


def test_horizon_must_be_ahead():
    with pytest.raises(ConfigError, match="horizon: 0 days"):
        base_rates(one_dyad([0]), last_day(), horizons=(0,))
    with pytest.raises(ConfigError, match="horizon: -1 days"):
        expectation_rate(one_dyad([0]), MONDAY, SUNDAY, actor="AAA", recipient="BBB", event_class="CONSULT")


def test_expectation_of_a_type_has_its_own_reference_class():
    events = event_table(one_dyad([0, 2]) + weekly_events([1.0], actor="QQQ", first=2000))
    ask = {"actor": "AAA", "recipient": "BBB"}
    due = last_day() + timedelta(days=7)
    visit = expectation_rate(events, last_day(), due, event_class="CONSULT", **ask)
    assert visit.reference == "2 of the last 10 weeks"
    by_class = expectation_rate(events, last_day(), due, event_class="verbal_cooperation", **ask)
    assert by_class == rate(base_rates(events, last_day(), horizons=(7,)))
    never = expectation_rate(events, last_day(), due, event_class="SANCTION", **ask)
    assert (never.n_hits, never.event_class) == (0, "SANCTION")
    assert 0 < never.probability < 0.2
    assert len({one.forecast_id for one in (visit, by_class, never)}) == 3


def test_ids_are_unique_and_stable():
    first, second = (base_rates(one_dyad([0, 1, 4]), last_day()) for _ in range(2))
    assert [one.forecast_id for one in first] == [one.forecast_id for one in second]
    assert len({one.forecast_id for one in first}) == len(first)


def test_forecasts_survive_being_stored_as_arrow():
    made = base_rates(one_dyad([0, 1, 4]), last_day())
    assert Forecasts.from_arrow(made.to_arrow()) == made
    assert made.to_arrow()["made_on"][0].as_py() == date(2024, 3, 10)
