"""A record on a terminal: what happened, what did not, what is ahead, who says so, who backs whom."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dragoman.explore.words import (
    GROUPS,
    context_chars,
    day,
    entity_map,
    names,
    one_line,
    parties,
    quote,
    sources,
    speaker,
)
from dragoman.model import Document, Entity, Event, Record, Stance, Status

STYLES = {
    Status.CANCELLED: "strike",
    Status.DENIED: "strike",
    Status.POSTPONED: "italic",
    Status.PLANNED: "italic",
    Status.EXPECTED: "italic",
}
WHOLE = frozenset({"type", "status", "stance", "belief", "code", "sector", "id"})
"""Headings of columns whose cells are single terms, never broken."""
DATED = frozenset({"day", "due", "since", "when"})
"""Headings of columns of days, broken only between them."""
DAY_CHARS = 10
STANCE_WORDS = {
    Stance.SUPPORT: "backs",
    Stance.OPPOSE: "opposes",
    Stance.MIXED: "is of two minds on",
    Stance.NEUTRAL: "no longer presses",
}


def show_record(record: Record, console: Console) -> None:
    """Print one record, section by section; a section without rows is left out."""
    entities = entity_map(record)
    _head(record.document, console)
    if not record.events and not record.positions:
        console.print("  [dim]no event and no position found in this text[/]")
    for heading, statuses in GROUPS:
        show_events([(record, e) for e in record.events if e.status in statuses], heading, console)
    _positions(record, entities, console)
    _disputes(record, entities, console)
    _outlook(record, entities, console)
    _drivers(record, console)
    console.print()


def _head(document: Document, console: Console) -> None:
    title = one_line(document.title or "(untitled)")[:200]
    facts = [document.outlet, document.published.isoformat() if document.published else "no date found"]
    words = len(document.text.split())
    console.print(f"\n[bold]{escape(title)}[/]")
    console.print(
        f"[dim]{escape(' · '.join(one_line(x) for x in facts if x))} · {words:,} words · {document.doc_id}[/]"
    )


def show_events(rows: Sequence[tuple[Record, Event]], heading: str, console: Console) -> None:
    """Print a table of events under a heading; nothing for no rows."""
    if not rows:
        return
    table = grid(("type", "status", "who → whom", "in the words", "when", "who says so"))
    chars = context_chars(console.width)
    for record, event in rows:
        entities = entity_map(record)
        left, words, right = quote(record.document.text, event.trigger, before=chars, after=chars)
        when = " ".join(x for x in (day(event.date), one_line(event.place.name) if event.place else "") if x)
        table.add_row(
            event.type.value,
            f"[{STYLES.get(event.status, 'none')}]{event.status.value}[/]",
            escape(parties(event, entities)),
            f"[dim]{escape(left)}[/][bold]{escape(words)}[/][dim]{escape(right)}[/]",
            escape(when),
            escape(sources(event.attribution, entities, record.document.outlet)),
        )
    section(heading, table, console)


def grid(columns: Sequence[str]) -> Table:
    """Return a quiet table: headings dimmed, no frame."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    for name in columns:
        table.add_column(
            name, overflow="fold", vertical="top", no_wrap=name in WHOLE, min_width=DAY_CHARS if name in DATED else None
        )
    return table


def section(heading: str, table: Table, console: Console) -> None:
    """Print a heading and its table."""
    console.print(f"\n[bold]{escape(heading)}[/]")
    console.print(table)


def _positions(record: Record, entities: Mapping[str, Entity], console: Console) -> None:
    if not record.positions:
        return
    table = grid(("who", "stance", "on", "moved", "who says so"))
    for p in record.positions:
        target = entities[p.object].name if p.object in entities else p.object
        table.add_row(
            escape(names((p.actor,), entities)),
            STANCE_WORDS[p.stance],
            escape(one_line(target)),
            "" if p.change == "none" else p.change.value,
            escape(sources(p.attribution, entities, record.document.outlet)),
        )
    section("Who stands where", table, console)


def _disputes(record: Record, entities: Mapping[str, Entity], console: Console) -> None:
    by_id = {e.event_id: e for e in record.events}
    pairs = sorted({tuple(sorted((e.event_id, x))) for e in record.events for x in e.disputed_with if x in by_id})
    if not pairs:
        return
    table = grid(("type", "status", "who", "in the words", "who says so"))
    for pair in pairs:
        for event in (by_id[x] for x in pair):
            words = one_line(event.trigger.of(record.document.text))
            says = sources(event.attribution, entities, record.document.outlet)
            table.add_row(event.type, event.status, *map(escape, (parties(event, entities), words, says)))
        table.add_row()
    section("Disputed", table, console)


def _outlook(record: Record, entities: Mapping[str, Entity], console: Console) -> None:
    if not record.outlook:
        return
    table = grid(("expected", "due", "if", "who says so"))
    for x in record.outlook:
        condition = one_line(x.condition.of(record.document.text)) if x.condition else ""
        who = speaker(x.who, entities, record.document.outlet)
        table.add_row(escape(one_line(x.what)), escape(day(x.due)), escape(condition), escape(who))
    section("Outlook", table, console)


def _drivers(record: Record, console: Console) -> None:
    if not record.drivers:
        return
    effects = {e.event_id: e.trigger for e in record.events} | {p.position_id: p.evidence for p in record.positions}
    table = grid(("stated cause", "of"))
    for d in record.drivers:
        if d.effect in effects:
            text = record.document.text
            table.add_row(escape(one_line(d.cause_span.of(text))), escape(one_line(effects[d.effect].of(text))))
    section("Why, in the text's words", table, console)
