"""Head and tail of a text: which lines are no running prose, and what they say about the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dragoman.read.dateline import opens_dispatch
from dragoman.read.dates import find_date
from dragoman.read.labels import FURNITURE, Facts, read_line
from dragoman.read.lines import MAX_HEADLINE_CHARS, WORD, Line, is_capitals, is_headline, is_sentence
from dragoman.read.names import MAX_NAME_WORDS, credited, is_name, known_outlet, outlet_name

HEAD_LINES: Final = 14
"""Most lines in which the head is looked for; the longest heads seen have section, title, standfirst, byline, two
dates and four lines of furniture."""

TAIL_LINES: Final = 10
MAX_SECTION_WORDS: Final = 3
MAX_TITLE_LINES: Final = 4
STANDFIRST_REACH: Final = 3
"""Lines below a standfirst in which the byline or date must come that proves it one."""

DISPATCH_REACH: Final = 2
"""Lines that may stand above a dateline without looking like head lines: a headline with a full
stop, a standfirst."""

SAME_TITLE_SHARE: Final = 0.6
"""Share of common words from which a first line repeats the title that the container gave."""

TITLE_END: Final = re.compile(r"^(?P<title>.{8,}?)\s+[|–—-]\s+(?P<name>[^|–—-]{2,40})$", re.DOTALL)
CREDIT_END: Final = re.compile(
    r"(?<=[.!?”\"’')])\s*(?:[-–—]{1,2}\s*(?P<dash>[\w /&.]{2,40}?)|[(\[](?P<bracket>[^()\[\]]{2,60})[)\]])[.\s]*$"
)
NUMERIC_DATE: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d")
SOURCE_END: Final = re.compile(r"(?<=[.!?”\"’')])\s+(?P<line>[^\W\d_][\w /]{2,20}\s*:\s*[^:]{2,80}(?:://\S+)?)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What frames the prose.

    Attributes:
        first: Index of the first line of prose.
        last: One past the last line of prose; greater than `first`.
        end: One past the last code point of prose in the last line.
        title: The headline, or None.
        facts: What head and tail say, the surest first.
    """

    first: int
    last: int
    end: int
    title: str | None
    facts: tuple[Facts, ...]


def read_frame(lines: Sequence[Line], *, title: str | None) -> Frame:
    """Return the frame of a text.

    Args:
        lines: All lines of the text; at least one.
        title: Headline that the container gave; then only a line that repeats it is taken for one.

    Returns:
        The frame; when nothing but head lines is there, the unexplained ones (else all) are the prose.
    """
    first, headline, facts = _read_head(lines, title)
    if first == len(lines):
        kept = [i for i, line in enumerate(lines) if read_line(line.text) is None]
        first, last = (kept[0], kept[-1] + 1) if kept else (0, len(lines))
        return Frame(
            first=first, last=last, end=lines[last - 1].end, title=headline if title is None else title, facts=facts
        )
    last, tail = _read_tail(lines, first)
    end, more = _read_line_end(lines[last - 1])
    return Frame(first=first, last=last, end=end, title=title or headline, facts=(*facts, *tail, *more))


def _read_head(lines: Sequence[Line], given: str | None) -> tuple[int, str | None, tuple[Facts, ...]]:
    """Return the number of head lines, the headline found, and the facts."""
    facts: list[Facts] = []
    headline: str | None = None
    i = 0
    while i < min(len(lines), HEAD_LINES):
        words = lines[i].text
        if (found := read_line(words)) is not None:
            facts.append(found)
            headline = headline or found.title
            i += 1
        elif _is_same(words, given) if given else headline is None and _is_section(lines, i):
            i += 1
        elif given is None and headline is None and _is_headline(lines, i):
            n_lines = _n_title_lines(lines, i)
            headline, more = _split_title(" ".join(line.text for line in lines[i : i + n_lines]))
            facts.extend(more)
            i += n_lines
        elif (given or headline) and _is_standfirst(lines, i):
            i += 1
        else:
            break
    below = _dispatch_below(lines, i)
    if below > i and given is None and headline is None:
        headline = lines[i].text
    return below, headline, tuple(facts)


def _dispatch_below(lines: Sequence[Line], i: int) -> int:
    """Return the line near below that begins with a dateline, as all above it is head; else `i` itself."""
    for j in range(i, min(i + 1 + DISPATCH_REACH, len(lines))):
        if opens_dispatch(lines[j].text):
            return j
        if len(lines[j].text) > MAX_HEADLINE_CHARS:
            break
    return i


