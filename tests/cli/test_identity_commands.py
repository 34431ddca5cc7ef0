"""join, split, why and outlook on what later reports made of a plan."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.cli.main import cli
from dragoman.pipeline import add_inputs

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), env={"COLUMNS": "200"})


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("identity") / "l"
    add_inputs([EXAMPLES], path, started="2026")
    return str(path)


def found(ledger: str, *arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run(*arguments, "--json", "--ledger", ledger).stdout.splitlines()]


def visit(ledger: str) -> dict[str, object]:
    (row,) = (e for e in found(ledger, "events", "--status", "cancelled") if e["n_documents"] == 7)
    return row


def test_events_show_articles_origins_and_belief(ledger: str) -> None:
    row = visit(ledger)
    assert (row["n_documents"], row["n_origins"]) == (7, 5)
    table = run("events", "--status", "cancelled", "--ledger", ledger).stdout
    assert "7 (5 origins)" in table
    assert f"{row['belief']:.0%}" in table


def test_why_tells_the_life_and_what_joined_the_tellings(ledger: str) -> None:
    text = run("why", str(visit(ledger)["event_id"]), "--ledger", ledger).stdout
    assert "told by 7 articles of 5 origins; belief" in text
    assert text.index("planned") < text.index("postponed") < text.index("cancelled", text.index("postponed"))
    assert "same parties" in text
    assert text.count("Helena Valadares → Algeria") == 6


def test_outlook_shows_what_became_of_it(ledger: str) -> None:
    settled = found(ledger, "outlook", "--settled")
    assert {x["state"] for x in settled} == {"held", "postponed", "cancelled"}
    assert all(x["settled_by"] and x["settled_on"] and x["settled_doc"] for x in settled)
    table = run("outlook", "--settled", "--ledger", ledger).stdout
    assert "held (told 2026-04-28)" in table
    assert "fewer than 20 settled" in table
    assert "How often it came in time" in table


def test_outlook_on_a_day_knows_that_day_only(ledger: str) -> None:
    assert found(ledger, "outlook", "--settled", "--on", "2026-03-16") == []
    assert len(found(ledger, "outlook", "--settled", "--on", "2026-03-17")) == 2
    due = found(ledger, "outlook", "--due", "--on", "2026-03-24")
    assert due
    assert all(x["state"] == "open" and str(x["due_start"]) <= "2026-03-24" for x in due)
    assert run("outlook", "--on", "24 March", "--ledger", ledger).exit_code == 2


def test_split_and_join_by_hand_change_the_event_and_can_be_taken_back(ledger: str) -> None:
    row = visit(ledger)
    text = run("why", str(row["event_id"]), "--ledger", ledger).stdout
    tellings = text[: text.index("settles")].split("joined because")[1].splitlines()[2:]
    only = next(line.split()[0] for line in tellings if "The Lisbon Courier" in line)  # that article tells no other
    told = run("split", only, "--reason", "another visit", "--author", "eva", "--ledger", ledger)
    assert told.exit_code == 0
    assert "an event of its own" in told.stdout
    off = found(ledger, "events", "--status", "cancelled")
    left = [e["n_documents"] for e in off if e["type"] == "CONSULT" and e["n_documents"] > 1]
    assert left == [3]  # without the postponement the visit of March is not the one called off in April
    back = run("join", only, str(row["event_id"]), "--author", "eva", "--ledger", ledger)
    assert f"one event of {len(tellings)} tellings" in back.stdout
    assert visit(ledger)["event_id"] == row["event_id"]
    assert "by hand" in run("why", only, "--ledger", ledger).stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("split", "e0000"), "holds no event of that id"),
        (("split", "d0000"), "not the id of an event"),
        (("join", "e0000", "e1111"), "holds no event of that id"),
    ],
)
def test_ids_of_nothing_are_named(ledger: str, arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments, "--ledger", ledger)
    assert result.exit_code == 1
    assert words in str(result.exception)
