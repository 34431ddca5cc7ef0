"""`dragoman scenario`: run a scenario file, or draft one from the ledger."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli.groups import DefaultGroup
from dragoman.cli.options import json_option, ledger_option, ledger_path

if TYPE_CHECKING:
    from dragoman.scenario import Stand

_MODELS = ("weighted-mean", "weighted-median", "nash", "challenge")
MOST_POSITIONS = 10_000
"""Positions that a draft takes at most: more than an analyst could check."""


@click.group(
    cls=DefaultGroup,
    no_args_is_help=False,
    short_help="What may come of positions, and what if.",
    subcommand_metavar="FILE.toml [OPTIONS] | COMMAND",
)
def scenario() -> None:
    """Run a scenario over positions: outcome, what moves it, what if, and what speaks against the model.

    `dragoman scenario FILE.toml` runs a file; `dragoman scenario run --help` lists its options.
    """


def _as_changes(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    changes = []
    for text in given:
        name, sign, figure = text.rpartition("=")
        try:
            changes.append((name.strip(), float(figure)))
        except ValueError as err:
            raise click.BadParameter(f"{text!r}: expected ACTOR=NUMBER") from err
        if not sign or not name.strip():
            raise click.BadParameter(f"{text!r}: expected ACTOR=NUMBER")
    return tuple(changes)


@scenario.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--model", type=click.Choice(_MODELS), default="weighted-mean", show_default=True, help="The model.")
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="ACTOR=X",
    callback=_as_changes,
    help="What if ACTOR wanted X (0 to 100).",
)
@click.option("--draws", type=click.IntRange(1), default=10_000, show_default=True, help="Draws from the ranges.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of the draws.")
@click.option("--rounds", type=click.IntRange(1), default=10, show_default=True, help="Rounds of the challenge model.")
@json_option
def run(
    *,
    file: Path,
    model: str,
    changes: tuple[tuple[str, float], ...],
    draws: int,
    seed: int,
    rounds: int,
    as_json: bool,
) -> None:
    """Run the scenario of a TOML file (the command that may be left out)."""
    import json

    from rich.console import Console

    from dragoman.explore.scenario import figures, show_scenario
    from dragoman.scenario import Scenario

    loaded = Scenario.load(file)
    outcome = loaded.run(model=model, draws=draws, seed=seed, rounds=rounds)
    tornado = loaded.sensitivity(model=model, rounds=rounds)
    changed = loaded
    for actor, x in changes:
        changed = changed.with_position(actor, x)
    what_if = {}
    if changes:
        words = ", ".join(f"{actor} = {x:g}" for actor, x in changes)
        what_if[words] = changed.run(model=model, draws=draws, seed=seed, rounds=rounds)
    if as_json:
        click.echo(json.dumps(figures(outcome, tornado, what_if), ensure_ascii=False))
        return
    show_scenario(loaded, outcome, tornado, Console(), what_if=what_if)


@scenario.command()
@click.option("--issue", required=True, help="Part of the issue's label in the ledger.")
@click.option("-o", "out", type=click.Path(path_type=Path), default=None, help="File to write (default: print).")
@ledger_option
def init(issue: str, out: Path | None, ledger: Path | None) -> None:
    """Draft a scenario file from the positions that the ledger holds on an issue.

    Salience and capability stay marked "?": they are yours to judge.
    """
    from dragoman.errors import ScenarioError
    from dragoman.scenario import draft_scenario

    text = draft_scenario(issue, _stands(issue, ledger_path(ledger)))
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as err:
        raise ScenarioError(f"{out}: {err.strerror}, expected a new file in a folder that can be written") from err
    click.echo(f'{out}: fill in every "?", then run: dragoman scenario {out}', err=True)


def _stands(issue: str, ledger: Path) -> "list[Stand]":
    """Return what the ledger's view holds on an issue, as the scenario stage takes it."""
    from dragoman.model import Stance, Status
    from dragoman.scenario import Stand
    from dragoman.store import open_ledger
    from dragoman.store.filters import Filters, positions

    rows = positions(open_ledger(ledger, must_exist=True).view(), Filters(issue=issue, limit=MOST_POSITIONS))
    return [
        Stand(
            position_id=row["position_id"],
            actor=row["actor_name"],
            stance=Stance(row["stance"]),
            object=row["object_name"],
            quotation=row["words"] or "",
            status=Status(row["status"]),
            speaker=row["speaker_name"] or "",
            outlet=row["outlet"] or "",
            since=row["since"],
        )
        for row in rows.to_pylist()
    ]
