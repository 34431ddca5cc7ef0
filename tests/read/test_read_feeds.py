"""Feeds: what is new becomes documents with receipts, and a bad feed never stops the rest."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from web_server import Web, serving

from dragoman.errors import FetchError, ReadError
from dragoman.read.feed_state import FeedState, load_states, save_states, state_file
from dragoman.read.feeds import FIRST_WAIT, LONGEST_WAIT, SEEN_ITEMS, Poll, poll_feed
from dragoman.read.fetch import Fetcher, FetchLimits
from dragoman.read.limits import Limits
from dragoman.read.robots import robots_rule
from dragoman.read.source import Result

NOW = datetime(2021, 3, 1, 12, tzinfo=UTC)
SUMMARY = "Norway's foreign minister met the president of Chad in Oslo on Monday."
LONG = "<p>" + "</p><p>".join(f"{SUMMARY} Paragraph {n} tells more of it." for n in range(30)) + "</p>"


def rss(*items: str, title: str = "Fjord News") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><link>http://fjord.example/</link>{''.join(items)}</channel></rss>"
    )


def item(number: int, *, link: str = "http://fjord.example/{}", text: str = SUMMARY, **more: str) -> str:
    extra = "".join(f"<{name}>{value}</{name}>" for name, value in more.items())
    return (
        f"<item><guid isPermaLink='false'>id-{number}</guid><title>Talks &amp; more {number}</title>"
        f"<link>{link.format(number)}</link><description>{text}</description>"
        f"<pubDate>Mon, 01 Mar 2021 23:30:00 -0500</pubDate>{extra}</item>"
    )


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as server:
        yield server


def look(url: str, state: FeedState | None = None, *, now: datetime = NOW, **over: object) -> tuple[Poll, list[Result]]:
    fetcher = Fetcher(allow_private=True, limits=FetchLimits(idle_s=5, total_s=5, pause_s=0))
    poll = poll_feed(url, state or FeedState(), fetcher.get, now=now, **over)  # type: ignore[arg-type]
    return poll, list(poll.results)


def test_items_become_documents_with_day_outlet_address_and_receipt(web: Web) -> None:
    poll, results = look(web.give("/feed", rss(item(1), item(2))))
    assert (poll.outcome, poll.n_items, poll.n_new) == ("ok", 2, 2)
    document, receipt = results[0]
    assert document is not None
    assert document.text == SUMMARY
    assert (document.title, document.outlet, document.url) == ("Talks & more 1", "Fjord News", "http://fjord.example/1")
    assert document.published == date(2021, 3, 1)  # as written there, not as it was in London
    assert document.given_id == "id-1"
    assert receipt.outcome == "ok"
    assert receipt.source == f"{web.url}/feed item http://fjord.example/1"


def test_atom_is_read_as_well_and_its_content_goes_before_its_summary(web: Web) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Fjord</title><entry><id>urn:1</id><title>T</title>'
        '<link href="http://fjord.example/a"/><updated>2021-03-02T08:00:00Z</updated><author><name>Ada Berg</name></author>'
        f'<summary>Short.</summary><content type="html">{LONG.replace("<", "&lt;")}</content></entry></feed>'
    )
    _, [(document, _)] = look(web.give("/atom", atom))
    assert document is not None
    assert document.text.startswith(SUMMARY)
    assert "\n" in document.text
    assert (document.published, document.author) == (date(2021, 3, 2), "Ada Berg")


def test_what_was_seen_is_not_taken_again_even_if_its_words_change(web: Web) -> None:
    first, _ = look(web.give("/feed", rss(item(1))))
    again, results = look(web.give("/feed", rss(item(2), item(1, text="Other words."))), first.state)
    assert (again.n_items, again.n_new) == (2, 1)
    assert [document.given_id for document, _ in results if document] == ["id-2"]


def test_feed_is_asked_whether_it_changed(web: Web) -> None:
    first, _ = look(web.give("/feed", rss(item(1)), ETag='"v1"', Last_Modified="Mon, 01 Mar 2021 00:00:00 GMT"))
    web.give("/feed", b"", status=304)
    again, results = look(f"{web.url}/feed", first.state)
    assert (again.outcome, results) == ("unchanged", [])
    assert web.asked[-1][1]["If-None-Match"] == '"v1"'
    assert web.asked[-1][1]["If-Modified-Since"].startswith("Mon, 01 Mar 2021")
    assert again.state.seen == first.state.seen


def test_memory_of_a_feed_is_bounded(web: Web) -> None:
    old = FeedState(seen=tuple(f"k{n}" for n in range(SEEN_ITEMS)))
    poll, _ = look(web.give("/feed", rss(item(1))), old)
    assert len(poll.state.seen) == SEEN_ITEMS


@pytest.mark.parametrize(
    "body",
    [
        rss(item(1)).removesuffix("</channel></rss>"),
        rss(item(1)).replace("Talks &amp; more", "Talks & more"),
        rss(item(1)).replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="latin-9"?>'),
        "\n\n  " + rss(item(1)),
    ],
    ids=["cut off", "bare ampersand", "odd charset", "space before the head"],
)
def test_malformed_feed_gives_what_can_be_read(web: Web, body: str) -> None:
    poll, results = look(web.give("/feed", body))
    assert poll.outcome == "ok"
    assert [document.text for document, _ in results if document] == [SUMMARY]


@pytest.mark.parametrize("body", ["", "<html><body>no feed</body></html>", "{}", "\x00\x01\x02", "<rss"])
def test_what_is_no_feed_fails_in_one_line(web: Web, body: str) -> None:
    poll, results = look(web.give("/feed", body or " "))
    assert poll.outcome == "failed"
    assert "no RSS or Atom feed" in poll.detail
    assert results == []


def test_entities_that_grow_without_bound_are_not_followed(web: Web) -> None:
    lol = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<?xml version="1.0"?><!DOCTYPE r [{lol}]>' + rss(item(1, text="&l11;")).split("?>", 1)[1]
    _, results = look(web.give("/feed", body))
    assert all(document is None or len(document.text) < 10_000 for document, _ in results)


def test_entity_that_names_a_file_reads_no_file(web: Web, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret")
    head = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    _, results = look(web.give("/feed", head + rss(item(1, text="a &x; b")).split("?>", 1)[1]))
    assert not [document for document, _ in results if document and "the secret" in document.text]


def test_huge_feed_fails_in_one_line(web: Web) -> None:
    poll, _ = look(web.give("/feed", rss(item(1)) + " " * 5_000), limits=Limits(feed_bytes=4_000))
    assert poll.outcome == "failed"
    assert "too large" in poll.detail


def test_feed_that_fails_is_left_alone_for_longer_each_time(web: Web) -> None:
    url = web.give("/feed", "", status=500)
    state, now, waits = FeedState(), NOW, []
    for _ in range(9):
        poll, _ = look(url, state, now=now)
        assert poll.outcome == "failed"
        assert poll.state.retry_at is not None
        waits.append(poll.state.retry_at - now)
        early, _ = look(url, poll.state, now=poll.state.retry_at - timedelta(seconds=1))
        assert early.outcome == "waiting"
        state, now = poll.state, poll.state.retry_at
    assert waits[:3] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]
    assert waits[-1] == LONGEST_WAIT
    web.give("/feed", rss(item(1)))
    healed, _ = look(url, state, now=now)
    assert (healed.outcome, healed.state.failures, healed.state.retry_at) == ("ok", 0, None)


def test_server_that_asks_for_patience_gets_it(web: Web) -> None:
    poll, _ = look(web.give("/feed", "", status=429, Retry_After="7200"))
    assert poll.state.retry_at == NOW + timedelta(hours=2)


def test_lasting_move_of_a_feed_is_told(web: Web) -> None:
    web.give("/new", rss(item(1)))
    poll, _ = look(web.redirect("/feed", "/new", status=301))
    assert f"has moved for good to {web.url}/new" in poll.detail


def page(words: str) -> str:
    return f"<html><head><title>A page</title></head><body><article>{words}</article></body></html>"


def test_full_fetches_the_page_behind_a_summary(web: Web) -> None:
    link = web.give("/article", page(LONG), Content_Type="text/html")
    _, [(document, receipt)] = look(web.give("/feed", rss(item(1, link=link))), full=True)
    assert document is not None
    assert "Paragraph 29" in document.text
    assert (document.outlet, document.published, document.url) == ("Fjord News", date(2021, 3, 1), link)
    assert receipt.outcome == "ok"


def test_full_leaves_pages_alone_where_the_feed_has_the_article(web: Web) -> None:
    link = web.give("/article", page("Other."))
    _, [(document, _)] = look(web.give("/feed", rss(item(1, link=link, text=f"<![CDATA[{LONG}]]>"))), full=True)
    assert document is not None
    assert "Paragraph 29" in document.text
    assert web.paths() == ["/feed"]


@pytest.mark.parametrize(("status", "reason"), [(404, "HTTP 404"), (200, "")])
def test_page_that_gives_less_leaves_the_summary_and_says_so(web: Web, status: int, reason: str) -> None:
    link = web.give("/article", page("<p>Paywall.</p>"), status=status, Content_Type="text/html")
    _, [(document, receipt)] = look(web.give("/feed", rss(item(1, link=link))), full=True)
    assert document is not None
    assert document.text == SUMMARY
    assert reason in receipt.detail


def test_full_never_fetches_an_item_from_inside(web: Web) -> None:
    inside = web.give("/inside", page(LONG))

    def get(url: str, **options: object) -> object:
        allowed = url.endswith("/feed")
        return Fetcher(allow_private=allowed, limits=FetchLimits(pause_s=0)).get(url, **options)  # type: ignore[arg-type]

    poll = poll_feed(web.give("/feed", rss(item(1, link=inside))), FeedState(), get, now=NOW, full=True)  # type: ignore[arg-type]
    [(document, receipt)] = poll.results
    assert document is not None
    assert document.text == SUMMARY
    assert "not public" in receipt.detail
    assert web.paths() == ["/feed"]


def test_robots_txt_is_asked_once_and_obeyed(web: Web) -> None:
    web.give("/robots.txt", "User-agent: *\nDisallow: /private/\n")
    fetcher = Fetcher(allow_private=True, limits=FetchLimits(pause_s=0))
    rule = robots_rule(fetcher.get)
    assert rule(f"{web.url}/open/1")
    assert not rule(f"{web.url}/private/1")
    assert web.paths() == ["/robots.txt"]
    link = web.give("/private/1", page(LONG))
    _, [(document, receipt)] = look(web.give("/feed", rss(item(1, link=link))), full=True, may_fetch=rule)
    assert document is not None
    assert document.text == SUMMARY
    assert "robots.txt" in receipt.detail


def test_site_without_robots_txt_allows_all(web: Web) -> None:
    assert robots_rule(Fetcher(allow_private=True, limits=FetchLimits(pause_s=0)).get)(f"{web.url}/x")


def test_item_without_words_is_skipped_with_a_receipt_and_a_title_alone_is_its_text(web: Web) -> None:
    body = rss("<item><guid>a</guid><link>http://x.example/</link></item>", "<item><title>Only a title</title></item>")
    _, results = look(web.give("/feed", body))
    assert [receipt.outcome for document, receipt in results if document is None] == ["skipped"]
    assert [document.text for document, _ in results if document] == ["Only a title"]


def test_item_cannot_smuggle_markup_or_an_odd_address_into_a_document(web: Web) -> None:
    bad = item(1, link="javascript:alert(1)", text="<![CDATA[<script>alert(1)</script><p>Plain words.</p>]]>")
    _, [(document, _)] = look(
        web.give("/feed", rss(bad, title="<![CDATA[<b>Fjord</b>\x1b News]]>".replace("\x1b", "")))
    )
    assert document is not None
    assert document.text == "Plain words."
    assert document.url is None
    assert document.outlet == "Fjord News"


def test_states_come_back_as_they_were_and_lie_beside_the_ledger(tmp_path: Path) -> None:
    ledger = tmp_path / "my.ledger"
    states = {
        "http://a.example/": FeedState(etag='"1"', seen=("k1", "k2")),
        "http://b.example/": FeedState().failed("dead", NOW),
    }
    save_states(ledger, states)
    assert load_states(ledger) == states
    assert state_file(ledger) == tmp_path / "my.ledger.feeds.json"
    assert load_states(tmp_path / "other") == {}


@pytest.mark.parametrize("content", ["", "{", "[]", '{"u": 1}', '{"u": {"nonsense": 1}}', '{"u": {"seen": null}}'])
def test_damaged_memory_is_one_line_that_says_what_to_do(tmp_path: Path, content: str) -> None:
    state_file(tmp_path / "l").write_text(content)
    with pytest.raises(ReadError, match="delete it"):
        load_states(tmp_path / "l")


def test_memory_is_plain_json_with_times_that_can_be_read(tmp_path: Path) -> None:
    save_states(tmp_path / "l", {"u": FeedState().failed("dead", NOW)})
    data = json.loads(state_file(tmp_path / "l").read_text())
    assert data["u"]["retry_at"] == "2021-03-01T12:00:00+00:00"
    assert issubclass(FetchError, ReadError)
