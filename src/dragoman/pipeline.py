"""Composes the stages: inputs to records, records to a ledger. No stage knows the next; this module does."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import BinaryIO

from dragoman.assemble import assemble
from dragoman.coding import code
from dragoman.coding.pairs import Relation, type_pair
from dragoman.errors import ReadError
from dragoman.lexicon.actors import ActorTables, load_actors
from dragoman.model import Document, Receipt, Record, Span, Stage
from dragoman.read import read
from dragoman.resolve import resolve
from dragoman.resolve.parser import Parser, load_parser
from dragoman.store import open_ledger
from dragoman.version import __version__

PARSE_BATCH = 32
"""Documents handed to the parser at once: beyond this the parser gains nothing and memory grows."""
CODED_LANGUAGES = frozenset({"en", None})
"""Languages whose texts are coded; None is a text too short to tell."""
MAX_CODED_CHARS = 400_000
"""Characters of prose of one document that are coded, about 70,000 words: 15 seconds on one core."""


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
        """Yield the record of each document, in order; a text in another language than English is kept uncoded."""
        waiting = tuple(documents)
        english = (_within_limit(doc) for doc in waiting if doc.language in CODED_LANGUAGES)
        parsed = self.parser.parse_all(english, batch_size=PARSE_BATCH)
        for document in waiting:
            if document.language not in CODED_LANGUAGES:
                detail = f"language {document.language} is not supported: nothing was coded"
                yield Record(document=document, receipts=(_receipt(document, "skipped", detail),))
                continue
            read_part, parse = next(parsed)
            resolved = resolve(read_part, parse, tables=self.tables)
            record = assemble(resolved, code(resolved))
            if read_part is not document:
                detail = f"longer than {MAX_CODED_CHARS:,} characters: only the beginning was coded"
                record = replace(
                    record, document=document, receipts=(*record.receipts, _receipt(document, "warning", detail))
                )
            yield record


def _within_limit(document: Document) -> Document:
    """Return the document, or one whose body ends where coding stops."""
    left, body = MAX_CODED_CHARS, []
    for span in document.body:
        if span.end - span.start > left:
            break
        body.append(span)
        left -= span.end - span.start
    return document if len(body) == len(document.body) else replace(document, body=tuple(body))


def _receipt(document: Document, outcome: str, detail: str) -> Receipt:
    source = document.given_id or document.title or document.doc_id
    return Receipt(doc_id=document.doc_id, source=source, stage=Stage.CODING, outcome=outcome, detail=detail)


def load_reader(entities: Path | None = None) -> Reader:
    """Return a reader; `entities` is a user's own table in the format of data/actors."""
    return Reader(tables=load_actors(entities))


def read_inputs(
    inputs: Iterable[str | Path], *, reader: Reader, stdin: BinaryIO | None = None
) -> Iterator[tuple[Record | None, Receipt]]:
    """Yield a record and the reader's receipt for each document; None and the reason for each unreadable input."""
    for batch in _batches(read(inputs, stdin=stdin)):
        records = iter(_coded([(doc, receipt) for doc, receipt in batch if doc is not None], reader))
        for doc, receipt in batch:
            yield (None, receipt) if doc is None else next(records)


def _coded(pending: list[tuple[Document, Receipt]], reader: Reader) -> Iterator[tuple[Record, Receipt]]:
    records = reader.records(doc for doc, _ in pending)
    for (_, receipt), record in zip(pending, records, strict=True):
        yield replace(record, receipts=(receipt, *record.receipts)), receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPair:
    """A sentence in which an actor and a recipient are marked."""

    given_id: str
    text: str
    source: Span | None
    target: Span | None


def read_pairs(file: Path) -> tuple[MarkedPair, ...]:
    """Return the marked pairs of a JSON Lines file: id, text, source and target (a span, an object with one, or null).

    Raises:
        ReadError: If a line is no such object, or a span lies outside its text; names file and line.
    """
    return tuple(
        _marked_pair(line, f"{file.name} line {number}")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if line.strip()
    )


def _marked_pair(line: str, where: str) -> MarkedPair:
    try:
        row = json.loads(line)
        given_id, text = str(row["id"]), str(row["text"])
        source, target = (_pair_span(row[side], text) for side in ("source", "target"))
    except (ValueError, KeyError, TypeError) as err:
        raise ReadError(f"{where}: expected id, text, source and target with spans inside the text ({err})") from err
    return MarkedPair(given_id=given_id, text=text, source=source, target=target)


