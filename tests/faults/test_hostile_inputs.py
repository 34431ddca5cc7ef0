"""The hostile inputs through the whole program: read, coded, kept, shown and exported."""

import csv
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman.cli.main import cli
from dragoman.pipeline import add_inputs
from dragoman.read import read
from dragoman.store import open_ledger
from dragoman.store.export import FORMULA_STARTS

HOSTILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "probes" / "hostile"
pytestmark = pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile inputs of shared/data/probes are not here")

LARGE_BYTES = 100_000
MEMORY_BYTES = 2_000_000_000
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def is_harmless(text: str) -> bool:
    """Tell whether a terminal or a log takes the text for letters only."""
    return not any(c in BIDI or (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 for c in text)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the hostile inputs that are not large."""
    home = tmp_path_factory.mktemp("hostile")
    (home / "in").mkdir()
    for file in HOSTILE.iterdir():
        if file.stat().st_size < LARGE_BYTES and file.suffix != ".gz":
            shutil.copy(file, home / "in")
    receipts = []
    add_inputs([home / "in"], home / "l", started="2021", on_document=receipts.append)
    assert all(receipt.detail.isprintable() and receipt.source.isprintable() for receipt in receipts)
    assert sorted(p.name for p in home.iterdir()) == ["in", "l"]
    return home / "l"


def test_every_input_has_a_receipt_and_the_ledger_is_sound(ledger: Path) -> None:
    stored = open_ledger(ledger)
    view = stored.view()
    sources = set(view.query("SELECT DISTINCT source FROM receipts")["source"].to_pylist())
    known = set(view.query("SELECT doc_id FROM documents")["doc_id"].to_pylist())
    for _, receipt in read([ledger.parent / "in"]):
        assert receipt.source in sources or receipt.doc_id in known
    assert stored.check() == ()
    texts = stored.view().query("SELECT text, title FROM documents").to_pylist()
    assert all("\x00" not in row["text"] for row in texts)
    assert all(len(row["title"] or "") <= 300 for row in texts)
    foreign = "SELECT event_id FROM evidence JOIN documents d USING (doc_id) WHERE d.language NOT IN ('en')"
    assert stored.view().query(foreign).num_rows == 0


@pytest.mark.parametrize(
    "command", ["events", "positions", "outlook", "disputes", "entities", "runs", "alert run", "sql"]
)
def test_terminal_shows_no_control_and_no_bidirectional_character(ledger: Path, command: str) -> None:
    query = ["SELECT doc_id, title, outlet, text FROM documents"] if command == "sql" else []
    done = CliRunner().invoke(cli, [*command.split(), *query, "--ledger", str(ledger)])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert is_harmless(done.output)


def test_read_shows_every_input_harmlessly(ledger: Path) -> None:
    done = CliRunner().invoke(cli, ["read", str(ledger.parent / "in")])
    assert done.exit_code == 1
    assert is_harmless(done.output)


def test_spreadsheet_finds_no_formula_in_an_export(ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "e.csv"
    assert (
        CliRunner().invoke(cli, ["export", "--format", "csv", "-o", str(out), "--ledger", str(ledger)]).exit_code == 0
    )
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) > 1
    numbers = {rows[0].index("goldstein")}
    for row in rows:
        for at, cell in enumerate(row):
            assert at in numbers or not cell.startswith(FORMULA_STARTS)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_all_of_them_at_once_end_in_receipts_within_bounds_of_memory_and_without_a_network(tmp_path: Path) -> None:
    apart = ["unshare", "-n"] if subprocess.run(["unshare", "-n", "true"], check=False).returncode == 0 else []
    done = subprocess.run(
        [*apart, sys.executable, "-m", "dragoman", "add", HOSTILE, "--ledger", "l", "--quiet"],
        cwd=tmp_path, capture_output=True, text=True, check=False, env={**os.environ, "DRAGOMAN_SECONDS": "120"},
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    *lines, last = done.stderr.splitlines()
    assert "documents added" in last
    assert [line for line in lines if str(HOSTILE) not in line or not is_harmless(line)] == []
    assert [p.name for p in tmp_path.iterdir()] == ["l"]
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < MEMORY_BYTES
    view = open_ledger(tmp_path / "l").view()
    assert view.n_documents() > 10_000
    without_reason = "SELECT source FROM receipts WHERE outcome <> 'ok' AND detail = ''"
    assert view.sql(without_reason).to_pylist() == []
    assert view.sql("SELECT source FROM receipts WHERE outcome = 'failed'").num_rows > 0
