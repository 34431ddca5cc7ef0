"""`load_parser`: offsets, sentence ends, paragraphs, order of documents."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mention_reading import make_document, parser

from dragoman.model import Document, Span
from dragoman.resolve.paragraphs import MAX_PARAGRAPH, paragraphs


def sentences(text):
    document = make_document(text)
    parse = parser().parse(document)
    return [parse.sentence_span(i).of(text) for i in range(len(parse.sentences))]


@pytest.mark.parametrize(
    "text",
    [
        "Gen. Anders Holm met Mr. Okafor at the border.",
        "The envoy spoke to Lt. Col. Maria Sanz on Friday.",
        "George W. Bush sent a letter to the king.",
        "St. Lucia and No. 10 agreed on a date.",
    ],
)
def test_abbreviation_before_a_name_does_not_end_the_sentence(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oslo refused. Accra agreed.", ["Oslo refused.", "Accra agreed."]),
        ('"We will stay." The minister left.', ['"We will stay."', "The minister left."]),
        ("Lima protested\nQuito did not", ["Lima protested", "Quito did not"]),
        ("Lima protested\n\nQuito did not", ["Lima protested", "Quito did not"]),
    ],
)
def test_sentences_end_at_stops_and_at_line_ends(text, expected):
    assert sentences(text) == expected


def test_line_break_in_the_middle_of_a_sentence_does_not_end_it():
    text = "The minister said that the talks would be\n\nheld in Oslo."
    assert len(sentences(text)) == 1


def test_lines_broken_to_fit_a_page_are_read_as_one_paragraph():
    lines = [
        "The government of Ghana has asked the governments of Togo and of",
        "Benin to send observers to the talks that are to open in Accra on",
        "Monday, two officials of the foreign ministry said yesterday, but",
        "Togo has not yet answered the letter.",
    ]
    document = make_document("\n".join(lines))
    assert list(paragraphs(document)) == [Span(0, len(document.text))]


def test_tokens_and_heads_point_into_the_whole_text():
    text = "Headline\n\nNorway met Chad.  Later,   Chad left.\n"
    start = text.index("Norway")
    document = Document(doc_id="d", text=text, body=(Span(start, len(text)),))
    parse = parser().parse(document)
    assert [t.text for t in parse.tokens] == ["Norway", "met", "Chad", ".", "Later", ",", "Chad", "left", "."]
    assert all(text[t.start : t.end] == t.text for t in parse.tokens)
    assert parse.tokens[parse.tokens[0].head].text == "met"
    assert parse.tokens[6].sent == 1


def test_curly_quotes_keep_their_form_in_the_token():
    text = "“We agree,” Norway’s envoy said."
    tokens = parser().parse(make_document(text)).tokens
    assert tokens[0].text == "“"
    assert any(t.text == "’s" and t.dep == "case" for t in tokens)


def test_documents_come_back_in_order_with_their_own_tokens():
    documents = [make_document(f"Norway met delegation {n}.") for n in range(7)] + [make_document("")]
    read = list(parser().parse_all(documents, batch_size=3))
    assert [d for d, _ in read] == documents
    assert [p.tokens[3].text for _, p in read[:-1]] == [str(n) for n in range(7)]
    assert read[-1][1].tokens == ()


def test_one_long_line_is_cut_at_sentence_ends():
    sentence = "The delegation of Norway left the room. "
    document = make_document(sentence * 400)
    spans = list(paragraphs(document))
    assert all(s.end - s.start <= MAX_PARAGRAPH for s in spans)
    assert all(s.of(document.text).startswith("The") for s in spans)
    assert "".join(s.of(document.text) for s in spans).strip() == document.text.strip()


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(["Oslo", "Gen.", "said", "“", "”", "\n", " ", "…", "🙂", "é", "\u202e", ":", "."]), max_size=30
    )
)
def test_every_parse_is_consistent(parts):
    document = make_document(" ".join(parts))
    parse = parser().parse(document)
    assert all(document.text[t.start : t.end] == t.text and not t.text.isspace() for t in parse.tokens)
    assert [i for first, last in parse.sentences for i in range(first, last)] == list(range(len(parse.tokens)))
    for number, (first, last) in enumerate(parse.sentences):
        assert all(first <= t.head < last and t.sent == number for t in parse.tokens[first:last])
