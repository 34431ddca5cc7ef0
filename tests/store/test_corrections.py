"""Corrections stay: beside the coded record, through other reviewers and killed writers."""

import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from corrections_ledger import add, event_id, fix, ledger, one, rule, states, three
from factory import make_document, make_event, make_record

from dragoman.errors import ConfigError, NotFoundError
from dragoman.evaluate import evaluate
from dragoman.model import Status
from dragoman.model.codec import encode_record
from dragoman.store import open_ledger
from dragoman.store.correction_kinds import KINDS
from dragoman.store.correction_values import _READERS
from dragoman.store.corrections import (
    Change,
    corrections_table,
    find_targets,
    history,
    in_status,
    with_rejected,
)
from dragoman.store.dyads import dated_positions, dyad_events
from dragoman.store.gold import export_gold
from dragoman.store.ledger import Ledger
from dragoman.store.tables import Tables

__all__ = ["event_id", "ledger", "three"]  # fixtures


def test_fixed_status_is_what_events_and_tellings_show(ledger: Ledger, event_id: str) -> None:
    fix(ledger, event_id, "status", "cancelled")
    assert one(ledger, "SELECT status FROM events WHERE event_id = ?", event_id) == {"status": "cancelled"}
    assert one(ledger, "SELECT status FROM evidence WHERE event_id = ?", event_id) == {"status": "cancelled"}
    others = ledger.view().sql("SELECT status FROM events WHERE event_id <> ?", [event_id])["status"].to_pylist()
    assert others == ["happened", "happened"]
    assert states(ledger) == [("status", "cancelled", "applied")]


def test_coded_record_stays_beside_its_correction(ledger: Ledger, event_id: str) -> None:
    fix(ledger, event_id, "status", "cancelled")
    view = ledger.view()
    doc_id = make_record(1).document.doc_id
    assert list(view.records([doc_id], coded=True)) == [make_record(1)]
    assert [e.status for e in view.record(doc_id).events] == [Status.CANCELLED]
    assert history(view, event_id).to_pylist()[0]["before"] == "happened"


FIXES = [
    ("type", "consult", "SELECT type FROM events WHERE event_id = ?", {"type": "CONSULT"}),
    ("type", "ACCUSE", "SELECT cameo, goldstein < 0 AS bad FROM events WHERE event_id = ?", {"cameo": "110", "bad": True}),
    ("mode", "Visit", "SELECT mode, cameo FROM events WHERE event_id = ?", {"mode": "visit", "cameo": "042"}),
    ("date", "2021-02", "SELECT start, precision FROM events WHERE event_id = ?",
     {"start": date(2021, 2, 1), "precision": "month"}),
    ("date", "..2021-02-03", 'SELECT start, "end" FROM events WHERE event_id = ?', {"start": None, "end": date(2021, 2, 3)}),
    ("date", "none", "SELECT start FROM events WHERE event_id = ?", {"start": None}),
    ("place", "Bergen, NOR", "SELECT place, country, round(lat) AS lat FROM events WHERE event_id = ?",
     {"place": "Bergen", "country": "NOR", "lat": 60.0}),
    ("place", "none", "SELECT place, country FROM events WHERE event_id = ?", {"place": None, "country": None}),
    ("issue", "energy", "SELECT issue FROM events WHERE event_id = ?", {"issue": "energy"}),
    ("magnitude", "dead=3", "SELECT magnitude FROM events WHERE event_id = ?", {"magnitude": '{"dead": 3.0}'}),
    ("attribution", "TCD", "SELECT speaker, speaker_kind FROM evidence WHERE event_id = ?",
     {"speaker": "state:TCD", "speaker_kind": "named"}),
    ("source", "anonymous: dispatch number", "SELECT speaker FROM evidence WHERE event_id = ?",
     {"speaker": "anonymous: Dispatch number"}),
    ("trigger", "backs", "SELECT words FROM events WHERE event_id = ?", {"words": "backs"}),
]  # fmt: skip


@pytest.mark.parametrize("case", FIXES, ids=lambda case: f"{case[0]}={case[1]}")
def test_every_field_of_an_event_can_be_fixed(
    ledger: Ledger, event_id: str, case: tuple[str, str, str, dict[str, Any]]
) -> None:
    field, value, query, row = case
    fix(ledger, event_id, field, value)
    assert one(ledger, query, event_id) == row


