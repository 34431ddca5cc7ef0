"""`dragoman add`: read and keep."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from dragoman.cli.options import ledger_option, private_option, seconds_option


@click.command(short_help="Read INPUT and keep it in the ledger.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@private_option
@seconds_option
@click.option("--entities", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Your own actors.")
@click.option("--batch-size", type=click.IntRange(1, 1000), default=500, show_default=True, help="Documents a commit.")
@click.option("--quiet", is_flag=True, help="No progress.")
@ledger_option
def add(  # noqa: PLR0917 (click passes by name)
    inputs: tuple[str, ...],
    allow_private: bool,
    seconds: int | None,
    entities: Path | None,
    batch_size: int,
    quiet: bool,
    ledger: Path | None,
) -> None:
    """Read INPUT and keep it in the ledger. Safe to repeat, to stop and to resume.

    INPUT is a .txt, .html, .json or .jsonl file, a folder of them, an address (https://...), or - for standard input.
    Addresses that are not public are fetched only with --allow-private. Unreadable inputs are
    named on standard error and make the exit status 1; everything else is kept.
    """
    from dragoman.cli.options import ledger_path, seconds_of
    from dragoman.cli.progress import progress
    from dragoman.pipeline import add_inputs

    def now() -> str:
        return datetime.now(tz=UTC).isoformat(timespec="seconds")

    with progress(quiet=quiet) as tick:
        counts = add_inputs(
            inputs,
            ledger_path(ledger),
            entities=entities,
            started=now(),
            clock=now,
            batch_size=batch_size,
            seconds=seconds_of(seconds),
            stdin=sys.stdin.buffer,
            allow_private=allow_private,
            on_document=tick,
        )
    known = f", {counts.known} already there" if counts.known else ""
    failed = f", {counts.failed} not readable" if counts.failed else ""
    click.echo(f"{counts.added} documents added{known}{failed}", err=True)
    sys.exit(1 if counts.failed else 0)
