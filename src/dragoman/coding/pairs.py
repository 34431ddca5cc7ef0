"""Types the relation between two marked parties of a sentence, so that the coder can be set beside pair classifiers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.coding.analysis import analyse
from dragoman.coding.encoder import BACK, EncoderReader
from dragoman.coding.events import EventReader
from dragoman.coding.strict import shares_of, words_of
from dragoman.lexicon.cues import load_cues
from dragoman.lexicon.network import load_network
from dragoman.lexicon.predicates import load_predicates
from dragoman.model import EventType, Resolved, Span, Status

MUTUAL = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE, EventType.ASSAULT})
"""Types whose two sides may both be told as doers (ANNOTATION section 3)."""
FLOOR = 0.02
"""Chance that a role counts for at least: an act that names neither party still speaks for its type, faintly."""
FAINT = 1e-4
"""Weight of a type for which no word speaks; the pair's own chance then decides."""
BELOW = 0.5
"""Weight of an act for every verb above it: what the sentence says before what it only adds (0.2 to 1 tried on the
development half of PLV, macro-F1 .745 without, .755 with)."""
LEAST_ACT = 0.01
"""Chance of naming an act below which a word is not asked."""
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

    Two readings are multiplied: what the network says of the pair itself, and the best act between the two. Where one
    party is not named (None), or stands too far from the other to be read with it, the acts alone decide.
    """
    analysis = analyse(resolved, cues=load_cues(), predicates=load_predicates())
    encoder = EncoderReader(analysis, load_network(), EventReader(analysis).read(), with_pairs=True)
    actors, recipients = _tokens(resolved, source), _tokens(resolved, target)
    acts = _acts_between(encoder, resolved, actors, recipients)
    pairs = encoder.pair(actors, recipients)
    strength = {kind: pairs.get(kind, 1.0) * (acts[kind] + FAINT) for kind in EventType}
    best = max(strength, key=lambda kind: strength[kind])
    return Relation(root=best, quad=QUADS[best], score=strength[best] / sum(strength.values()))


def _acts_between(
    encoder: EncoderReader, resolved: Resolved, actors: Sequence[int], recipients: Sequence[int]
) -> dict[EventType, float]:
    """Return how much the words speak for each type: the best word's chance, as far as the parties have its roles."""
    found, grammar = dict.fromkeys(EventType, 0.0), encoder.a.grammar
    for t in resolved.parse.tokens:
        chances = encoder.chance_of(t.i)
        if t.i in actors or t.i in recipients or sum(chances.values()) < LEAST_ACT:
            continue
        statuses, words = _statuses(encoder.status_of(t.i)), words_of(grammar, t.i)
        weight = BELOW ** sum(grammar.is_verbal(j) for j in grammar.ancestors(t.i))
        for kind, chance in chances.items():
            doer = encoder.role("actor", t.i, kind, actors)
            aimed = encoder.role("recipient", t.i, kind, recipients)
            mutual = encoder.role("actor", t.i, kind, recipients) if kind in MUTUAL else 0.0
            sides = weight * max(FLOOR, doer) * max(FLOOR, aimed, mutual)
            for strict, share in shares_of(kind, statuses, words=words, mutual=mutual).items():
                found[strict] = max(found[strict], chance * share * sides)
    return found


def _statuses(chances: Mapping[str, float]) -> dict[Status, float]:
    """Return the chance of each status; words that take up an act told before count as telling it."""
    found = {Status(label): chance for label, chance in chances.items() if label != BACK}
    found[Status.HAPPENED] += chances[BACK]
    return found


def _tokens(resolved: Resolved, span: Span | None) -> Sequence[int]:
    """Return the tokens of which any part lies in the span; none for no span."""
    if span is None:
        return []
    return [t.i for t in resolved.parse.tokens if t.start < span.end and span.start < t.end]
