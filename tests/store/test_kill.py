"""kill -9 at any moment: nothing acknowledged is lost, nothing is doubled or half seen, and running again mends it."""

import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pytest
from factory import make_record

from dragoman.errors import LedgerError
from dragoman.store import open_ledger
from dragoman.store.ledger import Ledger
from dragoman.store.schema import COLUMNS
from dragoman.store.tables import Tables
from dragoman.store.view import View

TESTS = Path(__file__).resolve().parents[1]
FIRST, LAST, BATCH = 0, 12, 4
ROUNDS = int(os.environ.get("KILL_ROUNDS", "12"))
PACE_ROUNDS = 10
"""After so many rounds it is measured anew how long writing takes: the machine may have become busier."""
READ_EVERY_S = 0.1
STEPS = 28
"""Appends of the first two batches: thirteen tables have rows, `runs` only once, and before any of them is a step."""

WRITER = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from factory import make_record
from dragoman.store import open_ledger
from dragoman.store.tables import Tables

path, stop_before, started, first, last, batch = sys.argv[2], *map(int, sys.argv[3:8])
append, done = Tables.append, []
def counted(self, table, rows):
    if len(done) == stop_before:
        os.kill(os.getpid(), signal.SIGKILL)
    append(self, table, rows)
    done.append(table)
Tables.append = counted

writer = open_ledger(path).writer(coder_version="1", started=str(started), batch_size=batch)
for n in range(first, last):
    writer.add(make_record(n))
    if not writer._records:
        print(n, flush=True)
writer.commit()
print(n, flush=True)
"""
COMPACTOR = """
import sys, time
from dragoman.store import open_ledger
for _ in range(1000):
    open_ledger(sys.argv[1]).compact(retention_hours=1)
    time.sleep(0.05)
"""


def spawn(
    ledger: Path, *, stop_before: int = -1, started: int = 2021, first: int = FIRST, batch: int = BATCH
) -> subprocess.Popen[str]:
    given = (ledger, stop_before, started, first, LAST, batch)
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(TESTS), *map(str, given)], stdout=subprocess.PIPE, text=True
    )


def acknowledged(process: subprocess.Popen[str]) -> int:
    """Return the number after the last document that the writer said was safe before it ended."""
    out, _ = process.communicate(timeout=60)
    lines = out.split()
    return int(lines[-1]) + 1 if lines else 0


def contents(ledger: Ledger) -> dict[str, pa.Table]:
    view = ledger.view()
    columns = {"documents": "* EXCLUDE (run_id)"}
    return {n: view.sql(f"SELECT {columns.get(n, '*')} FROM {n} ORDER BY ALL") for n in (*COLUMNS, "origins")}


def check_whole(view: View) -> set[str]:
    """Assert that every document is seen whole and once; return the ids that their inputs gave."""
    shown = {n: view.query(f"SELECT count(*) AS n FROM {n}")["n"][0].as_py() for n in COLUMNS}
    n = shown["documents"]
    double = {"participants", "mentions"}
    for name, rows in shown.items():
        if name not in {"entities", "disputes"}:
            assert rows == (2 * n if name in double else n), (name, shown)
    return set(view.query("SELECT given_id FROM documents")["given_id"].to_pylist())


def names(numbers: Iterable[int]) -> set[str]:
    return {f"n{k}" for k in numbers}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    ledger = open_ledger(tmp_path_factory.mktemp("whole") / "l")
    add_all(ledger, started="2021")
    return contents(ledger)


def add_all(ledger: Ledger, *, started: str) -> None:
    with ledger.writer(coder_version="1", started=started, batch_size=BATCH) as writer:
        for n in range(FIRST, LAST):
            writer.add(make_record(n))


class Died(BaseException):
    """Stands for the end of the process: nothing after it runs."""


@pytest.mark.parametrize("step", [0, 5, 12, 13, *(pytest.param(k, marks=pytest.mark.slow) for k in range(STEPS))])
def test_death_between_two_steps_of_a_commit_is_mended_by_running_again(
    tmp_path: Path, step: int, undisturbed: dict[str, pa.Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    append = Tables.append
    done: list[str] = []

    def dying(self: Tables, name: str, rows: pa.Table) -> None:
        if len(done) == step:
            raise Died
        append(self, name, rows)
        done.append(name)

    ledger = open_ledger(tmp_path / "l")
    with monkeypatch.context() as patch:
        patch.setattr(Tables, "append", dying)
        with pytest.raises(Died):
            add_all(ledger, started="2021")
    assert check_whole(ledger.view()) == names(range(FIRST, BATCH * done.count("batches")))
    add_all(ledger, started="2022")
    assert contents(ledger) == undisturbed
    assert ledger.check() == ()


def check_killed(path: Path, step: int, undisturbed: dict[str, pa.Table]) -> None:
    victim = spawn(path, stop_before=step)
    safe = acknowledged(victim)
    assert victim.returncode == -9
    ledger = open_ledger(path)
    assert check_whole(ledger.view()) >= names(range(safe))
    add_all(ledger, started="2022")
    assert contents(ledger) == undisturbed


def test_killed_before_the_marker_loses_nothing_and_mends(tmp_path: Path, undisturbed: dict[str, pa.Table]) -> None:
    check_killed(tmp_path / "l", 25, undisturbed)


@pytest.mark.slow
@pytest.mark.parametrize("step", range(STEPS))
def test_killed_at_every_step_of_the_commit(tmp_path: Path, step: int, undisturbed: dict[str, pa.Table]) -> None:
    check_killed(tmp_path / "l", step, undisturbed)


def round_of_killing(
    path: Path, undisturbed: dict[str, pa.Table], rng: random.Random, *, compacting: bool, within_s: float = 1.5
) -> str:
    """Kill one of two writers, which add some of the same documents, at a random moment while others read.

    Args:
        path: Where the ledger will be.
        undisturbed: What it shall hold in the end.
        rng: Draws the moment and the sizes of the commits.
        compacting: Whether a third process joins files meanwhile.
        within_s: Longest time from the ledger's beginning to the kill.

    Returns:
        "before its first commit", "between its commits" or "after its end": where the kill hit the writer.
    """
    victim, other = spawn(path, batch=rng.choice((2, 3, 4))), spawn(path, first=6, batch=rng.choice((2, 4)))
    compactor = subprocess.Popen([sys.executable, "-c", COMPACTOR, str(path)])
    if not compacting:
        compactor.kill()
    killer = threading.Timer(rng.uniform(0.0, within_s), victim.kill)
    seen: set[str] = set()
    while killer.ident is None or killer.is_alive() or other.poll() is None:
        if (path / "ledger.json").exists():
            if killer.ident is None:
                killer.start()
            now = check_whole(open_ledger(path).view())
            assert now >= seen
            seen = now
        time.sleep(READ_EVERY_S)
    compactor.kill()
    assert compactor.wait(60) == -9, "the compaction failed before it was stopped"
    safe = acknowledged(victim)
    assert acknowledged(other) == LAST
    ledger = open_ledger(path)
    assert check_whole(ledger.view()) >= names(range(safe)) | names(range(6, LAST))
    add_all(ledger, started="2022")
    assert contents(ledger) == undisturbed
    assert ledger.check() == ()
    if victim.returncode == 0:
        return "after its end"
    return "between its commits" if safe else "before its first commit"


def seconds_of_writing(path: Path) -> float:
    """Return how long two writers need on this machine now, from the ledger's beginning to the end of the slower."""
    writers = [spawn(path), spawn(path, first=6)]
    while not (path / "ledger.json").exists():
        time.sleep(0.02)
    begin = time.monotonic()
    assert [acknowledged(writer) for writer in writers] == [LAST, LAST]
    shutil.rmtree(path)
    return time.monotonic() - begin


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_killed_at_a_random_moment_beside_a_second_writer_and_readers(
    tmp_path: Path, undisturbed: dict[str, pa.Table], seed: int
) -> None:
    round_of_killing(tmp_path / "l", undisturbed, random.Random(seed), compacting=False)


