"""From triggers to tellings: type, parties, status, attribution, date and place of each act."""

from collections.abc import Iterator

from dragoman.coding.analysis import Analysis
from dragoman.coding.attribution import AttributionReader
from dragoman.coding.dating import Dating
from dragoman.coding.status import StatusReader, Verdict
from dragoman.coding.triggers import Trigger, TriggerFinder
from dragoman.model import Attribution, Evidence, SpeakerKind, Status

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

    def read(self) -> Iterator[tuple[Trigger, Evidence]]:
        """Yield each act with its trigger, in text order."""
        for trigger in self.finder.find():
            evidence = self._evidence(trigger)
            if evidence is not None:
                yield trigger, evidence

    def _evidence(self, trigger: Trigger) -> Evidence | None:
        verdict = self.status.of(trigger)
        if verdict.status is None or verdict.is_purpose:
            return None
        chain = self.attribution.of(trigger.carrier if trigger.carrier != trigger.i else trigger.i)
        status = self._settled(verdict, trigger, chain)
        token = self.g.token(trigger.i)
        predicate = trigger.predicate
        scales = self.a.predicates.scales
        scale = scales.get((predicate.type, predicate.mode)) or scales.get((predicate.type, None))
        cue = self.g.token(verdict.cue).span if verdict.cue is not None else None
        return Evidence(
            doc_id=self.a.resolved.document.doc_id,
            type=predicate.type,
            mode=predicate.mode,
            trigger=token.span,
            lemma=" ".join(predicate.words),
            actors=tuple(sorted(trigger.actors)),
            recipients=tuple(sorted(trigger.recipients)),
            status=status,
            status_cue=cue,
            attribution=chain,
            date=self.dating.date(trigger),
            place=self.dating.place(trigger),
            cameo=scale.cameo if scale else None,
            goldstein=scale.goldstein if scale else None,
            confidence=CONFIDENCE_BOTH if trigger.actors and trigger.recipients else CONFIDENCE_ONE,
            rule=predicate.name,
        )

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
        if speaker.speaker in trigger.actors:
            return True
        mention = self.a.parties.entity(speaker.speaker)
        code = mention.code if mention else None
        if code is None and speaker.span is not None:
            code = next(
                (
                    e.code
                    for m in self.a.resolved.mentions
                    if m.span == speaker.span
                    for e in [self.a.parties.entity(m.entity_id)]
                    if e
                ),
                None,
            )
        return code is not None and any(
            (e := self.a.parties.entity(x)) is not None and e.code == code for x in trigger.actors
        )
