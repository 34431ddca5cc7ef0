"""Nouns that no table knows and that take up a body named before: "the Lusaka Club ... the club"."""

from dragoman.lexicon.roles import ActorNoun
from dragoman.model import Token
from dragoman.resolve.mentions_finds import Article, Find, Page, Shape, nouns_of
from dragoman.resolve.mentions_index import Noun
from dragoman.resolve.mentions_phrases import Reach
from dragoman.resolve.mentions_scan import Segments

NAMED = ("igo:", "ngo:", "group:", "organ:")
"""How the ids of bodies begin that a noun of their name may take up."""
SLOTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss", "dative", "conj"})
SHORTEST = 4
"""Letters of a noun that takes up a body; shorter ones are mostly parts of names."""


class TakeUps:
    """Finds the nouns with "the" of one document that repeat the head of a body's name."""

    def __init__(self, page: Page, segments: Segments, reach: Reach) -> None:
        self.page = page
        self.segments = segments
        self.reach = reach

    def run(self) -> None:
        """Enter all such nouns."""
        first = self._first_named()
        for token in self.page.tokens if first else ():
            if token.i > first.get(token.lemma, token.i) and self._takes_up(token):
                self._keep(token)

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
        i = token.i
        if token.tag != "NN" or not i or self.page.low[i - 1] != "the" or token.dep not in SLOTS:
            return False
        return i not in self.segments.titles and token.text[0].islower()

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
