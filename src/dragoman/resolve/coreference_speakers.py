"""Who speaks where: quotations, with marks or behind a colon, and their speakers."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, cached_property

from dragoman.lexicon.cues import load_cues
from dragoman.model import Span, Token
from dragoman.resolve.coreference_memory import Known
from dragoman.resolve.coreference_scene import SUBJECTS, Scene
from dragoman.resolve.coreference_turns import Turns

_QUOTED = re.compile(r"“[^”\n]*(?:”|(?=\n|\Z))|\"[^\"\n]*(?:\"|(?=\n|\Z))|«[^»\n]*»")
SPEAKING = SUBJECTS | {"pobj"}
"""Places in a clause where a speaker may stand: the last one behind "according to"."""
PARTING = frozenset({":", ";", ".", "\n"})
"""Marks that part what is told from what stands before."""
TELLERS = frozenset({"he", "she", "it", "they"})
"""Pronouns that may stand for a speaker in the tag of a quotation."""
MAX_QUOTE_SENTENCES = 8
"""A quotation behind a colon is not followed beyond this many sentences."""


@cache
def speaking_verbs() -> frozenset[str]:
    """Return the verbs whose subject may speak in a quotation near by."""
    return load_cues().reports("v", "report", "mind") | {"write", "tweet", "quote", "reply", "respond", "commit"}


class Speakers:
    """Finds the speaker of any word of one document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.page = scene.page
        self.quotes = [Span(m.start(), m.end()) for m in _QUOTED.finditer(scene.page.text) if m.end() > m.start()]
        self._starts = [q.start for q in self.quotes]
        self.turns = Turns(scene)
        self._verbs = speaking_verbs()
        self._found: dict[int, Sequence[int]] = {}

    def quote(self, i: int) -> Span | None:
        """Return the marked quotation in which a token lies, or None."""
        start = self.page.tokens[i].start
        k = bisect_right(self._starts, start) - 1
        return self.quotes[k] if k >= 0 and start < self.quotes[k].end else None

    def _subjects(self, number: int) -> Sequence[int]:
        """Return the subjects of a sentence's reporting verbs that stand outside quotation marks."""
        found = self._found.get(number)
        if found is None:
            tokens = self.page.tokens[slice(*self.page.parse.sentences[number])]
            found = self._found[number] = tuple([t.i for t in tokens if t.dep in SPEAKING and self._speaks(t)])
        return found

    def is_told_by(self, teller: int, i: int) -> bool:
        """Tell whether a word stands in what the subject of a reporting verb tells: nobody there is the teller.

        Told are the quotation right before "he said" and the clause below the verb or around a tag between commas, as
        far back as a colon or semicolon.
        """
        page = self.page
        token = page.tokens[teller]
        verb = page.tokens[token.head]
        if token.dep not in SUBJECTS or verb.lemma not in self._verbs:
            return False
        quote = self.quote(i)
        if quote is not None and self.quote(teller) is None and token.text.islower():
            return quote.end <= token.start and not PARTING & set(page.text[quote.end : token.start])
        if page.tokens[i].sent != token.sent or not PARTING.isdisjoint(page.low[i:teller]):
            return False
        top = (
            verb.head
            if verb.dep == "parataxis"
            else next((c.i for c in page.parse.children[verb.i] if c.dep == "ccomp"), None)
        )
        return top is not None and any(t.i == i for t in page.parse.subtree(top))

    def _speaks(self, token: Token) -> bool:
        """Tell whether a subject is one of saying, or an object one behind "according to"."""
        tokens = self.page.tokens
        if token.dep in SUBJECTS:
            return tokens[token.head].lemma in self._verbs and self.quote(token.head) is None
        if self.page.low[token.head] != "to":
            return False
        return self.page.low[tokens[token.head].head] == "according"

    @cached_property
    def _colons(self) -> Sequence[int]:
        return tuple([token.i for token in self.page.tokens if token.text == ":"])

    def of(self, i: int) -> Known | None:
        """Return the speaker of the words around a token: "I" and "we" mean them; None outside quotations."""
        quote = self.quote(i)
        if quote is not None:
            return self._of_quote(i, quote)
        turn = self.turns.at(i)
        return self.turns.speaker(turn) if turn is not None else self._behind_colon(i)

    def _of_quote(self, i: int, quote: Span) -> Known | None:
        page = self.page
        here = page.tokens[i].sent
        last = len(page.parse.sentences) - 1
        for number in (here, here + 1, here - 1, here + 2, here - 2):
            if not 0 <= number <= last or not self._same_paragraph(here, number):
                continue
            subjects = self._subjects(number)
            ranked = sorted(
                subjects,
                key=lambda s: abs(page.tokens[s].start - (quote.end if page.tokens[s].start > i else quote.start)),
            )
            for subject in ranked:
                known = self._at(subject)
                if known is not None:
                    return known
        return None

    def _at(self, token: int) -> Known | None:
        known = self.scene.at.get(token)
        if known is not None:
            return known
        if self.page.low[token] in TELLERS and self.quote(token) is None:  # in a tag that is not reached yet
            choice = self.scene.resolve_pronoun(token)
            return choice.known if choice else None
        find = self.scene.by_head.get(token)
        choice = self.scene.resolve(find) if find is not None else None
        return choice.known if choice else None

    def _same_paragraph(self, one: int, two: int) -> bool:
        tokens, sentences = self.page.tokens, self.page.parse.sentences
        before, behind = sentences[min(one, two)], sentences[max(one, two)]
        return "\n" not in self.page.text[tokens[before[1] - 1].end : tokens[behind[0]].start]

    def _behind_colon(self, i: int) -> Known | None:
        """Return who hands over by a colon to words without marks, in this sentence or before in the paragraph.

        In a text that has lost all its marks a quotation may run on over paragraphs.
        """
        page = self.page
        here = page.tokens[i].sent
        for number in range(here, max(-1, here - MAX_QUOTE_SENTENCES), -1):
            if self.quotes and not self._same_paragraph(here, number):
                return None
            first, last = page.parse.sentences[number]
            colon = next((k for k in self._colons if first <= k < min(last, i)), None)
            if colon is None:
                continue
            subjects = [s for s in self._subjects(number) if s < colon]
            return self._at(subjects[-1]) if subjects else self._nearest_speaker(first, colon)
        return None

    def _nearest_speaker(self, first: int, colon: int) -> Known | None:
        """Return the subject of the verb of a clause that ends in a colon with "response", "statement" and the like."""
        for k in range(first, colon):
            if self.page.tokens[k].dep in SUBJECTS and self.page.tokens[colon - 1].lemma in {
                "response",
                "reply",
                "statement",
                "verdict",
                "words",
                "declare",
                "line",
                "brief",
            }:
                return self._at(k)
        return None
