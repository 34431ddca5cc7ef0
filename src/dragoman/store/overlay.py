"""Corrections laid over the coded record of one document: to what each belongs, and how the record then reads.

Pure functions over the exchange form. A correction is kept with the words it speaks of (document, kind of record,
span), not with an id: an id is a hash of the content, which another coder version may read differently.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, get_type_hints

import msgspec

from dragoman.model.codec import from_exchange
from dragoman.model.exchange import (
    DriverJSON,
    EntityJSON,
    EventJSON,
    ExpectationJSON,
    Pair,
    PositionJSON,
    RecordJSON,
    TellingJSON,
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

_HINTS: Final = {kind.cls: get_type_hints(kind.cls) for kind in KINDS.values()} | {
    TellingJSON: get_type_hints(TellingJSON)
}
_OF_TELLINGS: Final = frozenset(_HINTS[TellingJSON]) - {"trigger"}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlaid:
    """A document's record with its corrections.

    Attributes:
        form: The record as it reads now, without what was rejected.
        fates: What became of each correction, in their order.
        drivers: For each driver that is left, the coded one.
        verdicts: `ACCEPTED` or `REJECTED` by kind and id.
    """

    form: RecordJSON
    fates: tuple[Fate, ...]
    drivers: tuple[tuple[DriverJSON, DriverJSON], ...]
    verdicts: Mapping[tuple[str, str], str]


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


def overlay(form: RecordJSON, corrections: Iterable[Correction]) -> Overlaid:
    """Return a document's record with its corrections laid over it; the latest holds for each field."""
    homes: dict[tuple[str, int], list[Correction]] = {}
    fates: dict[str, Fate] = {}
    lost: list[tuple[Correction, str]] = []
    for c in sorted(corrections, key=lambda c: c.order):
        home = _home(form, c)
        if isinstance(home, str):
            lost.append((c, home))
        else:
            homes.setdefault((c.kind, home), []).append(c)
    fates.update(_lost(lost))
    parts: dict[str, list[Item]] = {kind: list(items(form, kind)) for kind in KINDS}
    verdicts: dict[tuple[str, str], str] = {}
    entities: dict[str, EntityJSON] = {}
    for (kind, index), given in sorted(homes.items()):
        target = item_id(form, parts[kind][index])
        item, verdict, found = _laid(form, kind, parts[kind][index], given)
        fates.update({f.correction.correction_id: replace(f, target_id=target) for f in found})
        parts[kind][index] = item
        if verdict:
            verdicts[kind, target] = verdict
        for c in given:
            if fates[c.correction_id].state == APPLIED:
                entities.update({e.id: e for e in _entities(c)})
    known = {e.id for e in form.entities}
    extra = tuple(e for _, e in sorted(entities.items()) if e.id not in known)
    mended, drivers = _without_rejected(form, parts, verdicts)
    mended = replace(mended, entities=tuple(sorted((*form.entities, *extra), key=lambda e: e.id)))
    ordered = tuple(sorted(fates.values(), key=lambda f: f.correction.order))
    return Overlaid(form=mended, fates=ordered, drivers=drivers, verdicts=verdicts)


def _home(form: RecordJSON, c: Correction) -> int | str:
    """Return the place of the record that a correction belongs to, or why there is none."""
    there = [(i, x) for i, x in enumerate(items(form, c.kind)) if span_of(c.kind, x) == (c.start, c.end)]
    if not there:
        return f"no {c.kind} is coded at these words any more"
    kept = json.loads(c.anchor)
    readings = {i: reading(form, c.kind, x) for i, x in there}
    same = [i for i, _ in there if readings[i] == kept["reading"]]
    if len(same) == 1:
        return same[0]
    left = [(i, x) for i, x in there if readings[i] not in kept["siblings"]] if not same else there
    if not left:
        return f"this {c.kind} is not coded any more, only the others at the same words"
    if len(left) == 1:
        return left[0][0]
    likeness = sorted(((_likeness(c.kind, x, kept["coded"]), i) for i, x in left), reverse=True)
    if likeness[0][0] > likeness[1][0]:
        return likeness[0][1]
    return f"{len(left)} records at these words are as much like the one corrected"


def _likeness(kind: str, item: Item, coded: Mapping[str, Any]) -> tuple[int, int]:
    now = snapshot(kind, item)
    same = {name for name in now if now[name] == coded.get(name)}
    return len(same & set(KINDS[kind].identity)), len(same)


def _lost(lost: Sequence[tuple[Correction, str]]) -> dict[str, Fate]:
    """Return the fates of corrections without a record; the latest of a target's field is detached."""
    last = {(c.target_id, c.field): c for c, _ in lost}
    fates = {}
    for c, why in lost:
        later = last[c.target_id, c.field]
        if later is c:
            fate = Fate(correction=c, state=DETACHED, target_id=c.target_id, detail=why)
        else:
            fate = Fate(correction=c, state=SUPERSEDED, target_id=c.target_id, detail=f"by {later.author}")
        fates[c.correction_id] = fate
    return fates


