"""Names: of the tables, of persons with titles, of bodies that only the tagger knows; what is no name."""

from datetime import date

import pytest
from mention_reading import read

from dragoman.model import MentionKind

JUNE_2018 = date(2018, 6, 1)


@pytest.mark.parametrize(
    ("text", "words", "entity_id"),
    [
        ("The UAE rejected the plan.", "The UAE", "state:ARE"),
        ("Kiev rejected the plan.", "Kiev", "state:UKR"),
        ("Nato rejected the plan.", "Nato", "igo:NATO"),
        ("The European Union rejected the plan.", "The European Union", "igo:EUR"),
        ("The People's Republic of China rejected the plan.", "The People's Republic of China", "state:CHN"),
        ("Côte d'Ivoire rejected the plan.", "Côte d'Ivoire", "state:CIV"),
        ("Hezbollah rejected the plan.", "Hezbollah", "group:HEZBOLLAH"),
        ("South Ossetia rejected the plan.", "South Ossetia", "region:south-ossetia"),
    ],
)
def test_gazetteer_knows_the_actor(text, words, entity_id):
    assert read(text).id_of(words) == entity_id


def test_longest_name_of_the_table_wins():
    found = read("The United Nations Security Council met.")
    assert found.exported() == ["The United Nations Security Council"]


def test_brexit_is_no_actor():
    assert read("Relations with Dublin after Brexit are cool.").at("Brexit") is None


def test_region_that_is_fought_over_is_no_actor():
    found = read("Norway condemned the annexation of Crimea by Russia.")
    assert found.exported() == ["Norway", "Russia"]


def test_state_inside_a_persons_name_is_no_actor():
    found = read("Ghana thanked Jordan Baker, a historian.")
    assert found.id_of("Jordan Baker") == "person:jordan-baker"
    assert "state:JOR" not in found.entities


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Chad on Monday accused Niger of theft.", "state:TCD"),
        ("Jordan on March 3 recalled its envoy.", "state:JOR"),
        ("Chad was accused of theft.", "state:TCD"),
    ],
)
def test_state_that_bears_a_first_name_is_the_state_as_a_subject(text: str, state: str):
    assert state in read(text).entities


def test_office_holder_whose_name_begins_like_a_state_is_a_person():
    found = read("Israel Katz spoke in Accra.", on=date(2021, 3, 1))
    assert found.id_of("Israel Katz") == "person:israel-katz"


def test_obscure_surname_alone_is_nobody_of_the_table():
    assert read("The prize went to Thompson of Leeds.").exported() == []


def test_title_and_name_are_one_mention():
    found = read("Ghanaian Foreign Minister Kofi Mensah Adu met Gen. Anders Holm.", on=JUNE_2018)
    assert found.exported() == ["Ghanaian Foreign Minister Kofi Mensah Adu", "Gen. Anders Holm"]
    minister = found.who("Ghanaian Foreign Minister Kofi Mensah Adu")
    assert (minister.name, minister.code, minister.sector, minister.office) == (
        "Kofi Mensah Adu", "GHA", "GOV", "Foreign Minister",
    )  # fmt: skip
    assert found.who("Gen. Anders Holm").sector == "MIL"


def test_several_titles_belong_to_the_mention():
    found = read("Defence Secretary Gen James Mattis spoke.", on=JUNE_2018)
    assert found.who("Defence Secretary Gen James Mattis").entity_id == "person:james-mattis"


def test_country_between_title_and_name_belongs_to_the_mention():
    words = "US Ambassador to Norway Carla Whitfield"
    found = read(f"{words} left early.")
    assert found.at(words) is not None
    assert found.who(words).code == "USA"


def test_office_of_a_person_is_that_of_the_day():
    text = "Angela Merkel called Theresa May."
    assert read(text, on=date(2018, 1, 9)).who("Theresa May").office == "Prime Minister"
    assert read(text, on=date(2014, 1, 9)).who("Theresa May").office != "Prime Minister"


def test_person_out_of_office_is_a_former_one_with_years():
    gone = read("Tony Blair called Angela Merkel.", on=date(2018, 1, 9)).who("Tony Blair")
    assert gone.sector == "ELI"
    assert gone.office.endswith("(1997-07)")


def test_document_without_a_date_gives_persons_without_office():
    found = read("Angela Merkel met Norwegian envoys.", on=None)
    assert found.who("Angela Merkel").entity_id == "person:angela-merkel"
    assert found.who("Angela Merkel").office is None


@pytest.mark.parametrize("words", ["Fayeze al-Sarraj", "Fayez al-Sarraj", "Fayez Sarraj"])
def test_transliterations_name_the_same_person(words):
    found = read(f"The talks with {words} failed.", on=date(2017, 5, 1))
    assert found.id_of(words) == "person:fayez-al-sarraj"


def test_genitive_that_lost_its_mark_still_names():
    found = read("It is on Norways coat of arms. The UKs outreach grew.")
    assert found.id_of("Norways") == "state:NOR"
    assert found.id_of("The UKs") == "state:GBR"


def test_genitive_of_a_person_that_lost_its_mark_still_names():
    found = read("Anders Holm spoke. Mr Holms adviser denied it.")
    assert found.id_of("Mr Holms") == "person:anders-holm"
    assert found.at("adviser") is not None


def test_firm_is_found_by_the_tagger_and_called_by_its_first_word_later():
    found = read("Norway fined the Danish airline Borealis Air. Borealis appealed.")
    airline = found.who("Borealis")
    assert (airline.name, airline.code, airline.sector) == ("Borealis Air", "DNK", "BUS")


