"""A document that takes too long is given up with a receipt, and the others go on."""

import re
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from factory import make_document

from dragoman.errors import TimeLimitError
from dragoman.model import Document, Span
from dragoman.read import dispatch, read
from dragoman.read.deadline import time_limit
from dragoman.read.limits import Limits
from dragoman.read.sniff import Format
from dragoman.reader import Reader, load_reader, read_inputs

SHORT = 0.05


def burn(seconds: float = 30) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


@pytest.mark.parametrize("work", [burn, lambda: re.search(r"(a+)+$", "a" * 40 + "b")])
def test_work_is_stopped_in_a_loop_and_in_a_pattern_that_explodes(work) -> None:
    start = time.process_time()
    with pytest.raises(TimeLimitError, match=r"given up after 0\.05 seconds"), time_limit(SHORT):
        work()
    assert time.process_time() - start < 5
    burn(2 * SHORT)  # nothing strikes afterwards


def test_other_threads_are_left_alone() -> None:
    done = []

    def work() -> None:
        with time_limit(SHORT):
            burn(2 * SHORT)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]


def test_file_that_takes_too_long_to_read_is_given_up_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.html", "b.txt"):
        (tmp_path / name).write_text("<html><p>Norway met Chad.</p>" if name == "a.html" else "Norway met Chad.")

    def slow(*_: object, **__: object):
        burn()
        yield

    readers = {**dispatch.READERS, Format.HTML: slow}
    monkeypatch.setattr(dispatch, "READERS", readers)
    (first, receipt), (second, _) = read([tmp_path], limits=Limits(seconds=SHORT))
    assert first is None
    assert (receipt.outcome, receipt.detail) == ("failed", "given up after 0.05 seconds of reading")
    assert second is not None


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader(seconds=1)


def texts(*names: str) -> list[Document]:
    made = []
    for name in names:
        text = f"Norway met {name} on Monday."
        made.append(make_document(text=text, doc_id=Document.key(text, None, None, None), body=(Span(0, len(text)),)))
    return made


@pytest.mark.parametrize("stage", ["resolve", "code", "assemble"])
def test_document_that_takes_too_long_to_code_is_kept_uncoded(
    reader: Reader, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = getattr(__import__("dragoman.reader").reader, stage)

    def slow(first, *rest: object, **named: object):
        document = getattr(first, "document", first)
        if "Chad" in document.text:
            burn()
        return real(first, *rest, **named)

    monkeypatch.setattr(f"dragoman.reader.{stage}", slow)
    before, given_up, after = reader.records(texts("Oman", "Chad", "Mali"))
    assert before.events
    assert after.events
    assert not given_up.events
    (receipt,) = given_up.receipts
    assert receipt.outcome == "failed"
    assert receipt.detail == "given up after 1 seconds of coding: the text is kept, nothing was coded"


@pytest.mark.parametrize("error", [ValueError("x"), RecursionError(), IndexError(), ZeroDivisionError()])
@pytest.mark.parametrize("stage", ["resolve", "code"])
def test_document_that_a_rule_fails_on_is_kept_uncoded_and_the_others_are_coded(
    reader: Reader, stage: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = getattr(__import__("dragoman.reader").reader, stage)

    def failing(first, *rest: object, **named: object):
        if "Chad" in getattr(first, "document", first).text:
            raise error
        return real(first, *rest, **named)

    monkeypatch.setattr(f"dragoman.reader.{stage}", failing)
    before, failed, after = reader.records(texts("Oman", "Chad", "Mali"))
    assert before.events
    assert after.events
    (receipt,) = failed.receipts
    assert receipt.detail == f"could not be coded ({type(error).__name__}): the text is kept, nothing was coded"


class SlowParser:
    """A parser that takes for ever over one text."""

    def __init__(self, parser) -> None:
        self._parser = parser

    def parse_all(self, documents, *, batch_size: int):
        waiting = list(documents)
        if any("Chad" in document.text for document in waiting):
            burn()
        yield from self._parser.parse_all(waiting, batch_size=batch_size)


def test_slow_parse_costs_its_own_document_only(reader: Reader) -> None:
    slow = Reader(parser=SlowParser(reader.parser), tables=reader.tables, seconds=1)
    outcomes = [bool(record.events) for record in slow.records(texts("Oman", "Chad", "Mali"))]
    assert outcomes == [True, False, True]


def test_user_is_told_of_a_document_that_was_given_up(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Norway met Chad in Oslo on Monday.")
    monkeypatch.setattr("dragoman.reader.code", lambda _: burn())
    ((record, receipt),) = read_inputs([tmp_path], reader=reader)
    assert record is not None
    assert receipt.source.endswith("a.txt")
    assert receipt.outcome == "failed"
    assert Counter(one.stage for one in record.receipts) == {"read": 1, "coding": 1}
