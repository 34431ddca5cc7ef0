"""A whole ledger at a glance, as tables: what `dragoman demo` shows."""

from collections.abc import Sequence

import pyarrow as pa

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
        SELECT e.start, e."end", e.published, e.type, e.status,
               (SELECT string_agg(DISTINCT p.name, ', ' ORDER BY p.name) FROM participants p
                WHERE p.event_id = e.event_id AND p.role = 'actor') AS actors,
               (SELECT string_agg(DISTINCT p.name, ', ' ORDER BY p.name) FROM participants p
                WHERE p.event_id = e.event_id AND p.role = 'recipient') AS recipients,
               e.context, e.words, e.n_origins, e.n_evidence, e.event_id,
               (SELECT string_agg(DISTINCT v.speaker_name, ', ' ORDER BY v.speaker_name) FROM evidence v
                WHERE v.event_id = e.event_id) AS sources
        FROM events e
        WHERE e.status IN (SELECT unnest(?)) AND EXISTS (SELECT 1 FROM participants p WHERE p.event_id = e.event_id)
        ORDER BY {orders[order]} LIMIT {int(limit)}
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
    return view.query(
        f"""
        SELECT e.type, e.context, e.status, o.context AS other_context, o.status AS other_status,
               (SELECT min(v.speaker_name) FROM evidence v WHERE v.event_id = e.event_id) AS says,
               (SELECT min(v.speaker_name) FROM evidence v WHERE v.event_id = o.event_id) AS other_says
        FROM disputes t JOIN events e ON e.event_id = t.event_id JOIN events o ON o.event_id = t.other_id
        WHERE t.event_id < t.other_id ORDER BY e.published, t.event_id LIMIT {int(limit)}
        """
    )
