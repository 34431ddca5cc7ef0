"""Record to JSON and back: with `codec_parts` the only place that knows both forms.

`decode_record(encode_record(r)) == r` for every record. Decoding checks types, closed sets and invariants, and
names the place of the first fault.
"""

import msgspec

from dragoman.errors import RecordError
from dragoman.model.actors import Entity, Mention, MentionKind
from dragoman.model.codec_parts import interval_in, interval_out, pair_out, place_in, place_out, span_in
from dragoman.model.document import Document, Receipt, Span, Stage
from dragoman.model.events import (
    Attribution,
    Driver,
    Event,
    EventType,
    Evidence,
    Expectation,
    Position,
    PositionChange,
    SpeakerKind,
    Stance,
    Status,
)
from dragoman.model.exchange import (
    AttributionJSON,
    DocumentJSON,
    DriverJSON,
    EntityJSON,
    EventJSON,
    ExpectationJSON,
    HeadJSON,
    MentionJSON,
    Pair,
    PositionJSON,
    ReceiptJSON,
    RecordJSON,
    TellingJSON,
    WhyJSON,
)
from dragoman.model.record import Record

EXPORTED_KINDS = frozenset({MentionKind.NAME, MentionKind.ROLE, MentionKind.METONYM, MentionKind.NOMINAL})

_DECODER = msgspec.json.Decoder(RecordJSON)


def encode_record(record: Record) -> bytes:
    """Return the record as one line of JSON in the exchange form, UTF-8, without a line end."""
    return msgspec.json.encode(to_exchange(record))


def decode_record(line: bytes | str) -> Record:
    """Return the record of one line of JSON.

    Raises:
        RecordError: If the line is no JSON, a field is missing or of the wrong type, a value is outside its closed
            set, or a span lies outside the text; the message names the place.
    """
    try:
        form = _DECODER.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError) as err:
        raise RecordError(f"not a record: {err}") from err
    try:
        return from_exchange(form)
    except ValueError as err:
        raise RecordError(f"record {form.id}: {err}") from err


def to_exchange(record: Record) -> RecordJSON:
    """Return the record in the exchange form."""
    doc = record.document
    return RecordJSON(
        id=doc.given_id or doc.doc_id,
        title=doc.title,
        published=doc.published,
        outlet=doc.outlet,
        text=doc.text,
        document=DocumentJSON(
            doc_id=doc.doc_id,
            given_id=doc.given_id,
            url=doc.url,
            author=doc.author,
            language=doc.language,
            dateline=pair_out(doc.dateline),
            body=tuple((s.start, s.end) for s in doc.body),
            credit=doc.credit,
        ),
        receipts=tuple(
            ReceiptJSON(doc_id=r.doc_id, source=r.source, stage=r.stage, outcome=r.outcome, detail=r.detail)
            for r in record.receipts
        ),
        entities=_entities_out(record),
        mentions=tuple(_mention_out(m) for m in record.mentions),
        events=tuple(_event_out(e) for e in record.events),
        positions=tuple(_position_out(p) for p in record.positions),
        drivers=tuple(
            DriverJSON(cause_span=(d.cause_span.start, d.cause_span.end), effect=d.effect, marker=d.marker)
            for d in record.drivers
        ),
        outlook=tuple(_expectation_out(x) for x in record.outlook),
    )


def from_exchange(form: RecordJSON) -> Record:
    """Return the record that the exchange form holds; raises ValueError (also RecordError) on a bad value."""
    return Record(
        document=document_from(form),
        entities=tuple(_entity_in(e) for e in form.entities),
        mentions=tuple(_mention_in(m) for m in form.mentions),
        events=tuple(_event_in(e, form.document.doc_id) for e in form.events),
        positions=tuple(_position_in(p) for p in form.positions),
        drivers=tuple(Driver(cause_span=Span(*d.cause_span), effect=d.effect, marker=d.marker) for d in form.drivers),
        outlook=tuple(_expectation_in(x) for x in form.outlook),
        receipts=tuple(
            Receipt(doc_id=r.doc_id, source=r.source, stage=Stage(r.stage), outcome=r.outcome, detail=r.detail)
            for r in form.receipts
        ),
    )


def document_from(form: HeadJSON) -> Document:
    """Return the document of an exchange form; raises ValueError (also RecordError) on a bad value."""
    head = form.document
    return Document(
        doc_id=head.doc_id,
        text=form.text,
        given_id=head.given_id,
        title=form.title,
        published=form.published,
        outlet=form.outlet,
        url=head.url,
        author=head.author,
        language=head.language,
        dateline=span_in(head.dateline),
        body=tuple(Span(*p) for p in head.body),
        credit=head.credit,
    )


def _chain_out(chain: tuple[Attribution, ...]) -> tuple[AttributionJSON, ...]:
    return tuple(AttributionJSON(speaker=a.speaker, kind=a.kind, span=pair_out(a.span)) for a in chain)


def _chain_in(chain: tuple[AttributionJSON, ...]) -> tuple[Attribution, ...]:
    return tuple(Attribution(speaker=a.speaker, kind=SpeakerKind(a.kind), span=span_in(a.span)) for a in chain)


def _entities_out(record: Record) -> tuple[EntityJSON, ...]:
    unnamed = {e.entity_id for e in record.entities if e.is_anonymous} - _taking_part(record)
    spans: dict[str, list[Pair]] = {}
    for mention in record.mentions:
        if mention.kind in EXPORTED_KINDS and mention.entity_id not in unnamed:
            spans.setdefault(mention.entity_id, []).append((mention.span.start, mention.span.end))
    return tuple(
        EntityJSON(
            id=e.entity_id,
            name=e.name,
            code=e.code,
            country=e.country,
            sector=e.sector,
            office=e.office,
            members=e.members,
            mentions=tuple(spans.get(e.entity_id, ())),
            is_anonymous=e.is_anonymous,
            gender=e.gender,
            wikidata=e.wikidata,
        )
        for e in record.entities
    )


