"""What rules, network and both together are worth, on gold that lies beside the project.

python benchmarks/coder.py --data ../shared/data [--json]

Prints the figures of whole articles for each coder, as `dragoman evaluate` takes them, and those of pair typing where
relations/plv_dev.jsonl is there.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from dragoman.assemble import assemble
from dragoman.coding import CODERS, code
from dragoman.evaluate import evaluate
from dragoman.model import Record, Resolved
from dragoman.model.codec import encode_record
from dragoman.pairs import read_pairs, type_relations
from dragoman.read import read
from dragoman.reader import load_reader
from dragoman.resolve import resolve

YIELD = frozenset({"CONCEDE", "RETREAT", "YIELD"})
"""What the pair data join in one type."""
ARTICLE_ROWS = (
    "event trigger+type F1",
    "event lenient F1",
    "EVENT F1 (type+actors+recipients)",
    "ledger F1 (+status+attribution)",
    "status, gold not happened",
    "attribution, gold not outlet",
    "phantom rate (lower is better)",
    "POSITION F1 (actor+object+stance)",
    "driver F1",
    "outlook F1",
)


def resolved(paths: Sequence[Path]) -> list[Resolved]:
    """Return the documents of some files, resolved once for all coders."""
    reader = load_reader()
    documents = [doc for doc, _ in read(paths) if doc is not None]
    return [resolve(doc, parse, tables=reader.tables) for doc, parse in reader.parser.parse_all(documents)]


def article_figures(folder: Path) -> dict[str, dict[str, float]]:
    """Return for each coder the figures of the articles in a folder."""
    documents = resolved(sorted(folder.glob("*.json")))
    found = {}
    for name, coder in CODERS.items():
        with TemporaryDirectory() as scratch:
            predicted = Path(scratch) / "predicted.jsonl"
            records: Iterator[Record] = (assemble(doc, code(doc, coder=coder)) for doc in documents)
            predicted.write_bytes(b"".join(encode_record(r) + b"\n" for r in records))
            report = evaluate(folder, predicted)
        found[name] = {f.name: round(f.value, 3) for f in report.figures if f.name in ARTICLE_ROWS}
    return found


def pair_figures(file: Path) -> dict[str, float]:
    """Return macro-F1 of root types and quad classes over marked pairs."""
    gold = {row["id"]: row for row in map(json.loads, file.read_text(encoding="utf-8").splitlines())}
    roots, quads = [], []
    for given_id, relation in type_relations(read_pairs(file)):
        root = "YIELD" if relation.root in YIELD else str(relation.root)
        roots.append((gold[given_id]["gold_root_orig"], root))
        quads.append((gold[given_id]["gold_quad"], relation.quad))
    return {"pairs root macro-F1": macro_f1(roots), "pairs quad macro-F1": macro_f1(quads)}


def macro_f1(pairs: Sequence[tuple[object, object]]) -> float:
    """Return the mean F1 of the classes that stand in gold or predictions."""
    classes = {x for pair in pairs for x in pair}
    total = 0.0
    for label in classes:
        hits = sum(g == p == label for g, p in pairs)
        total += 2 * hits / (sum(g == label for g, _ in pairs) + sum(p == label for _, p in pairs))
    return round(total / len(classes), 3)


def main() -> None:
    """Print a table of figures by coder, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with articles/ and relations/")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures: dict[str, object] = dict(article_figures(options.data / "articles"))
    pairs = options.data / "relations" / "plv_dev.jsonl"
    if pairs.exists():
        figures["pairs"] = pair_figures(pairs)
    if options.json:
        print(json.dumps(figures))
        return
    print(f"{'':42s}" + "".join(f"{name:>9s}" for name in CODERS))
    for row in ARTICLE_ROWS:
        print(f"{row:42s}" + "".join(f"{figures[name][row]:9.3f}" for name in CODERS))  # type: ignore[index]
    for name, value in figures.get("pairs", {}).items():  # type: ignore[attr-defined]
        print(f"{name:42s}{value:9.3f}")


if __name__ == "__main__":
    main()
