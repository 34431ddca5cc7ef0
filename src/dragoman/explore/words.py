"""How records read in plain words: names, sources, dates, quotations."""

import re
import unicodedata
from collections.abc import Mapping

from dragoman.model import Attribution, Entity, Event, Interval, Record, Span, Status

GROUPS: tuple[tuple[str, frozenset[Status]], ...] = (
    ("What happened", frozenset({Status.HAPPENED, Status.ONGOING})),
    ("Called off, put off or denied", frozenset({Status.CANCELLED, Status.POSTPONED, Status.DENIED})),
    ("Planned or expected", frozenset({Status.PLANNED, Status.EXPECTED})),
    ("Only possible, conditional or demanded", frozenset({Status.POSSIBLE, Status.HYPOTHETICAL, Status.DEMANDED})),
)
"""Headings under which events are shown; every status is in one of them."""

CONTEXT_CHARS = 34
"""Code points shown on either side of a trigger."""


def one_line(text: str) -> str:
    """Return a text on one line, with control and bidirectional characters made visible as U+FFFD."""
    return re.sub(r"\s+", " ", visible(text)).strip()


def visible(text: str) -> str:
    """Return a text of the same length in which control and bidirectional characters show as U+FFFD."""
    if text.isprintable():
        return text
    return "".join(
        "�" if unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c not in "\n\t\r" and c not in "‌‍" else c for c in text
    )


def context_chars(width: int) -> int:
    """Return how much context a quotation in a table gets on either side, by the width of the terminal: 8 to 30."""
    return max(8, min(CONTEXT_CHARS, (width - 60) // 2))


def quote(text: str, span: Span, *, before: int = CONTEXT_CHARS, after: int = CONTEXT_CHARS) -> tuple[str, str, str]:
    """Return the words before, in and after a span, cut at word ends, each on one line."""
    left = visible(text[max(0, span.start - before) : span.start].rsplit("\n", 1)[-1])
    right = visible(text[span.end : span.end + after].split("\n", 1)[0])
    if span.start - before > 0 and " " in left:
        left = "…" + left.split(" ", 1)[1]
    if span.end + after < len(text) and " " in right:
        right = cut_end(right)
    return left.replace("\t", " "), one_line(span.of(text)), right.replace("\t", " ")


def cut_end(text: str) -> str:
    """Return a text cut behind its last whole word, with dots for what was left out unless a sentence ends there."""
    words = text.rsplit(" ", 1)[0]
    return words if words.rstrip("\"'”’)").endswith((".", "!", "?")) else words + "…"


def names(ids: tuple[str, ...], entities: Mapping[str, Entity]) -> str:
    """Return the entities' names joined for reading; "—" for none."""
    return ", ".join(one_line(entities[i].name) if i in entities else i for i in ids) or "—"


def parties(event: Event, entities: Mapping[str, Entity]) -> str:
    """Return "A → B", or "A, B" for a mutual act, or "? → B" where the doer is not named."""
    if not event.recipients:
        return names(event.actors, entities)
    return f"{names(event.actors, entities) if event.actors else '?'} → {names(event.recipients, entities)}"


def sources(chain: tuple[Attribution, ...], entities: Mapping[str, Entity], outlet: str | None) -> str:
    """Return who vouches, innermost first: "a senior diplomat, via Reuters"."""
    return ", via ".join(dict.fromkeys(speaker(link.speaker, entities, outlet) for link in chain))


def speaker(who: str, entities: Mapping[str, Entity], outlet: str | None) -> str:
    """Return one speaker in words: the outlet's name, an entity's name, or "a senior diplomat (anonymous)"."""
    if who == "outlet":
        return outlet or "the article"
    if who.startswith(("anonymous: ", "document: ")):
        kind, _, words = who.partition(": ")
        return f"{one_line(words)} ({kind})"
    return one_line(entities[who].name) if who in entities else who


def day(interval: Interval | None) -> str:
    """Return an interval for a table: "2017-03-01..10", "until 2017-05-11", "—" for none."""
    if interval is None:
        return ""
    start, end = interval.start, interval.end
    if start is None:
        return f"until {end}"
    if end is None:
        return f"from {start}"
    if start == end:
        return start.isoformat()
    if start.year == end.year and start.month == end.month:
        return f"{start.isoformat()}..{end.day:02d}"
    return f"{start.isoformat()}..{end.isoformat()}"


def entity_map(record: Record) -> dict[str, Entity]:
    """Return the record's entities by id."""
    return {e.entity_id: e for e in record.entities}
