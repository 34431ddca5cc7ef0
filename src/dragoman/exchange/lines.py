"""Delimited files in parts: every cell as text, every row with its line, broken rows aside."""

import codecs
import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
from numpy.typing import NDArray

from dragoman.errors import ReadError
from dragoman.exchange.table import BadLine

BLOCK_BYTES: Final = 8_000_000
"""Bytes parsed at once, and so the longest row; about 30,000 rows of ICEWS. Memory stays at a few times this."""
HEAD_BYTES: Final = 1_000_000
"""Longest first line."""
GZIP_MARK, ZIP_MARK = b"\x1f\x8b", b"PK\x03\x04"
SHOWN_CHARS: Final = 60
GUARDED: Final = r"^'([=+\-@＝＋－＠])"
REPLACED: Final = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How the files of a format are written.

    Attributes:
        name: Name of the format, for messages.
        delimiter: Between cells.
        quoted: Whether cells may stand in double quotes; then they may hold line breaks.
        columns: Names of all columns, for files without a head line; else ().
        known: Names that a head line may have; extra names that no row has a cell for are passed over.
        needed: Names without which a file is not of this format.
    """

    name: str
    delimiter: str
    quoted: bool = False
    columns: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    needed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Part of a file.

    Attributes:
        cells: A column of texts for each of the file's; empty cells are null.
        line: Number of the line on which each row begins.
        bad: Rows that could not be cut into cells, and rows with bytes that are no text.
    """

    cells: pa.Table
    line: NDArray[np.int64]
    bad: tuple[BadLine, ...]

    def column(self, *names: str) -> pa.Array:
        """Return the first of these columns that the file has, or nulls.

        A single quote that stands before a formula's first character, as our own exports write it, is taken off.
        """
        for name in names:
            if name in self.cells.column_names:
                return pc.replace_substring_regex(self.cells[name].combine_chunks(), GUARDED, r"\1")
        return pa.nulls(len(self.cells), pa.string())


class _Text(io.RawIOBase):
    """A byte stream as UTF-8: bytes that are none become U+FFFD."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._left = b""

    def readable(self) -> bool:
        """Tell that the stream can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed: WriteableBuffer, no alias at run time
        """Fill the buffer and return the number of bytes."""
        while not self._left:
            data = self._stream.read(len(buffer))
            self._left = self._decoder.decode(data, final=not data).encode()
            if not data:
                break
        taken, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


@contextmanager
def open_text(path: Path) -> Iterator[io.BufferedReader]:
    """Give a file as a stream of UTF-8; gzip and zip archives of one file are unpacked on the way.

    Raises:
        ReadError: If it cannot be opened.
    """
    with ExitStack() as open_files:
        try:
            stream: BinaryIO = open_files.enter_context(path.open("rb"))
            mark = stream.read(4)
            stream.seek(0)
            if mark[:2] == GZIP_MARK:
                stream = cast("BinaryIO", open_files.enter_context(gzip.GzipFile(fileobj=stream)))
            elif mark == ZIP_MARK:
                stream = _member(open_files.enter_context(zipfile.ZipFile(stream)), path)
                open_files.enter_context(stream)
        except OSError as err:
            raise ReadError(f"{path}: cannot be opened: {err.strerror or err}") from err
        except zipfile.BadZipFile as err:
            raise ReadError(f"{path}: damaged zip archive") from err
        try:
            yield io.BufferedReader(_Text(stream), BLOCK_BYTES)
        except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile) as err:
            raise ReadError(f"{path}: the packed data are damaged or break off") from err


def _member(archive: zipfile.ZipFile, path: Path) -> BinaryIO:
    """Return the one file of an archive as a stream."""
    members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX")]
    if len(members) != 1:
        raise ReadError(f"{path}: a zip archive of {len(members)} files, expected one; unpack it first")
    return cast("BinaryIO", archive.open(members[0]))


def read_lines(path: Path, dialect: Dialect) -> Iterator[Lines]:
    """Yield the file part by part.

    Raises:
        ReadError: If the file cannot be opened, lacks a needed column, or breaks off inside a packed stream.
    """
    with open_text(path) as stream:
        names, quoted = list(dialect.columns), dialect.quoted
        first_line = 1
        if not names:
            head = stream.readline(HEAD_BYTES).decode().removeprefix("\ufeff")
            names = _names(head, dialect)
            quoted = quoted or head.startswith('"')
            first_line = 2
            row = stream.peek(HEAD_BYTES).split(b"\n", 1)[0].decode("utf-8", "replace")
            names = _fitted(names, row, dialect, quoted=quoted)
        missing = [name for name in dialect.needed if name not in names]
        if missing:
            raise ReadError(f"{path}: no {dialect.name} file: column {missing[0]!r} is missing")
        try:
            yield from _parts(stream, names, dialect, quoted=quoted, first_line=first_line)
        except (pa.ArrowException, OSError) as err:
            raise ReadError(f"{path}: cannot be read on: {' '.join(str(err).split())[:160]}") from err


