"""Drafts a scenario file from stances that a ledger holds."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from dragoman.errors import ScenarioError
from dragoman.lexicon.scenario import load_stance_ranges
from dragoman.model import Stance, Status
from dragoman.scenario.inputs import Range
from dragoman.scenario.load import PLACEHOLDER

HELD: Final = frozenset({Status.HAPPENED, Status.ONGOING})
"""A stance of another status (denied, expected, ...) is not held; the draft lists it but does not use it."""

HEAD: Final = """\
# Draft of a scenario from the ledger. What the ledger cannot know is marked "?" and must be filled before a run.
# Positions lie on 0 to 100 and come from stances, which say the side and not the distance: check every range.
# A range spans all stances that the actor holds here; its mode is that of the latest one.
# salience: how much the actor cares, 0 to 1. capability: what it can bring to bear, 0 or more on one scale for all.
# Both are yours to judge; they are never inferred from news. Any figure may be a number or { low, mode, high }.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A stance of an actor as a ledger holds it.

    Attributes:
        position_id: Id of the position.
        actor: Name of the actor.
        stance: Toward the object as labelled.
        object: What it is about, in the text's words.
        quotation: Words that put the stance.
        status: "happened" or "ongoing" for a stance held.
        speaker: Who says so, or "".
        outlet: Where it was told, or "".
        since: From when, or None.
    """

    position_id: str
    actor: str
    stance: Stance
    object: str
    quotation: str
    status: Status = Status.HAPPENED
    speaker: str = ""
    outlet: str = ""
    since: date | None = None


def draft_scenario(issue: str, stands: Iterable[Stand]) -> str:
    """Return the text of a scenario file with one actor for each who holds a stance, by name.

    Raises:
        ScenarioError: If nobody holds a stance.
    """
    ordered = sorted(stands, key=lambda one: (one.actor, one.since or date.min, one.position_id))
    held = [one for one in ordered if one.status in HELD]
    if not held:
        raise ScenarioError(f"issue {issue!r}: no position held on it in the ledger, expected at least one")
    objects = ", ".join(sorted({_line(one.object) for one in held}))
    parts = [
        HEAD,
        f"# The ledger's objects that the issue was found in: {objects}",
        f"\nissue = {_toml(issue)}\n",
        f'[scale]\n0 = "{PLACEHOLDER}"    # what an outcome of 0 means, in words: the issue as labelled fails',
        f'100 = "{PLACEHOLDER}"  # what 100 means: it comes about as labelled',
    ]
    parts += [_actor(name, tuple(own)) for name, own in groupby(held, key=lambda one: one.actor)]
    unused = [one for one in ordered if one.status not in HELD]
    if unused:
        parts.append("\n# Not used, because the stance is not held:")
        parts += [f"# {_line(one.actor)} ({one.status}): {_evidence(one)}" for one in unused]
    return "\n".join(parts) + "\n"


def _actor(name: str, own: Sequence[Stand]) -> str:
    position = _position(own)
    ids = ", ".join(_toml(one.position_id) for one in own)
    return "\n".join(
        [
            f"\n[[actors]]\nname = {_toml(name)}",
            *(f"# {_evidence(one)}" for one in own),
            f"position = {{ low = {position.low:g}, mode = {position.mode:g}, high = {position.high:g} }}",
            f'salience = "{PLACEHOLDER}"    # 0 to 1',
            f'capability = "{PLACEHOLDER}"  # 0 or more',
            f"evidence = [{ids}]",
        ]
    )


def _position(own: Sequence[Stand]) -> Range:
    """Return the range that spans all stances, with the mode of the latest."""
    ranges = [load_stance_ranges()[one.stance] for one in own]
    return Range(low=min(r.low for r in ranges), mode=ranges[-1].mode, high=max(r.high for r in ranges))


def _evidence(stand: Stand) -> str:
    """Return one line: id, stance, object, the words and who tells them."""
    told = ", ".join(_line(x) for x in dict.fromkeys((stand.speaker, stand.outlet, str(stand.since or ""))) if x)
    line = f"{_line(stand.position_id)} {stand.stance}s" if stand.stance in (Stance.SUPPORT, Stance.OPPOSE) else ""
    line = line or f"{_line(stand.position_id)} {stand.stance} on"
    return f"{line} {_line(stand.object)}: “{_line(stand.quotation)}”" + (f" ({told})" if told else "")


def _line(text: str) -> str:
    """Return the text on one line without control characters, so that it stays inside a TOML comment."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _toml(text: str) -> str:
    """Return the text as a TOML string: JSON's escapes are TOML's, once control characters are gone."""
    return json.dumps(_line(text), ensure_ascii=False)
