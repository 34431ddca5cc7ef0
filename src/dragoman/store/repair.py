"""Making a damaged ledger whole again: from the parts that are intact, with all that is removed kept aside.

What a commit holds can mostly be made again: the records hold all that was found in a text, so every other table of a
document's rows follows from `documents` and `records`. Links are made again by the next `add`.
"""

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from dragoman.model.ids import content_id
from dragoman.store.check import Examined, is_unaltered
from dragoman.store.durable import flush_tree
from dragoman.store.lock import PENDING
from dragoman.store.parts import Choice, chosen_rows, rows_by_attempt
from dragoman.store.rows import Row, record_of, rows
from dragoman.store.schema import COLUMNS, SNAPSHOTS, schema, tables
from dragoman.store.tables import Tables, plain_errors

DRAFT: Final = "repair.draft"
"""Folder of a ledger in which a repair makes tables; left behind by one that was stopped, it is deleted."""

SOURCES: Final = ("documents", "records")
"""Tables from which all others of a document's rows can be made again."""

JOINED: Final = ("prints", *SNAPSHOTS)
"""Tables that link runs write."""

TEXTS: Final = "documents.jsonl"
"""File aside with the texts of documents that the repaired ledger does not hold; `dragoman add` reads it."""


@dataclass(slots=True, kw_only=True)
class Plan:
    """What a repair would do.

    Attributes:
        takes: By table, the rows that stay and their files.
        made: By table, the attempts whose rows are made again from the records.
        whole: By attempt with damage, the documents of which text and record are there; others are dropped.
        rewrite: Tables that are written anew.
        strays: By table, files of stopped writers that are moved aside.
        new_head: Whether `ledger.json` is written anew.
        n_lost: Documents of commits that the ledger will not hold any more.
        n_unsaved: Those of them of which not even the text is left.
        lost_rows: By table, rows that nothing can make again.
        imports_again: Names of imported files of which events are lost.
        relink: Whether the documents must be joined anew.
        texts: What is saved aside: rows of `documents` that the ledger will not hold, by id.
    """

    takes: dict[str, Choice]
    made: dict[str, set[str]] = field(default_factory=dict)
    whole: dict[str, set[str]] = field(default_factory=dict)
    rewrite: set[str] = field(default_factory=set)
    strays: dict[str, tuple[str, ...]] = field(default_factory=dict)
    new_head: bool = False
    n_lost: int = 0
    n_unsaved: int = 0
    lost_rows: dict[str, int] = field(default_factory=dict)
    imports_again: tuple[str, ...] = ()
    relink: bool = False
    texts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def is_empty(self) -> bool:
        """Tell whether there is nothing to do."""
        return not (self.rewrite or self.strays or self.new_head)


def plan_repair(found: Examined) -> Plan:
    """Return what a repair of the examined ledger would do."""
    plan = Plan(takes=dict(found.choices), new_head=bool(found.head_fault))
    committed = {marker["attempt"] for marker in found.markers}
    for name, inventory in found.inventories.items():
        if inventory.strays:
            plan.strays[name] = inventory.strays
        if not inventory.is_sound() or any(a not in committed for a in inventory.live_counts()) or name in found.short:
            plan.rewrite.add(name)
    bad = set(found.bad_ids)
    for marker in found.markers:
        _plan_batch(plan, found, marker["attempt"], bad)
    _plan_imports(plan, found)
    _plan_links(plan, found)
    for name in sorted(set(found.short) - set(COLUMNS) - set(JOINED)):
        n_lost = sum(max(0, n - found.choices[name].found[a]) for a, (_, n) in found.short[name].items())
        if n_lost:
            plan.lost_rows[name] = n_lost
    if plan.made or plan.whole or found.short or plan.relink:
        plan.rewrite.add("batches")
    if "documents" in plan.rewrite:
        plan.texts = _unheld(found, plan)
    return plan


def _plan_batch(plan: Plan, found: Examined, attempt: str, bad: set[str]) -> None:
    """Plan for the documents of one batch: keep those that are whole, make again what follows from them."""
    lacking = {n for n in COLUMNS if attempt in found.short.get(n, {}) and not _has_all(found, n, attempt)}
    ids = {name: _doc_ids(found.choices[name], name, attempt) for name in SOURCES} if lacking or bad else {}
    if not lacking and not (bad and bad & ids["documents"]):
        return
    whole = (ids["documents"] & ids["records"]) - bad
    wanted = max(found.short.get(name, {}).get(attempt, (0, len(ids[name])))[1] for name in SOURCES)
    plan.n_lost += wanted - len(whole)
    plan.n_unsaved += wanted - len(ids["documents"] - {d for d in bad if "text" in found.bad_ids[d]})
    for name in lacking - set(SOURCES):
        plan.made.setdefault(name, set()).add(attempt)
    if len(whole) < wanted:
        plan.whole[attempt] = whole
        plan.rewrite.update(COLUMNS)
        plan.relink = True
    elif lacking:
        plan.whole[attempt] = whole
    plan.rewrite.update(lacking)


