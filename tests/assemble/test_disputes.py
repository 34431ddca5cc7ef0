"""Which records of one text cannot both be right."""

from datetime import date
from itertools import combinations
from random import Random

import pytest
from factory import CHAD, NORWAY, make_document, make_evidence

from dragoman.assemble.disputes import link_disputes
from dragoman.assemble.within import join_tellings
from dragoman.model import (
    Attribution,
    Entity,
    Event,
    EventType,
    Evidence,
    Interval,
    Precision,
    Span,
    SpeakerKind,
    Status,
)

DOCUMENT = make_document()
ARMY = Entity(entity_id="role:NOR:mil", name="Norwegian army", code="NOR", sector="MIL")
REBELS = Entity(entity_id="role:TCD:mil", name="Chadian army", code="TCD", sector="MIL")
ENTITIES = {e.entity_id: e for e in (NORWAY, CHAD, ARMY, REBELS)}


def claim(by: str, doer: str, at: int, **over: object) -> Evidence:
    values: dict[str, object] = {
        "type": EventType.ASSAULT,
        "lemma": "shell",
        "actors": (doer,),
        "attribution": (Attribution(speaker=by, kind=SpeakerKind.NAMED, span=Span(0, 3)),),
        "trigger": Span(at, at + 1),
    }
    return make_evidence(DOCUMENT, **{**values, **over})


def linked(*tellings: Evidence) -> tuple[Event, ...]:
    return link_disputes(join_tellings(DOCUMENT, tellings), ENTITIES)


def are_disputed(*tellings: Evidence) -> bool:
    events = linked(*tellings)
    return len(events) > 1 and all(e.disputed_with for e in events)


def test_two_governments_that_name_each_others_army_are_disputed() -> None:
    assert are_disputed(claim("state:NOR", "role:TCD:mil", 1), claim("state:TCD", "role:NOR:mil", 9))


def test_accused_who_names_a_third_doer_of_the_same_act_is_disputed() -> None:
    assert are_disputed(claim("state:NOR", "role:TCD:mil", 1), claim("state:TCD", "state:MLI", 9))


def test_accused_who_tells_of_another_act_of_a_third_is_not() -> None:
    assert not are_disputed(claim("state:NOR", "role:TCD:mil", 1), claim("state:TCD", "state:MLI", 9, lemma="raid"))


def test_two_bystanders_that_tell_of_different_attackers_are_not_disputed() -> None:
    assert not are_disputed(claim("state:PER", "role:TCD:mil", 1), claim("state:CHL", "role:NOR:mil", 9))


def test_acts_against_different_victims_are_not_disputed() -> None:
    one = claim("state:NOR", "role:TCD:mil", 1, recipients=("state:MLI",))
    two = claim("state:TCD", "role:NOR:mil", 9, recipients=("state:NER",))
    assert not are_disputed(one, two)


def test_acts_on_different_days_are_not_disputed() -> None:
    days = [
        Interval(start=date(2021, 3, d), end=date(2021, 3, d), precision=Precision.DAY, basis="explicit")
        for d in (1, 2)
    ]
    one = claim("state:NOR", "role:TCD:mil", 1, date=days[0])
    two = claim("state:TCD", "role:NOR:mil", 9, date=days[1])
    assert not are_disputed(one, two)


def blame(by: str, doer: str, sufferer: str, at: int, **over: object) -> Evidence:
    return claim(by, doer, at, **{"recipients": (sufferer,), **over})


def test_two_states_that_each_blame_the_other_s_army_are_disputed() -> None:
    one = blame("state:NOR", "role:TCD:mil", "state:NOR", 1)
    assert are_disputed(one, blame("state:TCD", "role:NOR:mil", "state:TCD", 9, lemma="fire"))


def test_two_sides_that_each_own_to_their_act_dispute_nothing() -> None:
    one = blame("state:NOR", "role:NOR:mil", "role:TCD:mil", 1)
    assert not are_disputed(one, blame("state:TCD", "role:TCD:mil", "role:NOR:mil", 9))


def test_counter_charges_of_other_deeds_are_not_disputed() -> None:
    one = blame("state:NOR", "state:TCD", "state:NOR", 1, type=EventType.COERCE, lemma="intrude")
    two = blame("state:TCD", "state:NOR", "state:TCD", 9, type=EventType.COERCE, lemma="harass")
    assert not are_disputed(one, two)


