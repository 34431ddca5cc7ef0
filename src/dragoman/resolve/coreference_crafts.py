"""Ships and aircraft: each is an actor of its own, taken up by its name or by a noun that fits it."""

from dataclasses import replace
from itertools import takewhile

from dragoman.lexicon.places import place_table
from dragoman.lexicon.roles import ActorNoun
from dragoman.model import Entity, Token
from dragoman.resolve.coreference_memory import Known
from dragoman.resolve.coreference_owned import BODIES, ONE_ENTITY, called, owned
from dragoman.resolve.coreference_roles import BY_MEMORY
from dragoman.resolve.coreference_scene import SUBJECTS, Choice, Scene, others_of, slug
from dragoman.resolve.mentions_crafts import names_of
from dragoman.resolve.mentions_finds import Article, Find, Rule

CRAFT = frozenset({"craft"})
CREW, ANY_SHIP, WARSHIP = "crew", "ship", "warship"
FLAGGING = frozenset({"flag", "register"})
"""Verbs that tell under whose flag a ship or aircraft goes; others do with "flag" as their object."""
FLAG_REACH = 7
"""Words from such a verb on that are looked at: "registered last year in Malta"."""
IN_CLAUSE = frozenset({"prep", "pobj", "dobj", "conj", "dative", "agent", "compound", "nmod", "appos", "pcomp"})
"""Relations on the way from a word to the verb of its own clause."""
DEPTH = 8
BY_NAME = 0.95
"""How sure a ship is by a name that the text gives."""