def _laid(
    form: RecordJSON, kind: str, item: Item, given: Sequence[Correction]
) -> tuple[Item, str | None, tuple[Fate, ...]]:
    """Return one record with its corrections, the verdict on it, and what became of each correction."""
    last = {c.field: c for c in given}
    voices: dict[str, dict[str, str]] = {}
    for c in given:
        voices.setdefault(c.field, {})[c.author] = c.value
    target = item_id(form, item)
    details: dict[str, str] = {}
    for c in sorted(last.values(), key=lambda c: c.order):
        if c.field != RECORD:
            item, details[c.correction_id] = _set(form, kind, item, c)
    verdict = None
    if ruling := last.get(RECORD):
        details[ruling.correction_id] = _unlike(kind, item, ruling)
        if not details[ruling.correction_id] and ruling.value != AS_CODED:
            verdict = ruling.value
    fates = []
    for c in given:
        disputed = len(set(voices[c.field].values())) > 1
        if c is not last[c.field]:
            state, detail = SUPERSEDED, f"by {last[c.field].author}"
        else:
            detail = details[c.correction_id]
            state = DETACHED if detail else APPLIED
        fates.append(Fate(correction=c, state=state, target_id=target, detail=detail, disputed=disputed))
    return item, verdict, tuple(fates)


def _unlike(kind: str, item: Item, ruling: Correction) -> str:
    """Return why a verdict no longer holds: it was given on another reading of the words; empty if it holds."""
    seen, now = json.loads(ruling.anchor)["seen"], snapshot(kind, item)
    fields = [f for f in KINDS[kind].identity if f != "status"] if ruling.value == REJECTED else KINDS[kind].fields
    changed = [f for f in fields if f not in REFERENCES and now[f] != seen[f]]
    if ruling.value == AS_CODED or not changed:
        return ""
    return f"the {kind} reads differently now ({', '.join(changed)})"


def _set(form: RecordJSON, kind: str, item: Item, c: Correction) -> tuple[Item, str]:
    """Return a record with one field corrected, or as it was with the reason why it cannot be."""
    content = json.loads(c.content)
    patch = dict(content.get("set", {}))
    for name, place in content.get("refers", {}).items():
        found = _at(form, place)
        if found is None:
            return item, f"the {place[0]} it points at is not coded any more"
        patch[name] = found
    if not patch:
        return item, ""
    try:
        changed = _patched(item, patch)
        _check(form, kind, changed)
    except ValueError as err:  # also msgspec's and RecordError: a value that this version does not know
        return item, f"the value is not understood any more: {err}"
    return changed, ""


def _at(form: RecordJSON, place: Sequence[Any]) -> str | None:
    kind, start, end = place
    found = [x for x in items(form, kind) if span_of(kind, x) == (start, end)]
    return item_id(form, found[0]) if len(found) == 1 else None


def _patched(item: Item, patch: Mapping[str, Any]) -> Item:
    changed = replace(item, **_converted(type(item), patch))
    if not isinstance(changed, EventJSON):
        return changed
    shared = {name: value for name, value in patch.items() if name in _OF_TELLINGS}
    if "status" in patch:
        shared["status_cue"] = None  # the word decided another status
    tellings = [replace(t, **_converted(TellingJSON, shared)) for t in changed.why.tellings]
    if "trigger" in patch and tellings:
        tellings[0] = replace(tellings[0], trigger=changed.trigger)
    return replace(changed, why=replace(changed.why, tellings=tuple(tellings)))


def _converted(cls: type, patch: Mapping[str, Any]) -> dict[str, Any]:
    return {name: msgspec.convert(value, _HINTS[cls][name]) for name, value in patch.items()}


def _check(form: RecordJSON, kind: str, item: Item) -> None:
    """Raise ValueError unless the program can read the record."""
    bare: dict[str, Any] = {k.part: () for k in KINDS.values()} | {KINDS[kind].part: (item,)}
    from_exchange(replace(form, entities=(), mentions=(), receipts=(), **bare))


def _entities(c: Correction) -> tuple[EntityJSON, ...]:
    return msgspec.convert(json.loads(c.content).get("entities", []), tuple[EntityJSON, ...])


def _without_rejected(
    form: RecordJSON, parts: Mapping[str, Sequence[Item]], verdicts: Mapping[tuple[str, str], str]
) -> tuple[RecordJSON, tuple[tuple[DriverJSON, DriverJSON], ...]]:
    """Return the record without what was rejected and what pointed at it, and the drivers beside their coded form."""
    gone = {key for key, verdict in verdicts.items() if verdict == REJECTED}
    ids = {target for kind, target in gone if kind in {"event", "position"}}

    def kept(kind: str) -> list[Any]:
        coded = items(form, kind)
        return [x for x, old in zip(parts[kind], coded, strict=True) if (kind, item_id(form, old)) not in gone]

    drivers = tuple(
        (now, old)
        for now, old in zip(parts["driver"], form.drivers, strict=True)
        if isinstance(now, DriverJSON) and ("driver", item_id(form, old)) not in gone and now.effect not in ids
    )
    mended = replace(
        form,
        events=tuple(
            replace(e, disputed_with=tuple(x for x in e.disputed_with if x not in ids)) for e in kept("event")
        ),
        positions=tuple(kept("position")),
        drivers=tuple(now for now, _ in drivers),
        outlook=tuple(replace(x, event=None if x.event in ids else x.event) for x in kept("expectation")),
    )
    return mended, drivers
