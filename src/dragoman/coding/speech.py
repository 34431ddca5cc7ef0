"""Speech acts by content: 'called it a "calamity"', 'said the deal was a mistake', 'insists that they fired first'.

The verb alone is neutral here; the force lies in what is said (ANNOTATION section 2, rules 2 and 3).
"""

from collections.abc import Iterator, Sequence

from dragoman.coding.analysis import Analysis
from dragoman.coding.triggers import Trigger
from dragoman.lexicon.predicates import Predicate
from dragoman.model import EventType, Evidence, SpeakerKind
from dragoman.model.events import REAL

NAMING = frozenset(
    {
        "call",
        "describe",
        "label",
        "brand",
        "term",
        "dub",
        "consider",
        "regard",
        "view",
        "denounce",
        "characterise",
        "characterize",
        "deem",
        "find",
    }
)
"""Verbs that say of their object what it is."""
STATING = frozenset(
    {"say", "tell", "write", "tweet", "add", "declare", "argue", "state", "insist", "warn", "note", "post"}
)
"""Verbs whose clause may hold the judging word."""
CHARGING = frozenset({"claim", "insist", "allege", "maintain", "contend", "assert", "charge", "complain", "say"})
"""Verbs by which a party to an act blames the other for it."""
BAD_ACTS = frozenset({EventType.ASSAULT, EventType.COERCE})
MAX_PHRASE = 3
"""Longest judging phrase in words."""


class SpeechReader:
    """Finds speech acts whose force lies in their content."""

    def __init__(self, analysis: Analysis) -> None:
        self.g = analysis.grammar
        self.parties = analysis.parties
        self.evaluative = analysis.predicates.evaluative

    def evaluations(self) -> Iterator[Trigger]:
        """Yield judgements as triggers at the judging word: 'called the vote a "sham"'."""
        for t in self.g.tokens:
            if t.pos not in {"VERB", "AUX"}:
                continue
            if t.lemma in NAMING:
                yield from self._named(t.i)
            elif t.lemma in STATING:
                yield from self._stated(t.i)

    def _named(self, verb: int) -> Iterator[Trigger]:
        g = self.g
        objects = g.objects(verb)
        inner = [j for c in g.children(verb, "ccomp", "xcomp") for j in (c, *g.children(c, "attr", "acomp"))]
        judged = [*inner, *g.children(verb, "oprd", "attr", "acomp"), *g.prep_objects(verb, "as")]
        judged += [j for j in objects if len(objects) > 1 and j != objects[0]]
        targets = objects or tuple(k for c in g.children(verb, "ccomp") for k in g.children(c, "nsubj"))
        yield from self._judgements(verb, judged, targets)

    def _stated(self, verb: int) -> Iterator[Trigger]:
        g = self.g
        for clause in g.children(verb, "ccomp"):
            if g.lemma(clause) == "be":
                yield from self._judgements(verb, g.children(clause, "attr", "acomp"), g.children(clause, "nsubj"))

    def _judgements(self, verb: int, judged: Sequence[int], targets: Sequence[int]) -> Iterator[Trigger]:
        if self.g.is_negated(verb):
            return
        speakers = self.parties.all_of(self.g.subjects(verb))
        for j in judged:
            found = self._force(j)
            if found is None or not speakers:
                continue
            word, kind = found
            aimed = tuple(x for x in self.parties.all_of(targets) if x not in speakers)
            yield self._trigger(j, verb, word, kind, (speakers, aimed))
            return

    def _force(self, i: int) -> tuple[str, EventType] | None:
        """Return the judging word or phrase at a token, with the type of act that its use is."""
        g = self.g
        for j in (i, *g.children(i, "amod")):
            for n in range(MAX_PHRASE, 0, -1):
                first = j - n + 1
                if first < 0:
                    continue
                for words in (
                    " ".join(g.lows[first : j + 1]),
                    " ".join(g.lemma(k) for k in range(first, j + 1)),
                ):
                    if words in self.evaluative:
                        return words, self.evaluative[words]
        return None

    def charges(self, told: Sequence[tuple[Trigger, Evidence]]) -> Iterator[Trigger]:
        """Yield accusations made by asserting a hostile act: a party says that the other side did it.

        Args:
            told: The acts found so far; those that rest on a named speaker may be what that speaker charges.
        """
        g = self.g
        seen: set[tuple[int, tuple[str, ...]]] = set()
        for trigger, ev in told:
            if ev.type not in BAD_ACTS or ev.status not in REAL or not ev.actors:
                continue
            if ev.attribution[0].kind is not SpeakerKind.NAMED:
                continue
            verb = next((j for j in g.ancestors(trigger.i) if g.lemma(j) in CHARGING and g.is_verbal(j)), None)
            speaker = ev.attribution[0].speaker
            if verb is None or (verb, ev.actors) in seen or self._same_side(speaker, ev.actors):
                continue
            if g.lemma(verb) == "say" and not self._same_side(speaker, ev.recipients):
                continue
            seen.add((verb, ev.actors))
            yield self._trigger(verb, verb, g.lemma(verb), EventType.ACCUSE, ((speaker,), ev.actors))

    def _same_side(self, speaker: str, others: Sequence[str]) -> bool:
        mine = self.parties.entity(speaker)
        if speaker in others or mine is None:
            return speaker in others
        return any(
            (e := self.parties.entity(x)) is not None and e.code is not None and e.code == mine.code for x in others
        )

    def _trigger(
        self, i: int, verb: int, word: str, kind: EventType, sides: tuple[tuple[str, ...], tuple[str, ...]]
    ) -> Trigger:
        predicate = Predicate(
            words=tuple(word.split()),
            pos="s",
            frame=(),
            type=kind,
            mode=None,
            actor=(),
            recipient=(),
            is_mutual=False,
            yes="",
            no="",
        )
        return Trigger(i=i, predicate=predicate, carrier=verb, actors=sides[0], recipients=sides[1])
