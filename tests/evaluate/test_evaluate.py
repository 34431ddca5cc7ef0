"""Scoring: perfect for the gold itself, the same as the team's scorer for anything else."""

import importlib.util
import json
import random
from pathlib import Path

import pytest

from dragoman.errors import RecordError
from dragoman.evaluate import evaluate
from dragoman.evaluate.matching import normal, pair, same_entity
from dragoman.evaluate.report import f1, table
from dragoman.evaluate.sentences import sentence_starts
from dragoman.evaluate.shape import ScoredEntity

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def make_gold() -> dict[str, object]:
    return {
        "id": "g1",
        "text": "Oslo met Accra. Oslo will visit Lima, it said.",
        "entities": [
            {"id": "nor", "name": "Norway", "code": "NOR", "sector": "GOV", "mentions": [[0, 4], [16, 20]]},
            {"id": "gha", "name": "Ghana", "code": "GHA", "sector": "GOV", "mentions": [[9, 14]]},
            {"id": "per", "name": "Peru", "code": "PER", "sector": "GOV", "mentions": [[32, 36]]},
        ],
        "events": [
            {"id": "e1", "type": "CONSULT", "trigger": [5, 8], "actors": ["nor", "gha"], "recipients": [],
             "status": "happened", "attribution": [{"speaker": "outlet", "span": None}]},
            {"id": "e2", "type": "CONSULT", "trigger": [26, 31], "actors": ["nor"], "recipients": ["per"],
             "status": "planned", "attribution": [{"speaker": "nor", "span": [16, 20]}]},
        ],
        "positions": [], "drivers": [], "outlook": [],
    }  # fmt: skip


def write(path: Path, *records: dict[str, object]) -> Path:
    path.write_text("\n".join(json.dumps(r) for r in records), encoding="utf-8")
    return path


def test_gold_against_itself_is_perfect(tmp_path: Path) -> None:
    gold = write(tmp_path / "g.jsonl", make_gold())
    report = evaluate(gold, gold)
    assert report.value("EVENT F1 (type+actors+recipients)") == 1
    assert report.value("ledger F1 (+status+attribution)") == 1
    assert report.value("phantom rate (lower is better)") == 0
    assert "EVENT F1" in table(report)


def test_missing_prediction_counts_as_nothing_found(tmp_path: Path) -> None:
    gold = write(tmp_path / "g.jsonl", make_gold())
    report = evaluate(gold, write(tmp_path / "p.jsonl"))
    assert report.value("event trigger+type F1") == 0
    assert report.value("mention detection F1") == 0


def test_planned_visit_told_as_done_is_a_phantom(tmp_path: Path) -> None:
    predicted = make_gold()
    predicted["events"][1]["status"] = "happened"  # type: ignore[index]
    gold = write(tmp_path / "g.jsonl", make_gold())
    report = evaluate(gold, write(tmp_path / "p.jsonl", predicted))
    assert report.value("phantom rate (lower is better)") == 0.5
    assert report.value("ledger F1 (+status+attribution)") == 0.5


def test_prediction_on_another_text_is_refused(tmp_path: Path) -> None:
    gold = write(tmp_path / "g.jsonl", make_gold())
    with pytest.raises(RecordError, match="g1"):
        evaluate(gold, write(tmp_path / "p.jsonl", {**make_gold(), "text": "Other words."}))


def test_folding_lets_a_planned_visit_match_a_promise(tmp_path: Path) -> None:
    predicted = make_gold()
    predicted["events"][1]["type"] = "AGREE"  # type: ignore[index]
    gold, mine = write(tmp_path / "g.jsonl", make_gold()), write(tmp_path / "p.jsonl", predicted)
    assert evaluate(gold, mine, fold=True).value("event trigger+type F1") == 1
    assert evaluate(gold, mine).value("event trigger+type F1") == 0.5


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (ScoredEntity(id="a", name="The Kremlin", code="RUS"), ScoredEntity(id="b", name="Russia", code="RUS"), True),
        (ScoredEntity(id="a", name="EU", code="EU"), ScoredEntity(id="b", name="Union", code="EUR"), True),
        (ScoredEntity(id="a", name="Ada Berg", code=""), ScoredEntity(id="b", name="Berg", code="NOR"), True),
        (ScoredEntity(id="a", name="Xi", code=""), ScoredEntity(id="b", name="Xi Wu", code="CHN"), False),
        (ScoredEntity(id="a", name="envoy", code="UNK"), ScoredEntity(id="b", name="rebels", code="UNK"), False),
        (
            ScoredEntity(id="a", name="Northern Front", code="NFR", country="TCD", sector="REB"),
            ScoredEntity(id="b", name="Chadian rebels", code="TCD", sector="REB"),
            True,
        ),
    ],
)
def test_entities_are_the_same_by_name_code_or_country_and_sector(
    x: ScoredEntity, y: ScoredEntity, expected: bool
) -> None:
    assert same_entity(x, y) is expected


