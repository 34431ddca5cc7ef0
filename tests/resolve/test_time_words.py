"""The tables of data/time: what must hold of every row."""

from datetime import timedelta

import pytest

from dragoman.errors import LexiconError
from dragoman.lexicon import time_words
from dragoman.lexicon.files import data_file, read_rows
from dragoman.lexicon.time_words import load_time_words
from dragoman.resolve.time_calendar import UNITS

FILES = {
    "words": ("kind", "word"),
    "vague": ("phrase",),
    "holidays": ("name",),
    "movable": ("feast", "first"),
    "eras": ("name",),
    "fiscal": ("state",),
    "names": ("phrase",),
    "tense": ("tense", "word"),
}


def rows_of(name):
    return list(read_rows(data_file(f"time/{name}.tsv")))


@pytest.mark.parametrize("name", FILES)
def test_no_row_stands_twice_and_rows_are_sorted(name):
    keys = [tuple(row[column] for column in FILES[name]) for row in rows_of(name)]
    assert len(keys) == len(set(keys))
    if name not in {"words", "tense"}:
        assert keys == sorted(keys)


def test_units_are_known_to_the_calendar():
    units = {kinds["unit"] for kinds in load_time_words().kinds.values() if "unit" in kinds}
    assert units <= {*UNITS, "hour", "minute"}


def test_movable_feasts_do_not_overlap():
    last = {}
    for row in rows_of("movable"):
        first = time_words._day(row["first"], "movable.tsv")
        if row["feast"] in last:
            assert first > last[row["feast"]]
        last[row["feast"]] = first + timedelta(days=int(row["days"]) - 1)


def test_eras_are_in_order():
    assert all(era.start <= era.end for era in load_time_words().eras.values())


def test_words_that_call_up_a_financial_year_belong_to_one_state():
    words = [word for law in load_time_words().fiscal.values() for word in law.words]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("cell", ["30d", "+d", "+3w", "now"])
def test_unreadable_distance_is_named(cell):
    with pytest.raises(LexiconError, match=r"vague\.tsv: distance"):
        time_words._distance(cell)


def test_unreadable_feast_rule_is_named():
    with pytest.raises(LexiconError, match=r"holidays\.tsv: 'whitsun'"):
        time_words._feast({"name": "whitsun", "rule": "whenever", "days": ""}, {})


def test_unreadable_day_is_named():
    with pytest.raises(LexiconError, match=r"eras\.tsv: '1914'"):
        time_words._day("1914", "eras.tsv")
