"""Dates as head lines and fields write them."""

from datetime import date

import pytest

from dragoman.read.dates import find_date, parse_published

DAY = date(2017, 4, 6)


@pytest.mark.parametrize(
    "words",
    [
        "2017-04-06",
        "2017-4-6",
        "2017/04/06",
        "20170406",
        " 2017-04-06 ",
        "2017-04-06T19:05:00Z",
        "2017-04-06T19:05:00+05:30",
        "2017-04-06 19:05:00.123+0100",
        "6 April 2017",
        "06 April 2017",
        "6th April 2017",
        "6th of April, 2017",
        "April 6, 2017",
        "Apr. 6, 2017",
        "April 6 2017",
        "6-Apr-2017",
        "06.04.2017",
        "6.4.2017",
        "06.04.2017 - 14:20",
        "Thursday 6 April 2017 19:05 BST",
        "Thursday, April 6, 2017 at 7:05 PM EDT",
        "19:05 BST, Thursday 6 April 2017",
        "Thu, 06 Apr 2017 19:05:00 GMT",
        "6 April 2017 5pm",
        "6 Nisan 2017",
    ],
)
def test_written_day_is_read(words):
    assert parse_published(words).day == DAY


@pytest.mark.parametrize(
    ("words", "day"),
    [("17/04/2020", date(2020, 4, 17)), ("04/17/2020", date(2020, 4, 17)), ("05/05/2020", date(2020, 5, 5))],
)
def test_slashes_are_read_where_only_one_order_is_possible(words, day):
    assert parse_published(words).day == day


@pytest.mark.parametrize("words", ["04/05/2020", "04-05-2020"])
def test_day_and_month_that_could_change_places_give_no_day(words):
    found = parse_published(words)
    assert found.day is None
    assert found.is_ambiguous
    assert words in found.problem


@pytest.mark.parametrize(
    "words",
    [
        "2020-02-31", "31 February 2020", "2020-13-01", "0000-01-01", "9999-12-31", "1899-12-31", "2101-01-01",
        "-44-03-15", "yesterday", "1e9", "20201301", "2020-05-04T24:30:00+99:00", "2020-05-04T12:61:00",
        "2020-05-04 and so on", "٢٠٢٠-٠٥-٠٤", "May 2020", "2020",
    ],
)  # fmt: skip
def test_what_is_no_day_gives_none_with_the_reason(words):
    found = parse_published(words)
    assert found.day is None
    assert found.problem
    assert not found.is_ambiguous


@pytest.mark.parametrize("words", ["1900-01-01", "2100-12-31"])
def test_first_and_last_year_are_days(words):
    assert parse_published(words).day == date.fromisoformat(words)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Independent (06 April 2017)", "06 April 2017"),
        ("Published: Thursday 6 April 2017 19:05 BST by Jane", "Thursday 6 April 2017 19:05 BST"),
        ("Posted at 19:05 on 6 April 2017", "19:05 on 6 April 2017"),
        ("1.234.06.04.2017.5", None),
        ("Resolution 2017-04 was adopted", None),
    ],
)
def test_date_is_found_in_a_line_with_weekday_and_time(line, expected):
    found = find_date(line)
    assert (line[found.start : found.end] if found else None) == expected


def test_long_foreign_value_is_cut_in_the_message():
    assert len(parse_published("x" * 10_000).problem) < 120
