"""Quotations: which stretches of a text are somebody's words, and whose.

Marks may be straight, curly, single or lost. A quotation without marks is taken from a colon after a reporting verb to
the end of the paragraph.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from dragoman.model import Span

OPENING = '“„«"'
CLOSING = '”“»"'
PAIR = re.compile(r"''[^\n]{2,2000}?''|[“„«\"][^“”„«»\"\n]{2,2000}[”“»\"]|‘[^‘’\n]{12,2000}’(?!\w)")
"""A quotation inside one paragraph; 2,000 characters bound what an unpaired mark can swallow."""
RUNON = re.compile(r"(?m)^[ \t]*[“\"][^”\"\n]{2,2000}$")
"""A paragraph that opens a quotation and leaves it open, as newspapers do when the next paragraph goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotes:
    """The quoted stretches of a text, in order and without overlap."""

    spans: tuple[Span, ...]
    starts: tuple[int, ...]

    def around(self, offset: int) -> Span | None:
        """Return the quotation in which an offset lies, or None."""
        k = bisect_right(self.starts, offset) - 1
        if k >= 0 and self.spans[k].end > offset:
            return self.spans[k]
        return None


def find_quotes(text: str) -> Quotes:
    """Return the stretches of the text between quotation marks; linear in the length of the text."""
    found = [Span(m.start(), m.end()) for m in PAIR.finditer(text)]
    taken = [s.start for s in found]
    for m in RUNON.finditer(text):
        k = bisect_right(taken, m.start())
        if not any(s.start < m.end() and m.start() < s.end for s in found[max(0, k - 1) : k + 1]):
            found.append(Span(m.start(), m.end()))
    spans = tuple(sorted(found))
    return Quotes(spans=spans, starts=tuple(s.start for s in spans))
