"""What all finders of stances share: the find, the words of stances.tsv in the grammar, and what a stance is about."""

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.coding.grammar import Grammar
from dragoman.lexicon.stances import StanceTables, StanceWord
from dragoman.model import PositionChange, Stance

REACH_TOKENS = 6
"""How far behind its head a word's further words may stand ("threw its considerable weight behind")."""
ALWAYS = frozenset(
    {"long", "always", "repeatedly", "consistently", "steadfastly", "never", "still", "continually", "traditionally"}
)
"""Adverbs that make one telling a lasting line."""
VAGUE = frozenset(
    {
        *(
            "part",
            "more",
            "less",
            "thing",
            "way",
            "end",
            "lot",
            "much",
            "word",
            "place",
            "time",
            "something",
            "nothing",
        ),
        *("same", "rest", "both", "prospect", "term", "favour", "favor", "solidarity", "step", "here", "there"),
    }
)
"""Heads that name no issue: "wants no part of it"."""
UNITS = frozenset({"MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
"""Named kinds that are no issue: "demanded 12"."""
TIMES = frozenset({"day", "week", "month", "year", "hour", "decade", "minute", "morning", "night"})
"""Nouns of time, which are none either: "campaigned for years"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceFind:
    """A stance as found in the grammar, before it becomes a record.

    Attributes:
        holders: Tokens that name who holds it.
        target: Token that names what it is about.
        stance: Toward the target, before negation.
        verb: Token on which status, negation and attribution hang.
        rule: Name of what found it.
        change: How the words say that it moved.
        first: First token of the evidence, where that is not `verb`.
        is_settled: True where the frame itself has weighed negation and status ("refuses to accept").
    """

    holders: tuple[int, ...]
    target: int
    stance: Stance
    verb: int
    rule: str
    change: PositionChange = PositionChange.NONE
    first: int | None = None
    is_settled: bool = False


class StanceWords:
    """The words of stances.tsv as they stand in one document."""

    def __init__(self, grammar: Grammar, tables: StanceTables) -> None:
        self.g = grammar
        self.tables = tables

    def at(self, pos: str, i: int) -> Iterator[StanceWord]:
        """Yield the rows of a part of speech whose words stand at the token, the longest first."""
        g = self.g
        key = g.low(i) if pos in {"p", "q", "a"} else g.lemma(i)
        for word in self.tables.words.get((pos, key), ()):
            if len(word.words) > 1:
                if not self._follows(i, word.words[1:]):
                    continue
            elif pos in {"v", "h", "r"} and g.children(i, "prt"):
                continue
            yield word

    def _follows(self, i: int, rest: tuple[str, ...]) -> bool:
        """Tell whether the further words stand behind the head in their order and within reach."""
        j, last = i + 1, min(i + 1 + REACH_TOKENS, len(self.g.tokens))
        for word in rest:
            while j < last and self.g.low(j) != word:
                j += 1
            if j == last:
                return False
            j += 1
        return True

    def target(self, i: int, word: StanceWord) -> int | None:
        """Return the token that a stance is about, or None if its place is empty or filled by no issue."""
        for place in word.objects:
            meant = next((j for h in self._heads(i, word, place) if (j := self.meant(h)) is not None), None)
            if meant is not None and self.is_issue(meant):
                return meant
        return None

    def _heads(self, i: int, word: StanceWord, place: str) -> tuple[int, ...]:
        g = self.g
        if place == "obj":
            return g.objects(i) or tuple(j for j in g.children(i, "xcomp") if g.token(j).tag == "VBG")
        if place == "that":
            return tuple(j for j in g.children(i, "ccomp") if not self._is_claim(j))
        if place == "poss":
            return g.spread(g.children(i, "poss"))
        if len(word.words) > 1 or word.pos in {"p", "q"}:
            own = g.children(i, "pobj") if len(word.words) == 1 else ()
            return g.prep_objects(i, place) or own or self._phrase_object(i, place)
        return g.prep_objects(i, place) or g.prep_gerunds(i, place)

    def _is_claim(self, clause: int) -> bool:
        """Tell whether a clause puts no demand by itself.

        "Insists that it was at sea" is a claim; "insists that X must go" is read by its modal; "wants X to go" asks for
        one act.
        """
        aux = self.g.children(clause, "aux", "auxpass")
        return any(self.g.token(j).tag in {"VBD", "VBZ", "MD", "TO"} for j in (clause, *aux))

    def meant(self, j: int) -> int | None:
        """Return what an object stands for: a relative pronoun its noun, a "that" that is none nothing."""
        meant = self.g.antecedent(j)
        is_word = meant == j and (self.g.token(j).tag in {"WDT", "WP"} or self.g.low(j) == "that")
        return None if is_word else meant

    def is_issue(self, j: int) -> bool:
        """Tell whether a token can head an issue: neither a day or sum nor a word without content."""
        t = self.g.token(j)
        if t.ner in UNITS or t.lemma in VAGUE | TIMES or t.pos in {"NUM", "ADV"}:
            return False
        return not (t.ner in {"DATE", "TIME"} and t.pos == "PROPN")

    def _phrase_object(self, i: int, place: str) -> tuple[int, ...]:
        for j in range(i + 1, min(i + 1 + REACH_TOKENS, len(self.g.tokens))):
            if self.g.low(j) == place:
                return self.g.children(j, "pobj", "pcomp")
        return ()

    def is_lasting(self, i: int) -> bool:
        """Tell whether a verb is told as a habit or a line held: in the present, or "has long", "has been urging"."""
        g = self.g
        t = g.token(i)
        words = {g.lemma(j) for j in g.children(i, "advmod", "neg", "npadvmod")}
        if words & ALWAYS or any(g.lemma(j) == "year" for j in g.prep_objects(i, "for", "since")):
            return True
        aux = [g.token(j) for j in g.children(i, "aux", "auxpass")]
        if t.tag == "VBG":
            return any(a.lemma == "have" for a in aux)
        if t.tag in {"VBZ", "VBP"}:
            return True
        if any(a.lemma == "do" and a.tag in {"VBZ", "VBP"} for a in aux):
            return True
        head = t.head
        return t.dep == "xcomp" and g.lemma(head) in {"continue", "tend"} and head != i
