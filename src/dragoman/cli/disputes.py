"""`dragoman disputes`: a filtered table of disputes."""

from datetime import date
from pathlib import Path

import click

from dragoman.cli.options import filter_options, json_option, ledger_option, limit_option


@click.command(short_help="Versions that cannot both be right.")
@filter_options
@limit_option
@json_option
@ledger_option
def disputes(ledger: Path | None, as_json: bool, type_: str | None, **chosen: str | int | date | None) -> None:
    """List versions that cannot both be right, each with its claimant."""
    from dragoman.cli.show import show
    from dragoman.explore.tables import DISPUTES
    from dragoman.store.filters import Filters
    from dragoman.store.filters import disputes as find

    show(ledger, Filters(type=type_, **chosen), find, columns=DISPUTES, as_json=as_json)  # type: ignore[arg-type]
