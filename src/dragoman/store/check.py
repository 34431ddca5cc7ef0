"""What is wrong with a ledger: every file is read to its end and every batch is counted against its marker."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from dragoman.errors import LedgerError
from dragoman.model import Document
from dragoman.store.lock import check_finished
from dragoman.store.parts import Choice, Inventory, choose, chosen_rows, take_inventory
from dragoman.store.rows import is_record
from dragoman.store.schema import SNAPSHOTS, tables
from dragoman.store.tables import Tables

LEDGER: Final = "ledger"
"""Stands for the ledger as a whole where a fault belongs to no table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is wrong.

    Attributes:
        place: The table, or "ledger".
        what: What is wrong, one line.
    """

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A ledger after every file of it was read.

    Attributes:
        head_fault: What is wrong with `ledger.json`; empty when it is well.
        inventories: By table, its files.
        markers: Rows of `batches`, by seq: the commits.
        choices: By table, the rows that belong to commits and from which file they come.
        short: By table, the attempts that have fewer or more rows than their marker says, each with both numbers.
        bad_ids: Documents whose text or record is not the one that was added, by id, with the reason.
        links_attempts: The link runs that count.
        n_stray_rows: Rows of writers that were stopped before their commit.
        n_stray_files: Files of such writers.
    """

    head_fault: str
    inventories: Mapping[str, Inventory]
    markers: tuple[dict[str, Any], ...]
    choices: Mapping[str, Choice]
    short: Mapping[str, Mapping[str, tuple[int, int]]]
    bad_ids: Mapping[str, str]
    links_attempts: frozenset[str]
    n_stray_rows: int
    n_stray_files: int

    def faults(self) -> tuple[Fault, ...]:
        """Return what is wrong, by table; empty when all is well. Leftovers of stopped writers are no fault."""
        found = [Fault(place=LEDGER, what=self.head_fault)] if self.head_fault else []
        for name, inventory in self.inventories.items():
            found += _file_faults(name, inventory)
            found += _row_faults(self.short.get(name, {}), name) if inventory.is_sound() else []
        found += [Fault(place="documents", what=f"{doc_id}: {why}") for doc_id, why in sorted(self.bad_ids.items())]
        return tuple(found)

    def n_documents(self) -> int:
        """Return how many codings of documents the commits hold, as their markers say."""
        return sum(marker["n_documents"] for marker in self.markers)


def examine(path: Path) -> Examined:
    """Read every file of a ledger and return what there is and what is wrong. Changes nothing.

    Raises:
        LedgerError: If the folder is no ledger at all, or one of another version.
    """
    tables_ = Tables(path)
    if tables_.url is not None:
        raise LedgerError(f"{tables_.url}: only a ledger in a folder can be checked; expected a copy of it on a disk")
    check_finished(tables_.path)
    head_fault = ""
    try:
        tables_.check_head()
    except LedgerError as err:
        if not (tables_.path / "batches").is_dir() or "ledger of schema" in str(err):
            raise
        head_fault = "ledger.json is missing or damaged"
    inventories = {name: take_inventory(tables_, name) for name in tables()}
    markers, choices = _markers(inventories["batches"])
    short: dict[str, dict[str, tuple[int, int]]] = {}
    counts = {marker["attempt"]: json.loads(marker["n_rows"]) for marker in markers}
    links = _links_attempts(inventories["link_runs"], markers)
    for name, inventory in inventories.items():
        if name == "batches":
            continue
        wanted = {attempt: int(n[name]) for attempt, n in counts.items() if n.get(name)}
        choices[name] = choose(inventory, wanted)
        live = inventory.live_counts()
        short[name] = {
            attempt: (live[attempt], wanted.get(attempt, 0))
            for attempt in counts
            if live[attempt] != wanted.get(attempt, 0) and (name not in SNAPSHOTS or attempt in links)
        }
    stray = sum(n for i in inventories.values() for a, n in i.live_counts().items() if a not in counts)
    return Examined(
        head_fault=head_fault,
        inventories=inventories,
        markers=markers,
        choices=choices,
        short={name: found for name, found in short.items() if found},
        bad_ids=_bad_documents(choices),
        links_attempts=links,
        n_stray_rows=stray,
        n_stray_files=sum(len(inventory.strays) for inventory in inventories.values()),
    )


def _markers(inventory: Inventory) -> tuple[tuple[dict[str, Any], ...], dict[str, Choice]]:
    """Return the commits by seq; where the table is damaged, those of all its files that can be read."""
    parts = inventory.parts if not inventory.is_sound() else tuple(p for p in inventory.parts if p.is_live)
    choice = choose(replace(inventory, parts=parts), {attempt: 1 for part in parts for attempt in part.counts})
    rows = [row for batch in chosen_rows(choice, "batches") for row in batch.to_pylist()]
    once = {row["attempt"]: row for row in rows}
    return tuple(sorted(once.values(), key=lambda row: (row["seq"], row["attempt"]))), {"batches": choice}


def _links_attempts(inventory: Inventory, markers: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Return the attempts of the link runs that a view takes: that which has seen most commits, and its bases."""
    number = {marker["attempt"]: n for n, marker in enumerate(markers)}
    choice = choose(inventory, {a: 1 for part in inventory.parts if part.is_live for a in part.counts if a in number})
    rows = [row for batch in chosen_rows(choice, "link_runs") for row in batch.to_pylist()]
    by_batch = {row["batch_id"]: row for row in sorted(rows, key=lambda row: -number[row["attempt"]])}
    run = max(by_batch.values(), key=lambda row: (row["n_seen"], number[row["attempt"]]), default=None)
    found: set[str] = set()
    while run is not None and run["attempt"] not in found:
        found.add(run["attempt"])
        run = by_batch.get(run["base"])
    return frozenset(found)


def _bad_documents(choices: Mapping[str, Choice]) -> dict[str, str]:
    bad: dict[str, str] = {}
    for batch in chosen_rows(choices["documents"], "documents"):
        for row in batch.select(["doc_id", "text", "outlet", "published", "url"]).to_pylist():
            if not is_unaltered(row):
                bad[row["doc_id"]] = "its text is not the one that was added"
    for batch in chosen_rows(choices["records"], "records"):
        for row in batch.select(["doc_id", "record"]).to_pylist():
            if not is_record(row["record"]):
                bad[row["doc_id"]] = "its record cannot be read"
    return bad


def is_unaltered(row: Mapping[str, Any]) -> bool:
    """Tell whether a row of `documents` holds the text that was added: the id is its hash."""
    return bool(row["doc_id"] == Document.key(row["text"], row["outlet"], row["published"], row["url"]))


def _file_faults(name: str, inventory: Inventory) -> list[Fault]:
    if inventory.log_fault:
        return [Fault(place=name, what="its log is missing or damaged")]
    found = [Fault(place=name, what=f"{file} is missing") for file in inventory.missing]
    return found + [Fault(place=name, what=f"{file} is damaged") for file in inventory.damaged]


def _row_faults(short: Mapping[str, tuple[int, int]], name: str) -> list[Fault]:
    lines: Counter[str] = Counter()
    for attempt, (found, wanted) in short.items():
        lines[f"batch {attempt.partition('.')[0]} has {found:,} rows, its marker says {wanted:,}"] += 1
    return [Fault(place=name, what=line) for line in sorted(lines)]
