"""Floors on the time gold sets beside the repository; scripts/ablate_time.py prints the same figures.

Nine rows of the gold (three of probes/time.tsv, six of time/phrases.tsv) contradict TIME_CONVENTIONS.md, which is followed:
"N weeks / months / years ago" is the calendar unit, "earlier this month" ends on the day before publication.
"""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from dragoman.model import Document, Span
from dragoman.resolve.parser import load_parser
from dragoman.resolve.time import find_dates, parse_date

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
PHRASES_PUBLISHED = date(2017, 4, 6)


def read_gold(path):
    if not path.exists():
        pytest.skip(f"no gold set {path.name}: shared/data is not beside the repository")
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def bounds(row):
    return tuple(date.fromisoformat(row[key]) if row[key] else None for key in ("start", "end"))


def anchor_of(cell):
    """Return the day of "2017-03-04", "2015-01", "1997" or "summit=2017-05-25", or None for an empty cell."""
    day = cell.rpartition("=")[2]
    return date.fromisoformat((day + "-01-01")[:10]) if day else None


def lies_within(one, other):
    """Tell whether one interval lies inside the other; an open end reaches to the end of the calendar."""
    (a, b), (c, d) = ((start or date.min, end or date.max) for start, end in (one, other))
    return (c <= a and b <= d) or (a <= c and d <= b)


def read_probes():
    for row in read_gold(DATA / "probes" / "time.tsv"):
        published = date.fromisoformat(row["published"])
        found = parse_date(
            row["expression"], published=published, context=row["sentence"], anchor=anchor_of(row["anchor"])
        )
        yield row, found


def test_probes_are_exact():
    right = [found is not None and (found.start, found.end) == bounds(row) for row, found in read_probes()]
    assert sum(right) / len(right) >= 0.95


def test_probes_lie_within_the_gold_or_around_it():
    right = [found is not None and lies_within((found.start, found.end), bounds(row)) for row, found in read_probes()]
    assert sum(right) / len(right) >= 0.98


def test_probes_have_the_precision_of_their_words():
    right = [found is not None and found.precision.value == row["precision"] for row, found in read_probes()]
    assert sum(right) / len(right) >= 0.98


def test_most_anchors_are_found_in_the_sentence():
    rows = [row for row in read_gold(DATA / "probes" / "time.tsv") if row["anchor"] and "=" not in row["anchor"]]
    found = [
        parse_date(row["expression"], published=date.fromisoformat(row["published"]), context=row["sentence"])
        for row in rows
    ]
    assert [(f.start, f.end) for f in found] == [bounds(row) for row in rows]


def test_older_phrases_are_exact():
    rows = read_gold(DATA / "time" / "phrases.tsv")
    found = [parse_date(row["expr"], published=PHRASES_PUBLISHED) for row in rows]
    right = [f is not None and (f.start, f.end) == bounds(row) for f, row in zip(found, rows, strict=True)]
    assert sum(right) / len(right) >= 0.87


@pytest.fixture(scope="module")
def articles():
    paths = sorted((DATA / "articles").glob("*.json"))
    if not paths:
        pytest.skip("no articles: shared/data is not beside the repository")
    parser = load_parser()
    read = []
    for path in paths:
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = gold["text"]
        document = Document(
            doc_id=path.stem, text=text, published=date.fromisoformat(gold["published"]), body=(Span(0, len(text)),)
        )
        read.append((gold, document, parser.parse(document)))
    return read


def test_expressions_that_date_events_are_found(articles):
    hits = total = 0
    for gold, document, parse in articles:
        found = [d.span for d in find_dates(document, parse)]
        spans = {tuple(event["date"]) for event in gold["events"] if event["date"]}
        total += len(spans)
        hits += sum(any(one.overlaps(Span(*span)) for one in found) for span in spans)
    assert hits / total >= 0.98
