"""`dragoman ledger check` and `repair` as a user meets them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factory import make_record

from dragoman.cli.main import cli
from dragoman.linking import link_ledger
from dragoman.store import open_ledger
from dragoman.store.tables import Tables


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    made = open_ledger(tmp_path / "l")
    with made.writer(coder_version="1", started="2021", batch_size=2) as writer:
        for n in range(4):
            writer.add(make_record(n))
    link_ledger(made.path, coder_version="1", started="2021")
    return made.path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["ledger", *map(str, arguments)])


def part(ledger: Path, name: str) -> Path:
    return Path(Tables(ledger).files(name)[0])


def test_sound_ledger_is_said_to_be_sound(ledger: Path) -> None:
    done = run("check", ledger)
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        f"{ledger}: 4 documents in 3 commits",
        "all is well: every file was read, every commit counted, every text held against its id",
    ]
    assert run("repair", ledger).output == f"{ledger}: nothing to repair\n"
    assert run("check", "--json", ledger).output == ""


def test_faults_are_listed_and_repair_asks_before_it_acts(ledger: Path) -> None:
    file = part(ledger, "events")
    file.write_bytes(file.read_bytes()[:99])
    done = run("check", ledger)
    assert done.exit_code == 1
    assert f"  events  {file.name} is damaged\n" in done.output
    assert done.output.endswith("what can be mended, and what is lost: dragoman ledger repair\n")
    lines = [json.loads(line) for line in run("check", "--json", ledger).output.splitlines()]
    assert {"place": "events", "fault": f"{file.name} is damaged"} in lines
    planned = run("repair", ledger)
    assert planned.output.splitlines() == [
        f"{ledger}: a repair would",
        "  make tables anew from their intact files: events",
        "  make rows again from the records: events",
        "nothing was changed; do it with: dragoman ledger repair --yes",
    ]
    assert run("check", ledger).exit_code == 1
    repaired = run("repair", "--yes", ledger)
    assert repaired.exit_code == 0
    assert f"what was removed lies in {ledger}.aside/1; delete it when you miss nothing" in repaired.output
    assert run("check", ledger).exit_code == 0


def test_lost_texts_can_be_added_again_by_the_command_that_is_named(ledger: Path) -> None:
    part(ledger, "records").unlink()
    repaired = run("repair", "--yes", ledger)
    assert "  lost 2 documents\n  saved the texts of 2 documents to be added again\n" in repaired.output
    command = repaired.output.splitlines()[-1].partition("dragoman add ")[2]
    added = CliRunner().invoke(cli, ["add", command, "--ledger", str(ledger), "--quiet"])
    assert "2 documents added" in added.output
    assert open_ledger(ledger).view().n_documents() == 4


def test_folder_without_a_ledger_is_named(tmp_path: Path) -> None:
    done = run("check", tmp_path / "none")
    assert done.exit_code == 1
    assert "no ledger here" in str(done.exception)
