"""The packaged tables are free of faults, and the check finds faults where there are some."""

from datetime import date
from pathlib import Path

import pytest

from dragoman.lexicon import actors_check
from dragoman.lexicon.actors_check import Seat, check_tables
from dragoman.lexicon.actors_read import COLUMNS

EVERYONE: frozenset[tuple[str, str, str, str]] = frozenset()


def seat(person: str, start: date, end: date) -> Seat:
    return Seat(person=person, names=frozenset({person}), start=start, end=end, source="x.tsv")


def test_packaged_tables_have_no_faults() -> None:
    assert check_tables() == ()


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        (seat("B", date(2010, 6, 1), date(2012, 1, 1)), "A (x.tsv) holds it beside B"),
        (seat("A", date(2010, 6, 1), date(2010, 7, 1)), "A (x.tsv) stands twice"),
        (seat("B", date(2010, 12, 1), date(2012, 1, 1)), None),
        (seat("A", date(2011, 6, 1), date(2012, 1, 1)), None),
    ],
)
def test_two_persons_in_one_seat_are_a_fault_beyond_the_handover(other: Seat, fault: str | None) -> None:
    seats = {("GBR", "FM"): [seat("A", date(2010, 1, 1), date(2011, 1, 1)), other]}
    found = list(actors_check._seat_faults(seats, EVERYONE))
    assert [f for f in found if fault and fault in f] == found
    assert bool(found) == bool(fault)


@pytest.mark.parametrize("allowed", [("GBR", "FM", "a", "b"), ("GBR", "FM", "b", "*"), ("GBR", "FM", "*", "*")])
def test_an_overlap_that_really_was_is_allowed(allowed: tuple[str, str, str, str]) -> None:
    days = (date(2010, 1, 1), date(2012, 1, 1))
    seats = {("GBR", "FM"): [seat("A", *days), seat("B", *days)]}
    assert list(actors_check._seat_faults(seats, EVERYONE))
    assert not list(actors_check._seat_faults(seats, frozenset({allowed})))


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, None),
        ({"code": "QQQ"}, "unknown code 'QQQ'"),
        ({"role": "BOSS"}, "unknown role 'BOSS'"),
        ({"body": "QQQ"}, "unknown body 'QQQ'"),
        ({"start": "2012-02-30"}, "date '2012-02-30'"),
        ({"start": "2014"}, "begins 2014 after its end 2013"),
        ({"origin": ""}, "no origin"),
    ],
)
def test_a_faulty_row_of_holders_is_named(tmp_path: Path, changed: dict[str, str], fault: str | None) -> None:
    row = dict.fromkeys(COLUMNS["holders"], "")
    row |= {
        "code": "GBR",
        "office": "Envoy",
        "role": "ENV",
        "person": "A B",
        "start": "2012",
        "end": "2013",
        "origin": "x",
    }
    found = list(actors_check._holder_faults(tmp_path / "h.tsv", [row | changed], {"GBR"}, {}))
    assert len(found) == (1 if fault else 0)
    assert all(fault in f for f in found if fault)


def test_a_row_told_twice_is_a_fault(tmp_path: Path) -> None:
    row = dict.fromkeys(COLUMNS["holders"], "")
    row |= {"code": "GBR", "office": "Envoy", "role": "ENV", "person": "A B", "start": "2012", "origin": "x"}
    found = list(actors_check._holder_faults(tmp_path / "h.tsv", [row, row], {"GBR"}, {}))
    assert found == ["h.tsv, A B, Envoy: the term from 2012 stands twice"]


def test_unsorted_rows_are_a_fault() -> None:
    rows = [{"code": "B"}, {"code": "A"}]
    assert list(actors_check._order_faults("x.tsv", rows, ("code",))) == ["x.tsv: 'A' stands after 'B'; sort by code"]
    assert not list(actors_check._order_faults("x.tsv", rows[::-1], ("code",)))


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, None),
        ({"code": "QQQ"}, "QQQ DM: unknown code 'QQQ'"),
        ({"role": "AMB"}, "unknown role 'AMB'"),
        ({"role": "FM"}, None),
        ({"why": ""}, "ISL DM: no why"),
        ({"to": "1999-02-30"}, "date '1999-02-30'"),
        ({"from": "2001"}, "begins 2001 after its end 1999"),
        ({"to": ""}, "ISL DM: A (x.tsv) holds it from 2010-01-01"),
    ],
)
def test_a_faulty_row_of_offices_that_nobody_holds_is_named(changed: dict[str, str], fault: str | None) -> None:
    row = {"code": "ISL", "role": "DM", "from": "", "to": "1999", "instead": "x", "why": "y", "origin": "z"}
    seats = {("ISL", "DM"): [seat("A", date(2010, 1, 1), date(2011, 1, 1))]}
    found = list(actors_check._without_holder_faults([row | changed], {"ISL"}, seats))
    assert len(found) == (1 if fault else 0), found
    assert all(fault in f for f in found if fault)
