"""Handing files over to the disk, so that what was acknowledged outlives a loss of power."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path


def listing(folder: Path) -> Iterator[str]:
    """Yield the paths of the files of a folder and of the folders in it; none where the folder is not there."""
    try:
        with os.scandir(folder) as found:
            entries = list(found)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from listing(Path(entry.path))
        else:
            yield entry.path


def flush(files: Iterable[str]) -> None:
    """Return when the files, and their names in their folders, are on the disk; those that are gone are passed over.

    Where a system cannot flush folders (Windows) the files alone are.

    Raises:
        OSError: If the disk refuses.
    """
    folders: set[str] = set()
    for file in sorted(files):
        folders.add(os.path.dirname(file))  # noqa: PTH120 (thousands of names a commit)
        _flush_one(file)
    for folder in sorted(folders, key=len, reverse=True):
        if os.name != "nt":
            _flush_one(folder)


def flush_tree(folder: Path) -> None:
    """Return when all files of a folder, and the folder itself, are on the disk."""
    files = list(listing(folder))
    parents = {str(parent) for file in files for parent in Path(file).parents if parent.is_relative_to(folder)}
    flush(files)
    if os.name != "nt":
        for parent in sorted(parents | {str(folder), str(folder.parent)}, key=len, reverse=True):
            _flush_one(parent)


def _flush_one(path: str) -> None:
    try:
        number = os.open(path, os.O_RDONLY)
    except FileNotFoundError:  # a file for the time being, of another writer
        return
    try:
        os.fsync(number)
    finally:
        os.close(number)