@pytest.mark.slow
@pytest.mark.timeout(600 + 60 * ROUNDS)
def test_killed_at_random_moments_beside_a_second_writer_a_compaction_and_readers(
    tmp_path: Path, undisturbed: dict[str, pa.Table]
) -> None:
    rng, hits, within_s = random.Random(ROUNDS), Counter[str](), 0.0
    for number in range(ROUNDS):
        within_s = seconds_of_writing(tmp_path / "pace") if number % PACE_ROUNDS == 0 else within_s
        path, compacting = tmp_path / str(number), number % 2 == 1
        hits[round_of_killing(path, undisturbed, rng, compacting=compacting, within_s=within_s)] += 1
        print(f"{number + 1} rounds, nothing lost or doubled; killed " + ", ".join(f"{n} {k}" for k, n in hits.items()))
        shutil.rmtree(path)
    assert sum(n for where, n in hits.items() if where != "after its end") * 2 > ROUNDS, hits


@pytest.mark.parametrize("made", [0, 1, 7, 14])
def test_ledger_whose_making_was_cut_short_is_made_whole(
    tmp_path: Path, made: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = Tables._create
    done: list[str] = []

    def dying(self: Tables, name: str) -> None:
        if len(done) == made:
            raise Died
        create(self, name)
        done.append(name)

    with monkeypatch.context() as patch:
        patch.setattr(Tables, "_create", dying)
        with pytest.raises(Died):
            open_ledger(tmp_path / "l")
    with pytest.raises(LedgerError, match="no ledger here"):
        open_ledger(tmp_path / "l", must_exist=True)
    assert open_ledger(tmp_path / "l").view().n_documents() == 0


def test_reader_that_comes_in_the_middle_of_a_commit_sees_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit goes on between two looks of the reader at the tables."""
    ledger = open_ledger(tmp_path / "l")
    files = Tables.files
    pending = [True]

    def slow_reader(self: Tables, name: str) -> list[str]:
        found = files(self, name)
        if name == "events" and pending:
            pending.clear()
            with ledger.writer(coder_version="1", started="2021") as writer:
                writer.add(make_record(1))
        return found

    with monkeypatch.context() as patch:
        patch.setattr(Tables, "files", slow_reader)
        view = ledger.view()
    assert check_whole(view) == set()
    assert check_whole(ledger.view()) == names([1])