def _has_all(found: Examined, name: str, attempt: str) -> bool:
    return found.choices[name].found[attempt] == found.short[name][attempt][1]


def _doc_ids(choice: Choice, name: str, attempt: str) -> set[str]:
    return {one for batch in chosen_rows(choice, name, only=(attempt,)) for one in batch.column("doc_id").to_pylist()}


def _plan_imports(plan: Plan, found: Examined) -> None:
    """Forget that a file was imported to its end where events of it are lost, so that importing it again mends it."""
    lacking = {a for a in found.short.get("imported_events", {}) if not _has_all(found, "imported_events", a)}
    runs = {m["run_id"] for m in found.markers if m["attempt"] in lacking}
    again = {m["attempt"] for m in found.markers if m["run_id"] in runs}
    files = [
        r["file"] for batch in chosen_rows(plan.takes["imports"], "imports", only=again) for r in batch.to_pylist()
    ]
    if files:
        plan.imports_again = tuple(sorted(files))
        plan.takes["imports"] = _without(plan.takes["imports"], again)
        plan.rewrite.add("imports")


def _plan_links(plan: Plan, found: Examined) -> None:
    """Drop what joins the documents where it is damaged or speaks of documents that are lost.

    Whole link runs go, with their prints: the next run may see what an old one saw, and of two batches of one id the
    first would count.
    """
    if plan.relink or any(name in found.short or not found.inventories[name].is_sound() for name in JOINED):
        plan.relink = True
        for name in JOINED:
            plan.takes[name] = Choice()
            plan.rewrite.add(name)


def _without(choice: Choice, attempts: set[str]) -> Choice:
    kept = {file: taken - attempts for file, taken in choice.attempts.items()}
    return Choice(
        attempts={file: taken for file, taken in kept.items() if taken},
        found=Counter({a: n for a, n in choice.found.items() if a not in attempts}),
    )


def carry_out(path: Path, found: Examined, plan: Plan, aside: Path) -> None:
    """Do what was planned.

    Everything new is made beside the tables first; then each table is moved aside and the new one put in its place. A
    repair that is stopped is repeated from the start, or finished by `finish_repair` once all was made.

    Args:
        path: Folder of the ledger, on which nobody else may write.
        found: What it holds.
        plan: What to do.
        aside: A new folder that takes what is removed.

    Raises:
        LedgerError: If the disk refuses; the ledger is as it was then, or a repetition finishes it.
    """
    tables_ = Tables(path)
    draft = tables_.path / DRAFT
    with plain_errors(tables_.path, "repair"):
        shutil.rmtree(draft, ignore_errors=True)
        aside.mkdir(parents=True)
        draft.mkdir()
        if plan.texts:
            lines = [_as_input(row) for _, row in sorted(plan.texts.items())]
            (aside / TEXTS).write_text("".join(lines), encoding="utf-8")
        counts = {
            name: _draft(tables_, draft, name, _new_rows(found, plan, name))
            for name in tables()
            if name in plan.rewrite and name != "batches"
        }
        if "batches" in plan.rewrite:
            _draft(tables_, draft, "batches", iter(_new_markers(found, counts)))
        flush_tree(draft)
        draft.rename(tables_.path / PENDING)
        for name, files in plan.strays.items():
            for file in files:
                _move(tables_.path / name / file, aside / name / file)
        finish_repair(path, aside)
        if plan.new_head:
            tables_.write_head()
        flush_tree(aside)


def finish_repair(path: Path, aside: Path) -> bool:
    """Put the tables in place that a repair has made, the old ones aside; return whether there were any."""
    tables_ = Tables(path)
    pending = tables_.path / PENDING
    if not pending.is_dir():
        return False
    with plain_errors(tables_.path, "repair"):
        for new in sorted(pending.iterdir()):
            old = tables_.path / new.name
            if old.exists():
                _move(old, aside / new.name)
            new.rename(old)
        pending.rmdir()
        flush_tree(tables_.path)
    return True