def test_what_is_only_demanded_of_the_other_side_is_no_version() -> None:
    one = blame("state:NOR", "state:TCD", "state:NOR", 1, status=Status.DEMANDED)
    assert not are_disputed(one, blame("state:TCD", "state:NOR", "state:TCD", 9))


def test_two_that_asked_one_another_are_not_disputed_unless_each_says_the_other_asked() -> None:
    ask = {"type": EventType.REQUEST, "lemma": "ask"}
    first, second = ("state:NOR", "state:TCD"), ("state:TCD", "state:NOR")
    assert not are_disputed(blame("x", *first, 1, **ask), blame("y", *second, 9, **ask))
    assert are_disputed(blame("state:TCD", *first, 1, **ask), blame("state:NOR", *second, 9, **ask))


def test_denial_by_the_army_of_what_its_state_is_charged_with_is_disputed() -> None:
    told = blame("state:NOR", "state:TCD", "state:NOR", 1)
    assert are_disputed(told, blame("role:TCD:mil", "role:TCD:mil", "state:NOR", 9, lemma="fire", status=Status.DENIED))


def test_rebels_do_not_deny_for_the_state_they_fight() -> None:
    told = blame("state:NOR", "state:MLI", "state:NOR", 1)
    denial = blame("role:MLI:reb", "role:MLI:reb", "state:NOR", 9, status=Status.DENIED)
    fighters = {
        "state:MLI": Entity(entity_id="state:MLI", name="Mali", code="MLI", sector="GOV"),
        "role:MLI:reb": Entity(entity_id="role:MLI:reb", name="rebels", code="MLI", sector="REB"),
    }
    assert not any(e.disputed_with for e in link_disputes(join_tellings(DOCUMENT, (told, denial)), fighters))


def test_denial_of_the_other_side_s_act_is_no_denial_of_this_one() -> None:
    outlet = (Attribution(speaker="outlet", kind=SpeakerKind.OUTLET),)
    told = blame("x", "state:NOR", "state:TCD", 1, attribution=outlet)
    assert not are_disputed(told, blame("y", "state:TCD", "state:NOR", 9, lemma="sever", status=Status.DENIED))


def test_what_the_text_tells_itself_is_denied_in_other_words_only_of_the_same_parties() -> None:
    outlet = (Attribution(speaker="outlet", kind=SpeakerKind.OUTLET),)
    told = blame("x", "state:NOR", "state:TCD", 1, attribution=outlet, lemma="ambush")
    denial = {"lemma": "carry out", "status": Status.DENIED}
    assert are_disputed(told, blame("state:NOR", "state:NOR", "state:TCD", 9, **denial))
    assert not are_disputed(told, claim("state:NOR", "state:NOR", 9, **denial))


def test_denial_that_points_at_one_act_denies_no_other() -> None:
    told = claim("state:NOR", "state:TCD", 1, lemma="kill")
    denial = {"status": Status.DENIED, "lemma": "bomb"}
    assert are_disputed(told, claim("state:TCD", "state:TCD", 9, **denial))
    assert not are_disputed(told, claim("state:TCD", "state:TCD", 9, rule="denied:it", **denial))


def test_denial_of_an_act_on_another_day_is_not_disputed() -> None:
    last, next_ = (
        Interval(start=date(y, 1, 1), end=date(y, 12, 31), precision=Precision.YEAR, basis="explicit")
        for y in (2020, 2022)
    )
    plan = claim("state:NOR", "state:TCD", 1, status=Status.PLANNED, date=next_)
    assert not are_disputed(plan, claim("state:TCD", "state:TCD", 9, status=Status.DENIED, date=last))


def test_what_the_outlet_tells_itself_is_no_claim() -> None:
    outlet = (Attribution(speaker="outlet", kind=SpeakerKind.OUTLET),)
    assert not are_disputed(
        claim("state:NOR", "role:TCD:mil", 1, attribution=outlet), claim("state:TCD", "role:NOR:mil", 9)
    )


def test_denial_in_the_same_words_may_stand_far_from_the_claim() -> None:
    denial = claim("state:TCD", "role:TCD:mil", 5000, status=Status.DENIED)
    assert are_disputed(claim("state:NOR", "role:TCD:mil", 1), denial)


