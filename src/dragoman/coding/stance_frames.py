"""Stances that one word puts with its subject and object: "backs X", "is hostile to X", "its support for X"."""

from collections.abc import Iterator

from dragoman.coding.analysis import Analysis
from dragoman.coding.stances import StanceFind, StanceWords
from dragoman.lexicon.stances import StanceWord
from dragoman.model import PositionChange, Stance

FLIP = {Stance.SUPPORT: Stance.OPPOSE, Stance.OPPOSE: Stance.NEUTRAL}
"""Under a plain negation: not to support a thing opposes it; not to oppose it is no support yet."""
HELD = frozenset(
    {
        *("voice", "express", "have", "offer", "pledge", "declare", "reiterate", "state", "retain", "enjoy", "win"),
        *("reaffirm", "maintain", "announce", "lend", "give", "show", "signal", "hide", "make", "harbour", "harbor"),
    }
)
"""Verbs that hold out a stance noun: "voiced support for"."""
RECEIVED = frozenset({"enjoy", "win", "receive", "have", "get"})
COPULAS = frozenset({"be", "remain", "become", "stay", "seem", "appear"})
GROUPS = frozenset({"one", "some", "many", "most", "among"})
"""Heads before "of" that only pick out of a group: "one of the strongest backers of"."""
EXAMPLES = frozenset({"include", "number"})
"""Verbs that list who belongs to a group: "its critics include Chad"."""


