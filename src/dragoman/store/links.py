"""What joins the documents of a ledger: read for the linker, and kept as one snapshot that replaces the last."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from dragoman.model import EventType, SpeakerKind, Status
from dragoman.model.ids import content_id
from dragoman.model.links import Due, Links, Party, Pin, PinVerb, Print, Report, Told
from dragoman.store.ledger import Ledger
from dragoman.store.rows import Row
from dragoman.store.schema import KEYED, row_schema
from dragoman.store.tables import Tables
from dragoman.store.view import View
from dragoman.store.writer import write_batch

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

LONGEST_CHAIN: Final = 64
"""Link runs that build on one another; the next one writes everything anew, from the rows that stand."""

_MATTERS: Final = """
  n_documents > 0 OR attempt IN (SELECT attempt FROM pins_raw UNION ALL SELECT attempt FROM corrections_raw)
"""
N_SEEN: Final = f"(SELECT count(*) FROM committed WHERE {_MATTERS})"
"""How many commits of documents, corrections and decisions by hand a view sees: of two views the later sees as many or
more."""

UNSEEN: Final = f"""
  SELECT batch_id, attempt FROM committed WHERE ({_MATTERS}) AND batch_id NOT IN (
    SELECT unnest(r.seen) FROM link_runs_raw r JOIN linking l ON r.attempt = l.attempt
  )
"""
"""Those of which the link runs that count do not know."""


def is_linked(view: View, linker: str) -> bool:
    """Tell whether the ledger's links were made from all that is committed, by this version of the linker."""
    row = view.query(f"SELECT count(*) AS n FROM linked WHERE linker = ? AND n_seen = {N_SEEN}", [linker])
    if row["n"][0].as_py():
        return True
    return not view.query("SELECT 1 FROM documents_own LIMIT 1").num_rows


def was_linked(view: View, linker: str) -> bool:
    """Tell whether the ledger has links that were made by this version of the linker."""
    return bool(view.query("SELECT 1 FROM linked WHERE linker = ?", [linker]).num_rows)


def strange_runs(view: View, linker: str) -> set[str]:
    """Return the batches of link runs of other versions of the linker."""
    return set(view.query("SELECT batch_id FROM link_heads WHERE linker <> ?", [linker])["batch_id"].to_pylist())


def put_off(view: View, linker: str, *, whole: int, part: int) -> list[frozenset[str]]:
    """Return what each of the runs but the last leaves out, where a ledger is joined by several runs.

    So memory is bounded: where a ledger has many documents that are not joined, each run joins no more than it may.

    Args:
        view: The ledger, without the runs of other versions.
        linker: Version of the linker.
        whole: Documents up to which a ledger is joined by one run.
        part: Documents that one run joins to those of before where there are more.

    Returns:
        For each run the batches that it leaves out, those committed later; nothing where one run does.
    """
    seen = "batch_id NOT IN (SELECT batch_id FROM new)" if was_linked(view, linker) else "false"
    rows = view.query(
        f"""
        WITH new AS ({UNSEEN})
        SELECT batch_id, n_documents, {seen} AS is_seen FROM committed WHERE {_MATTERS} ORDER BY seq, batch_id
        """
    ).to_pylist()
    joined = sum(row["n_documents"] for row in rows if row["is_seen"])
    waiting = [row for row in rows if not row["is_seen"]]
    if joined + sum(row["n_documents"] for row in waiting) <= whole:
        return []
    room = max(part, whole - joined)
    ends: list[int] = []
    taken = 0
    for k, row in enumerate(waiting):
        if taken and taken + row["n_documents"] > room:
            ends.append(k)
            taken, room = 0, part
        taken += row["n_documents"]
    return [frozenset(row["batch_id"] for row in waiting[end:]) for end in ends]


