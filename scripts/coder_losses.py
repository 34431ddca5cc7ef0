"""How far what the network says is from the labels, and from what its teachers say."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from coder_batches import Batch
from coder_network import Said
from coder_windows import IGNORED
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

ROLE_WEIGHT, STATUS_WEIGHT, STANCE_WEIGHT, PAIR_SHARE = 1.0, 0.5, 0.5, 1.0
"""Weights of the losses beside that of the type."""
PAIR_WEIGHT = 5.0
"""Weight of a true (type, party, party) against the many false ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """What teachers think of a batch on average: chances in the shapes of `Said`; stances are not taught."""

    types: Tensor
    status: Tensor
    roles: Tensor
    pairs: Tensor


def chances(said: Sequence[Said]) -> Chances:
    """Return the mean of the chances that one or more networks give."""
    return Chances(
        types=torch.stack([x.types.softmax(-1) for x in said]).mean(0),
        status=torch.stack([x.status.softmax(-1) for x in said]).mean(0),
        roles=torch.stack([x.roles.sigmoid() for x in said]).mean(0),
        pairs=torch.stack([x.pairs.sigmoid() for x in said]).mean(0),
    )


def gold_loss(said: Said, held: Batch) -> Tensor:
    """Return the weighted sum of the mean losses by the labels: cross-entropies of types, roles, status, ..."""
    types, stances, status = (
        cross_entropy(logits.transpose(1, 2), labels, ignore_index=IGNORED, reduction="none")
        for logits, labels in ((said.types, held.types), (said.stances, held.stances), (said.status, held.status))
    )
    roles = binary_cross_entropy_with_logits(said.roles, held.roles, reduction="none")
    pairs = binary_cross_entropy_with_logits(
        said.pairs, held.pairs, reduction="none", pos_weight=said.pairs.new_tensor(PAIR_WEIGHT)
    )
    by_stance = _mean(stances, held.stances != IGNORED)
    return _weighed(types, status, roles, pairs, held) + STANCE_WEIGHT * by_stance


def taught_loss(said: Said, held: Batch, taught: Chances) -> Tensor:
    """Return the same with the teachers' chances in place of the labels, at the same words, acts and entities.

    Source: Hinton, Vinyals and Dean 2015, "Distilling the Knowledge in a Neural Network", at temperature 1.
    """
    types, status = (
        -(chance * logits.log_softmax(-1)).sum(-1)
        for chance, logits in ((taught.types, said.types), (taught.status, said.status))
    )
    roles, pairs = (
        binary_cross_entropy_with_logits(logits, chance, reduction="none")
        for logits, chance in ((said.roles, taught.roles), (said.pairs, taught.pairs))
    )
    return _weighed(types, status, roles, pairs, held)


def _weighed(types: Tensor, status: Tensor, roles: Tensor, pairs: Tensor, held: Batch) -> Tensor:
    """Return the weighted sum of the means of these losses, each over what the batch asks for."""
    return (
        _mean(types, held.types != IGNORED)
        + ROLE_WEIGHT * _mean(roles, held.asked)
        + STATUS_WEIGHT * _mean(status, held.status != IGNORED)
        + PAIR_SHARE * _mean(pairs, held.apart.expand_as(pairs))
    )


def _mean(losses: Tensor, counted: Tensor) -> Tensor:
    """Return the mean of the losses that count; 0 where none does."""
    return (losses * counted).sum() / counted.sum().clamp(min=1)
