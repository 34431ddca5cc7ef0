"""What joins documents is one snapshot: shown whole or not at all, never older than what another writer saw."""

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from factory import CHAD, NORWAY, make_document, make_event, make_evidence, make_record

from dragoman.assemble.linking import linker_version
from dragoman.errors import LedgerError, NotFoundError
from dragoman.linking import link_ledger, pin_identity
from dragoman.model import (
    Attribution,
    Document,
    Entity,
    Expectation,
    Interval,
    Precision,
    Record,
    Span,
    SpeakerKind,
    Status,
)
from dragoman.model.links import PinVerb
from dragoman.store import open_ledger
from dragoman.store.filters import Filters, disputes, events, expectations
from dragoman.store.ledger import Ledger
from dragoman.store.links import is_linked
from dragoman.store.tables import Tables
from dragoman.store.whole import event_behind, whole_event

START = date(2021, 3, 1)
TEXTS = (
    "Norway met Chad in a hall by the sea. Nobody spoke of fish, and the band played until the rain came down at noon.",
    "In a long meeting the two sides went through a list of forty points; Norway met Chad for the first time in years.",
    "Bread was short that week. Norway met Chad, as had been foreseen by the few who still read the old protocol aloud.",
    "A harbour master tells it thus: Norway met Chad, the flags were upside down, and a dog ran off with the guest list.",
)
MINISTER = Entity(entity_id="person:berg", name="Anna Berg", code="NOR", sector="GOV")


def interval(offset: int, length: int = 0) -> Interval:
    first = START + timedelta(days=offset)
    return Interval(start=first, end=first + timedelta(days=length), precision=Precision.DAY, basis="absolute")


def report(number: int, pub: int, *, when: int | None = None, due: int | None = None, **over: Any) -> Record:
    """Return a record of a text of its own with one event, published `pub` days after START."""
    text, start = TEXTS[number % len(TEXTS)] + f" {'Ma' * (number + 1)}.", TEXTS[number % len(TEXTS)].index("met")
    published = START + timedelta(days=pub)
    outlet = over.pop("outlet", f"Outlet {number}")
    doc = make_document(
        number, doc_id=Document.key(text, outlet, published, None), text=text, published=published, outlet=outlet,
        body=(Span(0, len(text)),),
    )  # fmt: skip
    evidence = make_evidence(doc, trigger=Span(start, start + 3), **over)
    event = make_event(doc, event_id=f"e{number}{doc.doc_id[1:]}", evidence=(evidence,), place=None,
                       date=None if when is None else interval(when))  # fmt: skip
    outlook: tuple[Expectation, ...] = ()
    if due is not None:
        outlook = (
            Expectation(
                expectation_id=Expectation.key(doc.doc_id, Span(0, 15)), statement=Span(0, 15), who="outlet",
                what="they meet", due=interval(due), event=event.event_id,
            ),
        )  # fmt: skip
    return make_record(
        document=doc, events=(event,), outlook=outlook, positions=(), drivers=(), mentions=(),
        entities=(NORWAY, CHAD, MINISTER),
    )  # fmt: skip


def add(ledger: Ledger, *records: Record, started: str = "2021", link: bool = True) -> None:
    with ledger.writer(coder_version="1", started=started) as writer:
        for record in records:
            writer.add(record)
    if link:
        link_ledger(ledger.path, coder_version="1", started=started)


def ids(*records: Record) -> list[str]:
    return [r.events[0].event_id for r in records]


def rows(ledger: Ledger, query: str) -> list[dict[str, Any]]:
    return ledger.view().sql(query).to_pylist()


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(tmp_path / "l")


def test_two_articles_that_tell_one_act_are_one_event_with_both_counts(ledger: Ledger) -> None:
    one, two = report(0, 1, when=0), report(1, 2, when=0)
    copy = replace(one, document=replace(one.document, doc_id="dcopy", outlet="The Mirror"))
    add(ledger, one, two, copy)
    (row,) = rows(ledger, "SELECT event_id, n_documents, n_origins, n_evidence FROM events")
    assert row == {"event_id": ids(one)[0], "n_documents": 3, "n_origins": 2, "n_evidence": 3}
    assert {r["event_id"] for r in rows(ledger, "SELECT event_id FROM evidence")} == {ids(one)[0]}
    assert [r["n_documents"] for r in rows(ledger, "SELECT n_documents FROM origins ORDER BY 1")] == [1, 2]
    assert events(ledger.view(), Filters(outlet="Outlet 1"))["event_id"].to_pylist() == ids(one)


