"""What a reader keeps in mind: who has been named so far, by which words, and how prominently."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from dragoman.model import Entity

REMEMBERED = 400
"""Actors that are kept in mind. The gold articles name up to 58; the bound is for files that are no articles."""
KEPT = 60
"""Latest mentions that are looked at; more than six sentences' worth."""


@dataclass(slots=True, eq=False)
class Known:
    """An actor of the text as far as it has been read.

    Attributes:
        entity: The record; replaced as more is learnt.
        kind: "person", "state", "body", "group", "set" or "craft".
        nouns: Dictionary forms of the words by which it was called.
        role: Kind of office (FM, HOS, ...), or "".
        is_plural: Whether "they" fits.
        last: Token of the latest mention.
        count: Number of mentions so far.
    """

    entity: Entity
    kind: str
    nouns: set[str] = field(default_factory=set)
    role: str = ""
    is_plural: bool = False
    last: int = -1
    count: int = 0

    def learn(self, **fields: str | None) -> None:
        """Fill in fields of the record that are still unknown."""
        news = {k: v for k, v in fields.items() if v and getattr(self.entity, k) is None}
        if news:
            self.entity = replace(self.entity, **news)  # type: ignore[arg-type]  # names of text fields only


class Trace(NamedTuple):
    """One mention, for nearness, prominence and number ("the Danes" are several, Denmark is one)."""

    token: int
    sentence: int
    known: Known
    is_subject: bool
    is_plural: bool


class Memory:
    """The actors of one document."""

    def __init__(self) -> None:
        self.by_id: dict[str, Known] = {}
        self.traces: list[Trace] = []
        self.renamed: dict[str, str] = {}
        """Ids of persons whose name the text gave only later, with the id that the name gives them."""
        self._seen: dict[str, Known] = {}
        """Those named so far, the last named at the end."""

    def get(self, entity: Entity, kind: str, *, nouns: Iterable[str] = (), role: str = "") -> Known:
        """Return what is known of an entity, entering it if it is new."""
        entity_id = self.renamed.get(entity.entity_id, entity.entity_id)
        known = self.by_id.get(entity_id)
        if known is None:
            known = self.by_id[entity_id] = Known(entity=entity, kind=kind)
        known.nouns.update(nouns)
        known.role = known.role or role
        return known

    def rename(self, known: Known, entity: Entity) -> None:
        """Give somebody told of before the record of a name that only now is told."""
        old = known.entity.entity_id
        self.by_id.pop(old, None)
        self.renamed[old] = entity.entity_id
        if self._seen.pop(old, None) is not None:
            self._seen[entity.entity_id] = known
        known.entity = entity
        self.by_id[entity.entity_id] = known

    def part(self, known: Known, state: Entity) -> Known:
        """Return the same thing of another state: the Russian part of "American and Russian troops"."""
        entity = known.entity
        if entity.code == state.code or not state.code:
            return known
        stem, _, rest = entity.entity_id.partition(":")
        tail = rest.partition(":")[2]
        other = replace(
            entity,
            entity_id=f"{stem}:{state.code}:{tail}" if tail else state.entity_id,
            name=f"{state.name} {tail.replace('-', ' ')}".strip(),
            code=state.code,
            members=state.members,
        )
        found = self.get(other, known.kind, nouns=known.nouns, role=known.role)
        found.is_plural = known.is_plural
        return found

    def touch(self, known: Known, token: int, sentence: int, *, is_subject: bool, is_plural: bool = False) -> None:
        """Note a mention."""
        self.see(known, token)
        known.count += 1
        self.traces.append(Trace(token, sentence, known, is_subject, is_plural))

    def see(self, known: Known, token: int) -> None:
        """Note that an actor was named, without a mention of its own ("Ghana" in "the president of Ghana")."""
        known.last = token
        self._seen.pop(known.entity.entity_id, None)
        self._seen[known.entity.entity_id] = known

    def recent(self) -> Iterator[Trace]:
        """Yield the latest mentions, the last first."""
        return islice(reversed(self.traces), KEPT)

    def latest(self, kinds: frozenset[str], nouns: Iterable[str] = (), *, code: str | None = None) -> list[Known]:
        """Return the actors of these kinds that were called by one of the nouns, the last mentioned first.

        Args:
            kinds: Kinds to look among.
            nouns: Dictionary forms; none given fits every actor.
            code: Keep only actors of this state or organisation.
        """
        wanted = set(nouns)
        return [
            k
            for k in islice(reversed(self._seen.values()), REMEMBERED)
            if k.kind in kinds and (not wanted or wanted & k.nouns) and code in {None, k.entity.code}
        ]
