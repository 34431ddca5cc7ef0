"""What is remembered of feeds between two looks: a small JSON file beside the ledger."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from dragoman.errors import ReadError

SUFFIX: Final = ".feeds.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What is remembered of one feed.

    Attributes:
        etag: Of the version that was read last, or None.
        last_modified: Of the version that was read last, or None.
        seen: Keys of items that were taken, the newest first.
        failures: Failures in a row.
        retry_at: Not to be asked before, or None.
        last_error: Why it failed last; "" if it did not.
    """

    etag: str | None = None
    last_modified: str | None = None
    seen: tuple[str, ...] = ()
    failures: int = 0
    retry_at: datetime | None = None
    last_error: str = ""

    def succeeded(
        self, *, etag: str | None = None, last_modified: str | None = None, seen: tuple[str, ...] | None = None
    ) -> "FeedState":
        """Return the state after an answer; without `seen` the feed had not changed."""
        if seen is None:
            return replace(self, failures=0, retry_at=None, last_error="")
        return FeedState(etag=etag, last_modified=last_modified, seen=seen)

    def failed(self, error: str, retry_at: datetime) -> "FeedState":
        """Return the state after a failure."""
        return replace(self, failures=self.failures + 1, retry_at=retry_at, last_error=error)


def state_file(ledger: Path) -> Path:
    """Return the file that belongs to a ledger: beside its folder; raises ReadError for a ledger on S3."""
    if ledger.parts[:1] == ("s3:",):
        raise ReadError(f"{ledger}: feeds are followed into a ledger in a folder, expected one that is not on S3")
    return ledger.absolute().with_name(ledger.absolute().name + SUFFIX)


def load_states(ledger: Path) -> dict[str, FeedState]:
    """Return what is remembered by feed; empty without a file.

    Raises:
        ReadError: If the file is damaged; says that it may be deleted.
    """
    file = state_file(ledger)
    if not file.is_file():
        return {}
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return {url: _state(values) for url, values in data.items()}
    except (OSError, ValueError, TypeError, AttributeError) as err:
        raise ReadError(f"{file}: damaged ({err}); delete it, and feeds are read from the start") from err


def _state(values: Mapping[str, object]) -> FeedState:
    retry_at = values.get("retry_at")
    seen = values.get("seen")
    state = FeedState(**{**values, "retry_at": None, "seen": ()})  # type: ignore[arg-type]  # our own file, checked below
    if not (isinstance(state.failures, int) and isinstance(seen, list)):
        raise TypeError("unexpected values")
    return replace(
        state,
        retry_at=datetime.fromisoformat(str(retry_at)) if retry_at else None,
        seen=tuple(str(key) for key in seen),
    )


def save_states(ledger: Path, states: Mapping[str, FeedState]) -> None:
    """Write what is remembered, whole or not at all.

    Raises:
        ReadError: If the file cannot be written.
    """
    file = state_file(ledger)
    plain = {
        url: {**asdict(state), "retry_at": state.retry_at.isoformat() if state.retry_at else None}
        for url, state in sorted(states.items())
    }
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
        draft.replace(file)
    except OSError as err:
        raise ReadError(f"{file}: cannot be written: {err.strerror or err}") from err
