"""`dragoman import`: events of other data sets, kept beside the ledger's own."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from dragoman.cli.options import ledger_option

SHOWN_BAD = 20
"""Bad lines of a file that are printed; all are counted."""


@click.command(name="import", short_help="Events of ICEWS, POLECAT, GDELT, ACLED or PLOVER files, beside our own.")
@click.argument("form", metavar="FORMAT", type=click.Choice(["icews", "polecat", "gdelt", "acled", "plover"]))
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--origin", help="What the data set is called in the ledger (default: FORMAT).")
@click.option("--release", help="Its version; kept with every event.")
@click.option("--all-lines", is_flag=True, help=f"Name every bad line, not only the first {SHOWN_BAD} of a file.")
@ledger_option
def import_(  # noqa: PLR0917 (click passes by name)
    form: str,
    files: tuple[Path, ...],
    origin: str | None,
    release: str | None,
    all_lines: bool,
    ledger: Path | None,
) -> None:
    """Keep the events of FILE in the ledger as what they are: coded by others, without text, never mixed with ours.

    FORMAT is icews, polecat, gdelt, acled or plover; FILE may be packed (.gz, .zip). `events`, `relation`, `network`
    and `forecast` use them with --from ORIGIN, `sql` by the view imported_events. Importing a file again adds
    nothing. Lines that cannot be read are named and counted; they make the exit status 1, the others are kept.
    """
    from dragoman.cli.options import ledger_path
    from dragoman.errors import ReadError
    from dragoman.exchange.table import BadLine
    from dragoman.importing import import_file

    failed = False
    for file in files:
        shown = 0

        def name_line(bad: BadLine, file: Path = file) -> None:
            nonlocal shown
            shown += 1
            if all_lines or shown <= SHOWN_BAD:
                click.echo(f"{file} line {bad.line}: {bad.reason}", err=True)
            elif shown == SHOWN_BAD + 1:
                click.echo(f"{file}: more such lines are only counted; --all-lines names them", err=True)

        started = datetime.now(tz=UTC).isoformat(timespec="seconds")
        try:
            done = import_file(
                form, file, ledger_path(ledger), started=started, origin=origin, release=release, on_bad=name_line
            )
        except ReadError as err:
            click.echo(f"dragoman: {err}", err=True)
            failed = True
            continue
        failed |= bool(done.n_bad)
        if done.is_repeat:
            click.echo(f"{file.name}: imported before, nothing to add", err=True)
        else:
            known = f", {done.n_known:,} already there" if done.n_known else ""
            bad = f", {done.n_bad:,} lines not readable" if done.n_bad else ""
            click.echo(f"{file.name}: {done.n_new:,} events added{known}{bad}", err=True)
    sys.exit(1 if failed else 0)
