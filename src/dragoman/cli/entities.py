"""`dragoman entities`: who is named in the ledger, and who held which office."""

from datetime import date, datetime
from pathlib import Path

import click

from dragoman.cli.options import filter_options, json_option, ledger_option, limit_option


@click.command(short_help="Who is named in the ledger; with WHO, who held which office.")
@click.argument("who", required=False)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="With WHO: on that day (default: today).")
@filter_options
@limit_option
@json_option
@ledger_option
def entities(
    who: str | None,
    on: datetime | None,
    ledger: Path | None,
    as_json: bool,
    type_: str | None,
    **chosen: str | int | date | None,
) -> None:
    """List who is named in the ledger, those in most events first.

    With WHO ("the British foreign secretary", "Lavrov", "president of Egypt") tell instead who held which office on a
    day, from the tables alone; no ledger is needed.
    """
    from dragoman.cli.show import show
    from dragoman.explore.tables import ENTITIES
    from dragoman.store.filters import Filters
    from dragoman.store.filters import entities as find

    if who is not None:
        from dragoman.explore.offices import show_holders
        from dragoman.lexicon.offices import who as holders

        day = on.date() if on else datetime.now().astimezone().date()
        show_holders(who, day, holders(who, on=day), as_json=as_json)
        return
    show(ledger, Filters(type=type_, **chosen), find, columns=ENTITIES, as_json=as_json)  # type: ignore[arg-type]
