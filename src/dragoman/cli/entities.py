"""`dragoman entities`: a filtered table of entities."""

from datetime import date
from pathlib import Path

import click

from dragoman.cli.options import filter_options, json_option, ledger_option


@click.command()
@filter_options
@json_option
@ledger_option
def entities(ledger: Path | None, as_json: bool, type_: str | None, **chosen: str | int | date | None) -> None:
    """List who is named in the ledger, those in most events first."""
    from dragoman.cli.show import show
    from dragoman.explore.tables import ENTITIES
    from dragoman.store.filters import Filters
    from dragoman.store.filters import entities as find

    show(ledger, Filters(type=type_, **chosen), find, columns=ENTITIES, as_json=as_json)  # type: ignore[arg-type]
