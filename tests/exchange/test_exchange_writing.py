"""What goes out in a format comes back as the same events, as far as the format can hold them."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dragoman.exchange import icews, polecat, read_events, write_events
from dragoman.exchange.fold import pairs, plover_strict
from dragoman.exchange.gexf import Spell, Tie, write_gexf
from dragoman.exchange.table import SCHEMA
from dragoman.model import EventType, Status

NORWAY = {"entity_id": "state:NOR", "name": "Norway", "code": "NOR", "sector": "GOV"}
CHAD = {"entity_id": "state:TCD", "name": "Chad", "code": "TCD", "sector": "GOV"}
ENVOY = {"entity_id": "person:ada-berg", "name": "Ada Berg", "code": "NOR", "sector": "ELI"}
SAME = ("type", "mode", "start", "place", "country", "lat", "lon", "goldstein")


def event(**over: Any) -> dict[str, Any]:
    values: dict[str, Any] = dict.fromkeys(SCHEMA.names)
    values |= {
        "event_id": "e1",
        "type": "CONSULT",
        "mode": "visit",
        "status": "happened",
        "cameo": "042",
        "goldstein": 4.0,
        "start": date(2021, 3, 1),
        "end": date(2021, 3, 1),
        "actors": [NORWAY],
        "recipients": [CHAD],
        "place": "Oslo",
        "country": "NOR",
        "lat": 59.9,
        "lon": -10.7,
        "issue": "trade",
        "outlet": "The Fjord",
        "published": date(2021, 3, 2),
    }
    return {**values, **over}


def exported(form: str, *events: dict[str, Any]) -> tuple[bytes, int, int]:
    out = io.BytesIO()
    done = write_events(form, [pa.Table.from_pylist(list(events), schema=SCHEMA)], out)
    return out.getvalue(), done.n_rows, done.n_left_out


def round_trip(form: str, tmp_path: Path, *events: dict[str, Any]) -> list[dict[str, Any]]:
    path = tmp_path / "out"
    path.write_bytes(exported(form, *events)[0])
    chunks = list(read_events(form, path, "back"))
    assert [bad for chunk in chunks for bad in chunk.bad] == []
    return [row for chunk in chunks for row in chunk.rows.to_pylist()]


def sides(row: dict[str, Any]) -> tuple[list[tuple[str, str, str]], ...]:
    return tuple([(p["name"], p["code"], p["sector"]) for p in row[side]] for side in ("actors", "recipients"))


@pytest.mark.parametrize("form", ["plover", "icews", "polecat"])
@pytest.mark.parametrize("kind", [kind.value for kind in EventType])
def test_event_of_every_type_comes_back_the_same(form: str, kind: str, tmp_path: Path) -> None:
    sent = event(type=kind, mode=None, cameo=None, goldstein=None)
    (back,) = round_trip(form, tmp_path, sent)
    folded = plover_strict(sent)
    assert folded is not None
    same = [name for name in SAME if form != "icews" or name != "mode"]  # ICEWS has a code, and a mode only by it
    assert [back[name] for name in same] == [folded[name] for name in same]
    assert sides(back) == sides(sent)
    assert back["given_id"] == "e1"


@pytest.mark.parametrize("form", ["plover", "polecat"])
def test_several_parties_come_back_in_order(form: str, tmp_path: Path) -> None:
    sent = event(actors=[NORWAY, ENVOY], recipients=[])
    (back,) = round_trip(form, tmp_path, sent)
    assert sides(back) == sides(sent)


def test_plover_keeps_interval_issue_and_days(tmp_path: Path) -> None:
    (back,) = round_trip("plover", tmp_path, event(end=date(2021, 3, 31)))
    assert (back["start"], back["end"], back["issue"]) == (date(2021, 3, 1), date(2021, 3, 31), "trade")
    assert (back["outlet"], back["published"]) == ("The Fjord", date(2021, 3, 2))


def test_icews_has_a_line_for_each_pair(tmp_path: Path) -> None:
    sent = event(actors=[NORWAY, CHAD], recipients=[])
    back = round_trip("icews", tmp_path, sent)
    assert {(r["actors"][0]["code"], r["recipients"][0]["code"]) for r in back} == {("NOR", "TCD"), ("TCD", "NOR")}
    assert len(pairs(sent)) == len(back) == 2


@pytest.mark.parametrize(
    ("kind", "status", "folded"),
    [
        ("CONSULT", "planned", "AGREE"),
        ("SUPPORT", "expected", "AGREE"),
        ("COOPERATE", "planned", "AGREE"),
        ("AID", "planned", "AGREE"),
        ("CONSULT", "cancelled", "REJECT"),
        ("CONSULT", "postponed", "REJECT"),
        ("RETREAT", "planned", "CONCEDE"),
        ("RETREAT", "expected", "CONCEDE"),
        ("SANCTION", "ongoing", "SANCTION"),
    ],
)
def test_strict_fold_is_that_of_the_guideline(kind: str, status: str, folded: str, tmp_path: Path) -> None:
    sent = event(type=kind, status=status, mode=None)
    for form in ("plover", "icews", "polecat"):
        assert [row["type"] for row in round_trip(form, tmp_path, sent)] == [folded]


@pytest.mark.parametrize(
    ("status", "back"),
    [("denied", "denied"), ("possible", "hypothetical"), ("demanded", "hypothetical"), ("planned", "planned")],
)
def test_what_did_not_happen_has_a_context_in_plover_and_no_line_elsewhere(
    status: str, back: str, tmp_path: Path
) -> None:
    sent = event(type="ASSAULT", status=status, mode=None)
    (row,) = round_trip("plover", tmp_path, sent)
    assert (row["type"], row["status"]) == ("ASSAULT", back)
    for form in ("icews", "polecat"):
        assert exported(form, sent)[1:] == (0, 1)


@pytest.mark.parametrize("status", [status.value for status in Status])
def test_every_status_can_be_folded(status: str) -> None:
    assert plover_strict(event(status=status)) is not None


def test_event_without_a_plover_type_is_counted_not_guessed(tmp_path: Path) -> None:
    statement = event(type=None, mode=None, cameo="010")
    for form in ("plover", "polecat"):
        assert exported(form, statement, event())[1:] == (1, 1)
    (back,) = round_trip("icews", tmp_path, statement)  # it has a code for it
    assert (back["type"], back["cameo"]) == (None, "010")
    assert exported("icews", event(type=None, cameo=None))[1:] == (0, 1)


@pytest.mark.parametrize("form", ["icews", "polecat"])
@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+A1", "@SUM", "-2+3", "a\tb\nc", "＝x"])
def test_names_never_break_a_line_or_start_a_formula_and_come_back(form: str, name: str, tmp_path: Path) -> None:
    sent = event(actors=[{**NORWAY, "name": name}])
    text = exported(form, sent)[0].decode()
    assert text.count("\n") == 2
    cells = text.splitlines()[1].split("\t")
    assert not [c for c in cells if c[:1] in "=+@＝" and c]
    (back,) = round_trip(form, tmp_path, sent)
    assert back["actors"][0]["name"] == " ".join(name.split())


def test_polecat_semicolon_in_a_name_does_not_make_two_actors(tmp_path: Path) -> None:
    (back,) = round_trip("polecat", tmp_path, event(actors=[{**NORWAY, "name": "A; B"}]))
    assert [p["name"] for p in back["actors"]] == ["A, B"]


def test_columns_are_those_of_the_releases() -> None:
    assert exported("icews", event())[0].decode().splitlines()[0].split("\t") == list(icews.COLUMNS)
    assert exported("polecat", event())[0].decode().splitlines()[0].split("\t") == list(polecat.COLUMNS)
    assert (len(icews.COLUMNS), len(polecat.COLUMNS)) == (20, 40)


def test_parquet_holds_every_column_and_value(tmp_path: Path) -> None:
    data = exported("parquet", event(), event(event_id="e2", actors=[]))[0]
    table = pq.read_table(io.BytesIO(data))
    assert table.schema.equals(SCHEMA)
    assert table.to_pylist() == [event(), event(event_id="e2", actors=[])]


def test_nothing_to_export_is_an_empty_file_of_the_format() -> None:
    assert exported("plover")[0] == b""
    assert exported("icews")[0].decode().splitlines() == ["\t".join(icews.COLUMNS)]
    assert pq.read_table(io.BytesIO(exported("parquet")[0])).num_rows == 0


FTM_PROPERTIES = {
    "PublicBody": {"name", "country", "sector"},
    "Person": {"name", "country", "sector"},
    "Article": {"title", "publishedAt", "sourceUrl", "publisher"},
    "Event": {
        "name", "involved", "startDate", "endDate", "location", "country", "keywords", "summary", "recordId", "sourceUrl",
        "publisher", "proof",
    },
}  # fmt: skip
"""Schemata of https://followthemoney.tech/explorer/ with those of their properties that we fill."""


