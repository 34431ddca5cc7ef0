"""The tutorial runs, and the page on the ledger names what is there."""

import json
import re
import runpy
from pathlib import Path

import pytest

import dragoman
from dragoman.scenario import Outcome, Scenario
from dragoman.track import RelationIndex

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "docs" / "tutorial.ipynb"
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "run_tutorial.py"))


def test_tutorial_runs_from_dispatches_to_relation_and_scenario(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = SCRIPT["run_cells"](NOTEBOOK)
    assert names["first"].added == 14
    assert names["again"].added == 0
    relation, outcome = names["relation"], names["outcome"]
    assert isinstance(relation, RelationIndex)
    assert relation.points
    assert isinstance(outcome, Outcome)
    assert outcome.low < outcome.median < outcome.high
    assert outcome.criticisms
    assert set(names["drafted"]) & set(names["judged"]), "the ledger gives none of the scenario's actors a position"
    assert not list(tmp_path.iterdir()), "the run leaves nothing behind"


def test_notebook_is_whole_in_order_and_without_outputs() -> None:
    book = json.loads(NOTEBOOK.read_text("utf-8"))
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    cells = book["cells"]
    assert [cell["id"] for cell in cells] == [f"cell-{n:02d}" for n in range(1, len(cells) + 1)]
    for cell in cells:
        assert cell["source"], cell["id"]
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
        else:
            assert cell["cell_type"] == "markdown"
    text = "".join("".join(c["source"]) + "\n" for c in cells if c["cell_type"] == "markdown")
    steps = [int(n) for n in re.findall(r"^## (\d+)\. ", text, re.MULTILINE)]
    assert steps == list(range(1, len(steps) + 1))
    assert steps


def test_first_failing_cell_ends_the_run_and_is_named(tmp_path: Path) -> None:
    notebook = tmp_path / "bad.ipynb"
    cells = [
        {"cell_type": kind, "source": [source]}
        for kind, source in (("code", "x = []"), ("markdown", "words"), ("code", "x[0]"), ("code", "raise SystemExit"))
    ]
    notebook.write_text(json.dumps({"cells": cells}), "utf-8")
    with pytest.raises(IndexError) as failed:
        SCRIPT["run_cells"](notebook)
    assert str(failed.traceback[-1].path).endswith("bad.ipynb, cell 3")


def documented_views() -> dict[str, list[str]]:
    """Return the columns that docs/ledger.md names, by view."""
    views: dict[str, list[str]] = {}
    name = ""
    for line in (ROOT / "docs" / "ledger.md").read_text("utf-8").splitlines():
        if head := re.fullmatch(r"### `(\w+)`", line):
            name = head.group(1)
            views[name] = []
        elif name and (row := re.match(r"\| `(\w+)` \|", line)):
            views[name].append(row.group(1))
    return views


def test_page_on_the_ledger_names_every_view_and_column_that_is_there(tmp_path: Path) -> None:
    ledger = dragoman.open_ledger(tmp_path / "empty.ledger")
    found = ledger.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal")["view_name"].to_pylist()
    inner = ("_raw", "_live", "_own", "_coded", "_now")
    shown = {name for name in found if not name.endswith(inner) and name not in {"event_ids", "tellings", "votes"}}
    there = {name: ledger.sql(f"SELECT * FROM {name} LIMIT 0").column_names for name in shown}
    documented = documented_views()
    assert set(documented) == set(there)
    for name, columns in documented.items():
        assert columns == there[name], name


def test_queries_of_the_page_on_the_ledger_run(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "ledger.md").read_text("utf-8")
    queries = re.findall(r'dragoman sql (?:--json )?"([^"]+)"', text) + re.findall(
        r'sql\("""(.*?)"""\)', text, re.DOTALL
    )
    assert len(queries) >= 3
    ledger = dragoman.open_ledger(tmp_path / "empty.ledger")
    for query in queries:
        assert ledger.sql(query).num_rows == 0


def test_example_of_the_scenario_page_gives_what_the_page_prints(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "scenario.md").read_text("utf-8")
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    printed = re.search(r"^as it stands +(\S+) +(\S+) to (\S+)", text, re.MULTILINE)
    what_if = re.search(r"^if Algeria = 95 +(\S+)", text, re.MULTILINE)
    assert example is not None
    assert printed is not None
    assert what_if is not None
    (tmp_path / "gas.toml").write_text(example.group(1), "utf-8")
    scenario = Scenario.load(tmp_path / "gas.toml")
    outcome = scenario.run()
    assert [f"{x:.1f}" for x in (outcome.median, outcome.low, outcome.high)] == list(printed.groups())
    assert f"{scenario.with_position('Algeria', 95).run().median:.1f}" == what_if.group(1)
