import builtins

import numpy as np
import pytest
from track_factory import make_event, weekly_events

from dragoman.errors import ConfigError
from dragoman.track import Forecasts, alignment_network, base_rates, charts, relation_index
from dragoman.track.scoring import score_chances

alt = pytest.importorskip("altair")

INDEX = relation_index(weekly_events([3.0] * 12 + [-4.0] * 12), "AAA", "BBB")


def marks(spec):
    layers = [layer for part in spec.get("vconcat", [spec]) for layer in part.get("layer", [part])]
    return [layer["mark"]["type"] if isinstance(layer["mark"], dict) else layer["mark"] for layer in layers]


def test_relation_chart_has_band_line_and_volumes():
    spec = INDEX.chart().to_dict()
    assert marks(spec) == ["area", "rule", "circle", "line", "bar"]
    assert spec["vconcat"][0]["title"]["text"] == "AAA – BBB"
    assert "80 % band" in spec["vconcat"][0]["title"]["subtitle"]


def test_relation_chart_marks_given_shifts():
    shifts = INDEX.shifts().shifts
    assert shifts
    assert marks(INDEX.chart(shifts).to_dict()).count("rule") == 2


def test_empty_relation_still_has_a_chart():
    spec = relation_index([make_event(1)], "AAA", "ZZZ").chart().to_dict()
    assert "no counted events" in spec["vconcat"][0]["title"]["subtitle"]


def test_days_are_drawn_on_their_own_day():
    spec = INDEX.chart().to_dict()
    values = spec["vconcat"][0]["layer"][0]["data"]["values"]
    assert values[0]["day"] == "2024-01-01T00:00:00"


def test_network_chart_is_a_matrix_of_all_pairs_both_ways():
    pytest.importorskip("leidenalg")
    network = alignment_network([make_event(1, value=5.0), make_event(2, actor="BBB", recipient="CCC", value=-5.0)])
    spec = network.chart().to_dict()
    assert marks(spec) == ["rect", "text"]
    assert len(spec["layer"][0]["data"]["values"]) == 4


def test_forecast_chart_has_a_bar_and_a_reference_class_for_each():
    made = base_rates(weekly_events([1.0] * 12), INDEX.points[11].end, horizons=(7,))
    spec = made.chart().to_dict()
    assert marks(spec) == ["bar", "text"]
    rows = spec["data"]["values"]
    assert len(rows) == 4
    assert rows[0]["reference"] == "12 of the last 12 weeks"
    assert "no day; 0 of 0" in Forecasts(items=()).chart().to_dict()["title"]["subtitle"]


def test_reliability_chart_has_a_dot_a_bin():
    score = score_chances(np.array([0.1, 0.9]), np.array([0.0, 1.0]))
    spec = score.chart().to_dict()
    assert marks(spec) == ["line", "circle"]
    assert len(spec["layer"][1]["data"]["values"]) == 2


def test_missing_altair_is_one_clear_error(monkeypatch):
    def refuse(name, *rest):
        raise ImportError(name)

    monkeypatch.setattr(charts, "import_module", refuse)
    with pytest.raises(ConfigError, match=r'pip install "dragoman\[track\]"'):
        INDEX.chart()


def test_missing_leidenalg_is_one_clear_error(monkeypatch):
    real = builtins.__import__

    def refuse(name, *rest, **more):
        if name == "leidenalg":
            raise ImportError("refused", name=name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ConfigError, match=r'pip install "dragoman\[network\]"'):
        alignment_network([make_event(1, value=5.0)])
