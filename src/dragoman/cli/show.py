"""What all table commands do: open, filter, print or say why there is nothing."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli.options import ledger_path

if TYPE_CHECKING:
    import pyarrow as pa

    from dragoman.explore.tables import Column
    from dragoman.store.filters import Filters
    from dragoman.store.view import View

PAGER_ROWS = 40
"""Rows from which a table on a terminal goes through the pager."""


def show(
    ledger: Path | None,
    filters: "Filters",
    find: "Callable[[View, Filters], pa.Table]",
    *,
    columns: "Sequence[Column]",
    as_json: bool,
) -> None:
    """Print what passes the filters: a table for people, JSON lines for programs, or why nothing does."""
    from rich.console import Console

    from dragoman.explore.tables import json_lines, show_table
    from dragoman.store import open_ledger
    from dragoman.store.filters import explain_empty

    view = open_ledger(ledger_path(ledger), must_exist=True).view()
    table = find(view, filters)
    if as_json:
        click.echo(json_lines(table), nl=False)
        return
    if table.num_rows == 0:
        click.echo(explain_empty(view, filters, find), err=True)
        return
    console = Console()
    if console.is_terminal and table.num_rows > PAGER_ROWS:
        with console.pager(styles=True):
            show_table(table, columns, console)
    else:
        show_table(table, columns, console)
    if table.num_rows == filters.limit:
        click.echo(f"the first {filters.limit} rows; --limit shows more", err=True)
    elif sys.stdout.isatty():
        click.echo(f"{table.num_rows} rows; dragoman why ID tells what stands behind one", err=True)
