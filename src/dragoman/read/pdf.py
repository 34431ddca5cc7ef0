"""PDF -> Document: the text layer by pypdfium2, which is an optional dependency."""

import re
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Final

from dragoman.errors import ReadError
from dragoman.read.limits import Limits
from dragoman.read.prose import Given
from dragoman.read.source import Result, Source, read_whole
from dragoman.read.text import document_of

PAGE_HYPHEN: Final = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
LINE_HYPHEN: Final = "\x02"
"""What PDFium puts for a hyphen at the end of a line, whose two halves it joins."""


def documents(source: Source, *, limits: Limits) -> Iterator[Result]:
    """Yield the one document of a PDF file.

    Raises:
        ReadError: If pypdfium2 is not installed, or the file is too large, broken, locked or without a text layer.
    """
    pdfium = _pdfium()
    data = read_whole(source.stream, limits.pdf_bytes, "a PDF file")
    try:
        text = _text(pdfium, data, limits)
    except pdfium.PdfiumError as err:
        raise ReadError(f"the PDF cannot be opened: {err}") from err
    if not any(map(str.isalnum, text)):
        raise ReadError("the PDF has no text layer: pages that were scanned need text recognition first")
    yield document_of(text, Given(), source.name, (), limits=limits)


def _pdfium() -> ModuleType:
    try:
        return import_module("pypdfium2")
    except ModuleNotFoundError as err:
        raise ReadError("reading PDF needs the package pypdfium2: pip install pypdfium2") from err


def _text(pdfium: ModuleType, data: bytes, limits: Limits) -> str:
    """Return the text of all pages, words joined that a line or page end had cut."""
    pages = []
    n_chars = 0
    with pdfium.PdfDocument(data) as document:
        if len(document) > limits.pdf_pages:
            raise ReadError(f"too long: {len(document):,} pages, expected {limits.pdf_pages:,} at most")
        for page in document:
            words: str = page.get_textpage().get_text_bounded()
            pages.append(words.replace(LINE_HYPHEN, "").replace("\r\n", "\n").strip())
            n_chars += len(words)
            if n_chars > limits.text_bytes:
                raise ReadError(f"too large: the text of a PDF may have {limits.text_bytes:,} characters at most")
    return PAGE_HYPHEN.sub("", "\n".join(pages))