def _move(old: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    if new.is_dir():  # its stray files are there already
        for one in sorted(old.rglob("*")):
            if one.is_file():
                _move(one, new / one.relative_to(old))
        shutil.rmtree(old)
    else:
        shutil.move(old, new)


def _draft(tables_: Tables, draft: Path, name: str, batches: Iterator[pa.RecordBatch]) -> Counter[str]:
    counts: Counter[str] = Counter()

    def counted() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            counts.update(rows_by_attempt(batch))
            yield batch

    tables_.write_anew(draft / name, name, counted())
    return counts


def _new_rows(found: Examined, plan: Plan, name: str) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a table as they shall be."""
    made = plan.made.get(name, set())
    filtered = set(plan.whole) if name in COLUMNS else set()
    yield from chosen_rows(_without(plan.takes[name], made | filtered), name)
    for attempt in sorted(filtered | made):
        whole = plan.whole[attempt]
        if attempt in made:
            yield _made_again(found, name, attempt, whole)
        kept = chosen_rows(plan.takes[name], name, only=(attempt,))
        for batch in kept:
            stays = [
                one is None or (one in whole and attempt not in made) for one in batch.column("doc_id").to_pylist()
            ]
            yield batch.filter(pa.array(stays, pa.bool_()))


def _made_again(found: Examined, name: str, attempt: str, whole: set[str]) -> pa.RecordBatch:
    """Return the rows of a table that the records of a batch give."""
    stamp = {"batch_id": attempt.partition(".")[0], "attempt": attempt}
    filled: list[Row] = [
        {**row, **stamp}
        for doc_id, line, text in _sources(found, attempt)
        if doc_id in whole
        for table, row in rows(record_of(line, text))
        if table == name
    ]
    return pa.RecordBatch.from_pylist(filled, schema=schema(name))


def _sources(found: Examined, attempt: str) -> Iterator[tuple[str, str, str]]:
    """Yield id, record and text of the documents of a batch, by id."""
    columns: dict[str, dict[str, str]] = {"text": {}, "record": {}}
    for name, column in zip(SOURCES, columns, strict=True):
        for batch in chosen_rows(found.choices[name], name, only=(attempt,)):
            ids, values = batch.column("doc_id").to_pylist(), batch.column(column).to_pylist()
            columns[column].update(zip(ids, values, strict=True))
    for doc_id in sorted(columns["text"].keys() & columns["record"].keys()):
        yield doc_id, columns["record"][doc_id], columns["text"][doc_id]


def _new_markers(found: Examined, counts: Mapping[str, Counter[str]]) -> Iterator[pa.RecordBatch]:
    for marker in found.markers:
        attempt = marker["attempt"]
        before: dict[str, int] = json.loads(marker["n_rows"])
        n_rows = dict(before)
        for name, counted in counts.items():
            n_rows[name] = counted[attempt]
        n_rows = {name: n_rows[name] for name in tables() if n_rows.get(name)}
        if n_rows:
            new = {**marker, "n_rows": json.dumps(n_rows)}
            if n_rows != before:  # of two batches of one id the first counts: what is lost must not hide what is added
                new["batch_id"] = content_id("b", "repaired", attempt, new["n_rows"])
            if marker["n_documents"]:
                new["n_documents"] = n_rows.get("documents", 0)
            yield pa.RecordBatch.from_pylist([new], schema=schema("batches"))


def _unheld(found: Examined, plan: Plan) -> dict[str, dict[str, Any]]:
    """Return the rows of documents that the repaired ledger will not hold, by id; altered texts are none."""
    held: set[str] = set().union(*plan.whole.values())
    for batch in chosen_rows(_without(plan.takes["documents"], set(plan.whole)), "documents"):
        held.update(batch.column("doc_id").to_pylist())
    everything = Choice(attempts={part.file: set(part.counts) for part in found.inventories["documents"].parts})
    texts: dict[str, dict[str, Any]] = {}
    for batch in chosen_rows(everything, "documents"):
        for row in batch.to_pylist():
            if row["doc_id"] not in held and is_unaltered(row):
                texts.setdefault(row["doc_id"], row)
    return texts


def _as_input(row: Mapping[str, Any]) -> str:
    form = {"id": row["given_id"], "published": row["published"].isoformat() if row["published"] else None}
    form |= {name: row[name] for name in ("title", "outlet", "author", "url", "text")}
    return json.dumps({k: v for k, v in form.items() if v is not None}, ensure_ascii=False) + "\n"
