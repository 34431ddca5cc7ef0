"""One act is one event however many tell it; a series stays a series; the order of arrival changes nothing."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from links_factory import CHAD, KENYA, MINISTER, NORWAY, PREMIER, due, events, told

from dragoman.assemble.linking import link
from dragoman.model import EventType, Status
from dragoman.model.links import Party, Pin, PinVerb

A = EventType


def test_two_reports_of_one_day_are_one_event():
    assert events(told("a", 1, when=0), told("b", 2, when=0)) == ["ab"]


def test_like_words_and_pooled_sides_of_a_visit_are_one_event():
    guest = told("a", 1, when=0, lemma="arrive", mode="visit", actors=(MINISTER,), recipients=(CHAD,))
    host = told("b", 1, when=0, lemma="receive", mode="visit", actors=(CHAD,), recipients=(NORWAY,))
    assert events(guest, host) == ["ab"]


@pytest.mark.parametrize(
    "other",
    [
        told("b", 8, when=7),
        told("b", 1, when=0, actors=(NORWAY, KENYA)),
        told("b", 1, when=0, status=Status.DENIED),
        told("b", 1, when=0, status=Status.DEMANDED),
        told("b", 1, when=0, type=A.SANCTION, lemma="expel"),
        told("b", 9),
        told("b", 1, when=0, doc="da"),
    ],
    ids=["other day", "other party", "denied", "demanded", "other type", "a week later, undated", "same document"],
)
def test_what_differs_stays_two_events(other):
    assert events(told("a", 1, when=0), other) == []


def test_a_series_stays_a_series():
    shots = [
        told(n, k, when=k, type=A.ASSAULT, lemma="shell", actors=(NORWAY,), recipients=(CHAD,))
        for k, n in ((0, "a"), (3, "b"), (6, "c"))
    ]
    again = told("d", 7, when=6, type=A.ASSAULT, lemma="shell", actors=(NORWAY,), recipients=(CHAD,))
    assert events(*shots, again) == ["cd"]


def test_who_did_it_to_whom_matters_for_hostile_acts():
    one = told("a", 0, when=0, type=A.ASSAULT, lemma="shell", actors=(NORWAY,), recipients=(CHAD,))
    assert events(one, told("b", 0, when=0, type=A.ASSAULT, lemma="shell", actors=(CHAD,), recipients=(NORWAY,))) == []


def test_two_named_persons_of_one_state_are_two_visits_without_more():
    one = told("a", 1, lemma="visit", actors=(MINISTER,), recipients=(CHAD,))
    assert events(one, told("b", 1, lemma="visit", actors=(PREMIER,), recipients=(CHAD,))) == []


def test_figures_that_differ_are_two_events():
    one = told(
        "a", 1, type=A.SANCTION, lemma="expel", actors=(NORWAY,), recipients=(CHAD,), magnitude={"expelled": 23.0}
    )
    same = replace(one, member_id="eb", reports=told("b", 2).reports)
    other = replace(same, magnitude={"expelled": 4.0})
    assert events(one, same) == ["ab"]
    assert events(one, other) == []


def test_one_known_party_is_too_little_unless_the_rest_agrees():
    one = told("a", 1, type=A.ASSAULT, lemma="strike", actors=(NORWAY,))
    assert events(one, told("b", 1, type=A.ASSAULT, lemma="raid", actors=(NORWAY,))) == []
    assert events(
        told("a", 1, when=0, type=A.ASSAULT, lemma="strike", actors=(NORWAY,)),
        told("b", 2, when=0, type=A.ASSAULT, lemma="raid", actors=(NORWAY,)),
    ) == ["ab"]


def test_parties_are_compared_by_the_code_that_most_documents_give():
    unknown = Party("person:berg", None)
    tellings = [
        told("a", 1, when=0, actors=(unknown, CHAD)),
        told("b", 1, when=0, actors=(NORWAY, CHAD)),
        told("c", 40, when=40, actors=(MINISTER, CHAD)),
    ]
    assert events(*tellings) == ["ab"]


def test_planned_put_off_planned_anew_and_held_is_one_event():
    visit = {"lemma": "visit", "mode": "visit", "actors": (MINISTER,), "recipients": (CHAD,)}
    plan = told("a", 0, when=14, status=Status.PLANNED, **visit)
    off = told("b", 7, status=Status.POSTPONED, **visit)
    anew = told("c", 20, when=30, status=Status.EXPECTED, **visit)
    held = told("d", 31, when=30, **{**visit, "lemma": "arrive"})
    assert events(plan, off, anew, held) == ["abcd"]
    assert events(plan, anew) == []


def test_the_meetings_of_one_state_with_two_others_stay_two_even_called_off():
    talks = {"lemma": "talk", "status": Status.CANCELLED}
    with_chad = told("a", 3, actors=(NORWAY, CHAD), **talks)
    with_kenya = told("b", 3, actors=(NORWAY, KENYA), **talks)
    plan = told("c", 0, when=5, status=Status.PLANNED, lemma="talk", actors=(NORWAY, PREMIER))
    assert "ab" not in "".join(events(with_chad, with_kenya, plan))


def test_a_plan_told_after_the_act_is_another_one():
    visit = {"lemma": "visit", "mode": "visit", "actors": (MINISTER,), "recipients": (CHAD,)}
    assert events(told("a", 1, when=0, **visit), told("b", 5, when=20, status=Status.PLANNED, **visit)) == []


def test_a_plan_and_another_kind_of_act_are_two_events():
    plan = told("a", 0, when=5, status=Status.PLANNED, lemma="visit", mode="visit")
    assert events(plan, told("b", 6, when=5, lemma="telephone", mode="phone")) == []


def test_joined_and_split_by_hand():
    a, b, c = told("a", 1, when=0), told("b", 2, when=0), told("c", 40, when=40)
    join = Pin(verb=PinVerb.JOIN, member_id="ec", other_id="ea")
    split = Pin(verb=PinVerb.SPLIT, member_id="ea")
    assert events(a, b, c) == ["ab"]
    assert events(a, b, c, pins=(join,)) == ["abc"]
    assert events(a, b, c, pins=(split,)) == []
    assert events(a, b, c, pins=(join, split)) == []
    assert events(a, b, c, pins=(split, join)) in (["ac"], ["abc"])
    assert events(a, b, pins=(join, Pin(verb=PinVerb.JOIN, member_id="egone", other_id="eb"))) == ["ab"]


def test_merge_by_hand_says_so_and_by_rule_says_why():
    a, b, c = told("a", 1, when=0), told("b", 2, when=0), told("c", 40, when=40)
    links = link([a, b, c], pins=(Pin(verb=PinVerb.JOIN, member_id="ec", other_id="ea"),))
    by_id = {m.member_id: m for m in links.merges}
    assert (by_id["ec"].judge, by_id["ec"].score) == ("hand", 1.0)
    assert by_id["eb"].judge == "rule"
    assert 0.5 < by_id["eb"].score < 1
    assert "same days" in by_id["eb"].reason


def test_the_id_is_that_of_the_first_telling_and_later_reports_do_not_change_it():
    a, b, c = told("z", 1, when=0), told("b", 2, when=0), told("a", 3, when=0)
    assert {m.event_id for m in link([a, b]).merges} == {m.event_id for m in link([a, b, c]).merges} == {"ez"}


STATUSES = [Status.HAPPENED, Status.PLANNED, Status.EXPECTED, Status.POSTPONED, Status.CANCELLED, Status.DENIED]


@st.composite
def tellings(draw: st.DrawFn) -> list:
    found = []
    for k in range(draw(st.integers(2, 9))):
        dated = draw(st.booleans())
        found.append(
            told(
                f"{k}",
                draw(st.integers(0, 12)),
                when=draw(st.integers(0, 12)) if dated else None,
                status=draw(st.sampled_from(STATUSES)),
                type=draw(st.sampled_from([A.CONSULT, A.AGREE, A.SUPPORT])),
                lemma=draw(st.sampled_from(["meet", "visit", "sign"])),
                actors=draw(st.sampled_from([(NORWAY,), (MINISTER,), (NORWAY, CHAD)])),
                recipients=draw(st.sampled_from([(), (CHAD,), (KENYA,)])),
                doc=f"d{draw(st.integers(0, 4))}",
                origin=f"o{draw(st.integers(0, 3))}",
            )
        )
    return found


@settings(derandomize=True, deadline=None, max_examples=150)
@given(tellings(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(found, random):
    dues = [due(t.member_id[1:], 0, 3, 6) for t in found if t.status in {Status.PLANNED, Status.EXPECTED}]
    shuffled, turned = list(found), list(reversed(dues))
    random.shuffle(shuffled)
    assert link(found, dues) == link(shuffled, turned)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(tellings())
def test_every_telling_is_in_one_event_at_most_and_a_split_takes_it_out(found):
    links = link(found)
    members = [m.member_id for m in links.merges]
    assert len(members) == len(set(members))
    assert {m.event_id for m in links.merges} == {h.event_id for h in links.happenings}
    for merge in links.merges[:1]:
        after = link(found, pins=(Pin(verb=PinVerb.SPLIT, member_id=merge.member_id),))
        assert merge.member_id not in {m.member_id for m in after.merges}
        back = link(
            found,
            pins=(
                Pin(verb=PinVerb.SPLIT, member_id=merge.member_id),
                Pin(verb=PinVerb.JOIN, member_id=merge.member_id, other_id=merge.like),
            ),
        )
        assert merge.member_id in {m.member_id for m in back.merges}


def test_without_a_day_of_publication_only_the_words_can_date_an_act():
    def unknown(name, **over):
        t = told(name, **over)
        return replace(t, reports=(replace(t.first, day=date.max),))

    assert events(unknown("a", when=0), told("b", 1, when=0)) == ["ab"]
    assert events(unknown("a"), unknown("b")) == []
    assert events(unknown("a"), told("b", 1, when=0)) == []
