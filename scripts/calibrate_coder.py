"""Measures how often the coder is right, by who told the act, and writes data/coder/confidence.tsv.

    python scripts/calibrate_coder.py [--write]

The passages are those held out of training, so neither the network nor the rules have seen them. An act is right when
type, actors and recipients are those of an act marked in the same passage whose trigger touches it or stands in its
sentence. Printed are the shares with the number of acts behind them, and the expected calibration error that the table
has on the other half of the passages (fitted on one half, measured on the other).
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from coder_markup import Act, Passage, documents_of, read_passages
from coder_passages import PASSAGES, is_held_out

from dragoman.coding import code
from dragoman.coding.learned import sides_named, told_by
from dragoman.coding.pairs import MUTUAL
from dragoman.lexicon.actors import load_actors
from dragoman.model import EventType, Evidence, Resolved
from dragoman.resolve import resolve
from dragoman.resolve.parser import load_parser

TABLE = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "data" / "coder" / "confidence.tsv"
PRIOR = 10.0
"""Acts at the overall share that are added to each row, so that a rare row is not taken at its word."""
HEAD = """# How often an act is right in type and in both sides, by who told it and how many sides are named.
# Made by scripts/calibrate_coder.py from the held-out passages of training/; n is the number of acts behind a share.
told_by\tsides\tshare\tn
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One coded act: its class and whether it is right."""

    told_by: str
    sides: int
    is_right: bool
    half: int


def judged(passages: Sequence[Passage]) -> Iterator[Judged]:
    """Yield every act that the coder tells of the passages, judged."""
    parser, tables = load_parser(), load_actors()
    for k, (passage, (document, parse)) in enumerate(
        zip(passages, parser.parse_all(documents_of(passages), batch_size=32), strict=True)
    ):
        found = resolve(document, parse, tables=tables)
        coding = code(found)
        named = replace(found, mentions=(*found.mentions, *coding.mentions))
        for ev in coding.evidence:
            if not ev.is_mention_only:
                yield Judged(
                    told_by=told_by(ev), sides=sides_named(ev), is_right=is_right(ev, passage, named), half=k % 2
                )


def is_right(ev: Evidence, passage: Passage, found: Resolved) -> bool:
    """Tell whether an act with this type and these sides is marked near the telling's trigger."""
    sentence = next(
        (first, last)
        for first, last in found.parse.sentences
        if found.parse.tokens[first].start <= ev.trigger.start < found.parse.tokens[last - 1].end
    )
    low, high = found.parse.tokens[sentence[0]].start, found.parse.tokens[sentence[1] - 1].end
    near = [a for a in passage.acts if a.type == ev.type and low <= a.start < high]
    return any(same_sides(ev, act, passage, found) for act in near)


def same_sides(ev: Evidence, act: Act, passage: Passage, found: Resolved) -> bool:
    """Tell whether both sides of a telling are those of a marked act."""
    return sides_as_marked(ev.type, (ev.actors, ev.recipients), act, passage, found)


def sides_as_marked(
    kind: EventType, sides: tuple[Sequence[str], Sequence[str]], act: Act, passage: Passage, found: Resolved
) -> bool:
    """Tell whether actors and recipients are the marked ones, by mentions that overlap."""

    def marked(entity_id: str) -> str:
        spans = [m.span for m in found.mentions if m.entity_id == entity_id]
        return next((m.id for m in passage.mentions for s in spans if s.start < m.end and m.start < s.end), entity_id)

    actors, recipients = ({marked(x) for x in side} for side in sides)
    if kind in MUTUAL and actors | recipients == {*act.actors, *act.recipients}:
        return True
    return actors == set(act.actors) and recipients == set(act.recipients)


def table_of(acts: Sequence[Judged]) -> dict[tuple[str, int], tuple[float, int]]:
    """Return the share of right acts and their number for each class, drawn a little to the overall share."""
    overall = sum(a.is_right for a in acts) / len(acts)
    found = {}
    for key in sorted({(a.told_by, a.sides) for a in acts}):
        group = [a.is_right for a in acts if (a.told_by, a.sides) == key]
        found[key] = ((sum(group) + PRIOR * overall) / (len(group) + PRIOR), len(group))
    return found


def calibration_error(acts: Sequence[Judged]) -> float:
    """Return the expected calibration error of a table fitted on the one half of the passages, taken on the other."""
    table = table_of([a for a in acts if a.half == 0])
    tested = [a for a in acts if a.half == 1 and (a.told_by, a.sides) in table]
    error = 0.0
    for key in table:
        group = [a.is_right for a in tested if (a.told_by, a.sides) == key]
        if group:
            error += abs(sum(group) / len(group) - table[key][0]) * len(group) / len(tested)
    return error


def main() -> None:
    """Print the table and its error; with --write keep it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    passages = [p for path in sorted(PASSAGES.glob("*.txt")) for p in read_passages(path) if is_held_out(p)]
    acts = list(judged(passages))
    rows = [f"{who}\t{sides}\t{share:.3f}\t{n}" for (who, sides), (share, n) in table_of(acts).items()]
    print(HEAD + "\n".join(rows))
    print(f"expected calibration error, half against half: {calibration_error(acts):.3f} over {len(acts)} acts")
    if options.write:
        TABLE.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
