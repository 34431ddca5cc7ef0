"""The brief: every sentence leads to words that stand in the text, nothing is loaded, and it fits its reader."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.cli.main import cli
from dragoman.desk.brief import Brief, about_brief
from dragoman.desk.render import brief_as
from dragoman.desk.source import Source
from dragoman.errors import DragomanError, NotFoundError


@pytest.fixture(scope="module")
def source(examples_ledger: Path) -> Source:
    return Source(examples_ledger)


@pytest.fixture(scope="module", params=[("PRT", "DZA"), ("gas",), ("rescue",)], ids=" ".join)
def brief(request: pytest.FixtureRequest, source: Source) -> Brief:
    return about_brief(source.snapshot(), request.param)


def sentences(brief: Brief) -> list[tuple[str, tuple[int, ...]]]:
    parts = (brief.changed, brief.why, brief.expected, brief.disputed, brief.stands)
    return [(one.text, one.references) for part in parts for one in part]


def test_every_sentence_rests_on_a_quotation(brief: Brief) -> None:
    assert sentences(brief)
    numbers = {one.number for one in brief.quotations}
    for text, references in sentences(brief):
        assert references, text
        assert set(references) <= numbers, text
    assert numbers == {number for _, references in sentences(brief) for number in references}


def test_every_quotation_stands_in_its_text(brief: Brief, source: Source) -> None:
    texts = {record.document.doc_id: record.document.text for record in source.snapshot().view.records()}
    for one in brief.quotations:
        assert " ".join(texts[one.doc_id][one.start :].split()).startswith(one.words)


def test_html_needs_nothing_beside_itself(brief: Brief) -> None:
    html = brief_as(brief, ".html")
    assert "<script" not in html
    assert not re.search(r'(?:src|href)="(?!#|https?://)', html)
    assert "url(" not in html
    for one in brief.quotations:
        assert f'id="q{one.number}"' in html
        assert f'href="#q{one.number}"' in html


def test_markdown_and_json_hold_the_same_sentences(brief: Brief) -> None:
    twin = json.loads(brief_as(brief, ".json"))
    markdown = brief_as(brief, ".md")
    assert len(twin["quotations"]) == len(brief.quotations)
    for text, _ in sentences(brief):
        assert text in json.dumps(twin, ensure_ascii=False).replace('\\"', '"')
    assert len(re.findall(r"^- ", markdown, re.MULTILINE)) == len(sentences(brief))


def test_the_same_ledger_gives_the_same_bytes(examples_ledger: Path) -> None:
    once, again = (brief_as(about_brief(Source(examples_ledger).snapshot(), ("PRT", "DZA")), ".html") for _ in range(2))
    assert once == again


def test_a_cancelled_visit_is_never_told_as_a_visit(source: Source) -> None:
    found = about_brief(source.snapshot(), ("PRT", "DZA"))
    for one in found.changed:
        assert "consult: “visit" not in one.text


def test_names_of_actors_are_understood(source: Source) -> None:
    assert about_brief(source.snapshot(), ("Portugal", "algeria")).title == "Portugal and Algeria"


def test_nothing_to_say_is_an_error(source: Source) -> None:
    with pytest.raises(NotFoundError, match="zeppelins"):
        about_brief(source.snapshot(), ("zeppelins",))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["brief", *arguments])


def test_the_command_writes_the_kind_that_the_name_ends_in(examples_ledger: Path, tmp_path: Path) -> None:
    for kind, start in ((".html", "<!doctype html>"), (".md", "# Portugal and Algeria"), (".json", "{")):
        out = tmp_path / f"brief{kind}"
        assert run("PRT", "DZA", "-o", str(out), "--ledger", str(examples_ledger)).exit_code == 0
        assert out.read_text("utf-8").startswith(start)
    assert run("PRT", "DZA", "--ledger", str(examples_ledger)).stdout.startswith("# Portugal and Algeria")


@pytest.mark.parametrize("out", ["brief.pdf", "brief"])
def test_an_unknown_kind_of_file_is_named(examples_ledger: Path, out: str) -> None:
    result = run("PRT", "DZA", "-o", out, "--ledger", str(examples_ledger))
    assert result.exit_code == 2
    assert ".html, .md or .json" in result.output


def test_a_folder_that_is_not_there_is_said_in_one_line(examples_ledger: Path, tmp_path: Path) -> None:
    result = run("PRT", "DZA", "-o", str(tmp_path / "no" / "brief.md"), "--ledger", str(examples_ledger))
    assert isinstance(result.exception, DragomanError)
    assert "expected a file that can be written" in str(result.exception)


def test_a_ledger_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    result = run("PRT", "DZA", "--ledger", str(tmp_path / "none"))
    assert isinstance(result.exception, DragomanError)
    assert not (tmp_path / "none").exists()
