"""How fast events of another data set come into a ledger, and how much memory that takes.

python benchmarks/import.py [--data PATH] [--json]   imports icews18_events.csv.gz (468,558 events) into a new ledger,
then the same file again, then asks for the relation of two states.
"""

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path

from dragoman.api import open_ledger
from dragoman.importing import import_file

SERIES = Path(__file__).resolve().parents[2] / "shared" / "data" / "series"
FILE = "icews18_events.csv.gz"
STARTED = "2026-01-01T00:00:00+00:00"


def main() -> None:
    """Print the table, or one object of figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=SERIES, help="folder (or file) of the ICEWS events")
    parser.add_argument("--json", action="store_true", help="print one object of figures")
    options = parser.parse_args()
    file = options.data / FILE if options.data.is_dir() else options.data
    if not file.is_file():
        raise SystemExit(f"{file}: not there, expected the ICEWS events; give their place by --data PATH")
    figures = _measure(file)
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    print(f"\nImporting {file.name}")
    for name, value in figures.items():
        print(f"  {name:<28}{value:>12,}" if isinstance(value, int) else f"  {name:<28}{value:>12,.2f}")


def _measure(file: Path) -> dict[str, int | float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "l"
        begin = time.perf_counter()
        done = import_file("icews", file, path, started=STARTED)
        first = time.perf_counter() - begin
        begin = time.perf_counter()
        repeat = import_file("icews", file, path, started=STARTED)
        again = time.perf_counter() - begin
        begin = time.perf_counter()
        index = open_ledger(path).relation("USA", "RUS", origins=("icews",))
        asked = time.perf_counter() - begin
        size = sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
    if not repeat.is_repeat:
        raise SystemExit("the second import added events: expected none")
    return {
        "events": done.n_new,
        "bad lines": done.n_bad,
        "seconds": first,
        "events a second": done.n_new / first,
        "seconds again": again,
        "seconds relation USA RUS": asked,
        "weeks of the relation": len(index.points),
        "megabytes on disk": size / 1e6,
        "peak memory, megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    }


if __name__ == "__main__":
    main()
