"""All that a ledger knows of one event: the whole, its life, its tellings and what settles or disputes it."""

from dataclasses import dataclass

from dragoman.store.rows import Row
from dragoman.store.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeEvent:
    """One event over all documents that tell it.

    Attributes:
        event: Its row of `events`.
        phases: Its states in order; none for an event that one telling makes up.
        merges: A row for each telling that was joined, with what spoke for it, the first told first.
        doubts: A row for each version of another document that excludes it.
        settles: A row for each expectation that it settled, with outcome and day.
        members: The ids of its tellings.
    """

    event: Row
    phases: tuple[Row, ...]
    merges: tuple[Row, ...]
    doubts: tuple[Row, ...]
    settles: tuple[Row, ...]
    members: frozenset[str]


def whole_event(view: View, record_id: str) -> WholeEvent | None:
    """Return the event of which an id, or its beginning, names the whole or one telling; None if it names no event."""
    found = view.query(
        "SELECT DISTINCT event_id FROM told WHERE starts_with(event_id, ?) OR starts_with(member_id, ?)",
        [record_id, record_id],
    )["event_id"].to_pylist()
    if len(found) != 1:
        return None

    def rows(query: str) -> tuple[Row, ...]:
        return tuple(view.query(query, found).to_pylist())

    event = rows("SELECT * FROM events WHERE event_id = ?")
    merges = rows(
        """
        SELECT m.*, min(d.published) AS published, string_agg(DISTINCT d.outlet, ', ' ORDER BY d.outlet) AS outlets
        FROM merges m JOIN events_own e ON e.event_id = m.member_id JOIN documents_own d ON d.doc_id = e.doc_id
        WHERE m.event_id = ? GROUP BY ALL ORDER BY published, m.member_id
        """
    )
    return WholeEvent(
        event=event[0],
        phases=rows(
            "SELECT p.*, d.outlet FROM phases p JOIN documents d USING (doc_id) WHERE event_id = ? ORDER BY number"
        ),
        merges=merges,
        doubts=rows(
            """
            SELECT x.other_id, x.kind, o.status, o.words, o.outlet, o.published, s.sources
            FROM disputes x JOIN events o ON o.event_id = x.other_id LEFT JOIN (
              SELECT event_id, string_agg(DISTINCT speaker_name, ', ' ORDER BY speaker_name) AS sources
              FROM evidence GROUP BY event_id
            ) s ON s.event_id = x.other_id
            WHERE x.event_id = ? AND x.kind <> 'within one text' ORDER BY x.other_id
            """
        ),
        settles=rows(
            """
            SELECT s.expectation_id, s.outcome, s.day, x.words FROM settlements s
            JOIN expectations x ON x.expectation_id = s.expectation_id AND x.doc_id = s.doc_id
            WHERE s.event_id = ? ORDER BY s.day, s.expectation_id
            """
        ),
        members=frozenset(str(m["member_id"]) for m in merges) or frozenset(found),
    )


def shared_origin(view: View, doc_id: str) -> tuple[Row, ...]:
    """Return the documents that share their origin with one, by day, each with why; none for one that stands alone."""
    found = view.query(
        """
        SELECT o.doc_id, d.outlet, d.published, o.score, o.reason FROM shared_origins o JOIN documents d USING (doc_id)
        WHERE o.origin_id = (SELECT origin_id FROM shared_origins WHERE doc_id = ?) ORDER BY d.published, o.doc_id
        """,
        [doc_id],
    )
    return tuple(found.to_pylist())


def event_behind(view: View, record_id: str) -> str:
    """Return the id of the event that an expectation expects or a telling tells; any other id as it is."""
    table = {"x": ("expected_live", "expectation_id"), "v": ("evidence", "evidence_id")}.get(record_id[:1])
    if table is None:
        return record_id
    name, column = table
    found = view.query(
        f"SELECT DISTINCT event_id FROM {name} WHERE starts_with({column}, ?) AND event_id IS NOT NULL", [record_id]
    )["event_id"].to_pylist()
    return found[0] if len(found) == 1 else record_id