def _is_headline(lines: Sequence[Line], i: int) -> bool:
    is_above_label = i + 1 < len(lines) and read_line(lines[i + 1].text) is not None
    return is_headline(lines, i, is_above_label=is_above_label)


def _is_section(lines: Sequence[Line], i: int) -> bool:
    """Tell whether a line names the section ("World news") above the headline."""
    words = lines[i].text
    is_short = len(words.split()) <= MAX_SECTION_WORDS and is_name(words) and not is_sentence(words)
    return is_short and i + 1 < len(lines) and not is_capitals(words) and _is_headline(lines, i + 1)


def _n_title_lines(lines: Sequence[Line], i: int) -> int:
    """Return over how many lines the headline runs: one, or as many as follow without a gap in capitals."""
    n_lines = 1
    if not is_capitals(lines[i].text):
        return n_lines
    while (
        n_lines < MAX_TITLE_LINES
        and i + n_lines < len(lines)
        and not lines[i + n_lines].has_gap
        and lines[i + n_lines].text.isupper()
        and read_line(lines[i + n_lines].text) is None
    ):
        n_lines += 1
    return n_lines


def _is_standfirst(lines: Sequence[Line], i: int) -> bool:
    """Tell whether a line below the headline belongs to the head: a byline or date follows, with no prose between."""
    if len(lines[i].text) > MAX_HEADLINE_CHARS:
        return False
    for line in lines[i + 1 : i + 1 + STANDFIRST_REACH]:
        found = read_line(line.text)
        if found and (found.published or found.updated or found.author):
            return line is not lines[-1]
        if found is None and (is_sentence(line.text) or len(line.text.split()) > MAX_NAME_WORDS):
            return False
    return False


def _is_same(words: str, title: str) -> bool:
    """Tell whether a line repeats the title, perhaps a little shorter or longer."""
    a, b = (WORD.findall(x.casefold()) for x in (words, title))
    if not a or not b or len(a) > 3 * len(b):
        return False
    return len(set(a) & set(b)) >= SAME_TITLE_SHARE * len(set(a) | set(b))


def _split_title(words: str) -> tuple[str, tuple[Facts, ...]]:
    """Return the headline without the date and outlet that may follow it on its line, and those as facts."""
    facts: list[Facts] = []
    day = find_date(words)
    if day and not words[day.end :].strip(FURNITURE) and len(words[: day.start].split()) >= 2:
        before = words[: day.start].rstrip()
        if before[-1] in "([|–—-" or words.isupper() or NUMERIC_DATE.match(words, day.start):
            facts.append(Facts(published=day))
            words = before.rstrip(" ([|–—-,")
    if (match := TITLE_END.match(words)) and (known := known_outlet(match["name"])):
        facts.append(Facts(outlet=known))
        words = match["title"]
    elif facts and (match := TITLE_END.match(words)) and (name := outlet_name(match["name"], weakly=True)):
        facts.append(Facts(outlet=name))
        words = match["title"]
    return " ".join(words.split()), tuple(facts)


def _read_tail(lines: Sequence[Line], first: int) -> tuple[int, tuple[Facts, ...]]:
    """Return one past the last line of prose and the facts of the credit lines below it."""
    facts: list[Facts] = []
    last = len(lines)
    while last - 1 > first and len(lines) - last < TAIL_LINES:
        found = read_line(lines[last - 1].text)
        if found is None:
            break
        facts.append(found)
        last -= 1
    # A date alone below the prose ends a list of dates more often than it dates the text.
    if not any(f.outlet or f.author or f.credit or f.url for f in facts):
        n_kept = next((n for n, line in enumerate(reversed(lines[last:])) if _is_bare_date(line.text)), len(facts))
        last, facts = len(lines) - n_kept, facts[:n_kept]
    return last, tuple(reversed(facts))


def _is_bare_date(words: str) -> bool:
    day = find_date(words)
    return day is not None and not (words[: day.start] + words[day.end :]).strip(FURNITURE)


def _read_line_end(line: Line) -> tuple[int, tuple[Facts, ...]]:
    """Return where the prose of the last line ends, and the facts of a credit that stands behind it."""
    words = line.text[-200:]
    offset = line.end - len(words)
    if (match := SOURCE_END.search(words)) and (found := read_line(match["line"])) and (found.outlet or found.credit):
        return offset + len(words[: match.start()].rstrip()), (found,)
    if match := CREDIT_END.search(words):
        inner = match["dash"] or match["bracket"]
        names = credited(inner)
        found = Facts(credit=names) if names else read_line(match[0].strip(" -–—()[]."))
        if found and match.start() > 0:
            return offset + len(words[: match.start()].rstrip()), (found,)
    return line.end, ()
