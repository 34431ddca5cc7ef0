"""RSS and Atom feeds -> Documents: what is new since the last look, each item with a receipt.

An item is new by its id (else its address or title); a later change of its words is not taken, for feeds touch up their
items all day. Its text is the fullest that the feed gives; with `full` the page behind it, where the feed gives less.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Protocol
from urllib.parse import urlsplit

from dragoman.errors import FetchError, ReadError, RefusedError
from dragoman.model import Document
from dragoman.model.ids import content_id
from dragoman.read.dates import parse_published
from dragoman.read.feed_state import FeedState
from dragoman.read.fetch import Fetched, as_utf8
from dragoman.read.html import read_page, web_address
from dragoman.read.limits import DEFAULT_LIMITS, Limits
from dragoman.read.names import known_outlet, outlet_at
from dragoman.read.pages import page_text
from dragoman.read.prose import Given
from dragoman.read.source import Result, failed, shown, skipped
from dragoman.read.text import document_of

MAX_ITEMS: Final = 1_000
"""Items of one feed that are looked at, the first; feeds of news have 10 to 100."""
SEEN_ITEMS: Final = 2_000
"""Items of one feed that are remembered; more than any feed holds at a time."""
FIRST_WAIT: Final = timedelta(minutes=15)
LONGEST_WAIT: Final = timedelta(hours=24)
"""A feed that fails is left alone for the first span, then for twice that, up to the longest."""
FULL_CHARS: Final = 1_500
"""Text of a feed that is at least this long is taken for the whole article: summaries have 100 to 600 characters."""


class Get(Protocol):
    """Fetches an address; `fetch.Fetcher.get` is one."""

    def __call__(
        self, url: str, *, max_bytes: int, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """Return what the address holds; raises FetchError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a feed.

    Attributes:
        key: Hash of what makes it the same item at the next look.
        name: What receipts call it.
        title: Its title, or None.
        text: Its text, without markup; "" if it has none.
        link: Address of its page, or None.
        published: Day of publication, or None.
        outlet: Who published it, or None.
        author: The byline, or None.
        given_id: The id that the feed gives.
    """

    key: str
    name: str
    title: str | None
    text: str
    link: str | None
    published: date | None
    outlet: str | None
    author: str | None
    given_id: str | None


@dataclass(slots=True, kw_only=True)
class Poll:
    """One look at a feed.

    Attributes:
        url: Address of the feed.
        state: What is to be remembered of it, once its documents are kept.
        outcome: "ok", "unchanged", "waiting" (left alone after failures) or "failed".
        detail: One line for people.
        n_items: Items that the feed holds.
        n_new: Items that were not seen before.
        results: New items as documents with receipts; made as they are asked for, pages fetched on the way.
    """

    url: str
    state: FeedState
    outcome: str
    detail: str = ""
    n_items: int = 0
    n_new: int = 0
    results: Iterator[Result] = field(default_factory=lambda: iter(()))


def poll_feed(
    url: str,
    state: FeedState,
    get: Get,
    *,
    now: datetime,
    full: bool = False,
    may_fetch: Callable[[str], bool] = lambda _: True,
    limits: Limits = DEFAULT_LIMITS,
) -> Poll:
    """Look at a feed and return what is new; never raises for a feed that is dead, slow, huge or no feed.

    Args:
        url: Address of the feed.
        state: What was remembered at the last look.
        get: Fetches an address.
        now: The time, with zone.
        full: Whether to fetch the page of an item of which the feed gives only a summary.
        may_fetch: Whether a page may be fetched (robots.txt).
        limits: Bounds on feeds and pages.
    """
    if state.retry_at and now < state.retry_at:
        detail = f"left alone until {state.retry_at:%Y-%m-%d %H:%M} after {state.failures} failures: {state.last_error}"
        return Poll(url=url, state=state, outcome="waiting", detail=detail)
    try:
        fetched = get(url, max_bytes=limits.feed_bytes, etag=state.etag, last_modified=state.last_modified)
        if not fetched.body:
            return Poll(url=url, state=state.succeeded(), outcome="unchanged")
        items, warning = read_items(fetched)
    except RefusedError as err:
        return Poll(url=url, state=state, outcome="failed", detail=str(err))
    except ReadError as err:
        wait = min(FIRST_WAIT * 2**state.failures, LONGEST_WAIT)
        if isinstance(err, FetchError) and err.retry_after_s is not None:
            wait = min(max(wait, timedelta(seconds=err.retry_after_s)), LONGEST_WAIT)
        return Poll(url=url, state=state.failed(str(err), now + wait), outcome="failed", detail=str(err))
    fresh = [item for item in items if item.key not in state.seen]
    keys = tuple(dict.fromkeys([item.key for item in items] + list(state.seen)))[:SEEN_ITEMS]
    moved = f"has moved for good to {fetched.moved_to}" if fetched.moved_to else ""
    return Poll(
        url=url,
        state=state.succeeded(
            etag=fetched.headers.get("etag"), last_modified=fetched.headers.get("last-modified"), seen=keys
        ),
        outcome="ok",
        detail="; ".join(filter(None, (warning, moved))),
        n_items=len(items),
        n_new=len(fresh),
        results=_documents(fresh, get if full else None, may_fetch, limits),
    )


def read_items(fetched: Fetched) -> tuple[tuple[Item, ...], str]:
    """Return the items of a feed, each once, and a warning if its markup is broken.

    Raises:
        ReadError: If it is no RSS or Atom feed.
    """
    import feedparser

    headers = {"content-location": fetched.url, "content-type": fetched.headers.get("content-type", "")}
    parsed = feedparser.parse(io.BytesIO(fetched.body), response_headers=headers)
    if not parsed.get("version") and not parsed.entries:
        raise ReadError(f"{shown(fetched.url, 200)}: no RSS or Atom feed")
    name = _words(parsed.feed.get("title"))
    items = (_item(entry, name, fetched.url) for entry in parsed.entries[:MAX_ITEMS])
    unique = {item.key: item for item in reversed(tuple(items))}
    warning = "its markup is broken; what could be read was read" if parsed.bozo and not _is_charset(parsed) else ""
    return tuple(reversed(unique.values())), warning


def _is_charset(parsed: Mapping[str, object]) -> bool:
    """Tell whether all that feedparser found wrong is a charset declared twice."""
    return type(parsed.get("bozo_exception")).__name__ in {"CharacterEncodingOverride", "NonXMLContentType"}


def _item(entry: Mapping[str, object], feed: str | None, feed_url: str) -> Item:
    given_id, link = _words(entry.get("id")), web_address(_words(entry.get("link")))
    title = _words(entry.get("title"))
    texts = [_text(one) for one in _listed(entry.get("content"))] + [_text(entry.get("summary"))]
    written = next((w for name in ("published", "updated") if (w := _words(entry.get(name)))), None)
    source = entry.get("source")
    named = _words(source.get("title")) if isinstance(source, Mapping) else None
    return Item(
        key=content_id("k", given_id or link or (title, written)),
        name=f"{shown(feed_url, 100)} item {shown(link or given_id or title or '?', 200)}",
        title=title,
        text=max(texts, key=len),
        link=link,
        published=_day(written, entry),
        outlet=_outlet(named or feed, link),
        author=_words(entry.get("author")),
        given_id=given_id,
    )


def _listed(value: object) -> list[object]:
    return [one.get("value") if isinstance(one, Mapping) else one for one in value] if isinstance(value, list) else []


def _text(value: object) -> str:
    return page_text(value) if isinstance(value, str) else ""


def _words(value: object) -> str | None:
    """Return a field as one line without markup, or None if there is nothing in it."""
    return " ".join(page_text(value).split()) or None if isinstance(value, str) else None


def _day(written: str | None, entry: Mapping[str, object]) -> date | None:
    """Return the day as the feed writes it in its own zone, else as feedparser reads it; None if there is none."""
    found = parse_published(written).day if written else None
    if found:
        return found
    for name in ("published_parsed", "updated_parsed"):
        parsed = entry.get(name)
        if isinstance(parsed, tuple) and len(parsed) >= 3:
            return date(parsed[0], parsed[1], parsed[2])
    return None


def _outlet(name: str | None, link: str | None) -> str | None:
    """Return the known outlet of that name or domain, else the name of the feed."""
    host = urlsplit(link).hostname if link else None
    at_domain = outlet_at(link) if link else None
    is_known = at_domain is not None and host is not None and at_domain != host.removeprefix("www.")
    return (known_outlet(name) if name else None) or (at_domain if is_known else None) or name or at_domain


def _documents(
    items: list[Item], get: Get | None, may_fetch: Callable[[str], bool], limits: Limits
) -> Iterator[Result]:
    for item in items:
        try:
            yield _document(item, get, may_fetch, limits)
        except ReadError as err:
            yield failed(item.name, str(err))


def _document(item: Item, get: Get | None, may_fetch: Callable[[str], bool], limits: Limits) -> Result:
    text, warnings = item.text, tuple[str, ...]()
    page: Document | None = None
    if get is not None and item.link and len(text) < FULL_CHARS:
        page, why = _page(item, item.link, get, may_fetch, limits)
        if page is not None and len(page.text) > len(text):
            text = page.text
        elif why:
            warnings = (f"only the feed's summary: {why}",)
    text = text or item.title or ""
    if not text:
        return skipped(item.name, "no words in it")
    given = Given(
        given_id=item.given_id,
        title=item.title or (page.title if page else None),
        published=item.published or (page.published if page else None),
        outlet=item.outlet or (page.outlet if page else None),
        url=item.link,
        author=item.author or (page.author if page else None),
    )
    return document_of(text, given, item.name, warnings, limits=limits)


def _page(
    item: Item, link: str, get: Get, may_fetch: Callable[[str], bool], limits: Limits
) -> tuple[Document | None, str]:
    """Return the document of the item's page, or None and the reason."""
    if not may_fetch(link):
        return None, "robots.txt of the site keeps programs off its page"
    try:
        fetched = get(link, max_bytes=limits.page_bytes)
        document, receipt = read_page(as_utf8(fetched), item.name, url=fetched.url, limits=limits)
    except ReadError as err:
        return None, str(err)
    return document, receipt.detail if document is None else ""
