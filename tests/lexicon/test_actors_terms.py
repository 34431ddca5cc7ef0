"""Terms of office: days, look-ups, and the index of names."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from dragoman.errors import LexiconError
from dragoman.lexicon import actors_terms
from dragoman.lexicon.actors import load_actors
from dragoman.lexicon.actors_names import first_day, last_day
from dragoman.lexicon.actors_offices import OPEN_UNTIL, runs_on
from dragoman.lexicon.actors_terms import build_index, make_term, read_index
from dragoman.model import OfficeHolder


def holder(**over: object) -> OfficeHolder:
    fields: dict[str, object] = {
        "person": "A", "office": "Ambassador to B", "code": "GBR", "role": "AMB", "start": date(2020, 1, 1), "end": None,
    }  # fmt: skip
    return OfficeHolder(**(fields | over))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2017-04-06", date(2017, 4, 6), date(2017, 4, 6)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2017-12", date(2017, 12, 1), date(2017, 12, 31)),
        ("1999", date(1999, 1, 1), date(1999, 12, 31)),
        ("", None, None),
    ],
)
def test_a_cell_spans_the_days_of_its_precision(cell: str, first: date | None, last: date | None) -> None:
    assert (first_day(cell), last_day(cell)) == (first, last)


@pytest.mark.parametrize("cell", ["2017-4-6", "2017-13", "April 2017", "17"])
def test_other_dates_are_refused(cell: str) -> None:
    with pytest.raises(LexiconError, match="expected YYYY"):
        last_day(cell)


def test_a_term_runs_on_its_first_and_last_day() -> None:
    term = holder(end=date(2021, 1, 1))
    assert [runs_on(term, d) for d in (date(2019, 12, 31), date(2020, 1, 1), date(2021, 1, 1), date(2021, 1, 2))] == [
        False, True, True, False,
    ]  # fmt: skip


def test_an_open_lesser_office_of_the_compiled_source_is_not_believed_for_ever() -> None:
    after = OPEN_UNTIL + timedelta(days=1)
    assert runs_on(holder(origin="wikidata"), OPEN_UNTIL)
    assert not runs_on(holder(origin="wikidata"), after)
    assert runs_on(holder(origin="knowledge"), after)
    assert runs_on(holder(origin="wikidata", role="HOS"), after)


def test_the_index_tells_what_the_rows_tell() -> None:
    terms = load_actors().offices.terms
    packaged = read_index(terms.digest)
    assert packaged is not None, "run scripts/build_actors.py --index"
    assert packaged == build_index(terms.files, terms.orders, terms.digest)


def test_an_index_of_other_tables_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_index(1) is None
    (tmp_path / "broken.json").write_text('{"digest": 1}')
    monkeypatch.setattr(actors_terms, "data_file", lambda _name: tmp_path / "broken.json")
    assert read_index(1) is None
    monkeypatch.setattr(actors_terms, "data_file", lambda _name: tmp_path / "none.json")
    assert read_index(1) is None


def test_every_packaged_row_makes_a_term() -> None:
    terms = load_actors().offices.terms
    assert len(list(terms)) == len(terms) > 9000


def test_holders_can_be_narrowed_to_words_of_the_office() -> None:
    offices = load_actors().offices
    found = offices.holders("GBR", "MIN", date(2012, 1, 1), matching=("exchequer",))
    assert [row.person for row in found] == ["George Osborne"]
    assert len(offices.holders("GBR", "MIN", date(2012, 1, 1))) > 5


def test_all_terms_are_given_where_no_day_is() -> None:
    offices = load_actors().offices
    assert len(offices.holders("DEU", "HOG", None)) >= 5


def test_persons_are_found_by_alias_spelling_initials_and_title() -> None:
    offices = load_actors().offices
    for name in ("Sergei Shoigu", "Sergey Shoygu", "Gen Sergei Shoigu"):
        assert {row.person for row in offices.persons(name)} >= {"Sergey Shoygu"}, name
    assert offices.persons("S. Jaishankar", date(2021, 6, 1))[0].role == "FM"
    assert offices.persons("Abu Mazen")[0].person == "Mahmoud Abbas"
    assert offices.persons("Jeremy Grogglestone") == ()


def test_offices_of_one_day_are_ranked() -> None:
    offices = load_actors().offices
    first = offices.office_on("Vladimir Putin", date(2004, 9, 3))
    assert first is not None
    assert first.role == "HOS"
    assert offices.office_on("Vladimir Putin", date(1980, 1, 1)) is None


def test_the_leader_is_who_speaks_for_the_state() -> None:
    offices = load_actors().offices
    assert offices.leaders("DEU", date(2015, 1, 1))[0].role == "HOG"
    assert offices.leaders("FRA", date(2015, 1, 1))[0].role == "HOS"


def test_sector_and_body_come_from_the_row() -> None:
    offices = load_actors().offices
    haftar = offices.persons("Khalifa Haftar", date(2017, 4, 6))[0]
    assert (haftar.code, offices.sector_of(haftar), offices.body_of(haftar)) == ("LBY", "REB", "LNA")
    fallon = offices.persons("Michael Fallon", date(2017, 4, 6))[0]
    assert (offices.sector_of(fallon), offices.body_of(fallon)) == ("MIL", "GBR")


def test_a_row_with_an_unknown_role_is_refused() -> None:
    with pytest.raises(LexiconError, match="unknown role 'KING'"):
        make_term(("GBR", "King", "KING", "A", "", "", "", "", "", "x", ""))
