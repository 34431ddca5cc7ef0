"""What hands a statement over to a speaker: which verbs do, and which clauses stand beside a statement for that."""

from dragoman.coding.analysis import Analysis
from dragoman.coding.asides import ADDRESSING

NAMING = frozenset(
    {
        *("call", "term", "describe", "see", "regard", "view", "consider", "label", "brand", "deem", "denounce", "dub"),
        *("characterise", "characterize", "portray", "perceive", "condemn"),
    }
)
"""Verbs by which a subject says what it takes something for: "what it regards as occupation"."""

OCCASIONS = frozenset({"at", "during", "in", "on", "through", "to", "via"})
"""Prepositions that say where or to whom something is said: "in a letter", "at a hearing", "to reporters"."""


class Reporting:
    """Knows the reporting words and clauses of one document."""

    def __init__(self, analysis: Analysis) -> None:
        self.g = analysis.grammar
        self.documents = analysis.cues.documents
        self.verbs = analysis.cues.reports("v", "report", "mind")
        self._asserts = analysis.cues.reports("v", "report") - {"deny"}
        self._quotes = analysis.quotes
        self._hearsay = analysis.cues.reports("v", "hearsay")
        self._shows = analysis.cues.reports("v", "show")

    def reports(self, i: int) -> bool:
        """Tell whether a verb hands over to its subject: "says", "points out"; "shows" only of a document."""
        if self.g.lemma(i) in self.verbs:
            return True
        if self.g.lemma(i) in self._shows:
            return any(self.g.lemma(j) in self.documents for j in self.g.children(i, "nsubj"))
        return any(f"{self.g.lemma(i)} {self.g.lemma(j)}" in self.verbs for j in self.g.children(i, "prt"))

    def is_report(self, i: int, node: int) -> bool:
        """Tell whether a clause is a reporting one set into or behind its host: "X, officials said, will Y"."""
        g = self.g
        t = g.token(i)
        if t.dep not in {"parataxis", "ccomp", "advcl"} or not self.reports(i) or not g.children(i, "nsubj"):
            return False
        marks = {g.lemma(j) for j in g.children(i, "mark", "advmod")}
        if t.dep == "advcl":
            return "as" in marks and not g.children(i, "dobj")
        objects = ("ccomp", "xcomp") if g.lemma(i) in ADDRESSING else ("ccomp", "dobj", "xcomp")
        if g.children(i, *objects) or "that" in marks:
            return False
        return t.dep == "parataxis" or g.token(node).i > i or self._set_in_commas(i)

    def is_cited(self, i: int) -> bool:
        """Tell whether a clause names who said its host: "as reported by the BBC"."""
        g = self.g
        t = g.token(i)
        if t.tag != "VBN" or t.dep not in {"advcl", "prep", "acl"} or not self.reports(i) or not g.is_passive(i):
            return False
        return i > 0 and g.low(i - 1) == "as"

    def _set_in_commas(self, i: int) -> bool:
        first = min(t.i for t in self.g.parse.subtree(i))
        return first > 0 and self.g.token(first - 1).text == ","

    def teller(self, clause: int) -> int | None:
        """Return the verb that tells what seems to be a relative clause, or None: "told reporters that X had left".

        A clause with "that" as a conjunction describes no noun, whichever the parser hung it on, and whoever "said in
        a letter" without saying what says it in the clause behind. A verb with a clause of its own tells that one.
        """
        g = self.g
        if g.token(clause).dep not in {"relcl", "acl"} or not g.children(clause, "nsubj", "nsubjpass"):
            return None
        above = g.token(clause).head
        while g.token(above).dep in {"pobj", "prep", "appos", "dobj", "dative"}:
            if g.token(above).dep == "prep" and g.low(above) not in OCCASIONS:
                return None  # "complained about the fact that X had left"
            is_hearer = g.token(above).dep in {"dobj", "dative"}
            above = g.token(above).head
            if g.is_verbal(above):
                tells = above < clause and self._is_open(above, clause, is_hearer=is_hearer)
                return above if tells and self.reports(above) else None
        return None

    def _is_open(self, verb: int, clause: int, *, is_hearer: bool) -> bool:
        """Tell whether a verb of reporting waits for what is told, and a clause with "that" can be it."""
        g = self.g
        if self._is_that(clause):
            return is_hearer or not g.children(verb, "ccomp", "xcomp")
        is_told = g.low(min(t.i for t in g.parse.subtree(clause))) == "that"
        is_empty = not g.children(verb, "ccomp", "xcomp", "dobj", "parataxis") and g.token(verb).dep != "parataxis"
        return is_told and is_empty and not is_hearer and g.lemma(verb) in self._asserts

    def is_question(self, clause: int, verb: int) -> bool:
        """Tell whether a clause is what somebody is asked who then answers: "Asked whether X had left, she said"."""
        g = self.g
        t = g.token(verb)
        asks = t.lemma == "ask" and t.tag == "VBN" and t.dep == "advcl" and not g.children(verb, "nsubjpass", "aux")
        return asks and g.token(clause).dep in {"ccomp", "advcl"} and self.reports(t.head)

    def is_so_called(self, child: int, node: int) -> bool:
        """Tell whether the verb says that its subject sees it so: "what it saw as interference", "what X calls Y"."""
        g = self.g
        is_name = g.token(child).dep in {"oprd", "dobj", "xcomp"} or g.lemma(child) == "as"
        is_open = any(g.low(j) == "what" for j in g.children(node, "dobj", "nsubjpass"))
        return is_name and is_open and g.lemma(node) in NAMING

    def is_unsourced(self, node: int) -> bool:
        """Tell whether a passive verb of telling names nobody: "is said to", "it was announced that"."""
        it = any(self.g.low(j) == "it" for j in self.g.children(node, "nsubj", "nsubjpass"))
        open_now = any(self.g.token(j).tag == "MD" for j in self.g.children(node, "aux"))  # "it can be revealed that"
        return self.g.lemma(node) in self._hearsay or (it and not open_now and self.reports(node))

    def has_another_clause(self, node: int, child: int) -> bool:
        """Tell whether a clause before a verb of saying with a "that" clause of its own only stands beside it.

        "Oslo was silent, the envoy vowed that ships would come", not '"We will wait," he said'.
        """
        is_quoted = self._quotes.around(self.g.token(child).start) is not None
        return child < node and not is_quoted and any(self._is_that(j) for j in self.g.children(node, "ccomp"))

    def is_left_open(self, clause: int, verb: int) -> bool:
        """Tell whether nobody asserts a clause below a verb of reporting: "would not say whether", "did not say that".

        Verbs of the mind stay, and so does "deny": who does not expect an act, or does not deny it, has a view of it.
        """
        if self.g.lemma(verb) not in self._asserts or self.g.token(clause).dep != "ccomp":
            return False
        asks = any(self.g.low(j) in {"whether", "if"} for j in self.g.children(clause, "mark"))
        return (asks and clause > verb) or self.g.is_negated(verb)

    def _is_that(self, clause: int) -> bool:
        return any(self.g.low(j) == "that" for j in self.g.children(clause, "mark"))
