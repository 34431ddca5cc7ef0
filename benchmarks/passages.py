"""What rules, network and both together find in passages that none of them was made on.

python benchmarks/passages.py [FILE ...] [--json]

FILE is a file in the mark-up of training/README.md; without one, those of training/unseen/ are read, on which nothing
was ever trained: whole articles, and passages on domestic politics. Files whose names begin with the same word are one
table. An act is found where a coded one overlaps its words and has its type; its sides are right where they
are the marked parties, whichever mention names them (both together for types that are often mutual).
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from coder_markup import Act, Mention, Passage, documents_of, read_passages

from dragoman.coding import CODERS, code
from dragoman.coding.pairs import MUTUAL
from dragoman.model import Evidence, Resolved, Span
from dragoman.model import Mention as Named
from dragoman.reader import load_reader
from dragoman.resolve import resolve

UNSEEN = Path(__file__).resolve().parent.parent / "training" / "unseen"


def main() -> None:
    """Print a table of figures by coder, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    files = options.files or sorted(UNSEEN.glob("*.txt"))
    figures = {kind: measured(list(some)) for kind, some in groupby(files, key=lambda file: file.stem.split("_")[0])}
    if options.json:
        print(json.dumps(figures))
        return
    for kind, by_coder in figures.items():
        rows = next(iter(by_coder.values()))
        print(f"{kind:28s}" + "".join(f"{name:>9s}" for name in by_coder))
        for row in rows:
            digits = 0 if row == "acts" else 3
            print(f"{row:28s}" + "".join(f"{by_coder[name][row]:9.{digits}f}" for name in by_coder))
        print()


def measured(files: Sequence[Path]) -> dict[str, dict[str, float]]:
    """Return the figures of some files by coder."""
    passages = [p for file in files for p in read_passages(file)]
    read = resolved(passages)
    return {name: scored(passages, read, name) for name in CODERS}


def resolved(passages: Sequence[Passage]) -> list[Resolved]:
    """Return the passages, each as a document of its own, resolved."""
    reader = load_reader()
    parsed = reader.parser.parse_all(documents_of(passages))
    return [resolve(doc, parse, tables=reader.tables) for doc, parse in parsed]


def scored(passages: Sequence[Passage], read: Sequence[Resolved], coder: str) -> dict[str, float]:
    """Return precision, recall and F1 of acts with their type, F1 with both sides, and what is right of those found."""
    n_gold = n_coded = found = both = status = 0
    for passage, document in zip(passages, read, strict=True):
        coding = code(document, coder=CODERS[coder])
        coded = [ev for ev in coding.evidence if not ev.is_mention_only]
        named = (*document.mentions, *coding.mentions)
        told = [act for act in passage.acts if not act.back]
        n_gold, n_coded = n_gold + len(told), n_coded + len(coded)
        for act, ev in matched(told, coded):
            found += 1
            both += has_sides(ev, act, named, passage.mentions)
            status += ev.status == act.status
    return {
        "acts": n_gold,
        "type: precision": found / n_coded if n_coded else 0.0,
        "type: recall": found / n_gold if n_gold else 0.0,
        "type: F1": 2 * found / (n_gold + n_coded) if n_gold + n_coded else 0.0,
        "type and both sides: F1": 2 * both / (n_gold + n_coded) if n_gold + n_coded else 0.0,
        "both sides, of those found": both / found if found else 0.0,
        "status, of those found": status / found if found else 0.0,
    }


def matched(told: Iterable[Act], coded: Sequence[Evidence]) -> list[tuple[Act, Evidence]]:
    """Return each act with the first coded one of its type that shares a word with it; none stands twice."""
    free, pairs = list(coded), []
    for act in told:
        near = (ev for ev in free if ev.type == act.type and ev.trigger.start < act.end and act.start < ev.trigger.end)
        if (ev := next(near, None)) is not None:
            free.remove(ev)
            pairs.append((act, ev))
    return pairs


def has_sides(ev: Evidence, act: Act, named: Sequence[Named], mentions: Sequence[Mention]) -> bool:
    """Tell whether actors and recipients are the marked ones."""
    spans: dict[str, list[Span]] = {}
    for m in named:
        spans.setdefault(m.entity_id, []).append(m.span)
    marks: dict[str, list[Mention]] = {}
    for mark in mentions:
        marks.setdefault(mark.id, []).append(mark)
    if same(ev.actors, act.actors, spans, marks) and same(ev.recipients, act.recipients, spans, marks):
        return True
    pooled = tuple(dict.fromkeys((*ev.actors, *ev.recipients))), tuple(dict.fromkeys((*act.actors, *act.recipients)))
    return ev.type in MUTUAL and same(*pooled, spans, marks)


def same(
    coded: Sequence[str], gold: Sequence[str], spans: Mapping[str, list[Span]], marks: Mapping[str, list[Mention]]
) -> bool:
    """Tell whether the entities are the marked parties, one for one, by the words that name them."""

    def is_one(entity: str, party: str) -> bool:
        return any(s.start < m.end and m.start < s.end for s in spans.get(entity, ()) for m in marks.get(party, ()))

    return (
        len(coded) == len(gold)
        and all(any(is_one(e, g) for g in gold) for e in coded)
        and all(any(is_one(e, g) for e in coded) for g in gold)
    )


if __name__ == "__main__":
    main()
