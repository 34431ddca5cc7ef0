"""Adding from a page, and pages while others add."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from forms import BASE, form_token
from starlette.testclient import TestClient

from dragoman.desk import create_app
from dragoman.desk.jobs import Jobs
from dragoman.pipeline import examples

WAIT_S = 60
TEXT = "OSLO, March 4 - Norway on Monday called off talks with Chad, its foreign ministry said."


def wait_for(client: TestClient, address: str) -> dict[str, object]:
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        job: dict[str, object] = client.get(f"{address}.json").json()
        if job["state"] in {"done", "failed"}:
            return job
        time.sleep(0.05)
    raise AssertionError(f"{address}: still not read")


def post(client: TestClient, address: str, data: dict[str, str], files: dict[str, object] | None = None) -> str:
    answer = client.post(
        address,
        data={**data, "form_token": form_token(client)},
        files=files,  # type: ignore[arg-type]
        headers={"Origin": BASE},
        follow_redirects=False,
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_a_pasted_text_is_read_and_shown(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path / "l"), base_url=BASE) as client:
        fields = {"text": TEXT, "title": "Talks off", "outlet": "The Fjord", "published": "2021-03-04"}
        job = wait_for(client, post(client, "/add/text", fields))
        assert (job["state"], job["added"], job["failed"]) == ("done", 1, 0)
        (receipt,) = job["receipts"]  # type: ignore[misc]
        page = client.get(f"/articles/{receipt[0]}.json").json()
        assert (page["title"], page["outlet"], page["published"]) == ("Talks off", "The Fjord", "2021-03-04")
        assert "cancelled" in {card["status"] for card in page["cards"]}
        again = wait_for(client, post(client, "/add/text", fields))
        assert (again["added"], again["known"]) == (0, 1)
        assert client.get("/today.json?window=all").json()["n_articles"] == 1


def test_an_uploaded_file_is_read_by_what_it_is(tmp_path: Path) -> None:
    example = next(path for path in sorted(examples().iterdir()) if path.suffix == ".html")
    with TestClient(create_app(tmp_path / "l"), base_url=BASE) as client:
        files = {"file": (example.name, example.read_bytes(), "text/html")}
        job = wait_for(client, post(client, "/add/file", {}, files))
        assert (job["what"], job["added"]) == (example.name, 1)


def test_an_unreadable_file_says_why(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path / "l"), base_url=BASE) as client:
        job = wait_for(
            client, post(client, "/add/file", {}, {"file": ("broken.json", b'{"text": 1}', "application/json")})
        )
        assert (job["added"], job["failed"]) == (0, 1)
        assert any(detail for _, _, detail in job["receipts"])  # type: ignore[attr-defined]
        assert client.get("/about.json").json()["unread"]


@pytest.mark.parametrize(("address", "data"), [("/add/text", {"text": "  "}), ("/add/file", {})])
def test_nothing_to_read_is_said_in_one_line(tmp_path: Path, address: str, data: dict[str, str]) -> None:
    client = TestClient(create_app(tmp_path / "l"), base_url=BASE)
    answer = client.post(address, data={**data, "form_token": form_token(client)}, headers={"Origin": BASE})
    assert answer.status_code == 400
    assert "expected" in answer.text


def test_pages_show_on_reload_what_another_process_added(tmp_path: Path) -> None:
    ledger = tmp_path / "l"
    with TestClient(create_app(ledger), base_url=BASE) as client:
        assert client.get("/today.json").json()["n_all"] == 0
        (tmp_path / "a.txt").write_text(f"Talks off\nThe Fjord, 4 March 2021\n\n{TEXT}\n", encoding="utf-8")
        command = [sys.executable, "-m", "dragoman", "add", str(tmp_path / "a.txt"), "--ledger", str(ledger), "--quiet"]
        subprocess.run(command, check=True, capture_output=True)
        page = client.get("/today.json?window=all").json()
        assert page["n_all"] == 1
        assert page["articles"][0]["n_events"] >= 1
        assert client.get("/search.json?q=Norway").json()["n_hits"] == 1


def test_old_jobs_are_forgotten_and_named_so(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "l")
    numbers = [jobs.add_text("", title="", outlet="", published="") for _ in range(52)]
    jobs.close()
    assert numbers == list(range(1, 53))
    assert [job.number for job in jobs.latest()] == list(range(52, 2, -1))
