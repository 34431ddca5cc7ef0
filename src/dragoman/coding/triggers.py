"""Which words name an act, and who its parties are by the frame of the predicate."""

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.coding.analysis import Analysis
from dragoman.coding.parties import HOSTS
from dragoman.lexicon.predicates import Condition, Predicate
from dragoman.model import EventType

OCCURRENCE = frozenset(
    {
        "take",
        "go",
        "happen",
        "occur",
        "begin",
        "start",
        "open",
        "end",
        "conclude",
        "continue",
        "resume",
        "follow",
        "last",
        "proceed",
        "be",
        "come",
        "break",
        "erupt",
        "fail",
        "collapse",
        "stall",
        "hold",
        "schedule",
        "plan",
        "cancel",
        "postpone",
        "delay",
        "expect",
        "call",
        "put",
        "scrap",
        "shelve",
    }
)
"""Verbs that say of a noun's act that or whether it takes place; what hangs on them ("held between A and B",
"scheduled with Iran") belongs to the act."""
HARM = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.SANCTION})
"""Acts that nobody does to what is his."""
OWNING = frozenset({"its", "their", "his", "her", "our", "my"})
ORDERING = frozenset({"must", "should", "ought", "shall"})
"""Auxiliaries of what is to be."""
ENTERING = frozenset({"engage", "enter", "be", "participate", "go", "proceed", "press"})
"""Verbs that carry a noun's act behind a preposition: "entered into talks", "went ahead with the visit"."""
JUDGING = frozenset({EventType.ACCUSE, EventType.SUPPORT, EventType.REQUEST, EventType.PROTEST, EventType.THREATEN})
MATERIAL = frozenset({EventType.ASSAULT, EventType.AID})
"""Acts that need no named other side to be acts of an actor."""
HABITUAL = frozenset({"usually", "often", "typically", "normally", "generally", "regularly", "traditionally"})
"""Adverbs under which a sentence tells a habit and no event (ANNOTATION section 2, rule 5)."""
SPEECH_NOUNS = frozenset({EventType.REQUEST, EventType.AGREE, EventType.REJECT, EventType.THREATEN, EventType.ACCUSE})
"""Types whose nouns are no second event when a verb's frame has taken them in."""
GETTING = frozenset({"enjoy", "get", "receive", "win", "gain", "secure"})
"""Verbs that carry the tense of an act done to their subject: "will get the support of"."""
RECEIVING = frozenset({"enjoy", "get", "receive", "win", "gain", "secure", "have", "seek", "attract", "draw", "face"})
"""Verbs whose subject is at the receiving end of the act that their object names ("enjoys the support of")."""
LOOKS_BELOW = frozenset(
    {EventType.REJECT, EventType.REQUEST, EventType.CONCEDE, EventType.AGREE, EventType.THREATEN, EventType.ACCUSE}
)
"""Speech acts whose addressee may be named only in what was said: "refused to deal with X"."""


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
        self.cues = analysis.cues

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
            if self._is_habit(t.i):
                continue
            trigger = self._at(t.i, pos)
            if trigger is not None and not (t.i in consumed and trigger.predicate.type in SPEECH_NOUNS):
                yield trigger

    def _is_part_of_a_name(self, i: int) -> bool:
        """Tell whether a noun is the head of a proper name: "the Lisbon Accord" is no new accord."""
        t = self.g.token(i)
        first = i == self.g.parse.sentences[t.sent][0]
        return t.tag in {"NNP", "NNPS"} and t.text[:1].isupper() and not t.text.isupper() and not first

    def _is_habit(self, i: int) -> bool:
        """Tell whether the clause tells what is usual, or only invites ("let's")."""
        clause = self.g.clause(i)
        if any(self.g.lemma(j) in HABITUAL for j in self.g.children(clause, "advmod")):
            return True
        return i + 1 < len(self.g.tokens) and self.g.token(i + 1).text.lower() in {"'s", "’s"} and self.g.is_verbal(i)

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
                w in {self.g.lemma(first + k), self.g.token(first + k).text.lower()} for k, w in enumerate(words)
            )
        rest = words[1:]
        particles = {self.g.lemma(j) for j in self.g.children(i, "prt", "advmod", "acomp", "oprd")}
        if all(w in particles for w in rest):
            return True
        following = [self.g.token(j).text.lower() for j in range(i + 1, min(i + 1 + len(rest), len(self.g.tokens)))]
        return following == list(rest)

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
            return self._any(g.subjects(i), c)
        if c.key == "prep":
            return self._any(self._prep_all(i, c.preps), c) or (
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

    def _prep_all(self, i: int, preps: tuple[str, ...]) -> tuple[int, ...]:
        """Return objects of the prepositions on the word, on its object, or on the verb that carries a noun."""
        found = list(self.g.prep_objects(i, *preps))
        if self.g.is_verbal(i):
            for j in self.g.objects(i):
                found.extend(k for k in self.g.prep_objects(j, *preps) if preps != ("of",) or not self.parties.named(j))
        else:
            carrier = self.carrier(i)
            if carrier != i:
                found.extend(self.g.prep_objects(carrier, *preps))
        return tuple(dict.fromkeys(found))

    def carrier(self, i: int) -> int:
        """Return the verb that says whether a noun's act takes place, or the token itself.

        "made approaches", "talks were held", "the visit will go ahead", "entered into talks".
        """
        g = self.g
        t = g.token(i)
        if g.is_verbal(i):
            return i
        if t.dep == "conj" and not g.is_verbal(t.head):
            return self.carrier(t.head)
        head = t.head
        if t.dep == "pobj" and g.token(head).dep == "prep" and g.lemma(head) in {"in", "into", "to", "with"}:
            verb = g.token(head).head
            if g.is_verbal(verb) and not g.objects(verb) and g.lemma(verb) in ENTERING:
                return verb
        if not g.is_verbal(head):
            return i
        if t.dep in {"dobj", "nsubjpass"} and (g.lemma(head) in self.tables.light_verbs or g.lemma(head) in OCCURRENCE):
            return head
        if t.dep in {"nsubj", "attr", "oprd"} and g.lemma(head) in OCCURRENCE:
            return head
        if t.dep == "dobj" and g.lemma(head) in GETTING:
            return head
        return i

    def _trigger(self, i: int, predicate: Predicate) -> Trigger | None:
        carrier = self.carrier(i)
        actors = self._slots(i, carrier, predicate.actor, predicate, is_actor=True)
        recipients = self._slots(i, carrier, predicate.recipient, predicate, is_actor=False, taken=actors)
        if recipients and not actors and predicate.pos == "n":
            actors = tuple(x for x in self._behind(i) if x not in recipients)
        if not recipients:
            recipients = self._received(i) or self.parties.opposed(i) if predicate.pos == "n" else ()
        if not recipients and actors and predicate.pos == "v":
            recipients = self._below(i, predicate, actors) or self._harmed(i, predicate, actors)
        if predicate.type is EventType.REJECT and predicate.pos == "v" and not actors:
            return None  # "the trip was cancelled": with nobody named, only the trip's own status tells
        if predicate.is_mutual and not actors and len(recipients) == 1 and not self._points_back(i):
            return None  # "a chance of talks with Oslo": a mutual act with one party known is none yet
        if predicate.is_mutual:
            actors, recipients = tuple(dict.fromkeys((*actors, *recipients))), ()
        recipients = tuple(x for x in recipients if x not in actors)
        if not self.parties.is_political((*actors, *recipients)) and (actors or recipients or not self._points_back(i)):
            return None
        return Trigger(i=i, predicate=predicate, carrier=carrier, actors=actors, recipients=recipients)

    def sides(self, i: int, predicate: Predicate) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return actors and recipients by the slots of a predicate, whatever its conditions; empty for none named."""
        carrier = self.carrier(i)
        actors = self._slots(i, carrier, predicate.actor, predicate, is_actor=True)
        return actors, self._slots(i, carrier, predicate.recipient, predicate, is_actor=False, taken=actors)

    def _points_back(self, i: int) -> bool:
        """Tell whether a noun takes up an act told before: "the visit", "this meeting", "no such appeal"."""
        if self.g.is_verbal(i):
            return False
        determiners = {self.g.lemma(j) for j in self.g.children(i, "det", "amod", "predet", "poss")}
        return bool(determiners & {"the", "this", "that", "such", "these", "those", "its", "his", "her", "their"})

    def _behind(self, i: int) -> tuple[str, ...]:
        """Return whose act a noun behind a preposition is: Oslo in "Oslo repeated its demand for talks with Lima"."""
        g = self.g
        t = g.token(i)
        if t.dep != "pobj" or g.token(t.head).dep != "prep":
            return ()
        above, word = g.token(t.head).head, g.lemma(t.head)
        if g.token(above).pos == "ADV":  # "ahead of"
            above, word = g.token(above).head, "before"
        pos = "v" if g.is_verbal(above) else "n"
        plans = any(word in op.preps for op in self.cues.operators.get((pos, g.lemma(above)), ()))
        if not plans and not (pos == "v" and word in {"before", "after", "without", "during"}):
            return ()
        if g.is_verbal(above):
            return self.parties.all_of(g.subjects(above))
        owners = self.parties.all_of(g.children(above, "poss"))
        verb = g.token(above).head
        if owners or g.token(above).dep not in {"dobj", "attr"} or not g.is_verbal(verb):
            return owners
        return self.parties.all_of(g.subjects(verb))

    def _received(self, i: int) -> tuple[str, ...]:
        """Return who gets what a noun names: the subject of "enjoys", "won"."""
        t = self.g.token(i)
        if t.dep == "dobj" and self.g.is_verbal(t.head) and self.g.lemma(t.head) in RECEIVING:
            return self.parties.all_of(self.g.subjects(t.head))
        return ()

    def _below(self, i: int, predicate: Predicate, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Return the first party named in the content of a speech act, other than the speaker."""
        if predicate.type not in LOOKS_BELOW:
            return ()
        g = self.g
        for j in (*g.children(i, "xcomp", "dobj", "ccomp"), *g.children(i, "prep")):
            for k in g.parse.subtree(j):
                found = tuple(x for x in self.parties.named(k.i) if x not in actors)
                if found:
                    return found
        return ()

    def _harmed(self, i: int, predicate: Predicate, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Return who complains of harm to what is theirs: Kenya in "Kenya said Uganda had bombed its villages".

        Nobody bombs his own villages, so that "its" is not the doer's, whichever name stands nearer.
        """
        if predicate.type not in HARM or not self._has_own_object(i):
            return ()
        above = (self.parties.all_of(self.g.subjects(j)) for j in self.g.ancestors(i) if self.g.is_verbal(j))
        return next((free for found in above if (free := tuple(x for x in found if x not in actors))), ())

    def _has_own_object(self, i: int) -> bool:
        """Tell whether the object is somebody's by a pronoun: "its villages", "one of their ships", not "its own"."""
        return any(words & OWNING and "own" not in words for words in self._whose(i))

    def is_done_to_own(self, i: int) -> bool:
        """Tell whether the act is aimed at what is the doer's: "shelled its own villages"."""
        return any("own" in words for words in self._whose(i))

    def _whose(self, i: int) -> tuple[set[str], ...]:
        """Return the owners and adjectives of each thing that a verb is aimed at."""
        g = self.g
        objects = g.objects(i)
        parts = (k for j in objects for k in g.prep_objects(j, "of"))
        things = (*objects, *parts, *g.prep_objects(i, "at", "on", "into"))
        return tuple({g.lemma(j) for j in g.children(k, "poss", "amod")} for k in things)

    def _slots(
        self,
        i: int,
        carrier: int,
        slots: tuple[str, ...],
        predicate: Predicate,
        *,
        is_actor: bool,
        taken: tuple[str, ...] = (),
    ) -> tuple[str, ...]:
        for slot in slots:
            found = self._slot(i, carrier, slot, predicate, is_actor=is_actor)
            free = tuple(x for x in found if x not in taken)
            if free:
                return free
        return ()

    def _slot(self, i: int, carrier: int, slot: str, predicate: Predicate, *, is_actor: bool) -> tuple[str, ...]:
        g, parties = self.g, self.parties
        if slot == "subj":
            return parties.all_of(g.predicated(i))
        if slot == "obj":
            return parties.all_of(g.objects(i)) if is_actor else self._hosts(g.objects(i), predicate)
        if slot == "iobj":
            return parties.all_of(g.children(i, "dative")) or parties.all_of(g.prep_objects(i, "to"))
        if slot == "poss":
            return parties.owners(i, of="of" not in predicate.recipient) or parties.all_of(self._prep_all(i, ("by",)))
        if slot == "lv":
            return self._light_subject(i, carrier, predicate) if is_actor else self._received(i)
        if slot == "clauseobj":
            return self._clause_objects(i)
        if slot == "clausesubj":
            return self._clause_subject(i)
        if slot == "between":
            return parties.all_of(self._prep_all(i, ("between", "among")))
        heads = self._prep_all(i, (slot,))
        return parties.all_of(heads) if is_actor else self._hosts(heads, predicate)

    def _hosts(self, heads: tuple[int, ...], predicate: Predicate) -> tuple[str, ...]:
        named = self.parties.all_of(heads)
        if named:
            return named
        kinds = HOSTS if predicate.type is EventType.CONSULT else HOSTS | {"region", "site"}
        return tuple(dict.fromkeys(x for j in heads for x in self.parties.host(j, kinds=kinds)))

    def _light_subject(self, i: int, carrier: int, predicate: Predicate) -> tuple[str, ...]:
        """Return the subject of the light verb that has the noun as its object."""
        g = self.g
        verb = carrier
        if verb == i:
            t = g.token(i)
            light = g.is_verbal(t.head) and (
                g.lemma(t.head) in self.tables.light_verbs
                or self._plans(t.head)
                or (predicate.is_mutual and not self._judges(t.head))
            )
            verb = t.head if t.dep in {"dobj", "attr"} and light else i
        if verb == i:
            return ()
        subjects = tuple(s for s in g.subjects(verb) if s != i)
        return self.parties.all_of(subjects)

    def _judges(self, verb: int) -> bool:
        """Tell whether a verb passes judgement on its object, so that its subject is no party to a mutual act."""
        return any(p.type in JUDGING for p in self.tables.by_head.get(("v", self.g.lemma(verb)), ()))

    def _plans(self, verb: int) -> bool:
        """Tell whether a verb's subject is the doer of its object because it plans, seeks or calls off the act."""
        return any("obj" in op.links for op in self.cues.operators.get(("v", self.g.lemma(verb)), ()))

    def _clause_objects(self, i: int) -> tuple[str, ...]:
        """Return the objects, or whom prepositions name, in the clause that the verb governs: "refused to meet X"."""
        g = self.g
        for j in g.children(i, "xcomp", "ccomp"):
            found = self.parties.all_of(g.objects(j)) or self.parties.all_of(
                g.prep_objects(j, "with", "to", "from", "against", "on", "for", "in")
            )
            if found:
                return found
        return ()

    def _clause_subject(self, i: int) -> tuple[str, ...]:
        """Return the subject of the clause that the verb governs: "demanded that X withdraw", "for X to withdraw"."""
        g = self.g
        for j in g.children(i, "ccomp", "xcomp", "advcl"):
            found = self.parties.all_of(g.children(j, "nsubj", "nsubjpass"))
            if found:
                return found
        return ()


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
