"""From inputs to records and a ledger: nothing lost, nothing invented, the same bytes every time."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dragoman.reader as module
from dragoman.manifest import coder_version
from dragoman.model import Record, Span
from dragoman.model.codec import decode_record, encode_record
from dragoman.pipeline import add_inputs
from dragoman.reader import Reader, load_reader, read_inputs
from dragoman.store import open_ledger

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


@pytest.fixture(scope="module")
def records(reader: Reader) -> list[Record]:
    return [record for record, _ in read_inputs([EXAMPLES], reader=reader) if record is not None]


def spans(record: Record) -> list[Span]:
    """Return every span that a record holds."""
    found = [m.span for m in record.mentions]
    for event in record.events:
        found += [event.trigger, *event.also]
        found += [a.span for a in event.attribution if a.span]
        for ev in event.evidence:
            found += [s for s in (ev.trigger, ev.status_cue, ev.date and ev.date.span) if s]
            found += [ev.place.span] if ev.place and ev.place.span else []
    found += [p.evidence for p in record.positions] + [d.cause_span for d in record.drivers]
    return found + [s for x in record.outlook for s in (x.statement, x.condition) if s]


def test_all_fourteen_examples_are_read_with_day_and_outlet(records: list[Record]) -> None:
    assert len(records) == 14
    outlets = {r.document.outlet for r in records}
    assert outlets == {"The Lisbon Courier", "Atlantic Wire", "Maghreb Monitor", "Northern Dispatch"}
    assert all(r.document.published and r.document.published.year == 2026 for r in records)


def test_every_span_slices_to_words_of_the_text(records: list[Record]) -> None:
    for record in records:
        for span in spans(record):
            words = span.of(record.document.text)
            assert words
            assert words == words.strip(), (record.document.title, words)


def test_every_id_that_is_pointed_to_is_there(records: list[Record]) -> None:
    for record in records:
        entities = {e.entity_id for e in record.entities}
        events = {e.event_id for e in record.events}
        effects = events | {p.position_id for p in record.positions}
        for event in record.events:
            assert {*event.actors, *event.recipients} <= entities
            assert set(event.disputed_with) <= events
        assert {m.entity_id for m in record.mentions} <= entities
        assert {d.effect for d in record.drivers} <= effects
        assert {x.event for x in record.outlook if x.event} <= events
        assert {p.actor for p in record.positions} <= entities


def test_records_survive_the_codec(records: list[Record]) -> None:
    for record in records:
        assert decode_record(encode_record(record)) == record


def test_same_inputs_give_the_same_bytes_in_any_order(reader: Reader, records: list[Record]) -> None:
    files = sorted(EXAMPLES.iterdir(), reverse=True)
    again = {r.document.doc_id: encode_record(r) for r, _ in read_inputs(files, reader=reader) if r is not None}
    for record in records:
        mine = decode_record(again[record.document.doc_id])
        assert mine.events == record.events
        assert mine.positions == record.positions


def test_story_of_the_examples_is_told(records: list[Record]) -> None:
    def told(kind: str, status: str, *codes: str) -> bool:
        for record in records:
            code = {e.entity_id: e.code for e in record.entities}
            for e in record.events:
                parties = {code[x] for x in (*e.actors, *e.recipients)}
                if e.type == kind and e.status == status and set(codes) <= parties:
                    return True
        return False

    assert told("CONSULT", "planned", "PRT", "DZA")
    assert told("CONSULT", "postponed", "PRT", "DZA")
    assert told("CONSULT", "cancelled", "PRT", "DZA")
    assert told("ACCUSE", "happened", "MLI", "DZA")
    assert told("RETREAT", "planned")
    changes = {(p.change, p.actor) for r in records for p in r.positions}
    assert ("softened", "state:DZA") in changes
    assert any(e.disputed_with for r in records for e in r.events)


def test_text_in_another_language_is_kept_and_not_coded(reader: Reader, tmp_path: Path) -> None:
    text = "Le ministre des Affaires étrangères a rencontré son homologue algérien à Oran lundi dans la matinée."
    (tmp_path / "fr.txt").write_text(text, encoding="utf-8")
    ((record, _),) = read_inputs([tmp_path / "fr.txt"], reader=reader)
    assert record is not None
    assert record.document.text == text
    assert record.events == ()
    assert any("not supported" in r.detail for r in record.receipts)


def test_long_text_is_coded_up_to_a_stated_limit(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_CODED_CHARS", 60)
    text = "Norway met Chad in Oslo on Monday.\n\nNorway bombed Chad on Tuesday, the government in Oslo announced.\n"
    (tmp_path / "a.txt").write_text(text)
    ((record, _),) = read_inputs([tmp_path / "a.txt"], reader=reader)
    assert record is not None
    assert [e.type.value for e in record.events] == ["CONSULT"]
    assert len(record.document.body) == 2
    assert any("only the beginning was coded" in r.detail for r in record.receipts)


def test_adding_examples_twice_gives_the_same_ledger(tmp_path: Path) -> None:
    first = add_inputs([EXAMPLES], tmp_path / "l", started="2026-06-01")
    assert (first.added, first.known, first.failed) == (14, 0, 0)
    before = open_ledger(tmp_path / "l").view().sql("SELECT * FROM events ORDER BY event_id")
    again = add_inputs([EXAMPLES], tmp_path / "l", started="2026-06-02")
    assert (again.added, again.known, again.failed) == (0, 14, 0)
    assert open_ledger(tmp_path / "l").view().sql("SELECT * FROM events ORDER BY event_id") == before


def test_verbatim_copy_among_the_examples_shares_its_origin(tmp_path: Path) -> None:
    add_inputs([EXAMPLES], tmp_path / "l", started="2026-06-01")
    rows = open_ledger(tmp_path / "l").view().sql("SELECT n_documents FROM origins").to_pylist()
    assert sum(r["n_documents"] for r in rows) == 14
    assert len(rows) < 14


def test_failed_input_leaves_a_receipt_in_the_ledger(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    counts = add_inputs([tmp_path / "empty.txt"], tmp_path / "l", started="2026-06-01")
    assert counts.failed == 1
    (row,) = open_ledger(tmp_path / "l").view().sql("SELECT source, outcome FROM receipts").to_pylist()
    assert row["source"].endswith("empty.txt")


def test_coder_version_names_code_and_vocabularies() -> None:
    assert coder_version() == coder_version()
    assert "+" in coder_version()


SENTENCES = st.lists(
    st.sampled_from(
        [
            "Norway met Chad.", "“We will never agree,” said the envoy.", "It was called off", "Mr Berg denied it;",
            "if", "\n\n", "OSLO, May 3 (NTB) - ", "«", "’s", "He said: no", "\u202e", "\U0001f54a", "e\u0301" * 9, "...",
            "Chad’s army, which Norway backs, bombed", "(", "according to", "two officials", "12", "\t", "U.S.",
        ]
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=60, derandomize=True, deadline=None)
@given(SENTENCES)
def test_any_text_gives_a_sound_record(pieces: list[str]) -> None:
    reader = sound_reader()
    from dragoman.errors import ReadError
    from dragoman.read.text import read_text

    try:
        document = read_text(" ".join(pieces))
    except ReadError:
        return
    (record,) = reader.records([document])
    for span in spans(record):
        assert span.of(record.document.text)
    assert decode_record(encode_record(record)) == record


def sound_reader(kept: list[Reader] = []) -> Reader:  # noqa: B006 (one reader for all examples of a property)
    if not kept:
        kept.append(load_reader())
    return kept[0]
