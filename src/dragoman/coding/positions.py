"""Positions: an actor's lasting stance, from words that put it. Precision before recall: an unsure stance is none."""

from collections.abc import Iterator
from dataclasses import replace

from dragoman.coding.analysis import Analysis
from dragoman.coding.attribution import AttributionReader
from dragoman.coding.phrases import label
from dragoman.coding.stance_content import ContentFinder
from dragoman.coding.stance_frames import FLIP, FrameFinder
from dragoman.coding.stance_moves import SIDED, MoveFinder
from dragoman.coding.stances import StanceFind, StanceWords
from dragoman.coding.status import StatusReader
from dragoman.lexicon.stances import StanceTables
from dragoman.model import Position, PositionChange, Span, Stance, Status
from dragoman.model.events import REAL

REACH_SENTENCES = 1
"""How far back the thing may stand that "it" takes up, in sentences."""
POINTING = frozenset({"it", "this", "that", "them", "they", "these", "those", "one", "itself"})
"""Words that take up the object of the stance before them."""
NOMINAL = frozenset({"NOUN", "PROPN"})
RULED = ("stance:",)
"""Finds that "no longer" leaves without a stance; moves keep theirs."""
OWN = frozenset({"defend", "stand", "back", "support", "stick", "uphold", "cherish"})
"""Words that put no stance on what is the holder's own: "defends its interests", "stands by its envoy"."""
ONCE = frozenset({"once", "formerly", "previously", "now"})
"""Adverbs that set a stance held before against the one held now."""


