"""`parse_date` on phrases of all kinds, one a row of test_time_phrases.tsv, and on what the signature promises."""

from datetime import date
from pathlib import Path

import pytest

from dragoman.lexicon.files import read_rows
from dragoman.model import Precision
from dragoman.resolve.time import parse_date

PUBLISHED = date(2019, 8, 14)
ROWS = list(read_rows(Path(__file__).with_suffix(".tsv")))


def day(cell):
    return None if cell == "-" else date.fromisoformat(cell)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['phrase']} | {row['context'] or row['anchor']}")
def test_phrase_is_read(row):
    anchor = date.fromisoformat(row["anchor"]) if row["anchor"] else None
    found = parse_date(row["phrase"], published=PUBLISHED, context=row["context"] or None, anchor=anchor)
    assert found is not None
    assert (found.start, found.end) == (day(row["start"]), day(row["end"]))
    assert found.precision.value == row["precision"]
    assert found.basis


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "   ",
        "the summit",
        "London",
        "42",
        "resolution",
        "!",
        "in the",
        "the",
        "every so often",
        "ISO",
        "numeric",
        "int",
    ],
)
def test_words_that_name_no_time_are_none(phrase):
    assert parse_date(phrase, published=PUBLISHED) is None


@pytest.mark.parametrize("phrase", ["3 may 2017", "early may", "march 2015", "last MAY", "DECEMBER 24"])
def test_phrase_is_read_in_any_case(phrase):
    assert parse_date(phrase, published=PUBLISHED) is not None


@pytest.mark.parametrize(
    ("verb", "start"),
    [("met", "2019-08-12"), ("will meet", "2019-08-19"), ("have met", "2019-08-12"), ("are to meet", "2019-08-19")],
)
def test_tense_of_the_sentence_chooses_the_weekday(verb, start):
    found = parse_date("Monday", published=PUBLISHED, context=f"The two presidents {verb} on Monday.")
    assert found.start == date.fromisoformat(start)


def test_what_counts_from_a_date_that_is_not_given_stays_open_and_says_so():
    past = parse_date("the next day", published=PUBLISHED, context="The next day the army fled.")
    assert (past.start, past.end, past.precision) == (None, PUBLISHED, Precision.VAGUE)
    assert "no earlier date" in past.basis
    ahead = parse_date("the next day", published=PUBLISHED, context="The army will be back the next day.")
    assert (ahead.start, ahead.end) == (date(2019, 8, 15), None)


def test_given_anchor_wins_over_a_date_in_the_sentence():
    context = "Envoys met on 4 March 2017. The next day the army fled."
    found = parse_date("The next day", published=PUBLISHED, context=context, anchor=date(2018, 1, 31))
    assert found.start == date(2018, 2, 1)


def test_event_without_a_known_day_is_none():
    assert parse_date("the eve of the summit", published=PUBLISHED, context="It came on the eve of the summit.") is None


@pytest.mark.parametrize(
    "phrase", ["early " * 2000 + "May", "the end of " * 2000 + "May", "a week before " * 2000 + "May"]
)
def test_endless_phrase_ends(phrase):
    parse_date(phrase, published=PUBLISHED)


@pytest.mark.parametrize("published", [date.min, date.max])
@pytest.mark.parametrize(
    "phrase", ["last week", "next century", "900 centuries ago", "in 900 decades", "Easter", "overnight"]
)
def test_end_of_the_calendar_raises_nothing(phrase, published):
    parse_date(phrase, published=published)
