"""A whole ledger at a glance: what happened, what was called off, what is ahead, who backs whom, what is disputed."""

import pyarrow as pa
from rich.console import Console
from rich.markup import escape

from dragoman.explore.tables import DISPUTES, EVENTS, Column, show_table
from dragoman.store.overview import counts, held_positions, rival_versions, speaker_kinds, told_events
from dragoman.store.view import View

ROWS = 8
"""Rows of each section."""
SHOWN_EVENTS = tuple(c for c in EVENTS if c.heading not in {"told by", "belief", "id"})
POSITIONS = (
    Column("who", ("actor_name",)),
    Column("stance", ("stance",)),
    Column("on", ("object_name",)),
    Column("moved", ("change",)),
    Column("who says so", ("sources",)),
)
DISPUTED = tuple(c for c in DISPUTES if c.heading not in {"told", "id"})
SECTIONS = (
    ("What happened, most told first", ("happened", "ongoing"), "most told"),
    ("Called off, put off or denied", ("cancelled", "postponed", "denied"), "first told"),
    ("Planned or expected, latest first", ("planned", "expected"), "latest"),
)
KINDS = {
    "outlet": "the outlet itself",
    "named": "a named speaker",
    "anonymous": "somebody unnamed",
    "document": "a document",
    "hearsay": "hearsay",
}


def show_overview(view: View, console: Console) -> None:
    """Print a page on the ledger; sections without rows are left out."""
    n = counts(view)
    console.print(
        f"\n[bold]{n['documents']} articles[/] from {n['origins']} origins: {n['events']} events, "
        f"{n['positions']} positions, {n['expectations']} expectations"
    )
    for heading, statuses, order in SECTIONS:
        _section(heading, told_events(view, statuses, order=order, limit=ROWS), SHOWN_EVENTS, console)
    kinds = speaker_kinds(view)
    if kinds:
        told = ", ".join(f"{count} by {KINDS[kind]}" for kind, count in kinds)
        console.print(f"\n[bold]Who says so[/]\n{told}")
    _section("Who backs whom, who opposes what", held_positions(view, limit=2 * ROWS), POSITIONS, console)
    _section("Disputed", rival_versions(view, limit=ROWS), DISPUTED, console)


def _section(heading: str, table: pa.Table, columns: tuple[Column, ...], console: Console) -> None:
    if table.num_rows:
        console.print(f"\n[bold]{escape(heading)}[/]")
        show_table(table, columns, console)
