"""Turns training passages into tensors: pieces, labels on the first piece of each word, parties of each act."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from coder_markup import Act, Mention, Passage, Stance, documents_of
from coder_network import STANCE_LABELS, STATUS_LABELS, TYPE_LABELS
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer
from torch import Tensor

from dragoman.coding.analysis import Analysis, analyse
from dragoman.coding.events import EventReader
from dragoman.coding.features import MARKS, RULED, spread, token_marks
from dragoman.coding.paths import RULED as RULED_PATHS
from dragoman.coding.paths import Paths
from dragoman.coding.strict import Wording, strict_type, wording
from dragoman.coding.triggers import Trigger
from dragoman.lexicon.actors import load_actors
from dragoman.lexicon.cues import load_cues
from dragoman.lexicon.network import FloatArray, tokens_of_pieces
from dragoman.lexicon.predicates import load_predicates
from dragoman.model import EventType, Evidence, Status
from dragoman.resolve import resolve
from dragoman.resolve.parser import load_parser

MAX_PIECES = 256
"""Pieces of one window: the longest passage has fewer."""
IGNORED = -100
"""The label of pieces that count for no loss: those that go on a word, and the padding."""
NAME_MASKED = 0.15
"""Share of mentions whose words are hidden in training, so that roles are learnt from grammar and not from names."""
UNTOLD = 0.15
"""Share of passages read in training without the rules' marks, so that the network can also be run alone."""
CROPPED = 0.5
"""Share of passages that are cut to some of their sentences in training: the coder sees windows of any length."""
SENTENCE_END = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"‘'])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A passage, its triggers cut to their head words, with what the rules say of it.

    Attributes:
        passage: The passage.
        starts: First code point of each token.
        marks: By token, as the coder gives them to the network.
        paths: The features of each mention for each act or stance, by the first code points of both.
        strict: The strict type of each act, in their order (`coding.strict`).
    """

    passage: Passage
    starts: NDArray[np.int64]
    marks: FloatArray
    paths: Mapping[tuple[int, int], tuple[int, ...]]
    strict: tuple[EventType | None, ...]


def mark_all(passages: Sequence[Passage]) -> tuple[Marked, ...]:
    """Return the passages as the rules read them, each as a document of its own."""
    parser, tables = load_parser(), load_actors()
    marked = []
    for passage, (document, parse) in zip(
        passages, parser.parse_all(documents_of(passages), batch_size=32), strict=True
    ):
        analysis = analyse(resolve(document, parse, tables=tables), cues=load_cues(), predicates=load_predicates())
        told, mentions = EventReader(analysis).read(), spread(analysis)
        cut = with_heads(passage, analysis)
        marked.append(
            Marked(
                passage=cut,
                starts=np.array([t.start for t in analysis.grammar.tokens]),
                marks=token_marks(analysis, told, mentions),
                paths=paths_of(cut, analysis, told),
                strict=tuple(strict_of(act, analysis) for act in cut.acts),
            )
        )
    return tuple(marked)


def paths_of(
    passage: Passage, analysis: Analysis, told: Sequence[tuple[Trigger, Evidence]]
) -> dict[tuple[int, int], tuple[int, ...]]:
    """Return the features of each marked mention for each marked act and stance, by the first code points of both.

    The rules know a marked mention by the names of those mentions of theirs that share a word with it.
    """
    heads = {m.start: head for m in passage.mentions if (head := top_of(analysis, m.start, m.end)) is not None}
    names: dict[int, tuple[str | int, ...]] = {}
    for m in passage.mentions:
        shared = [r for r in analysis.resolved.mentions if r.span.start < m.end and m.start < r.span.end]
        if m.start in heads:
            names[heads[m.start]] = tuple(x for r in shared for x in (r.entity_id, r.span.start))
    paths = Paths(analysis, told, names)
    acts = {
        x.start: top for x in (*passage.acts, *passage.stances) if (top := top_of(analysis, x.start, x.end)) is not None
    }
    return {
        (a, m): path
        for a, act in acts.items()
        for m, path in zip(heads, paths.of(act, list(heads.values())), strict=True)
    }


def strict_of(act: Act, analysis: Analysis) -> EventType | None:
    """Return the type of a marked act the strict way; None where PLOVER has no event."""
    top = top_of(analysis, act.start, act.end)
    around = Wording() if top is None else wording(analysis.grammar, top)
    is_mutual = len(act.actors) > 1 and not act.recipients
    return strict_type(EventType(act.type), Status(act.status), around=around, is_mutual=is_mutual)


def top_of(analysis: Analysis, start: int, end: int) -> int | None:
    """Return the token between two code points that the others hang on; None where no token begins there."""
    inside = [t.i for t in analysis.grammar.tokens if start <= t.start < end]
    return analysis.grammar.top(inside) if inside else None


def with_heads(passage: Passage, analysis: Analysis) -> Passage:
    """Return the passage with each trigger cut to the word that heads it, and that a rule would take.

    Of "called off" that is the verb, of "made discreet approaches" the noun.
    """
    g = analysis.grammar
    light = analysis.predicates.light_verbs

    def head(mark: Act | Stance) -> Act | Stance:
        inside = [t for t in g.tokens if mark.start <= t.start < mark.end]
        if not inside:
            return mark
        top = g.token(g.top([t.i for t in inside]))
        nouns = [t for t in inside if t.head == top.i and t.dep in {"dobj", "attr"} and t.pos == "NOUN"]
        if g.lemma(top.i) in light and nouns:
            top = nouns[0]
        return replace(mark, start=top.start, end=top.end)

    return replace(passage, acts=tuple(head(a) for a in passage.acts), stances=tuple(head(s) for s in passage.stances))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A passage in pieces; acts and stances as piece indices with the parties as groups of mentions' pieces.

    Attributes:
        marks: What parser and rules say of each piece.
        paths: The features of each (act or stance, mention), each in the order of the marks and of `parties`.
        encoding: The pieces.
        starts: Index of the first piece of each word.
        acts: (pieces of the trigger, act); the same for stances.
        strict: The strict type of each act.
        parties: Pieces of each mention, by id.
    """

    passage: Passage
    marks: FloatArray
    paths: tuple[tuple[tuple[int, ...], ...], ...]
    encoding: Encoding
    starts: tuple[int, ...]
    acts: tuple[tuple[tuple[int, ...], Act], ...]
    strict: tuple[EventType | None, ...]
    stances: tuple[tuple[tuple[int, ...], Stance], ...]
    parties: dict[str, tuple[tuple[int, ...], ...]]


