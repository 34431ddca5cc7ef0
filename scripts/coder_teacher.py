"""Plain text as the teachers read it: which words they take for acts, at which the student is taught.

Nobody has marked these texts. The mentions are those that `resolve` finds, the marks those of the rules, and the acts
the words that the teachers find likelier to be one than not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from coder_batches import batch
from coder_labels import TYPE_LABELS
from coder_losses import chances
from coder_markup import Act, Mention, Passage, blocks
from coder_network import CoderNetwork
from coder_passages import mark, read_by_rules
from coder_windows import Sample, Window, read_through, sample
from tokenizers import Tokenizer

from dragoman.model import Mention as Found

READ_TOGETHER = 128
"""Texts that are held in memory with their parse."""
BATCH = 32
AN_ACT = 0.5
"""Chance of naming an act from which a word counts as one."""


def read_plain(files: Sequence[Path]) -> list[Passage]:
    """Return the blocks of files of plain text as passages in which nothing is marked."""
    return [
        Passage(source=source, text=text, mentions=(), acts=(), stances=()) for f in files for text, source in blocks(f)
    ]


def believed(passages: Sequence[Passage], teachers: Sequence[CoderNetwork], tokenizer: Tokenizer) -> Iterator[Sample]:
    """Yield plain passages in pieces, with the mentions of `resolve` and the acts that the teachers believe in.

    Their statuses and parties are left open: the student learns them from the teachers' chances alone.
    """
    for i in range(0, len(passages), READ_TOGETHER):
        some = passages[i : i + READ_TOGETHER]
        ruled = list(read_by_rules(some))
        named = [replace(p, mentions=_mentions(r.analysis.resolved.mentions)) for p, r in zip(some, ruled, strict=True)]
        read = [sample(mark(p, r), tokenizer) for p, r in zip(named, ruled, strict=True)]
        for p, r, acts in zip(named, ruled, acts_in(read, teachers), strict=True):
            yield sample(mark(replace(p, acts=acts), r), tokenizer)


def acts_in(texts: Sequence[Sample], teachers: Sequence[CoderNetwork]) -> list[tuple[Act, ...]]:
    """Return for each text the words that the teachers find likelier to name an act than not, by its likeliest type."""
    windows = [(k, window) for k, text in enumerate(texts) for window in read_through(text)]
    found: list[list[Act]] = [[] for _ in texts]
    for i in range(0, len(windows), BATCH):
        some = windows[i : i + BATCH]
        types = _types([window for _, window in some], teachers)
        for (k, window), rows in zip(some, types, strict=True):
            found[k] += _acts(texts[k], window, rows)
    return [tuple(acts) for acts in found]


@torch.no_grad()
def _types(windows: Sequence[Window], teachers: Sequence[CoderNetwork]) -> torch.Tensor:
    device = next(teachers[0].parameters()).device.type
    held = batch(windows).to(device)
    return chances([teacher.eval().read(held) for teacher in teachers]).types.cpu()


def _acts(text: Sample, window: Window, types: torch.Tensor) -> Iterator[Act]:
    firsts = [k for k in range(len(window.ids)) if window.is_first[k]]
    for k, following in zip(firsts, [*firsts[1:], len(window.ids) - 1], strict=True):
        if 1 - types[k, 0] > AN_ACT:
            first, last = (window.origin + j - 1 for j in (k, following - 1))
            kind = TYPE_LABELS[int(types[k, 1:].argmax()) + 1]
            yield _act(int(text.spans[first, 0]), int(text.spans[last, 1]), kind)


def _act(start: int, end: int, kind: str) -> Act:
    return Act(
        start=start, end=end, type=kind, actors=(), recipients=(), status="happened", speakers=(), back=False
    )  # fmt: skip


def _mentions(found: Sequence[Found]) -> tuple[Mention, ...]:
    return tuple(Mention(start=m.span.start, end=m.span.end, id=m.entity_id, kind="") for m in found)
