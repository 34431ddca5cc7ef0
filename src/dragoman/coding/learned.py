"""Rules and network together: which acts of the rules stand, which the network adds, and who takes part.

The network was told what the rules found (`features`), so its chances are a second reading of the whole sentence. It
judges every act of the rules and its parties, fills in a side that they left empty, finds a speaker or an unreal status
where they saw no word for one, and adds acts that they missed. The rules' parties stay unless the network all but rules
one out: on 761 passages before they were trained on, both sides were right in .51 of the acts found so, in .49 with
every party of the rules kept, and in fewer with the network's alone. Another pair of sides stands only where weighing
both at once (`sides`) is surer of it by a margin. The types of the rules stay, which are right as often, and where one
of their operators decided a status, the network's other opinion was mostly wrong.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dragoman.coding.eligible import EligibleReader
from dragoman.coding.encoder import BACK, EncoderReader, Guess
from dragoman.coding.events import EventReader
from dragoman.coding.pairs import MUTUAL
from dragoman.coding.sides import Chances, Side, SideReader, likeliest
from dragoman.coding.speech import SpeechReader
from dragoman.coding.triggers import SPEECH_NOUNS, Trigger
from dragoman.coding.verdicts import Verdict
from dragoman.lexicon.network import load_confidence, load_sides
from dragoman.lexicon.predicates import Predicate
from dragoman.model import EventType, Evidence, Span, Status
from dragoman.model.events import OUTLET, REAL

ADD = 0.5
"""Chance from which an act that only the network sees is coded (0.4 to 0.65 tried on passages and articles that it was
not trained on: F1 with both sides within .01, fewer wrong acts as it rises)."""
ADD_SAYING = 0.85
"""The same for a verb that the lexicon knows as a mere word of reporting, where it has a clause ("insists that"; 0.75
to 0.9 tried)."""
KEEP, KEEP_BOTH = 0.08, 0.02
"""Chances below which an act that only the rules see is dropped, where they name one of its sides and both (0.02 to
0.15 tried; with 0.12 for both, plain statements are lost: "Norway enjoys the support of Chad")."""
PARTY = 0.3
"""Chance of a role from which a party fills a side (0.3 to 0.65 tried on passages not yet trained on)."""
STAY = 0.1
"""Chance of a role from which a party that the rules found stays (0.02 to 1.1 tried on passages not yet trained on)."""
OWED = 0.08
"""The same for the likeliest recipient of an act that nearly always has one and else has none (0.05 to 0.3 tried)."""
TAKE_A_RECIPIENT = frozenset(
    {
        EventType.ACCUSE,
        EventType.AID,
        EventType.ASSAULT,
        EventType.COERCE,
        EventType.REQUEST,
        EventType.SANCTION,
        EventType.SUPPORT,
        EventType.THREATEN,
    }
)
"""Types of which fewer than one act in ten is aimed at nobody in the training passages; adding REJECT and PROTEST, of
which that is true too, cost more right sides than it won."""
NEAR = 0.97
"""Share of the best party's chance from which another stands beside it."""
SURER = 1.5
"""Logits by which another pair of sides must be likelier than the usual one of an act of the rules (0.5 to 2 tried on
articles, each with weights fitted without it): their parties are right oftener in articles than in passages."""
SURER_ALONE = 0.5
"""The same for acts that only the network sees (0.25 to 1.2 tried)."""
CLEAR, REMOTE = 0.5, 0.3
"""Chances of all on a side, and of all others, from and up to which no other pair is weighed (2 of 387 changes to
passages and articles are lost so)."""
SPEAKER = 0.75
"""Chance from which the network's speaker stands where the rules found none (0.4 to 0.9 tried)."""
UNREAL = 0.6
"""Chance of another status from which what the rules take for happened is not (phantom rate .094 without)."""
OTHER = 0.7
"""The same where the rules, without a word that decides, take an act for one in force or open: on held-out passages the
network was right in 17 of 20 such acts, the rules in one."""
SURE = 0.97
"""The same where a word decided that an act is unreal, for another way of being so (0.9 let it read "did
not deny" as a denial)."""
BY_SPEAKER = frozenset({Status.PLANNED, Status.EXPECTED})
"""Which of these a word says is left to the rules, which have read who says so, except for `LEAVE_OPEN`."""
LEAVE_OPEN = frozenset({"offer", "propose", "let"})
"""Operators that, like modals and "if", tell that an act is open but not in which way."""
WAYS = frozenset({Status.PLANNED, Status.EXPECTED, Status.POSSIBLE, Status.HYPOTHETICAL, Status.DEMANDED})
"""The ways of being open. Behind such a word the network was right in 37 of 40 acts that are planned or expected, the
rules, which go by who says "will", in 24 (held-out passages and articles that it was not trained on); only where the
speaker is known for an outsider do they know better."""
WAY = 0.5
"""Chance from which the network's way stands there (0.4 and 0.5 tried)."""
NEW = 0.5
"""The same for acts that only the network sees: the rules' operators know their word less."""
INDEFINITE = frozenset({"a", "an", "any", "no", "another", "some", "every"})
"""Determiners of nouns that only bring an act up, where no verb carries it (with them: phantom rate .074, not .057)."""
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