def test_outlet_speaks_as_an_actor():
    found = read("Reuters reported that Norway had agreed.", outlet="The Fjord")
    assert found.who("Reuters").sector == "JRN"


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("The Guardian has learned that Norway agreed.", None),
        ("Norway told The Guardian that it agreed.", "The Guardian"),
    ],
)
def test_outlet_that_speaks_of_itself_is_no_actor(text, outlet):
    assert not [i for i in read(text, outlet=outlet).entities if i.startswith("outlet:")]


def test_channel_of_a_statement_is_no_actor():
    assert read("Norway's envoy answered via Twitter.").at("Twitter") is None


def test_adjective_names_a_state_for_its_noun_and_is_no_name():
    mention = read("They tore down Norwegian posters.").at("Norwegian")
    assert mention.kind is MentionKind.DEMONYM
    assert mention.entity_id == "state:NOR"


def test_people_of_a_state_stand_for_it():
    assert read("The Chileans, he said, passed it on.").id_of("The Chileans") == "state:CHL"


def test_empty_text_names_nobody():
    found = read("")
    assert (found.entities, found.mentions) == ({}, ())


@pytest.mark.parametrize(
    ("text", "words", "entity_id"),
    [
        ("The outline came from the envoy, Torvald Lunde-Brekke, on Monday.", "Torvald Lunde-Brekke", "person"),
        ("The special envoy, Ondrej Lúčny-Vrba, cut short a visit to Oslo.", "Ondrej Lúčny-Vrba", "person"),
        ("Norway has accused Tavmir, a mining company, of bribery.", "Tavmir", "org"),
        ("Oslo asked Sandvir, a rights group, for its files.", "Sandvir", "org"),
    ],
)
def test_what_stands_in_apposition_tells_what_an_unheard_name_is(text, words, entity_id):
    assert read(text).id_of(words).partition(":")[0] == entity_id


def test_indefinite_member_of_a_party_is_no_name_of_a_person():
    found = read("Oslo heard a Social Democrat, the minister of trade, on Monday.")
    assert not any(i.startswith("person:") for i in found.entities)


@pytest.mark.parametrize(
    ("text", "words", "entity_id"),
    [
        ("The Resistance Committees scorned it as a dead letter.", "The Resistance Committees", "org:resistance-committees"),
        ("Norway waited until the Commission let it keep the contract.", "the Commission", "org:commission"),
        ("The League sat in the same cabinet as Norway.", "The League", "org:league"),
        ("The National Security Service searched the diocese.", "The National Security Service", "org:national-security-service"),
    ],
)  # fmt: skip
def test_body_in_capitals_that_belongs_to_nobody_is_an_actor_of_its_own(text, words, entity_id):
    assert read(text).id_of(words) == entity_id


def test_body_in_small_letters_that_belongs_to_nobody_is_none():
    assert read("The league sat in the same cabinet as Norway.").at("The league") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They demanded that the Consultation Framework drop its nominee.", "the Consultation Framework"),
        ("The villagers left before Skarvik cried foul.", "Skarvik"),
        ("Norway fears the Saltmarsh Rifles after the Solidary Framework scorned it.", "the Solidary Framework"),
    ],
)
def test_name_of_which_the_tagger_makes_nothing_is_an_actor_as_a_subject(text, words):
    assert read(text).id_of(words).startswith("org:")


def test_word_that_the_text_has_in_small_letters_is_no_name():
    assert read("Norway talked. Sport unites, and sport divides.").exported() == ["Norway"]


def test_ambiguous_state_at_the_beginning_of_a_sentence_is_the_state_as_a_subject():
    assert read("Chad ratified the statute in 2006.").id_of("Chad") == "state:TCD"


def test_dash_behind_a_dateline_is_no_part_of_a_phrase():
    assert read("BERGEN - Danish mediators put off the talks.").at("Danish mediators") is not None


def test_name_that_says_what_it_names_is_no_person_behind_an_adjective():
    assert (
        read("The National Anglers Association asked Norway for help.")
        .at("The National Anglers Association")
        .entity_id.startswith("org:")
    )


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("A member for Vestfold, Oruvela Tamsin, protested.", "A member"),
        ("Peru's consul in Bolivia, Oruvela Tamsin, was led off the bus.", "Peru's consul"),
        ("An envoy named Oruvela Tamsin reached Oslo.", "An envoy"),
    ],
)
def test_name_belongs_to_the_role_and_not_to_the_place_behind_it(text, role):
    found = read(text)
    assert found.id_of(role) == found.id_of("Oruvela Tamsin") == "person:oruvela-tamsin"


def test_name_behind_a_spokeswoman_for_a_firm_is_hers():
    assert (
        read("A spokeswoman for the airline, Oruvela Tamsin, denied it.").id_of("Oruvela Tamsin").startswith("person:")
    )


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("Norway fined Amber Lindqvist, a shipping company. Amber Lindqvist denied everything.", "Amber Lindqvist"),
        ("His firm, Saltmarsh Drilling, sued Norway. Saltmarsh wants money.", "Saltmarsh"),
    ],
)
def test_name_beside_a_noun_for_a_body_is_no_person_anywhere(text, later):
    found = read(text)
    assert found.mentions[-1].span.of(text) == later
    assert found.mentions[-1].entity_id.startswith("org:")
    assert len({m.entity_id for m in found.mentions if m.entity_id != "state:NOR"}) == 1
