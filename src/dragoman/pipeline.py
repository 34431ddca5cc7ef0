"""Composes the stages: inputs to records, records to a ledger. No stage knows the next; this module does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import BinaryIO

from dragoman import __version__
from dragoman.assemble import assemble
from dragoman.coding import code
from dragoman.lexicon.actors import ActorTables, load_actors
from dragoman.model import Document, Receipt, Record, Stage
from dragoman.read import read
from dragoman.resolve import resolve
from dragoman.resolve.parser import Parser, load_parser

PARSE_BATCH = 32
"""Documents handed to the parser at once: beyond this the parser gains nothing and memory grows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Everything that is loaded once to read documents.

    Attributes:
        parser: The grammar model.
        tables: Actors, with the user's own laid over.
    """

    parser: Parser = field(default_factory=load_parser)
    tables: ActorTables = field(default_factory=load_actors)

    def records(self, documents: Iterable[Document]) -> Iterator[Record]:
        """Yield the record of each document, in order."""
        for document, parse in self.parser.parse_all(documents, batch_size=PARSE_BATCH):
            resolved = resolve(document, parse, tables=self.tables)
            yield assemble(resolved, code(resolved))


def load_reader(entities: Path | None = None) -> Reader:
    """Return a reader; `entities` is a user's own table in the format of data/actors."""
    return Reader(tables=load_actors(entities))


def read_inputs(
    inputs: Iterable[str | Path], *, reader: Reader, stdin: BinaryIO | None = None
) -> Iterator[tuple[Record | None, Receipt]]:
    """Yield a record and the reader's receipt for each document; None and the reason for each unreadable input."""
    pending: list[tuple[Document, Receipt]] = []
    for document, receipt in read(inputs, stdin=stdin):
        if document is None:
            yield from _coded(pending, reader)
            pending = []
            yield None, receipt
            continue
        pending.append((document, receipt))
        if len(pending) == PARSE_BATCH:
            yield from _coded(pending, reader)
            pending = []
    yield from _coded(pending, reader)


def _coded(pending: list[tuple[Document, Receipt]], reader: Reader) -> Iterator[tuple[Record, Receipt]]:
    from dataclasses import replace

    records = reader.records(doc for doc, _ in pending)
    for (_, receipt), record in zip(pending, records, strict=True):
        yield replace(record, receipts=(receipt, *record.receipts)), receipt


def coder_version() -> str:
    """Return the version of code and vocabularies together: a change in either codes a text anew."""
    digest = blake2b(digest_size=6)
    for path in sorted(_files(files("dragoman") / "data"), key=str):
        digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()}"


def _files(folder: Traversable) -> Iterator[Traversable]:
    for path in folder.iterdir():
        if path.is_dir():
            yield from _files(path)
        elif path.name.endswith((".tsv", ".yaml", ".json")):
            yield path


def failed(source: str, stage: Stage, detail: str) -> Receipt:
    """Return the receipt of a document that a stage could not take."""
    return Receipt(doc_id=source, source=source, stage=stage, outcome="failed", detail=detail)
