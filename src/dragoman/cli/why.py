"""`dragoman why`: the evidence and the rule behind a record, or behind the meaning of words."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli.options import ledger_option

if TYPE_CHECKING:
    from rich.console import Console

    from dragoman.store.view import View

MOST_SHOWN = 12
"""Places in the text that `--mention` shows at most."""


class Place(click.ParamType[tuple[str, int]]):
    """DOC:OFFSET, a document's id and a code point of its text."""

    name = "DOC:OFFSET"

    def convert(
        self, value: str | tuple[str, int], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        """Return the id and the offset."""
        if isinstance(value, tuple):
            return value
        doc_id, _, offset = value.rpartition(":")
        if not doc_id or not offset.isdecimal():
            self.fail(f"{value!r}: expected DOC:OFFSET, for instance d1f2e3a4b:120", param, ctx)
        return doc_id, int(offset)


@click.command(short_help="The words, the rule and the sources behind a row.")
@click.argument("record_id", metavar="[ID]", required=False)
@click.option("--at", type=Place(), help="Why the words at that offset of a document mean whom, when or where they do.")
@click.option("--mention", metavar="WORDS", help="The same for these words, in document ID or in all documents.")
@click.option("--entities", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Your own actors.")
@ledger_option
def why(
    record_id: str | None,
    at: tuple[str, int] | None,
    mention: str | None,
    entities: Path | None,
    ledger: Path | None,
) -> None:
    """Show the words, the rule and the sources behind ID, or why words mean whom, when or where they do.

    ID is that of an event, telling, position, expectation, cause or document, as the tables show it. Of an event stands
    first what all documents together say of it: its life, why their tellings are held to be one, who disputes it; last
    what people corrected.

    With --at or --mention the document is resolved anew with the present tables: for a name, role, pronoun, date or
    place it shows the rule and its score, the office of the day with the row's origin, and who else it could have been.
    """
    from rich.console import Console

    from dragoman.cli.options import ledger_path
    from dragoman.store import open_ledger

    if sum(x is not None for x in (at, mention)) > 1 or (at is not None and record_id is not None):
        raise click.UsageError("give ID, --at DOC:OFFSET, or --mention WORDS with or without the ID of a document")
    if record_id is None and at is None and mention is None:
        raise click.UsageError("missing ID, --at DOC:OFFSET or --mention WORDS")
    view = open_ledger(ledger_path(ledger), must_exist=True).view()
    console = Console(soft_wrap=True)
    if record_id is not None and mention is None:
        _show_record(record_id, view, console)
        return
    from dragoman.explore.why import show_at, show_mention

    if at is not None:
        show_at(view.find(at[0]), at[1], console, entities=entities)
    else:
        records = view.find(record_id) if record_id is not None else view.records()
        show_mention(records, mention or "", console, entities=entities, most=MOST_SHOWN)


def _show_record(record_id: str, view: "View", console: "Console") -> None:
    """Print the whole event behind an id, its documents' tellings and what people corrected."""
    from dragoman.explore.corrections import show_history
    from dragoman.explore.whole import show_origin, show_whole
    from dragoman.explore.why import show_why
    from dragoman.store.corrections import history, with_rejected
    from dragoman.store.whole import event_behind, shared_origin, whole_event

    records = with_rejected(view, record_id)
    whole = whole_event(view, event_behind(view, record_id))
    if whole is not None:
        show_whole(whole, console)
    if record_id.startswith("d"):
        show_origin(shared_origin(view, records[0].document.doc_id), console)
    show_why(record_id, records, console, members=whole.members if whole else frozenset())
    show_history(history(view, record_id), console)
