"""`dragoman diff`: what changed between two runs, by cause."""

from pathlib import Path

import click

from dragoman.cli.options import json_option, ledger_option


@click.command(short_help="What changed between two runs, by cause.")
@click.argument("first", metavar="RUN")
@click.argument("second", metavar="[RUN]", default="now")
@json_option
@ledger_option
def diff(first: str, second: str, as_json: bool, ledger: Path | None) -> None:
    """List the rows that differ between the ledger after one run and after another, counts first.

    Each change is charged to its cause: the text of a document, the vocabulary, a rule (the program's code), a model,
    or a correction; to several where more than one moved between the runs. The second RUN may be "now", which is also
    the default. `dragoman runs` lists the runs.
    """
    import json

    from rich.console import Console

    from dragoman.cli.options import ledger_path
    from dragoman.explore.runs import diff_lines, show_diff
    from dragoman.store import open_ledger
    from dragoman.store.run_diff import diff_runs

    found = diff_runs(open_ledger(ledger_path(ledger), must_exist=True).view(), first, second)
    if as_json:
        for line in diff_lines(found):
            click.echo(json.dumps(line, ensure_ascii=False))
    else:
        show_diff(found, Console())
