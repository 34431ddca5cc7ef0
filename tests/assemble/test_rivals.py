"""Versions of different documents that cannot both be right."""

import pytest
from links_factory import CHAD, KENYA, NORWAY, told

from dragoman.assemble.linking import link
from dragoman.model import EventType, SpeakerKind, Status

SHELLED = {"type": EventType.ASSAULT, "lemma": "shell", "actors": (NORWAY,), "recipients": (CHAD,)}
CLAIM = told("a", 0, speakers=("state:TCD",), **SHELLED)


def pairs(*tellings):
    return [(r.member_id, r.other_id, r.kind) for r in link(tellings).rivalries]


def test_a_denial_in_another_document_disputes_the_claim():
    denial = told("b", 2, status=Status.DENIED, speakers=("state:NOR",), **SHELLED)
    assert pairs(denial, CLAIM) == [("ea", "eb", "one asserts, the other denies")]


@pytest.mark.parametrize(
    "over",
    [
        {"speakers": ("state:TCD",)},
        {"doc": "da"},
        {"lemma": "arm"},
        {"actors": (KENYA,)},
        {"recipients": (KENYA,)},
        {"when": 20},
    ],
    ids=["same speaker", "same document", "another act", "another doer", "another victim", "another day"],
)
def test_what_is_denied_is_another_thing(over):
    claim = told("a", 0, when=0, speakers=("state:TCD",), **SHELLED)
    denial = told("b", **{"pub": 2, "status": Status.DENIED, "speakers": ("state:NOR",), **SHELLED, **over})
    assert pairs(claim, denial) == []


def test_a_denial_a_year_later_is_of_another_act():
    assert pairs(CLAIM, told("b", 365, status=Status.DENIED, speakers=("state:NOR",), **SHELLED)) == []


def test_each_side_names_the_other_as_the_doer():
    from dataclasses import replace

    named = (SpeakerKind.NAMED,)
    one = told("a", 0, when=0, speakers=("state:TCD",), **SHELLED)
    two = told("b", 0, when=0, speakers=("state:NOR",), **{**SHELLED, "actors": (CHAD,), "recipients": (NORWAY,)})
    one, two = (replace(t, reports=tuple(replace(r, kinds=named) for r in t.reports)) for t in (one, two))
    assert pairs(one, two) == [("ea", "eb", "each names the other side")]
    by_outlets = (
        told("c", 0, when=0, **SHELLED),
        told("d", 0, when=0, **{**SHELLED, "actors": (CHAD,), "recipients": (NORWAY,)}),
    )
    assert pairs(*by_outlets) == []
