"""Capitals and countries: governments, or only places."""

import pytest
from mention_reading import read

from dragoman.model import MentionKind
from dragoman.resolve.mentions import Rule


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Oslo said the deal was dead.", "Oslo"),
        ("They made discreet approaches to Oslo.", "Oslo"),
        ("Relations between Oslo and Lima have cooled.", "Oslo"),
        ("Relations between Lima and Oslo have cooled.", "Oslo"),
        ("Talks with Oslo have stalled.", "Oslo"),
        ("A rift opened over Oslo's decision to leave.", "Oslo"),
        ("The minister visited Oslo last week.", "Oslo"),
        ("Sanctions against Norway remain.", "Norway"),
        ("They trade with countries such as Norway.", "Norway"),
        ("The envoy lashed out at Norway.", "Norway"),
        ("The envoy lashed out at Sweden and Norway.", "Norway"),
    ],
)
def test_name_stands_for_the_government(text, words):
    assert read(text).id_of(words) == "state:NOR"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The talks in Oslo went on all night.", "Oslo"),
        ("Police closed the streets of Oslo.", "Oslo"),
        ("A bomb went off north of Oslo.", "Oslo"),
        ("The envoy flew to Oslo on Monday.", "Oslo"),
        ("The envoy returned from Oslo on Monday.", "Oslo"),
        ("Cities such as Oslo and Lima were spared.", "Oslo"),
        ("The Oslo accords were signed.", "Oslo"),
        ("Unrest spread across Norway.", "Norway"),
        ("Troops were withdrawn from Norway.", "Norway"),
        ("On Norway, the ministers agreed.", "Norway"),
        ("The talks at Oslo went on all night.", "Oslo"),
        ("The accord was signed at Bergen, Norway.", "Norway"),
    ],
)
def test_name_is_only_a_place(text, words):
    mention = read(text).at(words)
    assert mention is None or mention.kind is MentionKind.DEMONYM


def test_without_the_rule_every_capital_is_a_government():
    text = "The talks in Oslo went on."
    assert read(text).exported() == []
    assert read(text, without=(Rule.PLACES,)).exported() == ["Oslo"]


def test_buildings_and_streets_are_metonyms():
    found = read("The Kremlin denied it. Downing Street agreed.")
    assert found.at("The Kremlin").kind is MentionKind.METONYM
    assert found.id_of("Downing Street") == "state:GBR"


def test_brussels_is_the_union_unless_belgium_is_spoken_of():
    assert read("Brussels adopted the tariff.").id_of("Brussels") == "igo:EUR"
    assert read("Belgium is split. Brussels called Flanders to order.").id_of("Brussels") in {"state:BEL", "igo:EUR"}


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("The Soviet Union invaded Afghanistan in 1979.", "The Soviet Union", "SUN"),
        ("In 1977 Zaire accused Angola.", "Zaire", "COD"),
        ("Rhodesia had attacked Zambia.", "Rhodesia", "ZWE"),
        ("A Czechoslovak envoy wrote to Norway in 1968.", "A Czechoslovak envoy", "CSK"),
    ],
)
def test_state_of_the_past_is_told_of_later_by_its_name(text, words, code):
    assert read(text).who(words).code == code


def test_former_capital_is_a_mere_town_later():
    assert read("Bonn has a new bridge. Negotiators flew to Bonn.").id_of("Bonn") is None
