"""How the compiled table of office holders is made from its source."""

import importlib.util
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "build_actors.py"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_actors", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_actors"] = module
    spec.loader.exec_module(module)
    return module


def term(build: ModuleType, person: str, start: str, end: str = "", **over: object) -> object:
    fields: dict[str, object] = {
        "code": "FRA", "office": "Prime Minister", "role": "HOG", "person": person, "wikidata": "", "sector": "",
        "start": date.fromisoformat(start), "end": date.fromisoformat(end) if end else None, "start_cell": start,
        "end_cell": end, "aliases": (), "origin": "wikidata",
    }  # fmt: skip
    return build.Term(**(fields | over))


def cells(terms: object) -> list[tuple[str, str, str]]:
    return [(t.person, t.start_cell, t.end_cell) for t in terms]  # type: ignore[attr-defined]


def source(**over: str) -> dict[str, str]:
    row = {
        "country": "USA", "position": "Secretary of State", "person": "A B", "qid": "Q1", "start": "2001-01-01",
        "end": "2005-01-01", "aliases": "", "role": "FM", "sector": "GOV", "provenance": "wikidata-P39:us-cabinet",
    }  # fmt: skip
    return row | over


def test_stretches_of_one_person_in_one_office_become_one_term(build: ModuleType) -> None:
    rows = [term(build, "A B", "2003-01-01", "2007-08-29"), term(build, "A B", "2007-09-01", "2011-07-06")]
    assert cells(build.merge(rows)) == [("A B", "2003-01-01", "2011-07-06")]


def test_a_return_after_years_stays_a_second_term(build: ModuleType) -> None:
    rows = [term(build, "A B", "2003-01-01", "2004-01-01"), term(build, "A B", "2010-01-01", "2011-01-01")]
    assert len(list(build.merge(rows))) == 2


def test_an_open_term_ends_where_the_successor_begins(build: ModuleType) -> None:
    rows = [term(build, "A B", "2003-01-01"), term(build, "C D", "2005-01-01", "2006-01-01")]
    assert ("A B", "2003-01-01", "2005-01-01") in cells(build.close(rows, []))


def test_a_term_written_by_hand_closes_an_open_one(build: ModuleType) -> None:
    rows, by_hand = [term(build, "A B", "2021-01-01")], [term(build, "C D", "2024-01-09", origin="knowledge")]
    assert cells(build.close(rows, by_hand)) == [("A B", "2021-01-01", "2024-01-09")]


def test_an_election_before_the_handover_moves_the_start(build: ModuleType) -> None:
    rows = [term(build, "A B", "2000-01-01", "2007-07-15"), term(build, "C D", "2007-06-13", "2014-01-01")]
    assert ("C D", "2007-07-15", "2014-01-01") in cells(build.close(rows, []))


def test_a_long_overlap_is_left_for_the_check(build: ModuleType) -> None:
    rows = [term(build, "A B", "2000-01-01", "2007-07-15"), term(build, "C D", "2006-01-01", "2014-01-01")]
    assert cells(build.close(rows, [])) == cells(rows)


def test_a_month_does_not_move_the_day_of_a_successor(build: ModuleType) -> None:
    first = term(build, "A B", "2005-01-01", "2007-02-28", end_cell="2007-02")
    rows = [term(build, "C D", "2007-02-14", "2011-02-14")]
    assert cells(build.close(rows, [first])) == [("C D", "2007-02-14", "2011-02-14")]


def test_what_is_written_by_hand_replaces_the_source(build: ModuleType) -> None:
    by_hand = [term(build, "Sergei Shoigu", "2012-11-06", "2024-05-12", code="RUS", role="DM")]
    assert build.told_by_hand(term(build, "Sergey Shoygu", "2012-11-06", code="RUS", role="DM"), by_hand)
    assert not build.told_by_hand(term(build, "Sergey Ivanov", "2001-03-28", code="RUS", role="DM"), by_hand)


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({}, ("USA", "FM", "Secretary of State")),
        ({"country": "IRN", "position": "President"}, ("IRN", "HOG", "President")),
        ({"country": "FRA", "position": "President"}, ("FRA", "HOS", "President")),
        ({"country": "RUS", "position": "Ambassador to Chile"}, ("RUS", "AMB", "Ambassador to Chile")),
        ({"country": "USA", "position": "Deputy Secretary of State"}, ("USA", "OTH", "Deputy Secretary of State")),
        (
            {"country": "IGO", "position": "President of the International Court of Justice"},
            ("ICJ", "HEAD", "President of the International Court of Justice"),
        ),
        (
            {
                "country": "GBR",
                "provenance": "ifg",
                "position": "Secretary of State for Foreign and Commonwealth Affairs (Foreign and Commonwealth Office)",
            },
            ("GBR", "FM", "Foreign Secretary"),
        ),
    ],
)
def test_a_position_gets_its_role(build: ModuleType, over: dict[str, str], expected: tuple[str, str, str]) -> None:
    found = build.source_term(source(**over))
    assert (found.code, found.role, found.office) == expected


