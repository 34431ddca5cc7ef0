"""Whom the text itself told of: the holders of office that it names, and whom "the man" takes up."""

from collections.abc import Mapping
from functools import cached_property

from dragoman.lexicon.actors import OfficeTitle
from dragoman.lexicon.actors_offices import SINGLE_SEATS
from dragoman.model import Entity
from dragoman.resolve.coreference_scene import Choice, Scene, others_of
from dragoman.resolve.mentions_finds import Article, Find, Rule, Shape

BY_TITLE = 0.8
"""How sure "the president" is the one person whom the text calls President and no table knows."""
HUMANS = {"man": "m", "woman": "f"}
"""Nouns that with "the" take up a person told of, and the gender that they say."""
LIKELY = 0.5
"""How sure "the man" is the last one of whom the text told: on our training articles three in five are."""
FULL_NAME = 2
"""Words of a name from which on it is a full one."""


class Told:
    """Knows the persons of one document who are named with their office."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def holder(self, find: Find, meaning: OfficeTitle | None, state: Entity | None) -> Choice | None:
        """Return the one person, unknown to the tables, whom the text names in an office of that kind, or None.

        Args:
            find: The words for the office.
            meaning: The office.
            state: Whose office it is by the words; None where they do not say. The person must be of that state, and
                of the state spoken of where the text names him only later.
        """
        if meaning is None or meaning.role not in SINGLE_SEATS or not meaning.is_single_seat:
            return None
        found = {}
        for named in self._titled.get(meaning.role, ()):
            choice = self.scene.resolve(named)
            if choice is not None and choice.rule == "name/new":
                found[choice.known.entity.entity_id] = choice.known
        here = state or self.scene.context(find.head, is_ruler=True)
        codes = {*meaning.states, here.code if here is not None else None}
        fitting = [
            k
            for k in found.values()
            if k.entity.code in codes or (state is None and (k.last >= 0 or None in codes or k.entity.code is None))
        ]
        return Choice(fitting[0], "role/told", BY_TITLE) if len(fitting) == 1 else None

    def human(self, find: Find) -> Choice | None:
        """Return whom "the man" or "the men" takes up: the last such of whom the text told, or None."""
        gender = HUMANS.get(find.nouns[0].phrase)
        is_long = find.where is not None or find.last > find.head + 1 or find.first + 1 < find.head
        if gender is None or find.article is not Article.THE or is_long or not self.scene.page.has(Rule.DESCRIPTORS):
            return None
        kinds = frozenset({"person", "group"}) if find.is_plural else frozenset({"person"})
        over = self.scene.over(find.head)
        found = [
            k
            for k in self.scene.memory.latest(kinds)
            if k.is_plural == find.is_plural
            and k.count
            and k.entity.gender in {None, gender}
            and k.entity.entity_id not in over
        ]
        return Choice(found[0], "descriptor", LIKELY, others_of(found)) if found else None

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
