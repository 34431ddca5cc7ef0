"""Claim and denial of one act stand side by side, also where the denial only points at the claim."""

import pytest
from conftest import Code

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
