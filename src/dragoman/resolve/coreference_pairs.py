"""The two of whom a text speaks: "both governments", "the two capitals", "both sides"."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from dragoman.model import Entity
from dragoman.resolve.coreference_memory import Known
from dragoman.resolve.coreference_scene import SUBJECTS, Scene
from dragoman.resolve.mentions_finds import Find

STATES = ("state:", "region:")
SIDES = frozenset({"side", "party"})
"""Nouns for two that may be a state and those who fight it."""
FIGHTERS = frozenset({"REB", "UAF", "PRE"})
"""Sectors of groups that may be one of two sides."""
FADING = 0.9
"""Share of its weight that a sentence keeps for each sentence to the phrase; 0.7 to 0.95 do much the same."""
SUBJECT_SHARE = 0.1
"""Share of its weight that a pair keeps if one of it does something to the two: "Paris urged both governments"."""


class Pairs:
    """Finds of which two actors one document speaks at a place."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.page = scene.page

    def likeliest(self, find: Find) -> list[Known]:
        """Return the two whom a phrase takes up, or [] if the text names fewer.

        Those of whom the text speaks most and whom it names together, the nearer the likelier; hardly one who is the
        subject of the very verb that is done to the two.
        """
        named = list(self._named(find))
        here = self.page.tokens[find.head].sent
        before = self._weights([(t, x) for t, x in named if t < find.first], here)
        weights = before or self._weights(named, here)
        if not weights:
            return []
        doers = self._doers(find)
        for pair in weights:
            weights[pair] *= min([self._count(x) for x in pair]) * (SUBJECT_SHARE if pair & doers else 1)
        best = max(weights, key=lambda pair: (weights[pair], sorted(pair)))
        return [known for x in sorted(best) if (known := self._known(x)) is not None]

    def partner(self, find: Find, over: Sequence[Entity]) -> Known | None:
        """Return the other one of two of whom the text speaks together, or None.

        Args:
            find: The phrase: "the other side".
            over: Those who say or do something to the other one.
        """
        mine = {x for e in over for x in (e.entity_id, *self._state_ids(e))}
        here = self.page.tokens[find.head].sent
        weights = self._weights([(t, x) for t, x in self._named(find) if t < find.first], here)
        fitting = {pair: w * min(map(self._count, pair)) for pair, w in weights.items() if len(pair & mine) == 1}
        best = max(fitting, key=lambda pair: (fitting[pair], sorted(pair)), default=None)
        return self._known(min(best - mine)) if best is not None else None

    def _weights(self, named: Sequence[tuple[int, str]], here: int) -> dict[frozenset[str], float]:
        """Return the weight of each two that stand in one sentence together, by the distance of those sentences."""
        by_sentence: dict[int, set[str]] = {}
        for token, party in named:
            by_sentence.setdefault(self.page.tokens[token].sent, set()).add(party)
        weights: dict[frozenset[str], float] = {}
        for sentence, parties in by_sentence.items():
            for two in combinations(sorted(parties), 2):
                pair = frozenset(two)
                weights[pair] = weights.get(pair, 0.0) + FADING ** abs(here - sentence)
        return weights

    def _named(self, find: Find) -> Iterator[tuple[int, str]]:
        """Yield the words that name a party, each with its id, other than those of the phrase itself."""
        with_fighters = find.noun is not None and find.noun.phrase in SIDES
        for token, party in (*self._states(find), *(self._fighters() if with_fighters else ())):
            if not find.first <= token < find.last:
                yield token, party

    def _states(self, find: Find) -> Iterator[tuple[int, str]]:
        """Yield the words before and behind a phrase that name a state, and persons before it with their state."""
        for token, entity in self.scene.states:
            yield token, entity.entity_id
        for trace in self.scene.memory.traces:
            if trace.known.kind == "person" and trace.token < find.first:
                state = self.page.tables.states.get(trace.known.entity.code or "")
                if state is not None:
                    yield trace.token, state.entity.entity_id

    def _fighters(self) -> Iterator[tuple[int, str]]:
        for trace in self.scene.memory.traces:
            if trace.known.kind == "group" and trace.known.entity.sector in FIGHTERS:
                yield trace.token, trace.known.entity.entity_id

    def _doers(self, find: Find) -> frozenset[str]:
        """Return the one subject of the verb to whose object or complement a phrase belongs; nobody if they are two."""
        tokens = self.page.tokens
        token = tokens[find.head]
        for _ in range(12):
            if token.dep in SUBJECTS or token.head == token.i:
                break
            token = tokens[token.head]
            if token.pos not in {"VERB", "AUX"}:
                continue
            subjects = [c for c in self.page.parse.children[token.i] if c.dep in SUBJECTS]
            is_relative = token.dep == "relcl" and (not subjects or subjects[0].tag in {"WDT", "WP"})
            if subjects or is_relative:
                top = token.head if is_relative else subjects[0].i
                several = any(c.dep == "conj" for c in self.page.parse.children[top])
                return frozenset() if several else self._parties(top)
        return frozenset()

    def _parties(self, i: int) -> frozenset[str]:
        """Return who is named at a token, and the state that they are of."""
        known = self.scene.at.get(i)
        if known is None:
            return frozenset()
        return frozenset({known.entity.entity_id, *self._state_ids(known.entity)})

    def _state_ids(self, entity: Entity) -> tuple[str, ...]:
        state = self.page.tables.states.get(entity.code or "")
        return (state.entity.entity_id,) if state is not None else ()

    def _count(self, x: str) -> int:
        """Return how often the text names a party, by a state's words or so far."""
        known = self.scene.memory.by_id.get(x)
        return sum(e.entity_id == x for _, e in self.scene.states) or (known.count if known is not None else 1)

    def _known(self, entity_id: str) -> Known | None:
        known = self.scene.memory.by_id.get(entity_id)
        if known is None and entity_id.startswith(STATES):
            entity = next((e for _, e in self.scene.states if e.entity_id == entity_id), None) or self._state(entity_id)
            known = self.scene.memory.get(entity, "state") if entity is not None else None
        return known

    def _state(self, entity_id: str) -> Entity | None:
        state = self.page.tables.states.get(entity_id.partition(":")[2])
        return state.entity if state is not None else None
