"""Print how far the tone of a coded event lies from the gold one's: what the band of the relation index must carry.

    python scripts/measure_tone_error.py [--data ../shared/data/articles]

Events that happened or go on are paired with gold ones by overlapping triggers, whatever their types. A coded event
that no gold one overlaps counts against a tone of 0: it moves the index where nothing should.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np

from dragoman.evaluate.matching import overlap, pair
from dragoman.evaluate.shape import ScoredDocument, scored_document
from dragoman.lexicon.scales import load_scales
from dragoman.model import EventType
from dragoman.model.codec import encode_record
from dragoman.reader import load_reader, read_inputs
from dragoman.track import mean_tone_error

COUNTED = frozenset({"happened", "ongoing"})
ROOT = Path(__file__).resolve().parent.parent


def tones(gold: ScoredDocument, coded: ScoredDocument) -> Iterator[tuple[float, float]]:
    """Yield the tone of every counted coded event and that of the gold event it overlaps, or 0."""
    scales = load_scales()
    edges = [
        (1.0, i, j)
        for i, g in enumerate(gold.events)
        for j, p in enumerate(coded.events)
        if any(overlap(span, p.trigger) for span in g.spans)
    ]
    gold_of = {j: i for i, j in pair(edges).items()}
    for j, event in enumerate(coded.events):
        if event.status not in COUNTED:
            continue
        mate = gold.events[gold_of[j]] if j in gold_of else None
        counts = mate is not None and mate.status in COUNTED
        truth = scales.of_type(EventType(mate.type)).value if mate is not None and counts else 0.0
        yield scales.of_type(EventType(event.type)).value, truth


def main() -> None:
    """Print the number of events and the mean squared error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "articles")
    folder = parser.parse_args().data
    reader = load_reader()
    pairs: list[tuple[float, float]] = []
    for path in sorted(folder.glob("*.json")):
        gold = scored_document(msgspec.json.decode(path.read_bytes()))
        for record, _ in read_inputs([path], reader=reader):
            if record is not None:
                pairs += tones(gold, scored_document(msgspec.json.decode(encode_record(record)), text=gold.text))
    coded, truth = (np.array(column) for column in zip(*pairs, strict=True))
    print(f"events {len(coded)}   without a gold event {np.mean(truth == 0):.3f}   mean squared error ", end="")
    print(f"{mean_tone_error(coded, truth):.2f}")


if __name__ == "__main__":
    main()
