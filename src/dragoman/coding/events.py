"""From triggers to tellings: type, parties, status, attribution, date and place of each act."""

from collections.abc import Sequence
from dataclasses import replace

from dragoman.coding.analysis import Analysis
from dragoman.coding.attribution import AttributionReader
from dragoman.coding.dating import Dating
from dragoman.coding.issues import IssueReader
from dragoman.coding.magnitude import read_magnitude
from dragoman.coding.references import ReferenceReader
from dragoman.coding.speech import SpeechReader
from dragoman.coding.status import StatusReader
from dragoman.coding.triggers import Trigger, TriggerFinder
from dragoman.coding.verdicts import Verdict, combine
from dragoman.lexicon.issues import load_issues
from dragoman.model import Attribution, EventType, Evidence, Span, SpeakerKind, Status

MAX_PARTICLE_DISTANCE = 4
"""Tokens between a verb and its particle up to which both are shown as one trigger ("put the talks off")."""
MAX_LIGHT_DISTANCE = 4
"""The same for a light verb and its noun ("made discreet approaches")."""
ADDRESSED = frozenset({EventType.REQUEST, EventType.REJECT, EventType.CONCEDE, EventType.THREATEN})
"""Speech acts that are aimed at somebody, who may have been named only in the sentence before."""
REACH_SENTENCES = 1
"""How far back the other party may have been named (0 to 3 tried on the articles: EVENT F1 .336, .342, .342, .342)."""
CONFIDENCE_BOTH = 0.6
"""Share of coded events with both sides found whose type and parties are right; set from the gate's articles."""
CONFIDENCE_ONE = 0.4
"""The same for events with one side only."""


