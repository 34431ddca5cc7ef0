"""What is left to review, the least sure first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from dragoman.model.ids import content_id
from dragoman.store.correction_kinds import KINDS
from dragoman.store.corrections import Target, find_targets
from dragoman.store.filters import Filters, event_conditions, expectations, positions
from dragoman.store.view import View

REVIEWED: Final = tuple(KINDS)
"""Kinds that can be reviewed. Only events have a confidence; they come first, the others by day."""

WHOLE: Final = 2**31 - 1
"""More rows than a table has."""


def queue(
    view: View, filters: Filters, *, kinds: Sequence[str] = ("event", "position"), seed: int | None = None
) -> tuple[str, ...]:
    """Return the ids of the records that nobody has corrected, accepted or rejected yet, the least sure first.

    Args:
        view: The ledger.
        filters: As for the tables of that kind; `limit` is how many in all.
        kinds: Keys of `KINDS`.
        seed: Take them in an order drawn by chance instead, so that the share found right holds for all.

    Raises:
        ConfigError: If a filter means nothing for one of the kinds.
    """
    seen = set(
        view.query("SELECT DISTINCT target_id FROM corrections_now WHERE state = 'applied'")["target_id"].to_pylist()
    )
    found: list[str] = []
    for kind in REVIEWED:
        if kind in kinds:
            found += [i for i in _ids(view, kind, replace(filters, limit=WHOLE)) if i not in seen]
    if seed is not None:
        found.sort(key=lambda record_id: content_id("s", seed, record_id))
    return tuple(dict.fromkeys(found))[: filters.limit]


def _ids(view: View, kind: str, filters: Filters) -> list[str]:
    if kind == "event":
        where = event_conditions(view, filters)
        statement = f"""
            SELECT t.event_id AS id FROM told t JOIN evidence_live v ON v.event_id = t.event_id AND v.doc_id = t.doc_id
            WHERE {where} GROUP BY t.event_id ORDER BY max(v.confidence), min(t.published), t.event_id
        """
        return _column(view.query(statement, where.bound).to_pylist(), "id")
    if kind == "position":
        return _column(positions(view, filters).to_pylist(), "position_id")
    if kind == "expectation":
        return _column(expectations(view, filters).to_pylist(), "expectation_id")
    rows = view.query(
        "SELECT c.driver_id FROM drivers_live c JOIN documents_live d ON d.doc_id = c.doc_id "
        "WHERE c.effect_id IN (SELECT event_id FROM told t WHERE "
        f"{(where := event_conditions(view, filters))}) ORDER BY d.published, c.doc_id, c.cause_start, c.driver_id",
        where.bound,
    )
    return _column(rows.to_pylist(), "driver_id")


def _column(rows: Sequence[Mapping[str, Any]], name: str) -> list[str]:
    return [str(row[name]) for row in rows]


def current(view: View, record_id: str) -> Target:
    """Return a record of the queue with what it says now."""
    return find_targets(view, record_id)[0]
