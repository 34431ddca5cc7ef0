"""Runs, sensitivity and results of a scenario."""

import sys
from dataclasses import replace

import numpy as np
import pytest
from scenario_factory import make_actor, make_range, make_scenario

from dragoman.errors import ConfigError, ScenarioError
from dragoman.scenario import Model, Range

MODELS = [str(model) for model in Model]


@pytest.mark.parametrize("model", MODELS)
def test_same_seed_gives_same_bytes_and_another_seed_others(model):
    scenario = make_scenario()
    first, again, other = (scenario.run(model=model, draws=300, seed=seed) for seed in (7, 7, 8))
    assert first.samples.tobytes() == again.samples.tobytes()
    assert first.samples.tobytes() != other.samples.tobytes()


@pytest.mark.parametrize("model", MODELS)
def test_order_of_actors_changes_nothing(model):
    scenario = make_scenario()
    turned = replace(scenario, actors=scenario.actors[::-1])
    one, other = (x.run(model=model, draws=200) for x in (scenario, turned))
    assert one.samples.tobytes() == other.samples.tobytes()
    assert one.rounds == other.rounds


def test_more_draws_narrow_the_standard_error():
    errors = [make_scenario().run(draws=draws).standard_error for draws in (100, 1_000, 10_000)]
    assert errors[0] > 2 * errors[1] > 4 * errors[2]


def test_standard_error_tells_how_far_means_of_other_seeds_lie():
    outcomes = [make_scenario().run(draws=400, seed=seed) for seed in range(40)]
    spread = np.std([one.mean for one in outcomes])
    assert spread == pytest.approx(outcomes[0].standard_error, rel=0.4)


@pytest.mark.parametrize("model", MODELS)
def test_without_uncertainty_every_draw_is_the_outcome_at_the_modes(model):
    scenario = make_scenario(make_actor("A", (20,)), make_actor("B", (60,), (0.9,)), make_actor("C", (90,)))
    outcome = scenario.run(model=model, draws=5)
    assert outcome.samples == pytest.approx([outcome.at_modes] * 5)
    assert outcome.low == pytest.approx(outcome.high)


def test_interval_holds_four_fifths_of_the_draws():
    outcome = make_scenario().run(draws=2_000)
    inside = ((outcome.samples >= outcome.low) & (outcome.samples <= outcome.high)).mean()
    assert inside == pytest.approx(0.8, abs=0.002)
    assert outcome.low < outcome.median < outcome.high


def test_one_draw_has_no_standard_error():
    assert make_scenario().run(draws=1).standard_error is None


def test_rounds_begin_at_the_start_and_end_in_the_outcome():
    outcome = make_scenario().run(model="challenge", draws=300, rounds=3)
    assert [one.number for one in outcome.rounds] == [0, 1, 2, 3]
    assert outcome.rounds[0].positions_at_modes == (10.0, 90.0, 55.0)
    assert outcome.rounds[-1].median == outcome.median
    assert outcome.rounds[-1].at_modes == outcome.at_modes


@pytest.mark.parametrize("model", ["weighted-mean", "weighted-median", "nash"])
def test_models_without_rounds_have_none(model):
    assert make_scenario().run(model=model, draws=10).rounds == ()


