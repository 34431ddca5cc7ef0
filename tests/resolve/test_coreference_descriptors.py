"""Chains: surnames, titles, definite nouns that take up who was named before."""

from datetime import date

import pytest
from mention_reading import read

from dragoman.resolve.mentions import Rule


@pytest.mark.parametrize("words", ["Holm", "Mr Holm", "Gen Holm", "Mr Holms"])
def test_surname_takes_up_the_full_name(words):
    genitive = words if words.endswith("s") else f"{words}'s"
    found = read(f"Gen Anders Holm arrived. {genitive} adviser stayed away.")
    assert found.id_of(words) == "person:anders-holm"


def test_surname_before_the_full_name_is_known_all_the_same():
    found = read("Mr Holm refused. Later Anders Holm agreed.")
    assert found.id_of("Mr Holm") == "person:anders-holm"


def test_given_name_behind_sir_takes_up_the_full_name():
    found = read("Sir Peter Whitfield spoke. Sir Peter then left.")
    assert found.id_of("Sir Peter") == found.id_of("Sir Peter Whitfield")


def test_family_name_may_stand_first():
    found = read("Yoon Chang-ho refused. Later Mr Yoon left.")
    assert found.id_of("Mr Yoon") == found.id_of("Yoon Chang-ho")


def test_particles_may_be_left_out():
    found = read("Omar al-Masri refused. Mr Masri left. Al-Masri stayed away.")
    assert found.id_of("Mr Masri") == found.id_of("Omar al-Masri") == found.id_of("Al-Masri")


def test_two_of_one_surname_are_told_apart_by_form_of_address():
    found = read("Mr Carlos Mota met Mrs Inés Mota. Mrs Mota spoke.")
    assert found.id_of("Mrs Mota") == found.id_of("Mrs Inés Mota")


@pytest.mark.parametrize(
    ("text", "words", "antecedent"),
    [
        ("Gen Anders Holm arrived. Later the general left.", "the general", "Gen Anders Holm"),
        ("Jan Novak, the Czech envoy, came. Later the envoy left.", "the envoy", "Jan Novak"),
        ("Anders Holm, a former commander, came. The former commander left.", "The former commander", "Anders Holm"),
        (
            "Gen Anders Holm, a Ghanaian commander, came. The Ghanaian commander left.",
            "The Ghanaian commander",
            "Gen Anders Holm",
        ),
        ("A senior diplomat protested. The diplomat left.", "The diplomat", "A senior diplomat"),
        ("Hezbollah refused. The group left the talks.", "The group", "Hezbollah"),
        ("The Houthis refused. The rebels left the talks.", "The rebels", "The Houthis"),
        ("The African Union refused. The bloc left the talks.", "The bloc", "The African Union"),
        ("The Assad regime refused. The regime left the talks.", "The regime", "The Assad regime"),
        ("A Ghanaian fishing boat sank. The boat was old.", "The boat", "A Ghanaian fishing boat"),
    ],
)
def test_definite_noun_takes_up_who_was_called_so(text, words, antecedent):
    found = read(text)
    assert found.id_of(words) == found.id_of(antecedent) is not None
    assert found.at(words).rule in {"descriptor", "apposition"}


def test_vice_president_is_not_the_president():
    found = read("Ana Mota, the Angolan vice president, came. The president stayed away.", on=date(2018, 5, 1))
    assert found.id_of("The president") != found.id_of("Ana Mota")


def test_next_holder_is_nobody_yet():
    found = read("President Kofi Adu spoke. The next president will pay.")
    assert found.at("The next president") is None


def test_alliance_that_was_not_named_is_known_but_not_for_sure():
    found = read("Finland might host alliance troops. The alliance agreed.")
    assert found.id_of("The alliance") == "igo:NATO"
    assert found.at("The alliance").score < 0.5 or found.at("The alliance").rule == "descriptor"


def test_breakaway_territory_is_the_region_and_not_the_state():
    found = read("Russia backs Transnistria. Moldova claims the breakaway territory.")
    assert found.id_of("the breakaway territory") == "region:transnistria"


def test_government_without_an_owner_is_that_of_the_state_spoken_of():
    found = read("Minsk is tense. Crowds say that the government must go.")
    mention = found.at("the government")
    assert mention.entity_id == "state:BLR"
    assert mention.score <= 0.5


def test_without_descriptors_the_general_is_nobody_known():
    text = "Gen Anders Holm arrived. Later the general left."
    assert read(text, without=(Rule.DESCRIPTORS,)).id_of("the general") != "person:anders-holm"


def test_other_candidates_are_kept_for_the_explanation():
    found = read("Gen Anders Holm met Gen Carlos Mota. The general then left.")
    mention = found.at("The general")
    assert {mention.entity_id, *mention.others} >= {"person:anders-holm", "person:carlos-mota"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Peru closed its ports. Peru said that Lima was angry. Ecuador wrote to the government.", "PER"),
        ("Kenya sent grain. Kenya also sent tents. Norway, which had a ship nearby, praised the government.", "KEN"),
        ("Ghana shut a mine. Ghana said Ghana was right. Denmark told the authorities to wait.", "GHA"),
    ],
)
def test_the_government_is_that_of_the_state_most_spoken_of(text, code):
    found = read(text)
    assert {e.code for m in found.mentions[-1:] for e in [found.entities[m.entity_id]]} == {code}


@pytest.mark.parametrize(
    "text",
    [
        "Peru closed its ports. Peru is angry. Peru is loud. In Santiago the government was silent.",
        "Peru closed its ports. Peru is angry. A diplomat in Santiago believes that the government will talk.",
    ],
)
def test_the_government_is_that_of_the_place_said_of_its_clause(text):
    assert read(text).who("the government").code == "CHL"
