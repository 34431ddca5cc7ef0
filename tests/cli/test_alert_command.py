"""Alerts report what is new, once it was printed, and tell scripts by their exit status."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from factory import make_event, make_evidence, make_record

from dragoman.cli.main import cli
from dragoman.errors import ConfigError, LedgerError, NotFoundError
from dragoman.model import Status
from dragoman.store import open_ledger
from dragoman.store.tables import Tables


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(cli, list(arguments))


def add(path: str | Path, *numbers: int, status: Status = Status.HAPPENED, version: str = "1") -> None:
    with open_ledger(path).writer(coder_version=version, started=version) as writer:
        for n in numbers:
            document = make_record(n).document
            event = make_event(document, evidence=(make_evidence(document, status=status),))
            writer.add(make_record(n, events=(event,)))


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    add(tmp_path / "l", 1, 2)
    return str(tmp_path / "l")


def news(ledger: str, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    done = run("alert", "run", *arguments, "--json", "--ledger", ledger)
    return done.exit_code, [json.loads(line) for line in done.stdout.splitlines()]


def store(ledger: str, name: str, *arguments: str) -> Result:
    return run("alert", "add", name, *arguments, "--ledger", ledger)


def test_alert_reports_each_event_once(ledger: str) -> None:
    assert store(ledger, "chad", "--actor", "TCD").exit_code == 0
    status, rows = news(ledger, "chad")
    assert status == 0
    assert [r["alert"] for r in rows] == ["chad", "chad"]
    assert news(ledger, "chad") == (1, [])
    add(ledger, 3)
    status, rows = news(ledger)
    assert status == 0
    assert [r["event_id"] for r in rows] == [make_record(3).events[0].event_id]
    assert news(ledger) == (1, [])


def test_alert_from_now_leaves_out_what_is_there(ledger: str) -> None:
    store(ledger, "new", "--from-now")
    assert news(ledger) == (1, [])
    add(ledger, 3)
    assert len(news(ledger)[1]) == 1


def test_event_is_new_again_when_its_status_moves(ledger: str) -> None:
    store(ledger, "all", "--from-now")
    add(ledger, 1, status=Status.CANCELLED, version="2")
    assert [(r["event_id"], r["status"]) for r in news(ledger)[1]] == [(make_record(1).events[0].event_id, "cancelled")]


def test_filters_with_days_and_kinds_are_kept(ledger: str) -> None:
    store(ledger, "narrow", "--since", "2021-01-01", "--source-kind", "outlet", "--type", "consult")
    store(ledger, "empty", "--status", "denied")
    listed = run("alert", "list", "--json", "--ledger", ledger).stdout.splitlines()
    assert [json.loads(line)["query"] for line in listed] == [
        "--status denied", "--type consult --since 2021-01-01 --source-kind outlet"]  # fmt: skip
    assert len(news(ledger, "narrow")[1]) == 2
    assert news(ledger, "empty") == (1, [])


def test_sql_alert_reports_rows_whose_values_are_new(ledger: str) -> None:
    store(ledger, "counts", "--sql", "SELECT count(*) AS n FROM events")
    assert news(ledger) == (0, [{"alert": "counts", "n": 2}])
    assert news(ledger) == (1, [])
    add(ledger, 3)
    assert news(ledger) == (0, [{"alert": "counts", "n": 3}])


@pytest.mark.parametrize("query", ["DROP VIEW events", "SELECT * FROM read_text('/etc/hostname')", "SELECT nothing"])
def test_sql_alert_can_only_read_the_views(ledger: str, query: str) -> None:
    assert isinstance(store(ledger, "bad", "--sql", query).exception, LedgerError)
    assert run("alert", "list", "--json", "--ledger", ledger).stdout == ""


def test_wrong_names_and_uses_are_said(ledger: str) -> None:
    assert isinstance(store(ledger, "a b").exception, ConfigError)
    assert isinstance(store(ledger, "x", "--sql", "SELECT 1", "--actor", "GBR").exception, ConfigError)
    store(ledger, "twice")
    assert "remove it first" in str(store(ledger, "twice").exception)
    assert isinstance(run("alert", "remove", "none", "--ledger", ledger).exception, NotFoundError)


def test_run_ends_with_2_on_errors(ledger: str, tmp_path: Path) -> None:
    assert run("alert", "run", "none", "--ledger", ledger).exit_code == 2
    assert run("alert", "run", "--ledger", str(tmp_path / "no")).exit_code == 2
    assert run("alert", "run", "--nonsense", "--ledger", ledger).exit_code == 2
    assert run("alert", "run", "--ledger", ledger).exit_code == 1


def test_removed_alert_begins_anew_when_added_again(ledger: str) -> None:
    store(ledger, "all")
    news(ledger)
    assert run("alert", "remove", "all", "--ledger", ledger).exit_code == 0
    assert news(ledger) == (1, [])
    store(ledger, "all", "--type", "CONSULT")
    assert len(news(ledger)[1]) == 2


def test_peek_takes_nothing_as_seen(ledger: str) -> None:
    store(ledger, "all")
    assert len(news(ledger, "--peek")[1]) == 2
    assert len(news(ledger)[1]) == 2


def test_people_get_a_table_under_the_name(ledger: str) -> None:
    store(ledger, "all")
    out = run("alert", "run", "--ledger", ledger).output
    assert "all  2 new" in out
    assert "CONSULT" in out
    store(ledger, "counts", "--sql", "SELECT 'seven' AS word")
    assert "seven" in run("alert", "run", "--ledger", ledger).output


def test_report_whose_mark_was_cut_short_comes_again(ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store(ledger, "all")

    def dying(self: Tables, name: str, rows: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Tables, "append", dying)
        assert len(run("alert", "run", "--json", "--ledger", ledger).stdout.splitlines()) == 2
    assert len(news(ledger)[1]) == 2
    assert news(ledger) == (1, [])


KILLED = """
import os, signal, sys
from dragoman.cli import alert
if sys.argv[2] == "before":
    alert._print = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
else:
    import dragoman.store.alerts as store
    store.mark_seen = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
from dragoman.cli.main import cli
cli(["alert", "run", "--json", "--ledger", sys.argv[1]])
"""


@pytest.mark.parametrize(("moment", "printed"), [("before", 0), ("after", 2)])
def test_run_killed_before_or_after_printing_loses_no_report(ledger: str, moment: str, printed: int) -> None:
    store(ledger, "all")
    done = subprocess.run([sys.executable, "-c", KILLED, ledger, moment], capture_output=True, text=True, check=False)
    assert done.returncode == -9
    assert len(done.stdout.splitlines()) == printed
    assert len(news(ledger)[1]) == 2


def test_output_that_nobody_takes_is_not_marked_as_seen(ledger: str) -> None:
    store(ledger, "all")
    script = f"{sys.executable} -m dragoman alert run --json --ledger {ledger} > /dev/full"
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(news(ledger)[1]) == 2


def test_documents_of_a_second_writer_are_reported_whenever_they_come(ledger: str) -> None:
    store(ledger, "all")
    early = open_ledger(ledger).writer(coder_version="1", started="9")
    early.add(make_record(7))
    news(ledger)
    early.commit()
    assert [r["event_id"] for r in news(ledger)[1]] == [make_record(7).events[0].event_id]
