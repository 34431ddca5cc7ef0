"""Ships and aircraft: their names, what takes them up, whose they are."""

import pytest
from mention_reading import read

from dragoman.model import MentionKind


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Chile seized the Peruvian trawler Alba Marina.", "the Peruvian trawler Alba Marina", "Alba Marina"),
        ("Oman boarded the tanker Estonia off Sohar.", "the tanker Estonia", "Estonia"),
        ("The frigate Zagreb followed a Kenyan tug.", "The frigate Zagreb", "Zagreb"),
        ("Togo released the ferry Lomé Star 4.", "the ferry Lomé Star 4", "Lomé Star 4"),
        ("A Latvian freighter, the Grey Heron, was shelled.", "the Grey Heron", "Grey Heron"),
        ("The Grey Heron, a Latvian freighter, was shelled.", "The Grey Heron", "Grey Heron"),
        ("Benin stopped a tug named Lorna Bay.", "Lorna Bay", "Lorna Bay"),
        ("HMS Kestrel fired on a dhow.", "HMS Kestrel", "HMS Kestrel"),
        ("The Danish tanker Anna rammed a pier.", "The Danish tanker Anna", "Anna"),
        ("The owner of the yacht Admiral Castillo paid a fine.", "the yacht Admiral Castillo", "Admiral Castillo"),
        (
            "Commandos stormed the patrol boat Estrella del Mar, killing two.",
            "the patrol boat Estrella del Mar",
            "Estrella del Mar",
        ),
        ("A Malta-flagged cargo ship, the Nordic Star, was hit.", "the Nordic Star", "Nordic Star"),
        ("A drone struck the frigate Santa Rosa on Monday.", "the frigate Santa Rosa", "Santa Rosa"),
    ],
)
def test_noun_for_a_ship_or_its_letters_make_a_name_a_ships(text, words, name):
    reading = read(text)
    assert reading.id_of(words).startswith("craft:")
    assert (reading.who(words).name, reading.at(words).kind) == (name, MentionKind.NAME)


@pytest.mark.parametrize(
    "text",
    [
        "The tanker Spain detained was released.",
        "The boat Oman bought sank.",
        "The patrol boat Malta gave Libya was lost.",
        "Kenya bought the boat Ana Soto designed.",
        "Kenya freed the boat that Ana Soto had chartered.",
        "By boat Ana Soto reached Malta.",
        "The ship captain Ana Soto accused Malta.",
        "The tanker firm Norden Bulk accused Malta.",
        "Malta praised the carrier Air Nauru.",
    ],
)
def test_other_names_beside_such_a_noun_are_no_ships(text):
    assert not any(i.startswith("craft:") for i in read(text).entities)


@pytest.mark.parametrize("again", ["The Zagreb", "the Zagreb"])
def test_the_with_the_name_is_the_ship_and_the_bare_name_the_town(again):
    text = f"The frigate Zagreb fired on a Kenyan tug. Later {again} turned back. Officials from Zagreb were silent."
    reading = read(text)
    assert reading.id_of(again) == reading.id_of("The frigate Zagreb")
    assert reading.id_of("Zagreb") != reading.id_of("The frigate Zagreb")


def test_a_name_with_the_is_no_ship_where_no_noun_has_made_it_one():
    assert not any(i.startswith("craft:") for i in read("The Zagreb talks failed. Kenya praised the Alba.").entities)


def test_number_and_letters_may_be_left_out_when_a_ship_is_named_again():
    reading = read("Togo boarded the MV Haru 7 at night. The Haru 7 had no papers. Togo will sell the Haru.")
    assert reading.id_of("the MV Haru 7") == reading.id_of("The Haru 7") == reading.id_of("the Haru")


@pytest.mark.parametrize(
    ("text", "first", "later"),
    [
        ("A Greek trawler rammed a Turkish patrol boat. The fishing boat sank.", "A Greek trawler", "The fishing boat"),
        ("A Greek trawler met an Omani tanker. The trawler sank.", "A Greek trawler", "The trawler"),
        ("An Omani tanker met a Greek trawler. The tanker sank.", "An Omani tanker", "The tanker"),
        ("A Chilean frigate shelled a pier. The warship left.", "A Chilean frigate", "The warship"),
        ("A Togolese yacht, the Siri, was hit. The boat sank.", "A Togolese yacht", "The boat"),
        ("Two Omani tankers were hit. The ships sank.", "Two Omani tankers", "The ships"),
    ],
)
def test_noun_takes_up_the_craft_that_it_fits(text, first, later):
    reading = read(text)
    assert reading.id_of(later) == reading.id_of(first) is not None


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("A Greek patrol boat rammed a pier. The trawler sank.", "The trawler"),
        ("Two Omani tankers were hit. The ship sank.", "The ship"),
        ("An Omani airliner was hit. The ship sank.", "The ship"),
        ("A Chilean frigate shelled a pier. The corvette left.", "The corvette"),
    ],
)
def test_noun_does_not_take_up_a_craft_of_another_kind_or_number(text, later):
    assert read(text).at(later) is None


def test_what_somebody_fires_on_is_not_his_own():
    text = (
        "A Maltese patrol boat met a Libyan trawler near a Maltese boat. Malta denied that its navy fired on the boat."
    )
    reading = read(text)
    assert reading.id_of("the boat") == reading.id_of("a Libyan trawler")


@pytest.mark.parametrize(
    "text",
    [
        "A Comoran frigate boarded a Kenyan trawler and towed it to port.",
        "Oman opened fire on a Kenyan trawler on Monday and forced it into port.",
        "A Kenyan trawler says that Oman's navy stopped it off Sohar.",
        "A Kenyan trawler was hit while it was being towed.",
    ],
)
def test_it_is_the_ship_to_which_something_is_done(text):
    reading = read(text)
    ship = next(e.entity_id for e in reading.entities.values() if e.code == "KEN" and "trawler" in e.name)
    assert reading.id_of("it") == ship


@pytest.mark.parametrize(
    "text",
    [
        "A Kenyan trawler left as the treaty was signed and Oman praised it.",
        "A Comoran frigate fired on a Kenyan trawler that had tried to ram it.",
    ],
)
def test_it_is_not_the_ship_where_a_thing_stands_nearer_or_the_ship_does_it(text):
    reading = read(text)
    ship = next(e.entity_id for e in reading.entities.values() if e.code == "KEN" and "trawler" in e.name)
    assert reading.id_of("it") != ship


def test_it_that_demands_is_no_ship():
    reading = read("Togo quarrels with Benin over the ferry Siri. It demanded a ransom.")
    assert reading.id_of("It") in {"state:TGO", "state:BEN"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Oman stopped the trawler Belinda, registered in Malta.", "MLT"),
        ("Oman stopped a tanker flying the flag of Liberia.", "LBR"),
        ("Oman stopped a tanker flying the Greek flag.", "GRC"),
        ("Oman stopped a Greek tanker.", "GRC"),
        ("Oman stopped a tanker.", None),
        ("Oman stopped a tanker flying no flag, Malta says.", None),
    ],
)
def test_craft_is_of_the_state_whose_flag_the_text_tells_and_else_of_none(text, code):
    ships = [e for e in read(text).entities.values() if e.sector in {"BUS", "CVL"}]
    assert [e.code for e in ships] == [code]


@pytest.mark.parametrize("words", ["Navy gunboats", "The army helicopters"])
def test_craft_of_the_navy_or_army_are_those_of_the_state_spoken_of(words):
    reading = read(f"Eritrea is at war. {words} shelled a camp near the border.")
    assert reading.id_of(words) == "role:ERI:mil"
