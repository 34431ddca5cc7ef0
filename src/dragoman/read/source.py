"""What the readers of all formats share: an open input, and the receipts they give."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, Protocol

from dragoman.errors import ReadError
from dragoman.model import Document, Receipt, Stage
from dragoman.read.limits import Limits

Result = tuple[Document | None, Receipt]

SHOWN_CHARS: Final = 60
"""Longest piece of a foreign value that a message repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An open input.

    Attributes:
        name: What receipts call it: the path as it was given, or "standard input".
        stream: Its bytes, already unpacked.
        suffix: Last suffix of the name in lower case (".json"), that of the packed file left out; "" if none.
    """

    name: str
    stream: BinaryIO
    suffix: str = ""


class Reader(Protocol):
    """The entry function that the module of every format has."""

    def __call__(self, source: Source, *, limits: Limits) -> Iterator[Result]:
        """Yield the documents of the source, each with its receipt; raise ReadError where reading must end."""


def read_whole(stream: BinaryIO, limit: int, what: str) -> bytes:
    """Return all bytes of a stream.

    Args:
        stream: Read to its end, or to one byte beyond the limit.
        limit: Most bytes to take.
        what: Name of the kind of input for the message ("plain text").

    Raises:
        ReadError: If the stream is longer.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise ReadError(f"too large: {what} may have {limit:,} bytes at most")
    return data


def shown(value: str, chars: int = SHOWN_CHARS) -> str:
    """Return the value fit for one line of a message: cut, with characters that do not print replaced."""
    cut = value if len(value) <= chars else value[: chars - 1] + "…"
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in cut)


def success(document: Document, source: str, warnings: tuple[str, ...] = ()) -> Result:
    """Return the document with a receipt: "ok", or "warning" with what to know about it."""
    return document, Receipt(
        doc_id=document.doc_id,
        source=source,
        stage=Stage.READ,
        outcome="warning" if warnings else "ok",
        detail="; ".join(warnings),
    )


def skipped(source: str, reason: str) -> Result:
    """Return a receipt for an input that holds nothing to read."""
    return None, Receipt(doc_id=source, source=source, stage=Stage.READ, outcome="skipped", detail=reason)


def failed(source: str, reason: str) -> Result:
    """Return a receipt for an input that could not be read."""
    return None, Receipt(doc_id=source, source=source, stage=Stage.READ, outcome="failed", detail=reason)