def test_old_ids_still_find_the_event_they_belong_to(ledger: Ledger) -> None:
    one, two = report(0, 1, when=0), report(1, 2, when=0)
    add(ledger, one, two)
    view = ledger.view()
    assert {r.document.doc_id for r in view.find(ids(two)[0])} == {one.document.doc_id, two.document.doc_id}
    whole = whole_event(view, ids(two)[0])
    assert whole is not None
    assert whole.event["event_id"] == ids(one)[0]
    assert whole.members == set(ids(one, two))
    assert event_behind(view, two.events[0].evidence[0].evidence_id) == ids(one)[0]


def test_parties_of_the_whole_are_those_of_its_words_and_others_of_other_states(ledger: Ledger) -> None:
    one = report(0, 1, when=0)
    two = report(1, 2, when=0, actors=("person:berg", "state:TCD"))
    add(ledger, one, two)
    people = rows(ledger, "SELECT entity_id FROM participants ORDER BY 1")
    assert [p["entity_id"] for p in people] == ["state:NOR", "state:TCD"]
    assert len(events(ledger.view(), Filters(actor="Anna Berg"))) == 1


def test_a_called_off_visit_is_one_cancelled_event_and_never_counted_as_planned(ledger: Ledger) -> None:
    plan = report(0, 0, when=9, due=9, status=Status.PLANNED)
    off = report(1, 4, status=Status.CANCELLED)
    add(ledger, plan, off)
    assert rows(ledger, "SELECT status, start, n_documents FROM events") == [
        {"status": "cancelled", "start": START + timedelta(days=9), "n_documents": 2}
    ]
    assert len(events(ledger.view(), Filters(status="planned"))) == 0
    assert [r["status"] for r in rows(ledger, "SELECT status FROM phases ORDER BY number")] == ["planned", "cancelled"]
    (x,) = rows(ledger, "SELECT state, settled_by, settled_on, settled_doc FROM expectations")
    assert (x["state"], x["settled_by"]) == ("cancelled", ids(plan)[0])
    assert (x["settled_on"], x["settled_doc"]) == (START + timedelta(days=4), off.document.doc_id)


def test_the_outlook_as_known_on_a_day_knows_nothing_of_later_days(ledger: Ledger) -> None:
    add(ledger, report(0, 0, when=9, due=9, status=Status.PLANNED), report(1, 4, status=Status.CANCELLED))

    def states(only: str | None, offset: int | None) -> list[str]:
        on = None if offset is None else START + timedelta(days=offset)
        return expectations(ledger.view(), Filters(), on=on, only=only)["state"].to_pylist()

    assert states(None, 3) == ["open"]
    assert states(None, 4) == states(None, None) == states("settled", None) == ["cancelled"]
    assert states("settled", 3) == states("due", 3) == states(None, -1) == []


def test_what_is_due_and_open_says_how_long_it_is_over(ledger: Ledger) -> None:
    add(ledger, report(0, 0, when=9, due=9, status=Status.PLANNED))
    found = expectations(ledger.view(), Filters(), on=START + timedelta(days=12), only="due")
    assert found["overdue_days"].to_pylist() == [3]
    assert len(expectations(ledger.view(), Filters(), on=START + timedelta(days=8), only="due")) == 0


def test_a_planned_event_without_a_statement_of_its_own_is_expected_too(ledger: Ledger) -> None:
    plan = report(0, 0, when=9, status=Status.PLANNED)
    add(ledger, plan, report(1, 10, when=9))
    (x,) = rows(ledger, "SELECT expectation_id, event_id, due_end, holder, state FROM expectations")
    assert x["expectation_id"] == "x" + ids(plan)[0][1:]
    assert (x["holder"], x["state"], x["due_end"]) == ("outlet", "held", START + timedelta(days=9))
    assert event_behind(ledger.view(), x["expectation_id"]) == ids(plan)[0]


