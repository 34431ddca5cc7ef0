"""The network of the coder: a small encoder whose every output is read off the words themselves.

One pass over a window of a few sentences gives, for each word piece, the type of the act it names (or none), the status
of that act and the stance it puts, and for each pair of pieces how much the second is actor, recipient, speaker, holder
or object of the first (a bilinear form for each role, after Dozat and Manning 2017, "Deep Biaffine Attention").
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from coder_markup import STANCES, STATUSES, TYPES
from safetensors.torch import load_file
from torch import Tensor, nn

from dragoman.coding.features import MARKS
from dragoman.coding.paths import PATHS

TYPE_LABELS = ("none", *TYPES)
STATUS_LABELS = (*STATUSES, "back")
"""The statuses, and "back" for words that only take up an act told before."""
STANCE_LABELS = ("none", *STANCES)
ROLES = ("actor", "recipient", "speaker", "holder", "object")
ROLE_SIZE = 64
"""Size of the vectors that a role compares."""
PAIR_SIZE = 32
"""The same for the type of a pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Sizes of the encoder: those of MiniLM-L6-H384 but for the number of layers kept."""

    layers: int = 6
    size: int = 384
    heads: int = 12
    inner: int = 1536
    vocabulary: int = 30522
    positions: int = 512


class Layer(nn.Module):
    """One transformer layer, weights named as BERT names them."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads, self.width = shape.heads, shape.size // shape.heads
        self.query, self.key, self.value, self.out = (nn.Linear(shape.size, shape.size) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(shape.size, eps=1e-12), nn.LayerNorm(shape.size, eps=1e-12)
        self.up, self.down = nn.Linear(shape.size, shape.inner), nn.Linear(shape.inner, shape.size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Return the layer's output for x [batch, pieces, size]; bias [batch, 1, 1, pieces] hides the padding."""
        batch, pieces, size = x.shape
        q, k, v = (
            w(x).view(batch, pieces, self.heads, self.width).transpose(1, 2) for w in (self.query, self.key, self.value)
        )
        weights = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(self.width) + bias, dim=-1)
        mixed = (self.dropout(weights) @ v).transpose(1, 2).reshape(batch, pieces, size)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(nn.functional.gelu(self.up(x)))))


class CoderNetwork(nn.Module):
    """The encoder and its heads."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, shape.size)
        self.places = nn.Embedding(shape.positions, shape.size)
        self.segment = nn.Parameter(torch.zeros(shape.size))
        self.norm = nn.LayerNorm(shape.size, eps=1e-12)
        self.marks = nn.Linear(MARKS, shape.size, bias=False)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.paths = nn.EmbeddingBag(len(PATHS), len(ROLES), mode="sum")
        self.typed_paths = nn.EmbeddingBag(len(TYPE_LABELS) * len(PATHS), len(ROLES), mode="sum")
        for table in (self.paths, self.typed_paths):
            nn.init.zeros_(table.weight)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.dropout = nn.Dropout(dropout)
        self.type_head, self.status_head, self.stance_head = (
            nn.Linear(shape.size, len(labels)) for labels in (TYPE_LABELS, STATUS_LABELS, STANCE_LABELS)
        )
        self.act, self.party = (nn.Linear(shape.size, len(ROLES) * ROLE_SIZE) for _ in range(2))
        self.source, self.target = (nn.Linear(shape.size, len(TYPES) * PAIR_SIZE) for _ in range(2))
        self.pair_bias = nn.Parameter(torch.full((len(TYPES),), -3.0))
        self.role_bias = nn.Parameter(torch.full((len(ROLES),), -2.0))

    def forward(self, ids: Tensor, mask: Tensor, marks: Tensor) -> tuple[Tensor, ...]:
        """Return logits of type, status and stance [batch, pieces, labels], of roles and of pairs.

        Roles are [batch, roles, act, party], pairs [batch, types, party, party]: what the one does to the other.
        `marks` [batch, pieces, MARKS] are what parser and rules say. What the paths add to the roles (`path_logits`) is
        left out, since it is known only for pairs of an act and a mention.
        """
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.segment + self.marks(marks)
        x = self.dropout(self.norm(x))
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -10000.0
        for layer in self.layers:
            x = layer(x, bias)
        x = self.dropout(x)
        batch, pieces, _ = x.shape
        act, party = (w(x).view(batch, pieces, len(ROLES), ROLE_SIZE).transpose(1, 2) for w in (self.act, self.party))
        roles = act @ party.transpose(2, 3) / math.sqrt(ROLE_SIZE) + self.role_bias[None, :, None, None]
        source, target = (
            w(x).view(batch, pieces, len(TYPES), PAIR_SIZE).transpose(1, 2) for w in (self.source, self.target)
        )
        pairs = source @ target.transpose(2, 3) / math.sqrt(PAIR_SIZE) + self.pair_bias[None, :, None, None]
        return self.type_head(x), self.status_head(x), self.stance_head(x), roles, pairs

    def path_logits(self, kinds: Sequence[int], features: Sequence[Sequence[Sequence[int]]]) -> Tensor:
        """Return what the paths add to the roles [role, act, mention]; `kinds` are the acts' places in TYPE_LABELS."""
        flat = [cell for row in features for cell in row]
        ends = torch.tensor([0, *(len(cell) for cell in flat)]).cumsum(0)[:-1]
        plain = torch.tensor([k for cell in flat for k in cell], dtype=torch.long)
        kind = [x for x, row in zip(kinds, features, strict=True) for _ in row]
        typed = torch.tensor(
            [x * len(PATHS) + k for x, cell in zip(kind, flat, strict=True) for k in cell], dtype=torch.long
        )
        logits = self.paths(plain, ends) + self.typed_paths(typed, ends)
        return logits.T.reshape(len(ROLES), len(features), -1)


def load_encoder(network: CoderNetwork, weights: Path) -> None:
    """Fill the encoder with the published weights of a BERT of the same sizes; the heads stay as they are.

    Where fewer layers are kept than the file has, the first ones are taken.
    """
    held = load_file(weights)
    held = {name.removeprefix("bert."): tensor for name, tensor in held.items()}
    names = {
        "words.weight": "embeddings.word_embeddings.weight",
        "places.weight": "embeddings.position_embeddings.weight",
        "norm.weight": "embeddings.LayerNorm.weight",
        "norm.bias": "embeddings.LayerNorm.bias",
    }
    parts = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for i in range(network.shape.layers):
        for ours, theirs in parts.items():
            for kind in ("weight", "bias"):
                names[f"layers.{i}.{ours}.{kind}"] = f"encoder.layer.{i}.{theirs}.{kind}"
    state = network.state_dict()
    for ours, theirs in names.items():
        state[ours].copy_(held[theirs])
    state["segment"].copy_(held["embeddings.token_type_embeddings.weight"][0])
