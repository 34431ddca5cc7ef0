"""Filtered tables of the ledger, and why one is empty."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Final

import pyarrow as pa

from dragoman.errors import ConfigError
from dragoman.model import EventType, SpeakerKind, Status
from dragoman.store.catalog import LAST_DAY, expected_by, merged, people
from dragoman.store.view import View
from dragoman.store.whom import Whom, find_whom, name_condition, similar_names

DEFAULT_LIMIT: Final = 500
"""Rows that a table shows unless asked for more."""

_CLOSED: Final[Mapping[str, tuple[str, ...]]] = {
    "type": tuple(EventType),
    "status": tuple(Status),
    "speaker_kind": tuple(SpeakerKind),
}
_FLAGS: Final = {"speaker_kind": "source-kind"}
"""Names of command line options where they differ from the field."""
_OF_DOCUMENTS: Final = {"since", "until", "outlet", "text"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to show; None shows all. A document counts if all filters hold in it.

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

    def __post_init__(self) -> None:
        for name, values in _CLOSED.items():
            given = getattr(self, name)
            if given is not None and given.lower() not in {v.lower() for v in values}:
                raise ConfigError(f"{_flag(name)} {given}: expected one of {', '.join(values)}")
        if self.since and self.until and self.since > self.until:
            raise ConfigError(f"--since {self.since} --until {self.until}: expected the earlier day first")

    def given(self) -> tuple[str, ...]:
        """Return the names of the filters that are set."""
        return tuple(f.name for f in fields(self) if f.name != "limit" and getattr(self, f.name) is not None)


Find = Callable[[View, Filters], pa.Table]


class Where:
    """Conditions joined by AND, with their bound parameters in order."""

    def __init__(self) -> None:
        self.bound: list[object] = []
        self._conditions: list[str] = []

    def add(self, value: object, condition: str, *values: object) -> None:
        """Add a condition if the filter's value is set; binds the given values, or that one if there are none."""
        if value is not None:
            self._conditions.append(condition)
            self.bound.extend(values or (value,))

    def has(self, value: str | None, column: str) -> None:
        """Add the condition that a column holds the value as a part, whatever the case."""
        self.add(value, f"contains(lower({column}), lower(?))")

    def __str__(self) -> str:
        return " AND ".join(self._conditions) or "true"


def _takes_part(view: View, where: Where, words: str | None, event: str, role: str = "") -> None:
    """Add the condition that somebody takes part in the event that a column names."""
    if words is not None:
        found = find_whom(view, words)
        side = f"AND role = '{role}'" if role else ""
        where.add(
            words,
            f"{event} IN (SELECT event_id FROM participants_live WHERE {_is_among(found)} {side})",
            list(found.values),
        )


def _is_among(whom: Whom, *, code: str = "code", entity: str = "entity_id") -> str:
    return f"{code if whom.by_code else entity} IN (SELECT unnest(?::VARCHAR[]))"


def plain_conditions(f: Filters, alias: str) -> Where:
    """Return the conditions that coded and imported events share: type, status, days, issue and outlet of a row."""
    where = Where()
    where.add(f.type, f"{alias}.type = upper(?)")
    where.add(f.status, f"{alias}.status = lower(?)")
    where.add(f.since, f'coalesce({alias}."end", {alias}.start, {alias}.published) >= ?')
    where.add(f.until, f'coalesce({alias}.start, {alias}."end", {alias}.published) <= ?')
    where.has(f.issue, f"{alias}.issue")
    where.has(f.outlet, f"{alias}.outlet")
    return where


def event_conditions(view: View, f: Filters) -> Where:
    """Return the conditions on a row of `told`, named t."""
    where = plain_conditions(f, "t")
    where.add(f.speaker_kind, "list_contains(t.speaker_kinds, lower(?))")
    where.has(f.text, "t.context")
    _takes_part(view, where, f.actor, "t.event_id")
    _takes_part(view, where, f.recipient, "t.event_id", "recipient")
    return where


_PARTIES: Final = f"""
  SELECT event_id, string_agg(DISTINCT name, ', ' ORDER BY name) FILTER (role = 'actor') AS actors,
         string_agg(DISTINCT name, ', ' ORDER BY name) FILTER (role = 'recipient') AS recipients
  FROM ({people("(SELECT * FROM participants_live WHERE event_id IN (SELECT event_id FROM hits))")}) GROUP BY event_id
"""
_SOURCES: Final = """
  SELECT event_id, string_agg(DISTINCT speaker_name, ', ' ORDER BY speaker_name) AS sources
  FROM evidence_live WHERE event_id IN (SELECT event_id FROM hits) GROUP BY event_id
"""
SHOWN: Final = f"""
  chosen AS (SELECT t.* FROM told t SEMI JOIN hits h ON t.event_id = h.event_id),
  shown AS (
    SELECT e.*, p.actors, p.recipients, s.sources
    FROM ({merged("chosen")}) e
    LEFT JOIN ({_PARTIES}) p ON p.event_id = e.event_id LEFT JOIN ({_SOURCES}) s ON s.event_id = e.event_id
  )
"""
"""The events of a table `hits` as people see them: merged over their documents, with parties and sources. Events are
merged after they were chosen, because merging all of a large ledger takes a second for each million."""


