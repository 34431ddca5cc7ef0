"""Feeds on the page to add reporting from: looked at once, remembered, told with their last outcome, taken off."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from forms import BASE, post
from starlette.testclient import TestClient

from dragoman.desk import create_app
from dragoman.desk.feeds import add_page
from dragoman.desk.jobs import Job, Jobs
from dragoman.errors import ConfigError, NotFoundError
from dragoman.read.feed_state import FeedState, save_states, state_file
from dragoman.read.fetch import Fetcher, FetchLimits
from dragoman.store import open_ledger

WAIT_S = 60
HOSTILE = "https://a.example/\"><script>alert('x')</script>"
ITEM = (
    "<item><title>Talks off</title><guid>1</guid><pubDate>Thu, 04 Mar 2021 10:00:00 GMT</pubDate><description>"
    "Norway on Monday called off talks with Chad, its foreign ministry said.</description></item>"
)
FEED = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Fjord News</title>{ITEM}</channel></rss>'


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "rss.xml").write_text(FEED, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(tmp_path / "l"), base_url=BASE) as found:
        yield found


def done(jobs: Jobs, number: int) -> Job:
    until = time.monotonic() + WAIT_S
    while (job := jobs.get(number)).state not in {"done", "failed"}:
        assert time.monotonic() < until
        time.sleep(0.02)
    return job


def test_a_feed_is_read_remembered_and_looked_at_again(site: str, tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "l", fetcher=Fetcher(allow_private=True, limits=FetchLimits(pause_s=0)))
    feed = f"{site}/rss.xml"
    job = done(jobs, jobs.add_feed(f" {feed} "))
    assert (job.state, job.added, job.failed, job.n_read) == ("done", 1, 0, 1)
    assert job.receipts[0] == ("", "answered", f"{feed}; 1 new of 1 items")
    (row,) = add_page(tmp_path / "l", jobs).feeds
    assert (row.url, row.n_items, row.failures, row.problem) == (feed, 1, 0, "")
    again = done(jobs, jobs.poll_feeds())
    assert (again.added, again.failed, again.n_read, again.receipts[0][1]) == (0, 0, 0, "unchanged")
    assert open_ledger(tmp_path / "l").view().n_documents() == 1
    jobs.forget_feed(feed)
    assert add_page(tmp_path / "l", jobs).feeds == ()
    with pytest.raises(NotFoundError, match="does not remember"):
        jobs.forget_feed(feed)
    jobs.close()


def test_a_feed_that_fails_is_listed_with_its_reason(site: str, tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "l", fetcher=Fetcher(allow_private=True, limits=FetchLimits(pause_s=0)))
    job = done(jobs, jobs.add_feed(f"{site}/none.xml"))
    assert (job.added, job.failed) == (0, 1)
    (row,) = add_page(tmp_path / "l", jobs).feeds
    assert (row.failures, row.n_items) == (1, 0)
    assert "404" in row.problem
    assert row.retry_at
    waiting = done(jobs, jobs.poll_feeds())
    assert "left alone until" in waiting.receipts[0][2]
    jobs.close()


def test_a_private_address_is_refused_and_fetches_nothing(client: TestClient, site: str) -> None:
    status, address = post(client, "/add/feed", feed=f"{site}/rss.xml")
    assert status == 303
    until = time.monotonic() + WAIT_S
    while (job := client.get(f"{address}.json").json())["state"] in {"waiting", "reading"}:
        assert time.monotonic() < until
        time.sleep(0.02)
    assert (job["added"], job["failed"]) == (0, 1)
    assert "private" in job["receipts"][0][2] or "public" in job["receipts"][0][2]


@pytest.mark.parametrize(
    "given", ["", "/etc/passwd", "file:///etc/passwd", "https://a b", "https://me:secret@a.example/"]
)
def test_what_is_no_address_of_a_feed_is_refused_in_one_line(client: TestClient, given: str) -> None:
    status, text = post(client, "/add/feed", feed=given)
    assert status == 400
    assert "secret" not in text
    page = client.get("/add.json").json()
    assert (page["jobs"], page["feeds"]) == ([], [])


def test_looking_without_a_feed_is_refused(client: TestClient, tmp_path: Path) -> None:
    status, text = post(client, "/add/poll")
    assert (status, "remembers no feed" in text) == (400, True)
    assert post(client, "/add/forget", feed="https://a.example/")[0] == 404
    with pytest.raises(ConfigError, match="add one first"):
        Jobs(tmp_path / "none").poll_feeds()


def test_a_hostile_address_and_reason_show_as_text_and_can_be_taken_off(client: TestClient, tmp_path: Path) -> None:
    state = FeedState().failed("<img src=x>", datetime(2026, 5, 16, tzinfo=UTC))
    save_states(tmp_path / "l", {HOSTILE: state})
    text = client.get("/add").text
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "&lt;img src=x&gt;" in text
    assert client.get("/add.json").json()["feeds"][0]["failures"] == 1
    assert post(client, "/add/forget", feed=HOSTILE) == (303, "/add")
    assert client.get("/add.json").json()["feeds"] == []


def test_a_damaged_list_is_told_and_hinders_nothing_else(client: TestClient, tmp_path: Path) -> None:
    state_file(tmp_path / "l").write_text("{", encoding="utf-8")
    page = client.get("/add.json").json()
    assert "l.feeds.json is damaged" in page["problem"]
    assert str(tmp_path) not in page["problem"]
    assert client.get("/add").status_code == 200
