"""What one more document costs a large ledger whose documents are joined: its commit, and joining it to the others.

python benchmarks/one_more.py [--documents N ...] [--json]

The ledger is that of benchmarks/ledger.py, ten events a document, with the prints and links that `add` would have left:
each print has the sizes of those of articles of 480 words (126 hashes, 24 sentences, 31 names and figures, 150 terms),
each telling its two codes and its days. The document that comes on top tells eight events of states that the ledger
knows, in its days. A process of its own adds it twice over, another document each time; the times are of the second.
"""

import argparse
import json
import multiprocessing
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import ledger as large
import numpy as np
import pyarrow as pa

from dragoman.assemble.linking import linker_version
from dragoman.assemble.prints import SKETCH_SIZE
from dragoman.linking import link_ledger
from dragoman.store import open_ledger

N_SENTENCES, N_MARKS, N_TERMS = 24, 31, 150
VOCABULARY = np.array([f"term{k}" for k in range(20_000)])
ORDINAL = np.datetime64("0000-12-31")
"""Days since it are those of `date.toordinal`."""
Columns = dict[str, dict[str, object]]


def main() -> None:
    """Print a table, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--documents", type=int, nargs="*", default=[100_000, 1_000_000], help="documents of the ledger"
    )
    parser.add_argument("--json", action="store_true", help="print one object of figures")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = [one_more(Path(folder), n) for n in options.documents]
    if options.json:
        print(json.dumps({"one_more": rows}))
        return
    for name in rows[0] if rows else ():
        print(name.ljust(34) + "".join(f"{row[name]:>14,}" for row in rows))


def one_more(folder: Path, n_documents: int) -> dict[str, float]:
    """Return what one more document costs a ledger of so many, made in the folder."""
    path = folder / f"joined{n_documents}"
    fill(path, n_documents)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as fresh:
        return {"documents": n_documents, "bytes on disk": large.on_disk(path), **fresh.submit(add_two, path).result()}


def fill(path: Path, n_documents: int) -> None:
    """Make a ledger of so many documents, and the prints and links of all of them."""
    ledger = open_ledger(path)
    linker, seen = linker_version(), []
    run = {"batch_id": "links", "attempt": "links.0"}
    for k, tables in enumerate(large.synthetic_tables(n_documents * large.EVENTS_A_DOCUMENT)):
        large.write_batch(path, k, tables)
        large.append(path, run, {"prints": prints(tables["documents"], linker), "tellings": tellings(tables)})
        seen.append(f"b{k}")
    large.append(path, run, {"link_runs": {"n_seen": [len(seen)], "linker": [linker], "seen": [seen]}})
    large.append(path, run, {"votes": {"entity_id": np.char.add("state:", large.CODES), "code": large.CODES}})
    large.append(path, run, {"batches": large.marker(len(seen), 0)})
    ledger.compact(retention_hours=0)


def prints(documents: dict[str, object], linker: str) -> dict[str, object]:
    """Return the columns of the prints of documents."""
    n = len(documents["doc_id"])
    rng = np.random.default_rng(int(documents["doc_id"][0][1:]))
    sentences = np.char.add("s", np.char.zfill(rng.integers(0, 10**9, n * N_SENTENCES).astype(str), 16))
    return {
        "doc_id": documents["doc_id"], "linker": [linker] * n, "published": documents["published"],
        "sketch": lists(rng.integers(0, 2**32, n * SKETCH_SIZE), n), "n_shingles": np.full(n, 438),
        "sentences": lists(sentences, n), "marks": lists(rng.choice(VOCABULARY, n * N_MARKS), n),
        "credits": [[]] * n, "quotes": [[]] * n, "terms": lists(rng.choice(VOCABULARY, n * N_TERMS), n),
    }  # fmt: skip


def tellings(tables: Columns) -> dict[str, object]:
    """Return the columns of what the linker keeps of the events that are not told by an earlier document."""
    events, sides = tables["events"], tables["participants"]
    ids, firsts = np.unique(events["event_id"], return_index=True)
    days = (events["start"][firsts] - ORDINAL).astype(int)
    n = len(ids)
    return {
        "member_id": ids, "type": events["type"][firsts], "phase": np.full(n, "fact"), "word": np.full(n, "meet"),
        "pub": days, "first": days - 1, "last": days + 1,
        "codes": lists(sides["code"].reshape(-1, 2)[firsts].ravel(), n),
        "entities": lists(sides["entity_id"].reshape(-1, 2)[firsts].ravel(), n),
    }  # fmt: skip


def lists(values: np.ndarray, n: int) -> pa.ListArray:
    """Return values as n lists of one length."""
    flat = pa.array(values)
    if isinstance(flat, pa.ChunkedArray):  # as NumPy's strings of one width become where they are many
        flat = flat.combine_chunks()
    return pa.ListArray.from_arrays(np.arange(n + 1, dtype=np.int32) * (len(values) // n), flat)


def add_two(path: Path) -> dict[str, float]:
    """Add two documents, one after the other, and return what the second cost."""
    figures: dict[str, float] = {}
    for k in range(2):
        begin, used = time.perf_counter(), time.process_time()
        with open_ledger(path).writer(coder_version="2", started=f"2026-01-0{k + 1}") as writer:
            writer.add(large.synthetic_record(k))
        written, used_by_then = time.perf_counter(), time.process_time()
        link_ledger(path, coder_version="2", started=f"2026-01-0{k + 1}")
        figures = {
            "commit, s": round(written - begin, 2),
            "commit, s of the processor": round(used_by_then - used, 2),
            "joining, s": round(time.perf_counter() - written, 2),
            "joining, s of the processor": round(time.process_time() - used_by_then, 2),
            "peak memory, MB": large.held_mb("VmHWM"),
        }
    return figures


if __name__ == "__main__":
    main()
