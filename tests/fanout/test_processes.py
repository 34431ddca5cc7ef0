"""Several processes write the rows that one would; a dead one, or Ctrl-C, loses nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from side_by_side import STARTED, add_alone, children, code_or_die, commits, contents, parts, write_texts

from dragoman.errors import DragomanError, FanOutError
from dragoman.fanout import by_processes
from dragoman.fanout.processes import ONE_THREAD
from dragoman.pipeline import CodedPart, Part, add_inputs
from dragoman.store import open_ledger

N_TEXTS = 36
BATCH = 10
PATIENCE_S = 240
"""Far more than is needed: the machine may be busy."""


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_texts(tmp_path_factory.mktemp("texts") / "texts.jsonl", N_TEXTS)


@pytest.fixture(scope="module")
def alone(texts: Path) -> Path:
    return add_alone(texts, texts.with_name("alone"), batch_size=BATCH)


Start = Callable[[Path, Path], "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Give a function that starts an `add` by two processes; what is left of it at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def run(texts: Path, ledger: Path) -> subprocess.Popen[str]:
        command = ["add", str(texts), "--ledger", str(ledger), "--workers", "2", "--batch-size", str(BATCH)]
        process = subprocess.Popen(
            [sys.executable, "-m", "dragoman", *command], stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def wait_for_commit(ledger: Path, process: subprocess.Popen[str]) -> None:
    markers = ledger / "batches"
    end = time.monotonic() + PATIENCE_S
    while not list(markers.glob("*.parquet")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.timeout(400)
def test_two_processes_write_the_rows_and_the_commits_that_one_writes(texts: Path, alone: Path, tmp_path: Path) -> None:
    told: list[str] = []
    counts = add_inputs(
        [texts, texts],
        tmp_path / "two",
        started=STARTED,
        batch_size=BATCH,
        fan_out=by_processes(2, on_trouble=told.append),
    )
    assert (counts.added, counts.known, counts.failed) == (N_TEXTS, N_TEXTS, 0)
    assert told == []
    assert commits(tmp_path / "two") == commits(alone)
    ours, theirs = contents(tmp_path / "two"), contents(alone)
    assert theirs["events"].num_rows > N_TEXTS
    for name, table in theirs.items():
        assert ours[name].equals(table), name


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_ctrl_c_keeps_what_was_read_and_the_same_command_goes_on(
    start: Start, texts: Path, alone: Path, tmp_path: Path
) -> None:
    ledger = tmp_path / "stopped"
    process = start(texts, ledger)
    wait_for_commit(ledger, process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the workers get it too
    _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert said.splitlines() == ["stopped; all that was read is kept, the same command goes on from there"]
    stored = open_ledger(ledger, must_exist=True)
    assert stored.check() == ()
    assert BATCH <= stored.view().n_documents() < N_TEXTS
    process = start(texts, ledger)
    _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    assert "already there" in said
    ours, theirs = contents(ledger), contents(alone)
    for name, table in theirs.items():
        assert ours[name].equals(table), name


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_killed_worker_is_one_line_and_no_lost_document(
    start: Start, texts: Path, alone: Path, tmp_path: Path
) -> None:
    ledger = tmp_path / "killed"
    process = start(texts, ledger)
    wait_for_commit(ledger, process)
    os.kill(children(process.pid)[0], signal.SIGKILL)
    _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, said
    first, last = said.splitlines()
    assert first.startswith("dragoman: its worker was killed (SIGKILL, perhaps for want of memory); its ")
    assert last == f"{N_TEXTS} documents added"
    ours, theirs = contents(ledger), contents(alone)
    for name, table in theirs.items():
        assert ours[name].equals(table), name


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_workers_end_when_their_coordinator_is_killed(start: Start, texts: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "orphans"
    process = start(texts, ledger)
    wait_for_commit(ledger, process)
    workers = children(process.pid)
    assert len(workers) == 2
    process.kill()
    process.communicate()
    end = time.monotonic() + PATIENCE_S
    while any(_runs(pid) for pid in workers):
        assert time.monotonic() < end
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False


def test_a_document_that_kills_its_worker_fails_alone() -> None:
    told: list[str] = []
    found = list(by_processes(2, on_trouble=told.append, code=code_or_die)(parts(20, size=4, deadly=6)))
    assert [doc_id for part in found for doc_id in part.doc_ids] == [f"d{k}" for k in range(20) if k != 6]
    assert [(r.source, r.outcome) for part in found for r in part.failures] == [("text 6", "failed")]
    assert [line.endswith(("one by one", "left out")) for line in told] == [True, True]


def test_nothing_to_code_starts_no_process() -> None:
    assert list(by_processes(2, code=code_or_die)(parts(0))) == []


@pytest.mark.timeout(100)
def test_a_run_ends_though_its_workers_are_faster_than_what_takes_their_answers() -> None:
    """All that may be taken in at once is taken in and done before it shows that the source is dry."""
    found = []
    for part in by_processes(1, code=code_or_die)(parts(6, size=2)):
        time.sleep(0.5)
        found += part.doc_ids
    assert found == [f"d{k}" for k in range(6)]


def tell_settings(part: Part, _setup: object) -> CodedPart:
    """Return, in place of ids, what the process was born with and whether torch can be imported once all is loaded."""
    return CodedPart(
        doc_ids=(*(os.environ.get(name, "") for name in ONE_THREAD), str(sys.modules.get("torch", "free")))
    )


def test_workers_count_with_one_thread_and_their_coordinator_with_as_many_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(ONE_THREAD[0], "3")
    monkeypatch.delenv(ONE_THREAD[1], raising=False)
    (part,) = by_processes(1, code=tell_settings)(parts(1))
    assert part.doc_ids == ("3", *["1"] * (len(ONE_THREAD) - 1), "free")
    assert ONE_THREAD[1] not in os.environ


def refuse(_part: object, _setup: object) -> None:
    raise DragomanError("line 3: not a code")


def leave(_part: object, _setup: object) -> None:
    os._exit(3)


def test_what_a_worker_cannot_load_is_told_in_its_own_words() -> None:
    with pytest.raises(DragomanError, match="line 3: not a code"):
        list(by_processes(1, code=refuse)(parts(2)))  # type: ignore[arg-type]


def test_workers_that_cannot_start_end_the_run_instead_of_being_started_for_ever() -> None:
    with pytest.raises(FanOutError, match="ended with status 3 while it started"):
        list(by_processes(1, code=leave)(parts(2)))  # type: ignore[arg-type]