def sample(marked: Marked, tokenizer: Tokenizer, rng: random.Random | None = None) -> Sample:
    """Return a passage in pieces, without marks beyond the longest window; with `rng` it may be cut, as in training."""
    passage, origin = marked.passage, 0
    if rng is not None and rng.random() < CROPPED:
        passage, origin = cropped(passage, rng)
    encoding = tokenizer.encode(passage.text)
    offsets = np.array([start for start, _ in encoding.offsets[:MAX_PIECES]])
    marks = marked.marks[tokens_of_pieces(offsets + origin, marked.starts)]
    marks[[i for i, w in enumerate(encoding.word_ids[:MAX_PIECES]) if w is None]] = 0
    is_told = rng is None or rng.random() >= UNTOLD
    if not is_told:
        marks[:, : RULED + 1] = 0
    words = encoding.word_ids[:MAX_PIECES]
    starts = tuple(i for i, w in enumerate(words) if w is not None and (i == 0 or words[i - 1] != w))

    def pieces(start: int, end: int) -> tuple[int, ...]:
        return tuple(i for i in starts if start <= encoding.offsets[i][0] < end)

    parties: dict[str, tuple[tuple[int, ...], ...]] = {}
    places: dict[str, tuple[int, ...]] = {}
    for m in passage.mentions:
        if found := pieces(m.start, m.end):
            parties[m.id] = (*parties.get(m.id, ()), found)
            places[m.id] = (*places.get(m.id, ()), m.start + origin)
    acts = tuple((p, a) for a in passage.acts if (p := pieces(a.start, a.end)))
    kinds = {(a.start, a.type, a.status): kind for a, kind in zip(marked.passage.acts, marked.strict, strict=True)}
    stances = tuple((p, s) for s in passage.stances if (p := pieces(s.start, s.end)))

    def features(mark: Act | Stance, mention: int) -> tuple[int, ...]:
        held = marked.paths.get((mark.start + origin, mention), ())
        return held if is_told else tuple(k for k in held if k >= len(RULED_PATHS))

    return Sample(
        passage=passage,
        marks=marks,
        paths=tuple(
            tuple(features(mark, place) for row in places.values() for place in row) for _, mark in (*acts, *stances)
        ),
        encoding=encoding,
        starts=starts,
        acts=acts,
        strict=tuple(kinds[a.start + origin, a.type, a.status] for _, a in acts),
        stances=stances,
        parties=parties,
    )


