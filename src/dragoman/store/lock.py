"""Who may write a ledger: any number of writers side by side, or one repair alone.

The lock is the operating system's on `ledger.json` and ends with the process that holds it, however that ends. Where a
file system knows no locks (some network ones) nobody is held up, and a repair relies on its user.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from dragoman.errors import LedgerError

PENDING: Final = "repair.new"
"""Folder of a ledger with tables that a repair has finished and not yet put in place."""


def _locks() -> Any:
    try:
        return import_module("fcntl")
    except ImportError:  # Windows
        return None


@contextmanager
def writing(head: Path) -> Iterator[None]:
    """Hold off repairs while something is written; waits for one that is at work.

    Raises:
        LedgerError: If a repair was stopped half way.
    """
    with _locked(head, alone=False):
        check_finished(head.parent)
        yield


def check_finished(ledger: Path) -> None:
    """Raise LedgerError if a repair was stopped half way."""
    if (ledger / PENDING).exists():
        raise LedgerError(f"{ledger}: a repair was stopped half way; finish it with: dragoman ledger repair --yes")


@contextmanager
def alone(head: Path) -> Iterator[None]:
    """Hold off all writers.

    Raises:
        LedgerError: If somebody writes at this moment.
    """
    with _locked(head, alone=True):
        yield


@contextmanager
def _locked(head: Path, *, alone: bool) -> Iterator[None]:
    locks = _locks()
    if locks is None or not head.exists():
        yield
        return
    with head.open("rb") as file:
        try:
            locks.flock(file, locks.LOCK_EX | locks.LOCK_NB if alone else locks.LOCK_SH)
        except BlockingIOError as err:
            raise LedgerError(f"{head.parent}: somebody is writing to it; repeat when that is done") from err
        except OSError:  # a file system without locks
            pass
        yield
