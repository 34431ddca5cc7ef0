"""Whose words a stretch without a reporting clause of its own is: quotations over sentences, and words behind a colon.

A quotation belongs to whoever speaks in a sentence that it touches; one that names nobody goes on from the quotation
before it in its paragraph, and a paragraph left open at its end goes on in the next.
"""

from bisect import bisect_left, bisect_right

from dragoman.coding.analysis import Analysis
from dragoman.coding.transcripts import TranscriptReader
from dragoman.model import Span

SHORT_QUOTE = 25
"""Code points below which a quotation whose sentence names nobody is a quoted word rather than speech."""
REACH_COLON = 6
"""How many sentences behind a colon may still be the speaker's."""
REACH_VERB = 6
"""Tokens before a colon within which the reporting verb must stand."""
MAX_NAME = 8
"""Longest name before a colon in tokens ("Norwegian foreign minister: ...")."""
PLACES = ("state:", "place:")
"""Ids of what stands before a colon as a topic rather than as a speaker ("Syria: ...")."""


class VoiceReader:
    """Finds the token of the speaker for words that only stand in quotation marks or behind a colon."""

    def __init__(self, analysis: Analysis, verbs: frozenset[str]) -> None:
        self.g = analysis.grammar
        self.parties = analysis.parties
        self.quotes = analysis.quotes
        self.text = analysis.text
        self._verbs = verbs
        self._transcript = TranscriptReader(self.g, self.parties, self.text, analysis.cues.speakers)
        self._starts = [self.g.token(first).start for first, _ in self.g.parse.sentences]
        self._by_sentence = self._voices_of_sentences()
        self._by_quote: dict[Span, int] = self._voices_of_quotes()

    def of(self, i: int) -> int | None:
        """Return the token of the one whose words a token is part of, or None where no speaker is named."""
        t = self.g.token(i)
        quote = self.quotes.around(t.start)
        turn = self._transcript.at(t.start)
        if turn is not None and (quote is None or quote.start <= turn.start):
            return turn.speaker
        if quote is not None:
            return self._by_quote.get(quote)
        before = self._before_colon(i)
        return before if before is not None else self._after_colon(t.sent)

    def last_before(self, sentence: int, *, reach: int) -> int | None:
        """Return the token of the last speaker named in the sentences before, at most `reach` back."""
        for number in range(sentence - 1, max(-1, sentence - 1 - reach), -1):
            if self._by_sentence[number]:
                return self._by_sentence[number][0]
        return None

    # ---- quotations

    def _voices_of_sentences(self) -> tuple[tuple[int, ...], ...]:
        """Return for each sentence the tokens of the speakers that its main clause names."""
        found: list[tuple[int, ...]] = []
        for first, last in self.g.parse.sentences:
            speakers: tuple[int, ...] = ()
            for t in self.g.tokens[first:last]:
                if t.lemma in self._verbs and self.g.is_verbal(t.i) and t.dep in {"ROOT", "ccomp", "parataxis", "conj"}:
                    subjects = self.g.children(t.i, "nsubj")
                    if subjects and self.quotes.around(t.start) is None:
                        speakers = subjects
            found.append(speakers)
        return tuple(found)

    def _voices_of_quotes(self) -> dict[Span, int]:
        """Return the speaker of each quotation that has one."""
        found: dict[Span, int] = {}
        before: Span | None = None
        for quote in self.quotes.spans:
            own = self._own_voice(quote)
            if own is None and before is not None and self._goes_on(before, quote):
                own = found.get(before)
            if own is not None:
                found[quote] = own
            before = quote
        return found

    def _own_voice(self, quote: Span) -> int | None:
        """Return the speaker of a sentence that the quotation touches, or of one beside it in the paragraph."""
        first = max(0, bisect_right(self._starts, quote.start) - 1)
        inside = range(first, bisect_left(self._starts, quote.end))
        if not inside:
            return None
        is_word = quote.end - quote.start < SHORT_QUOTE
        named: list[int] = [k for k in (inside[-1], *inside) if self._by_sentence[k]]
        if named:
            return self._by_sentence[named[0]][0]
        if (caller := self._caller(quote, inside[-1])) is not None:
            return caller
        if is_word:
            return None
        for k in (inside[0] - 1, inside[-1] + 1, inside[0] - 2):
            if 0 <= k < len(self._by_sentence) and self._by_sentence[k] and self._same_paragraph(quote, k):
                return self._by_sentence[k][0]
        return None

    def _caller(self, quote: Span, sentence: int) -> int | None:
        """Return the subject of the verb behind a quotation that a comma ends, whatever it means: '"Go," X begged'."""
        if not self.text[quote.start : quote.end].rstrip("”»\"'’").endswith(","):
            return None
        _, last = self.g.parse.sentences[sentence]
        for t in self.g.tokens[bisect_left(self.g.parse.starts, quote.end) : last]:
            if t.text in {",", ";", ":"}:
                return None
            subjects = self.g.children(t.i, "nsubj") if t.tag in {"VBD", "VBZ", "VBP"} else ()
            if subjects and all(self.quotes.around(self.g.token(j).start) is None for j in subjects):
                return subjects[0]
        return None

    def _same_paragraph(self, quote: Span, sentence: int) -> bool:
        span = self.g.parse.sentence_span(sentence)
        return "\n" not in self.text[min(span.end, quote.end) : max(span.start, quote.start)]

    def _goes_on(self, before: Span, quote: Span) -> bool:
        """Tell whether a quotation continues the one before: in its paragraph, or behind one left open."""
        between = self.text[before.end : quote.start]
        if "\n" not in between:
            return quote.end - quote.start >= SHORT_QUOTE and self._follows_on(before, quote)
        return not between.strip() and self.text[before.end - 1] not in "”»\"'’"

    def _follows_on(self, before: Span, quote: Span) -> bool:
        """Tell whether a quotation opens its sentence or goes on in that of the one before, as no quoted word does."""
        number = bisect_right(self._starts, quote.start + 1) - 1
        return quote.start <= self._starts[number] or before.end > self._starts[number]

    # ---- colons

    def _before_colon(self, i: int) -> int | None:
        """Return the speaker on the left of a colon in the same sentence: "The minister was brief: X has left"."""
        first = self.g.parse.sentences[self.g.token(i).sent][0]
        colon = next((j for j in range(i - 1, first, -1) if self.g.token(j).text == ":"), None)
        if colon is None:
            return None
        if colon - first <= MAX_NAME and (named := self._name(first, colon)) is not None:
            return named
        for j in range(first, colon):
            t = self.g.token(j)
            if t.dep in {"nsubj", "poss"} and self.g.children(colon - 1, "dobj") == () and self._can_speak(j):
                return j
        return None

    def _name(self, first: int, colon: int) -> int | None:
        """Return the head of the name that fills the sentence up to its colon: "Norwegian minister: X has left"."""
        start, end = self.g.token(first).start, self.g.token(colon).start
        for j in range(first, colon):
            mention = self.parties.mention_at(j)
            if mention is not None and mention.head == j and self._can_speak(j):
                around = self.text[start : mention.span.start] + self.text[mention.span.end : end]
                if not around.strip():
                    return j
        return None

    def _can_speak(self, j: int) -> bool:
        mention = self.parties.mention_at(j)
        entity = self.parties.entity(mention.entity_id) if mention else None
        return entity is not None and not entity.entity_id.startswith(PLACES)

    def _after_colon(self, sentence: int) -> int | None:
        """Return the speaker of an earlier sentence of the paragraph that handed over by a colon, without marks."""
        here = self.g.parse.sentence_span(sentence)
        for number in range(sentence - 1, max(-1, sentence - 1 - REACH_COLON), -1):
            span = self.g.parse.sentence_span(number)
            if "\n" in self.text[span.end : here.start]:
                return None
            if self._by_sentence[number] and ":" in span.of(self.text) and self._hands_over(number):
                return self._by_sentence[number][0]
        return None

    def _hands_over(self, number: int) -> bool:
        """Tell whether a sentence ends in speech without marks: "He said: We are late", not "told a story: they were".

        Direct speech begins with a capital. Without one a colon explains, and the next sentence is no part of that: of
        83 acts in our annotated articles one was the speaker's.
        """
        first, last = self.g.parse.sentences[number]
        return any(
            t.text == ":"
            and t.i + 1 < last
            and self.g.token(t.i + 1).text[:1].isupper()
            and any(x.lemma in self._verbs for x in self.g.tokens[max(first, t.i - REACH_VERB) : t.i])
            for t in self.g.tokens[first:last]
        )
