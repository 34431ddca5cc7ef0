"""One reader for all tests of coding, and sentences coded by it."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from dragoman.coding import CODERS, Coder, code
from dragoman.model import Coding, Document, Resolved, Span
from dragoman.pipeline import Reader, load_reader
from dragoman.resolve import resolve

Code = Callable[[Sequence[str]], list[tuple[Resolved, Coding]]]


@pytest.fixture(scope="session")
def reader() -> Reader:
    return load_reader()


def reading_with(reader: Reader, coder: Coder) -> Code:
    """Return a function that codes texts, each a document of its own published on 14 June 2018."""

    def run(texts: Sequence[str]) -> list[tuple[Resolved, Coding]]:
        documents = [
            Document(doc_id=f"d{n}", text=t, published=date(2018, 6, 14), outlet="The Fjord", body=(Span(0, len(t)),))
            for n, t in enumerate(texts)
        ]
        found = []
        for document, parse in reader.parser.parse_all(documents, batch_size=64):
            resolved = resolve(document, parse, tables=reader.tables)
            found.append((resolved, code(resolved, coder=coder)))
        return found

    return run


@pytest.fixture(scope="session")
def coded(reader: Reader) -> Code:
    """Return what a user gets: rules and network together."""
    return reading_with(reader, CODERS["both"])


@pytest.fixture(scope="session")
def ruled(reader: Reader) -> Code:
    """Return the rules alone, for the examples that stand in their tables."""
    return reading_with(reader, CODERS["rules"])
