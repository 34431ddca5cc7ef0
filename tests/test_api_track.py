"""Network, shifts, forecasts and the outlook's base rates from a ledger, in Python."""

from datetime import date, timedelta

import pytest
from track_ledger import LAST, MONDAY, WEEKS, fill

import dragoman
from dragoman.errors import ConfigError
from dragoman.explore.outlook import outlook
from dragoman.lexicon.scales import load_coder_error
from dragoman.store import open_ledger
from dragoman.store.filters import Filters


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("track") / "l")


@pytest.fixture
def ledger(path):
    return dragoman.open_ledger(path)


FREQUENT_AND_RARE = ((("NOR", "TCD"), "verbal_cooperation"), (("PER", "NOR"), "verbal_conflict"))


def chance(forecasts, pair, event_class, days):
    (one,) = [
        x for x in forecasts if (x.actor, x.recipient, x.event_class, x.horizon_days) == (*pair, event_class, days)
    ]
    return one


def test_network_joins_friends_and_parts_foes_with_evidence(ledger):
    pytest.importorskip("leidenalg")
    network = ledger.network()
    weights = {(edge.a, edge.b): edge.weight for edge in network.edges}
    assert weights["NOR", "TCD"] > 0 > weights["NOR", "PER"]
    assert {"NOR", "TCD"} == set(network.community(0))
    (friends,) = [edge for edge in network.edges if (edge.a, edge.b) == ("NOR", "TCD")]
    assert set(friends.event_ids) == {f"e{week:03}0" for week in range(WEEKS)}
    held = {row["position_id"] for row in ledger.sql("SELECT position_id FROM positions").to_pylist()}
    assert friends.position_ids
    assert held.issuperset(friends.position_ids)
    assert network.balance.share == 1.0


def test_network_counts_the_window_only(ledger):
    pytest.importorskip("leidenalg")
    window = ledger.network("2021-01-11", date(2021, 1, 17))
    assert [(edge.a, edge.b) for edge in window.edges] == [("NOR", "TCD")]
    assert window.edges[0].event_ids == ("e0010",)
    assert ledger.network(until="2020-12-31").actors == ()


def test_shifts_report_the_rate_on_shuffled_data(ledger):
    report = ledger.shifts("nor", "tcd")
    assert report.rates
    assert report.shifts == ledger.relation("NOR", "TCD").shifts().shifts


def test_forecast_takes_the_last_document_as_the_day_that_is_known(ledger):
    found = ledger.forecast()
    assert {one.made_on for one in found} == {LAST}
    often, seldom = (chance(found, pair, kind, 7) for pair, kind in FREQUENT_AND_RARE)
    assert (often.n_hits, often.n_spans) == (WEEKS, WEEKS)
    assert (seldom.n_hits, seldom.n_spans) == (3, WEEKS)
    assert often.probability > 0.7
    assert 0.05 < seldom.probability < 0.5


def test_forecast_of_an_earlier_day_knows_nothing_later(ledger):
    early = ledger.forecast("2021-01-17")
    assert {one.horizon_days for one in early} == {7}
    assert chance(early, ("NOR", "TCD"), "verbal_cooperation", 7).n_spans == 2


def test_forecast_of_chosen_dyads_and_horizons(ledger):
    found = ledger.forecast(horizons=(14,), dyads=[("nor", "tcd")])
    assert {(one.actor, one.recipient, one.horizon_days) for one in found} == {("NOR", "TCD", 14)}


def test_bad_day_is_a_config_error(ledger):
    with pytest.raises(ConfigError, match="YYYY-MM-DD"):
        ledger.forecast("tomorrow")


def test_empty_ledger_gives_empty_results(tmp_path):
    ledger = dragoman.open_ledger(tmp_path / "l")
    assert len(ledger.forecast()) == 0
    assert ledger.keep_forecasts(ledger.forecast()) == 0
    assert ledger.score_forecasts() is None


def test_kept_forecasts_are_scored_once_due(tmp_path):
    ledger = dragoman.open_ledger(fill(tmp_path / "l"))
    made = LAST - timedelta(days=14)
    forecasts = ledger.forecast(made)
    assert ledger.keep_forecasts(forecasts, started="2021-03-14T00:00:00") == len(forecasts)
    assert ledger.keep_forecasts(forecasts) == 0
    assert sorted(x.forecast_id for x in ledger.kept_forecasts()) == sorted(x.forecast_id for x in forecasts)
    score = ledger.score_forecasts()
    assert score is not None
    week = [one for one in forecasts if one.horizon_days == 7]
    assert score.n == len(week)
    # by hand: in the week after `made`, the eleventh, Norway and Chad met (recorded both ways) and nothing else came
    came = [one.event_class == "verbal_cooperation" and {one.actor, one.recipient} == {"NOR", "TCD"} for one in week]
    assert sum(came) == 2
    expected = sum((one.probability - hit) ** 2 for one, hit in zip(week, came, strict=True)) / len(week)
    assert score.brier == pytest.approx(expected)
    assert ledger.score_forecasts(made + timedelta(days=7)) is None


def rows(path, **over):
    return {row["expectation_id"]: row for row in outlook(open_ledger(path).view(), Filters(**over)).to_pylist()}


def test_open_expectation_stands_beside_its_base_rate(path):
    found = rows(path)
    assert found["x011"]["reference"] == f"{WEEKS} of the last {WEEKS} weeks"
    assert 0.7 < found["x011"]["base_rate"] <= 1


def test_base_rate_is_that_of_the_day_of_telling(path):
    found = rows(path)
    assert found["x004"]["reference"] == "5 of the last 5 weeks"
    assert [found[f"x00{n}"]["base_rate"] for n in (0, 1)] == [None, None]


def test_outlook_keeps_filters_and_order(path):
    assert len(rows(path, limit=3)) == 3
    assert rows(path, type="ACCUSE") == {}
    assert list(rows(path)) == sorted(rows(path))


def test_planned_acts_do_not_count_as_having_come(path):
    found = dragoman.open_ledger(path).forecast(MONDAY + timedelta(days=20))
    assert chance(found, ("NOR", "TCD"), "verbal_cooperation", 7).n_hits == 3


def test_band_of_our_own_ledger_carries_the_coders_error(ledger):
    index = ledger.relation("NOR", "PER")
    assert index.coder_error == load_coder_error() > 0
    assert "carries the coder's error" in index.note
