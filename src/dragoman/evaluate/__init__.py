"""Takes predicted and gold records, gives precision, recall and accuracies as the team's scorers define them."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dragoman.errors import RecordError
from dragoman.evaluate.documents import count_document
from dragoman.evaluate.report import Report, summarise
from dragoman.evaluate.shape import scored_document

__all__ = ["evaluate"]


def evaluate(gold: Path, predicted: Path, *, fold: bool = False) -> Report:
    """Return the figures of predicted records against gold ones.

    Args:
        gold: A folder of JSON records, one document a file, or a JSON Lines file.
        predicted: The same; ids tell which record belongs to which gold.
        fold: Map types the PLOVER-strict way on both sides first.

    Raises:
        RecordError: If a file is no JSON, or a prediction was made on another text than the gold's.
    """
    found = {r.get("id"): r for r in _records(predicted)}
    total: Counter[str] = Counter()
    per_document = {}
    for record in _records(gold):
        mine = found.get(record["id"], {})
        if mine.get("text") and mine["text"] != record["text"]:
            raise RecordError(f"{record['id']}: the prediction was made on a different text")
        document = scored_document(record)
        counts = count_document(document, scored_document(mine, text=document.text), fold=fold)
        per_document[document.id] = summarise(counts)
        total.update(counts)
    return Report(n_documents=len(per_document), figures=summarise(total), per_document=per_document)


def _records(path: Path) -> Iterator[Mapping[str, Any]]:
    if not path.exists():
        raise RecordError(f"{path}: no such file or folder")
    if path.is_dir():
        for file in sorted(path.glob("*.json")):
            yield _decoded(file.read_text(encoding="utf-8"), str(file))
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            yield _decoded(line, f"{path} line {number}")


def _decoded(text: str, where: str) -> Mapping[str, Any]:
    try:
        record = json.loads(text)
    except json.JSONDecodeError as err:
        raise RecordError(f"{where}: not JSON: {err}") from err
    if not isinstance(record, dict) or "id" not in record:
        raise RecordError(f"{where}: expected an object with an id")
    return record
