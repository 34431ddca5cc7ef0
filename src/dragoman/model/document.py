"""What was read: the text as it came, and what the reader found out about it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dragoman.errors import RecordError
from dragoman.model.ids import content_id


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of code points in a document's text; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise RecordError(f"span [{self.start}, {self.end}): expected 0 <= start < end")

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Tell whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """Return the words of the span."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article, page or dispatch; `text` is never edited after reading.

    Attributes:
        doc_id: Hash of text, outlet, publication day and address.
        text: The text as it came, decoded. All offsets of all records point into it.
        given_id: The id that the input gave, where it gave one (JSON records); shown to people, never a key.
        title: The headline, or None.
        published: Day of publication, or None; never guessed from today's date.
        outlet: Who published it, or None.
        url: Where it was found (http or https), or None.
        author: The byline, or None.
        language: ISO 639-1 code of the text's main language as far as the reader can tell, or None.
        dateline: Span of the place and date line before the first sentence ("SEOUL, April 17 -"), or None.
        body: The parts of the text that are running prose, in order; title, dates, credit lines and the
            dateline are outside. Never empty for a text with words in it.
        credit: Names of agencies credited for the text ("AFP", "Reuters"), as written.
    """

    doc_id: str
    text: str
    given_id: str | None = None
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = "en"
    dateline: Span | None = None
    body: tuple[Span, ...] = ()
    credit: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for span in (*self.body, *([self.dateline] if self.dateline else [])):
            if span.end > len(self.text):
                raise RecordError(f"document {self.doc_id}: span {span} beyond text of {len(self.text)}")

    @staticmethod
    def key(text: str, outlet: str | None, published: date | None, url: str | None) -> str:
        """Return the id of a document with this content."""
        return content_id("d", text, outlet, published, url)


class Stage(StrEnum):
    """The stages that can report on a document."""

    READ = "read"
    RESOLVE = "resolve"
    CODING = "coding"
    ASSEMBLE = "assemble"
    STORE = "store"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What one stage did with one document: read, found nothing, skipped or failed.

    Attributes:
        doc_id: The document, or the input's name where no document came of it.
        source: File name (and line or member) or address of the input.
        stage: Which stage speaks.
        outcome: "ok", "nothing" (read, but nothing found), "warning", "skipped" or "failed".
        detail: One line for a person; empty when all is well.
    """

    doc_id: str
    source: str
    stage: Stage
    outcome: str
    detail: str = ""

    def __post_init__(self) -> None:
        if self.outcome not in {"ok", "nothing", "warning", "skipped", "failed"}:
            raise RecordError(f"receipt of {self.source}: unknown outcome {self.outcome!r}")
