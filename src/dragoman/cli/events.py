"""`dragoman events`: a filtered table of events."""

from datetime import date
from pathlib import Path

import click

from dragoman.cli.options import filter_options, json_option, ledger_option, limit_option


@click.command(short_help="Who did what to whom, and what is off or planned.")
@filter_options
@limit_option
@json_option
@ledger_option
def events(ledger: Path | None, as_json: bool, type_: str | None, **chosen: str | int | date | None) -> None:
    """List events: who did what to whom, what was called off, what is planned, who says so."""
    from dragoman.cli.show import show
    from dragoman.explore.tables import EVENTS
    from dragoman.store.filters import Filters
    from dragoman.store.filters import events as find

    show(ledger, Filters(type=type_, **chosen), find, columns=EVENTS, as_json=as_json)  # type: ignore[arg-type]
