"""Words that only take up: the noun of a body's name that no table knows, and "the two", "the pair".

"The Lusaka Club ... the club", "two Danish consuls ... the two".
"""

from dragoman.lexicon.roles import ActorNoun
from dragoman.model import Token
from dragoman.resolve.mentions_finds import Article, Find, Page, Shape, nouns_of
from dragoman.resolve.mentions_index import Noun
from dragoman.resolve.mentions_phrases import Reach
from dragoman.resolve.mentions_scan import Segments

NAMED = ("igo:", "ngo:", "group:", "organ:")
"""How the ids of bodies begin that a noun of their name may take up."""
SLOTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss", "dative", "conj"})
NUMBERS = {"pair": "two", "duo": "two", "trio": "three"}
"""Nouns for so many."""
SHORTEST = 4
"""Letters of a noun that takes up a body; shorter ones are mostly parts of names."""


class TakeUps:
    """Finds the words with "the" of one document that repeat the head of a body's name, or a number."""

    def __init__(self, page: Page, segments: Segments, reach: Reach) -> None:
        self.page = page
        self.segments = segments
        self.reach = reach

    def run(self) -> None:
        """Enter all such nouns and numbers."""
        first = self._first_named()
        for token in self.page.tokens:
            if self._is_number(token):
                self._count(token)
            elif token.i > first.get(token.lemma, token.i) and self._takes_up(token):
                self._keep(token)

    def _is_number(self, token: Token) -> bool:
        """Tell whether a number, or "pair", stands for those counted: right behind "the", and no noun behind it."""
        i, low = token.i, self.page.low
        if (token.tag != "CD" and token.lemma not in NUMBERS) or not self._stands_behind_the(token):
            return False
        if token.dep == "pobj" and low[token.head] == "between":
            return False
        behind = self.page.tokens[i + 1] if i + 1 < len(low) else None
        return behind is None or (behind.pos not in {"NOUN", "PROPN", "ADJ", "NUM"} and behind.text.lower() != "of")

    def _count(self, token: Token) -> None:
        number = NUMBERS.get(token.lemma, token.text.lower())
        self.reach.keep(
            Find(
                first=token.i - 1,
                last=token.i + 1,
                head=token.i,
                shape=Shape.COUNT,
                words=(number,),
                article=Article.THE,
                is_plural=True,
            )
        )

    def _first_named(self) -> dict[str, int]:
        """Return the nouns in the names of bodies, each with the token of the first that has it."""
        found: dict[str, int] = {}
        for find in self.reach.all:
            name = " ".join(find.words)
            if find.shape is Shape.NAME and find.entries[0].entity.entity_id.startswith(NAMED):
                name = find.entries[0].entity.name
            elif find.shape is not Shape.ORG or len(find.words) == 1:
                continue
            for noun in nouns_of(name):
                if " " not in noun and len(noun) >= SHORTEST:
                    found[noun] = min(find.first, found.get(noun, find.first))
        return found

    def _takes_up(self, token: Token) -> bool:
        """Tell whether a word is a noun of its own right behind "the", and no word that the tables know."""
        if token.tag != "NN" or not self._stands_behind_the(token):
            return False
        return token.i not in self.segments.titles and token.text[0].islower()

    def _stands_behind_the(self, token: Token) -> bool:
        """Tell whether a word stands right behind "the" where somebody may stand."""
        return token.i > 0 and self.page.low[token.i - 1] == "the" and token.dep in SLOTS

    def _keep(self, token: Token) -> None:
        noun = token.lemma
        body = ActorNoun(noun=noun, kind="body", sector=None)
        self.reach.keep(
            Find(
                first=token.i - 1,
                last=token.i + 1,
                head=token.i,
                shape=Shape.BODY,
                words=(token.text,),
                nouns=(Noun(phrase=noun, bodies=(body,)),),
                article=Article.THE,
            )
        )
