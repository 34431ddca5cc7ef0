"""The files of data/roles: no word twice, every code and sector known."""

from collections import Counter

import pytest

from dragoman.lexicon.actors import load_actors
from dragoman.lexicon.files import data_file, read_rows
from dragoman.lexicon.party_nouns import load_party_nouns
from dragoman.lexicon.roles import load_abbreviations, load_roles

SECTORS = frozenset(
    "AGR BUS COP CRM CVL EDU ELI ETH GOV IGO JRN JUD LAB LEG MED MIL NGO OPP PRE PTY REB REF REL SOC SPY UAF UNK".split()  # noqa: SIM905
)
FILES = {
    "actor_nouns.tsv": ("noun", "kind"),
    "bare_nouns.tsv": ("noun",),
    "collectives.tsv": ("form",),
    "phrases.tsv": ("phrase",),
    "descriptors.tsv": ("noun",),
    "partitives.tsv": ("word",),
    "cues.tsv": ("word", "kind"),
    "crafts.tsv": ("noun",),
    "ship_prefixes.tsv": ("prefix",),
    "org_words.tsv": ("word",),
    "first_names.tsv": ("name",),
    "abbreviations.tsv": ("form",),
    "rules.tsv": ("rule",),
    "synonyms.tsv": ("noun",),
    "state_kinds.tsv": ("noun",),
}


@pytest.mark.parametrize("file", sorted(FILES))
def test_no_word_stands_twice(file):
    keys = [tuple(row[c] for c in FILES[file]) for row in read_rows(data_file(f"roles/{file}"))]
    assert [key for key, n in Counter(keys).items() if n > 1] == []
    assert keys


@pytest.mark.parametrize(
    "file", ["actor_nouns.tsv", "bare_nouns.tsv", "org_words.tsv", "phrases.tsv", "ship_prefixes.tsv"]
)
def test_every_sector_is_known(file):
    found = {row["sector"] for row in read_rows(data_file(f"roles/{file}"))}
    assert found - {""} <= SECTORS


def test_every_file_is_tested_here():
    folder = data_file("roles")
    assert {f.name for f in folder.iterdir() if f.name.endswith(".tsv")} == set(FILES)


def test_people_and_bodies_are_parties_by_the_noun_alone_but_things_and_relations_are_not():
    nouns = load_party_nouns()
    assert {"soldier", "court", "shepherd", "ruling party", "aid convoy"} <= nouns.keys()
    assert nouns.keys().isdisjoint({"drone", "ship", "spy ship", "embassy", "country", "ally", "party"})
    assert (nouns["soldier"], nouns["court"], nouns["group"]) == ("MIL", "JUD", None)


def test_nouns_for_craft_are_actor_nouns_and_prefixes_of_ships_name_states():
    roles = load_roles()
    assert roles.crafts.keys() - roles.nouns.keys() == {"craft"}
    craft = {noun for noun, rows in roles.nouns.items() if any(b.kind == "craft" for b in rows)}
    assert craft - roles.crafts.keys() == {"crew"}
    assert {code for code, _ in roles.ship_prefixes.values()} - {""} <= set(load_actors().states)


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("ship", "tanker", True),
        ("warship", "frigate", True),
        ("fishing boat", "trawler", True),
        ("frigate", "corvette", False),
        ("trawler", "patrol boat", False),
        ("ship", "airliner", False),
    ],
)
def test_nouns_that_fit_one_craft_fit_both_ways(one, other, fits):
    crafts = load_roles().crafts
    assert crafts[one].fits(crafts[other]) is crafts[other].fits(crafts[one]) is fits


def test_members_of_sets_are_states():
    roles = load_roles()
    sets = [*roles.collectives.values(), *roles.phrases.values()]
    assert {code for s in sets for code in s.members} <= set(load_actors().states)


def test_descriptors_name_organisations_or_states_of_the_tables():
    tables = load_actors()
    known = {e.entity.code for entries in tables.names.values() for e in entries}
    assert {code for d in load_roles().descriptors.values() for code in d.codes} - known == set()


def test_genders_are_m_or_f():
    assert set(load_roles().genders.values()) == {"m", "f"}


def test_noun_with_two_meanings_keeps_both():
    assert {m.kind for m in load_roles().nouns["union"]} == {"group", "body"}


def test_abbreviations_are_read_with_their_full_stop():
    assert {"Gen.", "Mr."} <= load_abbreviations()
    assert load_roles().full_titles["gen"] == "general"


def test_states_of_one_kind_are_states():
    codes = {code for kind in load_roles().state_kinds.values() for code in kind}
    assert codes <= set(load_actors().states)


def test_synonyms_hold_the_noun_itself_and_only_nouns_of_its_class():
    synonyms = load_roles().synonyms
    assert {"envoy", "emissary"} <= synonyms["envoy"]
    assert "captor" not in synonyms["envoy"]