def test_triangular_draws_have_the_moments_of_the_distribution():
    low, mode, high = 10.0, 20.0, 60.0
    drawn = make_range(low, mode, high).quantile(np.random.default_rng(0).random(200_000))
    assert low <= drawn.min() <= drawn.max() <= high
    assert drawn.mean() == pytest.approx((low + mode + high) / 3, abs=0.1)
    variance = (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
    assert drawn.var() == pytest.approx(variance, rel=0.02)


@pytest.mark.parametrize(("low", "mode", "high"), [(0, 0, 10), (0, 10, 10), (3, 3, 3)])
def test_a_mode_at_an_end_is_drawn_inside(low, mode, high):
    shares = np.array([0.0, 0.25, 0.5, 1.0])
    drawn = Range(low=low, mode=mode, high=high).quantile(shares)
    assert drawn[0] == low
    assert drawn[-1] == high
    assert (np.diff(drawn) >= 0).all()


def test_what_if_moves_the_mean_by_the_share_of_the_weight():
    scenario = make_scenario(make_actor("A", (20,), (0.5,), (10,)), make_actor("B", (60,), (0.5,), (30,)))
    moved = scenario.with_position("A", 40)
    assert moved.run(draws=1).mean - scenario.run(draws=1).mean == pytest.approx(20 * 0.25)
    assert scenario.actors[0].position.mode == 20


def test_what_if_drops_the_evidence_of_the_old_position():
    scenario = make_scenario(make_actor("A", evidence=("p1",), quotations=("no",)), make_actor("B"))
    moved = scenario.with_position("A", 0).actors[0]
    assert (moved.evidence, moved.quotations) == ((), ())


def test_tornado_tries_ranges_and_says_where_it_assumed_one():
    tornado = make_scenario().sensitivity()
    bars = {(bar.actor, bar.quantity): bar for bar in tornado.bars}
    assert len(tornado.bars) == 9
    assert (bars["A", "position"].low_value, bars["A", "position"].high_value) == (0, 40)
    assert not bars["A", "position"].is_assumed
    assert bars["C", "position"].is_assumed
    assert (bars["C", "position"].low_value, bars["C", "position"].high_value) == (45, 65)
    assert bars["C", "salience"].high_value == 1.0  # not beyond the scale


@pytest.mark.parametrize("model", MODELS)
def test_tornado_bars_are_runs_of_the_changed_scenario(model):
    scenario = make_scenario(make_actor("A", (0, 10, 40)), make_actor("B", (90,), (0.8,)), make_actor("C", (55,)))
    tornado = scenario.sensitivity(model=model)
    bar = next(bar for bar in tornado.bars if (bar.actor, bar.quantity) == ("A", "position"))
    assert bar.outcome_at_low == pytest.approx(scenario.with_position("A", 0).run(model=model, draws=1).at_modes)
    assert bar.outcome_at_high == pytest.approx(scenario.with_position("A", 40).run(model=model, draws=1).at_modes)
    assert tornado.at_modes == scenario.run(model=model, draws=1).at_modes
    assert [one.swing for one in tornado.bars] == sorted((one.swing for one in tornado.bars), reverse=True)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"model": "oracle"}, "model 'oracle': expected one of weighted-mean"),
        ({"draws": 0}, "draws 0: expected 1 or more"),
        ({"rounds": 0}, "rounds 0: expected 1 or more"),
        ({"seed": -1}, "seed -1: expected 0 or more"),
    ],
)
def test_unusable_options_are_refused(options, words):
    with pytest.raises(ScenarioError, match=words):
        make_scenario().run(**options)


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: make_scenario(make_actor("A")), "1 with salience and capability above 0, expected at least 2"),
        (lambda: make_scenario(make_actor("A"), make_actor("A")), "actor 'A': listed twice"),
        (lambda: make_scenario(make_actor("A"), make_actor("B", capability=(0,))), "expected at least 2"),
        (lambda: make_actor(position=(101,)), "position 101: expected 0 to 100"),
        (lambda: make_actor(salience=(0, 0.5, 1.5)), "salience 0 – 0.5 – 1.5: expected 0 to 1"),
        (lambda: make_actor(capability=(-1,)), "capability -1: expected 0 or more"),
        (lambda: make_range(5, 4, 6), "expected low <= mode <= high"),
        (lambda: make_range(float("nan")), "expected low <= mode <= high"),
        (lambda: make_actor(" "), "expected a name"),
        (lambda: make_scenario().with_position("Z", 5), "actor 'Z': not there, expected A, B, C"),
        (lambda: make_scenario().with_position("A", 500), "position 500: expected 0 to 100"),
    ],
)
def test_impossible_scenarios_are_refused(build, words):
    with pytest.raises(ScenarioError, match=words):
        build()


@pytest.mark.parametrize("model", MODELS)
def test_every_result_carries_what_speaks_against_its_model(model):
    criticisms = make_scenario().run(model=model, draws=10).criticisms
    assert any(model in one.models for one in criticisms)
    assert any(one.models == ("all",) for one in criticisms)
    assert all(one.models == ("all",) or model in one.models for one in criticisms)


def test_results_as_arrow():
    outcome = make_scenario().run(model="challenge", draws=50, rounds=2)
    row = outcome.to_arrow().to_pylist()[0]
    assert (row["model"], row["median"], row["draws"]) == ("challenge", outcome.median, 50)
    assert outcome.rounds_to_arrow().num_rows == 3 * 3
    assert make_scenario().run(draws=5).rounds_to_arrow().num_rows == 0
    tornado = make_scenario().sensitivity()
    assert tornado.to_arrow()["swing"].to_pylist() == [bar.swing for bar in tornado.bars]


@pytest.mark.parametrize("model", ["weighted-mean", "challenge"])
def test_charts_hold_the_figures(model):
    pytest.importorskip("altair")
    outcome = make_scenario().run(model=model, draws=50, rounds=2)
    drawn = outcome.chart().to_dict()
    assert len(drawn["vconcat"]) == (3 if outcome.rounds else 2)
    bars = drawn["vconcat"][0]["layer"][0]["data"]["values"]
    assert sum(row["share"] for row in bars) == pytest.approx(1)
    tornado = make_scenario().sensitivity(model=model)
    rows = tornado.chart().to_dict()["layer"][0]["data"]["values"]
    assert rows[0]["swing"] == tornado.bars[0].swing


def test_a_missing_chart_library_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(ConfigError, match="altair: not installed"):
        make_scenario().run(draws=5).chart()
