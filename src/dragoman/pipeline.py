"""Takes inputs, puts their records into a ledger: in this process, or handing documents to others."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from dragoman.model import Document, Receipt
from dragoman.read import read
from dragoman.read.limits import DEFAULT_LIMITS, DOCUMENT_SECONDS

# What codes is imported only where this process codes: one that hands all to others starts them sooner without it.
if TYPE_CHECKING:
    import pyarrow as pa

    from dragoman.reader import Reader
    from dragoman.store.rows import Row
    from dragoman.store.writer import Writer

Part = Sequence[tuple[Document, Receipt]]
"""Documents with their reader's receipts, as they are handed to one process."""

PART_DOCUMENTS: Final = 8
"""Documents that a process codes at once beside others: two to four seconds of work. Fewer cost the parser its batches,
more leave processes idle at the end and hold more in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedPart:
    """What came of a part.

    Attributes:
        doc_ids: The documents that were coded.
        rows: Their rows by table of the ledger.
        receipts: Of the reader, one for each document that was coded.
        failures: One for each document that could not be coded.
    """

    doc_ids: tuple[str, ...] = ()
    rows: "Mapping[str, pa.Table]" = field(default_factory=dict)
    receipts: tuple[Receipt, ...] = ()
    failures: tuple[Receipt, ...] = ()


FanOut = Callable[[Iterator[Part]], Generator[CodedPart, None, None]]
"""Codes parts side by side and gives what came of them, in their order."""


def code_part(part: Part, reader: "Reader") -> CodedPart:
    """Return the rows of a part's documents: what every process beside others runs."""
    from dragoman.reader import coded
    from dragoman.store.rows import arrow_rows, rows

    done = list(coded(part, reader))
    return CodedPart(
        doc_ids=tuple(record.document.doc_id for record, _ in done),
        rows=arrow_rows(pair for record, _ in done for pair in (*rows(record), printed(record.document))),
        receipts=tuple(receipt for _, receipt in done),
    )


def printed(document: Document) -> tuple[str, "Row"]:
    """Return the row of a document's print, with its table: made here, where documents are read side by side."""
    from dragoman.assemble.linking import linker_version
    from dragoman.assemble.prints import make_print
    from dragoman.store.links import print_row

    return "prints", print_row(make_print(document), linker_version())


