"""What runs in a process that codes beside others. Nothing heavy is imported before the number of threads is set."""

import os
import signal
import tempfile
from collections.abc import Callable
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.pipeline import CodedPart, Part, Reader

ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Settings that keep the libraries of numbers to one thread: as many processes as cores leave none for more."""

READY: Final = "ready"

Code = Callable[["Part", bytes | None], "CodedPart"]
"""Codes a part, in the process that calls it, with a user's own actors; nothing for an empty part."""

_one_at_a_time = Lock()
"""A worker of a cluster may have several threads; the parser knows only one."""


@lru_cache(maxsize=1)
def _reader(entities: bytes | None) -> "Reader":
    """Return the reader of this process; `entities` is the content of a user's own table."""
    from dragoman.pipeline import load_reader

    if entities is None:
        return load_reader()
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "entities.tsv"
        own.write_bytes(entities)
        return load_reader(own)


def code_here(part: "Part", entities: bytes | None) -> "CodedPart":
    """Return what comes of a part, coded in this process, whose reader is loaded once."""
    from dragoman.pipeline import code_part

    with _one_at_a_time:
        return code_part(part, _reader(entities))


def set_one_thread() -> None:
    """Keep the libraries of numbers to one thread; must come before they are imported."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")


def serve(pipe: "Connection", code: Code, entities: bytes | None) -> None:
    """Code what comes through the pipe until its other end is closed; the first answer is `READY` or an error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the coordinator's: it ends its workers
    set_one_thread()
    try:
        code((), entities)  # loads what there is to load
    except DragomanError as err:
        pipe.send(err)
        return
    try:
        pipe.send(READY)
        while True:
            pipe.send(code(pipe.recv(), entities))
    except (EOFError, BrokenPipeError, ConnectionResetError):  # the coordinator is gone
        return
