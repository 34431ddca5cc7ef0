"""The lines of a text, and what tells a headline from a sentence and a wrapped paragraph from a list of paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dragoman.model import Span

MAX_HEADLINE_WORDS: Final = 32
MAX_HEADLINE_CHARS: Final = 300
MIN_CAPITALS: Final = 8
"""Fewest letters of a headline in capitals; "UK" alone on a line is a section mark, not a headline."""

MIN_WRAPPED_CHARS: Final = 40
MAX_WRAPPED_CHARS: Final = 130
"""How long the longest line of a paragraph is that was broken by line ends: narrow columns break at 40, mail at 72,
PDF pages at up to 130."""

FULL_SHARE: Final = 0.7
"""Share of the longest line that a line broken in mid-sentence has at least; a long word moves to the next line."""

WRAP_REACH: Final = 8
"""Lines by which a first line is judged to be the beginning of a wrapped paragraph and no headline."""

PROSE_WITHIN: Final = 40
"""Lines below a headline in which a sentence must come."""

MAX_SPAN_CHARS: Final = 50_000
"""Longest body span; a longer paragraph is cut after a sentence, so that later stages need bounded memory."""

END_CHARS: Final = 40
"""Code points at the end of a line that tell how it ends."""

SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)")
FINISHED: Final = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
ABBREVIATED: Final = re.compile(r"(?:\b[A-Z]\.){2,}$|\b(?:Jr|Sr|Inc|Co|Ltd|St|No)\.$|\.\.\.$|…$")
TITLE_WORD: Final = re.compile(r"[^\W_][\w'’.-]*")
TITLE_SMALL_WORDS: Final = frozenset(
    "a an the and or but nor of in on at to for by as up off per with from over into after "  # noqa: SIM905 (words)
    "amid vs via".split()
)
WORD: Final = re.compile(r"[^\W_]+")


LINE_ENDS: Final = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""What `str.splitlines` takes for the end of a line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its white space at both ends.

    Attributes:
        start: First code point in the text.
        end: One past the last.
        text: The words.
        has_gap: Whether an empty line stands before it.
    """

    start: int
    end: int
    text: str
    has_gap: bool


def split_lines(text: str) -> list[Line]:
    """Return the lines that hold a letter or digit, in order; rules and empty lines count as gaps."""
    lines: list[Line] = []
    offset, has_gap = 0, False
    for raw in text.splitlines(keepends=True):
        bare = raw.strip()
        if WORD.search(bare):
            start = offset + len(raw) - len(raw.lstrip())
            lines.append(Line(start, start + len(bare), bare, has_gap))
            has_gap = False
        else:
            has_gap = True
        offset += len(raw)
    return lines


def is_sentence(words: str) -> bool:
    """Tell whether a line ends as sentences do; abbreviations with stops ("U.S.") end headlines too."""
    end = words[-END_CHARS:]
    return FINISHED.search(end) is not None and ABBREVIATED.search(end) is None


def is_capitals(words: str) -> bool:
    """Tell whether a line is a headline in capitals."""
    return words.isupper() and sum(map(str.isalpha, words)) >= MIN_CAPITALS and len(words.split()) >= 2


def is_title_case(words: str) -> bool:
    """Tell whether every word but the small ones begins with a capital or digit, in five words or more."""
    parts = TITLE_WORD.findall(words)
    return len(parts) >= 5 and all(not p[0].islower() or p in TITLE_SMALL_WORDS for p in parts)


def is_headline(lines: Sequence[Line], i: int, *, is_above_label: bool) -> bool:
    """Tell whether line `i` reads as a headline above what follows.

    It has two words or more, ends unlike a sentence (a question may be one), and the next line does not carry it
    on, which a head line never does (`is_above_label`); prose comes later. In capitals it is a headline whatever
    its end, in title case with a full stop if it stands apart.
    """
    words = lines[i].text
    n_words = len(words.split())
    if not 2 <= n_words <= MAX_HEADLINE_WORDS or len(words) > MAX_HEADLINE_CHARS or i + 1 >= len(lines):
        return False
    if is_capitals(words):
        return True
    following = lines[i + 1]
    if is_sentence(words) and not words.endswith("?"):
        return (following.has_gap or is_above_label) and words[-1] == "." and is_title_case(words)
    if (
        not is_above_label
        and not following.has_gap
        and (following.text[0].islower() or is_wrapped(lines[i : i + WRAP_REACH]))
    ):
        return False
    starts_well = words[0].isupper() or words[0].isdigit() or words[0] in "\"'“‘«"
    return starts_well and any(is_sentence(line.text) for line in lines[i + 1 : i + 1 + PROSE_WITHIN])


def is_wrapped(block: Sequence[Line]) -> bool:
    """Tell whether the lines, up to the first gap, are prose broken by line ends rather than a paragraph each.

    Half of them or more end in mid-sentence, and most of those are about as long as the longest.
    """
    block = block[: next((i for i in range(1, len(block)) if block[i].has_gap), len(block))]
    longest = max(len(line.text) for line in block)
    if not MIN_WRAPPED_CHARS <= longest <= MAX_WRAPPED_CHARS:
        return False
    broken = [line for line in block[:-1] if _is_broken(line)]
    n_full = sum(len(line.text) >= FULL_SHARE * longest for line in broken)
    return bool(broken) and 2 * len(broken) >= len(block) - 1 and n_full >= FULL_SHARE * len(broken)


def _is_broken(line: Line) -> bool:
    return not is_sentence(line.text) or line.text[-1] in ",;:"


def paragraphs(lines: Sequence[Line], end: int, text: str) -> list[Span]:
    """Return the paragraphs that the lines make.

    Args:
        lines: One line or more.
        end: Where the prose of the last line ends; a credit behind it is left out.
        text: The text that the lines point into.

    Returns:
        Spans in text order. Every line is a paragraph, unless a block between two gaps was broken by line ends:
        then one ends with each short line that ends a sentence. None is longer than MAX_SPAN_CHARS: a longer one is
        cut after a sentence, or between words.
    """
    spans: list[Span] = []
    first = 0
    for i in range(1, len(lines) + 1):
        if i < len(lines) and not lines[i].has_gap:
            continue
        for start, stop in _paragraphs_of(lines[first:i]):
            spans.extend(_cut(start, min(stop, end), text))
        first = i
    return spans


def _paragraphs_of(block: Sequence[Line]) -> list[tuple[int, int]]:
    """Return start and end of the paragraphs of a block between two gaps."""
    if not is_wrapped(block):
        return [(line.start, line.end) for line in block]
    longest = max(len(line.text) for line in block)
    found = []
    start = block[0].start
    for line, following in zip(block, [*block[1:], None], strict=True):
        if following is None or (not _is_broken(line) and len(line.text) < FULL_SHARE * longest):
            found.append((start, line.end))
            start = following.start if following else line.end
    return found


def _cut(start: int, end: int, text: str) -> list[Span]:
    spans = []
    while end - start > MAX_SPAN_CHARS:
        limit = start + MAX_SPAN_CHARS
        stops = [m.end() for m in SENTENCE_END.finditer(text, start, limit)]
        at = stops[-1] if stops else text.rfind(" ", start + 1, limit)
        at = at if at > start else limit
        spans.append(Span(start, at))
        start = next((i for i in range(at, end) if not text[i].isspace()), end)
    if end > start:
        spans.append(Span(start, end))
    return spans
