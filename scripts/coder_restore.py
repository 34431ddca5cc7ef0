"""Reads a trained network back from the files that the package reads, to train it further."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from coder_encoders import MiniLM, Shape
from coder_graph import HEADS
from coder_labels import ROLES, TYPE_LABELS
from coder_network import CoderNetwork
from numpy.typing import NDArray
from onnx import GraphProto, numpy_helper

from dragoman.coding.paths import PATHS
from dragoman.lexicon.files import read_rows

PRODUCTS = ("MatMulInteger", "DynamicQuantizeMatMul")
"""Operations whose second input is a weight in whole numbers."""
OWN = ("marks", "type_head", "status_head", "act", "party", "source", "target")
"""Parts that are no part of the encoder, as their nodes are named."""
EMBEDDING = "words.weight"
NEW = ("stance_head.weight", "stance_head.bias")
"""What is not exported, and begins anew."""


def restore(folder: Path) -> CoderNetwork:
    """Return the network of coder.onnx and paths.tsv, its weights as they were rounded; the head of stances is new.

    Raises:
        SystemExit: If the files hold another network.
    """
    held = dict(_weights(onnx.load(folder / "coder.onnx").graph))
    held |= _paths(folder / "paths.tsv")
    vocabulary, size = held[_own(EMBEDDING)].shape
    shape = Shape(
        layers=1 + max(int(name.split(".")[2]) for name in held if name.startswith("encoder.layers.")),
        size=size,
        heads=HEADS,
        inner=len(held["encoder.layers.0.up.bias"]),
        vocabulary=vocabulary,
        positions=len(held["encoder.places.weight"]),
    )
    network = CoderNetwork(MiniLM(shape))
    missing, unknown = network.load_state_dict(held, strict=False)
    if unknown or set(missing) != set(NEW):
        raise SystemExit(f"{folder}: not a network that train_coder.py writes: {sorted({*missing, *unknown} - {*NEW})}")
    return network


def _weights(graph: GraphProto) -> Iterator[tuple[str, torch.Tensor]]:
    """Yield the weights of a graph and of its branches under the names that they have in training."""
    values = {x.name: numpy_helper.to_array(x) for x in graph.initializer}
    for name, array in values.items():
        if name.endswith(f"{EMBEDDING}_quantized"):
            own = name.removesuffix("_quantized")
            yield _own(own), _plain(array, values[f"{own}_scale"], values[f"{own}_zero_point"])
        elif array.dtype == np.float32 and name.endswith((".weight", ".bias", "segment")):
            yield _own(name), torch.tensor(array)
    for node in graph.node:
        if node.op_type in PRODUCTS:
            weight = node.input[1].removesuffix("_quantized")
            part = ".".join(node.name.split("/")[1:-1]).removeprefix("encoder.")
            yield _own(f"{part}.weight"), _plain(values[f"{weight}_quantized"], values[f"{weight}_scale"], 0).T
        elif node.op_type == "Add" and node.name.startswith("/Add") and (bias := _bias(values, node.input)) is not None:
            yield {len(ROLES): "role_bias", len(TYPE_LABELS) - 1: "pair_bias"}[len(bias)], bias
        for branch in node.attribute:
            if branch.name == "then_branch":
                yield from _weights(branch.g)


def _own(name: str) -> str:
    return name if name.split(".", maxsplit=1)[0] in OWN else f"encoder.{name.removeprefix('encoder.')}"


def _plain(array: NDArray[np.generic], scale: NDArray[np.float32], zero: object) -> torch.Tensor:
    return torch.tensor((array.astype(np.float32) - np.float32(zero)) * scale)  # type: ignore[arg-type]


def _bias(values: dict[str, NDArray[np.float32]], names: list[str]) -> torch.Tensor | None:
    """Return what a sum adds to each role or each type of pair, None for another sum."""
    return next((torch.tensor(values[x].ravel()) for x in names if x in values and values[x].ndim == 4), None)


def _paths(file: Path) -> dict[str, torch.Tensor]:
    """Return what paths add to the roles that the coder reads; what they add to the others begins at nothing."""
    plain = torch.zeros(len(PATHS), len(ROLES))
    typed = torch.zeros(len(TYPE_LABELS), len(PATHS), len(ROLES))
    for row in read_rows(file):
        k, r = PATHS.index(row["feature"]), ROLES.index(row["role"])
        plain[k, r] = float(row["weight"])
        typed[1:, k, r] = torch.tensor([float(row[kind]) for kind in TYPE_LABELS[1:]])
    return {"paths": plain, "typed_paths": typed}
