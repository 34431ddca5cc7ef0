"""Cuts a document's body into paragraphs that can be parsed alone."""

import re
from collections.abc import Iterator

from dragoman.model import Document, Span

MAX_PARAGRAPH = 4_000
"""Code points; longer stretches without a line break are cut at the end of a sentence, else at a blank. The longest
paragraph of 924 newspaper articles has 2,573; the bound keeps the model's memory flat on files that are one line."""
MIN_WRAPPED_LINES = 4
MAX_WRAPPED_WIDTH = 100
MIN_WRAPPED_WIDTH = 45
"""A text whose lines all end before column 100, and half of them after column 45, was broken to fit a page."""

_LINE = re.compile(r"[^\n\r]*[^\s][^\n\r]*")
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s")
_ENDERS = frozenset('.!?:;"”’»)…')


def paragraphs(document: Document) -> Iterator[Span]:
    """Yield the paragraphs of a document's body in order; none when there are no words in it.

    A line break ends a paragraph, save where the sentence plainly goes on (the next line begins in lower case), and in
    texts whose lines were broken to fit a page.
    """
    lines = [
        _stripped(document.text, m.start(), m.end(), span) for span in document.body for m in _lines(document, span)
    ]
    wrapped = _is_wrapped(document.text, [line for line, _ in lines])
    widest = max((line.end - line.start for line, _ in lines), default=0)
    pending: Span | None = None
    body: Span | None = None
    for line, span in lines:
        if pending is not None and span is body and _goes_on(document.text, pending, line, widest if wrapped else 0):
            pending = Span(pending.start, line.end)
            continue
        if pending is not None:
            yield from _cut(document.text, pending)
        pending, body = line, span
    if pending is not None:
        yield from _cut(document.text, pending)


def _lines(document: Document, span: Span) -> Iterator[re.Match[str]]:
    return _LINE.finditer(document.text, span.start, span.end)


def _stripped(text: str, start: int, end: int, span: Span) -> tuple[Span, Span]:
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return Span(start, end), span


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Tell whether the lines were broken to fit a page."""
    if len(lines) < MIN_WRAPPED_LINES:
        return False
    widths = sorted(line.end - line.start for line in lines)
    if widths[-1] > MAX_WRAPPED_WIDTH or widths[len(widths) // 2] < MIN_WRAPPED_WIDTH:
        return False
    open_ends = sum(text[line.end - 1] not in _ENDERS for line in lines)
    return open_ends * 2 > len(lines)


def _goes_on(text: str, before: Span, line: Span, widest: int) -> bool:
    """Tell whether a line carries on the sentence of the lines before it; `widest` is 0 for texts not wrapped."""
    breaks = text.count("\n", before.end, line.start)
    if text[before.end - 1] not in _ENDERS and text[line.start].islower():
        return True
    last = text.rfind("\n", before.start, before.end) + 1
    return breaks == 1 and widest > 0 and before.end - max(last, before.start) > widest // 2


def _cut(text: str, span: Span) -> Iterator[Span]:
    """Yield the span in pieces that the model can take."""
    start = span.start
    while span.end - start > MAX_PARAGRAPH:
        window = start + MAX_PARAGRAPH
        ends = [m.end() for m in _SENTENCE_END.finditer(text, start + MAX_PARAGRAPH // 2, window)]
        at = ends[-1] if ends else text.rfind(" ", start + 1, window) + 1
        at = at if at > start else window
        yield Span(start, at)
        start = at
    yield Span(start, span.end)
