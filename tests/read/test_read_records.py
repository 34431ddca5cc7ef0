"""JSON and JSON lines."""

import gzip
import json
from datetime import date
from io import BytesIO

import pytest

from dragoman.model.codec import encode_record
from dragoman.model.record import Record
from dragoman.read import read
from dragoman.read.limits import Limits
from dragoman.read.text import read_text

TEXT = "Norway and Oman signed an accord on Monday."


def read_bytes(data, **options):
    return list(read(["-"], stdin=BytesIO(data), **options))


def read_lines(*lines, **options):
    data = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    return read_bytes(data.encode("utf-8", "surrogatepass"), **options)


def read_one(record):
    [(doc, receipt)] = read_lines(record)
    return doc, receipt


def test_exchange_form_is_read():
    doc, receipt = read_one(
        {
            "id": "a1",
            "title": "Envoys meet",
            "published": "2017-04-06",
            "outlet": "Baltic Herald",
            "text": TEXT,
            "events": [1],
        }
    )
    assert (doc.given_id, doc.title, doc.published, doc.outlet, doc.text) == (
        "a1", "Envoys meet", date(2017, 4, 6), "Baltic Herald", TEXT,
    )  # fmt: skip
    assert [span.of(TEXT) for span in doc.body] == [TEXT]
    assert (receipt.outcome, receipt.detail, receipt.source) == ("ok", "", "standard input line 1")
    assert receipt.doc_id == doc.doc_id


@pytest.mark.parametrize(
    "record",
    [
        {"headline": "Envoys meet", "date": "2017-04-06", "source": "Baltic Herald", "body": TEXT},
        {"title": "Envoys meet", "publishedAt": "2017-04-06T19:05:00Z", "source": {"id": None, "name": "Baltic Herald"}, "content": TEXT},
        {"title": "Envoys meet", "date_publish": "2017-04-06 19:05:00", "publisher": "Baltic Herald", "maintext": TEXT},
        {"title": "Envoys meet", "date": "April 6, 2017", "outlet": None, "newspaper": "Baltic Herald", "full_text": TEXT},
    ],
)  # fmt: skip
def test_usual_other_names_are_read(record):
    doc, _ = read_one(record)
    assert (doc.title, doc.published, doc.outlet, doc.text) == ("Envoys meet", date(2017, 4, 6), "Baltic Herald", TEXT)


def test_source_that_is_an_address_is_the_address():
    doc, _ = read_one({"text": TEXT, "source": "https://example.org/1", "authors": ["Jane Roe", "Ann Doe"]})
    assert (doc.url, doc.outlet, doc.author) == ("https://example.org/1", None, "Jane Roe, Ann Doe")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/hosts", "//example.org", "http://[bad", "x"])
def test_address_that_is_not_http_is_left_out_with_a_warning(url):
    doc, receipt = read_one({"text": TEXT, "url": url})
    assert doc.url is None
    assert receipt.outcome == "warning"
    assert "no http address" in receipt.detail


def test_dateline_and_credit_of_a_record_are_no_body():
    doc, _ = read_one({"title": "Envoys meet", "text": f"OSLO (Reuters) - {TEXT} (AFP)"})
    assert [span.of(doc.text) for span in doc.body] == [TEXT]
    assert doc.credit == ("Reuters", "AFP")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": 7, "text": "x"}', "field id: expected a string, got a number"),
        ('{"id": true, "text": "x"}', "field id: expected a string, got true"),
        ('{"id": "a", "text": ["a"]}', "field text: expected a string, got a list"),
        ('{"id": "a", "text": null}', "field text: expected a string, got null"),
        ('{"id": "a"}', "field text: missing"),
        ('{"text": "x", "title": 3.5}', "field title: expected a string, got a number"),
        ('{"text": "x", "published": {"y": 2020}}', "field published: expected a string, got an object"),
        ('{"text": "x", "published": 20200504}', "field published: expected a string, got a number"),
        ('{"text": "x", "published": "yesterday"}', "field published: 'yesterday' is no date"),
        ('{"text": "x", "published": "2020-02-31"}', "field published: date '2020-02-31' is no day of the calendar"),
        ('{"text": "x", "author": [1]}', "field author: "),
        ("[1, 2]", "expected an object, got a list"),
        ('"a string"', "expected an object, got a string"),
        ("42", "expected an object, got a number"),
        ("null", "expected an object, got null"),
        ('{"text": "x", "n": NaN}', "not JSON: "),
        ('{"text": "x"', "not JSON: "),
        ('{"text": "a\\ud800b"}', "not JSON: "),
        ('{"text": ' + "[" * 100_000, "not JSON: "),
        ("Norway met Oman.", "not JSON"),
    ],
)
def test_bad_record_is_refused_with_line_field_and_reason_and_the_next_is_read(line, reason):
    (good, _), (doc, receipt), (after, _) = read_lines({"text": TEXT}, line, {"text": TEXT})
    assert doc is None
    assert (receipt.outcome, receipt.source) == ("failed", "standard input line 2")
    assert receipt.detail.startswith(reason)
    assert good
    assert after


def test_huge_number_outside_the_known_fields_is_passed_over():
    doc, _ = read_one('{"n": ' + "9" * 5000 + ', "f": 1e999, "text": "Norway met Oman."}')
    assert doc.text == "Norway met Oman."


