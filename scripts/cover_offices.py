"""How much of the world's highest offices the tables know, by office and region, 1995 to 2026.

python scripts/cover_offices.py          print the table of data/actors/README.md
python scripts/cover_offices.py --gaps   print for each state and office the years without a holder
python scripts/cover_offices.py --json   print the shares as one JSON object

A cell is a member of the United Nations, an office and a year of its independence; it is filled if somebody held the
office on a day of that year. Monarchs shared with the United Kingdom and Andorra's princes abroad count as known, and
so does a head of government where the president is that, too. Years in which a state has no such office, or nobody in
it, are left out of that column; data/actors/no_holder.tsv tells which, and who does the work instead.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from dragoman.lexicon.actors_names import first_day, last_day
from dragoman.lexicon.actors_read import holder_files, read_tables
from dragoman.lexicon.files import data_file, read_rows

YEARS = range(1995, 2027)
OFFICES = {"HOS": "head of state", "HOG": "head of government", "FM": "foreign minister", "DM": "defence minister"}
NO_MEMBERS = frozenset({"TWN", "XKX", "VAT", "PSE"})
"""States of the Correlates of War table, or nearly such, that are no members of the United Nations."""
SHARED_HEADS = frozenset(
    {"AND", "ATG", "AUS", "BHS", "BLZ", "BRB", "CAN", "GRD", "JAM", "KNA", "LCA", "NZL", "PNG", "SLB", "TUV", "VCT"}
)
"""States whose head sits in another state and stands there."""
PREDECESSORS = {"SRB": ("YUG", "SCG")}
"""States under whose code the tables keep the years before a state took its present name."""
REGIONS = ((200, "Americas"), (400, "Europe"), (600, "Africa"), (700, "Middle East"), (900, "Asia"), (1000, "Oceania"))
"""Regions by the first Correlates of War number behind them."""


def region_of(cow: str) -> str:
    """Return the region of a state by its Correlates of War number, which runs from region to region."""
    number = int(cow)
    return next(name for end, name in REGIONS if number < end)


def years_without() -> dict[tuple[str, str], set[int]]:
    """Return by code and office the whole years in which nobody holds it."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for row in read_rows(data_file("actors/no_holder.tsv")):
        start, end = first_day(row["from"]) or date.min, last_day(row["to"]) or date.max
        found[row["code"], row["role"]] |= {y for y in YEARS if start <= date(y, 1, 1) and date(y, 12, 31) <= end}
    return found


def cells() -> Iterator[tuple[str, str, str, str, set[int], set[int]]]:
    """Yield code, name, region and office of each state, with the years it counts and those that are filled."""
    without = years_without()
    filled: dict[tuple[str, str], set[int]] = defaultdict(set)
    for source in holder_files():
        for row in read_rows(source):
            if row["role"] in OFFICES:
                start = (first_day(row["start"]) or date(YEARS[0], 1, 1)).year
                end = (last_day(row["end"]) or date(YEARS[-1], 12, 31)).year
                filled[row["code"], row["role"]].update(range(start, end + 1))
    for state in read_tables(None)["states"]:
        code = state["code"]
        if not (state["iso2"] and state["cow"]) or state["end"] or code in NO_MEMBERS:
            continue
        began = first_day(state["start"])
        independent = set(range(max(YEARS[0], began.year if began else 0), YEARS[-1] + 1))
        for role in OFFICES:
            years = independent - without[code, role]
            known = set().union(*(filled[c, role] for c in (code, *PREDECESSORS.get(code, ())))) & years
            if (role == "HOS" and code in SHARED_HEADS) or (role == "HOG" and not known):
                known = years if role == "HOS" else filled[code, "HOS"] & years
            yield code, state["name"], region_of(state["cow"]), role, years, known


def shares() -> dict[str, dict[str, float]]:
    """Return the share of filled cells by region and office; "World" is all."""
    n: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for _, _, region, role, years, known in cells():
        for name in (region, "World"):
            n[name, role][0] += len(known)
            n[name, role][1] += len(years)
    names = [*dict.fromkeys(name for _, name in REGIONS), "World"]
    return {name: {role: n[name, role][0] / n[name, role][1] for role in OFFICES} for name in names}


def left_out() -> str:
    """Return a line for each office that names the states which have none, with the years where not all."""
    names = {state["code"]: state["name"] for state in read_tables(None)["states"] if state["iso2"]}
    found: dict[str, list[tuple[str, set[int]]]] = {role: [] for role in OFFICES}
    for (code, role), years in years_without().items():
        if years:
            found[role].append((names[code], years))
    lines = []
    for role, office in OFFICES.items():
        parts = [name if len(years) == len(YEARS) else f"{name} {runs(years)}" for name, years in sorted(found[role])]
        lines.append(f"Left out, as they have no {office}: {'; '.join(parts)}.")
    return "\n\n".join(lines)


def runs(years: set[int]) -> str:
    """Return years as runs: "1995-1999, 2004"."""
    found: list[list[int]] = []
    for year in sorted(years):
        if found and found[-1][1] == year - 1:
            found[-1][1] = year
        else:
            found.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in found)


def main() -> None:
    """Print the table, the gaps, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gaps", action="store_true")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if arguments.gaps:
        for code, name, _, role, years, known in cells():
            if missing := years - known:
                print(f"{code}  {role:3s}  {name}: {runs(missing)}")
        print(left_out())
        return
    table = shares()
    if arguments.json:
        print(json.dumps({name: {r: round(v, 3) for r, v in row.items()} for name, row in table.items()}))
        return
    print(f"| region | {' | '.join(OFFICES.values())} |")
    print("|---|" + "---|" * len(OFFICES))
    for name, row in table.items():
        print(f"| {name} | {' | '.join(f'{v:.1%}' for v in row.values())} |")
    print(f"\n{left_out()}")


if __name__ == "__main__":
    main()
