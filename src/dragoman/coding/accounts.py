"""Whose account a clause is: "by the envoy's account", "in Mali's telling", "if the minister is to be believed".

Such words stand beside a clause and hand it over like a verb of reporting. Of 23 acts that they reach in our annotated
texts the marks give 19 to a speaker.
"""

from collections.abc import Iterator

from dragoman.coding.grammar import Grammar
from dragoman.coding.voices import VoiceReader

ACCOUNTS = frozenset({"account", "admission", "count", "reckoning", "recollection", "tally", "telling", "version"})
"""Nouns for what somebody tells."""
VIEWS = frozenset({"opinion", "view", "word"})
"""Nouns that hand over only with "in" and an owner: "in the words of the envoy", not "on a word from Oslo"."""
PREPOSITIONS = frozenset({"by", "in", "on"})
BELIEVING = frozenset({"believe", "credit", "trust"})
ANYBODY = frozenset({"one", "we", "you"})
"""Subjects that stand for everybody: "if one trusts the general"."""
POINTING = frozenset({"this", "that"})
REACH = 2
"""How many sentences back the speaker may stand whose account "this account" is."""


class AccountReader:
    """Finds in one document whose account a clause is."""

    def __init__(self, grammar: Grammar, voices: VoiceReader) -> None:
        self.g = grammar
        self._voices = voices

    def beside(self, node: int, act: int) -> Iterator[int]:
        """Yield the tokens of those whose account a word below a clause's head names; none for most clauses.

        Args:
            node: Head of the clause.
            act: Token of the act told in it, which must lie on the account's side of "and," or of a semicolon.
        """
        g = self.g
        subjects = g.children(node, "nsubj", "nsubjpass")
        set_in = [c for j in subjects for c in g.parse.children[j] if c.i > j and g.token(c.i - 1).text == ","]
        for c in (*g.parse.children[node], *set_in):
            if c.dep in {"prep", "agent"} and c.lemma in PREPOSITIONS and not self._opens_next(c.i, act):
                for j in g.children(c.i, "pobj", "pcomp"):  # parsers take "telling" for a verb
                    yield from self._owners(j, c.lemma)
            elif c.dep == "advcl" and not self._is_parted(c.i, act):
                yield from self._believed(c.i)

    def _opens_next(self, prep: int, act: int) -> bool:
        """Tell whether an account stands before the clause behind an act: "rang and, by his account, shouted"."""
        g = self.g
        return act < prep and prep > 1 and g.token(prep - 1).text == "," and g.token(prep - 2).pos == "CCONJ"

    def _is_parted(self, i: int, j: int) -> bool:
        return any(self.g.token(k).text == ";" for k in range(min(i, j), max(i, j)))

    def _owners(self, i: int, prep: str) -> tuple[int, ...]:
        """Return whose account a noun names; the last who spoke for "this account", and for "her account".

        Whose account it is of what the same person did is said by "own": "Oslo has left, by its own account".
        """
        g = self.g
        is_account = g.lemma(i) in ACCOUNTS or g.low(i) in ACCOUNTS
        if not is_account and (g.lemma(i) not in VIEWS or prep != "in"):
            return ()
        owners = g.children(i, "poss") or g.prep_objects(i, "of")
        is_taken_up = all(g.token(j).tag == "PRP$" for j in owners) and not self._is_own(i)
        if is_taken_up and (owners or any(g.low(j) in POINTING for j in g.children(i, "det"))):
            before = self._voices.last_before(g.token(i).sent, reach=REACH)
            return owners if before is None else (before,)
        return owners or ((i,) if is_account else ())

    def _is_own(self, i: int) -> bool:
        return any(self.g.low(j) == "own" for j in self.g.children(i, "amod"))

    def _believed(self, clause: int) -> tuple[int, ...]:
        """Return who has to be believed for a clause to hold: "if X is to be believed", "if one trusts X"."""
        g = self.g
        verbs = (clause, *g.children(clause, "xcomp"))
        if not any(g.lemma(j) in BELIEVING for j in verbs) or not any(
            g.low(j) == "if" for j in g.children(clause, "mark")
        ):
            return ()
        subjects = g.subjects(clause)
        if any(g.is_passive(j) for j in verbs):
            return subjects
        return g.objects(clause) if all(g.low(j) in ANYBODY for j in subjects) else ()
