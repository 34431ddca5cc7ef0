"""What it costs to force commits to the disk, and how long check and repair of a ledger take.

python benchmarks/faults.py          prints a table
python benchmarks/faults.py --json   prints one object
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from factory import make_record

from dragoman.linking import repair_ledger
from dragoman.store import durable, open_ledger

BATCH, N_BATCHES, ROUNDS = 500, 4, 5


def seconds(do: Callable[[], object]) -> float:
    """Return how long a call takes."""
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def fill(folder: Path) -> float:
    """Return the seconds a commit takes when a new ledger is filled."""
    ledger = open_ledger(folder)
    records = [make_record(n) for n in range(BATCH * N_BATCHES)]
    writer = ledger.writer(coder_version="1", started="2021", batch_size=BATCH)

    def add_all() -> None:
        with writer:
            for record in records:
                writer.add(record)

    return seconds(add_all) / N_BATCHES


def measure() -> dict[str, float]:
    """Return the figures, in seconds."""
    figures: dict[str, list[float]] = {"commit, forced to the disk": [], "commit, left to the system": []}
    flush_one = durable._flush_one  # noqa: SLF001 (switched off to see what it costs)
    with tempfile.TemporaryDirectory() as home:
        for number in range(ROUNDS):
            durable._flush_one = flush_one  # noqa: SLF001
            figures["commit, forced to the disk"].append(fill(Path(home) / f"forced{number}"))
            durable._flush_one = lambda _: None  # noqa: SLF001
            figures["commit, left to the system"].append(fill(Path(home) / f"left{number}"))
        durable._flush_one = flush_one  # noqa: SLF001
        ledger = open_ledger(Path(home) / "forced0")
        figures["check, 2,000 documents"] = [seconds(ledger.check) for _ in range(ROUNDS)]
        next((ledger.path / "events").glob("*.parquet")).unlink()
        figures["repair of a lost file of events"] = [seconds(lambda: repair_ledger(ledger.path, started="2022"))]
    return {name: round(median(found), 3) for name, found in figures.items()}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    asked = parser.parse_args()
    figures = measure()
    if asked.json:
        print(json.dumps(figures))
    else:
        print(f"seconds, median of {ROUNDS}; a commit is {BATCH} small documents")
        for name, value in figures.items():
            print(f"{name:<34}{value:>8.3f}")


if __name__ == "__main__":
    main()
