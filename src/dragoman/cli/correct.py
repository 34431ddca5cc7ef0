"""`dragoman correct`: accept, fix or reject what was coded."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli.options import author_option, json_option, ledger_option

if TYPE_CHECKING:
    from dragoman.store.view import View


@click.command(short_help="Accept, fix or reject what was coded; kept for good.")
@click.argument("record_id", metavar="[ID]", required=False)
@click.option(
    "--field", help="What to correct: status, type, actors, recipients, date, place, attribution, stance, ..."
)
@click.option("--value", help="The right value; none for no value.")
@click.option("--accept", "verdict", flag_value="accept", help="The record (or the field) is right as it reads.")
@click.option("--reject", "verdict", flag_value="reject", help="The record is wrong: it counts nowhere any more.")
@click.option("--withdraw", "verdict", flag_value="withdraw", help="Take corrections of the record (or field) back.")
@click.option("--reason", help="Why; needed to fix and to reject.")
@author_option
@click.option("--list", "listed", is_flag=True, help="List the corrections and what became of each.")
@click.option("--detached", is_flag=True, help="With --list: only those that belong to no record any more.")
@click.option("--disputed", is_flag=True, help="With --list: only those on which two authors differ.")
@json_option
@ledger_option
def correct(
    *,
    record_id: str | None,
    field: str | None,
    value: str | None,
    verdict: str | None,
    reason: str | None,
    author: str | None,
    listed: bool,
    detached: bool,
    disputed: bool,
    as_json: bool,
    ledger: Path | None,
) -> None:
    """Correct the record ID (an event, telling, position, expectation or cause), or list what was corrected.

    A correction is kept beside the coded record with author, time and reason, and tied to the words of the text: it
    holds, too, when the document is coded anew. Of several for one field the latest holds; none is lost. Actors are
    given by id, code or name, several with ";"; days as 2017-04-06, 2017-04 or 2017-04-01..2017-04-10; places as
    "Benghazi, LBY"; sources as outlet, an actor, "anonymous: a senior diplomat" or "document: the report".

    \b
    dragoman correct e173c182c --field status --value cancelled --reason "called off in the next sentence"
    dragoman correct e173c182c --reject --reason "a film title"
    dragoman correct --list --detached
    """  # noqa: D301 (click's mark for lines to be kept)
    from dragoman.cli.options import author_name, ledger_path
    from dragoman.errors import ConfigError
    from dragoman.linking import correct_record
    from dragoman.store import open_ledger
    from dragoman.store.corrections import Change

    held = open_ledger(ledger_path(ledger), must_exist=True)
    if listed or detached or disputed:
        if record_id or field or value or verdict:
            raise ConfigError("correct --list: lists all corrections, expected no ID and nothing to change beside it")
        _show(held.view(), detached=detached, disputed=disputed, as_json=as_json)
        return
    if record_id is None:
        raise ConfigError("correct: no ID, expected that of a record, or --list")
    change = Change(field=field, value=value, verdict=verdict)
    if verdict in {None, "reject"} and not (reason or "").strip():
        raise ConfigError("correct: no --reason, expected why the coded value is wrong")
    at = datetime.now(tz=UTC).isoformat(timespec="seconds")
    made = correct_record(held.path, record_id, change, author=author_name(author), at=at, reason=reason or "")
    first = made[0]
    more = f" in {len(made)} documents" if len(made) > 1 else ""
    click.echo(f"{first.kind} {record_id}: {first.field} {first.value}{more}", err=True)


def _show(view: "View", *, detached: bool, disputed: bool, as_json: bool) -> None:
    from rich.console import Console

    from dragoman.explore.corrections import show_corrections
    from dragoman.explore.tables import json_lines
    from dragoman.store.corrections import corrections_table

    table = corrections_table(view, detached=detached, disputed=disputed)
    if as_json:
        click.echo(json_lines(table), nl=False)
    elif table.num_rows:
        show_corrections(table, Console())
    else:
        kind = "detached " if detached else "disputed " if disputed else ""
        click.echo(f"no {kind}corrections", err=True)
