"""Compile, check and time the tables of data/actors.

    python scripts/build_actors.py SOURCE      write office_holders.tsv from a table of office holders, and the index
    python scripts/build_actors.py --index     write office_index.json, after any change in a holders_*.tsv file
    python scripts/build_actors.py --check     check every table; exit status 1 and one line a fault
    python scripts/build_actors.py --time      print how long the tables take to load

SOURCE is a tab-separated file with the columns country, position, person, qid, start, end, aliases, role, sector and
provenance. Ours was queried from Wikidata (property P39 "position held", CC0) in January 2023; the rows with provenance
"ifg" are the Institute for Government's ministers database (CC BY 4.0), to June 2026. What is written by hand in
holders_*.tsv goes before it: a source row that tells the same term again is left out, and a term that the source leaves
open ends where a hand-written successor begins.
"""

import argparse
import csv
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

import msgspec

from dragoman.errors import DragomanError
from dragoman.lexicon.actors import load_actors
from dragoman.lexicon.actors_check import check_tables
from dragoman.lexicon.actors_names import first_day, last_day, normalise_name
from dragoman.lexicon.actors_read import COLUMNS, holder_files, read_tables
from dragoman.lexicon.actors_spelling import person_keys, sound_key
from dragoman.lexicon.actors_terms import build_index, build_terms
from dragoman.lexicon.files import data_file, read_rows
from dragoman.lexicon.offices import who
from dragoman.lexicon.outlets import load_outlets

ACTORS = Path(__file__).resolve().parent.parent / "src" / "dragoman" / "data" / "actors"
COMPILED = ACTORS / "office_holders.tsv"
INDEX = ACTORS / "office_index.json"
HEAD = """\
# Office holders compiled from public tables by scripts/build_actors.py; do not edit, write to holders_*.tsv instead.
# source: Wikidata, property P39 (CC0), January 2023; Institute for Government, ministers database (CC BY 4.0), June
#   2026 (origin "ifg").
# columns: see README.md. An empty end: in office when the source was made.
"""
# A term counts as news since this day; older terms are left out.
SINCE = date(1990, 1, 1)
# A term without an end that began before this day is a gap in the source, not an office still held ...
OPEN_SINCE = date(1995, 1, 1)
# ... unless it is a seat for life.
FOR_LIFE = frozenset({"King", "Emperor", "Supreme Leader", "de facto leader"})
# Sources give the day of election, appointment or oath; up to so many days of overlap are that.
HANDOVER_DAYS = 75
# Two terms of one person in one office with no more days between them are one.
GAP_DAYS = 45
SINGLE_ROLES = frozenset({"HOS", "HOG", "FM", "DM"})
# International offices of the source, with the code of the organisation.
BODIES = (
    ("International Court of Justice", "ICJ", "HEAD"),
    ("General Assembly", "UNO", "HEAD"),
    ("Parliamentary Assembly of the Council of Europe", "COE", "HEAD"),
    ("World Trade Organization", "WTO", "HEAD"),
    ("OSCE High Commissioner", "OSCE", "OTH"),
    ("Secretary-General of the United Nations", "UNO", "HEAD"),
)
# Junior ministers of these departments deal with other states.
FOREIGN_DEPARTMENTS = ("Foreign", "Ministry of Defence", "International Development", "Exiting", "Trade", "Home Office")
TOLD_BY_IFG = re.compile(
    r"Secretary of|Minister|Prime|Chanc|Home S|Lord |Attorney|Chief Sec|Deputy Prime|First Sec|Financial|Economic|Exch"
    r"|Comm"
)
PEER = re.compile(r"^(Lord|Lady|Baroness|Viscount|Earl) ")
# Offices of which a state has several holders at a time.
MANY = re.compile(
    r"Deputy Prime|Vice|without portfolio|Councilor|Advisor|Minister of State|Deputy |Under|Assistant|Judge"
)