class PositionReader:
    """Reads the positions of one document."""

    def __init__(
        self, analysis: Analysis, status: StatusReader, attribution: AttributionReader, tables: StanceTables
    ) -> None:
        self.a = analysis
        self.g = analysis.grammar
        self.status = status
        self.attribution = attribution
        self.tables = tables
        words = StanceWords(self.g, tables)
        self.moves = MoveFinder(analysis, words)
        self.frames = FrameFinder(analysis, words)
        self.content = ContentFinder(analysis, words)
        self.anchors: dict[int, str] = {}
        """The word that puts each stance, to the position it became; filled by `read`."""
        self._last: tuple[int, str] | None = None

    def read(self) -> tuple[Position, ...]:
        """Return the positions in text order, one per actor and object."""
        found: dict[tuple[str, str], Position] = {}
        anchors: dict[int, tuple[str, str]] = {}
        for t in self.g.tokens:
            for find in self._at(t.i):
                for position in self._positions(find):
                    key = (position.actor, position.object.lower())
                    anchors.setdefault(find.verb, key)
                    held = found.get(key)
                    if held is None or (held.change is PositionChange.NONE and position.change is not held.change):
                        found[key] = position
                    elif {held.stance, position.stance} == {Stance.SUPPORT, Stance.OPPOSE}:
                        found[key] = self._both(held, position, find)
        self.anchors = {i: found[key].position_id for i, key in anchors.items()}
        return tuple(sorted(found.values(), key=lambda p: (p.evidence, p.actor, p.object)))

    def _both(self, held: Position, later: Position, find: StanceFind) -> Position:
        """Return what two opposite stances on one object make: a turn where one is told as over, else a mixed one."""
        if {t.lemma for t in self.g.parse.children[find.verb]} & ONCE:
            return replace(later, change=PositionChange.REVERSED)
        key = Position.key(self.a.resolved.document.doc_id, held.actor, held.object, Stance.MIXED, held.evidence)
        return replace(held, stance=Stance.MIXED, position_id=key)

    def _at(self, i: int) -> Iterator[StanceFind]:
        moved = tuple(self.moves.at(i))
        if moved:
            yield from moved
            return
        yield from self.frames.at(i)
        yield from self.content.at(i)

    # ---- records

    def _positions(self, find: StanceFind) -> Iterator[Position]:
        object_ = self._object(find)  # first, since "it" may take up what a stance without a status was about
        status = Status.HAPPENED if find.is_settled else self._status(find)
        if status is None or object_ is None:
            return
        stance, change = self._under_negation(find)
        holders = () if self._is_own(find) else self.a.parties.all_of(find.holders)
        evidence = self._evidence(find)
        chain = self.attribution.of(find.verb)
        for holder in holders:
            entity = self.a.parties.entity(holder)
            if (
                object_ in {holder, entity.name if entity else None}
                or entity is None
                or (entity.is_anonymous and entity.code is None)
            ):
                continue
            doc_id = self.a.resolved.document.doc_id
            yield Position(
                position_id=Position.key(doc_id, holder, object_, stance, evidence),
                actor=holder,
                object=object_,
                stance=stance,
                change=change,
                status=status,
                evidence=evidence,
                attribution=chain,
                rule=find.rule,
            )

    def _is_own(self, find: StanceFind) -> bool:
        """Tell whether the thing belongs to its supporter ("stands by its envoy")."""
        parties = self.a.parties
        if find.rule.removeprefix("stance:") not in OWN:
            return False
        owners = {x for j in self.g.children(find.target, "poss") for x in parties.named(j)}
        return bool(owners & set(parties.all_of(find.holders)))

    def _object(self, find: StanceFind) -> str | None:
        """Return the entity or label that a stance is about; "it" takes up the object of the stance before it."""
        token = self.g.token(find.target)
        named = self._named(find)
        object_: str | None = named[0] if named else label(self.g, self._whole(find), self.a.text)
        if not named and (token.text.lower() in POINTING or token.pos == "PRON" or token.tag == "PRP$"):
            last = self._last
            is_near = last is not None and token.sent - last[0] <= REACH_SENTENCES
            object_ = last[1] if last is not None and is_near else self._shared(find)
        if object_ is not None:
            self._last = (token.sent, object_)
        return object_

    def _shared(self, find: StanceFind) -> str | None:
        """Return the object of the verb that a stance is joined to: "reversed course on X and turned against it"."""
        g = self.g
        verb = g.token(find.verb)
        if verb.dep != "conj":
            return None
        objects = [t.i for t in g.parse.subtree(verb.head) if t.i < verb.i and t.dep == "pobj" and t.pos in NOMINAL]
        if not objects:
            return None
        named = self.a.parties.named(objects[-1])
        return named[0] if named else label(g, objects[-1], self.a.text)

    def _whole(self, find: StanceFind) -> int:
        """Return the target, or what it is part of where the target is the holder himself."""
        g = self.g
        target = find.target
        up = g.token(g.token(target).head).head
        is_part = g.token(target).dep == "pobj" and g.token(up).pos == "NOUN"
        return up if is_part and self.a.parties.named(target) else target

    def _named(self, find: StanceFind) -> tuple[str, ...]:
        if find.rule == SIDED:
            mention = self.a.parties.mention_at(find.target)
            head = self.g.token(find.target).head
            return (mention.entity_id,) if mention else self.a.parties.opposed(head)
        named = self.a.parties.named(find.target)
        if named and named[0] in self.a.parties.all_of(find.holders):
            return ()  # "talks with X, which X refuses to accept": the talks are meant
        mention = self.a.parties.mention_at(find.target)
        if not named and mention is not None and self.g.token(find.target).pos == "PROPN":
            return (mention.entity_id,)  # a name inside a role: "the strongest backers of Ukraine"
        return named

    def _status(self, find: StanceFind) -> Status | None:
        """Return happened for a stance held, possible for one that may be; None where the text puts none."""
        status = self.status.word(find.verb).status
        if status in REAL or status is Status.PLANNED or (status is Status.DENIED and self.g.is_negated(find.verb)):
            return Status.HAPPENED
        return Status.POSSIBLE if status is Status.POSSIBLE else None

    def _under_negation(self, find: StanceFind) -> tuple[Stance, PositionChange]:
        g = self.g
        words = {g.low(j) for j in g.children(find.verb, "advmod", "neg", "npadvmod")}
        if find.is_settled:
            return find.stance, find.change
        if "longer" in words:
            return Stance.NEUTRAL if find.rule.startswith(RULED) else find.stance, PositionChange.SOFTENED
        if g.is_negated(find.verb):
            return FLIP.get(find.stance, find.stance), find.change
        return find.stance, self._turn(find)

    def _turn(self, find: StanceFind) -> PositionChange:
        """Return reversed where the sentence tells a U-turn, else what the words themselves say."""
        if find.change is not PositionChange.NONE:
            return find.change
        sentence = self.g.parse.sentence_span(self.g.token(find.verb).sent).of(self.a.text)
        return next((c for phrase, c in self.tables.phrases.items() if phrase in sentence), PositionChange.NONE)

    def _evidence(self, find: StanceFind) -> Span:
        tokens = [find.verb, *([find.first] if find.first is not None else [])]
        if self.g.token(find.target).sent == self.g.token(find.verb).sent:
            tokens.append(find.target)
        return Span(self.g.token(min(tokens)).start, self.g.token(max(tokens)).end)
