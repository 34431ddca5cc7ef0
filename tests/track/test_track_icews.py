"""Figures on ICEWS, by the benchmarks' own commands."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERIES = ROOT.parent / "shared" / "data" / "series"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (SERIES / "icews18_events.csv.gz").is_file(), reason="the ICEWS events of ../shared/data/series are absent"
    ),
]


def figures(name):
    command = [sys.executable, str(ROOT / "benchmarks" / f"{name}.py"), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_index_foretells_next_week_and_its_band_covers():
    found = figures("track")
    assert found["rmse"] <= 2.08
    assert 0.76 <= found["coverage80"] <= 0.84
    assert found["rmse"] <= found["ewma_rmse"] + 0.005
    assert found["fit_and_filter_s"] < 1.0


def test_base_rates_are_sharp_and_calibrated():
    found = figures("forecast")
    assert found["brier"] <= 0.0725
    assert found["ece"] <= 0.02


def test_decayed_counts_rank_as_high_as_promised():
    found = figures("tkg")
    assert found["icews14"]["MRR"] >= 41
    assert found["icews14"]["seconds"] < 5
    assert found["icews18"]["MRR"] >= 30
    assert found["icews18"]["seconds"] < 30
