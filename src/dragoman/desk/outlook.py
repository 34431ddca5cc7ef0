"""Expectations: open ones by due day with their base rates, settled ones with what settled them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import pyarrow as pa

from dragoman.desk.query import Query, a_choice, asked, filters_of
from dragoman.desk.source import Snapshot
from dragoman.explore.outlook import outlook
from dragoman.explore.words import one_line
from dragoman.store.browse import hit_rates

SHOWN: Final = 200
STATES: Final = ("open", "settled", "all")
QUERY: Final = ("actor", "type", "since", "until", "outlet", "q", "state")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One expectation.

    Attributes:
        expectation_id: In the ledger.
        words: The statement.
        holder: Who holds it.
        due_start: When it should come; None where left open.
        due_end: Last day of that.
        condition: The if-clause, or "".
        state: open, or how it ended.
        is_open: Whether nothing settled it.
        is_overdue: Whether it is open and its last day lies before the ledger's last day.
        event_id: Event expected, or None.
        told: Day of the document.
        outlet: Who published it.
        doc_id: The document.
        settled_on: Day of the report that settled it, or None.
        settled_doc: That report, or None.
        n_articles: Documents that tell it in these words, of this holder, with this due time.
        base_rate: How often such an act came in like spans before, 0 to 1; None where it cannot be told.
        reference: That in words.
    """

    expectation_id: str
    words: str
    holder: str
    due_start: date | None
    due_end: date | None
    condition: str
    state: str
    is_open: bool
    is_overdue: bool
    event_id: str | None
    told: date | None
    outlet: str
    doc_id: str
    settled_on: date | None
    settled_doc: str | None
    n_articles: int
    base_rate: float | None
    reference: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRate:
    """How often what one kind of source or outlet expected came in time: held of n settled."""

    by: str
    name: str
    n: int
    held: int
    rate: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookPage:
    """What is expected.

    Attributes:
        query: Filters that are set.
        state: open, settled or all.
        day: The ledger's last day, which "overdue" is measured by.
        counts: Number of expectations by state, of all that pass the other filters.
        expected: By due day; at most 200.
        limit: That number.
        rates: How often what was expected came in time, by kind of source and outlet, from 20 settled on.
        n_unrated: Kinds of source and outlets with fewer.
    """

    query: Mapping[str, str]
    state: str
    day: date | None
    counts: Mapping[str, int]
    expected: tuple[Expected, ...]
    limit: int
    rates: tuple[HitRate, ...]
    n_unrated: int


def outlook_page(snapshot: Snapshot, query: Query) -> OutlookPage:
    """Return the expectations that pass the filters, of one state."""
    state = a_choice(query, "state", STATES)
    filters = filters_of({name: value for name, value in query.items() if name in QUERY}, limit=SHOWN)
    rows = expected_rows(snapshot, outlook(snapshot.view, filters, events=lambda: snapshot.own.covered))
    kept = rows if state == "all" else [row for row in rows if row.is_open == (state == "open")]
    rated = hit_rates(snapshot.view).to_pylist()
    return OutlookPage(
        query=asked(query, QUERY),
        state=state,
        day=snapshot.day,
        counts=dict(sorted(Counter(row.state for row in rows).items())),
        expected=tuple(kept),
        limit=SHOWN,
        rates=tuple(HitRate(**row) for row in rated if row["rate"] is not None),
        n_unrated=sum(row["rate"] is None for row in rated),
    )


def expected_rows(snapshot: Snapshot, table: pa.Table) -> tuple[Expected, ...]:
    """Return rows of `store.filters.expectations` or `explore.outlook.outlook`, word for word repeats joined."""
    found: dict[tuple[object, ...], list[Mapping[str, object]]] = {}
    for row in table.to_pylist():
        told = " ".join(str(row["words"] or "").casefold().split())
        holder = row["holder_name"] if row["holder_name"] != row["outlet"] else None
        found.setdefault((told, holder, row["due_start"], row["due_end"], row["state"]), []).append(row)
    return tuple(_expected(same[0], snapshot.day, len({row["doc_id"] for row in same})) for same in found.values())


def _expected(row: Mapping[str, object], day: date | None, n_articles: int) -> Expected:
    due_start, due_end, told = (
        value if isinstance(value := row[name], date) else None for name in ("due_start", "due_end", "published")
    )
    last = due_end or due_start
    rate, reference = row.get("base_rate"), row.get("reference")
    is_open = row["state"] == "open"
    return Expected(
        expectation_id=str(row["expectation_id"]),
        words=one_line(str(row["words"] or "")),
        holder=one_line(str(row["holder_name"] or "")).removeprefix("anonymous: ").removeprefix("document: "),
        due_start=due_start,
        due_end=due_end,
        condition=one_line(str(row["condition"] or "")),
        state=str(row["state"]),
        is_open=is_open,
        is_overdue=is_open and last is not None and day is not None and last < day,
        event_id=None if row["event_id"] is None else str(row["event_id"]),
        told=told,
        outlet=str(row["outlet"] or ""),
        doc_id=str(row["doc_id"]),
        settled_on=settled_on if isinstance(settled_on := row.get("settled_on"), date) else None,
        settled_doc=None if row.get("settled_doc") is None else str(row["settled_doc"]),
        n_articles=n_articles,
        base_rate=rate if isinstance(rate, float) else None,
        reference=None if reference is None else str(reference),
    )
