"""What the tests of reading side by side share: many small texts, and the rows of a ledger without what may differ."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from dragoman.model import Document, Receipt, Stage
from dragoman.pipeline import CodedPart, Part, add_inputs
from dragoman.read import read
from dragoman.store import open_ledger
from dragoman.store.schema import COLUMNS

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
STARTED = "2026-01-01T00:00:00"
DEADLY = "Deadly words"


def write_texts(file: Path, n: int) -> Path:
    """Write n different texts made from the examples as JSON lines."""
    documents = [doc for doc, _ in read([EXAMPLES]) if doc is not None]
    with file.open("w", encoding="utf-8") as stream:
        for k in range(n):
            doc = documents[k % len(documents)]
            line = {"text": f"{doc.text}\n\nThis is report {k}.", "published": str(doc.published), "outlet": doc.outlet}
            stream.write(json.dumps(line) + "\n")
    return file


def add_alone(texts: Path, ledger: Path, *, batch_size: int = 500) -> Path:
    add_inputs([texts], ledger, started=STARTED, batch_size=batch_size)
    return ledger


def contents(ledger: Path) -> dict[str, pa.Table]:
    """Return the rows of all documents' tables in a fixed order; the run is the only thing that may differ."""
    view = open_ledger(ledger, must_exist=True).view()
    columns = {"documents": "* EXCLUDE (run_id)"}
    names = (*COLUMNS, "origins", "merges", "happenings")
    return {name: view.sql(f"SELECT {columns.get(name, '*')} FROM {name} ORDER BY ALL") for name in names}


def commits(ledger: Path) -> list[dict[str, object]]:
    """Return what each commit of documents holds."""
    view = open_ledger(ledger, must_exist=True).view()
    rows = view.query("SELECT batch_id, n_documents, n_rows FROM committed WHERE n_documents > 0 ORDER BY batch_id")
    return [{**row, "n_rows": json.loads(row["n_rows"])} for row in rows.to_pylist()]


def parts(n: int, *, size: int = 2, deadly: int = -1) -> Iterator[Part]:
    """Yield parts of n documents that no test reads; the text of one kills `code_or_die`."""
    pairs = []
    for k in range(n):
        text = DEADLY if k == deadly else "Some words"
        receipt = Receipt(doc_id=f"d{k}", source=f"text {k}", stage=Stage.READ, outcome="ok", detail="")
        pairs.append((Document(doc_id=f"d{k}", text=text), receipt))
    for start in range(0, n, size):
        yield pairs[start : start + size]


def code_or_die(part: Part, _: bytes | None) -> CodedPart:
    """Return the ids of a part; dies of deadly words as a process does that the system kills."""
    for doc, _receipt in part:
        if doc.text == DEADLY:
            os.kill(os.getpid(), signal.SIGKILL)
    return CodedPart(doc_ids=tuple(doc.doc_id for doc, _receipt in part))


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that code, without those of the system's bookkeeping."""
    found = []
    for line in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        command = Path(f"/proc/{line}/cmdline").read_bytes()
        if b"spawn_main" in command:
            found.append(int(line))
    return found
