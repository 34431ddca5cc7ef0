"""Codes on a Dask cluster: its workers run what processes of this machine would, one coordinator commits."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, Final

from dragoman.errors import ConfigError, FanOutError
from dragoman.fanout.jobs import Job, Jobs
from dragoman.fanout.worker import Setup, code_here
from dragoman.pipeline import CodedPart, FanOut, Part
from dragoman.read.limits import DOCUMENT_SECONDS

CONNECT_S: Final = 20
"""So many seconds a scheduler has to answer."""

PARTS_A_CORE: Final = 3
"""Parts that are taken in for each core of the cluster: one at work, one on the way, one on the way back."""


def on_cluster(
    address: str,
    *,
    entities: Path | None = None,
    seconds: float = DOCUMENT_SECONDS,
    on_trouble: Callable[[str], None] = lambda _: None,
) -> FanOut:
    """Return what codes on a cluster.

    Args:
        address: Of the scheduler, "tcp://host:8786".
        entities: A user's own actors; sent along.
        seconds: Longest time to code one document, of the processor; a worker that reads in a thread of its own
            cannot keep it.
        on_trouble: Called with one line for each document of which workers die.

    Raises:
        ConfigError: If the extra "cluster" is not installed.
    """
    try:
        import distributed  # noqa: F401 (whether it is there)
    except ImportError as err:
        raise ConfigError("--cluster needs Dask; install it with: pip install 'dragoman[cluster]'") from err
    setup = Setup(entities=entities.read_bytes() if entities is not None else None, seconds=seconds)

    def fan_out(parts: Iterator[Part]) -> Generator[CodedPart, None, None]:
        client = _connect(address)
        try:
            n_cores = _check_workers(client, address)
            yield from _coded(client, Jobs(parts, most_open=PARTS_A_CORE * n_cores), setup, on_trouble)
        finally:
            client.close()

    return fan_out


def _connect(address: str) -> Any:
    from distributed import Client

    try:
        return Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError) as err:
        raise FanOutError(f"--cluster {address}: no scheduler answers; expected its address, tcp://HOST:8786") from err


def _check_workers(client: Any, address: str) -> int:
    """Return the cores of the cluster; its workers must code as this program does."""
    from dragoman.manifest import coder_version

    cores: dict[str, int] = client.ncores()
    if not cores:
        raise FanOutError(f"--cluster {address}: the scheduler has no workers; start some with: dask worker {address}")
    found = client.run(coder_version, on_error="return")
    for worker, version in sorted(found.items()):
        if isinstance(version, ImportError):
            raise FanOutError(f"worker {worker}: dragoman is not installed there")
        if version != coder_version():
            raise FanOutError(f"worker {worker}: another version of dragoman, expected {coder_version()}")
    return sum(cores.values())


def _coded(client: Any, jobs: Jobs, setup: Setup, on_trouble: Callable[[str], None]) -> Iterator[CodedPart]:
    """Yield what comes of the parts, in their order."""
    from distributed import as_completed
    from distributed.scheduler import KilledWorker

    answers = as_completed(loop=client.loop)
    at_work: dict[str, tuple[Job, Any]] = {}
    while True:
        while jobs.take_in():
            pass
        while (job := jobs.next()) is not None:
            future = client.submit(code_here, job.part, setup, pure=False)
            at_work[future.key] = (job, future)
            answers.add(future)
        yield from jobs.finished()
        if jobs.is_done():
            return
        if not at_work:
            continue
        future = next(answers)
        job, _ = at_work.pop(future.key)
        if future.status in {"cancelled", "lost"}:
            raise FanOutError("the cluster is gone; what was committed is kept, repeat the command to go on")
        try:
            jobs.done(job, future.result())
        except KilledWorker:
            on_trouble(jobs.died(job, "its workers died"))
