"""Bodies, forces, organs, sets of states and shares of groups."""

from datetime import date

import pytest
from mention_reading import read

from dragoman.model import MentionKind


@pytest.mark.parametrize(
    ("text", "words", "entity_id"),
    [
        ("The Ghanaian government refused.", "The Ghanaian government", "state:GHA"),
        ("The government of Ghana refused.", "The government of Ghana", "state:GHA"),
        ("The authorities in Accra refused.", "The authorities in Accra", "state:GHA"),
        ("Ghanaian troops crossed the river.", "Ghanaian troops", "role:GHA:mil"),
        ("Ghana's warplanes hit the camp.", "Ghana's warplanes", "role:GHA:mil"),
        ("Ghanaian police arrested them.", "Ghanaian police", "role:GHA:cop"),
        ("Ghanaian rebels attacked.", "Ghanaian rebels", "role:GHA:reb"),
        ("The Ghanaian opposition walked out.", "The Ghanaian opposition", "role:GHA:opp"),
        ("Ghana's parliament voted.", "Ghana's parliament", "organ:GHA:parliament"),
    ],
)
def test_body_of_a_state(text, words, entity_id):
    mention = read(text).at(words)
    assert mention is not None
    assert mention.entity_id == entity_id


def test_ministry_in_a_capital_is_that_states():
    organ = read("The Foreign Ministry in Accra was silent.").who("The Foreign Ministry in Accra")
    assert organ.code == "GHA"
    assert organ.entity_id.startswith("organ:GHA:")


def test_organ_with_a_name_of_its_own_is_one_by_any_name():
    text = "The British foreign ministry agreed. The Foreign Office refused."
    found = read(text)
    assert found.id_of("The British foreign ministry") == found.id_of("The Foreign Office")


def test_joined_adjectives_are_two_actors():
    found = read("Ghanaian and South Korean forces landed.")
    assert found.id_of("Ghanaian") == "role:GHA:mil"
    assert found.id_of("South Korean forces") == "role:KOR:mil"


def test_participle_before_a_noun_does_not_own_it():
    found = read("The UN-backed government in Accra fell.")
    assert found.who("The UN-backed government in Accra").code == "GHA"


def test_administration_is_its_presidents_own():
    found = read("The Trump administration refused.", on=date(2018, 5, 1))
    body = found.who("The Trump administration")
    assert (body.entity_id, body.name, body.code) == ("organ:USA:trump-administration", "Trump administration", "USA")


def test_new_administration_is_the_one_named_before():
    text = "The Trump administration refused. Oslo waits for the new administration in Washington."
    found = read(text, on=date(2018, 5, 1))
    assert found.id_of("the new administration in Washington") == "organ:USA:trump-administration"


def test_what_an_actor_only_uses_is_no_mention():
    assert read("Norway withdrew its troops and sent special forces.").exported() == ["Norway"]


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Southern European states refused.", "Southern European states", "SEU"),
        ("Some Scandinavian governments refused.", "Some Scandinavian governments", "SCN"),
        ("A number of Western European governments refused.", "A number of Western European governments", "WEU"),
        ("Countries in southern Europe refused.", "Countries in southern Europe", "SEU"),
        ("The six powers refused.", "The six powers", "P5P1"),
    ],
)
def test_set_of_states(text, words, code):
    found = read(text)
    assert found.who(words).code == code
    assert found.exported() == [words]


def test_set_with_firm_members_lists_them():
    states = read("The Nordic governments refused.").who("The Nordic governments")
    assert states.members == ("state:DNK", "state:FIN", "state:ISL", "state:NOR", "state:SWE")


def test_these_allies_are_the_set_named_before():
    found = read("Western European governments worried. Officials of some of these allies were told.")
    assert found.who("some of these allies").code == "WEU"


@pytest.mark.parametrize(
    ("text", "words", "entity_id"),
    [
        ("Members of the African Union refused.", "Members of the African Union", "igo:AU"),
        ("Most members of Nato refused.", "Most members of Nato", "igo:NATO"),
        ("Leaders of Hezbollah refused.", "Leaders of Hezbollah", "group:HEZBOLLAH"),
        ("A group of Ghanaian soldiers refused.", "A group of Ghanaian soldiers", "role:GHA:mil"),
    ],
)
def test_share_of_a_group_is_the_group(text, words, entity_id):
    assert read(text).id_of(words) == entity_id


def test_one_of_several_unnamed_is_the_same_each_time():
    text = (
        "Two Peruvian officials wavered. One of the Peruvian officials left. Later one of the Peruvian officials wept."
    )
    found = read(text)
    first, second = found.id_of("One of the Peruvian officials"), found.id_of("one of the Peruvian officials")
    assert first == second != found.id_of("Two Peruvian officials")


def test_holders_of_an_office_in_several_states_are_members():
    found = read("The presidents of France and Ghana met.", on=date(2018, 5, 1))
    both = found.who("The presidents of France and Ghana")
    assert len(both.members) == 2
    assert "person:emmanuel-macron" in both.members
    assert set(both.members) <= set(found.entities)


@pytest.mark.parametrize(
    ("text", "words", "members"),
    [
        (
            "Oslo and Lima traded blame. Both countries recalled their envoys.",
            "Both countries",
            ("state:NOR", "state:PER"),
        ),
        ("Kofi Adu met Jan Novak. The two men smiled.", "The two men", ("person:jan-novak", "person:kofi-adu")),
    ],
)
def test_pair_takes_up_the_two_named_last_and_is_not_exported(text, words, members):
    found = read(text)
    assert tuple(sorted(found.who(words).members)) == members
    assert found.at(words).kind is MentionKind.PRONOUN


@pytest.mark.parametrize(
    ("text", "words", "entity_id"),
    [
        ("Moscow expelled five Britons on Monday.", "five Britons", "role:GBR:national"),
        ("Norway freed about 300 Cubans held in a camp.", "about 300 Cubans", "role:CUB:national"),
        ("Some Danes stoned the embassy.", "Some Danes", "role:DNK:national"),
    ],
)
def test_counted_people_are_persons_and_not_their_state(text, words, entity_id):
    assert read(text).id_of(words) == entity_id


@pytest.mark.parametrize(("text", "words"), [("The Danes refused.", "The Danes"), ("Danes refused.", "Danes")])
def test_people_without_a_number_is_still_the_state(text, words):
    assert read(text).id_of(words) == "state:DNK"


def test_body_named_after_its_members_is_an_actor_that_its_noun_takes_up():
    found = read("The Norwegian dockers' union refuses to load the ship. The union will sue.")
    assert found.id_of("The Norwegian dockers' union") == found.id_of("The union") == "org:norwegian-dockers-union"


def test_party_of_two_states_is_not_named_after_them():
    assert read("The two states' council met.").at("The two states' council") is None


@pytest.mark.parametrize("text", ["Norway's king asked parliament for help.", "In Norway, Parliament refused to go."])
def test_parliament_needs_no_article(text):
    assert "organ:NOR:parliament" in read(text).entities


def test_speech_in_parliament_has_no_parliament():
    assert "organ:NOR:parliament" not in read("Norway's king spoke in parliament.").entities


def test_adherents_in_capitals_are_a_group():
    assert read("The Maoists put their guns in containers.").id_of("The Maoists") == "org:maoists"


def test_name_of_one_word_keeps_the_town_before_it():
    assert read("Oslo Radio denied the report.").id_of("Oslo Radio") == "org:oslo-radio"


def test_name_says_by_its_last_word_what_kind_of_body_it_is():
    found = read("The dockers' union in Peru struck.")
    assert found.entities[found.id_of("The dockers' union")].sector == "LAB"
