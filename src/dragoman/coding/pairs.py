"""Types the relation between two marked parties of a sentence, so that the coder can be set beside pair classifiers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.coding.analysis import analyse
from dragoman.coding.encoder import BACK, EncoderReader
from dragoman.coding.events import EventReader
from dragoman.coding.grammar import Grammar
from dragoman.coding.strict import governor, phrase, shares_of, wording
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
PAIR = 0.4
"""Power to which the network's own chance of a pair counts beside the acts' (0.25 to 2 tried on the development half of
PLV: macro-F1 of roots .798, .790 at 1)."""
TOLD = 0.6
"""Weight of an act that the codebook names by verb and object, beside the pair's own chance (0.1 to 2 tried on the
development half of PLV: within .006 of macro-F1)."""
CONTACT = frozenset({"call", "phone", "telephone", "ring", "contact", "write", "visit", "meet"})
"""Verbs whose infinitive says what was done: who calls somebody to thank her has thanked her."""
DENIABLE = frozenset({Status.HAPPENED, Status.ONGOING, Status.PLANNED, Status.EXPECTED, Status.POSSIBLE})
"""Statuses that a "not" turns into the refusal of the act."""
LEAST_ACT = 0.01
"""Chance of naming an act below which a word is not asked."""
LEAST_TYPE = 0.003
"""The same for each type of a word: what is below could not outweigh FAINT, and asking takes time."""
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

    Two readings are multiplied: what the network says of the pair itself, and the best act between the two. An act
    that the codebook names by verb and object counts once more, by itself. Where one party is not named (None), or
    stands too far from the other to be read with it, the acts alone decide.
    """
    analysis = analyse(resolved, cues=load_cues(), predicates=load_predicates())
    encoder = EncoderReader(analysis, load_network(), EventReader(analysis).read(), with_pairs=True)
    question = _Question(encoder, _tokens(resolved, source), _tokens(resolved, target))
    acts, told = question.acts()
    pairs = encoder.pair(question.actors, question.recipients)
    strength = {kind: pairs.get(kind, 1.0) ** PAIR * (acts[kind] + FAINT) + TOLD * told[kind] for kind in EventType}
    best = max(strength, key=lambda kind: strength[kind])
    return Relation(root=best, quad=QUADS[best], score=strength[best] / sum(strength.values()))


class _Question:
    """What the words of a text say of two of its parties."""

    def __init__(self, encoder: EncoderReader, actors: Sequence[int], recipients: Sequence[int]) -> None:
        self.encoder = encoder
        self.grammar = encoder.a.grammar
        self.actors, self.recipients = actors, recipients
        self.ends = _ends(self.grammar, recipients)

    def acts(self) -> tuple[dict[EventType, float], dict[EventType, float]]:
        """Return how much the words speak for each type, and how much of it the codebook names by verb and object.

        A type has the chance of its best word, as far as the parties have the roles of an act there.
        """
        best, told = dict.fromkeys(EventType, 0.0), dict.fromkeys(EventType, 0.0)
        for t in self.grammar.tokens:
            if t.i in self.actors or t.i in self.recipients:
                continue
            named = dict.fromkeys(EventType, 0.0)
            for strict, strength, is_told in self._readings(t.i):
                best[strict] = max(best[strict], strength)
                named[strict] += strength * is_told
            told = {kind: max(told[kind], named[kind]) for kind in EventType}
        return best, told

    def _readings(self, i: int) -> Iterator[tuple[EventType, float, bool]]:
        """Yield what a word may tell: strict type, strength, and whether the codebook names the act."""
        chances = self.encoder.chance_of(i)
        if sum(chances.values()) < LEAST_ACT:
            return
        above = sum(self.grammar.is_verbal(j) for j in self.grammar.ancestors(i))
        if i in self.ends:
            above = max(0, above - 1)
        elif i in self.ends.values():
            chances, above = {EventType.CONSULT: sum(chances.values())}, above + 1
        around = wording(self.grammar, i)
        statuses = self._statuses(i)
        for kind, chance in chances.items():
            if chance < LEAST_TYPE:
                continue
            doer, aimed, mutual = self._roles(i, kind)
            sides = BELOW**above * max(FLOOR, doer) * max(FLOOR, aimed, mutual)
            row = phrase(kind, around)
            for strict, share in shares_of(kind, statuses, around=around, mutual=mutual).items():
                yield strict, chance * share * sides, row is not None and row.tells

    def _roles(self, i: int, kind: EventType) -> tuple[float, float, float]:
        """Return the chances that the actor does the act, that it is aimed at the recipient, that he does it, too."""
        doer = self.encoder.role("actor", i, kind, self.actors)
        aimed = self.encoder.role("recipient", i, kind, self.recipients)
        mutual = self.encoder.role("actor", i, kind, self.recipients) if kind in MUTUAL else 0.0
        if i in self.ends:
            doer = max(doer, self.encoder.role("actor", self.ends[i], EventType.CONSULT, self.actors))
            aimed = max(aimed, self.encoder.role("recipient", self.ends[i], EventType.CONSULT, self.recipients))
        return doer, aimed, mutual

    def _statuses(self, i: int) -> dict[Status, float]:
        """Return the chance of each status of an act; words that take up an act told before count as telling it.

        With a "not" the act is denied. To what end somebody is called has been done with the call.
        """
        found = self.encoder.status_of(i)
        chances = {Status(label): chance for label, chance in found.items() if label != BACK}
        chances[Status.HAPPENED] += found[BACK]
        if self._is_negated(i):
            chances[Status.DENIED] += sum(chances.pop(status) for status in sorted(DENIABLE))
        elif i in self.ends:
            chances[Status.HAPPENED] += chances.pop(Status.DEMANDED)
        return chances

    def _is_negated(self, i: int) -> bool:
        """Tell whether the act, or the verb whose object it is, has a negation of its own."""
        places = (i, governor(self.grammar, i))
        return any(j is not None and self.grammar.is_negated(j) for j in places)


def _ends(grammar: Grammar, recipients: Sequence[int]) -> dict[int, int]:
    """Return for each word that tells to what end the recipient was called or met the verb of calling or meeting.

    "called Scott to offer his support": for "offer" and "support" the place of "called".
    """
    verbs = {grammar.token(i).head for i in recipients} - set(recipients)
    found: dict[int, int] = {}
    for verb in sorted(j for j in verbs if grammar.is_verbal(j) and grammar.lemma(j) in CONTACT):
        for end in grammar.children(verb, "xcomp", "advcl"):
            if end > verb and any(grammar.lemma(j) == "to" for j in grammar.children(end, "aux")):
                objects = grammar.children(end, "dobj", "conj")
                found |= dict.fromkeys(
                    (end, *objects, *(k for j in objects for k in grammar.children(j, "conj"))), verb
                )
    return found


def _tokens(resolved: Resolved, span: Span | None) -> Sequence[int]:
    """Return the tokens of which any part lies in the span; none for no span."""
    if span is None:
        return []
    return [t.i for t in resolved.parse.tokens if t.start < span.end and span.start < t.end]
