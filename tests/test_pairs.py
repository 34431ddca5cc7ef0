"""`dragoman type-pairs`: a relation for every marked pair, and a clear line for a wrong file."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman.cli.main import cli
from dragoman.errors import ReadError
from dragoman.pairs import read_pairs, type_relations


def pair(given_id: str, text: str, source: str, target: str | None) -> str:
    def span(words: str) -> list[int]:
        return [text.index(words), text.index(words) + len(words)]

    line = {"id": given_id, "text": text, "source": {"span": span(source)}, "target": span(target) if target else None}
    return json.dumps(line)


LINES = (
    pair("a", "Norway accused Belarus of espionage on Tuesday.", "Norway", "Belarus"),
    pair("b", "Troops from Chad shelled a Sudanese border post.", "Troops from Chad", "a Sudanese border post"),
    pair(
        "c", "Peru's president met the Bolivian foreign minister.", "Peru's president", "the Bolivian foreign minister"
    ),
    pair("d", "Ghana imposed sanctions on Togo.", "Ghana", None),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join(LINES) + "\n\n", encoding="utf-8")
    return path


def test_each_line_gets_root_quad_and_score(file: Path) -> None:
    result = CliRunner().invoke(cli, ["type-pairs", str(file)])
    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert [(r["id"], r["root"], r["quad"]) for r in rows] == [
        ("a", "ACCUSE", 3),
        ("b", "ASSAULT", 4),
        ("c", "CONSULT", 1),
        ("d", "COERCE", 4),
    ]
    assert all(0 < r["score"] <= 1 for r in rows)


def test_the_same_sentence_read_the_other_way_round_is_another_question(file: Path) -> None:
    relations = dict(type_relations(read_pairs(file)))
    assert relations["a"].score > 0.3


@pytest.mark.parametrize(
    ("text", "source", "target", "root"),
    [
        ("The junta lifted the ban on two newspapers.", "The junta", "two newspapers", "RETREAT"),
        ("Kenya did not let the inspectors into the camp.", "Kenya", "the inspectors", "REJECT"),
        ("Kenya let the inspectors into the camp.", "Kenya", "the inspectors", "CONCEDE"),
        ("Estonia shared intelligence with Finland.", "Estonia", "Finland", "COOPERATE"),
        ("Peru's president called Maria Lopez to congratulate her.", "Peru's president", "Maria Lopez", "SUPPORT"),
        ("Peru's president called Maria Lopez to discuss the dam.", "Peru's president", "Maria Lopez", "CONSULT"),
        ("Peru's president called on Maria Lopez to resign.", "Peru's president", "Maria Lopez", "REQUEST"),
    ],
)
def test_the_codebook_decides_what_verb_object_and_purpose_make_of_an_act(
    tmp_path: Path, text: str, source: str, target: str, root: str
) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text(pair("x", text, source, target) + "\n", encoding="utf-8")
    ((_, relation),) = type_relations(read_pairs(path))
    assert relation.root == root


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        '{"id": "x", "text": "Chad met Togo."}',
        '{"id": "x", "text": "Chad met Togo.", "source": [0, 99], "target": [9, 13]}',
        '{"id": "x", "text": "Chad met Togo.", "source": [4, 4], "target": [9, 13]}',
        '{"id": "x", "text": "", "source": null, "target": null}',
        "[1, 2]",
    ],
)
def test_a_line_that_is_no_pair_is_named_with_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(LINES[0] + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"bad\.jsonl line 2: expected id, text, source and target"):
        read_pairs(path)
