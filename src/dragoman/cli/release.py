"""`dragoman release`: freeze the ledger to files."""

from datetime import datetime
from pathlib import Path

import click

from dragoman.cli.options import ledger_option


@click.command(short_help="Freeze the ledger to files with checksums.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "formats",
    type=click.Choice(["parquet", "csv"]),
    multiple=True,
    default=("parquet", "csv"),
    show_default=True,
    help="Of the tables; may be repeated.",
)
@click.option("--without-text", is_flag=True, help="Leave the texts of the documents out.")
@click.option("--title", default="A ledger of political reporting", help="Heading of the data sheet.")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day to print in the data sheet (default: none)."
)
@ledger_option
def release(
    *,
    folder: Path,
    formats: tuple[str, ...],
    without_text: bool,
    title: str,
    day: datetime | None,
    ledger: Path | None,
) -> None:
    """Write tables, records, a data sheet and SHA256SUMS to the new folder DIR.

    The same documents and corrections, coded by the same version, give the same bytes on any machine, in whatever order
    they were added. Check a copy with: sha256sum -c SHA256SUMS
    """
    from dragoman.cli.options import ledger_path
    from dragoman.store import open_ledger
    from dragoman.store.release import release as freeze

    view = open_ledger(ledger_path(ledger), must_exist=True).view()
    names = freeze(
        view, folder, formats=formats, with_text=not without_text, title=title, day=day.date() if day else None
    )
    click.echo(f"{folder}: {len(names)} files; sha256sum -c SHA256SUMS checks them", err=True)
