"""Makes the exported network of the coder quicker to run: the same weights, fewer steps.

python scripts/coder_graph.py src/dragoman/data/coder/coder.onnx

Windows are read one by one, so nothing is padded and no mask is needed. Attention becomes one operation that
onnxruntime has of its own, which keeps the scores of a head in the cache. The values behind a layer's GELU are rounded
to whole numbers piece by piece: a few pieces have values far beyond the others', and one scale for all blurred these.
What a run does not read is not worked out: the stance of a piece never, the types of pairs only where `with_pairs` is
set. `coder_export.py` ends so.
"""

import argparse
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper

DOMAIN = "com.microsoft"
"""Operators that onnxruntime has beside ONNX's own."""
HEADS = 12
LAYER = re.compile(r"/encoder/layers\.\d+")
UNREAD = ("stance",)
PAIRS, SWITCH = "pairs", "with_pairs"


def layers_of(graph: GraphProto) -> list[str]:
    """Return the names of the encoder's layers, as those of their nodes begin."""
    return sorted({layer[0] for node in graph.node if (layer := LAYER.match(node.name))})


def fuse_attention(graph: GraphProto) -> None:
    """Put one operation in the place of each layer's products, mask, softmax and transpositions."""
    makers = {output: node for node in graph.node for output in node.output}
    for layer in layers_of(graph):
        query, key, value = (f"{layer}/{name}/Add_output_0" for name in ("query", "key", "value"))
        mixed = f"{layer}/Reshape_3_output_0"  # the heads side by side again, as the layer's `forward` ends them
        if not {query, key, value, mixed} <= makers.keys():
            raise SystemExit(f"{layer}: not the graph that train_coder.py exports")
        graph.node.remove(makers[mixed])
        graph.node.append(
            helper.make_node(
                "MultiHeadAttention",
                [query, key, value],
                [mixed],
                name=f"{layer}/attention",
                domain=DOMAIN,
                num_heads=HEADS,
            )
        )


def scale_by_piece(graph: GraphProto) -> None:
    """Round what goes into each layer's last product piece by piece instead of all at one scale."""
    nodes = {node.name: node for node in graph.node}
    graph.initializer.append(numpy_helper.from_array(np.array([-1], dtype=np.int64), "last_axis"))
    for layer in layers_of(graph):
        own = f"{layer}/down"
        product, scales, cast, result = (
            nodes[f"{own}/MatMul{part}"]
            for part in ("_quant", "_quant_scales_mul", "_output_0_output_quantized_cast", "_quant_output_scale_mul")
        )
        values = next(node.input[0] for node in graph.node if product.input[0] in node.output)
        for node in (product, scales, cast, result):
            graph.node.remove(node)
        top, scaled, summed = (f"{own}/{name}" for name in ("top", "scaled", "summed"))
        graph.node.extend(
            (
                helper.make_node("ReduceMax", [values, "last_axis"], [top], name=top, keepdims=1),
                helper.make_node("Div", [values, top], [scaled], name=scaled),
                helper.make_node(
                    "DynamicQuantizeMatMul",
                    [scaled, product.input[1], scales.input[1], product.input[3]],
                    [summed],
                    name=summed,
                    domain=DOMAIN,
                ),
                helper.make_node("Mul", [summed, top], [result.output[0]], name=result.name),
            )
        )


def needed(graph: GraphProto, outputs: Iterable[str]) -> list[NodeProto]:
    """Return the nodes that the outputs need, each after those that it needs itself."""
    makers = {output: node for node in graph.node for output in node.output}
    done: set[str] = set()
    ordered: list[NodeProto] = []
    waiting = [(name, False) for name in outputs]
    while waiting:
        name, is_ready = waiting.pop()
        node = makers.get(name)
        if node is None or node.output[0] in done:
            continue
        if is_ready:
            done.add(node.output[0])
            ordered.append(node)
        else:
            waiting.append((name, True))
            waiting += [(wanted, False) for wanted in node.input]
    return ordered


def pairs_on_demand(graph: GraphProto, kept: Sequence[NodeProto]) -> NodeProto:
    """Return the node that works out the pairs where it is asked to, its own weights inside it.

    Asked, it gives [1, types, pieces, pieces], else an empty array.
    """
    shared = {node.output[0] for node in kept}
    own = [node for node in needed(graph, [PAIRS]) if node.output[0] not in shared]
    own[-1].output[0] = "pairs_asked"
    read_before = {name for node in kept for name in node.input}
    read = {name for node in own for name in node.input} - read_before
    weights = [weight for weight in graph.initializer if weight.name in read]
    shape = ["batch", "types", "pieces", "pieces"]
    asked, unasked = (
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in ("pairs_asked", "pairs_unasked")
    )
    nothing = helper.make_node(
        "Constant", [], ["pairs_unasked"], value=numpy_helper.from_array(np.zeros((1, 0, 0, 0), dtype=np.float32))
    )
    return helper.make_node(
        "If",
        [SWITCH],
        [PAIRS],
        name="/pairs",
        then_branch=helper.make_graph(own, "asked", [], [asked], weights),
        else_branch=helper.make_graph([nothing], "unasked", [], [unasked]),
    )


def lighten(model: ModelProto) -> None:
    """Rebuild the exported network as the head of this file says."""
    graph = model.graph
    fuse_attention(graph)
    scale_by_piece(graph)
    outputs = [output for output in graph.output if output.name not in UNREAD]
    for output in outputs:
        if output.name == PAIRS:
            output.type.tensor_type.shape.dim[1].dim_param = "types asked"
    kept = needed(graph, [output.name for output in outputs if output.name != PAIRS])
    choice = pairs_on_demand(graph, kept)
    read = {name for node in kept for name in node.input}
    inputs = [given for given in graph.input if given.name in read]
    inputs.append(helper.make_tensor_value_info(SWITCH, TensorProto.BOOL, []))
    weights = [weight for weight in graph.initializer if weight.name in read]
    for field, values in (
        (graph.node, [*kept, choice]),
        (graph.input, inputs),
        (graph.output, outputs),
        (graph.initializer, weights),
        (graph.value_info, []),
    ):
        held = [type(value).FromString(value.SerializeToString()) for value in values]
        del field[:]
        field.extend(held)
    if all(opset.domain != DOMAIN for opset in model.opset_import):
        model.opset_import.append(helper.make_opsetid(DOMAIN, 1))


def main() -> None:
    """Rebuild the model of a file in place."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    file = parser.parse_args().model
    model = onnx.load(file)
    lighten(model)
    onnx.save(model, file)


if __name__ == "__main__":
    main()
