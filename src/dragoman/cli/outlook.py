"""`dragoman outlook`: a filtered table of expectations."""

from datetime import date
from pathlib import Path

import click

from dragoman.cli.options import filter_options, json_option, ledger_option, limit_option


@click.command(short_help="What is expected, by when, on what condition.")
@filter_options
@limit_option
@json_option
@ledger_option
def outlook(ledger: Path | None, as_json: bool, type_: str | None, **chosen: str | int | date | None) -> None:
    """List expectations: what is to come, by when, on what condition, who holds it.

    Beside an open one between two actors with codes stands its base rate: how often such an act came between them in
    spans of that length before it was told.
    """
    from dragoman.cli.show import show
    from dragoman.explore.outlook import outlook as find
    from dragoman.explore.tables import OUTLOOK
    from dragoman.store.filters import Filters

    show(ledger, Filters(type=type_, **chosen), find, columns=OUTLOOK, as_json=as_json)  # type: ignore[arg-type]
