"""Print how often the coder reads an event rightly, by kind of source, and how that agrees with belief.

python scripts/calibrate_belief.py [--data ../shared/data]

Right means that the gold has an event of the same type and state (planned and expected are one, so are happened and
ongoing) whose trigger the coded one touches. Whether a source tells the truth, no text can show: for that
data/belief/weights.tsv holds an assumption, and the figures below are about reading alone.
"""

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from dragoman.lexicon.belief import load_belief
from dragoman.model import Event, SpeakerKind, Status
from dragoman.pipeline import add_inputs
from dragoman.read.text import read_text
from dragoman.reader import Reader, load_reader
from dragoman.store import open_ledger

SHRINK = 20
"""Tellings of the common share that each kind is pulled towards: kinds with fewer say little by themselves."""
BINS = (0.0, 0.5, 0.65, 0.7, 0.8, 1.0)
STATES = {Status.EXPECTED: Status.PLANNED, Status.ONGOING: Status.HAPPENED}

TOLD = """
  SELECT e.event_id, e.n_origins, e.belief, list(DISTINCT d.given_id) AS ids
  FROM events e JOIN evidence v ON v.event_id = e.event_id JOIN documents d ON d.doc_id = v.doc_id
  GROUP BY ALL ORDER BY e.event_id
"""

Outcome = tuple[SpeakerKind, bool]


def outcomes(reader: Reader, items: Iterable[dict[str, object]]) -> Iterator[Outcome]:
    """Yield for each coded event the best kind of its sources and whether the gold has it."""
    order = sorted(SpeakerKind, key=lambda k: -load_belief().kinds[k])
    for item in items:
        published = date.fromisoformat(str(item["published"])) if item.get("published") else None
        document = read_text(str(item["text"]), published=published, outlet=item.get("outlet"))  # type: ignore[arg-type]
        for event in next(iter(reader.records([document]))).events:
            kinds = {ev.attribution[0].kind for ev in event.evidence}
            yield min(kinds, key=order.index), any(is_same(event, gold) for gold in item["events"])  # type: ignore[attr-defined]


def is_same(event: Event, gold: dict[str, object]) -> bool:
    """Tell whether a gold event is the coded one."""
    spans = [gold["trigger"], *gold.get("also", [])]  # type: ignore[misc]  # pairs of offsets
    touches = any(s[0] < event.trigger.end and event.trigger.start < s[1] for s in spans)  # type: ignore[index]
    status = Status(str(gold["status"]))
    same_state = STATES.get(status, status) is STATES.get(event.status, event.status)
    return touches and gold["type"] == event.type and same_state


def show_kinds(found: list[Outcome]) -> None:
    """Print the share right by kind of source, and the same pulled towards the share of all."""
    common = sum(right for _, right in found) / len(found)
    print(f"{'kind':<10} {'n':>4} {'right':>5} {'share':>6} {'pulled to ' + format(common, '.2f'):>15}")
    for kind in SpeakerKind:
        mine = [right for k, right in found if k is kind]
        share = f"{sum(mine) / len(mine):.2f}" if mine else ""
        pulled = (sum(mine) + SHRINK * common) / (len(mine) + SHRINK)
        print(f"{kind:<10} {len(mine):>4} {sum(mine):>5} {share:>6} {pulled:>15.2f}")


def show_reliability(name: str, found: list[Outcome]) -> None:
    """Print belief against the share right, in bins, and the mean gap between the two."""
    weights = load_belief()
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for kind, right in found:
        belief = 1 / (1 + math.exp(-weights.start - weights.kinds[kind]))
        bins[max(k for k, low in enumerate(BINS[:-1]) if belief >= low)].append((belief, right))
    print(f"\n{name}: belief of one origin against what was read rightly")
    print(f"{'belief':<12} {'n':>4} {'mean':>6} {'right':>6}")
    gap = 0.0
    for k, pairs in sorted(bins.items()):
        mean, right = (sum(x) / len(pairs) for x in zip(*pairs, strict=True))
        gap += abs(mean - right) * len(pairs)
        print(f"{BINS[k]:.2f} to {BINS[k + 1]:.2f} {len(pairs):>4} {mean:>6.2f} {right:>6.2f}")
    print(f"mean gap {gap / len(found):.3f} over {len(found)} events")


def show_syndication(path: Path) -> None:
    """Print how many events are told by two or more documents and origins, and how many of them by one happening's."""
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    label = {item["id"]: item["event"] for item in items}
    with TemporaryDirectory() as folder:
        inputs = Path(folder, "s.jsonl")
        kept = ("id", "outlet", "published", "text")
        inputs.write_text("".join(json.dumps({k: i[k] for k in kept}) + "\n" for i in items), encoding="utf-8")
        add_inputs([inputs], Path(folder, "l"), started="2026")
        rows = open_ledger(Path(folder, "l")).view().sql(TOLD).to_pylist()
    print("\nsyndication: events told by two or more documents")
    for name, is_one in (("one origin", True), ("more", False)):
        found = [r for r in rows if (r["n_origins"] == 1) is is_one]
        several = [r for r in found if len(r["ids"]) > 1]
        right = sum(len({label[i] for i in r["ids"]}) == 1 for r in several)
        beliefs = sum(r["belief"] for r in several) / len(several) if several else 0
        print(f"{name:<12} {len(several):>4} events, {right} of one happening, mean belief {beliefs:.2f}")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    data = parser.parse_args().data
    reader = load_reader()
    probes = [
        json.loads(line)
        for name in ("status", "attribution")
        for line in (data / "probes" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    found = list(outcomes(reader, probes))
    show_kinds(found)
    show_reliability("probes (the measured shares were taken from these)", found)
    articles = [json.loads(p.read_text(encoding="utf-8")) for p in sorted((data / "articles").glob("*.json"))]
    show_reliability("articles (held out)", list(outcomes(reader, articles)))
    show_syndication(data / "probes" / "syndication.jsonl")


if __name__ == "__main__":
    main()
