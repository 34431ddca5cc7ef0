"""Whether "it" names nobody: it fills the subject's place, or takes up an act or a thing."""

from functools import cache

from dragoman.lexicon.cues import load_cues
from dragoman.lexicon.predicates import load_predicates
from dragoman.model import EventType, Token
from dragoman.resolve.coreference_memory import Known
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
UNDERGOING = frozenset({"dobj", "pobj", "nsubjpass"})
WITH_OWN_SUBJECT = frozenset({"advcl", "ccomp", "parataxis"})
STEPS = 8
"""Steps up the sentence from a pronoun to the verb that has a subject."""
SINGULAR = frozenset({"NN", "NNP"})
TAKEN_UP = frozenset({"nsubj", "nsubjpass", "dobj"})
TOWARD = frozenset({"on", "at", "against", "toward", "towards", "with", "by"})
"""Prepositions behind which stands one who takes part; behind others mostly a place or a time."""
SAYING_WHICH = frozenset({"det", "poss", "amod", "compound", "nummod"})
"""What stands before the noun for a thing that can be taken up, and not before one of stuff ("opened fire")."""


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

    def is_willing(self, i: int) -> bool:
        """Tell whether a pronoun is said to speak or decide, as no ship does: "it demanded", "it refused"."""
        token = self.page.tokens[i]
        return token.dep in SUBJECTS and self.page.tokens[token.head].lemma in _willing_verbs()

    def craft(self, i: int) -> Known | None:
        """Return the ship or aircraft that "it" means where something is done to it: "boarded a tug and towed it".

        It is the last single thing or actor that the sentence has told of before, those who do it left out; a subject
        takes up a subject. None where that is no craft, and for one that acts or owns.
        """
        page = self.page
        if page.tokens[i].dep not in UNDERGOING:
            return None
        is_subject, doers = page.tokens[i].dep in SUBJECTS, self._doers(i)
        for k in range(i - 1, page.sentence_start(i) - 1, -1):
            known = self.scene.at.get(k)
            if k in doers or (is_subject and page.tokens[k].dep not in SUBJECTS):
                continue
            if self._is_single(page.tokens[k]) and (known is None or known.kind != "person"):
                return known if known is not None and known.kind == "craft" and not known.is_plural else None
        return None

    def _doers(self, i: int) -> frozenset[int]:
        """Return the nouns that are or may be the subject of the verb above a word: "a tug that tried to ram it"."""
        tokens = self.page.tokens
        found: set[int] = set()
        token = tokens[i]
        for _ in range(STEPS):
            if token.head == token.i or token.dep in WITH_OWN_SUBJECT:
                break
            if token.dep in {"relcl", "acl"}:
                return frozenset({*found, token.head})
            token = tokens[token.head]
            subjects = [c.i for c in self.page.parse.children[token.i] if c.dep in SUBJECTS]
            found.update(subjects)
            if any(tokens[s].pos != "PRON" for s in subjects):
                break
        return frozenset(found)

    def _is_single(self, token: Token) -> bool:
        """Tell whether a word is a noun in the singular that "it" may take up."""
        if token.tag not in SINGULAR or token.ner in {"DATE", "TIME"}:
            return False
        if token.dep == "pobj":
            return self.page.low[token.head] in TOWARD
        return token.dep in TAKEN_UP and any(c.dep in SAYING_WHICH for c in self.page.parse.children[token.i])

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
        if page.tokens[i].dep not in SUBJECTS or self.is_willing(i):
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
