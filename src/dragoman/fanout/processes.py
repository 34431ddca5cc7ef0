"""Codes by processes of this machine. A pipe leads to each, so that it is known which documents a dead one had.

`concurrent.futures` tells only that some process died, and fails all that was in hand; there a document that kills its
process would take the innocent with it, and a killed coordinator would leave its workers behind.
"""

import os
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Final, cast

from dragoman.errors import DragomanError, FanOutError
from dragoman.fanout.jobs import Job, Jobs
from dragoman.fanout.worker import READY, Code, Setup, code_here, serve
from dragoman.pipeline import CodedPart, FanOut, Part
from dragoman.read.limits import DOCUMENT_SECONDS

ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Settings that keep the libraries of numbers to one thread: as many processes as cores leave none for more. They are
read when a library is loaded, so a process must be born with them."""

END_S: Final = 5.0
"""So many seconds a process has to end by itself once it was told to, before it is killed."""


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: "Connection"
    is_ready: bool = False
    job: Job | None = None


def by_processes(
    n_workers: int,
    *,
    entities: Path | None = None,
    seconds: float = DOCUMENT_SECONDS,
    on_trouble: Callable[[str], None] = lambda _: None,
    code: Code = code_here,
) -> FanOut:
    """Return what codes by processes of this machine.

    Memory stays bounded: no more parts are taken in than three for each process ahead of the oldest that is not done.

    Args:
        n_workers: How many processes, 1 or more.
        entities: A user's own actors.
        seconds: Longest time to code one document, of the processor.
        on_trouble: Called with one line for each process that dies.
        code: What they run; a function of a module, so that they can import it.
    """
    setup = Setup(entities=entities.read_bytes() if entities is not None else None, seconds=seconds)

    def fan_out(parts: Iterator[Part]) -> Generator[CodedPart, None, None]:
        pool = _Pool(n_workers, code, setup, on_trouble)
        try:
            yield from pool.coded(Jobs(parts, most_open=3 * n_workers))
        finally:
            pool.end()

    return fan_out


class _Pool:
    """The processes. They are started when the first part is there."""

    def __init__(self, n_workers: int, code: Code, setup: Setup, on_trouble: Callable[[str], None]) -> None:
        self._n_workers = n_workers
        self._code = code
        self._setup = setup
        self._on_trouble = on_trouble
        self._workers: list[_Worker] = []

    def coded(self, jobs: Jobs) -> Iterator[CodedPart]:
        """Yield what comes of the parts, in their order."""
        if not jobs.take_in():
            return
        self._workers = [self._start() for _ in range(self._n_workers)]
        while True:
            self._hand_out(jobs)
            yield from jobs.finished()
            if not self._has_answer(0) and jobs.take_in():
                continue
            if jobs.is_done():  # asked only now: that the source is dry shows when something is taken from it
                return
            for worker in self._answering():
                self._listen(worker, jobs)

    def _hand_out(self, jobs: Jobs) -> None:
        for worker in self._workers:
            if worker.is_ready and worker.job is None and (job := jobs.next()) is not None:
                worker.job = job
                try:
                    worker.pipe.send(job.part)
                except OSError:  # it died while it waited
                    self._replace(worker, jobs)

    def _has_answer(self, timeout_s: float | None) -> bool:
        return bool(wait([w.pipe for w in self._workers], timeout_s))

    def _answering(self) -> list[_Worker]:
        ready = set(map(id, wait([w.pipe for w in self._workers])))
        return [w for w in self._workers if id(w.pipe) in ready]

    def _listen(self, worker: _Worker, jobs: Jobs) -> None:
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            self._replace(worker, jobs)
            return
        if isinstance(answer, DragomanError):
            raise answer
        if answer == READY:
            worker.is_ready = True
        elif worker.job is not None:
            jobs.done(worker.job, cast("CodedPart", answer))
            worker.job = None

    def _replace(self, worker: _Worker, jobs: Jobs) -> None:
        """Put a new process in the place of a dead one; its documents are read again, each alone."""
        worker.process.join()
        cause = _cause(worker.process.exitcode)
        if not worker.is_ready:
            raise FanOutError(f"a worker {cause} while it started; try fewer workers")
        if worker.job is not None:
            self._on_trouble(jobs.died(worker.job, f"its worker {cause}"))
        worker.pipe.close()
        self._workers[self._workers.index(worker)] = self._start()

    def _start(self) -> _Worker:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self._code, self._setup), daemon=True)
        with _without_interrupts(), _one_thread():
            process.start()
        theirs.close()
        return _Worker(process=process, pipe=ours)

    def end(self) -> None:
        """End all processes; those in the middle of a part do not finish it."""
        for worker in self._workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join(END_S)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()


def _cause(exit_code: int | None) -> str:
    """Return what ended a process, for its user."""
    if exit_code is not None and exit_code < 0:
        name = signal.Signals(-exit_code).name
        return f"was killed ({name}{', perhaps for want of memory' if name == 'SIGKILL' else ''})"
    return f"ended with status {exit_code}"


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Let what starts a process make it deaf to Ctrl-C from its first instruction; this one hears it right after."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let what starts a process give it the settings of `ONE_THREAD`, where the user has not set them."""
    given = [name for name in ONE_THREAD if name not in os.environ]
    os.environ.update(dict.fromkeys(given, "1"))
    try:
        yield
    finally:
        for name in given:
            del os.environ[name]
