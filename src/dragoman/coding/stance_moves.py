"""Stances that the text says were taken or moved: "took a tough line on", "hardened its line", "dropped its demand"."""

from collections.abc import Iterator

from dragoman.coding.analysis import Analysis
from dragoman.coding.stances import StanceFind, StanceWords
from dragoman.model import PositionChange, Stance

TAKEN = frozenset({"take", "adopt", "have", "hold", "maintain", "keep", "strike", "assume"})
"""Verbs with which an actor takes a line ("took a tough stance")."""
LINE_PREPS = ("on", "toward", "towards", "over", "against", "about", "to", "for", "regarding")
"""Prepositions before what a line is about."""
SIDED = "taken:side"
"""Rule of a line that names its object in an adjective: "an anti-Chadian line"."""
TONE = {PositionChange.HARDENED: Stance.OPPOSE, PositionChange.SOFTENED: Stance.SUPPORT}
"""What an adjective tells of a line when it is no comparative: "a tough line" opposes."""


class MoveFinder:
    """Finds lines that were taken, hardened, softened, given up or turned round."""

    def __init__(self, analysis: Analysis, words: StanceWords) -> None:
        self.a = analysis
        self.g = analysis.grammar
        self.words = words
        self.tables = words.tables
        self._lines = frozenset(noun for noun, _ in words.tables.nouns)

    def at(self, i: int) -> Iterator[StanceFind]:
        """Yield the stance that a verb moves or takes, at most one."""
        if self.g.token(i).pos not in {"VERB", "AUX"}:
            return
        for j in (*self.g.objects(i), *self.g.children(i, "nsubj")):
            if self.g.lemma(j) not in self._lines:
                continue
            find = self._moved(i, j) or self._compared(i, j) or self._taken(i, j)
            if find is not None:
                yield find
                return

    def _moved(self, i: int, j: int) -> StanceFind | None:
        g = self.g
        verb = " ".join((g.lemma(i), *(g.lemma(k) for k in g.children(i, "prt"))))
        for kind in ("demand", "stance"):
            change = self.tables.movers.get((verb, kind))
            stance = self.tables.nouns.get((g.lemma(j), kind))
            if change is None or stance is None:
                continue
            target = self._about(j) or self._about(i)
            if target is None:
                continue
            holders = g.subjects(i) if j not in g.children(i, "nsubj") else g.children(j, "poss")
            return StanceFind(
                holders=holders or g.children(j, "poss"),
                target=target,
                stance=Stance.NEUTRAL if kind == "demand" else stance,
                verb=i,
                rule=f"moved:{verb}",
                change=change,
            )
        return None

    def _compared(self, i: int, j: int) -> StanceFind | None:
        """Return the stance of "takes an ever tougher line on" or "its tone towards X has become sharper"."""
        g = self.g
        if not self.tables.nouns.get((g.lemma(j), "stance")):
            return None
        is_subject = j in g.children(i, "nsubj")
        near = g.children(i, "acomp") if is_subject else g.children(j, "amod")
        change = next((c for k in near if (c := self._tone(k)) and g.token(k).tag == "JJR"), None)
        target = self._about(j) if change else None
        if change is None or target is None:
            return None
        holders = g.children(j, "poss") if is_subject else g.subjects(i)
        return StanceFind(
            holders=holders, target=target, stance=Stance.OPPOSE, verb=i, rule="moved:comparative", change=change
        )

    def _taken(self, i: int, j: int) -> StanceFind | None:
        """Return the stance of "took a tough stance on X", "has taken an anti-Chadian line"."""
        g = self.g
        if g.lemma(i) not in TAKEN or not self.tables.nouns.get((g.lemma(j), "stance")) or g.token(j).dep == "nsubj":
            return None
        sided = next(((k, p) for k in g.children(j, "amod", "compound") if (p := self._prefix(k))), None)
        if sided is not None:
            k, prefix = sided
            whom = next((m for m in range(k, j) if self.a.parties.mention_at(m)), k)
            stance = Stance.OPPOSE if prefix == "anti" else Stance.SUPPORT
            return StanceFind(holders=g.subjects(i), target=whom, stance=stance, verb=i, rule=SIDED)
        tone = next((c for k in g.children(j, "amod") if (c := self._tone(k))), None)
        target = self._about(j) or self._about(i)
        if tone is None or target is None:
            return None
        return StanceFind(holders=g.subjects(i), target=target, stance=TONE[tone], verb=i, rule="taken:tone")

    def _prefix(self, k: int) -> str:
        word = self.g.low(k)
        return next((p for p in ("anti", "pro") if word == p or word.startswith((f"{p}-", f"{p}–"))), "")

    def _tone(self, k: int) -> PositionChange | None:
        return self.tables.comparatives.get(self.g.lemma(k))

    def _about(self, noun: int) -> int | None:
        g = self.g
        heads = tuple(j for j in g.prep_objects(noun, *LINE_PREPS) if self.words.is_issue(j))
        if heads:
            return heads[0]
        clauses = g.children(noun, "acl", "ccomp", "relcl") if not g.is_verbal(noun) else ()
        return clauses[0] if clauses else None
