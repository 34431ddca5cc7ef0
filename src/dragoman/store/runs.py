"""The runs of a ledger, and what its documents said after each."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec
import pyarrow as pa

from dragoman.errors import NotFoundError
from dragoman.manifest import versions
from dragoman.model.exchange import RecordJSON
from dragoman.model.ids import content_id
from dragoman.store.correction_kinds import Correction
from dragoman.store.mended import CORRECTIONS
from dragoman.store.overlay import overlay
from dragoman.store.view import View

NOW: Final = "now"
"""Stands for the ledger as it is, with the corrections made since the last run."""
END: Final = 2**62
"""A commit number beyond all."""
CAUSES: Final[Mapping[str, str]] = {"vocabulary": "vocabulary", "code": "rule", "model": "model", "program": "rule"}
"""What a change is called whose cause is that part of the coder version."""
AT_ONCE: Final = 100
"""Documents compared by one query, to bound memory."""

_DECODER = msgspec.json.Decoder(RecordJSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """An `add` that committed something.

    Attributes:
        run_id: Its id; `NOW` for the ledger as it is.
        started: When it began, ISO 8601; None for `NOW`.
        last: Number of its last commit.
        coder_version: What it coded with; None for `NOW`.
    """

    run_id: str
    started: str | None
    last: int
    coder_version: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a document said at one moment.

    Attributes:
        coder_version: What it was coded with.
        coded: Its record as coded.
        corrected: Its record with the corrections made until then.
    """

    coder_version: str
    coded: RecordJSON
    corrected: RecordJSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A document at two moments.

    Attributes:
        doc_id: The document.
        title: Its headline.
        before: None where the ledger did not hold it yet.
        after: What it said later.
        replaces: For a document that is new: the one that its input gave before, with another text.
    """

    doc_id: str
    title: str | None
    before: State | None
    after: State
    replaces: str | None = None


def runs_table(view: View) -> pa.Table:
    """Return the runs that added documents, the first one first, with what moved since the run before.

    The columns are run_id, started, finished, n_documents, coder_version, program, vocabulary, code, model, moved.
    """
    rows = view.query(
        """
        SELECT r.run_id, r.started, r.finished, r.n_documents, r.coder_version FROM runs r
        JOIN (SELECT run_id, max(seq) AS last FROM batches GROUP BY run_id) b ON b.run_id = r.run_id
        WHERE r.n_documents > 0 ORDER BY b.last, r.run_id
        """
    ).to_pylist()
    before: str | None = None
    for row in rows:
        found = versions(row["coder_version"])
        row |= {part: found.get(part) for part in ("program", "vocabulary", "code", "model")}
        row["moved"] = ", ".join(moved(before, row["coder_version"])) if before else None
        before = row["coder_version"]
    return pa.Table.from_pylist(rows, schema=RUNS)


RUNS: Final = pa.schema(
    [(name, pa.string()) for name in ("run_id", "started", "finished")]
    + [("n_documents", pa.int64())]
    + [(name, pa.string()) for name in ("coder_version", "program", "vocabulary", "code", "model", "moved")]
)


def moved(before: str, after: str) -> tuple[str, ...]:
    """Return what differs between two coder versions: vocabulary, rule, model; () for the same."""
    if before == after:
        return ()
    old, new = versions(before), versions(after)
    parts = [part for part in ("vocabulary", "code", "model") if old.get(part) != new.get(part)]
    return tuple(dict.fromkeys(CAUSES[part] for part in parts or ["program"]))


def find_run(view: View, run_id: str) -> Run:
    """Return the run of that id, which may be shortened; `now` is the ledger as it is.

    Raises:
        NotFoundError: If the ledger has no such run, or several.
    """
    if run_id == NOW:
        return Run(run_id=NOW, started=None, last=END, coder_version=None)
    rows = view.query(
        """
        SELECT r.run_id, r.started, r.coder_version, max(b.seq) AS last FROM runs r JOIN batches b USING (run_id)
        WHERE starts_with(r.run_id, ?) AND r.n_documents > 0 GROUP BY ALL ORDER BY last
        """,
        [run_id],
    ).to_pylist()
    if len(rows) != 1 or not run_id:
        known = "dragoman runs lists them" if not rows or not run_id else f"it stands for {len(rows)} runs"
        raise NotFoundError(f"run {run_id!r}: the ledger has no one run of that id; {known}")
    return Run(**rows[0])


def manifest_of(view: View, run: Run) -> dict[str, Any]:
    """Return what a run was made with, and of what: program, code, vocabularies, models, options, times, inputs.

    The inputs are the ids of the documents that the run added; an id is the hash of text, outlet, day and address.
    Documents that were there already are not among them.
    """
    row = view.query("SELECT started, finished, coder_version, manifest FROM runs WHERE run_id = ?", [run.run_id])
    found = row.to_pylist()[0]
    inputs = view.query(
        "SELECT DISTINCT d.doc_id FROM documents_raw d JOIN committed c ON d.attempt = c.attempt "
        "WHERE c.run_id = ? ORDER BY d.doc_id",
        [run.run_id],
    )["doc_id"].to_pylist()
    return {
        "run_id": run.run_id,
        "started": found["started"],
        "finished": found["finished"],
        "coder_version": found["coder_version"],
        **json.loads(found["manifest"] or "{}"),
        "inputs_hash": content_id("h", *inputs),
        "inputs": inputs,
    }


_MOMENTS: Final = """
  WITH codings AS (
    SELECT d.doc_id, d.title, d.attempt, c.seq, c.coder_version, coalesce(d.given_id, d.url, r.source) AS input
    FROM documents_raw d JOIN committed c ON d.attempt = c.attempt
    LEFT JOIN (SELECT attempt, doc_id, min(source) AS source FROM receipts_raw WHERE stage = 'read' GROUP BY ALL) r
      ON r.attempt = d.attempt AND r.doc_id = d.doc_id
  ),
  before AS (
    SELECT * FROM codings WHERE seq <= $1 QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY seq DESC, attempt) = 1
  ),
  after AS (
    SELECT * FROM codings WHERE seq <= $2 QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY seq DESC, attempt) = 1
  )
  SELECT a.doc_id, a.title, b.attempt AS before_attempt, b.coder_version AS before_version,
         a.attempt AS after_attempt, a.coder_version AS after_version,
         CASE WHEN b.doc_id IS NULL
           THEN (SELECT arg_max(o.doc_id, o.seq) FROM before o WHERE o.input = a.input AND o.input NOT IN ('-', 'text'))
         END AS replaces
  FROM after a LEFT JOIN before b ON b.doc_id = a.doc_id
  WHERE b.attempt IS DISTINCT FROM a.attempt OR a.doc_id IN (
    SELECT k.doc_id FROM corrections_raw k JOIN committed c ON k.attempt = c.attempt WHERE c.seq > $1 AND c.seq <= $2
  )
  ORDER BY a.doc_id
