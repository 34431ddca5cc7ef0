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
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from coder_markup import Act, Mention, Passage, documents_of, read_passages

from dragoman.coding import CODERS, code
from dragoman.coding.pairs import MUTUAL
from dragoman.model import Attribution, Evidence, Resolved, Span
from dragoman.model import Mention as Named
from dragoman.model.events import REAL
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
        print(f"{kind:32s}" + "".join(f"{name:>9s}" for name in by_coder))
        for row in rows:
            digits = 0 if row == "acts" else 3
            print(f"{row:32s}" + "".join(f"{by_coder[name][row]:9.{digits}f}" for name in by_coder))
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
    """Return precision, recall and F1 of acts with their type, F1 with both sides, and what is right of those found.

    A source is right where the first who vouches is the marked one, and whole where the chain is as long as the marked.
    """
    counts: Counter[str] = Counter()
    for passage, document in zip(passages, read, strict=True):
        coding = code(document, coder=CODERS[coder])
        coded = [ev for ev in coding.evidence if not ev.is_mention_only]
        spans, marks = by_entity((*document.mentions, *coding.mentions)), by_party(passage.mentions)
        told = [act for act in passage.acts if not act.back]
        counts.update(gold=len(told), coded=len(coded))
        for act, ev in matched(told, coded):
            undone = act.status not in REAL
            speakers = [a for a in ev.attribution if a.speaker != "outlet"]
            heard = bool(speakers and act.speakers) and is_spoken_by(speakers[0], act.speakers[0], spans, marks)
            counts.update(
                found=1,
                both=has_sides(ev, act, spans, marks),
                status=ev.status == act.status,
                undone=undone,
                undone_right=undone and ev.status == act.status,
                source=len(speakers) == len(act.speakers) and (heard or not speakers),
                spoken=bool(act.speakers),
                spoken_right=heard,
            )
    c, ends = counts, counts["gold"] + counts["coded"]
    return {
        "acts": c["gold"],
        "type: precision": share(c["found"], c["coded"]),
        "type: recall": share(c["found"], c["gold"]),
        "type: F1": share(2 * c["found"], ends),
        "type and both sides: F1": share(2 * c["both"], ends),
        "both sides, of those found": share(c["both"], c["found"]),
        "status, of those found": share(c["status"], c["found"]),
        "status, where it did not happen": share(c["undone_right"], c["undone"]),
        "source, of those found": share(c["source"], c["found"]),
        "source, where not the outlet": share(c["spoken_right"], c["spoken"]),
    }


def share(part: int, whole: int) -> float:
    """Return a share, 0 where there is nothing to share."""
    return part / whole if whole else 0.0


def by_entity(named: Iterable[Named]) -> dict[str, list[Span]]:
    """Return the words that name each entity."""
    spans: dict[str, list[Span]] = {}
    for m in named:
        spans.setdefault(m.entity_id, []).append(m.span)
    return spans


def by_party(mentions: Iterable[Mention]) -> dict[str, list[Mention]]:
    """Return the marks of each marked party."""
    marks: dict[str, list[Mention]] = {}
    for mark in mentions:
        marks.setdefault(mark.id, []).append(mark)
    return marks


def is_spoken_by(
    said: Attribution, party: str, spans: Mapping[str, list[Span]], marks: Mapping[str, list[Mention]]
) -> bool:
    """Tell whether a speaker is the marked party, by his own words in the text or by any that name him."""
    own = [said.span] if said.span is not None else []
    return any(s.start < m.end and m.start < s.end for s in (*own, *spans.get(said.speaker, ())) for m in marks[party])


def matched(told: Iterable[Act], coded: Sequence[Evidence]) -> list[tuple[Act, Evidence]]:
    """Return each act with the first coded one of its type that shares a word with it; none stands twice."""
    free, pairs = list(coded), []
    for act in told:
        near = (ev for ev in free if ev.type == act.type and ev.trigger.start < act.end and act.start < ev.trigger.end)
        if (ev := next(near, None)) is not None:
            free.remove(ev)
            pairs.append((act, ev))
    return pairs


def has_sides(ev: Evidence, act: Act, spans: Mapping[str, list[Span]], marks: Mapping[str, list[Mention]]) -> bool:
    """Tell whether actors and recipients are the marked ones."""
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
