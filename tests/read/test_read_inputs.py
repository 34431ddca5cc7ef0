"""Files, folders, standard input, and inputs that are none."""

import gzip
import os
from io import BytesIO

import pytest

from dragoman.read import read
from dragoman.read.limits import Limits
from dragoman.read.sniff import Format, tell_format

TEXT = "Norway and Oman signed an accord on Monday."
PAGE = "<html><head><title>Talks</title></head><body><p>Norway met Oman on Monday.</p></body></html>"


def outcomes(results):
    return [(receipt.source.rpartition("/")[2], receipt.outcome) for _, receipt in results]


def test_text_file_is_read(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    [(doc, receipt)] = read([str(path)])
    assert doc.text == TEXT
    assert (receipt.outcome, receipt.source, receipt.doc_id) == ("ok", str(path), doc.doc_id)


def test_one_path_may_stand_alone(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    assert len(list(read(path))) == len(list(read(str(path)))) == 1


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (TEXT.encode(), TEXT),
        (b'{"text": "Norway met Oman."}', "Norway met Oman."),
        (b'{\n "text": "Norway met Oman."\n}', "Norway met Oman."),
        (b'[{"text": "Norway met Oman."}]', "Norway met Oman."),
        (b'\xef\xbb\xbf{"text": "Norway met Oman."}', "Norway met Oman."),
        (PAGE.encode(), "Norway met Oman on Monday."),
        (b"\n<!-- saved -->\n" + PAGE.encode(), "Norway met Oman on Monday."),
        (gzip.compress(TEXT.encode(), mtime=0), TEXT),
        (b"{Norway} met Oman.", "{Norway} met Oman."),
        (b"[from Oslo] Norway met Oman.", "[from Oslo] Norway met Oman."),
    ],
)
def test_standard_input_is_told_by_its_content(data, text):
    [(doc, receipt)] = read(["-"], stdin=BytesIO(data))
    assert doc.text == text
    assert receipt.source.startswith("standard input")


def test_json_lines_on_standard_input_are_read_line_by_line():
    results = list(read(["-"], stdin=BytesIO(b'{"text": "Norway met Oman."}\n{"text": "Chile met Peru."}\n')))
    assert [doc.text for doc, _ in results] == ["Norway met Oman.", "Chile met Peru."]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("lie.pdf", PAGE.encode()),
        ("lie.txt", PAGE.encode()),
        ("lie.json", PAGE.encode()),
        ("lie.html", b"Norway met Oman on Monday."),
        ("lie.html", b'{"text": "Norway met Oman on Monday."}'),
        ("lie", b"Norway met Oman on Monday."),
        ("lie.txt", gzip.compress(PAGE.encode(), mtime=0)),
    ],
)
def test_content_goes_before_the_suffix(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    [(doc, _)] = read([path])
    assert doc.text == "Norway met Oman on Monday."


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.zip", b"PK\x03\x04rest", "zip"),
        ("a.txt", b"PK\x03\x04rest", "zip"),
        ("a.rss", b"<?xml version='1.0'?><rss version='2.0'></rss>", "feed"),
        ("a.xml", b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'b'>]><rss></rss>", "feed"),
        ("a.xml", b"<?xml version='1.0'?><nitf/>", "XML"),
        ("a.csv", b"id,text\n1,Norway met Oman.\n", ".csv"),
        ("a.rtf", b"{\\rtf1 Norway}", "rich text"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "image"),
    ],
)
def test_unsupported_input_fails_with_its_kind_and_nothing_is_unpacked(tmp_path, name, data, kind):
    path = tmp_path / name
    path.write_bytes(data)
    [(doc, receipt)] = read([path])
    assert doc is None
    assert receipt.outcome == "failed"
    assert "not a supported input" in receipt.detail
    assert kind in receipt.detail
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://127.0.0.1:9/1", "127.0.0.1 is not public"),
        ("http://localhost:9/", "is not public"),
        ("https://[::1]/", "::1 is not public"),
        ("http://169.254.169.254/latest/meta-data", "is not public"),
        ("file:///etc/hosts", "expected an http or https address"),
        ("ftp://x", "expected an http or https address"),
    ],
)
def test_address_that_is_not_public_or_no_web_address_is_not_fetched(address, reason):
    [(doc, receipt)] = read([address])
    assert doc is None
    assert receipt.outcome == "failed"
    assert reason in receipt.detail


