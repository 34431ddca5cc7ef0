"""Acts that are only pointed at: "it is expected to go ahead", "this was put off"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dragoman.coding.analysis import Analysis
from dragoman.coding.triggers import Trigger
from dragoman.lexicon.cues import Operator
from dragoman.model import EventType, Evidence, Interval
from dragoman.model.events import CALLED_OFF, PROSPECTIVE

POINTERS = frozenset({"it", "this", "that", "both"})
GOES_AHEAD = {"go": "ahead", "take": "place", "proceed": "", "happen": "", "materialise": "", "materialize": ""}
"""Verbs by which an act takes place, with the word that must follow."""
PLANNED_ACTS = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE, EventType.MOBILIZE, EventType.AID})
"""Acts that are planned, put off and called off; "it" is taken for the last of them."""
REACH_SENTENCES = 2
"""How far back the act may have been told."""


class ReferenceReader:
    """Finds acts that a pronoun takes up with a status of their own, and what else is said of an act told already."""

    def __init__(self, analysis: Analysis) -> None:
        self.g = analysis.grammar
        self.cues = analysis.cues
        self.dates = [d for d in analysis.resolved.dates if d.span is not None]

    def folded(self, told: Sequence[tuple[Trigger, Evidence]]) -> tuple[tuple[Trigger, Evidence], ...]:
        """Return the acts; those that only say more of the act that a noun tells are mentions: "talks it will host"."""
        known = {trigger.i: ev for trigger, ev in told}
        return tuple((trigger, self._as_mention(trigger.i, ev, known)) for trigger, ev in told)

    def _as_mention(self, i: int, ev: Evidence, known: Mapping[int, Evidence]) -> Evidence:
        act = self._named_anew(i, ev, known)
        if act is not None:
            told = replace(ev, actors=act.actors, recipients=act.recipients, status=act.status, status_cue=None)
            return replace(told, is_mention_only=True)
        parties = {*ev.actors, *ev.recipients}
        for act in (known[j] for j in self._nouns_of(i) if j in known):
            if act.type is ev.type and {*act.actors, *act.recipients} >= parties:
                return replace(ev, status=act.status, status_cue=None, is_mention_only=True)
        return ev

    def _named_anew(self, i: int, ev: Evidence, known: Mapping[int, Evidence]) -> Evidence | None:
        """Return the act before it in the sentence that a noun names once more: "in what would be the first trip"."""
        g, verb = self.g, self.g.token(i).head
        is_named = g.token(i).dep == "attr" and g.token(verb).dep == "pcomp"
        if not is_named or not any(g.low(j) == "what" for j in g.children(verb, "nsubj")):
            return None
        before = (j for j in sorted(known, reverse=True) if j < i and g.token(j).sent == g.token(i).sent)
        return next((known[j] for j in before if known[j].type is ev.type), None)

    def _nouns_of(self, i: int) -> tuple[int, ...]:
        """Return the nouns that a relative clause may say to be held or to open; or what "takes place"."""
        g = self.g
        chain = [g.token(i).head if g.lemma(i) == "place" else i]
        while g.token(chain[-1]).dep == "xcomp":
            chain.append(g.token(chain[-1]).head)
        if g.token(chain[-1]).dep != "relcl":
            return g.children(chain[0], "nsubj")[:1] if g.lemma(i) == "place" else ()
        if any(g.antecedent(j) == j for j in g.children(i, "dobj")) or any(self._sets_scene(verb) for verb in chain):
            return ()  # another act: "a conference which sent envoys", "the accord in which Chad promised"
        noun = g.token(chain[-1]).head
        above = g.ancestors(noun)[1:2] if g.token(noun).dep == "pobj" else ()
        return (noun, *(j for j in above if not g.is_verbal(j)))  # "talks with Chad, which it was to host"

    def _sets_scene(self, verb: int) -> bool:
        """Tell whether a relative clause takes its noun for a time or place: "in which", "when"."""
        g = self.g
        return any(g.token(j).tag == "WRB" for j in g.children(verb, "advmod")) or any(
            g.token(j).tag in {"WDT", "WP"} for p in g.children(verb, "prep") for j in g.children(p, "pobj")
        )

    def _date(self, i: int) -> Interval | None:
        """Return the days that a word names, or None."""
        at = self.g.token(i).start
        return next((d for d in self.dates if d.span is not None and d.span.start <= at < d.span.end), None)

    def find(self, told: Sequence[tuple[Trigger, Evidence]]) -> Iterator[tuple[Trigger, Operator | None, Evidence]]:
        """Yield the verb as a trigger with the parties of the act told before it.

        With it comes the operator that the verb itself is ("was called off"), or None, and the earlier telling.
        """
        for t in self.g.tokens:
            is_pointer = t.text.lower() in POINTERS and t.tag != "WDT" and t.dep in {"nsubj", "nsubjpass"}
            if not is_pointer or not self.g.is_verbal(t.head):
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
            if g.is_passive(verb) and (operator := self._operator(verb)) is not None:
                return verb, operator
        return None

    def _operator(self, verb: int) -> Operator | None:
        """Return what a passive verb makes of the act: called off, or set for a time that it names."""
        is_dated = any(self._date(j) is not None for j in self.g.prep_objects(verb, "for", "in", "on", "at"))
        effects = CALLED_OFF | PROSPECTIVE if is_dated else CALLED_OFF
        for operator in self.cues.operators.get(("v", self.g.lemma(verb)), ()):
            acts = operator.effect in effects and "obj" in operator.links
            if acts and self.g.has_particles(verb, operator.words[1:]):
                return operator
        return None

    def _referent(self, i: int, told: Sequence[tuple[Trigger, Evidence]]) -> tuple[Trigger, Evidence] | None:
        here = self.g.token(i)
        for trigger, ev in reversed(told):
            token = self.g.token(trigger.i)
            if token.i < i and ev.type in PLANNED_ACTS and (ev.actors or ev.recipients):
                return (trigger, ev) if here.sent - token.sent <= REACH_SENTENCES else None
        return None
