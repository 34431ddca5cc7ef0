"""Claim and denial of one act stand side by side, also where the denial only points at the claim."""

import pytest
from coded_texts import Code

from dragoman.model import Status

CLAIM = "Niger said Benin had shelled the village."
POINTING = [
    "Benin denied the claim.",
    "Benin called it pure invention.",
    "Benin denied any involvement.",
    "Benin denied it.",
    "Benin described the report as baseless.",
    "Benin branded the accusation a lie.",
]
OTHER = [
    "Benin neither confirmed nor denied it.",
    "Benin did not deny the claim.",
    "Benin denied the visa.",
    "Benin called it a fine day.",
    "Benin denied the claim that it was poor.",
    "Niger denied it.",
    "Rain fell. The river rose. Benin denied it.",
]


@pytest.mark.parametrize("denial", POINTING)
def test_denial_that_points_at_a_claim_gives_its_denied_version(coded: Code, denial: str) -> None:
    [(_, coding)] = coded([f"{CLAIM} {denial}"])
    acts = [ev for ev in coding.evidence if ev.lemma == "shell"]
    assert [(ev.status, ev.attribution[0].speaker) for ev in acts] == [
        (Status.HAPPENED, "state:NER"),
        (Status.DENIED, "state:BEN"),
    ]
    assert acts[0].actors == acts[1].actors == ("state:BEN",)


@pytest.mark.parametrize("text", OTHER)
def test_what_denies_no_told_claim_gives_no_second_version(coded: Code, text: str) -> None:
    [(_, coding)] = coded([f"{CLAIM} {text}"])
    assert [ev.status for ev in coding.evidence if ev.lemma == "shell"] == [Status.HAPPENED]


def test_claim_that_a_denial_quotes_keeps_its_claimant(coded: Code) -> None:
    [(_, coding)] = coded(["Benin denied that it had shelled the village, as Niger had claimed."])
    acts = {ev.status: ev.attribution[0].speaker for ev in coding.evidence if ev.lemma == "shell"}
    assert acts[Status.HAPPENED] == "state:NER"
    assert Status.DENIED in acts


ANSWERED = [
    ("Kenya has bombed Uganda, said one pilot; another said it had not.", "bomb", "anonymous: another"),
    ("A Peruvian officer said Chile had shelled the port. The Chilean army said it had not.", "shell", "role:CHL:mil"),
    ("Mali says Niger bombed the bridge. Niger says it did no such thing.", "bomb", "state:NER"),
    ("Kenya said Uganda had bombed Mali. Uganda said that was a lie.", "bomb", "state:UGA"),
    ("Kenya said Uganda had bombed Mali. Uganda said the claim was untrue.", "bomb", "state:UGA"),
    ("Kenya said Uganda had bombed Mali. Uganda disputed the account.", "bomb", "state:UGA"),
    ("Kenya said Uganda had bombed Mali. The claim was denied by Uganda.", "bomb", "state:UGA"),
]
UNANSWERED = [
    "Kenya said Uganda had bombed Mali. Uganda said it had not slept.",
    "Kenya said Uganda had bombed Mali. Uganda said it was not a lie.",
    "Kenya said Uganda had bombed Mali. Kenya said it had not.",
    "Kenya said Uganda had bombed Mali. Uganda said the harvest was a lie.",
]


@pytest.mark.parametrize(("text", "word", "denier"), ANSWERED)
def test_answer_that_only_points_back_is_the_denied_version(coded: Code, text: str, word: str, denier: str) -> None:
    [(_, coding)] = coded([text])
    acts = [ev for ev in coding.evidence if ev.lemma == word]
    assert [ev.status for ev in acts] == [Status.HAPPENED, Status.DENIED]
    assert acts[1].attribution[0].speaker == denier


@pytest.mark.parametrize("text", UNANSWERED)
def test_answer_to_something_else_denies_nothing(coded: Code, text: str) -> None:
    [(_, coding)] = coded([text])
    assert [ev.status for ev in coding.evidence if ev.lemma == "bomb"] == [Status.HAPPENED]


