"""The quick look passes every pair that the full comparison would join."""

from hypothesis import given, settings
from hypothesis import strategies as st
from links_factory import CHAD, KENYA, MINISTER, NORWAY, told

from dragoman.assemble.compare import compare, make_node, may_be_one
from dragoman.assemble.identity import JOIN_FROM
from dragoman.model import EventType, Status
from dragoman.model.links import Party

GENERAL = Party("role:unknown:general", None)


@st.composite
def telling(draw: st.DrawFn, name: str):
    return told(
        name,
        draw(st.integers(0, 4)),
        when=draw(st.none() | st.integers(0, 6)),
        status=draw(st.sampled_from(list(Status))),
        type=draw(st.sampled_from([EventType.CONSULT, EventType.AGREE, EventType.ASSAULT])),
        lemma=draw(st.sampled_from(["", "meet", "talks", "visit"])),
        mode=draw(st.sampled_from([None, "visit", "phone"])),
        actors=draw(st.sampled_from([(), (NORWAY,), (MINISTER, GENERAL), (NORWAY, CHAD)])),
        recipients=draw(st.sampled_from([(), (CHAD,), (KENYA, GENERAL)])),
        place=draw(st.none() | st.just("Oslo")),
        issue=draw(st.sampled_from([(), ("gas",)])),
        magnitude=draw(st.sampled_from([{}, {"dead": 3.0}])),
        origin=draw(st.sampled_from(["o1", "o2"])),
    )


@settings(derandomize=True, deadline=None, max_examples=600)
@given(telling("a"), telling("b"))
def test_the_quick_look_never_drops_a_pair_that_would_be_joined(one, two):
    a, b = make_node(one, {}), make_node(two, {})
    likeness = compare(a, b)
    assert likeness == compare(b, a)
    if likeness is not None and likeness.logit >= JOIN_FROM:
        assert may_be_one(a, b, JOIN_FROM)
        assert likeness.score >= 0.5
