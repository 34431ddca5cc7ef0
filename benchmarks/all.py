"""What dragoman costs and how that grows: one table of all that docs/scale.md states.

python benchmarks/all.py [--articles N] [--workers N ...] [--events N ...] [--documents N ...]
                         [--no-pages] [--soak N] [--json]

Articles are synthetic: the paragraphs of the examples, put together anew with a fixed seed, about 480 words each, so
that no two are the same; days spread over a year. Ledgers to query are those of benchmarks/ledger.py, synthetic too:
100,000,000 events take a hundred times the disk and the time of 1,000,000. A ratio of workers is of two times taken one
after the other in one run; the load of the machine and the processor time stand beside it, because on a machine with
neighbours the clock measures these.

--soak N codes N articles in one process and prints its memory ten times on the way, and does nothing else.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import ledger as ledger_benchmark
import speed
from one_more import one_more

from dragoman.assemble import assemble
from dragoman.coding import code
from dragoman.linking import link_ledger
from dragoman.model import Document, Receipt, Stage
from dragoman.pipeline import add_inputs, code_part, examples
from dragoman.read import read
from dragoman.read.text import read_text
from dragoman.reader import load_reader
from dragoman.resolve import resolve

WORDS = 480
FIRST_DAY = date(2025, 1, 1)
SOAK_LINES = 10
PART = 8


def main() -> None:
    """Print the table, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=300, help="articles to read by each number of workers")
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2], help="numbers of workers")
    parser.add_argument("--events", type=int, nargs="*", default=[1_000_000, 10_000_000], help="events in the ledgers")
    parser.add_argument("--documents", type=int, nargs="*", default=[1_000_000], help="documents to which one is added")
    parser.add_argument("--lengths", type=int, nargs="*", default=[250, 1_000, 4_000, 16_000], help="words of a text")
    parser.add_argument("--no-pages", action="store_true", help="leave the pages of the web app out")
    parser.add_argument("--soak", type=int, default=0, metavar="N", help="only code N articles and print the memory")
    parser.add_argument("--only-workers", action="store_true", help="measure the workers and nothing else")
    parser.add_argument("--json", action="store_true", help="print one object of figures")
    options = parser.parse_args()
    if options.soak:
        soak(options.soak)
        return
    figures: dict[str, object] = {"cores": os.cpu_count(), "load before": round(os.getloadavg()[0], 1)}
    if options.only_workers:
        with tempfile.TemporaryDirectory() as folder:
            figures["workers"] = [workers_row(n, options.articles, Path(folder)) for n in options.workers]
        print(json.dumps(figures, default=str) if options.json else as_text(figures))
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        figures["spaCy"] = speed.measure([d for d, _ in read([examples()]) if d is not None], 3)
        figures["workers"] = [workers_row(n, options.articles, place) for n in options.workers]
        figures["length"] = [length_row(n) for n in options.lengths]
        figures["queries"] = [ledger_benchmark.query_times(place, n, 3) for n in options.events]
        figures["add"] = [add_row(n, place) for n in (1_000, 4_000, 16_000)]
        figures["add to a large ledger"] = [one_more(place, n) for n in options.documents]
    figures["load after"] = round(os.getloadavg()[0], 1)
    if not options.no_pages:
        figures["pages"] = pages_rows()
    print(json.dumps(figures, default=str) if options.json else as_text(figures))


def synthetic_articles(n: int, *, words: int = WORDS, seed: int = 1) -> Iterator[tuple[Document, Receipt]]:
    """Yield n articles of about so many words, put together from the paragraphs of the examples."""
    rng = random.Random(seed)
    held = [doc for doc, _ in read([examples()]) if doc is not None]
    paragraphs = [span.of(doc.text) for doc in held for span in doc.body]
    for k in range(n):
        chosen, length = [f"Report {k} of {n}."], 0
        while length < words:
            chosen.append(rng.choice(paragraphs))
            length += len(chosen[-1].split())
        day = FIRST_DAY + timedelta(days=rng.randrange(365))
        doc = read_text("\n\n".join(chosen), published=day, outlet=f"Synthetic {k % 20}")
        yield doc, Receipt(doc_id=doc.doc_id, source=f"synthetic {k}", stage=Stage.READ, outcome="ok", detail="")


