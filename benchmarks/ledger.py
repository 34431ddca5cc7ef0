"""Speed of the ledger: adding records, and typical queries over synthetic ledgers of stated size.

Everything is synthetic. The records to add have 2,500 characters of text, eight events, twelve entities, twenty
mentions and two positions each. The ledgers to query hold ten events a document; every sixth document is a copy that
tells the events of the one before, so that events have to be merged; actors are 200 states, some far more frequent than
others; days spread over 3,000 days. Query times are medians over `--repeat` runs in one view.
"""

import argparse
import json
import platform
import resource
import secrets
import statistics
import tempfile
import time
import unittest.mock
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from dragoman.model import (
    Document,
    Entity,
    Event,
    EventType,
    Evidence,
    Interval,
    Mention,
    MentionKind,
    Position,
    Precision,
    Record,
    Span,
    Stance,
    Status,
)
from dragoman.model.ids import content_id
from dragoman.store import open_ledger
from dragoman.store.filters import Filters, entities, events, positions
from dragoman.store.schema import schema
from dragoman.store.tables import Tables
from dragoman.store.view import View

EVENTS_A_DOCUMENT = 10
DOCUMENTS_AT_ONCE = 20_000
CODES = np.array([f"C{i:03d}" for i in range(200)])
TYPES = np.array(list(EventType))
STATUSES = np.array(["happened"] * 6 + ["planned", "cancelled", "denied", "expected"])
FIRST_DAY = np.datetime64("2015-01-01")


