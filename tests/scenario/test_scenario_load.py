"""Scenario files: what is read and what is refused."""

import pytest
from scenario_factory import TOML

from dragoman.errors import ScenarioError
from dragoman.scenario import Range, Scenario


def load(tmp_path, text):
    file = tmp_path / "s.toml"
    file.write_text(text, encoding="utf-8")
    return Scenario.load(file)


def test_a_file_is_read_whole(tmp_path):
    scenario = load(tmp_path, TOML)
    assert (scenario.issue, scenario.anchors) == ("tariffs", ("no tariff", "full tariff"))
    first, second = scenario.actors
    assert first.position == Range(low=0, mode=10, high=40)
    assert (first.evidence, first.quotations) == (("p1",), ("never",))
    assert second.position == Range.at(90)
    assert second.salience == Range(low=0.7, mode=0.8, high=1)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('issue = "tariffs"', "", "no 'issue', expected issue, scale, actors"),
        ('issue = "tariffs"', 'issue = ""', "issue: '', expected words"),
        ('issue = "tariffs"', 'issue = "x"\nmodel = "y"', "unknown key 'model', expected issue, scale, actors"),
        ('100 = "full tariff"', "", "scale: no '100', expected 0, 100"),
        ("capability = 20", "", "actor 2: no 'capability', expected name, position"),
        ("capability = 20", "capability = 20\npower = 3", "actor 2: unknown key 'power'"),
        ("capability = 20", "capability = true", "actor 2 capability: True, expected a number"),
        ("capability = 20", 'capability = "much"', "actor 2 capability: 'much', expected a number"),
        ("capability = 20", "capability = nan", "actor 2 capability: nan, expected a finite number"),
        ("position = 90", "position = 190", "actor 2: actor 'B' position 190: expected 0 to 100"),
        ("position = 90", "position = { low = 9 }", "actor 2 position: no 'mode', expected low, mode, high"),
        ("low = 0, mode = 10", "low = 20, mode = 10", "actor 1 position: range .*expected low <= mode <= high"),
        ('evidence = ["p1"]', 'evidence = "p1"', "actor 1 evidence: 'p1', expected a list of texts"),
        ('name = "B"', 'name = "A"', "actor 'A': listed twice"),
        ("salience = 0.5", "salience = 0", "1 with salience and capability above 0"),
        ("[scale]", "[scale", "expected TOML"),
    ],
)
def test_a_fault_is_named_with_file_place_and_expectation(tmp_path, old, new, words):
    assert old in TOML
    with pytest.raises(ScenarioError, match=words) as caught:
        load(tmp_path, TOML.replace(old, new))
    assert str(caught.value).startswith(str(tmp_path / "s.toml"))
    assert "\n" not in str(caught.value)


def test_placeholders_are_refused_in_one_line(tmp_path):
    text = TOML.replace("capability = 20", 'capability = "?"').replace('0 = "no tariff"', '0 = "?"', 1)
    with pytest.raises(ScenarioError, match=r'2 x "\?" \(scale 0, B capability\), expected the analyst'):
        load(tmp_path, text)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ScenarioError, match=r"absent\.toml: cannot be read"):
        Scenario.load(tmp_path / "absent.toml")


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "s.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ScenarioError, match="cannot be read"):
        Scenario.load(tmp_path / "s.toml")


@pytest.mark.parametrize("actors", ["actors = 3", "actors = [3]"])
def test_actors_must_be_tables(tmp_path, actors):
    with pytest.raises(ScenarioError, match=r"expected (tables|a table)"):
        load(tmp_path, f'issue = "x"\n{actors}\n[scale]\n0 = "a"\n100 = "b"\n')
