"""Reviewing on the desk: decisions are kept, two reviewers lose nothing, and a wrong value is refused in one line."""

import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dragoman.desk import create_app
from dragoman.store import open_ledger

BASE = "http://127.0.0.1:8480"


@pytest.fixture
def ledger(examples_ledger: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(examples_ledger, tmp_path / "l"))


def decide(client: TestClient, **fields: str) -> int:
    token = re.search(r'name="form_token" value="(\w+)"', client.get("/review").text)
    assert token
    data = {"form_token": token[1], "author": "A. Reader", "back": "", **fields}
    return client.post("/review", data=data, headers={"Origin": BASE}).status_code


def test_a_decided_record_leaves_the_queue_and_a_rejected_one_the_counts(ledger: Path) -> None:
    with TestClient(create_app(ledger), base_url=BASE) as client:
        first = client.get("/review.json").json()
        n_events = client.get("/search.json").json()["n_events"]
        assert decide(client, record=first["record"]["record_id"], verdict="reject") == 200
        after = client.get("/review.json").json()
        assert after["n_waiting"] == first["n_waiting"] - 1
        assert after["record"]["record_id"] != first["record"]["record_id"]
        assert after["made"][0][:4] == [first["record"]["record_id"], "record", "rejected", "A. Reader"]
        assert client.get("/search.json").json()["n_events"] == n_events - 1


def test_a_fixed_field_is_what_the_article_shows(ledger: Path) -> None:
    with TestClient(create_app(ledger), base_url=BASE) as client:
        record = client.get("/review.json?actor=PRT").json()["record"]
        assert decide(client, record=record["record_id"], verdict="fix", field="status", value="denied") == 200
        cards = client.get(f"/articles/{record['doc_id']}.json").json()["cards"]
        assert "denied" in {card["status"] for card in cards}
        made = client.get("/review.json").json()["made"][0]
        assert made[1:4] == ["status", "denied", "A. Reader"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"verdict": "fix", "field": "status", "value": "nonsense"}, "expected one of happened"),
        ({"verdict": "fix", "field": "colour", "value": "red"}, "colour"),
        ({"verdict": "explode"}, "expected one of"),
        ({"verdict": "accept", "author": " "}, "expected a name"),
        ({"verdict": "accept", "record": "e0"}, ""),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(ledger: Path, fields: dict[str, str], words: str) -> None:
    with TestClient(create_app(ledger), base_url=BASE) as client:
        record = client.get("/review.json").json()["record"]["record_id"]
        token = re.search(r'name="form_token" value="(\w+)"', client.get("/review").text)
        assert token
        data = {"form_token": token[1], "author": "A. Reader", "record": record, **fields}
        answer = client.post("/review", data=data, headers={"Origin": BASE})
        assert answer.status_code in {400, 404}
        assert words in answer.text
    assert open_ledger(ledger).view().query("SELECT * FROM corrections").num_rows == 0


def test_two_reviewers_lose_nothing(ledger: Path) -> None:
    with (
        TestClient(create_app(ledger), base_url=BASE) as one,
        TestClient(create_app(ledger), base_url=BASE) as two,
    ):
        record = one.get("/review.json").json()["record"]["record_id"]
        other = two.get("/review.json?skip=1").json()["record"]["record_id"]
        assert decide(one, record=record, verdict="accept", author="A. Reader") == 200
        assert decide(two, record=other, verdict="reject", author="B. Reader") == 200
        assert decide(two, record=record, verdict="fix", field="status", value="denied", author="B. Reader") == 200
        for client in (one, two):
            made = {(row[0], row[1], row[3]) for row in client.get("/review.json").json()["made"]}
            assert {
                (record, "record", "A. Reader"),
                (other, "record", "B. Reader"),
                (record, "status", "B. Reader"),
            } <= made


def test_a_card_tells_what_was_corrected_and_by_whom(ledger: Path) -> None:
    hostile = "<script>alert('x')</script>"
    with TestClient(create_app(ledger), base_url=BASE) as client:
        record = client.get("/review.json?actor=PRT").json()["record"]
        address, before = f"/articles/{record['doc_id']}", dict(record["fields"])["status"]
        assert not any(card["corrections"] for card in client.get(f"{address}.json").json()["cards"])
        fix = {"record": record["record_id"], "verdict": "fix", "field": "status", "reason": hostile}
        assert decide(client, **fix, value="possible", author="B. Reader") == 200
        assert decide(client, **fix, value="denied", author=hostile) == 200
        cards = client.get(f"{address}.json").json()["cards"]
        (card,) = (card for card in cards if card["corrections"])
        (corrected,) = card["corrections"]
        assert card["card_id"] == record["record_id"]
        assert [corrected[name] for name in ("field", "before", "value", "author")] == [
            "status",
            before,
            "denied",
            hostile,
        ]
        text = client.get(address).text
        assert f"<del>{before}</del>" in text
        assert "<ins>denied</ins>" in text
        assert "<script>alert" not in text
