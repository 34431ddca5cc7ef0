"""kill -9 at any moment: nothing acknowledged is lost, nothing is doubled, and running again mends it."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pytest

from dragoman.store import open_ledger
from dragoman.store.ledger import Ledger
from dragoman.store.schema import tables

WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from factory import make_record
from dragoman.store import open_ledger
import dragoman.store.ledger as module

stop_before = sys.argv[3]
append = module.Writer._append
done = []
def counted(self, table, rows):
    if f"{len(done)}:{table}" == stop_before or stop_before == str(len(done)):
        import os, signal
        os.kill(os.getpid(), signal.SIGKILL)
    append(self, table, rows)
    done.append(table)
module.Writer._append = counted

ledger = open_ledger(sys.argv[2])
writer = ledger.writer(coder_version="1", started=sys.argv[4], batch_size=4)
for n in range(int(sys.argv[5]), int(sys.argv[6])):
    writer.add(make_record(n))
    if not writer._records:
        print(n, flush=True)
writer.commit()
print(n, flush=True)
"""
TESTS = Path(__file__).resolve().parents[1]
FIRST, LAST = 0, 12


def spawn(
    ledger: Path, *, stop_before: str = "never", started: str = "2021", first: int = FIRST, last: int = LAST
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(TESTS), str(ledger), stop_before, started, str(first), str(last)],
        stdout=subprocess.PIPE,
        text=True,
    )


def contents(ledger: Ledger) -> dict[str, pa.Table]:
    view = ledger.view()
    names = [t for t in tables() if t not in {"batches", "corrections"}]
    columns = {"documents": "* EXCLUDE (run_id)"}
    return {n: view.sql(f"SELECT {columns.get(n, '*')} FROM {n} ORDER BY ALL") for n in names}


def acknowledged(process: subprocess.Popen[str]) -> int:
    """Return how many documents the writer said were safe before it ended."""
    out, _ = process.communicate(timeout=60)
    lines = out.split()
    return int(lines[-1]) + 1 if lines else 0


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    path = tmp_path_factory.mktemp("whole") / "l"
    assert acknowledged(spawn(path)) == LAST
    return contents(open_ledger(path))


STEPS = [f"{k}" for k in range(2 * (len(tables()) - 1) + 1)]
"""Before each table of the first two batches; `corrections` gets no rows and so no step."""


@pytest.mark.parametrize("step", [STEPS[0], STEPS[11], STEPS[12]])
def test_killed_at_a_step_of_the_commit_loses_nothing_and_mends(
    tmp_path: Path, step: str, undisturbed: dict[str, pa.Table]
) -> None:
    check_killed(tmp_path / "l", step, undisturbed)


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_every_step_of_the_commit(tmp_path: Path, step: str, undisturbed: dict[str, pa.Table]) -> None:
    check_killed(tmp_path / "l", step, undisturbed)


def check_killed(path: Path, step: str, undisturbed: dict[str, pa.Table]) -> None:
    victim = spawn(path, stop_before=step)
    safe = acknowledged(victim)
    assert victim.returncode == -9
    ledger = open_ledger(path)
    shown = {name: table.num_rows for name, table in contents(ledger).items()}
    assert shown["documents"] >= safe
    assert shown["documents"] == shown["records"] == shown["events"] == shown["positions"]
    assert shown["participants"] == 2 * shown["documents"]
    assert acknowledged(spawn(path, started="2022")) == LAST
    assert contents(ledger) == undisturbed


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_killed_at_random_moments_beside_a_second_writer(tmp_path: Path, undisturbed: dict[str, pa.Table]) -> None:
    rng = random.Random(7)
    for round_ in range(12):
        path = tmp_path / str(round_)
        open_ledger(path)
        victim, other = spawn(path), spawn(path, first=6)
        time.sleep(rng.uniform(0.3, 1.6))
        victim.kill()
        acknowledged(victim)
        assert acknowledged(other) == LAST
        assert acknowledged(spawn(path, started="2022")) == LAST
        assert contents(open_ledger(path)) == undisturbed, f"round {round_}"
