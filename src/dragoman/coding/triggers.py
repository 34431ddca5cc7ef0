"""Which words name an act, and who its parties are by the frame of the predicate."""

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.coding.analysis import Analysis
from dragoman.coding.slots import Slots
from dragoman.lexicon.predicates import Condition, Predicate
from dragoman.model import EventType

ORDERING = frozenset({"must", "should", "ought", "shall"})
"""Auxiliaries of what is to be."""
MATERIAL = frozenset({EventType.ASSAULT, EventType.AID})
"""Acts that need no named other side to be acts of an actor."""
HABITUAL = frozenset({"usually", "often", "typically", "normally", "generally", "regularly", "traditionally"})
"""Adverbs under which a sentence tells a habit and no event (ANNOTATION section 2, rule 5)."""
LASTING = frozenset({"long", "always", "still", "ever"})
"""Adverbs under which an attitude is told as lasting."""
SPEECH_NOUNS = frozenset({EventType.REQUEST, EventType.AGREE, EventType.REJECT, EventType.THREATEN, EventType.ACCUSE})
"""Types whose nouns are no second event when a verb's frame has taken them in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word that names an act, with the parties its frame found.

    Attributes:
        i: Token of the trigger.
        predicate: The row of the lexicon.
        carrier: The verb that carries a noun's tense and place: its light or occurrence verb; else the token itself.
        actors: Entity ids.
        recipients: Entity ids.
    """

    i: int
    predicate: Predicate
    carrier: int
    actors: tuple[str, ...]
    recipients: tuple[str, ...]


