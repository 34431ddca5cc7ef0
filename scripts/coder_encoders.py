"""The two encoders that training knows: MiniLM, which is shipped, and MPNet, which only teaches.

Both read the word pieces of MiniLM's vocabulary. MPNet's own vocabulary holds the same pieces under other numbers.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

HIDDEN = -10000.0
"""What is added to the score of a piece that is padding, so that nothing attends to it."""
NEAREST, FARTHEST = 8, 128
"""MPNet counts distances between pieces singly below the first, from the second on all alike."""
FIRST_PLACE = 2
"""MPNet numbers the places of a text from here."""
RENAMED = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}
"""Pieces of MiniLM that MPNet knows by another name."""
EMBEDDINGS = {
    "words.weight": "embeddings.word_embeddings.weight",
    "places.weight": "embeddings.position_embeddings.weight",
    "norm.weight": "embeddings.LayerNorm.weight",
    "norm.bias": "embeddings.LayerNorm.bias",
}
FEED_FORWARD = {"up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm"}
MINILM_LAYER = {
    **FEED_FORWARD,
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
}
MPNET_LAYER = {
    **FEED_FORWARD,
    "query": "attention.attn.q",
    "key": "attention.attn.k",
    "value": "attention.attn.v",
    "out": "attention.attn.o",
    "norm1": "attention.LayerNorm",
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
    epsilon: float = 1e-12


class Layer(nn.Module):
    """One transformer layer."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads, self.width = shape.heads, shape.size // shape.heads
        self.query, self.key, self.value, self.out = (nn.Linear(shape.size, shape.size) for _ in range(4))
        self.norm1, self.norm2 = (nn.LayerNorm(shape.size, eps=shape.epsilon) for _ in range(2))
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
        self.norm = nn.LayerNorm(shape.size, eps=shape.epsilon)
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


