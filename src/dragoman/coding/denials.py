"""Denials that only point at what they deny: "X denied the claim", "called it a lie", "which X denies".

Each gives the act told before a second version, denied by who denies it, so that claim and denial stand side by side.
Denials that tell the act again are made versions of it where their words say so: "no such offer", the same verb.
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
"""Acts that are not themselves what is denied when a claim is, unless by those who are said to have done them."""
HOSTILE = frozenset({EventType.ASSAULT, EventType.COERCE})
"""Acts that somebody can be said to have a part in, or to bear responsibility for."""
REACH_SENTENCES = 1
"""How far back the claim may stand, in sentences."""
REACH_SUCH = 2
"""The same for what "such" takes up: a quotation may stand between."""


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

    def settle(self, told: Sequence[tuple[Trigger, Evidence]]) -> tuple[tuple[Trigger, Evidence], ...]:
        """Return the acts, of which those that are told again as denied are versions of what they deny."""
        read = [
            (trigger, self._as_denied(trigger, ev)) for trigger, ev in told if not self._is_doubled(trigger, ev, told)
        ]
        return tuple((trigger, self._as_version(trigger, ev, read[:k])) for k, (trigger, ev) in enumerate(read))

    def _is_doubled(self, trigger: Trigger, ev: Evidence, told: Sequence[tuple[Trigger, Evidence]]) -> bool:
        """Tell whether an act at a verb of denying is told by what it denies: "denied it", "denied firing"."""
        if ev.status is not Status.DENIED or self.g.lemma(trigger.i) not in DENYING:
            return False
        clauses = self.g.children(trigger.i, "xcomp", "ccomp")
        if any(other.type is ev.type and at.i in clauses for at, other in told):
            return True
        pointer, denier = self._pointer(trigger.i), self._denier(trigger.i)
        return pointer is not None and denier is not None and self._act(pointer, denier, told) is not None

    def _as_denied(self, trigger: Trigger, ev: Evidence) -> Evidence:
        """Return an act as denied where "no such" names it: "there was no such offer", not "there must be no such"."""
        g = self.g
        none = next((j for j in g.children(trigger.i, "det") if g.lemma(j) == "no"), None)
        if none is None or not self._is_such(trigger.i):
            return ev
        is_open = any(g.token(j).tag == "MD" for j in g.children(g.clause(trigger.i), "aux"))
        return ev if is_open else replace(ev, status=Status.DENIED, status_cue=g.token(none).span)

    def _as_version(self, trigger: Trigger, ev: Evidence, before: Sequence[tuple[Trigger, Evidence]]) -> Evidence:
        """Return a denied act with the parties that "such" takes up, or with the type that its word had before."""
        if ev.status is not Status.DENIED:
            return ev
        voices = {x.speaker for x in ev.attribution}
        here, is_such = self.g.token(trigger.i).sent, self._is_such(trigger.i)
        for other, earlier in reversed(before):
            back = here - self.g.token(other.i).sent
            if back > REACH_SUCH:
                break
            if earlier.status not in ASSERTED or voices & {x.speaker for x in earlier.attribution}:
                continue
            if is_such and earlier.type is ev.type:
                return replace(ev, actors=earlier.actors, recipients=earlier.recipients)
            is_near_claim = back <= REACH_SENTENCES and earlier.attribution[0].kind is not SpeakerKind.OUTLET
            if is_near_claim and earlier.lemma == ev.lemma and self._share_a_state(ev.actors, earlier.actors):
                same = replace(ev, type=earlier.type, mode=earlier.mode)
                return replace(same, cameo=earlier.cameo, goldstein=earlier.goldstein)
        return ev

    def _is_such(self, i: int) -> bool:
        """Tell whether a noun takes up something told before: "no such offer", "any such visit"."""
        return not self.g.is_verbal(i) and any(self.g.lemma(j) == "such" for j in self.g.children(i, "amod", "predet"))

    def _denied(self, told: Sequence[tuple[Trigger, Evidence]]) -> Iterator[Evidence]:
        again = {trigger.i for trigger, ev in told if ev.status is Status.DENIED}
        for t in self.g.tokens:
            pointer = self._pointer(t.i) if self.g.is_verbal(t.i) else None
            if pointer is None or pointer in again or self.g.is_negated(t.i) or self._is_left_open(t.i):
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
        if self.attribution.reporting.reports(i):
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
        return self.attribution.speakers.at(subjects[0]) if subjects else None

    def _act(self, pointer: int, denier: Attribution, told: Sequence[tuple[Trigger, Evidence]]) -> Evidence | None:
        """Return the act that somebody else told last before a pointer, or None if that is too far back."""
        here = self.g.token(pointer)
        doers = (denier.speaker, *self.a.parties.all_of(self.g.subjects(self.g.clause(pointer))))
        accused = self.g.lemma(pointer) in INVOLVEMENT
        for trigger, ev in reversed(told):
            token = self.g.token(trigger.i)
            is_told = token.i < pointer and (ev.actors or ev.recipients)
            if not is_told or ev.status not in ASSERTED or not self._is_deniable(doers, ev):
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

    def _is_deniable(self, doers: Sequence[str], ev: Evidence) -> bool:
        """Tell whether an act is what is denied: no speech act, or one of those who deny it or of whom they speak."""
        return ev.type not in SPEECH or self._share_a_state(doers, ev.actors)

    def _can_be_disowned(self, denier: Attribution, ev: Evidence) -> bool:
        """Tell whether an act is hostile and the speaker is one of the doers or speaks for their state."""
        return ev.type in HOSTILE and self._share_a_state((denier.speaker,), ev.actors)

    def _share_a_state(self, ids: Sequence[str], others: Sequence[str]) -> bool:
        """Tell whether one of some is among others, or bears the code of one of them."""
        ours, theirs = ({e.code for x in side if (e := self.a.parties.entity(x)) and e.code} for side in (ids, others))
        return bool(set(ids) & set(others) or ours & theirs)

    def _claimed(self, told: Sequence[tuple[Trigger, Evidence]]) -> Iterator[Evidence]:
        """Yield the claims that denials quote: "denied that X was done, as Y had claimed", "denied Y's claim that"."""
        for trigger, ev in told:
            if ev.status is not Status.DENIED:
                continue
            above = self.g.ancestors(trigger.i)
            found = self._claimed_beside((trigger.i, trigger.carrier, *above[:2])) or self._claimed_above(above)
            if found is not None and found[0].speaker not in {x.speaker for x in ev.attribution}:
                yield self._version(ev, trigger.i, Status.HAPPENED, *found)

    def _claimed_beside(self, verbs: Sequence[int]) -> tuple[Attribution, Span] | None:
        """Return who claimed an act by "as Y had claimed" beside one of the verbs, and the verb of claiming."""
        g = self.g
        for clause in (k for j in verbs for k in g.children(j, "advcl")):
            is_as = any(g.lemma(m) == "as" for m in g.children(clause, "mark"))
            subjects = g.children(clause, "nsubj")
            voice = self.attribution.speakers.at(subjects[0]) if is_as and subjects else None
            if voice is not None and g.lemma(clause) in CLAIMING:
                return voice, g.token(clause).span
        return None

    def _claimed_above(self, above: Sequence[int]) -> tuple[Attribution, Span] | None:
        """Return whose claim a denial denies, and the noun: "denied Y's claim that", "Peruvian accusations that"."""
        g = self.g
        for j in above:
            if g.lemma(j) not in CLAIMS or g.token(j).dep != "dobj" or g.lemma(g.token(j).head) not in DENYING:
                continue
            owners = g.children(j, "poss") or g.prep_objects(j, "by", "from", "of")
            voice = self.attribution.speakers.at(owners[0]) if owners else self._voice_of_adjective(j)
            return (voice, g.token(j).span) if voice is not None else None
        return None

    def _voice_of_adjective(self, noun: int) -> Attribution | None:
        """Return the state whose claim an adjective before it says it is."""
        states = self.a.parties.owners(noun, of=False)
        if not states:
            return None
        return Attribution(speaker=states[0], kind=SpeakerKind.NAMED, span=self.g.token(noun).span)

    def _version(self, ev: Evidence, at: int, status: Status, voice: Attribution, cue: Span) -> Evidence:
        return replace(
            ev,
            trigger=self.g.token(at).span,
            status=status,
            status_cue=cue,
            attribution=(voice,),
            is_mention_only=False,
            rule=f"{'denied' if status is Status.DENIED else 'claimed'}:{self.g.lemma(at)}",
        )
