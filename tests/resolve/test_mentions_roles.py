"""Persons by what they do: office and date, appositions, unnamed sources."""

from datetime import date

import pytest
from mention_reading import read

from dragoman.model import MentionKind
from dragoman.resolve.mentions import Rule


@pytest.mark.parametrize(
    ("on", "person"),
    [(date(2011, 3, 1), "person:nicolas-sarkozy"), (date(2018, 3, 1), "person:emmanuel-macron")],
)
def test_role_means_whoever_held_the_office_that_day(on, person):
    found = read("The French president spoke in Accra.", on=on)
    assert found.id_of("The French president") == person
    assert found.at("The French president").kind is MentionKind.ROLE
    assert found.at("The French president").rule == "role/office"


def test_role_of_a_day_that_is_not_known_means_the_role_itself():
    found = read("The French president spoke in Accra.", on=None)
    assert found.id_of("The French president") == "role:FRA:president"


def test_role_without_the_table_of_offices_means_the_role_itself():
    found = read("The French president spoke.", without=(Rule.OFFICES,))
    assert found.id_of("The French president") == "role:FRA:president"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The president of France spoke.", "The president of France"),
        ("France's president spoke.", "France's president"),
        ("Frances president spoke.", "Frances president"),
        ("France refused. Its president spoke.", "Its president"),
    ],
)
def test_state_may_stand_before_or_behind_the_role(text, words):
    assert read(text).id_of(words) == "person:emmanuel-macron"


def test_ambassador_is_known_by_the_country_to_which_he_is_sent():
    found = read("The British ambassador to Libya left.", on=date(2017, 4, 6))
    assert found.id_of("The British ambassador to Libya") == "person:peter-millett"


def test_role_in_a_breakaway_region_is_not_its_parents():
    found = read("Transnistria's foreign minister refused.")
    minister = found.who("Transnistria's foreign minister")
    assert (minister.code, minister.sector) == ("MDA", "PRE")


@pytest.mark.parametrize(
    ("text", "role", "name"),
    [
        ("Jan Novak, the Czech envoy, left.", "the Czech envoy", "Jan Novak"),
        ("Its envoy, Jan Novak, left Ghana.", "Its envoy", "Jan Novak"),
        ("Ghana's fisheries minister, Kofi Adu, spoke.", "Ghana's fisheries minister", "Kofi Adu"),
        ("Kofi Adu, a spokesman for the Ghanaian navy, denied it.", "a spokesman for the Ghanaian navy", "Kofi Adu"),
    ],
)
def test_apposition_is_a_second_mention_of_the_same_person(text, role, name):
    found = read(text)
    assert found.id_of(role) == found.id_of(name) is not None


def test_joined_names_are_no_apposition():
    found = read("Kofi Adu and the Togolese envoy, Jan Novak, left.")
    assert found.id_of("the Togolese envoy") == found.id_of("Jan Novak") != found.id_of("Kofi Adu")


def test_name_beside_a_role_learns_state_sector_and_office_from_it():
    adu = read("Kofi Adu, the Ghanaian fisheries minister, spoke.").who("Kofi Adu")
    assert (adu.code, adu.sector, adu.office) == ("GHA", "GOV", "Fisheries Minister")


def test_former_holder_is_marked_as_former():
    adu = read("Kofi Adu, the former Ghanaian fisheries minister, spoke.").who("Kofi Adu")
    assert adu.sector == "ELI"
    assert adu.office.startswith("former")


def test_counterpart_holds_the_same_office_in_the_other_state():
    text = "The German foreign minister met his French counterpart."
    found = read(text, on=date(2019, 1, 15))
    assert found.id_of("his French counterpart") == "person:jean-yves-le-drian"


def test_counterpart_named_beside_gets_the_office():
    found = read("Ghana's foreign minister telephoned her counterpart, Jan Novak.")
    assert {"foreign", "minister"} & set(found.who("Jan Novak").office.lower().split())


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("A senior Western diplomat said so.", "A senior Western diplomat", "WEST"),
        ("Three officials familiar with the matter said so.", "Three officials", None),
        ("A retired Ghanaian general said so.", "A retired Ghanaian general", "GHA"),
        ("Officials in Lima said so.", "Officials in Lima", "PER"),
    ],
)
def test_unnamed_person_is_kept_as_such_with_what_the_text_says(text, words, code):
    source = read(text).who(words)
    assert source.is_anonymous
    assert source.entity_id.startswith("anon:d1:")
    assert source.code == code
    assert source.name == words.removeprefix("A ")


