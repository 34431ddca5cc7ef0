"""Gives every phrase its entity, from left to right, and turns the phrases into mentions."""

from collections.abc import Mapping
from dataclasses import replace

from dragoman.model import Entity, Mention, MentionKind
from dragoman.resolve.coreference_bodies import Bodies
from dragoman.resolve.coreference_names import Names
from dragoman.resolve.coreference_persons import Persons, called_by
from dragoman.resolve.coreference_pronouns import PRONOUN_TAGS, Pronouns
from dragoman.resolve.coreference_roles import Roles
from dragoman.resolve.coreference_scene import Choice, Scene, without_article
from dragoman.resolve.mentions_finds import NAMING, Find, Page, Shape
from dragoman.resolve.mentions_scan import Segments

KINDS = {
    Shape.NAME: MentionKind.NAME,
    Shape.PERSON: MentionKind.NAME,
    Shape.ORG: MentionKind.NAME,
    Shape.CRAFT: MentionKind.NAME,
    Shape.ROLE: MentionKind.ROLE,
    Shape.BODY: MentionKind.NOMINAL,
    Shape.PEOPLE: MentionKind.NOMINAL,
    Shape.SET: MentionKind.NOMINAL,
    Shape.SHARE: MentionKind.NOMINAL,
    Shape.COUNT: MentionKind.PRONOUN,
}
ENCLOSING = frozenset({Shape.NAME, Shape.ROLE, Shape.BODY, Shape.SHARE, Shape.ORG, Shape.PERSON, Shape.CRAFT})
"""Phrases that take the names inside them into themselves."""
ADJECTIVAL = frozenset({Shape.NAME, Shape.PEOPLE})
"""Names that inside a phrase only say whose it is."""
COUNTED = frozenset({Shape.ROLE, Shape.SHARE})
"""Phrases that say by their number whether they mean several."""
PLURALS = frozenset({"NNS", "NNPS"})
JOINED = frozenset({Shape.ROLE, Shape.BODY})
"""Phrases that several states joined by "and" share."""
LONGEST_PHRASE = 40
"""Tokens before a find at which a phrase that holds it may begin."""


