"""The words that a brief rests on, numbered in the order of their first use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dragoman.desk.rows import EventRow, PositionRow
from dragoman.explore.words import cut_end, one_line
from dragoman.store.browse import texts
from dragoman.store.view import View

REFERENCES: Final = 2
"""Most documents quoted for one event, the earliest."""
QUOTE_CHARS: Final = 90
"""Code points of the text on either side of the words that are quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words that something rests on.

    Attributes:
        number: As referred to.
        before: Words before.
        words: The words.
        after: Words after.
        speaker: Who says so.
        kind: Kind of that source.
        outlet: Who published it.
        title: Headline.
        published: Its day.
        doc_id: The document.
        start: First code point of the words.
        url: Web address of the document, or None.
    """

    number: int
    before: str
    words: str
    after: str
    speaker: str
    kind: str
    outlet: str
    title: str
    published: date | None
    doc_id: str
    start: int
    url: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand, and who says them; a start of -1 is looked for by the words."""

    doc_id: str
    start: int
    words: str
    speaker: str
    kind: str


class Quoted:
    """Numbers the places that sentences rest on, in the order of their first use."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, int, str], int] = {}
        self.places: list[Place] = []

    def number(self, place: Place) -> int:
        """Return the number of a place, the next one if it is new."""
        key = (place.doc_id, place.start, place.words if place.start < 0 else "")
        if key not in self.numbers:
            self.numbers[key] = len(self.places) + 1
            self.places.append(place)
        return self.numbers[key]

    def event(self, row: EventRow) -> tuple[int, ...]:
        """Return the numbers of an event's tellings, one for each of its first documents."""
        once = {told.doc_id: told for told in reversed(row.tellings)}
        return tuple(
            self.number(Place(told.doc_id, told.start, row.words, told.speaker, told.kind))
            for told in sorted(once.values(), key=lambda one: (one.published or date.max, one.doc_id))[:REFERENCES]
        )

    def position(self, row: PositionRow) -> tuple[int, ...]:
        """Return the number of the words that put a stance."""
        return (self.number(Place(row.doc_id, row.start, row.words, row.speaker, row.kind)),)


def quotations(view: View, places: Sequence[Place]) -> tuple[Quotation, ...]:
    """Return the places with the text around them, by number."""
    documents = {row["doc_id"]: row for row in texts(view, [one.doc_id for one in places]).to_pylist()}
    found = []
    for number, place in enumerate(places, start=1):
        row = documents[place.doc_id]
        text, words = row["text"], one_line(place.words)
        start = place.start if place.start >= 0 else max(text.find(place.words), 0)
        end = start + (len(place.words) if place.words == text[start : start + len(place.words)] else len(words))
        found.append(
            Quotation(
                number=number,
                before=one_line(_left(text, start)),
                words=one_line(text[start:end]) or words,
                after=one_line(_right(text, end)),
                speaker=place.speaker,
                kind=place.kind,
                outlet=row["outlet"] or "unknown outlet",
                title=one_line(row["title"] or "(untitled)"),
                published=row["published"],
                doc_id=place.doc_id,
                start=start,
                url=row["url"] if str(row["url"] or "").startswith(("http://", "https://")) else None,
            )
        )
    return tuple(found)


def _left(text: str, start: int) -> str:
    shown = text[max(0, start - QUOTE_CHARS) : start]
    return "…" + shown.split(" ", 1)[-1] if start > QUOTE_CHARS else shown


def _right(text: str, end: int) -> str:
    shown = text[end : end + QUOTE_CHARS]
    return cut_end(shown) if end + QUOTE_CHARS < len(text) else shown