def test_pairing_is_as_large_as_can_be() -> None:
    assert pair([(5, 0, 0), (1, 0, 1), (1, 1, 0)]) == {0: 1, 1: 0}


def test_f1_of_nothing_to_find_is_one() -> None:
    assert f1(0, 0, 0) == (1.0, 1.0, 1.0)
    assert f1(0, 3, 0)[2] == 0


def test_sentences_do_not_break_at_titles() -> None:
    assert sentence_starts("He met Gen. Lee in the U.S. Senate. Then left.\nEnd") == (0, 36, 47)


def test_names_are_compared_without_accents_and_article() -> None:
    assert normal("The Élysée") == "elysee"


def damaged(record: dict[str, object], rng: random.Random) -> dict[str, object]:
    """Return a record with events dropped, moved, retyped and misattributed, as a bad coder would give."""
    other = json.loads(json.dumps(record))
    ids = [e["id"] for e in other["entities"]]
    for event in other["events"]:
        if rng.random() < 0.3:
            event["status"] = rng.choice(["happened", "planned", "denied"])
        if rng.random() < 0.3:
            event["actors"] = rng.sample(ids, 1)
        if rng.random() < 0.2:
            event["type"] = rng.choice(["ACCUSE", "CONSULT"])
        if rng.random() < 0.3:
            event["attribution"] = [{"speaker": rng.choice(["outlet", "anonymous: x", *ids]), "span": None}]
        event["disputed_with"] = [x for x in event.get("disputed_with", []) if rng.random() < 0.7]
    for key in ("events", "positions", "drivers", "outlook"):
        other[key] = [x for x in other[key] if rng.random() < 0.8]
    for entity in other["entities"]:
        entity["mentions"] = [m for m in entity["mentions"] if rng.random() < 0.8]
        if rng.random() < 0.2:
            entity["code"] = "ZZZ"
            entity["name"] = "Somebody"
    return other


NAMES = {
    "event trigger+type F1": "event trigger+type F1",
    "event lenient F1": "event lenient F1",
    "EVENT F1 (type+actors+recipients)": "EVENT F1 (type+actors+recipients)",
    "ledger F1 (+status+attribution)": "ledger F1 (+status+attribution)",
    "status accuracy": "status accuracy",
    "  status, gold not happened": "status, gold not happened",
    "  phantom rate (lower is better)": "phantom rate (lower is better)",
    "attribution accuracy": "attribution accuracy",
    "  attribution, gold not outlet": "attribution, gold not outlet",
    "date accuracy": "date accuracy",
    "  date overlap, gold dated": "date overlap, gold dated",
    "position change accuracy": "position change accuracy",
    "office word overlap": "office word overlap",
    "dispute pairs F1": "dispute pairs F1",
    "POSITION F1 (actor+object+stance)": "POSITION F1 (actor+object+stance)",
    "driver F1": "driver F1",
    "outlook F1": "outlook F1",
    "mention detection F1": "mention detection F1",
    "actor resolution (on found mentions)": "entity of found mentions",
    "actor resolution (of all gold mentions)": "entity of all gold mentions",
}


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the team's scorer leaves its files to the collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("fold", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_figures_are_those_of_the_teams_scorer(tmp_path: Path, seed: int, *, fold: bool) -> None:
    tool = SHARED / "tools" / "score_documents.py"
    gold = SHARED / "data" / "articles"
    if not tool.exists():
        pytest.skip("the team's scorer is not here: ../shared/tools is missing")
    spec = importlib.util.spec_from_file_location("score_documents", tool)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    rng = random.Random(seed)
    records = [damaged(json.loads(f.read_text("utf-8")), rng) for f in sorted(gold.glob("*.json"))]
    predicted = write(tmp_path / "p.jsonl", *records)
    theirs = scorer.summary(scorer.score(str(gold), str(predicted), fold)[0])
    ours = evaluate(gold, predicted, fold=fold)
    for name, mine in NAMES.items():
        value = theirs[name][2] if len(theirs[name]) == 3 else theirs[name][0]
        assert ours.value(mine) == pytest.approx(value), name
