"""States, organisations, groups and their names in the packaged tables."""

from datetime import date

import pytest

from dragoman.lexicon.actors import ActorTables, load_actors, normalise_name, person_id
from dragoman.model import MentionKind

# States that began or ended after 1990, with a day on which they were and one on which they were not.
BORN_OR_ENDED = [
    ("South Sudan", date(2012, 1, 1), date(2010, 1, 1)),
    ("Soviet Union", date(1990, 6, 1), date(1995, 1, 1)),
    ("Czechoslovakia", date(1991, 1, 1), date(1994, 1, 1)),
    ("Zaire", date(1995, 1, 1), date(2000, 1, 1)),
    ("Swaziland", date(2010, 1, 1), date(2020, 1, 1)),
]


@pytest.fixture(scope="module")
def tables() -> ActorTables:
    return load_actors()


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("The Kremlin", "kremlin"),
        ("Côte d’Ivoire", "cote divoire"),
        ("U.S.", "us"),
        ("al-Qa'ida", "al qaida"),
        ("Secretary‑General", "secretary general"),
        ("Türkiye", "turkiye"),
        ("Łódź", "lodz"),
        ("Əliyev", "aliyev"),
        ("  P5+1 ", "p5+1"),
        ("the", "the"),
    ],
)
def test_case_accents_apostrophes_and_article_do_not_count_in_a_key(form: str, key: str) -> None:
    assert normalise_name(form) == key


@pytest.mark.parametrize(
    ("words", "entity_id", "kind"),
    [
        ("Britain", "state:GBR", MentionKind.NAME),
        ("the UAE", "state:ARE", MentionKind.NAME),
        ("Downing Street", "state:GBR", MentionKind.METONYM),
        ("Kiev", "state:UKR", MentionKind.METONYM),
        ("Kyiv", "state:UKR", MentionKind.METONYM),
        ("Elysee", "state:FRA", MentionKind.METONYM),
        ("Rashtrapati Bhavan", "state:IND", MentionKind.METONYM),
        ("Burkinabè", "state:BFA", MentionKind.DEMONYM),
        ("Ivorian", "state:CIV", MentionKind.DEMONYM),
        ("Cote dIvoire", "state:CIV", MentionKind.NAME),
        ("Pentagon", "organ:USA:department-of-defense", MentionKind.METONYM),
        ("Knesset", "organ:ISR:knesset", MentionKind.NAME),
        ("Mossad", "organ:ISR:mossad", MentionKind.NAME),
        ("African Union", "igo:AU", MentionKind.NAME),
        ("Security Council", "igo:UNO:un-security-council", MentionKind.NAME),
        ("Red Cross", "ngo:ICRC", MentionKind.NAME),
        ("Hizbollah", "group:HEZBOLLAH", MentionKind.NAME),
        ("Daesh", "group:ISIS", MentionKind.NAME),
        ("South Ossetia", "region:south-ossetia", MentionKind.NAME),
        ("Xinhua", "outlet:xinhua", MentionKind.NAME),
        ("Gazprom", "group:RUS:gazprom", MentionKind.NAME),
    ],
)
def test_a_name_finds_its_bearer(tables: ActorTables, words: str, entity_id: str, kind: MentionKind) -> None:
    entry = tables.names[normalise_name(words)][0]
    assert (entry.entity.entity_id, entry.kind) == (entity_id, kind)


def test_every_un_member_and_four_more_are_states(tables: ActorTables) -> None:
    with_number = [s for s in tables.states.values() if s.cow is not None and s.end is None]
    assert len(with_number) >= 193 + 3  # Kosovo, Taiwan and the Holy See have numbers, Palestine has none
    assert {"XKX", "TWN", "VAT", "PSE"} <= tables.states.keys()
    without = {s.code for s in with_number if not s.capital}
    assert without == {"SMR", "VAT"}  # their capitals bear the name of the state


def test_states_have_distinct_two_letter_codes(tables: ActorTables) -> None:
    codes = [state.iso2 for state in tables.states.values() if state.end is None]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("form", "was", "was_not"), BORN_OR_ENDED)
def test_a_name_holds_only_while_its_state_was_called_so(
    tables: ActorTables, form: str, was: date, was_not: date
) -> None:
    entry = tables.names[normalise_name(form)][0]
    assert entry.holds_on(was)
    assert entry.holds_on(None)
    assert not entry.holds_on(was_not)


def test_a_breakaway_region_bears_the_code_of_its_parent(tables: ActorTables) -> None:
    entity = tables.regions["transnistria"].entity
    assert (entity.code, entity.sector) == ("MDA", "PRE")
    assert "transnistria" not in tables.states


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Russians", "RUS"),
        ("Dutch", "NLD"),
        ("Swiss", "CHE"),
        ("Congolese", "COD"),
        ("Dominican", "DOM"),
        ("South Korean", "KOR"),
        ("Palestinians", "PSE"),
        ("Martian", None),
        ("Moscow", None),
    ],
)
def test_demonym_gives_the_code_of_its_state(tables: ActorTables, word: str, code: str | None) -> None:
    assert tables.demonym(word) == code


