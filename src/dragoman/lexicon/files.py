"""Reads the vocabulary files of the package: tab-separated tables with a head of comments."""

from collections.abc import Iterator
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from dragoman.errors import LexiconError


def data_file(name: str) -> Traversable:
    """Return the packaged vocabulary file of that name, for instance "plover/predicates.tsv"."""
    return files("dragoman") / "data" / name


def data_digest(*folders: str) -> str:
    """Return a hash of all tables in these folders of data/: it changes with every edit of one."""
    digest = blake2b(digest_size=4)
    for folder in folders:
        for file in sorted(data_file(folder).iterdir(), key=lambda f: f.name):
            if file.name.endswith(".tsv"):
                digest.update(file.read_bytes())
    return digest.hexdigest()


def read_rows(source: Traversable | Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a tab-separated table as dicts from column to value.

    Lines that begin with "#" and empty lines are passed over; the first other line names the columns.
    Missing cells at the end of a row read as "".

    Raises:
        LexiconError: If a row has more cells than there are columns; names file and line.
    """
    columns: list[str] | None = None
    for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if columns is None:
            columns = cells
            continue
        if len(cells) > len(columns):
            raise LexiconError(f"{source.name} line {number}: {len(cells)} cells, expected {len(columns)}")
        yield dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True))
