"""Imported data sets on the desk: relations and the network use them, and nothing pretends that they have texts."""

from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from dragoman.cli.main import cli
from dragoman.desk import create_app

BASE = "http://127.0.0.1:8480"
LINES = """date,source,relation,target,cameo,root,goldstein,split
2014-01-01,Norway,Consult,Chad,040,04,1.0,train
2014-01-09,Chad,Accuse,Norway,112,11,-2.0,train
2014-01-09,Chad,Consult,France,040,04,1.0,train
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("imported")
    (folder / "events.csv").write_text(LINES, encoding="utf-8")
    arguments = ["import", "icews", str(folder / "events.csv"), "--ledger", str(folder / "l")]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    with TestClient(create_app(folder / "l"), base_url=BASE) as client:
        yield client


def test_relations_and_network_show_the_imported_events(desk: TestClient) -> None:
    pairs = desk.get("/relations.json").json()
    assert pairs["origin"] == "icews"
    assert {(pair["a"], pair["b"]): pair["n_events"] for pair in pairs["pairs"]}["NOR", "TCD"] == 2
    assert {actor["code"] for actor in desk.get("/network.json").json()["actors"]} == {"NOR", "TCD", "FRA"}


def test_imported_events_have_no_link_to_a_text(desk: TestClient) -> None:
    page = desk.get("/relations/NOR/TCD.json").json()
    assert page["n_events"] == 2
    assert all(row["doc_id"] == "" and not row["tellings"] for row in page["events"])
    html = desk.get("/relations/NOR/TCD").text
    assert "/articles/" not in html


def test_own_events_cannot_be_asked_for_where_there_are_none(desk: TestClient) -> None:
    answer = desk.get("/network?from=dragoman")
    assert answer.status_code == 400
    assert "expected one of icews" in answer.text


def test_today_and_about_say_what_was_imported(desk: TestClient) -> None:
    assert "3 imported events" in desk.get("/").text
    assert desk.get("/about.json").json()["imports"] == [["icews", 3]]
