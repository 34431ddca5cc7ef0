"""A damaged ledger is named for what it is, and made whole again from what is left of it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from factory import make_record

from dragoman.errors import LedgerError
from dragoman.linking import link_ledger, repair_ledger
from dragoman.read import read
from dragoman.store import open_ledger
from dragoman.store.check import examine
from dragoman.store.ledger import Ledger
from dragoman.store.lock import PENDING
from dragoman.store.repair import DRAFT, TEXTS
from dragoman.store.schema import COLUMNS, SNAPSHOTS, tables
from dragoman.store.tables import Tables

N, BATCH = 9, 3
FOLLOWING = tuple(name for name in COLUMNS if name not in {"documents", "records", "disputes"})
NOW = "2022-01-01"
Rows = dict[str, list[dict[str, object]]]


def fill(ledger: Ledger, *, last: int = N, started: str = "2021") -> None:
    with ledger.writer(coder_version="1", started=started, batch_size=BATCH) as writer:
        for n in range(last):
            writer.add(make_record(n))


@pytest.fixture(scope="module")
def undamaged(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    made = open_ledger(tmp_path_factory.mktemp("undamaged") / "l")
    fill(made)
    link_ledger(made.path, coder_version="1", started="2021")
    return made


@pytest.fixture(scope="module")
def before(undamaged: Ledger) -> Rows:
    return contents(undamaged)


@pytest.fixture
def ledger(undamaged: Ledger, tmp_path: Path) -> Ledger:
    shutil.copytree(undamaged.path, tmp_path / "l")
    return Ledger(tmp_path / "l")


def contents(ledger: Ledger) -> Rows:
    view = ledger.view()
    shown = (*COLUMNS, "merges", "shared_origins", "corrections", "runs")
    return {name: view.sql(f"SELECT * FROM {name} ORDER BY ALL").to_pylist() for name in shown}


def parts(ledger: Ledger, name: str) -> list[Path]:
    return [Path(file) for file in Tables(ledger.path).files(name)]


def log_of(ledger: Ledger, name: str) -> list[Path]:
    return sorted((ledger.path / name / "_delta_log").glob("*.json"))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def no_log(ledger: Ledger, name: str) -> None:
    shutil.rmtree(ledger.path / name / "_delta_log")


def cut_last_entry(ledger: Ledger, name: str) -> None:
    cut(log_of(ledger, name)[-1])


def empty_last_entry(ledger: Ledger, name: str) -> None:
    log_of(ledger, name)[-1].write_bytes(b"")


def lose_entry(ledger: Ledger, name: str) -> None:
    log_of(ledger, name)[1].unlink()


@pytest.mark.parametrize("damage", [no_log, cut_last_entry, empty_last_entry, lose_entry])
@pytest.mark.parametrize("name", ["documents", "batches", "merges"])
def test_truncated_log_costs_nothing(
    ledger: Ledger, before: Rows, name: str, damage: Callable[[Ledger, str], None]
) -> None:
    damage(ledger, name)
    assert any(fault.startswith(f"{name}: ") for fault in ledger.check())
    repaired = repair_ledger(ledger.path, started=NOW)
    assert repaired.plan.n_lost == 0
    assert not repaired.plan.texts
    assert contents(ledger) == before
    assert ledger.check() == ()


@pytest.mark.parametrize(("name", "damage"), list(zip(FOLLOWING, (cut, Path.unlink) * 6, strict=False)))
def test_rows_that_follow_from_the_records_are_made_again(
    ledger: Ledger, before: Rows, name: str, damage: Callable[[Path], None]
) -> None:
    damage(parts(ledger, name)[1])
    assert any(fault.startswith(f"{name}: part-") for fault in ledger.check())
    repair_ledger(ledger.path, started=NOW)
    assert contents(ledger) == before
    assert ledger.check() == ()


@pytest.mark.parametrize("number", range(N // BATCH))
@pytest.mark.parametrize("name", ["documents", "records"])
def test_batch_whose_documents_are_lost_goes_and_can_be_added_again(
    ledger: Ledger, before: Rows, name: str, tmp_path: Path, number: int
) -> None:
    cut(parts(ledger, name)[number])
    repaired = repair_ledger(ledger.path, started=NOW)
    assert repaired.plan.n_lost == BATCH
    assert repaired.plan.n_unsaved == (BATCH if name == "documents" else 0)
    assert ledger.check() == ()
    assert ledger.view().n_documents() == N - BATCH
    assert repaired.aside is not None
    if name == "records":
        saved = [doc for doc, _ in read([repaired.aside / TEXTS]) if doc is not None]
        lost = {row["doc_id"] for row in before["documents"]} - {row["doc_id"] for row in contents(ledger)["documents"]}
        assert {doc.doc_id for doc in saved} == lost
    fill(ledger, started="2023")
    link_ledger(ledger.path, coder_version="1", started="2023")
    again = contents(ledger)
    for kept in before.keys() - {"runs", "documents"}:
        assert again[kept] == before[kept], kept


def test_lost_marker_costs_the_batch_and_saves_its_texts(ledger: Ledger) -> None:
    parts(ledger, "batches")[0].unlink()
    repaired = repair_ledger(ledger.path, started=NOW)
    n_left = ledger.view().n_documents()
    assert n_left + len(repaired.plan.texts) == N
    assert ledger.check() == ()


def test_repair_falls_back_on_what_a_compaction_replaced(ledger: Ledger, before: Rows) -> None:
    assert ledger.compact() > 0
    for name in ("documents", "records", "batches", "merges"):
        (joined,) = parts(ledger, name)
        cut(joined)
    repaired = repair_ledger(ledger.path, started=NOW)
    assert repaired.plan.n_lost == 0
    assert contents(ledger) == before
    assert ledger.check() == ()


def test_joins_that_are_damaged_are_made_anew(ledger: Ledger, before: Rows) -> None:
    parts(ledger, "happenings")[0].unlink()
    repair_ledger(ledger.path, started=NOW)
    assert contents(ledger) == before
    assert ledger.check() == ()


@pytest.mark.parametrize("name", ["documents", "records"])
def test_ledger_that_loses_all_its_documents_takes_them_again(ledger: Ledger, name: str, before: Rows) -> None:
    for file in parts(ledger, name):
        cut(file)
    repair_ledger(ledger.path, started=NOW)
    assert ledger.check() == ()
    assert ledger.view().n_documents() == 0
    fill(ledger, started="2023")
    link_ledger(ledger.path, coder_version="1", started="2023")
    again = contents(ledger)
    assert all(again[kept] == before[kept] for kept in before.keys() - {"runs", "documents"})
    assert ledger.check() == ()


@pytest.mark.parametrize("change", ["Norway met Chad never.", "x"])
def test_altered_text_is_found_and_dropped(ledger: Ledger, change: str) -> None:
    (file, *_) = parts(ledger, "documents")
    table = pq.read_table(file)
    texts = [change, *table["text"].to_pylist()[1:]]
    pq.write_table(table.set_column(table.schema.get_field_index("text"), "text", pa.array(texts)), file)
    assert any("its text is not the one that was added" in fault for fault in ledger.check())
    repaired = repair_ledger(ledger.path, started=NOW)
    assert (repaired.plan.n_lost, repaired.plan.n_unsaved) == (1, 1)
    assert ledger.view().n_documents() == N - 1
    assert ledger.check() == ()
    assert not ledger.view().sql("SELECT * FROM events WHERE doc_id NOT IN (SELECT doc_id FROM documents)").num_rows


def test_all_that_repair_removes_lies_aside(ledger: Ledger) -> None:
    damaged = parts(ledger, "events")[0]
    cut(damaged)
    old = {file.name: file.read_bytes() for file in (ledger.path / "events").rglob("*") if file.is_file()}
    repaired = repair_ledger(ledger.path, started=NOW)
    assert repaired.aside == ledger.path.with_name("l.aside") / "1"
    assert {f.name: f.read_bytes() for f in (repaired.aside / "events").rglob("*") if f.is_file()} == old
    cut(parts(ledger, "events")[0])
    assert repair_ledger(ledger.path, started=NOW).aside == ledger.path.with_name("l.aside") / "2"


def test_dry_run_and_check_change_nothing(ledger: Ledger) -> None:
    cut(parts(ledger, "events")[0])
    parts(ledger, "documents")[1].unlink()
    before = {file: file.read_bytes() for file in ledger.path.parent.rglob("*") if file.is_file()}
    assert ledger.check()
    assert not repair_ledger(ledger.path, started=NOW, dry_run=True).plan.is_empty()
    assert {file: file.read_bytes() for file in ledger.path.parent.rglob("*") if file.is_file()} == before


def test_sound_ledger_is_left_alone(ledger: Ledger) -> None:
    before = {file: file.read_bytes() for file in ledger.path.parent.rglob("*") if file.is_file()}
    repaired = repair_ledger(ledger.path, started=NOW)
    assert repaired.plan.is_empty()
    assert repaired.aside is None
    assert {file: file.read_bytes() for file in ledger.path.parent.rglob("*") if file.is_file()} == before


def test_leftovers_of_a_killed_writer_are_no_fault_and_are_removed(tmp_path: Path) -> None:
    class Died(BaseException):
        pass

    ledger = open_ledger(tmp_path / "l")
    fill(ledger, last=3)
    append = Tables.append
    left = 8

    def dying(self: Tables, name: str, rows: pa.Table) -> None:
        nonlocal left
        if not left:
            raise Died
        left -= 1
        append(self, name, rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Tables, "append", dying)
        with pytest.raises(Died):
            fill(ledger, last=6)
    pq.write_table(pq.read_table(parts(ledger, "events")[0]), ledger.path / "events" / "part-of-nobody.parquet")
    found = examine(ledger.path)
    assert found.faults() == ()
    assert (found.n_stray_rows > 0, found.n_stray_files) == (True, 1)
    committed = contents(ledger)
    repaired = repair_ledger(ledger.path, started=NOW)
    assert len(repaired.plan.texts) == 3
    assert contents(ledger) == committed
    found = examine(ledger.path)
    assert (found.faults(), found.n_stray_rows, found.n_stray_files) == ((), 0, 0)


@pytest.mark.parametrize("damage", [Path.unlink, cut])
def test_lost_head_is_written_anew(ledger: Ledger, before: Rows, damage: Callable[[Path], None]) -> None:
    damage(ledger.path / "ledger.json")
    assert ledger.check() == ("ledger: ledger.json is missing or damaged",)
    repair_ledger(ledger.path, started=NOW)
    assert contents(ledger) == before


def test_ledger_of_another_version_is_not_touched(ledger: Ledger) -> None:
    (ledger.path / "ledger.json").write_text(json.dumps({"dragoman_ledger": 1}))
    with pytest.raises(LedgerError, match="ledger of schema 1"):
        repair_ledger(ledger.path, started=NOW)


def test_folder_that_is_no_ledger_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(LedgerError, match="no ledger here"):
        repair_ledger(tmp_path, started=NOW)
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


HOLDER = """
import sys, time
from pathlib import Path
from dragoman.store.tables import Tables
with Tables(Path(sys.argv[1])).writing():
    print("held", flush=True)
    time.sleep(60)