def test_parties_can_be_moved_and_need_not_be_named_in_the_document(ledger: Ledger, event_id: str) -> None:
    fix(ledger, event_id, "actors", "Norway")
    fix(ledger, event_id, "recipients", "FRA; chad")
    rows = ledger.view().sql("SELECT role, code FROM participants WHERE event_id = ? ORDER BY ALL", [event_id])
    assert [tuple(r.values()) for r in rows.to_pylist()] == [
        ("actor", "NOR"),
        ("recipient", "FRA"),
        ("recipient", "TCD"),
    ]
    assert one(ledger, "SELECT name FROM entities WHERE entity_id = 'state:FRA'") == {"name": "France"}


def test_fields_of_positions_expectations_and_causes_can_be_fixed(ledger: Ledger) -> None:
    record = make_record(1)
    position, expectation = record.positions[0].position_id, record.outlook[0].expectation_id
    fix(ledger, position, "stance", "oppose")
    fix(ledger, position, "object", "the treaty of Bergen")
    fix(ledger, position, "change", "hardened")
    row = one(ledger, "SELECT stance, object, change FROM positions WHERE position_id = ?", position)
    assert row == {"stance": "oppose", "object": "the treaty of Bergen", "change": "hardened"}
    fix(ledger, expectation, "holder", "Chad")
    fix(ledger, expectation, "due", "2021-05-01..2021-05-09")
    fix(ledger, expectation, "condition", "Dispatch number 1")
    row = one(ledger, "SELECT holder, due_end, condition FROM expectations WHERE expectation_id = ?", expectation)
    assert row == {"holder": "state:TCD", "due_end": date(2021, 5, 9), "condition": "Dispatch number 1"}
    query = "SELECT driver_id, effect_id, words FROM drivers WHERE doc_id = ?"
    driver = one(ledger, query, record.document.doc_id)["driver_id"]
    fix(ledger, driver, "effect", position)
    fix(ledger, driver, "cause", "Norway met")
    row = one(ledger, query, record.document.doc_id)
    assert row == {"driver_id": driver, "effect_id": position, "words": "Norway met"}
    assert {state for _, _, state in states(ledger)} == {"applied"}


WRONG = [
    ("status", "maybe", "one of happened"),
    ("type", "MEET", "one of AGREE"),
    ("mode", "gossip", "a mode of CONSULT"),
    ("actors", "Atlantis", "an actor that the ledger knows"),
    ("recipients", "Norway", "nobody on both sides"),
    ("date", "2021-13-01", "YYYY-MM-DD"),
    ("date", "2021-02-03..2021-01-01", "YYYY-MM-DD"),
    ("date", "yesterday", "YYYY-MM-DD"),
    ("place", "Oslo, XXX", "the country"),
    ("place", "San Jose", "the country too"),
    ("issue", "gossip", "labels among"),
    ("magnitude", "dead", "NAME=NUMBER"),
    ("magnitude", "dead=-1", "NAME=NUMBER"),
    ("attribution", "anonymous: a general", "words that stand in the text"),
    ("trigger", "shot", "words that stand in the text"),
    ("stance", "support", "no such field"),
]


