"""Reads the tables of data/actors and lays a user's own file over them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from zlib import crc32

from dragoman.errors import LexiconError
from dragoman.lexicon.actors_names import Row
from dragoman.lexicon.files import data_file, read_rows

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "states": (
        "code", "iso2", "cow", "name", "aliases", "adjectives", "people", "capital", "metonyms", "start", "end",
        "dated_names", "sector",
    ),
    "organs": ("code", "name", "sector", "aliases", "metonyms", "start", "end", "head"),
    "organisations": ("code", "name", "kind", "sector", "country", "aliases", "metonyms", "members", "start", "end"),
    "groups": ("code", "name", "country", "sector", "aliases", "metonyms", "start", "end"),
    "outlets": ("name", "country", "aliases"),
    "organ_words": ("phrase", "sector", "head"),
    "titles": ("title", "role", "sector", "states", "single", "kind", "matching", "gender"),
    "holders": (
        "code", "office", "role", "person", "start", "end", "aliases", "wikidata", "sector", "origin", "body",
    ),
    "ambiguous": ("form", "why"),
    "name_orders": ("code", "order"),
    "executives": ("code", "since"),
}  # fmt: skip
# The column by which the head line of a user's table tells which table it is.
SIGNATURE = {
    "person": "holders",
    "iso2": "states",
    "phrase": "organ_words",
    "head": "organs",
    "members": "organisations",
    "title": "titles",
    "why": "ambiguous",
    "order": "name_orders",
    "since": "executives",
}

# The packaged rows of these stand elsewhere: terms are read apart, outlets are in data/outlets.
OVERLAY_ONLY = frozenset({"holders", "outlets"})

Tables = dict[str, list[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderFile:
    """A file of office holders, its rows not yet taken apart.

    Attributes:
        name: Name of the file.
        order: Where each column of COLUMNS["holders"] stands in a row.
        lines: The rows.
    """

    name: str
    order: tuple[int, ...]
    lines: list[str]

    def cells(self, i: int) -> tuple[str, ...]:
        """Return the cells of a row in the order of COLUMNS["holders"]; "" where the row has none.

        Raises:
            LexiconError: If there are more cells than columns; names file and row.
        """
        cells = self.lines[i].split("\t")
        n_columns = len(self.order)
        if len(cells) > n_columns:
            raise LexiconError(f"{self.name}, {self.lines[i][:40]!r}: {len(cells)} cells, expected {n_columns}")
        cells += [""] * (n_columns + 1 - len(cells))
        return tuple([cells[at] for at in self.order])


def holder_files() -> tuple[Traversable, ...]:
    """Return the packaged files of office holders: the compiled one and those written by hand, sorted by name."""
    folder = data_file("actors")
    found = [f for f in folder.iterdir() if f.name.startswith("holders_") and f.name.endswith(".tsv")]
    compiled = folder / "office_holders.tsv"
    return (*([compiled] if compiled.is_file() else []), *sorted(found, key=lambda f: f.name))


def read_tables(overlay: Path | None) -> Tables:
    """Return the rows of every table but the packaged office holders and outlets; a user's rows stand before ours.

    Raises:
        LexiconError: If a row or the head line of the user's file is malformed; names file and line.
    """
    tables: Tables = {name: [] for name in COLUMNS}
    if overlay is not None:
        for name, row in read_overlay(overlay):
            tables[name].append(row)
    for name in COLUMNS:
        if name not in OVERLAY_ONLY:
            tables[name].extend(read_rows(data_file(f"actors/{name}.tsv")))
    return tables


def read_holders() -> tuple[tuple[HolderFile, ...], int]:
    """Return the packaged files of office holders, and a digest of their contents."""
    wanted = COLUMNS["holders"]
    found: list[HolderFile] = []
    digest = 0
    for source in holder_files():
        content = source.read_bytes()
        digest = crc32(content, digest)
        lines = [line for line in content.decode("utf-8").splitlines() if line and line[0] != "#"]
        head = lines[0].split("\t") if lines else []
        order = tuple([head.index(c) if c in head else len(wanted) for c in wanted])
        found.append(HolderFile(name=source.name, order=order, lines=lines[1:]))
    return tuple(found), digest


def read_overlay(path: Path) -> Iterator[tuple[str, Row]]:
    """Yield (table, row) of a user's file, which may hold several tables one after another, each with its head line.

    A line is a head line when all its cells are column names; columns that it leaves out read as "".

    Raises:
        LexiconError: If rows come before a head line, have too many cells, or no table has such columns.
    """
    known = {column for columns in COLUMNS.values() for column in columns}
    head: list[str] = []
    table = ""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as err:
        raise LexiconError(f"{path}: cannot be read as UTF-8 text ({err})") from err
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        where = f"{path} line {number}"
        if len(cells) > 1 and set(cells) <= known:
            head, table = cells, table_of(cells, where)
            continue
        if not head:
            raise LexiconError(f"{where}: expected a head line such as 'code<TAB>office<TAB>role<TAB>person'")
        if len(cells) > len(head):
            raise LexiconError(f"{where}: {len(cells)} cells, expected {len(head)}")
        row = dict.fromkeys(COLUMNS[table], "")
        row.update(zip(head, cells, strict=False))
        yield table, row


def table_of(columns: list[str], where: str) -> str:
    """Return which table has these columns.

    Raises:
        LexiconError: If none has them all.
    """
    name = next((SIGNATURE[c] for c in columns if c in SIGNATURE), "groups" if "sector" in columns else "outlets")
    foreign = [c for c in columns if c not in COLUMNS[name]]
    if foreign:
        raise LexiconError(f"{where}: column {foreign[0]!r} is not one of {name}: {', '.join(COLUMNS[name])}")
    return name


def overlay_line(table: str, row: Mapping[str, str], *, with_head: bool) -> str:
    """Return a row in the form of a user's file, with its head line where the file does not end in that table.

    Raises:
        LexiconError: If the row has a column that the table does not have, or a tab or line break in a cell.
    """
    for column, cell in row.items():
        if column not in COLUMNS[table]:
            raise LexiconError(f"{table}: unknown column {column!r}, expected one of {', '.join(COLUMNS[table])}")
        if any(c in cell for c in "\t\n\r"):
            raise LexiconError(f"{table}, column {column}: {cell!r} has a tab or line break")
    line = "\t".join(row.get(column, "") for column in COLUMNS[table]).rstrip("\t")
    head = "\t".join(COLUMNS[table]) + "\n" if with_head else ""
    return f"{head}{line}\n"
