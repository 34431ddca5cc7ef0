"""Rules and network together: which acts of the rules stand, which the network adds, and who takes part.

The network was told what the rules found (`features`), so its chances are a second reading of the whole sentence. It
judges every act of the rules, corrects its type where it is sure of another, fills in a side that the rules left empty,
and adds acts that they missed. Parties that the rules found stay: on the articles they were right more often than the
network's (EVENT F1 .34 with the rules' sides kept, .20 with the network's).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.coding.encoder import BACK, EncoderReader, Guess
from dragoman.coding.events import EventReader
from dragoman.coding.status import Verdict
from dragoman.coding.triggers import Trigger
from dragoman.lexicon.network import load_confidence
from dragoman.lexicon.predicates import Predicate
from dragoman.model import EventType, Evidence, Status
from dragoman.model.events import OUTLET

ADD = 0.4
"""Chance from which an act that only the network sees is coded (0.3 to 0.8 tried on articles and probes)."""
KEEP = 0.2
"""Chance below which an act that only the rules see is dropped (0.05 to 0.4 tried)."""
RETYPE = 0.6
"""Chance of another type from which it replaces the rules' type (none taken: trigger and type F1 down by .01)."""
PARTY = 0.5
"""Chance of a role from which a party fills a side that the rules left empty (0.25 to 0.5 tried)."""
SPEAKER = 0.6
"""Chance from which the network's speaker stands where the rules found none (0.4 to 0.8 tried)."""
UNREAL = 0.6
"""Chance of another status from which what the rules take for happened is not (phantom rate .094 without)."""
OTHER = 0.9
"""The same for any other status of the rules."""
NEW = 0.5
"""The same for acts that only the network sees: the rules' operators know their word less."""
NAMING = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "AUX"})
"""Parts of speech of words that can name an act."""
ACTOR_SLOTS = {"v": ("subj",), "n": ("poss", "lv", "by", "between")}
RECIPIENT_SLOTS = {
    "v": ("obj", "iobj", "with", "to", "against", "on", "at", "for", "from"),
    "n": ("with", "to", "against", "on", "for", "of", "from"),
}
"""Where the parties of an act stand whose word the lexicon does not know, in order of preference."""


AGREE = 0.5
"""Chance from which the network counts as having seen an act of the rules itself."""
BOTH, NETWORK, RULES = "both", "network", "rules"


def told_by(ev: Evidence) -> str:
    """Return who told an act: "rules", "network", or "both" where the network saw what the rules found."""
    if ev.rule.startswith(f"{NETWORK}:"):
        return NETWORK
    return BOTH if ev.rule.endswith(f"+{NETWORK}") else RULES