def unprinted(view: View, linker: str) -> list[tuple[str, str]]:
    """Return the documents that have no print of this version yet, each with what its verbatim copies share, by id."""
    found = view.query(
        "SELECT doc_id, origin_id FROM documents_own WHERE doc_id NOT IN "
        "(SELECT p.doc_id FROM prints_raw p SEMI JOIN committed c ON p.attempt = c.attempt WHERE p.linker = ?) "
        "ORDER BY doc_id",
        [linker],
    )
    return list(zip(found["doc_id"].to_pylist(), found["origin_id"].to_pylist(), strict=True))


def kept_prints(view: View, linker: str, doc_ids: Collection[str] | None = None) -> list[Print]:
    """Return the prints of this version that are kept, of these documents or of all, each document's once."""
    if doc_ids is not None and not doc_ids:
        return []
    some = "" if doc_ids is None else "AND p.doc_id IN (SELECT unnest(?::VARCHAR[]))"
    found = view.query(
        f"""
        SELECT p.* EXCLUDE (linker, published, batch_id, attempt), d.origin_id AS text_key, d.published, d.outlet
        FROM prints_raw p SEMI JOIN committed c ON p.attempt = c.attempt JOIN documents_own d ON d.doc_id = p.doc_id
        WHERE p.linker = ? {some}
        QUALIFY row_number() OVER (PARTITION BY p.doc_id ORDER BY p.attempt) = 1 ORDER BY p.doc_id
        """,
        [linker] if doc_ids is None else [linker, sorted(doc_ids)],
    )
    return [_print(row) for row in each(found)]


def _print(row: dict[str, Any]) -> Print:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    return Print(**values)


def kept_pins(view: View) -> list[Pin]:
    """Return what persons decided, the oldest first."""
    found = view.query(
        "SELECT p.verb, p.member_id, p.other_id FROM pins_raw p JOIN committed c ON p.attempt = c.attempt "
        'ORDER BY c.seq, p."at", p.member_id, p.other_id'
    )
    return [Pin(verb=PinVerb(r["verb"]), member_id=r["member_id"], other_id=r["other_id"]) for r in found.to_pylist()]


_SOME: Final = "IN (SELECT unnest(?::VARCHAR[]))"


def told_events(view: View, origins: Mapping[str, str], member_ids: Collection[str] | None = None) -> list[Told]:
    """Return each event as the documents' own records tell it, by id.

    Args:
        view: The ledger.
        origins: Origin of a document, where it is not the one of its text.
        member_ids: Which events; None for all.
    """
    some, asked = ("", []) if member_ids is None else (f"WHERE e.event_id {_SOME}", [sorted(member_ids)])
    own = "evidence_own" if member_ids is None else f"evidence_own WHERE event_id {_SOME}"
    people: dict[str, tuple[list[Party], list[Party]]] = {}
    sides_of = f"SELECT DISTINCT event_id, role, entity_id, code FROM participants_own e {some} ORDER BY ALL"
    for row in each(view.query(sides_of, asked)):
        sides = people.setdefault(row["event_id"], ([], []))
        sides[row["role"] != "actor"].append(Party(row["entity_id"], row["code"]))
    reports = _reports(view, origins, some, own, asked * 2)
    found = view.query(
        f"""
        SELECT e.event_id AS member_id, e.type, e.status, e.mode, e.start, e."end", e.precision, e.country, e.place,
               e.issue, e.magnitude, v.lemma
        FROM events_own e LEFT JOIN (
          SELECT doc_id, event_id, arg_min(split_part(split_part(rule, ':', 2), '+', 1), trigger_start) AS lemma
          FROM {own} GROUP BY doc_id, event_id
        ) v ON v.doc_id = e.doc_id AND v.event_id = e.event_id {some}
        QUALIFY row_number() OVER (PARTITION BY e.event_id ORDER BY e.doc_id) = 1 ORDER BY e.event_id
        """,
        asked * 2,
    )
    return [_told(row, reports[row["member_id"]], people.get(row["member_id"], ([], []))) for row in each(found)]


