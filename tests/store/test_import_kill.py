"""An import that is killed at any write loses nothing that was committed and doubles nothing when it is repeated."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.store import open_ledger

N_EVENTS = 60
KILLED = """
import os, signal, sys
from pathlib import Path
import dragoman.importing as importing
from dragoman.exchange import lines
from dragoman.store.tables import Tables

importing.IMPORT_ROWS = 20
lines.BLOCK_BYTES = 1000
n_left = int(sys.argv[3])
append = Tables.append

def dying(self, name, rows):
    global n_left
    if n_left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    n_left -= 1
    append(self, name, rows)

Tables.append = dying
importing.import_file("icews", Path(sys.argv[1]), Path(sys.argv[2]), started="2026-01-01")
"""


def run(file: Path, ledger: Path, n_writes: int) -> int:
    arguments = [sys.executable, "-c", KILLED, str(file), str(ledger), str(n_writes)]
    return subprocess.run(arguments, check=False, capture_output=True).returncode


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("series") / "series.csv"
    rows = [f"2018-01-{1 + n % 28:02d},Norway,Criticize,Chad {n},111,11,-2.0,train" for n in range(N_EVENTS)]
    path.write_text("\n".join(["date,source,relation,target,cameo,root,goldstein,split", *rows]) + "\n")
    return path


@pytest.mark.parametrize("n_writes", [0, 1, 2, 3, 4, 6])
def test_killed_import_is_mended_by_repeating_it(file: Path, tmp_path: Path, n_writes: int) -> None:
    assert run(file, tmp_path / "l", n_writes) == -signal.SIGKILL
    seen = open_ledger(tmp_path / "l").view().sql("SELECT event_id FROM imported_events")["event_id"].to_pylist()
    assert len(seen) == len(set(seen))
    assert (len(seen) > 0) == (n_writes >= 3)  # three writes are the first commit
    assert run(file, tmp_path / "l", 1_000) == 0
    assert run(file, tmp_path / "undisturbed", 1_000) == 0
    query = "SELECT * EXCLUDE (run_id) FROM imported_events ORDER BY event_id"
    mended, whole = (open_ledger(tmp_path / name).view().sql(query) for name in ("l", "undisturbed"))
    assert mended.equals(whole)
    assert mended.num_rows == N_EVENTS
    assert open_ledger(tmp_path / "l").check() == ()
