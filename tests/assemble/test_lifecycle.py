"""What tellings together say of an event: its states in order, and what is known of it now."""

import pytest
from links_factory import CHAD, MINISTER, day, only, told

from dragoman.assemble.linking import link
from dragoman.model import Status

VISIT = {"lemma": "visit", "mode": "visit", "actors": (MINISTER,), "recipients": (CHAD,)}
PLAN = told("a", 0, when=14, status=Status.PLANNED, **VISIT)
OFF = told("b", 7, status=Status.POSTPONED, **VISIT)
ANEW = told("c", 20, when=30, status=Status.PLANNED, **VISIT)
HELD = told("d", 31, when=30, **VISIT)
CANCELLED = told("e", 25, status=Status.CANCELLED, **VISIT)


@pytest.mark.parametrize(
    ("tellings", "states", "start"),
    [
        ((PLAN, OFF), ["planned", "postponed"], 14),
        ((PLAN, OFF, ANEW), ["planned", "postponed", "planned"], 30),
        ((PLAN, OFF, ANEW, HELD), ["planned", "postponed", "planned", "happened"], 30),
        ((PLAN, OFF, ANEW, CANCELLED), ["planned", "postponed", "planned", "cancelled"], 30),
    ],
)
def test_states_in_order_and_the_last_is_that_of_the_event(tellings, states, start):
    links = link(tellings)
    assert [p.status for p in links.phases] == states
    assert [p.number for p in links.phases] == list(range(1, len(states) + 1))
    assert only(links).status == states[-1]
    assert only(links).start == day(start)


def test_a_late_copy_of_the_old_plan_does_not_revive_it():
    stale = told("f", 8, when=14, status=Status.PLANNED, **VISIT)
    links = link((PLAN, OFF, stale))
    assert [p.status for p in links.phases] == ["planned", "postponed"]
    assert only(links).status == Status.POSTPONED


def test_a_copy_adds_no_state():
    assert [p.status for p in link((HELD, told("f", 32, when=30, **VISIT))).phases] == ["happened"]


def test_the_words_of_the_fullest_telling_in_the_last_state_stand_for_the_event():
    vague = told("f", 30, **{**VISIT, "recipients": ()}, origin="od")
    links = link((PLAN, vague, HELD, OFF, ANEW))
    assert only(links).lead_id == "ed"
    assert only(links).lead_doc == "dd"
