"""How far what the network says is from the labels."""

from coder_batches import Batch
from coder_network import Said
from coder_windows import IGNORED
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

ROLE_WEIGHT, STATUS_WEIGHT, STANCE_WEIGHT, PAIR_SHARE = 1.0, 0.5, 0.5, 1.0
"""Weights of the losses beside that of the type."""
PAIR_WEIGHT = 5.0
"""Weight of a true (type, party, party) against the many false ones."""


def loss_of(said: Said, held: Batch) -> Tensor:
    """Return the weighted sum of the mean losses by the labels: cross-entropies of types, roles, status, ..."""
    types, stances, status = (
        cross_entropy(logits.transpose(1, 2), labels, ignore_index=IGNORED, reduction="none")
        for logits, labels in ((said.types, held.types), (said.stances, held.stances), (said.status, held.status))
    )
    roles = binary_cross_entropy_with_logits(said.roles, held.roles, reduction="none")
    pairs = binary_cross_entropy_with_logits(
        said.pairs, held.pairs, reduction="none", pos_weight=said.pairs.new_tensor(PAIR_WEIGHT)
    )
    return (
        _mean(types, held.types != IGNORED)
        + ROLE_WEIGHT * _mean(roles, held.asked)
        + STATUS_WEIGHT * _mean(status, held.status != IGNORED)
        + STANCE_WEIGHT * _mean(stances, held.stances != IGNORED)
        + PAIR_SHARE * _mean(pairs, held.apart.expand_as(pairs))
    )


def _mean(losses: Tensor, counted: Tensor) -> Tensor:
    """Return the mean of the losses that count; 0 where none does."""
    return (losses * counted).sum() / counted.sum().clamp(min=1)