def _told(row: dict[str, Any], reports: list[Report], sides: tuple[list[Party], list[Party]]) -> Told:
    row["issue"] = tuple(row["issue"].split("; ")) if row["issue"] else ()
    row["magnitude"] = json.loads(row["magnitude"]) if row["magnitude"] else {}
    row |= {"type": EventType(row["type"]), "status": Status(row["status"]), "lemma": row["lemma"] or ""}
    return Told(
        **row,
        reports=tuple(sorted(reports, key=lambda r: (r.day, r.doc_id))),
        actors=tuple(dict.fromkeys(sides[0])),
        recipients=tuple(dict.fromkeys(sides[1])),
    )


def _reports(
    view: View, origins: Mapping[str, str], some: str, own: str, asked: Sequence[object]
) -> dict[str, list[Report]]:
    found = view.query(
        f"""
        SELECT e.event_id, e.doc_id, d.published, d.origin_id, e.speaker_kinds, v.speakers
        FROM events_own e JOIN documents_own d ON d.doc_id = e.doc_id LEFT JOIN (
          SELECT doc_id, event_id, list(DISTINCT speaker ORDER BY speaker) AS speakers
          FROM {own} GROUP BY doc_id, event_id
        ) v ON v.doc_id = e.doc_id AND v.event_id = e.event_id {some}
        ORDER BY e.event_id, e.doc_id
        """,
        asked,
    )
    reports: dict[str, list[Report]] = {}
    for row in each(found):
        report = Report(
            day=row["published"] or date.max,
            doc_id=row["doc_id"],
            origin_id=origins.get(row["doc_id"], row["origin_id"]),
            kinds=tuple(SpeakerKind(k) for k in row["speaker_kinds"] or ()),
            speakers=tuple(row["speakers"] or ()),
        )
        reports.setdefault(row["event_id"], []).append(report)
    return reports


DUES: Final = """
  SELECT x.expectation_id, x.doc_id, d.published AS told, x.member_id,
         coalesce(x.due_start, x.due_end, x.start, x."end") AS start,
         coalesce(x.due_end, x.due_start, x."end", x.start) AS "end", x.condition IS NOT NULL AS is_conditional
  FROM (
    SELECT x.expectation_id, x.doc_id, x.event_id AS member_id, x.due_start, x.due_end, x.condition, e.start, e."end"
    FROM expectations_own x JOIN events_own e ON e.doc_id = x.doc_id AND e.event_id = x.event_id
    WHERE e.status IN ('planned', 'expected') AND {which}
    UNION ALL
    SELECT 'x' || substr(e.event_id, 2), e.doc_id, e.event_id, e.start, e."end", NULL, e.start, e."end"
    FROM events_own e ANTI JOIN expectations_own x ON x.doc_id = e.doc_id AND x.event_id = e.event_id
    WHERE e.status IN ('planned', 'expected') AND coalesce(e.start, e."end") IS NOT NULL AND {which}
  ) x JOIN documents_own d ON d.doc_id = x.doc_id WHERE d.published IS NOT NULL
"""
"""The expectations whose event and day of telling are known: those of the view `expected_live`, of some events `e`."""


def dues(view: View, member_ids: Collection[str] | None = None) -> list[Due]:
    """Return the expectations whose event and day of telling are known, of these events or of all."""
    some, asked = ("true", []) if member_ids is None else (f"e.event_id {_SOME}", [sorted(member_ids)] * 2)
    found = view.query(f"SELECT * FROM ({DUES.format(which=some)}) ORDER BY expectation_id, doc_id", asked)
    return [Due(**row) for row in each(found)]