def _names(head: str, dialect: Dialect) -> list[str]:
    cells = next(csv.reader([head], delimiter=dialect.delimiter), [])
    return [cell.strip().removeprefix("#!").strip() for cell in cells]


def _fitted(names: list[str], row: str, dialect: Dialect, *, quoted: bool) -> list[str]:
    """Return the names that fit the first row: unknown names go where the head has more than the row has cells.

    Some POLECAT files have such heads (https://andybeger.com/blog/2024-05-21-polecat-event-data).
    """
    cut = next(csv.reader([row], delimiter=dialect.delimiter), []) if quoted else []
    n_cells = len(cut) if quoted else row.count(dialect.delimiter) + 1
    known = [name for name in names if name in dialect.known]
    if n_cells < len(names) and n_cells == len(known):
        names = known
    return [name or f"column {at}" for at, name in enumerate(names, start=1)]


def _parts(
    stream: io.BufferedReader, names: list[str], dialect: Dialect, *, quoted: bool, first_line: int
) -> Iterator[Lines]:
    if not stream.peek(1):
        return
    broken: dict[int, BadLine] = {}

    def keep(row: pacsv.InvalidRow) -> str:
        reason = f"{row.actual_columns} cells, expected {row.expected_columns}: {shown(row.text)}"
        broken[row.number] = BadLine(line=row.number, reason=reason if row.text.strip() else "")
        return "skip"

    reader = pacsv.open_csv(
        pa.PythonFile(stream, mode="r"),
        read_options=pacsv.ReadOptions(block_size=BLOCK_BYTES, column_names=names, use_threads=False),
        parse_options=pacsv.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char='"' if quoted else False,
            newlines_in_values=quoted,
            ignore_empty_lines=False,
            invalid_row_handler=keep,
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )
    n_rows, n_breaks = 0, 0
    for batch in reader:
        cells = pa.Table.from_batches([batch])
        rows = np.fromiter(_numbers(n_rows + 1, len(cells), broken), np.int64, len(cells))
        last = int(rows[-1]) if len(rows) else n_rows
        breaks = _breaks(cells) if quoted else np.zeros(len(cells), np.int64)
        line = rows + first_line - 1 + n_breaks + np.concatenate([[0], np.cumsum(breaks)[:-1]]).astype(np.int64)
        found = [broken.pop(n) for n in sorted(broken) if n <= last]
        bad = [BadLine(line=b.line + first_line - 1 + n_breaks, reason=b.reason) for b in found if b.reason]
        n_rows, n_breaks = last, n_breaks + int(breaks.sum())
        filled = _filled(cells)
        cells, line = cells.filter(pa.array(filled)), line[filled]
        yield Lines(cells=cells, line=line, bad=(*bad, *_replaced(cells, line)))
    rest = [broken[n] for n in sorted(broken) if broken[n].reason]
    if rest:
        bad = [BadLine(line=b.line + first_line - 1 + n_breaks, reason=b.reason) for b in rest]
        empty = pa.table({name: pa.array([], pa.string()) for name in names})
        yield Lines(cells=empty, line=np.zeros(0, np.int64), bad=tuple(bad))


def _numbers(first: int, count: int, broken: dict[int, BadLine]) -> Iterator[int]:
    """Yield the numbers of so many rows from the first on, those of broken rows left out."""
    number = first
    for _ in range(count):
        while number in broken:
            number += 1
        yield number
        number += 1


def _filled(cells: pa.Table) -> NDArray[np.bool_]:
    """Return which rows have a cell that is not empty: a blank line has none."""
    filled = np.zeros(len(cells), bool)
    for name in cells.column_names:
        filled |= pc.is_valid(cells[name]).to_numpy(zero_copy_only=False).astype(bool)
        if filled.all():
            break
    return filled


def _breaks(cells: pa.Table) -> NDArray[np.int64]:
    """Return how many line breaks the cells of each row hold."""
    total = np.zeros(len(cells), np.int64)
    for name in cells.column_names:
        counts = pc.fill_null(pc.count_substring(cells[name], "\n"), 0)
        total += counts.to_numpy().astype(np.int64)
    return total


def _replaced(cells: pa.Table, line: NDArray[np.int64]) -> Iterator[BadLine]:
    """Yield the rows in which bytes that are no UTF-8 were replaced."""
    marked = np.zeros(len(cells), bool)
    for name in cells.column_names:
        found = pc.fill_null(pc.match_substring(cells[name], REPLACED), False)  # noqa: FBT003 (Arrow's signature)
        marked |= found.to_numpy(zero_copy_only=False)
    for number in line[marked]:
        yield BadLine(line=int(number), reason="bytes that are no UTF-8 were replaced", is_kept=True)


def shown(text: str) -> str:
    """Return a foreign value fit for one line of a message: cut, without characters that do not print."""
    cut = text if len(text) <= SHOWN_CHARS else text[: SHOWN_CHARS - 1] + "…"
    return "".join(c if c.isprintable() else " " for c in cut)
