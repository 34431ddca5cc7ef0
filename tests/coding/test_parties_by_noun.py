"""Parties that the text tells only by a noun: who they are in the record, and which nouns tell nobody."""

import pytest
from coded_texts import Code

from dragoman.assemble import assemble
from dragoman.model import Coding, Entity, EventType, Record, Resolved


def named(found: tuple[Resolved, Coding], kind: EventType) -> list[tuple[list[str], list[str]]]:
    """Return names of actors and recipients of the acts of a type."""
    resolved, coding = found
    names = {e.entity_id: e.name for e in (*resolved.entities, *coding.entities)}
    acts = [ev for ev in coding.evidence if ev.type is kind]
    return [([names[x] for x in ev.actors], [names[x] for x in ev.recipients]) for ev in acts]


def entity(record: Record, name: str) -> Entity:
    return next(e for e in record.entities if e.name == name)


@pytest.mark.parametrize(
    ("text", "kind", "recipient"),
    [
        ("Rebels in Chad killed two shepherds near the border on Friday.", EventType.ASSAULT, "two shepherds"),
        ("Togo freed the schoolchildren after three weeks in a camp.", EventType.RETREAT, "schoolchildren"),
        ("Peru threatened the creditors with a default.", EventType.THREATEN, "creditors"),
        ("Kenya sent tents and flour to several hundred families.", EventType.AID, "several hundred families"),
    ],
)
def test_who_is_told_only_by_a_noun_is_the_party_that_the_act_is_aimed_at(
    coded: Code, text: str, kind: EventType, recipient: str
) -> None:
    (found,) = coded([text])
    assert [recipients for _, recipients in named(found, kind)] == [[recipient]]


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        ("Kenya offered to free the schoolchildren.", EventType.AGREE, "Kenya"),
        ("Peru has promised to release several hundred families.", EventType.AGREE, "Peru"),
        ("The Danish parliament demanded a special prosecutor.", EventType.REQUEST, "Folketing"),
    ],
)
def test_whom_a_promise_or_demand_is_about_is_not_addressed(
    coded: Code, text: str, kind: EventType, actor: str
) -> None:
    (found,) = coded([text])
    assert named(found, kind) == [([actor], [])]


def test_the_record_shows_the_words_and_nobody_who_takes_part_in_nothing(coded: Code) -> None:
    text = "Rebels in Chad killed two shepherds near the border on Friday. A tailor watched from his window."
    ((resolved, coding),) = coded([text])
    record = assemble(resolved, coding)
    shepherds = entity(record, "two shepherds")
    assert shepherds.is_anonymous
    assert (shepherds.sector, shepherds.code) == ("CVL", None)
    assert [m.span.of(text) for m in record.mentions if m.entity_id == shepherds.entity_id] == ["two shepherds"]
    assert not [e for e in record.entities if "tailor" in e.name]


def test_a_noun_with_the_is_the_one_told_before(coded: Code) -> None:
    text = "Raiders seized two shepherds in Chad. Niger demanded that they free the shepherds at once. Mali shot a shepherd."
    ((resolved, coding),) = coded([text])
    heads = [m for m in coding.mentions if "shepherd" in m.span.of(text)]
    assert [m.span.of(text) for m in heads] == ["two shepherds", "the shepherds", "a shepherd"]
    assert heads[0].entity_id == heads[1].entity_id != heads[2].entity_id
    assert not {m.entity_id for m in heads} & {m.entity_id for m in resolved.mentions}


def test_a_place_in_the_words_says_of_which_state_they_are(coded: Code) -> None:
    ((resolved, coding),) = coded(["A Hamburg court found the envoys of Belarus guilty of espionage."])
    assert {e.code for e in assemble(resolved, coding).entities if e.name == "Hamburg court"} == {"DEU"}


def test_armed_people_act_though_nobody_says_whose_they_are_but_bystanders_alone_are_no_event(coded: Code) -> None:
    armed, bystanders = coded(["Raiders shot dead two shepherds.", "Two tailors beat a shepherd."])
    assert named(armed, EventType.ASSAULT) == [(["Raiders"], ["two shepherds"])]
    assert named(bystanders, EventType.ASSAULT) == []


def test_a_paper_that_speaks_of_itself_is_no_unnamed_source(coded: Code) -> None:
    ((_, coding),) = coded(["The Danish government has approached Oslo in secret, this newspaper has learned."])
    assert {a.speaker for ev in coding.evidence for a in ev.attribution} == {"outlet"}


@pytest.mark.parametrize(
    "text",
    [
        "Peru took Chile to court over the islands.",
        "Norway accused both groups of smuggling.",
        "Kenya killed no shepherds, its army said.",
        "Chad sank three boats on the lake.",
    ],
)
def test_bare_singulars_things_and_words_for_nobody_new_tell_no_party(coded: Code, text: str) -> None:
    ((_, coding),) = coded([text])
    assert coding.mentions == ()
