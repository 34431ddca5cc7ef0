"""What is added is kept, once, and given back as it was."""

import math
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from factory import make_document, make_event, make_evidence, make_record

from dragoman.errors import LedgerError, NotFoundError
from dragoman.lexicon.belief import load_belief
from dragoman.model import Attribution, Entity, Receipt, Record, SpeakerKind, Stage
from dragoman.store import open_ledger
from dragoman.store.ledger import Ledger
from dragoman.store.schema import tables


def add(ledger: Ledger, *records: Record, version: str = "1", started: str = "2021-01-01", batch_size: int = 2) -> int:
    with ledger.writer(coder_version=version, started=started, batch_size=batch_size) as writer:
        for record in records:
            writer.add(record)
    return writer.n_added


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(tmp_path / "a.ledger")


def test_records_come_back_as_they_were_added(ledger: Ledger) -> None:
    records = [make_record(n) for n in range(5)]
    add(ledger, *records)
    assert sorted(ledger.view().records(), key=lambda r: r.document.doc_id) == sorted(
        records, key=lambda r: r.document.doc_id
    )


def test_adding_again_changes_nothing(ledger: Ledger) -> None:
    records = [make_record(n) for n in range(5)]
    assert add(ledger, *records) == 5
    before = ledger.view().sql("SELECT * FROM events ORDER BY event_id")
    assert add(ledger, *records, started="2022-01-01") == 0
    assert ledger.view().sql("SELECT * FROM events ORDER BY event_id") == before


def test_empty_ledger_answers_every_view(ledger: Ledger) -> None:
    view = ledger.view()
    for name in (*tables(), "origins", "runs"):
        assert view.sql(f"SELECT * FROM {name}").num_rows == 0


def believed(*kinds: str, against: tuple[str, ...] = ()) -> float:
    """Return the belief in an event by the kinds of the origins that tell it, and of those that deny it."""
    weights = load_belief()
    logit = weights.start + sum(weights.kinds[SpeakerKind(k)] for k in kinds)
    return 1 / (1 + math.exp(sum(weights.kinds[SpeakerKind(k)] for k in against) - logit))


VIEWS = {
    "documents": "doc_id title published outlet url language n_words origin_id run_id",
    "origins": "origin_id n_documents kind",
    "entities": "entity_id name code country sector",
    "mentions": "doc_id entity_id span_start span_end text",
    "events": "event_id type mode status start end precision place country lat lon issue belief n_evidence n_origins "
    "goldstein",
    "participants": "event_id role entity_id code",
    "evidence": "evidence_id event_id doc_id status trigger_start trigger_end speaker speaker_kind confidence rule",
    "disputes": "event_id other_id kind",
    "positions": "position_id actor object stance change status since doc_id span_start span_end",
    "drivers": "doc_id cause_start cause_end effect_id",
    "expectations": "expectation_id event_id holder due_start due_end condition state settled_by",
    "corrections": "target_id field value author at state",
    "receipts": "doc_id stage outcome detail",
}


@pytest.mark.parametrize("name", VIEWS)
def test_views_have_the_columns_of_the_design_in_order(ledger: Ledger, name: str) -> None:
    wanted = VIEWS[name].split()
    assert ledger.view().sql(f"SELECT * FROM {name}").column_names[: len(wanted)] == wanted


def test_later_coding_of_a_document_is_the_one_shown(ledger: Ledger) -> None:
    document = make_document(1)
    old = make_record(document=document)
    new = replace(old, events=(make_event(document, evidence=(make_evidence(document, lemma="confer", rule="v:x"),)),))
    add(ledger, old, version="1", started="2021-01-01")
    add(ledger, new, version="2", started="2021-02-01")
    view = ledger.view()
    assert view.n_documents() == 1
    assert view.sql("SELECT rule FROM evidence")["rule"].to_pylist() == ["v:x"]
    assert list(view.records()) == [new]


def test_entity_has_the_code_that_another_document_tells(ledger: Ledger) -> None:
    ships = [Entity(entity_id="craft:iris", name="Iris", code=code, sector="CVL") for code in (None, "PRT", "ESP")]
    records = sorted(map(make_record, (1, 2, 3)), key=lambda r: r.document.doc_id)
    add(ledger, *(replace(r, entities=(*r.entities, ship)) for r, ship in zip(records, ships, strict=True)))
    found = ledger.view().sql("SELECT name, code, sector FROM entities WHERE entity_id = 'craft:iris'").to_pylist()
    assert found == [{"name": "Iris", "code": "PRT", "sector": "CVL"}]


