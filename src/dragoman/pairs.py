"""Types marked pairs of a file: what the actor that a line marks does to the recipient that it marks."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.coding.pairs import Relation, type_pair
from dragoman.errors import ReadError
from dragoman.model import Document, Span
from dragoman.reader import PARSE_BATCH, Reader, load_reader
from dragoman.resolve import resolve


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPair:
    """A sentence in which an actor and a recipient are marked."""

    given_id: str
    text: str
    source: Span | None
    target: Span | None


def read_pairs(file: Path) -> tuple[MarkedPair, ...]:
    """Return the marked pairs of a JSON Lines file: id, text, source and target (a span, an object with one, or null).

    Raises:
        ReadError: If a line is no such object, or a span lies outside its text; names file and line.
    """
    return tuple(
        _marked_pair(line, f"{file.name} line {number}")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if line.strip()
    )


def _marked_pair(line: str, where: str) -> MarkedPair:
    try:
        row = json.loads(line)
        given_id, text = str(row["id"]), str(row["text"])
        source, target = (_pair_span(row[side], text) for side in ("source", "target"))
    except (ValueError, KeyError, TypeError) as err:
        raise ReadError(f"{where}: expected id, text, source and target with spans inside the text ({err})") from err
    if not text:
        raise ReadError(f"{where}: expected id, text, source and target with spans inside the text (the text is empty)")
    return MarkedPair(given_id=given_id, text=text, source=source, target=target)


def _pair_span(side: object, text: str) -> Span | None:
    """Return the span that a line gives for a side: [start, end], an object with such a span, or null for not named."""
    span = side["span"] if isinstance(side, dict) else side
    if span is None:
        return None
    if not isinstance(span, (list, tuple)) or len(span) != 2 or not 0 <= span[0] < span[1] <= len(text):
        raise ValueError(f"{span!r} is no span of the text")
    return Span(*span)


def type_relations(pairs: Iterable[MarkedPair], *, reader: Reader | None = None) -> Iterator[tuple[str, Relation]]:
    """Yield the id and the relation of each marked pair, in order; each text is read as a document of its own."""
    reader = reader or load_reader()
    waiting = tuple(pairs)
    documents = (Document(doc_id=p.given_id, text=p.text, body=(Span(0, len(p.text)),)) for p in waiting)
    parsed = reader.parser.parse_all(documents, batch_size=PARSE_BATCH)
    for pair, (document, parse) in zip(waiting, parsed, strict=True):
        yield pair.given_id, type_pair(resolve(document, parse, tables=reader.tables), pair.source, pair.target)
