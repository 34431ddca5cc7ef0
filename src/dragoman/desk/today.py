"""The front page: what is new, what was called off, what falls due, what is disputed, who moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dragoman.desk.disputes import Dispute, dispute_rows
from dragoman.desk.outlook import Expected, expected_rows
from dragoman.desk.query import Query, a_choice, a_day
from dragoman.desk.rows import CALLED_OFF, TRUE, EventRow, PositionRow, event_rows, position_rows
from dragoman.desk.source import Snapshot
from dragoman.store.browse import (
    Fresh,
    count_documents,
    documents,
    last_seq,
    new_events,
    new_positions,
)
from dragoman.store.filters import Filters, disputes, expectations

NEWS: Final = 14
SIDE: Final = 6
SHOWN_DOCUMENTS: Final = 12
WINDOW_DAYS: Final = 7
"""Days of reporting that are new to someone who was never here, counted back from the ledger's last day."""
DUE_DAYS: Final = 30
WINDOWS: Final = ("last", "week", "month", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document in a list."""

    doc_id: str
    title: str
    published: date | None
    outlet: str
    n_words: int
    n_events: int
    origin_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayPage:
    """The front page.

    Attributes:
        window: last, week, month, all or since.
        since: First day of publication that counts as new; None where the commits decide or all counts.
        day: The ledger's last day; None for a ledger without days.
        seq: Number of the newest commit, which "mark as read" remembers.
        is_caught_up: Whether nothing was added since this browser marked all as read.
        n_articles: New documents.
        n_origins: Independent texts among them.
        n_all: Documents in the ledger.
        n_imported: Events of imported data sets.
        news: What happened.
        off: What was called off, put off or denied.
        due: Open expectations that fall due around now, by day.
        disputes: Versions that exclude one another.
        positions: Stances, those that moved first.
        articles: New documents.
    """

    window: str
    since: date | None
    day: date | None
    seq: int
    is_caught_up: bool
    n_articles: int
    n_origins: int
    n_all: int
    n_imported: int
    news: tuple[EventRow, ...]
    off: tuple[EventRow, ...]
    due: tuple[Expected, ...]
    disputes: tuple[Dispute, ...]
    positions: tuple[PositionRow, ...]
    articles: tuple[DocumentRow, ...]


def today_page(snapshot: Snapshot, query: Query, *, seen: int | None) -> TodayPage:
    """Return the front page.

    Args:
        snapshot: The ledger.
        query: `window` (last, week, month, all) or `since`, a day of publication.
        seen: Number of the commit up to which this browser marked all as read; None if it never did.
    """
    view, day = snapshot.view, snapshot.day
    since = a_day(query, "since")
    window = "since" if since else a_choice(query, "window", WINDOWS)
    fresh = Fresh(since=since)
    if window == "last" and seen is not None:
        fresh = Fresh(after_seq=seen)
    elif window in {"last", "week", "month"} and day is not None:
        fresh = Fresh(since=day - timedelta(days=(30 if window == "month" else WINDOW_DAYS) - 1))
    n_articles, n_origins = count_documents(view, fresh)
    return TodayPage(
        window=window,
        since=fresh.since,
        day=day,
        seq=last_seq(view),
        is_caught_up=window == "last" and seen is not None and n_articles == 0,
        n_articles=n_articles,
        n_origins=n_origins,
        n_all=view.n_documents(),
        n_imported=sum(snapshot.imports.values()),
        news=event_rows(view, new_events(view, fresh, TRUE, order="most told", limit=NEWS)),
        off=event_rows(view, new_events(view, fresh, CALLED_OFF, order="latest", limit=SIDE)),
        due=_due(snapshot),
        disputes=_disputes(snapshot, fresh),
        positions=position_rows(new_positions(view, fresh, limit=SIDE)),
        articles=document_rows(documents(view, fresh, limit=SHOWN_DOCUMENTS).to_pylist()),
    )


def _due(snapshot: Snapshot) -> tuple[Expected, ...]:
    """Return the open expectations whose window reaches into the weeks around the ledger's last day."""
    if snapshot.day is None:
        return ()
    since, until = snapshot.day - timedelta(days=WINDOW_DAYS), snapshot.day + timedelta(days=DUE_DAYS)
    found = expectations(snapshot.view, Filters(since=since, until=until))
    rows = expected_rows(snapshot, found)
    return tuple(row for row in rows if row.is_open and row.due_start is not None)[:SIDE]


def _disputes(snapshot: Snapshot, fresh: Fresh) -> tuple[Dispute, ...]:
    if fresh.since is None and fresh.after_seq is None:
        return dispute_rows(snapshot.view, disputes(snapshot.view, Filters(limit=SIDE)))
    new = {row["doc_id"] for row in documents(snapshot.view, fresh, limit=2_000).to_pylist()}
    since = None if fresh.since is None else fresh.since - timedelta(days=365)
    found = dispute_rows(snapshot.view, disputes(snapshot.view, Filters(since=since, limit=200)))
    return tuple(
        one for one in found if any(told.doc_id in new for side in (one.first, one.second) for told in side.tellings)
    )[:SIDE]


def document_rows(rows: list[dict[str, object]]) -> tuple[DocumentRow, ...]:
    """Return documents as pages list them."""
    return tuple(_document(row) for row in rows)


def _document(row: Mapping[str, object]) -> DocumentRow:
    published = row["published"]
    return DocumentRow(
        doc_id=str(row["doc_id"]),
        title=str(row["title"] or "(untitled)"),
        published=published if isinstance(published, date) else None,
        outlet=str(row["outlet"] or "unknown outlet"),
        n_words=int(str(row["n_words"] or 0)),
        n_events=int(str(row["n_events"] or 0)),
        origin_id=None if row["origin_id"] is None else str(row["origin_id"]),
    )