def test_verbatim_copy_adds_evidence_and_no_origin(ledger: Ledger) -> None:
    first = make_document(1)
    copy = replace(first, doc_id="dcopy", outlet="Harbour Post", given_id="c")
    event_id = "e77"
    add(
        ledger,
        make_record(document=first, events=(make_event(first, event_id=event_id),)),
        make_record(document=copy, events=(make_event(copy, event_id=event_id),)),
    )
    row = ledger.view().sql("SELECT n_evidence, n_origins, belief FROM events").to_pylist()
    assert row == [{"n_evidence": 2, "n_origins": 1, "belief": pytest.approx(believed("outlet"))}]
    assert ledger.view().sql("SELECT kind FROM origins")["kind"].to_pylist() == ["copies"]


def test_belief_grows_with_independent_origins_and_kind_of_source(ledger: Ledger) -> None:
    event_id = "e77"
    documents = [make_document(1), make_document(2)]
    named = (Attribution(speaker="state:NOR", kind=SpeakerKind.NAMED),)
    told = [
        make_event(documents[0], event_id=event_id),
        make_event(documents[1], event_id=event_id, evidence=(make_evidence(documents[1], attribution=named),)),
    ]
    add(ledger, *(make_record(document=d, events=(e,)) for d, e in zip(documents, told, strict=True)))
    belief = ledger.view().sql("SELECT belief FROM events")["belief"][0].as_py()
    assert belief == pytest.approx(believed("outlet", "named"))
    assert believed("outlet") < believed("outlet", "hearsay") < believed("outlet", "named")


def test_view_does_not_change_while_others_write(ledger: Ledger) -> None:
    add(ledger, make_record(1))
    view = ledger.view()
    add(ledger, make_record(2))
    assert view.n_documents() == 1
    assert ledger.view().n_documents() == 2


def test_two_writers_with_the_same_documents_keep_each_once(ledger: Ledger) -> None:
    records = [make_record(n) for n in range(4)]
    one = ledger.writer(coder_version="1", started="2021-01-01", batch_size=10)
    two = ledger.writer(coder_version="1", started="2021-01-01", batch_size=3)
    for record in records:
        one.add(record)
        two.add(record)
    one.commit()
    two.commit()
    view = ledger.view()
    assert view.n_documents() == 4
    for table in ("events", "participants", "positions", "expectations", "drivers", "mentions", "evidence"):
        rows = view.sql(f"SELECT count(*) AS n FROM {table}")["n"][0].as_py()
        assert rows == (8 if table in {"participants", "mentions"} else 4), table


def test_uncommitted_rows_are_not_shown(ledger: Ledger) -> None:
    writer = ledger.writer(coder_version="1", started="2021-01-01")
    writer.add(make_record(1))
    assert ledger.view().n_documents() == 0
    writer.commit()
    assert ledger.view().n_documents() == 1


def test_error_inside_the_context_commits_nothing_more(ledger: Ledger) -> None:
    def broken() -> None:
        with ledger.writer(coder_version="1", started="2021-01-01") as writer:
            writer.add(make_record(1))
            raise KeyError

    with pytest.raises(KeyError):
        broken()
    assert ledger.view().n_documents() == 0


def test_failed_input_leaves_its_receipt_once(ledger: Ledger) -> None:
    failure = Receipt(doc_id="x.pdf", source="x.pdf", stage=Stage.READ, outcome="failed", detail="no text")
    for _ in range(2):
        with ledger.writer(coder_version="1", started="2021-01-01") as writer:
            writer.add_failure(failure)
    rows = ledger.view().sql("SELECT source, outcome, detail FROM receipts").to_pylist()
    assert rows == [{"source": "x.pdf", "outcome": "failed", "detail": "no text"}]


def test_find_takes_a_shortened_id_of_any_kind(ledger: Ledger) -> None:
    record = make_record(1)
    add(ledger, record, make_record(2))
    view = ledger.view()
    for record_id in (
        record.document.doc_id,
        record.events[0].event_id[:10],
        record.events[0].evidence[0].evidence_id,
        record.positions[0].position_id[:12],
        record.outlook[0].expectation_id,
    ):
        assert list(view.find(record_id)) == [record]


@pytest.mark.parametrize("record_id", ["", "e", "zzz", "e00000000", "d' OR 1=1 --"])
def test_unknown_id_is_said_so(ledger: Ledger, record_id: str) -> None:
    add(ledger, make_record(1))
    with pytest.raises(NotFoundError):
        ledger.view().find(record_id)


