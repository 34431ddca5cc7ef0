"""Why a record says what it says: the words, the rule that spoke, the cue of the status, the sources."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from dragoman.errors import NotFoundError
from dragoman.explore.why_words import show_words, spans_of
from dragoman.explore.words import day, entity_map, one_line, parties, quote, sources, speaker
from dragoman.model import Entity, Event, Expectation, Mention, Position, Record, Span
from dragoman.reader import Reader, load_reader
from dragoman.resolve import resolve

WIDE = 160
"""Code points of text shown on either side of the words in question."""


def show_why(
    record_id: str, records: Sequence[Record], console: Console, *, members: frozenset[str] = frozenset()
) -> None:
    """Print the evidence and the rules behind what has this id, in each document that holds it.

    Args:
        record_id: The id, or its beginning.
        records: The documents.
        console: Where to.
        members: Events of single documents that the id stands for as well.
    """
    for record in records:
        doc = record.document
        _head(record, console)
        if doc.doc_id.startswith(record_id):
            _receipts(record, console)
        for event in record.events:
            told = any(ev.evidence_id.startswith(record_id) for ev in event.evidence)
            if event.event_id.startswith(record_id) or told or event.event_id in members:
                _event(record, event, console)
        for position in record.positions:
            if position.position_id.startswith(record_id):
                _position(record, position, console)
        for expectation in record.outlook:
            if expectation.expectation_id.startswith(record_id):
                _expectation(record, expectation, console)


def show_at(records: Sequence[Record], offset: int, console: Console, *, entities: Path | None) -> None:
    """Print why the words at an offset of a document mean whom, when or where they do.

    Raises:
        NotFoundError: If the id is no document's, or the text ends before the offset.
    """
    document = records[0].document
    if len(records) > 1:
        raise NotFoundError(f"expected the id of one document, found one that {len(records)} documents share")
    if offset >= len(document.text):
        raise NotFoundError(f"{document.doc_id}:{offset}: the text ends at {len(document.text)}")
    _explain(records[0], (Span(offset, offset + 1),), console, load_reader(entities))


def show_mention(records: Iterable[Record], words: str, console: Console, *, entities: Path | None, most: int) -> None:
    """Print why these words mean whom, when or where they do, wherever they stand.

    Args:
        records: Documents to look through.
        words: Whole words, in any case.
        console: Where to print.
        entities: A user's own actors.
        most: Places in the texts that are shown; the rest is only counted.

    Raises:
        NotFoundError: If no document has the words.
    """
    shown = left = 0
    reader = load_reader(entities)
    for record in records:
        spans = spans_of(words, record.document.text)
        if spans and shown < most:
            _explain(record, spans[: most - shown], console, reader)
        left += max(0, shown + len(spans) - most) if shown < most else len(spans)
        shown = min(most, shown + len(spans))
    if not shown:
        raise NotFoundError(f"{words!r}: no document of the ledger has these words")
    if left:
        console.print(f"\n[dim]{left} more; give the id of a document to see its own[/]")


def _explain(record: Record, spans: Sequence[Span], console: Console, reader: Reader) -> None:
    resolved = resolve(record.document, reader.parser.parse(record.document), tables=reader.tables)
    _head(record, console)
    for span in spans:
        show_words(record, resolved, span, reader.tables, console)


def _head(record: Record, console: Console) -> None:
    doc = record.document
    facts = " · ".join(x for x in (doc.outlet, str(doc.published or ""), one_line(doc.title or "")) if x)
    console.print(f"\n[bold]{escape(facts)}[/]  [dim]{doc.doc_id}[/]")


def _receipts(record: Record, console: Console) -> None:
    for r in record.receipts:
        console.print(f"  {r.stage.value}: {r.outcome} {escape(one_line(r.detail))}")


def _event(record: Record, event: Event, console: Console) -> None:
    entities = entity_map(record)
    console.print(
        f"  {event.type.value}, {event.status.value}: {escape(parties(event, entities))}  [dim]{event.event_id}[/]"
    )
    if event.date:
        console.print(f"  when: {day(event.date)} ({escape(event.date.basis)})")
    if event.place:
        where = ", ".join(str(x) for x in (event.place.country, event.place.lat, event.place.lon) if x is not None)
        console.print(f"  where: {escape(one_line(event.place.name))} ({where}; {escape(event.place.basis)})")
    if event.cameo:
        console.print(f"  crosswalk: CAMEO {event.cameo}, Goldstein {event.goldstein}")
    for ev in event.evidence:
        _quoted(record, ev.trigger.start, ev.trigger.end, console)
        console.print(f"    rule {escape(ev.rule)}, confidence {ev.confidence:.2f}")
        if ev.status_cue:
            cue = one_line(ev.status_cue.of(record.document.text))
            console.print(f"    {ev.status.value} because of the word [bold]{escape(cue)}[/]")
        console.print(f"    told by {escape(sources(ev.attribution, entities, record.document.outlet))}")
    _who(record, (*event.actors, *event.recipients), entities, console)
    others = {e.event_id: e for e in record.events}
    for other in event.disputed_with:
        if other in others:
            rival = others[other]
            console.print(
                f"  disputed by {escape(sources(rival.attribution, entities, record.document.outlet))}: "
                f"{rival.status.value}  [dim]{rival.event_id}[/]"
            )
    for driver in record.drivers:
        if driver.effect == event.event_id:
            cause = one_line(driver.cause_span.of(record.document.text))
            console.print(f"  stated cause ({escape(driver.marker)}): {escape(cause)}")


def _who(record: Record, ids: Iterable[str], entities: dict[str, Entity], console: Console) -> None:
    for entity_id in dict.fromkeys(ids):
        entity = entities.get(entity_id)
        if entity is None:
            continue
        facts = ", ".join(x for x in (entity.code, entity.sector, entity.office) if x)
        console.print(f"  {escape(one_line(entity.name))} ({escape(facts)})  [dim]{escape(entity_id)}[/]")
        shown = [m for m in record.mentions if m.entity_id == entity_id][:4]
        for m in shown:
            console.print(f"    [dim]{escape(_mention(record, m))}[/]")


def _mention(record: Record, m: Mention) -> str:
    words = one_line(m.span.of(record.document.text))
    rivals = f"; others considered: {', '.join(m.others)}" if m.others else ""
    return f"“{words}” {m.kind.value}, rule {m.rule}, {m.score:.2f}{rivals}"


def _position(record: Record, p: Position, console: Console) -> None:
    entities = entity_map(record)
    target = entities[p.object].name if p.object in entities else p.object
    actor = entities[p.actor].name if p.actor in entities else p.actor
    moved = "" if p.change == "none" else f", {p.change.value}"
    console.print(f"  {escape(one_line(actor))}: {p.stance.value} on {escape(one_line(target))}{moved}")
    _quoted(record, p.evidence.start, p.evidence.end, console)
    console.print(
        f"    rule {escape(p.rule)}; told by {escape(sources(p.attribution, entities, record.document.outlet))}"
    )
    _who(record, (p.actor, p.object), entities, console)


def _expectation(record: Record, x: Expectation, console: Console) -> None:
    entities = entity_map(record)
    _quoted(record, x.statement.start, x.statement.end, console)
    console.print(f"    held by {escape(speaker(x.who, entities, record.document.outlet))}")
    if x.due:
        console.print(f"    due {day(x.due)} ({escape(x.due.basis)})")
    if x.condition:
        console.print(f"    on condition: {escape(one_line(x.condition.of(record.document.text)))}")
    if x.event:
        console.print(f"    expects event [dim]{x.event}[/]")


def _quoted(record: Record, start: int, end: int, console: Console) -> None:
    left, words, right = quote(record.document.text, Span(start, end), before=WIDE, after=WIDE)
    console.print(f"  “{escape(left)}[bold]{escape(words)}[/]{escape(right)}”  [dim]{start}–{end}[/]")
