"""What the tests of coding share: texts in, what is coded of them out."""

from collections.abc import Callable, Sequence
from datetime import date

from dragoman.coding import Coder, code
from dragoman.model import Coding, Document, Resolved, Span
from dragoman.reader import Reader
from dragoman.resolve import resolve

Code = Callable[[Sequence[str]], list[tuple[Resolved, Coding]]]


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
