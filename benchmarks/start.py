"""How long dragoman takes to start: to its help, to the record of one article, and to its tables.

python benchmarks/start.py [--rounds N] [--json]

Each round is a process of its own, beside one of `python -c pass`; the least of the rounds counts, as processor time
and as time on the clock (which a busy machine lengthens).
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = ROOT / "examples" / "02_visit_prepared.txt"
TABLES = """
import time
from dragoman.lexicon import actors, places
start = time.process_time()
actors.load_actors()
places.place_table()
print(time.process_time() - start)
"""


def run(arguments: list[str]) -> tuple[float, float, str]:
    """Return processor seconds, seconds on the clock and the output of one process of this Python."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True, env=environment)
    clock, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock, done.stdout


def measure(rounds: int) -> dict[str, float]:
    """Return milliseconds by what was started."""
    asked = {
        "python -c pass": ["-c", "pass"],
        "dragoman --help": ["-m", "dragoman", "--help"],
        "dragoman read, one article": ["-m", "dragoman", "read", "--json", str(ARTICLE)],
    }
    figures = {}
    for name, arguments in asked.items():
        timed = [run(arguments) for _ in range(rounds)]
        figures[f"{name}: processor, ms"] = min(cpu for cpu, _, _ in timed) * 1000
        figures[f"{name}: clock, ms"] = min(clock for _, clock, _ in timed) * 1000
    figures["tables of actors and places: processor, ms"] = min(
        float(run(["-c", TABLES])[2]) * 1000 for _ in range(rounds)
    )
    return figures


def main() -> None:
    """Print the table, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    figures = measure(arguments.rounds)
    if arguments.json:
        print(json.dumps({name: round(value, 1) for name, value in figures.items()}))
    else:
        for name, value in figures.items():
            print(f"{name:48s} {value:8.0f}")


if __name__ == "__main__":
    main()
