"""A release is the same bytes wherever it is made, and says what is in it."""

import csv
import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from factory import make_document, make_event, make_evidence, make_record

from dragoman.cli.main import cli
from dragoman.errors import LedgerError
from dragoman.evaluate import evaluate
from dragoman.model import Record, Span
from dragoman.store import open_ledger
from dragoman.store.corrections import Change, correct
from dragoman.store.datasheet import wilson
from dragoman.store.filters import Filters
from dragoman.store.ledger import Ledger
from dragoman.store.release import RECORDS, SHEET, SUMS, TABLES, release
from dragoman.store.review import queue

TESTS = Path(__file__).resolve().parents[1]


def make(path: Path, records: Sequence[Record], *, batch_size: int = 500, started: str = "2021") -> Ledger:
    ledger = open_ledger(path)
    with ledger.writer(coder_version="0.1.0+a+b+c", started=started, batch_size=batch_size) as writer:
        for record in records:
            writer.add(record)
    return ledger


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def amend(ledger: Ledger, n: int) -> None:
    change = Change(field="status", value="cancelled")
    correct(ledger, make_record(n).events[0].event_id, change, author="ann", at="2022-01-01", reason="r")


RECORDS_GIVEN = [make_record(n) for n in range(6)]


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("released")
    ledger = make(path / "l", RECORDS_GIVEN)
    for n in (1, 2):
        amend(ledger, n)
    release(ledger.view(), path / "out")
    return path / "out"


def test_ledgers_made_in_other_orders_and_batches_release_the_same_bytes(tmp_path: Path, released: Path) -> None:
    other = make(tmp_path / "another name", RECORDS_GIVEN[3:], batch_size=1, started="2030-05-05T05:05:05")
    amend_later = make(tmp_path / "another name", RECORDS_GIVEN[2::-1], batch_size=2, started="2031")
    for n in (2, 1):
        amend(amend_later, n)
    other.compact()
    release(other.view(), tmp_path / "out")
    assert contents(tmp_path / "out") == contents(released)


RELEASER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from factory import make_record
from dragoman.store import open_ledger
from dragoman.store.release import release
ledger = open_ledger(sys.argv[2])
with ledger.writer(coder_version="0.1.0+a+b+c", started="x", batch_size=4) as writer:
    for n in (5, 0, 4, 1, 3, 2):
        writer.add(make_record(n))
