"""`dragoman events`: a filtered table of events."""

from datetime import date
from pathlib import Path

import click

from dragoman.cli.options import filter_options, json_option, ledger_option, limit_option, origin_option


@click.command(short_help="Who did what to whom, and what is off or planned.")
@origin_option(many=False)
@filter_options
@limit_option
@json_option
@ledger_option
def events(
    ledger: Path | None, as_json: bool, origin: str, type_: str | None, **chosen: str | int | date | None
) -> None:
    """List events: who did what to whom, what was called off, what is planned, who says so.

    With --from ORIGIN the events of an imported data set: they have that data set's own word for the act, and no text.
    """
    from functools import partial

    from dragoman.cli.show import show
    from dragoman.explore.tables import EVENTS, IMPORTED_EVENTS, Column
    from dragoman.store.filters import Filters, Find
    from dragoman.store.filters import events as own_events
    from dragoman.store.imported import imported_events
    from dragoman.store.imports import OWN

    find: Find = own_events
    columns: tuple[Column, ...] = EVENTS
    if origin != OWN:
        find, columns = partial(imported_events, origin=origin), IMPORTED_EVENTS
    show(ledger, Filters(type=type_, **chosen), find, columns=columns, as_json=as_json)  # type: ignore[arg-type]
