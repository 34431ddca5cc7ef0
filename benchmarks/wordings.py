"""Whether the status of an act is read as the words that govern it say, in sentences made from a list of phrases.

python benchmarks/wordings.py [--misses] [--json]

Each phrase of wordings.tsv is set before six acts and between two pairs of states: "Peru is far from attacking Chile."
Such sentences show which words the coder does not know, but not how often one meets them, nor what richer sentences do
to them. --misses lists the phrases of which less than four fifths come out as expected, with what came out.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

from dragoman.coding import code
from dragoman.lexicon.files import read_rows
from dragoman.model import Document, EventType, Span
from dragoman.reader import Reader, load_reader
from dragoman.resolve import resolve

PHRASES = Path(__file__).with_suffix(".tsv")
PAIRS = (("Peru", "Chile"), ("Egypt", "Sudan"))
ACTS = (
    ("SANCTION", "impose sanctions on {}", "imposed sanctions on {}", "imposing sanctions on {}", "sanctions on {}"),
    ("SANCTION", "expel {}'s envoy", "expelled {}'s envoy", "expelling {}'s envoy", "the expulsion of {}'s envoy"),
    ("ASSAULT", "attack {}", "attacked {}", "attacking {}", "an attack on {}"),
    ("CONSULT", "meet the leader of {}", "met the leader of {}", "meeting the leader of {}", "a meeting with {}"),
    (
        "RETREAT",
        "withdraw troops from {}",
        "withdrawn troops from {}",
        "withdrawing troops from {}",
        "a withdrawal from {}",
    ),
    ("AID", "send food aid to {}", "sent food aid to {}", "sending food aid to {}", "food aid to {}"),
)
"""Type, then the act as bare form, participle, gerund and noun."""
WELL_READ = 0.8


def main() -> None:
    """Print the share that comes out as expected by status, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="list the phrases that are mostly read otherwise")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    phrases = [(row["status"], row["phrase"]) for row in read_rows(PHRASES)]
    found = read_as(load_reader(), phrases)
    right, asked = Counter[str](), Counter[str]()
    for (status, _), readings in found.items():
        right[status] += readings[status]
        asked[status] += readings.total()
    figures = {status: right[status] / n for status, n in asked.items()} | {"all": right.total() / asked.total()}
    if options.json:
        print(json.dumps(figures))
        return
    for status, figure in figures.items():
        print(f"{status:14s}{figure:6.3f}{asked[status] or asked.total():7d}")
    for (status, phrase), readings in sorted(found.items()) if options.misses else ():
        if readings[status] / readings.total() < WELL_READ:
            print(f"{status:14s}{phrase:48s}" + ", ".join(f"{x} {n}" for x, n in readings.most_common()))


def read_as(reader: Reader, phrases: list[tuple[str, str]]) -> dict[tuple[str, str], Counter[str]]:
    """Return for each phrase how often which status came out; "none" where the act was not found with its type."""
    asked = [
        (status, phrase, act, sentence(phrase, act, one, other))
        for status, phrase in phrases
        for act in ACTS
        for one, other in PAIRS
    ]
    documents = [Document(doc_id=str(i), text=text, body=(Span(0, len(text)),)) for i, (*_, text) in enumerate(asked)]
    found: dict[tuple[str, str], Counter[str]] = {}
    for (status, phrase, act, _), (document, parse) in zip(
        asked, reader.parser.parse_all(documents, batch_size=64), strict=True
    ):
        coding = code(resolve(document, parse, tables=reader.tables))
        told = [e.status.value for e in coding.evidence if e.type is EventType(act[0]) and not e.is_mention_only]
        reading = status if status in told else next(iter(told), "none")
        found.setdefault((status, phrase), Counter())[reading] += 1
    return found


def sentence(phrase: str, act: tuple[str, ...], one: str, other: str) -> str:
    """Return the sentence that says the phrase and the act of one state on another."""
    for slot, words in zip(("BASE", "PARTICIPLE", "GERUND", "NOUN"), act[1:], strict=True):
        phrase = phrase.replace(slot, words.format(other))
    return f"{one} {phrase}."


if __name__ == "__main__":
    main()
