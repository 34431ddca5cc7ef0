"""PDF files and web archives, where their packages are installed; and what is said where they are not."""

import sys
from io import BytesIO

import pytest

from dragoman.read import read
from dragoman.read.limits import Limits

LINES = [
    "Envoys meet in Oslo",
    "6 April 2017",
    "The ministers of Norway and Oman signed an accord in Oslo on Mon-",
    "day after long talks. They will meet again in May, said the govern-",
]


def make_pdf(pages):
    """Return a PDF file with these lines of text on each page."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, lines in enumerate(pages):
        words = "BT /F1 11 Tf 14 TL 72 720 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {resources} /Contents {5 + 2 * i} 0 R >>")
        objects.append(f"<< /Length {len(words)} >>\nstream\n{words}\nendstream")
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    return (
        out
        + f"{head}{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    )


def make_warc(*records):
    """Return a web archive of (record type, address, HTTP status and type or None, content)."""
    out = b""
    for kind, url, http, content in records:
        block = (f"HTTP/1.1 {http[0]} X\r\nContent-Type: {http[1]}\r\n\r\n".encode() if http else b"") + content
        media = "application/http; msgtype=response" if http else "text/plain"
        out += (
            (
                f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2017-04-06T00:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\nContent-Type: {media}\r\n"
                f"Content-Length: {len(block)}\r\n\r\n"
            ).encode()
            + block
            + b"\r\n\r\n"
        )
    return out


def read_bytes(data, **options):
    return list(read(["-"], stdin=BytesIO(data), **options))


def test_pdf_is_read_with_its_words_joined_over_lines_and_pages():
    pytest.importorskip("pypdfium2")
    [(doc, receipt)] = read_bytes(make_pdf([LINES, ["ment of Oman."]]))
    assert receipt.outcome == "ok"
    assert doc.title == "Envoys meet in Oslo"
    assert str(doc.published) == "2017-04-06"
    words = " ".join(" ".join(span.of(doc.text) for span in doc.body).split())
    assert words == (
        "The ministers of Norway and Oman signed an accord in Oslo on Monday after long talks. "
        "They will meet again in May, said the government of Oman."
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.4 broken", "cannot be opened"),
        (make_pdf([[""]]), "no text layer"),
        (make_pdf([["Oman"]] * 3), "3 pages"),
    ],
)
def test_pdf_that_cannot_be_read_fails_with_the_reason(data, reason):
    pytest.importorskip("pypdfium2")
    [(doc, receipt)] = read_bytes(data, limits=Limits(pdf_pages=2))
    assert doc is None
    assert receipt.outcome == "failed"
    assert reason in receipt.detail


def test_pages_of_a_web_archive_are_read_with_their_addresses():
    pytest.importorskip("warcio")
    page = b"<html><head><title>Talks</title></head><body><p>Norway met Oman on Monday.</p></body></html>"
    data = make_warc(
        ("response", "https://www.theguardian.com/1", (200, "text/html; charset=utf-8"), page),
        ("response", "https://example.org/x.png", (200, "image/png"), b"\x89PNG"),
        ("response", "https://example.org/gone", (404, "text/html"), page),
        ("request", "https://example.org/", None, b"GET / HTTP/1.1\r\n\r\n"),
        ("conversion", "https://example.org/2", None, b"Chile met Peru on Monday."),
    )
    results = read_bytes(data)
    assert [doc.text for doc, _ in results] == ["Norway met Oman on Monday.", "Chile met Peru on Monday."]
    assert [doc.url for doc, _ in results] == ["https://www.theguardian.com/1", "https://example.org/2"]
    assert results[0][0].outlet == "The Guardian"
    assert [receipt.source for _, receipt in results] == ["standard input page 1", "standard input page 2"]


def test_web_archive_without_pages_is_skipped():
    pytest.importorskip("warcio")
    [(doc, receipt)] = read_bytes(make_warc(("response", "https://example.org/x.png", (200, "image/png"), b"\x89PNG")))
    assert doc is None
    assert receipt.outcome == "skipped"


def test_page_of_an_archive_beyond_the_limit_fails_alone():
    pytest.importorskip("warcio")
    data = make_warc(
        ("response", "https://example.org/1", (200, "text/html"), b"<p>" + b"x" * 500),
        ("conversion", "https://example.org/2", None, b"Chile met Peru on Monday."),
    )
    (doc, receipt), (after, _) = read_bytes(data, limits=Limits(page_bytes=200))
    assert doc is None
    assert "200 bytes" in receipt.detail
    assert after.text == "Chile met Peru on Monday."


@pytest.mark.parametrize(("package", "data"), [("pypdfium2", make_pdf([["Oman"]])), ("warcio", b"WARC/1.0\r\n\r\n")])
def test_missing_package_is_named(monkeypatch, package, data):
    for name in [name for name in sys.modules if name.split(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    [(doc, receipt)] = read_bytes(data)
    assert doc is None
    assert receipt.outcome == "failed"
    assert f"pip install {package}" in receipt.detail