"""


def n_same(view: View, first: Run, second: Run) -> int:
    """Return how many documents stand after the second run as they stood after the first."""
    changed = len(_moments(view, first, second))
    held = view.query(
        "SELECT count(DISTINCT d.doc_id) AS n FROM documents_raw d JOIN committed c ON d.attempt = c.attempt "
        "WHERE c.seq <= ?",
        [second.last],
    )
    return int(held["n"][0].as_py()) - changed


def _moments(view: View, first: Run, second: Run) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = view.query(_MOMENTS, [first.last, second.last]).to_pylist()
    return rows


def pairs(view: View, first: Run, second: Run) -> Iterator[Pair]:
    """Yield the documents whose coding or corrections differ after two runs, by id."""
    rows = _moments(view, first, second)
    given: dict[str, list[Correction]] = {}
    for row in view.query(CORRECTIONS).to_pylist():
        given.setdefault(row["doc_id"], []).append(Correction(**row))
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        forms = _forms(view, part)
        for row in part:
            doc_id = row["doc_id"]
            before = None
            if row["before_attempt"]:
                form = forms[row["before_attempt"], doc_id]
                before = _state(form, row["before_version"], given.get(doc_id, ()), first)
            after = _state(forms[row["after_attempt"], doc_id], row["after_version"], given.get(doc_id, ()), second)
            yield Pair(doc_id=doc_id, title=row["title"], before=before, after=after, replaces=row["replaces"])


def state_of(view: View, doc_id: str, run: Run) -> State:
    """Return what a document said after a run."""
    row = view.query(
        "SELECT d.doc_id, d.attempt AS before_attempt, NULL AS after_attempt, c.coder_version AS version "
        "FROM documents_raw d JOIN committed c ON d.attempt = c.attempt WHERE d.doc_id = ? AND c.seq <= ? "
        "ORDER BY c.seq DESC, d.attempt LIMIT 1",
        [doc_id, run.last],
    ).to_pylist()[0]
    given = [
        Correction(**k) for k in view.query(f"SELECT * FROM ({CORRECTIONS}) WHERE doc_id = ?", [doc_id]).to_pylist()
    ]
    return _state(_forms(view, [row])[row["before_attempt"], doc_id], row["version"], given, run)


def _state(form: RecordJSON, version: str, given: Sequence[Correction], run: Run) -> State:
    until = [c for c in given if c.seq <= run.last]
    return State(coder_version=version, coded=form, corrected=overlay(form, until).form if until else form)


def _forms(view: View, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], RecordJSON]:
    """Return the coded records by attempt and document."""
    attempts = sorted({a for row in rows for a in (row["before_attempt"], row["after_attempt"]) if a})
    found = view.query(
        "SELECT r.attempt, r.doc_id, r.record, d.text FROM records_raw r "
        "JOIN documents_raw d ON d.attempt = r.attempt AND d.doc_id = r.doc_id "
        "WHERE r.attempt IN (SELECT unnest(?::VARCHAR[])) AND r.doc_id IN (SELECT unnest(?::VARCHAR[]))",
        [attempts, sorted({row["doc_id"] for row in rows})],
    ).to_pylist()
    return {(r["attempt"], r["doc_id"]): replace(_DECODER.decode(r["record"]), text=r["text"]) for r in found}
