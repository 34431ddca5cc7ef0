"""Forecasts in the ledger: kept once, whole or not at all, and what is counted from the store for `track`."""

import json
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest
from factory import NORWAY, make_document, make_event, make_evidence, make_record

from dragoman.errors import LedgerError
from dragoman.model import Entity, EventType, Interval, Position, Precision, Span, Stance, Status
from dragoman.store import open_ledger
from dragoman.store.dyads import dated_positions, dyad_events, event_codes, expected_pairs, last_day
from dragoman.store.forecasts import FORECAST_COLUMNS, count_kept, keep_forecasts, kept_forecasts
from dragoman.store.schema import SCHEMA_VERSION
from dragoman.store.tables import Tables

PERU = Entity(entity_id="state:PER", name="Peru", code="PER", sector="GOV")


def forecasts(*ids, chance=0.25, due=date(2021, 3, 8)):
    row = {
        "made_on": date(2021, 3, 1),
        "due": due,
        "actor": "NOR",
        "recipient": "TCD",
        "directed": True,
        "event_class": "verbal_conflict",
        "probability": chance,
        "n_hits": 1,
        "n_spans": 4,
        "peer_share": 0.5,
    }
    return pa.Table.from_pylist([{"forecast_id": one, **row} for one in ids])


def keep(ledger, table, started="2021-03-01T10:00:00+00:00"):
    return keep_forecasts(ledger, table, coder_version="1", started=started)


@pytest.fixture
def ledger(tmp_path):
    return open_ledger(tmp_path / "l")


def test_forecasts_come_back_as_they_were_kept(ledger):
    table = forecasts("f1", "f2")
    assert keep(ledger, table) == 2
    back = kept_forecasts(ledger.view())
    assert back.select(list(FORECAST_COLUMNS)).to_pylist() == table.to_pylist()
    assert set(back["kept"].to_pylist()) == {"2021-03-01T10:00:00+00:00"}
    assert ledger.check() == ()


def test_a_forecast_is_kept_once_and_never_changed(ledger):
    keep(ledger, forecasts("f1"))
    assert keep(ledger, forecasts("f1", "f2", chance=0.9), started="2021-03-05") == 1
    assert keep(ledger, forecasts("f1", "f2", chance=0.1), started="2021-03-06") == 0
    rows = {row["forecast_id"]: row["probability"] for row in kept_forecasts(ledger.view()).to_pylist()}
    assert rows == {"f1": 0.25, "f2": 0.9}
    assert ledger.view().sql("SELECT count(*) AS n FROM batches")["n"].to_pylist() == [2]


def test_of_two_writers_at_once_the_first_commit_stands(ledger):
    class Blind:
        path = ledger.path

        @staticmethod
        def view():
            return empty

    empty = ledger.view()
    keep(ledger, forecasts("f1", chance=0.2))
    assert keep(Blind(), forecasts("f1", "f2", chance=0.7), started="2021-03-02") == 2
    rows = {row["forecast_id"]: row["probability"] for row in kept_forecasts(ledger.view()).to_pylist()}
    assert rows == {"f1": 0.2, "f2": 0.7}


def test_forecasts_without_a_marker_are_not_there(ledger, monkeypatch):
    whole = Tables.append

    def dies_before_the_marker(self, name, rows):
        if name == "batches":
            raise LedgerError("disk full")
        whole(self, name, rows)

    monkeypatch.setattr(Tables, "append", dies_before_the_marker)
    with pytest.raises(LedgerError):
        keep(ledger, forecasts("f1"))
    monkeypatch.undo()
    assert kept_forecasts(ledger.view()).num_rows == 0
    assert keep(ledger, forecasts("f1")) == 1
    assert kept_forecasts(ledger.view()).num_rows == 1


def test_compaction_keeps_forecasts(ledger):
    for number in range(3):
        keep(ledger, forecasts(f"f{number}"), started=f"2021-03-0{number + 1}")
    ledger.compact(retention_hours=0)
    assert kept_forecasts(ledger.view())["forecast_id"].to_pylist() == ["f0", "f1", "f2"]


def test_hindsight_is_counted(ledger):
    keep(ledger, forecasts("f1"), started="2021-03-08T23:00:00+00:00")
    keep(ledger, forecasts("f2"), started="2021-03-09T00:00:00+00:00")
    assert count_kept(ledger.view()) == (2, 1)


def test_keeping_forecasts_does_not_touch_documents(ledger):
    with ledger.writer(coder_version="1", started="2021-01-01") as writer:
        writer.add(make_record())
    keep(ledger, forecasts("f1"))
    assert ledger.view().n_documents() == 1
    with ledger.writer(coder_version="1", started="2021-01-02") as writer:
        writer.add(make_record())
    assert writer.n_known == 1
    assert kept_forecasts(ledger.view()).num_rows == 1