def main() -> None:
    """Print the tables, or one object of figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one object of figures")
    parser.add_argument("--records", type=int, default=10_000, help="records to add (default 10,000)")
    parser.add_argument("--events", type=int, nargs="*", default=[100_000, 1_000_000], help="events in the ledgers")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each query")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures: dict[str, object] = {
            "python": platform.python_version(),
            "add": add_rate(Path(folder), options.records),
        }
        figures["small_files"] = small_files(Path(folder))
        figures["queries"] = [query_times(Path(folder), n, options.repeat) for n in options.events]
    figures["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(figures) if options.json else as_text(figures))


def add_rate(folder: Path, n: int) -> dict[str, float]:
    """Return seconds and documents a second for adding n records in batches of 500, and for adding them again."""
    records = [synthetic_record(i) for i in range(n)]
    ledger = open_ledger(folder / "added")
    seconds = []
    for started in ("2021-01-01", "2021-01-02"):
        begin = time.perf_counter()
        with ledger.writer(coder_version="1", started=started) as writer:
            for record in records:
                writer.add(record)
        seconds.append(time.perf_counter() - begin)
    return {
        "records": n,
        "seconds": round(seconds[0], 2),
        "records_per_s": round(n / seconds[0]),
        "again_per_s": round(n / seconds[1]),
        "kb_per_record": round(on_disk(ledger.path) / n / 1000, 2),
    }


def small_files(folder: Path) -> list[dict[str, float]]:
    """Return what many small commits without compaction cost a reader, and what compaction takes."""
    ledger, rows, done = open_ledger(folder / "small"), [], 0
    records = [synthetic_record(n) for n in range(256)]
    with unittest.mock.patch("dragoman.store.writer.COMPACT_FILES", 10**6):
        for n in (1, 16, 64, 256):
            with ledger.writer(coder_version="1", started="2021-01-01", batch_size=1) as writer:
                for record in records[done:n]:
                    writer.add(record)
            done, seconds = n, []
            for _ in range(3):
                begin = time.perf_counter()
                events(ledger.view(), Filters(actor="C007"))
                seconds.append(time.perf_counter() - begin)
            rows.append({"files": n, "open_and_ask_s": round(statistics.median(seconds), 3)})
    begin = time.perf_counter()
    ledger.compact()
    return [*rows, {"files": 1, "compact_s": round(time.perf_counter() - begin, 2)}]


def synthetic_record(number: int) -> Record:
    """Return a record of the size that a news article gives."""
    rng = np.random.default_rng(number)
    words = [f"w{w}" for w in rng.integers(0, 9999, 420)]
    text = " ".join(words)
    day = date(2015, 1, 1) + timedelta(days=int(rng.integers(0, 3000)))
    doc_id = Document.key(text, "Synthetic", day, None)
    codes = map(str, rng.choice(CODES, 12, replace=False))
    people = tuple(Entity(entity_id=f"state:{c}", name=f"State {c}", code=c) for c in codes)
    spans = [Span(int(s), int(s) + 5) for s in np.sort(rng.integers(0, len(text) - 6, 20))]
    return Record(
        document=Document(
            doc_id=doc_id, text=text, outlet="Synthetic", published=day, title="A title", body=(Span(0, len(text)),)
        ),
        entities=people,
        mentions=tuple(
            Mention(span=s, head=k, entity_id=people[k % 12].entity_id, kind=MentionKind.NAME, rule="table")
            for k, s in enumerate(spans)
        ),
        events=tuple(synthetic_event(doc_id, spans[k], people[k], people[k + 1], day) for k in range(8)),
        positions=tuple(
            Position(
                position_id=Position.key(doc_id, people[k].entity_id, "sanctions", Stance.OPPOSE, spans[k]),
                actor=people[k].entity_id,
                object="sanctions",
                stance=Stance.OPPOSE,
                evidence=spans[k],
            )
            for k in range(2)
        ),
    )


def synthetic_event(doc_id: str, span: Span, actor: Entity, recipient: Entity, day: date) -> Event:
    """Return an event of one telling."""
    when = Interval(start=day, end=day, precision=Precision.DAY, basis="synthetic")
    sides = {"actors": (actor.entity_id,), "recipients": (recipient.entity_id,)}
    evidence = Evidence(
        doc_id=doc_id, type=EventType.CONSULT, trigger=span, lemma="meet", status=Status.HAPPENED, date=when,
        actors=sides["actors"], recipients=sides["recipients"],
    )  # fmt: skip
    return Event(
        event_id=content_id("e", doc_id, span.start, actor.entity_id), type=EventType.CONSULT, trigger=span,
        status=Status.HAPPENED, evidence=(evidence,), date=when,
        actors=sides["actors"], recipients=sides["recipients"],
    )  # fmt: skip


def query_times(folder: Path, n_events: int, repeat: int) -> dict[str, object]:
    """Return the seconds that typical queries take over a ledger of that many told events."""
    path = folder / str(n_events)
    ledger = open_ledger(path)
    for k, tables in enumerate(synthetic_tables(n_events)):
        write_batch(ledger.path, k, tables)
    ledger.compact(retention_hours=0)
    begin = time.perf_counter()
    view = ledger.view()
    times: dict[str, object] = {"told_events": n_events, "open": round(time.perf_counter() - begin, 3)}
    for name, ask in queries().items():
        seconds = []
        for _ in range(repeat):
            begin = time.perf_counter()
            ask(view)
            seconds.append(time.perf_counter() - begin)
        times[name] = round(statistics.median(seconds), 3)
    return times


def queries() -> dict[str, Callable[[View], pa.Table]]:
    """Return what is asked, by name."""
    month = Filters(since=date(2018, 1, 1), until=date(2018, 1, 31))
    dyads = """
        SELECT date_trunc('month', e.start) AS month, a.code AS actor, r.code AS recipient, count(*) AS n,
               avg(e.goldstein) AS tone
        FROM events e JOIN participants a ON a.event_id = e.event_id AND a.role = 'actor'
        JOIN participants r ON r.event_id = e.event_id AND r.role = 'recipient' GROUP BY ALL"""
    return {
        "events --actor --type --status": lambda v: events(
            v, Filters(actor="C007", type="CONSULT", status="cancelled")
        ),
        "events --type (500 rows)": lambda v: events(v, Filters(type="CONSULT")),
        "events (500 rows)": lambda v: events(v, Filters()),
        "events of a month (500 rows)": lambda v: events(v, month),
        "events --text": lambda v: events(v, Filters(text="word 777 ")),
        "positions --actor": lambda v: positions(v, Filters(actor="C007")),
        "entities (500 rows)": lambda v: entities(v, Filters()),
        "sql: events by type and status": lambda v: v.sql("SELECT type, status, count(*) FROM events GROUP BY ALL"),
        "sql: month x actor x recipient": lambda v: v.sql(dyads),
    }


def synthetic_tables(n_events: int) -> Iterator[dict[str, dict[str, object]]]:
    """Yield the columns of a batch at a time, by table."""
    rng = np.random.default_rng(1)
    n_docs = n_events // EVENTS_A_DOCUMENT
    for first in range(0, n_docs, DOCUMENTS_AT_ONCE):
        number = np.arange(first, min(n_docs, first + DOCUMENTS_AT_ONCE))
        doc_id, day = ids("d", number), FIRST_DAY + rng.integers(0, 3000, len(number))
        told = number - (number % 6 == 5)
        event = (told[:, None] * EVENTS_A_DOCUMENT + np.arange(EVENTS_A_DOCUMENT)).ravel()
        n, of_doc = len(event), np.repeat(doc_id, EVENTS_A_DOCUMENT)
        named = CODES[np.arange(6 * len(number)) % 200]
        words = np.char.add("met in the capital and gave word ", (event % 9999).astype(str))
        sides = CODES[np.stack([scatter(event, 7) ** 2 // 200, scatter(event, 11)], 1).ravel() % 200]
        yield {
            "documents": {
                "doc_id": doc_id, "title": doc_id, "published": day, "outlet": CODES[number % 40],
                "language": np.full(len(number), "en"), "n_words": number % 900, "origin_id": ids("o", told),
                "text": np.full(len(number), "A text."),
            },
            "records": {"doc_id": doc_id, "record": np.full(len(number), "{}")},
            "entities": {
                "doc_id": np.repeat(doc_id, 6), "entity_id": np.char.add("state:", named), "name": named, "code": named,
                "is_anonymous": np.zeros(len(named), bool),
            },
            "events": {
                "doc_id": of_doc, "event_id": ids("e", event), "type": TYPES[scatter(event, 3) % 16],
                "status": STATUSES[scatter(event, 5) % 10], "start": FIRST_DAY + scatter(event, 13) * 15,
                "end": FIRST_DAY + scatter(event, 13) * 15, "goldstein": scatter(event, 17) / 10.0 - 10,
                "words": np.full(n, "met"), "n_tellings": np.ones(n, int), "speaker_kinds": pa.array([["outlet"]] * n),
                "context": np.char.add(words, " of it"),
            },
            "participants": {
                "doc_id": np.repeat(of_doc, 2), "event_id": np.repeat(ids("e", event), 2),
                "role": np.tile(["actor", "recipient"], n), "entity_id": np.char.add("state:", sides), "code": sides,
                "name": sides,
            },
            "evidence": {
                "doc_id": of_doc, "event_id": ids("e", event), "evidence_id": ids("v", event),
                "speaker": np.full(n, "outlet"), "speaker_name": CODES[scatter(event, 19) % 40],
                "speaker_kind": np.full(n, "outlet"),
            },
            "positions": {
                "doc_id": doc_id, "position_id": ids("p", number), "actor": np.char.add("state:", CODES[number % 200]),
                "actor_code": CODES[number % 200], "actor_name": CODES[number % 200],
                "object": np.full(len(number), "x"), "object_name": np.full(len(number), "x"), "since": day,
                "stance": np.full(len(number), "support"), "change": np.full(len(number), "none"),
                "status": np.full(len(number), "happened"),
            },
        }  # fmt: skip


def scatter(numbers: np.ndarray, salt: int) -> np.ndarray:
    """Return a number from 0 to 199 for each number, the same each time."""
    return (numbers * 2_654_435_761 + salt * 40_503) // 65_536 % 200


def ids(kind: str, numbers: np.ndarray) -> np.ndarray:
    """Return ids of the usual length, without order."""
    return np.char.add(kind, np.char.zfill((numbers * 7_919 % 1_000_000_007).astype(str), 16))


def write_batch(path: Path, number: int, tables: dict[str, dict[str, object]]) -> None:
    """Append a batch and its marker as the writer does."""
    stamp = {"batch_id": f"b{number}", "attempt": f"b{number}.{secrets.token_hex(6)}"}
    append(path, stamp, tables)
    append(path, stamp, {"batches": marker(number, len(tables["documents"]["doc_id"]))})


def marker(number: int, n_documents: int) -> dict[str, object]:
    """Return the columns of what commits a batch."""
    return {"seq": [number], "run_id": ["r1"], "coder_version": ["1"], "n_documents": [n_documents], "n_rows": ["{}"]}


def append(path: Path, stamp: dict[str, str], tables: dict[str, dict[str, object]]) -> None:
    """Append rows of a batch, given as columns by table."""
    for name, columns in tables.items():
        length = len(next(iter(columns.values())))
        arrays = [
            pa.array(columns[f.name], type=f.type)
            if f.name in columns
            else pa.array([stamp[f.name]] * length, type=f.type)
            if f.name in stamp
            else pa.nulls(length, f.type)
            for f in schema(name)
        ]
        Tables(path).append(name, pa.table(arrays, schema=schema(name)))


def on_disk(path: Path) -> int:
    """Return the bytes of the files of a ledger."""
    return sum(p.stat().st_size for p in path.rglob("*") if p.is_file())


def held_mb(which: str = "VmRSS") -> int:
    """Return the memory that this process holds now, or at most held ("VmHWM"); else its peak.

    Where the system tells neither, `getrusage` does; it counts for a child what its parent held, too.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith(which))
    return int(line.split()[1]) // 1024


def as_text(figures: dict) -> str:
    """Return the figures as tables for people."""
    add = figures["add"]
    lines = [
        f"add {add['records']:,} records: {add['seconds']} s, {add['records_per_s']:,} a second",
        f"add them again, all known: {add['again_per_s']:,} a second; on disk {add['kb_per_record']} kB a record",
        "files of a table: seconds to open and ask: "
        + ", ".join(f"{r['files']}: {r['open_and_ask_s']}" for r in figures["small_files"][:-1])
        + f"; joining them takes {figures['small_files'][-1]['compact_s']} s",
        "",
        "seconds".ljust(34) + "".join(f"{q['told_events']:>12,}" for q in figures["queries"]) + "  told events",
    ]
    names = [name for name in figures["queries"][0] if name != "told_events"] if figures["queries"] else []
    lines += [name.ljust(34) + "".join(f"{q[name]:>12.3f}" for q in figures["queries"]) for name in names]
    return "\n".join([*lines, "", f"peak memory {figures['peak_memory_mb']} MB, Python {figures['python']}"])


if __name__ == "__main__":
    main()
