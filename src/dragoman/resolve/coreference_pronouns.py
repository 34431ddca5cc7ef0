"""Pronouns: by number, gender, nearness and place in the sentence; first person by who speaks."""

from typing import NamedTuple

from dragoman.model import Token
from dragoman.resolve.coreference_memory import Known, Trace
from dragoman.resolve.coreference_scene import SUBJECTS, Choice, Scene
from dragoman.resolve.coreference_speakers import Speakers
from dragoman.resolve.mentions_finds import Rule

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
IT = frozenset({"it", "its", "itself", "it's"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
HE_OR_SHE = HE | SHE
THIRD = HE_OR_SHE | IT | THEY
FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
PRONOUN_TAGS = frozenset({"PRP", "PRP$"})

SENTENCES_BACK = 2
"""How far back an antecedent is looked for. On the gold articles 1 and 2 choose alike, 3 adds two
pronouns, both wrongly, 4 nothing more."""
PER_SENTENCE, SUBJECT, KNOWN_GENDER, SAME_PARAGRAPH, BESIDE = 3.0, 2.0, 1.5, 1.0, 3.0
"""Points: lost for each sentence between, won by a subject, a gender that fits, the same paragraph, "X and his"."""
CLEAR = 1.0
"""Lead over the next candidate below which a pronoun is called unsure."""
SURE, UNSURE = 0.8, 0.4
EXPLETIVE_VERBS = frozenset({"seem", "appear", "remain", "turn", "happen", "follow", "emerge", "take", "rain", "snow"})
EXPLETIVE_MARKS = frozenset({"ccomp", "csubj", "csubjpass", "xcomp"})
STANDING_FOR_EVENTS = frozenset({"NOUN"})


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

    def resolve(self, i: int) -> Choice | None:
        """Return whom the pronoun at a token means; None when it names nobody or nobody fits."""
        word = self.page.low[i]
        if word in FIRST:
            if not self.page.has(Rule.SPEAKERS):
                return None
            known = self.speakers.of(i)
            return Choice(known, "speaker", SURE) if known is not None else None
        if word not in THIRD or not self.page.has(Rule.PRONOUNS) or (word in IT and self._is_empty(i)):
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
        for trace in self.scene.memory.recent():
            if trace.sentence < earliest:
                break
            known = trace.known
            can_be = fits.get(known)
            if can_be is None:
                can_be = fits[known] = self._fits(known, word)
            if can_be and not self._is_bound(token, trace, word):
                points = self._points(token, trace, word)
                best[known] = max(points, best.get(known, points))
        found = [Candidate(known, points) for known, points in best.items()]
        return sorted(found, key=lambda c: (-c.points, -c.known.last))

    def _points(self, token: Token, trace: Trace, word: str) -> float:
        page, known = self.page, trace.known
        back = token.sent - trace.sentence
        points = -PER_SENTENCE * back
        if trace.is_subject:
            points += SUBJECT
        if word in HE_OR_SHE:
            points += KNOWN_GENDER if known.entity.gender is not None else 0.0
        elif word in THEY:
            points -= SUBJECT if not known.is_plural and known.kind not in {"group", "set"} else 0.0
        elif known.kind == "group":
            points -= SUBJECT / 2
        if back and page.text.find("\n", page.tokens[trace.token].end, token.start) < 0:
            points += SAME_PARAGRAPH
        if trace.token == token.i - 2 and page.low[token.i - 1] in {"and", "or"}:
            points += BESIDE
        if not back and token.dep == "poss" and trace.is_subject and self._same_clause(token.i, trace.token):
            points += SUBJECT
        return points + trace.token / (len(page.tokens) + 1)

    def _fits(self, known: Known, word: str) -> bool:
        if word in HE_OR_SHE:
            if known.kind != "person" or known.is_plural:
                return False
            return known.entity.gender is None or known.entity.gender == ("m" if word in HE else "f")
        if word in IT:
            return known.kind in {"state", "body", "group", "craft"} and not (known.is_plural and known.kind == "group")
        if known.kind == "person":
            return known.is_plural
        return known.is_plural or known.kind in {"state", "body", "set"}

    def _is_bound(self, token: Token, trace: Trace, word: str) -> bool:
        """Tell whether grammar forbids the antecedent: "Johnson met him" is not about Johnson."""
        if trace.token >= token.i:
            return trace.token > token.i
        other = self.page.tokens[trace.token]
        if token.head != other.head or other.dep not in SUBJECTS or token.dep in SUBJECTS:
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

    # ---- "it" that names nobody

    def _is_empty(self, i: int) -> bool:
        """Tell whether "it" only fills the subject's place, or takes up an act rather than an actor."""
        page = self.page
        token = page.tokens[i]
        follower = page.tokens[i + 1] if i + 1 < len(page.tokens) else token
        if token.tag == "PRP$":
            return follower.tag in {"VBN", "VBG", "DT", "IN"} and token.head != follower.i
        if follower.text == "?" or page.low[i + 1 : i + 3] in {("was", "because"), ("is", "because")}:
            return True
        verb = page.tokens[token.head]
        below = page.parse.children[verb.i]
        if token.dep == "expl" or verb.lemma in EXPLETIVE_VERBS:
            return True
        if (
            verb.lemma == "be"
            and any(c.dep in {"acomp", "attr"} for c in below)
            and any(c.dep in EXPLETIVE_MARKS | {"advcl", "relcl"} for c in below)
        ):
            return True
        if verb.lemma == "be" and any(c.dep == "aux" and c.lemma == "to" for c in below):
            return True
        if token.dep == "nsubjpass":
            return True
        if token.dep in {"dobj", "pobj"}:
            return True
        return self._takes_up_act(i)

    def _takes_up_act(self, i: int) -> bool:
        """Tell whether the last subject before "it" is a thing or act, which "it" then takes up."""
        page = self.page
        sentence = page.tokens[i].sent
        if page.tokens[i].dep not in SUBJECTS:
            return False
        for k in range(i - 1, -1, -1):
            token = page.tokens[k]
            if token.sent < sentence - 1:
                return False
            if token.dep in SUBJECTS and token.pos != "PRON":
                if k in self.scene.at:
                    return False
                return token.pos in STANDING_FOR_EVENTS and page.tokens[token.head].dep in {"ROOT", "ccomp", "conj"}
        return False