QUOTED = [
    ("Benin denied Niger's claim that its army had shelled the village.", "state:NER"),
    ("Benin denied allegations by Niger that its army had shelled the village.", "state:NER"),
    ("Benin denied a report by a newspaper in Niamey that its army had shelled the village.", "role:NER:newspaper"),
    ("Benin denied Nigerien accusations that its army had shelled the village.", "state:NER"),
]


@pytest.mark.parametrize(("text", "claimant"), QUOTED)
def test_claim_that_a_denial_names_by_a_noun_keeps_its_claimant(coded: Code, text: str, claimant: str) -> None:
    [(_, coding)] = coded([text])
    acts = {ev.status: ev.attribution[0].speaker for ev in coding.evidence if ev.lemma == "shell"}
    assert acts == {Status.DENIED: "state:BEN", Status.HAPPENED: claimant}


def test_claim_of_nobody_named_gives_no_second_version(coded: Code) -> None:
    [(_, coding)] = coded(["Benin denied reports that its army had shelled the village."])
    assert [ev.status for ev in coding.evidence if ev.lemma == "shell"] == [Status.DENIED]


def test_no_such_offer_has_the_parties_of_the_offer(coded: Code) -> None:
    denial = "A spokesman for the Turkish government said that no such offer had come to Turkey's ears."
    [(_, coding)] = coded([f"An envoy in Rome said Greece had offered Albania a port. {denial}"])
    acts = [(ev.status, ev.actors, ev.recipients) for ev in coding.evidence if ev.lemma == "offer"]
    sides = (("state:GRC",), ("state:ALB",))
    assert acts == [(Status.HAPPENED, *sides), (Status.DENIED, *sides)]


def test_no_such_offer_is_denied(coded: Code) -> None:
    denial = "Tanzania's minister told Rwanda that there was no such offer."
    [(_, coding)] = coded([f"A Belgian paper said Kenya had made Uganda an offer. {denial}"])
    assert [ev.status for ev in coding.evidence if ev.lemma == "offer"] == [Status.DENIED]


def test_act_told_again_as_denied_is_told_once(coded: Code) -> None:
    [(_, coding)] = coded(
        ["Mali said France had promised ten jets. A French spokesman said there was no such promise."]
    )
    assert [ev.status for ev in coding.evidence if ev.lemma == "promise"] == [Status.HAPPENED, Status.DENIED]


def test_denial_in_the_verb_of_the_claim_is_of_its_type(coded: Code) -> None:
    [(_, coding)] = coded(["Mali said France had accepted the plan. France said it had not accepted any plan."])
    acts = [ev for ev in coding.evidence if ev.lemma == "accept"]
    assert [ev.status for ev in acts] == [Status.HAPPENED, Status.DENIED]
    assert len({ev.type for ev in acts}) == 1


@pytest.mark.parametrize(
    "denial", ["Peru's government denied it.", "A Peruvian minister said Peru had done no such thing."]
)
def test_speech_act_is_denied_by_those_who_are_said_to_have_spoken(coded: Code, denial: str) -> None:
    [(_, coding)] = coded([f"An official in Chile said Peru had threatened Chile over the strait. {denial}"])
    acts = [(ev.status, ev.actors) for ev in coding.evidence if ev.lemma == "threaten"]
    assert acts == [(Status.HAPPENED, ("state:PER",)), (Status.DENIED, ("state:PER",))]


def test_denial_of_another_speaker_is_not_of_his_words(coded: Code) -> None:
    [(_, coding)] = coded(["A report says Chile threatened Peru over the shelling of a port. Peru denied it."])
    assert Status.DENIED not in {ev.status for ev in coding.evidence if ev.lemma == "threaten"}


@pytest.mark.parametrize(
    "text",
    [
        "Kenya said that Ethiopian troops had shelled a village on Monday. Ethiopia's government denied this.",
        "Rebels in Chad say that the army ambushed their convoy. The army denied it.",
    ],
)
def test_verb_of_denying_is_no_act_beside_what_it_denies(coded: Code, text: str) -> None:
    [(_, coding)] = coded([text])
    assert [ev.status for ev in coding.evidence].count(Status.DENIED) == 1
