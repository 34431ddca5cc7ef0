"""`dragoman relation`: how two actors stand to one another over time."""

import sys
from datetime import datetime
from pathlib import Path

import click

from dragoman.cli.options import json_option, ledger_option, origin_option


@click.command(short_help="How two actors stand to one another over time.")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--monthly", is_flag=True, help="By month instead of by week.")
@origin_option(many=True)
@click.option("--directed", is_flag=True, help="Only what A does to B.")
@click.option("--explain", type=click.DateTime(["%Y-%m-%d"]), help="Show events and arithmetic behind a day's point.")
@json_option
@ledger_option
def relation(  # noqa: PLR0917 (click passes by name)
    a: str,
    b: str,
    monthly: bool,
    directed: bool,
    origins: tuple[str, ...],
    explain: datetime | None,
    as_json: bool,
    ledger: Path | None,
) -> None:
    """Show the relation index of A and B (codes such as GBR RUS) with its 80 % band and candidate shifts."""
    from rich.console import Console

    from dragoman.api import open_ledger
    from dragoman.cli.options import ledger_path
    from dragoman.explore.relation import show_relation
    from dragoman.explore.tables import json_lines
    from dragoman.store import open_ledger as open_stored

    path = ledger_path(ledger)
    open_stored(path, must_exist=True)
    index = open_ledger(path).relation(a, b, freq="month" if monthly else "week", directed=directed, origins=origins)
    if explain is not None and index.points:
        click.echo(index.explain(explain.date()).text)
    elif as_json:
        click.echo(json_lines(index.to_arrow()), nl=False)
    elif index.points:
        show_relation(index, Console())
    else:
        click.echo(f"nothing found: no event between {a.upper()} and {b.upper()} has happened or is going on", err=True)
        sys.exit(0)
