"""Acts that are done by saying so: whoever will not budge has refused, whoever announces sanctions has imposed them."""

from dragoman.coding.analysis import Analysis
from dragoman.coding.governors import Governors
from dragoman.coding.tenses import Tenses
from dragoman.coding.triggers import Trigger
from dragoman.coding.verdicts import Verdict
from dragoman.model import EventType, Status

SPEECH_TYPES = frozenset(
    {EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.AGREE, EventType.CONCEDE}
)
"""An uttered speech act has happened, whatever the tense (ANNOTATION section 4)."""
SAID_BY_WILL = frozenset({EventType.REJECT, EventType.THREATEN})
"""Acts that lie in saying what one will do. Of 36 threats under "will" or "would" in our texts 33 were uttered."""
DECREED = frozenset({EventType.SANCTION, EventType.ACCUSE, EventType.CONCEDE})
"""Acts that are done by announcing them: an embargo, charges, a ceasefire."""
POLITE = frozenset({"like", "prefer", "welcome", "appreciate"})
"""Verbs that ask under "would": "would like Mali to pay"."""
PAST = frozenset({"VBD", "VBN"})


class Utterances:
    """Tells which speech acts of one document were uttered though tense or modal speak of something to come."""

    def __init__(self, analysis: Analysis, governors: Governors, tenses: Tenses) -> None:
        self.g = analysis.grammar
        self.governors = governors
        self.tenses = tenses
        self._predicates = analysis.predicates.by_head

    def is_done(self, trigger: Trigger, verdict: Verdict) -> bool:
        """Tell whether the trigger's act is done by saying so, given what the words around it say of its status."""
        kind = trigger.predicate.type
        if verdict.status is Status.ONGOING and kind in SPEECH_TYPES and verdict.cue is None:
            return True
        if kind is EventType.REQUEST and self.g.lemma(trigger.i) in POLITE and self._is_willed(verdict):
            return True
        if kind in SAID_BY_WILL and self._is_said_by_will(trigger, verdict):
            return True
        return verdict.status is Status.PLANNED and kind in DECREED and self._is_decreed(trigger.i, verdict.cue)

    def _is_willed(self, verdict: Verdict) -> bool:
        return verdict.cue is not None and self.g.lemma(verdict.cue) in {"will", "would"}

    def _is_said_by_will(self, trigger: Trigger, verdict: Verdict) -> bool:
        """Tell whether a refusal or a threat lies in the modal: "will not budge", "will pay for it".

        A negation alone refuses too ("does not accept the award"). A word that refuses or threatens by itself is denied
        by its negation ("would not object") and left open by its modal.
        """
        g = self.g
        verb, kind = g.clause(trigger.i), trigger.predicate.type
        if self.governors.of(trigger.i) is not None or self.governors.of(verb) is not None:
            return False
        around = {*g.lows[verb + 1 : verb + 2], *(g.lemma(j) for j in g.children(verb, "prt", "advmod", "prep"))}
        rows = (p for p in self._predicates.get(("v", g.lemma(verb)), ()) if around.issuperset(p.words[1:]))
        if any(p.type is kind and all(c.key != "neg" for c in p.frame) for p in rows):
            return False
        says_no = g.is_negated(verb) and not self.tenses.has_helper(verb, "have")  # "had not accepted" reports
        is_refused = kind is EventType.REJECT and says_no and verdict.status is Status.DENIED
        return is_refused or self._is_willed(verdict)

    def _is_decreed(self, i: int, cue: int | None) -> bool:
        """Tell whether a noun's act was announced as its object, with nothing else about it: "announced sanctions"."""
        g = self.g
        return cue is not None and g.lemma(cue) == "announce" and i in g.objects(cue) and g.token(cue).tag in PAST
