"""One record per event per document, the same in whatever order the tellings come."""

from dataclasses import replace
from datetime import date

import pytest
from factory import make_document, make_evidence
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.assemble import assemble
from dragoman.assemble.disputes import link_disputes
from dragoman.assemble.within import join_tellings
from dragoman.model import (
    Attribution,
    Coding,
    Driver,
    Event,
    EventType,
    Evidence,
    Expectation,
    Interval,
    Parse,
    Precision,
    Resolved,
    Span,
    SpeakerKind,
    Status,
)

DOCUMENT = make_document(1)


def telling(start: int, **over: object) -> Evidence:
    return make_evidence(DOCUMENT, trigger=Span(start, start + 3), **over)


def joined(*tellings: Evidence) -> tuple[Event, ...]:
    return join_tellings(DOCUMENT, tellings)


def test_same_act_told_twice_is_one_event() -> None:
    (event,) = joined(telling(0), telling(9))
    assert event.trigger == Span(0, 3)
    assert event.also == (Span(9, 12),)
    assert len(event.evidence) == 2


def test_a_bare_mention_joins_what_was_told_in_its_word() -> None:
    ban, halt = telling(0, lemma="ban"), telling(9, lemma="suspend", status=Status.ONGOING)
    first, second = joined(ban, halt, telling(20, lemma="ban", is_mention_only=True))
    assert (first.also, second.also) == ((Span(20, 23),), ())
    first, second = joined(ban, halt, telling(20, lemma="step", is_mention_only=True))
    assert (first.also, second.also) == ((), (Span(20, 23),))


def test_a_bare_mention_adds_a_party_only_where_none_is_known() -> None:
    known = telling(0, actors=("state:NOR",), recipients=("state:TCD",))
    loose = {"actors": ("state:TCD",), "recipients": ("state:MLI",), "is_mention_only": True}
    (event,) = joined(known, telling(9, **loose))
    assert (event.actors, event.recipients) == (("state:NOR",), ("state:TCD",))
    (event,) = joined(telling(0, actors=(), recipients=("state:TCD",)), telling(9, **loose))
    assert (event.actors, event.recipients) == ((), ("state:TCD",))
    (event,) = joined(telling(0, actors=("state:TCD",), recipients=()), telling(9, **loose))
    assert (event.actors, event.recipients) == (("state:TCD",), ("state:MLI",))


def test_telling_with_fewer_parties_joins_the_fuller_one() -> None:
    (event,) = joined(telling(0), telling(9, actors=("state:NOR",)))
    assert event.actors == ("state:NOR", "state:TCD")


@pytest.mark.parametrize(
    "other",
    [
        {"type": EventType.ACCUSE},
        {"status": Status.CANCELLED},
        {"actors": ("state:MLI", "state:PER")},
    ],
)
def test_other_type_status_or_parties_is_another_event(other: dict[str, object]) -> None:
    assert len(joined(telling(0), telling(9, **other))) == 2


def test_acts_on_days_that_exclude_each_other_stay_two() -> None:
    days = [Interval(start=date(2020, 1, d), end=date(2020, 1, d), precision=Precision.DAY, basis="") for d in (3, 9)]
    assert len(joined(telling(0, date=days[0]), telling(9, date=days[1]))) == 2


def test_bare_mention_joins_whatever_its_status_and_is_none_alone() -> None:
    mention = telling(9, is_mention_only=True, status=Status.CANCELLED)
    (event,) = joined(telling(0), mention)
    assert event.status is Status.HAPPENED
    assert joined(mention) == ()


def test_plan_put_off_and_planned_anew_is_two() -> None:
    plan = telling(1, status=Status.PLANNED)
    off, anew = telling(11, status=Status.POSTPONED), telling(11, status=Status.PLANNED)
    assert [(e.status, len(e.evidence)) for e in joined(plan, off, anew)] == [
        (Status.POSTPONED, 2),
        (Status.PLANNED, 1),
    ]


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED, Status.DENIED])
def test_mention_with_a_word_for_it_says_that_a_plan_is_off(status: Status) -> None:
    plan = telling(1, status=Status.PLANNED)
    bare, told = (telling(11, status=status, is_mention_only=True, status_cue=cue) for cue in (None, Span(15, 18)))
    assert [e.status for e in joined(plan, bare)] == [Status.PLANNED]
    assert [e.status for e in joined(plan, told)] == [status]


def test_mention_of_what_was_put_off_is_not_of_its_new_version() -> None:
    off, anew = telling(1, status=Status.POSTPONED), telling(1, status=Status.PLANNED)
    found = joined(off, anew, telling(11, status=Status.POSTPONED, is_mention_only=True))
    assert [len(e.evidence) for e in found] == [2, 1]


