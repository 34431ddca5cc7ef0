"""`dragoman why --at` and `--mention`: rule, score, office of the day, and the candidates that lost."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.cli.main import cli
from dragoman.errors import DragomanError
from dragoman.explore.why_words import spans_of
from dragoman.lexicon.roles import load_rule_notes
from dragoman.pipeline import add_inputs

RESOLVE = Path(__file__).resolve().parents[2] / "src" / "dragoman" / "resolve"
TEXT = """Oslo, 12 May 2019 (Fjord Wire) - Moscow said on Monday that the Egyptian President had met Anders Holm in Tripoli.
Holm, the Norwegian envoy, said he would travel to Moscow. Kofi Adu, the Ghanaian envoy, called Holm. The envoy refused.
The two had planned a visit to Accra. The visit was put off in early May.
"""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("why")
    (folder / "wire.txt").write_text(TEXT, encoding="utf-8")
    add_inputs([folder / "wire.txt"], folder / "l", started="2019-05-13T00:00:00Z")
    return str(folder / "l")


def why(ledger: str, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["why", *arguments, "--ledger", ledger])


def told(ledger: str, *arguments: str) -> str:
    result = why(ledger, *arguments)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_a_role_shows_the_office_of_the_day_and_where_its_row_comes_from(ledger: str) -> None:
    shown = told(ledger, "--mention", "the Egyptian President")
    assert "Abdel Fattah el-Sisi" in shown
    assert "rule role/office, 0.9" in shown
    assert "office on 2019-05-12: President, EGY, from 2014-06-08" in shown
    assert "origin of the row: knowledge" in shown


def test_a_capital_is_a_government_or_a_place_and_says_which(ledger: str) -> None:
    first, _, second = told(ledger, "--mention", "Moscow").partition("Moscow, RUS, town")
    assert "rule metonym" in first
    assert "no place here: as subject of “said”" in first
    assert second.startswith(", 55.75, 37.62")
    assert "not Moscow (USA, town" in second


def test_a_place_shows_why_it_is_not_another_of_that_name(ledger: str) -> None:
    shown = told(ledger, "--mention", "Tripoli")
    assert "where Tripoli, LBY, town" in shown
    assert "not Tripoli (LBN, town" in shown


def test_a_pronoun_shows_how_far_back_its_antecedent_stands(ledger: str) -> None:
    shown = told(ledger, "--at", f"{doc_id(ledger)}:{TEXT.index('he would')}")
    assert "Anders Holm" in shown
    assert "rule pronoun" in shown
    assert re.search(r"last named (in the same sentence|1 sentence back)", shown)


def test_a_nominal_shows_who_else_could_be_called_so(ledger: str) -> None:
    shown = told(ledger, "--mention", "The envoy")
    assert "rule descriptor" in shown
    assert "also could be so called, but was named longer ago" in shown


def test_a_date_shows_its_bounds_and_how_they_were_found(ledger: str) -> None:
    shown = told(ledger, "--mention", "early May")
    assert "when 2019-05-01..10, vague: the bounds are a convention" in shown
    assert "the document is of 2019-05-12" in shown


def test_words_for_an_act_show_the_act(ledger: str) -> None:
    assert "act CONSULT, postponed" in told(ledger, "--mention", "The visit")


def test_words_of_which_nothing_was_made_say_so(ledger: str) -> None:
    assert "unresolved: these words name no actor, date or place" in told(ledger, "--mention", "had")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--mention", "no such words"), "no document of the ledger has these words"),
        (("--at", "d00000000:3"), "the ledger holds nothing of that id"),
    ],
)
def test_what_is_not_there_ends_in_one_line(ledger: str, arguments: tuple[str, ...], expected: str) -> None:
    result = why(ledger, *arguments)
    assert isinstance(result.exception, DragomanError)
    assert expected in str(result.exception)


def test_an_offset_behind_the_text_ends_in_one_line(ledger: str) -> None:
    result = why(ledger, "--at", f"{doc_id(ledger)}:99999")
    assert "the text ends at" in str(result.exception)


@pytest.mark.parametrize("arguments", [(), ("--at", "d1"), ("--at", "d1:x"), ("--at", "d1:1", "--mention", "x")])
def test_wrong_use_is_told_with_exit_2(ledger: str, arguments: tuple[str, ...]) -> None:
    assert why(ledger, *arguments).exit_code == 2


def test_words_are_found_whole_in_any_case_and_over_line_ends() -> None:
    assert [s.start for s in spans_of("the envoy", "The\nenvoy, the envoys, the envoy")] == [0, 23]
    assert spans_of(" ", "a b") == ()


def test_every_rule_of_resolving_has_a_note_and_no_other() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(RESOLVE.glob("coreference*.py")))
    notes = load_rule_notes()
    assert {note for note in notes if f'"{note}"' not in source} == set()
    used = set(re.findall(r'"((?:name|body|role|pronoun|descriptor)/[a-z-]+)"', source))
    assert used - notes.keys() == set()
    assert all(note.chosen for note in notes.values())


def doc_id(ledger: str) -> str:
    result = CliRunner().invoke(cli, ["sql", "SELECT doc_id FROM documents", "--json", "--ledger", ledger])
    return re.search(r"d[0-9a-f]{8,}", result.output).group()  # type: ignore[union-attr]
