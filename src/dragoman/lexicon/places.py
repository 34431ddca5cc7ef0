"""Places by name: towns, provinces, regions, seas, sites and countries (data/places).

The two large tables are sorted files that are searched by bisection, so that nothing is parsed before it is asked for.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from itertools import islice
from typing import Final

from dragoman.errors import LexiconError
from dragoman.lexicon.files import data_file, read_rows
from dragoman.lexicon.places_spelling import SAME_SOUND, fold, likeness, skeleton

KINDS = frozenset({"town", "region", "country", "sea", "site"})
COUNTRY_SIZE = 100_000  # thousands: a country's name outranks every town's (the largest town of the table: 25,000)
REGION_SIZE = 50  # thousands: regions and sites of which data/places/regions.tsv does not say how well known they are
PROVINCE_SIZE = 10  # thousands: provinces that nobody found worth a line of their own
SITE_RADIUS_KM = 5
TOWN_RADIUS_KM = 10
MIN_LIKENESS = 0.72  # "Sheikhoun" and "Shaykhun" are .74 alike, "Kupwara" and "Kibar" .50; tried .60 to .80


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """One place under one of its names.

    Attributes:
        name: The folded name.
        kind: "town", "region", "country", "sea" or "site".
        country: ISO alpha-3, or None for a place over several countries or none.
        lat: Degrees north.
        lon: Degrees east.
        size: Inhabitants, or how well known the place is, in thousands.
        radius_km: How far from the point a thing can lie and still be in the place.
        admin: Code of the first-order division, only for towns and states of the USA and Canada; else "".
        is_capital: Whether it is a capital or another seat of a government.
        is_alias: Whether the name is not its first.
        is_old: Whether the name is historic or today mostly another place's.
        is_kept: Whether the row was written by hand.
    """

    name: str
    kind: str
    country: str | None
    lat: float
    lon: float
    size: int
    radius_km: int
    admin: str = ""
    is_capital: bool = False
    is_alias: bool = False
    is_old: bool = False
    is_kept: bool = False

    def __hash__(self) -> int:
        """Return a hash of what nearly tells rows apart: rows are keys of what was already weighed."""
        return hash((self.name, self.lat, self.lon))


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country or territory; see the head of data/places/countries.tsv."""

    code: str
    name: str
    lat: float
    lon: float
    radius_km: int
    is_transliterated: bool
    seats: tuple[str, ...]
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]


class _Sorted:
    """A table file whose lines are sorted by the name that begins them."""

    def __init__(self, file: str) -> None:
        text = data_file(file).read_text(encoding="utf-8")
        self.file = file
        self.lines = [line for line in text.split("\n") if line and not line.startswith("#")][1:]

    def rows(self, key: str) -> Iterator[list[str]]:
        """Yield the cells of the lines of that name."""
        start = key + "\t"
        i = bisect_left(self.lines, start)
        while i < len(self.lines) and self.lines[i].startswith(start):
            yield self.lines[i].split("\t")
            i += 1

    def begins(self, prefix: str) -> bool:
        """Tell whether a name of the table begins so."""
        i = bisect_left(self.lines, prefix)
        return i < len(self.lines) and self.lines[i].startswith(prefix)

    def begun_by(self, prefix: str) -> Iterator[str]:
        """Yield the names of the table that begin so."""
        for line in islice(self.lines, bisect_left(self.lines, prefix), None):
            if not line.startswith(prefix):
                break
            yield line.partition("\t")[0]