release(ledger.view(), Path(sys.argv[3]))
"""


def test_another_process_with_other_hash_seeds_releases_the_same_bytes(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        arguments = [str(TESTS), str(tmp_path / f"l{seed}"), str(tmp_path / f"out{seed}")]
        env = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path), "TZ": f"Etc/GMT+{seed}", "HOME": str(tmp_path)}
        subprocess.run([sys.executable, "-c", RELEASER, *arguments], check=True, env=env)
    assert contents(tmp_path / "out1") == contents(tmp_path / "out2")


def test_checksums_are_those_of_all_other_files(released: Path) -> None:
    lines = [line.split("  ") for line in (released / SUMS).read_text("utf-8").splitlines()]
    assert [name for _, name in lines] == sorted(p.name for p in released.iterdir() if p.name != SUMS)
    for digest, name in lines:
        assert hashlib.sha256((released / name).read_bytes()).hexdigest() == digest


def test_tables_hold_what_the_views_show_in_both_formats(released: Path) -> None:
    for name in TABLES:
        table = pq.read_table(released / f"{name}.parquet")
        rows = list(csv.reader(io.StringIO((released / f"{name}.csv").read_text("utf-8"))))
        assert rows[0] == table.column_names
        assert len(rows) - 1 == table.num_rows
    statuses = pq.read_table(released / "events.parquet")["status"].to_pylist()
    assert sorted(statuses) == ["cancelled"] * 2 + ["happened"] * 4
    assert "run_id" not in pq.read_table(released / "documents.parquet").column_names


def test_records_can_be_scored_and_bear_no_path(released: Path) -> None:
    lines = [json.loads(line) for line in (released / RECORDS).read_text("utf-8").splitlines()]
    assert [line["document"]["doc_id"] for line in lines] == sorted(line["document"]["doc_id"] for line in lines)
    assert all(line["receipts"] == [] for line in lines)
    figures = {f.name: f.value for f in evaluate(released / RECORDS, released / RECORDS).figures}
    assert figures["ledger F1 (+status+attribution)"] == 1


def test_data_sheet_tells_coverage_making_accuracy_and_corrections(released: Path) -> None:
    sheet = (released / SHEET).read_text("utf-8")
    for said in ("6 events, 6 positions", "from 2021-03-01 to 2021-03-01", "| The Fjord | 6 |", "| 0.1.0 | a | b | c | 6 |",
                 "| event | 2 | 0 | 2 | 0 | 0.00", "Corrections: 2, authors: 1"):  # fmt: skip
        assert said in sheet, said
    assert "Released on" not in sheet


def test_clock_is_in_the_bytes_only_when_given(tmp_path: Path) -> None:
    ledger = make(tmp_path / "l", RECORDS_GIVEN[:1])
    release(ledger.view(), tmp_path / "out", day=date(2026, 5, 1), title="Fjord | [x](javascript:1) <b>")
    sheet = (tmp_path / "out" / SHEET).read_text("utf-8")
    assert "Released on 2026-05-01." in sheet
    assert sheet.startswith("# Fjord \\| \\[x](javascript:1) &lt;b>\n")
    assert "Nobody has reviewed rows" in sheet


def test_release_without_text_quotes_words_only(tmp_path: Path) -> None:
    ledger = make(tmp_path / "l", RECORDS_GIVEN)
    release(ledger.view(), tmp_path / "out", with_text=False, formats=("csv",))
    files = contents(tmp_path / "out")
    assert not [name for name in files if name.endswith(".parquet")]
    assert b"Dispatch number 5. Norway backs" not in files["documents.csv"] + files[RECORDS]
    assert json.loads(files[RECORDS].splitlines()[0])["text"] == ""
    assert b"met" in files["events.csv"]


def test_formulas_are_disarmed_in_csv_and_kept_in_parquet(tmp_path: Path) -> None:
    document = make_document(1, title="=cmd|' /C calc'!A0", outlet="@outlet")
    event = make_event(document, evidence=(make_evidence(document, trigger=Span(7, 10)),))
    ledger = make(tmp_path / "l", [make_record(document=document, events=(event,))])
    release(ledger.view(), tmp_path / "out")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "documents.csv").read_text("utf-8"))))
    assert rows[0]["title"].startswith("'=")
    assert pq.read_table(tmp_path / "out" / "documents.parquet")["title"].to_pylist() == ["=cmd|' /C calc'!A0"]


def test_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    ledger = make(tmp_path / "l", RECORDS_GIVEN[:1])
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes").write_text("x", "utf-8")
    with pytest.raises(LedgerError, match="expected a new or empty folder"):
        release(ledger.view(), tmp_path / "mine")
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(LedgerError, match="cannot write the release"):
        release(ledger.view(), tmp_path / "file" / "deep")
    (tmp_path / "empty").mkdir()
    release(ledger.view(), tmp_path / "empty")
    assert {p.name for p in tmp_path.iterdir()} == {"l", "mine", "file", "empty"}


def test_release_that_fails_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = make(tmp_path / "l", RECORDS_GIVEN[:1])

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(LedgerError, match="No space left"):
        release(ledger.view(), tmp_path / "out")
    assert {p.name for p in tmp_path.iterdir()} == {"l"}


def test_empty_ledger_is_released_with_all_its_tables(tmp_path: Path) -> None:
    names = release(open_ledger(tmp_path / "l").view(), tmp_path / "out")
    assert len(names) == 2 * len(TABLES) + 3
    assert "0 events" in (tmp_path / "out" / SHEET).read_text("utf-8")


def test_command_writes_and_says_how_to_check(tmp_path: Path) -> None:
    ledger = make(tmp_path / "l", RECORDS_GIVEN)
    arguments = [
        "release",
        str(tmp_path / "out"),
        "--format",
        "csv",
        "--date",
        "2026-05-01",
        "--ledger",
        str(ledger.path),
    ]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    assert "sha256sum -c SHA256SUMS" in done.stderr
    check = subprocess.run(["sha256sum", "-c", "--quiet", SUMS], cwd=tmp_path / "out", check=False)
    assert check.returncode == 0


def test_interval_of_a_share_is_the_published_one() -> None:
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=2e-4)  # Newcombe 1998, table I
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=2e-4)


def test_shuffled_queue_depends_on_the_seed_alone(tmp_path: Path) -> None:
    view = make(tmp_path / "l", RECORDS_GIVEN).view()
    orders = [queue(view, Filters(), seed=seed) for seed in (1, 1, 2)]
    assert orders[0] == orders[1]
    assert orders[0] != orders[2]
    assert sorted(orders[0]) == sorted(queue(view, Filters()))
