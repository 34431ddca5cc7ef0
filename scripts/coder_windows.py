"""Turns passages and whole articles into word pieces, and cuts windows of a few sentences out of them."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from coder_labels import STANCE_LABELS, STATUS_LABELS, TYPE_LABELS
from coder_markup import TYPES, Act, Stance
from coder_passages import Marked
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dragoman.coding.features import RULED
from dragoman.coding.paths import PATHS
from dragoman.coding.paths import RULED as RULED_PATHS
from dragoman.lexicon.network import tokens_of_pieces
from dragoman.model import EventType

BEGIN, END, HIDDEN = 101, 102, 103
"""The pieces of MiniLM's vocabulary that open and close a text, and that hide a word."""
MAX_PIECES = 254
"""Pieces of one window, without those at its ends: the longest passage has fewer."""
IGNORED = -100
"""The label of pieces that count for no loss: those that go on a word, and the padding."""
NAME_MASKED = 0.15
"""Share of mentions whose words are hidden in training, so that roles are learnt from grammar and not from names."""
UNTOLD = 0.15
"""Share of windows read in training without the rules' marks, so that the network can also be run alone."""
CROPPED = 0.5
"""Share of passages that are cut to some of their sentences in training: the coder sees windows of any length."""
RUNS = (60, 120, 180, 240)
"""Pieces that a run of an article's sentences may have in training, one of these by chance."""
READ_RUN = 140
"""The same where a text is read from end to end: about what the coder's own windows have."""
SENTENCE_END = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"‘'])")
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An act or a stance with what it is trained towards.

    Attributes:
        pieces: First pieces of its words.
        type: Its place in TYPE_LABELS; 0 for a stance.
        status: Its place in STATUS_LABELS; IGNORED for a stance.
        stance: Its place in STANCE_LABELS; 0 for an act.
        strict: The place of its strict type in TYPES (`coding.strict`); None where PLOVER has no event.
        roles: The entities in each of ROLES; None for a role that it has not.
    """

    pieces: tuple[int, ...]
    type: int
    status: int
    stance: int
    strict: int | None
    roles: tuple[tuple[int, ...] | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A text in pieces, as long as it is.

    Attributes:
        source: Where it stands.
        ids: [piece] places in MiniLM's vocabulary.
        spans: [piece, 2] first code point of each piece, and the one behind it.
        is_first: [piece] whether it begins a word.
        marks: [piece, MARKS] what parser and rules say.
        sentences: The piece at which each sentence begins, and behind them the number of pieces.
        mentions: The entity of each mention, as a number, and the first pieces of its words.
        labelled: The acts, then the stances.
        paths: [act or stance, mention, PATHS] whether the feature holds.
    """

    source: str
    ids: IntArray
    spans: IntArray
    is_first: BoolArray
    marks: BoolArray
    sentences: tuple[int, ...]
    mentions: tuple[tuple[int, tuple[int, ...]], ...]
    labelled: tuple[Labelled, ...]
    paths: BoolArray

    @property
    def is_long(self) -> bool:
        """Whether it is longer than a window."""
        return len(self.ids) > MAX_PIECES


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Some sentences of a sample between the two pieces at the ends; what it holds is counted from its own first piece.

    Attributes:
        origin: Piece of the sample that comes second here, behind the one that opens the window.
        ids: As read, words of some mentions hidden.
        unmasked: The same with nothing hidden.
        entities: How many entities have a mention here; the others' roles are left out.
    """

    origin: int
    ids: IntArray
    unmasked: IntArray
    is_first: BoolArray
    marks: BoolArray
    entities: int
    mentions: tuple[tuple[int, tuple[int, ...]], ...]
    labelled: tuple[Labelled, ...]
    paths: BoolArray


def sample(marked: Marked, tokenizer: Tokenizer) -> Sample:
    """Return a passage or an article in pieces; acts, stances and mentions that no piece begins in are left out."""
    passage = marked.passage
    encoding = tokenizer.encode(passage.text, add_special_tokens=False)
    spans = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    words = encoding.word_ids
    is_first = np.array([k == 0 or words[k - 1] != word for k, word in enumerate(words)], dtype=np.bool_)
    firsts = np.flatnonzero(is_first)

    def pieces(start: int, end: int) -> tuple[int, ...]:
        inside = (spans[firsts, 0] >= start) & (spans[firsts, 0] < end)
        return tuple(firsts[inside].tolist())

    names = sorted({m.id for m in passage.mentions})
    mentions = [(m.start, names.index(m.id), found) for m in passage.mentions if (found := pieces(m.start, m.end))]
    told = [(a.start, of_act(a, found, kind, names)) for a, kind in zip(passage.acts, marked.strict, strict=True)
            if (found := pieces(a.start, a.end))]  # fmt: skip
    told += [(s.start, of_stance(s, found, names)) for s in passage.stances if (found := pieces(s.start, s.end))]
    paths = np.zeros((len(told), len(mentions), len(PATHS)), dtype=np.bool_)
    for row, (act, _) in enumerate(told):
        for column, (mention, _, _) in enumerate(mentions):
            paths[row, column, list(marked.paths.get((act, mention), ()))] = True
    bounds = [0, *(m.end() for m in SENTENCE_END.finditer(passage.text))]
    return Sample(
        source=passage.source,
        ids=np.array(encoding.ids, dtype=np.int64),
        spans=spans,
        is_first=is_first,
        marks=marked.marks[tokens_of_pieces(spans[:, 0], marked.starts)] > 0,
        sentences=(*np.searchsorted(spans[:, 0], bounds).tolist(), len(spans)),
        mentions=tuple((entity, found) for _, entity, found in mentions),
        labelled=tuple(x for _, x in told),
        paths=paths,
    )


def of_act(act: Act, pieces: tuple[int, ...], strict: EventType | None, names: list[str]) -> Labelled:
    """Return an act with its labels; `names` are the ids of the passage's entities in their order."""
    sides = (tuple(names.index(x) for x in side) for side in (act.actors, act.recipients, act.speakers))
    return Labelled(
        pieces=pieces,
        type=TYPE_LABELS.index(act.type),
        status=STATUS_LABELS.index("back" if act.back else act.status),
        stance=0,
        strict=TYPES.index(strict) if strict else None,
        roles=(*sides, None, None),
    )


