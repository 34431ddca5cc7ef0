"""The shape of the exchange form: one JSON object per document, as `dragoman read --json` prints it.

Field by field this is the form that DESIGN gives and that gold files have; spans are pairs of offsets. Keys that
the gold does not have (`document`, `mentions`, `receipts`, `why.tellings`) carry what is needed to get the very
same `Record` back. These classes only describe JSON; the program works with `Record`.
"""

from dataclasses import dataclass
from datetime import date

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalJSON:
    """A closed interval of days with the words it came from."""

    start: date | None
    end: date | None
    precision: str
    basis: str
    span: Pair | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceJSON:
    """A place with country and coordinates."""

    name: str
    country: str | None
    lat: float | None = None
    lon: float | None = None
    kind: str = "unknown"
    basis: str = ""
    span: Pair | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionJSON:
    """One link of the chain of sources."""

    speaker: str
    kind: str
    span: Pair | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentJSON:
    """Head data of the document beyond title, day and outlet."""

    doc_id: str
    given_id: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    dateline: Pair | None = None
    body: tuple[Pair, ...] = ()
    credit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityJSON:
    """An entity and the spans of its exported mentions; an unnamed person has some only as a party or holder."""

    id: str
    name: str
    code: str | None = None
    country: str | None = None
    sector: str | None = None
    office: str | None = None
    members: tuple[str, ...] = ()
    mentions: tuple[Pair, ...] = ()
    is_anonymous: bool = False
    gender: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionJSON:
    """A mention with the rule that resolved it; pronouns and bare demonyms included."""

    span: Pair
    head: int
    entity: str
    kind: str
    rule: str
    score: float = 1.0
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingJSON:
    """One telling of an event, with what this telling alone says."""

    type: str
    trigger: Pair
    lemma: str
    status: str
    mode: str | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    status_cue: Pair | None = None
    attribution: tuple[AttributionJSON, ...]
    date: IntervalJSON | None = None
    place: PlaceJSON | None = None
    issue: tuple[str, ...] = ()
    magnitude: dict[str, float] | None = None
    cameo: str | None = None
    goldstein: float | None = None
    confidence: float = 0.5
    rule: str = ""
    is_mention_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyJSON:
    """Which rule or model spoke, its score, and every telling."""

    rule: str
    score: float
    tellings: tuple[TellingJSON, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventJSON:
    """An event of the document."""

    id: str
    type: str
    mode: str | None = None
    trigger: Pair
    also: tuple[Pair, ...] = ()
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    status: str
    date: IntervalJSON | None = None
    place: PlaceJSON | None = None
    attribution: tuple[AttributionJSON, ...]
    disputed_with: tuple[str, ...] = ()
    issue: tuple[str, ...] = ()
    magnitude: dict[str, float] | None = None
    cameo: str | None = None
    goldstein: float | None = None
    confidence: float = 0.5
    why: WhyJSON


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionJSON:
    """A stance with the words that put it."""

    id: str
    actor: str
    object: str
    stance: str
    change: str
    status: str
    evidence: Pair
    attribution: tuple[AttributionJSON, ...]
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverJSON:
    """A stated cause and the id of its effect."""

    cause_span: Pair
    effect: str
    marker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectationJSON:
    """A statement about the future."""

    id: str
    statement: Pair
    who: str
    what: str
    when: str | None = None
    due: IntervalJSON | None = None
    condition: Pair | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptJSON:
    """What one stage did."""

    doc_id: str
    source: str
    stage: str
    outcome: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadJSON:
    """What a record says of its document: all that is left where the rest of a record is not asked for."""

    id: str
    title: str | None
    published: date | None
    outlet: str | None
    text: str
    document: DocumentJSON


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordJSON(HeadJSON):
    """The whole record of one document."""

    receipts: tuple[ReceiptJSON, ...] = ()
    entities: tuple[EntityJSON, ...] = ()
    mentions: tuple[MentionJSON, ...] = ()
    events: tuple[EventJSON, ...] = ()
    positions: tuple[PositionJSON, ...] = ()
    drivers: tuple[DriverJSON, ...] = ()
    outlook: tuple[ExpectationJSON, ...] = ()