class MPNet(nn.Module):
    """An MPNet, which adds to each score what the distance between the two pieces is worth.

    `ids` are numbers of MiniLM's pieces; `own` holds their numbers in MPNet's vocabulary.

    Source: Song et al. 2020, "MPNet: Masked and Permuted Pre-training for Language Understanding".
    """

    own: Tensor

    def __init__(self, shape: Shape, own: Tensor, *, buckets: int = 32, dropout: float = 0.1) -> None:
        super().__init__()
        self.size, self.buckets = shape.size, buckets
        self.words = nn.Embedding(shape.vocabulary, shape.size)
        self.places = nn.Embedding(shape.positions, shape.size)
        self.distances = nn.Embedding(buckets, shape.heads)
        self.norm = nn.LayerNorm(shape.size, eps=shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.dropout = nn.Dropout(dropout)
        self.register_buffer("own", own)

    def forward(self, ids: Tensor, mask: Tensor, more: Tensor) -> Tensor:
        """Return [batch, pieces, size] as `MiniLM.forward` does."""
        places = self.places.weight[FIRST_PLACE : FIRST_PLACE + ids.shape[1]]
        x = self.dropout(self.norm(self.words(self.own[ids]) + places + more))
        near = self.distances(bucket_of(ids.shape[1], self.buckets, ids.device)).permute(2, 0, 1)
        bias = near[None] + (1.0 - mask)[:, None, None, :] * HIDDEN
        for layer in self.layers:
            x = layer(x, bias)
        return x


def bucket_of(pieces: int, buckets: int, device: torch.device) -> Tensor:
    """Return [pieces, pieces] the bucket of the way from the first piece to the second, half of them for each way.

    Source: Raffel et al. 2020, "Exploring the Limits of Transfer Learning", 2.1; NEAREST and FARTHEST for 32 buckets.
    """
    place = torch.arange(pieces, device=device)
    ahead = place[None, :] - place[:, None]
    half = buckets // 2
    single = NEAREST * buckets // 32
    far = ahead.abs()
    grown = torch.log(far.clamp(min=1).float() / single) / math.log(FARTHEST / single) * (half - single)
    large = (single + grown.long()).clamp(max=half - 1)
    return (ahead > 0).long() * half + torch.where(far < single, far, large)


def load_minilm(weights: Path, *, layers: int = 6, inner: int | None = None) -> MiniLM:
    """Return the published MiniLM, or a smaller one: its first layers, in each the units that weigh most.

    A unit inside a layer weighs as much as what goes into it times what comes out of it.
    """
    held = {name.removeprefix("bert."): tensor for name, tensor in load_file(weights).items()}
    for i in range(layers) if inner else ():
        up, down = (f"encoder.layer.{i}.{FEED_FORWARD[name]}" for name in ("up", "down"))
        weight = held[f"{up}.weight"].norm(dim=1) * held[f"{down}.weight"].norm(dim=0)
        kept = weight.topk(inner).indices.sort().values
        for name in (f"{up}.weight", f"{up}.bias"):
            held[name] = held[name][kept]
        held[f"{down}.weight"] = held[f"{down}.weight"][:, kept]
    encoder = MiniLM(_shape(held, layers=layers, heads=12, epsilon=1e-12))
    _fill(encoder, held, MINILM_LAYER, {"segment": held["embeddings.token_type_embeddings.weight"][0]})
    return encoder


def load_mpnet(folder: Path, tokenizer: Tokenizer) -> MPNet:
    """Return the MPNet of a folder (model.safetensors, tokenizer.json); its sizes are those of its weights.

    Args:
        folder: As `join_teacher.py` leaves it.
        tokenizer: MiniLM's, in whose pieces texts will be read.

    Raises:
        SystemExit: If a file is missing, or the vocabulary lacks a piece of MiniLM's.
    """
    for name in ("model.safetensors", "tokenizer.json"):
        if not (folder / name).is_file():
            raise SystemExit(f"{folder}: no {name}; expected the folder that scripts/join_teacher.py makes")
    held = load_file(folder / "model.safetensors")
    distances = held["encoder.relative_attention_bias.weight"]
    layers = sum(name.endswith(".attention.attn.q.weight") for name in held)
    shape = _shape(held, layers=layers, heads=distances.shape[1], epsilon=1e-5)
    own = _own_pieces(tokenizer, folder / "tokenizer.json")
    encoder = MPNet(shape, own, buckets=distances.shape[0])
    _fill(encoder, held, MPNET_LAYER, {"distances.weight": distances})
    return encoder


def _shape(held: Mapping[str, Tensor], *, layers: int, heads: int, epsilon: float) -> Shape:
    vocabulary, size = held[EMBEDDINGS["words.weight"]].shape
    return Shape(
        layers=layers,
        size=size,
        heads=heads,
        inner=held[f"encoder.layer.0.{FEED_FORWARD['up']}.weight"].shape[0],
        vocabulary=vocabulary,
        positions=held[EMBEDDINGS["places.weight"]].shape[0],
        epsilon=epsilon,
    )


def _own_pieces(tokenizer: Tokenizer, file: Path) -> Tensor:
    ours, theirs = tokenizer.get_vocab(), Tokenizer.from_file(str(file)).get_vocab()
    own = torch.zeros(max(ours.values()) + 1, dtype=torch.long)
    for piece, number in ours.items():
        name = RENAMED.get(piece, piece)
        if name not in theirs:
            raise SystemExit(f"{file}: no piece {name!r}; expected the vocabulary of all-mpnet-base-v2")
        own[number] = theirs[name]
    return own


def _fill(encoder: nn.Module, held: Mapping[str, Tensor], layer: Mapping[str, str], more: Mapping[str, Tensor]) -> None:
    """Put published weights in an encoder's place: the embeddings, each layer, and what is given under our name."""
    state = encoder.state_dict()
    found = {ours: held[theirs] for ours, theirs in EMBEDDINGS.items()} | dict(more)
    for i in range(sum(name.endswith(".query.weight") for name in state)):
        for ours, theirs in layer.items():
            for kind in ("weight", "bias"):
                found[f"layers.{i}.{ours}.{kind}"] = held[f"encoder.layer.{i}.{theirs}.{kind}"]
    for name, tensor in found.items():
        state[name].copy_(tensor)
