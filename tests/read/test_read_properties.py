"""Laws that hold for every text."""

import itertools
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import ReadError
from dragoman.model.codec import decode_record, encode_record
from dragoman.model.record import Record
from dragoman.read import read
from dragoman.read.text import read_text

PIECES = st.sampled_from(
    ["Envoys meet in Oslo", "ENVOYS MEET IN OSLO", "6 April 2017", "06.04.2017", "04/05/2020", "Independent", "By Jane Roe",
     "OSLO (Reuters) -", "SEOUL, April 17 —", "Kaynak/Source:", "Source: AFP", "(AFP)", "Norway met Oman on Monday.",
     "La Norvège et Oman ont signé un accord.", "Норвегия и Оман подписали.", "\n", "\n\n", "\r\n", " ", "\t", "|", ":", "\x00",
     "\ufeff", "\u202e", "\U0001f91d", "“", "é"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(PIECES, max_size=25).map("".join), st.lists(PIECES, max_size=25).map(" ".join)
)
SETTINGS = settings(max_examples=300, derandomize=True, deadline=None)


def as_it_came(text):
    return text.removeprefix("\ufeff").replace("\x00", "\ufffd")


@SETTINGS
@given(TEXTS)
def test_text_is_kept_and_spans_lie_in_order_inside_it(text):
    if not any(map(str.isalnum, as_it_came(text))):
        with pytest.raises(ReadError):
            read_text(text)
        return
    doc = read_text(text)
    assert doc.text == as_it_came(text)
    assert doc.body
    ends = [(span.start, span.end) for span in doc.body]
    assert ends == sorted(ends)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(ends))
    assert all(span.of(doc.text) == span.of(doc.text).strip() != "" for span in doc.body)
    if doc.dateline:
        assert not any(doc.dateline.overlaps(span) for span in doc.body)
        assert doc.dateline.of(doc.text).strip() == doc.dateline.of(doc.text)


@SETTINGS
@given(TEXTS)
def test_head_data_are_words_of_the_text(text):
    if not any(map(str.isalnum, as_it_came(text))):
        return
    doc = read_text(text)
    folded = " ".join(doc.text.casefold().split())
    if doc.title and not doc.title.endswith("…"):
        assert " ".join(doc.title.casefold().split()) in folded
    if doc.author:
        assert " ".join(doc.author.casefold().split()) in folded
    if doc.published:
        assert str(doc.published.year) in doc.text
    for name in doc.credit:
        assert name.casefold() in folded


@SETTINGS
@given(TEXTS)
def test_document_survives_the_codec(text):
    if not any(map(str.isalnum, as_it_came(text))):
        return
    doc = read_text(text)
    assert decode_record(encode_record(Record(document=doc))).document == doc


@SETTINGS
@given(st.one_of(st.binary(max_size=400), st.binary(max_size=200).map(lambda b: b'{"text": "' + b + b'"}'), TEXTS.map(lambda t: t.encode("utf-8", "surrogatepass"))))  # fmt: skip
def test_any_bytes_end_in_receipts(data):
    results = list(read(["-"], stdin=BytesIO(data)))
    assert results
    for doc, receipt in results:
        assert (doc is None) == (receipt.outcome in {"failed", "skipped"})
        assert receipt.detail.isprintable()
        assert receipt.detail or receipt.outcome == "ok"
