"""The grammar of a text, free of the parser that made it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from sys import intern

from dragoman.model.document import Span


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark.

    Attributes:
        i: Index in `Parse.tokens`.
        start: First code point in `Document.text`.
        end: One past the last code point.
        text: The words of the span.
        lemma: Lower-cased dictionary form.
        pos: Universal part of speech ("VERB", "NOUN", "PROPN", ...).
        tag: Penn Treebank tag ("VBD", "NNP", ...).
        dep: Relation to the head, ClearNLP labels as in spaCy's English models ("nsubj", "dobj", "pobj", ...).
        head: Index of the head; the token itself at a sentence's root.
        sent: Number of the sentence, from 0.
        ner: Type that the statistical tagger gave ("PERSON", "GPE", "ORG", ...), or "".
        ner_start: Whether a tagged name begins here.
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sent: int
    ner: str = ""
    ner_start: bool = False

    @property
    def span(self) -> Span:
        """Return the token's place in the text."""
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Parse:
    """All tokens of a document's body, with sentences and dependencies.

    Attributes:
        tokens: In text order; white space is not a token.
        sentences: For each sentence the half-open range of its tokens.
    """

    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]

    @cached_property
    def children(self) -> tuple[tuple[Token, ...], ...]:
        """Return the dependents of each token in text order, by token index."""
        found: list[tuple[Token, ...]] = [()] * len(self.tokens)
        for token in self.tokens:
            if token.head != token.i:
                found[token.head] += (token,)
        return tuple(found)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Return the start offsets of all tokens, for bisection."""
        return tuple([t.start for t in self.tokens])

    @cached_property
    def lows(self) -> tuple[str, ...]:
        """Return the words in lower case."""
        return tuple([intern(t.text.lower()) for t in self.tokens])

    @cached_property
    def name_starts(self) -> tuple[int, ...]:
        """Return the tokens with which a name of the statistical tagger begins."""
        return tuple([t.i for t in self.tokens if t.ner_start])

    def changed(self, tokens: Mapping[int, Token]) -> "Parse":
        """Return a parse in which some tokens, by their index, are others; this one where there are none."""
        if not tokens:
            return self
        return Parse(tokens=tuple([tokens.get(t.i, t) for t in self.tokens]), sentences=self.sentences)

    def subtree(self, i: int) -> tuple[Token, ...]:
        """Return the token and everything below it, in text order."""
        found, todo = [], [i]
        while todo:
            j = todo.pop()
            found.append(j)
            todo.extend(c.i for c in self.children[j])
        return tuple(self.tokens[j] for j in sorted(found))

    def sentence_span(self, number: int) -> Span:
        """Return the place of a sentence in the text."""
        first, last = self.sentences[number]
        return Span(self.tokens[first].start, self.tokens[last - 1].end)
