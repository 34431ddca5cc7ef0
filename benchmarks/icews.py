"""Reads the ICEWS benchmark files for the other benchmarks; prints nothing by itself."""

import argparse
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from numpy.typing import NDArray

from dragoman.track import EventTable, event_table

SERIES = Path(__file__).resolve().parents[2] / "shared" / "data" / "series"
"""Where the files lie unless --data says otherwise."""

COUNTRY = re.compile(r"\(([^()]*)\)\s*$")
"""ICEWS names most actors as "Police (Australia)"."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Icews:
    """One year of events.

    Attributes:
        events: Columns as `dragoman.track.event_table` takes them.
        split: "train", "valid" or "test" of each row of the file.
    """

    events: pa.Table
    split: NDArray[np.object_]

    def table(self) -> EventTable:
        """Return the counted events between actors as ICEWS names them."""
        return event_table(self.events)

    def split_of(self, table: EventTable) -> NDArray[np.object_]:
        """Return the split of each row of a table."""
        rows = np.array([int(table.ids[event]) for event in table.event])
        found: NDArray[np.object_] = self.split[rows]
        return found

    def states(self) -> EventTable:
        """Return the events between states: actors folded into the country they are named with.

        Actors without a country in their name and that are none themselves are left out.
        """
        events = self.events
        for place, name in ((2, "actor"), (3, "recipient")):
            countries = _countries(self.events)
            names = pc.unique(events[name]).to_pylist()
            folded = {text: _country(text, countries) for text in names}
            column = pa.array([folded[text] for text in events[name].to_pylist()], pa.string())
            events = events.set_column(place, name, column)
        return event_table(events)


def read_icews(path: Path, year: int) -> Icews:
    """Return one year; `path` is the file or the folder that holds icews14_events.csv.gz and icews18_events.csv.gz."""
    file = path / f"icews{year}_events.csv.gz" if path.is_dir() else path
    if not file.is_file():
        raise SystemExit(f"{file}: not there, expected the ICEWS events; give their place by --data PATH")
    texts = {"cameo": pa.string(), "root": pa.string(), "date": pa.date32(), "goldstein": pa.float64()}
    raw = pa.csv.read_csv(file, convert_options=pa.csv.ConvertOptions(column_types=texts))
    count = len(raw)
    events = pa.table(
        {
            "event_id": pa.array([f"{number:07d}" for number in range(count)]),
            "day": raw["date"],
            "actor": raw["source"],
            "recipient": raw["target"],
            "type": pa.nulls(count, pa.string()),
            "mode": pa.nulls(count, pa.string()),
            "cameo": raw["cameo"],
            "goldstein": raw["goldstein"],
            "status": pa.array(["happened"] * count),
            "n_origins": pa.array([1] * count, pa.int64()),
        }
    )
    return Icews(events=events, split=np.array(raw["split"].to_pylist(), dtype=np.object_))


def arguments(description: str) -> argparse.Namespace:
    """Return the command line of a benchmark: --data PATH and --json."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, default=SERIES, help="folder (or file) of the ICEWS events")
    parser.add_argument("--json", action="store_true", help="print one object of figures")
    return parser.parse_args()


def show(rows: list[dict[str, object]], title: str) -> None:
    """Print rows as a table under a title."""
    names = list(rows[0])
    cells = [[_cell(row[name]) for name in names] for row in rows]
    widths = [max(len(name), *(len(line[at]) for line in cells)) for at, name in enumerate(names)]
    print(f"\n{title}")
    print("  " + "  ".join(name.ljust(width) for name, width in zip(names, widths, strict=True)).rstrip())
    for line, row in zip(cells, rows, strict=True):
        aligned = [
            text.ljust(width) if isinstance(row[name], str) else text.rjust(width)
            for text, width, name in zip(line, widths, names, strict=True)
        ]
        print("  " + "  ".join(aligned).rstrip())


def print_json(figures: dict[str, object]) -> None:
    """Print one object of figures."""
    print(json.dumps(figures, indent=2))


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4f}" if abs(value) < 1 else f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _countries(events: pa.Table) -> set[str]:
    names = set(pc.unique(events["actor"]).to_pylist()) | set(pc.unique(events["recipient"]).to_pylist())
    return {found.group(1) for text in names if (found := COUNTRY.search(text))}


def _country(name: str, countries: set[str]) -> str | None:
    found = COUNTRY.search(name)
    if found:
        return found.group(1)
    return name if name in countries else None