def workers_row(n_workers: int, n_articles: int, place: Path) -> dict[str, float]:
    """Return what `dragoman add` costs from file to linked ledger, start and end of all processes included.

    The memory is that of the largest process that this benchmark has waited for up to now.
    """
    texts = place / f"by{n_workers}.jsonl"
    with texts.open("w", encoding="utf-8") as stream:
        for doc, _ in synthetic_articles(n_articles):
            line = {"text": doc.text, "published": str(doc.published), "outlet": doc.outlet}
            stream.write(json.dumps(line) + "\n")
    command = [sys.executable, "-m", "dragoman", "add", str(texts), "--ledger", str(place / f"by{n_workers}")]
    load, used, begin = os.getloadavg()[0], children_s(), time.perf_counter()
    subprocess.run([*command, "--workers", str(n_workers), "--quiet"], check=True, capture_output=True)
    seconds = time.perf_counter() - begin
    return {
        "workers": n_workers,
        "articles": n_articles,
        "seconds": round(seconds, 1),
        "articles a second": round(n_articles / seconds, 2),
        "processor seconds of all processes": round(children_s() - used, 1),
        "memory of the largest process, MB": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "load before": round(load, 1),
    }


def children_s() -> float:
    """Return the processor time of the processes that have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def length_row(words: int) -> dict[str, float]:
    """Return the processor time of one text of that many words, by stage."""
    reader = load_reader()
    ((doc, _),) = synthetic_articles(1, words=words)
    begin = time.process_time()
    ((_, parse),) = reader.parser.parse_all([doc], batch_size=1)
    parsed = time.process_time()
    resolved = resolve(doc, parse, tables=reader.tables)
    named = time.process_time()
    coding = code(resolved)
    coded = time.process_time()
    record = assemble(resolved, coding)
    end = time.process_time()
    return {
        "words": len(doc.text.split()),
        "events": len(record.events),
        "parse s": round(parsed - begin, 2),
        "resolve s": round(named - parsed, 2),
        "code s": round(coded - named, 2),
        "assemble s": round(end - coded, 2),
        "ms a word": round((end - begin) / len(doc.text.split()) * 1000, 2),
    }


def add_row(n_documents: int, place: Path) -> dict[str, float]:
    """Return what one more document costs a ledger of that many synthetic ones: to commit, and to join to the rest."""
    stored = ledger_benchmark.open_ledger(place / f"held{n_documents}")
    with stored.writer(coder_version="1", started="2026-01-01") as writer:
        for k in range(n_documents):
            writer.add(ledger_benchmark.synthetic_record(k))
    link_ledger(stored.path, coder_version="1", started="2026-01-01")
    begin = time.perf_counter()
    with stored.writer(coder_version="1", started="2026-01-02") as writer:
        writer.add(ledger_benchmark.synthetic_record(n_documents))
    written = time.perf_counter()
    link_ledger(stored.path, coder_version="1", started="2026-01-02")
    return {
        "documents": n_documents,
        "events": n_documents * 8,
        "commit of one more, s": round(written - begin, 2),
        "joining it, s": round(time.perf_counter() - written, 2),
    }


def pages_rows() -> list[dict[str, object]]:
    """Return the times of the web app's pages over the examples."""
    import pages

    with tempfile.TemporaryDirectory() as folder:
        add_inputs([examples()], Path(folder) / "ledger", started="2026-05-15T00:00:00+00:00")
        return pages.pages(Path(folder) / "ledger", 3)


def soak(n_articles: int) -> None:
    """Code articles in one process, as a worker does, and print its memory on the way."""
    reader, done = load_reader(), 0
    part: list[tuple[Document, Receipt]] = []
    print(f"{'articles':>9} {'memory MB':>10} {'articles/s':>11}", flush=True)
    begin = time.perf_counter()
    for pair in synthetic_articles(n_articles):
        part.append(pair)
        if len(part) == PART or done + len(part) == n_articles:
            code_part(part, reader)
            before, done, part = done, done + len(part), []
            if done * SOAK_LINES // n_articles > before * SOAK_LINES // n_articles:
                rate = done / (time.perf_counter() - begin)
                print(f"{done:9d} {ledger_benchmark.held_mb():10d} {rate:11.2f}", flush=True)


def as_text(figures: dict[str, object]) -> str:
    """Return the figures as tables."""
    lines = []
    for name, value in figures.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines += ["", name, *table(value)]
        elif isinstance(value, dict):
            lines += ["", name, *(f"  {key:44s} {number:10.2f}" for key, number in value.items())]
        else:
            lines.append(f"{name:20s} {value}")
    workers = figures.get("workers")
    if isinstance(workers, list) and len(workers) > 1:
        ratio = workers[-1]["articles a second"] / workers[0]["articles a second"]
        lines += ["", f"{workers[-1]['workers']} workers are {ratio:.2f} times {workers[0]['workers']}"]
    return "\n".join(lines)


def table(rows: Sequence[dict[str, object]]) -> list[str]:
    """Return rows as lines, a column for each row: the names are longer than the numbers."""
    return [f"  {name:44s}" + "".join(f"{row.get(name, ''):>14,}" for row in rows) for name in rows[0]]


if __name__ == "__main__":
    main()
