"""Whether "it" names nobody: it fills the subject's place, or takes up an act or a thing."""

from functools import cache

from dragoman.lexicon.cues import load_cues
from dragoman.lexicon.predicates import load_predicates
from dragoman.model import EventType, Token
from dragoman.resolve.coreference_scene import SUBJECTS, Scene
from dragoman.resolve.coreference_speakers import speaking_verbs

RAISING_VERBS = frozenset({"seem", "appear", "remain", "turn", "happen", "follow", "emerge", "take"})
"""Verbs that with a clause have a subject that only fills its place: "it remains to be seen", "it took years to"."""
WEATHER_VERBS = frozenset({"rain", "snow"})
CLAUSES = frozenset({"ccomp", "csubj", "csubjpass", "xcomp"})
STANDING_FOR_EVENTS = frozenset({"NOUN"})
ADDRESSING = frozenset({"tell", "inform", "notify", "remind", "assure", "thank", "congratulate", "sue"})
"""Verbs whose object is one who hears or answers: no plan or visit is told or sued."""
ACTOR_KINDS = frozenset({"state", "body", "group"})
WILLED = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.AGREE})
"""Types of acts that only somebody who speaks and decides can do: no ship, plan or visit."""


@cache
def _willing_verbs() -> frozenset[str]:
    """Return the verbs whose subject must be an actor: those of reporting, of requests, charges, refusals, promises."""
    heads = load_predicates().by_head
    willed = {lemma for (pos, lemma), found in heads.items() if pos == "v" and all(p.type in WILLED for p in found)}
    return speaking_verbs() | willed


class ItReader:
    """Tells of "it" and "its" in one document whether they name an actor."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.page = scene.page

    def is_empty(self, i: int) -> bool:
        """Tell whether "it" only fills the subject's place, or takes up an act or thing rather than an actor."""
        page = self.page
        token = page.tokens[i]
        follower = page.tokens[i + 1] if i + 1 < len(page.tokens) else token
        if token.tag == "PRP$":
            return follower.tag in {"VBN", "VBG", "DT", "IN"} and token.head != follower.i
        if follower.text == "?" or page.low[i + 1 : i + 3] in {("was", "because"), ("is", "because")}:
            return True
        verb = page.tokens[token.head]
        if token.dep == "expl" or self._is_raised(verb) or self._is_copula(verb):
            return True
        if token.dep == "nsubjpass":
            return not self._is_told_of_teller(i)
        if token.dep in {"dobj", "pobj"}:
            return not self._is_to_act(token, verb)
        return self._takes_up_act(i)

    def _is_raised(self, verb: Token) -> bool:
        if verb.lemma in WEATHER_VERBS:
            return True
        return verb.lemma in RAISING_VERBS and any(
            c.dep in CLAUSES or (c.dep in {"advcl", "relcl"} and self._is_infinitive(c))
            for c in self.page.parse.children[verb.i]
        )

    def _is_infinitive(self, verb: Token) -> bool:
        return any(c.tag == "TO" for c in self.page.parse.children[verb.i])

    def _is_copula(self, verb: Token) -> bool:
        """Tell whether "be" has its true subject in a clause ("it is clear that") or means a duty ("it is to go")."""
        below = self.page.parse.children[verb.i]
        if verb.lemma != "be":
            return False
        if any(c.dep in {"acomp", "attr"} for c in below) and any(c.dep in CLAUSES | {"advcl", "relcl"} for c in below):
            return True
        return any(c.dep == "aux" and c.lemma == "to" for c in below)

    def _is_told_of_teller(self, i: int) -> bool:
        """Tell whether an actor tells what "it" had done to it: "Chile said it had not been consulted"."""
        page = self.page
        verb = page.tokens[page.tokens[i].head]
        if not all(op.is_fate for op in load_cues().operators.get(("v", verb.lemma), ())):  # "said it was called off"
            return False
        above = page.tokens[verb.head]
        if verb.dep != "ccomp" or above.lemma not in speaking_verbs():
            return False
        tellers = (self.scene.at.get(c.i) for c in page.parse.children[above.i] if c.dep == "nsubj" and c.i < i)
        return any(known is not None and known.kind in ACTOR_KINDS for known in tellers)

    def _is_to_act(self, token: Token, verb: Token) -> bool:
        """Tell whether the object is one who acts: "urged it to leave", "accuse it of arming rebels", "told it"."""
        if token.dep != "dobj":
            return False
        below = self.page.parse.children[verb.i]
        if verb.lemma in ADDRESSING:
            return True
        if any(c.i > token.i and c.dep == "xcomp" and self._is_infinitive(c) for c in below):
            return True
        of = [c for c in below if c.i == token.i + 1 and c.lemma == "of"]
        return any(c.dep == "pcomp" for p in of for c in self.page.parse.children[p.i])

    def _takes_up_act(self, i: int) -> bool:
        """Tell whether the last subject before "it" is a thing or act, which "it" then takes up."""
        page = self.page
        sentence = page.tokens[i].sent
        if page.tokens[i].dep not in SUBJECTS or page.tokens[page.tokens[i].head].lemma in _willing_verbs():
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