@pytest.mark.parametrize(
    "query",
    [
        "COPY events TO 'stolen.csv'",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM glob('/*')",
        "ATTACH 'other.db'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "DELETE FROM live",
        "DROP VIEW events",
        "SELECT 1; SELECT 2",
        "CREATE TABLE t AS SELECT 1",
        "PRAGMA database_list",
        "SELECT FROM WHERE",
        "SELECT * FROM no_such_view",
    ],
)
def test_user_queries_can_read_the_views_and_nothing_else(ledger: Ledger, query: str) -> None:
    add(ledger, make_record(1))
    with pytest.raises(LedgerError):
        ledger.view().sql(query)
    assert not Path("stolen.csv").exists()


@pytest.mark.parametrize("query", ["SELECT view_name FROM duckdb_views()", "SELECT name FROM (SHOW TABLES)"])
def test_user_query_can_ask_which_views_there_are(ledger: Ledger, query: str) -> None:
    found = set(ledger.view().sql(query).column(0).to_pylist())
    assert {*VIEWS, "told", "hit_rates", "runs"} <= found


def test_name_that_is_not_there_is_answered_with_one_that_is(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match='does not exist! Did you mean "expectations"'):
        ledger.view().sql("SELECT * FROM expectation")


def test_user_query_cannot_overwrite_the_ledgers_own_files(ledger: Ledger) -> None:
    add(ledger, make_record(1))
    part = next((ledger.path / "events").glob("*.parquet"))
    with pytest.raises(LedgerError):
        ledger.view().sql(f"COPY (SELECT 1) TO '{part}'")
    assert ledger.view().sql("SELECT count(*) AS n FROM events")["n"][0].as_py() == 1


def test_compacting_keeps_every_row(ledger: Ledger) -> None:
    records = [make_record(n) for n in range(6)]
    add(ledger, *records, batch_size=1)
    before = ledger.view().sql("SELECT * FROM events ORDER BY event_id")
    n_files = len(list((ledger.path / "events").glob("*.parquet")))
    ledger.compact()
    assert n_files >= 6
    assert ledger.view().sql("SELECT * FROM events ORDER BY event_id") == before
    assert ledger.check() == ()


def test_missing_part_file_is_named(ledger: Ledger) -> None:
    add(ledger, make_record(1))
    part = next((ledger.path / "events").glob("*.parquet"))
    part.unlink()
    assert any(part.name in fault for fault in ledger.check())


def test_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(LedgerError, match="holds other files"):
        open_ledger(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["notes.txt"]


def test_file_in_the_place_of_a_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine")
    with pytest.raises(LedgerError, match="is a file"):
        open_ledger(tmp_path / "x")


def test_missing_ledger_is_not_made_when_it_must_exist(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no ledger here"):
        open_ledger(tmp_path / "none", must_exist=True)
    assert not (tmp_path / "none").exists()


def test_ledger_of_another_schema_is_refused(tmp_path: Path) -> None:
    open_ledger(tmp_path / "a")
    (tmp_path / "a" / "ledger.json").write_text('{"dragoman_ledger": 99}')
    with pytest.raises(LedgerError, match="schema 99"):
        open_ledger(tmp_path / "a")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_read_only_ledger_can_be_read_and_says_it_cannot_be_written(ledger: Ledger) -> None:
    add(ledger, make_record(1))
    for folder in (ledger.path, *(p for p in ledger.path.rglob("*") if p.is_dir())):
        folder.chmod(0o555)
    try:
        assert open_ledger(ledger.path).view().n_documents() == 1
        with pytest.raises(LedgerError, match="cannot write"):
            add(ledger, make_record(2))
    finally:
        for folder in (ledger.path, *(p for p in ledger.path.rglob("*") if p.is_dir())):
            folder.chmod(0o755)


def test_same_records_give_the_same_rows_in_any_batching(tmp_path: Path) -> None:
    records = [make_record(n) for n in range(5)]
    rows = []
    for k, size in enumerate((1, 2, 500)):
        ledger = open_ledger(tmp_path / str(k))
        add(ledger, *(records if k else reversed(records)), batch_size=size)
        view = ledger.view()
        rows.append([view.sql(f"SELECT * FROM {name} ORDER BY ALL") for name in ("events", "evidence", "positions")])
    assert rows[0] == rows[1] == rows[2]


def test_document_without_a_day_is_kept(ledger: Ledger) -> None:
    document = make_document(1, published=None)
    add(ledger, make_record(document=document, events=(make_event(document, date=None, place=None),)))
    assert ledger.view().sql("SELECT published, start FROM events").to_pylist() == [{"published": None, "start": None}]


def test_day_is_a_date_and_snake_case_holds(ledger: Ledger) -> None:
    add(ledger, make_record(1))
    row = ledger.view().sql('SELECT start, "end" FROM events').to_pylist()[0]
    assert row == {"start": date(2021, 2, 27), "end": date(2021, 2, 27)}
