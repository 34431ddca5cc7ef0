"""What one line at the head or tail of a news text says about the text: date, outlet, author, title, credit.

Takes a line, gives its facts, or None for a line of running prose or a headline. A line counts only if all of it is
explained, so that a sentence which happens to begin with "Source" or hold a date stays in the body.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Final

from dragoman.lexicon.outlets import LabelKind, load_labels
from dragoman.read.dates import FoundDate, find_date, is_time
from dragoman.read.names import (
    URL,
    credited,
    is_agency,
    is_name,
    known_outlet,
    outlet_name,
    read_byline,
    read_source,
)

MAX_LINE_CHARS: Final = 300
"""Longest line that can be a head or credit line."""

MAX_CREDIT_WORDS: Final = 45
MAX_NOISE_WORDS: Final = 16
MAX_LOOSE_WORDS: Final = 4
"""Most words beside a date that need no explanation if they are a name: a town, an author, a section."""

PARTS: Final = re.compile(r"\s*[|•·]\s*|\t+|\s{3,}")
FURNITURE: Final = " \t,;:.-–—()[]|•·*_"
PUNCTUATION_END: Final = re.compile(r"[.!?…][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a head or tail line says; every field may be missing.

    Attributes:
        title: Headline.
        author: Byline.
        outlet: Who published the text.
        url: Address of the text.
        credit: Agencies and persons credited.
        published: Day of publication.
        updated: Day of the last change.
    """

    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    url: str | None = None
    credit: tuple[str, ...] = ()
    published: FoundDate | None = None
    updated: FoundDate | None = None

    def __or__(self, other: "Facts") -> "Facts":
        """Return these facts with what is missing taken from the other."""
        return Facts(**{f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(self)})


def read_line(line: str) -> Facts | None:
    """Return the facts of a head or tail line; Facts() for mere furniture; None for prose and headlines."""
    line = line.strip()
    if not line or len(line) > MAX_LINE_CHARS:
        return None
    parts = [p for p in PARTS.split(line) if p]
    if len(parts) > 1:
        return _merged(parts)
    return _read_part(line)


def _merged(parts: list[str]) -> Facts | None:
    """Return the facts of a line of several parts if all are explained, or one is and the rest are short names."""
    read = [_read_part(p) for p in parts]
    loose = [p for p, facts in zip(parts, read, strict=True) if facts is None]
    sure = [facts for facts in read if facts]
    if not sure or (loose and not any(f.published or f.updated or f.author for f in sure)):
        return None
    if any(len(p.split()) > MAX_LOOSE_WORDS or not is_name(p) for p in loose):
        return None
    merged = Facts()
    for facts in sure:
        merged |= facts
    return merged


def _read_part(part: str) -> Facts | None:
    for read in (_read_label, _read_opening, _read_dated, _read_author, _read_outlet):
        if (facts := read(part)) is not None:
            return facts
    return Facts() if is_time(part) else None


@cache
def _label_pattern() -> re.Pattern[str]:
    """Return the pattern of "label:" or "label/label:" and what follows."""
    kinds = set(LabelKind) - {LabelKind.CREDIT, LabelKind.COPYRIGHT, LabelKind.NOISE}
    words = "|".join(re.escape(w.words) for w in load_labels() if w.kind in kinds)
    return re.compile(
        rf"[(\[]?(?P<label>{words})(?:\s*/\s*(?:{words}))*\s*[:：]\s*(?P<value>\S.*?)[)\]]?", re.IGNORECASE
    )


@cache
def _kinds() -> Mapping[str, LabelKind]:
    return {_folded(label.words): label.kind for label in load_labels()}


def _folded(words: str) -> str:
    """Return the words without case; the pattern takes the Turkish dotless and dotted i for i, so this does too."""
    return words.replace("İ", "i").replace("ı", "i").casefold()


def _read_label(part: str) -> Facts | None:
    """Return the facts of "Label: value"."""
    match = _label_pattern().fullmatch(part)
    if match is None:
        return None
    kind, value = _kinds()[_folded(match["label"])], match["value"].strip()
    if kind in {LabelKind.PUBLISHED, LabelKind.UPDATED}:
        return _dated(value, kind)
    if kind is LabelKind.SOURCE:
        return _sourced(value)
    if kind is LabelKind.TITLE:
        return Facts(title=value)
    if kind is LabelKind.URL:
        return Facts(url=value) if URL.fullmatch(value) else None
    if not is_name(value):
        return None
    return Facts(author=value) if kind is LabelKind.AUTHOR else Facts(outlet=known_outlet(value) or value)


def _sourced(value: str) -> Facts | None:
    """Return the facts of what follows "Source:": names, an address, a date in brackets."""
    day = find_date(value)
    rest = (value[: day.start] + value[day.end :]) if day else value
    found = read_source(rest.strip().strip(FURNITURE.replace(".", "")))
    if found is None:
        return Facts(published=day) if day and not rest.strip(FURNITURE) else None
    outlet, names, url = found
    return Facts(outlet=outlet, credit=names, url=url, published=day)