def of_stance(stance: Stance, pieces: tuple[int, ...], names: list[str]) -> Labelled:
    """Return a stance with its labels."""
    return Labelled(
        pieces=pieces,
        type=0,
        status=IGNORED,
        stance=STANCE_LABELS.index(stance.stance),
        strict=None,
        roles=(None, None, None, (names.index(stance.holder),), (names.index(stance.object),)),
    )


def cut(whole: Sample, first: int, last: int, *, is_told: bool = True) -> Window:
    """Return the sentences from first to last (exclusive), at most MAX_PIECES; without `is_told` the rules are silent.

    Acts and mentions that are not wholly inside are left out, and so are parties that are named only outside.
    """
    start = whole.sentences[first]
    end = min(whole.sentences[last], start + MAX_PIECES)
    ids = np.array([BEGIN, *whole.ids[start:end], END], dtype=np.int64)
    is_first = np.zeros(len(ids), dtype=np.bool_)
    is_first[1:-1] = whole.is_first[start:end]
    marks = np.zeros((len(ids), whole.marks.shape[1]), dtype=np.bool_)
    marks[1:-1] = whole.marks[start:end]
    here = [k for k, (_, pieces) in enumerate(whole.mentions) if start <= pieces[0] and pieces[-1] < end]
    entities = {entity: k for k, entity in enumerate(sorted({whole.mentions[k][0] for k in here}))}
    told = [k for k, x in enumerate(whole.labelled) if start <= x.pieces[0] and x.pieces[-1] < end]
    paths = whole.paths[told][:, here]
    if not is_told:
        marks[:, : RULED + 1] = False
        paths[:, :, : len(RULED_PATHS)] = False

    def moved(pieces: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(k - start + 1 for k in pieces)

    def kept(side: tuple[int, ...] | None) -> tuple[int, ...] | None:
        return None if side is None else tuple(entities[x] for x in side if x in entities)

    return Window(
        origin=start,
        ids=ids,
        unmasked=ids,
        is_first=is_first,
        marks=marks,
        entities=len(entities),
        mentions=tuple((entities[entity], moved(pieces)) for entity, pieces in (whole.mentions[k] for k in here)),
        labelled=tuple(
            replace(x, pieces=moved(x.pieces), roles=tuple(kept(side) for side in x.roles))
            for x in (whole.labelled[k] for k in told)
        ),
        paths=paths,
    )


def whole(text: Sample) -> Window:
    """Return a passage as one window; what goes beyond MAX_PIECES is cut off."""
    return cut(text, 0, len(text.sentences) - 1)


def read_through(text: Sample) -> Iterator[Window]:
    """Yield a text from its beginning to its end in runs of whole sentences."""
    ends = text.sentences
    first = 0
    for last in range(1, len(ends)):
        if last > first + 1 and ends[last] - ends[first] > READ_RUN:
            yield cut(text, first, last - 1)
            first = last - 1
    yield cut(text, first, len(ends) - 1)


def draw(text: Sample, rng: random.Random) -> Window:
    """Return a window as it is trained on: sentences, words and rules are left out by chance."""
    n = len(text.sentences) - 1
    is_told = rng.random() >= UNTOLD
    first, last = 0, n
    if text.is_long:
        first, most = rng.randrange(n), rng.choice(RUNS)
        last = first + 1
        while last < n and text.sentences[last + 1] - text.sentences[first] <= most:
            last += 1
    elif rng.random() < CROPPED:
        first = rng.randrange(n)
        last = rng.randrange(first + 1, n + 1)
    window = cut(text, first, last, is_told=is_told)
    ids = window.ids.copy()
    for _, pieces in window.mentions:
        if rng.random() < NAME_MASKED:
            ids[list(pieces)] = HIDDEN
    return replace(window, ids=ids)
