"""Types the relation between two marked parties of a sentence, so that the coder can be set beside pair classifiers."""

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.coding.analysis import analyse
from dragoman.coding.encoder import EncoderReader
from dragoman.coding.events import EventReader
from dragoman.lexicon.cues import load_cues
from dragoman.lexicon.network import load_network
from dragoman.lexicon.predicates import load_predicates
from dragoman.model import EventType, Resolved, Span

FAINT = 1e-9
"""Chance of every type where no word speaks for any."""
QUADS = {
    **dict.fromkeys((EventType.AGREE, EventType.CONSULT, EventType.SUPPORT), 1),
    **dict.fromkeys((EventType.COOPERATE, EventType.AID, EventType.CONCEDE, EventType.RETREAT), 2),
    **dict.fromkeys((EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN), 3),
    **dict.fromkeys(
        (EventType.PROTEST, EventType.SANCTION, EventType.MOBILIZE, EventType.COERCE, EventType.ASSAULT), 4
    ),
}
"""Quad class of each type: verbal and material cooperation, verbal and material conflict. Source: PLOVER manual 0.6b,
"Quad classes"; CONCEDE stands with RETREAT, as in Hu et al. 2024 (ACL), whose YIELD joins the two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What an actor does to a recipient.

    Attributes:
        root: PLOVER type, the strict way: what is only intended is AGREE, asked for REQUEST, threatened THREATEN.
        quad: Quad class, 1 to 4.
        score: Share of the chosen type in all that speaks for any type, 0 to 1.
    """

    root: EventType
    quad: int
    score: float


def type_pair(resolved: Resolved, source: Span | None, target: Span | None) -> Relation:
    """Return the likeliest relation of the party at `source` to the party at `target`; there is always one.

    Where one of them is not named (None), or stands too far from the other to be read with it, the likeliest act of
    the text decides.
    """
    analysis = analyse(resolved, cues=load_cues(), predicates=load_predicates())
    encoder = EncoderReader(analysis, load_network(), EventReader(analysis).read())
    chances = encoder.pair(_tokens(resolved, source), _tokens(resolved, target))
    if not chances:
        told = [encoder.chance_of(t.i) for t in resolved.parse.tokens]
        chances = {kind: max((c.get(kind, 0.0) for c in told), default=0.0) + FAINT for kind in EventType}
    best = max(chances, key=lambda kind: chances[kind])
    return Relation(root=best, quad=QUADS[best], score=chances[best] / sum(chances.values()))


def _tokens(resolved: Resolved, span: Span | None) -> Sequence[int]:
    """Return the tokens of which any part lies in the span; none for no span."""
    if span is None:
        return []
    return [t.i for t in resolved.parse.tokens if t.start < span.end and span.start < t.end]