def test_two_accusations_in_one_speech_are_one_record() -> None:
    over = {"type": EventType.ACCUSE, "actors": ("state:NOR",), "recipients": ("state:TCD",)}
    assert len(joined(telling(0, lemma="blame", **over), telling(9, lemma="condemn", **over))) == 1


TELLINGS = st.lists(
    st.builds(
        lambda start, kind, status, actors, lemma: telling(start, type=kind, status=status, actors=actors, lemma=lemma),
        st.integers(0, 40),
        st.sampled_from([EventType.CONSULT, EventType.ACCUSE, EventType.AID]),
        st.sampled_from([Status.HAPPENED, Status.PLANNED]),
        st.sampled_from([("a",), ("b",), ("a", "b")]),
        st.sampled_from(["meet", "talk"]),
    ),
    max_size=7,
    unique_by=lambda ev: ev.trigger,
)


@settings(max_examples=80, derandomize=True, deadline=None)
@given(TELLINGS, st.randoms(use_true_random=False))
def test_order_of_tellings_changes_nothing(tellings: list[Evidence], rng: object) -> None:
    shuffled = list(tellings)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert joined(*shuffled) == joined(*tellings)


@settings(max_examples=80, derandomize=True, deadline=None)
@given(TELLINGS)
def test_every_telling_lands_in_exactly_one_event(tellings: list[Evidence]) -> None:
    events = joined(*tellings)
    landed = sorted(ev.trigger for e in events for ev in e.evidence)
    assert landed == sorted(ev.trigger for ev in tellings)
    assert len({e.event_id for e in events}) == len(events)


def spoken(who: str) -> tuple[Attribution, ...]:
    return (Attribution(speaker=who, kind=SpeakerKind.NAMED, span=Span(0, 3)),)


def test_claim_and_denial_are_disputed_both_ways() -> None:
    over = {"type": EventType.ASSAULT, "actors": ("state:TCD",)}
    claim = telling(0, attribution=spoken("state:NOR"), **over)
    denial = telling(9, attribution=spoken("state:TCD"), status=Status.DENIED, **over)
    a, b = link_disputes(joined(claim, denial))
    assert a.disputed_with == (b.event_id,)
    assert b.disputed_with == (a.event_id,)


def test_two_sides_that_blame_each_other_are_disputed() -> None:
    over = {"type": EventType.ASSAULT}
    one = telling(0, actors=("a",), recipients=("b",), attribution=spoken("b"), **over)
    two = telling(9, actors=("b",), recipients=("a",), attribution=spoken("a"), **over)
    assert all(e.disputed_with for e in link_disputes(joined(one, two)))


def test_denial_by_the_same_speaker_is_no_dispute() -> None:
    over = {"type": EventType.ASSAULT, "actors": ("state:TCD",), "attribution": spoken("state:NOR")}
    events = link_disputes(joined(telling(0, **over), telling(9, status=Status.DENIED, **over)))
    assert not any(e.disputed_with for e in events)


def test_record_points_from_causes_and_expectations_to_events() -> None:
    ev, again = telling(0), telling(9)
    coding = Coding(
        evidence=(ev, again),
        drivers=(
            Driver(cause_span=Span(20, 25), effect=ev.evidence_id),
            Driver(cause_span=Span(20, 25), effect=again.evidence_id),  # one cause of one event, told twice
            Driver(cause_span=Span(20, 25), effect="vunknown"),
        ),
        outlook=(Expectation(expectation_id="x1", statement=Span(0, 9), who="outlet", what="w", event=ev.evidence_id),),
    )
    resolved = Resolved(document=DOCUMENT, parse=Parse((), ()))
    record = assemble(resolved, coding)
    assert [d.effect for d in record.drivers] == [record.events[0].event_id]
    assert record.outlook[0].event == record.events[0].event_id
    assert record.receipts[-1].outcome == "ok"


def test_text_without_findings_says_so_on_its_receipt() -> None:
    record = assemble(Resolved(document=DOCUMENT, parse=Parse((), ())), Coding())
    assert record.receipts[-1].outcome == "nothing"


def test_same_content_has_the_same_id_in_two_documents_of_one_day() -> None:
    other = replace(make_document(2), outlet="Harbour Post")
    (one,) = join_tellings(DOCUMENT, [telling(0)])
    (two,) = join_tellings(other, [make_evidence(other, trigger=Span(4, 7))])
    assert one.event_id == two.event_id
    later = replace(other, published=date(2022, 1, 1))
    (three,) = join_tellings(later, [make_evidence(later)])
    assert three.event_id != one.event_id
