"""How much one input may hold."""

from dataclasses import dataclass
from typing import Final

DOCUMENT_SECONDS: Final = 120
"""Longest time for one document, of the processor, in reading and again in coding: three times what the longest text
that is coded takes, 400,000 characters in 40 s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on an input; what lies beyond fails with a message, nothing is cut silently.

    Attributes:
        text_bytes: Largest plain text.
        text_lines: Most lines of one text; 20 MB of prose have 300,000, a list of words more than memory is for.
        page_bytes: Largest HTML page; extraction takes about a second a megabyte and grows faster than the page
            (measured: 5 MB in 6 s and 200 MB of memory, 20 MB in 73 s and 700 MB).
        feed_bytes: Largest RSS or Atom feed; those of news have 20 to 500 kB.
        pdf_bytes: Largest PDF file.
        pdf_pages: Most pages of one PDF file.
        json_bytes: Largest JSON file that has to be held whole (an array, or one object over many lines).
        line_bytes: Longest line of JSON lines, and so the largest record.
        title_chars: Longest title, in code points; a longer one is cut, with a warning.
        expansion: How many times larger than its file a compressed stream may unpack, once it is beyond
            `text_bytes`; prose packs 3 to 5 times, repeated records up to 100 times, a bomb 1,000 times.
        seconds: Longest time to read one document, of the processor (the largest page takes 6, see `page_bytes`).
    """

    text_bytes: int = 20_000_000
    text_lines: int = 500_000
    page_bytes: int = 5_000_000
    feed_bytes: int = 5_000_000
    pdf_bytes: int = 50_000_000
    pdf_pages: int = 2_000
    json_bytes: int = 200_000_000
    line_bytes: int = 20_000_000
    title_chars: int = 300
    expansion: int = 300
    seconds: float = DOCUMENT_SECONDS


DEFAULT_LIMITS: Final = Limits()
