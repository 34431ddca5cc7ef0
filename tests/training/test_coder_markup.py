"""The training passages parse, and their mark-up says what its page promises."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PASSAGES = ROOT / "training" / "passages"


@pytest.fixture(scope="module")
def markup() -> ModuleType:
    spec = importlib.util.spec_from_file_location("coder_markup", ROOT / "scripts" / "coder_markup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["coder_markup"] = module
    spec.loader.exec_module(module)
    return module


def test_marks_are_taken_out_of_the_text_and_spans_reslice_to_their_words(markup: ModuleType) -> None:
    passage = markup.parse_passage(
        "[A Oslo] {called off|REJECT A>B} the {visit|CONSULT B>A cancelled by=C+D} of [B a Finnish envoy], "
        "[C? an aide] told [D the paper].",
        source="t",
    )
    assert passage.text == "Oslo called off the visit of a Finnish envoy, an aide told the paper."
    assert [passage.text[a.start : a.end] for a in passage.acts] == ["called off", "visit"]
    assert [passage.text[m.start : m.end] for m in passage.mentions][1] == "a Finnish envoy"
    visit = passage.acts[1]
    assert (visit.actors, visit.recipients, visit.status, visit.speakers) == (("B",), ("A",), "cancelled", ("C", "D"))


def test_a_word_may_be_an_act_and_a_position_at_once(markup: ModuleType) -> None:
    passage = markup.parse_passage(
        "[A Lima] {backs|SUPPORT A>B ongoing; POS A>B support hardened} [B Quito].", source="t"
    )
    assert passage.acts[0].status == "ongoing"
    assert (passage.stances[0].stance, passage.stances[0].change) == ("support", "hardened")


@pytest.mark.parametrize(
    ("marked", "complaint"),
    [
        ("[A Oslo] {met|TALK A>}", "expected 'TYPE"),
        ("[A Oslo] {met|CONSULT A,B>}", "no mention has the id B"),
        ("[A Oslo] {met|CONSULT A> soon}", "unknown word 'soon'"),
        ("[A Oslo] {met|", "a mark that does not parse"),
        ("[A Oslo] {likes|POS A>A adore}", "expected 'POS"),
    ],
)
def test_a_broken_mark_is_named_with_its_place(markup: ModuleType, marked: str, complaint: str) -> None:
    with pytest.raises(markup.MarkupError, match=f"f.txt:3: .*{complaint}"):
        markup.parse_passage(marked, source="f.txt:3")


def test_every_passage_of_the_project_parses_and_none_stands_twice(markup: ModuleType) -> None:
    passages = [p for path in sorted(PASSAGES.glob("*.txt")) for p in markup.read_passages(path)]
    assert len(passages) > 3000
    assert len({p.text for p in passages}) == len(passages)


def test_every_type_and_every_status_is_told_often(markup: ModuleType) -> None:
    acts = [a for path in sorted(PASSAGES.glob("*.txt")) for p in markup.read_passages(path) for a in p.acts]
    for kind in markup.TYPES:
        assert sum(a.type == kind for a in acts) >= 150, kind
    for status in markup.STATUSES:
        assert sum(a.status == status for a in acts) >= 100, status
