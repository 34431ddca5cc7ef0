"""What the desk's pages ask of a ledger: events by page with parties and tellings, facets, documents, coverage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pyarrow as pa

from dragoman.store.catalog import merged
from dragoman.store.filters import Filters, Where, event_conditions
from dragoman.store.remote import address
from dragoman.store.tables import Tables
from dragoman.store.view import View

FACETS: Final = ("type", "status", "outlet")
"""Columns of `told` that `facets` counts, beside the kinds of source."""
FACET_VALUES: Final = 12
"""Values shown of each facet, the most frequent."""
_ROW: Final = """
  event_id, type, mode, status, start, "end", precision, published, place, country, issue, words, context, outlet,
  round(belief, 2) AS belief, n_evidence, n_origins, doc_id
"""
_ORDERS: Final = {
    "latest": "coalesce(start, published) DESC NULLS LAST, event_id",
    "earliest": "coalesce(start, published) NULLS LAST, event_id",
    "most told": "n_origins DESC, n_evidence DESC, belief DESC, coalesce(start, published) DESC NULLS LAST, event_id",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """Which documents count as new.

    Attributes:
        since: Published on that day or later; None for no bound.
        after_seq: Added by a run with a commit after that one (`batches.seq`); None for no bound.
    """

    since: date | None = None
    after_seq: int | None = None

    def condition(self) -> tuple[str, list[object]]:
        """Return a condition on a row of `documents`, named d, with its bound values."""
        where = Where()
        where.add(self.since, "d.published >= ?")
        where.add(self.after_seq, "d.run_id IN (SELECT run_id FROM batches WHERE seq > ?)")
        return str(where), where.bound


def stamp(ledger: Path) -> tuple[str, ...]:
    """Return what changes with every commit to the ledger: the newest log entry of each of its tables.

    Costs a listing of folders and reads no file; on S3 it is the number of the last commit, which costs three requests.
    """
    if address(ledger) is not None:
        return (str(Tables(ledger).next_seq()),)
    logs = sorted(ledger.glob("*/_delta_log"))
    return tuple(f"{log.parent.name}/{max((p.name for p in log.glob('*.json')), default='')}" for log in logs)


def event_page(view: View, filters: Filters, *, order: str = "latest", offset: int = 0) -> pa.Table:
    """Return a page of the events that pass, `filters.limit` of them from `offset` on.

    Args:
        view: The ledger.
        filters: Which.
        order: "latest", "earliest" or "most told"; the last sorts the newest 2,000 events only.
        offset: Events to leave out before the first.
    """
    where = event_conditions(view, filters)
    return _event_rows(view, str(where), where.bound, order=order, limit=filters.limit, offset=offset)


def new_events(view: View, fresh: Fresh, statuses: Sequence[str], *, order: str, limit: int) -> pa.Table:
    """Return events of these statuses that new documents tell and whose parties are known."""
    condition, bound = fresh.condition()
    where = (
        f"t.doc_id IN (SELECT d.doc_id FROM documents d WHERE {condition}) "
        "AND t.status IN (SELECT unnest(?::VARCHAR[])) "
        "AND t.event_id IN (SELECT event_id FROM participants_live)"
    )
    return _event_rows(view, where, [*bound, list(statuses)], order=order, limit=limit, offset=0)


def events_by_id(view: View, event_ids: Sequence[str]) -> pa.Table:
    """Return these events, the latest first; ids that the ledger does not hold give no row."""
    where = "t.event_id IN (SELECT unnest(?::VARCHAR[]))"
    return _event_rows(view, where, [list(event_ids)], order="latest", limit=len(event_ids) or 1, offset=0)


def imported_by_id(view: View, event_ids: Sequence[str]) -> pa.Table:
    """Return these imported events, the latest first, with `actors` and `recipients` as lists of parties."""
    return view.query(
        """
        SELECT event_id, origin, type, mode, status, start, "end", published, place, country, issue, label, outlet,
               actors, recipients
        FROM imported_events WHERE event_id IN (SELECT unnest(?::VARCHAR[]))
        ORDER BY coalesce(start, published) DESC NULLS LAST, event_id
        """,
        [list(event_ids)],
    )


RANKED: Final = 2_000
"""Newest events among which "most told" ranks; merging all of a large ledger takes seconds."""


def _event_rows(view: View, where: str, bound: list[object], *, order: str, limit: int, offset: int) -> pa.Table:
    most = RANKED if order == "most told" else int(limit)
    skip = 0 if order == "most told" else int(offset)
    first = "min" if order == "earliest" else "max"
    way = "" if order == "earliest" else "DESC"
    rest = f"LIMIT {int(limit)} OFFSET {int(offset)}" if order == "most told" else ""
    return view.query(
        f"""
        WITH hits AS MATERIALIZED (
          SELECT event_id FROM told t WHERE {where} GROUP BY event_id
          ORDER BY {first}(coalesce(start, published)) {way} NULLS LAST, event_id LIMIT {most} OFFSET {skip}
        ), chosen AS MATERIALIZED (SELECT t.* FROM told t SEMI JOIN hits h ON t.event_id = h.event_id)
        SELECT {_ROW} FROM ({merged("chosen")}) ORDER BY {_ORDERS[order]} {rest}
        """,
        bound,
    )


def count_events(view: View, filters: Filters) -> int:
    """Return how many events pass."""
    where = event_conditions(view, filters)
    return int(
        view.query(f"SELECT count(DISTINCT event_id) AS n FROM told t WHERE {where}", where.bound)["n"][0].as_py()
    )


def parties(view: View, event_ids: Sequence[str]) -> pa.Table:
    """Return event_id, role, entity_id, code and name of all who take part in these events."""
    return view.query(
        "SELECT event_id, role, entity_id, code, name FROM participants "
        "WHERE event_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY event_id, role, name, entity_id",
        [list(event_ids)],
    )


def tellings(view: View, event_ids: Sequence[str]) -> pa.Table:
    """Return each telling of these events with its document, the earliest published first."""
    return view.query(
        """
        SELECT v.event_id, v.evidence_id, v.doc_id, v.trigger_start, v.status, v.speaker_name, v.speaker_kind,
               d.outlet, d.published, d.title, d.origin_id
        FROM evidence v JOIN documents d ON d.doc_id = v.doc_id
        WHERE v.event_id IN (SELECT unnest(?::VARCHAR[]))
        ORDER BY v.event_id, d.published NULLS LAST, v.doc_id, v.trigger_start, v.evidence_id
        """,
        [list(event_ids)],
    )


def facets(view: View, filters: Filters) -> pa.Table:
    """Return facet, value and n (events) of the events that pass; `FACET_VALUES` a facet, the frequent first."""
    where = event_conditions(view, filters)
    parts = [f"SELECT '{name}' AS facet, {name} AS value, event_id FROM hits" for name in FACETS]
    parts.append("SELECT 'kind' AS facet, unnest(speaker_kinds) AS value, event_id FROM hits")
    return view.query(
        f"""
        WITH hits AS MATERIALIZED (
          SELECT event_id, {", ".join(FACETS)}, speaker_kinds FROM told t WHERE {where}
        )
        SELECT facet, value, count(DISTINCT event_id) AS n FROM ({" UNION ALL ".join(parts)})
        WHERE value IS NOT NULL GROUP BY facet, value
        QUALIFY row_number() OVER (PARTITION BY facet ORDER BY n DESC, value) <= {FACET_VALUES}
        ORDER BY facet, n DESC, value
        """,
        where.bound,
    )


def documents(view: View, fresh: Fresh | None = None, *, limit: int, offset: int = 0) -> pa.Table:
    """Return documents, the latest published first, each with the number of events it tells."""
    condition, bound = (fresh or Fresh()).condition()
    return view.query(
        f"""
        WITH chosen AS MATERIALIZED (
          SELECT doc_id, title, published, outlet, n_words, origin_id FROM documents d WHERE {condition}
          ORDER BY published DESC NULLS LAST, doc_id LIMIT {int(limit)} OFFSET {int(offset)}
        )
        SELECT c.*, (SELECT count(*) FROM events_live e WHERE e.doc_id = c.doc_id) AS n_events
        FROM chosen c ORDER BY published DESC NULLS LAST, doc_id
        """,
        bound,
    )


def documents_by_id(view: View, doc_ids: Sequence[str]) -> pa.Table:
    """Return doc_id, title, published, outlet and origin_id of these documents, by day."""
    return view.query(
        "SELECT doc_id, title, published, outlet, origin_id FROM documents "
        "WHERE doc_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY published NULLS LAST, doc_id",
        [list(doc_ids)],
    )


def texts(view: View, doc_ids: Sequence[str]) -> pa.Table:
    """Return doc_id, title, published, outlet, url and text of these documents."""
    return view.query(
        "SELECT doc_id, title, published, outlet, url, text FROM documents "
        "WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))",
        [list(doc_ids)],
    )


def causes_of(view: View, effect_ids: Sequence[str]) -> pa.Table:
    """Return effect_id, doc_id, cause_start, words, marker and outlet of the stated causes of these events."""
    return view.query(
        """
        SELECT c.effect_id, c.doc_id, c.cause_start, c.words, c.marker, d.outlet
        FROM drivers c JOIN documents d ON d.doc_id = c.doc_id WHERE c.effect_id IN (SELECT unnest(?::VARCHAR[]))
        ORDER BY c.effect_id, d.published, c.doc_id, c.cause_start
        """,
        [list(effect_ids)],
    )


def documents_of_origin(view: View, origin_id: str) -> pa.Table:
    """Return doc_id, outlet and published of all documents of one origin, the earliest first."""
    return view.query(
        "SELECT doc_id, outlet, published FROM documents WHERE origin_id = ? ORDER BY published NULLS LAST, doc_id",
        [origin_id],
    )


def count_documents(view: View, fresh: Fresh | None = None) -> tuple[int, int]:
    """Return the number of documents and of the origins behind them."""
    condition, bound = (fresh or Fresh()).condition()
    row = view.query(
        f"SELECT count(*) AS n, count(DISTINCT origin_id) AS origins FROM documents d WHERE {condition}", bound
    ).to_pylist()[0]
    return row["n"], row["origins"]


def last_seq(view: View) -> int:
    """Return the number of the newest commit, 0 for an empty ledger."""
    return int(view.query("SELECT coalesce(max(seq), 0) AS n FROM batches")["n"][0].as_py())


def new_positions(view: View, fresh: Fresh, *, limit: int) -> pa.Table:
    """Return stances that new documents tell, those that moved first, each once however often told."""
    condition, bound = fresh.condition()
    return view.query(
        f"""
        SELECT actor, actor_code, actor_name, stance, object, object_code, object_name, change,
               max(since) AS since, arg_min(p.doc_id, since) AS doc_id, arg_min(span_start, since) AS span_start,
               arg_min(words, since) AS words, min(speaker_name) AS speaker_name, min(speaker_kind) AS speaker_kind,
               min(status) AS status, min(position_id) AS position_id
        FROM positions p WHERE p.doc_id IN (SELECT d.doc_id FROM documents d WHERE {condition})
        GROUP BY actor, actor_code, actor_name, stance, object, object_code, object_name, change
        ORDER BY change = 'none', actor_name, object_name LIMIT {int(limit)}
        """,
        bound,
    )


def positions_of(view: View, holder: Sequence[str], about: Sequence[str] | None, *, limit: int) -> pa.Table:
    """Return stances held by one of these codes or entity ids, the latest first.

    Args:
        view: The ledger.
        holder: Codes and entity ids of holders; () for anybody.
        about: Codes and entity ids of objects; None for any object.
        limit: Rows at most.
    """
    where = Where()
    where.add(
        holder or None,
        "(p.actor IN (SELECT unnest(?::VARCHAR[])) OR p.actor_code IN (SELECT unnest(?::VARCHAR[])))",
        list(holder),
        list(holder),
    )
    where.add(
        about,
        "(p.object IN (SELECT unnest(?::VARCHAR[])) OR p.object_code IN (SELECT unnest(?::VARCHAR[])))",
        list(about or ()),
        list(about or ()),
    )
    return _position_rows(view, where, limit=limit)


def positions_on(view: View, label: str, *, limit: int) -> pa.Table:
    """Return stances on objects whose words hold the label, the latest first."""
    where = Where()
    where.add(label, "contains(folded(p.object_name), rtrim(folded(?)))")
    return _position_rows(view, where, limit=limit)


def _position_rows(view: View, where: Where, *, limit: int) -> pa.Table:
    return view.query(
        f"""
        SELECT p.position_id, p.actor, p.actor_code, p.actor_name, p.stance, p.object, p.object_code, p.object_name,
               p.change, p.status, p.since, p.doc_id, p.span_start, p.words, p.speaker_name, p.speaker_kind, d.outlet
        FROM positions p JOIN documents d ON d.doc_id = p.doc_id
        WHERE {where} ORDER BY p.since DESC NULLS LAST, p.actor_name, p.position_id LIMIT {int(limit)}
        """,
        where.bound,
    )


def issue_labels(view: View, *, limit: int) -> pa.Table:
    """Return label, n_events and last day of the issue labels that events carry, the frequent first."""
    return view.query(
        f"""
        SELECT label, count(DISTINCT event_id) AS n_events, max(coalesce(start, published)) AS last
        FROM (SELECT event_id, start, published, unnest(string_split(issue, '; ')) AS label FROM told
              WHERE issue IS NOT NULL AND issue <> '')
        GROUP BY label ORDER BY n_events DESC, label LIMIT {int(limit)}
        """
    )


def stance_objects(view: View, *, limit: int) -> pa.Table:
    """Return label, n_actors and n of the things that stances are about and that are no actors, the frequent first."""
    return view.query(
        f"""
        SELECT min(object_name) AS label, count(DISTINCT actor) AS n_actors, count(*) AS n, max(since) AS last
        FROM positions WHERE object_code IS NULL AND NOT contains(object, ':')
        GROUP BY folded(object_name) ORDER BY n_actors DESC, n DESC, label LIMIT {int(limit)}
        """
    )


def entity(view: View, entity_id: str) -> pa.Table:
    """Return the row of `entities` with that id; no row if the ledger knows nobody of it."""
    return view.query("SELECT * FROM entities WHERE entity_id = ?", [entity_id])


def entities_with_code(view: View, code: str, *, limit: int) -> pa.Table:
    """Return those who act under a code, the most named first."""
    return view.query(
        "SELECT entity_id, name, code, sector, office, n_documents FROM entities WHERE code = ? "
        f"ORDER BY is_anonymous, NOT starts_with(entity_id, 'state:'), n_documents DESC, entity_id LIMIT {int(limit)}",
        [code],
    )


def offices_told(view: View, entity_id: str) -> pa.Table:
    """Return office, first and last day and number of documents of what the documents say of a person's office."""
    return view.query(
        """
        SELECT n.office, min(d.published) AS first, max(d.published) AS last, count(*) AS n_documents
        FROM entities_live n JOIN documents d ON d.doc_id = n.doc_id
        WHERE n.entity_id = ? AND n.office IS NOT NULL GROUP BY n.office ORDER BY last DESC NULLS LAST, office
        """,
        [entity_id],
    )


