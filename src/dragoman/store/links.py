"""What joins the documents of a ledger: read for the linker, and kept as one snapshot that replaces the last."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any, Final

import pyarrow as pa

from dragoman.model import EventType, SpeakerKind, Status
from dragoman.model.ids import content_id
from dragoman.model.links import Due, Links, Party, Pin, PinVerb, Print, Report, Told
from dragoman.store.ledger import Ledger
from dragoman.store.rows import Row
from dragoman.store.tables import Tables
from dragoman.store.view import View
from dragoman.store.writer import write_batch

_MATTERS: Final = "n_documents > 0 OR attempt IN (SELECT attempt FROM pins_raw)"
N_SEEN: Final = f"(SELECT count(*) FROM committed WHERE {_MATTERS})"
"""How many commits of documents and of decisions by hand a view sees: of two views the later sees as many or more."""


def is_linked(view: View, linker: str) -> bool:
    """Tell whether the ledger's links were made from all that is committed, by this version of the linker."""
    row = view.query(f"SELECT count(*) AS n FROM linked WHERE linker = ? AND n_seen = {N_SEEN}", [linker])
    if row["n"][0].as_py():
        return True
    return not view.query("SELECT 1 FROM documents_own LIMIT 1").num_rows


def unprinted(view: View, linker: str) -> list[tuple[str, str]]:
    """Return the documents that have no print of this version yet, each with what its verbatim copies share, by id."""
    found = view.query(
        "SELECT doc_id, origin_id FROM documents_own WHERE doc_id NOT IN "
        "(SELECT p.doc_id FROM prints_raw p SEMI JOIN committed c ON p.attempt = c.attempt WHERE p.linker = ?) "
        "ORDER BY doc_id",
        [linker],
    )
    return list(zip(found["doc_id"].to_pylist(), found["origin_id"].to_pylist(), strict=True))


def kept_prints(view: View, linker: str) -> list[Print]:
    """Return the prints of this version that are kept, each document's once."""
    found = view.query(
        """
        SELECT p.* EXCLUDE (linker, batch_id, attempt), d.origin_id AS text_key, d.published, d.outlet
        FROM prints_raw p SEMI JOIN committed c ON p.attempt = c.attempt JOIN documents_own d ON d.doc_id = p.doc_id
        WHERE p.linker = ? QUALIFY row_number() OVER (PARTITION BY p.doc_id ORDER BY p.attempt) = 1 ORDER BY p.doc_id
        """,
        [linker],
    )
    return [_print(row) for row in _each(found)]


def _print(row: dict[str, Any]) -> Print:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    return Print(**values)


def kept_pins(view: View) -> list[Pin]:
    """Return what persons decided, the oldest first."""
    found = view.query('SELECT verb, member_id, other_id FROM pins ORDER BY seq, "at", member_id, other_id')
    return [Pin(verb=PinVerb(r["verb"]), member_id=r["member_id"], other_id=r["other_id"]) for r in found.to_pylist()]


def told_events(view: View, origins: dict[str, str]) -> list[Told]:
    """Return each event as the documents' own records tell it, by id.

    Args:
        view: The ledger.
        origins: Origin of a document, where it is not the one of its text.
    """
    people: dict[str, tuple[list[Party], list[Party]]] = {}
    for row in _each(view.query("SELECT DISTINCT event_id, role, entity_id, code FROM participants_own ORDER BY ALL")):
        sides = people.setdefault(row["event_id"], ([], []))
        sides[row["role"] != "actor"].append(Party(row["entity_id"], row["code"]))
    reports = _reports(view, origins)
    found = view.query(
        """
        SELECT e.event_id AS member_id, e.type, e.status, e.mode, e.start, e."end", e.precision, e.country, e.place,
               e.issue, e.magnitude, v.lemma
        FROM events_own e LEFT JOIN (
          SELECT doc_id, event_id, arg_min(split_part(split_part(rule, ':', 2), '+', 1), trigger_start) AS lemma
          FROM evidence_own GROUP BY doc_id, event_id
        ) v ON v.doc_id = e.doc_id AND v.event_id = e.event_id
        QUALIFY row_number() OVER (PARTITION BY e.event_id ORDER BY e.doc_id) = 1 ORDER BY e.event_id
        """
    )
    return [_told(row, reports[row["member_id"]], people.get(row["member_id"], ([], []))) for row in _each(found)]


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


