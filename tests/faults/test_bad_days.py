"""Bad days of the whole program, as its user meets them: one line that says what to do, and nothing lost or doubled."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from factory import make_record

from dragoman.linking import link_ledger, repair_ledger
from dragoman.store import open_ledger
from dragoman.store.ledger import Ledger

TEXT = (
    "Türkiye calls off talks\nOSLO, 4 March 2021 — Norway’s foreign minister Jürgen Müller cancelled talks with "
    "Türkiye in Zürich on Monday.\n"
)


def run(
    *arguments: str | Path, env: Mapping[str, str] | None = None, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "dragoman", *map(os.fsencode, arguments)],
        capture_output=True, check=False, timeout=100, env={**os.environ, **(env or {})}, preexec_fn=before,
    )  # fmt: skip


def one_line(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return what the program said on standard error, which must be one line and no traceback."""
    (line,) = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert line.startswith("dragoman: ")
    return line


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = open_ledger(tmp_path / "l")
    fill(made, 3)
    return made


def fill(ledger: Ledger, last: int, *, started: str = "2021") -> None:
    with ledger.writer(coder_version="1", started=started, batch_size=2) as writer:
        for n in range(last):
            writer.add(make_record(n))
    link_ledger(ledger.path, coder_version="1", started=started)


@pytest.fixture
def text(tmp_path: Path) -> Path:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_locale_without_utf8_changes_no_letter(tmp_path: Path) -> None:
    file = tmp_path / "Köln.txt"
    file.write_text(TEXT, encoding="utf-8")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0"}
    done = run("add", file, "--ledger", tmp_path / "l", env=plain)
    assert (done.returncode, done.stderr.decode().splitlines()[-1]) == (0, "1 documents added")
    view = open_ledger(tmp_path / "l").view()
    assert view.query("SELECT text FROM documents")["text"].to_pylist() == [TEXT]
    for arguments in (("events",), ("events", "--json")):
        shown = run(*arguments, "--ledger", tmp_path / "l", env=plain)
        assert shown.returncode == 0, shown.stderr
        assert ("Jürgen Müller" if "--json" in arguments else "Jürgen") in shown.stdout.decode()
    assert "PYTHONUTF8=1" in one_line(run("events", "--ledger", tmp_path / "Müll", env=plain))


def test_full_disk_ends_in_one_line_and_the_repetition_adds_what_is_missing(ledger: Ledger, text: Path) -> None:
    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, 3_000))

    done = run("add", text, "--ledger", ledger.path, before=no_room)
    said = done.stderr.decode().splitlines()[-1]  # the Delta library's threads complain before it
    assert done.returncode == 1
    assert said.startswith(f"dragoman: {ledger.path}: cannot write table ")
    assert "the disk is full; free some space and repeat the command" in said
    assert ledger.view().n_documents() == 3
    assert ledger.check() == ()
    assert run("add", text, "--ledger", ledger.path).returncode == 0
    assert ledger.view().n_documents() == 4


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a file system of its own with little room."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], check=False, capture_output=True
    )  # fmt: skip
    if made.returncode:
        pytest.skip("this account may not mount a file system")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_disk_that_fills_up_keeps_every_commit_before(small_disk: Path, text: Path) -> None:
    ledger = open_ledger(small_disk / "l")
    n_done = 0
    with pytest.raises(Exception, match="the disk is full"):  # noqa: PT012 (how far it comes is the point)
        for last in range(150, 9000, 150):
            with ledger.writer(coder_version="1", started="2021") as writer:
                for n in range(last):
                    writer.add(make_record(n))
            n_done = last
    filler = small_disk / "filler"
    with filler.open("wb") as file, pytest.raises(OSError, match="No space left"):
        file.write(bytes(2_000_000))
    assert "the disk is full; free some space" in one_line(run("add", text, "--ledger", ledger.path))
    filler.unlink()
    assert n_done > 0
    assert ledger.view().n_documents() == n_done
    assert ledger.check() == ()
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    fill(ledger, n_done + 40)
    assert ledger.view().n_documents() == n_done + 40
    assert repair_ledger(ledger.path, started="2022").plan.n_lost == 0
    assert ledger.view().n_documents() == n_done + 40


def test_disk_that_may_only_be_read_can_be_asked_and_not_added_to(small_disk: Path, text: Path) -> None:
    ledger = open_ledger(small_disk / "l")
    with ledger.writer(coder_version="1", started="2021") as writer:
        writer.add(make_record(1))
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert run("events", "--ledger", ledger.path).returncode == 0
    assert run("ledger", "check", ledger.path).returncode == 0
    said = one_line(run("add", text, "--ledger", ledger.path))
    assert "no permission; expected a folder that you may write to" in said


def test_truncated_log_and_damaged_part_name_the_way_out(ledger: Ledger, text: Path) -> None:
    entry = max((ledger.path / "events" / "_delta_log").glob("*.json"))
    entry.write_bytes(entry.read_bytes()[:100])
    for arguments in (("add", text), ("events",)):
        said = one_line(run(*arguments, "--ledger", ledger.path))
        assert f"see what is wrong with: dragoman ledger check {ledger.path}" in said
    assert run("ledger", "repair", "--yes", ledger.path).returncode == 0
    part = max((ledger.path / "participants").glob("*.parquet"), key=lambda p: p.stat().st_size)
    part.write_bytes(part.read_bytes()[:-50])
    assert "dragoman ledger check" in one_line(run("events", "--ledger", ledger.path))


@pytest.mark.parametrize("year", [1980, 2100])
def test_no_logic_rests_on_the_clock(ledger: Ledger, year: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock jumps: every file of the ledger is of another time, and so are the times that the Delta log tells."""
    monkeypatch.setattr("dragoman.store.writer.COMPACT_FILES", 3)
    then = (year - 1970) * 31_556_952
    for file in ledger.path.rglob("*"):
        if file.suffix == ".json" and file.parent.name == "_delta_log":
            actions = [json.loads(line) for line in file.read_text().splitlines()]
            for action in actions:
                for key in ("timestamp", "modificationTime", "deletionTimestamp", "createdTime"):
                    for values in action.values():
                        if key in values:
                            values[key] = then * 1000
            file.write_text("".join(json.dumps(action) + "\n" for action in actions))
        os.utime(file, (then, then))
    fill(ledger, 9, started="1970-01-01")
    assert ledger.view().n_documents() == 9
    assert ledger.check() == ()
    assert repair_ledger(ledger.path, started="1970-01-01").plan.n_lost == 0
    assert ledger.view().n_documents() == 9