def test_hit_rates_are_given_from_twenty_on(ledger: Ledger) -> None:
    def pair(k: int) -> tuple[Record, Record]:
        plan = report(4 * k, 10 * k, when=10 * k + 3, due=10 * k + 3, status=Status.PLANNED, outlet="The Seer")
        return plan, report(4 * k + 1, 10 * k + 4, when=10 * k + 3, outlet="The Witness")

    add(ledger, *(r for k in range(19) for r in pair(k)))
    query = "SELECT n, held, rate FROM hit_rates WHERE name = 'The Seer'"
    assert rows(ledger, query) == [{"n": 19, "held": 19, "rate": None}]
    add(ledger, *pair(19))
    assert rows(ledger, query) == [{"n": 20, "held": 20, "rate": 1.0}]


def test_a_denial_in_another_text_is_a_dispute_with_claimants_and_lowers_belief(ledger: Ledger) -> None:
    said, denied = ((Attribution(speaker=s, kind=SpeakerKind.NAMED),) for s in ("state:NOR", "state:TCD"))
    claim = report(0, 1, when=0, attribution=said)
    add(ledger, claim)
    alone = rows(ledger, "SELECT belief FROM events")[0]["belief"]
    add(ledger, report(1, 2, when=0, status=Status.DENIED, attribution=denied))
    (pair,) = disputes(ledger.view(), Filters()).to_pylist()
    assert {pair["says"], pair["other_says"]} == {"Norway", "Chad"}
    assert {pair["status"], pair["other_status"]} == {"happened", "denied"}
    assert rows(ledger, "SELECT belief FROM events WHERE status = 'happened'")[0]["belief"] < alone


def test_pins_are_kept_with_author_and_hold_when_more_comes(ledger: Ledger) -> None:
    one, two = report(0, 1, when=0), report(1, 2, when=0)
    add(ledger, one, two)
    pin_identity(ledger.path, PinVerb.SPLIT, ids(two)[0], None, reason="two rooms", author="eva", at="2021-05-01")
    assert len(rows(ledger, "SELECT event_id FROM events")) == 2
    add(ledger, report(2, 2, when=0, status=Status.DENIED), started="2022")
    assert len(rows(ledger, "SELECT event_id FROM events WHERE status = 'happened'")) == 2
    joined = pin_identity(ledger.path, PinVerb.JOIN, ids(one)[0], ids(two)[0], reason="", author="eva", at="2021-06-01")
    assert joined == {ids(one)[0]: tuple(sorted(ids(one, two)))}
    pins = rows(ledger, 'SELECT verb, reason, author, "at", holds FROM pins ORDER BY seq')
    assert [(p["verb"], p["author"], p["at"], p["holds"]) for p in pins] == [
        ("split", "eva", "2021-05-01", True),
        ("join", "eva", "2021-06-01", True),
    ]


def test_pins_on_nothing_are_refused(ledger: Ledger) -> None:
    one = report(0, 1, when=0)
    add(ledger, one)

    def pin(verb: PinVerb, *given: str | None) -> None:
        pin_identity(ledger.path, verb, *given, reason="", author="eva", at="2021")  # type: ignore[arg-type]

    with pytest.raises(LedgerError, match="stands alone already"):
        pin(PinVerb.SPLIT, ids(one)[0], None)
    with pytest.raises(LedgerError, match="expected two"):
        pin(PinVerb.JOIN, ids(one)[0], ids(one)[0])
    with pytest.raises(NotFoundError, match="holds no event"):
        pin(PinVerb.JOIN, ids(one)[0], "e99999")
    with pytest.raises(NotFoundError, match="not the id of an event"):
        pin(PinVerb.SPLIT, one.document.doc_id, None)
    assert rows(ledger, "SELECT * FROM pins") == []


def test_linking_twice_writes_once(ledger: Ledger) -> None:
    add(ledger, report(0, 1, when=0), report(1, 2, when=0))
    assert is_linked(ledger.view(), linker_version())
    assert not is_linked(ledger.view(), "another version")
    assert link_ledger(ledger.path, coder_version="1", started="2022") is False


