"""Filters find what they say, and an empty result says why."""

import io
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from factory import CHAD, NORWAY, make_document, make_event, make_evidence, make_record

from dragoman.errors import ConfigError
from dragoman.model import Attribution, Entity, EventType, Record, SpeakerKind, Status
from dragoman.model.codec import decode_record
from dragoman.store import open_ledger
from dragoman.store.export import EVENT_COLUMNS, export_csv, export_jsonl
from dragoman.store.filters import (
    Filters,
    disputes,
    entities,
    events,
    expectations,
    explain_empty,
    positions,
)
from dragoman.store.overview import counts, rival_versions, told_events
from dragoman.store.view import View

RUSSIA = Entity(entity_id="state:RUS", name="Russia", code="RUS")
AMERICA = Entity(entity_id="state:USA", name="US", code="USA")
MULLER = Entity(entity_id="person:muller", name="Jürgen Al-Müller", code="DEU")
TELLER = (Attribution(speaker="anonymous: a senior diplomat", kind=SpeakerKind.ANONYMOUS),)


def told(number: int, *, people: tuple[Entity, ...], **over: object) -> Record:
    """Return a record of one event: the first of the people is its actor, the others are recipients."""
    document = make_document(number)
    ids = tuple(p.entity_id for p in people)
    kept = {k: over.pop(k) for k in ("date", "place", "issue", "event_id", "disputed_with") if k in over}
    evidence = make_evidence(document, actors=ids[:1], recipients=ids[1:], **over)
    event = make_event(document, evidence=(evidence,), **kept)
    return replace(make_record(document=document, events=(event,)), entities=(NORWAY, CHAD, *people))


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    ledger = open_ledger(tmp_path_factory.mktemp("reading") / "l")
    with ledger.writer(coder_version="1", started="2021") as writer:
        writer.add(told(1, people=(AMERICA, RUSSIA), event_id="e1", issue=("sanctions",), type=EventType.SANCTION))
        writer.add(told(2, people=(MULLER, AMERICA), event_id="e2", date=None, attribution=TELLER))
        writer.add(told(3, people=(RUSSIA, MULLER), event_id="e3", status=Status.DENIED, disputed_with=("e4",)))
        writer.add(told(4, people=(RUSSIA, MULLER), event_id="e4", disputed_with=("e3",)))
    return ledger.view()


def ids(view: View, **given: object) -> str:
    """Return the numbers of the events that pass."""
    found = events(view, Filters(**given))["event_id"].to_pylist()  # type: ignore[arg-type]
    return "".join(sorted(i[1:] for i in found))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, "1234"),
        ({"actor": "RUS"}, "134"),
        ({"actor": "state:RUS"}, "134"),
        ({"actor": "Russ"}, "134"),
        ({"actor": "US"}, "12"),
        ({"actor": "us"}, "12"),
        ({"actor": "usa"}, "12"),
        ({"actor": "muller"}, "234"),
        ({"actor": "jürgen al"}, "234"),
        ({"actor": "MULL"}, ""),
        ({"actor": "uller"}, ""),
        ({"actor": "%"}, ""),
        ({"recipient": "RUS"}, "1"),
        ({"actor": "RUS", "recipient": "DEU"}, "34"),
        ({"type": "sanction"}, "1"),
        ({"status": "Denied"}, "3"),
        ({"issue": "SANCT"}, "1"),
        ({"outlet": "fjord"}, "1234"),
        ({"outlet": "harbour"}, ""),
        ({"speaker_kind": "anonymous"}, "2"),
        ({"text": "number 3"}, "3"),
        ({"text": "_"}, ""),
        ({"since": date(2021, 2, 28)}, "2"),
        ({"until": date(2021, 2, 28)}, "134"),
        ({"since": date(2021, 2, 27), "until": date(2021, 2, 27)}, "134"),
        ({"limit": 2, "until": date(2021, 2, 28)}, "13"),
    ],
)
def test_filter_finds_what_it_names(view: View, given: dict[str, object], wanted: str) -> None:
    assert ids(view, **given) == wanted


