"""The ledger's events, stances and expectations as pairs of actors: what `track` counts."""

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from dragoman.store.imports import OWN, check_origins
from dragoman.store.view import View

CODES = """
  codes AS (
    SELECT entity_id,
           CASE WHEN sector IN ('REB', 'OPP', 'CRM') AND code = country THEN code || sector ELSE code END AS code
    FROM entities WHERE code IS NOT NULL
  )"""
"""Codes of actors in pairs: a state's rebels, opposition and gangs without a code of their own do not act for it, so
they stand apart as "TURREB" does in CAMEO (Schrodt 2012, section 3)."""


def dyad_events(view: View, *, covered: bool = False, origins: Sequence[str] = (OWN,)) -> pa.Table:
    """Return a row for each event, actor and recipient with codes.

    A mutual act (all parties are actors, none recipient) gives a row for each pair. An event without a day of its own
    counts on the day its first document was published. The columns are those that `track.events.event_table` takes.

    Args:
        view: The ledger.
        covered: Only events from the day on which the first document was published. What earlier days held is known by
            chance, where a text looks back, so they must not count as days without events. Imported events are whole.
        origins: Whose events: OWN for those of the ledger's documents, names of imported data sets for theirs.

    Raises:
        ConfigError: If the ledger has no events of one of the origins.
    """
    check_origins(view, tuple(origins))
    parts = [_own_dyads(view, covered=covered)] if OWN in origins else []
    imported = sorted(set(origins) - {OWN})
    if imported:
        parts.append(_imported_dyads(view, imported))
    return pa.concat_tables(parts)


def _imported_dyads(view: View, origins: Sequence[str]) -> pa.Table:
    """Return the pairs of imported events; rebels and the like of a state stand apart, as in `CODES`."""
    return view.query(
        """
        WITH chosen AS MATERIALIZED (SELECT * FROM imported_events WHERE list_contains(?::VARCHAR[], origin)),
        parties AS (
          SELECT event_id, 'actor' AS role, unnest(actors) AS p FROM chosen
          UNION ALL SELECT event_id, 'recipient', unnest(recipients) FROM chosen
        ), sides AS (
          SELECT DISTINCT event_id, role,
                 CASE WHEN p.sector IN ('REB', 'OPP', 'CRM') AND length(p.code) = 3 THEN p.code || p.sector
                      ELSE p.code END AS code
          FROM parties WHERE p.code IS NOT NULL
        ), pairs AS (
          SELECT a.event_id, a.code AS actor, r.code AS recipient
          FROM sides a JOIN sides r ON a.event_id = r.event_id AND a.role = 'actor' AND r.role = 'recipient'
          UNION
          SELECT a.event_id, a.code, b.code
          FROM sides a JOIN sides b ON a.event_id = b.event_id AND a.role = 'actor' AND b.role = 'actor'
          WHERE a.code <> b.code
            AND NOT EXISTS (SELECT 1 FROM chosen c WHERE c.event_id = a.event_id AND len(c.recipients) > 0)
        )
        SELECT e.event_id, coalesce(e.start, e."end", e.published) AS day, p.actor, p.recipient, e.type, e.mode,
               e.cameo, e.goldstein, e.status, CAST(1 AS BIGINT) AS n_origins
        FROM pairs p JOIN chosen e ON e.event_id = p.event_id
        WHERE p.actor <> p.recipient ORDER BY day, e.event_id, p.actor, p.recipient
        """,
        [list(origins)],
    )


def _own_dyads(view: View, *, covered: bool) -> pa.Table:
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


def last_day(view: View, origins: Sequence[str] = (OWN,)) -> date | None:
    """Return the last day up to which these origins can know, or None without days.

    Of the ledger's own documents that is the last on which one was published, of an imported data set its last event's.
    """
    days = [view.query("SELECT max(published) AS day FROM documents_live")["day"][0].as_py()] if OWN in origins else []
    imported = sorted(set(origins) - {OWN})
    if imported:
        condition = "list_contains(?::VARCHAR[], origin)"
        found = view.query(f'SELECT max("end") AS day FROM imported_events WHERE {condition}', [imported])
        days.append(found["day"][0].as_py())
    return max((day for day in days if day is not None), default=None)


def event_codes(view: View, origins: Sequence[str] = (OWN,)) -> set[str]:
    """Return the codes of all actors that stand with another in an event of these origins."""
    table = dyad_events(view, origins=origins)
    return set(table["actor"].to_pylist()) | set(table["recipient"].to_pylist())
