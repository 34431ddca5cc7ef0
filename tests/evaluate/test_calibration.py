"""The calibration error is the gap between what confidence claims and how often it is right."""

import json
from pathlib import Path

from dragoman.evaluate import evaluate

TEXT = "Norway met Chad. Mali met Peru."


def record(events: list[dict[str, object]]) -> dict[str, object]:
    entities = [{"id": x, "name": x, "code": x, "mentions": []} for x in ("NOR", "TCD", "MLI", "PER")]
    return {
        "id": "d",
        "text": TEXT,
        "entities": entities,
        "events": events,
        "positions": [],
        "drivers": [],
        "outlook": [],
    }


def event(id_: str, trigger: list[int], actors: list[str], **more: object) -> dict[str, object]:
    sides = {"actors": actors, "recipients": [], "status": "happened", "attribution": [{"speaker": "outlet"}]}
    return {"id": id_, "type": "CONSULT", "trigger": trigger, **sides, **more}


def error(tmp_path: Path, *confidence: float) -> float:
    (tmp_path / "gold").mkdir(exist_ok=True)
    gold = [event("a", [7, 10], ["NOR", "TCD"]), event("b", [22, 25], ["MLI", "PER"])]
    (tmp_path / "gold" / "d.json").write_text(json.dumps(record(gold)), encoding="utf-8")
    told = [
        event("a", [7, 10], ["NOR", "TCD"], confidence=confidence[0]),
        event("b", [22, 25], ["MLI"], confidence=confidence[1]),
    ]
    (tmp_path / "p.jsonl").write_text(json.dumps(record(told)) + "\n", encoding="utf-8")
    return evaluate(tmp_path / "gold", tmp_path / "p.jsonl").value("confidence error (lower is better)")


def test_sure_of_what_is_right_and_unsure_of_what_is_wrong_is_no_error(tmp_path: Path) -> None:
    assert error(tmp_path, 1.0, 0.0) == 0


def test_sure_of_what_is_wrong_and_unsure_of_what_is_right_is_all_error(tmp_path: Path) -> None:
    assert error(tmp_path, 0.0, 1.0) == 1


def test_half_sure_of_one_right_and_one_wrong_is_no_error(tmp_path: Path) -> None:
    assert error(tmp_path, 0.5, 0.5) == 0


def test_records_without_confidence_have_no_error(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "d.json").write_text(json.dumps(record([])), encoding="utf-8")
    report = evaluate(tmp_path / "gold", tmp_path / "gold" / "d.json")
    assert report.value("confidence error (lower is better)") == 0
