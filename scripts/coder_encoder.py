"""The encoder under the network's heads: a MiniLM with its published weights."""

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

EPSILON = 1e-12
"""Added to the variance where values are normed, as BERT does."""
HIDDEN = -10000.0
"""What is added to the score of a piece that is padding, so that nothing attends to it."""
EMBEDDINGS = {
    "words.weight": "embeddings.word_embeddings.weight",
    "places.weight": "embeddings.position_embeddings.weight",
    "norm.weight": "embeddings.LayerNorm.weight",
    "norm.bias": "embeddings.LayerNorm.bias",
}
LAYER = {
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm2": "output.LayerNorm",
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
}
"""Our names of the weights, and those of the published files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Sizes of an encoder; the defaults are those of MiniLM-L6-H384."""

    layers: int = 6
    size: int = 384
    heads: int = 12
    inner: int = 1536
    vocabulary: int = 30522
    positions: int = 512


class Layer(nn.Module):
    """One transformer layer."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads, self.width = shape.heads, shape.size // shape.heads
        self.query, self.key, self.value, self.out = (nn.Linear(shape.size, shape.size) for _ in range(4))
        self.norm1, self.norm2 = (nn.LayerNorm(shape.size, eps=EPSILON) for _ in range(2))
        self.up, self.down = nn.Linear(shape.size, shape.inner), nn.Linear(shape.inner, shape.size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Return the layer's output for x [batch, pieces, size]; bias [batch, heads or 1, pieces or 1, pieces]."""
        batch, pieces, size = x.shape
        q, k, v = (
            w(x).view(batch, pieces, self.heads, self.width).transpose(1, 2) for w in (self.query, self.key, self.value)
        )
        weights = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(self.width) + bias, dim=-1)
        mixed = (self.dropout(weights) @ v).transpose(1, 2).reshape(batch, pieces, size)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(nn.functional.gelu(self.up(x)))))


class MiniLM(nn.Module):
    """A BERT of any size; `size` is that of what it gives for a piece."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.size = shape.size
        self.words = nn.Embedding(shape.vocabulary, shape.size)
        self.places = nn.Embedding(shape.positions, shape.size)
        self.segment = nn.Parameter(torch.zeros(shape.size))
        self.norm = nn.LayerNorm(shape.size, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: Tensor, mask: Tensor, more: Tensor) -> Tensor:
        """Return [batch, pieces, size]; `more`, of this shape, is added to the pieces, `mask` is 0 at the padding."""
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.segment + more
        x = self.dropout(self.norm(x))
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * HIDDEN
        for layer in self.layers:
            x = layer(x, bias)
        return x


def load_minilm(weights: Path, *, layers: int = 6) -> MiniLM:
    """Return the published MiniLM, or its first layers alone; its sizes are those of its weights."""
    held = {name.removeprefix("bert."): tensor for name, tensor in load_file(weights).items()}
    vocabulary, size = held[EMBEDDINGS["words.weight"]].shape
    inner = held[f"encoder.layer.0.{LAYER['up']}.weight"].shape[0]
    positions = held[EMBEDDINGS["places.weight"]].shape[0]
    encoder = MiniLM(Shape(layers=layers, size=size, inner=inner, vocabulary=vocabulary, positions=positions))
    found = {ours: held[theirs] for ours, theirs in EMBEDDINGS.items()}
    found["segment"] = held["embeddings.token_type_embeddings.weight"][0]
    for i in range(layers):
        for ours, theirs in LAYER.items():
            for kind in ("weight", "bias"):
                found[f"layers.{i}.{ours}.{kind}"] = held[f"encoder.layer.{i}.{theirs}.{kind}"]
    encoder.load_state_dict(found)
    return encoder