class FrameFinder:
    """Finds stances word by word."""

    def __init__(self, analysis: Analysis, words: StanceWords) -> None:
        self.a = analysis
        self.g = analysis.grammar
        self.words = words

    def at(self, i: int) -> Iterator[StanceFind]:
        """Yield the stances that the word at a token puts."""
        t = self.g.token(i)
        if t.pos in {"VERB", "AUX"}:
            yield from self._verb(i)
            if self.g.is_passive(i) or self._is_loose(i):
                yield from self._passive(i)
        elif t.pos in {"NOUN", "PROPN"}:
            yield from self._noun(i)
        elif t.pos == "ADJ":
            yield from self._predicative(i, "a")
        elif t.pos in {"ADP", "SCONJ"}:
            yield from self._predicative(i, "p")
            yield from self._adjunct(i)

    def _find(self, word: StanceWord, holders: tuple[int, ...], target: int, verb: int) -> StanceFind:
        return StanceFind(
            holders=holders,
            target=target,
            stance=word.stance,
            verb=verb,
            rule=f"stance:{' '.join(word.words)}",
            change=word.change,
        )

    def _verb(self, i: int) -> Iterator[StanceFind]:
        if any(self.g.low(j) == "having" for j in self.g.children(i, "aux")):
            return  # "having backed the rebels, it now favours": a stance that is over
        for word in (*self.words.at("v", i), *self.words.at("h", i)):
            target = self.words.target(i, word)
            if target is not None and (word.pos == "v" or self.words.is_lasting(i)):
                yield self._find(word, self.g.subjects(i), target, i)
                return

    def _passive(self, i: int) -> Iterator[StanceFind]:
        """Yield the stance of "is opposed to", "long opposed to": a participle that is as good as an adjective."""
        for word in self.words.at("a", i):
            target = self.words.target(i, word)
            if target is not None:
                holders = self.g.children(i, "nsubjpass") or self.g.objects(i) or self.g.subjects(self.g.token(i).head)
                yield self._find(word, holders, target, i)
                return

    def _is_loose(self, i: int) -> bool:
        """Tell whether a participle hangs before its clause: "Long opposed to the dam, Egypt agreed"."""
        t = self.g.token(i)
        return t.tag in {"VBD", "VBN"} and t.dep == "advcl" and not self.g.children(i, "nsubj", "aux", "mark")

    def _noun(self, i: int) -> Iterator[StanceFind]:
        for word in self.words.at("n", i):
            target = self.words.target(i, word)
            if target is None:
                continue
            holders, verb = self._members(i)
            if holders:
                yield self._find(word, holders, target, verb)
                return
        for word in self.words.at("g", i):
            yield from self._held(i, word)
            return

    def _members(self, i: int) -> tuple[tuple[int, ...], int]:
        """Return who is said to be a supporter or critic, and the word that says so."""
        g = self.g
        t = g.token(i)
        if t.dep == "conj" and g.token(t.head).pos == "NOUN":
            return self._members(t.head)
        if t.dep == "pobj" and g.lemma(t.head) in {"of", "among"}:
            top = g.token(t.head).head
            picked = g.lemma(top) in GROUPS and g.token(top).dep in {"attr", "appos"}
            if picked:
                return self._members_at(top)
            if g.lemma(t.head) == "among" and g.lemma(top) in COPULAS:
                return g.subjects(top), top
        return self._members_at(i)

    def _members_at(self, i: int) -> tuple[tuple[int, ...], int]:
        g = self.g
        t = g.token(i)
        if t.dep == "attr" and g.lemma(t.head) in COPULAS:
            return g.subjects(t.head), t.head
        if t.dep == "appos":
            return (t.head,), i
        if t.dep == "advcl" and g.is_verbal(t.head):
            return g.subjects(t.head), i  # "X, once the chief sponsor of the pact, now opposes it"
        if t.dep == "nsubj" and g.lemma(t.head) in EXAMPLES:
            return g.objects(t.head), t.head
        for clause in g.children(i, "relcl"):
            if g.lemma(clause) in EXAMPLES:
                return g.objects(clause), clause
        listed = g.prep_objects(i, "include", "including", "like") or tuple(
            j for p in g.children(i, "prep") if g.lemma(p) == "as" for j in g.spread(g.children(p, "pobj"))
        )
        return listed, i

    def _held(self, i: int, word: StanceWord) -> Iterator[StanceFind]:
        """Yield a stance that somebody holds out: "voiced support for", "its opposition to", "the support of X"."""
        g = self.g
        t = g.token(i)
        verb = t.head if g.is_verbal(t.head) and t.dep in {"dobj", "nsubjpass"} else None
        if verb is not None and g.lemma(verb) in RECEIVED and word.stance is Stance.SUPPORT:
            givers = g.prep_objects(i, "of", "from")
            if givers and self.a.parties.all_of(givers, owners=False):
                receiver = g.subjects(verb)
                if receiver:
                    yield self._find(word, givers, receiver[0], verb)
                return
        places = [p for p in word.objects if p != "of"]
        homes = (i, verb) if verb is not None and g.lemma(verb) in HELD else (i,)
        if t.dep == "pobj" and g.lemma(t.head) == "of":
            homes = (i, g.token(t.head).head)
        target = next((j for home in homes for p in places for j in g.prep_objects(home, p)), None)
        if target is None or not self.words.is_issue(target):
            return
        owners = self._owners(i)
        if owners:
            yield self._find(word, owners, target, i)
        elif verb is not None and g.lemma(verb) in HELD:
            find = self._find(word, g.subjects(verb), target, verb)
            stance = FLIP.get(word.stance, word.stance) if g.is_negated(i) else word.stance
            yield StanceFind(holders=find.holders, target=target, stance=stance, verb=verb, rule=find.rule)

    def _owners(self, i: int) -> tuple[int, ...]:
        """Return whose stance it is: "its support", "Norway's words of support"."""
        g = self.g
        own = g.children(i, "poss")
        if own:
            return g.spread(own)
        t = g.token(i)
        if t.dep == "pobj" and g.lemma(t.head) == "of":
            return g.spread(g.children(g.token(t.head).head, "poss"))
        return ()

    def _predicative(self, i: int, pos: str) -> Iterator[StanceFind]:
        where = self._described(i)
        if where is None:
            return
        holders, verb = where
        for word in self.words.at(pos, i):
            target = self.words.target(i, word)
            if target is None:
                continue
            change = self._comparative(i)
            yield StanceFind(
                holders=holders,
                target=target,
                stance=word.stance,
                verb=verb,
                rule=f"stance:{' '.join(word.words)}",
                change=word.change if change is PositionChange.NONE else change,
                first=i,
            )
            return

    def _described(self, i: int) -> tuple[tuple[int, ...], int] | None:
        """Return whom an adjective or phrase describes and the word that says so: a copula, or the adjective itself."""
        g = self.g
        t = g.token(i)
        if t.head == i:
            return None
        if g.is_verbal(t.head):
            if g.lemma(t.head) in COPULAS and t.dep in {"acomp", "prep", "attr", "oprd", "advcl"}:
                return g.subjects(t.head), t.head
            if t.pos == "ADJ" and t.dep in {"advcl", "oprd", "dep"}:
                return g.subjects(t.head), i
            return None
        if t.pos != "ADJ":
            return None
        if t.dep == "conj" and g.token(t.head).pos in {"ADJ", "VERB"}:
            return self._described(t.head)
        if t.dep in {"amod", "acl", "appos", "relcl"} and i > t.head:
            return (t.head,), i
        return None

    def _adjunct(self, i: int) -> Iterator[StanceFind]:
        """Yield the stance of a phrase beside an act: "flew fighters there in support of the president"."""
        g = self.g
        verb = g.clause(i)
        if g.token(i).dep != "prep" or not g.is_verbal(verb) or g.lemma(verb) in COPULAS:
            return
        for word in self.words.at("q", i):
            target = self.words.target(i, word)
            if target is not None:
                yield self._find(word, g.subjects(verb), target, verb)
                return

    def _comparative(self, i: int) -> PositionChange:
        words = {self.g.lemma(j) for j in self.g.children(i, "advmod")}
        if "less" in words:
            return PositionChange.SOFTENED
        return PositionChange.HARDENED if "more" in words else PositionChange.NONE
