"""The crosswalks from other data sets hold together with ours."""

import pytest

from dragoman.lexicon.foreign import actor_code, iso2, load_foreign, state_code
from dragoman.lexicon.predicates import load_predicates


def test_every_code_that_we_give_leads_back_to_its_type() -> None:
    foreign = load_foreign()
    wrong = []
    for (kind, mode), scale in load_predicates().scales.items():
        act = foreign.of_cameo(scale.cameo)
        if act is None or act.type != kind.value:
            wrong.append((kind.value, mode, scale.cameo, act and act.type))
    assert wrong == []


def test_modes_of_the_tables_are_those_of_the_crosswalk() -> None:
    known = {(kind.value, mode) for kind, mode in load_predicates().scales}
    acts = (*load_foreign().cameo.values(), *load_foreign().acled.values())
    assert [a for a in acts if a.type is not None and (a.type, a.mode) not in known] == []


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("0311", "AGREE"),
        ("0834", "CONCEDE"),
        ("0874", "RETREAT"),
        ("1013", "REQUEST"),
        ("1712", "ASSAULT"),
        ("010", None),
    ],
)
def test_longest_listed_beginning_of_a_cameo_code_counts(code: str, kind: str | None) -> None:
    act = load_foreign().of_cameo(code)
    assert act is not None
    assert act.type == kind


def test_code_of_no_root_is_unknown() -> None:
    assert load_foreign().of_cameo("42") is None
    assert load_foreign().of_cameo("") is None


def test_states_by_name_and_two_letters() -> None:
    assert state_code("Cote d'Ivoire") == "CIV"
    assert state_code("European Union") is None
    assert actor_code("European Union") == "EUR"
    assert iso2("NOR") == "no"
    assert iso2("EUR") is None
