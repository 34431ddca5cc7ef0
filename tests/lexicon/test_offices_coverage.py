"""How much of the world's offices the tables know, and that the page says just that."""

import importlib.util
from datetime import date
from pathlib import Path

import pytest

from dragoman.lexicon.actors_spelling import NameOrders, surname_keys
from dragoman.lexicon.offices import who

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {"HOS": 0.99, "HOG": 0.99, "FM": 0.98, "DM": 0.95}
BODIES = ("UN", "NATO", "European Commission", "African Union", "ASEAN", "Arab League", "OAS", "IAEA", "OPEC", "IMF")


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("cover_offices", ROOT / "scripts" / "cover_offices.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_states_the_coverage_that_the_script_prints(script, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["cover_offices.py"])
    script.main()
    page = (ROOT / "src" / "dragoman" / "data" / "actors" / "README.md").read_text(encoding="utf-8")
    assert capsys.readouterr().out in page


def test_coverage_of_the_world_does_not_fall(script):
    world = script.shares()["World"]
    assert {role: world[role] >= floor for role, floor in FLOORS.items()} == dict.fromkeys(FLOORS, True), world


def test_all_members_of_the_united_nations_are_counted(script):
    assert len({code for code, *_ in script.cells()}) == 193


def test_years_in_which_the_president_leads_the_government_are_no_gaps(script):
    counted = {code: (years, known) for code, _, _, role, years, known in script.cells() if role == "HOG"}
    assert 2018 in counted["TUR"][1], "Binali Yildirim until July"
    assert 2019 not in counted["TUR"][0]
    assert counted["FRA"][0] == set(script.YEARS)


def test_years_without_any_defence_minister_are_no_gaps(script):
    counted = {code: (years, known) for code, _, _, role, years, known in script.cells() if role == "DM"}
    assert counted["ISL"] == (set(), set())
    assert min(counted["BRA"][0]) == 1999, "the ministry was made in 1999"
    assert 2005 not in counted["HTI"][0]
    assert 2006 in counted["HTI"][1]


@pytest.mark.parametrize("title", ["minister of national security", "defence minister"])
def test_a_minister_of_security_who_is_responsible_for_the_forces_answers_to_both_titles(title):
    assert [h.person for h in who(f"Trinidad and Tobago {title}", on=date(2014, 7, 1))] == ["Gary Griffith"]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("year", [2004, 2005, 2006, 2015, 2024])
def test_the_head_of_a_large_organisation_is_known_in_every_year(body, year):
    assert who(f"head of {body}", on=date(year, 7, 1)), f"{body} {year}"


def test_words_behind_of_in_a_peerage_are_no_surname():
    assert surname_keys("Baroness Evans of Bowes Park", "GBR", NameOrders()) == {"evans"}
