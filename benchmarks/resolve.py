"""What resolving costs beside the parser, part by part, and how long the tables take to load.

python benchmarks/resolve.py [--data PATH] [--rounds N] [--json]

PATH is a folder of articles (default: the examples). Parser and resolver are timed document by document, and each
document's least processor time over the rounds is summed, so that a busy machine disturbs little. The ratio is what
counts; the aims are a tenth of the parse and 150 ms for the tables. How much is found right is printed by
scripts/ablate_mentions.py, ablate_places.py and ablate_time.py.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from dragoman.lexicon import places
from dragoman.lexicon.actors import load_actors
from dragoman.lexicon.actors_names import normalise_name
from dragoman.lexicon.places_spelling import fold
from dragoman.read import read
from dragoman.resolve import resolve
from dragoman.resolve.mentions import find_mentions
from dragoman.resolve.parser import load_parser
from dragoman.resolve.places import find_places
from dragoman.resolve.time import find_dates

ROOT = Path(__file__).resolve().parents[1]
WORDS = 500
"""Words of the article for which dates are timed."""


def least(actions: Iterable[Callable[[], object]], rounds: int) -> float:
    """Return the sum of each action's least processor time over the rounds, in seconds."""
    waiting = tuple(actions)
    best = [float("inf")] * len(waiting)
    for _ in range(rounds):
        for k, action in enumerate(waiting):
            start = time.process_time()
            action()
            best[k] = min(best[k], time.process_time() - start)
    return sum(best)


def load_tables() -> None:
    """Load the tables of actors and places anew."""
    for table in (load_actors, normalise_name, places.place_table, fold):
        table.cache_clear()
    load_actors()
    places.place_table()


def measure(folder: Path, rounds: int) -> dict[str, float]:
    """Return the seconds of the parse, the parts of resolving as shares of it, and milliseconds."""
    load = least([load_tables], rounds)
    tables, parser = load_actors(), load_parser()
    documents = [doc for doc, _ in read([folder]) if doc is not None]
    parsed = [(doc, parser.parse(doc)) for doc in documents]
    named = [(doc, parse, *find_mentions(doc, parse, tables=tables)) for doc, parse in parsed]
    words = sum(len(doc.text.split()) for doc in documents)
    parse_s = least([lambda doc=doc: parser.parse(doc) for doc in documents], max(3, rounds // 2))
    parts = {
        "resolve": [lambda d=d, p=p: resolve(d, p, tables=tables) for d, p in parsed],
        "mentions": [lambda d=d, p=p: find_mentions(d, p, tables=tables) for d, p in parsed],
        "dates": [lambda d=d, p=p: find_dates(d, p) for d, p in parsed],
        "places": [
            lambda d=d, p=p, m=m, e=e: find_places(d, p, mentions=m, countries=sorted({x.code for x in e if x.code}))
            for d, p, e, m in named
        ],
    }
    seconds = {name: least(actions, rounds) for name, actions in parts.items()}
    return {
        "documents": len(documents),
        "words": words,
        "parse, s": parse_s,
        **{f"{name} / parse": s / parse_s for name, s in seconds.items()},
        f"dates of {WORDS} words, ms": seconds["dates"] / words * WORDS * 1000,
        "tables of actors and places load in, ms": load * 1000,
    }


def main() -> None:
    """Print the table, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT / "examples")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    figures = measure(arguments.data, arguments.rounds)
    if arguments.json:
        print(json.dumps({k: round(v, 4) for k, v in figures.items()}))
    else:
        for name, value in figures.items():
            print(f"{name:42s} {value:10.3f}")


if __name__ == "__main__":
    main()
