"""Drivers: causes that the text states by a causal marker, linked to the act or position they explain.

Mere sequence ("comes after") is no cause (ANNOTATION section 7).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from dragoman.coding.analysis import Analysis
from dragoman.coding.phrases import clause_span
from dragoman.model import Driver, Span

DETAILS = ("amod", "compound", "prep", "acl")
"""What a noun must have below it to tell a cause: "for security reasons", not "for reasons"."""
TAKING_UP = frozenset(
    {
        *("move", "decision", "step", "measure", "action", "delay", "cancellation", "postponement", "change"),
        *("ban", "response", "shift", "turn", "gesture", "refusal", "request", "withdrawal", "reversal", "policy"),
        *("this", "it"),
    }
)
"""Subjects and objects that take up the act told before them."""
JOURNEYS = frozenset({"visit", "trip", "journey", "tour", "meet", "meeting", "talk", "talks", "summit", "travel", "go"})
"""Words for one journey or meeting, which a text changes as it goes on ("the trip was cancelled because")."""
TOPICAL = frozenset(
    {
        *("talk", "talks", "dialogue", "negotiation", "meeting", "consultation", "discussion", "debate", "question"),
        *("row", "dispute", "quarrel", "disagreement", "war", "battle", "tension", "fear", "concern"),
    }
)
"""Nouns that "over" gives a topic, not a cause: "suspended talks over the border"."""
STEM = 4
"""Letters by which a noun takes up the verb of an act told before: "the ban" and "banned", "the withdrawal"."""
REACH_SENTENCES = 2
"""How far back that act may stand, in sentences."""


class DriverReader:
    """Reads the stated causes of one document.

    `effects` maps a token (trigger or verb of an act or position) to the id of what it stands for, `doers` to the
    entities that do the act.
    """

    def __init__(self, analysis: Analysis, effects: Mapping[int, str], doers: Mapping[int, Sequence[str]]) -> None:
        self.g = analysis.grammar
        self.parties = analysis.parties
        self.doers = doers
        self.causes = analysis.cues.causes
        self.speaking = analysis.cues.reports("v", "report", "mind")
        self._thats = frozenset((*m, "that") for m in self.causes.get("part that", ()))
        self.effects = effects

    def read(self) -> tuple[Driver, ...]:
        """Return the causes in text order; one cause may explain several acts."""
        found: dict[tuple[Span, str], Driver] = {}
        for t in self.g.tokens:
            for driver in self._at(t.i):
                found.setdefault((driver.cause_span, driver.effect), driver)
        return tuple(sorted(found.values(), key=lambda d: (d.cause_span, d.effect)))

    def _at(self, i: int) -> Iterator[Driver]:
        g = self.g
        t = g.token(i)
        if t.pos in {"ADP", "SCONJ", "ADV", "ADJ"} or t.lemma in {"accord", "owe", "give", "see", "thank"}:
            yield from self._prepositional(i)
            yield from self._conjunction(i)
        if t.lemma in {"in", "so", "with"}:
            yield from self._goal(i)
            yield from self._circumstance(i)
        if t.pos == "NOUN":
            yield from self._noun(i)
        if t.pos in {"VERB", "AUX"}:
            yield from self._participle(i)
            yield from self._purpose(i)
            yield from self._cleft(i)
            yield from self._after(i)
            yield from self._ground(i)
            yield from self._causative(i)
            yield from self._ascribed(i)
            yield from self._given(i)
            yield from self._brought_about(i)
            yield from self._equated(i)

    def _matches(self, i: int, kind: str) -> tuple[str, ...] | None:
        lows = self.g.lows
        return next((m for m in self.causes.get(kind, ()) if m[0] == lows[i] and lows[i : i + len(m)] == m), None)

    def _prepositional(self, i: int) -> Iterator[Driver]:
        """Yield causes behind "because of", "over", "in response to"."""
        g = self.g
        marker = self._matches(i, "prep")
        if marker is None:
            return
        last = i + len(marker) - 1
        if g.token(i).i and g.lemma(i) == "over" and not self._is_over_cause(i):
            return
        heads = [j for k in range(i, last + 1) for j in g.children(k, "pobj", "pcomp") if j > last]
        if not heads:
            return
        start = min(i, *range(i, last + 1), key=lambda k: g.depth[k])
        yield from self._linked(clause_span(g, heads[0]), g.token(start).head, " ".join(marker))

    def _is_over_cause(self, i: int) -> bool:
        """Tell whether "over" hands to a dispute or deed rather than to a place, a span of time or a topic of talks."""
        above = self.g.token(i).head
        if any(self.g.lemma(j) in TOPICAL for j in (above, *self.g.objects(above))):
            return False
        heads = self.g.children(i, "pobj")
        return (
            bool(heads)
            and self.g.token(heads[0]).pos == "NOUN"
            and self.g.token(heads[0]).ner not in {"DATE", "TIME", "GPE", "LOC", "CARDINAL", "QUANTITY"}
        )

    def _conjunction(self, i: int) -> Iterator[Driver]:
        """Yield causes behind "because", "given that"."""
        g = self.g
        marker = self._matches(i, "mark") or self._since(i)
        if marker is None or self._matches(i, "prep") is not None:
            return
        last = i + len(marker) - 1
        clause = g.token(last).head
        if clause <= last:
            return
        anchor = g.token(i).head if g.token(i).head != clause else g.token(clause).head
        above = {clause, *g.ancestors(clause)}
        markers = tuple(k for k in range(i, last + 1) if k not in above)
        span = clause_span(g, clause, without=(*markers, *g.children(clause, "parataxis")))  # "because, X said, Y"
        yield from self._linked(span, anchor, " ".join(marker))

    def _since(self, i: int) -> tuple[str, ...] | None:
        """Return the marker "since" where its clause is in the present: one in the past is a date."""
        g = self.g
        marker = self._matches(i, "since")
        if marker is None or g.token(i).dep != "mark":
            return None
        clause = g.token(i).head
        tags = {g.token(j).tag for j in (clause, *g.children(clause, "aux", "auxpass"))}
        return marker if tags & {"VBZ", "VBP"} else None

    def _circumstance(self, i: int) -> Iterator[Driver]:
        """Yield the cause of "With X pressing for it, Y did Z", at the head of a sentence."""
        g = self.g
        first, _ = g.parse.sentences[g.token(i).sent]
        if i != first or g.lemma(i) != "with":
            return
        for clause in g.children(i, "pcomp"):
            doers = g.children(clause, "nsubj")
            if g.token(clause).tag == "VBG" and doers and g.lemma(clause) not in self.speaking:
                span = clause_span(g, clause)
                yield from self._linked(span, g.token(i).head, "with")

    def _purpose(self, i: int) -> Iterator[Driver]:
        """Yield the aim of an act, told by an infinitive at the head of its sentence: "To punish X, Y did Z"."""
        g = self.g
        t = g.token(i)
        if t.dep != "advcl":
            return
        to = next((j for j in g.children(i, "aux") if g.token(j).tag == "TO"), None)
        first, _ = g.parse.sentences[t.sent]
        if to is None or to != first:
            return
        end = clause_span(g, i).end
        yield from self._linked(Span(g.token(to).start, end), t.head, "to")

    def _cleft(self, i: int) -> Iterator[Driver]:
        """Yield the cause of "It was because C that E"."""
        g = self.g
        subjects = g.children(i, "nsubj") if g.lemma(i) == "be" else ()
        if not subjects or g.lemma(subjects[0]) != "it":
            return
        for clause in g.children(i, "advcl"):
            marker = next((m for j in g.children(clause, "mark") if (m := self._matches(j, "mark"))), None)
            effects = [j for k in (i, clause) for j in self._that_clauses(k)]
            effects = [j for j in effects if j in self.effects]
            if marker and effects:
                span = clause_span(g, clause, without=(*g.children(clause, "mark"), *effects))
                yield from self._linked(span, effects[0], " ".join(marker))

    def _that_clauses(self, i: int) -> tuple[int, ...]:
        return tuple(
            j
            for j in self.g.children(i, "ccomp", "advcl", "relcl", "acl")
            if any(self.g.lemma(k) == "that" for k in self.g.children(j, "mark", "nsubj"))
        )

    def _after(self, i: int) -> Iterator[Driver]:
        """Yield the cause of "the move stems from X", "the decision followed X"."""
        g = self.g
        for marker in self.causes.get("after", ()):
            if g.lemma(i) != marker[0]:
                continue
            causes = g.prep_objects(i, *marker[1:]) if marker[1:] else g.objects(i)
            telling = [j for j in causes if g.token(j).pos == "NOUN" and g.children(j, *DETAILS, "poss")]
            for cause in telling:
                yield from self._taken_up(clause_span(g, cause), g.subjects(i), " ".join(marker))

    def _ground(self, i: int) -> Iterator[Driver]:
        """Yield the ground of "sanctioned X for doing Y"."""
        g = self.g
        if (g.lemma(i),) in self.causes.get("for", ()) and i in self.effects:
            for act in g.prep_gerunds(i, "for") or tuple(k for j in g.objects(i) for k in g.prep_gerunds(j, "for")):
                yield Driver(cause_span=clause_span(g, act), effect=self.effects[i], marker="for")

    def _goal(self, i: int) -> Iterator[Driver]:
        """Yield purposes behind "in order to", "in an effort to", from the infinitive on."""
        g = self.g
        marker = self._matches(i, "goal")
        if marker is None:
            return
        to = i + len(marker) - 1
        verb = g.token(to).head
        if g.token(verb).pos != "VERB":
            return
        end = clause_span(g, verb).end
        top = min(range(i, to), key=lambda k: g.depth[k])
        yield from self._linked(Span(g.token(to).start, end), g.token(top).head, " ".join(marker))

    def _participle(self, i: int) -> Iterator[Driver]:
        """Yield causes of "citing X" and "angered by X"."""
        g = self.g
        t = g.token(i)
        if t.dep not in {"advcl", "acl", "prep", "amod"} or t.head == i:
            return
        word = (t.text.lower(),)
        if word in self.causes.get("part", ()):
            heads = g.children(i, "dobj", "ccomp")
            if heads:
                yield from self._linked(clause_span(g, heads[0]), t.head, t.text.lower())
        elif (*word, "that") in self._thats and (clauses := g.children(i, "ccomp")):
            yield from self._linked(clause_span(g, clauses[0]), t.head, f"{word[0]} that")
        elif word in self.causes.get("by", ()) and t.tag == "VBN":
            heads = g.subjects(i) or g.prep_objects(i, "by", "at")
            if heads:
                yield from self._linked(clause_span(g, heads[0]), t.head, f"{t.text.lower()} by")

    def _causative(self, i: int) -> Iterator[Driver]:
        """Yield the subject of "led X to do Y" as the cause of Y."""
        g = self.g
        if (g.lemma(i),) not in self.causes.get("verb", ()):
            return
        subjects = [g.antecedent(j) for j in g.children(i, "nsubj")] or self._misread_subject(i)
        effects = [j for j in g.children(i, "xcomp", "ccomp") if g.token(j).pos == "VERB"]
        effects += [j for j in g.objects(i) if g.token(j).pos == "NOUN"]
        if not subjects or g.token(subjects[0]).pos != "NOUN":
            return
        for effect in effects:
            if effect in self.effects:
                inside = (i,) if subjects[0] in g.ancestors(i) else ()
                span = clause_span(g, subjects[0], without=inside)
                yield Driver(cause_span=span, effect=self.effects[effect], marker=g.lemma(i))

    def _misread_subject(self, i: int) -> list[int]:
        """Return the top noun where a past tense was taken for a participle: "Fear of a raid led Norway to"."""
        g = self.g
        if g.token(i).dep != "acl" or g.token(i).tag != "VBD":
            return []
        return [j for j in g.ancestors(i) if g.token(j).dep == "ROOT" and g.token(j).pos == "NOUN"]

    def _noun(self, i: int) -> Iterator[Driver]:
        """Yield causes that a noun behind its preposition is the head of: "under pressure from unions"."""
        g = self.g
        t = g.token(i)
        marker = (g.low(t.head), t.text.lower())
        if t.dep != "pobj" or marker not in self.causes.get("noun", ()) or not g.children(i, *DETAILS):
            return
        yield from self._linked(clause_span(g, i), g.token(t.head).head, " ".join(marker))

    def _ascribed(self, i: int) -> Iterator[Driver]:
        """Yield causes of "attribute Y to X"."""
        g = self.g
        for verb, place in self.causes.get("ascribe", ()):
            causes = g.prep_objects(i, place) if g.lemma(i) == verb else ()
            if causes:
                effects = (*g.objects(i), *g.children(i, "nsubjpass"))
                yield from self._taken_up(clause_span(g, causes[0]), effects, f"{verb} {place}")

    def _given(self, i: int) -> Iterator[Driver]:
        """Yield causes of "gave X as the reason" for the act told before."""
        g = self.g
        for verb, *rest in self.causes.get("give", ()):
            if g.lemma(i) != verb:
                continue
            causes = g.objects(i) or tuple(
                k for j in g.prep_objects(i, rest[0]) if g.lemma(j) == rest[1] for k in g.children(j, "appos")
            )
            if not causes:
                continue
            places = [k for home in (i, causes[0]) for k in g.children(home, "prep") if g.lemma(k) == rest[0]]
            named = [k for k in places if any(g.lemma(j) == rest[1] for j in g.children(k, "pobj"))]
            if named:
                span = clause_span(g, causes[0], without=[t.i for t in g.parse.subtree(named[0])])
                for effect in self._own_latest(i) or self._latest(i):
                    yield Driver(cause_span=span, effect=self.effects[effect], marker=" ".join((verb, *rest)))

    def _brought_about(self, i: int) -> Iterator[Driver]:
        """Yield causes of "the move was prompted by X"."""
        g = self.g
        word = g.low(i)
        if (g.lemma(i),) not in self.causes.get("verb", ()) and (word,) not in self.causes.get("by", ()):
            return
        causes = g.prep_objects(i, "by") if g.is_passive(i) else ()
        if causes:
            yield from self._taken_up(clause_span(g, causes[0]), g.children(i, "nsubjpass"), f"{word} by")

    def _equated(self, i: int) -> Iterator[Driver]:
        """Yield the cause of "the reason (why E) was C", and of "C is why E"."""
        g = self.g
        if g.lemma(i) != "be":
            return
        for noun in g.children(i, "nsubj"):
            clauses = g.children(i, "ccomp", "advcl")
            why = [j for j in clauses if any(g.lemma(k) == "why" for k in g.children(j, "advmod"))]
            for effect in why if g.token(noun).pos == "NOUN" else ():
                yield from self._linked(clause_span(g, noun), effect, "why")
            causes = (*g.children(i, "attr"), *(j for j in clauses if j not in why))
            if (g.lemma(noun),) in self.causes.get("equated", ()) and causes:
                told = [j for j in g.children(noun, "relcl", "acl") if j in self.effects]
                for effect in told or self._latest(i):
                    yield Driver(
                        cause_span=clause_span(g, causes[0]), effect=self.effects[effect], marker=g.lemma(noun)
                    )

    def _taken_up(self, cause: Span, nouns: tuple[int, ...], marker: str) -> Iterator[Driver]:
        """Yield the cause with the acts that nouns name, or that they take up from the sentence before."""
        g = self.g
        for j in nouns:
            named: tuple[int, ...] = (j,) if j in self.effects else ()
            below = (*g.prep_objects(j, "of"), *g.children(j, "acl"))
            named = named or tuple(k for k in below if k in self.effects) or self._of_stem(j)
            if not named and g.lemma(j) in TAKING_UP:
                named = self._latest(j)
            for effect in named:
                yield Driver(cause_span=cause, effect=self.effects[effect], marker=marker)

    def _of_stem(self, j: int) -> tuple[int, ...]:
        """Return the last act told before in a word of the noun's stem, as a tuple; empty for a noun without "the"."""
        g = self.g
        stem = g.lemma(j)[:STEM]
        if g.token(j).pos != "NOUN" or not any(g.lemma(k) in {"the", "this", "that"} for k in g.children(j, "det")):
            return ()
        return tuple(sorted(k for k in self.effects if k < j and g.lemma(k)[:STEM] == stem))[-1:]

    def _own_latest(self, verb: int) -> tuple[int, ...]:
        """Return the main act of a verb's own subject told last before it, as a tuple; empty if he did none."""
        speakers = {x for j in self.g.children(verb, "nsubj") for x in self.parties.who(j)}
        return self._latest(verb, among=[j for j, doers in self.doers.items() if speakers & set(doers)])

    def _latest(self, i: int, among: Collection[int] | None = None) -> tuple[int, ...]:
        """Return the main act told last before a token, at most two sentences back, as a tuple; empty if none."""
        g = self.g
        sent = g.token(i).sent
        acts = self.effects if among is None else among
        told = [j for j in acts if j < i and sent - REACH_SENTENCES <= g.token(j).sent]
        if not told:
            return ()
        nearest = max(g.token(j).sent for j in told)
        return (min((j for j in told if g.token(j).sent == nearest), key=lambda j: (g.depth[j], j)),)

    def _linked(self, cause: Span, anchor: int, marker: str) -> Iterator[Driver]:
        """Yield the cause with every act that its clause names: on the anchor itself, or carried by it."""
        for effect in self._effects_of(anchor):
            yield Driver(cause_span=cause, effect=self.effects[effect], marker=marker)

    def _effects_of(self, anchor: int) -> tuple[int, ...]:
        g = self.g
        declared = [k for k in (*g.children(anchor, "xcomp"), *self._plans(anchor)) if k in self.effects]
        if g.lemma(anchor) == "announce" and declared:
            return tuple(declared)
        if anchor in self.effects:
            return (anchor, *(j for j in g.children(anchor, "advcl") if j in self.effects and g.token(j).tag == "VBG"))
        clause = g.clause(anchor)
        if g.lemma(clause) == "be" and any(g.lemma(j) == "it" for j in g.children(clause, "nsubj")):
            return ()  # "it was because": see _cleft
        objects, planned = g.objects(clause), self._plans(clause)
        joined = tuple(j for j in g.children(clause, "conj") if not g.children(j, "nsubj", "nsubjpass"))
        near = (clause, *objects, *planned, *g.children(clause, "xcomp", "nsubj", "nsubjpass"), *joined)
        found = [j for j in near if j in self.effects]
        if found:
            return tuple(dict.fromkeys(found))
        head = g.token(clause).head
        if head != clause and head in self.effects:
            return (head,)
        for j in g.children(clause, "nsubj", "nsubjpass", "dobj"):
            again = [k for k in self.effects if k < j and {g.lemma(j), g.lemma(k)} <= JOURNEYS]
            if again and g.token(max(again)).sent >= g.token(j).sent - REACH_SENTENCES:
                return (max(again),)
        taking_up = any(g.lemma(j) in TAKING_UP for j in g.children(clause, "nsubj", "nsubjpass", "dobj"))
        return self._latest(clause) if taking_up else ()

    def _plans(self, verb: int) -> tuple[int, ...]:
        """Return what the objects of a verb are for: "announced plans to leave"."""
        return tuple(k for j in self.g.objects(verb) for k in self.g.children(j, "acl"))