@dataclass(frozen=True, eq=False)
class PlaceTable:
    """All places by folded name.

    Attributes:
        countries: By ISO alpha-3 code.
        kept: The rows written by hand (countries and regions.tsv) by folded name.
        country_words: Folded names and demonyms of countries, and words that speak of one, to ISO codes.
        demonyms: Folded demonyms of countries.
        acronyms: Folded names that are only names when written in capitals ("us", "uk").
        lower_words: Country words that stand in lower case ("senators").
        short_forms: States as they stand after a town ("Fla.", "N.Y."), with their points, to the state.
    """

    countries: Mapping[str, Country]
    kept: Mapping[str, tuple[PlaceRow, ...]]
    country_words: Mapping[str, tuple[str, ...]]
    demonyms: frozenset[str]
    acronyms: frozenset[str]
    lower_words: frozenset[str]
    short_forms: Mapping[str, tuple[PlaceRow, ...]]
    _towns: _Sorted = field(repr=False)
    _provinces: _Sorted = field(repr=False)
    _found: dict[str, tuple[PlaceRow, ...]] = field(default_factory=dict, repr=False)
    _bones: dict[str, dict[str, list[str]]] = field(default_factory=dict, repr=False)

    def find(self, name: str) -> tuple[PlaceRow, ...]:
        """Return the places of that name, without "the" and with or without the Arabic article if need be."""
        return _looked_up(self, fold(name))

    def begins(self, folded: str) -> bool:
        """Tell whether the name of some place goes on after these whole words."""
        return _goes_on(self, folded + " ")

    def _look_up(self, key: str) -> tuple[PlaceRow, ...]:
        for form in _forms(key):
            rows = self._exact(form)
            if rows:
                return rows
        return ()

    def _goes_on(self, prefix: str) -> bool:
        return prefix in self._kept_prefixes or self._towns.begins(prefix) or self._provinces.begins(prefix)

    def similar(self, name: str) -> tuple[PlaceRow, ...]:
        """Return places whose name is the same word in another transliteration; () if there are none."""
        key = fold(name)
        bones = skeleton(key)
        first = key.removeprefix("al ")[:1]
        names = [n for letter in SAME_SOUND.get(first, first) for n in self._skeletons(letter).get(bones, ())]
        return tuple(r for n in names if bones and likeness(key, n) >= MIN_LIKENESS for r in self._exact(n))

    def _exact(self, key: str) -> tuple[PlaceRow, ...]:
        found = self._found.get(key)
        if found is None:
            rows = [*self.kept.get(key, ()), *map(_town, self._towns.rows(key))]
            rows += map(_province, self._provinces.rows(key))
            found = _distinct(rows)
            if found:  # misses are not kept: there is no end to them
                self._found[key] = found
        return found

    @cached_property
    def country_reach(self) -> Mapping[str, int]:
        """For each word that begins a country word how many words the longest of these has."""
        reach: dict[str, int] = {}
        for key in self.country_words:
            words = key.split()
            reach[words[0]] = max(reach.get(words[0], 0), len(words))
        return reach

    @cached_property
    def behind_the(self) -> frozenset[str]:
        """The words with which a name goes on that needs its "the": The Hague."""
        lines = (*self._towns.begun_by("the "), *self._provinces.begun_by("the "))
        return frozenset(name.split()[1] for name in (*self.kept, *lines) if name.startswith("the "))

    @cached_property
    def _kept_prefixes(self) -> frozenset[str]:
        prefixes: set[str] = set()
        for key in self.kept:
            words = key.split()
            prefixes.update(" ".join(words[:n]) + " " for n in range(1, len(words)))
        return frozenset(prefixes)

    @cached_property
    def _spelt(self) -> Mapping[str, tuple[str, ...]]:
        """The names that come by transliteration, by their first letter."""
        codes = {c.code for c in self.countries.values() if c.is_transliterated}
        names = {r.name for rows in self.kept.values() for r in rows if r.country in codes}
        cells = (line.split("\t", 2) for line in (*self._towns.lines, *self._provinces.lines))
        names.update(key for key, country, _ in cells if country in codes)
        table: dict[str, list[str]] = {}
        for key in sorted(names):
            table.setdefault(key.removeprefix("al ")[:1], []).append(key)
        return {letter: tuple(keys) for letter, keys in table.items()}

    def _skeletons(self, letter: str) -> Mapping[str, list[str]]:
        """Return the transliterated names that begin with the letter by their skeleton."""
        found = self._bones.get(letter)
        if found is None:
            found = self._bones[letter] = {}
            for key in self._spelt.get(letter, ()):
                found.setdefault(skeleton(key), []).append(key)
        return found


KEPT_LOOKUPS: Final = 65_536
"""Look-ups that are remembered: the same names and first words of sentences come again and again."""


@lru_cache(maxsize=KEPT_LOOKUPS)
def _looked_up(table: PlaceTable, key: str) -> tuple[PlaceRow, ...]:
    return table._look_up(key)  # noqa: SLF001 (the table's own memory)


@lru_cache(maxsize=KEPT_LOOKUPS)
def _goes_on(table: PlaceTable, prefix: str) -> bool:
    return table._goes_on(prefix)  # noqa: SLF001


@cache
def place_table() -> PlaceTable:
    """Return the packaged table, read once.

    Raises:
        LexiconError: If a file is malformed; names file and value.
    """
    countries = {row["code"]: _country(row) for row in read_rows(data_file("places/countries.tsv"))}
    kept: dict[str, list[PlaceRow]] = {}
    short_forms: dict[str, tuple[PlaceRow, ...]] = {}
    for row, written in (*_country_rows(countries.values()), *_region_rows(countries)):
        if row.kind == "region" and written.endswith("."):
            short_forms[written] = (row,)
        else:
            kept.setdefault(row.name, []).append(row)
    words: dict[str, list[str]] = {}
    for country in countries.values():
        for name in (country.name, *country.aliases, *country.demonyms):
            words.setdefault(fold(name), []).append(country.code)
    cues = [(w, row["country"]) for row in read_rows(data_file("places/cues.tsv")) for w in row["words"].split(";")]
    for word, code in cues:
        words.setdefault(fold(word), []).append(code)
    names = [n for c in countries.values() for n in c.aliases]
    return PlaceTable(
        countries=countries,
        kept={key: tuple(dict.fromkeys(rows)) for key, rows in kept.items()},
        country_words={key: tuple(dict.fromkeys(codes)) for key, codes in words.items()},
        demonyms=frozenset(fold(d) for c in countries.values() for d in c.demonyms),
        lower_words=frozenset(w for w, _ in cues if w.islower()),
        short_forms=short_forms,
        acronyms=frozenset(fold(n) for n in names if n.replace(".", "").isupper()),
        _towns=_Sorted("places/towns.tsv"),
        _provinces=_Sorted("places/provinces.tsv"),
    )