def _reports(view: View, origins: dict[str, str]) -> dict[str, list[Report]]:
    found = view.query(
        """
        SELECT e.event_id, e.doc_id, d.published, d.origin_id, e.speaker_kinds, v.speakers
        FROM events_own e JOIN documents_own d ON d.doc_id = e.doc_id LEFT JOIN (
          SELECT doc_id, event_id, list(DISTINCT speaker ORDER BY speaker) AS speakers
          FROM evidence_own GROUP BY doc_id, event_id
        ) v ON v.doc_id = e.doc_id AND v.event_id = e.event_id
        ORDER BY e.event_id, e.doc_id
        """
    )
    reports: dict[str, list[Report]] = {}
    for row in _each(found):
        report = Report(
            day=row["published"] or date.max,
            doc_id=row["doc_id"],
            origin_id=origins.get(row["doc_id"], row["origin_id"]),
            kinds=tuple(SpeakerKind(k) for k in row["speaker_kinds"] or ()),
            speakers=tuple(row["speakers"] or ()),
        )
        reports.setdefault(row["event_id"], []).append(report)
    return reports


def dues(view: View) -> list[Due]:
    """Return the expectations whose event and day of telling are known."""
    found = view.query(
        """
        SELECT x.expectation_id, x.doc_id, d.published AS told, x.member_id,
               coalesce(x.due_start, x.due_end, e.start, e."end") AS start,
               coalesce(x.due_end, x.due_start, e."end", e.start) AS "end", x.condition IS NOT NULL AS is_conditional
        FROM expected_live x JOIN documents_own d ON d.doc_id = x.doc_id
        JOIN events_own e ON e.doc_id = x.doc_id AND e.event_id = x.member_id
        WHERE d.published IS NOT NULL AND e.status IN ('planned', 'expected') ORDER BY x.expectation_id, x.doc_id
        """
    )
    return [Due(**row) for row in _each(found)]


def keep_links(
    ledger: Ledger,
    view: View,
    links: Links,
    prints: Iterable[Print],
    *,
    linker: str,
    coder_version: str,
    started: str,
) -> None:
    """Keep the links as one snapshot: readers see the last one until it is whole.

    Args:
        ledger: Where to.
        view: What they were made from.
        links: All of them.
        prints: Those that are new.
        linker: Version of the linker.
        coder_version: What the newest documents were coded with.
        started: When the run began, ISO 8601.

    Raises:
        LedgerError: If the disk refuses; the last links stay then.
    """
    seen = view.query(
        f"SELECT {N_SEEN} AS n, "
        f"(SELECT md5(string_agg(batch_id, ' ' ORDER BY batch_id)) FROM committed WHERE {_MATTERS}) AS what"
    ).to_pylist()[0]
    filled: dict[str, list[Row]] = {
        "prints": [_print_row(p, linker) for p in prints],
        "shared_origins": [_renamed(asdict(o), like="like_id") for o in links.origins],
        "merges": [_renamed(asdict(m), like="like_id") for m in links.merges],
        "happenings": [asdict(h) for h in links.happenings],
        "phases": [asdict(p) for p in links.phases],
        "settlements": [asdict(s) for s in links.settlements],
        "rivalries": [asdict(r) for r in links.rivalries],
        "link_runs": [{"n_seen": seen["n"], "linker": linker}],
    }
    write_batch(
        Tables(ledger.path),
        filled,
        batch_id=content_id("b", "links", linker, seen["n"], seen["what"]),
        run_id=content_id("r", coder_version, started, "links"),
        coder_version=coder_version,
        n_documents=0,
        at=started,
    )


def _print_row(p: Print, linker: str) -> Row:
    row = asdict(p)
    for name in ("text_key", "published", "outlet"):
        del row[name]
    return {**row, "linker": linker}


def _renamed(row: Row, **names: str) -> Row:
    return {names.get(key, key): value for key, value in row.items()}


def _each(table: pa.Table) -> Iterator[dict[str, Any]]:
    """Yield the rows of a query; their types are those of its columns."""
    for batch in table.to_batches():
        yield from batch.to_pylist()
