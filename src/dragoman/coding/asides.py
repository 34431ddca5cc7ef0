"""Reporting clauses set into a sentence by commas, read by their words: "The bank, officials said, will close".

Parsers often hang such a clause, or what surrounds it, on the wrong word; its form is plain in the run of the words:
a comma, a subject, a verb of reporting, at most a few adverbials, and a comma or the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.coding.grammar import Grammar
from dragoman.coding.quotes import Quotes
from dragoman.model import Span

ADDRESSING = frozenset({"tell", "remind", "assure", "inform", "notify"})
"""Verbs of reporting whose object is who hears: "The bank, she told reporters, will close"."""
OBJECTS = ("dobj", "xcomp", "dative", "acomp", "attr", "oprd")
FINITE = frozenset({"VBD", "VBZ", "VBP"})
STOPS = frozenset({",", ";", ":", "—", "–", "--"})
INSIDE = frozenset(
    {"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "ADP", "ADV", "PART", "SYM", "PUNCT", "X", "AUX", "SPACE"}
)
"""What may stand in an aside beside its verb: no second verb, so that "said nothing that ..." is none."""
MAX_ASIDE = 16
"""Tokens of the longest aside ("a lawyer for the ministry said in an interview on Monday")."""
ENDS = frozenset({";", ":"})
"""Marks that end a statement."""
RELATIVES = frozenset({"WDT", "WP", "WP$", "WRB"})
"""Tags of words that open a clause of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A reporting clause set in commas.

    Attributes:
        verb: Token of its verb.
        speakers: Tokens of its subjects; empty for "it was announced".
        span: Its code points.
        first: First token of the statement that it vouches for.
        last: Last token of that statement, exclusive.
        words: Its own tokens, from the first to the last, exclusive.
    """

    verb: int
    speakers: tuple[int, ...]
    span: Span
    first: int
    last: int
    words: range


class AsideReader:
    """Finds the asides of one document."""

    def __init__(self, grammar: Grammar, quotes: Quotes, verbs: frozenset[str]) -> None:
        self.g = grammar
        self.quotes = quotes
        self._verbs = verbs
        self._by_sentence: dict[int, tuple[Aside, ...]] = {}

    def of(self, i: int) -> Aside | None:
        """Return the aside that vouches for what a token names, the nearest if there are several; None without one."""
        number = self.g.token(i).sent
        if number not in self._by_sentence:
            self._by_sentence[number] = tuple(self._asides(*self.g.parse.sentences[number]))
        found = [a for a in self._by_sentence[number] if self._covers(a, i)]
        return min(found, key=lambda a: abs(a.verb - i), default=None)

    def _covers(self, aside: Aside, i: int) -> bool:
        g = self.g
        if i in aside.words or not aside.first <= i < aside.last:
            return False
        if g.token(i).dep == "conj" and g.token(i).head == aside.verb and g.children(aside.verb, "cc"):
            return False  # "X, Oslo said, and withdrew": it may be Oslo that did
        if aside.words.stop < aside.last:  # it cuts the statement in two
            return not any(g.token(j).dep == "appos" for j in (i, *g.ancestors(i)) if j > aside.words.stop)
        path = (i, *g.ancestors(i))  # "After X fired, Oslo complained" tells of two things
        return not any(g.token(j).dep == "advcl" and g.children(j, "mark", "advmod") for j in path if j < aside.verb)

    def _asides(self, first: int, last: int) -> Iterator[Aside]:
        g = self.g
        for v in range(first, last):
            t = g.token(v)
            if t.lemma not in self._verbs or not g.is_verbal(v) or self.quotes.around(t.start) is not None:
                continue
            begin, end = self._edges(v, first, last)
            speakers = tuple(j for j in g.children(v, "nsubj", "nsubjpass") if begin <= j < end)
            if not self._is_aside(v, begin, end, speakers):
                continue
            if begin == first or (end < last and g.token(end).text == ":") or self._is_beside_quote(begin, end):
                continue
            is_last = end >= last - 1 or g.token(end).text == ";" or self._goes_on(end + 1)
            yield Aside(
                verb=v,
                speakers=tuple(j for j in speakers if g.low(j) != "it"),
                span=Span(g.token(begin).start, g.token(end - 1).end),
                first=self._start(begin, first, is_last=is_last),
                last=end if is_last else next((j for j in range(end, last) if g.token(j).text in ENDS), last),
                words=range(begin, end),
            )

    def _is_beside_quote(self, begin: int, end: int) -> bool:
        """Tell whether an aside hands over to a quotation before or behind it, whose speaker is known by its marks."""
        around = [j for j in (begin - 2, begin - 1, end, end + 1) if 0 <= j < len(self.g.tokens)]
        return any(self.quotes.around(self.g.token(j).start) is not None for j in around)

    def _goes_on(self, j: int) -> bool:
        """Tell whether what follows an aside describes its speaker: "Oslo said, which", "he said, adding"."""
        return self.g.token(j).tag in {*RELATIVES, "VBG"}

    def _edges(self, v: int, first: int, last: int) -> tuple[int, int]:
        """Return the first token of a verb's aside, and the one behind its last: the stops on both sides."""
        g = self.g
        begin = next((j + 1 for j in range(v - 1, first - 1, -1) if self._stops(j)), first)
        end = next((j for j in range(v + 1, last) if self._stops(j)), last)
        if end == last and last - 1 > v and g.token(last - 1).pos == "PUNCT":
            end = last - 1
        return begin, end

    def _stops(self, j: int) -> bool:
        return self.g.token(j).text in STOPS

    def _is_aside(self, v: int, begin: int, end: int, speakers: tuple[int, ...]) -> bool:
        """Tell whether the tokens are a reporting clause and nothing else."""
        g = self.g
        if end - begin > MAX_ASIDE or not speakers or g.is_negated(v):
            return False
        if g.token(begin).pos in {"CCONJ", "SCONJ"} or g.token(begin).tag in RELATIVES:
            return False
        passive = bool(g.children(v, "auxpass"))
        is_finite = g.token(v).tag in FINITE or (g.token(v).tag == "VBN" and bool(g.children(v, "aux", "auxpass")))
        by_nobody = passive and all(g.low(j) == "it" for j in speakers)
        if by_nobody and any(g.token(j).tag == "MD" for j in g.children(v, "aux")):
            return False  # "it can be revealed": the paper reveals it
        if not is_finite or (passive and not by_nobody):
            return False
        hearers = ("dobj", "dative") if g.lemma(v) in ADDRESSING else ()
        if any(begin <= j < end for j in g.children(v, *(dep for dep in OBJECTS if dep not in hearers))):
            return False
        return all(j == v or g.token(j).pos in INSIDE or g.token(j).dep == "acl" for j in range(begin, end))

    def _start(self, begin: int, first: int, *, is_last: bool) -> int:
        """Return where the statement around an aside begins: behind a semicolon, or with the clause that it cuts."""
        g = self.g
        before = g.token(max(first, begin - 2))
        if before.tag in {"VBG", "VBN"} and before.dep in {"advcl", "acl"} and not is_last:
            return before.i  # "refused, having concluded, X says, that": he says what was concluded
        for j in range(begin - 2, first - 1, -1):
            t = g.token(j)
            is_join = t.tag in RELATIVES or t.dep == "mark" or (t.tag == "CC" and g.token(j - 1).text == ",")
            if t.text in ENDS or (is_join and not is_last and j > first):
                return j + 1
        return first
