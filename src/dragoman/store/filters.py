"""Filters of the command line as bound conditions, and why a result is empty."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date

import pyarrow as pa

from dragoman.store.view import View

DEFAULT_LIMIT = 500
"""Rows that a table shows unless asked for more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to show; None shows all.

    Attributes:
        actor: Who takes part, on either side: an ISO or organisation code ("GBR"), an entity id, or part of a name.
        recipient: The same, as recipient only.
        type: PLOVER type.
        status: Status.
        since: First day; an event without a date of its own counts by its document's day.
        until: Last day.
        issue: Part of an issue label, or of the object of a position.
        outlet: Part of an outlet's name.
        speaker_kind: named, anonymous, outlet, document or hearsay.
        text: Part of the words shown.
        limit: Rows at most.
    """

    actor: str | None = None
    recipient: str | None = None
    type: str | None = None
    status: str | None = None
    since: date | None = None
    until: date | None = None
    issue: str | None = None
    outlet: str | None = None
    speaker_kind: str | None = None
    text: str | None = None
    limit: int = DEFAULT_LIMIT

    def given(self) -> tuple[str, ...]:
        """Return the names of the filters that are set."""
        return tuple(f.name for f in fields(self) if f.name != "limit" and getattr(self, f.name) is not None)


Where = tuple[list[str], list[object]]
_WHO = "(lower({0}.code) = lower(?) OR {0}.entity_id = ? OR {0}.name ILIKE '%' || ? || '%')"


def events(view: View, filters: Filters) -> pa.Table:
    """Return the events that pass, by day and id."""
    where, bound = _event_conditions(filters)
    return view.query(
        f"""
        SELECT e.event_id, e.type, e.mode, e.status, e.start, e."end", e.place, e.country,
               (SELECT string_agg(DISTINCT p.name, ', ' ORDER BY p.name) FROM participants p
                WHERE p.event_id = e.event_id AND p.role = 'actor') AS actors,
               (SELECT string_agg(DISTINCT p.name, ', ' ORDER BY p.name) FROM participants p
                WHERE p.event_id = e.event_id AND p.role = 'recipient') AS recipients,
               e.words, e.context, e.published, d.outlet,
               (SELECT string_agg(DISTINCT v.speaker_name, ', ' ORDER BY v.speaker_name) FROM evidence v
                WHERE v.event_id = e.event_id) AS sources,
               round(e.belief, 2) AS belief, e.n_evidence, e.n_origins, e.doc_id
        FROM events e JOIN documents d ON d.doc_id = e.doc_id
        WHERE {" AND ".join(where) or "true"}
        ORDER BY coalesce(e.start, e.published), e.published, e.event_id LIMIT {int(filters.limit)}
        """,
        bound,
    )


def _event_conditions(f: Filters) -> Where:
    where: list[str] = []
    bound: list[object] = []

    def add(condition: str, *values: object) -> None:
        where.append(condition)
        bound.extend(values)

    if f.actor:
        who = _WHO.format("p")
        add(f"EXISTS (SELECT 1 FROM participants p WHERE p.event_id = e.event_id AND {who})", *[f.actor] * 3)
    if f.recipient:
        add(
            "EXISTS (SELECT 1 FROM participants p WHERE p.event_id = e.event_id AND p.role = 'recipient' "
            f"AND {_WHO.format('p')})",
            *[f.recipient] * 3,
        )
    if f.type:
        add("e.type = upper(?)", f.type)
    if f.status:
        add("e.status = lower(?)", f.status)
    if f.since:
        add('coalesce(e."end", e.start, e.published) >= ?', f.since)
    if f.until:
        add("coalesce(e.start, e.published) <= ?", f.until)
    if f.issue:
        add("e.issue ILIKE '%' || ? || '%'", f.issue)
    if f.outlet:
        add("d.outlet ILIKE '%' || ? || '%'", f.outlet)
    if f.speaker_kind:
        add("EXISTS (SELECT 1 FROM evidence v WHERE v.event_id = e.event_id AND v.speaker_kind = ?)", f.speaker_kind)
    if f.text:
        add("e.context ILIKE '%' || ? || '%'", f.text)
    return where, bound


def positions(view: View, filters: Filters) -> pa.Table:
    """Return the positions that pass, by actor and day."""
    f = filters
    where, bound = _document_conditions(f, day="p.since", speaker="p.speaker_kind", words="p.words")
    if f.actor:
        where.append("(lower(p.actor_code) = lower(?) OR p.actor = ? OR p.actor_name ILIKE '%' || ? || '%')")
        bound.extend([f.actor] * 3)
    if f.issue or f.recipient:
        wanted = f.issue or f.recipient
        where.append("(lower(p.object_code) = lower(?) OR p.object = ? OR p.object_name ILIKE '%' || ? || '%')")
        bound.extend([wanted] * 3)
    if f.status:
        where.append("p.status = lower(?)")
        bound.append(f.status)
    return view.query(
        f"""
        SELECT p.position_id, p.actor_name, p.stance, p.object_name, p.change, p.status, p.since, p.words,
               p.speaker_name, d.outlet, p.doc_id
        FROM positions p JOIN documents d ON d.doc_id = p.doc_id
        WHERE {" AND ".join(where) or "true"}
        ORDER BY p.actor_name, p.since, p.position_id LIMIT {int(f.limit)}
        """,
        bound,
    )


def expectations(view: View, filters: Filters) -> pa.Table:
    """Return the expectations that pass, by due day."""
    f = filters
    where, bound = _document_conditions(f, day="coalesce(x.due_end, d.published)", speaker=None, words="x.words")
    if f.actor:
        where.append(
            "(x.holder = ? OR x.holder_name ILIKE '%' || ? || '%' OR EXISTS (SELECT 1 FROM participants p "
            f"WHERE p.event_id = x.event_id AND {_WHO.format('p')}))"
        )
        bound.extend([f.actor] * 5)
    return view.query(
        f"""
        SELECT x.expectation_id, x.words, x.due_start, x.due_end, x.condition, x.holder_name, x.state,
               x.event_id, d.published, d.outlet, x.doc_id
        FROM expectations x JOIN documents d ON d.doc_id = x.doc_id
        WHERE {" AND ".join(where) or "true"}
        ORDER BY x.due_end NULLS LAST, d.published, x.expectation_id LIMIT {int(f.limit)}
        """,
        bound,
    )


def disputes(view: View, filters: Filters) -> pa.Table:
    """Return pairs of versions that exclude one another, each pair once."""
    where, bound = _event_conditions(filters)
    return view.query(
        f"""
        SELECT t.event_id, t.other_id, e.type, e.status, e.context, a.speaker_name AS says,
               o.status AS other_status, o.context AS other_context, b.speaker_name AS other_says,
               d.published, d.outlet
        FROM disputes t JOIN events e ON e.event_id = t.event_id JOIN events o ON o.event_id = t.other_id
        JOIN documents d ON d.doc_id = e.doc_id
        JOIN (SELECT event_id, min(speaker_name) AS speaker_name FROM evidence GROUP BY event_id) a
          ON a.event_id = t.event_id
        JOIN (SELECT event_id, min(speaker_name) AS speaker_name FROM evidence GROUP BY event_id) b
          ON b.event_id = t.other_id
        WHERE t.event_id < t.other_id AND {" AND ".join(where) or "true"}
        ORDER BY d.published, t.event_id LIMIT {int(filters.limit)}
        """,
        bound,
    )


def entities(view: View, filters: Filters) -> pa.Table:
    """Return the entities that pass, those in most documents first."""
    f = filters
    where, bound = ["NOT n.is_anonymous"], []
    if f.actor:
        where.append(_WHO.replace("{0}.entity_id", "n.entity_id").format("n"))
        bound.extend([f.actor] * 3)
    return view.query(
        f"""
        SELECT n.entity_id, n.name, n.code, n.sector, n.office, n.n_documents,
               (SELECT count(DISTINCT p.event_id) FROM participants p WHERE p.entity_id = n.entity_id) AS n_events
        FROM entities n WHERE {" AND ".join(where)}
        ORDER BY n_events DESC, n.n_documents DESC, n.entity_id LIMIT {int(f.limit)}
        """,
        bound,
    )


def _document_conditions(f: Filters, *, day: str, speaker: str | None, words: str) -> tuple[list[str], list[object]]:
    where: list[str] = []
    bound: list[object] = []
    for value, condition in (
        (f.since, f"{day} >= ?"),
        (f.until, f"{day} <= ?"),
        (f.outlet, "d.outlet ILIKE '%' || ? || '%'"),
        (f.speaker_kind, f"{speaker} = ?" if speaker else ""),
        (f.text, f"{words} ILIKE '%' || ? || '%'"),
    ):
        if value is not None and condition:
            where.append(condition)
            bound.append(value)
    return where, bound


def explain_empty(view: View, filters: Filters, find: Callable[[View, Filters], pa.Table]) -> str:
    """Return why nothing was found: an empty ledger, or the filter without which there would be rows."""
    if view.n_documents() == 0:
        return "nothing found: the ledger holds no documents yet; add some with: dragoman add INPUT..."
    given = filters.given()
    if not given:
        return f"nothing found in {view.n_documents()} documents"
    for name in given:
        n = find(view, replace(filters, **{name: None})).num_rows  # type: ignore[arg-type]  # all of these may be None
        if n:
            return f"nothing found: no row has {_shown(filters, name)}; {n} would pass without it"
    alone = [_shown(filters, name) for name in given]
    return f"nothing found for {', '.join(alone)}, whichever of them is left out"


def _shown(filters: Filters, name: str) -> str:
    return f"--{name.replace('_', '-')} {getattr(filters, name)}"