def test_event_is_shown_with_its_parties_and_sources(view: View) -> None:
    row = events(view, Filters(speaker_kind="anonymous")).to_pylist()[0]
    assert (row["actors"], row["recipients"], row["sources"]) == ("Jürgen Al-Müller", "US", "a senior diplomat")
    assert row["start"] is None
    assert row["published"] == date(2021, 3, 1)


def test_positions_pass_by_holder_and_by_object(view: View) -> None:
    assert positions(view, Filters(actor="NOR")).num_rows == 4
    assert positions(view, Filters(actor="chad")).num_rows == 0
    assert positions(view, Filters(recipient="chad", speaker_kind="named")).num_rows == 4
    assert positions(view, Filters(issue="cha")).num_rows == 4


def test_expectations_pass_by_holder_and_by_party_of_the_event(view: View) -> None:
    assert expectations(view, Filters(actor="fjord")).num_rows == 4
    assert expectations(view, Filters(actor="RUS")).num_rows == 0
    assert expectations(view, Filters(since=date(2021, 5, 1))).num_rows == 0
    assert expectations(view, Filters(until=date(2021, 4, 30))).num_rows == 4


def test_dispute_is_one_row_whichever_version_passes(view: View) -> None:
    for given in ({}, {"status": "denied"}, {"status": "happened"}, {"actor": "DEU"}):
        found = disputes(view, Filters(**given)).to_pylist()
        assert [(r["event_id"], r["other_id"]) for r in found] == [("e3", "e4")], given
    assert disputes(view, Filters(type="AID")).num_rows == 0
    assert rival_versions(view, limit=5).num_rows == 1


def test_entities_are_counted_by_events(view: View) -> None:
    found = {r["name"]: r["n_events"] for r in entities(view, Filters()).to_pylist()}
    assert found == {"Russia": 3, "Jürgen Al-Müller": 3, "US": 2, "Chad": 0, "Norway": 0}
    assert entities(view, Filters(text="üll"))["entity_id"].to_pylist() == ["person:muller"]


def test_overview_counts_and_orders(view: View) -> None:
    assert counts(view) == {"documents": 4, "origins": 4, "events": 4, "positions": 4, "expectations": 4}
    assert told_events(view, ["denied"], order="latest", limit=5)["event_id"].to_pylist() == ["e3"]
    assert told_events(view, ["happened"], order="first told", limit=2)["event_id"].to_pylist() == ["e1", "e2"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (
            {"type": "SANCTION", "status": "denied"},
            "--type SANCTION --status denied; 1 without --type, 1 without --status",
        ),
        ({"actor": "USA", "status": "denied"}, "1 without --actor, 2 without --status"),
        ({"actor": "Rusia"}, "the ledger knows nobody by --actor Rusia; similar: Russia"),
        ({"actor": "zzz"}, "the ledger knows nobody by --actor zzz; dragoman entities lists all"),
        ({"outlet": "harbour", "text": "zzz"}, "--outlet harbour --text zzz, whichever of them is left out"),
        ({"type": "AID"}, "nothing found with --type AID; 4 without --type"),
        ({"speaker_kind": "hearsay", "limit": 2}, "--source-kind hearsay; 2 or more without --source-kind"),
    ],
)
def test_empty_result_says_which_filter_empties_it(view: View, given: dict[str, object], reason: str) -> None:
    filters = Filters(**given)  # type: ignore[arg-type]
    assert events(view, filters).num_rows == 0
    assert reason in explain_empty(view, filters, events)