def sides_named(ev: Evidence) -> int:
    """Return how many sides of an act are named, 0 to 2; several who meet or agree among themselves are both."""
    return 2 if len(ev.actors) > 1 and not ev.recipients else bool(ev.actors) + bool(ev.recipients)


def is_clear(side: Side, chances: Mapping[str, float]) -> bool:
    """Tell whether somebody stands on a side, and the network is in no doubt of anybody there or elsewhere."""
    return (
        bool(side)
        and all(chance >= CLEAR if x in side else chance <= REMOTE for x, chance in chances.items())
        and all(x in chances for x in side)
    )


class LearnedReader:
    """Judges the tellings of the rules and adds those that only the network finds."""

    def __init__(self, reader: EventReader, encoder: EncoderReader) -> None:
        self.a = reader.a
        self.g = reader.g
        self.reader = reader
        self.encoder = encoder
        self._reporters = reader.a.cues.reports("v", "report")
        self.sides = SideReader(reader.g, reader.a.parties)
        self.eligible = EligibleReader(reader.a)
        self.weights = load_sides()
        self.shares = load_confidence()

    def read(self, told: Sequence[tuple[Trigger, Evidence]]) -> tuple[tuple[Trigger, Evidence], ...]:
        """Return the tellings that stand and those that are new, in text order."""
        found: list[tuple[Trigger, Evidence]] = []
        judged: dict[tuple[EventType, tuple[str, ...], tuple[str, ...]], Evidence] = {}
        for trigger, ev in told:
            ruled = (ev.type, ev.actors, ev.recipients)
            pair = self._judged(trigger, ev, judged.get(ruled))
            if pair is not None:
                found.append(pair)
                judged.setdefault(ruled, pair[1])
        found += self._further({trigger.i: ev.type for trigger, ev in found})
        found += self._charges(found)
        ordered = sorted(found, key=lambda pair: pair[0].i)
        return tuple((trigger, self._with_confidence(ev)) for trigger, ev in ordered)

    def _with_confidence(self, ev: Evidence) -> Evidence:
        return replace(ev, confidence=self.shares.get((told_by(ev), sides_named(ev)), ev.confidence))

    def _judged(self, trigger: Trigger, ev: Evidence, earlier: Evidence | None) -> tuple[Trigger, Evidence] | None:
        """Return the telling as the network corrects it, or None where it sees no act.

        A word that names no party itself ("the visit") has those of the `earlier` act that it takes up, as they stand.
        """
        chances = self.encoder.chance_of(trigger.i)
        if not chances or ev.rule.startswith("it:"):
            return trigger, ev
        if sum(chances.values()) < (KEEP_BOTH if ev.actors and ev.recipients else KEEP):
            return None
        guess = self.encoder.guess((trigger.i,), ev.type)
        if guess is None:
            return trigger, ev
        if earlier is not None and not trigger.actors and not trigger.recipients:
            actors, recipients = earlier.actors, earlier.recipients
        else:
            actors, recipients = self._sides(guess, (ev.actors, ev.recipients), SURER)
        is_seen = chances[ev.type] >= AGREE and told_by(ev) == RULES
        rule = f"{ev.rule}+{NETWORK}" if is_seen else ev.rule
        judged = replace(trigger, actors=actors, recipients=recipients)
        ev = replace(ev, actors=tuple(sorted(actors)), recipients=tuple(sorted(recipients)), rule=rule)
        return judged, self._with_status(self._with_speaker(ev, guess), guess, UNREAL)

    def _further(self, standing: Mapping[int, EventType]) -> Iterator[tuple[Trigger, Evidence]]:
        """Yield acts that only the network sees; `standing` are the types of the rules' acts that stand, by token."""
        taken, known = frozenset(standing), dict(standing)
        for tokens, kind in self.encoder.runs(ADD):
            i = self.g.top(tokens)
            if not taken.isdisjoint(range(tokens[0] - 1, tokens[-1] + 2)):
                continue
            if self._is_no_act(i, kind) or self._is_told(i, kind, known):
                continue
            guess = self.encoder.guess(tokens, kind)
            if guess is None:
                continue
            predicate = self.unknown(i, kind)
            slots = self.reader.finder.slots
            actors, recipients = self._sides(guess, slots.sides(i, predicate), SURER_ALONE)
            if accused := slots.charged(i):  # "charged with murder": theirs, whatever else is likely
                actors, recipients = accused, tuple(x for x in recipients if x not in accused)
            if not self.a.parties.is_political((*actors, *recipients)):
                continue
            carrier = slots.carrier(i)
            trigger = Trigger(i=i, predicate=predicate, carrier=carrier, actors=actors, recipients=recipients)
            ev = self.reader.evidence(trigger) or self.reader.evidence(trigger, Verdict(status=Status.HAPPENED))
            if ev is None:
                continue
            judged = self._with_status(self._with_speaker(ev, guess), guess, NEW)
            is_back = max(guess.status, key=lambda label: guess.status[label]) == BACK
            known[i] = kind
            yield trigger, replace(judged, is_mention_only=is_back)

    def _charges(self, told: Sequence[tuple[Trigger, Evidence]]) -> Iterator[tuple[Trigger, Evidence]]:
        """Yield accusations by asserting a hostile act that only the network saw; the rules' own they have told."""
        taken = {trigger.i for trigger, _ in told}
        for trigger in SpeechReader(self.a).charges(told):
            ev = self.reader.evidence(trigger)
            if ev is not None and trigger.i not in taken:
                taken.add(trigger.i)
                yield trigger, ev

    def _is_told(self, i: int, kind: EventType, told: Mapping[int, EventType]) -> bool:
        """Tell whether a word only adds to an act of its own type.

        An infinitive says what it was for ("met to discuss" is one meeting), a noun counts it ("a round of talks"), a
        verb carries it ("did the shelling").
        """
        g = self.g
        above, is_purpose = g.token(i).head, g.token(i).dep == "advcl" and g.token(i).tag == "VB"
        others = (above, *g.children(above, "nsubj", "dobj", "attr")) if is_purpose else g.prep_objects(i, "of")
        carried = g.objects(i) if g.is_verbal(i) else ()
        if kind in SPEECH_NOUNS and above in told and self.reader.finder.is_consumed(i):
            return True  # "dropped its demand"
        return any(told.get(j) is kind for j in (*others, *carried))

    def _is_no_act(self, i: int, kind: EventType) -> bool:
        """Tell whether the words around a word speak against its telling an act, however likely the word itself."""
        if self.reader.finder.is_habit(i) or self._only_brought_up(i):
            return True
        says = self.g.lemma(i) in self._reporters and self.g.is_verbal(i) and bool(self.g.children(i, "ccomp"))
        return says and self.encoder.chance_of(i)[kind] < ADD_SAYING

    def _only_brought_up(self, i: int) -> bool:
        """Tell whether a noun brings up an act that need not exist: "a new date for a visit"."""
        words = {self.g.lemma(j) for j in self.g.children(i, "det")}
        return not self.g.is_verbal(i) and bool(words & INDEFINITE) and self.reader.finder.slots.carrier(i) == i

    def _with_status(self, ev: Evidence, guess: Guess, least: float) -> Evidence:
        """Return the telling with the network's status where it is sure that the act is not what the rules say."""
        best = max((label for label in guess.status if label != BACK), key=lambda label: guess.status[label])
        told = Status(best)
        if ev.status_cue is not None:  # the lexicon's operators know a word; none is read away as if it were not there
            is_settled = ev.status in REAL or told in REAL or {ev.status, told} == BY_SPEAKER
            least = 1.0 if is_settled else SURE
            if told in WAYS and ev.status not in REAL and self._leaves_open(ev.status_cue):
                is_known = ev.status is Status.HYPOTHETICAL or self.reader.is_outsider(ev.attribution[0], ev.actors)
                least = WAY if told not in BY_SPEAKER else 1.0 if is_known else 0.0
        elif ev.status is Status.ONGOING and self.g.token(guess.act).tag == "VBG":
            return ev  # its form says so: "is visiting", "have been shelling"
        elif ev.status is not Status.HAPPENED:
            least = OTHER
        return ev if told is ev.status or guess.status[best] < least else replace(ev, status=told)

    def _leaves_open(self, cue: Span) -> bool:
        """Tell whether the word that decided a status says only that the act is open: "would", "if", "offered"."""
        word = self.g.lemma(bisect_left(self.g.parse.starts, cue.start))
        return word in LEAVE_OPEN or not {("x", word), ("s", word)}.isdisjoint(self.a.cues.operators)

    def _with_speaker(self, ev: Evidence, guess: Guess) -> Evidence:
        """Return the telling with the network's speaker where the rules left it to the outlet."""
        named = ((i, chance) for i, chance in guess.roles["speaker"].items() if i not in self.a.parties.by_noun)
        best = max(named, key=lambda pair: pair[1], default=(0, 0.0))
        if ev.attribution != (OUTLET,) or best[1] < SPEAKER:
            return ev
        attribution = self.reader.attribution
        if attribution.is_performed(guess.act) or attribution.is_granted(guess.act):
            return ev
        if attribution.is_left_open(guess.act):
            return ev
        said = attribution.speakers.at(best[0]) if self._can_have_said(best[0], guess.act) else None
        if said is None or (ev.status is Status.DEMANDED and said.speaker in ev.actors):
            return ev  # nobody demands an act of himself: "Peru was urged to leave"
        return replace(ev, attribution=(said,))

    def _can_have_said(self, speaker: int, act: int) -> bool:
        """Tell whether a speaker may vouch for an act: he is named in its sentence, or it is told in quotation marks.

        What only describes him ("Mr Diop, who fled the shelling, said") he has not said. On held-out passages and on
        news annotated by others, the network's speakers from another sentence were right for quoted acts alone.
        """
        if self.g.token(speaker).sent != self.g.token(act).sent:
            return self.a.quotes.around(self.g.token(act).start) is not None
        if self.g.is_parted(min(speaker, act), max(speaker, act)):
            return False
        return speaker not in self.g.ancestors(act) and not self._is_of_reason(speaker, act)

    def _is_of_reason(self, speaker: int, act: int) -> bool:
        """Tell whether a speaker stands in a clause of its own beside the act: "put off because, they say, ..."."""
        g = self.g
        above = {act, *g.ancestors(act)}
        clauses = (j for j in g.ancestors(speaker) if g.token(j).dep == "advcl" and j not in above)
        return any(g.lemma(k) != "as" for j in clauses for k in g.children(j, "mark"))

    def _sides(self, guess: Guess, ruled: tuple[Side, Side], surer: float) -> tuple[Side, Side]:
        """Return actors and recipients, given the rules': the usual reading, or the pair that is surer by so much."""
        guess, ruled = self.eligible.left(guess, ruled)
        chances = self.sides.chances(guess)
        found = self._usual(guess, ruled, chances)
        is_sure = all(is_clear(side, of) for side, of in zip(found, chances, strict=True))
        hits_own = not ruled[1] and self.reader.finder.slots.is_done_to_own(guess.act)  # "its own villages"
        if not is_sure and not hits_own:
            found = likeliest(self.sides.deed(guess, ruled, chances), self.weights, found, surer)
        return found[0], self._besides(found)

    def _usual(self, guess: Guess, ruled: tuple[Side, Side], chances: Chances) -> tuple[Side, Side]:
        """Return actors and recipients side by side: the rules' where the network finds them possible, else its own."""
        (doers, others), (doing, done_to) = ruled, chances
        kept = self._side(doers, doing, done_to)
        hit = tuple(x for x in self._side(others, done_to, doing) if x not in kept)
        if not others:
            own = (*kept, *self._members(kept)) if guess.type in MUTUAL else kept
            hit = tuple(x for x in hit if not self._is_own_side(x, own))
        if hit and not doers and self.g.is_passive(guess.act):
            kept = ()  # "two were wounded": who did it is not said, and nobody is guessed
        is_owed = guess.type in TAKE_A_RECIPIENT and not self.reader.finder.slots.is_done_to_own(guess.act)
        if is_owed and not hit and len(kept) < 2:
            hit = self._owed(done_to, kept)
        return kept, hit

    def _owed(self, chances: Mapping[str, float], doers: Sequence[str]) -> tuple[str, ...]:
        """Return the likeliest recipient, as a tuple; empty where even that is too unlikely."""
        open_to = {x: c for x, c in chances.items() if x not in doers and not self._is_own_side(x, doers)}
        best = max(open_to, key=lambda x: open_to[x], default="")
        return (best,) if open_to.get(best, 0.0) >= OWED else ()

    def _side(self, ruled: Sequence[str], here: Mapping[str, float], there: Mapping[str, float]) -> tuple[str, ...]:
        """Return who stands on a side: the rules' parties if the network finds all of them possible, else its own.

        `here` and `there` are the chances of this side and of the other; of a party that it has not read ("in Oslo" for
        the host) the network says nothing.
        """
        if ruled and all(here.get(x, STAY) >= STAY for x in ruled):
            return tuple(ruled)
        least = max(PARTY, NEAR * max(here.values(), default=0.0))
        seen = tuple(x for x, chance in here.items() if chance >= least and chance >= there.get(x, 0.0))
        return seen or tuple(ruled)

    def _is_own_side(self, x: str, doers: Sequence[str]) -> bool:
        """Tell whether an entity is of a doer's state: a minister who speaks of his country is not aiming at it."""
        codes = {e.code for d in doers if (e := self.a.parties.entity(d)) is not None and e.code}
        other = self.a.parties.entity(x)
        return other is not None and other.code in codes

    def _besides(self, sides: tuple[Side, Side]) -> Side:
        """Return the recipients; of a pair to which a doer belongs the other alone."""
        doers, others = sides
        apart: list[str] = []
        for x in others:
            members = self._members((x,))
            left = [m for m in members if m not in doers and not self._is_own_side(m, doers)]
            apart.extend(left if (len(left), len(members)) == (1, 2) else (x,))
        return tuple(dict.fromkeys(apart))

    def _members(self, doers: Sequence[str]) -> tuple[str, ...]:
        """Return who makes up the doers: "the ministers of Peru and Chile met" tells of no meeting with Peru."""
        found = (self.a.parties.entity(d) for d in doers)
        return tuple(m for e in found if e is not None for m in e.members)

    def unknown(self, i: int, kind: EventType) -> Predicate:
        """Return the row of a word that the lexicon does not know, as the name of an act of a type."""
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
