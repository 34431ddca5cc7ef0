"""Which word decides over an act: the operator that governs it ("plan to", "denial of", "is off"), or a condition."""

from dataclasses import replace

from dragoman.coding.grammar import Grammar
from dragoman.lexicon.cues import Cues, Operator
from dragoman.model import Status

CONDITIONALS = frozenset({"if", "unless", "provided", "lest"})
INVERTED = frozenset({"should", "were", "had"})
"""Auxiliaries that make a condition before their subject: "Were Mali to attack, ..."."""
ASSERTING = frozenset({"insist", "ask"})
"""Verbs that demand only with a wish ("insists that X leave"); a fact they assert or ask about ("asked who paid")."""
TO_COME = frozenset({Status.PLANNED, Status.EXPECTED, Status.HYPOTHETICAL})
"""What promises, forecasts and warnings make of their content."""
RAISING = frozenset({"have", "need", "appear", "seem"})
"""Verbs whose subject belongs to their infinitive: "the talks had to be put off"."""
STATES = frozenset({"be", "remain", "stay", "seem", "appear", "look", "sound", "become", "get", "hang", "stand"})
"""Verbs behind which a word says how an act stands: "talks are off", "the visit remains on the calendar"."""
CONDITIONAL_PREPS = frozenset({"without", "absent"})
"""Prepositions that at the head of a sentence name a condition: "Without a guarantee, Iran would leave"."""
MAX_STATE = 3
"""How many adverbs may stand between such a verb and that word ("is now all but certain")."""
MAX_PREPOSITION = 4
"""Longest preposition in words ("in the event of")."""

GRANTED = {
    "chance": frozenset({Status.POSSIBLE}),
    "fate": frozenset({Status.PLANNED, Status.HYPOTHETICAL, Status.POSSIBLE}),
}
"""Of which words a verb tells the fate, by its link: of chances only ("took"), of promises, plans and threats, too."""

YET = Operator(
    words=("have", "yet"),
    pos="v",
    links=frozenset({"inf"}),
    preps=frozenset(),
    effect=Status.DENIED,
    speaks=False,
)
""" "has yet to sign": an auxiliary phrase rather than a word, so no row of the table."""


