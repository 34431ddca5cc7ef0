"""The network of the coder: a small encoder whose every output is read off the words themselves.

One pass over a window of a few sentences gives, for each word piece, the type of the act it names (or none), the status
of that act and the stance it puts, and for each pair of pieces how much the second is actor, recipient, speaker, holder
or object of the first (a bilinear form for each role, after Dozat and Manning 2017, "Deep Biaffine Attention").
"""

import math
from dataclasses import dataclass

import torch
from coder_batches import Batch
from coder_encoders import MiniLM, MPNet
from coder_labels import ROLES, STANCE_LABELS, STATUS_LABELS, TYPE_LABELS
from coder_markup import TYPES
from torch import Tensor, nn

from dragoman.coding.features import MARKS
from dragoman.coding.paths import PATHS

ROLE_SIZE = 64
"""Size of the vectors that a role compares."""
PAIR_SIZE = 32
"""The same for the type of a pair."""
NOBODY = -1e4
"""Logit of an entity that has no mention in the window; it is never looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the network says of a batch, in logits.

    Attributes:
        types: [text, piece, label].
        stances: [text, piece, label].
        status: [text, act, label].
        roles: [text, role, act, entity], an entity by its best mention.
        pairs: [text, type, entity, entity] what the one does to the other, each by its best mention.
    """

    types: Tensor
    stances: Tensor
    status: Tensor
    roles: Tensor
    pairs: Tensor


class CoderNetwork(nn.Module):
    """An encoder and the heads."""

    def __init__(self, encoder: MiniLM | MPNet, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        size = encoder.size
        self.marks = nn.Linear(MARKS, size, bias=False)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.paths = nn.Parameter(torch.zeros(len(PATHS), len(ROLES)))
        self.typed_paths = nn.Parameter(torch.zeros(len(TYPE_LABELS), len(PATHS), len(ROLES)))
        self.dropout = nn.Dropout(dropout)
        self.type_head, self.status_head, self.stance_head = (
            nn.Linear(size, len(labels)) for labels in (TYPE_LABELS, STATUS_LABELS, STANCE_LABELS)
        )
        self.act, self.party = (nn.Linear(size, len(ROLES) * ROLE_SIZE) for _ in range(2))
        self.source, self.target = (nn.Linear(size, len(TYPES) * PAIR_SIZE) for _ in range(2))
        self.pair_bias = nn.Parameter(torch.full((len(TYPES),), -3.0))
        self.role_bias = nn.Parameter(torch.full((len(ROLES),), -2.0))

    def forward(self, ids: Tensor, mask: Tensor, marks: Tensor) -> tuple[Tensor, ...]:
        """Return what is exported: logits of type, status and stance [batch, pieces, labels], of roles and of pairs.

        Roles are [batch, roles, act, party], pairs [batch, types, party, party]: what the one does to the other.
        `marks` [batch, pieces, MARKS] are what parser and rules say. What the paths add to the roles is left out, since
        it is known only for pairs of an act and a mention.
        """
        x = self.dropout(self.encoder(ids, mask, self.marks(marks)))
        return self.type_head(x), self.status_head(x), self.stance_head(x), self._roles(x, x), self._pairs(x)

    def read(self, batch: Batch) -> Said:
        """Return what the network says of a batch's pieces, acts and entities.

        The words of an act or a mention count on average. Averages are taken before the bilinear forms, which comes to
        the same as after them, and far fewer pairs are compared.
        """
        device = batch.ids.device.type
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
            x = self.encoder(batch.ids, batch.mask, self.marks(batch.marks))
        x = self.dropout(x.float())
        acts, mentions = batch.acts @ x, batch.mentions @ x
        weights = self.paths + self.typed_paths[batch.kinds]
        by_mention = self._roles(acts, mentions) + torch.einsum("bamf,bafr->bram", batch.paths, weights)
        owned = batch.entities  # [text, entity, mention]
        roles = by_mention[:, :, :, None].masked_fill(~owned[:, None, None], NOBODY).amax(-1)
        by_first = self._pairs(mentions)[:, :, None].masked_fill(~owned[:, None, :, :, None], NOBODY).amax(3)
        pairs = by_first[:, :, :, None].masked_fill(~owned[:, None, None], NOBODY).amax(-1)
        return Said(
            types=self.type_head(x),
            stances=self.stance_head(x),
            status=self.status_head(acts),
            roles=roles,
            pairs=pairs,
        )

    def _roles(self, acts: Tensor, parties: Tensor) -> Tensor:
        """Return [batch, role, act, party] without the paths."""
        act, party = (_split(w, x, len(ROLES)) for w, x in ((self.act, acts), (self.party, parties)))
        return act @ party.transpose(2, 3) / math.sqrt(ROLE_SIZE) + self.role_bias[None, :, None, None]

    def _pairs(self, parties: Tensor) -> Tensor:
        """Return [batch, type, party, party]."""
        source, target = (_split(w, parties, len(TYPES)) for w in (self.source, self.target))
        return source @ target.transpose(2, 3) / math.sqrt(PAIR_SIZE) + self.pair_bias[None, :, None, None]


def _split(weights: nn.Linear, x: Tensor, parts: int) -> Tensor:
    """Return [batch, part, row, size / parts] of what weights make of [batch, row, ...]."""
    batch, rows, _ = x.shape
    return weights(x).view(batch, rows, parts, -1).transpose(1, 2)
