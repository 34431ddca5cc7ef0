"""`dragoman entities`: who is named in the ledger, and who held which office."""

from datetime import date, datetime
from pathlib import Path

import click

from dragoman.cli.groups import DefaultGroup
from dragoman.cli.options import filter_options, json_option, ledger_option, limit_option

TABLES = ("holders", "groups", "organisations", "organs", "states", "outlets", "titles")
"""Tables of data/actors to which a user may add rows."""


@click.group(
    cls=DefaultGroup,
    short_help="Who is named in the ledger, who held which office; add your own.",
    subcommand_metavar="[WHO] [OPTIONS] | add TABLE COLUMN=VALUE...",
)
def entities() -> None:
    """List who is named in the ledger, tell who held which office, or add actors of your own.

    `dragoman entities` lists; `dragoman entities "British foreign secretary" --on 2017-04-06` asks the tables;
    `dragoman entities add holders ...` writes a row into a file of yours that `--entities` reads.
    """


@entities.command("list", short_help="List the ledger's entities, or with WHO tell who held which office.")
@click.argument("who", required=False)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="With WHO: on that day (default: today).")
@filter_options
@limit_option
@json_option
@ledger_option
def list_(
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


@entities.command("add")
@click.argument("table", type=click.Choice(TABLES))
@click.argument("cells", nargs=-1, required=True, metavar="COLUMN=VALUE...")
@click.option(
    "--to", "file", type=click.Path(path_type=Path, dir_okay=False), default=Path("my.tsv"), show_default=True
)
def add(table: str, cells: tuple[str, ...], file: Path) -> None:
    """Add a row to your own file of actors, in the format of the packaged tables.

    For instance: dragoman entities add holders code=DNK office="Harbour Master" role=OTH person="Inge Krogh"
    start=2020-01-01 origin=me. The file is checked as a whole before it is written.
    """
    from dragoman.lexicon.actors import overlay_with

    row = {}
    for cell in cells:
        column, sign, value = cell.partition("=")
        if not sign:
            raise click.BadParameter(f"{cell!r}: expected COLUMN=VALUE")
        row[column] = value
    text = overlay_with(file.read_text(encoding="utf-8") if file.exists() else "", table, row)
    file.write_text(text, encoding="utf-8")
    click.echo(f"{file}: one row for {table}; use it with --entities {file}", err=True)
