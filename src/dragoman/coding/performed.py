"""Reproaches that are made by the very words told: 'said it regretted the vote', 'wrote that Peru had "slapped" it'.

Whoever is heard to say so has reproached; the text tells of that in its own voice, not on the word of the speaker. The
marks of our annotated articles say so of 45 of 47 such acts. Acts of saying that are reported as done before ("said it
had condemned the raid") rest on the speaker like any other. So do requests and promises, of which half are past acts.
"""

from collections.abc import Sequence
from dataclasses import replace

from dragoman.coding.analysis import Analysis
from dragoman.coding.rejoined import DOING_BY_SAYING
from dragoman.coding.triggers import Trigger
from dragoman.model import EventType, Evidence, SpeakerKind, Status
from dragoman.model.events import OUTLET

PLAIN = frozenset({"VBD", "VBZ", "VBP"})
"""Tags of verbs that stand for what goes on while it is said; the past stands for the present in reported speech."""
POSES = {"VERB": "v", "AUX": "v", "NOUN": "n", "ADJ": "a"}
"""Parts of speech as the lexicon of predicates names them."""


class PerformedReader:
    """Finds the reproaches of one document that need nobody to vouch for them."""

    def __init__(self, analysis: Analysis) -> None:
        self.g = analysis.grammar
        self.parties = analysis.parties
        self.quotes = analysis.quotes
        self.predicates = analysis.predicates.by_head

    def settle(self, told: Sequence[tuple[Trigger, Evidence]]) -> tuple[tuple[Trigger, Evidence], ...]:
        """Return the acts, of which reproaches that their speaker makes by his words are told by the outlet."""
        return tuple(
            (trigger, replace(ev, attribution=(OUTLET,)) if self._is_heard(trigger, ev) else ev) for trigger, ev in told
        )

    def _is_heard(self, trigger: Trigger, ev: Evidence) -> bool:
        if ev.type is not EventType.ACCUSE or ev.status is not Status.HAPPENED or len(ev.attribution) > 1:
            return False
        verb, voice = self.g.clause(trigger.i), ev.attribution[0]
        by_content = not self._names_reproach(trigger.i) and not self._is_own(verb, ev.actors)
        if by_content and self.quotes.around(self.g.token(trigger.i).start) is not None:
            return True  # the words reproach, whatever they tell: "the ban is toxic", "we have been robbed"
        is_own = voice.kind is SpeakerKind.NAMED and voice.speaker in ev.actors
        return is_own and (by_content or self._is_plain(verb))

    def _names_reproach(self, i: int) -> bool:
        """Tell whether the lexicon knows the word as one for reproaching: "complained", "its protest"."""
        t = self.g.token(i)
        return any(p.type is EventType.ACCUSE for p in self.predicates.get((POSES.get(t.pos, ""), t.lemma), ()))

    def _is_own(self, verb: int, actors: Sequence[str]) -> bool:
        """Tell whether one of those who reproach is the subject of the clause, as its doer."""
        return not self.g.is_passive(verb) and not set(self.parties.all_of(self.g.subjects(verb))).isdisjoint(actors)

    def _is_plain(self, verb: int) -> bool:
        """Tell whether a clause tells what is said or felt at the time: "regretted", "was disappointed"."""
        g = self.g
        helpers = g.children(verb, "aux", "auxpass", "neg")
        if g.lemma(verb) == "be" or g.children(verb, "auxpass"):
            heads = (verb,) if g.lemma(verb) == "be" else helpers
            return len(heads) == 1 and g.token(heads[0]).tag in PLAIN and (heads == (verb,)) != bool(helpers)
        return not helpers and g.token(verb).tag in PLAIN and g.lemma(verb) in DOING_BY_SAYING