@pytest.mark.parametrize(("field", "value", "expected"), WRONG)
def test_wrong_value_is_one_line_and_keeps_nothing(
    ledger: Ledger, event_id: str, field: str, value: str, expected: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        fix(ledger, event_id, field, value)
    assert expected in str(caught.value)
    assert "\n" not in str(caught.value)
    assert states(ledger) == []


@pytest.mark.parametrize("record_id", ["", "zzz", "e00000000", "d1"])
def test_unknown_id_is_said_so(ledger: Ledger, record_id: str) -> None:
    with pytest.raises(NotFoundError):
        fix(ledger, record_id, "status", "cancelled")


def test_change_needs_a_value_or_a_verdict() -> None:
    for wrong in ({}, {"value": "x"}, {"field": "status"}, {"field": "status", "verdict": "reject"}, {"verdict": "no"}):
        with pytest.raises(ConfigError):
            Change(**wrong)


def test_correction_needs_an_author(ledger: Ledger, event_id: str) -> None:
    with pytest.raises(ConfigError, match="author"):
        fix(ledger, event_id, "status", "cancelled", author=" ")


def test_rejected_event_vanishes_from_counts_relation_and_network(ledger: Ledger) -> None:
    record = make_record(1)
    event_id, position = record.events[0].event_id, record.positions[0].position_id
    before = dyad_events(ledger.view()).num_rows
    rule(ledger, event_id, "reject")
    rule(ledger, position, "reject")
    view = ledger.view()
    assert view.sql("SELECT count(*) AS n FROM events")["n"][0].as_py() == 2
    for table in ("participants", "evidence"):
        assert view.sql(f"SELECT * FROM {table} WHERE event_id = ?", [event_id]).num_rows == 0
    assert dyad_events(view).num_rows == before - before // 3
    assert dated_positions(view).num_rows == 2
    assert view.sql("SELECT * FROM drivers WHERE effect_id = ?", [event_id]).num_rows == 0
    assert view.sql("SELECT * FROM expectations WHERE event_id = ?", [event_id]).num_rows == 0
    assert view.n_documents() == 3


def test_rejected_event_is_still_found_with_what_was_coded(ledger: Ledger, event_id: str) -> None:
    rule(ledger, event_id, "reject")
    view = ledger.view()
    assert with_rejected(view, event_id) == (make_record(1),)
    assert [r["value"] for r in history(view, event_id).to_pylist()] == ["rejected"]


def test_rejection_is_taken_back_by_accepting_or_withdrawing(ledger: Ledger, event_id: str) -> None:
    count = "SELECT count(*) AS n FROM events"
    for verdict in ("accept", "withdraw"):
        rule(ledger, event_id, "reject")
        assert one(ledger, count) == {"n": 2}
        rule(ledger, event_id, verdict)
        assert one(ledger, count) == {"n": 3}


def test_withdrawn_field_reads_as_coded(ledger: Ledger, event_id: str) -> None:
    fix(ledger, event_id, "status", "cancelled")
    rule(ledger, event_id, "withdraw", field="status")
    assert one(ledger, "SELECT status FROM events WHERE event_id = ?", event_id) == {"status": "happened"}


def test_latest_of_two_reviewers_holds_and_both_are_kept_as_disputed(ledger: Ledger, event_id: str) -> None:
    fix(ledger, event_id, "status", "cancelled", author="ann", at="2022-01-02")
    fix(ledger, event_id, "status", "postponed", author="bob", at="2022-01-01")  # his clock is slow
    assert one(ledger, "SELECT status FROM events WHERE event_id = ?", event_id) == {"status": "postponed"}
    assert states(ledger) == [("status", "postponed", "applied"), ("status", "cancelled", "superseded")]
    disputed = corrections_table(ledger.view(), disputed=True).to_pylist()
    assert [r["author"] for r in disputed] == ["bob", "ann"]


def test_reviewers_who_agree_or_correct_themselves_are_not_disputed(ledger: Ledger, event_id: str) -> None:
    fix(ledger, event_id, "status", "cancelled", author="ann")
    fix(ledger, event_id, "status", "postponed", author="ann", at="2022-02-01")
    fix(ledger, event_id, "status", "postponed", author="bob", at="2022-03-01")
    assert corrections_table(ledger.view(), disputed=True).num_rows == 0


def test_different_fields_by_different_reviewers_all_hold(ledger: Ledger, event_id: str) -> None:
    fix(ledger, event_id, "status", "planned", author="ann")
    fix(ledger, event_id, "date", "2021-04-01", author="bob")
    fix(ledger, event_id, "place", "none", author="eve")
    row = one(ledger, "SELECT status, start, place FROM events WHERE event_id = ?", event_id)
    assert row == {"status": "planned", "start": date(2021, 4, 1), "place": None}


def test_correction_of_copies_holds_in_each_document(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "l")
    first = make_document(1)
    copy = replace(first, doc_id="dcopy", outlet="Harbour Post")
    add(ledger, *(make_record(document=d, events=(make_event(d, event_id="e" + "7" * 16),)) for d in (first, copy)))
    fix(ledger, "e7777", "status", "denied")
    assert ledger.view().sql("SELECT DISTINCT status FROM evidence")["status"].to_pylist() == ["denied"]
    assert len(states(ledger)) == 2


def test_correction_through_a_telling_is_one_of_its_event(ledger: Ledger, event_id: str) -> None:
    telling = make_record(1).events[0].evidence[0].evidence_id
    fix(ledger, telling, "status", "denied")
    fix(ledger, telling, "type", "ASSAULT")
    assert one(ledger, "SELECT type, status FROM events WHERE event_id = ?", event_id) == {
        "type": "ASSAULT", "status": "denied"}  # fmt: skip
    assert one(ledger, "SELECT evidence_id FROM evidence WHERE event_id = ?", event_id) == {"evidence_id": telling}


def test_type_and_mode_given_one_after_the_other_agree(ledger: Ledger, event_id: str) -> None:
    query = "SELECT type, mode, cameo FROM events WHERE event_id = ?"
    fix(ledger, event_id, "mode", "visit")
    fix(ledger, event_id, "type", "ASSAULT")
    assert one(ledger, query, event_id) == {"type": "ASSAULT", "mode": None, "cameo": "180"}
    fix(ledger, event_id, "mode", "aerial")
    row = one(ledger, query, event_id)
    assert (row["type"], row["mode"]) == ("ASSAULT", "aerial")


def test_status_of_an_event_is_corrected_where_it_is_told_in_that_status(ledger: Ledger) -> None:
    ids = [make_record(n).events[0].event_id for n in range(3)]
    fix(ledger, ids[2], "status", "planned")
    view = ledger.view()
    tellings = tuple(t for i in ids for t in find_targets(view, i))
    assert in_status(tellings, "planned") == tellings[2:]
    assert in_status(tellings, "happened") == tellings[:2]
    assert in_status(tellings, "denied") == tellings


def test_cause_is_rejected_alone(ledger: Ledger, event_id: str) -> None:
    driver = one(ledger, "SELECT driver_id FROM drivers WHERE effect_id = ?", event_id)["driver_id"]
    rule(ledger, driver, "reject")
    assert one(ledger, "SELECT count(*) AS n FROM drivers") == {"n": 2}
    assert one(ledger, "SELECT count(*) AS n FROM events") == {"n": 3}


def test_gold_is_the_corrected_record_and_scores_the_coder(ledger: Ledger, event_id: str, tmp_path: Path) -> None:
    record = make_record(1)
    fix(ledger, event_id, "status", "cancelled")
    rule(ledger, record.positions[0].position_id, "reject")
    out = io.StringIO()
    assert export_gold(ledger.view(), out, only_complete=True) == 1
    line = json.loads(out.getvalue())
    assert line["events"][0]["status"] == "cancelled"
    assert line["positions"] == []
    assert line["review"]["complete"]
    assert line["review"]["reviewed"][event_id] == {"verdict": "fixed", "fields": ["status"], "authors": ["ann"]}
    assert [(r["kind"], r["stance"]) for r in line["review"]["rejected"]] == [("position", "support")]
    gold, coded = tmp_path / "gold.jsonl", tmp_path / "coded.jsonl"
    gold.write_text(out.getvalue(), "utf-8")
    coded.write_bytes(encode_record(record) + b"\n")
    figures = {f.name: f.value for f in evaluate(gold, coded).figures}
    assert figures["EVENT F1 (type+actors+recipients)"] == 1
    assert figures["status accuracy"] == 0
    assert figures["POSITION F1 (actor+object+stance)"] == 0


def test_document_with_unreviewed_records_is_no_complete_gold(ledger: Ledger, event_id: str) -> None:
    rule(ledger, event_id, "accept")
    out = io.StringIO()
    assert export_gold(ledger.view(), out, only_complete=True) == 0
    assert export_gold(ledger.view(), out) == 1
    assert json.loads(out.getvalue())["review"]["unreviewed"] == [make_record(1).positions[0].position_id]


def test_correction_survives_compaction(ledger: Ledger, event_id: str) -> None:
    for k in range(3):
        fix(ledger, event_id, "status", "cancelled", at=f"2022-01-0{k + 1}")
    before = corrections_table(ledger.view())
    ledger.compact(retention_hours=0)
    assert corrections_table(ledger.view()) == before
    assert ledger.check() == ()


def test_correction_cut_short_before_its_commit_is_not_seen(
    ledger: Ledger, event_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = Tables.append

    def dying(self: Tables, name: str, rows: Any) -> None:
        if name == "batches":
            raise KeyboardInterrupt
        append(self, name, rows)

    with monkeypatch.context() as patch:
        patch.setattr(Tables, "append", dying)
        with pytest.raises(KeyboardInterrupt):
            fix(ledger, event_id, "status", "cancelled")
    assert states(ledger) == []
    fix(ledger, event_id, "status", "cancelled")
    assert states(ledger) == [("status", "cancelled", "applied")]


REVIEWER = """
import sys
from dragoman.store import open_ledger
from dragoman.store.corrections import Change, correct
path, author, *ids = sys.argv[1:]
for record_id in ids:
    change = Change(verdict="accept") if author == "ann" else Change(field="status", value="planned")
    correct(open_ledger(path), record_id, change, author=author, at="2022", reason="r")
"""


def test_two_reviewers_at_once_lose_nothing(ledger: Ledger) -> None:
    ids = [make_record(n).events[0].event_id for n in range(3)]
    both = [
        subprocess.Popen([sys.executable, "-c", REVIEWER, str(ledger.path), author, *ids]) for author in ("ann", "bob")
    ]
    assert [p.wait(60) for p in both] == [0, 0]
    rows = corrections_table(ledger.view()).to_pylist()
    assert {(r["author"], r["target_id"]) for r in rows} == {(a, i) for a in ("ann", "bob") for i in ids}
    assert ledger.view().sql("SELECT DISTINCT status FROM events")["status"].to_pylist() == ["planned"]


def test_every_field_of_a_kind_can_be_read_from_what_a_person_types() -> None:
    assert {f for kind in KINDS.values() for f in kind.fields} == set(_READERS)