def test_ftm_tells_each_actor_once_and_events_refer_to_them() -> None:
    sent = [event(status="cancelled"), event(event_id="e2", actors=[ENVOY])]
    found = [json.loads(line) for line in exported("ftm", *sent)[0].splitlines()]
    assert [one["schema"] for one in found] == ["PublicBody", "PublicBody", "Event", "Person", "Event"]
    assert len({one["id"] for one in found}) == len(found)
    known = {one["id"] for one in found}
    for one in found:
        assert set(one["properties"]) <= FTM_PROPERTIES[one["schema"]]
        assert set(one["properties"].get("involved", ())) <= known
    assert found[0]["properties"]["country"] == ["no"]
    assert found[2]["properties"]["name"] == ["CONSULT (cancelled): Norway, Chad"]
    assert found[2]["properties"]["keywords"][:2] == ["CONSULT", "cancelled"]


def test_ftm_is_valid_by_the_library_of_its_makers() -> None:
    model = pytest.importorskip("followthemoney", reason="followthemoney is not installed: it needs ICU").model
    for line in exported("ftm", event(), event(event_id="e2", actors=[ENVOY], url="https://example.org/a"))[
        0
    ].splitlines():
        given = json.loads(line)
        clean = model.get_proxy(given, cleaned=False).to_dict()
        model.get(given["schema"]).validate(given)
        assert {k: sorted(v) for k, v in clean["properties"].items()} == {
            k: sorted(v) for k, v in given["properties"].items()
        }


