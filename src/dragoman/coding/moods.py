"""Clauses that assert nothing by their form: orders, questions, what a gerund only brings up, what is still awaited."""

from dragoman.coding.grammar import Grammar
from dragoman.model import Status

AWAITING = frozenset({"when", "until", "till", "once"})
"""Conjunctions whose clause, in the present under a future, tells what is yet to come: "until Mali withdraws"."""
PRESENT = frozenset({"VBZ", "VBP"})


class Moods:
    """Reads the form of the clauses of one document."""

    def __init__(self, grammar: Grammar) -> None:
        self.g = grammar

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
        return None if awaited is None else (Status.EXPECTED, awaited)

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
