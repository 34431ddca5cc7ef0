"""Corrections laid over the coded record of one document: to what each belongs, and how the record then reads.

Pure functions over the exchange form.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, get_type_hints

import msgspec

from dragoman.model.codec import from_exchange
from dragoman.model.exchange import DriverJSON, EntityJSON, EventJSON, RecordJSON, TellingJSON
from dragoman.store.correction_kinds import (
    APPLIED,
    AS_CODED,
    DETACHED,
    KINDS,
    RECORD,
    REFERENCES,
    REJECTED,
    SUPERSEDED,
    Correction,
    Fate,
    Item,
    item_id,
    items,
    reading,
    snapshot,
    span_of,
)

_HINTS: Final = {kind.cls: get_type_hints(kind.cls) for kind in KINDS.values()} | {
    TellingJSON: get_type_hints(TellingJSON)
}
_OF_TELLINGS: Final = frozenset(_HINTS[TellingJSON]) - {"trigger"}


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
