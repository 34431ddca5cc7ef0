"""`dragoman scenario` and its terminal page."""

import json
import tomllib

import pytest
from click.testing import CliRunner
from factory import make_record
from rich.console import Console
from scenario_factory import TOML, make_actor, make_scenario

from dragoman.cli.scenario import scenario as command
from dragoman.errors import LedgerError, ScenarioError
from dragoman.explore.scenario import show_scenario, strip
from dragoman.scenario import Model, Scenario
from dragoman.store import open_ledger


def invoke(*args):
    return CliRunner().invoke(command, [str(arg) for arg in args], catch_exceptions=False)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "tariffs.toml"
    path.write_text(TOML, encoding="utf-8")
    return path


def page(scenario, width=120, **options):
    console = Console(width=width, record=True, file=None, quiet=False)
    with console.capture() as caught:
        show_scenario(scenario, scenario.run(draws=50, **options), scenario.sensitivity(**options), console)
    return caught.get()


def test_file_alone_runs_the_default_model(file):
    shown = invoke(file, "--draws", 200)
    assert shown.exit_code == 0
    assert shown.output == invoke("run", file, "--draws", 200).output
    assert "weighted by capability" in shown.output


def test_options_may_stand_before_the_file(file):
    assert "challenge model" in invoke("--model", "challenge", "--draws", 50, file).output


def test_json_holds_the_figures_of_the_library(file):
    found = json.loads(invoke(file, "--json", "--draws", 300, "--seed", 5, "--model", "nash").output)
    outcome = Scenario.load(file).run(model="nash", draws=300, seed=5)
    assert (found["median"], found["low"], found["model"]) == (outcome.median, outcome.low, "nash")
    assert found["criticisms"]
    assert found["evidence"] == {"A": ["p1"], "B": []}
    assert found["rounds"] == []
    assert len(found["sensitivity"]) == 6


def test_what_if_is_set_beside_the_outcome(file):
    found = json.loads(invoke(file, "--json", "--draws", 300, "--set", "A=100", "--set", "B=100").output)
    assert found["what_if"]["A = 100, B = 100"]["median"] == pytest.approx(100)
    assert found["median"] < 80
    assert "if A = 100" in invoke(file, "--draws", 50, "--set", "A=100").output


@pytest.mark.parametrize("change", ["A", "=5", "A=much"])
def test_a_change_that_is_none_is_a_usage_error(file, change):
    shown = invoke(file, "--set", change)
    assert shown.exit_code == 2
    assert "expected ACTOR=NUMBER" in shown.output


def test_a_change_of_somebody_else_is_refused(file):
    with pytest.raises(ScenarioError, match="actor 'Z': not there, expected A, B"):
        invoke(file, "--set", "Z=5")


@pytest.mark.parametrize("model", Model)
@pytest.mark.parametrize("width", [80, 120])
def test_page_prints_criticisms_and_stays_within_the_terminal(model, width):
    text = page(make_scenario(), width, model=model)
    criticism = make_scenario().run(model=model, draws=1).criticisms[0].text
    assert criticism[:40] in text
    assert max(len(line) for line in text.splitlines()) <= width
    assert ("Round by round" in text) == (model is Model.CHALLENGE)


def test_strips_stay_on_one_line_of_a_narrow_terminal():
    lines = page(make_scenario(), 80).splitlines()
    stands = next(line for line in lines if line.startswith("as it stands"))
    assert sum(stands.count(mark) for mark in "─━●") == 21


def test_names_are_shown_as_text_and_not_as_markup():
    assert "[red]A[/]" in page(make_scenario(make_actor("[red]A[/]"), make_actor("B")))


@pytest.mark.parametrize(
    ("values", "shown"),
    [((0, 50, 100), "━━●━━"), ((0, 0, 0), "●────"), ((100, 100, 100), "────●"), ((20, 30, 60), "─●━──")],
)
def test_strip(values, shown):
    assert strip(*values, 5) == shown


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    path = tmp_path_factory.mktemp("scenario") / "a.ledger"
    with open_ledger(path).writer(coder_version="1", started="2021-01-01") as writer:
        for number in (1, 2):
            writer.add(make_record(number))
    return path


def test_init_drafts_from_the_ledger(ledger):
    shown = invoke("init", "--issue", "chad", "--ledger", ledger)
    drafted = tomllib.loads(shown.output)
    assert drafted["issue"] == "chad"
    assert [actor["name"] for actor in drafted["actors"]] == ["Norway"]
    assert len(drafted["actors"][0]["evidence"]) == 2
    assert "supports Chad: “Norway backs Chad”" in shown.output


def test_init_never_overwrites(ledger, tmp_path):
    out = tmp_path / "draft.toml"
    shown = invoke("init", "--issue", "chad", "--ledger", ledger, "-o", out)
    assert 'fill in every "?"' in shown.output
    before = out.read_text(encoding="utf-8")
    with pytest.raises(ScenarioError, match="expected a new file"):
        invoke("init", "--issue", "chad", "--ledger", ledger, "-o", out)
    assert out.read_text(encoding="utf-8") == before
    with pytest.raises(ScenarioError, match=r'x "\?"'):
        invoke(out)


def test_init_says_that_nothing_is_held_on_an_issue(ledger):
    with pytest.raises(ScenarioError, match="issue 'tariffs': no position held on it"):
        invoke("init", "--issue", "tariffs", "--ledger", ledger)


def test_init_makes_no_ledger(tmp_path):
    with pytest.raises(LedgerError, match="no ledger here"):
        invoke("init", "--issue", "x", "--ledger", tmp_path / "absent")
    assert not (tmp_path / "absent").exists()
