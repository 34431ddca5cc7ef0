"""A Dask cluster writes the rows that one process writes, though a worker is killed on the way."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from side_by_side import STARTED, add_alone, commits, contents, write_texts

from dragoman.errors import ConfigError, FanOutError
from dragoman.fanout import on_cluster
from dragoman.pipeline import add_inputs

pytest.importorskip("distributed", reason="the extra [cluster] is not installed")

N_TEXTS = 48
N_WORKERS = 3
PATIENCE_S = 240
SCHEDULER = """
import asyncio
from distributed import Scheduler
async def serve():
    async with Scheduler(host="127.0.0.1", port=0, dashboard=False) as scheduler:
        print(scheduler.address, flush=True)
        await scheduler.finished()
asyncio.run(serve())
"""
WORKER = """
import asyncio, sys
from distributed import Worker
async def serve():
    async with Worker(sys.argv[1], host="127.0.0.1", nthreads=1, dashboard=False) as worker:
        await worker.finished()
asyncio.run(serve())
"""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    log = (tmp_path / "cluster.log").open("w")
    scheduler = subprocess.Popen([sys.executable, "-c", SCHEDULER], stdout=subprocess.PIPE, stderr=log, text=True)
    assert scheduler.stdout is not None
    address = scheduler.stdout.readline().strip()
    assert re.fullmatch(r"tcp://127\.0\.0\.1:\d+", address)
    workers = [
        subprocess.Popen([sys.executable, "-c", WORKER, address], stdout=log, stderr=log, text=True)
        for _ in range(N_WORKERS)
    ]
    yield address, workers
    for process in (*workers, scheduler):
        process.terminate()
    for process in (*workers, scheduler):
        process.wait(timeout=PATIENCE_S)
    scheduler.stdout.close()
    log.close()


def wait_for_workers(address: str) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(N_WORKERS, timeout=PATIENCE_S)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_cluster_writes_the_rows_of_one_process_though_a_worker_is_killed(
    cluster: tuple[str, list[subprocess.Popen[str]]], tmp_path: Path
) -> None:
    address, workers = cluster
    wait_for_workers(address)
    texts = write_texts(tmp_path / "texts.jsonl", N_TEXTS)
    alone = add_alone(texts, tmp_path / "alone", batch_size=16)
    n_seen = 0

    def kill_one(_receipt: object) -> None:
        nonlocal n_seen
        n_seen += 1
        if n_seen == 1:
            os.kill(workers[0].pid, signal.SIGKILL)

    counts = add_inputs(
        [texts], tmp_path / "many", started=STARTED, batch_size=16, fan_out=on_cluster(address), on_document=kill_one
    )
    assert (counts.added, counts.failed) == (N_TEXTS, 0)
    assert workers[0].wait(timeout=PATIENCE_S) == -signal.SIGKILL
    assert commits(tmp_path / "many") == commits(alone)
    ours, theirs = contents(tmp_path / "many"), contents(alone)
    for name, table in theirs.items():
        assert ours[name].equals(table), name


def test_no_scheduler_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.fanout.cluster.CONNECT_S", 1)
    texts = write_texts(tmp_path / "texts.jsonl", 1)
    with pytest.raises(FanOutError, match=r"--cluster tcp://127\.0\.0\.1:1: no scheduler answers"):
        add_inputs([texts], tmp_path / "l", started=STARTED, fan_out=on_cluster("tcp://127.0.0.1:1"))


def test_without_the_extra_one_line_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ConfigError, match=re.escape("pip install 'dragoman[cluster]'")):
        on_cluster("tcp://127.0.0.1:1")