@pytest.mark.parametrize("name", ["missing.txt", "bad\x00name", "x" * 5000])
def test_file_that_cannot_be_opened_gives_one_receipt_and_the_next_is_read(tmp_path, name):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    (doc, receipt), (after, _) = read([f"{tmp_path}/{name}", path])
    assert doc is None
    assert receipt.outcome == "failed"
    assert "cannot be opened" in receipt.detail
    assert "\x00" not in receipt.source
    assert after.text == TEXT


@pytest.mark.parametrize("data", [b"", b" \n\t \n", "\u00a0\u2003\n".encode(), b"---\n"])
def test_file_without_words_is_skipped(tmp_path, data):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    [(doc, receipt)] = read([path])
    assert doc is None
    assert receipt.outcome == "skipped"


def test_folder_is_walked_in_sorted_order(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/y.html", "c.jsonl", ".hidden.txt", ".git/x.txt", "d.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT if name != "c.jsonl" else f'{{"text": "{TEXT}"}}')
    assert outcomes(read([tmp_path])) == [
        ("y.html", "ok"), ("z.txt", "ok"), ("b.txt", "ok"), ("c.jsonl line 1", "ok"), ("d.png", "skipped"),
    ]  # fmt: skip


def test_empty_folder_is_said_to_be_empty(tmp_path):
    [(doc, receipt)] = read([tmp_path])
    assert doc is None
    assert receipt.detail == "an empty folder"


def test_links_are_followed_to_files_inside_the_folder_only(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text(TEXT)
    root = tmp_path / "root"
    (root / "sub").mkdir(parents=True)
    (root / "sub" / "a.txt").write_text(TEXT)
    (root / "inside.txt").symlink_to(root / "sub" / "a.txt")
    (root / "out.txt").symlink_to(outside)
    (root / "circle").symlink_to(root)
    (root / "nowhere.txt").symlink_to(root / "missing")
    assert outcomes(read([root])) == [
        ("circle", "skipped"), ("inside.txt", "ok"), ("nowhere.txt", "skipped"), ("out.txt", "skipped"), ("a.txt", "ok"),
    ]  # fmt: skip


def test_pipe_in_a_folder_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    [(doc, receipt)] = read([tmp_path])
    assert doc is None
    assert receipt.detail == "not a regular file"


def test_device_is_no_input():
    [(doc, receipt)] = read(["/dev/zero"])
    assert doc is None
    assert receipt.outcome == "failed"


def test_name_that_does_not_print_is_shown_replaced(tmp_path):
    path = tmp_path / "a\x1b[31m\n.txt"
    path.write_text(TEXT)
    [(_, receipt)] = read([path])
    assert receipt.source.endswith("a�[31m�.txt")


def test_text_beyond_the_limit_fails_with_the_limit(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("x " * 100)
    [(doc, receipt)] = read([path], limits=Limits(text_bytes=100))
    assert doc is None
    assert "100 bytes" in receipt.detail


def test_inputs_are_opened_one_at_a_time(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    stream = read(iter([path, tmp_path / "later.txt"]))
    next(stream)
    (tmp_path / "later.txt").write_text("Chile met Peru.")
    assert next(stream)[0].text == "Chile met Peru."


@pytest.mark.parametrize(
    ("head", "suffix", "found"),
    [
        (b"%PDF-1.7", ".txt", Format.PDF),
        (b"WARC/1.0\r\n", "", Format.WARC),
        (b"<p>Norway</p>", "", Format.HTML),
        (b"Norway <b>met</b> Oman", ".html", Format.HTML),
        (b"Norway <b>met</b> Oman", ".txt", Format.TEXT),
        (b'  {"text"', "", Format.RECORDS),
        (b"", ".jsonl", Format.RECORDS),
        (b"", "", Format.TEXT),
    ],
)
def test_format_is_told_by_content_then_suffix(head, suffix, found):
    assert tell_format(head, suffix) is found
