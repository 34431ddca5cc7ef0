"""The ledger's events as pairs of actors: what `track` counts."""

import pyarrow as pa

from dragoman.store.view import View


def dyad_events(view: View) -> pa.Table:
    """Return a row for each event, actor and recipient with codes.

    A mutual act (all parties are actors, none recipient) gives a row for each pair. An event without a day of its own
    counts on the day its first document was published. The columns are those that `track.events.event_table` takes.
    """
    return view.query(
        """
        WITH sides AS (
          SELECT DISTINCT event_id, role, code FROM participants WHERE code IS NOT NULL
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
        WHERE p.actor <> p.recipient
        ORDER BY day, e.event_id, p.actor, p.recipient
        """
    )
