"""The hostile inputs: no traceback, one clear message each, the rest read."""

from collections import Counter
from pathlib import Path

import pytest

from dragoman.read import read

HOSTILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "probes" / "hostile"
pytestmark = pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile inputs of shared/data/probes are not here")

EXPECTED = {
    "01_empty.txt": {"skipped": 1},
    "03_whitespace_only.txt": {"skipped": 1},
    "05_invalid_utf8.txt": {"warning": 1},
    "07_utf16be_nobom.txt": {"ok": 1},
    "09_latin1.html": {"warning": 1},
    "11_nul_bytes.txt": {"warning": 1},
    "13_rtl_override.txt": {"ok": 1},
    "15_combining_flood.txt": {"ok": 1},
    "17_emoji_astral.txt": {"ok": 1},
    "19_5mb_single_line.txt": {"ok": 1},
    "21_10000_tiny.jsonl": {"ok": 10_000},
    "23_regex_bait.txt": {"ok": 1},
    "25_huge_numbers.jsonl": {"failed": 2},
    "29_zip_slip.zip": {"failed": 1},
    "31_pdf_is_html.pdf": {"ok": 1},
    "33_deep_nesting.html": {"ok": 1},
    "35_no_text.html": {"skipped": 1},
    "37_fake_dates.html": {"warning": 1},
    "39_entities_comments.html": {"ok": 1},
    "41_prompt_injection.txt": {"ok": 1},
    "43_wrong_types.jsonl": {"failed": 10, "ok": 1},
    "45_duplicate_ids.jsonl": {"ok": 1, "warning": 1, "skipped": 1},
    "47_fake_dates.jsonl": {"failed": 9, "ok": 4, "warning": 1},
    "49_csv_injection.jsonl": {"ok": 7},
    "51_extra_fields.jsonl": {"ok": 1},
    "53_huge_fields.jsonl": {"warning": 1},
    "55_billion_laughs.rss": {"failed": 1},
    "57_links.rss": {"failed": 1},
    "59_non_english.jsonl": {"warning": 5},
}


@pytest.mark.parametrize("name", EXPECTED)
def test_hostile_input_ends_as_it_should(name):
    if not (HOSTILE / name).exists():
        pytest.skip(f"{name} is not here")
    results = list(read([HOSTILE / name]))
    assert Counter(receipt.outcome for _, receipt in results) == EXPECTED[name]
    for doc, receipt in results:
        assert name in receipt.source
        assert receipt.detail or receipt.outcome == "ok"
        assert receipt.detail.isprintable()
        if doc:
            assert "\x00" not in doc.text
            assert doc.title is None or len(doc.title) <= 300
            assert doc.published is None or 1900 <= doc.published.year <= 2100
            assert all(span.of(doc.text).strip() for span in doc.body)


def test_broken_off_archive_keeps_the_records_before():
    path = HOSTILE / "27_truncated.jsonl.gz"
    *before, (doc, receipt) = read([path])
    assert doc is None
    assert receipt.outcome == "failed"
    assert before
    assert all(receipt.outcome == "ok" for _, receipt in before)


def test_whole_folder_is_read_at_once():
    outcomes = Counter(receipt.outcome for _, receipt in read([HOSTILE]))
    assert outcomes["ok"] > 10_000
    assert outcomes["failed"] > 10
