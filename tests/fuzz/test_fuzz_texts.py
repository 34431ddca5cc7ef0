"""Any text may come: reading, coding, dates, places and the codec end as they should whatever stands in it."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from factory import make_record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.errors import RecordError
from dragoman.model import Record
from dragoman.model.codec import decode_record, encode_record
from dragoman.read import read
from dragoman.read.text import read_text
from dragoman.reader import Reader, load_reader

RESOLVE = Path(dragoman.__file__).parent / "resolve"
DATA = Path(dragoman.__file__).parent / "data"
WORDS = sorted(
    {word for file in RESOLVE.glob("*.py") for word in re.findall(r'"([A-Za-z][a-z_]*)"', file.read_text())}
    | {word for file in DATA.glob("t*/*.tsv") for word in re.findall(r"\b[A-Za-z]+\b", file.read_text())}
)
"""Words that rules and tables treat specially: what is most likely to lead one astray."""
NUMBERS = [
    "0",
    "1",
    "31",
    "99",
    "1999",
    "2021-13-45",
    "2019-01-05",
    "31/12/99",
    "9999",
    "-1",
    "10:61",
    "٣",
    "1e9",
    "3rd",
]
ODD = [
    "\u202e",
    "\u200b",
    "\x00",
    "’",
    "“",
    "—",
    "(",
    ")",
    "[",
    ",",
    ".",
    ":",
    ";",
    "/",
    "-",
    "%",
    "\U0001f91d",
    "é",
    "ا",
]
NAMES = [
    "Norway",
    "Mr Johnson",
    "the Kremlin",
    "Paris, Texas",
    "Guinea",
    "NATO",
    "Oslo",
    "eastern Ukraine",
    "UN",
    "they",
]
ACTS = ["met", "accused", "denied", "said", "will visit", "cancelled", "demanded that", "because", "if", "according to"]
PIECES = st.sampled_from(WORDS) | st.sampled_from(NUMBERS + ODD + NAMES + ACTS) | st.text(max_size=8)
PHRASES = st.lists(PIECES, max_size=8).map(" ".join)
TEXTS = st.lists(PIECES, min_size=1, max_size=60).map(" ".join)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31)) | st.sampled_from([date.min, date.max])


def runs(n: int) -> settings:
    return settings(
        max_examples=n, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )  # fmt: skip


@runs(400)
@given(PHRASES, DAYS, st.none() | TEXTS, st.none() | DAYS)
def test_any_phrase_is_an_interval_or_none(
    phrase: str, published: date, context: str | None, anchor: date | None
) -> None:
    found = dragoman.parse_date(phrase, published=published, context=context, anchor=anchor)
    if found is not None and found.start and found.end:
        assert found.start <= found.end


@runs(400)
@given(PHRASES | st.sampled_from(NAMES), TEXTS | st.just(""), st.lists(st.sampled_from(["NOR", "XXX", ""]), max_size=2))
def test_any_name_is_a_place_or_none(name: str, context: str, countries: list[str]) -> None:
    found = dragoman.locate(name, context=context, countries=countries)
    if found is not None:
        assert found.name
        assert found.lat is None or -90 <= found.lat <= 90
        assert found.lon is None or -180 <= found.lon <= 180


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


@runs(60)
@given(st.lists(TEXTS.filter(lambda text: any(map(str.isalnum, text.replace("\x00", "")))), min_size=1, max_size=8))
def test_any_text_is_coded_without_a_fault(reader: Reader, texts: list[str]) -> None:
    documents = [read_text(text, published=date(2021, 3, 4)) for text in texts]
    for record in reader.records(documents):
        assert not [receipt.detail for receipt in record.receipts if receipt.outcome == "failed"]
        for event in record.events:
            assert event.trigger.end <= len(record.document.text)
        assert decode_record(encode_record(record)) == record


LINE = encode_record(make_record())


@runs(300)
@given(st.data())
def test_damaged_record_is_an_error_in_one_line_or_another_record(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(LINE)))
    end = data.draw(st.integers(start, min(len(LINE), start + 40)))
    patch = data.draw(
        st.binary(max_size=20) | st.sampled_from([b"null", b"-1", b"1e999", b'"', b"[]", b"{}", b"9" * 50])
    )
    damaged = LINE[:start] + patch + LINE[end:]
    try:
        found = decode_record(damaged)
    except RecordError as err:
        assert "\n" not in str(err)  # noqa: PT017 (both outcomes are right)
    else:
        assert isinstance(found, Record)


HEADS = st.sampled_from(
    [b"%PDF-1.7\n", b"\x1f\x8b\x08\x00", b"PK\x03\x04", b"WARC/1.0\r\n", b"<html><body>", b"<?xml version='1.0'?><rss>", b"[", b'{"text":', b"\xff\xfe", b""]
)  # fmt: skip


@runs(300)
@given(HEADS, st.binary(max_size=600) | TEXTS.map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_any_bytes_behind_a_known_head_end_in_receipts(head: bytes, rest: bytes) -> None:
    results = list(read(["-"], stdin=BytesIO(head + rest)))
    assert results
    for document, receipt in results:
        assert (document is None) == (receipt.outcome in {"failed", "skipped"})
        assert receipt.detail.isprintable()
