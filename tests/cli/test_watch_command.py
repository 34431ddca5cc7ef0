"""`watch`, and `read` and `add` of an address, against a server on the loopback interface."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parents[1] / "read"))

from web_server import Web, serving

from dragoman.cli.main import cli

TEXT = "Norway cancelled its visit to Chad on Monday, officials in Oslo said."


def rss(*numbers: int) -> str:
    items = "".join(
        f"<item><guid>{n}</guid><title>Visit off</title><link>http://fjord.example/{n}</link><description>{TEXT} ({n})"
        "</description><pubDate>Mon, 01 Mar 2021 10:00:00 GMT</pubDate></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Fjord News</title>{items}</channel></rss>'


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as server:
        yield server


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=True)


def test_watch_keeps_what_is_new_and_a_dead_feed_fails_alone(web: Web, tmp_path: Path) -> None:
    ledger = str(tmp_path / "l")
    feed, dead = web.give("/feed", rss(1)), f"{web.url}/none"
    first = run("watch", feed, dead, "--once", "--allow-private", "--ledger", ledger)
    assert first.exit_code == 1
    assert f"{feed}: 1 new of 1 items" in first.stderr
    assert f"{dead}: failed: 127.0.0.1: HTTP 404 Not Found" in first.stderr
    assert "1 documents added" in first.stderr
    rows = [json.loads(line) for line in run("events", "--json", "--ledger", ledger).stdout.splitlines()]
    assert {row["status"] for row in rows} >= {"cancelled"}
    assert {row["outlet"] for row in rows} == {"Fjord News"}
    receipts = run(
        "sql", "SELECT source, outcome FROM receipts WHERE stage = 'read' ORDER BY 1", "--json", "--ledger", ledger
    )
    assert [json.loads(line) for line in receipts.stdout.splitlines()] == [
        {"source": f"{feed} item http://fjord.example/1", "outcome": "ok"},
        {"source": dead, "outcome": "failed"},
    ]
    web.give("/feed", rss(2, 1))
    second = run("watch", feed, "--once", "--allow-private", "--ledger", ledger)
    assert second.exit_code == 0
    assert f"{feed}: 1 new of 2 items" in second.stderr
    assert "1 documents added" in second.stderr


def test_forgetting_what_was_seen_doubles_nothing(web: Web, tmp_path: Path) -> None:
    ledger = str(tmp_path / "l")
    feed = web.give("/feed", rss(1))
    run("watch", feed, "--once", "--allow-private", "--ledger", ledger)
    (tmp_path / "l.feeds.json").unlink()
    again = run("watch", feed, "--once", "--allow-private", "--ledger", ledger)
    assert "0 documents added, 1 already there" in again.stderr


def test_watch_does_not_fetch_private_addresses_unasked(web: Web, tmp_path: Path) -> None:
    result = run("watch", web.give("/feed", rss(1)), "--once", "--ledger", str(tmp_path / "l"))
    assert result.exit_code == 1
    assert "127.0.0.1 is not public" in result.stderr
    assert web.asked == []


def test_refused_address_is_not_held_against_it_later(web: Web, tmp_path: Path) -> None:
    feed = web.give("/feed", rss(1))
    run("watch", feed, "--once", "--ledger", str(tmp_path / "l"))
    allowed = run("watch", feed, "--once", "--allow-private", "--ledger", str(tmp_path / "l"))
    assert "1 new of 1 items" in allowed.stderr


@pytest.mark.parametrize("feed", ["feed.xml", "ftp://x/feed", "http://user:pw@x.example/"])
def test_what_is_no_address_is_wrong_usage(feed: str, tmp_path: Path) -> None:
    result = run("watch", feed, "--once", "--ledger", str(tmp_path / "l"))
    assert result.exit_code == 2
    assert not (tmp_path / "l").exists()


def test_watch_goes_on_until_it_is_stopped(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 2:
            raise KeyboardInterrupt
        web.give("/feed", rss(2, 1))

    monkeypatch.setattr("time.sleep", sleep)
    feed = web.give("/feed", rss(1))
    result = run("watch", feed, "--every", "30", "--allow-private", "--ledger", str(tmp_path / "l"))
    assert result.exit_code == 0, result.output
    assert slept == [1800, 1800]
    assert result.stderr.count("1 documents added") == 2
    assert "stopped" in result.stderr


def test_read_and_add_take_an_address(web: Web, tmp_path: Path) -> None:
    words = "".join(f"<p>{TEXT} Paragraph {n} says more about the ministers and the visit.</p>" for n in range(8))
    html = f"<html><head><title>Visit off</title></head><body><article>{words}</article></body></html>"
    url = web.give("/story", html, Content_Type="text/html; charset=utf-8")
    read = run("read", url, "--json", "--allow-private")
    assert read.exit_code == 0, read.output
    record = json.loads(read.stdout)
    assert record["document"]["url"] == url
    assert TEXT in record["text"]
    added = run("add", url, "--allow-private", "--ledger", str(tmp_path / "l"))
    assert "1 documents added" in added.stderr
    refused = run("read", url)
    assert refused.exit_code == 1
    assert "not public" in refused.stderr


def test_address_of_a_feed_says_what_to_do(web: Web) -> None:
    result = run("read", web.give("/feed", rss(1), Content_Type="application/rss+xml"), "--allow-private")
    assert result.exit_code == 1
    assert "dragoman watch" in result.stderr
