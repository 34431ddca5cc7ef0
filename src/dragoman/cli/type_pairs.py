"""`dragoman type-pairs`: type the relation between two marked parties of a sentence."""

import json
from pathlib import Path

import click


@click.command("type-pairs", short_help="Type the relation between two marked parties of each sentence.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def type_pairs(file: Path) -> None:
    """Type what a marked actor does to a marked recipient, a line for each line of FILE (JSON Lines).

    A line has id, text, source and target; source and target are [start, end] in code points, or an object with such
    a span. Printed are id, root (a PLOVER type, the strict way: what is only intended is AGREE, only asked for
    REQUEST, only threatened THREATEN), quad (1 to 4: verbal and material cooperation, verbal and material conflict)
    and score, 0 to 1.
    """
    from dragoman.pairs import read_pairs, type_relations

    for given_id, relation in type_relations(read_pairs(file)):
        line = {"id": given_id, "root": relation.root, "quad": relation.quad, "score": round(relation.score, 4)}
        click.echo(json.dumps(line))
