"""Tense, modals and auxiliaries of a verb, and whether a coordinated one shares them."""

from dragoman.coding.grammar import Grammar
from dragoman.lexicon.cues import Cues

HAD = frozenset({"'d", "’d"})
"""Short for "had" before a participle and for "would" before anything else."""


class Tenses:
    """Reads the auxiliaries of the verbs of one document."""

    def __init__(self, grammar: Grammar, cues: Cues) -> None:
        self.g = grammar
        self.cues = cues

    def has_helper(self, i: int, *words: str) -> bool:
        """Tell whether one of the words is an auxiliary of the verb."""
        return any(self.g.lemma(j) in words for j in self.g.children(i, "aux"))

    def modal(self, i: int) -> int | None:
        """Return the modal of a verb, the nearest where a condition's hangs on it too ("Should X ask, Y will")."""
        g = self.g
        is_past = g.token(i).tag == "VBN" and not any(
            g.lemma(j) in {"have", "be"} for j in g.children(i, "aux", "auxpass")
        )
        found = (
            j
            for j in (*g.children(i, "aux"), *self._parted(i))
            if g.token(j).tag == "MD" and not (is_past and g.token(j).text in HAD) and not self._is_month(j)
        )
        return max((j for j in found if ("x", g.lemma(j)) in self.cues.operators), default=None)

    def _parted(self, i: int) -> tuple[int, ...]:
        """Return the auxiliary that a reporting clause set in commas parts from its verb: "will, he said, take"."""
        g = self.g
        if g.token(i).tag != "VB" or g.children(i, "aux"):
            return ()
        asides = (i, *g.children(i, "parataxis", "ccomp"))
        found = (j for k in asides for j in g.children(k, "aux", "nsubj") if j < i)
        return tuple(j for j in found if g.token(j).tag == "MD" and g.token(j + 1).text == ",")

    def _is_month(self, i: int) -> bool:
        """Tell whether a seeming modal is the month: "that May prosecutors placed him under arrest"."""
        return self.g.token(i).text == "May" and i != self.g.parse.sentences[self.g.token(i).sent][0]

    def is_present(self, i: int) -> bool:
        """Tell whether the verb, or for a participle its clause, is in a present tense."""
        g = self.g
        t = g.token(i)
        helpers = g.children(i, "aux", "auxpass")
        if t.tag in {"VBZ", "VBP"}:
            return True
        if t.tag == "VBN" and self._is_durative(i):
            return any(g.token(j).tag in {"VBZ", "VBP"} and g.lemma(j) == "have" for j in helpers)
        if t.tag == "VBG" and helpers:
            return any(g.token(j).tag in {"VBZ", "VBP"} for j in helpers)
        if t.tag == "VBG" and t.dep in {"acl", "advcl", "relcl", "pcomp", "conj"} and t.head != i:
            above = g.clause(t.head)
            return above != i and self.is_present(above)
        return False

    def _is_durative(self, i: int) -> bool:
        """Tell whether a perfect reaches to the present: "has long backed", "has backed X since 2014"."""
        g = self.g
        if any(g.lemma(j) in {"long", "always", "still", "consistently"} for j in g.children(i, "advmod")):
            return True
        return any(g.lemma(j) in {"since", "for"} for j in g.children(i, "prep", "mark"))

    def is_over(self, i: int) -> bool:
        """Tell whether a negated verb says that it was so before: "no longer plans", "does not plan any longer"."""
        return any(self.g.low(j) in {"longer", "anymore"} for j in self.g.children(i, "advmod", "neg"))

    def shares_clause(self, i: int) -> bool:
        """Tell whether a coordinated verb has no subject, modal or conjunction of its own."""
        g = self.g
        if g.children(i, "nsubj", "nsubjpass", "mark"):
            return False
        if g.token(i).tag in {"VBD", "VBZ"} and g.token(g.token(i).head).tag == "VB":
            return False  # "pressed Oslo to pay, suspended work": the parser joins it to the wrong verb
        own = g.children(i, "aux", "auxpass")
        return not own or all(g.token(j).tag == "TO" for j in own)

    def is_joined_by_or(self, i: int) -> bool:
        """Tell whether what is coordinated with the verb is an alternative to it: "neither met nor called"."""
        return any(self.g.lemma(j) in {"or", "nor"} for j in self.g.children(i, "cc"))
