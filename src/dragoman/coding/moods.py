"""Clauses that assert nothing by their form: orders, questions, what a gerund only brings up, what is still awaited."""

from dragoman.coding.grammar import Grammar
from dragoman.lexicon.cues import Cues
from dragoman.model import Status

OWING = frozenset({"until", "till", "before", "unless"})
"""Conjunctions of what somebody makes a condition of giving up a refusal: "refused talks until Mali apologised"."""
AWAITING = frozenset({"when", "until", "till", "once"})
"""Conjunctions whose clause, in the present under a future, tells what is yet to come: "until Mali withdraws"."""
REFUSED = frozenset({None, Status.DENIED})
"""What operators of refusing make of their content: no event, or one that is denied."""
PRESENT = frozenset({"VBZ", "VBP"})


class Moods:
    """Reads the form of the clauses of one document."""

    def __init__(self, grammar: Grammar, cues: Cues) -> None:
        self.g = grammar
        self.cues = cues

    def of(self, i: int) -> tuple[Status, int] | None:
        """Return the status that a clause's form gives the act, and the word that shows it; None for a statement."""
        if self._is_order(i):
            return Status.DEMANDED, i
        asked = self._question(i)
        if asked is not None:
            return Status.POSSIBLE, asked
        weighed = self._weighed(i)
        if weighed is not None:
            return Status.HYPOTHETICAL, weighed
        awaited = self._awaited(i)
        if awaited is not None:
            return Status.EXPECTED, awaited
        owed = self._owed(i)
        return None if owed is None else (Status.DEMANDED, owed)

    def _is_order(self, i: int) -> bool:
        """Tell whether a verb is an imperative: the bare form, at the head of its sentence or quotation."""
        g = self.g
        t = g.token(i)
        if t.tag != "VB" or t.dep not in {"ROOT", "ccomp"} or g.children(i, "nsubj", "nsubjpass", "aux", "expl"):
            return False
        first, _ = g.parse.sentences[t.sent]
        before = [g.token(j) for j in range(first, i) if g.token(j).pos not in {"PUNCT", "ADV", "INTJ", "SPACE"}]
        return not before

    def _question(self, i: int) -> int | None:
        """Return the helping verb that asks whether the act is so: "Did Chad bomb Mali?"."""
        g = self.g
        t = g.token(i)
        _, last = g.parse.sentences[t.sent]
        subjects = g.children(i, "nsubj", "nsubjpass")
        if t.dep != "ROOT" or not subjects or all(x.text != "?" for x in g.tokens[max(i, last - 2) : last]):
            return None
        asking = any(x.tag in {"WDT", "WP", "WRB", "WP$"} for x in g.parse.subtree(i) if x.i < subjects[0])
        first = next((j for j in g.children(i, "aux", "auxpass") if j < subjects[0]), None)
        return None if asking else first

    def _weighed(self, i: int) -> int | None:
        """Return the modal of a clause whose subject a gerund is: "bombing Mali would be a mistake"."""
        g = self.g
        t = g.token(i)
        if t.dep != "csubj" or t.tag != "VBG":
            return None
        return next((j for j in g.children(t.head, "aux") if g.token(j).tag == "MD"), None)

    def _awaited(self, i: int) -> int | None:
        """Return the conjunction of a clause that tells in the present what a future waits for."""
        g = self.g
        t = g.token(i)
        if t.dep != "advcl" or not g.is_verbal(t.head):
            return None
        tags = {t.tag, *(g.token(j).tag for j in g.children(i, "aux", "auxpass"))}
        is_future = any(g.token(j).tag in {"MD", "TO"} for j in g.children(t.head, "aux"))
        if not is_future or not tags & PRESENT:
            return None
        return next((j for j in g.children(i, "mark", "advmod") if g.lemma(j) in AWAITING and j < i), None)

    def _owed(self, i: int) -> int | None:
        """Return the conjunction of a clause that tells what a refusal waits for: "refused talks until X left"."""
        g = self.g
        t = g.token(i)
        if t.dep != "advcl" or not g.is_verbal(t.head) or not self._refuses(t.head):
            return None
        return next((j for j in g.children(i, "mark", "advmod") if g.lemma(j) in OWING and j < i), None)

    def _refuses(self, i: int) -> bool:
        """Tell whether a verb refuses or rules out what it governs, or is denied with "will" or "would"."""
        links = {
            link
            for op in self.cues.operators.get(("v", self.g.lemma(i)), ())
            if op.effect in REFUSED and self.g.has_particles(i, op.words[1:])
            for link in op.links
        }
        will_not = self.g.is_negated(i) and any(self.g.token(j).tag == "MD" for j in self.g.children(i, "aux"))
        return will_not or not links.isdisjoint({"inf", "obj"})
