"""Looks at feeds and adds what is new in them to a ledger."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dragoman.model import Document, Receipt, Stage
from dragoman.pipeline import Counts, add_documents
from dragoman.read.feed_state import FeedState, load_states, save_states
from dragoman.read.feeds import Poll, poll_feed
from dragoman.read.fetch import Fetcher
from dragoman.read.robots import robots_rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One look at all feeds.

    Attributes:
        polls: What each feed had, in the order of the feeds.
        counts: Of documents kept, known and failed.
    """

    polls: tuple[Poll, ...]
    counts: Counts


def watch_feeds(
    feeds: Iterable[str],
    ledger: Path,
    *,
    started: datetime,
    fetcher: Fetcher,
    full: bool = False,
    entities: Path | None = None,
    on_poll: Callable[[Poll], None] = lambda _: None,
    on_document: Callable[[Receipt], None] = lambda _: None,
) -> Watched:
    """Add what is new in RSS and Atom feeds to a ledger and return what each feed had.

    What is remembered of the feeds is written after the documents are kept: whoever is killed in between finds the same
    items again, and the ledger tells that it has them.

    Args:
        feeds: Addresses.
        ledger: Folder of the ledger; made if it is not there.
        started: The time, with zone.
        fetcher: Fetches feeds and pages.
        full: Whether to fetch the pages of items of which a feed gives only a summary.
        entities: A user's own actors.
        on_poll: Called with each feed once it has answered, before its documents are coded.
        on_document: Called with the reader's receipt of each item.

    Raises:
        LedgerError: If the ledger cannot be opened or written.
        ReadError: If what is remembered of the feeds cannot be read or written.
    """
    states = load_states(ledger)
    polls: list[Poll] = []
    may_fetch = robots_rule(fetcher.get)

    def documents() -> Iterator[tuple[Document | None, Receipt]]:
        for url in dict.fromkeys(feeds):
            state = states.get(url, FeedState())
            poll = poll_feed(url, state, fetcher.get, now=started, full=full, may_fetch=may_fetch)
            polls.append(poll)
            on_poll(poll)
            if poll.outcome == "failed":
                yield None, Receipt(doc_id=url, source=url, stage=Stage.READ, outcome="failed", detail=poll.detail)
            yield from poll.results

    counts = add_documents(
        documents(), ledger, started=started.isoformat(timespec="seconds"), entities=entities, on_document=on_document
    )
    save_states(ledger, {**states, **{poll.url: poll.state for poll in polls}})
    return Watched(polls=tuple(polls), counts=counts)
