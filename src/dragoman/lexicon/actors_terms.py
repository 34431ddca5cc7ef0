"""The terms of office: kept as cells, made into records and looked up when someone asks.

A user's question concerns a few persons out of twenty thousand terms, so a term becomes a record only when it is
found. The keys of all names stand ready in data/actors/office_index.json, written by scripts/build_actors.py; an index
that does not belong to the tables as they are is not used, the keys are then worked out anew.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate

import msgspec

from dragoman.errors import LexiconError
from dragoman.lexicon.actors_names import Row, first_day, last_day, split_list
from dragoman.lexicon.actors_read import COLUMNS, HolderFile, read_holders
from dragoman.lexicon.actors_spelling import NameOrders, person_keys, sound_key, surname_keys
from dragoman.lexicon.files import data_file
from dragoman.model import OfficeHolder

# In this order a person's offices are named when several run on one day, and the holders of an office are listed.
ROLE_RANK = {
    role: rank
    for rank, role in enumerate(("HOS", "HOG", "HEAD", "FM", "DM", "MIN", "LEADER", "ENV", "AMB", "SPOX", "OTH"))
}
INDEX_FILE = "actors/office_index.json"
COLUMN = {name: i for i, name in enumerate(COLUMNS["holders"])}
CODE, OFFICE, ROLE, PERSON, START, END, ALIASES, WIKIDATA, SECTOR, ORIGIN, BODY = range(len(COLUMN))

Cells = tuple[str, ...]
Positions = dict[str, list[int]]


class NameIndex(msgspec.Struct, frozen=True):
    """The terms of each name, by position.

    Attributes:
        digest: Of the tables that the positions belong to.
        office: By code and role, "GBR FM"; factions and organisations by their own code, too.
        person: By full name or alias.
        surname: By what papers call a person later on.
        sound: By the consonants of the full name.
    """

    digest: int
    office: Positions
    person: Positions
    surname: Positions
    sound: Positions


class Terms:
    """All terms of office; a user's own rows come after the packaged ones.

    Attributes:
        files: The packaged rows.
        own: The user's rows.
        orders: How names run in which state.
        digest: Of the packaged rows.
    """

    def __init__(self, files: tuple[HolderFile, ...], own: list[Cells], orders: NameOrders, digest: int) -> None:
        self.files = files
        self.own = own
        self.n_packaged = sum(len(file.lines) for file in files)
        self.orders = orders
        self.digest = digest
        self.dropped = _overruled(files, own)
        self._made: dict[int, OfficeHolder] = {}
        self._cells: dict[OfficeHolder, Cells] = {}

    def __len__(self) -> int:
        return self.n_packaged + len(self.own) - len(self.dropped)

    def __iter__(self) -> Iterator[OfficeHolder]:
        return iter(self.at(range(self.n_packaged + len(self.own))))

    def at(self, positions: Iterable[int]) -> list[OfficeHolder]:
        """Return the terms at these positions, without those that a user's row replaces."""
        return [self._term(i) for i in positions if i not in self.dropped]

    def of_office(self, code: str, role: str) -> list[OfficeHolder]:
        """Return the terms of a kind of office in a state, organisation or faction."""
        return self.at(self._index.office.get(f"{code} {role}", ()))

    def of_person(self, key: str) -> list[OfficeHolder]:
        """Return the terms of whoever has this full name or alias, as `normalise_name` gives it."""
        return self.at(self._index.person.get(key, ()))

    def of_surname(self, key: str) -> list[OfficeHolder]:
        """Return the terms of all whom papers call so."""
        return self.at(self._index.surname.get(key, ()))

    def of_sound(self, key: str) -> list[OfficeHolder]:
        """Return the terms of all whose full names have these consonants."""
        return self.at(self._index.sound.get(key, ()))

    def cell(self, term: OfficeHolder, column: int) -> str:
        """Return a cell of the row that a term came from; "" for a term of other origin."""
        row = self._cells.get(term)
        return row[column] if row else ""

    def _term(self, i: int) -> OfficeHolder:
        term = self._made.get(i)
        if term is None:
            row = self._row(i)
            term = self._made[i] = make_term(row)
            self._cells[term] = row
        return term

    def _row(self, i: int) -> Cells:
        if i >= self.n_packaged:
            return self.own[i - self.n_packaged]
        at = bisect_right(self._starts, i) - 1
        return self.files[at].cells(i - self._starts[at])

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(file.lines) for file in self.files)][:-1]

    @cached_property
    def _index(self) -> NameIndex:
        index = read_index(self.digest) or build_index(self.files, self.orders, self.digest)
        _enter(index, self.own, self.orders, self.n_packaged)
        return index


