"""Names behind a date without a comma are the subjects of their sentences, and no part of the date."""

import pytest
from mention_reading import make_document, parser, read

from dragoman.resolve.parser_dates import with_subjects

CASES = [
    ("On Friday Hungary recalled its envoy.", "Hungary", "nsubj"),
    ("In December Poland will visit Cairo.", "Poland", "nsubj"),
    ("In mid-June Hungary said it would sign the pact.", "Hungary", "nsubj"),
    ("By Friday Mali and Niger had expelled the envoy of Sudan.", "Mali", "nsubj"),
    ("In May Chad and Mali met.", "Chad", "nsubj"),
    ("On Friday Hungary was told to pay.", "Hungary", "nsubjpass"),
    ("In May 2014 Hungary signed the pact.", "Hungary", "nsubj"),
    ("In 2014 Oslo said it would sign the pact.", "Oslo", "nsubj"),
    ("Oslo was told in March to pay.", "Oslo", "nsubjpass"),
]


@pytest.mark.parametrize(("text", "name", "relation"), CASES)
def test_name_behind_a_date_is_the_subject(text, name, relation):
    parse = parser().parse(make_document(text))
    token = next(t for t in parse.tokens if t.text == name)
    assert token.dep == relation
    assert parse.tokens[token.head].pos == "VERB"
    assert token.ner != "DATE"


@pytest.mark.parametrize(
    "text",
    ["The talks in May Square failed.", "In March, Chad left.", "Talks on the Friday agreement failed.", "In May", ""],
)
def test_what_has_a_subject_or_no_verb_stays(text):
    parse = parser().parse(make_document(text))
    assert with_subjects(parse) is parse


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In May Mali expelled the envoy of Chad.", {"state:MLI"}),
        ("Since May Russia has closed the border.", {"state:RUS"}),
        ("In March Chad expelled the envoy of Mali.", {"state:TCD"}),
        ("Early in March Chad and Mali signed.", {"state:TCD", "state:MLI"}),
    ],
)
def test_month_behind_in_is_no_name(text, found):
    ids = {m.entity_id for m in read(text).mentions}
    assert found <= ids
    assert not any(x.startswith("person:") for x in ids)