def test_spokesman_of_an_organ_is_a_role_of_its_state():
    found = read("A Foreign Office spokesman in London denied it.")
    spokesman = found.who("A Foreign Office spokesman in London")
    assert spokesman.entity_id == "role:GBR:foreign-office-spokesman"
    assert not spokesman.is_anonymous


def test_officials_of_a_state_stand_for_it_unless_some_are_kept_back():
    assert not read("Polish officials said so.").who("Polish officials").is_anonymous
    assert read("Two Polish officials said so.").who("Two Polish officials").is_anonymous


def test_what_somebody_is_said_to_be_is_no_mention():
    assert read("Kofi Adu was the first African president to visit.").exported() == ["Kofi Adu"]


def test_those_who_are_only_told_are_no_actors():
    assert read("Kofi Adu told reporters that it rained.").exported() == ["Kofi Adu"]


@pytest.mark.parametrize(
    "text",
    [
        "The President left Accra in haste. President Kofi Mensah of Ghana had met the envoys there.",
        "Ghana's talks with Togo failed. The President said so. President Kofi Mensah later flew to Togo.",
        "Kofi Mensah was elected president of Ghana in 2017. The President said Ghana would pay.",
    ],
)
def test_a_president_whom_the_text_names_goes_before_the_one_of_the_tables(text):
    assert read(text).who("The President").name == "Kofi Mensah"


def test_an_office_of_another_state_is_not_given_to_the_person_whom_the_text_names():
    found = read("President Kofi Mensah of Ghana met the French president.")
    assert found.who("the French president").name == "Emmanuel Macron"


def test_two_whom_the_text_calls_president_leave_the_president_to_the_tables():
    found = read("President Kofi Mensah of Ghana met President Abla Dogbe of Togo. The French president waited.")
    assert found.who("The French president").name == "Emmanuel Macron"


def test_a_patrol_boat_is_not_the_navy():
    found = read("The Algerian patrol boat fired on a trawler. The Algerian navy denied it. The patrol boat left.")
    boat, navy = found.who("The Algerian patrol boat"), found.who("The Algerian navy")
    assert boat.entity_id != navy.entity_id
    assert found.who("The patrol boat") == boat
    assert (boat.code, boat.sector) == (navy.code, navy.sector) == ("DZA", "MIL")


def test_a_surname_that_is_only_part_of_a_title_gives_no_known_person():
    assert read("Park said South Korea would wait. Ms Park left Seoul.").who("Ms Park").wikidata is None


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (
            "Norway's foreign minister flew to Lima. The minister, Oruvela Tamsin, was tired. She left on Friday.",
            "Norway's foreign minister",
        ),
        (
            "The Danish defence minister sold two ships. The minister, Tavmir Holk, denied it.",
            "The Danish defence minister",
        ),
    ],
)
def test_name_that_the_text_gives_a_minister_goes_before_the_table(text, role):
    found = read(text)
    assert found.id_of(role) == found.id_of("The minister")
    assert found.who(role).name in {"Oruvela Tamsin", "Tavmir Holk"}
    assert found.who(role).wikidata is None


def test_minister_of_another_state_named_later_is_not_meant():
    text = "Turkey will wait, the foreign minister said. Sweden's foreign minister, Oruvela Tamsin, protested."
    found = read(text)
    assert found.id_of("the foreign minister") != found.id_of("Oruvela Tamsin")
    assert found.who("the foreign minister").code == "TUR"


@pytest.mark.parametrize("words", ["The then Norwegian prime minister", "The provincial prime minister of Canada"])
def test_holder_of_the_day_is_not_meant_where_a_word_sets_the_office_apart(words):
    assert read(f"{words} signed the accord.").id_of(words).startswith("role:")