def test_a_slow_writer_does_not_put_its_older_links_in_the_place_of_newer_ones(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = report(0, 1, when=0), report(1, 2, when=0)
    add(ledger, one, link=False)
    old = ledger.view()
    add(ledger, two)
    monkeypatch.setattr(Ledger, "view", lambda _: old)
    assert link_ledger(ledger.path, coder_version="1", started="2023") is True
    monkeypatch.undo()
    assert rows(ledger, "SELECT n_documents FROM events") == [{"n_documents": 2}]
    assert ledger.check() == ()


class Died(BaseException):
    """Stands for the end of the process: nothing after it runs."""


NAMES = ("events", "phases", "merges", "origins", "expectations", "disputes", "happenings", "documents")


def contents(ledger: Ledger) -> dict[str, list[dict[str, Any]]]:
    columns = {"documents": "* EXCLUDE (run_id)"}
    return {n: rows(ledger, f"SELECT {columns.get(n, '*')} FROM {n} ORDER BY ALL") for n in NAMES}


@pytest.mark.parametrize("step", [0, 7, *(pytest.param(k, marks=pytest.mark.slow) for k in range(1, 7))])
def test_death_while_links_are_written_leaves_the_last_and_the_next_add_mends(
    ledger: Ledger, step: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = (report(0, 0, when=9, due=9, status=Status.PLANNED), report(1, 1, when=9, due=9, status=Status.PLANNED))
    second = (report(2, 4, status=Status.CANCELLED), report(3, 4, when=9, status=Status.DENIED))
    add(ledger, *first)
    before = contents(ledger)
    add(ledger, *second, link=False)
    append, done = Tables.append, []

    def dying(self: Tables, name: str, table: object) -> None:
        if len(done) == step:
            raise Died
        append(self, name, table)
        done.append(name)

    with monkeypatch.context() as patch:
        patch.setattr(Tables, "append", dying)
        try:
            link_ledger(ledger.path, coder_version="1", started="2021")
        except Died:
            assert "batches" not in done
        else:
            assert done[-1] == "batches"
    if "batches" not in done:
        assert contents(ledger)["merges"] == before["merges"]
    add(ledger, started="2022")
    whole = open_ledger(tmp_path / "whole")
    add(whole, *second, *first)
    assert contents(ledger) == contents(whole)
    assert ledger.check() == whole.check() == ()


LINKER = """
import os, signal, sys
from pathlib import Path
from dragoman.linking import link_ledger
from dragoman.store.tables import Tables

append, done = Tables.append, []
def dying(self, name, rows):
    if len(done) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    append(self, name, rows)
    done.append(name)
Tables.append = dying
link_ledger(Path(sys.argv[1]), coder_version="1", started="2021")
"""


def test_killed_while_linking_shows_the_last_links_and_the_next_add_mends(ledger: Ledger) -> None:
    add(ledger, report(0, 1, when=0))
    add(ledger, report(1, 2, when=0), link=False)
    killed = subprocess.run([sys.executable, "-c", LINKER, str(ledger.path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert [r["n_documents"] for r in rows(ledger, "SELECT n_documents FROM events")] == [1, 1]
    assert ledger.check() == ()
    add(ledger, started="2022")
    assert [r["n_documents"] for r in rows(ledger, "SELECT n_documents FROM events")] == [2]


def test_compaction_drops_outlived_links_and_keeps_those_that_count(ledger: Ledger) -> None:
    for k in range(5):
        add(ledger, report(2 * k, 9 * k, when=9 * k), report(2 * k + 1, 9 * k + 1, when=9 * k), started=str(2021 + k))
    before = contents(ledger)
    ledger.compact()
    assert contents(ledger) == before
    assert ledger.check() == ()
    kept = ledger.view().query("SELECT count(DISTINCT attempt) AS n FROM merges_raw")["n"][0].as_py()
    assert kept == 3
    add(ledger, report(98, 90, when=90), started="2030")
    assert contents(ledger)["merges"] == before["merges"]
