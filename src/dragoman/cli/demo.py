"""`dragoman demo`: read the shipped example dispatches into a fresh ledger and show what was found."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click


@click.command(short_help="Read the example dispatches and show what was found.")
@click.option("--keep", type=click.Path(path_type=Path), help="Folder for the ledger (default: a temporary one).")
def demo(keep: Path | None) -> None:
    """Read the fourteen example dispatches into a fresh ledger and show what was found."""
    from rich.console import Console

    from dragoman.cli.progress import progress
    from dragoman.explore.overview import show_overview
    from dragoman.pipeline import add_inputs, examples
    from dragoman.store import open_ledger

    folder = keep or Path(tempfile.mkdtemp(prefix="dragoman-demo-")) / "demo.ledger"
    started = datetime.now(tz=UTC).isoformat(timespec="seconds")
    inputs = examples()
    with progress(quiet=False, total=sum(p.is_file() for p in inputs.iterdir())) as tick:
        add_inputs([inputs], folder, started=started, on_document=tick)
    show_overview(open_ledger(folder).view(), Console())
    click.echo(f"\nThe ledger is in {folder}. Next:")
    click.echo(f"  dragoman events --actor PRT --status cancelled --ledger {folder}")
    click.echo("  dragoman read YOUR-ARTICLE.txt")
