"""Reads what people have: takes files, folders and standard input, gives Documents with receipts.

`read` is the stage. A text in hand becomes a Document by `dragoman.read.text.read_text`. The readers themselves are
imported with the first call: `import dragoman` and `dragoman --help` need none of them.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from dragoman.read.limits import Limits
    from dragoman.read.source import Result

__all__ = ["read"]


def read(
    inputs: "str | Path | Iterable[str | Path]",
    *,
    stdin: BinaryIO | None = None,
    limits: "Limits | None" = None,
    allow_private: bool = False,
) -> "Iterator[Result]":
    """Return each document of the inputs with a receipt, and a receipt alone for what could not be read.

    Args:
        inputs: Paths of files and folders, and http or https addresses, in the order to read them; "-" is standard
            input. One may stand alone.
        stdin: What "-" reads; None for the process's standard input.
        limits: Bounds on an input; None for the usual ones.
        allow_private: Whether addresses that are not public may be fetched.

    Returns:
        Pairs (document, receipt) or (None, receipt), made as they are asked for. Outcomes: "ok"; "warning" (read, but
        see the detail); "skipped" (nothing to read in it, or a repeat); "failed". Nothing is raised for a bad input,
        and the next is read.
    """
    from dragoman.read.dispatch import read_all
    from dragoman.read.limits import DEFAULT_LIMITS

    return read_all(inputs, stdin=stdin, limits=limits or DEFAULT_LIMITS, allow_private=allow_private)
