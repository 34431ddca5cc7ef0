"""A whole ledger at a glance, as tables: what `dragoman demo` shows."""

from collections.abc import Sequence

import pyarrow as pa

from dragoman.store.filters import SHOWN, Filters, disputes
from dragoman.store.view import View


def counts(view: View) -> dict[str, int]:
    """Return how many documents, origins, events, positions and expectations the ledger holds."""
    names = ("documents", "origins", "events", "positions", "expectations")
    columns = ", ".join(f"(SELECT count(*) FROM {name}) AS {name}" for name in names)
    return dict(view.query(f"SELECT {columns}").to_pylist()[0])


def told_events(view: View, statuses: Sequence[str], *, order: str, limit: int) -> pa.Table:
    """Return events of these statuses whose parties are known, in a table's columns.

    Args:
        view: The ledger.
        statuses: Values of status.
        order: "most told" (by origins, then tellings, then belief), "first told" or "latest".
        limit: Rows at most.
    """
    orders = {
        "most told": "e.n_origins DESC, e.n_evidence DESC, e.belief DESC, e.event_id",
        "first told": "e.published, e.event_id",
        "latest": "coalesce(e.start, e.published) DESC, e.event_id",
    }
    return view.query(
        f"""
        WITH hits AS MATERIALIZED (
          SELECT event_id FROM events e
          WHERE status IN (SELECT unnest(?)) AND event_id IN (SELECT event_id FROM participants_live)
          ORDER BY {orders[order]} LIMIT {int(limit)}
        ), {SHOWN}
        SELECT start, "end", published, type, status, actors, recipients, context, words, n_origins, n_evidence,
               event_id, sources
        FROM shown e ORDER BY {orders[order]}
        """,
        [list(statuses)],
    )


def speaker_kinds(view: View) -> list[tuple[str, int]]:
    """Return each kind of source with the number of events that rest on it, the most first."""
    rows = view.query(
        "SELECT speaker_kind, count(DISTINCT event_id) AS n FROM evidence GROUP BY speaker_kind ORDER BY n DESC, 1"
    ).to_pylist()
    return [(r["speaker_kind"], r["n"]) for r in rows]


def held_positions(view: View, *, limit: int) -> pa.Table:
    """Return positions, each once however often told; those that moved first."""
    return view.query(
        "SELECT actor_name, stance, object_name, change, max(since) AS since, "
        "string_agg(DISTINCT speaker_name, ', ' ORDER BY speaker_name) AS sources FROM positions "
        "GROUP BY actor_name, stance, object_name, change "
        f"ORDER BY change = 'none', actor_name, object_name LIMIT {int(limit)}"
    )


def rival_versions(view: View, *, limit: int) -> pa.Table:
    """Return pairs of versions that cannot both be right, each pair once."""
    return disputes(view, Filters(limit=limit))
