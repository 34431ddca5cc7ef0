"""Takes inputs and documents, gives their records: composes the stages from text to record. No stage knows the next."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from dragoman.assemble import assemble
from dragoman.coding import code
from dragoman.errors import TimeLimitError
from dragoman.lexicon.actors import ActorTables, load_actors
from dragoman.model import Document, Parse, Receipt, Record, Stage
from dragoman.read import read
from dragoman.read.deadline import time_limit
from dragoman.read.limits import DEFAULT_LIMITS, DOCUMENT_SECONDS
from dragoman.resolve import resolve
from dragoman.resolve.parser import Parser, load_parser

PARSE_BATCH = 32
"""Documents handed to the parser at once: beyond this the parser gains nothing and memory grows."""
CODED_LANGUAGES = frozenset({"en", None})
"""Languages whose texts are coded; None is a text too short to tell."""
MAX_CODED_CHARS = 400_000
"""Characters of prose of one document that are coded, about 70,000 words: 40 seconds on one core."""

FAULTS_OF_CODING = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a rule that meets a text it was not made for may raise; such a text must not stop a corpus."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Everything that is loaded once to read documents.

    Attributes:
        parser: The grammar model.
        tables: Actors, with the user's own laid over.
        seconds: Longest time to code one document, of the processor.
    """

    parser: Parser = field(default_factory=load_parser)
    tables: ActorTables = field(default_factory=load_actors)
    seconds: float = DOCUMENT_SECONDS

    def records(self, documents: Iterable[Document]) -> Iterator[Record]:
        """Yield the record of each document, in order.

        A text in another language, one that takes longer than it may, and one that a rule fails on are kept uncoded.
        """
        waiting = tuple(documents)
        parsed = self._parsed([_within_limit(doc) for doc in waiting if doc.language in CODED_LANGUAGES])
        for document in waiting:
            if document.language not in CODED_LANGUAGES:
                detail = f"language {document.language} is not supported: nothing was coded"
                yield Record(document=document, receipts=(_receipt(document, "skipped", detail),))
                continue
            read_part, parse = next(parsed)
            try:
                with time_limit(self.seconds):
                    alone = parse or next(self.parser.parse_all((read_part,), batch_size=1))[1]
                    resolved = resolve(read_part, alone, tables=self.tables)
                    record = assemble(resolved, code(resolved))
            except (TimeLimitError, *FAULTS_OF_CODING) as err:
                yield _uncoded(document, err)
                continue
            if read_part is not document:
                detail = f"longer than {MAX_CODED_CHARS:,} characters: only the beginning was coded"
                record = replace(
                    record, document=document, receipts=(*record.receipts, _receipt(document, "warning", detail))
                )
            yield record

    def _parsed(self, documents: Sequence[Document]) -> Iterator[tuple[Document, Parse | None]]:
        """Yield each document with its grammar; None from where reading them together takes too long on."""
        parsed = self.parser.parse_all(documents, batch_size=PARSE_BATCH)
        for done, _ in enumerate(documents):
            try:
                with time_limit(self.seconds):
                    found = next(parsed)
            except (TimeLimitError, *FAULTS_OF_CODING):
                yield from ((document, None) for document in documents[done:])
                return
            yield found


def _uncoded(document: Document, err: Exception) -> Record:
    """Return the record of a document that was given up: its text and a receipt."""
    reason = f"{err} of coding" if isinstance(err, TimeLimitError) else f"could not be coded ({type(err).__name__})"
    log.warning("%s: %s", document.doc_id, reason, exc_info=err)
    receipt = _receipt(document, "failed", f"{reason}: the text is kept, nothing was coded")
    return Record(document=document, receipts=(receipt,))


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


def load_reader(entities: Path | None = None, *, seconds: float = DOCUMENT_SECONDS) -> Reader:
    """Return a reader.

    Args:
        entities: A user's own table in the format of data/actors.
        seconds: Longest time to code one document, of the processor.
    """
    return Reader(tables=load_actors(entities), seconds=seconds)


def read_inputs(
    inputs: Iterable[str | Path], *, reader: Reader, stdin: BinaryIO | None = None, allow_private: bool = False
) -> Iterator[tuple[Record | None, Receipt]]:
    """Yield a record and the reader's receipt for each document; None and the reason for each unreadable input."""
    limits = replace(DEFAULT_LIMITS, seconds=reader.seconds)
    for batch in batches(read(inputs, stdin=stdin, limits=limits, allow_private=allow_private)):
        records = iter(coded([(doc, receipt) for doc, receipt in batch if doc is not None], reader))
        for doc, receipt in batch:
            yield (None, receipt) if doc is None else next(records)


def coded(pending: Sequence[tuple[Document, Receipt]], reader: Reader) -> Iterator[tuple[Record, Receipt]]:
    """Yield the record of each document with the receipt of the reader, or that of what it was given up for."""
    records = reader.records(doc for doc, _ in pending)
    for (_, receipt), record in zip(pending, records, strict=True):
        given_up = next((one for one in record.receipts if one.outcome == "failed"), None)
        if given_up is not None:
            given_up = replace(given_up, source=receipt.source)
        yield replace(record, receipts=(receipt, *record.receipts)), given_up or receipt


def batches(
    documents: Iterable[tuple[Document | None, Receipt]],
) -> Iterator[list[tuple[Document | None, Receipt]]]:
    """Yield what the reader gives in lists of as many as are parsed at once."""
    batch: list[tuple[Document | None, Receipt]] = []
    for pair in documents:
        batch.append(pair)
        if len(batch) == PARSE_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
