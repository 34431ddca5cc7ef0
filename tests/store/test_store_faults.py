"""Bad days: full disks, closed folders, damaged files, impatient users, queries that want too much."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from factory import make_document, make_event, make_evidence, make_record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import LedgerError, NotFoundError
from dragoman.model import Document, Record, Span
from dragoman.store import open_ledger
from dragoman.store.ledger import Ledger
from dragoman.store.schema import tables
from dragoman.store.tables import Tables

TESTS = Path(__file__).resolve().parents[1]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(tmp_path / "l")


def add(ledger: Ledger, *records: Record, version: str = "1", started: str = "2021", batch_size: int = 500) -> int:
    with ledger.writer(coder_version=version, started=started, batch_size=batch_size) as writer:
        for record in records:
            writer.add(record)
    return writer.n_added


def run(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a script in a process of its own, which may bind itself."""
    head = "import sys; sys.path.insert(0, sys.argv[1])\nfrom factory import make_record\n"
    return subprocess.run(
        [sys.executable, "-c", head + script, str(TESTS), *map(str, arguments)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_full_disk_is_named_and_nothing_half_written_is_seen(ledger: Ledger) -> None:
    add(ledger, make_record(1))
    script = """
import resource
from dragoman.store import open_ledger
ledger = open_ledger(sys.argv[2])
writer = ledger.writer(coder_version="1", started="2021")
for n in range(2, 400):
    writer.add(make_record(n))
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))  # as if the disk had no room for more
try:
    writer.commit()
except Exception as err:
    print(type(err).__name__, err)
"""
    said = run(script, ledger.path).stdout
    assert said.startswith(f"LedgerError {ledger.path}: cannot write table ")
    assert "the disk is full; free some space and repeat the command" in said
    assert len(said.splitlines()) == 1
    assert ledger.view().n_documents() == 1
    assert ledger.check() == ()
    assert add(ledger, *(make_record(n) for n in range(400))) == 399
    assert ledger.view().n_documents() == 400


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
def test_ledger_of_somebody_else_can_be_read_and_not_written(tmp_path: Path) -> None:
    add(open_ledger(tmp_path / "l"), make_record(1))
    script = """
import os
from dragoman.store import open_ledger
open_ledger(sys.argv[2]).view().n_documents()  # loads every module that is needed, before it is out of reach
os.chdir("/")
os.setgid(65534); os.setuid(65534)
ledger = open_ledger(sys.argv[2], must_exist=True)
print(ledger.view().n_documents())
try:
    with ledger.writer(coder_version="1", started="2021") as writer:
        writer.add(make_record(2))
except Exception as err:
    print(type(err).__name__, err)
"""
    for folder in (tmp_path, *tmp_path.parents):
        if "pytest-of-" in str(folder):
            folder.chmod(0o755)
    done = run(script, tmp_path / "l")
    lines = done.stdout.splitlines()
    assert lines[:1] == ["1"], done.stderr
    assert lines[1].startswith("LedgerError ")
    assert "no permission; expected a folder that you may write to" in lines[1]


def test_two_processes_may_make_the_same_ledger_at_once(tmp_path: Path) -> None:
    script = "import sys\nfrom dragoman.store import open_ledger\nprint(open_ledger(sys.argv[1]).view().n_documents())"
    makers = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "l")], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [m.communicate(timeout=60)[0] for m in makers] == ["0\n"] * 3


def test_ctrl_c_keeps_what_was_finished(ledger: Ledger) -> None:
    def interrupted() -> None:
        with ledger.writer(coder_version="1", started="2021") as writer:
            writer.add(make_record(1))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert ledger.view().n_documents() == 1


def test_newest_coding_is_shown_though_the_clock_ran_backwards(ledger: Ledger) -> None:
    old = make_record(1)
    new = replace(old, events=())
    add(ledger, old, version="1", started="2031-01-01")
    add(ledger, new, version="2", started="2021-01-01")
    assert list(ledger.view().records()) == [new]
    assert ledger.has(old.document.doc_id, coder_version="1")
    assert ledger.known([old.document.doc_id, "dother"], coder_version="2") == {old.document.doc_id}


