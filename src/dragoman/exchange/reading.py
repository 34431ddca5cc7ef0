"""The way in: a file of a format -> events in parts."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from dragoman.errors import ReadError
from dragoman.exchange import acled, gdelt, icews, plover, polecat
from dragoman.exchange.lines import HEAD_BYTES, Dialect, Lines, open_text, read_lines
from dragoman.exchange.rows import Rows
from dragoman.exchange.table import Chunk

READERS: Final[Mapping[str, tuple[tuple[Dialect, Callable[[Lines], Rows]], ...]]] = {
    "icews": ((icews.DIALECT, icews.read), (icews.SERIES_DIALECT, icews.read_series)),
    "polecat": ((polecat.DIALECT, polecat.read),),
    "gdelt": ((gdelt.DIALECT, gdelt.read),),
    "acled": ((acled.DIALECT, acled.read),),
}
"""Formats of lines, each with the dialects its files come in."""
IMPORT_FORMATS: Final = (*READERS, "plover")


def read_events(form: str, path: Path, origin: str) -> Iterator[Chunk]:
    """Yield the events of a file in parts, with the lines that gave none; memory does not grow with the file.

    Args:
        form: One of IMPORT_FORMATS.
        path: The file; gzip and zip archives of one file are unpacked on the way.
        origin: What the data set is called in the ledger; part of every event's id.

    Raises:
        ReadError: If the file cannot be opened, is of another format, or breaks off.
    """
    if not path.is_file():
        raise ReadError(f"{path}: expected a file")
    if form == "plover":
        yield from plover.read(path, origin)
        return
    dialect, read = _variant(form, path)
    for lines in read_lines(path, dialect):
        yield read(lines).chunk(origin)


def _variant(form: str, path: Path) -> tuple[Dialect, Callable[[Lines], Rows]]:
    """Return the dialect whose needed columns the head line names, else the first of the format."""
    variants = READERS[form]
    if len(variants) > 1:
        with open_text(path) as stream:
            head = stream.readline(HEAD_BYTES).decode()
        for variant in variants:
            if all(name in head for name in variant[0].needed):
                return variant
    return variants[0]
