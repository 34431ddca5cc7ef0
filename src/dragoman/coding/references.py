"""Acts that are only pointed at: "it is expected to go ahead", "this was put off"."""

from collections.abc import Iterator, Sequence

from dragoman.coding.analysis import Analysis
from dragoman.coding.triggers import Trigger
from dragoman.lexicon.cues import Operator
from dragoman.model import EventType, Evidence, Status

POINTERS = frozenset({"it", "this", "that", "both"})
GOES_AHEAD = {"go": "ahead", "take": "place", "proceed": "", "happen": "", "materialise": "", "materialize": ""}
"""Verbs by which an act takes place, with the word that must follow."""
PLANNED_ACTS = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE, EventType.MOBILIZE, EventType.AID})
"""Acts that are planned, put off and called off; "it" is taken for the last of them."""
REACH_SENTENCES = 2
"""How far back the act may have been told."""


class ReferenceReader:
    """Finds acts that a pronoun takes up with a status of their own."""

    def __init__(self, analysis: Analysis) -> None:
        self.g = analysis.grammar
        self.cues = analysis.cues

    def find(self, told: Sequence[tuple[Trigger, Evidence]]) -> Iterator[tuple[Trigger, Operator | None, Evidence]]:
        """Yield the verb as a trigger with the parties of the act told before it.

        With it comes the operator that the verb itself is ("was called off"), or None, and the earlier telling.
        """
        for t in self.g.tokens:
            if t.text.lower() not in POINTERS or t.dep not in {"nsubj", "nsubjpass"} or not self.g.is_verbal(t.head):
                continue
            found = self._verb(t.head)
            referent = self._referent(t.i, told) if found else None
            if found is None or referent is None:
                continue
            verb, operator = found
            trigger, earlier = referent
            yield (
                Trigger(
                    i=verb,
                    predicate=trigger.predicate,
                    carrier=verb,
                    actors=earlier.actors,
                    recipients=earlier.recipients,
                ),
                operator,
                earlier,
            )

    def _verb(self, head: int) -> tuple[int, Operator | None] | None:
        """Return the verb by which the act takes place or is called off, at the head or in its infinitive."""
        g = self.g
        infinitives = [k for j in (head, *g.children(head, "acomp", "xcomp")) for k in g.children(j, "xcomp")]
        for verb in (head, *infinitives):
            word = GOES_AHEAD.get(g.lemma(verb))
            after = g.lows[verb + 1 : verb + 3]
            if word is not None and (not word or word in after):
                return verb, None
            if g.is_passive(verb) and (operator := self._off(verb)) is not None:
                return verb, operator
        return None

    def _off(self, verb: int) -> Operator | None:
        particles = {self.g.lemma(j) for j in self.g.children(verb, "prt")}
        for operator in self.cues.operators.get(("v", self.g.lemma(verb)), ()):
            off = operator.effect in {Status.CANCELLED, Status.POSTPONED} and "obj" in operator.links
            if off and set(operator.words[1:]) <= particles:
                return operator
        return None

    def _referent(self, i: int, told: Sequence[tuple[Trigger, Evidence]]) -> tuple[Trigger, Evidence] | None:
        here = self.g.token(i)
        for trigger, ev in reversed(told):
            token = self.g.token(trigger.i)
            if token.i < i and ev.type in PLANNED_ACTS and (ev.actors or ev.recipients):
                return (trigger, ev) if here.sent - token.sent <= REACH_SENTENCES else None
        return None
