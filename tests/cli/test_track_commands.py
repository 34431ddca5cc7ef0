"""`dragoman network`, `forecast` and the base rates of `outlook` on the command line."""

import builtins
import json
import time

import pytest
from click.testing import CliRunner
from track_ledger import LAST, fill

from dragoman.cli.main import cli
from dragoman.errors import ConfigError, DragomanError
from dragoman.store import open_ledger


def run(*arguments):
    return CliRunner().invoke(cli, list(arguments), env={"COLUMNS": "120"})


@pytest.fixture
def path(tmp_path):
    return fill(tmp_path / "l")


def lines(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_network_shows_camps_matrix_edges_and_balance(path):
    pytest.importorskip("leidenalg")
    result = run("network", "--ledger", path)
    assert result.exit_code == 0, result.output
    for part in ("all days", "Camps", "Matrix", "e0000", "with", "against", "1 triangle", "shuffled signs"):
        assert part in result.stdout


def test_network_as_json_gives_edges_that_open_their_evidence(path):
    pytest.importorskip("leidenalg")
    edges = {(row["a"], row["b"]): row for row in lines(run("network", "--json", "--ledger", path))}
    assert edges["NOR", "TCD"]["weight"] > 0 > edges["NOR", "PER"]["weight"]
    assert run("why", edges["NOR", "TCD"]["event_ids"][0], "--ledger", path).exit_code == 0


def test_network_tells_what_changed_from_a_day(path):
    pytest.importorskip("leidenalg")
    window = ("--since", "2021-01-04", "--until", "2021-01-17", "--ledger", path)
    changes = lines(run("network", "--change", "2021-01-11", "--json", *window))
    assert {(row["a"], row["b"], row["kind"]) for row in changes} >= {("NOR", "PER", "gone"), ("PER", "TCD", "gone")}
    shown = run("network", "--change", "2021-01-11", *window)
    assert "What changed: 2021-01-04 to 2021-01-10, then 2021-01-11 to 2021-01-17" in shown.stdout


@pytest.mark.parametrize(
    "wrong", [("--since", "2021-02-01", "--until", "2021-01-01"), ("--since", "2021-02-01", "--change", "2021-01-01")]
)
def test_network_refuses_a_window_that_cannot_be(path, wrong):
    result = run("network", *wrong, "--ledger", path)
    assert isinstance(result.exception, ConfigError)
    assert "2021-01-01" in str(result.exception)


def test_network_without_acts_says_so(path):
    result = run("network", "--until", "2020-01-01", "--ledger", path)
    assert result.exit_code == 0
    assert "nothing found" in result.stderr
    assert result.stdout == ""


def test_network_without_its_extra_is_one_line(path, monkeypatch):
    real = builtins.__import__

    def missing(name, *rest, **over):
        if name in {"igraph", "leidenalg"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *rest, **over)

    monkeypatch.setattr(builtins, "__import__", missing)
    result = run("network", "--ledger", path)
    assert isinstance(result.exception, ConfigError)
    assert "dragoman[network]" in str(result.exception)
    assert "\n" not in str(result.exception)


def test_forecast_of_a_pair_shows_both_directions_with_reference_class(path):
    result = run("forecast", "per", "NOR", "--ledger", path)
    assert result.exit_code == 0, result.output
    assert "3 of the last 12 weeks" in result.stdout
    assert f"known on {LAST}" in result.stdout
    found = lines(run("forecast", "per", "NOR", "--json", "--ledger", path))
    assert {(row["actor"], row["recipient"]) for row in found} == {("PER", "NOR"), ("NOR", "PER")}
    assert len(found) == 2 * 4 * 2


def test_forecast_of_all_pairs_and_of_an_earlier_day(path):
    assert "within 30 days" in run("forecast", "--ledger", path).stdout
    early = lines(run("forecast", "--day", "2021-01-17", "--json", "--ledger", path))
    assert {row["made_on"] for row in early} == {"2021-01-17"}


def test_forecast_without_past_or_with_an_unknown_code_says_so(path):
    assert "less than 7 days" in run("forecast", "--day", "2021-01-05", "--ledger", path).stderr
    assert "ZZZ" in run("forecast", "NOR", "zzz", "--ledger", path).stderr


def test_forecast_wants_two_codes_or_none(path):
    assert isinstance(run("forecast", "NOR", "--ledger", path).exception, ConfigError)
    assert isinstance(run("forecast", "--score", "--keep", "--ledger", path).exception, ConfigError)
    assert isinstance(run("forecast", "--ledger", path + "none").exception, DragomanError)


def test_forecasts_are_kept_once_and_scored_when_due(path):
    nothing = run("forecast", "--score", "--ledger", path)
    assert "dragoman forecast --keep" in nothing.stderr
    kept = run("forecast", "--day", "2021-03-01", "--keep", "--ledger", path)
    assert "0 were kept before" in kept.stderr
    assert run("forecast", "--day", "2021-03-01", "--keep", "--ledger", path).stderr.startswith("0 forecasts kept")
    n = open_ledger(path).view().sql("SELECT count(*) AS n FROM forecasts")["n"][0].as_py()
    assert f"{n} forecasts kept" in kept.stderr
    assert "not" in run("forecast", "--score", "--day", "2021-03-02", "--ledger", path).stderr
    shown = run("forecast", "--score", "--ledger", path)
    for part in (
        "Brier score",
        "log score",
        "calibration error",
        "Reliability",
        "more are not due yet",
        "test on the past",
    ):
        assert part in shown.stdout
    (score,) = lines(run("forecast", "--score", "--json", "--ledger", path))
    assert score["n"] + score["n_pending"] == n
    assert 0 <= score["brier"] <= 1
    assert sum(one["n"] for one in score["bins"]) == score["n"]


def test_outlook_shows_the_base_rate(path):
    begun = time.monotonic()
    result = run("outlook", "--ledger", path)
    assert time.monotonic() - begun < 5  # under 1 s on an idle machine
    assert "base rate" in result.stdout
    rows = {row["expectation_id"]: row for row in lines(run("outlook", "--json", "--ledger", path))}
    assert rows["x011"]["reference"] == "12 of the last 12 weeks"
    assert rows["x000"]["base_rate"] is None
