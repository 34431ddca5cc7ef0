"""`import` and `export` on the command line, and the other commands over imported events."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factory import make_record

from dragoman.cli.main import cli
from dragoman.errors import DragomanError
from dragoman.exchange import icews
from dragoman.store import open_ledger

LINE = (
    "{id}\t2018-0{month}-02\tNorway\tGovernment\tNorway\tCriticize or denounce\t111\t-2.0\tChad\tGovernment\tChad\t1\t1\t"
    "The Fjord\tOslo\t\t\tNorway\t59.9\t10.7"
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "events.2018.tab"
    lines = [LINE.format(id=n, month=1 + n % 5) for n in range(1, 31)]
    path.write_text("\n".join(["\t".join(icews.COLUMNS), *lines]) + "\n")
    return path


def test_import_twice_keeps_once_and_the_commands_use_it_when_asked(file: Path, tmp_path: Path) -> None:
    ledger = str(tmp_path / "l")
    first = run("import", "icews", str(file), "--ledger", ledger, "--release", "2020-10")
    assert first.exit_code == 0, first.output
    assert "events.2018.tab: 30 events added" in first.stderr
    again = run("import", "icews", str(file), "--ledger", ledger)
    assert "imported before" in again.stderr
    more = tmp_path / "more.tab"
    more.write_text(file.read_text() + LINE.format(id=99, month=6) + "\n")
    assert "1 events added, 30 already there" in run("import", "icews", str(more), "--ledger", ledger).stderr
    found = run("events", "--from", "icews", "--json", "--ledger", ledger).stdout.splitlines()
    assert len(found) == 31
    assert json.loads(found[0])["label"] == "Criticize or denounce"
    assert "Norway" in run("events", "--from", "icews", "--ledger", ledger).stdout
    assert run("relation", "NOR", "TCD", "--from", "icews", "--monthly", "--json", "--ledger", ledger).stdout
    assert "nothing found" in run("relation", "NOR", "TCD", "--ledger", ledger).stderr
    assert "NOR" in run("network", "--from", "icews", "--ledger", ledger).output
    assert "NOR" in run("forecast", "NOR", "TCD", "--from", "icews", "--ledger", ledger).output
    rows = run("sql", "SELECT count(*) AS n FROM imported_events", "--json", "--ledger", ledger).stdout
    assert json.loads(rows) == {"n": 31}


def test_bad_lines_are_named_and_the_rest_is_kept(file: Path, tmp_path: Path) -> None:
    file.write_text(file.read_text() + "only\tthree\tcells\n")
    result = run("import", "icews", str(file), "--ledger", str(tmp_path / "l"))
    assert result.exit_code == 1
    assert "line 32: 3 cells, expected 20" in result.stderr
    assert "30 events added, 1 lines not readable" in result.stderr


def test_many_bad_lines_are_counted_not_all_named(file: Path, tmp_path: Path) -> None:
    file.write_text(file.read_text() + "x\n" * 50)
    few = run("import", "icews", str(file), "--ledger", str(tmp_path / "l"))
    assert few.stderr.count(" cells, expected") == 20
    assert "50 lines not readable" in few.stderr
    every = run("import", "icews", str(file), "--origin", "other", "--all-lines", "--ledger", str(tmp_path / "l"))
    assert every.stderr.count(" cells, expected") == 50


def test_file_of_another_format_makes_no_ledger_and_the_next_file_is_read(file: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.tab"
    wrong.write_text("a\tb\n")
    result = run("import", "icews", str(wrong), "--ledger", str(tmp_path / "none"))
    assert result.exit_code == 1
    assert not (tmp_path / "none").exists()
    both = run("import", "icews", str(wrong), str(file), "--ledger", str(tmp_path / "l"))
    assert both.exit_code == 1
    assert "30 events added" in both.stderr


def test_headless_file_of_another_format_makes_no_ledger(file: Path, tmp_path: Path) -> None:
    result = run("import", "gdelt", str(file), "--ledger", str(tmp_path / "none"))
    assert result.exit_code == 1
    assert "no gdelt events in it; line 1: 20 cells, expected 61" in result.stderr
    assert not (tmp_path / "none").exists()


def test_nothing_found_among_imported_events_says_which_filter(file: Path, tmp_path: Path) -> None:
    ledger = str(tmp_path / "l")
    run("import", "icews", str(file), "--ledger", ledger)
    assert "nobody by --actor XYZ" in run("events", "--from", "icews", "--actor", "XYZ", "--ledger", ledger).stderr
    both = run("events", "--from", "icews", "--actor", "NOR", "--type", "AID", "--ledger", ledger)
    assert "30 without --type" in both.stderr
    why = run("why", "i123456", "--ledger", ledger)
    assert "imported event has no words" in str(why.exception)


def test_wrong_origin_is_one_line(file: Path, tmp_path: Path) -> None:
    ledger = str(tmp_path / "l")
    run("import", "icews", str(file), "--ledger", ledger)
    for name in ("events", "network"):
        assert isinstance(run(name, "--from", "gdelt", "--ledger", ledger).exception, DragomanError)
    assert isinstance(run("forecast", "--from", "icews", "--keep", "--ledger", ledger).exception, DragomanError)


@pytest.mark.parametrize("form", ["csv", "parquet", "plover", "icews", "polecat", "ftm", "gexf"])
def test_imported_events_go_out_in_every_format(form: str, file: Path, tmp_path: Path) -> None:
    ledger, out = str(tmp_path / "l"), tmp_path / "out"
    run("import", "icews", str(file), "--ledger", ledger)
    result = run("export", "--format", form, "--from", "icews", "-o", str(out), "--ledger", ledger)
    assert result.exit_code == 0, result.output
    assert "written" in result.stderr
    assert out.stat().st_size > 100
    if form in {"plover", "icews", "polecat"}:
        back = run("import", form, str(out), "--origin", "back", "--ledger", ledger)
        assert "30 events added" in back.stderr, back.output


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "plover", "icews", "polecat", "ftm", "gexf"])
def test_own_events_go_out_in_every_format_the_same_each_time(form: str, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "l").writer(coder_version="1", started="2021") as writer:
        for n in range(3):
            writer.add(make_record(n))
    outs = [tmp_path / "a", tmp_path / "b"]
    for out in outs:
        result = run("export", "--format", form, "-o", str(out), "--ledger", str(tmp_path / "l"))
        assert result.exit_code == 0, result.output
    assert outs[0].read_bytes() == outs[1].read_bytes() != b""


def test_export_that_fails_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    open_ledger(tmp_path / "l")
    out = tmp_path / "out"
    out.write_text("older")
    failed = run("export", "--format", "plover", "--from", "gdelt", "-o", str(out), "--ledger", str(tmp_path / "l"))
    assert isinstance(failed.exception, DragomanError)
    assert out.read_text() == "older"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["l", "out"]
    nowhere = run("export", "--format", "csv", "-o", str(tmp_path / "no" / "x"), "--ledger", str(tmp_path / "l"))
    assert isinstance(nowhere.exception, DragomanError)


def test_formats_refuse_what_means_nothing_to_them(file: Path, tmp_path: Path) -> None:
    ledger = str(tmp_path / "l")
    run("import", "icews", str(file), "--ledger", ledger)
    jsonl = run("export", "--format", "jsonl", "--from", "icews", "--ledger", ledger)
    assert isinstance(jsonl.exception, DragomanError)
    gexf = run("export", "--format", "gexf", "--type", "AID", "--ledger", ledger)
    assert isinstance(gexf.exception, DragomanError)
