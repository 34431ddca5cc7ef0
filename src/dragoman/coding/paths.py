"""How a party stands to an act in the sentence: its slot in the parse, its place, and what the rules make of it.

The network's roles are a bilinear form over the two words; what the parse knows is added to it as named features, each
with a weight per role (`data/coder/paths.tsv`, trained with the network), so that a small encoder need not learn
grammar from a few thousand acts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from dragoman.coding.analysis import Analysis
from dragoman.coding.grammar import PASSIVE_SUBJECTS, SUBJECTS
from dragoman.coding.triggers import Trigger
from dragoman.model import Evidence, Span

PREPOSITIONS = ("to", "with", "against", "of", "from", "on", "for", "in", "by", "at", "over", "about", "between")
"""Prepositions that have a feature of their own; the others share one."""
OTHERS = (
    "into",
    "toward",
    "towards",
    "among",
    "behind",
    "through",
    "under",
    "upon",
    "as",
    "before",
    "after",
    "without",
)
OWNING = frozenset({"poss", "amod", "compound", "nmod"})
"""Relations in which a mention stands before the noun that it owns: "Turkey's jets", "Turkish jets"."""
BELOW = ("xcomp", "ccomp", "advcl", "acl")
NEAR = 3
"""Tokens between act and mention up to which they stand close together."""
SLOTS = (
    *("subject", "object", "dative", "possessor", "modifier", "described"),
    *(f"prep {p}" for p in (*PREPOSITIONS, "other")),
    *("object's prep", "object's owner", "subject's owner", "prep's owner"),
    *("governor's subject", "governor's object", "governor's prep", "second governor's subject"),
    *("second governor's object", "subject below", "object below", "prep below"),
)
"""Places in the parse, as seen from the act."""
RULED = ("ruled actor", "ruled recipient", "ruled speaker", "another is ruled actor", "another is ruled recipient")
PLACES = (
    *("before", "after", "nearest before", "nearest after", "close", "sentence before", "earlier", "later"),
    *("subject of the sentence before", "main subject", "act quoted, party not", "both quoted"),
)
WORDS = ("pronoun", "proper name", "common noun", "owner of a noun")
ACTS = ("act is a noun", "act is passive")
CROSSED = ("subject", "before", "after")
"""Features that also stand crossed with those of the act."""
PATHS = (*RULED, "always", *SLOTS, *PLACES, *WORDS, *(f"{name}, {act}" for act in ACTS for name in CROSSED))
"""All features, in the order of the table."""
INDEX = {name: k for k, name in enumerate(PATHS)}
WITH_ACTS = tuple(tuple((name, f"{name}, {act}") for name in CROSSED) for act in ACTS)
"""For each of ACTS the features that stand crossed with it, each with its crossing."""


class Paths:
    """The features of every (act, mention) of one document."""

    def __init__(
        self, analysis: Analysis, told: Iterable[tuple[Trigger, Evidence]], heads: Mapping[int, Sequence[str | int]]
    ) -> None:
        """Take the document, what the rules tell of it, and by head token the names that rules know a mention by.

        The names are those of its entity and the code points where its words begin.
        """
        self.a = analysis
        self.g = analysis.grammar
        self.heads = heads
        self.ruled = {trigger.i: _ruled(ev) for trigger, ev in told}
        self._by_sentence: dict[int, list[int]] = {}
        for head in sorted(heads):
            self._by_sentence.setdefault(self.g.token(head).sent, []).append(head)
        self._slots = cache(self._slots_of)
        self._kind = cache(self._kind_of)
        self._words = cache(self._words_of)
        self._quote = cache(self._quote_of)

    def of(self, act: int, heads: Sequence[int]) -> list[tuple[int, ...]]:
        """Return the features of the mentions with these heads for the act at a token, as places in PATHS, in order."""
        slots, ruled, crossed, quoted = self._slots(act), self.ruled.get(act, ()), self._kind(act), self._quote(act)
        found = []
        for head in heads:
            features = [*self._words(head), *slots.get(head, ())]
            self._place(act, head, features)
            if quoted is not None:
                features.append("both quoted" if self._quote(head) == quoted else "act quoted, party not")
            names = self.heads.get(head, ())
            for here, beside, side in ruled:
                if not side.isdisjoint(names):
                    features.append(here)
                elif side and beside:
                    features.append(beside)
            features += [both for slot, both in crossed if slot in features]
            found.append(tuple(sorted([INDEX[name] for name in features])))
        return found

    def _kind_of(self, act: int) -> tuple[tuple[str, str], ...]:
        """Return the features that stand crossed with the form of the act, each with its crossing."""
        if not self.g.is_verbal(act):
            return WITH_ACTS[0]
        return WITH_ACTS[1] if self.g.is_passive(act) else ()

    def _words_of(self, head: int) -> tuple[str, ...]:
        """Return what holds of a mention for every act."""
        t = self.g.token(head)
        found = ["always", {"PRON": "pronoun", "PROPN": "proper name"}.get(t.pos, "common noun")]
        if t.dep in OWNING:
            found.append("owner of a noun")
        if t.dep in SUBJECTS | PASSIVE_SUBJECTS and self.g.token(t.head).head == t.head:
            found.append("main subject")
        return tuple(found)

    def _quote_of(self, i: int) -> Span | None:
        return self.a.quotes.around(self.g.token(i).start)

    def _place(self, act: int, head: int, features: list[str]) -> None:
        """Add where the mention stands, seen from the act."""
        here, there = self.g.token(act).sent, self.g.token(head).sent
        if here == there:
            features.append("before" if head < act else "after")
            if abs(head - act) <= NEAR:
                features.append("close")
            around = self._by_sentence.get(here, ())
            if bisect_right(around, min(act, head)) >= bisect_left(around, max(act, head)):
                features.append("nearest before" if head < act else "nearest after")
        elif there == here - 1:
            features.append("sentence before")
            if "main subject" in features:
                features.append("subject of the sentence before")
        else:
            features.append("earlier" if there < here else "later")

    def _slots_of(self, act: int) -> dict[int, set[str]]:
        """Return for each token that fills a slot of the act, or of the words above and below it, the slots."""
        g = self.g
        found: dict[int, set[str]] = {}

        def put(slot: str, tokens: Iterable[int], *, owner: str = "") -> None:
            for i in tokens:
                found.setdefault(i, set()).add(slot)
                for j in (*g.children(i, *OWNING), *g.prep_objects(i, "of")) if owner else ():
                    found.setdefault(j, set()).add(owner)

        t = g.token(act)
        subjects, objects = g.subjects(act), g.objects(act)
        put("subject", subjects, owner="subject's owner")
        put("object", objects, owner="object's owner")
        put("dative", g.spread(g.children(act, "dative")))
        put("possessor", g.spread(tuple(g.owner_of_whose(j) for j in g.children(act, "poss"))))
        put("modifier", g.children(act, "amod", "compound", "nmod"))
        if t.dep in {"relcl", "acl"}:
            put("described", g.spread((t.head,)))
        for p in PREPOSITIONS:
            put(f"prep {p}", g.prep_objects(act, p), owner="prep's owner")
        put("prep other", g.prep_objects(act, *OTHERS), owner="prep's owner")
        for i in objects:
            put("object's prep", g.prep_objects(i, *PREPOSITIONS))
        above = [i for i in g.ancestors(act) if g.is_verbal(i) and g.token(i).dep not in {"aux", "auxpass"}]
        for name, i in zip(("governor", "second governor"), above, strict=False):
            put(f"{name}'s subject", g.subjects(i))
            put(f"{name}'s object", g.objects(i))
            if name == "governor":
                put("governor's prep", g.prep_objects(i, *PREPOSITIONS))
        for i in (*g.children(act, *BELOW), *g.prep_gerunds(act, *PREPOSITIONS)):
            put("subject below", g.children(i, "nsubj", "nsubjpass"))
            put("object below", g.objects(i))
            put("prep below", g.prep_objects(i, *PREPOSITIONS))
        found.pop(act, None)
        return found


def _ruled(ev: Evidence) -> tuple[tuple[str, str, frozenset[str | int]], ...]:
    """Return what the rules make of a party by each side that they name it on, and of one beside that side."""
    speakers = frozenset(a.span.start for a in ev.attribution if a.span is not None)
    return (
        ("ruled actor", "another is ruled actor", frozenset(ev.actors)),
        ("ruled recipient", "another is ruled recipient", frozenset(ev.recipients)),
        ("ruled speaker", "", speakers),
    )