class Governors:
    """Finds the operators of one document."""

    def __init__(self, grammar: Grammar, cues: Cues) -> None:
        self.g = grammar
        self._operators = cues.operators
        self._claims = cues.reports("n", "report", "hearsay")
        self._prepositions = tuple(op for (pos, _), rows in cues.operators.items() if pos == "p" for op in rows)

    def of(self, i: int) -> tuple[Operator, int] | None:
        """Return the operator that governs a word, and the token of the operator."""
        g = self.g
        t = g.token(i)
        head = t.head
        if head == i:
            return None
        if t.dep in {"pobj", "pcomp"} and g.token(head).dep in {"prep", "agent", "dative"}:
            return self._behind_preposition(head, gerund=t.dep == "pcomp")
        if t.dep in {"dobj", "nsubjpass"} and g.is_verbal(head):
            op = self.operator("v", head, "obj")
            return (op, head) if op else None
        if t.dep == "nsubj" and g.lemma(head) in RAISING:
            for j in g.children(head, "xcomp"):
                op = self.operator("v", j, "obj") if g.children(j, "auxpass") else None
                if op is not None:
                    return op, head
        link = self._clause_link(i)
        if g.is_parted(i, head):
            return None  # "Kenya was accused; Nairobi denied it": the parser takes the first for what was denied
        if link is None:
            return self._claimed(i)
        if t.dep == "advcl" and not g.is_verbal(head):
            return None
        if t.dep == "advcl" and self._marked(i):
            return None
        if (
            g.lemma(head) in {"have", "be"}
            and link == "inf"
            and any(g.lemma(j) == "yet" for j in (*g.children(head, "advmod"), *g.children(i, "advmod")))
        ):
            return YET, head
        for pos in ("v", "a") if g.is_verbal(head) or g.token(head).pos == "ADJ" else ("n", "a"):
            op = self.operator(pos, head, link)
            if op is None or self._only_says(op, link, i):
                continue
            if op.words != ("be",) or not self._is_complete(head, i):
                return self._fate(head, op) or (op, head)
        found = self._beside_copula(head, link) or self._claimed(i)
        if found is not None:
            return found
        if t.dep == "nsubj" and g.is_verbal(head):
            op = self.operator("v", head, "subj")
            return (op, head) if op else None
        return None

    def _only_says(self, op: Operator, link: str, i: int) -> bool:
        """Tell whether a verb of wishing or promising only says a thing: "insists, agreed, warned that X had left"."""
        if op.words[0] in ASSERTING:
            return link == "that" and self._is_indicative(i)
        if link == "that" and op.effect in TO_COME:
            return self._is_past(i)
        return op.words == ("tell",) and not self.is_infinitive(i)

    def _is_complete(self, be: int, i: int) -> bool:
        """Tell whether "be" has its complement before an infinitive: "was in Oslo to plead", unlike "was to plead"."""
        return any(be < j < i for j in self.g.children(be, "acomp", "attr", "prep", "oprd"))

    def _beside_copula(self, head: int, link: str) -> tuple[Operator, int] | None:
        """Return the word that a copula links to the clause: "it is possible that", "the plan is to"."""
        g = self.g
        if g.lemma(head) != "be" or not g.is_verbal(head):
            return None
        for j in g.children(head, "acomp", "attr", "nsubj"):
            op = self.operator("a" if g.token(j).pos == "ADJ" else "n", j, link)
            if op is None or g.token(j).pos not in {"ADJ", "NOUN"}:
                continue
            if op.effect is not Status.HAPPENED or all(k < head for k in g.children(head, "nsubj")):
                return op, j  # "is it true that X left?" says nothing
        return None

    def _claimed(self, i: int) -> tuple[Operator, int] | None:
        """Return the word that denies a claim for what the claim says: "reports that X left are untrue"."""
        g = self.g
        t = g.token(i)
        noun = t.head
        if t.dep not in {"acl", "ccomp", "relcl"} or g.lemma(noun) not in self._claims or g.is_verbal(noun):
            return None
        if t.dep != "ccomp" and not any(g.lemma(j) == "that" for j in g.children(i, "mark")):
            return None
        state = self.state(noun)
        if state is not None and state[0].effect is Status.DENIED:
            return state
        for j in self._verdicts(noun, i):
            for op in self._operators.get(("d", g.lemma(j)), ()):
                if op.effect is Status.DENIED and op.words == (g.lemma(j),):
                    return op, j
        found = self.of(noun)
        if found is None or found[0].effect not in {None, Status.DENIED, Status.POSSIBLE}:
            return None
        return (replace(found[0], effect=Status.DENIED) if found[0].effect is None else found[0]), found[1]

    def _verdicts(self, noun: int, i: int) -> tuple[int, ...]:
        """Return the words that judge a claim `noun` of clause `i`: "dismissed as false a report that ..."."""
        g = self.g
        above = g.token(noun).head
        while g.token(above).dep == "prep":
            above = g.token(above).head
        preps = [p for k in (above, noun, i) for p in g.children(k, "prep") if g.lemma(p) == "as"]
        nouns = (*g.children(above, "oprd"), *(k for p in preps for k in g.children(p, "pobj", "amod")))
        return (*nouns, *g.children(noun, "amod"), *(k for j in nouns for k in g.children(j, "amod")))

    def _behind_preposition(self, prep: int, *, gerund: bool) -> tuple[Operator, int] | None:
        g = self.g
        head = g.token(prep).head
        if g.token(head).dep in {"advmod", "acomp", "prt", "prep"} and g.token(head).pos in {"ADV", "ADJ", "ADP"}:
            verb = g.token(head).head  # "came close to", "stopped short of", "backed out of"
            head = verb if any(len(op.words) > 1 for op in self._candidates("v", verb)) else head
        word = g.lemma(prep)
        pos = "v" if g.is_verbal(head) else "a" if g.token(head).pos in {"ADJ", "ADV"} else "n"
        for op in self._candidates(pos, head):
            if op.takes(word, gerund=gerund):
                return self._fate(head, op) or (op, head)
        return None

    def _fate(self, noun: int, op: Operator) -> tuple[Operator, int] | None:
        """Return the verb that tells what became of a promise, plan or chance: "kept its promise to", "lost a chance".

        None for a verb, and where the noun's fate is not told.
        """
        g = self.g
        t = g.token(noun)
        if g.is_verbal(noun) or t.dep not in {"dobj", "nsubjpass", "pobj"}:
            return None
        verb = g.token(t.head).head if t.dep == "pobj" else t.head
        links = [link for link, effects in GRANTED.items() if op.effect in effects] if g.is_verbal(verb) else []
        fates = (self.operator("v", verb, link) for link in links)
        return next(((fate, verb) for fate in fates if fate is not None), None)

    def _clause_link(self, i: int) -> str | None:
        t = self.g.token(i)
        if t.dep == "relcl" and self.is_infinitive(i) and not self.g.is_verbal(t.head):
            return "inf"  # "has the means to visit"
        if t.dep == "advcl" and t.tag == "VBG" and self._is_behind_particle(i):
            return "ger"  # "held off visiting"
        if t.dep in {"xcomp", "ccomp", "acl", "advcl", "dobj", "parataxis"} and self.g.is_verbal(i):
            if self.is_infinitive(i) or (t.tag == "VB" and not self.g.children(i, "aux", "mark")):
                return "inf"
            helpers = self.g.children(i, "aux")
            if (t.tag == "VBG" and not helpers) or any(self.g.token(j).tag == "VBG" for j in helpers):  # "having left"
                return "ger" if t.dep in {"xcomp", "ccomp", "dobj"} else None
            if t.dep in {"ccomp", "acl"} and not (
                t.dep == "acl" and t.tag == "VBN" and not self.g.children(i, "aux", "mark")
            ):
                return "that"
            if t.dep == "xcomp":
                return "inf"
            if t.dep == "advcl" and any(self.g.lemma(j) == "for" for j in self.g.children(i, "mark")):
                return "inf"
        return None

    def _is_behind_particle(self, i: int) -> bool:
        """Tell whether a word follows at once on the particle of the verb that it hangs on."""
        return i > 0 and self.g.token(i - 1).dep == "prt" and self.g.token(i - 1).head == self.g.token(i).head

    def _is_indicative(self, i: int) -> bool:
        """Tell whether a clause states a fact rather than a wish: "insists that X left", not "insists that X leave"."""
        helpers = [self.g.token(j) for j in self.g.children(i, "aux", "auxpass")]
        if any(h.lemma in {"must", "should"} for h in helpers):
            return False
        return self.g.token(i).tag in {"VBD", "VBZ", "VBP"} or any(
            h.tag in {"VBD", "VBZ", "VBP", "MD"} for h in helpers
        )

    def _is_past(self, i: int) -> bool:
        """Tell whether a clause tells what was done, in the past or the perfect: "had left", "has been left"."""
        helpers = [self.g.token(j) for j in self.g.children(i, "aux", "auxpass")]
        if any(h.tag in {"MD", "TO"} for h in helpers) or self.g.token(i).tag not in {"VBD", "VBN"}:
            return False
        return not helpers or any(h.lemma == "have" or h.tag == "VBD" for h in helpers)

    def _marked(self, i: int) -> bool:
        return any(self.g.lemma(j) not in {"to", "for", "that"} for j in self.g.children(i, "mark"))

    def operator(self, pos: str, i: int, link: str) -> Operator | None:
        """Return the operator that a word is for an act hanging on it by that link ("inf", "prep:of"), or None."""
        prep = link.removeprefix("prep:") if link.startswith("prep:") else None
        for op in self._candidates(pos, i):
            if (prep in op.preps) if prep else (link in op.links):
                return op
        return None

    def _candidates(self, pos: str, i: int) -> tuple[Operator, ...]:
        g = self.g
        key = g.low(i) if pos == "a" else g.lemma(i)
        rows = self._operators.get((pos, key), ())
        return tuple(op for op in rows if self._spelled(i, op))

    def _spelled(self, i: int, op: Operator) -> bool:
        if len(op.words) == 1:
            particles = self.g.children(i, "prt") if op.pos == "v" else ()
            return not any(self.g.lemma(j) in {"off", "out", "up", "down", "back"} for j in particles)
        beside = self.g.children(i, "prt", "advmod", "prep", "acomp")
        around = {self.g.lemma(j) for j in (*beside, *(k for p in beside for k in self.g.children(p, "pobj")))}
        if all(w in around for w in op.words[1:]):
            return True
        return self.g.lows[i + 1 : i + len(op.words)] == op.words[1:]

    def preposition(self, p: int) -> Operator | None:
        """Return the operator that ends in a preposition: "without", "in the event of"."""
        words = self.g.lows[max(0, p - MAX_PREPOSITION + 1) : p + 1]
        return next((op for op in self._prepositions if words[-len(op.words) :] == op.words), None)

    def is_infinitive(self, i: int) -> bool:
        """Tell whether a verb stands behind "to"."""
        return any(self.g.token(j).tag == "TO" for j in self.g.children(i, "aux"))

    def state(self, i: int) -> tuple[Operator, int] | None:
        """Return the word that says how a noun's act stands, with its token: "the talks are off", "on hold"."""
        g = self.g
        verb = g.token(i).head
        if g.token(i).dep != "nsubj" or g.lemma(verb) not in STATES or not g.is_verbal(verb):
            return None
        for first in range(verb + 1, min(verb + 2 + MAX_STATE, len(g.tokens))):
            for op in self._operators.get(("d", g.low(first)), ()):
                last = first + len(op.words) - 1
                if g.lows[first : last + 1] == op.words and self._ends(last):
                    return op, first
            if g.token(first).pos not in {"ADV", "PART"}:
                return None
        return None

    def _ends(self, last: int) -> bool:
        """Tell whether nothing behind a word makes it part of another: "off", not "off the coast"."""
        objects = self.g.children(last, "pobj", "pcomp")
        return not objects

    # ---- conditions

    def condition(self, i: int) -> int | None:
        """Return the word that makes the verb's clause a condition ("if", "unless", "should X ask"), or None."""
        g = self.g
        for j in g.children(i, "mark", "advmod"):
            as_if = g.lemma(j) == "if" and j > 0 and g.lemma(j - 1) == "as"
            if g.lemma(j) in CONDITIONALS and j < i and not as_if:
                return j
        t = g.token(i)
        inverted = self._inversion(t.sent)
        if inverted is not None and inverted <= i < self._comma_behind(inverted):
            return inverted
        if t.dep == "advcl":
            first = [j for j in g.children(i, "aux") if g.low(j) in INVERTED]
            subject = g.children(i, "nsubj", "nsubjpass")
            if first and subject and first[0] < subject[0]:
                return first[0]
        if t.dep == "conj" and g.is_verbal(t.head) and not g.children(i, "mark"):
            return self.condition(t.head)
        return None

    def open_question(self, i: int) -> int | None:
        """Return the word that leaves open whether a clause is so ("would not say whether X left"), or None."""
        return next((j for j in self.g.children(i, "mark") if self.g.lemma(j) == "whether" and j < i), None)

    def has_condition(self, i: int) -> bool:
        """Tell whether a verb's clause depends on a condition."""
        if any(self.condition(j) is not None for j in self.g.children(i, "advcl")) or self._is_on_condition(i):
            return True
        inverted = self._inversion(self.g.token(i).sent)
        return inverted is not None and i > self._comma_behind(inverted)

    def _is_on_condition(self, i: int) -> bool:
        """Tell whether a preposition names the condition: "without a deal, X would leave", "in the event of war"."""
        g = self.g
        for p in g.children(i, "prep"):
            ends = (p, *(k for j in g.children(p, "pobj") for k in g.children(j, "prep")))
            ops = (self.preposition(k) for k in ends)
            if any(op is not None and op.effect is Status.HYPOTHETICAL for op in ops):
                return True
            if g.low(p) in CONDITIONAL_PREPS and p == g.parse.sentences[g.token(p).sent][0] and g.children(p, "pobj"):
                return True
        return False

    def _inversion(self, sentence: int) -> int | None:
        """Return the auxiliary at the head of a sentence that makes a condition: "Had Mali agreed, ..."."""
        g = self.g
        first, last = g.parse.sentences[sentence]
        words = [j for j in range(first, min(first + 2, last)) if g.token(j).pos != "PUNCT"][:1]
        if not words or g.low(words[0]) not in INVERTED or g.token(last - 1).text == "?":
            return None
        i = words[0]
        is_subject = i + 1 < last and g.token(i + 1).pos in {"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM"}
        return i if is_subject and self._comma_behind(i) < last else None

    def _comma_behind(self, i: int) -> int:
        """Return the first comma behind a token in its sentence, or the sentence's end."""
        _, last = self.g.parse.sentences[self.g.token(i).sent]
        return next((j for j in range(i, last) if self.g.token(j).text == ","), last)