class Crafts:
    """Resolves ships and aircraft of one document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.page = scene.page
        self.segments = scene.segments
        self.nouns = scene.page.roles.crafts
        self._names: dict[str, Known] = {}

    # ---- by name

    def named(self, find: Find) -> Choice | None:
        """Return the ship of that name: one named so before, or told of by the noun beside it, or a new one."""
        name = " ".join(find.words)
        known = self._names.get(name.lower())
        if known is None:
            known = self._described(find, name) or self._new_named(find, name)
            self._give_name(known, find.words)
        if find.noun is not None:
            known.nouns.update((find.noun.phrase, find.noun.last))
        return Choice(known, "name/craft", BY_NAME)

    def _described(self, find: Find, name: str) -> Known | None:
        """Return the ship that a noun in apposition to the name tells of, with its name now, or None."""
        beside = self.scene.by_head.get(find.inner) if find.inner is not None else None
        choice = self.scene.resolve(beside) if beside is not None and beside is not find else None
        if choice is None or choice.known.kind not in CRAFT or choice.known in self._names.values():
            return None
        entity = choice.known.entity
        named = replace(entity, entity_id=f"craft:{slug(name)}", name=name)
        self.scene.memory.rename(choice.known, named)
        return choice.known

    def _new_named(self, find: Find, name: str) -> Known:
        owner = self.scene.owner(find) or self._flag(find)
        code, sector = self.page.roles.ship_prefixes.get(find.words[0], ("", ""))
        code = owner.code if owner is not None and owner.code else code
        body = next((b for n in find.nouns for b in n.bodies), None)
        sector = body.sector if body is not None and body.sector else sector
        nouns = set() if find.nouns else {ANY_SHIP, WARSHIP} if sector == "MIL" else {ANY_SHIP}
        entity = Entity(entity_id=f"craft:{slug(name)}", name=name, code=code or None, sector=sector or None)
        return self.scene.memory.get(entity, "craft", nouns=nouns)

    def _give_name(self, known: Known, words: tuple[str, ...]) -> None:
        for name in names_of(words, self.page.roles.ship_prefixes):
            self._names.setdefault(" ".join(name).lower(), known)

    # ---- by a noun

    def resolve(self, find: Find, body: ActorNoun, owner: Entity | None) -> Choice | None:
        """Return the craft that a noun means: one told of before, or a new one; None where it tells of none."""
        if find.article is Article.NO:
            return None
        held = self._taken_up(find, body, owner)
        if held:
            return Choice(held[0], "descriptor", BY_MEMORY, others_of(held))
        if owner is None and not self._is_told(find, body):
            return None
        return self._new(find, body, owner or self._flag(find))

    def _flag(self, find: Find) -> Entity | None:
        """Return the state under whose flag a craft is said to go: "registered in Malta", "flying the Greek flag".

        None if no participle behind the craft tells it, or the place is not known.
        """
        tokens, children = self.page.tokens, self.page.parse.children
        for participle in (c for c in children[find.head] if c.dep == "acl" and self._tells_flag(c)):
            last = min(participle.i + FLAG_REACH, self.page.sentence_end(participle.i))
            for token in takewhile(lambda t: t.text != ",", tokens[participle.i : last]):
                named, piece = self.segments.names.get(token.i), self.segments.pieces.get(token.i)
                if named is not None and named.entries[0].entity.entity_id.startswith("state:"):
                    return named.entries[0].entity
                if piece is not None:
                    return self._country(self.page.words(piece.first, piece.last))
        return None

    def _tells_flag(self, participle: Token) -> bool:
        """Tell whether a participle says under whose flag: "flagged", "registered", "flying the flag"."""
        below = self.page.parse.children[participle.i]
        return participle.lemma in FLAGGING or any(c.dep == "dobj" and c.lemma == "flag" for c in below)

    def _country(self, place: str) -> Entity | None:
        rows = place_table().find(place)
        state = self.page.tables.states.get(rows[0].country or "") if rows else None
        return state.entity if state is not None else None

    def _is_told(self, find: Find, body: ActorNoun) -> bool:
        """Tell whether a noun without an owner tells of a craft: "a tanker", "two tankers", "the tanker in Aden"."""
        is_placed = find.last > find.head + 1 and self.page.low[find.head + 1] == "in"
        is_counted = any(t.pos == "NUM" for t in self.page.tokens[find.first : find.head])
        is_new = find.article is Article.A or (is_counted and find.article is Article.BARE)
        return is_new or body.is_bare or is_placed or find.is_of_force

    def _new(self, find: Find, body: ActorNoun, owner: Entity | None) -> Choice:
        context = owner or self.scene.seat(find)
        if context is None and (body.is_bare or find.is_of_force):
            context = self.scene.context(find.head)
        sector = next((b.sector for n in find.nouns[1:] for b in n.bodies if b.kind == "force"), body.sector)
        is_force = sector in ONE_ENTITY and find.is_plural
        part = sector.lower() if is_force and sector else slug(called(self.scene, find, owner))
        return owned(self.scene, find, body, owner, context, part=part, sector=sector, kind="craft")

    # ---- taking up

    def _taken_up(self, find: Find, body: ActorNoun, owner: Entity | None) -> list[Known]:
        """Return the craft told of before that a noun with "the" may mean, the likeliest first; [] if it is new."""
        is_definite = find.article is Article.THE or (body.is_bare and owner is None and find.article is Article.BARE)
        if not is_definite or not self.page.has(Rule.DESCRIPTORS):
            return []
        latest = self.scene.memory.latest
        told = latest(CRAFT, code=owner.code if owner is not None else None)
        if owner is not None and not owner.code:
            told = []
        if body.noun == CREW:
            found = [k for k in told if not k.is_plural]
        else:
            found = [k for k in told if k.is_plural == find.is_plural and self._fits(body.noun, k)]
        if not found and owner is None:
            last = body.noun.rpartition(" ")[2]
            found = [k for k in latest(BODIES, {body.noun}) or latest(BODIES, {last}) if k.kind not in CRAFT]
        own = self._own(find.head)
        codes = {k.entity.code for k in own} - {None}
        return sorted(found, key=lambda k: (k in own or k.entity.code in codes, body.noun not in k.nouns))

    def _fits(self, noun: str, known: Known) -> bool:
        """Tell whether a noun may be used for a craft: it was called so, or by nouns that go with it."""
        mine = self.nouns.get(noun)
        theirs = [self.nouns[n] for n in known.nouns if n in self.nouns]
        special = [craft for craft in theirs if craft.kind]
        if mine is None or not theirs:
            return noun in known.nouns
        if not mine.kind:
            return any(craft.element == mine.element for craft in theirs)
        return noun in known.nouns or any(mine.fits(craft) for craft in special)

    def _own(self, i: int) -> list[Known]:
        """Return the subjects of the clause whose object a word is: what they act upon is mostly not theirs."""
        tokens = self.page.tokens
        for _ in range(DEPTH):
            if tokens[i].dep not in IN_CLAUSE:
                return []
            i = tokens[i].head
            if tokens[i].pos in {"VERB", "AUX"}:
                subjects = (c.i for c in self.page.parse.children[i] if c.dep in SUBJECTS)
                return [known for s in subjects if (known := self.scene.at.get(s)) is not None]
        return []
