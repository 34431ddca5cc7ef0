"""Versions that cannot both be right, side by side with their claimants."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import pyarrow as pa

from dragoman.desk.query import FILTERS, Query, asked, filters_of
from dragoman.desk.rows import EventRow, event_rows
from dragoman.desk.source import Snapshot
from dragoman.store.browse import events_by_id
from dragoman.store.filters import disputes
from dragoman.store.view import View

SHOWN: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Two versions.

    Attributes:
        first: One version.
        second: The other.
    """

    first: EventRow
    second: EventRow


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputesPage:
    """All disputes that pass.

    Attributes:
        query: Filters that are set.
        disputes: By day of the first version; at most 50.
        limit: That number.
    """

    query: Mapping[str, str]
    disputes: tuple[Dispute, ...]
    limit: int


def disputes_page(snapshot: Snapshot, query: Query) -> DisputesPage:
    """Return the disputes of which one version passes the filters."""
    filters = replace(filters_of(query, limit=SHOWN), limit=SHOWN)
    return DisputesPage(
        query=asked(query, tuple(FILTERS)),
        disputes=dispute_rows(snapshot.view, disputes(snapshot.view, filters)),
        limit=SHOWN,
    )


def dispute_rows(view: View, table: pa.Table) -> tuple[Dispute, ...]:
    """Return pairs of `store.filters.disputes` with parties, words and claimants of both versions."""
    pairs = [(row["event_id"], row["other_id"]) for row in table.to_pylist()]
    ids = sorted({one for pair in pairs for one in pair})
    rows = {row.event_id: row for row in event_rows(view, events_by_id(view, ids))} if ids else {}
    return tuple(Dispute(first=rows[a], second=rows[b]) for a, b in pairs if a in rows and b in rows)
