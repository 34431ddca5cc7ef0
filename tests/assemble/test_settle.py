"""Expectations are settled by later reports, with evidence; what nothing settles stays open."""

from dataclasses import replace

import pytest
from links_factory import CHAD, KENYA, MINISTER, NORWAY, day, due, told

from dragoman.assemble.linking import link
from dragoman.model import EventType, Status
from dragoman.model.links import Outcome

VISIT = {"lemma": "visit", "mode": "visit", "actors": (MINISTER,), "recipients": (CHAD,)}
PLAN = told("a", 0, when=10, status=Status.PLANNED, **VISIT)
DUE = due("a", 0, 10, 10)
OTHER = {"type": EventType.ACCUSE, "lemma": "accuse", "actors": (NORWAY,), "recipients": (CHAD,)}


def settled(*later, plan=PLAN, expectation=DUE):
    return [(s.outcome, s.day, s.member_id, s.by_doc) for s in link((plan, *later), (expectation,)).settlements]


@pytest.mark.parametrize(
    ("later", "outcome", "known"),
    [
        (told("b", 11, when=10, **VISIT), Outcome.HELD, 11),
        (told("b", 12, **VISIT), Outcome.HELD, 12),
        (told("b", 25, when=24, **VISIT), Outcome.LATE, 25),
        (told("b", 5, status=Status.CANCELLED, **VISIT), Outcome.CANCELLED, 5),
        (told("b", 5, status=Status.POSTPONED, **VISIT), Outcome.POSTPONED, 5),
    ],
)
def test_a_later_report_settles_what_was_planned(later, outcome, known):
    assert settled(later) == [(outcome, day(known), "eb", "db")]


@pytest.mark.parametrize(
    "later",
    [
        (),
        (told("b", 12, when=12, lemma="visit", mode="visit", actors=(MINISTER,), recipients=(KENYA,)),),
        (told("b", 60, when=59, **VISIT),),
        (told("b", 12, **OTHER),),
    ],
    ids=["nothing", "another host", "much later", "other news within the grace"],
)
def test_what_no_report_speaks_of_stays_open(later):
    assert [s for s in settled(*later) if s[0] is not Outcome.LAPSED] == []


def test_a_window_lapses_only_when_later_news_of_the_parties_is_silent():
    assert settled(told("b", 30, **OTHER)) == [(Outcome.LAPSED, day(30), None, "db")]
    elsewhere = told("b", 30, **{**OTHER, "recipients": (KENYA,)})
    assert settled(elsewhere) == []


def test_what_hangs_on_a_condition_does_not_lapse_by_silence():
    assert settled(told("b", 30, **OTHER), expectation=replace(DUE, is_conditional=True)) == []


def test_a_window_that_was_over_when_it_was_told_is_left_alone():
    late = told("a", 20, when=10, status=Status.PLANNED, **VISIT)
    assert settled(told("b", 40, **OTHER), plan=late, expectation=due("a", 20, 10, 10)) == []


def test_a_report_that_it_did_not_come_is_the_evidence_of_a_lapse():
    denied = told("b", 12, status=Status.DENIED, **VISIT)
    assert settled(denied) == [(Outcome.LAPSED, day(12), "eb", "db")]


def test_a_lapse_and_a_late_report_are_both_kept_by_day():
    late = told("c", 32, when=31, **VISIT)
    assert [(s[0], s[1]) for s in settled(told("b", 30, **OTHER), late)] == [
        (Outcome.LAPSED, day(30)),
        (Outcome.LATE, day(32)),
    ]


def test_an_expectation_without_parties_or_window_stays_open():
    vague = told("a", 0, status=Status.EXPECTED, actors=(), lemma="visit")
    assert settled(told("b", 40, **OTHER), plan=vague, expectation=due("a", 0, None, None)) == []
    open_ended = told("a", 0, status=Status.EXPECTED, **VISIT)
    assert settled(told("b", 40, **OTHER), plan=open_ended, expectation=due("a", 0, None, None)) == []
    assert settled(told("b", 20, when=19, **VISIT), plan=open_ended, expectation=due("a", 0, None, None)) == [
        (Outcome.HELD, day(20), "eb", "db")
    ]


def test_its_own_document_settles_nothing():
    assert settled(told("b", 0, doc="da", status=Status.CANCELLED, **VISIT)) == []
