"""Records and gold of the exchange form, read leniently into what scoring looks at.

Gold files differ a little from our own records (spans as pairs or objects, dates as spans), so this reads plain JSON
and takes only what is scored.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.errors import RecordError
from dragoman.evaluate.sentences import sentence_starts

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredEntity:
    """An entity as scoring compares it."""

    id: str
    name: str
    code: str
    sector: str | None = None
    country: str | None = None
    office: str | None = None
    members: tuple[str, ...] = ()
    mentions: tuple[Offsets, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredEvent:
    """An event as scoring compares it; `speakers` are those of its attribution."""

    id: str
    type: str
    trigger: Offsets | None
    also: tuple[Offsets, ...]
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    status: str
    speakers: tuple[str, ...]
    date: Offsets | None
    disputed_with: tuple[str, ...]
    confidence: float | None = None

    @property
    def spans(self) -> tuple[Offsets, ...]:
        """Return the trigger and all later mentions."""
        return (*((self.trigger,) if self.trigger else ()), *self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPosition:
    """A position as scoring compares it."""

    id: str
    actor: str
    object: str
    stance: str
    change: str
    evidence: Offsets | None
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredDriver:
    """A stated cause."""

    cause: Offsets | None
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredExpectation:
    """A statement about the future and its holder."""

    statement: Offsets | None
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredDocument:
    """One document's record; `starts` are the offsets at which its sentences begin."""

    id: str
    text: str
    starts: tuple[int, ...]
    entities: Mapping[str, ScoredEntity]
    events: tuple[ScoredEvent, ...]
    positions: tuple[ScoredPosition, ...]
    drivers: tuple[ScoredDriver, ...]
    outlook: tuple[ScoredExpectation, ...]

    def entity(self, entity_id: str) -> ScoredEntity:
        """Return the entity of that id; an unknown id stands for itself."""
        return self.entities.get(entity_id) or ScoredEntity(id=entity_id, name=entity_id, code="", sector="")

    def sentence(self, span: Offsets) -> int:
        """Return the number of the sentence in which a span begins."""
        return bisect_right(self.starts, span[0]) - 1


def scored_document(record: Mapping[str, Any], *, text: str | None = None) -> ScoredDocument:
    """Return one JSON record ready for scoring.

    Args:
        record: A record of the exchange form, or a gold record; may be empty (nothing predicted).
        text: The gold's text, whose sentences count; by default the record's own.

    Raises:
        RecordError: If a span is neither a pair nor an object with start and end.
    """
    own = record.get("text") or text or ""
    return ScoredDocument(
        id=record.get("id", ""),
        text=own,
        starts=sentence_starts(text or own),
        entities={e["id"]: _entity(e) for e in record.get("entities", ())},
        events=tuple(_event(e) for e in record.get("events", ())),
        positions=tuple(_position(p) for p in record.get("positions", ())),
        drivers=tuple(
            ScoredDriver(cause=_offsets(d.get("cause_span")), effect=d.get("effect") or "")
            for d in record.get("drivers", ())
        ),
        outlook=tuple(
            ScoredExpectation(statement=_offsets(x.get("statement")), who=x.get("who") or "outlet")
            for x in record.get("outlook", ())
        ),
    )


def _offsets(value: Any) -> Offsets | None:
    if value is None:
        return None
    if isinstance(value, Mapping):
        return int(value["start"]), int(value["end"])
    if isinstance(value, Sequence) and len(value) == 2:
        return int(value[0]), int(value[1])
    raise RecordError(f"span {value!r}: expected [start, end]")


def _many(values: Any) -> tuple[Offsets, ...]:
    return tuple(span for v in values or () if (span := _offsets(v)) is not None)


def _entity(e: Mapping[str, Any]) -> ScoredEntity:
    return ScoredEntity(
        id=e["id"],
        name=e.get("name") or "",
        code=e.get("code") or "",
        sector=e.get("sector"),
        country=e.get("country"),
        office=e.get("office"),
        members=tuple(e.get("members") or ()),
        mentions=_many(e.get("mentions")),
    )


def _event(e: Mapping[str, Any]) -> ScoredEvent:
    when = e.get("date")
    if isinstance(when, Mapping):
        when = when.get("span")
    return ScoredEvent(
        id=e.get("id") or "",
        type=e.get("type") or "",
        trigger=_offsets(e.get("trigger")),
        also=_many(e.get("also")),
        actors=tuple(e.get("actors") or ()),
        recipients=tuple(e.get("recipients") or ()),
        status=e.get("status") or "",
        speakers=_speakers(e),
        date=_offsets(when) if when else None,
        disputed_with=tuple(e.get("disputed_with") or ()),
        confidence=e.get("confidence"),
    )


def _position(p: Mapping[str, Any]) -> ScoredPosition:
    return ScoredPosition(
        id=p.get("id") or "",
        actor=p["actor"],
        object=p["object"],
        stance=p.get("stance") or "",
        change=p.get("change") or "none",
        evidence=_offsets(p.get("evidence")),
        speakers=_speakers(p),
    )


def _speakers(record: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(a["speaker"] for a in record.get("attribution") or ()) or ("outlet",)
