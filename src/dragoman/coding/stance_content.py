"""Stances put by what is said or refused: "holds that X must go", "refuses to accept X", "sees X as a threat"."""

from collections.abc import Iterator

from dragoman.coding.analysis import Analysis
from dragoman.coding.stances import StanceFind, StanceWords
from dragoman.model import EventType, Stance

REFUSERS = frozenset({"refuse", "decline", "balk", "unwilling", "loath", "reluctant", "exclude"})
"""Words whose infinitive or gerund is turned down."""
UNWILLING = frozenset({"will", "would", "can", "could", "wo", "ca", "'ll", "'d"})
"""Modals that under a negation refuse: "will not accept"."""
DUTY = frozenset({"should", "must", "ought"})
"""Modals that say what is to be done."""
NEED = frozenset({"need", "have"})
"""Verbs that do so before an infinitive."""
URGING = frozenset({"urge", "press", "encourage", "push", "lobby", "exhort", "implore"})
STOPPING = frozenset({"stop", "cease", "halt", "end", "lift", "abandon", "drop", "scrap", "quit", "suspend", "abolish"})
"""Verbs whose object the one who asks for them is against."""
POLICIES = frozenset(
    {
        *("plan", "deal", "treaty", "agreement", "accord", "proposal", "law", "bill", "pact", "project", "policy"),
        *(
            "tariff",
            "programme",
            "program",
            "initiative",
            "quota",
            "scheme",
            "regime",
            "sanction",
            "convention",
            "draft",
        ),
    }
)
"""Things on which one word of judgement is a line; on a single act it only judges the act."""
GOALS = frozenset({"goal", "aim", "objective", "priority", "preference", "ambition", "dream", "wish", "condition"})
CALLING = frozenset(
    {"call", "brand", "label", "term", "regard", "see", "view", "consider", "deem", "describe", "think", "find"}
)
"""Verbs that hold a thing for something: "regards X as a threat"."""
EVALUATED = {EventType.ACCUSE: Stance.OPPOSE, EventType.REJECT: Stance.OPPOSE, EventType.SUPPORT: Stance.SUPPORT}
"""What an evaluative word tells of its object."""