@cache
def place_words() -> Mapping[str, frozenset[str]]:
    """Return the word lists of data/places/words.tsv by name of the list."""
    return {row["list"]: frozenset(row["words"].split()) for row in read_rows(data_file("places/words.tsv"))}


def _forms(key: str) -> Iterator[str]:
    yield key
    if key.startswith("the "):
        yield key[4:]
    elif key.startswith("al "):
        yield key[3:]
    else:
        yield "al " + key


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


def _country(row: Mapping[str, str]) -> Country:
    return Country(
        code=row["code"],
        name=row["name"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        radius_km=int(row["radius_km"]),
        is_transliterated="t" in row["marks"],
        seats=(*_split(row["capital"]), *_split(row["seats"])),
        aliases=_split(row["aliases"]),
        demonyms=_split(row["demonyms"]),
    )


def _country_rows(countries: Iterable[Country]) -> Iterator[tuple[PlaceRow, str]]:
    for c in countries:
        for name in (c.name, *c.aliases):
            row = PlaceRow(
                name=fold(name),
                kind="country",
                country=c.code,
                lat=c.lat,
                lon=c.lon,
                size=COUNTRY_SIZE,
                radius_km=c.radius_km,
                is_alias=name != c.name,
                is_kept=True,
            )
            yield row, name


def _region_rows(countries: Mapping[str, Country]) -> Iterator[tuple[PlaceRow, str]]:
    for row in read_rows(data_file("places/regions.tsv")):
        country = row["country"] or None
        if row["kind"] not in KINDS or (country and country not in countries):
            raise LexiconError(f"regions.tsv, {row['name']}: unknown kind {row['kind']!r} or country {country!r}")
        seats = {fold(s) for s in countries[country].seats} if country else set()
        for name in (row["name"], *_split(row["aliases"])):
            place = PlaceRow(
                name=fold(name),
                kind=row["kind"],
                country=country,
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                size=int(row["size"] or REGION_SIZE),
                radius_km=int(row["radius_km"] or SITE_RADIUS_KM),
                is_capital=row["kind"] == "town" and fold(row["name"]) in seats,
                is_alias=name != row["name"],
                is_kept=True,
            )
            yield place, name


def _town(cells: list[str]) -> PlaceRow:
    name, place, lat, lon, size, mark = cells
    country, _, admin = place.partition(".")
    return PlaceRow(
        name=name,
        kind="town",
        country=country,
        lat=float(lat),
        lon=float(lon),
        size=int(size),
        radius_km=TOWN_RADIUS_KM,
        admin=admin,
        is_capital="c" in mark,
        is_alias="a" in mark or "o" in mark,
        is_old="o" in mark,
    )


def _province(cells: list[str]) -> PlaceRow:
    name, place, lat, lon, radius = cells
    country, _, admin = place.partition(".")
    return PlaceRow(
        name=name,
        kind="region",
        country=country,
        lat=float(lat),
        lon=float(lon),
        size=PROVINCE_SIZE,
        radius_km=int(radius),
        admin=admin,
    )


def _distinct(rows: list[PlaceRow]) -> tuple[PlaceRow, ...]:
    """Return the rows without those of the large tables that a row kept by hand already gives."""
    kept = [r for r in rows if r.is_kept]
    rest = [r for r in rows if not r.is_kept and not any(_is_same(r, k) for k in kept)]
    return tuple([_with_rest(k, rows) for k in kept] + rest)


def _is_same(row: PlaceRow, kept: PlaceRow) -> bool:
    is_near = abs(row.lat - kept.lat) < 0.5 and abs(row.lon - kept.lon) < 0.7
    same_kind = row.kind == kept.kind or {row.kind, kept.kind} == {"town", "site"}
    return same_kind and row.country == kept.country and (is_near or row.kind == "region")


def _with_rest(kept: PlaceRow, rows: list[PlaceRow]) -> PlaceRow:
    """Return the row kept by hand with what only the large tables know: size, division, seat of a government."""
    same = [r for r in rows if not r.is_kept and _is_same(r, kept)]
    if not same:
        return kept
    return replace(
        kept,
        size=max(kept.size, *(r.size for r in same)),
        admin=next((r.admin for r in same if r.admin), ""),
        is_capital=kept.is_capital or any(r.is_capital for r in same),
    )
