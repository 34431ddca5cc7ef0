"""Runs keep what they were made with; two of them are compared row by row, each change with its cause."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from factory import make_document, make_event, make_evidence, make_record

from dragoman import manifest
from dragoman.cli.main import cli
from dragoman.errors import ConfigError, NotFoundError
from dragoman.model import Mention, MentionKind, Receipt, Record, Span, Stage, Stance, Status
from dragoman.store import open_ledger
from dragoman.store.corrections import Change, correct
from dragoman.store.ledger import Ledger
from dragoman.store.run_diff import RunDiff, diff_runs
from dragoman.store.runs import moved, runs_table

FIRST, WORDS, RULES, BOTH = "0.1.0+aa+bb+cc", "0.1.0+a2+bb+cc", "0.1.0+aa+b2+cc", "0.1.0+a2+b2+cc"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    found = open_ledger(tmp_path / "l")
    add(found, *(make_record(n) for n in range(3)), started="2021")
    return found


def add(ledger: Ledger, *records: Record, version: str = FIRST, started: str, **over: Any) -> str:
    with ledger.writer(coder_version=version, started=started, **over) as writer:
        for record in records:
            writer.add(record)
    return writer.run_id


def run_ids(ledger: Ledger) -> list[str]:
    return [row["run_id"] for row in runs_table(ledger.view()).to_pylist()]


def with_status(n: int, status: Status, **over: Any) -> Record:
    """Return the record with its event in another status, under another id, as another version codes it."""
    record = make_record(n)
    event = make_event(
        record.document,
        evidence=(make_evidence(record.document, status=status, **over),),
        event_id=f"e{n}{'9' * 15}",
    )
    drivers = tuple(replace(d, effect=event.event_id) for d in record.drivers)
    outlook = tuple(replace(x, event=event.event_id) for x in record.outlook)
    return replace(record, events=(event,), drivers=drivers, outlook=outlook)


def compare(ledger: Ledger, second: str = "now") -> RunDiff:
    return diff_runs(ledger.view(), run_ids(ledger)[0], second)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def test_runs_are_listed_with_what_moved(ledger: Ledger) -> None:
    add(ledger, make_record(7), version=FIRST, started="2022")
    add(ledger, *(make_record(n) for n in range(2)), version=BOTH, started="2023")
    rows = runs_table(ledger.view()).to_pylist()
    assert [(r["n_documents"], r["started"], r["moved"]) for r in rows] == [
        (3, "2021", None), (1, "2022", ""), (2, "2023", "vocabulary, rule")]  # fmt: skip
    assert rows[2]["vocabulary"] == "a2"


@pytest.mark.parametrize(
    ("after", "causes"),
    [(FIRST, ()), (WORDS, ("vocabulary",)), (RULES, ("rule",)), (BOTH, ("vocabulary", "rule")),
     ("0.1.0+aa+bb+c2", ("model",)), ("0.2.0+aa+bb+cc", ("rule",)), ("2", ("vocabulary", "rule", "model"))],
)  # fmt: skip
def test_cause_is_the_part_of_the_version_that_moved(after: str, causes: tuple[str, ...]) -> None:
    assert moved(FIRST, after) == causes


def test_versions_of_no_known_form_differ_by_rule() -> None:
    assert moved("1", "2") == ("rule",)


def test_changed_row_names_fields_and_cause(ledger: Ledger) -> None:
    add(ledger, with_status(1, Status.CANCELLED), make_record(0), make_record(2), version=WORDS, started="2022")
    found = compare(ledger)
    assert found.documents == {"coded anew": 3, "same": 0}
    assert found.counts() == [("vocabulary", "event", "changed", 1)]
    (change,) = found.changes
    assert change.fields == {"status": ["happened", "cancelled"]}
    assert change.words == "met"
    assert change.row_id == "e1" + "9" * 15


def test_added_and_gone_rows_are_told_apart(ledger: Ledger) -> None:
    record = make_record(1)
    other = replace(record.positions[0], evidence=Span(0, 15), stance=Stance.OPPOSE, position_id="p" + "1" * 16)
    mention = Mention(span=Span(17, 25), head=3, entity_id="state:NOR", kind=MentionKind.NOMINAL, rule="r")
    new = replace(record, positions=(other,), mentions=(*record.mentions, mention))
    add(ledger, new, version=RULES, started="2022")
    found = compare(ledger)
    assert found.counts() == [
        ("rule", "mention", "added", 1), ("rule", "position", "added", 1), ("rule", "position", "gone", 1)]  # fmt: skip
    assert found.documents == {"coded anew": 1, "same": 2}


def test_ids_that_move_with_other_fields_are_no_change_of_causes_and_expectations(ledger: Ledger) -> None:
    add(ledger, with_status(1, Status.CANCELLED), version=RULES, started="2022")
    assert {c.kind for c in compare(ledger).changes} == {"event"}


def test_corrections_are_a_cause_of_their_own(ledger: Ledger) -> None:
    record = make_record(1)
    correct(ledger, record.events[0].event_id, Change(field="status", value="denied"), author="a", at="2", reason="r")
    correct(ledger, record.positions[0].position_id, Change(verdict="reject"), author="a", at="2", reason="r")
    found = compare(ledger)
    assert found.documents == {"corrected": 1, "same": 2}
    assert found.counts() == [("correction", "event", "changed", 1), ("correction", "position", "gone", 1)]
    assert compare(ledger, run_ids(ledger)[0]).changes == ()


def test_row_that_coder_and_reviewer_changed_is_charged_to_both(ledger: Ledger) -> None:
    event_id = make_record(1).events[0].event_id
    correct(ledger, event_id, Change(field="date", value="none"), author="a", at="2", reason="r")
    add(ledger, with_status(1, Status.CANCELLED), version=RULES, started="2022")
    (change,) = compare(ledger).changes
    assert change.cause == "rule+correction"
    assert set(change.fields) == {"date", "status"}


def test_new_text_of_a_known_input_is_compared_by_its_words(ledger: Ledger) -> None:
    old = make_record(1)
    text = "By our own correspondent. " + old.document.text
    document = make_document(1, text=text, doc_id="dnew", body=(Span(26, len(text)),))
    evidence = make_evidence(document, trigger=Span(33, 36), status=Status.PLANNED)
    new = make_record(document=document, events=(make_event(document, evidence=(evidence,)),), positions=(), drivers=(),
                      outlook=(), mentions=())  # fmt: skip
    add(ledger, new, make_record(8), started="2022")
    found = compare(ledger)
    assert found.documents == {"new": 1, "new text": 1, "same": 3}
    events = [c for c in found.changes if c.kind == "event"]
    assert [(c.cause, c.what, c.fields) for c in events] == [("text", "changed", {"status": ["happened", "planned"]})]
    assert [doc_id for doc_id, _, _ in found.new] == [make_record(8).document.doc_id]


def test_new_text_is_known_by_its_file_where_the_input_gave_no_id(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "l")
    documents = [make_document(n, given_id=None) for n in (1, 2)]
    for n, document in enumerate(documents):
        receipt = Receipt(doc_id=document.doc_id, source="a.txt", stage=Stage.READ, outcome="ok")
        add(ledger, make_record(document=document, receipts=(receipt,)), started=str(n))
    assert compare(ledger).documents["new text"] == 1


def test_older_coding_stays_comparable_and_the_latest_is_shown(ledger: Ledger) -> None:
    add(ledger, with_status(1, Status.CANCELLED), version=RULES, started="2022")
    add(ledger, with_status(1, Status.DENIED), version=BOTH, started="2023")
    first, second, third = run_ids(ledger)
    view = ledger.view()
    told = [[c.fields["status"] for c in diff_runs(view, a, b).changes] for a, b in ((first, second), (second, third))]
    assert told == [[["happened", "cancelled"]], [["cancelled", "denied"]]]
    assert view.sql("SELECT count(*) AS n FROM events WHERE status = 'denied'")["n"][0].as_py() == 1
    assert view.n_documents() == 3


def test_runs_that_are_not_there_or_stand_the_wrong_way_round_are_said(ledger: Ledger) -> None:
    add(ledger, make_record(7), started="2022")
    first, second = run_ids(ledger)
    view = ledger.view()
    with pytest.raises(ConfigError, match="earlier run first"):
        diff_runs(view, second, first)
    for wrong in ("r000", "", "r"):
        with pytest.raises(NotFoundError):
            diff_runs(view, wrong, second)


def test_commands_print_counts_first_and_json_lines(ledger: Ledger) -> None:
    add(ledger, with_status(1, Status.CANCELLED), make_record(8), version=WORDS, started="2022")
    path = str(ledger.path)
    first, second = run_ids(ledger)
    people = run("diff", first[:6], second[:6], "--ledger", path).output
    assert people.index("vocabulary") < people.index("Meeting 1")
    assert "status: happened → cancelled" in people
    assert "New documents" in people
    lines = [json.loads(line) for line in run("diff", first, "--json", "--ledger", path).stdout.splitlines()]
    assert lines[0]["documents"] == {"coded anew": 1, "new": 1, "same": 2}
    assert lines[1]["cause"] == "vocabulary"
    assert lines[2]["kind"] == "document"
    assert "2022" in run("runs", "--ledger", path).output
    assert "no row differs" in run("diff", second, "--ledger", path).output


def test_manifest_of_a_run_lists_its_inputs_and_what_it_was_made_with(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "l")
    made = manifest.manifest(options={"batch_size": 2})
    times = iter(["t1", "t2"])
    run_id = add(ledger, *(make_record(n) for n in range(3)), started="t0", manifest=made, batch_size=2,
                 clock=lambda: next(times))  # fmt: skip
    form = json.loads(run("runs", run_id, "--json", "--ledger", str(ledger.path)).stdout)
    assert (form["started"], form["finished"]) == ("t0", "t2")
    assert form["inputs"] == sorted(make_record(n).document.doc_id for n in range(3))
    assert "coding/triggers.py" in form["code"]
    assert "plover/predicates.tsv" in form["vocabularies"]
    assert "spacy" in form["models"]
    assert form["options"] == {"batch_size": 2}


@pytest.mark.parametrize("part", ["code", "vocabularies", "models"])
def test_change_of_any_file_moves_its_part_of_the_version_alone(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = manifest._hashes()
    before = manifest.versions(manifest.coder_version())
    touched = {**hashes, part: {**hashes[part], next(iter(hashes[part])): "0" * 12}}
    monkeypatch.setattr(manifest, "_hashes", lambda: touched)
    after = manifest.versions(manifest.coder_version())
    name = {"vocabularies": "vocabulary", "models": "model"}.get(part, part)
    assert {k for k in before if before[k] != after[k]} == {name}


def test_users_actors_are_part_of_the_version(tmp_path: Path) -> None:
    own = tmp_path / "my.tsv"
    own.write_text("x", "utf-8")
    before = manifest.coder_version(own)
    own.write_text("y", "utf-8")
    assert len({manifest.coder_version(), before, manifest.coder_version(own)}) == 3
    assert "entities my.tsv" in json.loads(manifest.manifest(own))["vocabularies"]


def test_code_beside_reading_is_not_part_of_the_version() -> None:
    code = json.loads(manifest.manifest())["code"]
    assert not [name for name in code if name.startswith(("cli/", "store/", "explore/", "track/"))]