class LearnedReader:
    """Judges the tellings of the rules and adds those that only the network finds."""

    def __init__(self, reader: EventReader, encoder: EncoderReader) -> None:
        self.a = reader.a
        self.g = reader.g
        self.reader = reader
        self.encoder = encoder
        self.shares = load_confidence()

    def read(self, told: Sequence[tuple[Trigger, Evidence]]) -> tuple[tuple[Trigger, Evidence], ...]:
        """Return the tellings that stand and those that are new, in text order."""
        found = [pair for trigger, ev in told if (pair := self._judged(trigger, ev)) is not None]
        found += self._further({trigger.i for trigger, _ in told})
        ordered = sorted(found, key=lambda pair: pair[0].i)
        return tuple((trigger, self._with_confidence(ev)) for trigger, ev in ordered)

    def _with_confidence(self, ev: Evidence) -> Evidence:
        sides = bool(ev.actors) + bool(ev.recipients)
        return replace(ev, confidence=self.shares.get((told_by(ev), sides), ev.confidence))

    def _judged(self, trigger: Trigger, ev: Evidence) -> tuple[Trigger, Evidence] | None:
        """Return the telling as the network corrects it, or None where it sees no act."""
        chances = self.encoder.chance_of(trigger.i)
        if not chances or ev.rule.startswith("it:"):
            return trigger, ev
        if sum(chances.values()) < KEEP:
            return None
        best = max(chances, key=lambda kind: chances[kind])
        kind = best if chances[best] >= RETYPE else ev.type
        guess = self.encoder.guess((trigger.i,), kind)
        if guess is None:
            return trigger, ev
        predicate = trigger.predicate
        if kind is not ev.type:
            predicate = self._predicate(trigger.i, kind)
            ev = self.reader.retyped(ev, predicate)
        actors, recipients = self._sides(guess, ev.actors, ev.recipients)
        if chances[kind] >= AGREE and told_by(ev) == RULES:
            ev = replace(ev, rule=f"{ev.rule}+{NETWORK}")
        judged = replace(trigger, predicate=predicate, actors=actors, recipients=recipients)
        ev = replace(ev, actors=tuple(sorted(actors)), recipients=tuple(sorted(recipients)))
        return judged, self._with_status(
            self._with_speaker(ev, guess), guess, UNREAL if ev.status is Status.HAPPENED else OTHER
        )

    def _further(self, taken: set[int]) -> Iterator[tuple[Trigger, Evidence]]:
        """Yield acts that only the network sees; `taken` are the tokens of triggers already there."""
        for guess in self.encoder.guesses():
            if guess.chance < ADD or taken.intersection(range(guess.tokens[0] - 1, guess.tokens[-1] + 2)):
                continue
            i = self._head(guess.tokens)
            predicate = self._predicate(i, guess.type)
            actors, recipients = self._sides(guess, *self.reader.finder.sides(i, predicate))
            if not self.a.parties.is_political((*actors, *recipients)):
                continue
            carrier = self.reader.finder.carrier(i)
            trigger = Trigger(i=i, predicate=predicate, carrier=carrier, actors=actors, recipients=recipients)
            ev = self.reader.evidence(trigger) or self.reader.evidence(trigger, Verdict(status=Status.HAPPENED))
            if ev is None:
                continue
            is_back = max(guess.status, key=lambda label: guess.status[label]) == BACK
            yield (
                trigger,
                self._with_status(self._with_speaker(replace(ev, is_mention_only=is_back), guess), guess, NEW),
            )

    def _with_status(self, ev: Evidence, guess: Guess, least: float) -> Evidence:
        """Return the telling with the network's status where it is sure that the act is not what the rules say."""
        best = max((label for label in guess.status if label != BACK), key=lambda label: guess.status[label])
        return ev if guess.status[best] < least else replace(ev, status=Status(best))

    def _with_speaker(self, ev: Evidence, guess: Guess) -> Evidence:
        """Return the telling with the network's speaker where the rules left it to the outlet."""
        best = max(guess.roles["speaker"].items(), key=lambda pair: pair[1], default=(0, 0.0))
        if ev.attribution != (OUTLET,) or best[1] < SPEAKER:
            return ev
        said = self.reader.attribution.speaker(best[0])
        return ev if said is None else replace(ev, attribution=(said,))

    def _sides(
        self, guess: Guess, doers: Sequence[str], others: Sequence[str]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return actors and recipients: the rules' where they give any, else those that the network sees."""
        actors = self._entities(guess.roles["actor"])
        recipients = self._entities(guess.roles["recipient"])
        kept = tuple(doers) or tuple(
            x for x, chance in actors.items() if x not in others and chance >= recipients.get(x, 0.0)
        )
        return kept, tuple(others) or tuple(x for x in recipients if x not in kept)

    def _entities(self, chances: dict[int, float]) -> dict[str, float]:
        """Return the entities whose chance of a role is high enough, by their likeliest mention."""
        best: dict[str, float] = {}
        for head, chance in chances.items():
            for x in self.a.parties.named(head) or self.a.parties.who(head):
                best[x] = max(best.get(x, 0.0), chance)
        return {x: chance for x, chance in best.items() if chance >= PARTY}

    def _head(self, tokens: Sequence[int]) -> int:
        """Return the token that the others of a run hang on."""
        inside = set(tokens)
        tops = [i for i in tokens if self.g.token(i).head not in inside or self.g.token(i).head == i]
        return next((i for i in tops if self.g.token(i).pos in NAMING), tops[0])

    def _predicate(self, i: int, kind: EventType) -> Predicate:
        pos = "v" if self.g.is_verbal(i) else "n"
        return Predicate(
            words=(self.g.lemma(i),),
            pos=NETWORK,
            frame=(),
            type=kind,
            mode=None,
            actor=ACTOR_SLOTS[pos],
            recipient=RECIPIENT_SLOTS[pos],
            is_mutual=False,
            yes="",
            no="",
        )
