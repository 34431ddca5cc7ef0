"""`correct`, `review` and `export --corrections` as people and programs use them."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factory import make_event, make_record

from dragoman.cli.main import cli
from dragoman.errors import ConfigError
from dragoman.model import Interval, Precision
from dragoman.store import open_ledger


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner(env={"DRAGOMAN_AUTHOR": "ann"}).invoke(cli, list(arguments), input=stdin)


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    """Three documents with an event each, a year apart, so that nobody takes them for one."""
    path = tmp_path / "l"
    with open_ledger(path).writer(coder_version="1", started="2021") as writer:
        for n in range(3):
            document, day = make_record(n).document, date(2018 + n, 2, 3)
            when = Interval(start=day, end=day, precision=Precision.DAY, basis="absolute")
            writer.add(make_record(n, events=(make_event(document, date=when),)))
    return str(path)


def listed(ledger: str, *arguments: str) -> list[dict[str, object]]:
    return [
        json.loads(line)
        for line in run("correct", "--list", "--json", "--ledger", ledger, *arguments).stdout.splitlines()
    ]


def test_correction_is_seen_in_tables_why_and_list(ledger: str) -> None:
    event_id = make_record(1).events[0].event_id
    given = ("correct", event_id[:10], "--field", "status", "--value", "cancelled", "--ledger", ledger)
    done = run(*given, "--reason", "called off")
    assert done.exit_code == 0, done.output
    assert "status cancelled" in done.stderr
    rows = [json.loads(line) for line in run("events", "--json", "--ledger", ledger).stdout.splitlines()]
    assert {r["event_id"]: r["status"] for r in rows}[event_id] == "cancelled"
    why = run("why", event_id, "--ledger", ledger).output
    assert "status: happened → cancelled; ann" in why
    assert "called off" in why
    assert [(r["author"], r["reason"], r["state"]) for r in listed(ledger)] == [("ann", "called off", "applied")]
    assert "status: happened" in run("correct", "--list", "--ledger", ledger).output


def test_rejected_record_is_gone_from_tables_and_explained_by_why(ledger: str) -> None:
    record = make_record(1)
    for record_id in (record.events[0].event_id, record.positions[0].position_id):
        assert run("correct", record_id, "--reject", "--reason", "a film", "--ledger", ledger).exit_code == 0
        why = run("why", record_id, "--ledger", ledger).output
        assert "Norway" in why
        assert "rejected, counts nowhere; ann" in why
    assert len(run("events", "--json", "--ledger", ledger).stdout.splitlines()) == 2
    assert len(run("positions", "--json", "--ledger", ledger).stdout.splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--field", "status", "--value", "cancelled"), "no --reason"),
        (("--reject",), "no --reason"),
        ((), "expected --field F --value V"),
        (("--field", "status", "--value", "gone", "--reason", "r"), "expected one of happened"),
        (("--field", "status", "--value", "denied", "--accept"), "expected --field F --value V"),
        (("--value", "denied", "--reason", "r"), "without --field"),
        (("--list",), "expected no ID"),
    ],
)
def test_wrong_use_is_one_line(ledger: str, arguments: tuple[str, ...], said: str) -> None:
    done = run("correct", make_record(1).events[0].event_id, *arguments, "--ledger", ledger)
    assert isinstance(done.exception, ConfigError)
    assert said in str(done.exception)
    assert listed(ledger) == []


def test_correct_without_id_says_what_is_missing(ledger: str) -> None:
    assert "no ID" in str(run("correct", "--accept", "--ledger", ledger).exception)
    assert "no detached corrections" in run("correct", "--list", "--detached", "--ledger", ledger).stderr


def test_review_takes_a_line_for_each_decision_from_a_pipe(ledger: str) -> None:
    answers = "a\nr\nx\nf status=gone\nf status=cancelled | recipients=FRA\ns\nq\n"
    done = run("review", "--ledger", ledger, stdin=answers)
    assert done.exit_code == 0, done.output
    assert "1 of 6" in done.stdout
    assert "expected one of happened" in done.stderr
    assert "1 accepted, 1 fixed, 1 rejected, 1 skipped" in done.stderr
    assert sorted((str(r["field"]), str(r["value"])) for r in listed(ledger)) == [
        ("recipients", "France"), ("record", "accepted"), ("record", "rejected"), ("status", "cancelled")]  # fmt: skip


def test_review_does_not_ask_again_for_what_was_reviewed(ledger: str) -> None:
    run("review", "--ledger", ledger, stdin="a\n" * 2)
    assert "1 of 4" in run("review", "--ledger", ledger, stdin="").stdout
    run("review", "--ledger", ledger, stdin="a\n" * 9)
    assert "nothing to review" in run("review", "--ledger", ledger).stderr
    gold = run("export", "--corrections", "--complete", "--ledger", ledger)
    assert len(gold.stdout.splitlines()) == 3
    assert all(json.loads(line)["review"]["complete"] for line in gold.stdout.splitlines())


@pytest.mark.parametrize("kind", ["event", "position", "expectation", "driver"])
def test_every_kind_can_be_reviewed_and_limited(ledger: str, kind: str) -> None:
    done = run("review", "--kind", kind, "--limit", "2", "--ledger", ledger, stdin="a\na\na\n")
    assert "2 accepted" in done.stderr, done.output
    assert {r["kind"] for r in listed(ledger)} == {kind}


def test_review_filters_as_the_tables_do(ledger: str) -> None:
    assert "nothing to review" in run("review", "--status", "denied", "--ledger", ledger).stderr
    done = run("review", "--kind", "position", "--type", "CONSULT", "--ledger", ledger)
    assert "cannot be filtered by --type" in str(done.exception)


def test_gold_export_needs_one_form(ledger: str) -> None:
    assert run("export", "--ledger", ledger).exit_code == 2
    assert run("export", "--corrections", "--format", "csv", "--ledger", ledger).exit_code == 2


def test_records_are_exported_as_corrected_or_as_coded(ledger: str) -> None:
    record = make_record(1)
    run("correct", record.events[0].event_id, "--reject", "--reason", "r", "--ledger", ledger)
    corrected = run("export", "--format", "jsonl", "--ledger", ledger).stdout.splitlines()
    coded = run("export", "--format", "jsonl", "--as-coded", "--ledger", ledger).stdout.splitlines()
    assert sum(len(json.loads(line)["events"]) for line in corrected) == 2
    assert sum(len(json.loads(line)["events"]) for line in coded) == 3