def test_run_is_kept_with_its_version_and_settings_once(ledger: Ledger) -> None:
    with ledger.writer(
        coder_version="0.1+ab+cd+ef", started="2021-03-01", batch_size=1, config='{"workers": 2}'
    ) as writer:
        writer.add(make_record(1))
        writer.add(make_record(2))
    add(ledger, make_record(1), version="0.1+ab+cd+ef")
    runs = ledger.view().sql("SELECT * FROM runs").to_pylist()
    assert runs == [
        {
            "run_id": writer.run_id,
            "started": "2021-03-01",
            "coder_version": "0.1+ab+cd+ef",
            "version": "0.1",
            "lexicon_version": "ab",
            "config": '{"workers": 2}',
            "n_documents": 2,
            "code_version": "cd",
            "model_version": "ef",
            "finished": "2021-03-01",
            "manifest": "{}",
        }
    ]
    assert ledger.view().sql("SELECT DISTINCT run_id FROM documents")["run_id"].to_pylist() == [writer.run_id]


def test_many_small_commits_are_joined_on_the_way(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.store.writer.COMPACT_FILES", 4)
    add(ledger, *(make_record(n) for n in range(6)), batch_size=1)
    assert len(Tables(ledger.path).files("events")) == 3
    assert ledger.view().n_documents() == 6
    assert ledger.check() == ()


def test_compaction_that_fails_does_not_fail_the_commit(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(self: Tables, name: str) -> int:
        raise LedgerError("no room")

    monkeypatch.setattr("dragoman.store.writer.COMPACT_FILES", 1)
    monkeypatch.setattr(Tables, "compact", no_room)
    assert add(ledger, make_record(1)) == 1
    assert ledger.view().n_documents() == 1


def test_view_survives_a_compaction_and_says_so_when_its_files_are_gone(ledger: Ledger) -> None:
    add(ledger, *(make_record(n) for n in range(4)), batch_size=1)
    view = ledger.view()
    assert ledger.compact() > 0
    assert view.sql("SELECT count(*) AS n FROM events")["n"][0].as_py() == 4
    ledger.compact(retention_hours=0)
    with pytest.raises(LedgerError, match="compacted or moved since this view was opened; open it again"):
        view.sql("SELECT * FROM mentions")
    assert ledger.view().n_documents() == 4


def test_damaged_part_is_named_by_check_and_by_a_query(ledger: Ledger) -> None:
    add(ledger, make_record(1))
    part = next((ledger.path / "positions").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:200])
    assert ledger.check() == (f"positions: {part.name} is damaged",)
    with pytest.raises(LedgerError, match=part.name) as caught:
        ledger.view().sql("SELECT * FROM positions")
    assert "\n" not in str(caught.value)


def test_rows_that_are_missing_from_a_batch_are_found_by_check(ledger: Ledger) -> None:
    from deltalake import DeltaTable

    add(ledger, make_record(1), make_record(2))
    DeltaTable(ledger.path / "mentions").delete("span_start = 0")
    faults = ledger.check()
    assert len(faults) == 1
    assert faults[0].startswith("mentions: batch b")
    assert faults[0].endswith("has 2 rows, its marker says 4")


@pytest.mark.parametrize("damage", ["", "{", '{"x": 1}', "[]", "\udcff"])
def test_damaged_head_is_named(ledger: Ledger, damage: str) -> None:
    (ledger.path / "ledger.json").write_bytes(damage.encode(errors="surrogateescape"))
    with pytest.raises(LedgerError, match=r"ledger\.json: not the head of a ledger"):
        open_ledger(ledger.path)
    assert ledger.check()


def test_truncated_log_is_named(ledger: Ledger) -> None:
    add(ledger, make_record(1))
    (ledger.path / "events" / "_delta_log" / f"{0:020}.json").unlink()
    with pytest.raises(LedgerError, match="cannot read table events"):
        ledger.view()
    assert any("events" in fault for fault in ledger.check())


@pytest.mark.parametrize(
    "query",
    [
        "WITH x AS (DELETE FROM committed RETURNING *) SELECT * FROM x",
        "WITH x AS (INSERT INTO superseded SELECT doc_id, attempt FROM documents_raw RETURNING *) SELECT * FROM x",
    ],
)
def test_query_cannot_change_what_the_next_one_sees(ledger: Ledger, query: str) -> None:
    add(ledger, make_record(1))
    view = ledger.view()
    view.sql(query)
    assert view.n_documents() == 1


def test_query_cannot_reach_files_or_the_program(ledger: Ledger, tmp_path: Path) -> None:
    add(ledger, make_record(1))
    secret = pa.table({"a": [1]})
    assert secret.num_rows == 1
    view = ledger.view()
    part = Tables(ledger.path).files("events")[0]
    for query in (
        "SELECT * FROM secret",
        f"EXPLAIN ANALYZE COPY (SELECT 1) TO '{part}' (USE_TMP_FILE false)",
        f"EXPLAIN ANALYZE COPY (SELECT 1) TO '{tmp_path}/x'",
        f"SELECT * FROM read_text('{ledger.path}/ledger.json')",
        "SELECT * FROM read_csv('https://example.org/x.csv')",
        "SELECT * FROM query('COPY (SELECT 1) TO ''x''')",
        "CALL pragma_version()",
        "",
        ";",
        "\x00",
    ):
        with pytest.raises(LedgerError) as caught:
            view.sql(query)
        assert "\n" not in str(caught.value)
    assert not (tmp_path / "x").exists()
    assert ledger.check() == ()


def test_query_parameters_are_bound_and_never_read_as_sql(ledger: Ledger) -> None:
    add(ledger, make_record(1))
    view = ledger.view()
    assert view.sql("SELECT title FROM documents WHERE title = ?", ["Meeting 1"]).num_rows == 1
    assert view.sql("SELECT title FROM documents WHERE title = ?", ["x' OR '1' = '1"]).num_rows == 0


def test_ledger_in_a_folder_with_odd_characters_works(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "Müller's {ledger} #100% ✓")
    add(ledger, make_record(1))
    assert ledger.view().n_documents() == 1
    assert ledger.compact() >= 0
    assert ledger.check() == ()


@pytest.mark.parametrize("mark", ["[", "*", "\\", "\n", "|"])
def test_folder_that_could_be_mistaken_is_refused_and_not_made(tmp_path: Path, mark: str) -> None:
    with pytest.raises(LedgerError, match="expected a path without") as caught:
        open_ledger(tmp_path / f"a{mark}b")
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_queries_write_nothing_beside_the_ledger(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(ledger, make_record(1))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    before = sorted(ledger.path.rglob("*"))
    ledger.view().sql("SELECT * FROM events ORDER BY ALL")
    assert list((tmp_path / "here").iterdir()) == []
    assert sorted(ledger.path.rglob("*")) == before


def test_record_is_given_by_its_document(ledger: Ledger) -> None:
    record = make_record(1)
    add(ledger, record)
    assert ledger.view().record(record.document.doc_id) == record
    with pytest.raises(NotFoundError, match="no document of that id"):
        ledger.view().record("dnone")


WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)


@st.composite
def records(draw: st.DrawFn) -> Record:
    text = draw(WORDS)
    start = draw(st.integers(0, len(text) - 1))
    span = Span(start, draw(st.integers(start + 1, len(text))))
    title, outlet, url = (draw(st.none() | WORDS) for _ in range(3))
    document = make_document(
        doc_id=Document.key(text, outlet, None, url), text=text, title=title, outlet=outlet, url=url, body=(span,)
    )
    figures = draw(st.dictionaries(WORDS, st.floats(allow_nan=False, allow_infinity=False), max_size=2))
    evidence = make_evidence(document, trigger=span, lemma=draw(WORDS), rule=draw(WORDS), magnitude=figures)
    event = make_event(document, evidence=(evidence,), mode=draw(st.none() | WORDS), magnitude=figures)
    return replace(
        make_record(1), document=document, events=(event,), mentions=(), positions=(), drivers=(), outlook=()
    )


@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(records(), min_size=30, max_size=30, unique_by=lambda r: r.document.doc_id))
def test_every_record_comes_back_as_it_was_added(tmp_path_factory: pytest.TempPathFactory, found: list[Record]) -> None:
    ledger = open_ledger(tmp_path_factory.mktemp("round") / "l")
    add(ledger, *found, batch_size=20)
    view = ledger.view()
    assert list(view.records()) == sorted(found, key=lambda r: r.document.doc_id)
    for row in view.sql("SELECT text, title, outlet, url, doc_id FROM documents").to_pylist():
        document = view.record(row["doc_id"]).document
        assert (row["text"], row["title"], row["outlet"]) == (document.text, document.title, document.outlet)
    quoted = "SELECT substring(d.text, trigger_start + 1, trigger_end - trigger_start) AS slice, words FROM evidence v "
    for row in view.sql(quoted + "JOIN documents d ON d.doc_id = v.doc_id").to_pylist():
        assert row["slice"] == row["words"]


def test_tables_are_written_with_the_marker_last() -> None:
    assert tables()[-1] == "batches"
