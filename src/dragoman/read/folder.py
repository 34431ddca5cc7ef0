"""Folder -> the files in it that can be read, in a fixed order."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from dragoman.read.sniff import SUFFIXES
from dragoman.read.source import Result, failed, shown, skipped


def files(root: Path) -> Iterator[Path | Result]:
    """Yield the files of a folder and its sub-folders, sorted by path, and receipts for what is passed over.

    Hidden files and folders are passed over in silence. A link is followed only if it is to a file inside the
    folder; links to folders never are, so that no circle is walked.
    """
    yield from _walk(root, root.resolve())


def _walk(folder: Path, inside: Path) -> Iterator[Path | Result]:
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 (a million names take a quarter of what a million paths take)
    except OSError as err:
        yield failed(shown_path(folder), f"cannot be opened: {err.strerror}")
        return
    for name in names:
        if name.startswith("."):
            continue
        path = folder / name
        try:
            is_folder = stat.S_ISDIR(path.lstat().st_mode)
        except OSError as err:
            yield failed(shown_path(path), f"cannot be opened: {err.strerror}")
            continue
        if is_folder:
            yield from _walk(path, inside)
        elif reason := _unread(path, inside):
            yield skipped(shown_path(path), reason)
        else:
            yield path


def _unread(path: Path, inside: Path) -> str:
    """Return why a file is passed over, or ""."""
    if path.is_symlink() and not _is_file_inside(path, inside):
        return "a link to a folder, out of the folder or to nothing is not followed"
    if not path.is_file():
        return "not a regular file"
    if path.suffix.lower() not in SUFFIXES:
        kind = f"a {path.suffix} file" if path.suffix else "a file without suffix"
        return f"{kind} is not a supported input in a folder"
    return ""


def shown_path(path: Path) -> str:
    """Return the path fit for a receipt: as given, with characters that do not print replaced."""
    return shown(str(path), chars=len(str(path)) + 1)


def _is_file_inside(path: Path, inside: Path) -> bool:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return target.is_file() and target.is_relative_to(inside)
