"""The quality gate: figures on the team's gold must not fall below the floors, and floors only rise.

`pytest tests/gate -s` prints the table; `--update` raises the floors to what is reached. The gold lies beside the
project and is absent for users: then the gate skips, saying so. The figures on phrases of time, places and offices have their floors beside the tests of
`resolve` and `lexicon`.
"""

import hashlib
import importlib.util
import io
import json
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from dragoman.evaluate import evaluate
from dragoman.evaluate.report import table
from dragoman.model import Record
from dragoman.model.codec import encode_record
from dragoman.reader import Reader, load_reader, read_inputs

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
DATA = SHARED / "data"
FLOORS = Path(__file__).parent / "floors.json"
SLACK = 0.005
"""How far a figure may fall below its floor: the parser's arithmetic differs a little between machines."""
LOWER_IS_BETTER = {
    "articles: phantom rate (lower is better)",
    "articles: confidence error (lower is better)",
    "status: phantom share",
}
PROBES = ("status", "attribution", "positions", "drivers_outlook")

needs_gold = pytest.mark.skipif(not DATA.is_dir(), reason="the gold is not here: ../shared/data is missing")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


def coded(reader: Reader, path: Path) -> Iterator[Record]:
    for record, receipt in read_inputs([path], reader=reader):
        assert record is not None, receipt
        yield record


def write(records: Iterator[Record], path: Path) -> Path:
    path.write_bytes(b"".join(encode_record(r) + b"\n" for r in records))
    return path


def article_figures(reader: Reader, folder: Path) -> dict[str, float]:
    report = evaluate(DATA / "articles", write(coded(reader, DATA / "articles"), folder / "articles.jsonl"))
    print(table(report))
    return {f"articles: {f.name}": f.value for f in report.figures}


def probe_figures(reader: Reader, folder: Path, name: str) -> dict[str, float]:
    """Return the figures of one probe set, by the team's own scorer."""
    gold = DATA / "probes" / f"{name}.jsonl"
    predicted, out = write(coded(reader, gold), folder / f"{name}.jsonl"), folder / f"{name}.json"
    sys.path.insert(0, str(SHARED / "tools"))
    try:
        spec = importlib.util.spec_from_file_location("score_probes", SHARED / "tools" / "score_probes.py")
        assert spec is not None
        assert spec.loader is not None
        scorer = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(scorer)
        with redirect_stdout(io.StringIO()):
            scorer.main([str(gold), str(predicted), "--json", str(out)])
    finally:
        sys.path.pop(0)
    return {f"{name}: {key}": value for key, value in json.loads(out.read_text("utf-8")).items()}


def fingerprints() -> dict[str, str]:
    paths = [*sorted((DATA / "articles").glob("*.json")), *(DATA / "probes" / f"{p}.jsonl" for p in PROBES)]
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest()[:16] for p in paths}


@needs_gold
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the team's scorer leaves its files to the collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_figures_hold_their_floors(reader: Reader, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    figures = article_figures(reader, tmp_path)
    for name in PROBES:
        figures |= probe_figures(reader, tmp_path, name)
    print("\n".join(f"{name:52s} {value:.3f}" for name, value in figures.items() if not name.startswith("articles")))
    if request.config.getoption("--update"):
        update(figures, allow_regression=bool(request.config.getoption("--allow-regression")))
    held = json.loads(FLOORS.read_text("utf-8"))
    assert held["gold"] == fingerprints(), "the gold has changed: look at the figures, then --update"
    fallen = []
    for name, floor in held["floors"].items():
        value = figures[name]
        bad = value > floor + SLACK if name in LOWER_IS_BETTER else value < floor - SLACK
        if bad:
            fallen.append(f"{name}: {value:.3f}, floor {floor:.3f}")
    assert not fallen, "\n".join(fallen)


def update(figures: dict[str, float], *, allow_regression: bool) -> None:
    """Write the floors; a floor that held better stays unless regressions are allowed."""
    old = json.loads(FLOORS.read_text("utf-8"))["floors"] if FLOORS.exists() else {}
    new = {}
    for name, value in figures.items():
        best = min if name in LOWER_IS_BETTER else max
        new[name] = round(value if allow_regression or name not in old else best(value, old[name]), 4)
    text = json.dumps({"gold": fingerprints(), "floors": dict(sorted(new.items()))}, indent=1) + "\n"
    FLOORS.write_text(text, encoding="utf-8")


def test_update_never_lowers_a_floor_unless_told_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("test_gate.FLOORS", tmp_path / "floors.json")
    monkeypatch.setattr("test_gate.fingerprints", dict)
    update({"a": 0.5, "status: phantom share": 0.1}, allow_regression=False)
    update({"a": 0.4, "status: phantom share": 0.2}, allow_regression=False)
    kept = json.loads((tmp_path / "floors.json").read_text())["floors"]
    assert kept == {"a": 0.5, "status: phantom share": 0.1}
    update({"a": 0.4, "status: phantom share": 0.2}, allow_regression=True)
    lowered = json.loads((tmp_path / "floors.json").read_text())["floors"]
    assert lowered == {"a": 0.4, "status: phantom share": 0.2}
