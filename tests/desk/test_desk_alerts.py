"""Saved queries on the search page: kept, counted, shown, marked as seen and removed, each only when asked."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from forms import BASE, post
from starlette.testclient import TestClient

from dragoman.desk import create_app
from dragoman.pipeline import add_inputs
from dragoman.store import open_ledger
from dragoman.store.alerts import add_alert

AT = "2026-05-16T00:00:00+00:00"
HOSTILE = "<script>alert(1)</script>"
TEXT = "ALGIERS, May 14, 2026 - Portugal called off talks with Algeria on Monday, its foreign ministry said."


@pytest.fixture
def ledger(examples_ledger: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(examples_ledger, tmp_path / "l"))


@pytest.fixture
def client(ledger: Path) -> Iterator[TestClient]:
    with TestClient(create_app(ledger), base_url=BASE) as found:
        yield found


def held(client: TestClient) -> dict[str, dict[str, object]]:
    return {row["name"]: row for row in client.get("/search.json").json()["alerts"]}


def add_text(ledger: Path, folder: Path, text: str = TEXT) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "new.txt").write_text(text, encoding="utf-8")
    add_inputs([folder], ledger, started=AT)


def test_a_saved_query_tells_what_came_since_until_it_is_marked(
    client: TestClient, ledger: Path, tmp_path: Path
) -> None:
    query = {"actor": "PRT", "status": "cancelled"}
    assert post(client, "/alerts/add", name="off", **query) == (303, "/search?actor=PRT&status=cancelled")
    assert (held(client)["off"]["n_new"], held(client)["off"]["search"]) == (0, query)
    add_text(ledger, tmp_path / "in")
    for _ in range(2):  # looking marks nothing
        assert held(client)["off"]["n_new"] == 1
        (event,) = client.get("/alerts.json?name=off").json()["events"]
    assert event["status"] == "cancelled"
    assert "1 row new" in client.get("/alerts?name=off").text
    assert post(client, "/alerts/seen", name="off", state=str(held(client)["off"]["state"])) == (303, "/search")
    assert held(client)["off"]["n_new"] == 0
    assert client.get("/alerts.json?name=off").json()["events"] == []


def test_rows_that_came_after_the_page_are_not_marked(client: TestClient, ledger: Path, tmp_path: Path) -> None:
    assert post(client, "/alerts/add", name="off", actor="PRT", status="cancelled")[0] == 303
    add_text(ledger, tmp_path / "in")
    state = str(held(client)["off"]["state"])
    add_text(ledger, tmp_path / "more", TEXT.replace("talks with Algeria", "a summit with Chad"))
    assert held(client)["off"]["n_new"] == 2
    status, answer = post(client, "/alerts/seen", name="off", state=state)
    assert (status, "look at it again" in answer) == (400, True)
    assert held(client)["off"]["n_new"] == 2


def test_a_removed_alert_is_gone(client: TestClient) -> None:
    assert post(client, "/alerts/add", name="off", actor="PRT")[0] == 303
    assert post(client, "/alerts/remove", name="off") == (303, "/search")
    assert held(client) == {}
    assert client.get("/alerts?name=off").status_code == 404


@pytest.mark.parametrize(
    ("address", "fields", "status", "words"),
    [
        ("/alerts/add", {"name": "x"}, 400, "at least one filter"),
        ("/alerts/add", {"name": "a b", "actor": "PRT"}, 400, "expected a name"),
        ("/alerts/add", {"name": HOSTILE, "actor": "PRT"}, 400, "expected a name"),
        ("/alerts/add", {"actor": "PRT"}, 400, "expected a name"),
        ("/alerts/add", {"name": "x", "type": "FOO"}, 400, "expected one of"),
        ("/alerts/add", {"name": "x", "since": "yesterday"}, 400, "expected a day"),
        ("/alerts/seen", {"name": HOSTILE}, 404, "has none of that name"),
        ("/alerts/remove", {"name": HOSTILE}, 404, "has none of that name"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    client: TestClient, address: str, fields: dict[str, str], status: int, words: str
) -> None:
    found, answer = post(client, address, **fields)
    assert (found, words in answer) == (status, True)
    assert HOSTILE not in answer
    assert held(client) == {}


def test_a_taken_name_is_refused(client: TestClient) -> None:
    assert post(client, "/alerts/add", name="x", actor="PRT")[0] == 303
    status, answer = post(client, "/alerts/add", name="x", actor="DZA")
    assert (status, "there is one of that name" in answer) == (400, True)


def test_words_of_a_query_show_as_text(client: TestClient) -> None:
    assert post(client, "/alerts/add", name="x", q=HOSTILE, outlet='"><img src=x>')[0] == 303
    for address in ("/search", "/alerts?name=x", f"/search?q={HOSTILE}"):
        text = client.get(address).text
        assert HOSTILE not in text
        assert "<img" not in text
        assert "&lt;script&gt;" in text


def test_an_alert_in_sql_shows_its_rows(ledger: Path) -> None:
    add_alert(open_ledger(ledger), "quarrels", f"SELECT event_id, '{HOSTILE}' AS note FROM disputes", at=AT)
    with TestClient(create_app(ledger), base_url=BASE) as client:
        page = client.get("/alerts.json?name=quarrels").json()
        assert (page["columns"], page["alert"]["search"]) == (["event_id", "note"], None)
        assert page["alert"]["n_new"] >= len(page["rows"]) > 0
        text = client.get("/alerts?name=quarrels").text
        assert HOSTILE not in text
        assert "&lt;script&gt;" in text


def test_a_query_that_fails_is_told_and_spoils_no_other(ledger: Path, tmp_path: Path) -> None:
    stored = open_ledger(ledger)
    add_alert(stored, "broken", "SELECT CAST(outlet AS INTEGER) FROM documents WHERE outlet = 'Fjord Post'", at=AT)
    add_alert(stored, "whole", "SELECT doc_id FROM documents", at=AT)
    (tmp_path / "one.json").write_text(json.dumps({"text": TEXT, "outlet": "Fjord Post"}), encoding="utf-8")
    add_inputs([tmp_path / "one.json"], ledger, started=AT)
    with TestClient(create_app(ledger), base_url=BASE) as client:
        rows = held(client)
        assert "Fjord Post" in str(rows["broken"]["problem"])
        assert (rows["whole"]["problem"], rows["broken"]["n_new"]) == ("", 0)
        assert rows["whole"]["n_new"] == client.get("/today.json?window=all").json()["n_all"]
        assert "could not be run" in client.get("/alerts?name=broken").text