@pytest.mark.parametrize("value", ["", "  ", None])
def test_blank_field_counts_as_absent(value):
    doc, receipt = read_one({"id": value, "title": value, "published": value, "outlet": value, "text": TEXT})
    assert (doc.given_id, doc.title, doc.published, doc.outlet) == (None, None, None, None)
    assert receipt.outcome == "ok"


def test_ambiguous_day_is_left_unknown_with_a_warning():
    doc, receipt = read_one({"text": TEXT, "published": "04/05/2020"})
    assert doc.published is None
    assert receipt.outcome == "warning"
    assert "ambiguous" in receipt.detail


def test_empty_text_is_skipped():
    doc, receipt = read_one({"id": "a", "text": " \n"})
    assert doc is None
    assert receipt.outcome == "skipped"


def test_second_text_under_an_id_is_a_new_version_and_a_repeat_is_skipped():
    results = read_lines(
        *(
            {"id": "same", "text": t}
            for t in ("Norway met Oman.", "Chile met Peru.", "Norway met Oman.", "Chile met Peru.")
        )
    )
    assert [receipt.outcome for _, receipt in results] == ["ok", "warning", "skipped", "skipped"]
    assert "new version" in results[1][1].detail
    assert "record 1" in results[1][1].detail
    assert "repeats record 2" in results[3][1].detail
    assert results[0][0].doc_id != results[1][0].doc_id


def test_long_title_is_cut_with_a_warning():
    doc, receipt = read_one({"title": "T" * 1_000_000, "text": TEXT})
    assert len(doc.title) == 300
    assert receipt.outcome == "warning"


def test_line_beyond_the_limit_fails_and_the_next_is_read():
    (doc, receipt), (after, _) = read_lines({"text": "x" * 500}, {"text": TEXT}, limits=Limits(line_bytes=200))
    assert doc is None
    assert "200 bytes" in receipt.detail
    assert after.text == TEXT


def test_array_and_spread_out_object_are_read(tmp_path):
    array = tmp_path / "array.json"
    array.write_text(json.dumps([{"text": TEXT}, {"text": 1}, {"text": "Chile met Peru."}], indent=1))
    single = tmp_path / "single.json"
    single.write_text(json.dumps({"text": TEXT}, indent=2))
    results = list(read([array, single]))
    assert [doc.text if doc else None for doc, _ in results] == [TEXT, None, "Chile met Peru.", TEXT]
    assert [receipt.source for _, receipt in results] == [*(f"{array} record {n}" for n in (1, 2, 3)), str(single)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [('[{"text": "x"}', "not JSON"), ("", "no words|no records"), ("[]", "no records"), ("hello", "not JSON")],
)
def test_json_file_without_records_gives_one_receipt(tmp_path, content, reason):
    path = tmp_path / "a.json"
    path.write_text(content)
    [(doc, receipt)] = read([path])
    assert doc is None
    assert any(r in receipt.detail for r in reason.split("|"))


def test_file_that_must_be_held_whole_has_a_limit(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"text": TEXT}] * 10, indent=1))
    [(doc, receipt)] = read([path], limits=Limits(json_bytes=100))
    assert doc is None
    assert "100 bytes" in receipt.detail


def test_lines_under_the_suffix_json_are_read(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("\n\n" + json.dumps({"text": TEXT}) + "\n" + json.dumps({"text": TEXT + " So."}))
    results = list(read([path]))
    assert [receipt.source for _, receipt in results] == [f"{path} line 3", f"{path} line 4"]


def test_lines_are_read_one_at_a_time(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"text": f"{TEXT} {i}."}) + "\n" for i in range(1000)))
    stream = read([path])
    first, _ = next(stream)
    assert first.text.endswith("0.")
    assert len(list(stream)) == 999


def test_broken_off_gzip_keeps_the_records_before_and_says_how_many(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    lines = "".join(json.dumps({"text": f"{TEXT} {i * 7919 % 1000}"}) + "\n" for i in range(3000))
    path.write_bytes(gzip.compress(lines.encode())[:-2000])
    *read_before, (doc, receipt) = read([path])
    assert doc is None
    assert receipt.outcome == "failed"
    assert len(read_before) > 10
    assert f"{len(read_before)} records before that were read" in receipt.detail


def test_gzip_that_unpacks_too_far_fails(tmp_path):
    path = tmp_path / "bomb.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n" * 3_000_000))
    [(doc, receipt)] = read([path], limits=Limits(text_bytes=1_000_000, expansion=100))
    assert doc is None
    assert "100 times" in receipt.detail


def test_gzip_inside_gzip_is_refused(tmp_path):
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(gzip.compress(b"Norway met Oman.")))
    [(_, receipt)] = read([path])
    assert "packed twice" in receipt.detail


def test_damaged_gzip_fails_with_one_receipt(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    data = bytearray(gzip.compress(json.dumps({"text": TEXT * 50}).encode()))
    data[20:40] = b"\xff" * 20
    path.write_bytes(bytes(data))
    [(doc, receipt)] = read([path])
    assert doc is None
    assert receipt.outcome == "failed"


def test_record_that_dragoman_wrote_reads_back_as_the_same_document():
    doc = read_text("Envoys meet\nBy Jane Roe\nURL: https://example.org/1\n6 April 2017\n\nOSLO (AFP) - " + TEXT)
    again, receipt = read_one(encode_record(Record(document=doc)).decode())
    assert receipt.outcome == "ok"
    assert again == doc
