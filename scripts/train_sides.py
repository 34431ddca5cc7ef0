"""Fits the weights by which the coder chooses who did it to whom, and writes data/coder/sides.tsv.

    python scripts/train_sides.py [--write]

The acts are those of the passages that the network was not trained on and of whole articles, each read with its marked
type at its marked words, so that the network's chances are as it says them of texts it has not seen; run again when the
network was trained anew. Whole articles are needed because more of their sides are empty. Printed is how often both
sides are right by weights fitted on four fifths of the texts, in the fifth.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from calibrate_coder import sides_as_marked
from coder_markup import Passage, documents_of, read_passages
from coder_passages import PASSAGES, TRAINING, is_held_out, top_of
from torch import Tensor

from dragoman.coding.analysis import analyse
from dragoman.coding.encoder import EncoderReader
from dragoman.coding.events import EventReader
from dragoman.coding.learned import LearnedReader
from dragoman.coding.sides import Choice, choices
from dragoman.lexicon.actors import load_actors
from dragoman.lexicon.cues import load_cues
from dragoman.lexicon.network import load_network
from dragoman.lexicon.predicates import load_predicates
from dragoman.model import EventType, Resolved
from dragoman.resolve import resolve
from dragoman.resolve.parser import load_parser

TABLE = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "data" / "coder" / "sides.tsv"
HEAD = """# What speaks for a pair of sides of an act, in logits, beside the other pairs that the act may have.
# Made by scripts/train_sides.py from passages and articles of training/ that the network was not trained on; the
# features are those of coding/sides.py.
feature\tweight
"""
FOLDS = 5
SHRINK = 2.0
"""Weight of the squared weights in the loss (2 and 6 tried, with the same sides right in articles and more in passages
at 2)."""
STEPS = 60
"""Steps of the search; it has settled by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An act: [pair of sides, feature] what speaks for each, which of them is right, and the fold of its passage."""

    table: Tensor
    is_right: tuple[bool, ...]
    fold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The same before the features have their columns."""

    choices: tuple[Choice, ...]
    is_right: tuple[bool, ...]
    fold: int


def texts() -> list[Passage]:
    """Return the passages and articles that are fitted on."""
    held_out = [p for file in sorted(PASSAGES.glob("*.txt")) for p in read_passages(file) if is_held_out(p)]
    return held_out + [p for file in sorted((TRAINING / "sides").glob("*.txt")) for p in read_passages(file)]


def offers(passages: Sequence[Passage]) -> Iterator[Offer]:
    """Yield the marked acts with the choices that rules and network offer."""
    parser, tables = load_parser(), load_actors()
    parsed = parser.parse_all(documents_of(passages), batch_size=32)
    for k, (passage, (document, parse)) in enumerate(zip(passages, parsed, strict=True)):
        yield from of_passage(passage, resolve(document, parse, tables=tables), k % FOLDS)


def of_passage(passage: Passage, found: Resolved, fold: int) -> Iterator[Offer]:
    """Yield the marked acts of one passage."""
    analysis = analyse(found, cues=load_cues(), predicates=load_predicates())
    reader = EventReader(analysis)
    told = reader.read()
    by_rule = {trigger.i: ev for trigger, ev in told}
    learned = LearnedReader(reader, EncoderReader(analysis, load_network(), told))
    named = replace(found, mentions=(*found.mentions, *analysis.parties.by_noun.values()))
    for act in passage.acts:
        i = top_of(analysis, act.start, act.end)
        if act.back or i is None:
            continue
        kind = EventType(act.type)
        guess = learned.encoder.guess((i,), kind)
        if guess is None:
            continue
        ev = by_rule.get(i)
        slots = reader.finder.slots.sides(i, learned.unknown(i, kind))
        ruled = (ev.actors, ev.recipients) if ev else slots
        offered = tuple(choices(learned.sides.deed(guess, ruled, learned.sides.chances(guess))))
        right = tuple(sides_as_marked(kind, (c.actors, c.recipients), act, passage, named) for c in offered)
        yield Offer(choices=offered, is_right=right, fold=fold)


def fit(data: Sequence[Example]) -> Tensor:
    """Return the weights under which the right pairs are likeliest; acts with none on offer teach nothing."""
    usable = [x for x in data if any(x.is_right)]
    rows = torch.cat([x.table for x in usable])
    right = torch.tensor([ok for x in usable for ok in x.is_right])
    act = torch.tensor([k for k, x in enumerate(usable) for _ in x.is_right])
    weights = torch.zeros(rows.shape[1], requires_grad=True)
    search = torch.optim.LBFGS([weights], max_iter=STEPS, line_search_fn="strong_wolfe")

    def log_sum(scores: Tensor, of: Tensor) -> Tensor:
        most = torch.full((len(usable),), -1e9).scatter_reduce(0, of, scores, "amax")
        return most + torch.log(torch.zeros(len(usable)).index_add(0, of, torch.exp(scores - most[of])))

    def loss() -> Tensor:
        search.zero_grad()
        scores = rows @ weights
        off = (log_sum(scores, act) - log_sum(scores[right], act[right])).sum() + SHRINK / 2 * (weights**2).sum()
        off.backward()  # type: ignore[no-untyped-call]
        return off

    search.step(loss)  # type: ignore[no-untyped-call]
    return weights.detach()


def tabled(data: Sequence[Offer], names: Sequence[str]) -> list[Example]:
    """Return the acts with what speaks for their choices in the columns of the names."""
    column = {name: k for k, name in enumerate(names)}
    found = []
    for x in data:
        table = torch.zeros(len(x.choices), len(names))
        for row, choice in enumerate(x.choices):
            for name, amount in choice.features.items():
                table[row, column[name]] = amount
        found.append(Example(table=table, is_right=x.is_right, fold=x.fold))
    return found


def share_right(data: Sequence[Example], weights: Tensor) -> float:
    """Return how often the chosen pair is right."""
    return sum(x.is_right[int((x.table @ weights).argmax())] for x in data) / len(data)


def main() -> None:
    """Print how often the sides are right by folds; with --write keep the weights of all acts together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(1)
    offered = list(offers(texts()))
    names = sorted({name for x in offered for c in x.choices for name in c.features})
    data = tabled(offered, names)
    shares = []
    for fold in range(FOLDS):
        weights = fit([x for x in data if x.fold != fold])
        shares.append(share_right([x for x in data if x.fold == fold], weights))
    best = sum(any(x.is_right) for x in data) / len(data)
    print(
        f"{len(data)} acts, {len(names)} features; both sides right by folds: {sum(shares) / FOLDS:.3f} of {best:.3f}"
    )
    weights = fit(data)
    if options.write:
        rows = [f"{name}\t{weight:.3f}" for name, weight in zip(names, weights.tolist(), strict=True)]
        TABLE.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
