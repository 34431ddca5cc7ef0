"""`dragoman alert`: stored queries that report what is new since they last ran."""

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli.options import filter_options, json_option, ledger_option

if TYPE_CHECKING:
    from dragoman.store.alerts import News

NEW, NOTHING, FAILED = 0, 1, 2
"""Exit status of `alert run`, as that of grep."""


@click.group(short_help="Stored queries that report what is new.")
def alert() -> None:
    """Store queries, and report what is new since each last ran."""


@alert.command("add")
@click.argument("name")
@click.option("--sql", help="One SELECT over the ledger's views, instead of filters over events.")
@click.option("--from-now", is_flag=True, help="Do not report what the ledger holds already.")
@filter_options
@ledger_option
def add(
    *, name: str, sql: str | None, from_now: bool, ledger: Path | None, type_: str | None, **chosen: str | date | None
) -> None:
    """Store an alert NAME: the events that pass the filters, or the rows of an SQL query.

    \b
    dragoman alert add gas-cancelled --issue gas --status cancelled
    dragoman alert add quarrels --sql "SELECT event_id, other_id FROM disputes"
    """  # noqa: D301 (click's mark for lines to be kept)
    from dragoman.cli.options import ledger_path
    from dragoman.errors import ConfigError
    from dragoman.store import open_ledger
    from dragoman.store.alerts import add_alert
    from dragoman.store.filters import Filters

    filters = Filters(type=type_, **chosen)  # type: ignore[arg-type]
    if sql is not None and filters.given():
        raise ConfigError("alert add: --sql beside filters, expected one of them")
    held = open_ledger(ledger_path(ledger), must_exist=True)
    kept = add_alert(held, name, sql if sql is not None else filters, at=_now(), from_now=from_now)
    click.echo(f"alert {kept.name}: {kept.words()}; run it with: dragoman alert run {kept.name}", err=True)


@alert.command("list")
@json_option
@ledger_option
def list_(as_json: bool, ledger: Path | None) -> None:
    """List the alerts with their queries and how much each has reported."""
    import json

    from rich.console import Console
    from rich.markup import escape

    from dragoman.cli.options import ledger_path
    from dragoman.explore.terminal import grid
    from dragoman.store import open_ledger
    from dragoman.store.alerts import alerts

    view = open_ledger(ledger_path(ledger), must_exist=True).view()
    counted = view.query("SELECT alert_id, count(*) AS n FROM alert_seen GROUP BY alert_id").to_pylist()
    seen = {row["alert_id"]: row["n"] for row in counted}
    rows = [(a.name, a.words(), a.at, seen.get(a.alert_id, 0)) for a in alerts(view)]
    if as_json:
        names = ("name", "query", "added", "reported")
        click.echo("".join(json.dumps(dict(zip(names, row, strict=True))) + "\n" for row in rows), nl=False)
    elif rows:
        table = grid(("name", "query", "added", "reported"))
        for name, query, at, n in rows:
            table.add_row(escape(name), escape(query), at[:10], str(n))
        Console().print(table)
    else:
        click.echo("no alerts; store one with: dragoman alert add NAME [FILTERS]", err=True)


@alert.command("remove")
@click.argument("name")
@ledger_option
def remove(name: str, ledger: Path | None) -> None:
    """Remove the alert NAME; one added under that name later begins anew."""
    from dragoman.cli.options import ledger_path
    from dragoman.store import open_ledger
    from dragoman.store.alerts import remove_alert

    remove_alert(open_ledger(ledger_path(ledger), must_exist=True), name, at=_now())
    click.echo(f"alert {name} removed", err=True)


@alert.command("run")
@click.argument("name", required=False)
@click.option("--peek", is_flag=True, help="Report, but take nothing as seen.")
@json_option
@ledger_option
def run(name: str | None, peek: bool, as_json: bool, ledger: Path | None) -> None:
    """Report what is new for the alert NAME, or for all, since each last ran.

    Exit status: 0 something is new, 1 nothing is, 2 an error. A row counts as reported once it was printed: where a run
    is killed before that, or its output is cut off, the next one reports the row again, so nothing is missed and a row
    may come twice.
    """
    sys.exit(_run(name, peek=peek, as_json=as_json, ledger=ledger))


def _run(name: str | None, *, peek: bool, as_json: bool, ledger: Path | None) -> int:
    from dragoman.cli.options import ledger_path
    from dragoman.errors import DragomanError
    from dragoman.store import open_ledger
    from dragoman.store.alerts import alerts, find_alert, mark_seen, news

    status = NOTHING
    try:
        held = open_ledger(ledger_path(ledger), must_exist=True)
        view = held.view()
        asked = (find_alert(view, name),) if name else alerts(view)
    except DragomanError as err:
        click.echo(f"dragoman: {err}", err=True)
        return FAILED
    for each in asked:
        try:
            found = news(view, each)
            if found.keys:
                _print(found, as_json=as_json)
                status = NEW if status == NOTHING else status
                if not peek:
                    mark_seen(held, found, at=_now())
        except DragomanError as err:
            click.echo(f"dragoman: alert {each.name}: {err}", err=True)
            status = FAILED
        except OSError as err:  # the pipe was closed, the disk is full: what was not printed is not taken as seen
            click.echo(f"dragoman: alert {each.name}: cannot print: {err.strerror}", err=True)
            sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (till the end of the process)
            return FAILED
    if status == NOTHING:
        click.echo("nothing new" if asked else "no alerts; store one with: dragoman alert add NAME [FILTERS]", err=True)
    return status


def _print(found: "News", *, as_json: bool) -> None:
    """Print the new rows and wait until they are out."""
    from rich.console import Console
    from rich.markup import escape

    from dragoman.explore.tables import EVENTS, json_line, show_rows, show_table
    from dragoman.store.alerts import as_rows

    if as_json:
        click.echo("".join(json_line(row) + "\n" for row in as_rows(found)), nl=False)
    else:
        console = Console()
        console.print(f"\n[bold]{escape(found.alert.name)}[/]  [dim]{len(found.keys)} new[/]")
        if found.alert.sql is None:
            show_table(found.rows, EVENTS, console)
        else:
            show_rows(found.rows, console)
    sys.stdout.flush()


def _now() -> str:
    return datetime.now(tz=UTC).isoformat(timespec="seconds")
