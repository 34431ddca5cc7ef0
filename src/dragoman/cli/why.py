"""`dragoman why`: the evidence and the rule behind a record."""

from pathlib import Path

import click

from dragoman.cli.options import ledger_option


@click.command(short_help="The words, the rule and the sources behind a row.")
@click.argument("record_id", metavar="ID")
@ledger_option
def why(record_id: str, ledger: Path | None) -> None:
    """Show the words, the rule and the sources behind ID, and what people corrected.

    ID is that of an event, telling, position, expectation, cause or document, as the tables show it. Of an event stands
    first what all documents together say of it: its life, why their tellings are held to be one, who disputes it.
    """
    from rich.console import Console

    from dragoman.cli.options import ledger_path
    from dragoman.explore.corrections import show_history
    from dragoman.explore.whole import show_origin, show_whole
    from dragoman.explore.why import show_why
    from dragoman.store import open_ledger
    from dragoman.store.corrections import history, with_rejected
    from dragoman.store.whole import event_behind, shared_origin, whole_event

    view = open_ledger(ledger_path(ledger), must_exist=True).view()
    console, records = Console(soft_wrap=True), with_rejected(view, record_id)
    whole = whole_event(view, event_behind(view, record_id))
    if whole is not None:
        show_whole(whole, console)
    if record_id.startswith("d"):
        show_origin(shared_origin(view, records[0].document.doc_id), console)
    show_why(record_id, records, console, members=whole.members if whole else frozenset())
    show_history(history(view, record_id), console)
