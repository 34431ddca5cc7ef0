"""`dragoman network`: who stands with whom and against whom."""

from datetime import datetime, timedelta
from pathlib import Path

import click

from dragoman.cli.options import json_option, ledger_option, origin_option

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(short_help="Who stands with whom and against whom, and in which camps.")
@click.option("--since", type=_DAY, help="First day of the window, YYYY-MM-DD.")
@click.option("--until", type=_DAY, help="Last day of the window, YYYY-MM-DD.")
@click.option("--change", type=_DAY, help="Also show what is different from this day on.")
@origin_option(many=True)
@click.option("--min-acts", type=click.IntRange(1), default=1, show_default=True, help="Least acts of an edge.")
@json_option
@ledger_option
def network(
    since: datetime | None,
    until: datetime | None,
    *,
    change: datetime | None,
    min_acts: int,
    origins: tuple[str, ...],
    as_json: bool,
    ledger: Path | None,
) -> None:
    """Show the network of alignments that events and stances make: camps, edges with evidence, balance.

    An edge is the summed tone of the acts of two actors over their number + 2; balance stands beside that of shuffled
    signs. With --change DAY the edges before and from that day are compared. With --json: the edges, or the changes.
    """
    from rich.console import Console

    from dragoman.api import open_ledger
    from dragoman.cli.options import ledger_path
    from dragoman.errors import ConfigError
    from dragoman.explore.network import show_change, show_network, span
    from dragoman.explore.tables import json_lines
    from dragoman.store import open_ledger as open_stored
    from dragoman.track import compare_networks

    path = ledger_path(ledger)
    open_stored(path, must_exist=True)
    held = open_ledger(path)
    first, last = (day.date() if day else None for day in (since, until))
    if first and last and first > last:
        raise ConfigError(f"--since {first} --until {last}: expected the earlier day first")
    turn = change.date() if change else None
    if turn and ((first and turn <= first) or (last and turn > last)):
        raise ConfigError(f"--change {turn}: expected a day within {span(first, last)}")
    found = held.network(first, last, min_acts=min_acts, origins=origins)
    if not found.edges:
        click.echo(f"nothing found: no event or stance joins two coded actors, {span(first, last)}", err=True)
        return
    difference = None
    if turn:
        before = held.network(first, turn - timedelta(days=1), min_acts=min_acts, origins=origins)
        difference = compare_networks(before, held.network(turn, last, min_acts=min_acts, origins=origins))
    if as_json:
        click.echo(json_lines((difference or found).to_arrow()), nl=False)
        return
    show_network(found, Console())
    if difference:
        show_change(difference, Console())
