"""The training passages as parser and rules read them: what the network is told beside the words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import numpy as np
from coder_markup import Act, Passage, Stance, documents_of
from numpy.typing import NDArray

from dragoman.coding.analysis import Analysis, analyse
from dragoman.coding.events import EventReader
from dragoman.coding.features import spread, token_marks
from dragoman.coding.paths import Paths
from dragoman.coding.strict import Wording, strict_type, wording
from dragoman.coding.triggers import Trigger
from dragoman.lexicon.actors import load_actors
from dragoman.lexicon.cues import load_cues
from dragoman.lexicon.network import FloatArray
from dragoman.lexicon.predicates import load_predicates
from dragoman.model import EventType, Evidence, Status
from dragoman.resolve import resolve
from dragoman.resolve.parser import load_parser

Words = TypeVar("Words", Act, Stance)
TRAINING = Path(__file__).resolve().parent.parent / "training"
PASSAGES = TRAINING / "passages"
HELD_OUT = 10
"""One passage in so many, chosen by the hash of its text, is not trained on but measured."""


def is_held_out(passage: Passage) -> bool:
    """Tell whether a passage is kept for measuring."""
    return blake2b(passage.text.encode(), digest_size=4).digest()[0] % HELD_OUT == 0


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A passage as the rules read it.

    Attributes:
        analysis: Its words and their grammar.
        told: The acts that the rules find.
    """

    analysis: Analysis
    told: tuple[tuple[Trigger, Evidence], ...]


def read_by_rules(passages: Sequence[Passage]) -> Iterator[Ruled]:
    """Yield what the rules read in each passage, each as a document of its own."""
    parser, tables = load_parser(), load_actors()
    for document, parse in parser.parse_all(documents_of(passages), batch_size=32):
        analysis = analyse(resolve(document, parse, tables=tables), cues=load_cues(), predicates=load_predicates())
        yield Ruled(analysis=analysis, told=tuple(EventReader(analysis).read()))


def mark(passage: Passage, ruled: Ruled) -> Marked:
    """Return a passage with what the rules say of its words, acts and mentions."""
    analysis = ruled.analysis
    cut = with_heads(passage, analysis)
    return Marked(
        passage=cut,
        starts=np.array([t.start for t in analysis.grammar.tokens]),
        marks=token_marks(analysis, ruled.told, spread(analysis)),
        paths=paths_of(cut, ruled),
        strict=tuple(strict_of(act, analysis) for act in cut.acts),
    )


def mark_all(passages: Sequence[Passage]) -> tuple[Marked, ...]:
    """Return the passages with what the rules say of them."""
    return tuple(mark(p, ruled) for p, ruled in zip(passages, read_by_rules(passages), strict=True))


def paths_of(passage: Passage, ruled: Ruled) -> dict[tuple[int, int], tuple[int, ...]]:
    """Return the features of each marked mention for each marked act and stance, by the first code points of both.

    The rules know a marked mention by the names of those mentions of theirs that share a word with it.
    """
    analysis = ruled.analysis
    heads = {m.start: head for m in passage.mentions if (head := top_of(analysis, m.start, m.end)) is not None}
    names: dict[int, tuple[str | int, ...]] = {}
    for m in passage.mentions:
        shared = [r for r in analysis.resolved.mentions if r.span.start < m.end and m.start < r.span.end]
        if m.start in heads:
            names[heads[m.start]] = tuple(x for r in shared for x in (r.entity_id, r.span.start))
    paths = Paths(analysis, ruled.told, names)
    told: tuple[Act | Stance, ...] = (*passage.acts, *passage.stances)
    acts = {x.start: top for x in told if (top := top_of(analysis, x.start, x.end)) is not None}
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

    def head(mark: Words) -> Words:
        inside = [t for t in g.tokens if mark.start <= t.start < mark.end]
        if not inside:
            return mark
        top = g.token(g.top([t.i for t in inside]))
        nouns = [t for t in inside if t.head == top.i and t.dep in {"dobj", "attr"} and t.pos == "NOUN"]
        if g.lemma(top.i) in light and nouns:
            top = nouns[0]
        return replace(mark, start=top.start, end=top.end)

    return replace(passage, acts=tuple(head(a) for a in passage.acts), stances=tuple(head(s) for s in passage.stances))
