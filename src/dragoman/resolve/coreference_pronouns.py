"""Pronouns: by number, gender, nearness and place in the sentence; first person by who speaks."""

from typing import NamedTuple

from dragoman.model import Token
from dragoman.resolve.coreference_it import ItReader
from dragoman.resolve.coreference_memory import Known, Trace
from dragoman.resolve.coreference_scene import SUBJECTS, Choice, Scene
from dragoman.resolve.coreference_sets import Sets
from dragoman.resolve.coreference_speakers import Speakers
from dragoman.resolve.mentions_finds import Rule

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
IT = frozenset({"it", "its", "itself", "it's"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
HE_OR_SHE = HE | SHE
THIRD = HE_OR_SHE | IT | THEY
FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
SECOND = frozenset({"you", "your", "yours", "yourself"})
PRONOUN_TAGS = frozenset({"PRP", "PRP$"})

SENTENCES_BACK = 2
"""How far back an antecedent is looked for. On the gold articles 1 and 2 choose alike, 3 adds two
pronouns, both wrongly, 4 nothing more."""
PER_SENTENCE, SUBJECT, KNOWN_GENDER, SAME_PARAGRAPH, BESIDE = 3.0, 2.0, 1.5, 1.0, 3.0
"""Points: lost for each sentence between, won by a subject, a gender that fits, the same paragraph, "X and his"."""
SUBORDINATE = 1.0
"""Points that the subject of a clause below the main one wins less: "Oslo waited until Lima answered. It ..."."""
TOLD, SPOKEN_OF = 6.0, 3.0
"""Points lost by one in what the pronoun itself tells ("Chile would wait, it said"), and by the unnamed who tell
("a source said he would come")."""
CLEAR = 1.0
"""Lead over the next candidate below which a pronoun is called unsure."""
SURE, UNSURE = 0.8, 0.4


class Candidate(NamedTuple):
    """An antecedent with its points."""

    known: Known
    points: float


class Pronouns:
    """Resolves pronouns of one document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.page = scene.page
        self.speakers = Speakers(scene)
        self.sets = Sets(scene)
        self.its = ItReader(scene)

    def resolve(self, i: int) -> Choice | None:
        """Return whom the pronoun at a token means; None when it names nobody or nobody fits."""
        word = self.page.low[i]
        if word in FIRST | SECOND:
            if not self.page.has(Rule.SPEAKERS):
                return None
            known = self.speakers.of(i) if word in FIRST else self.speakers.turns.addressed(i)
            return Choice(known, "speaker", SURE) if known is not None else None
        if word not in THIRD or not self.page.has(Rule.PRONOUNS):
            return None
        if word in IT and (craft := self.its.craft(i)) is not None:
            return Choice(craft, "pronoun", SURE)
        if word in IT and self.its.is_empty(i):
            return None
        found = self._candidates(i, word)
        if not found:
            return None
        best, rest = found[0], found[1:]
        others = tuple(c.known.entity.entity_id for c in rest[:3])
        if rest and best.points - rest[0].points < CLEAR:
            return Choice(best.known, "pronoun/unsure", UNSURE, others)
        return Choice(best.known, "pronoun", SURE, others)

    # ---- candidates

    def _candidates(self, i: int, word: str) -> list[Candidate]:
        token = self.page.tokens[i]
        earliest = token.sent - SENTENCES_BACK
        best: dict[Known, float] = {}
        fits: dict[Known | None, bool] = {self._speaker_outside(i): False}
        is_willing = self.its.is_willing(i)
        for trace in self.scene.memory.recent():
            if trace.sentence < earliest:
                break
            if self._is_bound(token, trace, word):
                continue
            known = trace.known
            can_be = fits.get(known)
            if can_be is None:
                can_be = fits[known] = self._fits(known, word) and not (known.kind == "craft" and is_willing)
            if can_be:
                points = self._points(token, trace, word)
                best[known] = max(points, best.get(known, points))
            if word in THEY and (pair := self.sets.joined(trace.token)) is not None:
                points = self._points(token, trace._replace(is_plural=True), word)
                best[pair] = max(points, best.get(pair, points))
        found = [Candidate(known, points) for known, points in best.items()]
        return sorted(found, key=lambda c: (-c.points, -c.known.last))

    def _points(self, token: Token, trace: Trace, word: str) -> float:
        page, known = self.page, trace.known
        back = token.sent - trace.sentence
        points = -PER_SENTENCE * back
        if trace.is_subject:
            points += SUBJECT - (SUBORDINATE if back and self._is_subordinate(trace.token) else 0.0)
        if word in HE_OR_SHE:
            points -= SPOKEN_OF if self._tells_of_another(token, trace) else 0.0
            points += KNOWN_GENDER if known.entity.gender is not None else 0.0
        elif word in THEY:
            is_several = trace.is_plural or known.is_plural or known.kind in {"group", "set"}
            points -= 0.0 if is_several else SUBJECT
        elif known.kind in {"group", "craft"}:
            points -= SUBJECT / 2
        if back and page.text.find("\n", page.tokens[trace.token].end, token.start) < 0:
            points += SAME_PARAGRAPH
        if trace.token == token.i - 2 and page.low[token.i - 1] in {"and", "or"}:
            points += BESIDE
        if not back and token.dep == "poss" and trace.is_subject and self._same_clause(token.i, trace.token):
            points += SUBJECT
        if self.speakers.is_told_by(token.i, trace.token):
            points -= TOLD
        return points + trace.token / (len(page.tokens) + 1)

    def _tells_of_another(self, token: Token, trace: Trace) -> bool:
        """Tell whether "he" in what somebody tells is hardly the teller: one who is unnamed, or his own lawyer."""
        if token.sent != trace.sentence or not self.speakers.is_told_by(trace.token, token.i):
            return False
        find = self.scene.by_head.get(trace.token)
        owner = self.page.low[find.owner] if find is not None and find.owner is not None else ""
        return trace.known.entity.is_anonymous or owner in HE_OR_SHE

    def _is_subordinate(self, i: int) -> bool:
        """Tell whether a subject is that of a clause below the main one: "Oslo waited until Lima answered"."""
        return self.page.tokens[self._first_joined(i).head].dep in {"advcl", "relcl", "acl", "pcomp"}

    def _first_joined(self, i: int) -> Token:
        """Return the first of those to whom "and" joins a word, or the word itself."""
        token = self.page.tokens[i]
        while token.dep == "conj":
            token = self.page.tokens[token.head]
        return token

    def _fits(self, known: Known, word: str) -> bool:
        if word in HE_OR_SHE:
            if known.kind != "person" or known.is_plural:
                return False
            return known.entity.gender is None or known.entity.gender == ("m" if word in HE else "f")
        if word in IT:
            return known.kind in {"state", "body", "group", "craft"} and not (known.is_plural and known.kind == "group")
        if known.kind == "person":
            return known.is_plural
        is_known_group = known.entity.entity_id.startswith("group:")
        return known.is_plural or is_known_group or known.kind in {"state", "body", "set"}

    def _is_bound(self, token: Token, trace: Trace, word: str) -> bool:
        """Tell whether grammar forbids the antecedent: "Johnson met him" is not about Johnson."""
        if trace.token >= token.i:
            return trace.token > token.i
        other = self._first_joined(trace.token)
        above = token.head if token.dep != "pobj" else self.page.tokens[token.head].head
        if above != other.head or other.dep not in SUBJECTS or token.dep in SUBJECTS:
            return False
        return token.tag != "PRP$" and not word.endswith(("self", "selves"))

    def _same_clause(self, i: int, j: int) -> bool:
        return self._verb(i) == self._verb(j)

    def _verb(self, i: int) -> int:
        tokens = self.page.tokens
        token: Token = tokens[i]
        for _ in range(12):
            if token.pos in {"VERB", "AUX"} or token.head == token.i:
                break
            token = tokens[token.head]
        return token.i

    def _speaker_outside(self, i: int) -> Known | None:
        """Return the speaker of the quotation around a third-person pronoun: it does not mean him."""
        return self.speakers.of(i) if self.speakers.quote(i) is not None else None
