"""Finds faults in the tables of data/actors: unknown codes, impossible days, two persons in one seat."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from itertools import combinations, pairwise

from dragoman.errors import LexiconError
from dragoman.lexicon.actors_names import Row, first_day, last_day, normalise_name
from dragoman.lexicon.actors_offices import SINGLE_SEATS
from dragoman.lexicon.actors_read import COLUMNS, holder_files, read_holders, read_tables
from dragoman.lexicon.actors_spelling import sound_key
from dragoman.lexicon.actors_terms import ROLE_RANK, read_index
from dragoman.lexicon.files import data_file, read_rows
from dragoman.lexicon.outlets import load_outlets

KINDS = frozenset({"office", "nominal", "honorific"})
# Sources give the days of election, appointment and oath; so much overlap of two holders is no fault.
HANDOVER_DAYS = 92
SORTED_BY: Mapping[str, tuple[str, ...]] = {
    "organs": ("code", "name"),
    "organisations": ("code",),
    "groups": ("code", "name"),
    "titles": ("title", "kind", "states", "role"),
    "name_orders": ("code", "order"),
    "executives": ("code",),
    "organ_words": ("phrase",),
}
HOLDERS_SORTED_BY = ("code", "role", "office", "start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One term as the check compares it."""

    person: str
    names: frozenset[str]
    start: date
    end: date
    source: str


def check_tables() -> tuple[str, ...]:
    """Return one line for each fault of the packaged tables; () when there is none."""
    tables = read_tables(None)
    states = {row["code"] for row in tables["states"]}
    known = states | {row["code"] for name in ("organisations", "groups") for row in tables[name]}
    faults = [*_code_faults(tables, states, known), *_title_faults(tables["titles"]), *_name_faults(tables)]
    for name, columns in SORTED_BY.items():
        faults.extend(_order_faults(f"{name}.tsv", tables[name], columns))
    seats: dict[tuple[str, str], list[Seat]] = {}
    for source in holder_files():
        rows = list(read_rows(source))
        faults.extend(_order_faults(source.name, rows, HOLDERS_SORTED_BY))
        faults.extend(_holder_faults(source, rows, known, seats))
    faults.extend(_seat_faults(seats, read_overlaps()))
    faults.extend(_without_holder_faults(list(read_rows(data_file("actors/no_holder.tsv"))), states, seats))
    if read_index(read_holders()[1]) is None:
        faults.append("office_index.json does not belong to these tables: run scripts/build_actors.py --index")
    return tuple(faults)


def read_overlaps() -> frozenset[tuple[str, str, str, str]]:
    """Return the pairs that may hold one seat at a time: (code, role, person, person), "*" for anyone."""
    rows = read_rows(data_file("actors/overlaps.tsv"))
    return frozenset((r["code"], r["role"], normalise_name(r["person"]), normalise_name(r["other"])) for r in rows)


def _code_faults(tables: Mapping[str, list[Row]], states: set[str], known: set[str]) -> Iterator[str]:
    for row in tables["organs"]:
        if row["code"] not in known:
            yield f"organs.tsv, {row['name']}: unknown code {row['code']!r}"
        role = row["head"].partition(":")[0]
        if role and role not in ROLE_RANK:
            yield f"organs.tsv, {row['name']}: unknown role {role!r} of its head"
    for name in ("groups", "organisations"):
        for row in tables[name]:
            if row["country"] and row["country"] not in known:
                yield f"{name}.tsv, {row['name']}: unknown country {row['country']!r}"
    for row in tables["organisations"]:
        for member in row["members"].split():
            if member.partition("@")[0] not in states:
                yield f"organisations.tsv, {row['name']}: unknown member {member!r}"
    for name in ("executives", "name_orders"):
        for row in tables[name]:
            if row["code"] not in states:
                yield f"{name}.tsv: unknown code {row['code']!r}"