def events(view: View, filters: Filters) -> pa.Table:
    """Return the events that pass, by day and id."""
    where = event_conditions(view, filters)
    return view.query(
        f"""
        WITH hits AS MATERIALIZED (
          SELECT event_id FROM told t WHERE {where} GROUP BY event_id
          ORDER BY min(coalesce(start, published)), event_id LIMIT {int(filters.limit)}
        ), {SHOWN}
        SELECT event_id, type, mode, status, start, "end", place, country, actors, recipients, words, context,
               published, outlet, sources, round(belief, 2) AS belief, n_evidence, n_origins, n_documents, doc_id
        FROM shown ORDER BY coalesce(start, published), event_id
        """,
        where.bound,
    )


def positions(view: View, filters: Filters) -> pa.Table:
    """Return the positions that pass, by actor and day."""
    f = _only(filters, "positions", {"actor", "recipient", "status", "issue", "speaker_kind"} | _OF_DOCUMENTS)
    where = _document_conditions(f, day="p.since", words="p.words")
    where.add(f.speaker_kind, "p.speaker_kind = lower(?)")
    where.add(f.status, "p.status = lower(?)")
    where.has(f.issue, "p.object_name")
    for words, side in ((f.actor, "actor"), (f.recipient, "object")):
        if words is not None:
            found = find_whom(view, words)
            among = _is_among(found, code=f"p.{side}_code", entity=f"p.{side}")
            where.add(words, f"({among} OR {name_condition(f'p.{side}_name', words)})", list(found.values), words)
    return view.query(
        f"""
        SELECT p.position_id, p.actor_name, p.stance, p.object_name, p.change, p.status, p.since, p.words,
               p.speaker_name, d.outlet, p.doc_id
        FROM positions p JOIN documents_live d ON d.doc_id = p.doc_id
        WHERE {where} ORDER BY p.actor_name, p.since, p.position_id LIMIT {int(f.limit)}
        """,
        where.bound,
    )


def expectations(view: View, filters: Filters, *, on: date | None = None, only: str | None = None) -> pa.Table:
    """Return the expectations that pass, by due day: those that the actor holds, or whose event the actor is in.

    Args:
        view: The ledger.
        filters: What to show.
        on: What was known by that day; None for the day of the newest document.
        only: "due" for open ones whose window has begun, "settled" for those with an outcome, None for all.
    """
    f = _only(filters, "expectations", {"actor", "recipient", "type"} | _OF_DOCUMENTS)
    where = _document_conditions(f, day="coalesce(x.due_end, x.due_start, d.published)", words="x.words")
    if f.actor is not None:
        found = find_whom(view, f.actor)
        held = "x.holder IN (SELECT entity_id FROM entities_live WHERE " + _is_among(found) + ")"
        part = f"x.event_id IN (SELECT event_id FROM participants_live WHERE {_is_among(found)})"
        named = name_condition("x.holder_name", f.actor)
        where.add(f.actor, f"({held} OR {part} OR {named})", list(found.values), list(found.values), f.actor)
    _takes_part(view, where, f.recipient, "x.event_id", "recipient")
    where.add(f.type, "x.event_id IN (SELECT event_id FROM events_live WHERE type = upper(?))")
    day = f"DATE '{on.isoformat()}'" if on else LAST_DAY
    which = {
        None: "true",
        "due": f"x.state = 'open' AND coalesce(x.due_start, x.due_end) <= {day} "
        "AND coalesce(x.due_end >= d.published, true)",
        "settled": "x.state <> 'open'",
    }[only]
    return view.query(
        f"""
        SELECT x.expectation_id, x.words, x.due_start, x.due_end, x.condition, x.holder_name, x.state,
               x.event_id, d.published, d.outlet, x.doc_id, x.settled_by, x.settled_on, x.settled_doc,
               CASE WHEN x.state = 'open' THEN greatest({day} - x.due_end, 0) END AS overdue_days
        FROM ({expected_by(day)}) x JOIN documents_live d ON d.doc_id = x.doc_id
        WHERE {where} AND {which} AND coalesce(d.published <= {day}, true)
        ORDER BY x.due_end NULLS LAST, d.published, x.expectation_id LIMIT {int(f.limit)}
        """,
        where.bound,
    )


