"""What new commits touch in a ledger that was joined before: found by its link tables, without reading all tellings."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dragoman.model.links import Telling
from dragoman.store.links import DUES, UNSEEN, each
from dragoman.store.rows import Row
from dragoman.store.schema import KEYED
from dragoman.store.view import View

_IDS: Final = "(SELECT unnest(?::VARCHAR[]))"

_BETWEEN: Final = "\x1f"
"""Unit separator: stands between the codes of a list that goes into a query as one text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What was committed since the links were made.

    Attributes:
        doc_ids: Documents that were added or coded anew.
        corrected: Documents with new corrections.
        pinned: Tellings on which a person decided.
        n_documents: Documents of the ledger.
    """

    doc_ids: frozenset[str]
    corrected: frozenset[str]
    pinned: frozenset[str]
    n_documents: int

    @property
    def n_touched(self) -> int:
        """Return how many documents and decisions are new."""
        return len(self.doc_ids | self.corrected) + len(self.pinned)


def news(view: View) -> News:
    """Return what was committed since the links were made."""
    new = f"attempt IN (SELECT attempt FROM ({UNSEEN}))"
    (row,) = view.query(
        f"""
        SELECT (SELECT list(DISTINCT doc_id) FROM documents_raw WHERE {new}) AS doc_ids,
               (SELECT list(DISTINCT doc_id) FROM corrections_raw WHERE {new}) AS corrected,
               (SELECT list(member_id) FROM pins_raw WHERE {new}) AS pinned,
               (SELECT list(other_id) FROM pins_raw WHERE other_id IS NOT NULL AND {new}) AS others,
               (SELECT count(*) FROM documents_own) AS n
        """
    ).to_pylist()
    return News(
        doc_ids=frozenset(row["doc_ids"] or ()),
        corrected=frozenset(row["corrected"] or ()),
        pinned=frozenset([*(row["pinned"] or ()), *(row["others"] or ())]),
        n_documents=row["n"],
    )


def members_of(view: View, doc_ids: Collection[str]) -> set[str]:
    """Return the ids of all events that these documents tell or told, however they were coded or corrected."""
    asked = sorted(doc_ids)
    return _set(
        view,
        f"SELECT event_id FROM events_raw WHERE doc_id IN {_IDS} "
        f"UNION SELECT event_id FROM events_own WHERE doc_id IN {_IDS}",
        [asked, asked],
    )


def people_of(view: View, member_ids: Collection[str]) -> set[str]:
    """Return the entities that take part in these events."""
    return _set(view, f"SELECT entity_id FROM participants_own WHERE event_id IN {_IDS}", [sorted(member_ids)])


def tellers(view: View, member_ids: Collection[str]) -> set[str]:
    """Return the documents that tell these events."""
    return _set(view, f"SELECT doc_id FROM events_own WHERE event_id IN {_IDS}", [sorted(member_ids)])


def kept_tellings(view: View, member_ids: Collection[str]) -> dict[str, Telling]:
    """Return what was kept of these tellings, by id; those that are new are left out."""
    found = view.query(f"SELECT * FROM tellings_now WHERE member_id IN {_IDS}", [sorted(member_ids)])
    return {
        row["member_id"]: Telling(**{**row, "codes": tuple(row["codes"]), "entities": tuple(row["entities"])})
        for row in each(found)
    }


def kept_votes(view: View, entity_ids: Collection[str]) -> dict[str, str]:
    """Return the codes that were kept of these entities; those that are new are left out."""
    found = view.query(f"SELECT entity_id, code FROM votes_now WHERE entity_id IN {_IDS}", [sorted(entity_ids)])
    return dict(zip(found["entity_id"].to_pylist(), found["code"].to_pylist(), strict=True))


def count_votes(view: View, entity_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """Return how many tellings give each of these entities which code; the code is empty where one gives none."""
    found = view.query(
        f"""
        SELECT entity_id, coalesce(code, '') AS code, count(*) AS n FROM (
          SELECT DISTINCT event_id, role, entity_id, code FROM participants_own WHERE entity_id IN {_IDS}
        ) GROUP BY ALL
        """,
        [sorted(entity_ids)],
    )
    votes: dict[str, dict[str, int]] = {}
    for row in each(found):
        votes.setdefault(row["entity_id"], {})[row["code"]] = row["n"]
    return votes


def members_with(view: View, entity_ids: Collection[str]) -> set[str]:
    """Return the kept tellings in which any of these entities takes part."""
    if not entity_ids:
        return set()
    asked = sorted(entity_ids)
    return _set(view, "SELECT member_id FROM tellings_now WHERE list_has_any(entities, ?::VARCHAR[])", [asked])


def near(view: View, asked: Sequence[Telling], near_types: Mapping[str, Collection[str]]) -> set[str]:
    """Return the kept tellings of near types and common parties whose days can meet those of the ones asked for.

    Args:
        view: The ledger.
        asked: Tellings.
        near_types: For each type those under which the same act may be told.
    """
    rows = [(t, near) for t in asked if t.codes for near in sorted(near_types[t.type])]
    if not rows:
        return set()
    return _set(
        view,
        """
        WITH asked AS (
          SELECT unnest(?::VARCHAR[]) AS type, unnest(?::BIGINT[]) AS first, unnest(?::BIGINT[]) AS last,
                 string_split(unnest(?::VARCHAR[]), chr(31)) AS codes
        ), kept AS (
          SELECT member_id, type, first, last, codes, unnest(codes) AS code FROM tellings_now
          WHERE first <= ? AND last >= ?
        )
        SELECT DISTINCT t.member_id FROM kept t JOIN (SELECT *, unnest(codes) AS code FROM asked) a
        ON t.type = a.type AND t.code = a.code AND t.first <= a.last AND t.last >= a.first
        WHERE len(t.codes) = 1 OR len(a.codes) = 1 OR len(list_intersect(t.codes, a.codes)) > 1
        """,
        [
            [near for _, near in rows],
            [t.first for t, _ in rows],
            [t.last for t, _ in rows],
            [_BETWEEN.join(t.codes) for t, _ in rows],
            max(t.last for t, _ in rows),
            min(t.first for t, _ in rows),
        ],
    )


def alike(view: View, asked: Sequence[Telling], phase: str, days: int) -> set[str]:
    """Return the kept tellings of a phase that have the word and a party of one asked for, told so many days apart."""
    asked = [t for t in asked if t.word]
    if not asked:
        return set()
    return _set(
        view,
        """
        SELECT DISTINCT t.member_id FROM tellings_now t JOIN (
          SELECT unnest(?::VARCHAR[]) AS word, unnest(?::BIGINT[]) AS pub,
                 string_split(unnest(?::VARCHAR[]), chr(31)) AS codes,
                 string_split(unnest(?::VARCHAR[]), chr(31)) AS entities
        ) a ON t.word = a.word AND abs(t.pub - a.pub) <= ?
        WHERE t.phase = ? AND (list_has_any(t.codes, a.codes) OR list_has_any(t.entities, a.entities))
        """,
        [
            [t.word for t in asked],
            [t.pub for t in asked],
            [_BETWEEN.join(t.codes) for t in asked],
            [_BETWEEN.join(t.entities) for t in asked],
            days,
            phase,
        ],
    )


def joined(view: View, member_ids: Collection[str]) -> list[tuple[str, ...]]:
    """Return the events that were joined before and hold any of these tellings, each as the ids of its tellings."""
    found = view.query(
        "SELECT list(member_id) AS members FROM home WHERE event_id IN "
        f"(SELECT event_id FROM home WHERE member_id IN {_IDS}) GROUP BY event_id",
        [sorted(member_ids)],
    )
    return [tuple(members) for members in found["members"].to_pylist()]


def telling_days(view: View, doc_ids: Collection[str]) -> list[tuple[str, date, str]]:
    """Return document, day and event for all that these documents tell; those without a day are left out."""
    found = view.query(
        "SELECT e.doc_id, d.published, e.event_id FROM events_own e JOIN documents_own d ON d.doc_id = e.doc_id "
        f"WHERE e.doc_id IN {_IDS} AND d.published IS NOT NULL",
        [sorted(doc_ids)],
    )
    return [(row["doc_id"], row["published"], row["event_id"]) for row in each(found)]


def lapsing(view: View, told: Iterable[tuple[str, date, Collection[str]]], grace_days: int) -> set[str]:
    """Return the events expected for a window that one of these documents would show to have passed, before others.

    Args:
        view: The ledger.
        told: Documents with their day and the codes of all of whom they tell.
        grace_days: How long after the window they must have come.
    """
    rows = [(doc_id, day, codes) for doc_id, day, codes in told if len(codes) > 1]
    if not rows:
        return set()
    some = DUES.format(which="e.event_id IN (SELECT member_id FROM kept)")
    return _set(
        view,
        f"""
        WITH told AS (
          SELECT unnest(?::VARCHAR[]) AS doc_id, unnest(?::DATE[]) AS day,
                 string_split(unnest(?::VARCHAR[]), chr(31)) AS codes
        ), kept AS MATERIALIZED (
          SELECT p.member_id, c.doc_id, c.day
          FROM tellings_now p JOIN (SELECT *, unnest(codes) AS code FROM told) c
          ON c.code = p.codes[1] AND list_has_all(c.codes, p.codes) WHERE len(p.codes) > 1
        )
        SELECT DISTINCT x.member_id FROM ({some}) x
        JOIN kept c ON c.member_id = x.member_id AND c.day > x."end" + {int(grace_days)}
        LEFT JOIN settlements_now s
        ON s.expectation_id = x.expectation_id AND s.doc_id = x.doc_id AND s.outcome = 'lapsed'
        LEFT JOIN (
          SELECT expectation_id, doc_id, min(day) AS day FROM settlements_now WHERE outcome <> 'lapsed' GROUP BY ALL
        ) r ON r.expectation_id = x.expectation_id AND r.doc_id = x.doc_id
        WHERE NOT x.is_conditional
        AND CASE WHEN s.day IS NOT NULL THEN (c.day, c.doc_id) < (s.day, s.by_doc)
            ELSE r.day IS NULL OR c.day < r.day END
        """,
        [
            [doc_id for doc_id, _, _ in rows],
            [day for _, day, _ in rows],
            [_BETWEEN.join(sorted(codes)) for _, _, codes in rows],
        ],
    )


def lapsed_by(view: View, doc_ids: Collection[str]) -> set[str]:
    """Return the events whose expectation was held to have passed because of one of these documents."""
    passed = f"SELECT expectation_id, doc_id FROM settlements_now WHERE outcome = 'lapsed' AND by_doc IN {_IDS}"
    if not view.query(passed, [sorted(doc_ids)]).num_rows:
        return set()
    every = DUES.format(which="true")
    return _set(
        view,
        f"SELECT DISTINCT x.member_id FROM ({every}) x JOIN ({passed}) USING (expectation_id, doc_id)",
        [sorted(doc_ids)],
    )


def first_reports(
    view: View, asked: Sequence[tuple[frozenset[str], date]], changed: Mapping[str, Collection[str]]
) -> dict[tuple[frozenset[str], date], tuple[date, str]]:
    """Return the first document after a day that tells of certain actors, for each that is asked for and there is.

    Args:
        view: The ledger.
        asked: Codes of the actors, all of whom it must tell of, and the day.
        changed: Codes of those who take part in tellings that changed, by member id; none for those that are gone.
    """
    if not asked:
        return {}
    found = view.query(
        f"""
        WITH asked AS (
          SELECT unnest(?::BIGINT[]) AS n, string_split(unnest(?::VARCHAR[]), chr(31)) AS codes,
                 unnest(?::DATE[]) AS after
        ), told AS (
          SELECT member_id, unnest(codes) AS code FROM tellings_now WHERE member_id NOT IN {_IDS}
          UNION ALL
          SELECT member_id, unnest(string_split(codes, chr(31))) FROM
            (SELECT unnest(?::VARCHAR[]) AS member_id, unnest(?::VARCHAR[]) AS codes)
        ), docs AS (
          SELECT d.doc_id, d.published AS day, list(DISTINCT t.code) AS codes
          FROM told t JOIN events_own e ON e.event_id = t.member_id JOIN documents_own d ON d.doc_id = e.doc_id
          WHERE t.code IN (SELECT unnest(codes) FROM asked) AND d.published > (SELECT min(after) FROM asked)
          GROUP BY ALL
        )
        SELECT a.n, min(struct_pack(day := d.day, doc_id := d.doc_id)) AS first
        FROM asked a JOIN docs d ON d.day > a.after AND list_has_all(d.codes, a.codes) GROUP BY a.n
        """,
        [
            list(range(len(asked))),
            [_BETWEEN.join(sorted(codes)) for codes, _ in asked],
            [after for _, after in asked],
            sorted(changed),
            [m for m, codes in sorted(changed.items()) if codes],
            [_BETWEEN.join(sorted(codes)) for _, codes in sorted(changed.items()) if codes],
        ],
    )
    return {asked[row["n"]]: (row["first"]["day"], row["first"]["doc_id"]) for row in each(found)}


def standing(view: View, table: str, **asked: Collection[str]) -> list[Row]:
    """Return the rows of a link table that stand and have one of the values asked for in any of the columns."""
    either = " OR ".join(f"{column} IN {_IDS}" for column in asked)
    found = view.query(f"SELECT * FROM {table}_now WHERE {either}", [sorted(values) for values in asked.values()])
    return list(each(found))


def changes(table: str, before: Iterable[Row], after: Iterable[Row]) -> list[Row]:
    """Return the rows to be written so that those of after stand in the place of those of before."""
    keys, _ = KEYED[table]
    old, new = _by_key(keys, before), _by_key(keys, after)
    found: list[Row] = []
    for key in sorted(old.keys() | new.keys()):
        if key not in new:
            found.append(dict(zip(keys, key, strict=True)))
        elif not _same(old.get(key, ()), new[key]):
            found += new[key]
    return found


def _by_key(keys: Sequence[str], rows: Iterable[Row]) -> dict[tuple[str, ...], list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(str(row[key]) for key in keys), []).append(row)
    return found


def _same(one: Sequence[Row], two: Sequence[Row]) -> bool:
    return len(one) == len(two) and all(row in two for row in one)


def _set(view: View, query: str, parameters: Sequence[object]) -> set[str]:
    return set(view.query(query, parameters).column(0).to_pylist())
