"""`dragoman outlook`: a filtered table of expectations."""

from datetime import date
from pathlib import Path

import click

from dragoman.cli.options import as_day, filter_options, json_option, ledger_option, limit_option


@click.command(short_help="What is expected, by when, and what became of it.")
@filter_options
@click.option("--due", "only", flag_value="due", help="Only what is open and due: its window has begun or is over.")
@click.option("--settled", "only", flag_value="settled", help="Only what has an outcome; with hit rates by source.")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=as_day,
    help="As known by that day, YYYY-MM-DD (default: that of the newest document).",
)
@limit_option
@json_option
@ledger_option
def outlook(
    ledger: Path | None,
    as_json: bool,
    type_: str | None,
    only: str | None,
    on: date | None,
    **chosen: str | int | date | None,
) -> None:
    """List expectations: what is to come, by when, on what condition, who holds it, and what became of it.

    Later reports settle an expectation: held, held late, cancelled, postponed, or lapsed if its window passed and a
    later report on the same parties does not tell of it. Beside an open one between two actors with codes stands its
    base rate: how often such an act came between them in spans of that length before it was told.
    """
    from functools import partial

    from rich.console import Console

    from dragoman.cli.options import ledger_path
    from dragoman.cli.show import show
    from dragoman.explore.outlook import outlook as find
    from dragoman.explore.outlook import show_hit_rates
    from dragoman.explore.tables import OUTLOOK
    from dragoman.store import open_ledger
    from dragoman.store.filters import Filters

    filters = Filters(type=type_, **chosen)  # type: ignore[arg-type]
    show(ledger, filters, partial(find, on=on, only=only), columns=OUTLOOK, as_json=as_json)
    if only == "settled" and not as_json:
        show_hit_rates(open_ledger(ledger_path(ledger), must_exist=True).view(), Console())
