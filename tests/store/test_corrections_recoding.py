"""Corrections hold when a document is coded anew, or are listed as detached; never dropped."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from corrections_ledger import add, event_id, fix, ledger, one, rule, states, three, told
from factory import make_document, make_event, make_evidence, make_record
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.model import Event, EventType, Span, Status
from dragoman.model.codec import to_exchange
from dragoman.store import open_ledger
from dragoman.store.correction_kinds import Correction, anchor
from dragoman.store.corrections import corrections_table
from dragoman.store.ledger import Ledger
from dragoman.store.overlay import overlay

__all__ = ["event_id", "ledger", "three"]  # fixtures

TEXT = "Norway met Chad in Oslo. Chad accused Norway and Mali of spying. A diplomat said talks would follow."
ACCUSED = Span(30, 37)


def test_accepted_field_keeps_its_value_when_a_later_coding_reads_it_otherwise(ledger: Ledger, event_id: str) -> None:
    for field in ("status", "type", "actors"):
        rule(ledger, event_id, "accept", field=field)
    anew = told(make_record(1), status=Status.DENIED, type=EventType.ASSAULT, actors=("state:NOR",), cameo="190")
    add(ledger, anew, version="2")
    row = one(ledger, "SELECT type, status, cameo FROM events e JOIN evidence v USING (event_id, status) WHERE rule = "
                      "'v:meet' AND v.doc_id = ?", make_record(1).document.doc_id)  # fmt: skip
    assert row == {"type": "CONSULT", "status": "happened", "cameo": None}
    assert {state for _, _, state in states(ledger)} == {"applied"}


def test_fix_holds_when_the_document_is_coded_anew(ledger: Ledger, event_id: str) -> None:
    fix(ledger, event_id, "status", "cancelled")
    add(ledger, told(make_record(1), recipients=("state:TCD",), actors=("state:NOR",), rule="v:new"), version="2")
    row = one(ledger, "SELECT e.event_id, e.status FROM events e JOIN evidence v USING (event_id) WHERE rule = 'v:new'")
    assert row == {"event_id": "e" + "9" * 16, "status": "cancelled"}
    assert one(ledger, "SELECT target_id, state FROM corrections") == {"target_id": "e" + "9" * 16, "state": "applied"}


def test_correction_without_its_words_is_detached_and_listed(ledger: Ledger, event_id: str) -> None:
    fix(ledger, event_id, "status", "cancelled")
    rule(ledger, event_id, "accept")
    add(ledger, replace(make_record(1), events=(), drivers=(), outlook=()), version="2")
    listed = corrections_table(ledger.view(), detached=True).to_pylist()
    assert [(r["field"], r["target_id"], r["words"]) for r in listed] == [
        ("record", event_id, "met"), ("status", event_id, "met")]  # fmt: skip
    assert "no event is coded at these words any more" in listed[0]["detail"]
    assert one(ledger, "SELECT count(*) AS n FROM events") == {"n": 2}


def test_detached_correction_holds_again_when_its_record_comes_back(ledger: Ledger, event_id: str) -> None:
    fix(ledger, event_id, "status", "cancelled")
    add(ledger, replace(make_record(1), events=(), drivers=(), outlook=()), version="2")
    add(ledger, make_record(1), version="3")
    assert states(ledger) == [("status", "cancelled", "applied")]


def test_rejection_does_not_fall_on_another_reading_of_the_same_words(ledger: Ledger, event_id: str) -> None:
    rule(ledger, event_id, "reject")
    add(ledger, told(make_record(1), type=EventType.ACCUSE), version="2")
    assert one(ledger, "SELECT count(*) AS n FROM events") == {"n": 3}
    assert "reads differently now (type)" in corrections_table(ledger.view(), detached=True).to_pylist()[0]["detail"]


def test_acceptance_ends_when_any_field_reads_differently(ledger: Ledger, event_id: str) -> None:
    rule(ledger, event_id, "accept")
    add(ledger, told(make_record(1), status=Status.PLANNED), version="2")
    assert states(ledger) == [("record", "accepted", "detached")]


def speech(document: Any, recipient: str, event_id: str, **over: Any) -> Event:
    evidence = make_evidence(document, type=EventType.ACCUSE, trigger=ACCUSED, lemma="accuse", actors=("state:TCD",),
                             recipients=(recipient,), **over)  # fmt: skip
    return make_event(document, event_id=event_id, evidence=(evidence,), place=None)


def test_two_events_at_one_word_keep_their_corrections_apart(tmp_path: Path) -> None:
    document = make_document(1, text=TEXT, doc_id="dtwo", body=(Span(0, len(TEXT)),))
    record = make_record(document=document, positions=(), drivers=(), outlook=())
    of_norway, of_mali = speech(document, "state:NOR", "e" + "1" * 16), speech(document, "state:MLI", "e" + "2" * 16)
    ledger = open_ledger(tmp_path / "l")
    add(ledger, replace(record, events=(of_norway, of_mali)))
    rule(ledger, of_norway.event_id, "reject")
    fix(ledger, of_mali.event_id, "status", "denied")
    assert one(ledger, "SELECT event_id, status FROM events") == {"event_id": of_mali.event_id, "status": "denied"}
    anew = speech(document, "state:MLI", "e" + "3" * 16, rule="v:new")
    add(ledger, replace(record, events=(anew,)), version="2")
    assert one(ledger, "SELECT event_id, status FROM events") == {"event_id": anew.event_id, "status": "denied"}
    assert {(s, v) for _, v, s in states(ledger)} == {("detached", "rejected"), ("applied", "denied")}


FIELDS = st.sampled_from([("status", "planned"), ("status", "denied"), ("date", "2021-05-01"), ("actors", "NOR")])


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.lists(FIELDS, max_size=6), st.randoms(use_true_random=False))
def test_overlay_depends_on_the_order_of_commits_and_not_on_that_of_reading(given: list[Any], rng: Any) -> None:
    record = make_record(1)
    form = to_exchange(record)
    patches = {"date": None, "actors": ["state:NOR"]}
    made = [_correction(form, k, field, value, patches.get(field, value)) for k, (field, value) in enumerate(given)]
    shuffled = rng.sample(made, len(made))
    assert overlay(form, made) == overlay(form, shuffled)
    last = {c.field: c for c in made}
    laid = overlay(form, made)
    assert {f.correction.correction_id for f in laid.fates if f.state == "applied"} == {
        c.correction_id for c in last.values()}  # fmt: skip
    assert len(laid.fates) == len(made)


def _correction(form: Any, k: int, field: str, value: str, patch: object) -> Correction:
    event = form.events[0]
    return Correction(
        correction_id=f"k{k}", target_id=event.id, doc_id=form.document.doc_id, kind="event", start=event.trigger[0],
        end=event.trigger[1], field=field, value=value, content=json.dumps({"set": {field: patch}}),
        anchor=anchor(form, "event", event, event), author="ann", at="2022", reason="", seq=k,
    )  # fmt: skip


def test_correction_whose_value_a_later_version_does_not_know_is_detached() -> None:
    form = to_exchange(make_record(1))
    laid = overlay(form, [_correction(form, 0, "status", "renounced", "renounced")])
    assert [f.state for f in laid.fates] == ["detached"]
    assert "not understood any more" in laid.fates[0].detail
    assert laid.form.events == form.events


def test_reference_to_a_record_that_is_gone_detaches_the_correction(ledger: Ledger) -> None:
    record = make_record(1)
    expectation = record.outlook[0].expectation_id
    fix(ledger, expectation, "event", record.events[0].event_id[:9])
    add(ledger, replace(record, events=(), drivers=(), outlook=(replace(record.outlook[0], event=None),)), version="2")
    assert states(ledger) == [("event", record.events[0].event_id, "detached")]
