"""The limits that users are told are those that hold, and each can be met."""

from dataclasses import fields, replace
from io import BytesIO
from pathlib import Path

import pytest

from dragoman.config import Config
from dragoman.read import read
from dragoman.read.limits import DEFAULT_LIMITS, DOCUMENT_SECONDS
from dragoman.reader import MAX_CODED_CHARS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "security.md"


def test_every_limit_stands_in_the_docs() -> None:
    table = PAGE.read_text("utf-8").partition("### Limits")[2].partition("## A malicious")[0]
    for limit in fields(DEFAULT_LIMITS):
        assert f"{getattr(DEFAULT_LIMITS, limit.name):,}" in table, limit.name
    assert f"{MAX_CODED_CHARS:,}" in table


def test_setting_and_reader_agree_on_the_time() -> None:
    assert Config().seconds == DOCUMENT_SECONDS == DEFAULT_LIMITS.seconds


@pytest.mark.parametrize(
    ("limit", "value", "data"),
    [
        ("text_bytes", 100, b"Norway met Chad. " * 20),
        ("text_lines", 5, b"Norway met Chad.\n" * 20),
        ("page_bytes", 100, b"<html><body>" + b"<p>Norway met Chad.</p>" * 20),
        ("json_bytes", 100, b'[\n{"text": "Norway met Chad."},\n' + b'{"text": "Oman met Mali."},\n' * 20 + b"]"),
        ("line_bytes", 100, b'{"text": "' + b"Norway met Chad. " * 20 + b'"}\n{"text": "Oman met Mali."}\n'),
    ],
)
def test_what_lies_beyond_a_limit_ends_in_a_receipt_that_names_it(limit: str, value: int, data: bytes) -> None:
    results = list(read(["-"], stdin=BytesIO(data), limits=replace(DEFAULT_LIMITS, **{limit: value})))
    failed = [receipt.detail for document, receipt in results if document is None]
    assert failed
    assert all(f"{value:,}" in detail for detail in failed)
