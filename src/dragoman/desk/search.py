"""Full text and fields: articles that hold the words, events that pass the filters, and facets to narrow them."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from dragoman.desk.alerts import AlertRow, alert_rows
from dragoman.desk.query import FILTERS, Query, a_choice, asked, filters_of, page_number
from dragoman.desk.rows import EventRow, event_rows
from dragoman.desk.source import Snapshot
from dragoman.explore.words import one_line
from dragoman.model import EventType, SpeakerKind, Status
from dragoman.store.browse import count_events, event_page, facets, texts
from dragoman.store.search_index import SearchIndex, snippet

EVENTS: Final = 25
ARTICLES: Final = 8
ORDERS: Final = ("latest", "earliest", "most told")
AT_ONCE: Final = 100
"""Documents that a page puts into the index before it answers; the rest follows beside it."""
CHUNK: Final = 2_000
FACET_FIELDS: Final[Mapping[str, str]] = {"type": "type", "status": "status", "outlet": "outlet", "kind": "kind"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that holds the words.

    Attributes:
        doc_id: In the ledger.
        title: Headline.
        published: Its day.
        outlet: Who published it.
        snippet: Stretch around the first word found, in parts; the second of each says whether it was looked for.
    """

    doc_id: str
    title: str
    published: date | None
    outlet: str
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value to narrow by, and the number of events it leaves."""

    value: str
    n: int
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """What a search gave.

    Attributes:
        query: Filters that are set; `q` are the words.
        order: latest, earliest or most told.
        hits: Articles that hold all the words, the best first; at most 8 a page.
        n_hits: All of them.
        n_waiting: Articles that are not in the index yet.
        events: A page of the events that pass; the words must stand around the act.
        n_events: All of them.
        facets: Values by facet (type, status, outlet, kind).
        types: What `type` may be.
        statuses: What `status` may be.
        kinds: What `kind` may be.
        page: Number of the page.
        n_pages: Pages.
        can_save: Whether a filter is set, so that the query can be kept as an alert.
        alerts: The alerts of the ledger, with how much is new for each.
    """

    query: Mapping[str, str]
    order: str
    hits: tuple[Hit, ...]
    n_hits: int
    n_waiting: int
    events: tuple[EventRow, ...]
    n_events: int
    facets: Mapping[str, tuple[FacetValue, ...]]
    types: tuple[str, ...]
    statuses: tuple[str, ...]
    kinds: tuple[str, ...]
    page: int
    n_pages: int
    can_save: bool
    alerts: tuple[AlertRow, ...]


class Searcher:
    """The index of a ledger, kept up with it beside the pages."""

    def __init__(self, ledger: Path) -> None:
        self._index = SearchIndex(ledger)
        self._lock = threading.Lock()
        self._indexed: Snapshot | None = None
        self._worker: threading.Thread | None = None
        self._closing = threading.Event()

    @property
    def n_indexed(self) -> int:
        """Return how many documents the index holds: what a search gives depends on it."""
        return self._index.n_documents

    def close(self) -> None:
        """Stop filling the index, and close it."""
        self._closing.set()
        if self._worker is not None:
            self._worker.join()
        self._index.close()

    def find(self, snapshot: Snapshot, words: str, *, offset: int) -> tuple[tuple[Hit, ...], int, int]:
        """Return a page of articles that hold the words, the number of all, and of those not in the index yet."""
        found = self._index.search(words, limit=ARTICLES, offset=offset, n_waiting=self._catch_up(snapshot))
        by_id = {row["doc_id"]: row for row in texts(snapshot.view, found.doc_ids).to_pylist()}
        hits = tuple(
            Hit(
                doc_id=one,
                title=one_line(by_id[one]["title"] or "(untitled)"),
                published=by_id[one]["published"],
                outlet=by_id[one]["outlet"] or "unknown outlet",
                snippet=tuple((_spaced(part), is_found) for part, is_found in snippet(by_id[one]["text"], words)),
            )
            for one in found.doc_ids
            if one in by_id
        )
        return hits, found.n, found.n_waiting

    def _catch_up(self, snapshot: Snapshot) -> int:
        """Put new documents into the index, a few at once, and return how many are still waiting."""
        with self._lock:
            if self._indexed is snapshot:
                return 0
            waiting = self._index.update(snapshot.view, most=AT_ONCE)
            if not waiting:
                self._indexed = snapshot
            elif self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(target=self._fill, args=(snapshot,), daemon=True)
                self._worker.start()
            return waiting

    def _fill(self, snapshot: Snapshot) -> None:
        while not self._closing.is_set() and self._index.update(snapshot.view, most=CHUNK):
            pass


def _spaced(part: str) -> str:
    """Return words on one line with the spaces at their ends kept."""
    line = one_line(part)
    return f"{' ' * part.startswith(' ')}{line}{' ' * (part.endswith(' ') and bool(line))}"


def search_page(snapshot: Snapshot, searcher: Searcher, query: Query) -> SearchPage:
    """Return articles and events for the words and filters of the query."""
    page = page_number(query)
    order = a_choice(query, "order", ORDERS)
    filters = filters_of(query, limit=EVENTS)
    words = query.get("q", "").strip()
    hits, n_hits, waiting = searcher.find(snapshot, words, offset=(page - 1) * ARTICLES) if words else ((), 0, 0)
    n_events = count_events(snapshot.view, filters)
    rows = event_page(snapshot.view, filters, order=order, offset=(page - 1) * EVENTS)
    n_pages = max(-(-n_events // EVENTS), -(-n_hits // ARTICLES), 1)
    return SearchPage(
        query=asked(query, (*FILTERS, "order")),
        order=order,
        hits=hits,
        n_hits=n_hits,
        n_waiting=waiting,
        events=event_rows(snapshot.view, rows),
        n_events=n_events,
        facets=_facets(snapshot, query),
        types=tuple(EventType),
        statuses=tuple(Status),
        kinds=tuple(SpeakerKind),
        page=page,
        n_pages=n_pages,
        can_save=bool(filters.given()),
        alerts=alert_rows(snapshot),
    )


def _facets(snapshot: Snapshot, query: Query) -> dict[str, tuple[FacetValue, ...]]:
    found: dict[str, list[FacetValue]] = {name: [] for name in FACET_FIELDS}
    for row in facets(snapshot.view, filters_of(query, limit=1)).to_pylist():
        chosen = query.get(FACET_FIELDS[row["facet"]], "").casefold() == row["value"].casefold()
        found[row["facet"]].append(FacetValue(value=row["value"], n=row["n"], is_chosen=chosen))
    return {name: tuple(values) for name, values in found.items()}
