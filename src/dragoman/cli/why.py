"""`dragoman why`: the evidence and the rule behind a record."""

from pathlib import Path

import click

from dragoman.cli.options import ledger_option


@click.command(short_help="The words, the rule and the sources behind a row.")
@click.argument("record_id", metavar="ID")
@ledger_option
def why(record_id: str, ledger: Path | None) -> None:
    """Show the words, the rule and the sources behind ID, and what people corrected.

    ID is that of an event, telling, position, expectation, cause or document, as the tables show it.
    """
    from rich.console import Console

    from dragoman.cli.options import ledger_path
    from dragoman.explore.corrections import show_history
    from dragoman.explore.why import show_why
    from dragoman.store import open_ledger
    from dragoman.store.corrections import history, with_rejected

    view = open_ledger(ledger_path(ledger), must_exist=True).view()
    console = Console(soft_wrap=True)
    show_why(record_id, with_rejected(view, record_id), console)
    show_history(history(view, record_id), console)