def examples() -> Path:
    """Return the folder of the example dispatches: in the installed package, else in the checkout."""
    installed = Path(str(files("dragoman") / "data" / "examples"))
    return installed if installed.is_dir() else Path(__file__).resolve().parents[2] / "examples"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many documents an `add` kept, found already there, and could not read."""

    added: int
    known: int
    failed: int


def add_inputs(  # noqa: PLR0913 (all by keyword)
    inputs: Iterable[str | Path],
    ledger: Path,
    *,
    started: str,
    entities: Path | None = None,
    batch_size: int = 500,
    stdin: BinaryIO | None = None,
    allow_private: bool = False,
    clock: Callable[[], str] | None = None,
    seconds: float = DOCUMENT_SECONDS,
    on_document: Callable[[Receipt], None] = lambda _: None,
    fan_out: FanOut | None = None,
) -> Counts:
    """Read inputs into a ledger and return the counts. Documents that it holds already are not coded again.

    Args:
        inputs: Files, folders, addresses, or "-".
        ledger: Folder of the ledger; made if it is not there.
        started: When the run began, ISO 8601.
        entities: A user's own actors.
        batch_size: Documents a commit.
        stdin: Where "-" reads from.
        allow_private: Whether addresses that are not public may be fetched.
        clock: Tells when a batch is committed, ISO 8601; without it `started` stands for it.
        seconds: Longest time to read one document, and to code it, of the processor.
        on_document: Called with the reader's receipt of each document, known ones too, for progress.
        fan_out: Codes side by side (see `dragoman.fanout`); None for this process alone. The rows are the same.

    Raises:
        LedgerError: If the ledger cannot be opened or written.
        FanOutError: If what codes side by side cannot go on.
    """
    return add_documents(
        read(inputs, stdin=stdin, limits=replace(DEFAULT_LIMITS, seconds=seconds), allow_private=allow_private),
        ledger,
        started=started,
        entities=entities,
        batch_size=batch_size,
        clock=clock,
        seconds=seconds,
        on_document=on_document,
        fan_out=fan_out,
    )


def add_documents(  # noqa: PLR0913 (all by keyword)
    documents: Iterable[tuple[Document | None, Receipt]],
    ledger: Path,
    *,
    started: str,
    entities: Path | None = None,
    batch_size: int = 500,
    clock: Callable[[], str] | None = None,
    seconds: float = DOCUMENT_SECONDS,
    on_document: Callable[[Receipt], None] = lambda _: None,
    fan_out: FanOut | None = None,
) -> Counts:
    """Code documents into a ledger and return the counts; the arguments are those of `add_inputs`.

    Args:
        documents: With the reader's receipts; None where an input gave no document.
        ledger: Folder of the ledger; made if it is not there.
        started: When the run began, ISO 8601.
        entities: A user's own actors.
        batch_size: Documents a commit.
        clock: Tells when a batch is committed, ISO 8601; without it `started` stands for it.
        seconds: Longest time to code one document, of the processor.
        on_document: Called with the reader's receipt of each document.
        fan_out: Codes side by side; None for this process alone.

    Raises:
        LedgerError: If the ledger cannot be opened or written.
        FanOutError: If what codes side by side cannot go on.
    """
    from dragoman.linking import link_ledger
    from dragoman.manifest import coder_version, manifest
    from dragoman.store import open_ledger

    made_with = manifest(entities, options={"batch_size": batch_size, "entities": entities.name if entities else None})
    version = coder_version(entities)
    writer = open_ledger(ledger).writer(
        coder_version=version, started=started, batch_size=batch_size, manifest=made_with, clock=clock
    )
    with writer:
        if fan_out is None:
            known, failed = _add_alone(documents, writer, entities, on_document, seconds=seconds)
        else:
            known, failed = _add_side_by_side(documents, writer, fan_out, on_document, batch_size=batch_size)
    link_ledger(ledger, coder_version=version, started=started)
    return Counts(added=writer.n_added, known=known, failed=failed)


def _add_alone(
    documents: Iterable[tuple[Document | None, Receipt]],
    writer: "Writer",
    entities: Path | None,
    on_document: Callable[[Receipt], None],
    *,
    seconds: float,
) -> tuple[int, int]:
    """Code documents in this process and return how many were known and how many failed."""
    from dragoman.reader import batches, coded, load_reader

    reader: Reader | None = None
    failed = known = 0
    for batch in batches(documents):
        fresh = [(doc, receipt) for doc, receipt in batch if doc is not None and not writer.knows(doc.doc_id)]
        if fresh and reader is None:
            reader = load_reader(entities, seconds=seconds)
        for record, receipt in coded(fresh, reader) if reader else ():
            writer.add(record, also=[printed(record.document)])
            on_document(receipt)
        handled = {id(receipt) for _, receipt in fresh}
        for doc, receipt in batch:
            if doc is None:
                failed += 1
                writer.add_failure(receipt)
            if id(receipt) not in handled:
                on_document(receipt)
        known += sum(doc is not None for doc, _ in batch) - len(fresh)
    return known + writer.n_known, failed


def _add_side_by_side(
    documents: Iterable[tuple[Document | None, Receipt]],
    writer: "Writer",
    fan_out: FanOut,
    on_document: Callable[[Receipt], None],
    *,
    batch_size: int,
) -> tuple[int, int]:
    """Hand new documents to others, keep what they return, and return how many were known and how many failed."""
    failed = known = n_fresh = 0
    handed: set[str] = set()

    def fail(receipt: Receipt) -> None:
        nonlocal failed
        failed += 1
        writer.add_failure(receipt)
        on_document(receipt)

    def parts() -> Iterator[Part]:
        nonlocal known, n_fresh
        part: list[tuple[Document, Receipt]] = []
        for doc, receipt in documents:
            if doc is None:
                fail(receipt)
            elif doc.doc_id in handed or writer.knows(doc.doc_id):
                known += 1
                on_document(receipt)
            else:
                handed.add(doc.doc_id)
                n_fresh += 1
                part.append((doc, receipt))
                if (
                    len(part) == PART_DOCUMENTS or n_fresh % batch_size == 0
                ):  # a commit holds the same as it would alone
                    yield part
                    part = []
        if part:
            yield part

    with closing(fan_out(parts())) as coded:
        for done in coded:
            writer.add_rows(done.doc_ids, done.rows)
            handed.difference_update(done.doc_ids)
            for receipt in done.receipts:
                on_document(receipt)
            for receipt in done.failures:
                fail(receipt)
    return known + writer.n_known, failed
