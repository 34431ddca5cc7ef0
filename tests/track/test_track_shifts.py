from datetime import timedelta
from itertools import combinations, pairwise

import numpy as np
import pytest
from track_factory import MONDAY, make_event, weekly_events

from dragoman.errors import ConfigError
from dragoman.track import Series, Setting, candidate_shifts, plant_shift, relation_index
from dragoman.track.segment import excess_variance, segment
from dragoman.track.shifts import PENALTY


def index_of(tones, **options):
    return relation_index(weekly_events(tones, **options), "AAA", "BBB")


def brute_force(values, weights, penalty, shortest):
    """Return the best breaks by trying all of them."""
    size = len(values)
    best = (np.inf, ())
    for number in range(size):
        for breaks in combinations(range(1, size), number):
            ends = [0, *breaks, size]
            if min(np.diff(ends)) < shortest:
                continue
            cost = penalty * number
            for low, high in pairwise(ends):
                own, weight = values[low:high], weights[low:high]
                cost += float((weight * (own - np.average(own, weights=weight)) ** 2).sum())
            best = min(best, (cost, breaks))
    return best[1]


@pytest.mark.parametrize("seed", range(8))
def test_segmentation_is_the_best_of_all(seed):
    generator = np.random.default_rng(seed)
    values = generator.standard_normal(10) + np.repeat([0.0, 3.0], 5) * (seed % 2)
    weights = generator.uniform(0.5, 2.0, 10)
    found = segment(values[None, :], weights[None, :], penalty=2.0, shortest=2)[0]
    assert tuple(found.tolist()) == brute_force(values, weights, 2.0, 2)


def test_series_are_cut_each_for_itself():
    generator = np.random.default_rng(5)
    values = generator.standard_normal((4, 30))
    values[2, 15:] += 6
    weights = np.ones_like(values)
    together = segment(values, weights, penalty=9.0, shortest=3)
    alone = [segment(values[row : row + 1], weights[:1], penalty=9.0, shortest=3)[0] for row in range(4)]
    assert [one.tolist() for one in together] == [one.tolist() for one in alone]
    assert together[2].tolist() == [15]


def test_excess_variance_ignores_a_break():
    generator = np.random.default_rng(2)
    values = 3.0 * generator.standard_normal((1, 400))
    broken = values + np.repeat([0.0, 50.0], 200)
    ones = np.ones_like(values)
    assert excess_variance(values, ones)[0] == pytest.approx(9.0, rel=0.3)
    assert excess_variance(broken, ones)[0] == pytest.approx(excess_variance(values, ones)[0], rel=0.05)


def test_planted_change_of_tone_is_found_at_its_week_with_the_events_that_made_it():
    report = candidate_shifts(index_of([3.0] * 20 + [-4.0] * 20))
    tone = [shift for shift in report.shifts if shift.series is Series.TONE]
    assert len(tone) == 1
    shift = tone[0]
    assert shift.day == MONDAY + timedelta(days=7 * 20)
    assert shift.before == pytest.approx(3.0, abs=0.6)
    assert shift.after == pytest.approx(-4.0, abs=0.6)
    assert shift.setting is Setting.STRICT
    later = {event.event_id for event in weekly_events([3.0] * 20 + [-4.0] * 20) if event.day >= shift.day}
    assert shift.event_ids
    assert set(shift.event_ids) <= later


def test_change_of_volume_is_found_and_falling_volume_names_the_last_events_before():
    report = candidate_shifts(index_of([1.0] * 40, per_week=[12] * 20 + [2] * 20))
    volume = [shift for shift in report.shifts if shift.series is Series.VOLUME]
    assert [shift.day for shift in volume] == [MONDAY + timedelta(days=7 * 20)]
    events = {event.event_id: event for event in weekly_events([1.0] * 40, per_week=[12] * 20 + [2] * 20)}
    assert volume[0].before > volume[0].after
    assert all(events[one].day < volume[0].day for one in volume[0].event_ids)


def test_every_setting_has_a_rate_on_shuffled_weeks():
    report = candidate_shifts(index_of([1.0] * 40))
    assert {(rate.series, rate.setting) for rate in report.rates} == {
        (series, setting) for series in Series for setting in Setting
    }
    for series in Series:
        strict, medium, loose = (rate.shuffled_share for rate in report.rates if rate.series is series)
        assert 0 <= strict <= medium <= loose <= 1


def test_strict_rarely_fires_on_weeks_without_a_shift():
    fired = [
        rate.shuffled_share
        for seed in range(6)
        for rate in candidate_shifts(index_of([1.0] * 50, seed=seed), settings=(Setting.STRICT,)).rates
    ]
    assert np.mean(fired) < 0.03


def test_same_seed_gives_the_same_report():
    index = index_of([1.0] * 15 + [3.0] * 15)
    assert candidate_shifts(index, seed=4) == candidate_shifts(index, seed=4)


def test_short_relation_has_no_shifts():
    report = candidate_shifts(index_of([1.0, -5.0, 4.0]))
    assert report.shifts == ()
    assert all(rate.n_found == 0 for rate in report.rates)
    empty = candidate_shifts(relation_index([make_event(1)], "AAA", "ZZZ"))
    assert empty.shifts == ()
    assert empty.to_arrow().num_rows == 0


def test_no_setting_is_an_error():
    with pytest.raises(ConfigError, match="0 settings"):
        candidate_shifts(index_of([1.0]), settings=())


def test_greater_planted_shifts_are_found_more_often():
    index = index_of([1.0] * 44)
    small, great = (plant_shift(index, series=Series.TONE, size=size) for size in (0.5, 5.0))
    assert great.power > 0.9
    assert small.power < great.power
    assert great.null_share == small.null_share < 0.2
    assert great.false_alarms < 0.3


def test_planted_volume_is_found_both_ways():
    index = index_of([1.0] * 44, per_week=10)
    for factor in (4.0, 0.25):
        assert plant_shift(index, series=Series.VOLUME, size=factor).power > 0.9


def test_looser_setting_has_more_power_and_more_false_alarms():
    index = index_of([1.0] * 44)
    loose, strict = (
        plant_shift(index, series=Series.TONE, size=2.0, setting=one) for one in (Setting.LOOSE, Setting.STRICT)
    )
    assert loose.power >= strict.power
    assert loose.null_share >= strict.null_share
    assert PENALTY[Setting.LOOSE] < PENALTY[Setting.STRICT]


@pytest.mark.parametrize(("series", "size", "trials"), [(Series.VOLUME, 0.0, 10), (Series.TONE, 1.0, 0)])
def test_unusable_plant_is_an_error(series, size, trials):
    with pytest.raises(ConfigError, match="planted shift"):
        plant_shift(index_of([1.0] * 10), series=series, size=size, n_trials=trials)


def test_plant_in_a_short_relation_is_an_error():
    with pytest.raises(ConfigError, match="3 periods with tone, expected 6 or more"):
        plant_shift(index_of([1.0] * 3), series=Series.TONE, size=1.0)
