"""Print how well actors are found and known with all rules, and with each family of rules left out.

    python scripts/ablate_mentions.py --data ../shared/data/articles [--json]

DATA is a folder of gold records (or a JSON Lines file of them) in the exchange form. "all" counts every mention that is
exported; "named" leaves out persons whom the text keeps back ("a senior diplomat"), which gold lists do not hold as
actors. Figures are those of `dragoman evaluate`.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.evaluate.documents import count_document
from dragoman.evaluate.report import summarise
from dragoman.evaluate.shape import scored_document
from dragoman.lexicon.actors import ActorTables, load_actors
from dragoman.model import Document, MentionKind, Parse, Span
from dragoman.resolve.mentions import Rule, find_mentions
from dragoman.resolve.parser import load_parser

EXPORTED = frozenset({MentionKind.NAME, MentionKind.ROLE, MentionKind.METONYM, MentionKind.NOMINAL})
COLUMNS = {
    "mention detection F1": "mentions",
    "entity of all gold mentions": "actor",
    "office word overlap": "office",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A gold record with its text parsed."""

    gold: dict[str, Any]
    document: Document
    parse: Parse


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="folder or JSON Lines file of gold records")
    options.add_argument("--json", action="store_true", help="print one JSON object instead of the table")
    chosen = options.parse_args()
    items, tables = list(read_items(chosen.data)), load_actors()
    figures: dict[str, dict[str, float]] = {"all rules": score(items, tables)}
    for rule in Rule:
        figures[f"without {rule.value}"] = score(items, tables, rule)
    if chosen.json:
        print(json.dumps(figures, indent=1))
        return
    print(f"{len(items)} texts from {chosen.data}")
    print(f"{'':22s}" + "".join(f"{name:>16s}" for name in next(iter(figures.values()))))
    for name, row in figures.items():
        print(f"{name:22s}" + "".join(f"{value:16.3f}" for value in row.values()))


def read_items(path: Path) -> Iterator[Item]:
    """Yield the gold records with their parses."""
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    golds = [json.loads(line) for f in files for line in _records(f)]
    documents = [
        Document(
            doc_id=gold["id"],
            text=gold["text"],
            published=date.fromisoformat(gold["published"]) if gold.get("published") else None,
            outlet=gold.get("outlet"),
            body=(Span(0, len(gold["text"])),),
        )
        for gold in golds
    ]
    parsed = load_parser().parse_all(documents, batch_size=32)
    for gold, (document, parse) in zip(golds, parsed, strict=True):
        yield Item(gold=gold, document=document, parse=parse)


def _records(file: Path) -> list[str]:
    text = file.read_text(encoding="utf-8")
    return [text] if file.suffix == ".json" else [line for line in text.splitlines() if line.strip()]


def score(items: list[Item], tables: ActorTables, without: Rule | None = None) -> dict[str, float]:
    """Return the figures over all items, with one family of rules left out."""
    counts: dict[str, Counter[str]] = {"all": Counter(), "named": Counter()}
    for item in items:
        gold = scored_document({**item.gold, "events": [], "positions": [], "drivers": [], "outlook": []})
        for name, with_unnamed in (("all", True), ("named", False)):
            record = predicted(item, tables, without, with_unnamed=with_unnamed)
            counts[name].update(count_document(gold, scored_document(record, text=gold.text)))
    figures = {}
    for name, total in counts.items():
        for figure in summarise(total):
            if figure.name in COLUMNS and figure.n:
                figures[f"{COLUMNS[figure.name]} {name}"] = figure.value
    return figures


def predicted(item: Item, tables: ActorTables, without: Rule | None, *, with_unnamed: bool) -> dict[str, Any]:
    """Return what the rules find, as a record of entities alone."""
    entities, mentions = find_mentions(
        item.document, item.parse, tables=tables, without=() if without is None else (without,)
    )
    spans: dict[str, list[list[int]]] = {}
    for m in mentions:
        if m.kind in EXPORTED:
            spans.setdefault(m.entity_id, []).append([m.span.start, m.span.end])
    kept = [
        {
            "id": e.entity_id,
            "name": e.name,
            "code": e.code,
            "country": e.country,
            "sector": e.sector,
            "office": e.office,
            "members": list(e.members),
            "mentions": spans.get(e.entity_id, []),
        }
        for e in entities
        if with_unnamed or not e.is_anonymous
    ]
    return {"id": item.gold["id"], "text": item.document.text, "entities": kept}


if __name__ == "__main__":
    main()
