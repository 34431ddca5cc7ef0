"""Bytes to text: encodings, marks at the start, and characters that no store can keep."""

import re
from typing import Final

from dragoman.errors import ReadError

BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

UTF16_NUL_SHARE: Final = 0.3
"""Share of NULs among the bytes of one parity from which a text is taken for UTF-16 without a mark. Latin text in
UTF-16 has nearly 1, Cyrillic or Greek 0.15 to 0.2 (blanks and full stops), UTF-8 text 0."""

GARBLED_SHARE: Final = 0.1
"""Share of undecodable or control characters from which the bytes are no text; prose has 0, a text with a broken
quotation mark per sentence about 0.02."""

SAMPLE_BYTES: Final = 4096
CHARSET: Final = re.compile(
    rb"""<(?:meta\b[^<>]{0,300}?charset|\?xml\b[^<>]{0,100}?encoding)\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE
)
CONTROL: Final = re.compile(r"[\x01-\x08\x0e-\x1f\x7f\ufffd]")
UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
HIGH_RUN: Final = re.compile(rb"[\x80-\xff]{3,}")


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of the bytes and warnings for the reader of a receipt.

    UTF-8 unless a mark, or NULs at every second byte, say UTF-16 or UTF-32. Bytes that are no UTF-8 are read as
    Windows-1252 where they can be (accented letters stand alone there), else replaced by U+FFFD.

    Raises:
        ReadError: If the bytes are no text.
    """
    return _decode(data, None)


def decode_page(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of an HTML page and warnings; a charset that the page declares is honoured.

    Raises:
        ReadError: If the bytes are no text.
    """
    match = CHARSET.search(data[:SAMPLE_BYTES])
    return _decode(data, match[1].decode("ascii", "replace") if match else None)


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text without byte order mark and with NULs and lone surrogates replaced by U+FFFD, and warnings.

    No store keeps these characters; everything else stays as it came.
    """
    warnings = []
    text, n_replaced = UNSTORABLE.subn("\N{REPLACEMENT CHARACTER}", text.removeprefix("\ufeff"))
    if n_replaced:
        warnings.append(f"{n_replaced} NUL or surrogate characters replaced by U+FFFD")
    return text, tuple(warnings)


def _decode(data: bytes, declared: str | None) -> tuple[str, tuple[str, ...]]:
    text, warnings = _characters(data, declared)
    if len(text) - len(CONTROL.sub("", text)) > GARBLED_SHARE * len(text):
        raise ReadError("not a text: binary data, or an encoding other than UTF-8, UTF-16 and Windows-1252")
    text, more = clean(text)
    return text, (*warnings, *more)


def _characters(data: bytes, declared: str | None) -> tuple[str, tuple[str, ...]]:
    encoding = next((name for mark, name in BOMS if data.startswith(mark)), None) or _utf16(data)
    if encoding:
        return _strictly(data, encoding) or (
            data.decode(encoding, "replace"),
            (f"invalid {encoding.upper()} replaced",),
        )
    if found := _strictly(data, "utf-8"):
        return found
    # Pages that declare ISO-8859-1 mean Windows-1252, as all browsers read them.
    western = declared is None or declared.lower() in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "utf-8"}
    encoding = "cp1252" if western or declared is None else declared
    is_declared = declared is not None and declared.lower() != "utf-8"
    if (is_declared or not HIGH_RUN.search(data)) and (found := _strictly(data, encoding)):
        return found if is_declared else (found[0], ("not valid UTF-8: read as Windows-1252",))
    text = data.decode("utf-8", "replace")
    n_bad = text.count("\N{REPLACEMENT CHARACTER}")
    return text, (f"not valid UTF-8: {n_bad} undecodable sequences replaced by U+FFFD",)


def _strictly(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]] | None:
    try:
        return data.decode(encoding), ()
    except (UnicodeDecodeError, LookupError):
        return None


def _utf16(data: bytes) -> str | None:
    """Return the name of the UTF-16 form that the placing of NULs shows, or None."""
    sample = data[: SAMPLE_BYTES * 2]
    half = len(sample) // 2
    if half < 2 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even > UTF16_NUL_SHARE * half and odd == 0:
        return "utf-16-be"
    if odd > UTF16_NUL_SHARE * half and even == 0:
        return "utf-16-le"
    return None
