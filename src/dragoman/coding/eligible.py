"""Who cannot take part in an act, however likely rules or network think it.

An act is not aimed at what is sent or demanded, nor do its parties first appear in a later sentence.
"""

from dataclasses import replace

from dragoman.coding.analysis import Analysis
from dragoman.coding.encoder import Guess
from dragoman.coding.sides import Side
from dragoman.model import EventType

AIMED_AT_NAMES = frozenset({EventType.AGREE, EventType.CONSULT, EventType.COOPERATE, EventType.MOBILIZE})
"""Types that are not aimed at those whom only a noun tells ("promised officers"): in our annotated texts 55 of 75 such
recipients were wrong. Of other types it is about half, and leaving them out as well costs right sides."""


class EligibleReader:
    """Takes from both readings of an act those who cannot take part in it."""

    def __init__(self, analysis: Analysis) -> None:
        self.g = analysis.grammar
        self.parties = analysis.parties
        self._handling = analysis.predicates.classes["HANDLING"]

    def left(self, guess: Guess, ruled: tuple[Side, Side]) -> tuple[Guess, tuple[Side, Side]]:
        """Return the network's reading and the rules' sides with those who can take part."""
        guess = self._without_later(guess)
        heads = guess.roles["recipient"]
        barred = self._not_addressed(guess.act, guess.type) & heads.keys()
        if not barred:
            return guess, ruled
        named = {x for i in heads if i not in barred for x in self.parties.who(i)}
        out = {x for i in barred for x in self.parties.who(i)} - named
        roles = {**guess.roles, "recipient": heads | dict.fromkeys(barred, 0.0)}
        return replace(guess, roles=roles), (ruled[0], tuple(x for x in ruled[1] if x not in out))

    def _without_later(self, guess: Guess) -> Guess:
        """Return the network's reading without parties that the text names only after the act's sentence.

        Of 36 such parties of acts in texts that the network was not trained on, three were right.
        """
        _, end = self.g.parse.sentences[self.g.token(guess.act).sent]
        who, is_known = self.parties.who, self.parties.is_known_by
        late = {i for i in guess.roles["actor"] if i >= end and not any(is_known(x, end) for x in who(i))}
        if not late:
            return guess
        kept = {role: {i: c for i, c in of.items() if i not in late} for role, of in guess.roles.items()}
        return replace(guess, roles=kept)

    def _not_addressed(self, act: int, kind: EventType) -> set[int]:
        """Return the words for those at whom an act is not aimed though the grammar looks like it.

        What is sent, recalled or demanded is not addressed ("sent an envoy"), nor are the unnamed whom a promise is
        about ("promised to free the men"), nor do all types take a mere noun.
        """
        found = self._promised(act) if kind is EventType.AGREE else self._handled(act)
        return found | self.parties.by_noun.keys() if kind in AIMED_AT_NAMES else found

    def _handled(self, act: int) -> set[int]:
        """Return the objects of a verb that handles them; empty for other acts."""
        return set(self.g.objects(act)) if self.g.lemma(act) in self._handling else set()

    def _promised(self, act: int) -> set[int]:
        """Return the unnamed who are the object of what a word promises or offers to do."""
        clauses = self.g.children(act, "xcomp", "ccomp", "acl")
        return {j for c in clauses for j in self.g.objects(c) if self._is_unnamed(j)}

    def _is_unnamed(self, i: int) -> bool:
        named = (self.parties.entity(x) for x in self.parties.who(i))
        return all(e is None or e.is_anonymous for e in named)