def rows_of(links: Links) -> dict[str, list[Row]]:
    """Return the rows of links by table."""
    return {
        "shared_origins": [_renamed(_row(o), like="like_id") for o in links.origins],
        "merges": [_renamed(_row(m), like="like_id") for m in links.merges],
        "happenings": [_row(h) for h in links.happenings],
        "phases": [_row(p) for p in links.phases],
        "settlements": [_row(s) for s in links.settlements],
        "rivalries": [_row(r) for r in links.rivalries],
        "tellings": [{**_row(t), "codes": list(t.codes), "entities": list(t.entities)} for t in links.tellings],
        "votes": [_row(v) for v in links.votes],
    }


def keep_links(
    ledger: Ledger,
    view: View,
    filled: Mapping[str, Sequence[Row]],
    prints: Iterable[Print],
    *,
    linker: str,
    coder_version: str,
    started: str,
    onto: bool = False,
) -> None:
    """Keep links: readers see the last ones until these are whole.

    Args:
        ledger: Where to.
        view: What they were made from.
        filled: Rows by table: all of them, or what changed.
        prints: Those that are new.
        linker: Version of the linker.
        coder_version: What the newest documents were coded with.
        started: When the run began, ISO 8601.
        onto: Whether they are what changed since the links that the view has.

    Raises:
        LedgerError: If the disk refuses; the last links stay then.
    """
    (seen,) = view.query(
        f"SELECT {N_SEEN} AS n, (SELECT list(batch_id ORDER BY batch_id) FROM committed WHERE {_MATTERS}) AS ids, "
        f"(SELECT list(batch_id ORDER BY batch_id) FROM ({UNSEEN})) AS fresh, "
        "(SELECT h.batch_id FROM link_heads h JOIN linked l ON h.attempt = l.attempt) AS head, "
        "(SELECT count(*) FROM linking) AS length"
    ).to_pylist()
    base = seen["head"] if onto and seen["length"] < LONGEST_CHAIN else None
    rows = {name: list(filled.get(name, ())) for name in KEYED}
    kept = _standing(view, rows) if onto and base is None else {}
    if base is None:
        rows = {name: [row for row in rows[name] if row.get(sign) is not None] for name, (_, sign) in KEYED.items()}
    run: Row = {"n_seen": seen["n"], "linker": linker, "base": base, "seen": seen["ids" if base is None else "fresh"]}
    write_batch(
        Tables(ledger.path),
        {"prints": [print_row(p, linker) for p in prints], **rows, "link_runs": [run]},
        batch_id=content_id("b", "links", linker, seen["n"], *(seen["ids"] or ()), "onto", base),
        run_id=content_id("r", coder_version, started, "links"),
        coder_version=coder_version,
        n_documents=0,
        at=started,
        appended=kept,
    )


def _standing(view: View, rows: Mapping[str, Sequence[Row]]) -> dict[str, pa.Table]:
    """Return the rows that stand and are not replaced by these, by table; no empty tables."""
    found: dict[str, pa.Table] = {}
    for name, (keys, _) in KEYED.items():
        ids = sorted({tuple(str(row[key]) for key in keys) for row in rows[name]})
        lists = ", ".join(f"unnest(?::VARCHAR[]) AS {key}" for key in keys)
        table = view.query(
            f"SELECT * FROM {name}_now ANTI JOIN (SELECT {lists}) USING ({', '.join(keys)})",
            [[one[k] for one in ids] for k in range(len(keys))],
        )
        if len(table):
            found[name] = table.select(row_schema(name).names).cast(row_schema(name))
    return found


def print_row(p: Print, linker: str) -> Row:
    """Return the row that keeps a print of this version of the linker."""
    row = _row(p)
    del row["text_key"], row["outlet"]
    return row | {"linker": linker}


def _row(value: "DataclassInstance") -> Row:
    """Return the fields of a flat record by name: what they hold is not copied, as `asdict` would."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _renamed(row: Row, **names: str) -> Row:
    return {names.get(key, key): value for key, value in row.items()}


def each(table: pa.Table) -> Iterator[dict[str, Any]]:
    """Yield the rows of a query; their types are those of its columns."""
    for batch in table.to_batches():
        yield from batch.to_pylist()
