"""What runs in a process that codes beside others."""

import gc
import signal
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from dragoman.errors import DragomanError
from dragoman.lean import without_torch
from dragoman.read.limits import DOCUMENT_SECONDS

if TYPE_CHECKING:
    from dragoman.pipeline import CodedPart, Part
    from dragoman.reader import Reader

READY: Final = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a process codes with.

    Attributes:
        entities: Content of a user's own table of actors, or None.
        seconds: Longest time to code one document, of the processor.
    """

    entities: bytes | None = None
    seconds: float = DOCUMENT_SECONDS


Code = Callable[["Part", Setup], "CodedPart"]
"""Codes a part, in the process that calls it; nothing for an empty part."""

_one_at_a_time = Lock()
"""A worker of a cluster may have several threads; the parser knows only one."""


@lru_cache(maxsize=1)
def _reader(setup: Setup) -> "Reader":
    """Return the reader of this process."""
    from dragoman.reader import load_reader

    if setup.entities is None:
        return load_reader(seconds=setup.seconds)
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "entities.tsv"
        own.write_bytes(setup.entities)
        return load_reader(own, seconds=setup.seconds)


def code_here(part: "Part", setup: Setup) -> "CodedPart":
    """Return what comes of a part, coded in this process, whose reader is loaded once."""
    from dragoman.pipeline import code_part

    with _one_at_a_time:
        return code_part(part, _reader(setup))


def serve(pipe: "Connection", code: Code, setup: Setup) -> None:
    """Code what comes through the pipe until its other end is closed; the first answer is `READY` or an error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the coordinator's: it ends its workers
    try:
        with without_torch():
            code((), setup)  # loads what there is to load
        gc.freeze()  # and it stays: looking through it for what can be thrown away finds nothing
    except DragomanError as err:
        pipe.send(err)
        return
    try:
        pipe.send(READY)
        while True:
            pipe.send(code(pipe.recv(), setup))
    except (EOFError, BrokenPipeError, ConnectionResetError):  # the coordinator is gone
        return