class ContentFinder:
    """Finds stances whose words are a clause."""

    def __init__(self, analysis: Analysis, words: StanceWords) -> None:
        self.a = analysis
        self.g = analysis.grammar
        self.words = words
        self.evaluative = analysis.predicates.evaluative

    def at(self, i: int) -> Iterator[StanceFind]:
        """Yield the stances that a verb or noun puts with its content."""
        t = self.g.token(i)
        if t.pos in {"VERB", "AUX"}:
            yield from self._refused(i)
            yield from self._duty(i)
            yield from self._urged(i)
            yield from self._judged(i)
        elif t.pos == "NOUN":
            yield from self._goal(i)

    def _refused(self, i: int) -> Iterator[StanceFind]:
        """Yield the stance of "refuses to accept X" and "will not accept X"."""
        g = self.g
        word = next(self.words.at("r", i), None)
        if word is None:
            return
        target = self.words.target(i, word)
        t = g.token(i)
        refuser = g.token(t.head).head if t.dep == "pcomp" else t.head
        is_refused = t.dep in {"xcomp", "pcomp"} and g.lemma(refuser) in REFUSERS and not g.is_negated(refuser)
        modal = any(g.low(j) in UNWILLING for j in g.children(i, "aux"))
        if target is None or not (is_refused or (modal and g.is_negated(i))):
            return
        yield StanceFind(
            holders=g.subjects(i),
            target=target,
            stance=Stance.OPPOSE,
            verb=refuser if is_refused else i,
            rule=f"refused:{' '.join(word.words)}",
            is_settled=not is_refused,
        )

    def _duty(self, i: int) -> Iterator[StanceFind]:
        """Yield the stance of "holds that X must go": for what is said to be due, against what is said not to be."""
        g = self.g
        if not next(self.words.at("d", i), None):
            return
        is_perfect = g.token(i).tag == "VBN" and any(g.lemma(j) == "have" for j in g.children(i, "aux"))
        if not is_perfect and not self.words.is_lasting(i):
            return
        for clause in g.children(i, "ccomp"):
            modal = any(g.lemma(j) in DUTY for j in g.children(clause, "aux"))
            need = g.lemma(clause) in NEED and g.token(clause).tag in {"VBZ", "VBP"}
            tail = g.children(clause, "xcomp") if need else ()
            if not (modal or tail) or any(g.token(j).pos == "PRON" for j in g.children(clause, "nsubj", "nsubjpass")):
                continue
            if any(g.lemma(j) == "have" for j in g.children(clause, "aux")):
                continue  # "should have done": a reproach, no line
            stance = Stance.OPPOSE if g.is_negated(clause) else Stance.SUPPORT
            yield StanceFind(holders=g.subjects(i), target=clause, stance=stance, verb=i, rule=f"duty:{g.lemma(i)}")

    def _urged(self, i: int) -> Iterator[StanceFind]:
        """Yield the stance of "has been urging X to do Y": a request that is told as a line held."""
        g = self.g
        if g.lemma(i) not in URGING or not self.words.is_lasting(i):
            return
        for act in g.children(i, "xcomp", "ccomp"):
            if g.token(act).pos != "VERB" or not any(g.token(j).tag == "TO" for j in g.children(act, "aux")):
                continue
            target, stance = self._asked(act)
            yield StanceFind(holders=g.subjects(i), target=target, stance=stance, verb=i, rule=f"urged:{g.lemma(i)}")

    def _asked(self, act: int) -> tuple[int, Stance]:
        """Return what somebody who asks for an act is for or against: "to lift X" is against X, "to back X" for X."""
        g = self.g
        if g.lemma(act) in STOPPING:
            ended = g.objects(act) or g.children(act, "xcomp")
            if ended:
                return ended[0], Stance.OPPOSE
        for word in self.words.at("v", act):
            target = self.words.target(act, word)
            if target is not None:
                return target, word.stance
        return act, Stance.SUPPORT

    def _goal(self, i: int) -> Iterator[StanceFind]:
        """Yield the stance of "its goal is X", "its goal is not X but Y"."""
        g = self.g
        t = g.token(i)
        owners = g.spread(g.children(i, "poss"))
        if t.lemma not in GOALS or t.dep != "nsubj" or g.lemma(t.head) != "be" or not owners:
            return
        goals = g.children(t.head, "attr", "xcomp", "ccomp")
        if g.is_negated(t.head):
            goals = tuple(k for j in goals for k in g.children(j, "conj")) or g.children(t.head, "conj")
        if goals and self.words.is_issue(goals[-1]):
            yield StanceFind(
                holders=owners,
                target=goals[-1],
                stance=Stance.SUPPORT,
                verb=t.head,
                rule=f"goal:{t.lemma}",
                first=i,
                is_settled=True,
            )

    def _judged(self, i: int) -> Iterator[StanceFind]:
        """Yield the stance of "regards X as a threat", "calls X a sham", "says that X is a mistake"."""
        g = self.g
        if g.lemma(i) in CALLING:
            for target, verdict in self._pairs(i):
                stance = self._verdict(verdict)
                if stance is not None and (self.words.is_lasting(i) or g.lemma(target) in POLICIES):
                    yield StanceFind(
                        holders=g.subjects(i), target=target, stance=stance, verb=i, rule=f"judged:{g.lemma(verdict)}"
                    )
                    return

    def _pairs(self, i: int) -> Iterator[tuple[int, int]]:
        """Yield a thing with the word that says what it is taken for."""
        g = self.g
        for target in g.objects(i):
            for j in g.children(i, "oprd", "xcomp", "acomp", "attr"):
                yield target, j
            for p in (*g.children(i, "prep"), *g.children(target, "prep")):
                if g.lemma(p) == "as":
                    yield from ((target, j) for j in g.children(p, "pobj", "amod"))
        for clause in g.children(i, "ccomp"):
            if g.token(clause).pos in {"NOUN", "ADJ", "PROPN"}:
                yield from ((target, clause) for target in g.children(clause, "nsubj"))

    def _verdict(self, i: int) -> Stance | None:
        """Return what an evaluative word at the token tells of its object; None under a negation."""
        g = self.g
        if g.is_negated(i):
            return None
        word = next(self.words.at("e", i), None)
        if word is not None:
            return word.stance
        kind = self.evaluative.get(g.lemma(i)) or self.evaluative.get(g.low(i))
        return EVALUATED.get(kind) if kind else None
