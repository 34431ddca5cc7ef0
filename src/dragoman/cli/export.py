"""`dragoman export`: the ledger as files for other programs."""

import sys
from datetime import date
from pathlib import Path

import click

from dragoman.cli.options import filter_options, ledger_option


@click.command(short_help="The ledger as files for other programs.")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), required=True, help="jsonl: whole records.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File (default: standard output)."
)
@filter_options
@ledger_option
def export(
    form: str, output: Path | None, ledger: Path | None, type_: str | None, **chosen: str | int | date | None
) -> None:
    """Write the ledger's records (jsonl) or its events (csv, one row per pair of actor and recipient).

    With filters, jsonl writes the documents that hold an event which passes. In csv a text that a spreadsheet would run
    as a formula stands behind a single quote.
    """
    from dragoman.cli.options import ledger_path
    from dragoman.store import open_ledger
    from dragoman.store.export import export_csv, export_jsonl
    from dragoman.store.filters import Filters

    filters = Filters(type=type_, **chosen)  # type: ignore[arg-type]
    view = open_ledger(ledger_path(ledger), must_exist=True).view()
    out = output.open("w", encoding="utf-8", newline="") if output else sys.stdout
    try:
        n = export_jsonl(view, out, filters) if form == "jsonl" else export_csv(view, out, filters)
    finally:
        if output:
            out.close()
    click.echo(f"{n} {'records' if form == 'jsonl' else 'rows'} written", err=True)
