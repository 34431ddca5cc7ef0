"""Print how often `parse_date` gives the exact interval with each rule family switched off, and without the sentence.

    python scripts/ablate_time.py [--data ../shared/data] [--json]

Columns: the time probes (64 phrases in their sentences, with their anchor dates), the older list of phrases (64, bare)
and the phrases of tests/resolve/test_time_phrases.tsv. A family named in the first column is left out of the grammar;
"context" withholds the sentence, "anchor" the given date (it must then be found in the sentence). `within` counts
intervals that lie inside the gold one, or around it.
"""

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from dragoman.lexicon.files import read_rows
from dragoman.model import Interval
from dragoman.resolve.time import parse_phrase
from dragoman.resolve.time_grammar import FAMILIES, load_grammar

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "tests" / "resolve" / "test_time_phrases.tsv"
PHRASES_PUBLISHED = date(2017, 4, 6)
OWN_PUBLISHED = date(2019, 8, 14)

Bounds = tuple[date | None, date | None]


class Case(NamedTuple):
    """One phrase with its gold interval."""

    phrase: str
    published: date
    context: str | None
    anchor: date | None
    gold: Bounds


def main() -> int:
    """Print the table; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the gold sets")
    parser.add_argument("--json", action="store_true", help="one object of figures")
    args = parser.parse_args()
    sets = dict(read_sets(args.data))
    table = {name: measure(sets, name) for name in ("all rules", *FAMILIES, "context", "anchor")}
    if args.json:
        print(json.dumps(table))
        return 0
    print_table(table, {name: len(cases) for name, cases in sets.items()})
    return 0


def read_sets(data: Path) -> Iterator[tuple[str, list[Case]]]:
    """Yield the sets that are there, by name."""
    if (data / "probes" / "time.tsv").exists():
        rows = read_gold(data / "probes" / "time.tsv")
        yield (
            "probes",
            [
                Case(r["expression"], day(r["published"]) or date.min, r["sentence"], anchor(r["anchor"]), gold(r))
                for r in rows
            ],
        )
        rows = read_gold(data / "time" / "phrases.tsv")
        yield "phrases", [Case(r["expr"], PHRASES_PUBLISHED, None, None, gold(r)) for r in rows]
    else:
        print(f"no gold sets under {data}: only the project's own phrases are read", file=sys.stderr)
    rows = list(read_rows(OWN))
    yield "own", [Case(r["phrase"], OWN_PUBLISHED, r["context"] or None, anchor(r["anchor"]), gold(r)) for r in rows]


def read_gold(path: Path) -> list[dict[str, str]]:
    """Return the rows of a gold file."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def day(cell: str) -> date | None:
    """Return the day, or None for an open bound."""
    return None if cell in {"", "-"} else date.fromisoformat(cell)


def gold(row: dict[str, str]) -> Bounds:
    """Return the gold interval."""
    return day(row["start"]), day(row["end"])


def anchor(cell: str) -> date | None:
    """Return the first day of "2017-03-04", "2015-01", "1997" or "summit=2017-05-25"; None for an empty cell."""
    value = cell.rpartition("=")[2]
    return date.fromisoformat((value + "-01-01")[:10]) if value else None


def measure(sets: dict[str, list[Case]], without: str) -> dict[str, dict[str, float]]:
    """Return the shares of exact and of within intervals, by set, with one thing left out."""
    grammar = load_grammar(frozenset({without} & set(FAMILIES)))
    shares = {}
    for name, cases in sets.items():
        found = [
            parse_phrase(
                case.phrase,
                published=case.published,
                context=None if without == "context" else case.context,
                anchor=None if without == "anchor" else case.anchor,
                grammar=grammar,
            )
            for case in cases
        ]
        pairs = list(zip(found, cases, strict=True))
        shares[name] = {
            "exact": sum(f is not None and (f.start, f.end) == case.gold for f, case in pairs) / len(cases),
            "within": sum(f is not None and lies_within(f, case.gold) for f, case in pairs) / len(cases),
        }
    return shares


def lies_within(found: Interval, other: Bounds) -> bool:
    """Tell whether one of the two intervals lies inside the other."""
    a, b = found.start or date.min, found.end or date.max
    c, d = other[0] or date.min, other[1] or date.max
    return (c <= a and b <= d) or (a <= c and d <= b)


def print_table(table: dict[str, dict[str, dict[str, float]]], sizes: dict[str, int]) -> None:
    """Print one line per setting: exact share, then within."""
    heads = [f"{name} ({n})" for name, n in sizes.items()]
    print(f"{'left out':<12}" + "".join(f"{head + ' exact':>20}{'within':>8}" for head in heads))
    for setting, shares in table.items():
        cells = "".join(f"{s['exact']:>20.3f}{s['within']:>8.3f}" for s in shares.values())
        print(f"{'-' if setting == 'all rules' else setting:<12}{cells}")


if __name__ == "__main__":
    sys.exit(main())
