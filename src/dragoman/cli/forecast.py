"""`dragoman forecast`: the chance of acts to come, kept and scored when it falls due."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli.options import json_option, ledger_option, origin_option

if TYPE_CHECKING:
    from dragoman.api import Ledger
    from dragoman.store.view import View
    from dragoman.track import Forecasts


@click.command(short_help="The chance of acts to come, kept and scored when due.")
@click.argument("pair", metavar="[A B]", nargs=-1)
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help="Last day that is taken as known (default: the ledger's)."
)
@origin_option(many=True)
@click.option("--keep", is_flag=True, help="Keep the forecasts in the ledger until they are due.")
@click.option("--score", is_flag=True, help="Score the kept forecasts that fell due before the day.")
@json_option
@ledger_option
def forecast(
    pair: tuple[str, ...],
    *,
    day: datetime | None,
    keep: bool,
    score: bool,
    origins: tuple[str, ...],
    as_json: bool,
    ledger: Path | None,
) -> None:
    """Show for A and B (codes such as GBR RUS), or all pairs, the chance of an act within 7 and 30 days.

    Acts are the four classes of what is said and done, for and against. Without --day the last day is that of the
    latest document. A forecast that is kept is never changed; --score tells how good those that fell due were.
    """
    from dragoman.api import open_ledger
    from dragoman.cli.options import ledger_path
    from dragoman.errors import ConfigError
    from dragoman.store import open_ledger as open_stored
    from dragoman.store.dyads import event_codes

    if len(pair) not in {0, 2}:
        raise ConfigError(f"forecast: {len(pair)} codes ({' '.join(pair)}), expected two or none")
    if score and (keep or pair):
        raise ConfigError("--score: scores all kept forecasts, expected no codes and no --keep beside it")
    if origins != ("dragoman",) and (keep or score):
        raise ConfigError(
            "--from: forecasts are kept and scored by the ledger's own events, expected none beside --keep or --score"
        )
    path = ledger_path(ledger)
    view = open_stored(path, must_exist=True).view()
    held, known = open_ledger(path), day.date() if day else None
    if score:
        _score(held, view, known, as_json=as_json)
        return
    unknown = sorted({code.upper() for code in pair} - event_codes(view, origins))
    if unknown:
        click.echo(f"nothing found: the ledger holds no event between two actors with {' or '.join(unknown)}", err=True)
        return
    found = held.forecast(known, dyads=[(pair[0], pair[1]), (pair[1], pair[0])] if pair else None, origins=origins)
    if not len(found):
        click.echo("nothing found: the documents up to that day reach back less than 7 days", err=True)
        return
    _print(found, as_json=as_json)
    if keep:
        new = held.keep_forecasts(found)
        click.echo(f"{new} forecasts kept, {len(found) - new} were kept before", err=True)


def _print(found: "Forecasts", *, as_json: bool) -> None:
    from rich.console import Console

    from dragoman.explore.forecast import show_forecasts
    from dragoman.explore.tables import json_lines

    if as_json:
        click.echo(json_lines(found.to_arrow()), nl=False)
    else:
        show_forecasts(found.items, Console())


def _score(ledger: "Ledger", view: "View", day: date | None, *, as_json: bool) -> None:
    import json
    from dataclasses import asdict

    from rich.console import Console

    from dragoman.explore.forecast import show_score
    from dragoman.store.forecasts import count_kept

    kept, late = count_kept(view)
    result = ledger.score_forecasts(day)
    if result is None:
        why = (
            f"none of the {kept} kept forecasts is due yet"
            if kept
            else "none kept; keep some: dragoman forecast --keep"
        )
        click.echo(f"nothing to score: {why}", err=True)
    elif as_json:
        click.echo(json.dumps({**asdict(result), "n_pending": kept - result.n, "n_hindsight": late}))
    else:
        notes = [f"{kept - result.n} more are not due yet"] if kept > result.n else []
        if late:
            notes.append(f"{late} of the {kept} were kept after their last day: a test on the past")
        show_score(result, Console(), notes=notes)
