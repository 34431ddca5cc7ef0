"""Writes a trained network in the files that the package reads: coder.onnx (int8), tokenizer, labels, paths.tsv."""

import json
from pathlib import Path

import torch
from coder_graph import lighten
from coder_labels import ROLES, STANCE_LABELS, STATUS_LABELS, TYPE_LABELS
from coder_network import CoderNetwork
from tokenizers import Tokenizer

from dragoman.coding.features import MARKS
from dragoman.coding.paths import PATHS

PATHS_HEAD = """# What the place of a mention in the sentence adds to the network's roles, in logits: `weight` for
# any act, under a type's name what is added for that type. Trained with the network by scripts/train_coder.py;
# the features are those of coding/paths.py.
"""


def export(network: CoderNetwork, tokenizer: Tokenizer, folder: Path) -> None:
    """Write coder.onnx (int8 weights), the tokenizer and the labels."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    network.cpu().eval()
    plain = folder / "plain.onnx"
    names = ["types", "status", "stance", "roles", "pairs"]
    ids, mask, marks = torch.ones(2, 16, dtype=torch.long), torch.ones(2, 16), torch.zeros(2, 16, MARKS)
    axes = {name: {0: "batch", 1: "pieces"} for name in ("ids", "mask", "marks", "types", "status", "stance")}
    axes["roles"] = axes["pairs"] = {0: "batch", 2: "pieces", 3: "pieces"}
    torch.onnx.export(
        network,
        (ids, mask, marks),
        str(plain),
        input_names=["ids", "mask", "marks"],
        output_names=names,
        dynamic_axes=axes,
        dynamo=False,
    )
    quantize_dynamic(
        plain,
        folder / "coder.onnx",
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        reduce_range=True,  # seven bits: without them processors without VNNI overflow and give other figures
        extra_options={"MatMulConstBOnly": True},
    )
    plain.unlink()
    model = onnx.load(folder / "coder.onnx")
    lighten(model)
    onnx.save(model, folder / "coder.onnx")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    write_paths(network, folder / "paths.tsv")
    labels = {"types": TYPE_LABELS, "status": STATUS_LABELS, "stance": STANCE_LABELS, "roles": ROLES}
    (folder / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


def write_paths(network: CoderNetwork, path: Path) -> None:
    """Write the weight of each feature for each role that the coder reads, and what each type adds to it."""
    plain = network.paths.detach()
    typed = network.typed_paths.detach()
    rows = [PATHS_HEAD + "\t".join(("feature", "role", "weight", *TYPE_LABELS[1:]))]
    for k, name in enumerate(PATHS):
        for r, role in enumerate(ROLES[:3]):
            numbers = [plain[k, r], *typed[1:, k, r]]
            rows.append("\t".join((name, role, *(f"{float(x):.3f}" for x in numbers))))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
