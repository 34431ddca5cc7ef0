"""The power fails: whatever was not forced to the disk is gone, and nothing that was acknowledged is among it."""

import os
from pathlib import Path

import pyarrow as pa
import pytest
from factory import make_record

from dragoman.errors import LedgerError
from dragoman.linking import repair_ledger
from dragoman.store import durable, open_ledger
from dragoman.store.ledger import Ledger
from dragoman.store.tables import Tables

BATCH, N = 3, 9


class Disk:
    """Knows which files and which names were forced to the disk."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.whole: set[str] = set()
        self.names: set[str] = set()
        self.n_acknowledged = 0
        flush_one = durable._flush_one

        def spied(path: str) -> None:
            flush_one(path)
            if Path(path).is_dir():
                self.names.update(entry.path for entry in os.scandir(path))
            elif Path(path).exists():
                self.whole.add(path)

        monkeypatch.setattr(durable, "_flush_one", spied)

    def lose_power(self, folder: Path, *, keep_names: bool) -> None:
        """Leave of each file what is sure: nothing of one that was not flushed; no file without a flushed name."""
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                if str(file) not in self.names and not keep_names:
                    file.unlink()
                elif str(file) not in self.whole:
                    file.write_bytes(b"")


class PowerFails(BaseException):
    pass


def fill(ledger: Ledger, disk: Disk) -> None:
    with ledger.writer(coder_version="1", started="2021", batch_size=BATCH) as writer:
        for n in range(N):
            writer.add(make_record(n))
            if not writer._records:
                disk.n_acknowledged = n + 1


@pytest.mark.parametrize("keep_names", [True, False])
@pytest.mark.parametrize("step", [8, 12, 25, *(pytest.param(k, marks=pytest.mark.slow) for k in range(0, 26, 4))])
@pytest.mark.parametrize("is_within", [True, False])
def test_acknowledged_documents_outlive_a_loss_of_power(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, *, is_within: bool, keep_names: bool
) -> None:
    """The power fails before an append, or within it: after it was written and before it was forced to the disk."""
    append = Tables.append
    done: list[str] = []

    def failing(self: Tables, name: str, rows: pa.Table) -> None:
        if len(done) == step:
            if is_within:
                monkeypatch.setattr("dragoman.store.tables.flush", lambda _: None)
                append(self, name, rows)
            raise PowerFails
        append(self, name, rows)
        done.append(name)

    with monkeypatch.context() as patch:
        disk = Disk(patch)
        ledger = open_ledger(tmp_path / "l")
        patch.setattr(Tables, "append", failing)
        try:
            fill(ledger, disk)
        except PowerFails:
            disk.lose_power(ledger.path, keep_names=keep_names)
    monkeypatch.undo()
    assert disk.n_acknowledged == BATCH * done.count("batches")
    try:
        found = ledger.view().query("SELECT given_id FROM documents")["given_id"].to_pylist()
    except LedgerError as err:
        assert "dragoman ledger check" in str(err)  # noqa: PT017
        found = []
    if not found or ledger.check():
        repair_ledger(ledger.path, started="2022")
        found = ledger.view().query("SELECT given_id FROM documents")["given_id"].to_pylist()
    assert {f"n{n}" for n in range(disk.n_acknowledged)} <= set(found)
    assert len(found) == len(set(found))
    assert ledger.check() == ()
    fill(ledger, disk)
    assert ledger.view().n_documents() == N


def test_all_that_a_commit_wrote_is_on_the_disk_before_its_marker_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    ledger = open_ledger(tmp_path / "l")
    append = Tables.append
    unsafe: list[str] = []

    def watched(self: Tables, name: str, rows: pa.Table) -> None:
        if name == "batches":
            files = [str(f) for f in ledger.path.rglob("*") if f.is_file()]
            unsafe.extend(f for f in files if f not in disk.whole or f not in disk.names)
        append(self, name, rows)

    monkeypatch.setattr(Tables, "append", watched)
    fill(ledger, disk)
    assert unsafe == []
    assert disk.n_acknowledged == N
