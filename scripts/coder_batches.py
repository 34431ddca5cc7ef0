"""Pads windows to one size: what the network reads of them, and what it is trained towards, as tensors."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import torch
from coder_labels import ROLES
from coder_markup import TYPES
from coder_windows import IGNORED, Window
from numpy.typing import NDArray
from torch import Tensor

from dragoman.coding.features import MARKS
from dragoman.coding.paths import PATHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some windows, padded. "Act" stands for an act or a stance.

    Attributes:
        ids: [window, piece] as read, words of some mentions hidden.
        unmasked: The same with nothing hidden.
        mask: [window, piece] 0 at the padding.
        marks: [window, piece, MARKS].
        acts: [window, act, piece] the share of each piece in the act's words.
        mentions: [window, mention, piece] the same for mentions.
        kinds: [window, act] place in TYPE_LABELS; 0 for a stance.
        paths: [window, act, mention, PATHS] 1 where a feature holds.
        entities: [window, entity, mention] whose mention it is.
        types: [window, piece] place in TYPE_LABELS, or IGNORED.
        stances: [window, piece] place in STANCE_LABELS, or IGNORED.
        status: [window, act] place in STATUS_LABELS, or IGNORED.
        asked: [window, role, act, entity] whether such an act has the role and the entity is there.
        roles: [window, role, act, entity] 1 where the entity has the role.
        apart: [window, 1, entity, entity] whether both are there and are two.
        pairs: [window, type, entity, entity] 1 where the one does an act of the strict type to the other.
    """

    ids: Tensor
    unmasked: Tensor
    mask: Tensor
    marks: Tensor
    acts: Tensor
    mentions: Tensor
    kinds: Tensor
    paths: Tensor
    entities: Tensor
    types: Tensor
    stances: Tensor
    status: Tensor
    asked: Tensor
    roles: Tensor
    apart: Tensor
    pairs: Tensor

    def to(self, device: str) -> "Batch":
        """Return the batch on a device."""
        return Batch(**{f.name: getattr(self, f.name).to(device) for f in fields(self)})


def batch(windows: Sequence[Window]) -> Batch:
    """Return windows as one batch; where none of them has an act, a mention or an entity, one empty row is kept."""
    n, width = len(windows), max(len(w.ids) for w in windows)
    acts, mentions, entities = (
        max(1, *sizes) for sizes in zip(*((len(w.labelled), len(w.mentions), w.entities) for w in windows), strict=True)
    )
    held = Batch(
        ids=torch.zeros(n, width, dtype=torch.long),
        unmasked=torch.zeros(n, width, dtype=torch.long),
        mask=torch.zeros(n, width),
        marks=torch.zeros(n, width, MARKS),
        acts=torch.zeros(n, acts, width),
        mentions=torch.zeros(n, mentions, width),
        kinds=torch.zeros(n, acts, dtype=torch.long),
        paths=torch.zeros(n, acts, mentions, len(PATHS)),
        entities=torch.zeros(n, entities, mentions, dtype=torch.bool),
        types=torch.full((n, width), IGNORED),
        stances=torch.full((n, width), IGNORED),
        status=torch.full((n, acts), IGNORED),
        asked=torch.zeros(n, len(ROLES), acts, entities, dtype=torch.bool),
        roles=torch.zeros(n, len(ROLES), acts, entities),
        apart=torch.zeros(n, 1, entities, entities, dtype=torch.bool),
        pairs=torch.zeros(n, len(TYPES), entities, entities),
    )
    for row, window in enumerate(windows):
        _put_words(held, row, window)
        _put_acts(held, row, window)
    return held


def _row(row: int, *tensors: Tensor) -> Iterator[NDArray[Any]]:
    """Yield one window's part of some tensors as arrays over the same memory: single places are set sooner there."""
    for tensor in tensors:
        yield tensor[row].numpy()


def _put_words(held: Batch, row: int, window: Window) -> None:
    n, there = len(window.ids), window.entities
    ids, unmasked, mask, marks = _row(row, held.ids, held.unmasked, held.mask, held.marks)
    ids[:n], unmasked[:n], mask[:n], marks[:n] = window.ids, window.unmasked, 1, window.marks
    types, stances, mentions, entities, apart, paths = _row(
        row, held.types, held.stances, held.mentions, held.entities, held.apart, held.paths
    )
    types[:n][window.is_first] = 0
    stances[:n][window.is_first] = 0
    for k, (entity, pieces) in enumerate(window.mentions):
        mentions[k, list(pieces)] = 1 / len(pieces)
        entities[entity, k] = True
    apart[0, :there, :there] = ~np.eye(there, dtype=np.bool_)
    paths[: len(window.labelled), : len(window.mentions)] = window.paths


def _put_acts(held: Batch, row: int, window: Window) -> None:
    acts, kinds, status, types, stances, asked, roles, pairs = _row(
        row, held.acts, held.kinds, held.status, held.types, held.stances, held.asked, held.roles, held.pairs
    )
    for k, act in enumerate(window.labelled):
        pieces = list(act.pieces)
        acts[k, pieces] = 1 / len(pieces)
        kinds[k], status[k] = act.type, act.status
        if act.type:
            types[pieces] = act.type
        else:
            stances[pieces] = act.stance
        for role, side in enumerate(act.roles):
            if side is not None:
                asked[role, k, : window.entities] = True
                roles[role, k, list(side)] = 1
        if act.strict is None:
            continue
        actors, recipients = act.roles[0] or (), act.roles[1] or ()
        for one in actors:
            for other in recipients or actors:
                if one != other:
                    pairs[act.strict, one, other] = 1


def chunks(windows: Sequence[Window], size: int, rng: random.Random) -> list[list[Window]]:
    """Return the windows in groups of a batch, each of about one length, in random order."""
    order = sorted(windows, key=lambda w: len(w.ids) + rng.random() * 20)
    found = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(found)
    return found
