"""Parties that the text tells only by a noun: "eleven soldiers", "the crowd", "a relief convoy".

Stage `resolve` makes no mention of them, since most such nouns take part in nothing. They are offered here to the acts,
and only those that take part in one get into the record.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from dragoman.coding.grammar import Grammar
from dragoman.model import Document, Entity, Mention, MentionKind, Place, Span

STANDS_FOR_ITSELF = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative", "conj", "appos", "attr", "ROOT"})
"""Relations of a noun that is no modifier of another."""
MODIFIERS = ("det", "predet", "amod", "compound", "nmod", "nummod", "quantmod", "poss", "advmod")
COUNTED = frozenset({"det", "nummod"})
TAKING_UP = frozenset({"the", "this", "that", "these", "those"})
"""Determiners of a noun that takes up one told before."""
NOBODY_NEW = frozenset({"no", "neither", "either", "each", "every", "any", "both", "other", "own", "such", "same"})
"""Words before a noun that tells nobody, or somebody who was named before: "both groups"."""
NOMINAL = frozenset({"NOUN", "PROPN"})
ARMED = frozenset({"MIL", "REB", "COP", "UAF"})
"""Sectors of armed people, who take part in politics although the text does not say whose they are."""
BY_NOUN = 0.5
"""How sure the noun alone is of naming somebody; what the acts say is weighed apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NounParty:
    """Somebody told only by a noun, at one place in the text."""

    mention: Mention
    entity: Entity


class NounFinder:
    """Finds the nouns of one document that may be parties and are no mentions."""

    def __init__(self, document: Document, grammar: Grammar, places: Mapping[int, Place]) -> None:
        """Take the document, and its places by the tokens that name them."""
        self.document = document
        self.g = grammar
        self.places = places

    def find(self, sectors: Mapping[str, str | None], mentioned: Container[int]) -> Iterator[NounParty]:
        """Yield the parties in text order; a noun with "the" is the last one that was told by it.

        Args:
            sectors: The nouns that may be parties, with their sectors.
            mentioned: The tokens of mentions.
        """
        told: dict[str, Entity] = {}
        for t in self.g.tokens:
            noun = self._noun(t.i, sectors) if t.pos == "NOUN" and t.i not in mentioned else ""
            if not noun or not self._is_told(t.i, mentioned):
                continue
            span = self._span(t.i)
            takes_up = any(self.g.low(j) in TAKING_UP for j in self.g.children(t.i, "det"))
            entity = told.get(noun) if takes_up else None
            if entity is None:
                entity = told[noun] = self._entity(t.i, span, sectors[noun])
            yield NounParty(
                mention=Mention(
                    span=span,
                    head=t.i,
                    entity_id=entity.entity_id,
                    kind=MentionKind.NOMINAL,
                    rule="noun",
                    score=BY_NOUN,
                ),
                entity=entity,
            )

    def _noun(self, i: int, sectors: Mapping[str, str | None]) -> str:
        """Return the words by which the list knows a noun, with a modifier if it can ("aid worker"); "" if not."""
        lemma = self.g.lemma(i)
        phrases = (f"{self.g.lemma(j)} {lemma}" for j in self.g.children(i, "compound", "amod"))
        return next((words for words in (*phrases, lemma) if words in sectors), "")

    def _is_told(self, i: int, mentioned: Container[int]) -> bool:
        """Tell whether a noun tells somebody by itself: no owner, no part of a name, no bare singular ("to court")."""
        g = self.g
        before = self._before(i)
        if g.token(i).dep not in STANDS_FOR_ITSELF:
            return False
        if any(g.low(j) in NOBODY_NEW or g.token(j).dep == "poss" for j in before):
            return False
        if g.token(i).tag == "NN" and not any(g.token(j).dep in COUNTED for j in before):
            return False
        return i + 1 == len(g.tokens) or not (g.token(i + 1).pos in NOMINAL or i + 1 in mentioned)

    def _span(self, i: int) -> Span:
        """Return the noun with the words before it that describe it, and with "of" and its noun right behind it."""
        g = self.g
        before = self._before(i)
        counted = [j for j in before if g.token(j).dep in COUNTED]  # they come first: not "dead" in "shot dead two men"
        first = min((k.i for j in counted or before for k in g.parse.subtree(j)), default=i)
        behind = (j for j in g.prep_objects(i, "of") if g.low(i + 1) == "of" and g.token(j).pos in NOMINAL)
        return Span(g.token(first).start, g.token(next(behind, i)).end)

    def _before(self, i: int) -> tuple[int, ...]:
        return tuple(j for j in self.g.children(i, *MODIFIERS) if j < i)

    def _entity(self, i: int, span: Span, sector: str | None) -> Entity:
        words = span.of(self.document.text)
        article, _, rest = words.partition(" ")
        return Entity(
            entity_id=f"anon:{self.document.doc_id}:{span.start}",
            name=rest if rest and article.lower() in {"a", "an", *TAKING_UP} else words,
            code=self._country(i),
            sector=sector,
            is_anonymous=True,
        )

    def _country(self, i: int) -> str | None:
        """Return the country of the place by which a noun is told ("a Berlin court"), or None."""
        where = (*self.g.children(i, "amod", "compound", "nmod"), *self.g.prep_objects(i, "of", "from"))
        return next((p.country for j in where if (p := self.places.get(j)) is not None and p.country), None)
