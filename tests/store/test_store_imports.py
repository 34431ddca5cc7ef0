"""Imported events lie beside the ledger's own: each once, whole after a kill, never mixed in unasked."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from factory import make_record

from dragoman.errors import ConfigError
from dragoman.exchange.table import SCHEMA
from dragoman.store import open_ledger
from dragoman.store.dyads import dyad_events, last_day
from dragoman.store.filters import Filters
from dragoman.store.imported import imported_events
from dragoman.store.imports import ImportFile, ImportWriter, origins
from dragoman.store.ledger import Ledger
from dragoman.store.schema import IMPORTED
from dragoman.store.writer import write_batch


def party(code: str, sector: str | None = None) -> dict[str, str | None]:
    return {"entity_id": None, "name": f"Name of {code}", "code": code, "sector": sector}


def rows(*ids: str, **over: Any) -> pa.Table:
    values: dict[str, Any] = dict.fromkeys(SCHEMA.names)
    values |= {
        "type": "ACCUSE",
        "status": "happened",
        "label": "Criticize",
        "start": date(2018, 5, 1),
        "end": date(2018, 5, 1),
    }
    values |= {"cameo": "111", "goldstein": -2.0, "actors": [party("NOR")], "recipients": [party("TCD")]}
    return pa.Table.from_pylist([{**values, "event_id": one, **over} for one in ids], schema=SCHEMA)


def source(origin: str = "icews", sha256: str = "s") -> ImportFile:
    return ImportFile(origin=origin, release="2020", form="icews", file="events.tab", sha256=sha256)


def keep(ledger: Ledger, table: pa.Table, origin: str = "icews", sha256: str = "s") -> ImportWriter:
    writer = ImportWriter(ledger, source(origin, sha256), started="2021-01-01", version="1")
    writer.add(table)
    writer.finish()
    return writer


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(tmp_path / "l")


def test_columns_of_the_table_are_those_of_the_exchange() -> None:
    kept = [(name, kind) for name, kind in IMPORTED["imported_events"]][2:]
    assert kept == [(field.name, field.type) for field in SCHEMA]


def test_events_are_kept_once_with_origin_release_and_parties(ledger: Ledger) -> None:
    first = keep(ledger, rows("i1", "i2", "i1"))
    assert (first.n_new, first.n_known) == (2, 1)
    again = keep(ledger, rows("i2", "i3"), sha256="t")
    assert (again.n_new, again.n_known) == (1, 1)
    found = ledger.view().sql("SELECT event_id, origin, release FROM imported_events ORDER BY 1").to_pylist()
    assert [(r["event_id"], r["origin"], r["release"]) for r in found] == [
        (one, "icews", "2020") for one in ("i1", "i2", "i3")
    ]
    parties = ledger.view().sql("SELECT role, code FROM imported_participants WHERE event_id = 'i1' ORDER BY 1")
    assert parties.to_pylist() == [{"role": "actor", "code": "NOR"}, {"role": "recipient", "code": "TCD"}]
    assert ledger.check() == ()


def test_file_imported_to_its_end_is_known_and_a_broken_off_one_is_not(ledger: Ledger) -> None:
    writer = ImportWriter(ledger, source(), started="2021", version="1")
    writer.add(rows("i1"))
    assert not ImportWriter(ledger, source(), started="2022", version="1").is_done()
    writer.finish()
    assert ImportWriter(ledger, source(), started="2022", version="1").is_done()
    assert not ImportWriter(ledger, source("other"), started="2022", version="1").is_done()
    assert ledger.view().sql("SELECT file, n_new FROM imports").to_pylist() == [{"file": "events.tab", "n_new": 1}]


def test_rows_without_their_marker_are_not_seen(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dragoman.store.tables.Tables.next_seq", die)
    with pytest.raises(KeyboardInterrupt):
        keep(ledger, rows("i1"))
    monkeypatch.undo()
    assert ledger.view().sql("SELECT * FROM imported_events").num_rows == 0
    assert keep(ledger, rows("i1")).n_new == 1


def test_two_imports_at_the_same_time_show_an_event_once(ledger: Ledger) -> None:
    from dragoman.store.tables import Tables

    for batch in ("b1", "b2"):
        table = (
            rows("i1", batch)
            .add_column(0, "origin", pa.array(["icews"] * 2))
            .add_column(1, "release", pa.nulls(2, pa.string()))
        )
        write_batch(
            Tables(ledger.path), {}, batch_id=batch, run_id="r", coder_version="1", n_documents=0,
            appended={"imported_events": table},
        )  # fmt: skip
    found = ledger.view().sql("SELECT event_id FROM imported_events ORDER BY 1")["event_id"].to_pylist()
    assert found == ["b1", "b2", "i1"]


def test_own_events_and_imported_ones_are_never_mixed_unasked(ledger: Ledger) -> None:
    with ledger.writer(coder_version="1", started="2021") as writer:
        writer.add(make_record())
    keep(ledger, rows("i1"))
    view = ledger.view()
    assert view.sql("SELECT * FROM events").num_rows == 1
    assert dyad_events(view).num_rows == 2  # a mutual meeting, both ways round
    assert dyad_events(view, origins=("icews",)).num_rows == 1
    assert dyad_events(view, origins=("dragoman", "icews")).num_rows == 3
    assert last_day(view) == date(2021, 3, 1)
    assert last_day(view, ("icews",)) == date(2018, 5, 1)
    assert origins(view) == {"icews": 1}


def test_rebels_of_a_state_do_not_act_for_it(ledger: Ledger) -> None:
    keep(ledger, rows("i1", actors=[party("NOR", "REB")]))
    table = dyad_events(ledger.view(), origins=("icews",))
    assert table["actor"].to_pylist() == ["NORREB"]


def test_mutual_act_without_recipient_gives_a_pair_each_way_and_an_uncoded_side_none(ledger: Ledger) -> None:
    keep(ledger, rows("i1", actors=[party("NOR"), party("TCD")], recipients=[]))
    keep(ledger, rows("i2", recipients=[{**party("TCD"), "code": None}]), sha256="t")
    table = dyad_events(ledger.view(), origins=("icews",))
    assert table["event_id"].to_pylist() == ["i1", "i1"]


@pytest.mark.parametrize(
    ("filters", "n_found"),
    [
        (Filters(), 2),
        (Filters(actor="NOR"), 2),
        (Filters(actor="tcd"), 2),
        (Filters(recipient="NOR"), 0),
        (Filters(actor="name of nor"), 2),
        (Filters(type="accuse"), 2),
        (Filters(type="AID"), 0),
        (Filters(since=date(2018, 5, 2)), 0),
        (Filters(until=date(2018, 5, 1)), 2),
        (Filters(text="critic"), 2),
        (Filters(limit=1), 1),
    ],
)
def test_filters_work_on_imported_events(ledger: Ledger, filters: Filters, n_found: int) -> None:
    keep(ledger, rows("i1", "i2"))
    assert imported_events(ledger.view(), filters, origin="icews").num_rows == n_found


def test_unknown_origin_and_senseless_filter_are_one_line(ledger: Ledger) -> None:
    keep(ledger, rows("i1"))
    with pytest.raises(
        ConfigError, match="--from gdelt: the ledger has no such origin, expected one of dragoman, icews"
    ):
        dyad_events(ledger.view(), origins=("gdelt",))
    with pytest.raises(ConfigError, match="--source-kind"):
        imported_events(ledger.view(), Filters(speaker_kind="named"), origin="icews")
    with pytest.raises(ConfigError, match="own events"):
        ImportWriter(ledger, source("dragoman"), started="2021", version="1")
