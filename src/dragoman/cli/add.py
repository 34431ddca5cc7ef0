"""`dragoman add`: read and keep."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from dragoman.cli.options import ledger_option, private_option, seconds_option

if TYPE_CHECKING:
    from dragoman.pipeline import FanOut

STOPPED: Final = 130
"""Exit status after Ctrl-C, as shells expect it."""


@click.command(short_help="Read INPUT and keep it in the ledger.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@private_option
@seconds_option
@click.option("--entities", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Your own actors.")
@click.option("--batch-size", type=click.IntRange(1, 1000), default=500, show_default=True, help="Documents a commit.")
@click.option("--workers", type=click.IntRange(1), help="Processes that read side by side (default: 1).")
@click.option("--cluster", metavar="ADDRESS", help="Read on the Dask cluster with this scheduler, tcp://HOST:8786.")
@click.option("--quiet", is_flag=True, help="No progress.")
@ledger_option
def add(  # noqa: PLR0917 (click passes by name)
    inputs: tuple[str, ...],
    allow_private: bool,
    seconds: int | None,
    entities: Path | None,
    batch_size: int,
    workers: int | None,
    cluster: str | None,
    quiet: bool,
    ledger: Path | None,
) -> None:
    """Read INPUT and keep it in the ledger. Safe to repeat, to stop and to resume.

    INPUT is a .txt, .html, .json or .jsonl file, a folder of them, an address (https://...), or - for standard input.
    Addresses that are not public are fetched only with --allow-private. Unreadable inputs are
    named on standard error and make the exit status 1; everything else is kept.
    Ctrl-C keeps what was read and stops; the same command goes on from there. A document over which a worker dies twice
    is left out and named; the next add tries it again.
    """
    from dragoman.cli.options import ledger_path, seconds_of
    from dragoman.cli.progress import progress
    from dragoman.pipeline import add_inputs
    from dragoman.read.count import count_documents

    def now() -> str:
        return datetime.now(tz=UTC).isoformat(timespec="seconds")

    limit = seconds_of(seconds)
    fan_out = _fan_out(workers, cluster, entities, limit)
    total = None if quiet or not sys.stderr.isatty() else count_documents(inputs)
    try:
        with progress(quiet=quiet, total=total) as tick:
            counts = add_inputs(
                inputs,
                ledger_path(ledger),
                entities=entities,
                started=now(),
                clock=now,
                batch_size=batch_size,
                seconds=limit,
                stdin=sys.stdin.buffer,
                allow_private=allow_private,
                on_document=tick,
                fan_out=fan_out,
            )
    except KeyboardInterrupt:
        click.echo("stopped; all that was read is kept, the same command goes on from there", err=True)
        sys.exit(STOPPED)
    known = f", {counts.known} already there" if counts.known else ""
    failed = f", {counts.failed} not readable" if counts.failed else ""
    click.echo(f"{counts.added} documents added{known}{failed}", err=True)
    sys.exit(1 if counts.failed else 0)


def _fan_out(workers: int | None, cluster: str | None, entities: Path | None, seconds: float) -> "FanOut | None":
    """Return what reads side by side, None for this process alone."""
    import os

    from dragoman.config import load_config
    from dragoman.fanout import by_processes, on_cluster

    def trouble(line: str) -> None:
        click.echo(f"dragoman: {line}", err=True)

    if workers is not None and cluster is not None:
        raise click.UsageError("--workers and --cluster: expected one of the two")
    if cluster is not None:
        return on_cluster(cluster, entities=entities, seconds=seconds, on_trouble=trouble)
    n_workers = workers or load_config(Path.cwd(), os.environ).workers
    return by_processes(n_workers, entities=entities, seconds=seconds, on_trouble=trouble) if n_workers > 1 else None
