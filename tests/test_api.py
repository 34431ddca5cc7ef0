"""dragoman in Python."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import dragoman
from dragoman.errors import LedgerError, ReadError


def test_public_names_are_there() -> None:
    for name in dragoman.__all__:
        assert getattr(dragoman, name) is not None
    with pytest.raises(AttributeError):
        _ = dragoman.nothing


def test_reading_a_text_gives_its_record() -> None:
    record = dragoman.read("Norway called off talks with Chad on Monday.", published="2021-03-04", outlet="The Fjord")
    assert record.document.published == date(2021, 3, 4)
    assert record.document.outlet == "The Fjord"
    assert {e.status.value for e in record.events} == {"cancelled", "happened"}


def test_read_is_still_the_function_after_the_stage_of_that_name_is_imported() -> None:
    import dragoman.read.text

    assert callable(dragoman.read)


def test_unreadable_path_is_a_read_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("")
    with pytest.raises(ReadError):
        dragoman.read(tmp_path / "a.txt")


def test_ledger_adds_queries_and_relates(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Oslo, 3 March 2021\n\nNorway met Chad in Oslo on Monday. Norway accused Chad of lying.\n"
    )
    ledger = dragoman.open_ledger(tmp_path / "l")
    assert ledger.add([tmp_path / "a.txt"], started="2021-04-01").added == 1
    assert ledger.sql("SELECT count(*) AS n FROM documents").to_pylist() == [{"n": 1}]
    assert len(list(ledger.records())) == 1
    index = ledger.relation("nor", "TCD")
    assert index.points
    assert not ledger.relation("NOR", "PER").points


def test_wrong_folder_is_a_ledger_error(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(LedgerError):
        dragoman.open_ledger(tmp_path)


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, dragoman; print([m for m in ('spacy','duckdb','pyarrow','numpy','trafilatura','rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_corrections_runs_differences_and_releases_are_at_hand(tmp_path: Path) -> None:
    from factory import make_record

    from dragoman.store import open_ledger as open_stored

    record = make_record(1)
    with open_stored(tmp_path / "l").writer(coder_version="1", started="2021") as writer:
        writer.add(record)
    ledger = dragoman.open_ledger(tmp_path / "l")
    event_id = record.events[0].event_id
    given = {"author": "ann", "at": "2022-01-01", "reason": "r"}
    assert ledger.correct(event_id, field="status", value="planned", **given) == 1
    assert ledger.correct(record.positions[0].position_id, verdict="reject", **given) == 1
    assert ledger.sql("SELECT status FROM events")["status"].to_pylist() == ["planned"]
    assert ledger.corrections()["state"].to_pylist() == ["applied", "applied"]
    assert ledger.corrections(detached=True).num_rows == 0
    (run_id,) = ledger.runs()["run_id"].to_pylist()
    assert {c.cause for c in ledger.diff(run_id).changes} == {"correction"}
    assert "SHA256SUMS" in ledger.release(tmp_path / "out", with_text=False)
