"""A user's own file laid over the packaged tables."""

from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import LexiconError
from dragoman.lexicon.actors import load_actors, overlay_with
from dragoman.lexicon.actors_read import COLUMNS, overlay_line, read_overlay

HOLDERS = "\t".join(COLUMNS["holders"])


def overlay(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "mine.tsv"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_one_file_may_hold_several_tables(tmp_path: Path) -> None:
    path = overlay(
        tmp_path,
        "# my own",
        "code\tname\tcountry\tsector\taliases",
        "HARBOUR\tHarbour Front\tDNK\tREB\tHarbourists|HF",
        "",
        "code\toffice\trole\tperson\tstart\tend\torigin",
        "DNK\tHarbour Master\tOTH\tInge Krogh\t2020-01-01\t\tme",
    )
    tables = load_actors(path)
    entity = tables.names["harbourists"][0].entity
    assert (entity.entity_id, entity.country) == ("group:HARBOUR", "DNK")
    assert tables.offices.persons("Inge Krogh", date(2021, 5, 5))[0].office == "Harbour Master"
    assert tables.offices.by_surname("Krogh")
    assert not load_actors().offices.persons("Inge Krogh")


def test_a_users_row_overrules_ours_for_the_same_term(tmp_path: Path) -> None:
    ours = load_actors().offices.persons("Olaf Scholz", date(2022, 2, 27))[0]
    assert ours.role == "HOG"
    row = f"DEU\tChancellor\tHOG\tOlaf Scholz\t{ours.start}\t2022-01-01\t\t\t\tme"
    tables = load_actors(overlay(tmp_path, HOLDERS, row))
    terms = [t for t in tables.offices.persons("Olaf Scholz") if t.role == "HOG"]
    assert [(t.end, t.origin) for t in terms] == [(date(2022, 1, 1), "me")]
    assert len(tables.offices.terms) == len(load_actors().offices.terms)


def test_a_users_name_goes_before_ours(tmp_path: Path) -> None:
    path = overlay(tmp_path, "code\tname\tcountry\tsector", "AMALX\tAmal\tSDN\tREB")
    entries = load_actors(path).names["amal"]
    assert [e.entity.entity_id for e in entries][:2] == ["group:AMALX", "group:AMAL"]
    assert entries[0].ambiguous


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["DNK\tx"], "line 1: expected a head line"),
        (["code\toffice\trole\tperson", "DNK\ta\tb\tc\td"], "line 2: 5 cells, expected 4"),
        (["code\tperson\tmetonyms"], "column 'metonyms' is not one of holders"),
        ([HOLDERS, "DNK\tMayor\tCHEF\tInge Krogh\t2020"], "unknown role 'CHEF'"),
        ([HOLDERS, "DNK\tMayor\tOTH\tInge Krogh\t2020-13"], "date '2020-13'"),
    ],
)
def test_a_malformed_file_is_refused_with_place_value_and_expectation(
    tmp_path: Path, lines: list[str], message: str
) -> None:
    with pytest.raises(LexiconError, match=message):
        load_actors(overlay(tmp_path, *lines))


def test_a_missing_file_is_a_lexicon_error(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        load_actors(tmp_path / "none.tsv")


def test_a_written_line_reads_back(tmp_path: Path) -> None:
    row = {"code": "DNK", "office": "Mayor", "role": "OTH", "person": "Inge Krogh", "start": "2020", "origin": "me"}
    path = overlay(tmp_path)
    path.write_text(overlay_line("holders", row, with_head=True) + overlay_line("holders", row, with_head=False))
    found = list(read_overlay(path))
    assert [name for name, _ in found] == ["holders", "holders"]
    assert {k: v for k, v in found[0][1].items() if v} == row


@pytest.mark.parametrize("row", [{"colour": "red"}, {"person": "Inge\tKrogh"}])
def test_a_line_that_would_not_read_back_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(LexiconError, match=r"colour|tab"):
        overlay_line("holders", row, with_head=False)


def test_adding_a_row_makes_a_file_that_overlays(tmp_path: Path) -> None:
    text = overlay_with("", "groups", {"code": "HARBOUR", "name": "Harbour Front", "country": "DNK", "sector": "REB"})
    text = overlay_with(text, "holders", {"code": "DNK", "office": "Clerk", "role": "OTH", "person": "Bo Lind"})
    text = overlay_with(text, "holders", {"code": "DNK", "office": "Reeve", "role": "OTH", "person": "Ida Lind"})
    path = tmp_path / "mine.tsv"
    path.write_text(text, encoding="utf-8")
    tables = load_actors(path)
    assert tables.names["harbour front"][0].entity.country == "DNK"
    assert tables.offices.persons("Ida Lind")[0].office == "Reeve"
    assert text.count("office\trole") == 1


@pytest.mark.parametrize(
    "row",
    [
        {"code": "DNK", "office": "Clerk", "role": "CLERK", "person": "Bo Lind"},
        {"code": "DNK", "office": "Clerk", "role": "OTH", "person": "Bo Lind", "start": "2020-13-01"},
        {"code": "DNK", "office": "Clerk", "role": "OTH", "person": "Bo\tLind"},
        {"code": "DNK", "colour": "red"},
    ],
)
def test_a_row_that_could_not_be_read_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(LexiconError):
        overlay_with("", "holders", row)
