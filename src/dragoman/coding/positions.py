"""Positions: an actor's lasting stance, from words that put it. Precision before recall: an unsure stance is none."""

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.coding.analysis import Analysis
from dragoman.coding.attribution import AttributionReader
from dragoman.coding.phrases import label
from dragoman.coding.status import REAL, StatusReader
from dragoman.lexicon.stances import StanceTables, StanceWord
from dragoman.model import Position, PositionChange, Span, Stance, Status

FLIP = {Stance.SUPPORT: Stance.OPPOSE, Stance.OPPOSE: Stance.NEUTRAL}
"""Under a plain negation: not to support a thing opposes it; not to oppose it is no support yet."""
HELD = frozenset(
    {
        "voice",
        "express",
        "have",
        "offer",
        "pledge",
        "declare",
        "reiterate",
        "state",
        "retain",
        "enjoy",
        "win",
        "reaffirm",
        "maintain",
        "announce",
        "lend",
        "give",
        "show",
        "signal",
    }
)
"""Verbs that hold out a stance noun: "voiced support for"."""
RECEIVED = frozenset({"enjoy", "win", "receive", "have", "get"})
COPULAS = frozenset({"be", "remain", "become", "stay", "seem", "appear"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Find:
    """A stance as found in the grammar, before it becomes a record."""

    holders: tuple[int, ...]
    target: int | None
    stance: Stance
    verb: int
    rule: str
    change: PositionChange = PositionChange.NONE
    first: int | None = None


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

    def read(self) -> tuple[Position, ...]:
        """Return the positions in text order, one per actor and object."""
        found: dict[tuple[str, str], Position] = {}
        for t in self.g.tokens:
            for find in self._at(t.i):
                for position in self._positions(find):
                    key = (position.actor, position.object)
                    held = found.get(key)
                    if held is None or (held.change is PositionChange.NONE and position.change is not held.change):
                        found[key] = position
        return tuple(sorted(found.values(), key=lambda p: (p.evidence, p.actor, p.object)))

    def _at(self, i: int) -> Iterator[_Find]:
        g = self.g
        t = g.token(i)
        if t.pos in {"VERB", "AUX"}:
            moved = self._moved(i)
            if moved is not None:
                yield moved
                return
            yield from self._verb(i)
            if g.is_passive(i):
                yield from self._passive(i)
        elif t.pos in {"NOUN", "PROPN"}:
            yield from self._noun(i)
        elif t.pos == "ADJ":
            yield from self._predicative(i, "a")
        elif t.pos in {"ADP", "SCONJ"}:
            yield from self._predicative(i, "p")

    # ---- where stances stand

    def _verb(self, i: int) -> Iterator[_Find]:
        g = self.g
        for word in self._words("v", i):
            target = self._target(i, word)
            if target is None:
                continue
            yield _Find(
                holders=g.subjects(i), target=target, stance=word.stance, verb=i, rule=f"stance:{' '.join(word.words)}"
            )
            return

    def _passive(self, i: int) -> Iterator[_Find]:
        """Yield the stance of "is opposed to", "is committed to": a participle that is as good as an adjective."""
        for word in self._words("a", i):
            target = self._target(i, word)
            if target is not None:
                holders = self.g.children(i, "nsubjpass")
                yield _Find(holders=holders, target=target, stance=word.stance, verb=i, rule=f"stance:{word.words[0]}")
                return

    def _noun(self, i: int) -> Iterator[_Find]:
        g = self.g
        t = g.token(i)
        for word in self._words("n", i):
            target = self._target(i, word)
            if target is not None and t.dep == "attr" and g.lemma(t.head) in COPULAS:
                yield _Find(
                    holders=g.subjects(t.head),
                    target=target,
                    stance=word.stance,
                    verb=t.head,
                    rule=f"stance:{word.words[0]}",
                )
                return
            if target is not None and t.dep == "appos":
                yield _Find(
                    holders=(t.head,), target=target, stance=word.stance, verb=i, rule=f"stance:{word.words[0]}"
                )
                return
        for word in self._words("g", i):
            yield from self._held(i, word)
            return

    def _held(self, i: int, word: StanceWord) -> Iterator[_Find]:
        """Yield a stance that somebody holds out: "voiced support for", "its opposition to", "the support of X"."""
        g = self.g
        t = g.token(i)
        rule = f"stance:{word.words[0]}"
        verb = t.head if g.is_verbal(t.head) and t.dep in {"dobj", "nsubjpass"} else None
        if verb is not None and g.lemma(verb) in RECEIVED and word.stance is Stance.SUPPORT:
            givers = g.prep_objects(i, "of", "from")
            if givers and self.a.parties.all_of(givers, owners=False):
                receiver = g.subjects(verb)
                if receiver:
                    yield _Find(holders=givers, target=receiver[0], stance=word.stance, verb=verb, rule=rule)
                return
        places = [p for p in word.objects if p != "of"]
        homes = (i, verb) if verb is not None and g.lemma(verb) in HELD else (i,)
        target = next((j for home in homes for p in places for j in g.prep_objects(home, p)), None)
        if target is None:
            return
        owners = g.children(i, "poss")
        if owners:
            yield _Find(holders=g.spread(owners), target=target, stance=word.stance, verb=i, rule=rule)
        elif verb is not None and g.lemma(verb) in HELD:
            stance = word.stance
            if g.is_negated(i):
                stance = FLIP[stance]
            yield _Find(holders=g.subjects(verb), target=target, stance=stance, verb=verb, rule=rule)

    def _predicative(self, i: int, pos: str) -> Iterator[_Find]:
        g = self.g
        t = g.token(i)
        verb = t.head
        if not (g.is_verbal(verb) and g.lemma(verb) in COPULAS and t.dep in {"acomp", "prep", "attr", "oprd"}):
            return
        for word in self._words(pos, i):
            target = self._target(i, word)
            if target is None:
                continue
            yield _Find(
                holders=g.subjects(verb),
                target=target,
                stance=word.stance,
                verb=verb,
                rule=f"stance:{' '.join(word.words)}",
                change=self._comparative(i),
                first=i,
            )
            return

    def _moved(self, i: int) -> _Find | None:
        """Return a stance that the text says was moved: "hardened its line on", "dropped its demand that"."""
        g = self.g
        verb = " ".join((g.lemma(i), *(g.lemma(j) for j in g.children(i, "prt"))))
        for j in (*g.objects(i), *g.children(i, "nsubj")):
            noun = g.lemma(j)
            for kind in ("demand", "stance"):
                change = self.tables.movers.get((verb, kind))
                stance = self.tables.nouns.get((noun, kind))
                if change is None or stance is None:
                    continue
                target = self._stance_target(j)
                if target is None:
                    continue
                holders = g.subjects(i) if j not in g.children(i, "nsubj") else g.children(j, "poss")
                kept = Stance.NEUTRAL if kind == "demand" else stance
                return _Find(
                    holders=holders or g.children(j, "poss"),
                    target=target,
                    stance=kept,
                    verb=i,
                    rule=f"moved:{verb}",
                    change=change,
                )
            compared = next(
                (
                    c
                    for k in g.children(j, "amod")
                    if (c := self.tables.comparatives.get(g.lemma(k))) and g.token(k).tag == "JJR"
                ),
                None,
            )
            if compared and self.tables.nouns.get((noun, "stance")) and (target := self._stance_target(j)) is not None:
                return _Find(
                    holders=g.subjects(i),
                    target=target,
                    stance=Stance.OPPOSE,
                    verb=i,
                    rule="moved:comparative",
                    change=compared,
                )
        return None

    def _stance_target(self, noun: int) -> int | None:
        g = self.g
        heads = g.prep_objects(noun, "on", "toward", "towards", "over", "against", "about", "to", "for", "regarding")
        if heads:
            return heads[0]
        clauses = g.children(noun, "acl", "ccomp", "relcl")
        return clauses[0] if clauses else None

    def _comparative(self, i: int) -> PositionChange:
        words = {self.g.lemma(j) for j in self.g.children(i, "advmod")}
        if "less" in words:
            return PositionChange.SOFTENED
        return PositionChange.HARDENED if "more" in words else PositionChange.NONE

    # ---- words and their objects

    def _words(self, pos: str, i: int) -> Iterator[StanceWord]:
        g = self.g
        key = g.token(i).text.lower() if pos in {"p", "a"} else g.lemma(i)
        for word in self.tables.words.get((pos, key), ()):
            rest = word.words[1:]
            if rest:
                near = {g.token(j).text.lower() for j in range(i + 1, min(i + 7, len(g.tokens)))}
                if not all(w in near for w in rest):
                    continue
            elif pos == "v" and g.children(i, "prt"):
                continue
            yield word

    def _target(self, i: int, word: StanceWord) -> int | None:
        """Return the token that a stance is about, or None if its place is empty."""
        g = self.g
        for place in word.objects:
            heads: tuple[int, ...]
            if place == "obj":
                heads = g.objects(i) or tuple(j for j in g.children(i, "xcomp") if g.token(j).tag == "VBG")
            elif place == "that":
                heads = g.children(i, "ccomp")
            elif len(word.words) > 1 or word.pos == "p":
                heads = g.prep_objects(i, place) or g.children(i, "pobj") or self._phrase_object(i, place)
            else:
                heads = g.prep_objects(i, place) or g.prep_gerunds(i, place)
            if heads:
                return self._meant(heads[0])
        return None

    def _meant(self, j: int) -> int | None:
        """Return what an object stands for: a relative pronoun its noun, a "that" that is none nothing."""
        meant = self.g.antecedent(j)
        is_word = meant == j and (self.g.token(j).tag in {"WDT", "WP"} or self.g.token(j).text.lower() == "that")
        return None if is_word else meant

    def _phrase_object(self, i: int, place: str) -> tuple[int, ...]:
        for j in range(i + 1, min(i + 7, len(self.g.tokens))):
            if self.g.token(j).text.lower() == place:
                return self.g.children(j, "pobj", "pcomp")
        return ()

    # ---- records

    def _positions(self, find: _Find) -> Iterator[Position]:
        status = self._status(find)
        if status is None or find.target is None:
            return
        stance, change = self._under_negation(find)
        holders = self.a.parties.all_of(find.holders)
        named = self.a.parties.named(find.target)
        object_ = named[0] if named else label(self.g, find.target, self.a.text)
        evidence = self._evidence(find)
        chain = self.attribution.of(find.verb)
        for holder in holders:
            entity = self.a.parties.entity(holder)
            if holder == object_ or entity is None or (entity.is_anonymous and entity.code is None):
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

    def _status(self, find: _Find) -> Status | None:
        """Return happened for a stance held, possible for one that may be; None where the text puts none."""
        status = self.status.word(find.verb).status
        if status in REAL or (status is Status.DENIED and self.g.is_negated(find.verb)):
            return Status.HAPPENED
        return Status.POSSIBLE if status is Status.POSSIBLE else None

    def _under_negation(self, find: _Find) -> tuple[Stance, PositionChange]:
        g = self.g
        words = {g.token(j).text.lower() for j in g.children(find.verb, "advmod", "neg", "npadvmod")}
        if "longer" in words:
            return Stance.NEUTRAL if find.rule.startswith("stance:") else find.stance, PositionChange.SOFTENED
        if g.is_negated(find.verb):
            return FLIP.get(find.stance, find.stance), find.change
        return find.stance, self._turn(find)

    def _turn(self, find: _Find) -> PositionChange:
        """Return reversed where the sentence tells a U-turn, else what the words themselves say."""
        if find.change is not PositionChange.NONE:
            return find.change
        sentence = self.g.parse.sentence_span(self.g.token(find.verb).sent).of(self.a.text)
        return next((c for phrase, c in self.tables.phrases.items() if phrase in sentence), PositionChange.NONE)

    def _evidence(self, find: _Find) -> Span:
        tokens = [find.verb, *([find.first] if find.first is not None else [])]
        if find.target is not None and self.g.token(find.target).sent == self.g.token(find.verb).sent:
            tokens.append(find.target)
        return Span(self.g.token(min(tokens)).start, self.g.token(max(tokens)).end)