TIES = (
    Tie(
        a="NOR",
        b="TCD",
        weight=-1.25,
        n_acts=3,
        spells=(
            Spell(start=date(2021, 3, 1), end=date(2021, 3, 31), weight=2.0, n_acts=1),
            Spell(start=date(2021, 5, 1), end=date(2021, 5, 31), weight=-3.5, n_acts=2),
        ),
    ),
)
GEXF_ATTRIBUTES = {
    "gexf": {"version"},
    "meta": set(),
    "creator": set(),
    "description": set(),
    "graph": {"defaultedgetype", "mode", "timeformat", "timerepresentation"},
    "attributes": {"class", "mode"},
    "attribute": {"id", "title", "type"},
    "nodes": {"count"},
    "node": {"id", "label"},
    "edges": {"count"},
    "edge": {"id", "source", "target", "weight"},
    "attvalues": set(),
    "attvalue": {"for", "value", "start", "end"},
    "spells": set(),
    "spell": {"start", "end"},
}
"""Elements and attributes of the GEXF 1.3 schema that we use (https://gexf.net/1.3/gexf.xsd, dynamics.xsd, data.xsd)."""


def test_gexf_has_signed_weights_by_month_in_the_words_of_its_schema() -> None:
    out = io.BytesIO()
    assert write_gexf(out, TIES, {"NOR": "Norway & co"}) == 1
    root = ET.fromstring(out.getvalue())
    space = "{http://gexf.net/1.3}"
    for element in root.iter():
        name = element.tag.removeprefix(space)
        assert set(element.attrib) <= GEXF_ATTRIBUTES[name]
    (edge,) = root.iter(f"{space}edge")
    assert edge.get("weight") == "-1.25"
    dated = [v.attrib for v in edge.iter(f"{space}attvalue") if v.get("start")]
    assert [(v["start"], v["end"], v["value"]) for v in dated] == [
        ("2021-03-01", "2021-03-31", "2.0"),
        ("2021-05-01", "2021-05-31", "-3.5"),
    ]
    assert [n.get("label") for n in root.iter(f"{space}node")] == ["Norway & co", "TCD"]


def test_gexf_is_read_by_another_program() -> None:
    networkx = pytest.importorskip("networkx")
    out = io.BytesIO()
    write_gexf(out, TIES, {})
    out.seek(0)
    graph = networkx.read_gexf(out)
    assert graph.edges["NOR", "TCD"]["weight"] == -1.25
    assert graph.edges["NOR", "TCD"]["sign"] == "against"
    assert graph.edges["NOR", "TCD"]["spells"] == [("2021-03-01", "2021-03-31"), ("2021-05-01", "2021-05-31")]


def test_empty_network_is_a_valid_graph() -> None:
    out = io.BytesIO()
    assert write_gexf(out, (), {}) == 0
    assert ET.fromstring(out.getvalue()).tag.endswith("gexf")
