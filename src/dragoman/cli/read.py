"""`dragoman read`: read and print; keeps nothing."""

import sys
from pathlib import Path

import click

from dragoman.cli.options import private_option, seconds_option


@click.command(short_help="Read INPUT and print what was found; keep nothing.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--json", "as_json", is_flag=True, help="Print one record a line in the exchange form.")
@private_option
@seconds_option
@click.option("--entities", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Your own actors.")
def read(
    inputs: tuple[str, ...], allow_private: bool, seconds: int | None, as_json: bool, entities: Path | None
) -> None:
    """Read INPUT and print what was found; nothing is kept.

    INPUT is a .txt, .html, .json or .jsonl file, a folder of them, an address (https://...), or - for standard input.
    Addresses that are not public are fetched only with --allow-private. Unreadable inputs are
    named on standard error and make the exit status 1; everything else is read.
    """
    from rich.console import Console

    from dragoman.cli.options import seconds_of
    from dragoman.explore.terminal import show_record
    from dragoman.model.codec import encode_record
    from dragoman.reader import load_reader, read_inputs

    console = Console(soft_wrap=False)
    failures = 0
    for record, receipt in read_inputs(
        inputs,
        reader=load_reader(entities, seconds=seconds_of(seconds)),
        stdin=sys.stdin.buffer,
        allow_private=allow_private,
    ):
        if receipt.outcome != "ok":
            click.echo(f"{receipt.source}: {receipt.outcome}: {receipt.detail}", err=True)
        if record is None:
            failures += receipt.outcome in {"failed", "skipped"}
        elif as_json:
            click.echo(encode_record(record))
        else:
            show_record(record, console)
    sys.exit(1 if failures else 0)
