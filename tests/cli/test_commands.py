"""The command line: what people and programs get, and what wrong input ends in."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factory import make_document, make_event, make_evidence, make_record

from dragoman.cli.main import COMMANDS, cli
from dragoman.errors import DragomanError
from dragoman.model import Attribution, Span, SpeakerKind, Status
from dragoman.store import open_ledger


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, list(arguments), input=stdin, catch_exceptions=True)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("cli") / "l"
    said = (Attribution(speaker="state:TCD", kind=SpeakerKind.NAMED),)
    documents = [make_document(n) for n in range(3)]
    cancelled = make_evidence(documents[1], status=Status.CANCELLED, lemma="talk", attribution=said)
    text = "Norway =met Chad. Norway backs Chad."
    formula = make_document(
        7, title="=cmd|' /C calc'!A0", outlet="@outlet", text=text, doc_id="d7", body=(Span(0, len(text)),)
    )
    with open_ledger(path).writer(coder_version="1", started="2021-01-01") as writer:
        writer.add(make_record(document=documents[0]))
        writer.add(make_record(document=documents[1], events=(make_event(documents[1], evidence=(cancelled,)),)))
        writer.add(
            make_record(
                document=formula, events=(make_event(formula, evidence=(make_evidence(formula, trigger=Span(7, 11)),)),)
            )
        )
    return str(path)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert len(result.output.splitlines()[2].strip()) > 20


@pytest.mark.parametrize("name", ["events", "positions", "outlook", "disputes", "entities"])
def test_tables_print_for_people_and_as_json_lines(name: str, ledger: str) -> None:
    people = run(name, "--ledger", ledger)
    assert people.exit_code == 0, people.output
    programs = run(name, "--ledger", ledger, "--json")
    rows = [json.loads(line) for line in programs.stdout.splitlines()]
    if name != "disputes":
        assert rows
        assert people.stdout.strip()


def test_the_two_versions_of_a_dispute_stand_one_below_the_other_with_their_parties(tmp_path: Path) -> None:
    document = make_document(1)
    told = make_event(document, event_id="e1", disputed_with=("e2",))
    evidence = (make_evidence(document, status=Status.DENIED, actors=("state:TCD",)),)
    denied = make_event(document, event_id="e2", evidence=evidence, disputed_with=("e1",))
    with open_ledger(tmp_path / "l").writer(coder_version="1", started="2021-01-01") as writer:
        writer.add(make_record(document=document, events=(told, denied)))
    done = CliRunner(env={"COLUMNS": "150"}).invoke(cli, ["disputes", "--ledger", str(tmp_path / "l")])
    _, first, *rest = done.output.splitlines()
    second = next(line for line in rest if "denied" in line)
    assert {"CONSULT", "happened", "Chad,", "Norway", "e1"} <= set(first.split())
    assert {"denied", "Chad", "e2"} <= set(second.split())
    assert "CONSULT" not in second


def test_filters_narrow_the_events(ledger: str) -> None:
    def count(*arguments: str) -> int:
        return len(run("events", "--json", "--ledger", ledger, *arguments).stdout.splitlines())

    assert count() == 3
    assert count("--actor", "NOR") == 3
    assert count("--actor", "norway", "--type", "consult") == 3
    assert count("--status", "cancelled") == 1
    assert count("--since", "2021-02-28") == 0
    assert count("--until", "2021-02-27") == 3
    assert count("--source-kind", "named") == 1
    assert count("--limit", "2") == 2


def test_nothing_found_names_the_filter_that_empties_the_table(ledger: str) -> None:
    result = run("events", "--ledger", ledger, "--actor", "NOR", "--status", "denied")
    assert result.exit_code == 0
    assert "nothing found" in result.stderr
    assert "denied" in result.stderr


def test_empty_ledger_tells_how_to_fill_it(tmp_path: Path) -> None:
    open_ledger(tmp_path / "l")
    result = run("events", "--ledger", str(tmp_path / "l"))
    assert "dragoman add" in result.stderr


def test_why_shows_words_rule_and_source(ledger: str) -> None:
    event_id = json.loads(run("events", "--json", "--ledger", ledger).stdout.splitlines()[0])["event_id"]
    result = run("why", event_id[:9], "--ledger", ledger)
    assert result.exit_code == 0, result.output
    assert "v:meet" in result.output
    assert "met" in result.output
    assert "Norway" in result.output


def test_unknown_id_is_one_line_and_exit_1(ledger: str) -> None:
    result = run("why", "e0000000", "--ledger", ledger)
    assert isinstance(result.exception, DragomanError)


def test_missing_ledger_is_an_error(tmp_path: Path) -> None:
    result = run("events", "--ledger", str(tmp_path / "none"))
    assert isinstance(result.exception, DragomanError)
    assert "no ledger here" in str(result.exception)


def test_error_ends_the_program_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dragoman", "events", "--ledger", str(tmp_path / "none")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("dragoman: ")
    assert "Traceback" not in done.stderr


def test_sql_reads_views_and_refuses_the_rest(ledger: str) -> None:
    rows = run("sql", "SELECT count(*) AS n FROM events", "--json", "--ledger", ledger).stdout
    assert json.loads(rows) == {"n": 3}
    assert isinstance(run("sql", "DROP VIEW events", "--ledger", ledger).exception, DragomanError)


def test_export_csv_disarms_formulas(ledger: str, tmp_path: Path) -> None:
    out = tmp_path / "events.csv"
    result = run("export", "--format", "csv", "-o", str(out), "--ledger", ledger)
    assert result.exit_code == 0, result.output
    text = out.read_text("utf-8")
    assert text.count("\n") >= 4
    cells = [c for line in text.splitlines()[1:] for c in line.split(",")]
    assert not [c for c in cells if c.strip('"').startswith(("=", "@", "+"))]


def test_export_jsonl_can_be_scored_and_read_again(ledger: str, tmp_path: Path) -> None:
    out = tmp_path / "records.jsonl"
    assert run("export", "--format", "jsonl", "-o", str(out), "--ledger", ledger).exit_code == 0
    result = run("evaluate", str(out), str(out), "--json")
    assert json.loads(result.stdout)["EVENT F1 (type+actors+recipients)"] == 1


def test_wrong_usage_is_exit_2() -> None:
    assert run("events", "--since", "yesterday").exit_code == 2
    assert run("export").exit_code == 2
    assert run("nosuch").exit_code == 2


def test_read_from_standard_input_gives_one_record_a_line() -> None:
    result = run("read", "--json", "-", stdin="Norway cancelled its visit to Chad, officials in Oslo said.\n")
    assert result.exit_code == 0, result.output
    (line,) = result.stdout.splitlines()
    record = json.loads(line)
    assert {e["status"] for e in record["events"]} >= {"cancelled"}
    for event in record["events"]:
        start, end = event["trigger"]
        assert record["text"][start:end]


def test_unreadable_input_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Norway met Chad in Oslo on Monday, the two governments said.\n")
    (tmp_path / "b.txt").write_bytes(b"")
    result = run("read", "--json", str(tmp_path))
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "b.txt" in result.stderr


def test_add_twice_keeps_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Norway met Chad in Oslo on Monday, the two governments said.\n")
    ledger = str(tmp_path / "l")
    first = run("add", str(tmp_path / "a.txt"), "--ledger", ledger)
    assert "1 documents added" in first.stderr, first.output
    second = run("add", str(tmp_path / "a.txt"), "--ledger", ledger)
    assert "0 documents added, 1 already there" in second.stderr
    assert len(run("events", "--json", "--ledger", ledger).stdout.splitlines()) == 1


def test_relation_of_two_actors_shows_index_and_arithmetic(ledger: str) -> None:
    result = run("relation", "nor", "tcd", "--ledger", ledger)
    assert "80 % band" in result.output, result.output
    assert "variance" in run("relation", "NOR", "TCD", "--explain", "2021-02-27", "--ledger", ledger).output
    assert "nothing found" in run("relation", "NOR", "PER", "--ledger", ledger).stderr
