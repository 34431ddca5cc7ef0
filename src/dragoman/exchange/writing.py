"""The way out: events -> a file of a format."""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.exchange import ftm, icews, plover, polecat
from dragoman.exchange.table import parse_number

Row = Mapping[str, object]

FORMULA_STARTS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""First characters by which some spreadsheet takes a text for a formula; tabs and line breaks are blanked here."""

TABULAR: Final[Mapping[str, tuple[tuple[str, ...], Callable[[Iterator[Row]], Iterator[tuple[str, ...] | None]]]]] = {
    "icews": (icews.COLUMNS, icews.write),
    "polecat": (polecat.COLUMNS, polecat.write),
}
OBJECTS: Final[Mapping[str, Callable[[Iterator[Row]], Iterator[dict[str, object] | None]]]] = {
    "plover": plover.write,
    "ftm": ftm.write,
}
EVENT_FORMATS: Final = (*OBJECTS, *TABULAR, "parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What an export wrote.

    Attributes:
        n_rows: Lines, objects or rows.
        n_left_out: Events that the format cannot hold.
    """

    n_rows: int
    n_left_out: int = 0


def write_events(form: str, tables: Iterable[pa.Table], out: BinaryIO) -> Written:
    """Write events in a format and return how many rows it has, and how many events it cannot hold.

    Args:
        form: One of EVENT_FORMATS.
        tables: Events in parts, with at least the columns of `table.SCHEMA`; an empty table first gives the columns.
        out: Where to; stays open.
    """
    if form == "parquet":
        return _write_parquet(tables, out)
    rows = (row for table in tables for batch in table.to_batches(max_chunksize=10_000) for row in batch.to_pylist())
    lines = _objects(form, rows) if form in OBJECTS else _cells(form, rows)
    n_rows = n_left_out = 0
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    for line in lines:
        if line is None:
            n_left_out += 1
        else:
            text.write(line + "\n")
            n_rows += 1
    text.flush()
    text.detach()  # the stream is its owner's to close
    return Written(n_rows=n_rows - (form in TABULAR), n_left_out=n_left_out)


def _objects(form: str, rows: Iterator[Row]) -> Iterator[str | None]:
    for found in OBJECTS[form](rows):
        yield None if found is None else json.dumps(found, ensure_ascii=False)


def _cells(form: str, rows: Iterator[Row]) -> Iterator[str | None]:
    columns, write = TABULAR[form]
    yield "\t".join(columns)
    for cells in write(rows):
        yield None if cells is None else "\t".join(map(_cell, cells))


def _cell(text: str) -> str:
    """Return a text fit for a cell: one line, behind a single quote where a spreadsheet would take it for a formula."""
    line = " ".join(text.split())
    if not line.startswith(FORMULA_STARTS) or parse_number(line) is not None:
        return line
    return "'" + line


def _write_parquet(tables: Iterable[pa.Table], out: BinaryIO) -> Written:
    writer, n_rows = None, 0
    for table in tables:
        writer = writer or pq.ParquetWriter(out, table.schema, compression="zstd")
        writer.write_table(table)
        n_rows += len(table)
    if writer:
        writer.close()
    return Written(n_rows=n_rows)
