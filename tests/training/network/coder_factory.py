"""Builders for tests of the training scripts: marked texts in pieces, and small networks with random weights."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from coder_encoders import EMBEDDINGS, MINILM_LAYER, MPNET_LAYER, RENAMED, MiniLM, Shape
from coder_markup import parse_passage
from coder_network import CoderNetwork
from coder_passages import mark_all
from coder_windows import Sample, sample
from safetensors.torch import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordPiece

ROOT = Path(__file__).resolve().parents[3]
TOKENIZER = Tokenizer.from_file(str(ROOT / "src" / "dragoman" / "data" / "coder" / "tokenizer.json"))
MARKED = (
    "[A Oslo] {met|CONSULT A,B>} [B a Finnish envoy]. [C An aide] said [A it] would {lift|RETREAT A>B planned by=C} bans.",
    "[A Lima] {backs|SUPPORT A>B ongoing; POS A>B support} [B Peru], [C one paper] wrote.",
    "[B Peru] {thanked|SUPPORT B>A by=C} [A it], [C they] said, and {called off|REJECT B>D} the talks with [D Cuba].",
    "The harvest was poor, and the roads were closed for a week.",
    "[A Chad] is silent.",
    "[A Mali] and [B Niger] {signed|AGREE A,B>} it. [C France] {opposed|REJECT C>A,B; POS C>I oppose} [I! the pact].",
    "The {pact|AGREE A,B> back} of [A Mali] with [B Niger] is dated May.",
)
"""Acts of one and of two sides, stances, entities with two mentions, and texts without an act or without a name."""


def make_samples(*marked: str) -> list[Sample]:
    """Return marked texts, those above if none is given, as the rules read them, in pieces."""
    passages = [parse_passage(text, source=f"t:{k}") for k, text in enumerate(marked or MARKED)]
    return [sample(m, TOKENIZER) for m in mark_all(passages)]


def make_network(seed: int = 1, *, layers: int = 1) -> CoderNetwork:
    """Return a small network that reads; no weight of it is zero."""
    torch.manual_seed(seed)
    shape = Shape(layers=layers, size=24, heads=2, inner=32)
    network = CoderNetwork(MiniLM(shape))
    for weights in (network.paths, network.typed_paths, network.encoder.words.weight):
        torch.nn.init.normal_(weights, std=0.5)
    return network.eval()


def published(layer: Mapping[str, str], pieces: int) -> dict[str, torch.Tensor]:
    """Return random weights of two small layers and their embeddings under the names of a published file."""
    torch.manual_seed(3)
    size, inner = 24, 32
    held = {
        EMBEDDINGS["words.weight"]: torch.randn(pieces, size),
        EMBEDDINGS["places.weight"]: torch.randn(514, size),
        EMBEDDINGS["norm.weight"]: torch.ones(size),
        EMBEDDINGS["norm.bias"]: torch.zeros(size),
    }
    for i in range(2):
        for ours, theirs in layer.items():
            wide = {"up": (inner, size), "down": (size, inner)}.get(ours, (size, size))
            held[f"encoder.layer.{i}.{theirs}.weight"] = torch.ones(size) if "norm" in ours else torch.randn(*wide) / 5
            held[f"encoder.layer.{i}.{theirs}.bias"] = torch.randn(wide[0]) / 5
    return held


def write_mpnet(folder: Path, *, without: str = "") -> None:
    """Write a small MPNet with random weights as the published one is laid out; a piece may be left out."""
    pieces = sorted(TOKENIZER.get_vocab(), key=TOKENIZER.get_vocab().get)
    names = ["<unk>", *(RENAMED.get(x, x) for x in pieces)]
    held = published(MPNET_LAYER, len(names))
    held["encoder.relative_attention_bias.weight"] = torch.randn(32, 2)
    folder.mkdir(parents=True, exist_ok=True)
    save_file(held, folder / "model.safetensors")
    vocabulary = {name: k for k, name in enumerate(names) if name != without}
    Tokenizer(WordPiece(vocabulary, unk_token="<unk>")).save(str(folder / "tokenizer.json"))


def write_minilm(file: Path, *, silent: Sequence[int] = ()) -> None:
    """Write a small BERT with random weights as the published MiniLM is laid out; some inner units give nothing."""
    held = published(MINILM_LAYER, TOKENIZER.get_vocab_size())
    held["embeddings.token_type_embeddings.weight"] = torch.randn(2, 24)
    for i in range(2):
        held[f"encoder.layer.{i}.{MINILM_LAYER['down']}.weight"][:, list(silent)] = 0
    save_file(held, file)