def documents_naming(view: View, entity_ids: Sequence[str], *, limit: int) -> pa.Table:
    """Return the documents that name one of these, the latest first, with how often and as whose source."""
    return view.query(
        f"""
        WITH named AS (
          SELECT doc_id, count(*) AS n_mentions FROM mentions WHERE entity_id IN (SELECT unnest(?::VARCHAR[]))
          GROUP BY doc_id
        ), vouched AS (
          SELECT doc_id, count(DISTINCT event_id) AS n_vouched FROM evidence
          WHERE speaker IN (SELECT unnest(?::VARCHAR[])) GROUP BY doc_id
        )
        SELECT d.doc_id, d.title, d.published, d.outlet, n.n_mentions, coalesce(v.n_vouched, 0) AS n_vouched
        FROM named n JOIN documents d ON d.doc_id = n.doc_id LEFT JOIN vouched v ON v.doc_id = n.doc_id
        ORDER BY d.published DESC NULLS LAST, d.doc_id LIMIT {int(limit)}
        """,
        [list(entity_ids), list(entity_ids)],
    )


def hit_rates(view: View) -> pa.Table:
    """Return by ("source kind" or "outlet"), name, n, held and rate (null for n below 20), kinds of source first."""
    return view.query('SELECT "by", name, n, held, rate FROM hit_rates ORDER BY "by" DESC, n DESC, name')


def wholes_of(view: View, doc_id: str) -> pa.Table:
    """Return member_id, event_id, n_articles, n_origins and status of the whole events that a document tells of."""
    return view.query(
        """
        SELECT i.member_id, i.event_id, count(DISTINCT t.doc_id) AS n_articles,
               count(DISTINCT t.origin_id) AS n_origins, min(t.status) AS status
        FROM event_ids i JOIN told t ON t.event_id = i.event_id WHERE i.doc_id = ? GROUP BY i.member_id, i.event_id
        ORDER BY i.member_id
        """,
        [doc_id],
    )


def lives_of(view: View, event_ids: Sequence[str]) -> pa.Table:
    """Return event_id, status, day and doc_id of the states that these events went through, in order."""
    return view.query(
        "SELECT event_id, status, day, doc_id FROM phases WHERE event_id IN (SELECT unnest(?::VARCHAR[])) "
        "ORDER BY event_id, number",
        [list(event_ids)],
    )
