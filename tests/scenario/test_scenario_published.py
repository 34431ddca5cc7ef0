"""Published figures, by the benchmark's own command over the data beside the checkout."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BARGAINING = ROOT.parent / "shared" / "data" / "bargaining"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (BARGAINING / "deu3_with_gdp.tsv").is_file(), reason="the data of ../shared/data/bargaining are absent"
    ),
]

MISPRINTED_ROUND = 2
"""The published median of round 2 is 9.9; here and in both open re-implementations it is 9.611."""


@pytest.fixture(scope="module")
def figures():
    command = [sys.executable, str(ROOT / "benchmarks" / "bargaining.py"), "--json", "--data", str(BARGAINING)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_challenge_rounds_are_those_of_scholz(figures):
    for row in figures["rounds"]:
        assert row["mean"] == pytest.approx(row["published mean"], abs=0.07)
        if row["round"] != MISPRINTED_ROUND:
            assert int(row["median"] * 10) / 10 == row["published median"]
    assert figures["rounds"][MISPRINTED_ROUND - 1]["median"] == pytest.approx(9.611, abs=0.001)


def test_means_err_on_deu3_as_published(figures):
    assert figures["plain_mean_mae"] == pytest.approx(23.63, abs=0.01)
    assert figures["capability_salience_published_rule_mae"] == pytest.approx(22.99, abs=0.01)
    assert figures["capability_salience_mae"] < figures["plain_mean_mae"]


def test_figures_in_the_criticisms_are_those_of_the_command(figures):
    from dragoman.lexicon.scenario import load_criticisms

    mae = {row["method"]: round(row["mae"], 1) for row in figures["deu3"]}
    words = " ".join(one.text for one in load_criticisms())
    for method in ("capability x salience mean", "plain mean", "nash", "weighted median", "challenge, 10 rounds"):
        assert f"{mae[method]:.1f}" in words
    assert f"{mae['constant 50']:.1f}" in words


def test_ten_thousand_draws_of_ten_actors_and_rounds_take_seconds(figures):
    assert figures["draws_10000_s"] < 30