def test_empty_ledger_says_how_to_fill_it(tmp_path: Path) -> None:
    empty = open_ledger(tmp_path / "l").view()
    assert "dragoman add" in explain_empty(empty, Filters(actor="GBR"), events)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"type": "CONSLT"}, "--type CONSLT: expected one of AGREE, CONSULT"),
        ({"status": "done"}, "--status done: expected one of happened"),
        ({"speaker_kind": "paper"}, "--source-kind paper: expected one of named"),
        ({"since": date(2022, 1, 2), "until": date(2022, 1, 1)}, "expected the earlier day first"),
    ],
)
def test_filter_that_can_find_nothing_is_an_error(given: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Filters(**given)  # type: ignore[arg-type]


def test_filter_that_a_table_does_not_know_is_not_passed_over(view: View) -> None:
    with pytest.raises(ConfigError, match="positions cannot be filtered by --type; expected --actor, --recipient"):
        positions(view, Filters(type="AID"))
    with pytest.raises(ConfigError, match="entities cannot be filtered by --since"):
        entities(view, Filters(since=date(2021, 1, 1)))


def test_event_told_in_two_documents_is_one_row(tmp_path: Path) -> None:
    first, second = make_document(1, published=date(2021, 3, 2)), make_document(2, published=date(2021, 3, 1))
    ledger = open_ledger(tmp_path / "l")
    with ledger.writer(coder_version="1", started="2021") as writer:
        for document in (first, second):
            twice = (make_event(document, event_id="e9"), make_event(document, event_id="e9"))
            writer.add(make_record(document=document, events=twice))
    view = ledger.view()
    row = view.sql("SELECT event_id, doc_id, published, n_origins FROM events").to_pylist()
    assert row == [{"event_id": "e9", "doc_id": second.doc_id, "published": date(2021, 3, 1), "n_origins": 2}]
    assert events(view, Filters(text="number 1")).num_rows == 1
    assert view.sql("SELECT count(*) AS n FROM evidence")["n"][0].as_py() == 4


def test_csv_has_a_row_per_pair_and_empty_cells_for_nobody(tmp_path: Path) -> None:
    document = make_document(1)
    parties = {"actors": ("state:NOR", "state:TCD"), "recipients": ("state:RUS", "state:USA")}
    both = make_event(document, event_id="e1", evidence=(make_evidence(document, **parties),))
    nobody = make_event(document, event_id="e2", evidence=(make_evidence(document, actors=(), recipients=()),))
    ledger = open_ledger(tmp_path / "l")
    with ledger.writer(coder_version="1", started="2021") as writer:
        record = make_record(document=document, events=(both, nobody))
        writer.add(replace(record, entities=(NORWAY, CHAD, RUSSIA, AMERICA)))
    out = io.StringIO()
    assert export_csv(ledger.view(), out, Filters(limit=1)) == 5
    lines = [line.split(",") for line in out.getvalue().splitlines()]
    assert tuple(lines[0]) == EVENT_COLUMNS
    assert [(r[4], r[5], r[6], r[7]) for r in lines[1:]] == [
        ("Chad", "TCD", "Russia", "RUS"),
        ("Chad", "TCD", "US", "USA"),
        ("Norway", "NOR", "Russia", "RUS"),
        ("Norway", "NOR", "US", "USA"),
        ("", "", "", ""),
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_csv_never_starts_a_cell_like_a_formula_and_json_keeps_the_words(tmp_path: Path, start: str) -> None:
    name = f"{start}HYPERLINK(1)"
    document = make_document(1, outlet=name)
    record = replace(make_record(document=document), entities=(replace(NORWAY, name=name), CHAD))
    ledger = open_ledger(tmp_path / "l")
    with ledger.writer(coder_version="1", started="2021") as writer:
        writer.add(record)
    out = io.StringIO(newline="")
    export_csv(ledger.view(), out, Filters())
    assert "'" + name in out.getvalue()
    assert "," + name not in out.getvalue()
    lines = io.StringIO()
    export_jsonl(ledger.view(), lines)
    assert decode_record(lines.getvalue()) == record


def test_jsonl_holds_all_records_or_those_with_an_event_that_passes(view: View) -> None:
    everything, some = io.StringIO(), io.StringIO()
    assert export_jsonl(view, everything) == 4
    assert export_jsonl(view, some, Filters(actor="USA")) == 2
    found = [decode_record(line) for line in some.getvalue().splitlines()]
    assert {r.events[0].event_id for r in found} == {"e1", "e2"}


def test_view_draws_no_bar_where_python_runs_without_a_script(tmp_path: Path) -> None:
    ask = "select current_setting('enable_progress_bar') AS drawn"
    script = (
        f"from dragoman.store import open_ledger; print(open_ledger({str(tmp_path / 'l')!r}).view().query({ask!r}))"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert "false" in shown
