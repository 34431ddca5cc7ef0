"""The ledger's events, stances and expectations as pairs of actors: what `track` counts."""

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from dragoman.store.view import View

CODES = """
  codes AS (
    SELECT entity_id,
           CASE WHEN sector IN ('REB', 'OPP', 'CRM') AND code = country THEN code || sector ELSE code END AS code
    FROM entities WHERE code IS NOT NULL
  )"""
"""Codes of actors in pairs: a state's rebels, opposition and gangs without a code of their own do not act for it, so
they stand apart as "TURREB" does in CAMEO (Schrodt 2012, section 3)."""


def dyad_events(view: View, *, covered: bool = False) -> pa.Table:
    """Return a row for each event, actor and recipient with codes.

    A mutual act (all parties are actors, none recipient) gives a row for each pair. An event without a day of its own
    counts on the day its first document was published. The columns are those that `track.events.event_table` takes.

    Args:
        view: The ledger.
        covered: Only events from the day on which the first document was published. What earlier days held is known by
            chance, where a text looks back, so they must not count as days without events.
    """
    since = "AND coalesce(e.start, e.published) >= (SELECT min(published) FROM documents_live)" if covered else ""
    return view.query(
        f"""
        WITH {CODES}, sides AS (
          SELECT DISTINCT p.event_id, p.role, c.code FROM participants p JOIN codes c ON c.entity_id = p.entity_id
        ), pairs AS (
          SELECT a.event_id, a.code AS actor, r.code AS recipient
          FROM sides a JOIN sides r ON a.event_id = r.event_id AND a.role = 'actor' AND r.role = 'recipient'
          UNION
          SELECT a.event_id, a.code, b.code
          FROM sides a JOIN sides b ON a.event_id = b.event_id AND a.role = 'actor' AND b.role = 'actor'
          WHERE a.code <> b.code
            AND NOT EXISTS (SELECT 1 FROM sides r WHERE r.event_id = a.event_id AND r.role = 'recipient')
        )
        SELECT e.event_id, coalesce(e.start, e.published) AS day, p.actor, p.recipient, e.type, e.mode, e.cameo,
               e.goldstein, e.status, CAST(e.n_origins AS BIGINT) AS n_origins
        FROM pairs p JOIN events e ON e.event_id = p.event_id
        WHERE p.actor <> p.recipient {since}
        ORDER BY day, e.event_id, p.actor, p.recipient
        """
    )


def dated_positions(view: View) -> pa.Table:
    """Return the stances that coded actors hold, with the fields of `track.DatedPosition`.

    An object with a code is an actor; any other is an issue, named by its words in lower case without marks, so that
    spellings of one label meet. Stances that are only planned, expected, denied or the like are not held, and those of
    a document without a day cannot be placed in a window: both stay out.
    """
    return view.query(
        f"""
        WITH {CODES}
        SELECT DISTINCT position_id, since AS day, a.code AS actor,
               coalesce(o.code, trim(folded(object_name))) AS object, o.code IS NOT NULL AS is_about_actor, stance
        FROM positions p JOIN codes a ON a.entity_id = p.actor LEFT JOIN codes o ON o.entity_id = p.object
        WHERE since IS NOT NULL AND status IN ('happened', 'ongoing')
          AND coalesce(o.code, trim(folded(object_name))) <> ''
        ORDER BY day, position_id
        """
    )


def expected_pairs(view: View, expectation_ids: Sequence[str]) -> pa.Table:
    """Return those of the expectations that are open and whose event has exactly two coded parties, by id.

    The columns are expectation_id, told (the day of its document), due (its last due day, or null), actor, recipient,
    directed (false where both are actors of a mutual act) and type.
    """
    return view.query(
        """
        WITH asked AS (
          SELECT * FROM expectations WHERE state = 'open' AND expectation_id IN (SELECT unnest(?::VARCHAR[]))
        ), sides AS (
          SELECT event_id, min(code) FILTER (role = 'actor') AS actor, max(code) FILTER (role = 'actor') AS other,
                 min(code) FILTER (role = 'recipient') AS recipient,
                 count(DISTINCT code) AS n_codes, count(DISTINCT code) FILTER (role = 'actor') AS n_actors,
                 count(DISTINCT code) FILTER (role = 'recipient') AS n_recipients
          FROM participants_live WHERE event_id IN (SELECT event_id FROM asked) GROUP BY event_id
        )
        SELECT x.expectation_id, d.published AS told, coalesce(x.due_end, x.due_start) AS due, s.actor,
               CASE WHEN n_recipients = 1 THEN s.recipient ELSE s.other END AS recipient,
               n_recipients = 1 AS directed, min(e.type) AS type
        FROM asked x JOIN sides s ON s.event_id = x.event_id JOIN documents_live d ON d.doc_id = x.doc_id
        JOIN events_live e ON e.event_id = x.event_id
        WHERE d.published IS NOT NULL AND n_codes = 2
          AND (n_actors = 1 AND n_recipients = 1 OR n_actors = 2 AND n_recipients = 0)
        GROUP BY ALL ORDER BY x.expectation_id
        """,
        [list(expectation_ids)],
    )


def last_day(view: View) -> date | None:
    """Return the last day on which a document was published: up to it the ledger can know. None without days."""
    found: date | None = view.query("SELECT max(published) AS day FROM documents_live")["day"][0].as_py()
    return found


def event_codes(view: View) -> set[str]:
    """Return the codes of all actors that stand with another in an event."""
    table = dyad_events(view)
    return set(table["actor"].to_pylist()) | set(table["recipient"].to_pylist())
