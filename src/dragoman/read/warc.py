"""Web archive -> Documents: each page that was stored, by warcio, which is an optional dependency."""

from collections.abc import Iterator
from importlib import import_module
from typing import Final

from dragoman.errors import ReadError
from dragoman.read.decode import decode
from dragoman.read.html import read_page, web_address
from dragoman.read.limits import Limits
from dragoman.read.prose import Given
from dragoman.read.source import Result, Source, failed, skipped
from dragoman.read.text import document_of

PAGE_TYPES: Final = frozenset({"text/html", "application/xhtml+xml"})


def documents(source: Source, *, limits: Limits) -> Iterator[Result]:
    """Yield the pages of an archive (response records in HTML, conversion records in plain text).

    Requests, images, scripts and error pages are passed over.

    Raises:
        ReadError: If warcio is not installed or the archive is broken.
    """
    try:
        iterator = import_module("warcio.archiveiterator").ArchiveIterator
        broken = import_module("warcio.exceptions").ArchiveLoadFailed
    except ModuleNotFoundError as err:
        raise ReadError("reading web archives needs the package warcio: pip install warcio") from err
    n_pages = 0
    archive = iterator(source.stream)
    while True:
        try:
            record = next(archive, None)
        except broken as err:
            raise ReadError(f"the archive breaks off or is damaged after {n_pages} pages: {err}") from err
        if record is None:
            break
        kind = _content_type(record)
        if kind is None:
            continue
        n_pages += 1
        place = f"{source.name} page {n_pages}"
        url = web_address(record.rec_headers.get_header("WARC-Target-URI"))
        yield _read(record.content_stream().read(limits.page_bytes + 1), kind, url, place, limits)
    if not n_pages:
        yield skipped(source.name, "no pages in it")


def _content_type(record: object) -> str | None:
    """Return "html" or "text" for a record that is a page, else None."""
    rec_type = getattr(record, "rec_type", "")
    if rec_type == "conversion":
        return "text"
    headers = getattr(record, "http_headers", None)
    if rec_type != "response" or headers is None or headers.get_statuscode() != "200":
        return None
    media_type = (headers.get_header("Content-Type") or "").split(";")[0].strip().lower()
    return "html" if media_type in PAGE_TYPES else None


def _read(data: bytes, kind: str, url: str | None, place: str, limits: Limits) -> Result:
    if len(data) > limits.page_bytes:
        return failed(place, f"too large: a page may have {limits.page_bytes:,} bytes at most")
    try:
        return _page(data, kind, url, place, limits)
    except ReadError as err:
        return failed(place, str(err))


def _page(data: bytes, kind: str, url: str | None, place: str, limits: Limits) -> Result:
    if kind == "html":
        return read_page(data, place, url=url, limits=limits)
    text, warnings = decode(data)
    return document_of(text, Given(url=url), place, warnings, limits=limits)
