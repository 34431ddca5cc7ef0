"""`dragoman sql`: DuckDB over the ledger's views."""

from pathlib import Path

import click

from dragoman.cli.options import json_option, ledger_option


@click.command(short_help="One SELECT over the ledger's views.")
@click.argument("query")
@json_option
@ledger_option
def sql(query: str, as_json: bool, ledger: Path | None) -> None:
    """Run one SELECT over the ledger's views (documents, events, participants, evidence, positions, ...).

    The query can read the views and nothing else: no file, no network, no change.
    """
    from rich.console import Console

    from dragoman.cli.options import ledger_path
    from dragoman.explore.tables import json_lines, show_rows
    from dragoman.store import open_ledger

    table = open_ledger(ledger_path(ledger), must_exist=True).view().sql(query)
    if as_json:
        click.echo(json_lines(table), nl=False)
    elif table.num_rows == 0:
        click.echo("nothing found: the query gives no rows", err=True)
    else:
        show_rows(table, Console())