def test_the_likelier_bearer_of_a_shared_name_comes_first(tables: ActorTables) -> None:
    assert [e.entity.code for e in tables.names["congo"]] == ["COD", "COG"]
    assert [e.entity.entity_id for e in tables.names["brussels"]] == ["igo:EUR", "state:BEL"]
    assert all(e.ambiguous for e in tables.names["brussels"])


def test_bearers_that_never_lived_together_do_not_make_a_name_ambiguous(tables: ActorTables) -> None:
    assert not any(entry.ambiguous for entry in tables.names["moscow"])


@pytest.mark.parametrize("form", ["Georgia", "Jordan", "Turkey", "Labour", "Wagner", "Vale"])
def test_an_ordinary_word_is_marked_ambiguous(tables: ActorTables, form: str) -> None:
    assert tables.names[normalise_name(form)][0].ambiguous


@pytest.mark.parametrize(("form", "needs"), [("US", True), ("WHO", True), ("IS", True), ("Russia", False)])
def test_short_acronyms_need_capitals(tables: ActorTables, form: str, needs: bool) -> None:
    entry = next(e for e in tables.names[normalise_name(form)] if e.form.replace(".", "") == form)
    assert entry.needs_capitals is needs


def test_capitals_are_places_and_buildings_are_not(tables: ActorTables) -> None:
    assert tables.names["tehran"][0].is_place
    assert not tables.names["kremlin"][0].is_place


@pytest.mark.parametrize(
    ("code", "on", "has", "lacks"),
    [
        ("EUR", date(2017, 4, 6), "GBR", "UKR"),
        ("EUR", date(2021, 1, 1), "HRV", "GBR"),
        ("NATO", date(2010, 1, 1), "ALB", "MNE"),
        ("NATO", None, "SWE", "RUS"),
        ("ECOWAS", None, "GHA", "MLI"),
        ("BRICS", date(2015, 1, 1), "ZAF", "EGY"),
    ],
)
def test_membership_is_of_the_day(tables: ActorTables, code: str, on: date | None, has: str, lacks: str) -> None:
    members = tables.members(code, on)
    assert has in members
    assert lacks not in members


def test_an_organisation_without_a_list_has_no_members(tables: ActorTables) -> None:
    assert tables.members("IMF") == ()


def test_an_entity_carries_its_present_members(tables: ActorTables) -> None:
    assert "state:AUS" in tables.names["quad"][0].entity.members
    assert len(tables.names["p5"][0].entity.members) == 5


def test_an_organ_is_found_by_who_heads_it(tables: ActorTables) -> None:
    organ = tables.organ("GBR", "FM")
    assert organ is not None
    assert organ.name == "Foreign Office"
    assert tables.organ("NRU", "FM") is None


def test_organ_words_name_the_role_at_the_head(tables: ActorTables) -> None:
    assert tables.organ_words["defence ministry"].head == "DM"
    assert tables.organ_words["navy"].sector == "MIL"


def test_titles_mean_different_offices_in_different_states(tables: ActorTables) -> None:
    roles = {code: m.role for m in tables.offices.titles["secretary of state"] for code in m.states or ("",)}
    assert roles["USA"] == "FM"
    assert roles[""] == "OTH"


@pytest.mark.parametrize(("title", "kind"), [("lt gen", "honorific"), ("envoy", "office"), ("lawmaker", "nominal")])
def test_a_title_says_what_kind_it_is(tables: ActorTables, title: str, kind: str) -> None:
    assert kind in {meaning.kind for meaning in tables.offices.titles[title]}


def test_max_words_are_those_of_the_longest_keys(tables: ActorTables) -> None:
    assert tables.max_words == max(len(key.split()) for key in tables.names)
    assert tables.offices.max_title_words == max(len(title.split()) for title in tables.offices.titles)


def test_every_key_is_the_normal_form_of_its_entries(tables: ActorTables) -> None:
    assert all(normalise_name(e.form) == key for key, entries in tables.names.items() for e in entries)


def test_an_outlet_named_by_an_ordinary_word_needs_its_article(tables: ActorTables) -> None:
    entry = tables.names["guardian"][0]
    assert entry.entity.entity_id == "outlet:guardian"
    assert entry.needs_article
    assert not tables.names["reuters"][0].needs_article


def test_a_person_has_an_id_of_ascii_words() -> None:
    assert person_id("Mevlüt Çavuşoğlu") == "person:mevlut-cavusoglu"


def test_a_name_that_only_a_less_usual_bearer_has_is_ambiguous(tables: ActorTables) -> None:
    assert tables.names["donetsk"][0].ambiguous
