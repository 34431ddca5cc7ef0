"""Print how often `locate` is right with each kind of cue switched off, and with only the table.

    python scripts/ablate_places.py [--data ../shared/data] [--json]

Counts are over the place probes, the older list of mentions and the sentences of tests/resolve/test_places_locate.py
(the last by country only). A town is right within 30 km, a region, sea or country within 200 km, the country always.
"""

import argparse
import csv
import importlib.util
import json
import math
import sys
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from dragoman.model import Place
from dragoman.resolve.places import locate_by
from dragoman.resolve.places_scene import ALL, CueFamilies

ROOT = Path(__file__).resolve().parent.parent
TOWN_KM, REGION_KM = 30, 200
EARTH_KM = 6371

Case = tuple[str, str, str, float | None, float | None, bool]  # name, context, country, lat, lon, is a region


def main() -> int:
    """Print the table; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the gold sets")
    parser.add_argument("--json", action="store_true", help="one object of figures")
    args = parser.parse_args()
    sets = dict(read_sets(args.data))
    table = {name: {key: share_right(cases, on) for key, cases in sets.items()} for name, on in settings()}
    if args.json:
        print(json.dumps(table))
        return 0
    print(f"{'':28}" + "".join(f"{key + f' ({len(cases)})':>18}" for key, cases in sets.items()))
    for name, row in table.items():
        print(f"{name:28}" + "".join(f"{row[key]:18.3f}" for key in sets))
    return 0


def settings() -> Iterable[tuple[str, CueFamilies]]:
    """Yield the settings by name: all cues, each kind off, none."""
    names = [f.name for f in fields(CueFamilies)]
    yield "all cues", ALL
    for name in names:
        yield f"without {name}", CueFamilies(**{name: False})
    yield "size only", CueFamilies(**{name: name == "size" for name in names})


def read_sets(data: Path) -> Iterable[tuple[str, list[Case]]]:
    """Yield the sets that are there, by name."""
    for name, path, context, country in (
        ("probes", data / "probes" / "places.tsv", "sentence", "iso3"),
        ("mentions", data / "places" / "mentions.tsv", "context", "country"),
    ):
        if path.exists():
            with path.open(encoding="utf-8") as file:
                rows = list(csv.DictReader(file, delimiter="\t"))
            yield (
                name,
                [
                    (r["mention"], r[context], r[country], float(r["lat"]), float(r["lon"]), r.get("kind") == "region")
                    for r in rows
                ],
            )
        else:
            print(f"{path}: not there, left out", file=sys.stderr)
    yield "own sentences", [(name, text, country, None, None, False) for name, text, country in own_sentences()]


def own_sentences() -> list[tuple[str, str, str]]:
    """Return the sentences of the test module, read from its file."""
    path = ROOT / "tests" / "resolve" / "test_places_locate.py"
    spec = importlib.util.spec_from_file_location("places_sentences", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path}: cannot be read")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return list(module.TOLD_BY_CONTEXT)


def share_right(cases: list[Case], families: CueFamilies) -> float:
    """Return the share of cases that are located right."""
    return sum(is_right(locate_by(c[0], context=c[1], families=families), c) for c in cases) / len(cases)


def is_right(place: Place | None, case: Case) -> bool:
    """Tell whether a place is the case's: its country, and near enough where the case has coordinates."""
    _, _, country, lat, lon, is_region = case
    if place is None or place.country != country:
        return False
    if lat is None or lon is None or place.lat is None or place.lon is None:
        return lat is None
    limit = REGION_KM if is_region or place.kind in {"region", "country", "sea"} else TOWN_KM
    return distance_km(place.lat, place.lon, lat, lon) <= limit


def distance_km(lat_1: float, lon_1: float, lat_2: float, lon_2: float) -> float:
    """Return the length of the great circle between two points."""
    a, b = math.radians(lat_1), math.radians(lat_2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon_2 - lon_1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


if __name__ == "__main__":
    sys.exit(main())
