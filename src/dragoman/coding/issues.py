"""What an act is about: issue labels from the words of its sentence."""

from itertools import pairwise

from dragoman.coding.grammar import Grammar
from dragoman.lexicon.issues import IssueTable


class IssueReader:
    """Reads the issues of the sentences of one document, each sentence once."""

    def __init__(self, grammar: Grammar, table: IssueTable) -> None:
        self.g = grammar
        self.table = table
        self._memo: dict[int, tuple[str, ...]] = {}

    def of(self, i: int) -> tuple[str, ...]:
        """Return the labels of the token's sentence, sorted; a narrower label stands without its wider one."""
        number = self.g.token(i).sent
        if number not in self._memo:
            self._memo[number] = self._labels(number)
        return self._memo[number]

    def _labels(self, number: int) -> tuple[str, ...]:
        first, last = self.g.parse.sentences[number]
        lemmas = [t.lemma for t in self.g.tokens[first:last]]
        phrases = (*lemmas, *(f"{a} {b}" for a, b in pairwise(lemmas)))
        found = {label for phrase in phrases for label in self.table.by_word.get(phrase, ())}
        wider = {self.table.parents[label] for label in found if label in self.table.parents}
        return tuple(sorted(found - wider))
