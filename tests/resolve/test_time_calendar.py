"""Calendar arithmetic: units, parts, feasts."""

from datetime import date
from itertools import pairwise

import pytest

from dragoman.lexicon.time_words import load_time_words, split_words
from dragoman.resolve.time_calendar import (
    add_months,
    easter,
    feasts_in,
    fraction_of,
    length_of,
    nth_weekday,
    orthodox_easter,
    period,
    third_of,
    unit_at,
    unit_near,
)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1961, 4, 2), (1998, 4, 12), (2008, 3, 23), (2016, 3, 27), (2019, 4, 21), (2025, 4, 20)]
)
def test_easter_falls_on_its_sunday(year, month, day):
    assert easter(year) == date(year, month, day)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1991, 4, 7), (2008, 4, 27), (2017, 4, 16), (2021, 5, 2), (2024, 5, 5)]
)
def test_orthodox_easter_falls_on_its_sunday(year, month, day):
    assert orthodox_easter(year) == date(year, month, day)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("thanksgiving", date(2021, 11, 25)),
        ("labor day", date(2020, 9, 7)),
        ("memorial day", date(2022, 5, 30)),
        ("martin luther king day", date(2023, 1, 16)),
        ("good friday", date(1998, 4, 10)),
        ("yom kippur", date(1996, 9, 23)),
        ("lunar new year", date(2000, 2, 5)),
        ("nowruz", date(2020, 3, 20)),
        ("eid al-fitr", date(2012, 8, 19)),
        ("diwali", date(2015, 11, 11)),
    ],
)
def test_feast_falls_on_its_day(name, day):
    assert feasts_in(load_time_words().feasts[split_words(name)], day.year)[0][0] == day


def test_lunar_feast_can_come_twice_in_a_year():
    assert len(feasts_in(load_time_words().feasts[split_words("eid al-fitr")], 2000)) == 2


def test_feast_is_unknown_outside_its_table():
    assert feasts_in(load_time_words().feasts[split_words("ramadan")], 1850) == ()


def test_month_arithmetic_keeps_the_day_where_it_can():
    assert add_months(date(2020, 1, 31), 1) == date(2020, 2, 29)
    assert add_months(date(2020, 3, 31), -13) == date(2019, 2, 28)
    assert add_months(date(5, 1, 1), -1200) == date.min


@pytest.mark.parametrize(
    ("unit", "first", "last"),
    [
        ("week", date(2019, 8, 12), date(2019, 8, 18)),
        ("weekend", date(2019, 8, 17), date(2019, 8, 18)),
        ("quarter", date(2019, 7, 1), date(2019, 9, 30)),
        ("season", date(2019, 6, 1), date(2019, 8, 31)),
        ("semester", date(2019, 7, 1), date(2019, 12, 31)),
        ("decade", date(2010, 1, 1), date(2019, 12, 31)),
        ("century", date(2001, 1, 1), date(2100, 12, 31)),
    ],
)
def test_unit_holds_its_day(unit, first, last):
    assert unit_at(unit, date(2019, 8, 14)) == (first, last)


def test_winter_runs_over_the_turn_of_the_year():
    assert unit_at("season", date(2019, 1, 5)) == (date(2018, 12, 1), date(2019, 2, 28))


def test_twentieth_century_ends_with_2000():
    assert unit_at("century", date(2000, 6, 1)) == (date(1901, 1, 1), date(2000, 12, 31))


def test_neighbouring_unit_is_counted_from_the_unit_not_the_day():
    assert unit_near("month", date(2019, 3, 31), -1) == (date(2019, 2, 1), date(2019, 2, 28))


@pytest.mark.parametrize(
    ("unit", "span", "part", "expected"),
    [
        ("month", (date(2019, 2, 1), date(2019, 2, 28)), "late", (date(2019, 2, 21), date(2019, 2, 28))),
        ("year", (date(2018, 1, 1), date(2018, 12, 31)), "mid", (date(2018, 5, 1), date(2018, 8, 31))),
        ("year", (date(2017, 10, 1), date(2018, 9, 30)), "early", (date(2017, 10, 1), date(2018, 1, 31))),
        ("decade", (date(1980, 1, 1), date(1989, 12, 31)), "late", (date(1987, 1, 1), date(1989, 12, 31))),
        ("century", (date(1801, 1, 1), date(1900, 12, 31)), "early", (date(1801, 1, 1), date(1833, 12, 31))),
        ("week", (date(2019, 8, 12), date(2019, 8, 18)), "mid", (date(2019, 8, 14), date(2019, 8, 15))),
        ("span", (date(2019, 1, 1), date(2019, 1, 9)), "mid", (date(2019, 1, 4), date(2019, 1, 6))),
    ],
)
def test_third_of_a_period(unit, span, part, expected):
    assert third_of(period(unit, *span, ""), part) == expected


def test_single_day_has_no_parts():
    one = period("day", date(2019, 8, 14), date(2019, 8, 14), "")
    assert third_of(one, "early") is None
    assert fraction_of(one, 1, 2) is None


@pytest.mark.parametrize("parts", [2, 3, 4])
@pytest.mark.parametrize("unit", ["week", "month", "season", "year", "decade", "century"])
def test_parts_cover_the_whole_without_gaps(unit, parts):
    whole = period(unit, *unit_at(unit, date(2019, 8, 14)), "")
    spans = [fraction_of(whole, number, parts) for number in range(1, parts + 1)]
    assert spans[0][0] == whole.start
    assert spans[-1][1] == whole.end
    assert all(after[0].toordinal() == before[1].toordinal() + 1 for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("count", "unit", "months", "days", "grain"),
    [
        (1.5, "year", 18, 0, "month"),
        (0.5, "century", 600, 0, "year"),
        (72, "hour", 0, 3, "day"),
        (2.5, "week", 0, 18, "day"),
    ],
)
def test_halves_go_over_into_the_smaller_unit(count, unit, months, days, grain):
    assert length_of(count, unit) == (months, days, grain)


def test_missing_weekday_is_none():
    assert nth_weekday(date(2019, 2, 1), date(2019, 2, 28), 0, 5) is None
