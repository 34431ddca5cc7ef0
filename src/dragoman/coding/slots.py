"""Where the parties of an act stand: what each slot of the lexicon's rows means in the sentence."""

from dragoman.coding.analysis import Analysis
from dragoman.coding.parties import HOSTS
from dragoman.lexicon.predicates import Predicate
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
ENTERING = frozenset({"engage", "enter", "be", "participate", "go", "proceed", "press"})
"""Verbs that carry a noun's act behind a preposition: "entered into talks", "went ahead with the visit"."""
JUDGING = frozenset({EventType.ACCUSE, EventType.SUPPORT, EventType.REQUEST, EventType.PROTEST, EventType.THREATEN})
RECEIVING = frozenset({"enjoy", "get", "receive", "win", "gain", "secure", "have", "seek", "attract", "draw", "face"})
"""Verbs whose subject is at the receiving end of the act that their object names ("enjoys the support of")."""
LOOKS_BELOW = frozenset(
    {EventType.REJECT, EventType.REQUEST, EventType.CONCEDE, EventType.AGREE, EventType.THREATEN, EventType.ACCUSE}
)
"""Speech acts whose addressee may be named only in what was said: "refused to deal with X"."""
GETTING = frozenset({"enjoy", "get", "receive", "win", "gain", "secure"})
"""Verbs that carry the tense of an act done to their subject: "will get the support of"."""


class Slots:
    """Reads who stands in the slots of a word of one document."""

    def __init__(self, analysis: Analysis) -> None:
        self.g = analysis.grammar
        self.parties = analysis.parties
        self.tables = analysis.predicates
        self.cues = analysis.cues

    def named(self, i: int, predicate: Predicate) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return actors and recipients: those that the slots name, else those that the words around imply."""
        actors, recipients = self.sides(i, predicate)
        if recipients and not actors and predicate.pos == "n":
            actors = tuple(x for x in self._behind(i) if x not in recipients)
        if not recipients:
            recipients = self._received(i) or self.parties.opposed(i) if predicate.pos == "n" else ()
        if not recipients and actors and predicate.pos == "v":
            recipients = self._below(i, predicate, actors) or self._harmed(i, predicate, actors)
        return actors, recipients

    def sides(self, i: int, predicate: Predicate) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return actors and recipients by the slots of a predicate, whatever its conditions; empty for none named."""
        carrier = self.carrier(i)
        actors = self._slots(i, carrier, predicate.actor, predicate, is_actor=True)
        return actors, self._slots(i, carrier, predicate.recipient, predicate, is_actor=False, taken=actors)

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
            return parties.owners(i, of="of" not in predicate.recipient) or parties.all_of(self.prep_all(i, ("by",)))
        if slot == "lv":
            return self._light_subject(i, carrier, predicate) if is_actor else self._received(i)
        if slot == "clauseobj":
            return self._clause_objects(i)
        if slot == "clausesubj":
            return self._clause_subject(i)
        if slot == "between":
            return parties.all_of(self.prep_all(i, ("between", "among")))
        heads = self.prep_all(i, (slot,))
        return parties.all_of(heads) if is_actor else self._hosts(heads, predicate)

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
        if not g.is_verbal(head) or any(g.low(j) == "what" for j in g.children(head, "dobj")):
            return i  # "what Mali called a raid": the verb names it
        if t.dep in {"dobj", "nsubjpass"} and (g.lemma(head) in self.tables.light_verbs or g.lemma(head) in OCCURRENCE):
            return head
        if t.dep in {"nsubj", "attr", "oprd"} and g.lemma(head) in OCCURRENCE:
            return head
        if t.dep == "dobj" and g.lemma(head) in GETTING:
            return head
        return i

    def prep_all(self, i: int, preps: tuple[str, ...]) -> tuple[int, ...]:
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
        ops = [op for op in self.cues.operators.get((pos, g.lemma(above)), ()) if word in op.preps]
        if not ops and not (pos == "v" and word in {"before", "after", "without", "during"}):
            return ()
        if g.is_verbal(above):
            return self.charged(i) or self.parties.all_of(g.subjects(above))
        owners = self.parties.all_of(g.children(above, "poss"))
        verb = g.token(above).head
        if owners or g.token(above).dep not in {"dobj", "attr"} or not g.is_verbal(verb):
            return owners
        return self.parties.all_of(g.subjects(verb))

    def charged(self, i: int) -> tuple[str, ...]:
        """Return to whose charge a noun's act is laid: Lima in "Oslo accused Lima of an attack"."""
        g = self.g
        prep = g.token(i).head
        verb = g.token(prep).head
        if g.token(i).dep != "pobj" or not g.is_verbal(verb):
            return ()
        ops = self.cues.operators.get(("v", g.lemma(verb)), ())
        is_charge = any(op.is_charge and g.lemma(prep) in op.preps for op in ops)
        return self.parties.all_of(g.objects(verb)) if is_charge else ()

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
