"""Events as formats without a status hold them: the strict fold into PLOVER's sixteen types.

Source: the project's annotation guideline, section 3, and the PLOVER manual 0.6b, section on mode and context.
"""

from collections.abc import Mapping
from typing import Final

from dragoman.lexicon.foreign import load_foreign
from dragoman.lexicon.predicates import load_predicates
from dragoman.model import EventType, Status

COUNTED: Final = frozenset({Status.HAPPENED.value, Status.ONGOING.value})
PROSPECTIVE: Final = frozenset({Status.PLANNED.value, Status.EXPECTED.value})
OFF: Final = frozenset({Status.CANCELLED.value, Status.POSTPONED.value})
TO_AGREE: Final = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
CONTEXT: Final = {
    Status.PLANNED.value: "future",
    Status.EXPECTED.value: "future",
    Status.POSSIBLE.value: "hypothetical",
    Status.HYPOTHETICAL.value: "hypothetical",
    Status.DEMANDED.value: "hypothetical",
    Status.CANCELLED.value: "negation",
    Status.POSTPONED.value: "negation",
    Status.DENIED.value: "negation",
}
"""PLOVER's contexts for what is not a plain report; the manual asks for them where the type does not say it."""
STATUS_OF_CONTEXT: Final = {
    "future": Status.PLANNED.value,
    "hypothetical": Status.HYPOTHETICAL.value,
    "negation": Status.DENIED.value,
}
"""The way back."""


def plover_strict(row: Mapping[str, object]) -> dict[str, object] | None:
    """Return the event with type, mode, CAMEO code and value after the fold, and `context` for a status that stays.

    A meeting, support, cooperation or aid that is planned or expected is an AGREE; a meeting that is called off or
    put off a REJECT; a retreat that is planned or expected a CONCEDE. None for an event of a type that PLOVER does
    not have.
    """
    kind, status = row["type"], str(row["status"])
    if kind is None:
        return None
    folded = _folded_type(str(kind), status)
    if folded == kind:
        context = "" if status in COUNTED else CONTEXT[status]
        cameo, value = row["cameo"], row["goldstein"]
        mode = row["mode"]
        if cameo is None or not _leads_back(str(cameo), str(kind)):
            cameo, value = _scale(str(kind), mode)
        return {**row, "context": context, "cameo": cameo, "goldstein": value}
    cameo, value = _scale(folded, None)
    return {**row, "type": folded, "mode": None, "cameo": cameo, "goldstein": value, "context": ""}


def _folded_type(kind: str, status: str) -> str:
    if kind in TO_AGREE and status in PROSPECTIVE:
        return "AGREE"
    if kind == "CONSULT" and status in OFF:
        return "REJECT"
    if kind == "RETREAT" and status in PROSPECTIVE:
        return "CONCEDE"
    return kind


def _leads_back(cameo: str, kind: str) -> bool:
    act = load_foreign().of_cameo(cameo)
    return act is not None and act.type == kind


def _scale(kind: str, mode: object) -> tuple[str, float]:
    scales = load_predicates().scales
    found = scales.get((EventType(kind), str(mode) if mode else None)) or scales[EventType(kind), None]
    return found.cameo, found.goldstein


def pairs(row: Mapping[str, object]) -> list[tuple[Mapping[str, str | None], Mapping[str, str | None]]]:
    """Return the pairs of actor and recipient; of an act without recipient those of its actors, both ways round."""
    actors, recipients = parties(row, "actors"), parties(row, "recipients")
    if recipients:
        return [(actor, recipient) for actor in actors for recipient in recipients]
    return [(one, other) for one in actors for other in actors if one is not other]


def parties(row: Mapping[str, object], side: str) -> list[Mapping[str, str | None]]:
    """Return the parties of one side ("actors" or "recipients")."""
    found = row[side]
    return list(found) if isinstance(found, list) else []
