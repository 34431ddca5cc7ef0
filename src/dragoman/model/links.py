"""What joins documents to one another: whose copy one is, which tellings are one event, what became of a plan.

These records are made over a whole ledger, not over one document, and kept beside the documents' own records.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dragoman.model.events import EventType, SpeakerKind, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """The fingerprint of a document: all that is needed to tell whose reporting it is.

    Attributes:
        doc_id: The document.
        published: Day of publication, or None.
        outlet: Who published it, or None.
        text_key: The same for verbatim copies.
        sketch: MinHash signature of the prose's three-word shingles; empty for a text of fewer than three words.
        n_shingles: How many different shingles there are.
        sentences: Hashes of its longer sentences, sorted.
        marks: Names (in lower case, sorted) and figures of the prose: what a template's copy changes.
        credits: Those whom the document rests on, as the table of outlets names them, sorted.
        quotes: What unnamed speakers are quoted with, in lower case, sorted.
        terms: Stems of the content words, sorted.
    """

    doc_id: str
    text_key: str
    published: date | None = None
    outlet: str | None = None
    sketch: tuple[int, ...] = ()
    n_shingles: int = 0
    sentences: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A document's place among those that share its reporting; documents that share with none have no row.

    Attributes:
        doc_id: The document.
        origin_id: What all documents of that origin share.
        like: The document that it was found to follow.
        score: 0 to 1, how much of the smaller text is shared.
        reason: "same text", "near copy", "credit" or "same words of an unnamed speaker".
    """

    doc_id: str
    origin_id: str
    like: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who takes part.

    Attributes:
        entity_id: Who.
        code: State or organisation, or None.
    """

    entity_id: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """One document that tells an event.

    Attributes:
        day: When it was published; `date.max` if nobody knows.
        doc_id: The document.
        origin_id: Whose reporting it is.
        kinds: Kinds of the sources, sorted.
        speakers: Who vouches, sorted.
    """

    day: date
    doc_id: str
    origin_id: str
    kinds: tuple[SpeakerKind, ...] = ()
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event as single documents tell it, before it is joined with others.

    Attributes:
        member_id: The id that the documents' own records give it.
        reports: Who tells it, earliest first; at least one.
        type: PLOVER type.
        status: What they say of the act.
        mode: PLOVER mode, or None.
        lemma: Dictionary form of the trigger.
        start: First day by the text's words, or None.
        end: Last day, or None.
        precision: Grain of these words, or None.
        country: Code of the place's state, or None.
        place: Its name, or None.
        issue: Labels, sorted.
        magnitude: Stated figures.
        actors: One side.
        recipients: The other.
    """

    member_id: str
    reports: tuple[Report, ...]
    type: EventType
    status: Status
    mode: str | None = None
    lemma: str = ""
    start: date | None = None
    end: date | None = None
    precision: str | None = None
    country: str | None = None
    place: str | None = None
    issue: tuple[str, ...] = ()
    magnitude: dict[str, float] = field(default_factory=dict)
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()

    @property
    def first(self) -> Report:
        """Return the earliest report."""
        return self.reports[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An expectation that a later report may settle.

    Attributes:
        expectation_id: Its id.
        doc_id: The document that tells it.
        told: Day of that document.
        member_id: The event that is expected, as that document tells it.
        start: First day of the window, or None.
        end: Last day of the window, or None where the text leaves it open.
        is_conditional: Whether it is expected only if something else comes.
    """

    expectation_id: str
    doc_id: str
    told: date
    member_id: str
    start: date | None = None
    end: date | None = None
    is_conditional: bool = False


class PinVerb(StrEnum):
    """What a person decided on identity."""

    JOIN = "join"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A person's decision that two tellings are one event, or that one stands alone.

    Attributes:
        verb: Which of the two.
        member_id: The event, by the id that its document gives it.
        other_id: The one it is joined with; None for a split.
    """

    verb: PinVerb
    member_id: str
    other_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """That a document's event is the same happening as others.

    Attributes:
        member_id: The id that the document's record gives it.
        event_id: The id of the whole: that of its first telling.
        like: The member that it fits best.
        score: 0 to 1, chance that the two are one as the weights say; 1 for a person's decision.
        reason: What spoke for it, in words.
        judge: "rule" or "hand".
    """

    member_id: str
    event_id: str
    like: str
    score: float
    reason: str
    judge: str = "rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event that several tellings make up: what they say of it together.

    Attributes:
        event_id: The id of its first telling.
        type: Type of the telling that stands for it.
        status: What is known of the act by the last day on which it is told.
        lead_id: The member whose words stand for it.
        lead_doc: The document with these words.
        start: First day, from the tellings that share its status, or of the plan if it did not happen.
        end: Last day.
        precision: Grain of the two, or None.
    """

    event_id: str
    type: EventType
    status: Status
    lead_id: str
    lead_doc: str
    start: date | None = None
    end: date | None = None
    precision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One step in the life of an event.

    Attributes:
        event_id: The event.
        number: 1 for the first.
        status: What it came to be.
        day: When the first report of it was published.
        member_id: The telling.
        doc_id: The document.
        start: First day for which the act is then told or planned, or None.
        end: Last day, or None.
    """

    event_id: str
    number: int
    status: Status
    day: date | None
    member_id: str
    doc_id: str
    start: date | None = None
    end: date | None = None


class Outcome(StrEnum):
    """What became of an expectation; the rest are open."""

    HELD = "held"
    LATE = "held late"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What a later report made of an expectation.

    Attributes:
        expectation_id: The expectation.
        doc_id: The document that tells it.
        outcome: What became of it.
        day: When the settling report was published: from then on it is known.
        member_id: The event that settles it, as that report tells it; None where its window passed without a report.
        by_doc: The settling report; for a window that passed, the first later one on the same parties.
    """

    expectation_id: str
    doc_id: str
    outcome: Outcome
    day: date
    member_id: str | None
    by_doc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivalry:
    """Two tellings of different documents that cannot both be right; symmetric, kept once, smaller id first."""

    member_id: str
    other_id: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is kept of a telling to find those that it may meet; days are ordinals.

    Attributes:
        member_id: The telling.
        type: PLOVER type.
        phase: What its status says of the act: fact, plan, off, or the status itself.
        word: Its word, or the one that stands for it; empty for none.
        pub: Day of the first report, or a day later than all others.
        first: First day on which others may tell the same act.
        last: Last such day.
        codes: Who takes part, sorted.
        entities: Ids of those who do, sorted.
    """

    member_id: str
    type: str
    phase: str
    word: str
    pub: int
    first: int
    last: int
    codes: tuple[str, ...]
    entities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """The code that most tellings give an entity; empty where none gives one."""

    entity_id: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """All that joins the documents of a ledger, each part sorted, and what is kept to join more to them."""

    origins: tuple[Origin, ...] = ()
    merges: tuple[Merge, ...] = ()
    happenings: tuple[Happening, ...] = ()
    phases: tuple[Phase, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    rivalries: tuple[Rivalry, ...] = ()
    tellings: tuple[Telling, ...] = ()
    votes: tuple[Vote, ...] = ()