def _title_faults(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        where = f"titles.tsv, {row['title']!r}"
        if row["title"] != row["title"].casefold() or set(".-/") & set(row["title"]):
            yield f"{where}: expected small letters, spaces, accents and apostrophes as texts have them"
        if row["role"] and row["role"] not in ROLE_RANK:
            yield f"{where}: unknown role {row['role']!r}"
        if row["kind"] not in KINDS:
            yield f"{where}: unknown kind {row['kind']!r}, expected one of {', '.join(sorted(KINDS))}"


def _name_faults(tables: Mapping[str, list[Row]]) -> Iterator[str]:
    forms = {normalise_name(form) for outlet in load_outlets().outlets for form in (outlet.name, *outlet.aliases)}
    forms |= {
        normalise_name(form.removesuffix("?"))
        for name in ("states", "organs", "organisations", "groups")
        for row in tables[name]
        for column in ("name", "aliases", "adjectives", "people", "capital", "metonyms")
        for form in row.get(column, "").split("|")
    }
    for row in tables["ambiguous"]:
        if normalise_name(row["form"]) not in forms:
            yield f"ambiguous.tsv: {row['form']!r} is no name of the other tables"
    seen: set[tuple[str, str]] = set()
    for name, column in (("states", "name"), ("organs", "code"), ("groups", "code")):
        for row in tables[name]:
            key = (f"{name} {row[column]}", row["name"])
            if key in seen:
                yield f"{name}.tsv: {row['name']!r} stands twice"
            seen.add(key)


def _order_faults(source: str, rows: Sequence[Row], columns: tuple[str, ...]) -> Iterator[str]:
    keys = [tuple(row[c] for c in columns) for row in rows]
    for before, after in pairwise(keys):
        if before > after:
            yield f"{source}: {' '.join(after)!r} stands after {' '.join(before)!r}; sort by {', '.join(columns)}"
            return


def _holder_faults(
    source: Traversable, rows: Iterable[Row], known: set[str], seats: dict[tuple[str, str], list[Seat]]
) -> Iterator[str]:
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        where = f"{source.name}, {row['person']}, {row['office']}"
        if missing := [c for c in ("code", "office", "role", "person", "origin") if not row[c]]:
            yield f"{where}: no {missing[0]}"
        if unknown := set(row) - set(COLUMNS["holders"]):
            yield f"{source.name}: unknown column {min(unknown)!r}"
            return
        if row["code"] not in known:
            yield f"{where}: unknown code {row['code']!r}"
        if row["role"] not in ROLE_RANK:
            yield f"{where}: unknown role {row['role']!r}"
        if row.get("body") and row["body"] not in known:
            yield f"{where}: unknown body {row['body']!r}"
        try:
            start, end = first_day(row["start"]), last_day(row["end"])
        except LexiconError as err:
            yield f"{where}: {err}"
            continue
        if start and end and start > end:
            yield f"{where}: begins {row['start']} after its end {row['end']}"
        key = (row["code"], row["role"], row["office"], row["person"], row["start"])
        if key in seen:
            yield f"{where}: the term from {row['start']} stands twice"
        seen.add(key)
        if row["role"] in SINGLE_SEATS:
            names = frozenset(sound_key(n) for n in (row["person"], *row["aliases"].split("|")) if n)
            seat = Seat(
                person=row["person"],
                names=names,
                start=start or date.min,
                end=first_day(row["end"]) or date.max,  # "2004" may mean its first day
                source=source.name,
            )
            seats.setdefault((row["code"], row["role"]), []).append(seat)


def _seat_faults(
    seats: Mapping[tuple[str, str], list[Seat]], allowed: frozenset[tuple[str, str, str, str]]
) -> Iterator[str]:
    for (code, role), holders in sorted(seats.items()):
        by_start = sorted(holders, key=lambda s: (s.start, s.end))
        for one, other in combinations(by_start, 2):
            days = (min(one.end, other.end) - max(one.start, other.start)).days
            same = bool(one.names & other.names)
            if days <= (0 if same else HANDOVER_DAYS) or _is_allowed(code, role, one, other, allowed):
                continue
            what = "stands twice" if same else f"holds it beside {other.person}"
            since = max(one.start, other.start)
            yield f"{code} {role}: {one.person} ({one.source}) {what} ({other.source}) from {since}"


def _without_holder_faults(
    rows: Sequence[Row], states: set[str], seats: Mapping[tuple[str, str], list[Seat]]
) -> Iterator[str]:
    name = "no_holder.tsv"
    yield from _order_faults(name, rows, ("code", "role", "from"))
    for row in rows:
        where = f"{name}, {row['code']} {row['role']}"
        if row["code"] not in states:
            yield f"{where}: unknown code {row['code']!r}"
        if row["role"] not in SINGLE_SEATS:
            yield f"{where}: unknown role {row['role']!r}, expected one of {', '.join(sorted(SINGLE_SEATS))}"
        if missing := [c for c in ("instead", "why", "origin") if not row[c]]:
            yield f"{where}: no {missing[0]}"
        try:
            start, end = first_day(row["from"]) or date.min, last_day(row["to"]) or date.max
        except LexiconError as err:
            yield f"{where}: {err}"
            continue
        if start > end:
            yield f"{where}: begins {row['from']} after its end {row['to']}"
        for seat in seats.get((row["code"], row["role"]), []):
            if (min(seat.end, end) - max(seat.start, start)).days > HANDOVER_DAYS:
                yield f"{where}: {seat.person} ({seat.source}) holds it from {seat.start}"


def _is_allowed(code: str, role: str, one: Seat, other: Seat, allowed: frozenset[tuple[str, str, str, str]]) -> bool:
    a, b = normalise_name(one.person), normalise_name(other.person)
    return bool(allowed & {(code, role, a, b), (code, role, b, a), (code, role, a, "*"), (code, role, b, "*")}) or (
        (code, role, "*", "*") in allowed and not one.names & other.names
    )
