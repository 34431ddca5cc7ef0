"""Holders of office whom the text itself names: it knows its own president better than the tables do."""

from collections.abc import Mapping
from functools import cached_property

from dragoman.lexicon.actors import OfficeTitle
from dragoman.lexicon.actors_offices import SINGLE_SEATS
from dragoman.model import Entity
from dragoman.resolve.coreference_scene import Choice, Scene
from dragoman.resolve.mentions_finds import Find, Shape

BY_TITLE = 0.8
"""How sure "the president" is the one person whom the text calls President and no table knows."""
FULL_NAME = 2
"""Words of a name from which on it is a full one."""


class Told:
    """Knows the persons of one document who are named with their office."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def holder(self, meaning: OfficeTitle | None, state: Entity | None) -> Choice | None:
        """Return the one person, unknown to the tables, whom the text names in an office of that kind, or None.

        Args:
            meaning: The office.
            state: Whose office it is by the words; None where they do not say. The person must be of that state.
        """
        if meaning is None or meaning.role not in SINGLE_SEATS or not meaning.is_single_seat:
            return None
        found = {}
        for named in self._titled.get(meaning.role, ()):
            choice = self.scene.resolve(named)
            if choice is not None and choice.rule == "name/new":
                found[choice.known.entity.entity_id] = choice.known
        fitting = [k for k in found.values() if state is None or k.entity.code == state.code]
        return Choice(fitting[0], "role/told", BY_TITLE) if len(fitting) == 1 else None

    @cached_property
    def _titled(self) -> Mapping[str, tuple[Find, ...]]:
        """Persons named with a title of office, before the name or beside it, by kind of office."""
        beside = {f.beside: f for f in self.scene.finds if f.beside is not None and f.shape is Shape.ROLE}
        found: dict[str, tuple[Find, ...]] = {}
        for find in self.scene.finds:
            if find.shape is not Shape.PERSON or len(find.words) < FULL_NAME or find.is_former:
                continue
            role = beside.get(find.first) or (self.scene.by_first.get(find.beside) if find.beside is not None else None)
            said = role.nouns[:1] if role is not None and role.shape is Shape.ROLE and not role.is_former else ()
            titles = [t for n in (*find.nouns, *said) for t in n.titles if t.kind == "office" and t.role]
            for kind in sorted({t.role for t in titles}):
                found[kind] = (*found.get(kind, ()), find)
        return found