def test_denial_in_other_words_must_stand_near() -> None:
    denial = claim("state:TCD", "role:TCD:mil", 5000, status=Status.DENIED, lemma="bombard")
    assert not are_disputed(claim("state:NOR", "role:TCD:mil", 1), denial)


def test_denied_plan_of_the_same_parties_is_disputed() -> None:
    plan = claim("state:NOR", "state:TCD", 1, status=Status.PLANNED, lemma="visit", type=EventType.CONSULT)
    denial = claim("state:TCD", "state:TCD", 9, status=Status.DENIED, lemma="trip", type=EventType.CONSULT)
    assert are_disputed(plan, denial)


def test_denial_of_what_was_called_off_is_not() -> None:
    off = claim("state:NOR", "state:TCD", 1, status=Status.CANCELLED)
    assert not are_disputed(off, claim("state:TCD", "state:TCD", 9, status=Status.DENIED))


def test_plan_that_another_source_calls_off_is_disputed() -> None:
    plan = claim("state:NOR", "state:NOR", 1, type=EventType.CONSULT, lemma="visit", status=Status.PLANNED)
    off = claim("state:TCD", "state:NOR", 9, type=EventType.CONSULT, lemma="trip", status=Status.CANCELLED)
    assert are_disputed(plan, off)


def test_plan_that_its_own_source_calls_off_is_one_cancelled_act() -> None:
    plan = claim("state:NOR", "state:NOR", 1, type=EventType.CONSULT, lemma="visit", status=Status.PLANNED)
    off = claim("state:NOR", "state:NOR", 9, type=EventType.CONSULT, lemma="trip", status=Status.CANCELLED)
    (event,) = linked(plan, off)
    assert (event.status, event.disputed_with) == (Status.CANCELLED, ())


def test_cancelled_act_that_is_planned_anew_stays_two() -> None:
    off = claim("state:NOR", "state:NOR", 1, type=EventType.CONSULT, lemma="trip", status=Status.CANCELLED)
    anew = claim("state:NOR", "state:NOR", 9, type=EventType.CONSULT, lemma="trip", status=Status.EXPECTED)
    assert [e.status for e in linked(off, anew)] == [Status.CANCELLED, Status.EXPECTED]


def test_two_sources_with_different_figures_are_disputed() -> None:
    many = claim("state:NOR", "state:TCD", 1, magnitude={"dead": 40.0})
    few = claim("state:TCD", "state:TCD", 9, magnitude={"dead": 6.0})
    assert are_disputed(many, few)
    assert len({e.event_id for e in linked(many, few)}) == 2


def test_same_figure_from_two_sources_is_one_act() -> None:
    first = claim("state:NOR", "state:TCD", 1, magnitude={"dead": 40.0})
    second = claim("state:TCD", "state:TCD", 9, magnitude={"dead": 40.0})
    assert len(linked(first, second)) == 1


def test_denial_in_other_words_by_the_text_itself_is_no_dispute() -> None:
    told = claim("state:NOR", "state:TCD", 1, type=EventType.AGREE, lemma="offer")
    outlet = (Attribution(speaker="outlet", kind=SpeakerKind.OUTLET, span=None),)
    denial = claim("x", "state:TCD", 9, type=EventType.AGREE, lemma="pledge", status=Status.DENIED, attribution=outlet)
    assert not are_disputed(told, denial)


def test_a_long_text_has_the_disputes_that_comparing_every_pair_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(40):
        rng = Random(seed)
        tellings = [
            claim(
                rng.choice(["NOR", "TCD", "outlet"]),
                rng.choice(list(ENTITIES)),
                at * rng.choice([5, 90]),
                recipients=(rng.choice(list(ENTITIES)),),
                lemma=rng.choice(["shell", "strike"]),
                status=rng.choice([Status.HAPPENED, Status.DENIED, Status.PLANNED]),
            )
            for at in range(40)
        ]
        found = linked(*tellings)
        with monkeypatch.context() as patch:
            patch.setattr(
                "dragoman.assemble.disputes._pairs",
                lambda events: (pair for pair in combinations(events, 2) if pair[0].type is pair[1].type),
            )
            assert linked(*tellings) == found
        if seed == 0:
            assert any(event.disputed_with for event in found)
