"""`find_places`: spans, persons, organisations, treaties, sides, datelines, actors' mentions."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.model import Document, Mention, MentionKind, Parse, Span
from dragoman.resolve.parser import load_parser
from dragoman.resolve.places import find_places


@pytest.fixture(scope="module")
def parser():
    return load_parser()


def make_document(text, *, dateline=0):
    start = dateline
    while start < len(text) and text[start].isspace():
        start += 1
    body = (Span(start, len(text)),) if start < len(text) else ()
    return Document(doc_id="d1", text=text, dateline=Span(0, dateline) if dateline else None, body=body)


def find(parser, text, **options):
    document = make_document(text)
    return find_places(document, parser.parse(document), **options)


def names(places):
    return [place.name for place in places]


# Sentences written for this test, with the places that a reader would name.
READ = [
    ("Shells fell near Avdiivka and Chasiv Yar.", ["Avdiivka", "Chasiv Yar"]),
    ("He flew from Baghdad International Airport to Erbil.", ["Baghdad", "Erbil"]),
    ("A court in The Hague ruled against the general.", ["The Hague"]),
    ("The envoy spoke in Washington, D.C., on Monday.", ["Washington, D.C."]),
    ("Refugees reached Cox's Bazar by boat.", ["Cox's Bazar"]),
    ("The tanker passed the Strait of Hormuz.", ["Strait of Hormuz"]),
    ("Police in Mobile, Alabama, held a man from Split, Croatia.", ["Mobile", "Alabama", "Split", "Croatia"]),
    ("Aid reached eastern Aleppo and the north of Mali.", ["Aleppo", "north of Mali"]),
    ("Fighting spread across north-eastern Syria.", ["north-eastern Syria"]),
    ("Their families live in Tunis.", ["Tunis"]),
    ("The jets took off from Al-Tanf and Deir ez-Zor.", ["Al-Tanf", "Deir ez-Zor"]),
    ("The Jenin refugee camp in the West Bank was raided.", ["Jenin", "West Bank"]),
    ("Crimea was annexed, and shells hit Transnistria.", ["Crimea", "Transnistria"]),
    ("A mosque in Christchurch, New Zealand, reopened.", ["Christchurch", "New Zealand"]),
    ("Gunmen attacked Ouagadougou's main hotel.", ["Ouagadougou"]),
    ("She left Casper, Wyo., for good.", ["Casper", "Wyo."]),
]
NO_PLACE = [
    "Paris Hilton met Jordan Henderson and Chad Smith.",
    "Mr Jordan thanked Gen Lebanon.",
    "President Washington owned it.",
    "The Bank of England raised rates.",
    "She studied at the London School of Economics.",
    "Professors of the University of Tripoli signed.",
    "The Minsk accords and the Paris agreement are dead.",
    "The Geneva Conventions protect them.",
    "Manchester United lost again.",
    "Nice work, said the officer, reading a report.",
    "The storm may pass by March or in August.",
    "US-led forces and Moscow-backed rebels exchanged fire.",
    "Israel-Iran tensions rose.",
    "Jack London wrote novels.",
    "She told us to wait.",
    "Russian officials met their Turkish counterparts.",
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_the_places_of_a_sentence_are_found(parser, text, expected):
    assert names(find(parser, text)) == expected


@pytest.mark.parametrize("text", NO_PLACE)
def test_persons_organisations_treaties_and_common_words_are_no_places(parser, text):
    assert names(find(parser, text)) == []


def test_a_surname_of_the_text_is_no_town(parser):
    text = "Edward Kennedy spoke first. The praise for Kennedy was loud, and crowds came to see Kennedy."
    assert names(find(parser, text)) == []


def test_a_name_of_which_only_the_tagger_knows_has_no_coordinates(parser):
    (place,) = find(parser, "Shells landed in Krasnopilske, a hamlet.")
    assert (place.name, place.country, place.lat, place.lon, place.kind) == (
        "Krasnopilske",
        None,
        None,
        None,
        "unknown",
    )


def test_the_dateline_decides_between_places_of_one_name(parser):
    body = "Nine shops burned down on Monday night in Tripoli."
    document = make_document(f"BEIRUT, Lebanon - {body}", dateline=17)
    assert [p.country for p in find_places(document, parser.parse(document))] == ["LBN"]
    assert [p.country for p in find(parser, body)] == ["LBY"]


def test_a_name_told_once_keeps_its_meaning(parser):
    text = "The plant is in Odessa, Texas. Workers said on Sunday that the plant in Odessa would close."
    assert [p.country for p in find(parser, text)] == ["USA", "USA", "USA"]


def test_the_countries_of_the_document_are_heard(parser):
    text = "Students clashed with police in Merida."
    assert [p.country for p in find(parser, text)] == ["MEX"]
    assert [p.country for p in find(parser, text, countries=["VEN"])] == ["VEN"]


def mention(text, words, kind, entity_id="state:LBY"):
    start = text.index(words)
    return Mention(span=Span(start, start + len(words)), head=0, entity_id=entity_id, kind=kind, rule="test")


def test_names_that_mentions_resolved_as_actors_are_left_out(parser):
    text = "The ambassador praised Tripoli."
    actor = mention(text, "Tripoli", MentionKind.METONYM)
    assert names(find(parser, text, mentions=[actor])) == []


def test_a_state_is_a_place_behind_a_preposition_of_place_only(parser):
    text = "Libya was in turmoil, and fighting in Libya went on."
    actors = [mention(text, "Libya", MentionKind.NAME)]
    late = Mention(span=Span(38, 43), head=0, entity_id="state:LBY", kind=MentionKind.NAME, rule="test")
    assert late.span.of(text) == "Libya"
    assert [p.span for p in find(parser, text, mentions=[*actors, late])] == [late.span]


def test_a_breakaway_region_is_a_place_unless_it_acts(parser):
    text = "Abkhazia rejected the annexation of Abkhazia."
    first = mention(text, "Abkhazia", MentionKind.NAME, "region:abkhazia")
    second = Mention(span=Span(36, 44), head=0, entity_id="region:abkhazia", kind=MentionKind.NAME, rule="test")
    assert [p.span for p in find(parser, text, mentions=[first, second])] == [second.span]


def test_a_place_inside_an_actors_phrase_stays_if_it_says_where(parser):
    text = "The government in Tripoli fell. The ambassador to Libya left."
    actors = [
        mention(text, "The government in Tripoli", MentionKind.NOMINAL, "role:x"),
        mention(text, "The ambassador to Libya", MentionKind.ROLE, "role:y"),
    ]
    assert names(find(parser, text, mentions=actors)) == ["Tripoli"]


def test_an_organisation_named_after_a_place_is_left_out_by_its_mention(parser):
    text = "Soldiers searched the offices of Gaza Relief in Gaza."
    actor = mention(text, "Gaza Relief", MentionKind.NAME, "org:gaza-relief")
    found = find(parser, text, mentions=[actor])
    assert [p.span.start for p in found] == [text.rindex("Gaza")]


def test_a_text_without_places_gives_none(parser):
    assert find(parser, "Nobody came.") == ()
    empty = Document(doc_id="d1", text="")
    assert find_places(empty, Parse(tokens=(), sentences=())) == ()


PIECES = [text for text, _ in READ] + NO_PLACE + ["\n\n", " «Kyiv» ", "— Zürich —", "’s", "St. Petersburg\n", "U.S."]


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join))
def test_spans_are_the_names_in_order_without_overlap_and_coordinates_are_on_the_globe(text):
    parser = load_parser_once()
    places = find(parser, text)
    assert places == find(parser, text)
    for place in places:
        assert place.span.of(text) == place.name
        assert place.lat is None or -90 <= place.lat <= 90
        assert place.lon is None or -180 <= place.lon <= 180
        assert place.basis
    assert all(a.span.end <= b.span.start for a, b in pairwise(places))


PARSERS = []


def load_parser_once():
    if not PARSERS:
        PARSERS.append(load_parser())
    return PARSERS[0]
