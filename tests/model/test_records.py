"""Records refuse what cannot be."""

from datetime import date

import pytest

from dragoman.errors import RecordError
from dragoman.model import (
    Document,
    EventType,
    Evidence,
    Interval,
    Parse,
    Place,
    Precision,
    Receipt,
    Span,
    Stage,
    Status,
    Token,
)
from dragoman.model.ids import content_id


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2)])
def test_span_is_never_empty_or_backwards(start: int, end: int) -> None:
    with pytest.raises(RecordError):
        Span(start, end)


def test_span_slices_its_words() -> None:
    assert Span(4, 8).of("the envoy") == "envo"
    assert Span(0, 5).overlaps(Span(4, 9))
    assert not Span(0, 4).overlaps(Span(4, 9))
    assert Span(0, 9).covers(Span(4, 9))


def test_interval_runs_forward_and_has_a_bound() -> None:
    with pytest.raises(RecordError):
        Interval(start=date(2020, 2, 1), end=date(2020, 1, 1), precision=Precision.DAY, basis="")
    with pytest.raises(RecordError):
        Interval(start=None, end=None, precision=Precision.DAY, basis="")


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (0, 181), (-90.5, 0)])
def test_place_lies_on_earth(lat: float, lon: float) -> None:
    with pytest.raises(RecordError):
        Place(name="x", country=None, lat=lat, lon=lon)


def test_body_lies_inside_the_text() -> None:
    with pytest.raises(RecordError):
        Document(doc_id="d", text="short", body=(Span(0, 9),))


def test_attribution_is_never_empty() -> None:
    with pytest.raises(RecordError):
        Evidence(doc_id="d", type=EventType.AID, trigger=Span(0, 1), lemma="x", status=Status.HAPPENED, attribution=())


def test_unknown_outcome_is_refused() -> None:
    with pytest.raises(RecordError):
        Receipt(doc_id="d", source="s", stage=Stage.READ, outcome="fine")


def test_id_tells_absent_from_empty_and_parts_apart() -> None:
    ids = {content_id("d", "ab", ""), content_id("d", "a", "b"), content_id("d", "ab", None), content_id("d", "ab")}
    assert len(ids) == 4


def make_parse() -> Parse:
    words = [("Oslo", 1, "nsubj"), ("met", 1, "ROOT"), ("Chad", 1, "dobj")]
    tokens, at = [], 0
    for i, (w, head, dep) in enumerate(words):
        tokens.append(Token(i, at, at + len(w), w, w.lower(), "X", "X", dep, head, 0))
        at += len(w) + 1
    return Parse(tuple(tokens), ((0, 3),))


def test_parse_knows_children_subtrees_and_sentences() -> None:
    parse = make_parse()
    assert [t.text for t in parse.children[1]] == ["Oslo", "Chad"]
    assert [t.text for t in parse.subtree(1)] == ["Oslo", "met", "Chad"]
    assert parse.sentence_span(0) == Span(0, 13)
