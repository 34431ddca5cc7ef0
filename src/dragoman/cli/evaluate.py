"""`dragoman evaluate`: score records against gold."""

import json
from pathlib import Path

import click


@click.command(short_help="Score PREDICTED records against GOLD.")
@click.argument("gold", type=click.Path(path_type=Path, exists=True))
@click.argument("predicted", type=click.Path(path_type=Path, exists=True))
@click.option("--fold", is_flag=True, help="Fold types the PLOVER-strict way on both sides first.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object of figures.")
@click.option("--per-doc", is_flag=True, help="Print the main figures of each document too.")
def evaluate(gold: Path, predicted: Path, fold: bool, as_json: bool, per_doc: bool) -> None:
    """Score PREDICTED records against GOLD.

    Both are folders of JSON records or JSON Lines files, as `dragoman read --json` writes them.
    """
    from dragoman.evaluate import evaluate as score
    from dragoman.evaluate.report import table

    report = score(gold, predicted, fold=fold)
    if as_json:
        click.echo(json.dumps({f.name: round(f.value, 4) for f in report.figures}))
        return
    click.echo(table(report))
    if per_doc:
        for doc_id, figures in report.per_document.items():
            main = "  ".join(f"{f.name.split(' (')[0]} {f.value:.2f}" for f in figures[:4])
            click.echo(f"{doc_id:24s} {main}")
