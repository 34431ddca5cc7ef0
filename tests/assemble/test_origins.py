"""Copies and rewritten reports share an origin; look-alikes and independent reports do not."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from links_factory import day, fingerprint

from dragoman.assemble.origins import group_origins

WIRE = (
    "Norway and Chad signed an accord on fishing in Bergen on Tuesday after nine months of talks. The accord lets "
    "twelve trawlers from Chad fish in the north, and Norwegian inspectors will board them twice a year. The minister "
    'from Chad called it "a net with few holes". Kenya, which had asked to join, was told to wait until spring. '
    "Unions in Bergen said that they had not been heard and would march on Saturday. The text must still be ratified."
)
EDITED = WIRE.replace("after nine months of talks", "following nine months of negotiations").replace(
    "had not been", "were not"
)
CUT = WIRE[: WIRE.index("Unions")]
TEMPLATE = (
    WIRE.replace("Norway", "Peru")
    .replace("Norwegian", "Peruvian")
    .replace("Chad", "Fiji")
    .replace("Bergen", "Lima")
    .replace("Kenya", "Tonga")
)
REWRITE = (
    "An accord that lets twelve trawlers from Chad fish off the Norwegian north was signed in Bergen, Reuters reported. "
    "Inspectors from Norway may board the ships twice a year. Unions were not heard and want to march. Kenya, which "
    "asked to join the accord, has to wait for spring; the text is not ratified."
)
OWN = (
    "The quay was crowded when the pen went round. Nobody in the old fish market here believes that the boats will "
    "keep to their quota, and a skipper laughed at the very idea of inspectors on board in a winter gale."
)


def origins(*prints):
    """Return the groups of documents of one origin, each as sorted letters."""
    found: dict[str, list[str]] = {}
    for o in group_origins(prints):
        found.setdefault(o.origin_id, []).append(o.doc_id)
    return sorted("".join(sorted(ids)) for ids in found.values())


@pytest.mark.parametrize(
    "other", [WIRE, EDITED, CUT, f"BERGEN - {WIRE} (Agencies)"], ids=["verbatim", "edited", "cut", "framed"]
)
def test_a_copy_shares_the_origin(other):
    assert origins(fingerprint("a", WIRE), fingerprint("b", other, published=day(1))) == ["ab"]


def test_a_short_piece_cut_from_a_long_report_shares_its_origin():
    long = " ".join(
        [WIRE, OWN, *(f"Paragraph {n} of it tells of {'eels ' * n} and the weather in the fjord." for n in range(1, 9))]
    )
    piece = WIRE[: WIRE.index("The minister")]
    assert origins(fingerprint("a", long), fingerprint("b", piece)) == ["ab"]


def test_a_byline_credits_an_agency():
    wire = fingerprint("a", WIRE, outlet="Reuters")
    text = REWRITE.replace(", Reuters reported", "")
    assert origins(wire, fingerprint("b", text, author="Reuters")) == ["ab"]


@pytest.mark.parametrize("other", [TEMPLATE, OWN, "Rain fell."], ids=["template", "independent", "short"])
def test_what_only_looks_alike_has_its_own(other):
    assert origins(fingerprint("a", WIRE), fingerprint("b", other)) == []


def test_a_copy_a_year_later_is_a_new_report():
    assert origins(fingerprint("a", WIRE), fingerprint("b", EDITED, published=day(365))) == []


def test_a_report_rewritten_from_a_credited_agency_shares_its_origin():
    wire = fingerprint("a", WIRE, outlet="Reuters")
    assert origins(wire, fingerprint("b", REWRITE)) == ["ab"]
    assert origins(wire, fingerprint("b", REWRITE.replace(", Reuters reported", ""))) == []
    assert origins(wire, fingerprint("b", REWRITE, published=day(9))) == []
    assert origins(replace(wire, outlet="The Fjord"), fingerprint("b", REWRITE)) == []


def test_two_rewritten_reports_share_an_agency_that_is_not_there():
    again = REWRITE.replace("An accord that lets twelve", "Twelve").replace(
        "was signed", "were the prize of a deal signed"
    )
    assert origins(fingerprint("a", REWRITE), fingerprint("b", again)) == ["ab"]


def test_credit_alone_is_no_origin():
    other = "Reuters reported that Peru had closed its embassy in Fiji and called its envoys home for the winter."
    assert origins(fingerprint("a", WIRE, outlet="Reuters"), fingerprint("b", other)) == []


def test_the_same_words_of_somebody_unnamed_are_one_origin_and_those_of_a_named_person_are_not():
    def told_by(who):
        return (
            f'The accord lets trawlers from Chad fish off Norway. "They will count every fin twice," {who} said in Bergen.',
            f'Fishing off Norway is open to Chad. "They will count every fin twice," {who} said. Trawlers sail from Bergen.',
        )

    unnamed = [fingerprint(name, text) for name, text in zip("ab", told_by("a diplomat"), strict=True)]
    named = [fingerprint(name, text) for name, text in zip("ab", told_by("Anna Berg"), strict=True)]
    assert origins(*unnamed) == ["ab"]
    assert origins(*named) == []


def test_a_document_too_short_for_shingles_has_an_empty_sketch():
    assert fingerprint("a", "Rain fell.").sketch == ()
    assert fingerprint("a", "Rain fell again.").n_shingles == 1


def test_the_origin_is_that_of_the_earliest_and_its_score_and_reason_are_kept():
    first, later = fingerprint("b", WIRE), fingerprint("a", EDITED, published=day(1))
    found = {o.doc_id: o for o in group_origins([later, first])}
    assert {o.origin_id for o in found.values()} == {first.text_key}
    assert found["a"].like == "b"
    assert found["a"].reason == "near copy"
    assert 0.62 <= found["a"].score <= 1


@settings(derandomize=True, deadline=None, max_examples=25)
@given(st.permutations([("a", WIRE), ("b", EDITED), ("c", CUT), ("d", TEMPLATE), ("e", OWN), ("f", REWRITE)]))
def test_the_order_of_documents_changes_nothing(order):
    prints = [fingerprint(name, text, outlet="Reuters" if name == "a" else name) for name, text in order]
    assert group_origins(prints) == group_origins(sorted(prints, key=lambda p: p.doc_id))
    assert origins(*prints) == ["abcf"]
