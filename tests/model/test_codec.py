"""The codec gives back what it was given, and says where a line is wrong."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import RecordError
from dragoman.model import (
    Attribution,
    Document,
    Driver,
    Entity,
    Event,
    EventType,
    Evidence,
    Expectation,
    Interval,
    Mention,
    MentionKind,
    Place,
    Position,
    PositionChange,
    Precision,
    Receipt,
    Record,
    Span,
    SpeakerKind,
    Stage,
    Stance,
    Status,
)
from dragoman.model.codec import decode_record, encode_record, to_exchange

TEXT = "Oslo said the envoy had met rebels in Chad; \U0001f54a more."
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 9)).map(
    lambda p: Span(p[0], min(p[0] + p[1], len(TEXT)))
)
DAYS = st.dates(date(1995, 1, 1), date(2030, 12, 31))
INTERVALS = st.builds(
    lambda a, b, precision, span: Interval(start=min(a, b), end=max(a, b), precision=precision, basis="b", span=span),
    DAYS,
    DAYS,
    st.sampled_from(Precision),
    st.none() | SPANS,
)
PLACES = st.builds(
    Place,
    name=WORDS,
    country=st.none() | st.just("TCD"),
    lat=st.none() | st.floats(-90, 90),
    lon=st.none() | st.floats(-180, 180),
    kind=st.just("town"),
    basis=WORDS,
    span=st.none() | SPANS,
)
CHAINS = st.lists(
    st.builds(Attribution, speaker=WORDS, kind=st.sampled_from(SpeakerKind), span=st.none() | SPANS),
    min_size=1,
    max_size=3,
).map(tuple)
IDS = st.lists(WORDS, max_size=3).map(tuple)
EVIDENCE = st.builds(
    Evidence,
    doc_id=st.just("d1"),
    type=st.sampled_from(EventType),
    trigger=SPANS,
    lemma=WORDS,
    status=st.sampled_from(Status),
    mode=st.none() | WORDS,
    actors=IDS,
    recipients=IDS,
    status_cue=st.none() | SPANS,
    attribution=CHAINS,
    date=st.none() | INTERVALS,
    place=st.none() | PLACES,
    issue=IDS,
    magnitude=st.dictionaries(st.sampled_from(["dead", "troops"]), st.floats(0, 1e6)),
    cameo=st.none() | st.just("190"),
    goldstein=st.none() | st.floats(-10, 10),
    confidence=st.floats(0, 1),
    rule=WORDS,
    is_mention_only=st.booleans(),
)
EVENTS = st.builds(
    lambda tellings, status, chain: Event(
        event_id="e1",
        type=tellings[0].type,
        trigger=tellings[0].trigger,
        status=status,
        evidence=tuple(tellings),
        also=tuple(t.trigger for t in tellings[1:]),
        attribution=chain,
        date=tellings[0].date,
        place=tellings[0].place,
        disputed_with=("e2",),
        magnitude=tellings[0].magnitude,
    ),
    st.lists(EVIDENCE, min_size=1, max_size=3),
    st.sampled_from(Status),
    CHAINS,
)
RECORDS = st.builds(
    Record,
    document=st.builds(
        Document,
        doc_id=st.just("d1"),
        text=st.just(TEXT),
        given_id=st.none() | st.just("n7"),
        title=st.none() | WORDS,
        published=st.none() | DAYS,
        outlet=st.none() | WORDS,
        url=st.none() | WORDS,
        author=st.none() | WORDS,
        dateline=st.none() | SPANS,
        body=st.lists(SPANS, max_size=2).map(tuple),
        credit=IDS,
    ),
    entities=st.lists(
        st.builds(Entity, entity_id=WORDS, name=WORDS, code=st.none() | WORDS, members=IDS), max_size=2
    ).map(tuple),
    mentions=st.lists(
        st.builds(
            Mention,
            span=SPANS,
            head=st.integers(0, 50),
            entity_id=WORDS,
            kind=st.sampled_from(MentionKind),
            rule=WORDS,
            score=st.floats(0, 1),
            others=IDS,
        ),
        max_size=3,
    ).map(tuple),
    events=st.lists(EVENTS, max_size=2).map(tuple),
    positions=st.lists(
        st.builds(
            Position,
            position_id=WORDS,
            actor=WORDS,
            object=WORDS,
            stance=st.sampled_from(Stance),
            evidence=SPANS,
            change=st.sampled_from(PositionChange),
            attribution=CHAINS,
        ),
        max_size=2,
    ).map(tuple),
    drivers=st.lists(st.builds(Driver, cause_span=SPANS, effect=WORDS, marker=WORDS), max_size=2).map(tuple),
    outlook=st.lists(
        st.builds(
            Expectation,
            expectation_id=WORDS,
            statement=SPANS,
            who=WORDS,
            what=WORDS,
            due=st.none() | INTERVALS,
            when=st.none() | WORDS,
            condition=st.none() | SPANS,
            event=st.none() | WORDS,
        ),
        max_size=2,
    ).map(tuple),
    receipts=st.just((Receipt(doc_id="d1", source="a.txt", stage=Stage.READ, outcome="ok"),)),
)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(RECORDS)
def test_decoding_gives_back_the_very_record(record: Record) -> None:
    assert decode_record(encode_record(record)) == record


@settings(max_examples=30, derandomize=True, deadline=None)
@given(RECORDS)
def test_same_record_gives_same_bytes(record: Record) -> None:
    assert encode_record(record) == encode_record(decode_record(encode_record(record)))


def make_record() -> Record:
    document = Document(doc_id="d1", given_id="a7", text=TEXT, published=date(2020, 1, 2), outlet="The Fjord")
    entity = Entity(entity_id="state:NOR", name="Norway", code="NOR")
    mentions = (
        Mention(span=Span(0, 4), head=0, entity_id="state:NOR", kind=MentionKind.METONYM, rule="metonym"),
        Mention(span=Span(5, 9), head=1, entity_id="state:NOR", kind=MentionKind.PRONOUN, rule="pronoun"),
    )
    telling = Evidence(
        doc_id="d1", type=EventType.CONSULT, trigger=Span(24, 27), lemma="meet", status=Status.HAPPENED, rule="v:meet"
    )
    event = Event(
        event_id="e1", type=EventType.CONSULT, trigger=Span(24, 27), status=Status.HAPPENED, evidence=(telling,)
    )
    return Record(document=document, entities=(entity,), mentions=mentions, events=(event,))


def test_exchange_form_has_the_shape_of_the_gold() -> None:
    form = json.loads(encode_record(make_record()))
    assert form["id"] == "a7"
    assert form["published"] == "2020-01-02"
    assert form["entities"][0]["mentions"] == [[0, 4]]
    assert form["events"][0]["trigger"] == [24, 27]
    assert form["events"][0]["attribution"] == [{"speaker": "outlet", "kind": "outlet", "span": None}]
    assert form["events"][0]["why"]["rule"] == "v:meet"


def test_pronouns_are_kept_but_not_exported_as_mentions() -> None:
    form = to_exchange(make_record())
    assert len(form.mentions) == 2
    assert form.entities[0].mentions == ((0, 4),)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("events", 0, "status"), "maybe", "maybe"),
        (("events", 0, "trigger"), [9, 3], r"span \[9, 3\)"),
        (("events", 0, "trigger"), "here", r"\$.events\[0\].trigger"),
        (("document", "body"), [[0, 9999]], "beyond text"),
        (("published",), "yesterday", r"\$.published"),
    ],
)
def test_bad_field_is_named(path: tuple[str | int, ...], value: object, message: str) -> None:
    form = json.loads(encode_record(make_record()))
    place = form
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(RecordError, match=message):
        decode_record(json.dumps(form))


def test_line_that_is_no_json_is_a_record_error() -> None:
    with pytest.raises(RecordError, match="not a record"):
        decode_record(b"{")
