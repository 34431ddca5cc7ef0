"""From a word in a slot to the entities that take part."""

from collections.abc import Container, Iterable, Mapping
from itertools import pairwise

from dragoman.coding.grammar import Grammar
from dragoman.coding.nouns import ARMED, NounFinder
from dragoman.model import Entity, Mention, MentionKind, Place, Resolved

JOINABLE = frozenset({MentionKind.NAME, MentionKind.METONYM, MentionKind.ROLE, MentionKind.NOMINAL})
HOSTS = frozenset({"town", "country"})
"""Kinds of place whose government receives a visitor."""
OWNER_PREPS = ("of", "from", "by")
"""Prepositions that name whose a thing is, in order: "forces of Chad", "a delegation from Oman"."""


class Parties:
    """The entities of a document by the tokens that name them."""

    def __init__(self, resolved: Resolved, grammar: Grammar, nouns: Mapping[str, str | None]) -> None:
        """Take the document and the nouns that may be parties where they are no mentions, with their sectors."""
        self.grammar = grammar
        self.entities = {e.entity_id: e for e in resolved.entities}
        self.added: dict[str, Entity] = {}
        self._head: dict[int, Mention] = {}
        self._cover: dict[int, Mention] = {}
        self._places: dict[int, Place] = {}
        starts = grammar.parse.starts
        index = {s: i for i, s in enumerate(starts)}
        for m in resolved.mentions:
            held = self._head.get(m.head)
            if held is None or held.kind is MentionKind.DEMONYM:
                self._head[m.head] = m
            if m.kind is MentionKind.DEMONYM:
                continue
            i = index.get(m.span.start)
            while i is not None and i < len(starts) and starts[i] < m.span.end:
                if i not in self._cover or self._length(m) < self._length(self._cover[i]):
                    self._cover[i] = m
                i += 1
        self._partners = _coordinated(resolved)
        for p in resolved.places:
            i = index.get(p.span.start) if p.span else None
            while p.span and i is not None and i < len(starts) and starts[i] < p.span.end:
                self._places[i] = p
                i += 1
        self.by_noun: dict[int, Mention] = {}
        finder = NounFinder(resolved.document, grammar, self._places)
        found = tuple(finder.find(nouns, self._head.keys() | self._cover.keys()))
        self.by_noun = {x.mention.head: x.mention for x in found if not self.owners(x.mention.head)}
        self.told = {x.entity.entity_id: x.entity for x in found}
        self._first: dict[str, int] = {}
        for m in sorted((*resolved.mentions, *self.by_noun.values()), key=lambda m: m.head):
            self._first.setdefault(m.entity_id, m.head)

    @staticmethod
    def _length(m: Mention) -> int:
        return m.span.end - m.span.start

    def mention_at(self, i: int) -> Mention | None:
        """Return the mention that the token heads, or that covers it as its topmost word; pronouns included."""
        m = self._head.get(i)
        if m is not None:
            return m
        m = self._cover.get(i)
        if m is None:
            return None
        up = self.grammar.token(i).head
        return None if up != i and self._cover.get(up) is m else m

    def named(self, i: int) -> tuple[str, ...]:
        """Return the entity that the token itself names, as a tuple; empty if it names none."""
        m = self.mention_at(i)
        if m is None or m.kind is MentionKind.DEMONYM:
            return ()
        entity = self.entities.get(m.entity_id)
        if m.kind is MentionKind.PRONOUN and entity is not None and m.entity_id.startswith("coll:") and entity.members:
            return entity.members  # "both sides": those who are meant
        return (m.entity_id,)

    def who(self, i: int, *, owners: bool = True) -> tuple[str, ...]:
        """Return the entities at a token: named there, or else (with `owners`) those to whom the thing belongs.

        A noun of nobody's that may be a party stands for itself.
        """
        own = self.named(i)
        if own or not owners:
            return own
        return (self.by_noun[i].entity_id,) if i in self.by_noun else self.owners(i)

    def owners(self, i: int, *, of: bool = True) -> tuple[str, ...]:
        """Return to whom a thing or act belongs: "Turkey's jets", "Turkish jets", and with `of` "jets of Turkey"."""
        g = self.grammar
        found: list[str] = []
        for j in g.children(i, "poss"):
            for k in g.spread((g.owner_of_whose(j),)):
                found.extend(self.who(k) or self.named(j))
        if found:
            return _unique(found)
        for j in g.children(i, "amod", "compound", "nmod"):
            if g.low(j).startswith("anti"):
                continue
            m = self._head.get(j) or self._cover.get(j)
            if m is not None:
                found.append(m.entity_id)
            found.extend(x for k in g.children(j, "conj") if (m := self._head.get(k)) for x in (m.entity_id,))
        if found:
            return _unique(found)
        for prep in OWNER_PREPS if of else ():
            for j in g.prep_objects(i, prep):
                found.extend(self.named(j))
        return _unique(found)

    def opposed(self, i: int) -> tuple[str, ...]:
        """Return against whom an adjective turns a noun: "an anti-Russian stance"."""
        g = self.grammar
        against = (j for j in g.children(i, "amod", "compound") if g.low(j).startswith("anti"))
        return _unique(m.entity_id for j in against if (m := self._head.get(j) or self._cover.get(j)))

    def all_of(self, tokens: Iterable[int], *, owners: bool = True) -> tuple[str, ...]:
        """Return the entities at all the tokens, each once, in text order."""
        found: list[str] = []
        for i in tokens:
            found.extend(self.who(i, owners=owners))
            m = self.mention_at(i)
            found.extend(self._partners.get((m.span.start, m.entity_id), ()) if m else ())
        return _unique(found)

    def is_political(self, ids: Iterable[str]) -> bool:
        """Tell whether one of the entities is more than an unnamed person of no known state, body or group.

        Armed people are, even where only a noun tells them.
        """
        return any(
            e is not None and (not e.is_anonymous or e.code is not None or (x in self.told and e.sector in ARMED))
            for x in ids
            for e in (self.entity(x),)
        )

    def taking_part(self, ids: Container[str]) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
        """Return the entities, of those with these ids, that only a noun tells, and their mentions."""
        told = tuple(e for x, e in self.told.items() if x in ids)
        return told, tuple(m for m in self.by_noun.values() if m.entity_id in ids)

    def host(self, i: int, *, kinds: frozenset[str] = HOSTS) -> tuple[str, ...]:
        """Return the entity at a token, or the state of the place of one of these kinds that the token names."""
        own = self.who(i)
        if own:
            return own
        place = self._places.get(i)
        if place is None or place.country is None or place.kind not in kinds:
            return ()
        entity_id = f"state:{place.country}"
        if entity_id not in self.entities:
            name = place.name if place.kind == "country" else place.country
            self.added[entity_id] = Entity(entity_id=entity_id, name=name, code=place.country, sector="GOV")
        return (entity_id,)

    def place_at(self, i: int) -> Place | None:
        """Return the place that the token names or is part of."""
        return self._places.get(i)

    def is_known_by(self, entity_id: str, i: int) -> bool:
        """Tell whether the text has named an entity, or pointed at it, before a token; of places' states it is true."""
        return self._first.get(entity_id, -1) < i

    def entity(self, entity_id: str) -> Entity | None:
        """Return the entity of that id, or None."""
        return self.entities.get(entity_id) or self.added.get(entity_id) or self.told.get(entity_id)


def _coordinated(resolved: Resolved) -> dict[tuple[int, str], tuple[str, ...]]:
    """Return for each mention the entities joined to it by "and", whatever the parser made of it."""
    text = resolved.document.text
    partners: dict[tuple[int, str], list[str]] = {}
    shown = [m for m in resolved.mentions if m.kind in JOINABLE]
    for a, b in pairwise(shown):
        if b.span.start >= a.span.end and text[a.span.end : b.span.start].strip() in {"and", "and the", "as well as"}:
            partners.setdefault((a.span.start, a.entity_id), []).append(b.entity_id)
            partners.setdefault((b.span.start, b.entity_id), []).append(a.entity_id)
    return {k: tuple(v) for k, v in partners.items()}


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