def _pair_span(side: object, text: str) -> Span | None:
    """Return the span that a line gives for a side: [start, end], an object with such a span, or null for not named."""
    span = side["span"] if isinstance(side, dict) else side
    if span is None:
        return None
    if not isinstance(span, (list, tuple)) or len(span) != 2 or not 0 <= span[0] < span[1] <= len(text):
        raise ValueError(f"{span!r} is no span of the text")
    return Span(*span)


def type_relations(pairs: Iterable[MarkedPair], *, reader: Reader | None = None) -> Iterator[tuple[str, Relation]]:
    """Yield the id and the relation of each marked pair, in order; each text is read as a document of its own."""
    reader = reader or load_reader()
    waiting = tuple(pairs)
    documents = (Document(doc_id=p.given_id, text=p.text, body=(Span(0, len(p.text)),)) for p in waiting)
    parsed = reader.parser.parse_all(documents, batch_size=PARSE_BATCH)
    for pair, (document, parse) in zip(waiting, parsed, strict=True):
        yield pair.given_id, type_pair(resolve(document, parse, tables=reader.tables), pair.source, pair.target)


def coder_version(entities: Path | None = None) -> str:
    """Return the version of code and vocabularies, a user's actors among them: a change in any codes a text anew."""
    digest = blake2b(digest_size=6)
    for path in sorted(_files(files("dragoman") / "data"), key=str):
        digest.update(path.read_bytes())
    if entities is not None:
        digest.update(entities.read_bytes())
    return f"{__version__}+{digest.hexdigest()}"


def examples() -> Path:
    """Return the folder of the example dispatches: in the installed package, else in the checkout."""
    installed = Path(str(files("dragoman") / "data" / "examples"))
    return installed if installed.is_dir() else Path(__file__).resolve().parents[2] / "examples"


def _files(folder: Traversable) -> Iterator[Traversable]:
    for path in folder.iterdir():
        if path.is_dir():
            yield from _files(path)
        elif path.name.endswith((".tsv", ".yaml", ".json", ".onnx")):
            yield path


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many documents an `add` kept, found already there, and could not read."""

    added: int
    known: int
    failed: int


def add_inputs(
    inputs: Iterable[str | Path],
    ledger: Path,
    *,
    started: str,
    entities: Path | None = None,
    batch_size: int = 500,
    stdin: BinaryIO | None = None,
    on_document: Callable[[Receipt], None] = lambda _: None,
) -> Counts:
    """Read inputs into a ledger and return the counts. Documents that it holds already are not coded again.

    Args:
        inputs: Files, folders, or "-".
        ledger: Folder of the ledger; made if it is not there.
        started: When the run began, ISO 8601.
        entities: A user's own actors.
        batch_size: Documents a commit.
        stdin: Where "-" reads from.
        on_document: Called with the reader's receipt of each document, for progress.

    Raises:
        LedgerError: If the ledger cannot be opened or written.
    """
    writer = open_ledger(ledger).writer(coder_version=coder_version(entities), started=started, batch_size=batch_size)
    reader: Reader | None = None
    failed = known = 0
    with writer:
        for batch in _batches(read(inputs, stdin=stdin)):
            fresh = [(doc, receipt) for doc, receipt in batch if doc is not None and not writer.knows(doc.doc_id)]
            if fresh and reader is None:
                reader = load_reader(entities)
            for record, receipt in _coded(fresh, reader) if reader else ():
                writer.add(record)
                on_document(receipt)
            for doc, receipt in batch:
                if doc is None:
                    failed += 1
                    writer.add_failure(receipt)
                    on_document(receipt)
            known += sum(doc is not None for doc, _ in batch) - len(fresh)
    return Counts(added=writer.n_added, known=known + writer.n_known, failed=failed)


def _batches(
    documents: Iterable[tuple[Document | None, Receipt]],
) -> Iterator[list[tuple[Document | None, Receipt]]]:
    batch: list[tuple[Document | None, Receipt]] = []
    for pair in documents:
        batch.append(pair)
        if len(batch) == PARSE_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
