"""Which format an input has: by its first bytes, and by its suffix only where they leave it open."""

import re
from enum import StrEnum
from typing import Final

from dragoman.errors import ReadError


class Format(StrEnum):
    """The formats that have a reader."""

    TEXT = "text"
    HTML = "html"
    RECORDS = "records"
    PDF = "pdf"
    WARC = "warc"
    GZIP = "gzip"


SUFFIXES: Final = {
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".json": Format.RECORDS,
    ".jsonl": Format.RECORDS,
    ".ndjson": Format.RECORDS,
    ".pdf": Format.PDF,
    ".warc": Format.WARC,
    ".gz": Format.GZIP,
}
"""Suffixes of files that are read in a folder."""

MAGIC: Final = (
    (b"%PDF-", Format.PDF),
    (b"WARC/", Format.WARC),
    (b"\x1f\x8b", Format.GZIP),
)
UNSUPPORTED: Final = (
    (b"PK\x03\x04", "a zip archive or office file"),
    (b"PK\x05\x06", "a zip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a zstandard file"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
)
UNSUPPORTED_SUFFIXES: Final = frozenset(
    ".csv .tsv .xml .rss .atom .eml .mbox .mhtml .doc .docx .odt .rtf .epub .xls .xlsx".split()  # noqa: SIM905 (words)
)
"""Suffixes whose content would pass for plain text but is none."""

PAGE: Final = re.compile(
    rb"\s*(?:<\?xml[^<>]*\?>\s*)?(?>(?:<!--(?>.*?-->)\s*)*)<(?:!doctype\s+html|html|head|body|title|meta|article|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)
FEED: Final = re.compile(rb"<(?:rss|feed|rdf:rdf)\b|<!doctype\s+rss", re.IGNORECASE)
MARKUP: Final = re.compile(rb"<[a-z!/]", re.IGNORECASE)
OBJECT: Final = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[\{\]])")


def tell_format(head: bytes, suffix: str) -> Format:
    """Return the format of an input.

    Args:
        head: Its first bytes.
        suffix: Suffix of its name in lower case, or "".

    Raises:
        ReadError: If it is of a kind that has no reader; the message names the kind.
    """
    for mark, kind in UNSUPPORTED:
        if head.startswith(mark):
            raise ReadError(f"{kind} is not a supported input")
    for mark, found in MAGIC:
        if head.startswith(mark):
            return found
    head = head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if PAGE.match(head):
        return Format.HTML
    if head.lstrip()[:1] == b"<" and FEED.search(head):
        raise ReadError("an RSS or Atom feed is not a supported input: follow it with dragoman watch")
    if head.lstrip()[:5].lower() == b"<?xml":
        raise ReadError("an XML file is not a supported input")
    if suffix in UNSUPPORTED_SUFFIXES:
        raise ReadError(f"a {suffix} file is not a supported input")
    if OBJECT.match(head):
        return Format.RECORDS
    claimed = SUFFIXES.get(suffix, Format.TEXT)
    if claimed is Format.RECORDS or (claimed is Format.HTML and MARKUP.search(head)):
        return claimed
    return Format.TEXT