def cropped(passage: Passage, rng: random.Random) -> tuple[Passage, int]:
    """Return one to all sentences in a row of a passage, and where they begin; parties named outside are dropped."""
    bounds = [0, *(m.end() for m in SENTENCE_END.finditer(passage.text)), len(passage.text)]
    first = rng.randrange(len(bounds) - 1)
    last = rng.randrange(first + 1, len(bounds))
    start, end = bounds[first], bounds[last]

    def inside(mark: Mention | Act | Stance) -> bool:
        return start <= mark.start and mark.end <= end

    mentions = tuple(replace(m, start=m.start - start, end=m.end - start) for m in passage.mentions if inside(m))
    known = {m.id for m in mentions}
    acts = tuple(
        replace(
            a,
            start=a.start - start,
            end=a.end - start,
            actors=tuple(x for x in a.actors if x in known),
            recipients=tuple(x for x in a.recipients if x in known),
            speakers=tuple(x for x in a.speakers if x in known),
        )
        for a in passage.acts
        if inside(a)
    )
    stances = tuple(replace(s, start=s.start - start, end=s.end - start) for s in passage.stances if inside(s))
    return replace(passage, text=passage.text[start:end], mentions=mentions, acts=acts, stances=stances), start


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Padded pieces of some samples with their labels [batch, pieces]."""

    samples: tuple[Sample, ...]
    ids: Tensor
    mask: Tensor
    marks: Tensor
    types: Tensor
    stances: Tensor


def batch(samples: Sequence[Sample], *, mask_id: int, rng: random.Random | None = None) -> Batch:
    """Return a batch; with `rng` the words of some mentions are masked, as in training."""
    width = min(MAX_PIECES, max(len(s.encoding.ids) for s in samples))
    ids = torch.zeros(len(samples), width, dtype=torch.long)
    mask = torch.zeros(len(samples), width)
    marks = torch.zeros(len(samples), width, MARKS)
    types = torch.full((len(samples), width), IGNORED)
    stances = torch.full((len(samples), width), IGNORED)
    for row, s in enumerate(samples):
        n = min(width, len(s.encoding.ids))
        ids[row, :n] = torch.tensor(s.encoding.ids[:n])
        mask[row, :n] = 1
        marks[row, :n] = torch.from_numpy(s.marks[:n])
        types[row, list(s.starts)] = 0
        stances[row, list(s.starts)] = 0
        for pieces, act in s.acts:
            types[row, list(pieces)] = TYPE_LABELS.index(act.type)
        for pieces, stance in s.stances:
            stances[row, list(pieces)] = STANCE_LABELS.index(stance.stance)
        if rng is not None:
            for groups in s.parties.values():
                for pieces in groups:
                    if rng.random() < NAME_MASKED:
                        ids[row, list(pieces)] = mask_id
    return Batch(samples=tuple(samples), ids=ids, mask=mask, marks=marks, types=types, stances=stances)


def batches(samples: Sequence[Sample], size: int, rng: random.Random) -> Iterator[list[Sample]]:
    """Yield the samples in random batches of about one length each."""
    order = sorted(samples, key=lambda s: len(s.encoding.ids) + rng.random() * 20)
    chunks = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(chunks)
    yield from chunks


def status_label(act: Act) -> int:
    """Return the index of an act's status label."""
    return STATUS_LABELS.index("back" if act.back else act.status)
