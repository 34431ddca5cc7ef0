"""Several at once: "the two countries", "these allies", "countries in southern Europe", "the presidents of A and B"."""

from bisect import bisect_left
from functools import cached_property

from dragoman.model import Entity
from dragoman.resolve.coreference_memory import Known
from dragoman.resolve.coreference_pairs import Pairs
from dragoman.resolve.coreference_roles import BY_CONTEXT, BY_MEMORY, BY_ROLE
from dragoman.resolve.coreference_scene import Choice, Scene, others_of
from dragoman.resolve.mentions_finds import Article, Find, Rule, Shape
from dragoman.resolve.mentions_phrases import set_entity

STATE_KINDS = frozenset({"state", "region"})
BREAKAWAY = frozenset({"breakaway", "separatist", "unrecognised", "unrecognized", "self-declared", "rebel"})
NEIGHBOURS = frozenset({"neighbour", "neighbor", "ally", "partner", "neighbouring country", "neighboring country"})
"""Nouns that with "its" mean the other of two states."""
REGIONS = frozenset({"region", "territory", "area", "enclave", "republic"})
PAIR = frozenset({"two", "both"})
COUNTED_BACK = 80
"""Phrases before "the two" that are looked at for two who were counted; a page has about so many."""


class Sets:
    """Resolves words for states and for several actors in one document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.page = scene.page
        self.pairs = Pairs(scene)

    # ---- one state

    def state(self, find: Find, owner: Entity | None) -> Choice | None:
        """Return the state or region that "the breakaway territory" or "the Middle Eastern nation" means."""
        if not self.page.has(Rule.DESCRIPTORS):
            return None
        if find.article is Article.POSS and find.nouns[0].phrase in NEIGHBOURS:
            return self._other(owner)
        if find.article is not Article.THE:
            return None
        if owner is not None and owner.entity_id.partition(":")[0] in STATE_KINDS and not find.states:
            return Choice(self.scene.memory.get(owner, "state", nouns=set(find.words)), "descriptor", BY_MEMORY)
        found = self.scene.memory.latest(frozenset({"state"}))
        members = {code.removeprefix("state:") for state in find.states for code in state.members}
        if members:
            found = [k for k in found if k.entity.code in members]
        if BREAKAWAY & set(self.page.low[find.first : find.head]) or find.nouns[0].phrase in REGIONS:
            found = [k for k in found if k.entity.entity_id.startswith("region:")]
        codes = self.page.roles.state_kinds.get(find.nouns[0].phrase)
        if codes is not None:
            found = [k for k in found if k.entity.code in codes] or found
        over = self.scene.over(find.head)
        found = [k for k in found if k.entity.entity_id not in over] or found
        if not found:
            return None
        entity = self.scene.likeliest(find.head, found[0].entity, {k.entity.code for k in found})
        return Choice(self.scene.memory.get(entity, "state"), "descriptor", BY_CONTEXT, others_of(found))

    def _other(self, owner: Entity | None) -> Choice | None:
        """Return the other state of which the text speaks most, of several the latest: "its neighbour"."""
        code = owner.code if owner is not None else None
        found = [k for k in self.scene.memory.latest(frozenset({"state"})) if code and k.entity.code != code]
        found.sort(key=lambda k: -k.count)
        return Choice(found[0], "descriptor", BY_CONTEXT, others_of(found)) if found else None

    # ---- several states

    def of(self, find: Find, owner: Entity | None) -> Choice | None:
        """Return the set of states that a plural means ("Western governments", "both countries"), or None."""
        if owner is not None and owner.entity_id.startswith("coll:"):
            return self._set(owner)
        if self.is_pair(find):
            return self.pair(find)
        region = self.page.words(find.first, find.last).lower().rpartition(" in ")[2].removeprefix("the ")
        collective = self.page.roles.regions.get(region)
        if collective is not None and find.last > find.head + 1:
            return self._set(set_entity(collective))
        if find.article is not Article.THE or not self.page.has(Rule.DESCRIPTORS):
            return None
        found = self.scene.memory.latest(frozenset({"set"}))
        return Choice(found[0], "descriptor", BY_CONTEXT, others_of(found)) if found else None

    def _set(self, entity: Entity) -> Choice:
        known = self.scene.memory.get(entity, "set", nouns={"ally", "state", "country", "government", "nation"})
        known.is_plural = True
        return Choice(known, "set", BY_ROLE)

    # ---- two of those named before

    def is_pair(self, find: Find) -> bool:
        """Tell whether a phrase takes up two actors: "the two leaders", "both sides"."""
        words = self.page.low[find.first : find.head]
        return bool(PAIR & set(words)) and find.article is Article.THE and not find.states and find.where is None

    def pair(self, find: Find) -> Choice | None:
        """Return the two states or sides that a phrase takes up, or None if the text names fewer."""
        return self._pair(self.pairs.likeliest(find))

    def persons(self, find: Find) -> Choice | None:
        """Return two persons: those called so before ("the two ministers"), else those named last."""
        nouns = {n.phrase for n in find.nouns} | {find.nouns[0].last}
        named = [
            k
            for k in self.scene.memory.latest(frozenset({"person"}))
            if not k.is_plural and not k.entity.is_anonymous and k.count > 0
        ]
        fitting = [k for k in named if nouns & k.nouns]
        by_name = [k for k in named if k.entity.entity_id.startswith("person:") and k not in fitting]
        return self._pair([*fitting, *by_name])

    def counted(self, find: Find) -> Choice | None:
        """Return those whom "the two" or "the three" takes up: the last who were counted so; or None.

        Two parties that were not counted are left: found here, they cost more acts than they gave.
        """
        number, low = find.words[-1], self.page.low
        at = bisect_left(self._firsts, find.first)
        for earlier in reversed(self.scene.finds[max(0, at - COUNTED_BACK) : at]):
            if earlier.is_plural and number in low[earlier.first : earlier.head]:
                choice = self.scene.resolve(earlier)
                if choice is not None:
                    return Choice(choice.known, "descriptor", BY_MEMORY)
        return None

    def other(self, find: Find) -> Choice | None:
        """Return whom "the other side" means: he of whom the text speaks most with the subject over it, or None."""
        if not self.page.has(Rule.DESCRIPTORS):
            return None
        over = [self.scene.memory.by_id[i].entity for i in self.scene.over(find.head)]
        found = self.pairs.partner(find, over)
        return Choice(found, "descriptor", BY_CONTEXT) if found is not None else None

    @cached_property
    def _firsts(self) -> list[int]:
        return [find.first for find in self.scene.finds]

    def _pair(self, found: list[Known]) -> Choice | None:
        if len(found) < 2 or not self.page.has(Rule.DESCRIPTORS):
            return None
        two = sorted(found[:2], key=lambda k: k.entity.entity_id)
        known = self.together(two, " and ".join(k.entity.name for k in two))
        return Choice(known, "pair", BY_CONTEXT, others_of([two[0], *found[2:]]))

    # ---- "the presidents of Malawi and Tanzania"

    def holders(self, one_of: dict[str, Choice | None], name: str) -> Choice | None:
        """Return the holders of one office in several states as one actor with members.

        Args:
            one_of: For each state behind "of" who holds the office there.
            name: The phrase without article.
        """
        members = [c.known for c in one_of.values() if c is not None]
        if len(members) < 2:
            return None
        return Choice(self.together(members, name), "holders", min(c.score for c in one_of.values() if c))

    def states_behind(self, find: Find) -> list[Entity]:
        """Return the states that are joined behind "of" in a phrase, or [] if it is only one."""
        found = [
            f.entries[0].entity
            for f in self.scene.finds
            if find.head < f.first < find.last
            and f.shape is Shape.NAME
            and f.entries[0].entity.entity_id.startswith("state:")
        ]
        return found if len(found) > 1 else []

    def joined(self, i: int) -> Known | None:
        """Return those whom "and" joins from a token on as one actor with members, or None if they are not several."""
        if self.page.tokens[i].dep == "conj":
            return None
        found = [i]
        for j in found:
            found += [c.i for c in self.page.parse.children[j] if c.dep == "conj"]
        members = [known for j in found if (known := self.scene.at.get(j)) is not None]
        if len(members) != len(found) or not 1 < len(set(members)) == len(members):
            return None
        if any(k.entity.is_anonymous or k.entity.members for k in members):
            return None
        members = sorted(members, key=lambda k: k.entity.entity_id)
        return self.together(members, " and ".join(k.entity.name for k in members), kind="pair")

    def together(self, members: list[Known], name: str, *, kind: str = "set") -> Known:
        """Return several actors as one with members."""
        ids = [k.entity.entity_id for k in members]
        sectors = {k.entity.sector for k in members}
        entity = Entity(
            entity_id="coll:" + "+".join(i.partition(":")[2] for i in ids),
            name=name,
            sector=next(iter(sectors)) if len(sectors) == 1 else None,
            members=tuple(ids),
        )
        known = self.scene.memory.get(entity, kind)
        known.is_plural = True
        return known