def _overruled(files: Iterable[HolderFile], own: list[Cells]) -> frozenset[int]:
    """Return which packaged rows a user's row tells anew: same state, role, person and first day."""
    told = {(row[CODE], row[ROLE], row[PERSON], row[START]) for row in own}
    rows = packaged_rows(files) if told else ()
    return frozenset(i for i, row in enumerate(rows) if (row[CODE], row[ROLE], row[PERSON], row[START]) in told)


def packaged_rows(files: Iterable[HolderFile]) -> Iterator[Cells]:
    """Yield all rows of the files, in order."""
    for file in files:
        for i in range(len(file.lines)):
            yield file.cells(i)


def make_term(row: Cells) -> OfficeHolder:
    """Return the term that a row of a holders' file describes.

    Raises:
        LexiconError: If a date or role is not one; names the person.
    """
    if row[ROLE] not in ROLE_RANK:
        raise LexiconError(f"{row[PERSON]}: unknown role {row[ROLE]!r}, expected one of {', '.join(ROLE_RANK)}")
    try:
        start, end = first_day(row[START]), last_day(row[END])
    except LexiconError as err:
        raise LexiconError(f"{row[PERSON]}, {row[OFFICE]}: {err}") from err
    return OfficeHolder(
        person=row[PERSON],
        office=row[OFFICE],
        code=row[CODE],
        role=row[ROLE],
        start=start,
        end=end,
        aliases=split_list(row[ALIASES]),
        wikidata=row[WIKIDATA] or None,
        origin=row[ORIGIN],
    )


def build_terms(own: Iterable[Row], orders: Iterable[Row]) -> Terms:
    """Return the terms of the packaged files and of a user's rows, which are checked at once.

    Raises:
        LexiconError: If a user's row has a date or role that is none.
    """
    rows: list[Cells] = [tuple([row[column] for column in COLUMNS["holders"]]) for row in own]
    for row in rows:
        make_term(row)
    files, digest = read_holders()
    return Terms(files, rows, read_orders(orders), digest)


def read_orders(rows: Iterable[Row]) -> NameOrders:
    """Return the name orders of name_orders.tsv."""
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["order"], set()).add(row["code"])
    return NameOrders(
        family_first=frozenset(found.get("family-first", ())),
        by_given=frozenset(found.get("given", ())),
        two_surnames=frozenset(found.get("two-surnames", ())),
    )


def read_index(digest: int) -> NameIndex | None:
    """Return the packaged index if it belongs to the tables of that digest, else None."""
    source = data_file(INDEX_FILE)
    if not source.is_file():
        return None
    try:
        index = msgspec.json.decode(source.read_bytes(), type=NameIndex)
    except msgspec.DecodeError:
        return None  # written by another version
    return index if index.digest == digest else None


def build_index(files: Iterable[HolderFile], orders: NameOrders, digest: int) -> NameIndex:
    """Return the index of the rows of these files."""
    index = NameIndex(digest=digest, office={}, person={}, surname={}, sound={})
    _enter(index, packaged_rows(files), orders, 0)
    return index


def _enter(index: NameIndex, rows: Iterable[Cells], orders: NameOrders, offset: int) -> None:
    known: dict[tuple[str, str, str], tuple[set[str], set[str], set[str]]] = {}
    for i, row in enumerate(rows, start=offset):
        who = (row[PERSON], row[ALIASES], row[CODE])
        if who not in known:
            known[who] = _name_keys([row[PERSON], *split_list(row[ALIASES])], row[CODE], orders)
        offices = {f"{code} {row[ROLE]}" for code in (row[CODE], row[BODY]) if code}
        for table, keys in zip(
            (index.office, index.person, index.surname, index.sound), (offices, *known[who]), strict=True
        ):
            for key in keys:
                table.setdefault(key, []).append(i)


def _name_keys(names: list[str], code: str, orders: NameOrders) -> tuple[set[str], set[str], set[str]]:
    return (
        person_keys(names),
        set().union(*(surname_keys(name, code, orders) for name in names)),
        {sound_key(name) for name in names if " " in name},
    )
