"""`dragoman runs`: the runs of a ledger, and what one was made with."""

from pathlib import Path

import click

from dragoman.cli.options import json_option, ledger_option


@click.command(short_help="The runs of a ledger; what one was made with.")
@click.argument("run", required=False)
@json_option
@ledger_option
def runs(run: str | None, as_json: bool, ledger: Path | None) -> None:
    """List the runs that added documents; with RUN, print the manifest of one as JSON.

    A manifest names program, options and times, every file of code and vocabulary and every model by hash, and the
    documents that the run added, whose ids are hashes of their texts.
    """
    import json

    from rich.console import Console

    from dragoman.cli.options import ledger_path
    from dragoman.explore.runs import show_runs
    from dragoman.explore.tables import json_lines
    from dragoman.store import open_ledger
    from dragoman.store.runs import NOW, find_run, manifest_of, runs_table

    view = open_ledger(ledger_path(ledger), must_exist=True).view()
    if run is not None:
        if run == NOW:
            raise click.UsageError("runs now: expected the id of a run, as dragoman runs lists it")
        form = manifest_of(view, find_run(view, run))
        click.echo(json.dumps(form, ensure_ascii=False, indent=None if as_json else 1))
        return
    table = runs_table(view)
    if as_json:
        click.echo(json_lines(table), nl=False)
    elif table.num_rows:
        show_runs(table, Console())
    else:
        click.echo("no runs: the ledger holds no documents yet; add some with: dragoman add INPUT...", err=True)
