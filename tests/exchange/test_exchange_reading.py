"""Files of other data sets become events of one shape, and every bad line is named."""

import gzip
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from foreign_files import ACLED_ROW, acled_file, gdelt_file, icews_file, polecat_file

from dragoman.errors import ReadError
from dragoman.exchange import icews, lines, read_events
from dragoman.exchange.table import SCHEMA, BadLine


def read(form: str, path: Path, origin: str | None = None) -> tuple[list[dict[str, Any]], list[BadLine]]:
    chunks = list(read_events(form, path, origin or form))
    assert all(chunk.rows.schema == SCHEMA for chunk in chunks)
    return [row for chunk in chunks for row in chunk.rows.to_pylist()], [bad for chunk in chunks for bad in chunk.bad]


def party(name: str, code: str | None, sector: str | None) -> dict[str, str | None]:
    return {"entity_id": None, "name": name, "code": code, "sector": sector}


def test_icews_line_becomes_an_event_with_both_sides_and_their_states(tmp_path: Path) -> None:
    (row,), bad = read("icews", icews_file(tmp_path / "e.tab", {}))
    assert not bad
    assert (row["type"], row["mode"], row["status"], row["cameo"]) == ("CONSULT", "visit", "happened", "042")
    assert row["actors"] == [party("Foreign Affairs (Norway)", "NOR", "GOV")]
    assert row["recipients"] == [party("Chad", "TCD", None)]
    assert (row["given_id"], row["start"], row["end"]) == ("900001", date(2015, 3, 2), date(2015, 3, 2))
    assert (row["place"], row["country"], row["lat"], row["lon"]) == ("N'Djamena", "TCD", 12.1, 15.0)
    assert (row["label"], row["goldstein"], row["outlet"]) == ("Make a visit", 1.9, "The Fjord")


@pytest.mark.parametrize(
    ("name", "sectors", "country", "code", "sector"),
    [
        ("Armed Rebel (Mali)", "Organized Violent,Rebel,Dissident", "Mali", "MLI", "REB"),
        ("Ministry (Palestinian Territory, Occupied)", "Government", "Occupied Palestinian Territory", "PSE", "GOV"),
        ("Angela Merkel", "Executive,Government", "Germany", "DEU", "GOV"),
        ("Somebody Unknown", "", "", None, None),
        ("UN Security Council", "International Government Organization", "", "UNO", "IGO"),
    ],
)
def test_icews_actor_gets_state_and_sector(
    tmp_path: Path, *, name: str, sectors: str, country: str, code: str | None, sector: str | None
) -> None:
    change = {"Source Name": name, "Source Sectors": sectors, "Source Country": country}
    (row,), _ = read("icews", icews_file(tmp_path / "e.tab", change))
    assert row["actors"] == [party(name, code, sector)]


def test_icews_files_with_quoted_cells_are_read_as_well(tmp_path: Path) -> None:
    path = icews_file(tmp_path / "e.tab", {"Event Text": "Make a visit, or two"})
    plain = read("icews", path)
    lines_ = [line.split("\t") for line in path.read_text().splitlines()]
    path.write_text("\n".join("\t".join(f'"{cell}"' for cell in cells) for cells in lines_) + "\n")
    assert read("icews", path) == plain


def test_icews_benchmark_files_are_told_by_their_head(tmp_path: Path) -> None:
    path = tmp_path / "series.csv"
    path.write_text(
        "date,source,relation,target,cameo,root,goldstein,split\n"
        '2018-01-01,Police (Norway),"Arrest, detain, or charge with legal action",Citizen (Norway),173,17,-5.0,train\n'
    )
    (row,), bad = read("icews", path)
    assert not bad
    assert (row["type"], row["mode"], row["goldstein"]) == ("COERCE", "arrest", -5.0)
    assert [p["code"] for p in row["actors"] + row["recipients"]] == ["NOR", "NOR"]


def test_statement_has_no_plover_type_but_keeps_code_and_label(tmp_path: Path) -> None:
    (row,), _ = read("icews", icews_file(tmp_path / "e.tab", {"CAMEO Code": "010", "Event Text": "Make statement"}))
    assert (row["type"], row["cameo"], row["label"]) == (None, "010", "Make statement")


