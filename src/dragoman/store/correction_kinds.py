"""What can be corrected in a record, and what a correction is.

A correction is kept with the words it speaks of (document, kind of record, span), not with an id: an id is a hash of
the content, which another coder version may read differently.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from dragoman.model.exchange import (
    DriverJSON,
    EventJSON,
    ExpectationJSON,
    Pair,
    PositionJSON,
    RecordJSON,
)
from dragoman.model.ids import content_id

Item = EventJSON | PositionJSON | DriverJSON | ExpectationJSON

RECORD: Final = "record"
"""The field that stands for a record as a whole; its values are ACCEPTED and REJECTED."""
ACCEPTED: Final = "accepted"
REJECTED: Final = "rejected"
AS_CODED: Final = "as coded"
"""The value that takes earlier corrections of a field back."""

APPLIED: Final = "applied"
DETACHED: Final = "detached"
SUPERSEDED: Final = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of record that can be corrected.

    Attributes:
        part: Its field in the exchange form.
        cls: Its class there.
        span: The field with the words it rests on.
        identity: The fields that tell it from another reading of the same words.
        fields: The fields that can be corrected.
    """

    part: str
    cls: type
    span: str
    identity: tuple[str, ...]
    fields: tuple[str, ...]


KINDS: Final[Mapping[str, Kind]] = {
    "event": Kind(
        part="events",
        cls=EventJSON,
        span="trigger",
        identity=("type", "actors", "recipients", "status"),
        fields=(
            "type", "mode", "status", "actors", "recipients", "date", "place", "attribution", "issue", "magnitude",
            "trigger",
        ),
    ),
    "position": Kind(
        part="positions",
        cls=PositionJSON,
        span="evidence",
        identity=("actor", "object", "stance"),
        fields=("actor", "object", "stance", "change", "status", "attribution", "evidence"),
    ),
    "expectation": Kind(
        part="outlook",
        cls=ExpectationJSON,
        span="statement",
        identity=("who",),
        fields=("who", "what", "due", "condition", "event", "statement"),
    ),
    "driver": Kind(
        part="drivers", cls=DriverJSON, span="cause_span", identity=("effect",), fields=("cause_span", "effect")
    ),
}  # fmt: skip
"""What can be corrected, by kind."""

REFERENCES: Final = {"event", "effect"}
"""Fields that hold the id of another record of the same document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person said of one field of one record.

    Attributes:
        correction_id: Hash of the rest but `seq`.
        target_id: Id of the record when it was corrected.
        doc_id: The document.
        kind: Key of `KINDS`.
        start: First code point of the words that the record rests on.
        end: One past the last.
        field: Name of a field, or `RECORD`.
        value: The new value, for people.
        content: JSON: "set" from field to its new form, "entities" that the document may lack, "refers" where the
            value points at another record, by its words.
        anchor: JSON: "coded" and "seen", the fields as the coder and as earlier corrections gave them, "siblings",
            the readings of other records at the same words.
        author: Who corrected.
        at: When, ISO 8601.
        reason: Why.
        seq: Order of the commit; of two corrections the later one holds.
    """

    correction_id: str
    target_id: str
    doc_id: str
    kind: str
    start: int
    end: int
    field: str
    value: str
    content: str
    anchor: str
    author: str
    at: str
    reason: str
    seq: int = 0

    @property
    def order(self) -> tuple[int, str, str]:
        """Return what corrections are sorted by, the one that holds last."""
        return self.seq, self.at, self.correction_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of a correction.

    Attributes:
        correction: The correction.
        state: `APPLIED`, `DETACHED` or `SUPERSEDED`.
        target_id: Id of the record that it belongs to now; the first one where there is none.
        detail: Why it is detached; the later correction's author where it is superseded.
        disputed: Whether another author's last word on the same field is another value.
    """

    correction: Correction
    state: str
    target_id: str
    detail: str = ""
    disputed: bool = False


def driver_id(doc_id: str, driver: DriverJSON) -> str:
    """Return the id of a cause as it was coded."""
    return content_id("c", doc_id, *driver.cause_span, driver.effect, driver.marker)


def item_id(form: RecordJSON, item: Item) -> str:
    """Return the id under which the ledger shows a record."""
    return driver_id(form.document.doc_id, item) if isinstance(item, DriverJSON) else item.id


def items(form: RecordJSON, kind: str) -> tuple[Item, ...]:
    """Return the records of a kind in a document."""
    found: tuple[Item, ...] = getattr(form, KINDS[kind].part)
    return found


def span_of(kind: str, item: Item) -> Pair:
    """Return the words that a record rests on."""
    found: Pair = getattr(item, KINDS[kind].span)
    return found


def plain(value: object) -> Any:
    """Return a value of the exchange form as JSON has it."""
    return msgspec.json.decode(msgspec.json.encode(value))


def snapshot(kind: str, item: Item) -> dict[str, Any]:
    """Return the fields of a record that can be corrected, as JSON has them."""
    return {name: plain(getattr(item, name)) for name in KINDS[kind].fields}


def place_of(form: RecordJSON, target: str) -> list[Any] | None:
    """Return kind and span of the event or position with this id, by which it is found again; None if there is none."""
    for kind in ("event", "position"):
        for item in items(form, kind):
            if item_id(form, item) == target:
                return [kind, *span_of(kind, item)]
    return None


def reading(form: RecordJSON, kind: str, item: Item) -> list[Any]:
    """Return what tells a record from another of its kind at the same words."""
    if kind == "driver":
        return [place_of(form, item.effect)]  # type: ignore[union-attr]  # a driver has an effect
    return [plain(getattr(item, name)) for name in KINDS[kind].identity]


def anchor(form: RecordJSON, kind: str, item: Item, seen: Item) -> str:
    """Return what must be kept to find the record again: JSON for `Correction.anchor`.

    Args:
        form: The coded record of the document.
        kind: Kind of the record.
        item: The record as coded.
        seen: The record with the corrections that the author saw.
    """
    others = [x for x in items(form, kind) if x is not item and span_of(kind, x) == span_of(kind, item)]
    data = {
        "coded": snapshot(kind, item),
        "reading": reading(form, kind, item),
        "seen": snapshot(kind, seen),
        "siblings": [reading(form, kind, x) for x in others],
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True)