def _taking_part(record: Record) -> set[str]:
    """Return the entities that act, are acted upon or hold a position; unnamed persons count only as such."""
    parties = {x for event in record.events for x in (*event.actors, *event.recipients)}
    return parties | {x for p in record.positions for x in (p.actor, p.object)}


def _entity_in(form: EntityJSON) -> Entity:
    return Entity(
        entity_id=form.id,
        name=form.name,
        code=form.code,
        country=form.country,
        sector=form.sector,
        office=form.office,
        members=form.members,
        is_anonymous=form.is_anonymous,
        gender=form.gender,
        wikidata=form.wikidata,
    )


def _mention_out(m: Mention) -> MentionJSON:
    return MentionJSON(
        span=(m.span.start, m.span.end),
        head=m.head,
        entity=m.entity_id,
        kind=m.kind,
        rule=m.rule,
        score=m.score,
        others=m.others,
    )


def _mention_in(form: MentionJSON) -> Mention:
    return Mention(
        span=Span(*form.span),
        head=form.head,
        entity_id=form.entity,
        kind=MentionKind(form.kind),
        rule=form.rule,
        score=form.score,
        others=form.others,
    )


def _telling_out(ev: Evidence) -> TellingJSON:
    return TellingJSON(
        type=ev.type,
        trigger=(ev.trigger.start, ev.trigger.end),
        lemma=ev.lemma,
        status=ev.status,
        mode=ev.mode,
        actors=ev.actors,
        recipients=ev.recipients,
        status_cue=pair_out(ev.status_cue),
        attribution=_chain_out(ev.attribution),
        date=interval_out(ev.date),
        place=place_out(ev.place),
        issue=ev.issue,
        magnitude=ev.magnitude or None,
        cameo=ev.cameo,
        goldstein=ev.goldstein,
        confidence=ev.confidence,
        rule=ev.rule,
        is_mention_only=ev.is_mention_only,
    )


def _telling_in(form: TellingJSON, doc_id: str) -> Evidence:
    return Evidence(
        doc_id=doc_id,
        type=EventType(form.type),
        trigger=Span(*form.trigger),
        lemma=form.lemma,
        status=Status(form.status),
        mode=form.mode,
        actors=form.actors,
        recipients=form.recipients,
        status_cue=span_in(form.status_cue),
        attribution=_chain_in(form.attribution),
        date=interval_in(form.date),
        place=place_in(form.place),
        issue=form.issue,
        magnitude=form.magnitude or {},
        cameo=form.cameo,
        goldstein=form.goldstein,
        confidence=form.confidence,
        rule=form.rule,
        is_mention_only=form.is_mention_only,
    )


def _event_out(e: Event) -> EventJSON:
    return EventJSON(
        id=e.event_id,
        type=e.type,
        mode=e.mode,
        trigger=(e.trigger.start, e.trigger.end),
        also=tuple((s.start, s.end) for s in e.also),
        actors=e.actors,
        recipients=e.recipients,
        status=e.status,
        date=interval_out(e.date),
        place=place_out(e.place),
        attribution=_chain_out(e.attribution),
        disputed_with=e.disputed_with,
        issue=e.issue,
        magnitude=e.magnitude or None,
        cameo=e.cameo,
        goldstein=e.goldstein,
        confidence=e.confidence,
        why=WhyJSON(rule=e.evidence[0].rule, score=e.confidence, tellings=tuple(_telling_out(ev) for ev in e.evidence)),
    )


def _event_in(form: EventJSON, doc_id: str) -> Event:
    return Event(
        event_id=form.id,
        type=EventType(form.type),
        trigger=Span(*form.trigger),
        status=Status(form.status),
        evidence=tuple(_telling_in(t, doc_id) for t in form.why.tellings),
        also=tuple(Span(*p) for p in form.also),
        mode=form.mode,
        actors=form.actors,
        recipients=form.recipients,
        attribution=_chain_in(form.attribution),
        date=interval_in(form.date),
        place=place_in(form.place),
        issue=form.issue,
        magnitude=form.magnitude or {},
        cameo=form.cameo,
        goldstein=form.goldstein,
        confidence=form.confidence,
        disputed_with=form.disputed_with,
    )


def _position_out(p: Position) -> PositionJSON:
    return PositionJSON(
        id=p.position_id,
        actor=p.actor,
        object=p.object,
        stance=p.stance,
        change=p.change,
        status=p.status,
        evidence=(p.evidence.start, p.evidence.end),
        attribution=_chain_out(p.attribution),
        rule=p.rule,
    )


def _position_in(form: PositionJSON) -> Position:
    return Position(
        position_id=form.id,
        actor=form.actor,
        object=form.object,
        stance=Stance(form.stance),
        change=PositionChange(form.change),
        status=Status(form.status),
        evidence=Span(*form.evidence),
        attribution=_chain_in(form.attribution),
        rule=form.rule,
    )


def _expectation_out(x: Expectation) -> ExpectationJSON:
    return ExpectationJSON(
        id=x.expectation_id,
        statement=(x.statement.start, x.statement.end),
        who=x.who,
        what=x.what,
        when=x.when,
        due=interval_out(x.due),
        condition=pair_out(x.condition),
        event=x.event,
    )


def _expectation_in(form: ExpectationJSON) -> Expectation:
    return Expectation(
        expectation_id=form.id,
        statement=Span(*form.statement),
        who=form.who,
        what=form.what,
        when=form.when,
        due=interval_in(form.due),
        condition=span_in(form.condition),
        event=form.event,
    )