"""


def test_repair_waits_for_nobody_and_disturbs_no_writer(ledger: Ledger) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(ledger.path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(LedgerError, match="somebody is writing to it"):
        repair_ledger(ledger.path, started=NOW)
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    assert repair_ledger(ledger.path, started=NOW).plan.is_empty()


@pytest.mark.parametrize("n_moves", [0, 1, 3, 6, 10])
def test_repair_that_is_stopped_half_way_is_finished_by_the_next(
    ledger: Ledger, before: Rows, n_moves: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Died(BaseException):
        pass

    for name in ("events", "mentions", "merges"):
        cut(parts(ledger, name)[0])
    rename, done = Path.rename, [0]

    def dying(self: Path, target: Path) -> Path:
        done[0] += 1
        if done[0] > n_moves:
            raise Died
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", dying)
    try:
        repair_ledger(ledger.path, started=NOW)
    except Died:
        monkeypatch.undo()
        if (ledger.path / PENDING).exists():
            with pytest.raises(LedgerError, match="repair was stopped half way"):
                open_ledger(ledger.path)
            with pytest.raises(LedgerError, match="repair was stopped half way"), Tables(ledger.path).writing():
                pytest.fail("a writer must not begin")
        repair_ledger(ledger.path, started=NOW)
    monkeypatch.undo()
    link_ledger(ledger.path, coder_version="1", started="2022")
    assert contents(ledger) == before
    assert ledger.check() == ()
    assert not (ledger.path / DRAFT).exists()
    assert not (ledger.path / PENDING).exists()


def test_every_table_can_be_damaged_at_once(ledger: Ledger) -> None:
    for name in tables():
        for file in parts(ledger, name)[:1]:
            cut(file)
    for name in ("events", *SNAPSHOTS):
        no_log(ledger, name)
    repair_ledger(ledger.path, started=NOW)
    assert ledger.check() == ()
    fill(ledger, started="2023")
    assert ledger.view().n_documents() == N