def test_ledger_of_an_older_schema_is_refused_in_one_line(ledger):
    (ledger.path / "ledger.json").write_text(json.dumps({"dragoman_ledger": SCHEMA_VERSION - 1}))
    with pytest.raises(LedgerError, match=f"schema {SCHEMA_VERSION - 1}, this program reads {SCHEMA_VERSION}"):
        open_ledger(ledger.path)


def test_positions_come_with_day_and_codes_where_they_are_held(ledger):
    document = make_document()
    base = make_record(document=document).positions[0]
    other = Span(0, 6)

    def position(object_, stance, **over):
        key = Position.key(document.doc_id, base.actor, object_, stance, other)
        return replace(base, position_id=key, object=object_, stance=stance, evidence=other, **over)

    with ledger.writer(coder_version="1", started="2021-01-01") as writer:
        positions = (
            base,
            position("Énergy Tax", Stance.OPPOSE),
            position("dams", Stance.SUPPORT, status=Status.DENIED),
        )
        writer.add(make_record(document=document, positions=positions))
    rows = dated_positions(ledger.view()).to_pylist()
    assert {(row["actor"], row["object"], row["is_about_actor"], row["stance"]) for row in rows} == {
        ("NOR", "TCD", True, "support"),
        ("NOR", "energy tax", False, "oppose"),
    }
    assert {row["day"] for row in rows} == {date(2021, 3, 1)}


def test_covered_events_begin_with_the_first_document(ledger):
    document = make_document()
    long_ago = Interval(start=date(2001, 1, 1), end=date(2001, 1, 1), precision=Precision.DAY, basis="absolute")
    events = (
        make_event(document, event_id="e1", date=long_ago),
        make_event(document, event_id="e2", date=None),
    )
    with ledger.writer(coder_version="1", started="2021-01-01") as writer:
        writer.add(make_record(document=document, events=events, drivers=(), outlook=()))
    view = ledger.view()
    assert set(dyad_events(view)["event_id"].to_pylist()) == {"e1", "e2"}
    assert set(dyad_events(view, covered=True)["event_id"].to_pylist()) == {"e2"}
    assert last_day(view) == date(2021, 3, 1)
    assert event_codes(view) == {"NOR", "TCD"}


@pytest.mark.parametrize(
    ("actors", "recipients", "found"),
    [
        (("state:NOR", "state:TCD"), (), ("NOR", "TCD", False)),
        (("state:TCD",), ("state:NOR",), ("TCD", "NOR", True)),
        (("state:TCD",), (), None),
        (("state:TCD",), ("state:NOR", "state:PER"), None),
        (("state:NOR", "state:PER", "state:TCD"), (), None),
    ],
)
def test_expectation_has_a_pair_where_its_event_has_two_coded_parties(ledger, actors, recipients, found):
    document = make_document()
    evidence = make_evidence(document, actors=actors, recipients=recipients, status=Status.EXPECTED)
    record = make_record(document=document, events=(make_event(document, evidence=(evidence,)),))
    with ledger.writer(coder_version="1", started="2021-01-01") as writer:
        writer.add(replace(record, entities=(*record.entities, PERU)))
    rows = expected_pairs(ledger.view(), [record.outlook[0].expectation_id]).to_pylist()
    assert [(row["actor"], row["recipient"], row["directed"]) for row in rows] == ([found] if found else [])
    if found:
        assert (rows[0]["told"], rows[0]["due"], rows[0]["type"]) == (date(2021, 3, 1), date(2021, 4, 30), "CONSULT")
    assert expected_pairs(ledger.view(), []).num_rows == 0


def test_empty_ledger_has_no_day_and_no_rows(ledger):
    view = ledger.view()
    assert last_day(view) is None
    assert dated_positions(view).num_rows == 0
    assert kept_forecasts(view).num_rows == 0
    assert count_kept(view) == (0, 0)


def test_rebels_without_a_code_of_their_own_do_not_act_for_their_state(tmp_path):
    rebels = Entity(entity_id="role:TCD:reb", name="Chadian rebels", code="TCD", country="TCD", sector="REB")
    document = make_document()
    event = make_event(
        document,
        event_id="e1",
        evidence=(
            make_evidence(document, type=EventType.ASSAULT, actors=("role:TCD:reb",), recipients=("state:NOR",)),
        ),
    )
    record = make_record(
        document=document, entities=(NORWAY, rebels), events=(event,), positions=(), drivers=(), outlook=()
    )
    with open_ledger(tmp_path / "l").writer(coder_version="1", started="2021") as writer:
        writer.add(record)
    rows = dyad_events(open_ledger(tmp_path / "l").view()).to_pylist()
    assert [(row["actor"], row["recipient"]) for row in rows] == [("TCDREB", "NOR")]
