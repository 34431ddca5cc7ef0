"""Settings: packaged defaults, then `dragoman.toml`, then `DRAGOMAN_*`, then flags. Built once, in `cli`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from dragoman.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All settings of a run.

    Attributes:
        ledger: Folder of the ledger.
        entities: Table of a user's own entities that overlays the packaged ones, or None.
        batch_size: Documents a commit, 1 to 1,000 (DESIGN: commit 200 to 1,000 at a time).
        workers: Processes that read and code.
        seconds: Longest time to read one document, and again to code it, of the processor.
        author: Who corrects, in `dragoman correct` and `review`; None for the name of the account.
    """

    ledger: Path = Path("dragoman.ledger")
    entities: Path | None = None
    batch_size: int = 500
    workers: int = 1
    seconds: int = 120
    author: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.batch_size <= 1000:
            raise ConfigError(f"batch_size = {self.batch_size}: expected 1 to 1000")
        if self.workers < 1:
            raise ConfigError(f"workers = {self.workers}: expected at least 1")
        if self.seconds < 1:
            raise ConfigError(f"seconds = {self.seconds}: expected at least 1")


def load_config(folder: Path, environ: Mapping[str, str]) -> Config:
    """Return the settings of a folder's `dragoman.toml` and of the environment over the packaged defaults.

    Raises:
        ConfigError: If a key is unknown or a value does not fit; names where it stands.
    """
    config = Config()
    file = folder / "dragoman.toml"
    if file.is_file():
        try:
            values = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
            raise ConfigError(f"{file}: {err}") from err
        config = _with(config, values, str(file))
    prefix = "DRAGOMAN_"
    values = {k.removeprefix(prefix).lower(): v for k, v in environ.items() if k.startswith(prefix)}
    return _with(config, values, "environment")


def _with(config: Config, values: Mapping[str, object], where: str) -> Config:
    known = {f.name for f in fields(Config)}
    changes: dict[str, object] = {}
    for key, value in values.items():
        if key not in known:
            raise ConfigError(f"{where}: unknown setting {key!r}, expected one of {', '.join(sorted(known))}")
        changes[key] = _converted(key, value, where)
    return replace(config, **changes)  # type: ignore[arg-type]  # each value was converted by its key


def _converted(key: str, value: object, where: str) -> object:
    if key in {"ledger", "entities"}:
        return Path(str(value))
    if key == "author":
        return str(value)
    try:
        return int(str(value))
    except ValueError as err:
        raise ConfigError(f"{where}: {key} = {value!r}: expected a whole number") from err
