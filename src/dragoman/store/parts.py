"""The data files of a ledger one by one, whatever its logs say: what is whole in them, and which rows to take.

Views trust the logs of the tables. Check and repair must not: a log may be cut short, a file lost or damaged, and what
a compaction replaced is still there for a week.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dragoman.errors import LedgerError
from dragoman.store.schema import schema
from dragoman.store.tables import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A data file that can be read to its end.

    Attributes:
        file: Its path.
        counts: Rows by attempt.
        is_live: Whether the table's log counts it in; True for all files where the log cannot be read.
    """

    file: Path
    counts: Mapping[str, int]
    is_live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """What there is of one table.

    Attributes:
        name: The table.
        parts: Files that are whole, those that count first, then by name.
        damaged: Names of files that cannot be read to their end.
        missing: Names of files that the log counts in and that are not there.
        log_fault: Why the log cannot be read; empty when it can.
        strays: Names of files that no log ever counted: of writers that were stopped.
    """

    name: str
    parts: tuple[Part, ...]
    damaged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    log_fault: str = ""
    strays: tuple[str, ...] = ()

    def is_sound(self) -> bool:
        """Tell whether log and files can all be read."""
        return not (self.damaged or self.missing or self.log_fault)

    def live_counts(self) -> Counter[str]:
        """Return the rows by attempt that a view would find."""
        counts: Counter[str] = Counter()
        for part in self.parts:
            if part.is_live:
                counts.update(part.counts)
        return counts


@dataclass(slots=True)
class Choice:
    """Which rows of a table to take from which file.

    Attributes:
        attempts: By file, the attempts whose rows are taken from it.
        found: Rows that are taken, by attempt.
    """

    attempts: dict[Path, set[str]] = field(default_factory=dict)
    found: Counter[str] = field(default_factory=Counter)


def take_inventory(tables_: Tables, name: str) -> Inventory:
    """Return what there is of a table, every file read to its end once."""
    folder = tables_.path / name
    files = sorted(folder.glob("*.parquet")) if folder.is_dir() else []
    live, strays = set(files), set[str]()
    log_fault = _cut_entry(folder)
    if not log_fault:
        try:
            live, strays = set(map(Path, tables_.files(name))), set(tables_.strays(name))
        except LedgerError as err:
            log_fault = str(err)
    parts: list[Part] = []
    damaged: list[str] = []
    for file in files:
        counts = count_rows(file, name)
        if counts is not None:
            parts.append(Part(file=file, counts=counts, is_live=file in live))
        elif file in live:
            damaged.append(file.name)
    return Inventory(
        name=name,
        parts=tuple(sorted(parts, key=lambda p: (not p.is_live, p.file.name))),
        damaged=tuple(damaged),
        missing=tuple(sorted(file.name for file in live if not file.exists())),
        log_fault=log_fault,
        strays=tuple(sorted(strays)),
    )


def _cut_entry(folder: Path) -> str:
    """Return which entry of a log is cut short, or "": the Delta library takes an empty one for a commit of nothing."""
    for entry in sorted((folder / "_delta_log").glob("*.json")):
        try:
            actions = [json.loads(line) for line in entry.read_text(encoding="utf-8").splitlines()]
            kinds = {kind for action in actions for kind in action}
            told = [action["commitInfo"].get("operationMetrics", {}) for action in actions if "commitInfo" in action]
            wrote = any(metrics.get("num_added_files") for metrics in told)
        except (OSError, ValueError, AttributeError):
            return f"{entry.name} is damaged"
        if not kinds or (wrote and "add" not in kinds):
            return f"{entry.name} is cut short"
    return ""


def count_rows(file: Path, name: str) -> Counter[str] | None:
    """Return the rows of a data file by attempt, after reading all of it; None if it is no whole file of its table."""
    counts: Counter[str] = Counter()
    try:
        with pq.ParquetFile(file) as opened:
            if not set(schema(name).names) <= set(opened.schema_arrow.names):
                return None
            for batch in opened.iter_batches():
                counts.update(rows_by_attempt(batch))
    except (OSError, pa.ArrowException):
        return None
    return counts


def rows_by_attempt(batch: pa.RecordBatch) -> Counter[str]:
    """Return how many rows of a batch each attempt wrote."""
    return Counter({pair["values"]: pair["counts"] for pair in batch.column("attempt").value_counts().to_pylist()})


def choose(inventory: Inventory, wanted: Mapping[str, int]) -> Choice:
    """Return from which files to take the rows of these attempts, so that as many as are wanted come together.

    What a view would find comes first; where that falls short, a single file that has all rows (one that a compaction
    replaced), else the file or the live files that have most.
    """
    by_attempt: dict[str, list[Part]] = {}
    for part in inventory.parts:
        for attempt in part.counts:
            by_attempt.setdefault(attempt, []).append(part)
    choice = Choice()
    for attempt, n in sorted(wanted.items()):
        parts = by_attempt.get(attempt, [])
        options = [[p for p in parts if p.is_live], *([p] for p in parts)]
        sums = [sum(p.counts[attempt] for p in option) for option in options]
        # a number that fits goes before any other; else the largest that is not too large, for those hold rows twice
        best = max(range(len(options)), key=lambda k: (sums[k] == n, sums[k] <= n, sums[k], -k))
        for part in options[best]:
            choice.attempts.setdefault(part.file, set()).add(attempt)
        choice.found[attempt] = sums[best]
    return choice


def chosen_rows(choice: Choice, name: str, *, only: Iterable[str] | None = None) -> Iterator[pa.RecordBatch]:
    """Yield the rows that were chosen, in the table's own types.

    Args:
        choice: Which rows.
        name: The table.
        only: Of these attempts; None for all that were chosen.
    """
    asked = None if only is None else set(only)
    target = schema(name)
    for file, attempts in sorted(choice.attempts.items()):
        taken = attempts if asked is None else attempts & asked
        if not taken:
            continue
        values = pa.array(sorted(taken), pa.string())
        with pq.ParquetFile(file) as opened:
            for number in range(opened.num_row_groups):
                group = opened.read_row_group(number, columns=["attempt"])
                if not pc.any(pc.is_in(group["attempt"], value_set=values)).as_py():
                    continue
                rows = opened.read_row_group(number, columns=target.names)
                yield from (
                    rows.filter(pc.is_in(rows["attempt"], value_set=values)).select(target.names).cast(target)
                ).to_batches()