@dataclass(frozen=True, kw_only=True)
class Term:
    """One row on its way from the source into the table."""

    code: str
    office: str
    role: str
    person: str
    start: date | None
    end: date | None
    start_cell: str
    end_cell: str
    aliases: tuple[str, ...]
    wikidata: str
    sector: str
    origin: str

    @property
    def who(self) -> str:
        """Return what makes two spellings of one person equal."""
        return self.wikidata or sound_key(self.person)

    @property
    def seat(self) -> tuple[str, str]:
        """Return the seat: state and role, or state and office."""
        return (self.code, self.role if self.role in SINGLE_ROLES else self.office)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row of source_rules.tsv."""

    countries: frozenset[str]
    pattern: re.Pattern[str]
    role: str
    office: str

    def fits(self, country: str, position: str) -> bool:
        """Tell whether the rule is for this position."""
        return (not self.countries or country in self.countries) and bool(self.pattern.search(position))


@cache
def read_rules() -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Return the rules that drop a position, and those that keep it, in order."""
    rules: dict[str, list[Rule]] = {"drop": [], "keep": []}
    for row in read_rows(data_file("actors/source_rules.tsv")):
        countries = frozenset(row["countries"].split())
        rule = Rule(countries=countries, pattern=re.compile(row["pattern"]), role=row["role"], office=row["office"])
        rules[row["action"]].append(rule)
    return tuple(rules["drop"]), tuple(rules["keep"])


def compile_holders(source: Path) -> list[Term]:
    """Return the useful terms of the source, cleaned, merged and closed, sorted."""
    corrections = read_corrections()
    by_hand = [hand_term(row) for f in holder_files() if f.name != COMPILED.name for row in read_rows(f)]
    with source.open(encoding="utf-8", newline="") as stream:
        found = [t for row in csv.DictReader(stream, delimiter="\t") if (t := source_term(row))]
    kept = [corrected for term in found if (corrected := correct(term, corrections))]
    kept = [term for term in merge(kept) if not told_by_hand(term, by_hand)]
    closed = close(kept, by_hand)
    unique = {(t.code, t.role, t.office, t.person, t.start_cell): t for t in closed}
    return sorted(unique.values(), key=lambda t: (t.code, t.role, t.office, t.start_cell, t.person))


def source_term(row: dict[str, str]) -> Term | None:
    """Return the term of a source row, or None where the row is of no use here."""
    position = row["position"].strip()
    start, end = first_day(row["start"]), last_day(row["end"])
    is_dropped = any(rule.fits(row["country"], position) for rule in read_rules()[0])
    if (end and end < SINCE) or is_dropped or (start and end and start > end):
        return None
    found = international(position) if row["country"] == "IGO" else national(row, position)
    if found is None:
        return None
    code, role, office = found
    if end is None and (start is None or start < OPEN_SINCE) and office not in FOR_LIFE:
        return None
    person, aliases = names_of(row)
    if not person:
        return None
    office = office.replace("Spokeperson", "Spokesperson").replace("of of ", "of ").replace(" tne ", " the ")
    return Term(
        code=code, office=office[:1].upper() + office[1:], role=role, person=person, start=start, end=end,
        start_cell=row["start"], end_cell=row["end"], aliases=aliases, wikidata=row["qid"],
        sector="" if row["sector"] == "GOV" else row["sector"],
        origin="ifg" if row["provenance"] == "ifg" else "wikidata",
    )  # fmt: skip


def national(row: dict[str, str], position: str) -> tuple[str, str, str] | None:
    """Return code, role and office of a position in a state."""
    country = row["country"]
    plain = re.sub(r" \([^()]*(\([^()]*\))?[^()]*\)$", "", position)
    if country == "GBR" and row["provenance"] == "ifg":
        department = position[len(plain) :]
        is_junior = re.match(r"Minister|Parliamentary|Financial|Economic|Exchequer|Commercial|Deputy Min", plain)
        if is_junior and not any(words in department for words in FOREIGN_DEPARTMENTS):
            return None
    if country == "GBR" and row["provenance"] != "ifg" and TOLD_BY_IFG.match(plain):
        return None  # the Institute for Government tells these in full
    rule = next((rule for rule in read_rules()[1] if rule.fits(country, position)), None)
    if rule is None:
        return country, "OTH", plain
    keeps_department = rule.role == "OTH" and plain in {"Minister of State", "Parliamentary Under-Secretary of State"}
    return country, rule.role, rule.office or (position if keeps_department else plain)


def international(position: str) -> tuple[str, str, str] | None:
    """Return code, role and office of a position in an organisation."""
    if position.startswith(("Deputy", "Under-", "Vice")):
        return "UNO", "OTH", position
    return next(((code, role, position) for words, code, role in BODIES if words in position), None)


