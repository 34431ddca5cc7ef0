"""`dragoman split`: decide by hand that a telling is an event of its own."""

from pathlib import Path

import click

from dragoman.cli.options import author_option, ledger_option, reason_option


@click.command(short_help="Decide that a telling is an event of its own.")
@click.argument("record_id", metavar="ID")
@reason_option
@author_option
@ledger_option
def split(record_id: str, reason: str, author: str | None, ledger: Path | None) -> None:
    """Decide that the telling ID is an event of its own, whatever the rules say; the others stay together.

    ID is one of those that `dragoman why` lists for an event; the event's own id is that of its first telling. The
    decision is kept with author and time, and holds when documents are added or coded anew. A later `join` of the same
    telling takes it back.
    """
    from dragoman.cli.pinning import pin
    from dragoman.model.links import PinVerb

    pin(PinVerb.SPLIT, record_id, None, reason=reason, author=author, ledger=ledger)