@pytest.mark.parametrize(
    "over",
    [
        {"position": "Governor of Ohio"},
        {"position": "Supreme Court Justice"},
        {"end": "1989-12-31"},
        {"end": "", "start": "1960-01-01"},
        {"start": "2006-01-01"},
        {"person": "مشعل السلمي"},
        {"country": "GBR", "position": "Minister for Prisons (Ministry of Justice)", "provenance": "ifg"},
    ],
)
def test_what_no_report_would_name_is_left_out(build: ModuleType, over: dict[str, str]) -> None:
    assert build.source_term(source(**over)) is None


def test_a_peer_is_called_as_in_office(build: ModuleType) -> None:
    row = source(person="Lord Hague of Richmond", aliases="William Hague")
    assert build.names_of(row) == ("William Hague", ("Lord Hague of Richmond",))
    row = source(person="Rosalyn Higgins, Baroness Higgins")
    assert build.names_of(row)[0] == "Rosalyn Higgins"


def test_the_compiled_file_is_what_the_source_gives(
    build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = SCRIPT.parents[2] / "shared" / "data" / "actors" / "office_holders.tsv"
    if not path.is_file():
        pytest.skip("the team's table of office holders is not beside the repository")
    before = build.COMPILED.read_text(encoding="utf-8")
    monkeypatch.setattr(build, "COMPILED", tmp_path / build.COMPILED.name)
    build.write(build.compile_holders(path))
    assert build.COMPILED.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("person", "office", "told"),
    [
        ("R. Nicholas Burns", "Ambassador to China", True),
        ("Nicholas Burns", "Ambassador to the People's Republic of China", False),
        ("Nicholas Burns", "Ambassador to NATO", False),
        ("Mary Burns", "Ambassador to China", False),
    ],
)
def test_an_ambassador_is_told_where_person_and_posting_are_equal(
    build: ModuleType, person: str, office: str, told: bool
) -> None:
    ours = term(build, "Nicholas Burns", "2022-04-01", "2025-01-20", role="AMB", office="Ambassador to China")
    theirs = term(build, person, "2022-04-01", role="AMB", office=office)
    assert build.told_by_hand(theirs, [ours]) == told


def test_a_posting_may_bear_the_long_name_of_the_state(build: ModuleType) -> None:
    ours = term(build, "A B", "2013-01-01", role="AMB", office="Ambassador to the United States")
    theirs = term(build, "A B", "2013-01-01", role="AMB", office="Ambassador to the United States of America")
    other = term(build, "A B", "2013-01-01", role="AMB", office="Ambassador to the United Kingdom")
    assert build.is_same_office(ours, theirs)
    assert not build.is_same_office(ours, other)


def test_an_id_is_taken_where_person_state_role_and_days_are_equal(build: ModuleType, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("match_wikidata", SCRIPT.with_name("match_wikidata.py"))
    assert spec is not None
    assert spec.loader is not None
    match = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(match)
    path = tmp_path / "source.tsv"
    rows = [source(person="Ann B. Cole"), source(person="Dan Eck", qid="hand:eck"), source(person="F G", qid="Q2")]
    rows.append(source(person="F G", qid="Q3"))
    lines = ["\t".join(rows[0]), *("\t".join(row.values()) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    known = match.source_terms(path)

    def found(person: str, start: str = "2001-01-01", **over: object) -> str:
        held = {"code": "USA", "role": "FM", "office": "Secretary of State"} | over
        return match.id_of(term(build, person, start, **held), known)

    assert found("Ann Cole") == "Q1"
    assert found("Ann Cole", code="GBR") == found("Ann Cole", role="DM") == ""
    assert found("Ann Cole", "2006-01-01") == ""
    assert found("Dan Eck") == "", "an id of ours is no id of Wikidata"
    assert found("F G") == "", "two persons of one name"
