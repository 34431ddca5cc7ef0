"""Denials that only point at what they deny: "X denied the claim", "called it a lie", "which X denies".

Each gives the act told before a second version, denied by who denies it, so that claim and denial stand side by side.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.coding.analysis import Analysis
from dragoman.coding.attribution import AttributionReader
from dragoman.coding.triggers import Trigger
from dragoman.model import Attribution, EventType, Evidence, Span, SpeakerKind, Status
from dragoman.model.events import PROSPECTIVE, REAL

DENYING = frozenset({"deny", "disavow", "refute", "dispute", "contradict", "rebut", "contest"})
JUDGING = frozenset({"call", "brand", "describe", "dismiss", "label", "term"})
"""Verbs that deny only with a word for untruth: "called it a lie"."""
UNTRUE = frozenset(
    {
        *("lie", "invention", "fabrication", "false", "untrue", "baseless", "nonsense", "fiction", "disinformation"),
        *("groundless", "unfounded", "fake", "fantasy", "hoax", "falsehood", "fairy", "tale", "rubbish", "concoction"),
        *("wrong", "incorrect", "inaccurate", "propaganda", "slander", "libel"),
    }
)
CLAIMS = frozenset(
    {
        *("claim", "report", "allegation", "accusation", "charge", "assertion", "suggestion", "rumour", "rumor"),
        *("story", "account", "version", "statement"),
    }
)
"""Nouns that take up what somebody said."""
INVOLVEMENT = frozenset({"involvement", "responsibility", "role", "part", "hand", "wrongdoing", "complicity"})
"""Nouns by which an accused doer denies the act laid at his door."""
POINTERS = frozenset({"it", "this", "that", "which"})
CLAIMING = frozenset({"claim", "allege", "report", "say", "assert", "charge", "suggest", "maintain", "state"})
"""Verbs of "as X had claimed"."""
HELPERS = frozenset({"have", "do", "be", "will", "would"})
"""Verbs that stand for the act told before: "another said it had not"."""
COMPLEMENTS = ("dobj", "attr", "acomp", "xcomp", "ccomp", "prep", "oprd", "nsubjpass")
ASSERTED = REAL | PROSPECTIVE
SPEECH = frozenset({EventType.ACCUSE, EventType.REQUEST, EventType.REJECT, EventType.THREATEN})
"""Acts that are not themselves what is denied when a claim is."""
HOSTILE = frozenset({EventType.ASSAULT, EventType.COERCE})
"""Acts that somebody can be said to have a part in, or to bear responsibility for."""
REACH_SENTENCES = 1
"""How far back the claim may stand, in sentences."""


class DenialReader:
    """Finds the second versions of acts that were told already."""

    def __init__(self, analysis: Analysis, attribution: AttributionReader) -> None:
        self.a = analysis
        self.g = analysis.grammar
        self.attribution = attribution

    def read(self, told: Sequence[tuple[Trigger, Evidence]]) -> tuple[Evidence, ...]:
        """Return the denied (or, of denied acts, the claimed) versions in text order; empty if there are none."""
        found = [*self._denied(told), *self._claimed(told)]
        return tuple(sorted(found, key=lambda ev: (ev.trigger, ev.status)))

    def _denied(self, told: Sequence[tuple[Trigger, Evidence]]) -> Iterator[Evidence]:
        for t in self.g.tokens:
            pointer = self._pointer(t.i) if self.g.is_verbal(t.i) else None
            if pointer is None or self.g.is_negated(t.i) or self._is_left_open(t.i):
                continue
            denier = self._denier(t.i)
            if denier is None:
                continue
            act = self._act(pointer, denier, told)
            if act is not None:
                yield self._version(act, pointer, Status.DENIED, denier, t.span)

    def _is_left_open(self, i: int) -> bool:
        """Tell whether a verb is the second half of "neither confirm nor deny"."""
        t = self.g.token(i)
        return t.dep == "conj" and any(self.g.lemma(j) == "nor" for j in self.g.children(t.head, "cc"))

    def _pointer(self, i: int) -> int | None:
        """Return the word by which a denial points at what it denies, or None where it denies nothing told before."""
        g = self.g
        if g.lemma(i) in DENYING:
            found = g.children(i, "dobj", "nsubjpass")
            if g.token(i).dep == "relcl" and g.lemma(g.token(i).head) in CLAIMS:
                return g.token(i).head  # "a charge that X denied"
            return next((j for j in found if self._points(j) or g.lemma(j) in INVOLVEMENT), None)
        if g.lemma(i) in JUDGING and self._is_untrue(i):
            things = (*g.children(i, "dobj"), *(j for c in g.children(i, "ccomp") for j in g.children(c, "nsubj")))
            return next((j for j in things if self._points(j)), None)
        if self.attribution.reports(i):
            return next((j for c in g.children(i, "ccomp") for j in self._contradicted(c)), None)
        return None

    def _contradicted(self, clause: int) -> tuple[int, ...]:
        """Return what a reported clause denies: "it had not", "it did no such thing", "that was a lie"."""
        g = self.g
        if g.lemma(clause) == "be" and any(g.lemma(j) in UNTRUE for j in g.children(clause, "attr", "acomp")):
            return () if g.is_negated(clause) else tuple(j for j in g.children(clause, "nsubj") if self._points(j))
        if g.lemma(clause) not in HELPERS:
            return ()
        objects = g.children(clause, *COMPLEMENTS)
        no_such = [j for j in objects if any(g.lemma(k) == "such" for k in g.children(j, "amod", "predet", "det"))]
        if no_such and any(g.lemma(k) == "no" for k in g.children(no_such[0], "det", "neg")):
            return (no_such[0],)
        return (clause,) if g.is_negated(clause) and not objects else ()

    def _points(self, j: int) -> bool:
        own = self.g.children(j, "ccomp", "acl", "relcl")
        return self.g.low(j) in POINTERS or (self.g.lemma(j) in CLAIMS and not own)

    def _is_untrue(self, i: int) -> bool:
        g = self.g
        verdicts = (
            *g.children(i, "oprd", "ccomp", "xcomp", "acomp", "attr", "advcl", "npadvmod"),
            *g.prep_objects(i, "as"),
        )
        as_words = tuple(k for p in g.children(i, "prep") if g.lemma(p) == "as" for k in g.children(p, "amod"))
        return any(g.lemma(j) in UNTRUE for j in (*verdicts, *as_words))

    def _denier(self, i: int) -> Attribution | None:
        subjects = self.g.subjects(i)
        return self.attribution.speaker(subjects[0]) if subjects else None

    def _act(self, pointer: int, denier: Attribution, told: Sequence[tuple[Trigger, Evidence]]) -> Evidence | None:
        """Return the act that somebody else told last before a pointer, or None if that is too far back."""
        here = self.g.token(pointer)
        accused = self.g.lemma(pointer) in INVOLVEMENT
        for trigger, ev in reversed(told):
            token = self.g.token(trigger.i)
            is_told = token.i < pointer and (ev.actors or ev.recipients)
            if not is_told or ev.type in SPEECH or ev.status not in ASSERTED:
                continue
            if here.sent - token.sent > REACH_SENTENCES:
                return None
            speakers = {x.speaker for x in ev.attribution}
            if denier.speaker in speakers or (accused and not self._can_be_disowned(denier, ev)):
                continue
            if ev.attribution[0].kind is SpeakerKind.OUTLET and not accused:
                continue
            return ev
        return None

    def _can_be_disowned(self, denier: Attribution, ev: Evidence) -> bool:
        """Tell whether an act is hostile and the speaker is one of the doers or speaks for their state."""
        if ev.type not in HOSTILE:
            return False
        own = self.a.parties.entity(denier.speaker)
        doers = [self.a.parties.entity(x) for x in ev.actors]
        same_state = own is not None and own.code is not None and any(d and d.code == own.code for d in doers)
        return denier.speaker in ev.actors or same_state

    def _claimed(self, told: Sequence[tuple[Trigger, Evidence]]) -> Iterator[Evidence]:
        """Yield the claim that a denial quotes: "denied that X had been done, as Y had claimed"."""
        g = self.g
        for trigger, ev in told:
            if ev.status is not Status.DENIED:
                continue
            for j in (trigger.i, trigger.carrier, *g.ancestors(trigger.i)[:2]):
                for clause in g.children(j, "advcl"):
                    is_as = any(g.lemma(m) == "as" for m in g.children(clause, "mark"))
                    subjects = g.children(clause, "nsubj")
                    voice = self.attribution.speaker(subjects[0]) if is_as and subjects else None
                    if voice is not None and g.lemma(clause) in CLAIMING:
                        yield self._version(ev, trigger.i, Status.HAPPENED, voice, g.token(clause).span)
                        return

    def _version(self, ev: Evidence, at: int, status: Status, voice: Attribution, cue: Span) -> Evidence:
        return replace(
            ev,
            trigger=self.g.token(at).span,
            status=status,
            status_cue=cue,
            attribution=(voice,),
            is_mention_only=False,
            rule=f"denied:{self.g.lemma(at)}" if status is Status.DENIED else "claimed:as",
        )
