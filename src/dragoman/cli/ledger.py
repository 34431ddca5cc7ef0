"""`dragoman ledger`: check a ledger, and make a damaged one whole again."""

import sys
from pathlib import Path

import click

from dragoman.cli.options import json_option

place = click.argument("ledger", required=False, type=click.Path(path_type=Path))


@click.group(short_help="Check a ledger, or repair a damaged one.")
def ledger() -> None:
    """Check a ledger, or make a damaged one whole again."""


@ledger.command("check")
@json_option
@place
def check(ledger: Path | None, as_json: bool) -> None:
    """Read all of LEDGER and say what is wrong with it; nothing is changed.

    LEDGER is its folder (default: dragoman.ledger here, or DRAGOMAN_LEDGER). Every file is read to its end, every
    commit is counted, every text is held against its id. Exit status: 0 all is well, 1 something is wrong.
    """
    import json

    from dragoman.cli.options import ledger_path
    from dragoman.explore.faults import show_check
    from dragoman.store.check import examine

    path = ledger_path(ledger)
    found = examine(path)
    faults = found.faults()
    if as_json:
        click.echo("".join(json.dumps({"place": f.place, "fault": f.what}) + "\n" for f in faults), nl=False)
    else:
        show_check(path, found)
    sys.exit(1 if faults else 0)


@ledger.command("repair")
@click.option("--yes", is_flag=True, help="Do it; without this nothing is changed.")
@place
def repair(ledger: Path | None, yes: bool) -> None:
    """Say what can be repaired in LEDGER and what is lost; with --yes do it.

    What no commit speaks of is dropped, tables are made again from what is intact, and documents are joined anew. All
    that is removed is kept beside the ledger, in LEDGER.aside, for you to delete; so are the texts of documents that
    the ledger cannot hold any more, as a file for dragoman add.
    """
    from dragoman.cli.options import ledger_path
    from dragoman.explore.faults import show_plan, show_repaired
    from dragoman.linking import repair_ledger

    path = ledger_path(ledger)
    if not yes:
        show_plan(path, repair_ledger(path, started=_now(), dry_run=True))
        return
    show_repaired(path, repair_ledger(path, started=_now()))


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(tz=UTC).isoformat(timespec="seconds")