class TriggerFinder:
    """Finds the triggers of one document."""

    def __init__(self, analysis: Analysis) -> None:
        self.g = analysis.grammar
        self.parties = analysis.parties
        self.tables = analysis.predicates
        self.slots = Slots(analysis)

    def find(self) -> Iterator[Trigger]:
        """Yield the triggers in text order; those without any party only where they point back to one."""
        consumed: set[int] = set()
        for t in self.g.tokens:
            if t.pos == "VERB":
                consumed.update(self._consumed(t.i))
        for t in self.g.tokens:
            pos = {"VERB": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a"}.get(t.pos)
            if pos is None or (pos == "v" and t.dep == "amod"):
                continue  # "the UN-backed government": a bare modifier tells no event
            if pos == "n" and (self.parties.mention_at(t.i) is not None or self._is_part_of_a_name(t.i)):
                continue
            if self.is_habit(t.i):
                continue
            trigger = self._at(t.i, pos)
            if trigger is not None and not (t.i in consumed and trigger.predicate.type in SPEECH_NOUNS):
                yield trigger

    def _is_part_of_a_name(self, i: int) -> bool:
        """Tell whether a noun is the head of a proper name: "the Lisbon Accord" is no new accord."""
        t = self.g.token(i)
        first = i == self.g.parse.sentences[t.sent][0]
        return t.tag in {"NNP", "NNPS"} and t.text[:1].isupper() and not t.text.isupper() and not first

    def is_habit(self, i: int) -> bool:
        """Tell whether the clause tells what is usual, where somebody stands, or only invites ("let's")."""
        if self._is_standing(i):
            return True
        clause = self.g.clause(i)
        if any(self.g.lemma(j) in HABITUAL for j in self.g.children(clause, "advmod")):
            return True
        return i + 1 < len(self.g.tokens) and self.g.low(i + 1) in {"'s", "’s"} and self.g.is_verbal(i)

    def _is_standing(self, i: int) -> bool:
        """Tell whether a verb tells an attitude that lasts and nothing that was done: "opposes", "has long opposed".

        Of 42 such in our annotated texts two are acts, of 33 in the past tense or under "will" 14.
        """
        if self.g.lemma(i) not in self.tables.classes["ATTITUDES"]:
            return False
        is_present = self.g.token(i).tag in {"VBZ", "VBP"}
        return is_present or any(self.g.lemma(j) in LASTING for j in self.g.children(i, "advmod"))

    def is_consumed(self, i: int) -> bool:
        """Tell whether a noun is part of the frame of the verb that it hangs on."""
        above = self.g.token(i).head
        return self.g.is_verbal(above) and i in self._consumed(above)

    def _consumed(self, i: int) -> tuple[int, ...]:
        """Return the objects that are part of a verb's own frame: the demand in "dropped its demand"."""
        for predicate in self.tables.by_head.get(("v", self.g.lemma(i)), ()):
            if any(c.key == "obj" and (c.words or c.classname) for c in predicate.frame) and self._fits(i, predicate):
                return self.g.objects(i)
        return ()

    def _fits(self, i: int, predicate: Predicate) -> bool:
        return self._has_words(i, predicate) and all(self._holds(i, c) for c in predicate.frame)

    def _at(self, i: int, pos: str) -> Trigger | None:
        for predicate in self.tables.by_head.get((pos, self.g.lemma(i)), ()):
            if self._fits(i, predicate):
                return self._trigger(i, predicate)
        if pos == "n":
            return self._back_reference(i)
        return self._relaxed(i) if pos == "v" else None

    def _relaxed(self, i: int) -> Trigger | None:
        """Return a verb whose object is of no class that its rows know, where all its rows name the same type anyway.

        "hit a hotel", "lent two jets": the doer must be an actor; an act aimed at somebody needs the other side too.
        """
        rows = [p for p in self.tables.by_head.get(("v", self.g.lemma(i)), ()) if self._has_words(i, p)]
        objects = self.g.objects(i)
        if (
            self.g.lemma(i) in self.tables.classes["VAGUE"]
            or len({p.type for p in rows}) != 1
            or not objects
            or any(self.g.is_verbal(j) for j in objects)
        ):
            return None
        for predicate in rows:
            rest = [c for c in predicate.frame if c.key != "obj"]
            if len(rest) == len(predicate.frame) or not all(self._holds(i, c) for c in rest):
                continue
            trigger = self._trigger(i, predicate)
            if trigger is not None and trigger.actors and (trigger.recipients or predicate.type in MATERIAL):
                return trigger
        return None

    def _back_reference(self, i: int) -> Trigger | None:
        """Return a noun that takes up an act told before, without complements of its own: "his trip"."""
        if not self._points_back(i):
            return None
        for predicate in self.tables.by_head.get(("n", self.g.lemma(i)), ()):
            takes_prep = all(c.key in {"prep", "of"} for c in predicate.frame)
            if predicate.type is EventType.CONSULT and takes_prep and self._has_words(i, predicate):
                return self._trigger(i, predicate)
        return None

    def _has_words(self, i: int, predicate: Predicate) -> bool:
        words = predicate.words
        if len(words) == 1:
            return not (predicate.pos == "v" and self._has_particle(i))
        if predicate.pos == "n":
            first = i - len(words) + 1
            return first >= 0 and all(
                w in {self.g.lemma(first + k), self.g.low(first + k)} for k, w in enumerate(words)
            )
        rest = words[1:]
        particles = {self.g.lemma(j) for j in self.g.children(i, "prt", "advmod", "acomp", "oprd")}
        if all(w in particles for w in rest):
            return True
        return self.g.lows[i + 1 : i + 1 + len(rest)] == rest

    def _has_particle(self, i: int) -> bool:
        """Tell whether the verb has a particle that makes it another verb ("back down" is not "back")."""
        return any(
            self.g.lemma(j) in {"off", "down", "up", "out", "away", "over", "back"} and j > i
            for j in self.g.children(i, "prt")
        ) or any(self.g.lemma(j) == "away" and j == i + 1 for j in self.g.children(i, "advmod"))

    def _holds(self, i: int, c: Condition) -> bool:
        g = self.g
        if c.key == "obj":
            return self._any(g.objects(i), c)
        if c.key == "subj":
            return self._any(g.predicated(i), c)
        if c.key == "prep":
            return self._any(self.slots.prep_all(i, c.preps), c) or (
                not c.words and not c.classname and bool(g.prep_gerunds(i, *c.preps))
            )
        if c.key == "of":
            return self._any(g.prep_objects(i, "of"), c)
        if c.key == "mod":
            return any(g.lemma(j) in c.words for j in g.children(i, "amod", "compound", "nmod", "poss"))
        if c.key == "xcomp":
            return self._any(self._clauses(i), c)
        if c.key == "that":
            return bool(g.children(i, "ccomp", "acl"))
        if c.key == "inf":
            return any(g.token(k).tag == "TO" for j in self._clauses(i) for k in g.children(j, "aux"))
        if c.key == "unless":
            return not self._any(self._clauses(i), c)
        if c.key == "order":
            return any(self._is_order(j) for j in g.children(i, "ccomp"))
        if c.key == "neg":
            return g.is_negated(i)
        return not g.objects(i)  # "noobj"

    def _clauses(self, i: int) -> tuple[int, ...]:
        """Return the infinitives and gerunds that depend on a word."""
        g = self.g
        return (
            *g.children(i, "xcomp"),
            *(j for j in g.children(i, "ccomp", "acl", "advcl") if g.token(j).tag in {"VB", "VBG"}),
            *(j for p in g.children(i, "prep") for j in g.children(p, "pcomp")),
        )

    def _is_order(self, clause: int) -> bool:
        """Tell whether a clause says what is to be: "that Iran release it", "that it must go", not "that it was"."""
        first, *_ = (*self.g.children(clause, "aux", "auxpass"), clause)
        return self.g.lemma(first) in ORDERING or self.g.token(first).tag == "VB"

    def _any(self, heads: tuple[int, ...], c: Condition) -> bool:
        if not c.words and not c.classname:
            return bool(heads)
        if c.classname == "ACTOR":
            return any(self.parties.named(j) or self.parties.place_at(j) or self._is_force(j) for j in heads)
        allowed = c.words or self.tables.classes[c.classname or ""]
        return any(
            self.g.lemma(j) in allowed
            or any(f"{self.g.lemma(k)} {self.g.lemma(j)}" in allowed for k in self.g.children(j, "compound", "amod"))
            or any(self.g.lemma(k) in allowed for k in self.g.prep_objects(j, "of") if _is_measure(self.g.lemma(j)))
            for j in heads
        )

    def _is_force(self, i: int) -> bool:
        """Tell whether a noun for people or forces has an owner that is known: "Croatian officials", "Chinese jets"."""
        kinds = self.tables.classes.get("PEOPLE", frozenset()) | self.tables.classes.get("FORCES", frozenset())
        return self.g.lemma(i) in kinds and bool(self.parties.owners(i))

    def _trigger(self, i: int, predicate: Predicate) -> Trigger | None:
        actors, recipients = self.slots.named(i, predicate)
        if predicate.type is EventType.REJECT and predicate.pos == "v" and not actors:
            return None  # "the trip was cancelled": with nobody named, only the trip's own status tells
        if predicate.is_mutual and not actors and len(recipients) == 1 and not self._points_back(i):
            return None  # "a chance of talks with Oslo": a mutual act with one party known is none yet
        if predicate.is_mutual:
            actors, recipients = tuple(dict.fromkeys((*actors, *recipients))), ()
        recipients = tuple(x for x in recipients if x not in actors)
        if not self.parties.is_political((*actors, *recipients)) and (actors or recipients or not self._points_back(i)):
            return None
        return Trigger(i=i, predicate=predicate, carrier=self.slots.carrier(i), actors=actors, recipients=recipients)

    def _points_back(self, i: int) -> bool:
        """Tell whether a noun takes up an act told before: "the visit", "this meeting", "no such appeal"."""
        if self.g.is_verbal(i):
            return False
        determiners = {self.g.lemma(j) for j in self.g.children(i, "det", "amod", "predet", "poss")}
        return bool(determiners & {"the", "this", "that", "such", "these", "those", "its", "his", "her", "their"})


def _is_measure(lemma: str) -> bool:
    """Tell whether a noun only measures what stands behind "of": "hundreds of troops", "a package of aid"."""
    return lemma in {
        "hundred",
        "thousand",
        "dozen",
        "package",
        "number",
        "round",
        "series",
        "set",
        "wave",
        "batch",
        "shipment",
        "ton",
        "tonne",
        "million",
        "billion",
        "load",
        "convoy",
        "group",
        "couple",
        "lot",
        "half",
        "most",
        "part",
        "all",
        "some",
        "third",
        "bulk",
        "rest",
    }
