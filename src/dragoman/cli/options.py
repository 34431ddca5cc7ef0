"""Options that several commands share."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import click

F = TypeVar("F", bound=Callable[..., object])


def as_day(_: click.Context, __: click.Parameter, value: datetime | None) -> date | None:
    """Return the day of an option."""
    return value.date() if value else None


ledger_option = click.option(
    "--ledger",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder of the ledger (default: dragoman.ledger here, or DRAGOMAN_LEDGER).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON lines for programs.")
private_option = click.option(
    "--allow-private", is_flag=True, help="Also fetch private, loopback and other addresses that are not public."
)
seconds_option = click.option(
    "--seconds",
    type=click.IntRange(1),
    help="Processor time for one document; one that needs more is given up (default: 120, or DRAGOMAN_SECONDS).",
)
limit_option = click.option("--limit", type=click.IntRange(1), default=500, show_default=True, help="Rows at most.")
author_option = click.option("--author", help="Who decides (default: DRAGOMAN_AUTHOR, else the account's name).")
_DAY = click.DateTime(["%Y-%m-%d"])


reason_option = click.option("--reason", default="", help="Why; kept with the decision.")


def filter_options(command: F) -> F:
    """Add the filters that all tables of the ledger understand."""
    for option in reversed(
        [
            click.option("--actor", help="ISO or organisation code (GBR, NATO), entity id, or part of a name."),
            click.option("--recipient", help="The same, as recipient only."),
            click.option("--type", "type_", help="PLOVER type: CONSULT, ACCUSE, ..."),
            click.option("--status", help="happened, planned, cancelled, denied, ..."),
            click.option("--since", type=_DAY, callback=as_day, help="First day, YYYY-MM-DD."),
            click.option("--until", type=_DAY, callback=as_day, help="Last day, YYYY-MM-DD."),
            click.option("--issue", help="Part of an issue's label."),
            click.option("--outlet", help="Part of an outlet's name."),
            click.option("--source-kind", "speaker_kind", help="named, anonymous, outlet, document or hearsay."),
            click.option("--text", help="Part of the words."),
        ]
    ):
        command = option(command)
    return command


def origin_option(*, many: bool) -> Callable[[F], F]:
    """Return the option that chooses whose events count; `many` lets it be given several times."""
    text = "Whose events: dragoman (the ledger's own, the default) or an imported data set such as icews"
    if many:
        return click.option(
            "--from", "origins", multiple=True, default=("dragoman",), help=text + "; repeat for several."
        )
    return click.option("--from", "origin", default="dragoman", help=text + ".")


def ledger_path(given: Path | None) -> Path:
    """Return the ledger's folder: the flag, else the environment, else `dragoman.toml`, else the default."""
    if given is not None:
        return given
    import os

    from dragoman.config import load_config

    return load_config(Path.cwd(), os.environ).ledger


def seconds_of(given: int | None) -> int:
    """Return the longest time for one document: the flag, else the environment or `dragoman.toml`, else the default."""
    if given is not None:
        return given
    import os

    from dragoman.config import load_config

    return load_config(Path.cwd(), os.environ).seconds


def author_name(given: str | None) -> str:
    """Return who corrects: the flag, else the environment or `dragoman.toml`, else the account's name; "" for none."""
    import getpass
    import os

    from dragoman.config import load_config

    name = given or load_config(Path.cwd(), os.environ).author
    if name:
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name
        return ""
