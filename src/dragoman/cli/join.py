"""`dragoman join`: decide by hand that two tellings are one event."""

from pathlib import Path

import click

from dragoman.cli.options import author_option, ledger_option, reason_option


@click.command(short_help="Decide that two events are one.")
@click.argument("one_id", metavar="ID")
@click.argument("other_id", metavar="ID")
@reason_option
@author_option
@ledger_option
def join(one_id: str, other_id: str, reason: str, author: str | None, ledger: Path | None) -> None:
    """Decide that two events are one, whatever the rules say.

    The decision is kept with author and time, and holds when documents are added or coded anew. A later `split` takes
    it back. ID may be that of an event or of one telling of it, as `dragoman why` lists them.
    """
    from dragoman.cli.pinning import pin
    from dragoman.model.links import PinVerb

    pin(PinVerb.JOIN, one_id, other_id, reason=reason, author=author, ledger=ledger)
