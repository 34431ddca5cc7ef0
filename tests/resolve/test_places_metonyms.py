"""Capitals and countries that stand for their government are not places; the same names after "in" or "from" are."""

import pytest

from dragoman.model import Document, Span
from dragoman.resolve.parser import load_parser
from dragoman.resolve.places import find_places, is_metonym

# The name in question stands in braces. Sentences written for this test.
GOVERNMENTS = [
    "{Moscow} said the charge was absurd.",
    "{Tehran} has rejected the offer.",
    "Officials said {Beijing} would answer in kind.",
    "The talks between {Cairo} and Addis Ababa collapsed.",
    "Relations between Ankara and {Athens} have soured.",
    "{London}'s decision surprised its allies.",
    "The general secured weapons from {Moscow}.",
    "Sanctions on {Pyongyang} were tightened.",
    "Pressure on {Belgrade} is growing.",
    "He accused {Islamabad} of sheltering the gunmen.",
    "The deal with {Tripoli} was signed in haste.",
    "Washington urged {Khartoum} to let the monitors in.",
    "The {Kiev} government resigned.",
    "The Moscow-backed candidate lost; {Moscow} did not comment.",
    "Ties to {Riyadh} were cut.",
    "{Brussels} is preparing a second package.",
    "The minister blamed {Damascus} for the attack.",
    "The rebels are armed by {Kigali}.",
    "A spokesman said {Seoul} had no such plan.",
    "{Caracas} recalled its ambassador.",
    "The plan was a slap in the face for {Baghdad}.",
    "{Tokyo} and Seoul agreed to share intelligence.",
    "Nothing can be done without the consent of {Moscow}.",
    "{Warsaw} was accused of breaking the treaty.",
    "The warning was aimed at {Tehran}.",
    "{Jerusalem} has grown weary of the envoys.",
    "It was a message to {Taipei}.",
    "They lost confidence in {Washington}.",
    "{Paris} wants the sanctions lifted.",
    "The offer came with a letter from {Havana}.",
    "{Iran} denied the report.",
    "Turkey warned {Syria} not to cross the river.",
    "The embargo against {Iraq} was lifted.",
    "{Russia}'s foreign minister left early.",
    "Talks with {North Korea} resumed.",
    "Support from {Rwanda} kept the rebels going.",
]
PLACES = [
    "The envoy arrived in {Moscow} on Monday.",
    "Talks in {Geneva} resumed.",
    "Rebels shelled the airport near {Damascus}.",
    "The minister flew to {Cairo} overnight.",
    "He left {Baghdad} without a deal.",
    "The streets of {Kyiv} were empty.",
    "Two rockets hit {Jerusalem}.",
    "The road to {Kabul} was cut.",
    "Thousands marched through {Belgrade}.",
    "{Tripoli}'s airport was closed.",
    "The convoy came under fire outside {Khartoum}.",
    "The train from {Warsaw} was searched.",
    "Government troops recaptured {Juba}.",
    "The summit in {Vienna} lasted two days.",
    "{Paris} is the capital of France.",
    "The Syrian capital {Damascus} was quiet.",
    "They met at a hotel in central {London}.",
    "Fog shut the harbours around {Tokyo}.",
    "A delegation will travel to {Pyongyang} next week.",
    "Refugees fled from {Sarajevo} to Mostar.",
    "The flight between {Moscow} and Havana was cancelled.",
    "The ambassador was summoned from {Ankara}.",
    "The siege of {Sarajevo} lasted years.",
    "The talks moved from Geneva to {Vienna}.",
    "An air strike on {Sanaa} killed nine people.",
    "{Beirut} was shelled for a third night.",
    "The leaders gathered in the city of {Astana}.",
    "British troops stayed in {Afghanistan}.",
    "The pipeline runs across {Georgia}.",
    "He returned to {Kenya} on Friday.",
    "Fighting flared in northern {Mali}.",
    "Migrants crossed into {Hungary}.",
    "The army advanced towards {Addis Ababa}.",
    "The {Ankara} summit produced nothing.",
    "Rebels from Goma attacked {Bukavu}.",
    "{Birmingham} will vote next week.",
]


@pytest.fixture(scope="module")
def parser():
    return load_parser()


def read(parser, marked):
    """Return the document, its grammar and the span of the name in braces."""
    start, end = marked.index("{"), marked.index("}") - 1
    text = marked.replace("{", "").replace("}", "")
    document = Document(doc_id="d1", text=text, body=(Span(0, len(text)),))
    return document, parser.parse(document), Span(start, end)


@pytest.mark.parametrize("marked", GOVERNMENTS)
def test_a_name_that_acts_or_is_dealt_with_is_a_government(parser, marked):
    document, parse, span = read(parser, marked)
    assert is_metonym(document, parse, span)
    assert not any(place.span.overlaps(span) for place in find_places(document, parse))


@pytest.mark.parametrize("marked", PLACES)
def test_a_name_where_something_is_or_happens_is_a_place(parser, marked):
    document, parse, span = read(parser, marked)
    assert not is_metonym(document, parse, span)
    assert any(place.span.covers(span) for place in find_places(document, parse))


def test_a_name_that_the_table_lacks_is_no_metonym(parser):
    document, parse, span = read(parser, "{Gondolin} said nothing.")
    assert not is_metonym(document, parse, span)
