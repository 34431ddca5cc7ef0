"""What is said (Event, Position, Driver, Expectation) and each telling of it (Evidence)."""

from dataclasses import dataclass, field
from enum import StrEnum

from dragoman.errors import RecordError
from dragoman.model.actors import Entity, Mention
from dragoman.model.document import Span
from dragoman.model.ids import content_id
from dragoman.model.interval import Interval
from dragoman.model.place import Place


class EventType(StrEnum):
    """The sixteen types of PLOVER (manual 0.6b, section "Event types")."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Status(StrEnum):
    """What the text says of an act at publication time; orthogonal to the type."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    EXPECTED = "expected"
    POSSIBLE = "possible"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"
    DEMANDED = "demanded"


REAL = frozenset({Status.HAPPENED, Status.ONGOING})
"""What took place or is in force."""
PROSPECTIVE = frozenset({Status.PLANNED, Status.EXPECTED})
"""What is still to come."""
CALLED_OFF = frozenset({Status.CANCELLED, Status.POSTPONED})
"""What was to come and will not, or not then."""


class SpeakerKind(StrEnum):
    """What kind of source vouches for a statement."""

    NAMED = "named"
    ANONYMOUS = "anonymous"
    OUTLET = "outlet"
    DOCUMENT = "document"
    HEARSAY = "hearsay"


class Stance(StrEnum):
    """Direction of a position toward its object as labelled."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    MIXED = "mixed"
    NEUTRAL = "neutral"


class PositionChange(StrEnum):
    """How the text says that a position moved."""

    NONE = "none"
    SOFTENED = "softened"
    HARDENED = "hardened"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One link of the chain of those who vouch for a statement; innermost first.

    Attributes:
        speaker: An entity id, "outlet", "anonymous: <words>" or "document: <words>".
        kind: Kind of the source.
        span: The speaker's words; None for the outlet.
    """

    speaker: str
    kind: SpeakerKind
    span: Span | None = None


OUTLET = Attribution(speaker="outlet", kind=SpeakerKind.OUTLET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One telling of an event at one place of one document.

    Attributes:
        doc_id: The document.
        type: PLOVER type.
        mode: PLOVER mode where the words carry one, or None.
        trigger: Head verb or noun of this telling.
        lemma: Dictionary form of the trigger ("visit").
        actors: Entity ids, sorted.
        recipients: Entity ids, sorted.
        status: What this telling says of the act.
        status_cue: The word that decided the status, or None for plain assertion.
        attribution: Who vouches, innermost first; never empty.
        date: When the act itself is dated by words of this telling, or None.
        place: Where, or None.
        issue: Labels of data/issues, sorted.
        magnitude: Stated figures: "dead", "injured", "troops", "money_usd", "expelled", ... to the figure.
        cameo: CAMEO root or code by crosswalk, or None.
        goldstein: Goldstein value of that code, -10 to 10, or None.
        confidence: 0 to 1, chance that type and participants are right as far as calibrated.
        rule: Which rule or model coded it ("verb:meet", "noun:talks").
        is_mention_only: True for a bare back-reference ("the meeting", "the trip") that should join an
            earlier telling and is no event of its own if it finds none.
    """

    doc_id: str
    type: EventType
    trigger: Span
    lemma: str
    status: Status
    mode: str | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    status_cue: Span | None = None
    attribution: tuple[Attribution, ...] = (OUTLET,)
    date: Interval | None = None
    place: Place | None = None
    issue: tuple[str, ...] = ()
    magnitude: dict[str, float] = field(default_factory=dict)
    cameo: str | None = None
    goldstein: float | None = None
    confidence: float = 0.5
    rule: str = ""
    is_mention_only: bool = False

    def __post_init__(self) -> None:
        if not self.attribution:
            raise RecordError(f"evidence {self.lemma!r} at {self.trigger}: attribution may not be empty")

    @property
    def evidence_id(self) -> str:
        """Return the id of this telling: what it says, and where."""
        return content_id("v", self.doc_id, self.type, self.trigger.start, self.trigger.end, self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What is said to have happened, to be planned, to be off: derived from its tellings.

    Attributes:
        event_id: Hash of type, actors, recipients, interval, issue, status and trigger lemma.
        evidence: All tellings, in text order; at least one.
        disputed_with: Ids of events that cannot be true together with this one, sorted.
        other fields: as in Evidence, taken from the tellings.
    """

    event_id: str
    type: EventType
    trigger: Span
    status: Status
    evidence: tuple[Evidence, ...]
    also: tuple[Span, ...] = ()
    mode: str | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    attribution: tuple[Attribution, ...] = (OUTLET,)
    date: Interval | None = None
    place: Place | None = None
    issue: tuple[str, ...] = ()
    magnitude: dict[str, float] = field(default_factory=dict)
    cameo: str | None = None
    goldstein: float | None = None
    confidence: float = 0.5
    disputed_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """An actor's lasting stance on an issue or on another actor.

    Attributes:
        position_id: Hash of document, actor, object, stance and evidence.
        actor: Entity id.
        object: Entity id where it is about an actor, else a short issue label in the text's words.
        stance: Toward the object as labelled.
        change: Only where the text says that it moved.
        status: As for events; "happened" for a stance held.
        evidence: Words that put the stance.
        attribution: Who says that the actor holds it.
        rule: Which rule found it.
    """

    position_id: str
    actor: str
    object: str
    stance: Stance
    evidence: Span
    change: PositionChange = PositionChange.NONE
    status: Status = Status.HAPPENED
    attribution: tuple[Attribution, ...] = (OUTLET,)
    rule: str = ""

    @staticmethod
    def key(doc_id: str, actor: str, object_: str, stance: Stance, evidence: Span) -> str:
        """Return the id of a position with this content."""
        return content_id("p", doc_id, actor, object_, stance, evidence.start, evidence.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A cause that the text states for an event or position.

    Attributes:
        cause_span: The words of the cause, without the marker.
        effect: In a Coding, the evidence id or position id; in a Record, the event id or position id.
        marker: The causal word ("because of"), or "".
    """

    cause_span: Span
    effect: str
    marker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A statement about the future and who holds it.

    Attributes:
        expectation_id: Hash of document and statement.
        statement: The main clause.
        who: Entity id, "anonymous: <words>", "document: <words>" or "outlet".
        what: The statement in short, for people.
        due: When it should come true, or None where the text leaves it open.
        when: The words that say when, or None.
        condition: The if-clause with its conjunction, or None.
        event: In a Coding, evidence id; in a Record, event id; None where no event is expected.
    """

    expectation_id: str
    statement: Span
    who: str
    what: str
    due: Interval | None = None
    when: str | None = None
    condition: Span | None = None
    event: str | None = None

    @staticmethod
    def key(doc_id: str, statement: Span) -> str:
        """Return the id of an expectation with this content."""
        return content_id("x", doc_id, statement.start, statement.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """What coding found in one document, telling by telling, before assembling.

    `entities` are those that coding had to add to the resolved ones: a host state known only by a place name, somebody
    told only by a noun; the latter have `mentions`.
    """

    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    positions: tuple[Position, ...] = ()
    drivers: tuple[Driver, ...] = ()
    outlook: tuple[Expectation, ...] = ()