class Resolver:
    """Reads one document from left to right."""

    def __init__(self, page: Page, segments: Segments, finds: tuple[Find, ...]) -> None:
        self.page = page
        self.segments = segments
        self.scene = Scene(page, segments, finds)
        self.scene.resolve = self.choose
        self.names = Names(self.scene)
        self.persons = Persons(self.scene)
        self.roles = Roles(self.scene, self.persons)
        self.bodies = Bodies(self.scene)
        self.pronouns = Pronouns(self.scene)
        self.scene.resolve_pronoun = self.pronouns.resolve
        self._chosen: dict[Find, Choice | None] = {}
        self._mentions: list[Mention] = []
        self._open: list[Find] = []
        """Phrases that have begun and may hold the find at hand, the first begun at the front."""
        self._partner: dict[Find, Find] = {}
        for find in finds:
            other = self.scene.by_first.get(find.beside) if find.beside is not None else None
            if other is not None:
                self._partner[find] = other
                self._partner.setdefault(other, find)
        for find in finds:
            role = self._role_beside(find)
            if role is not None:
                self._partner[find], self._partner[role] = role, find

    def _role_beside(self, find: Find) -> Find | None:
        """Return the role that a person's name stands in apposition to, at any distance, or that is "named" so."""
        if find.shape is not Shape.PERSON or find in self._partner:
            return None
        over = [self.scene.by_head.get(i) for i in self.page.apposed_to(find.head)]
        role = next((r for r in over if r is not None and r.shape is Shape.ROLE), None)
        if role is None or role.is_plural or role.is_modifier or role in self._partner:
            return None
        before = self.page.tokens[find.first - 1]
        return role if role.last < find.first and (before.text == "," or before.lemma in NAMING) else None

    def run(self) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
        """Return the entities, sorted by id, and the mentions in text order."""
        waiting = [t.i for t in self.page.tokens if t.tag in PRONOUN_TAGS]
        k = 0
        for find in self.scene.finds:
            while k < len(waiting) and waiting[k] < find.head:
                self._pronoun(waiting[k])
                k += 1
            self._take(find)
        for i in waiting[k:]:
            self._pronoun(i)
        self._adjectives()
        return self._result()

    # ---- choosing

    def choose(self, find: Find) -> Choice | None:
        """Return whom a find names, deciding it on first asking."""
        if find not in self._chosen:
            self._chosen[find] = None
            self._chosen[find] = self._decide(find)
        return self._chosen[find]

    def _decide(self, find: Find) -> Choice | None:
        other = self._partner.get(find)
        if other is not None and find.shape is not Shape.PERSON and (choice := self._beside(find, other)):
            return choice
        match find.shape:
            case Shape.NAME:
                return self.names.resolve(find)
            case Shape.PERSON:
                return self.persons.resolve(find, other if other and other.shape is Shape.ROLE else None)
            case Shape.ORG:
                return self.bodies.org(find)
            case Shape.CRAFT:
                return self.bodies.crafts.named(find)
            case Shape.ROLE if find.is_plural:
                return self._roles(find)
            case Shape.ROLE:
                return self.roles.resolve(find)
            case Shape.SHARE:
                return self._share(find)
            case Shape.COUNT:
                return self.bodies.sets.counted(find)
            case Shape.PEOPLE:
                return self.names.people(find)
            case Shape.SET:
                return self.names.set_of(find)
            case _:
                return self.bodies.resolve(find) or self.bodies.named(find)

    def _roles(self, find: Find) -> Choice | None:
        """Return whom a role in the plural means: two named before, the holders in several states, or a group."""
        sets = self.bodies.sets
        if sets.is_pair(find):
            return sets.persons(find)
        states = sets.states_behind(find)
        if states:
            held = {s.entity_id: self.roles.in_state(find, s) for s in states}
            return sets.holders(held, without_article(self.page.words(find.first, find.last)))
        return self.roles.resolve(find)

    def _beside(self, find: Find, other: Find) -> Choice | None:
        """Return the entity of the find in apposition to this one, if that one leads."""
        if other.shape is not Shape.PERSON and find.beside is None:
            return None
        choice = self.choose(other)
        if choice is None:
            return None
        if find.noun is not None:
            choice.known.nouns.update(called_by(find.noun.phrase))
        return Choice(choice.known, "apposition", 0.95)

    def _share(self, find: Find) -> Choice | None:
        inner = self.scene.by_first.get(find.inner) if find.inner is not None else None
        inner = inner or (self.scene.by_head.get(find.where) if find.where is not None else None)
        if inner is None or inner is find:
            inner = next((f for f in self.scene.finds if f.first == find.inner and f is not find), None)
        if inner is None or self.roles.is_predicate(find):
            return None
        choice = self.choose(inner)
        if choice is None:
            return None
        if choice.known.entity.is_anonymous and not find.is_plural:
            return self.roles.one_of(find, choice.known)
        return Choice(choice.known, "share", choice.score * 0.9)

    # ---- mentions

    def _take(self, find: Find) -> None:
        self._open = [outer for outer in self._open if outer.last > find.first]
        if find.shape in ENCLOSING and self.scene.by_first[find.first] is find:
            self._open.append(find)
        choice = self.choose(find)
        if choice is None:
            return
        outer = self._enclosing(find)
        known = choice.known
        token = self.page.tokens[find.head]
        if find.head not in self.scene.at or outer is None:
            self.scene.at[find.head] = known
        if (find.is_plural and find.shape in COUNTED) or (find.shape is Shape.ORG and self._is_several(find)):
            known.is_plural = True
        if outer is None:
            is_subject = self.scene.is_subject(find.head)
            is_plural = find.is_plural or find.shape is Shape.PEOPLE
            self.scene.memory.touch(known, find.head, token.sent, is_subject=is_subject, is_plural=is_plural)
        elif find.shape is Shape.PERSON:
            self.scene.memory.touch(known, find.head, token.sent, is_subject=False)
        elif known.last < 0:
            self.scene.memory.see(known, find.head)
        kind = self._kind(find, choice)
        if outer is not None:
            other = self.choose(outer)
            if other is not None and other.known is known:
                return
            if find.shape in ADJECTIVAL or (other is not None and self._takes_in(outer, other, find)):
                kind = MentionKind.DEMONYM
        if len(find.parts) > 1 and find.shape in JOINED:
            self._emit_parts(find, choice, kind)
        else:
            self._emit(find.first, find.last, find.head, choice, kind)

    def _is_several(self, find: Find) -> bool:
        """Tell whether a name is a plural with "the": "the Tigers", not "Fortify Rights"."""
        return self.page.tokens[find.head].tag in PLURALS and "the" in self.page.low[max(0, find.first - 1) : find.head]

    def _takes_in(self, outer: Find, choice: Choice, find: Find) -> bool:
        """Tell whether a phrase takes a body or person inside it into itself; an unnamed person leaves it standing."""
        if find.shape is Shape.PERSON:
            return self.page.tokens[find.head].dep in {"compound", "nmod", "amod"} and outer.shape is not Shape.SHARE
        return (
            outer.shape is Shape.ROLE and not choice.known.entity.is_anonymous and find.shape in {Shape.BODY, Shape.ORG}
        )

    def _emit_parts(self, find: Find, choice: Choice, kind: MentionKind) -> None:
        """Add a mention for each of several states joined before one noun: "American and Russian troops"."""
        last = len(find.parts) - 1
        for k, ((first, end), state) in enumerate(zip(find.parts, find.states, strict=False)):
            known = self.scene.memory.part(choice.known, state)
            start = find.first if k == 0 else first
            stop, head = (find.last, find.head) if k == last else (end, self.page.top(first, end))
            self.scene.at.setdefault(head, known)
            self._emit(start, stop, head, Choice(known, choice.rule, choice.score), kind)

    def _kind(self, find: Find, choice: Choice) -> MentionKind:
        if find.shape is Shape.NAME:
            return self.scene.bearer(find)[0].kind
        if find.is_modifier:
            return MentionKind.DEMONYM
        if choice.rule == "pair" or (choice.rule == "descriptor" and self._is_mere_country(find)):
            return MentionKind.PRONOUN
        return KINDS[find.shape]

    def _is_mere_country(self, find: Find) -> bool:
        """Tell whether a phrase says no more than a pronoun would: "the country"."""
        if find.shape is not Shape.BODY or find.noun is None or find.states:
            return False
        return find.noun.phrase in {"country", "nation", "state"}

    def _enclosing(self, find: Find) -> Find | None:
        """Return the phrase that takes this one into itself, or None."""
        for outer in reversed(self._open):
            if outer is not find and find.last <= outer.last and self.choose(outer) is not None:
                return outer if outer.first > find.first - LONGEST_PHRASE else None
        return None

    def _pronoun(self, i: int) -> None:
        choice = self.pronouns.resolve(i)
        if choice is None:
            return
        self.scene.at[i] = choice.known
        self.scene.memory.touch(choice.known, i, self.page.tokens[i].sent, is_subject=self.scene.is_subject(i))
        self._emit(i, i + 1, i, choice, MentionKind.PRONOUN)

    def _adjectives(self) -> None:
        """Add the adjectives that name a state for their noun."""
        taken = {(m.span.start, m.span.end) for m in self._mentions}
        for named in self.segments.names.values():
            entry = named.entries[0]
            if entry.kind is not MentionKind.DEMONYM:
                continue
            if (self.page.tokens[named.first].start, self.page.tokens[named.last - 1].end) in taken:
                continue
            known = self.scene.memory.get(entry.entity, "state")
            head = self.page.top(named.first, named.last)
            self._emit(named.first, named.last, head, Choice(known, "demonym"), MentionKind.DEMONYM)

    def _emit(self, first: int, last: int, head: int, choice: Choice, kind: MentionKind) -> None:
        self._mentions.append(
            Mention(
                span=self.page.span(first, last),
                head=head,
                entity_id=choice.known.entity.entity_id,
                kind=kind,
                rule=choice.rule,
                score=choice.score,
                others=choice.others,
            )
        )

    def _result(self) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
        by_id, renamed = self.scene.memory.by_id, self.scene.memory.renamed
        mentions = [_renamed(m, renamed) for m in self._mentions] if renamed else self._mentions
        for known in by_id.values() if renamed else ():
            if not renamed.keys().isdisjoint(known.entity.members):
                known.entity = replace(known.entity, members=tuple(renamed.get(i, i) for i in known.entity.members))
        named = {m.entity_id for m in mentions}
        members = {m for i in named for m in by_id[i].entity.members}
        entities = tuple(by_id[i].entity for i in sorted(named | (members & by_id.keys())))
        return entities, tuple(sorted(mentions, key=lambda m: (m.span.start, -m.span.end, m.entity_id)))


def _renamed(mention: Mention, renamed: Mapping[str, str]) -> Mention:
    """Return a mention with the ids that later names have given to those it names."""
    if mention.entity_id not in renamed and renamed.keys().isdisjoint(mention.others):
        return mention
    others = tuple(renamed.get(i, i) for i in mention.others)
    return replace(mention, entity_id=renamed.get(mention.entity_id, mention.entity_id), others=others)