def test_polecat_cells_with_several_values_are_several_parties(tmp_path: Path) -> None:
    (row,), bad = read("polecat", polecat_file(tmp_path / "p.txt", {}))
    assert not bad
    assert row["actors"] == [party("Norway", "NOR", "GOV"), party("Chad", "TCD", None)]
    assert row["recipients"] == [party("United Nations", "UNO", "IGO")]
    assert (row["type"], row["mode"], row["issue"]) == ("CONSULT", "visit", "diplomatic; economic")
    assert (row["place"], row["country"], row["published"]) == ("Oslo", "NOR", date(2023, 1, 3))


def test_polecat_none_is_nobody_and_demand_is_request(tmp_path: Path) -> None:
    nobody = {f"Recipient {n}": "None" for n in ("Name", "Country", "Name Raw")}
    (row,), _ = read("polecat", polecat_file(tmp_path / "p.txt", {**nobody, "Event Type": "demand"}))
    assert row["recipients"] == []
    assert row["type"] == "REQUEST"


def test_polecat_head_with_a_name_too_many_is_fitted(tmp_path: Path) -> None:
    path = polecat_file(tmp_path / "p.txt", {})
    head, rest = path.read_text().split("\n", 1)
    path.write_text("Headline\t" + head + "\n" + rest)
    (row,), bad = read("polecat", path)
    assert not bad
    assert row["start"] == date(2023, 1, 2)


def test_gdelt_line_without_head_is_read_by_position(tmp_path: Path) -> None:
    (row,), bad = read("gdelt", gdelt_file(tmp_path / "20230103.export.CSV", {}))
    assert not bad
    assert row["actors"] == [party("NORWAY", "NOR", "GOV")]
    assert row["recipients"] == [party("EAST TIMOR", "TLS", None)]
    assert (row["type"], row["mode"], row["n_sources"]) == ("ACCUSE", "allege", 3)
    assert (row["country"], row["url"], row["published"]) == ("DEU", "https://example.org/a", date(2023, 1, 3))


def test_acled_battle_has_no_direction_and_its_notes_are_not_taken(tmp_path: Path) -> None:
    (row,), bad = read("acled", acled_file(tmp_path / "a.csv", {}))
    assert not bad
    assert row["actors"] == [
        party("Military Forces of Chad (2021-)", "TCD", "MIL"),
        party("Unidentified Armed Group (Sudan)", "SDN", "REB"),
    ]
    assert row["recipients"] == []
    assert json.loads(row["magnitude"]) == {"dead": 4.0}
    assert ACLED_ROW["notes"] not in json.dumps(row, default=str)


@pytest.mark.parametrize(
    ("precision", "start", "end"),
    [
        ("1", date(2023, 1, 15), date(2023, 1, 15)),
        ("2", date(2023, 1, 12), date(2023, 1, 18)),
        ("3", date(2023, 1, 1), date(2023, 1, 31)),
    ],
)
def test_acled_time_precision_makes_an_interval(tmp_path: Path, precision: str, start: date, end: date) -> None:
    (row,), _ = read("acled", acled_file(tmp_path / "a.csv", {"time_precision": precision}))
    assert (row["start"], row["end"]) == (start, end)


def test_acled_violence_against_civilians_has_a_recipient_and_old_dates_are_read(tmp_path: Path) -> None:
    change = {
        "event_type": "Violence against civilians",
        "sub_event_type": "Attack",
        "actor2": "Civilians (Chad)",
        "inter2": "Civilians",
        "event_date": "15 January 2023",
    }
    (row,), bad = read("acled", acled_file(tmp_path / "a.csv", change))
    assert not bad
    assert row["recipients"] == [party("Civilians (Chad)", "TCD", "CVL")]
    assert row["start"] == date(2023, 1, 15)


GSR = {
    "id": "X-1",
    "date": "2000-01-02",
    "source": [{"actorText": "Norwegian", "code": "NOR", "sector": "GOV"}],
    "target": [{"actorText": "Chad", "code": "TCD"}],
    "event": "AGREE",
    "context": "diplomatic",
    "text": "A sentence.",
}


@pytest.mark.parametrize(
    "written",
    [
        json.dumps(GSR) + "\n" + json.dumps({**GSR, "id": "X-2"}) + "\n",
        json.dumps([GSR, {**GSR, "id": "X-2"}], indent=2),
        (json.dumps(GSR, indent=4) + ",\n" + json.dumps({**GSR, "id": "X-2"}, indent=4) + ",\n").replace(
            '"A sentence."\n', '"A sentence.",\n'
        ),
    ],
    ids=["lines", "array", "as in the gold records, with a comma after the last field"],
)
def test_plover_json_is_read_however_its_objects_stand(tmp_path: Path, written: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(written)
    rows, bad = read("plover", path)
    assert not bad
    assert [row["given_id"] for row in rows] == ["X-1", "X-2"]
    assert rows[0]["actors"] == [party("Norwegian", "NOR", "GOV")]
    assert "A sentence." not in json.dumps(rows, default=str)


@pytest.mark.parametrize(
    ("context", "status", "issue"),
    [("", "happened", None), (["future", "military"], "planned", "military"), ("negation", "denied", None)],
)
def test_plover_context_tells_what_did_not_happen(
    tmp_path: Path, context: object, status: str, issue: str | None
) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps({**GSR, "context": context}) + "\n")
    (row,), _ = read("plover", path)
    assert (row["status"], row["issue"]) == (status, issue)


