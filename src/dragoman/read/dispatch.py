"""Inputs -> the reader of their format."""

import io
import re
import stat
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import urlsplit

from dragoman.errors import FetchError, ReadError, TimeLimitError
from dragoman.model import Document
from dragoman.read import folder, html, pdf, records, text, warc
from dragoman.read.deadline import time_limit
from dragoman.read.fetch import Fetcher, as_utf8
from dragoman.read.limits import Limits
from dragoman.read.names import outlet_at
from dragoman.read.sniff import Format, tell_format
from dragoman.read.source import Reader, Result, Source, failed, shown, skipped
from dragoman.read.streams import look_ahead, unpack

READERS: Final[Mapping[Format, Reader]] = {
    Format.TEXT: text.documents,
    Format.HTML: html.documents,
    Format.RECORDS: records.documents,
    Format.PDF: pdf.documents,
    Format.WARC: warc.documents,
}
STDIN: Final = "standard input"
ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
PACKED: Final = ".gz"


def read_all(
    inputs: str | Path | Iterable[str | Path], *, stdin: BinaryIO | None, limits: Limits, allow_private: bool
) -> Iterator[Result]:
    """Yield what `dragoman.read.read` promises; the arguments are its own."""
    fetcher = Fetcher(allow_private=allow_private)
    for item in [inputs] if isinstance(inputs, str | Path) else inputs:
        if item == "-":
            yield from _read_stream(STDIN, "", stdin or sys.stdin.buffer, limits)
        elif isinstance(item, str) and ADDRESS.match(item):
            yield from _read_address(item, fetcher, limits)
        else:
            yield from _read_path(Path(item), limits)


def _read_address(url: str, fetcher: Fetcher, limits: Limits) -> Iterator[Result]:
    """Yield the documents at an address, each with that address unless it has one of its own."""
    name = shown(url, chars=200)
    try:
        fetched = fetcher.get(url, max_bytes=limits.pdf_bytes)
    except FetchError as err:
        yield failed(name, str(err))
        return
    is_page = "html" in fetched.headers.get("content-type", "").lower()
    suffix = ".html" if is_page else Path(urlsplit(fetched.url).path).suffix.lower()
    for document, receipt in _read_stream(name, suffix, io.BytesIO(as_utf8(fetched)), limits):
        if document is None or document.url is not None:
            yield document, receipt
            continue
        located = replace(document, url=fetched.url, outlet=document.outlet or outlet_at(fetched.url))
        key = Document.key(located.text, located.outlet, located.published, located.url)
        yield replace(located, doc_id=key), replace(receipt, doc_id=key)


def _read_path(path: Path, limits: Limits) -> Iterator[Result]:
    name = folder.shown_path(path)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as err:
        yield failed(name, f"cannot be opened: {getattr(err, 'strerror', None) or err}")
        return
    if stat.S_ISDIR(mode):
        n_found = 0
        for found in folder.files(path):
            n_found += 1
            if isinstance(found, Path):
                yield from _read_file(found, limits)
            else:
                yield found
        if not n_found:
            yield skipped(name, "an empty folder")
    elif stat.S_ISREG(mode) or stat.S_ISFIFO(mode):
        yield from _read_file(path, limits)
    else:
        yield failed(name, "neither a file nor a folder")


def _read_file(path: Path, limits: Limits) -> Iterator[Result]:
    name = folder.shown_path(path)
    suffix = path.suffix.lower()
    if suffix == PACKED:
        suffix = path.with_suffix("").suffix.lower()
    try:
        stream = path.open("rb")
    except OSError as err:
        yield failed(name, f"cannot be opened: {err.strerror}")
        return
    with stream:
        yield from _read_stream(name, suffix, stream, limits)


def _read_stream(name: str, suffix: str, stream: BinaryIO, limits: Limits) -> Iterator[Result]:
    """Yield what the reader of the stream's format yields, and a receipt for what stops it half way."""
    n_read = 0
    try:
        results = _read_opened(name, suffix, stream, limits)
        while True:
            with time_limit(limits.seconds):
                result = next(results, None)
            if result is None:
                return
            n_read += 1
            yield result
    except TimeLimitError as err:
        yield failed(name, f"{err} of reading" + _so_far(n_read))
    except ReadError as err:
        yield failed(name, str(err) + _so_far(n_read))
    except EOFError:
        yield failed(name, "the packed data break off" + _so_far(n_read))
    except zlib.error:
        yield failed(name, "the packed data are damaged" + _so_far(n_read))
    except OSError as err:
        yield failed(name, f"cannot be read: {err.strerror or err}" + _so_far(n_read))


def _so_far(n_read: int) -> str:
    return f"; {n_read} records before that were read" if n_read else ""


def _read_opened(name: str, suffix: str, stream: BinaryIO, limits: Limits) -> Iterator[Result]:
    head, stream = look_ahead(stream)
    found = tell_format(head, suffix)
    if found is Format.GZIP:
        head, stream = look_ahead(unpack(stream, limits))
        found = tell_format(head, suffix)
        if found is Format.GZIP:
            raise ReadError("packed twice: unpack it first")
    yield from READERS[found](Source(name=name, stream=stream, suffix=suffix), limits=limits)