def names_of(row: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return the name by which papers call a person, and the others; "" where none is in Latin letters."""
    names = [row["person"], *(a.strip() for a in row["aliases"].split("|"))]
    names = [n for n in names if n and re.match(r"^[\u0020-\u024f\u02b9-\u02bf\u1e00-\u1eff\u2018\u2019]+$", n)]
    for name in list(names):
        short, comma, title = name.partition(", ")
        if comma and re.match(r"(\d|Baron|Viscount|Earl|Lord|Lady|Duke|Marquess)", title):
            names[names.index(name)] = short
            names.append(re.sub(r"^\w+ (Baron|Viscount|Earl)", r"\1", title).replace("Baron ", "Lord ", 1))
    names.sort(key=lambda n: bool(PEER.match(n)))
    unique = list(dict.fromkeys(names))
    return (unique[0], tuple(unique[1:])) if unique else ("", ())


def read_corrections() -> dict[tuple[str, str, str, str], dict[str, str]]:
    """Return what corrections.tsv says of source rows, by code, role, person and start."""
    rows = read_rows(data_file("actors/corrections.tsv"))
    return {(r["code"], r["role"], normalise_name(r["person"]), r["start"]): r for r in rows}


def correct(term: Term, corrections: dict[tuple[str, str, str, str], dict[str, str]]) -> Term | None:
    """Return the term as corrected, None where it is to be left out."""
    row = corrections.get((term.code, term.role, normalise_name(term.person), term.start_cell))
    if row is None:
        return term
    if row["action"] == "drop":
        return None
    start, end = row["new_start"] or term.start_cell, row["new_end"] or term.end_cell
    return replace(term, start=first_day(start), end=last_day(end), start_cell=start, end_cell=end)


def hand_term(row: dict[str, str]) -> Term:
    """Return a row of a holders_*.tsv file."""
    return Term(
        code=row["code"], office=row["office"], role=row["role"], person=row["person"], start=first_day(row["start"]),
        end=last_day(row["end"]), start_cell=row["start"], end_cell=row["end"],
        aliases=tuple(row["aliases"].split("|")), wikidata="", sector=row["sector"], origin=row["origin"],
    )  # fmt: skip


def told_by_hand(term: Term, by_hand: list[Term]) -> bool:
    """Tell whether a hand-written row tells the same term."""
    names = spellings(term)
    near = (other for other in by_hand if (other.code, other.role) == (term.code, term.role))
    return any(
        names & spellings(other) and is_same_office(term, other) and overlap_days(term, other) > 0 for other in near
    )


def is_same_office(one: Term, other: Term) -> bool:
    """Tell whether two terms of one state and role mean one office; "to Russia" is "to the Russian Federation"."""
    offices = [normalise_name(t.office).partition(" to ")[2] or normalise_name(t.office) for t in (one, other)]
    a, b = (name.removeprefix("the ") for name in offices)
    return one.role in SINGLE_ROLES or a == b or (one.role == "AMB" and (a.startswith(b) or b.startswith(a)))


@cache
def spellings(term: Term) -> frozenset[str]:
    """Return what makes two spellings of a term's person equal: by sound, initials aside."""
    return frozenset(sound_key(key) for key in person_keys(name for name in (term.person, *term.aliases) if name))


def overlap_days(one: Term, other: Term) -> int:
    """Return how many days two terms share."""
    first = max(one.start or date.min, other.start or date.min)
    last = min(one.end or date.max, other.end or date.max)
    return (last - first).days


def merge(terms: Iterable[Term]) -> Iterator[Term]:
    """Yield the terms with the stretches of one person in one office put together."""
    groups: dict[tuple[str, str, str, str], list[Term]] = {}
    for term in terms:
        groups.setdefault((term.code, term.role, term.office, term.who), []).append(term)
    for group in groups.values():
        group.sort(key=lambda t: (t.start or date.min, t.end or date.max))
        current = group[0]
        for term in group[1:]:
            if term.start == current.start:
                continue  # the same stretch with another end: the earlier end is the surer one
            if current.end and term.start and term.start <= current.end + timedelta(days=GAP_DAYS):
                later = term if (term.end or date.max) > current.end else current
                current = replace(current, end=later.end, end_cell=later.end_cell)
            elif current.end is None:
                current = replace(current, end=term.start, end_cell=term.start_cell)
                yield current
                current = term
            else:
                yield current
                current = term
        yield current


def close(terms: list[Term], by_hand: list[Term]) -> Iterator[Term]:
    """Yield the terms with open ends and small overlaps settled by the successor in the same seat."""
    seats: dict[tuple[str, str], list[tuple[Term, bool]]] = {}
    for term, ours in [(t, False) for t in terms] + [(t, True) for t in by_hand]:
        if term.role in SINGLE_ROLES or (term.role in {"MIN", "AMB", "OTH", "LEADER"} and not MANY.search(term.office)):
            seats.setdefault(term.seat, []).append((term, ours))
        elif not ours:
            yield term
    for seat in seats.values():
        seat.sort(key=lambda pair: (pair[0].start or date.min, pair[0].end or date.max))
        moved = list(seat)
        for i, ((term, _), (after, after_ours)) in enumerate(pairwise(seat)):
            if after.start is None or term.start is None or after.start <= term.start or term.who == after.who:
                continue
            now = moved[i][0]
            if now.end is None:
                moved[i] = (replace(now, end=after.start, end_cell=after.start_cell), moved[i][1])
            elif len(now.end_cell) != len(after.start_cell) or now.end_cell == after.start_cell:
                continue  # a month tells no overlap with itself, nor with a day of it
            elif not 0 < (now.end - after.start).days <= HANDOVER_DAYS:
                continue
            elif after_ours:
                moved[i] = (replace(now, end=after.start, end_cell=after.start_cell), moved[i][1])
            elif after.end is None or after.end >= now.end:
                moved[i + 1] = (replace(after, start=now.end, start_cell=now.end.isoformat()), False)
        yield from (term for term, ours in moved if not ours)


def write(terms: list[Term]) -> None:
    """Write office_holders.tsv."""
    lines = ["\t".join(COLUMNS["holders"])]
    for t in terms:
        cells = (
            t.code, t.office, t.role, t.person, t.start_cell, t.end_cell, "|".join(t.aliases), t.wikidata, t.sector,
            t.origin,
        )  # fmt: skip
        lines.append("\t".join(cells).rstrip("\t"))
    COMPILED.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def write_index() -> int:
    """Write office_index.json for the tables as they are; return its size in bytes."""
    terms = build_terms((), read_tables(None)["name_orders"])
    index = build_index(terms.files, terms.orders, terms.digest)
    return INDEX.write_bytes(msgspec.json.encode(index, order="sorted") + b"\n")


def time_loading(runs: int) -> None:
    """Print how long the tables take to load in a fresh cache, and to answer first and later questions."""

    def first_look_up() -> None:
        offices = load_actors().offices
        offices.persons("Sergei Lavrov")
        offices.by_surname("Lavrov")

    steps: dict[str, Callable[[], object]] = {
        "load all tables": load_actors,
        "first look-up of a person": first_look_up,
        "one question to who": lambda: who("the British foreign secretary", on=date(2017, 4, 6)),
    }
    wall: dict[str, list[float]] = {name: [] for name in steps}
    cpu: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(runs):
        load_actors.cache_clear()
        load_outlets.cache_clear()
        for name, step in steps.items():
            began, began_cpu = time.perf_counter(), time.process_time()
            step()
            wall[name].append(time.perf_counter() - began)
            cpu[name].append(time.process_time() - began_cpu)
    tables = load_actors()
    print(f"names {len(tables.names):,}, terms {len(tables.offices.terms):,}, titles {len(tables.offices.titles):,}")
    for name in steps:
        print(f"{name:<28}{min(wall[name]) * 1000:7.1f} ms{min(cpu[name]) * 1000:9.1f} ms CPU   (best of {runs})")


def main() -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", nargs="?", type=Path, help="table of office holders to compile")
    parser.add_argument("--index", action="store_true", help="write the index of the names")
    parser.add_argument("--check", action="store_true", help="check every table")
    parser.add_argument("--time", action="store_true", help="print how long the tables take to load")
    args = parser.parse_args()
    if args.source:
        terms = compile_holders(args.source)
        write(terms)
        print(f"{COMPILED.name}: {len(terms):,} terms")
    if args.source or args.index:
        print(f"{INDEX.name}: {write_index() / 1e6:.2f} MB")
    if args.time:
        time_loading(9)
    if args.check:
        faults = check_tables()
        print(*faults or ("no faults",), sep="\n")
        return 1 if faults else 0
    if not (args.source or args.index or args.time):
        parser.error("give a SOURCE, --index, --check or --time")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (DragomanError, OSError) as err:
        print(f"build_actors: {err}", file=sys.stderr)
        sys.exit(1)