def test_bad_lines_are_named_with_their_number_and_the_rest_is_read(tmp_path: Path) -> None:
    path = icews_file(
        tmp_path / "e.tab",
        {},
        {"Event ID": "2", "Event Date": "yesterday"},
        {"Event ID": "3", "CAMEO Code": "99"},
        {"Event ID": "", "CAMEO Code": "010"},
        {"Event ID": "5"},
    )
    text = path.read_text().splitlines()
    text.insert(3, "only\ttwo")
    text.insert(3, "")
    path.write_text("\n".join(text) + "\n")
    rows, bad = read("icews", path)
    assert [row["given_id"] for row in rows] == ["900001", "5"]
    assert [(one.line, one.reason.split(":")[0]) for one in bad] == [
        (3, "Event Date 'yesterday'"),
        (5, "2 cells, expected 20"),
        (6, "CAMEO code '99'"),
        (7, "no Event ID"),
    ]


def test_line_numbers_hold_across_blocks_and_line_breaks_in_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "BLOCK_BYTES", 2_000)
    rows = [{"event_id_cnty": f"T{n}", "notes": "two\nlines"} for n in range(60)]
    rows[40]["event_date"] = "no day"
    found, bad = read("acled", acled_file(tmp_path / "a.csv", *rows))
    assert len(found) == 59
    assert [one.line for one in bad] == [1 + 40 * 2 + 1]


def test_bytes_that_are_no_text_are_replaced_and_said(tmp_path: Path) -> None:
    path = icews_file(tmp_path / "e.tab", {"Publisher": "Le Caf@"}, {"Event ID": "2"})
    path.write_bytes(path.read_bytes().replace(b"Caf@", b"Caf\xe9"))
    rows, bad = read("icews", path)
    assert len(rows) == 2
    assert [(one.line, one.is_kept) for one in bad] == [(2, True)]


@pytest.mark.parametrize("packing", ["gz", "zip"])
def test_packed_files_are_read_on_the_way(tmp_path: Path, packing: str) -> None:
    plain = icews_file(tmp_path / "e.tab", {})
    path = tmp_path / f"e.tab.{packing}"
    if packing == "gz":
        path.write_bytes(gzip.compress(plain.read_bytes()))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(plain, "e.tab")
    assert read("icews", path)[0] == read("icews", plain)[0]


def test_same_event_has_the_same_id_in_any_file_and_another_under_another_origin(tmp_path: Path) -> None:
    once = read("icews", icews_file(tmp_path / "a.tab", {}))[0][0]["event_id"]
    again = read("icews", icews_file(tmp_path / "b.tab", {"Event ID": "1"}, {}))[0][1]["event_id"]
    assert once == again
    assert read("icews", tmp_path / "a.tab", origin="other")[0][0]["event_id"] != once


@pytest.mark.parametrize(
    ("form", "content", "message"),
    [
        ("icews", b"a\tb\n1\t2\n", "no ICEWS file: column 'Event ID' is missing"),
        ("acled", b"", "no ACLED file"),
        ("plover", b"", "no object in it"),
        ("icews", b"PK\x03\x04broken", "damaged zip archive"),
        ("icews", gzip.compress(b"x" * 100_000)[:40], "break off"),
    ],
    ids=["other columns", "empty table", "empty JSON", "damaged zip", "gzip cut short"],
)
def test_file_of_another_kind_is_one_line(tmp_path: Path, form: str, content: bytes, message: str) -> None:
    path = tmp_path / "f"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=message):
        read(form, path)


def test_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="expected a file"):
        read("icews", tmp_path / "none")


def test_file_with_a_head_alone_gives_nothing(tmp_path: Path) -> None:
    path = tmp_path / "e.tab"
    path.write_text("\t".join(icews.COLUMNS) + "\n")
    assert read("icews", path) == ([], [])
