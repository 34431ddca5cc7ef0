"""Plain text -> Document."""

from collections.abc import Iterator
from datetime import date

from dragoman.errors import ReadError
from dragoman.model import Document
from dragoman.read.decode import decode
from dragoman.read.limits import DEFAULT_LIMITS, Limits
from dragoman.read.prose import NO_WORDS, Given, make_document
from dragoman.read.source import Result, Source, read_whole, skipped, success


def read_text(
    text: str, *, published: date | None = None, outlet: str | None = None, title: str | None = None
) -> Document:
    """Return the document of a text.

    Args:
        text: The article; head lines, dateline and credit lines are found and left out of the body.
        published: Day of publication; None to take what the text says, if it does.
        outlet: Who published it; None likewise.
        title: The headline; None likewise.

    Raises:
        ReadError: If the text holds no letter or digit, or is larger than the limit for plain text.

    Example:
        >>> doc = read_text("OSLO, May 4 (AFP) - Norway and Oman signed an accord on Monday.")
        >>> doc.dateline.of(doc.text), doc.credit, doc.published
        ('OSLO, May 4 (AFP) -', ('AFP',), None)
    """
    if len(text) > DEFAULT_LIMITS.text_bytes:
        raise ReadError(f"text of {len(text):,} characters: expected {DEFAULT_LIMITS.text_bytes:,} at most")
    given = Given(title=title, published=published, outlet=outlet)
    return make_document(text, given, limits=DEFAULT_LIMITS)[0]


def documents(source: Source, *, limits: Limits) -> Iterator[Result]:
    """Yield the one document of a plain text; an empty one is skipped.

    Raises:
        ReadError: If the bytes are too many or no text.
    """
    data = read_whole(source.stream, limits.text_bytes, "a plain text")
    if not data.strip():
        yield skipped(source.name, NO_WORDS)
        return
    text, warnings = decode(data)
    yield document_of(text, Given(), source.name, warnings, limits=limits)


def document_of(text: str, given: Given, name: str, warnings: tuple[str, ...], *, limits: Limits) -> Result:
    """Return the document of a decoded text with its receipt; "skipped" if no word is in it."""
    if not any(map(str.isalnum, text)):
        return skipped(name, NO_WORDS)
    document, more = make_document(text, given, limits=limits)
    return success(document, name, (*warnings, *more))