@cache
def _credit_words() -> re.Pattern[str]:
    """Return the pattern of the words that go with credits ("reporting by", "contributed to this report")."""
    words = sorted((w.words for w in load_labels() if w.kind is LabelKind.CREDIT), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def _read_opening(part: str) -> Facts | None:
    """Return the facts of credits, copyright lines and furniture, which are told by fixed words."""
    bare = part.strip(" ()[]–—-*.")
    n_words = len(bare.split())
    if n_words <= MAX_CREDIT_WORDS and (match := _credit_words().search(bare)):
        rest = _credit_words().sub(" ", bare).strip(" ,;")
        is_in_place = match.start() == 0 or match[0].lower().startswith(("contributed", "with"))
        if is_in_place and (not rest or is_name(rest)):
            return Facts(credit=credited(rest or match[0]))
    for label in load_labels():
        if label.kind is LabelKind.COPYRIGHT and n_words <= MAX_CREDIT_WORDS and _is_copyright(part, label.words):
            return Facts()
        if label.kind is LabelKind.NOISE and n_words <= MAX_NOISE_WORDS and _is_noise(bare, part, label.words):
            return Facts()
    return None


def _is_copyright(part: str, words: str) -> bool:
    folded = part.casefold()
    if words not in (folded if words == "all rights reserved" else folded[: len(words)]):
        return False
    return re.search(r"\b(?:19|20)\d\d\b", folded) is not None or folded.rstrip(" .").endswith("all rights reserved")


def _is_noise(bare: str, part: str, words: str) -> bool:
    """Tell whether a line is furniture: the words alone, before a colon, or before a few more but no sentence."""
    if words == "min read":
        return re.fullmatch(r"\d{1,3} min(?:ute)?s? read", bare, re.IGNORECASE) is not None
    if not re.match(rf"{re.escape(words)}\b", bare, re.IGNORECASE):
        return False
    rest = bare[len(words) :].strip()
    is_caption = words in {"image", "photo", "file photo", "related", "advertisement"}
    return not rest or rest[0] == ":" or not (is_caption or PUNCTUATION_END.search(part))


def _read_dated(part: str) -> Facts | None:
    """Return the facts of a line that holds a date and only what goes with one."""
    return _dated(part, None)


def _dated(part: str, kind: LabelKind | None) -> Facts | None:
    day = find_date(part)
    if day is None:
        return None
    rest = f"{part[: day.start].strip(FURNITURE)} \t {part[day.end :].strip(FURNITURE)}".strip()
    rest, kind = _without_label(rest, kind)
    facts = Facts(updated=day) if kind is LabelKind.UPDATED else Facts(published=day)
    if not rest:
        return facts
    if find_date(rest):
        more = _dated(rest, None)
        return facts | more if more and (more.updated or kind) else None
    if outlet := outlet_name(rest, weakly=True):
        return facts | Facts(outlet=outlet, credit=(outlet,) if is_agency(outlet) else ())
    if byline := read_byline(rest):
        return facts | Facts(author=byline[0], outlet=byline[1])
    is_loose = len(rest.split()) <= MAX_LOOSE_WORDS and is_name(rest) and not PUNCTUATION_END.search(part)
    return facts if is_loose else None


def _without_label(rest: str, kind: LabelKind | None) -> tuple[str, LabelKind | None]:
    """Return what is left beside a date when words like "Published on" are taken away, and their kind."""
    for words, found in _kinds().items():
        if found not in {LabelKind.PUBLISHED, LabelKind.UPDATED}:
            continue
        pattern = rf"{re.escape(words)}\s*:?\s*(?:on|at)?\s*(?P<rest>(?:by\b|\t).*)?"
        if match := re.fullmatch(pattern, rest, re.DOTALL | re.IGNORECASE):
            return (match["rest"] or "").strip(FURNITURE), kind or found
    return re.sub(r"^(?:on|at)\s+|\s+(?:on|at)$", "", rest).strip(FURNITURE), kind


def _read_author(part: str) -> Facts | None:
    """Return the facts of a byline."""
    byline = read_byline(part)
    if byline is None:
        return None
    author, outlet = byline
    if outlet == known_outlet(author):
        return Facts(outlet=outlet, credit=(outlet,)) if outlet else Facts(author=author)
    return Facts(author=author, outlet=outlet)


def _read_outlet(part: str) -> Facts | None:
    """Return the facts of a line that is nothing but the name of an outlet or agency."""
    bare = part.strip(" ()[]–—-*/")
    outlet = outlet_name(bare, weakly=False)
    if outlet is None:
        names = credited(bare) if "/" in bare or " and " in bare else ()
        n_parts = len(re.split(r"/| and ", bare))
        return Facts(credit=names) if names and len(names) == n_parts else None
    return Facts(outlet=outlet, credit=(outlet,) if is_agency(outlet) else ())
