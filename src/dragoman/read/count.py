"""Inputs -> how many documents they hold, as far as that can be told without reading them; for progress."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from dragoman.read.sniff import SUFFIXES

LINES: Final = frozenset({".jsonl", ".ndjson"})
"""Suffixes of files with a document a line."""

PACKED: Final = frozenset({".gz", ".warc"})
"""Suffixes of files that must be read to be counted."""

BLOCK: Final = 1 << 20


def count_documents(inputs: Iterable[str | Path]) -> int | None:
    """Return about how many documents the inputs hold, each file one and each line of JSON lines one.

    None where nobody can tell: standard input, addresses, packed files. What cannot be opened counts as one: it will
    get a receipt.
    """
    total = 0
    for item in inputs:
        if item == "-" or "://" in str(item):
            return None
        for file in _files(str(item)):
            suffix = os.path.splitext(file)[1].lower()  # noqa: PTH122 (a million names)
            if suffix in PACKED:
                return None
            total += _lines(file) if suffix in LINES else 1
    return total


def _files(path: str) -> Iterator[str]:
    if not os.path.isdir(path):  # noqa: PTH112
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = [f for f in folders if not f.startswith(".")]
        for name in names:
            if not name.startswith(".") and os.path.splitext(name)[1].lower() in SUFFIXES:  # noqa: PTH122
                yield os.path.join(folder, name)  # noqa: PTH118


def _lines(file: str) -> int:
    try:
        with open(file, "rb") as stream:  # noqa: PTH123
            return sum(block.count(b"\n") for block in iter(lambda: stream.read(BLOCK), b""))
    except OSError:
        return 1
