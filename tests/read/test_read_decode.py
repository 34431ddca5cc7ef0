"""Bytes to text."""

import pytest

from dragoman.errors import ReadError
from dragoman.read.decode import decode

TEXT = "Norway met Côte d'Ivoire on Monday. The “accord” was signed."


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        "\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be"),
    ],
)
def test_unicode_encodings_are_told_apart(data):
    assert decode(data) == (TEXT, ())


def test_western_bytes_are_read_with_a_warning():
    text, warnings = decode(TEXT.encode("cp1252"))
    assert text == TEXT
    assert "Windows-1252" in warnings[0]


def test_undecodable_bytes_are_replaced_with_a_warning():
    text, warnings = decode(b"Norway \xff\xfe\xfa and Oman signed an accord on Monday.")
    assert text == "Norway \ufffd\ufffd\ufffd and Oman signed an accord on Monday."
    assert len(warnings) == 1


def test_nul_bytes_are_replaced_with_a_warning():
    text, warnings = decode(b"Norway\x00 and Oman\x00 signed an accord.")
    assert text == "Norway\ufffd and Oman\ufffd signed an accord."
    assert "2 NUL" in warnings[0]


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 4, "Министры подписали".encode("cp1251"), b"\x7fELF" + b"\x01\x02" * 40]
)
def test_bytes_that_are_no_text_are_refused(data):
    with pytest.raises(ReadError, match="not a text"):
        decode(data)