class EventReader:
    """Codes the events of one document."""

    def __init__(self, analysis: Analysis) -> None:
        self.a = analysis
        self.g = analysis.grammar
        self.finder = TriggerFinder(analysis)
        self.status = StatusReader(analysis)
        self.attribution = AttributionReader(analysis, self.status)
        self.dating = Dating(analysis)
        self.issues = IssueReader(self.g, load_issues())
        self.references = ReferenceReader(analysis)

    def read(self) -> tuple[tuple[Trigger, Evidence], ...]:
        """Return each act with its trigger, in text order; a token is the trigger of one act at most."""
        speech = SpeechReader(self.a)
        found: dict[int, tuple[Trigger, Evidence]] = {}
        for trigger in (*self.finder.find(), *speech.evaluations()):
            evidence = self.evidence(trigger)
            if evidence is not None:
                found[trigger.i] = (trigger, evidence)
        told = [found[i] for i in sorted(found)]
        for trigger in speech.charges(told):
            evidence = self.evidence(trigger)
            if evidence is not None:
                found.setdefault(trigger.i, (trigger, evidence))
        full = self._with_references([found[i] for i in sorted(found)])
        return self.with_pointers(full)

    def with_pointers(self, told: Sequence[tuple[Trigger, Evidence]]) -> tuple[tuple[Trigger, Evidence], ...]:
        """Return the acts with those that "it" takes up with another status ("but it is expected to go ahead").

        A word that is an act of another type already stays as it is.
        """
        found = {trigger.i: (trigger, ev) for trigger, ev in told}
        for trigger, operator, earlier in self.references.find(told):
            verdict = self.status.word(trigger.i)
            if operator is not None:
                plain = Verdict(status=Status.HAPPENED)
                put_off = self.status.is_put_off(trigger.i)
                verdict = combine(operator, plain, verdict, cue=trigger.i, put_off=put_off)
            is_other = trigger.i in found and found[trigger.i][1].type is not earlier.type
            if is_other or verdict.status in {None, earlier.status}:
                continue
            ev = self.evidence(trigger, verdict)
            if ev is not None:
                rule = f"it:{self.g.lemma(trigger.i)}"
                found[trigger.i] = (trigger, replace(ev, lemma=earlier.lemma, rule=rule))
        return tuple(found[i] for i in sorted(found))

    def _with_references(self, told: list[tuple[Trigger, Evidence]]) -> tuple[tuple[Trigger, Evidence], ...]:
        """Return the acts, with those that only point back ("the visit", "such a proposal") given their parties."""
        last: dict[EventType, Evidence] = {}
        same_word: dict[tuple[EventType, str], Evidence] = {}
        kept: list[tuple[Trigger, Evidence]] = []
        for trigger, ev in told:
            full = ev
            earlier = same_word.get((ev.type, ev.lemma)) or last.get(ev.type)
            if not ev.actors and not ev.recipients:
                if earlier is None:
                    continue
                changed = ev.status_cue is not None and ev.status is not earlier.status
                full = replace(ev, actors=earlier.actors, recipients=earlier.recipients, is_mention_only=not changed)
            else:
                full = self._with_counterpart(trigger, ev, kept)
                if earlier is not None and self._takes_up(trigger, ev, earlier):
                    full = replace(ev, recipients=earlier.recipients)
                last[ev.type] = same_word[ev.type, ev.lemma] = full
            kept.append((trigger, full))
        return tuple(kept)

    def _takes_up(self, trigger: Trigger, ev: Evidence, earlier: Evidence) -> bool:
        """Tell whether "his trip" is the journey told before: the same traveller, and no goal of its own."""
        is_noun = trigger.predicate.pos == "n" and ev.type is EventType.CONSULT
        return is_noun and not ev.recipients and bool(earlier.recipients) and set(ev.actors) <= set(earlier.actors)

    def _with_counterpart(self, trigger: Trigger, ev: Evidence, kept: list[tuple[Trigger, Evidence]]) -> Evidence:
        """Return a speech act aimed at nobody named with the other party of the act told just before it."""
        if ev.recipients or not ev.actors or ev.type not in ADDRESSED:
            return ev
        sentence = self.g.token(trigger.i).sent
        for other, earlier in reversed(kept):
            if sentence - self.g.token(other.i).sent > REACH_SENTENCES:
                break
            rivals = tuple(x for x in (*earlier.actors, *earlier.recipients) if x not in ev.actors)
            if rivals and {*earlier.actors, *earlier.recipients} & {*ev.actors}:
                return replace(ev, recipients=tuple(sorted(set(rivals))))
        return ev

    def evidence(self, trigger: Trigger, verdict: Verdict | None = None) -> Evidence | None:
        """Return the telling that a trigger makes, or None where it is no event (content of a refusal, a purpose).

        Args:
            trigger: The word that names the act, with its parties.
            verdict: Its status where the caller knows it better than the words around the trigger.
        """
        verdict = verdict or self.status.of(trigger)
        if verdict.status is None or verdict.is_purpose:
            return None
        chain = self.attribution.of(trigger.carrier if trigger.carrier != trigger.i else trigger.i)
        status = self._settled(verdict, trigger, chain)
        predicate = trigger.predicate
        cue = self.g.token(verdict.cue).span if verdict.cue is not None else None
        scales = self.a.predicates.scales
        scale = scales.get((predicate.type, predicate.mode)) or scales.get((predicate.type, None))
        return Evidence(
            doc_id=self.a.resolved.document.doc_id,
            type=predicate.type,
            mode=predicate.mode,
            trigger=self._span(trigger),
            lemma=" ".join(predicate.words),
            actors=tuple(sorted(trigger.actors)),
            recipients=tuple(sorted(trigger.recipients)),
            status=status,
            status_cue=cue,
            attribution=chain,
            date=self.dating.date(trigger),
            place=self.dating.place(trigger),
            issue=self.issues.of(trigger.i),
            magnitude=read_magnitude(self.g, trigger, self.a.cues.magnitudes),
            cameo=scale.cameo if scale else None,
            goldstein=scale.goldstein if scale else None,
            confidence=CONFIDENCE_BOTH if trigger.actors and trigger.recipients else CONFIDENCE_ONE,
            rule=predicate.name,
        )

    def _span(self, trigger: Trigger) -> Span:
        """Return the words that name the act: the trigger with its particle or its light verb."""
        g = self.g
        tokens = [trigger.i]
        if g.is_verbal(trigger.i):
            tokens += [j for j in g.children(trigger.i, "prt") if j - trigger.i <= MAX_PARTICLE_DISTANCE]
        elif trigger.carrier != trigger.i and g.lemma(trigger.carrier) in self.a.predicates.light_verbs:
            if abs(trigger.carrier - trigger.i) <= MAX_LIGHT_DISTANCE:
                tokens.append(trigger.carrier)
        elif len(trigger.predicate.words) > 1:
            tokens.append(trigger.i - len(trigger.predicate.words) + 1)
        return Span(g.token(min(tokens)).start, g.token(max(tokens)).end)

    def _settled(self, verdict: Verdict, trigger: Trigger, chain: tuple[Attribution, ...]) -> Status:
        """Return planned where the doer (or a schedule) speaks of the future, expected where somebody else does."""
        status = verdict.status or Status.HAPPENED
        if not verdict.is_modal:
            return status
        speaker = chain[0]
        if speaker.kind is SpeakerKind.OUTLET:
            return Status.PLANNED if status is Status.PLANNED else Status.EXPECTED
        return Status.PLANNED if self._speaks_for(speaker, trigger) else Status.EXPECTED

    def _speaks_for(self, speaker: Attribution, trigger: Trigger) -> bool:
        """Tell whether a speaker belongs to one of the doers: the same entity, or the same state."""
        code = self._code_of(speaker)
        return speaker.speaker in trigger.actors or (code is not None and code in self._codes(trigger.actors))

    def is_outsider(self, speaker: Attribution, doers: Sequence[str]) -> bool:
        """Tell whether a speaker is known to belong to none of the doers; False where either is not known."""
        codes, code = self._codes(doers), self._code_of(speaker)
        return code is not None and bool(codes) and None not in codes and code not in codes

    def _codes(self, ids: Sequence[str]) -> set[str | None]:
        return {entity.code if (entity := self.a.parties.entity(x)) else None for x in ids}

    def _code_of(self, speaker: Attribution) -> str | None:
        """Return the code of a speaker's state or body: his own, or that of the words that name him."""
        entity = self.a.parties.entity(speaker.speaker)
        if entity is not None and entity.code is not None:
            return entity.code
        named = (m.entity_id for m in self.a.resolved.mentions if m.span == speaker.span)
        return next((e.code for x in named if (e := self.a.parties.entity(x)) is not None), None)
