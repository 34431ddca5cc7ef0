"""A text and what its container said about it -> Document.

Takes decoded text, gives the Document with title, day, outlet, dateline, credits and body, and warnings for the
receipt. What the container says (a JSON field, a page's metadata) goes before what the text says; nothing is given
that neither of them holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dragoman.errors import ReadError
from dragoman.model import Document, Span
from dragoman.read.dateline import Dateline, find_dateline, line_dateline
from dragoman.read.decode import clean
from dragoman.read.head import Frame, read_frame
from dragoman.read.language import Reading, read_language
from dragoman.read.limits import Limits
from dragoman.read.lines import LINE_ENDS, paragraphs, split_lines
from dragoman.read.names import is_agency

NO_WORDS: Final = "no words in it"
"""Why an empty input is passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the container of a text says about it; every field may be missing."""

    given_id: str | None = None
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    author: str | None = None


def make_document(text: str, given: Given, *, limits: Limits) -> tuple[Document, tuple[str, ...]]:
    """Return the document of a text and the warnings that its reader should see.

    Args:
        text: As it came; NULs and lone surrogates are replaced by U+FFFD and a byte order mark is dropped.
        given: What the container says.
        limits: Bounds; `text_lines` and `title_chars` are used here.

    Raises:
        ReadError: If no letter or digit is in the text, or it has too many lines.
    """
    text, cleaning = clean(text)
    if (n_lines := sum(map(text.count, LINE_ENDS))) > limits.text_lines:
        raise ReadError(f"too many lines: {n_lines:,}, expected {limits.text_lines:,} at most")
    lines = split_lines(text)
    if not lines:
        raise ReadError(NO_WORDS)
    frame = read_frame(lines, title=given.title)
    prose = paragraphs(lines[frame.first : frame.last], frame.end, text)
    dateline = find_dateline(text, prose)
    if dateline:
        prose = _without(prose, dateline.span, text)
    elif frame.first:
        above = lines[frame.first - 1]
        dateline = line_dateline(above.text, above.start)
    published, dating = _published(given, frame, dateline)
    reading = read_language(text, prose)
    title, cutting = _title(given.title or frame.title, limits)
    document = Document(
        doc_id="",
        text=text,
        given_id=given.given_id,
        title=title,
        published=published,
        outlet=given.outlet or _outlet(frame, dateline),
        url=given.url or next((f.url for f in frame.facts if f.url), None),
        author=given.author or next((f.author for f in frame.facts if f.author), None),
        language=reading.language,
        dateline=dateline.span if dateline else None,
        body=reading.body,
        credit=_credit(frame, dateline),
    )
    doc_id = Document.key(text, document.outlet, document.published, document.url)
    return replace(document, doc_id=doc_id), (*cleaning, *dating, *cutting, *_language_warnings(reading))


def _without(prose: Sequence[Span], dateline: Span, text: str) -> list[Span]:
    """Return the prose without the dateline at its start; something else always follows a dateline."""
    first = prose[0]
    start = next((i for i in range(dateline.end, first.end) if not text[i].isspace()), first.end)
    return [*([Span(start, first.end)] if start < first.end else []), *prose[1:]]


def _published(given: Given, frame: Frame, dateline: Dateline | None) -> tuple[date | None, tuple[str, ...]]:
    """Return the day of publication and what is doubtful about it.

    The container's day goes first, then a day that head or tail give for the publication, then that of the last
    change, then that of the dateline.
    """
    if given.published:
        return given.published, ()
    found = [f.published for f in frame.facts if f.published] + [f.updated for f in frame.facts if f.updated]
    days = [f.day for f in found if f.day]
    published = [f.published.day for f in frame.facts if f.published and f.published.day]
    if len(set(published)) > 1:
        return days[0], (f"head and tail give {' and '.join(map(str, dict.fromkeys(published)))}: took the first",)
    if days:
        return days[0], ()
    if dateline and dateline.published:
        return dateline.published, ()
    return None, tuple(dict.fromkeys(f"{f.problem}; publication day left unknown" for f in found))


def _outlet(frame: Frame, dateline: Dateline | None) -> str | None:
    """Return who published the text: who head or tail name, else the one agency of the dateline."""
    named = [f.outlet for f in frame.facts if f.outlet]
    publishers = [n for n in named if not is_agency(n)]
    if named:
        return (publishers or named)[0]
    return dateline.credit[0] if dateline and len(dateline.credit) == 1 else None


def _credit(frame: Frame, dateline: Dateline | None) -> tuple[str, ...]:
    names = [*(dateline.credit if dateline else ()), *(name for f in frame.facts for name in f.credit)]
    return tuple(dict.fromkeys(names))


def _title(title: str | None, limits: Limits) -> tuple[str | None, tuple[str, ...]]:
    """Return the title, cut if it is too long, and a warning that says so."""
    if title is None or len(title) <= limits.title_chars:
        return title or None, ()
    return title[: limits.title_chars - 1] + "…", (f"title of {len(title):,} characters cut to {limits.title_chars}",)


def _language_warnings(reading: Reading) -> tuple[str, ...]:
    if reading.language != "en":
        return (f'language "{reading.language}" is not supported: nothing will be coded',)
    if reading.left_out:
        return (f"parts in {', '.join(reading.left_out)} are left out: only English is read",)
    return ()