def disputes(view: View, filters: Filters) -> pa.Table:
    """Return pairs of versions that exclude one another, each pair once, if one of them passes."""
    where = event_conditions(view, filters)
    return view.query(
        f"""
        WITH pairs AS MATERIALIZED (
          SELECT DISTINCT least(event_id, other_id) AS event_id, greatest(event_id, other_id) AS other_id
          FROM disputes_live WHERE event_id IN (
            SELECT event_id FROM told t WHERE {where} AND event_id IN (SELECT event_id FROM disputes_live)
          )
        ),
        hits AS MATERIALIZED (SELECT event_id FROM pairs UNION SELECT other_id FROM pairs), {SHOWN}
        SELECT p.event_id, p.other_id, e.type, e.status, e.actors, e.recipients, e.context, e.words, e.sources AS says,
               o.status AS other_status, o.actors AS other_actors, o.recipients AS other_recipients,
               o.context AS other_context, o.words AS other_words, o.sources AS other_says, e.published, e.outlet
        FROM pairs p JOIN shown e ON e.event_id = p.event_id JOIN shown o ON o.event_id = p.other_id
        ORDER BY e.published, p.event_id, p.other_id LIMIT {int(filters.limit)}
        """,
        where.bound,
    )


def entities(view: View, filters: Filters) -> pa.Table:
    """Return the entities that pass, those in most events first."""
    _only(filters, "entities", {"actor", "text"})
    where = Where()
    where.has(filters.text, "n.name")
    if filters.actor is not None:
        found = find_whom(view, filters.actor)
        where.add(filters.actor, _is_among(found, code="n.code", entity="n.entity_id"), list(found.values))
    return view.query(
        f"""
        SELECT n.entity_id, n.name, n.code, n.sector, n.office, n.n_documents, n.n_origins,
               coalesce(p.n_events, 0) AS n_events
        FROM entities n LEFT JOIN (
          SELECT entity_id, count(DISTINCT event_id) AS n_events FROM participants_live GROUP BY entity_id
        ) p ON p.entity_id = n.entity_id
        WHERE NOT n.is_anonymous AND {where}
        ORDER BY n_events DESC, n.n_documents DESC, n.entity_id LIMIT {int(filters.limit)}
        """,
        where.bound,
    )


def _only(f: Filters, table: str, understood: set[str]) -> Filters:
    """Return the filters; raises ConfigError if one of them means nothing for this table."""
    for name in f.given():
        if name not in understood:
            raise ConfigError(f"{table} cannot be filtered by {_flag(name)}; expected {_flags(understood)}")
    return f


def _document_conditions(f: Filters, *, day: str, words: str) -> Where:
    where = Where()
    where.add(f.since, f"{day} >= ?")
    where.add(f.until, f"{day} <= ?")
    where.has(f.outlet, "d.outlet")
    where.has(f.text, words)
    return where


def explain_empty(view: View, filters: Filters, find: Find) -> str:
    """Return why nothing was found: an empty ledger, an unknown name, or the filter without which there would be rows.

    Example: "nothing found with --type CONSULT --status cancelled --actor GBR; 3 without --status".
    """
    if view.n_documents() == 0 and not find(view, Filters(limit=1)).num_rows:
        return "nothing found: the ledger holds no documents yet; add some with: dragoman add INPUT..."
    given = filters.given()
    if not given:
        return f"nothing found in {view.n_documents()} documents"
    for name in ("actor", "recipient"):
        words = getattr(filters, name)
        alone = replace(Filters(limit=1), **{name: words})
        if words is not None and not find_whom(view, words).values and not find(view, alone).num_rows:
            similar = similar_names(view, words)
            hint = f"; similar: {', '.join(similar)}" if similar else "; dragoman entities lists all names and codes"
            return f"nothing found: the ledger knows nobody by {_flag(name)} {words}{hint}"
    asked = "nothing found with " + " ".join(f"{_flag(n)} {getattr(filters, n)}" for n in given)
    less = {name: find(view, replace(filters, **{name: None})).num_rows for name in given}  # type: ignore[arg-type]
    freed = [f"{_count(n, filters.limit)} without {_flag(name)}" for name, n in less.items() if n]
    if not freed:
        return asked if len(given) == 1 else f"{asked}, whichever of them is left out"
    return f"{asked}; {', '.join(freed)}"


def _count(n: int, limit: int) -> str:
    return f"{n} or more" if n >= limit else str(n)


def _flags(names: set[str]) -> str:
    return ", ".join(_flag(f.name) for f in fields(Filters) if f.name in names)


def _flag(name: str) -> str:
    return "--" + _FLAGS.get(name, name).replace("_", "-")
