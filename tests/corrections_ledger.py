"""A little ledger and short words for correcting it, for the tests of corrections."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from factory import make_event, make_evidence, make_record

from dragoman.model import Record
from dragoman.store import open_ledger
from dragoman.store.corrections import (
    Change,
    correct,
    corrections_table,
)
from dragoman.store.ledger import Ledger


def add(ledger: Ledger, *records: Record, version: str = "1") -> None:
    with ledger.writer(coder_version=version, started=version) as writer:
        for record in records:
            writer.add(record)


def told(record: Record, **over: Any) -> Record:
    """Return the record with its event told otherwise, as another coder version might."""
    evidence = make_evidence(record.document, **over)
    return replace(record, events=(make_event(record.document, evidence=(evidence,), event_id="e" + "9" * 16),))


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("three") / "l"
    add(open_ledger(path), *(make_record(n) for n in range(3)))
    return path


@pytest.fixture
def ledger(tmp_path: Path, three: Path) -> Ledger:
    return open_ledger(shutil.copytree(three, tmp_path / "l"))


@pytest.fixture
def event_id() -> str:
    return make_record(1).events[0].event_id


def fix(ledger: Ledger, record_id: str, field: str, value: str, *, author: str = "ann", at: str = "2022-01-01") -> None:
    correct(ledger, record_id, Change(field=field, value=value), author=author, at=at, reason="the text says so")


def rule(ledger: Ledger, record_id: str, verdict: str, *, author: str = "ann", field: str | None = None) -> None:
    correct(ledger, record_id, Change(verdict=verdict, field=field), author=author, at="2022-01-01", reason="because")


def one(ledger: Ledger, query: str, *bound: object) -> dict[str, Any]:
    rows = ledger.view().sql(query, bound).to_pylist()
    assert len(rows) == 1, rows
    return rows[0]


def states(ledger: Ledger) -> list[tuple[str, str, str]]:
    return [(r["field"], r["value"], r["state"]) for r in corrections_table(ledger.view()).to_pylist()]
