"""`dragoman positions`: a filtered table of positions."""

from datetime import date
from pathlib import Path

import click

from dragoman.cli.options import filter_options, json_option, ledger_option, limit_option


@click.command(short_help="Who backs whom, who opposes what.")
@filter_options
@limit_option
@json_option
@ledger_option
def positions(ledger: Path | None, as_json: bool, type_: str | None, **chosen: str | int | date | None) -> None:
    """List positions: who backs whom, who opposes what, and what moved."""
    from dragoman.cli.show import show
    from dragoman.explore.tables import POSITIONS
    from dragoman.store.filters import Filters
    from dragoman.store.filters import positions as find

    show(ledger, Filters(type=type_, **chosen), find, columns=POSITIONS, as_json=as_json)  # type: ignore[arg-type]
