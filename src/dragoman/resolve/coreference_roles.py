"""Persons by what they do: "the Egyptian president", "its envoy", "the general", "a senior diplomat"."""

from dataclasses import replace

from dragoman.lexicon.actors import OfficeTitle, normalise_name
from dragoman.model import Entity
from dragoman.resolve.coreference_memory import Known
from dragoman.resolve.coreference_persons import SAME_OFFICE, Persons, called_by
from dragoman.resolve.coreference_scene import Choice, Scene, slug, without_article
from dragoman.resolve.coreference_told import Told
from dragoman.resolve.mentions_finds import Article, Find, Rule, Shape
from dragoman.resolve.mentions_index import PAST, Noun

PERSON = frozenset({"person"})
BY_OFFICE, BY_MEMORY, BY_ROLE, BY_CONTEXT, KEPT_BACK, UNPLACED = 0.95, 0.85, 0.8, 0.5, 0.9, 0.3
"""How sure a role is: holder known, called so before, a role of a known state, a role of the state spoken of,
somebody whom the text does not name, a role of which the text does not say where."""
UNSAID = frozenset(
    {"people", "person", "man", "woman", "child", "friend", "figure", "individual", "widow", "member", "youth"}
)
"""Nouns that say nothing of a political actor; a mention only with words that do ("a person close to ...")."""
AUDIENCE = frozenset(
    {"reporter", "senator", "congressman", "journalist", "correspondent", "reader", "interviewer", "newspaperman"}
)
"""To whom one speaks; no actors unless they act for a state."""
SOURCES = frozenset({"GOV", "UNK", "EDU", "JRN", "ELI", "SPY", ""})
"""Sectors of persons who, unnamed, are sources kept back; others are groups that act."""
KEPT_APART = frozenset({"source", "insider", "people", "person", "man", "woman", "friend"})
"""Nouns for unnamed persons even where the text says of which state."""
COUNTED = frozenset({"senior", "unnamed", "other", "anonymous", "former", "retired"})
"""Words that single persons out whom the text then keeps back."""
NOT_YET = frozenset({"next", "future", "prospective", "potential", "first", "only", "would-be"})
"""Words before a role that nobody in particular holds yet, or that count its holders."""
BYSTANDERS = frozenset({"CVL", "REF"})
"""Sectors of people who act for nobody unless the text says for whom."""
WITH_PLACE = frozenset({"AMB", "ENV"})
"""Offices that say where they are held; the place must stand in the table's name of the office."""


class Roles:
    """Resolves persons by what they do in one document."""

    def __init__(self, scene: Scene, persons: Persons) -> None:
        self.scene = scene
        self.page = scene.page
        self.persons = persons
        self.told = Told(scene)

    def resolve(self, find: Find) -> Choice | None:
        """Return whom a role means, or None if it names nobody."""
        noun = find.noun
        if noun is None or find.is_modifier or self.is_predicate(find) or self._goes_with_owner(find):
            return None
        state = self.scene.owner(find)
        titles = [t for n in find.nouns[:1] for t in n.titles]
        meaning = meaning_in(titles, state.code if state else None)
        if noun.phrase in AUDIENCE and state is None:
            return None
        if noun.phrase in SAME_OFFICE:
            return self._same_office(find, state)
        if find.is_plural or not self.scene.is_definite(find):
            return self._group(find, meaning, state) if find.is_plural else self._unnamed(find, meaning, state)
        if find.article is Article.BARE and state is None and not self._is_called(find):
            return None
        if NOT_YET & set(self.page.low[find.first : find.head]):
            return None
        return self._someone(find, meaning, state)

    def in_state(self, find: Find, state: Entity) -> Choice | None:
        """Return who holds in one state the office that a plural names for several."""
        meaning = meaning_in(list(find.nouns[0].titles), state.code)
        held = self._holder(find, meaning, state)
        if held is not None or meaning is None:
            return held
        entity = Entity(
            entity_id=f"role:{state.code}:{slug(meaning.title)}",
            name=f"{meaning.title} of {state.name}",
            code=state.code,
            sector=meaning.sector,
        )
        return Choice(
            self.scene.memory.get(entity, "person", nouns={meaning.title}, role=meaning.role), "role", BY_ROLE
        )

    def _is_called(self, find: Find) -> bool:
        """Tell whether a bare singular noun is a form of address or title in capitals ("Foreign Minister said")."""
        return self.page.tokens[find.head].text[0].isupper() and find.first > self.page.sentence_start(find.first)

    def _goes_with_owner(self, find: Find) -> bool:
        """Tell whether somebody is only what his own side moves about: "recalled its ambassador"."""
        if find.owner is None or self.page.tokens[find.owner].tag != "PRP$":
            return False
        token = self.page.tokens[find.head]
        verb = self.page.tokens[token.head]
        is_sent = any(t.role in WITH_PLACE or t.kind == "nominal" for t in find.nouns[0].titles)
        return is_sent and token.dep == "dobj" and verb.lemma in self.page.roles.cues["wield"]

    def is_predicate(self, find: Find) -> bool:
        """Tell whether a role only says what somebody is; what it says is kept in mind."""
        token = self.page.tokens[find.head]
        above = self.page.tokens[token.head]
        if token.dep == "oprd" or (token.dep == "attr" and above.lemma in {"be", "become", "remain"}):
            subjects = {"nsubj", "nsubjpass"} if token.dep == "attr" else {"nsubjpass", "dobj"}
            subject = next((c.i for c in self.page.parse.children[above.i] if c.dep in subjects), None)
            known = self.scene.at.get(subject) if subject is not None else None
            if known is not None and known.kind == "person" and find.noun is not None:
                known.nouns.update(called_by(find.noun.phrase))
            return True
        return token.dep == "pobj" and above.text.lower() == "as"

    # ---- one person

    def _someone(self, find: Find, meaning: OfficeTitle | None, state: Entity | None) -> Choice | None:
        noun = find.nouns[0]
        code = state.code if state else None
        if (choice := self._called_so(find, noun, meaning, code)) is not None:
            return choice
        if (told := self.told.holder(find, meaning, state)) is not None:
            return told
        if state is not None:
            return self._holder(find, meaning, state) or self._role(find, meaning, state, BY_ROLE, "role")
        own = self._own_title(noun)
        if own is not None:
            meaning, where = own
            return self._holder(find, meaning, where) or self._role(find, meaning, where, BY_ROLE, "role")
        context = self.scene.seat(find) or self.scene.context(
            find.head, is_ruler=meaning is not None and bool(meaning.role)
        )
        if noun.phrase in UNSAID:
            return self.told.human(find)
        if context is None:
            return self._of_nowhere(find, meaning)
        meaning = meaning_in(list(noun.titles), context.code)
        if meaning is not None and meaning.is_single_seat:
            held = self._holder(find, meaning, context)
            if held is not None:
                return Choice(held.known, "role/context-office", BY_CONTEXT)
        if meaning is not None and meaning.kind == "nominal" and meaning.sector in SOURCES:
            return self._unnamed(find, meaning, None)
        return self._role(find, meaning, context, BY_CONTEXT, "role/context")

    def _of_nowhere(self, find: Find, meaning: OfficeTitle | None) -> Choice | None:
        """Return a ruler or commander of whom the text does not say where."""
        if meaning is None or not (meaning.is_single_seat or meaning.sector == "MIL"):
            return None
        nowhere = Entity(entity_id="state:unknown", name="")
        return self._role(find, meaning, nowhere, UNPLACED, "role/unknown")

    def _own_title(self, noun: Noun) -> tuple[OfficeTitle, Entity] | None:
        """Return the state that calls an office so ("the foreign secretary") and the title there, or None."""
        if any(not t.states for t in noun.titles):
            return None
        named = [c for c in self.scene.main_states() if any(c in t.states for t in noun.titles)]
        code = next((c for c in named), noun.titles[0].states[0] if noun.titles else "")
        state = self.page.tables.states.get(code)
        meaning = next((t for t in noun.titles if code in t.states and t.role), None)
        return (meaning, state.entity) if meaning is not None and state is not None else None

    def _called_so(self, find: Find, noun: Noun, meaning: OfficeTitle | None, code: str | None) -> Choice | None:
        """Return the person who was called so before ("the general", "the former commander")."""
        if not self.page.has(Rule.DESCRIPTORS):
            return None
        memory = self.scene.memory
        phrase = normalise_name(" ".join(w for w in noun.phrase.split() if w not in PAST))
        found = [k for k in memory.latest(PERSON, {noun.phrase, phrase}, code=code) if not k.is_plural]
        if not found and meaning is not None and meaning.role and code:
            found = [k for k in memory.latest(PERSON, code=code) if k.role == meaning.role and meaning.is_single_seat]
        if not found and code is None:
            found = [k for k in memory.latest(PERSON, {noun.last}) if not k.is_plural and " " not in noun.phrase]
        if not found and code is None and meaning is not None and meaning.role in {"HOS", "HOG"}:
            found = [k for k in memory.latest(PERSON) if k.role == meaning.role]
        if not found and find.article is Article.THE and not find.states and (code is None or find.owner is None):
            alike = self.page.roles.synonyms.get(phrase, frozenset())
            found = [k for k in memory.latest(PERSON, alike, code=code) if alike and not k.is_plural]
        if find.owner is not None and find.article is Article.POSS:
            found = [k for k in found if k.entity.entity_id == self._role_id(find, None)]
        if find.is_former:
            found = [k for k in found if "former" in k.nouns] or found
        if not found:
            return None
        others = tuple(k.entity.entity_id for k in found[1:4])
        return Choice(found[0], "descriptor", BY_MEMORY if not others else 0.7, others)

    def _holder(self, find: Find, meaning: OfficeTitle | None, state: Entity) -> Choice | None:
        """Return who held the office on the day of publication."""
        on = self.page.on
        if meaning is None or not meaning.role or not state.code or on is None or not self.page.has(Rule.OFFICES):
            return None
        if find.is_former or (not meaning.is_single_seat and meaning.role not in WITH_PLACE) or state.sector == "PRE":
            return None
        if not self.page.roles.cues["apart"].isdisjoint(self.page.low[find.first : find.head]):
            return None
        words = meaning.matching
        if meaning.role in WITH_PLACE:
            place = self._place_words(find)
            if not place:
                return None
            words = place
        rows = self.page.tables.offices.holders(state.code, meaning.role, on, matching=words)
        if not rows:
            return None
        known = self.persons.by_row(rows[0])
        known.nouns.update(self._nouns(find))
        others = tuple(f"person:{slug(r.person)}" for r in rows[1:4] if r.person != rows[0].person)
        return Choice(known, "role/office", BY_OFFICE if not others else 0.75, others)

    def _place_words(self, find: Find) -> tuple[str, ...]:
        """Return the name of the country behind "ambassador to", as the table of offices writes it."""
        inner = self.scene.by_head.get(find.where) if find.where is not None else None
        if inner is None or not inner.entries:
            return ()
        entity = inner.entries[0].entity
        return tuple(dict.fromkeys((entity.name, self.page.words(inner.first, inner.last).removeprefix("the "))))

    def _role(self, find: Find, meaning: OfficeTitle | None, state: Entity, score: float, rule: str) -> Choice | None:
        """Return the role itself, whoever holds it."""
        words = self._words(find)
        entity = Entity(
            entity_id=self._role_id(find, state),
            name=words,
            code=state.code,
            country=state.country,
            sector=self._sector(find, meaning, state),
            office=meaning.title.capitalize() if meaning is not None and meaning.role else None,
            gender=meaning.gender if meaning else None,
        )
        known = self.scene.memory.get(entity, "person", nouns=self._nouns(find), role=meaning.role if meaning else "")
        return Choice(known, rule, score)

    def _role_id(self, find: Find, state: Entity | None) -> str:
        state = state or self.scene.owner(find)
        owner = self.scene.at.get(find.owner) if find.owner is not None else None
        words = " ".join(find.words)
        if find.nouns[1:]:
            words = f"{find.nouns[1].phrase} {words}"
        inner = self.scene.by_head.get(find.where) if find.where is not None else None
        if (
            inner is not None
            and inner.shape in {Shape.NAME, Shape.BODY}
            and state is not None
            and not state.entity_id.startswith("state:")
        ):
            words = f"{state.name} {words}"
        if owner is not None and owner.kind == "person":
            words = f"{owner.entity.name} {words}"
        return f"role:{(state.code if state else None) or 'unknown'}:{slug(words)}"

    # ---- several, or somebody

    def _group(self, find: Find, meaning: OfficeTitle | None, state: Entity | None) -> Choice | None:
        noun = find.nouns[0]
        sector = self._sector(find, meaning, state)
        if self.scene.is_definite(find) or find.article is Article.THE:
            latest = self.scene.memory.latest
            phrase = normalise_name(noun.phrase)
            found = [k for k in latest(frozenset({"person", "group"}), {phrase}) if k.is_plural]
            alike = self.page.roles.synonyms.get(phrase, frozenset()) if find.article is Article.THE else ()
            if not found and alike and not find.states:
                found = [k for k in latest(frozenset({"person", "group"}), alike) if k.is_plural]
            if state is not None:
                found = [k for k in found if k.entity.code == state.code]
            elif not found and sector == "REB":
                found = [k for k in self.scene.memory.latest(frozenset({"group"})) if k.entity.sector == "REB"]
            if found and self.page.has(Rule.DESCRIPTORS):
                return Choice(found[0], "descriptor", BY_MEMORY)
        if noun.phrase in UNSAID and state is None and find.article is not Article.A:
            return self.told.human(find)
        is_people = noun.phrase == "people" and bool(find.states) and find.article is Article.THE
        said = meaning.sector if meaning is not None else ""
        is_source = said in SOURCES or (said in BYSTANDERS and state is None)
        if (noun.last in KEPT_APART and not is_people) or (is_source and not self._is_of_state(find, state)):
            return self._unnamed(find, meaning, state)
        if state is None:
            state = self.scene.seat(find) or self.scene.context(find.head)
        code = state.code if state else None
        part = sector.lower() if sector in {"MIL", "REB", "COP"} else slug(noun.phrase)
        entity = Entity(
            entity_id=f"role:{code or 'unknown'}:{part}", name=self._words(find), code=code, sector=sector,
            members=state.members if state else (),
        )  # fmt: skip
        known = self.scene.memory.get(entity, "group", nouns=self._nouns(find))
        known.is_plural = True
        return Choice(known, "role/group", BY_ROLE if find.states or find.owner is not None else BY_CONTEXT)

    def _is_of_state(self, find: Find, state: Entity | None) -> bool:
        """Tell whether officials stand for their state ("Polish officials") and are not some that are kept back."""
        if state is None or not (find.states or find.owner is not None) or find.article is Article.NO:
            return False
        if state.entity_id.startswith("coll:"):
            return False
        before = self.page.tokens[find.first : find.head]
        return not any(t.pos == "NUM" or t.text.lower() in COUNTED for t in before)

    def _unnamed(self, find: Find, meaning: OfficeTitle | None, state: Entity | None) -> Choice | None:
        """Return somebody whom the text keeps back: a source, or a person of no name."""
        noun = find.nouns[0]
        if find.article is Article.NO or (noun.phrase in UNSAID and find.article is Article.BARE):
            return None
        if (meaning is not None and meaning.role == "SPOX") or noun.last.startswith("spokes"):
            body = state or self.scene.context(find.head)
            if body is not None:
                return self._role(find, meaning, body, BY_ROLE if state else BY_CONTEXT, "role")
        entity = Entity(
            entity_id=f"anon:{self.page.document.doc_id}:{self.page.tokens[find.first].start}",
            name=self._words(find),
            code=state.code if state else None,
            sector=self._sector(find, meaning, state),
            is_anonymous=True,
            gender=meaning.gender if meaning else None,
        )
        known = self.scene.memory.get(entity, "person", nouns=self._nouns(find))
        known.is_plural = find.is_plural
        return Choice(known, "anonymous", KEPT_BACK)

    def one_of(self, find: Find, group: Known) -> Choice:
        """Return one of several unnamed persons: the same one each time the text says "one of the officials"."""
        name = self._words(find)
        called = f"{self.page.low[find.head]} of {group.entity.entity_id}"
        held = self.scene.memory.latest(PERSON, {called})
        if held:
            return Choice(held[0], "descriptor", BY_MEMORY)
        entity_id = f"anon:{self.page.document.doc_id}:{self.page.tokens[find.first].start}"
        entity = replace(group.entity, entity_id=entity_id, name=name)
        return Choice(
            self.scene.memory.get(entity, "person", nouns={called, *self._nouns(find)}), "anonymous", KEPT_BACK
        )

    def _same_office(self, find: Find, state: Entity | None) -> Choice | None:
        """Return the holder of the same office in another state: "his Russian counterpart"."""
        owner = self.scene.at.get(find.owner) if find.owner is not None else None
        if owner is None or owner.kind != "person":
            return self._unnamed(find, None, state) if find.states else None
        if not find.states:
            state = None
        offices = self.page.tables.offices
        titles = [t for t in owner.nouns if any(m.role == owner.role for m in offices.titles.get(t, ()))]
        title = min(titles, key=lambda t: (-len(t), t), default=None)
        if state is not None and owner.role and state.code and self.page.on and self.page.has(Rule.OFFICES):
            rows = offices.holders(state.code, owner.role, self.page.on)
            if rows and owner.role in {"HOS", "HOG", "FM", "DM"}:
                return Choice(self.persons.by_row(rows[0]), "counterpart", BY_OFFICE)
        code = state.code if state else None
        words = title or find.nouns[0].phrase
        entity = Entity(
            entity_id=f"role:{code or 'unknown'}:{slug(words)}"
            if code
            else f"role:counterpart:{slug(owner.entity.name)}",
            name=f"{state.name}'s {words}" if state else f"{owner.entity.name}'s {find.nouns[0].phrase}",
            code=code,
            sector=owner.entity.sector,
        )
        return Choice(self.scene.memory.get(entity, "person", nouns={words}, role=owner.role), "counterpart", BY_ROLE)

    # ---- words

    def _words(self, find: Find) -> str:
        """Return the phrase as a name: without article, with the owner's name for a pronoun."""
        words = without_article(self.page.words(find.first, find.last))
        owner = self.scene.at.get(find.owner) if find.owner is not None else None
        if owner is not None and find.owner == find.first and self.page.tokens[find.first].tag == "PRP$":
            words = f"{owner.entity.name}'s {words.partition(' ')[2]}"
        elif owner is not None and owner.kind == "person" and find.owner is not None and find.owner < find.first:
            words = f"{owner.entity.name}'s {words}"
        return words

    def _nouns(self, find: Find) -> frozenset[str]:
        return called_by(find.nouns[0].phrase) if find.nouns else frozenset()

    def _sector(self, find: Find, meaning: OfficeTitle | None, state: Entity | None) -> str | None:
        if (
            state is not None
            and state.sector in {"PRE", "IGO"}
            and (meaning is None or meaning.sector in {"GOV", "UNK"})
        ):
            return state.sector
        if find.is_former:
            return "ELI"
        sector = meaning.sector if meaning is not None else None
        inner = next((b.sector for n in find.nouns[1:] for b in n.bodies if b.sector), None)
        if sector in {None, "UNK", "GOV"} and inner is not None:
            return inner
        if sector in {None, "UNK"} and state is not None and state.sector:
            return state.sector
        return sector


def meaning_in(titles: list[OfficeTitle], code: str | None) -> OfficeTitle | None:
    """Return what a title means in a state: the row for that state, else the row for all, else an only row."""
    own = [t for t in titles if code and code in t.states]
    general = [t for t in titles if not t.states]
    ranked = sorted(own or general, key=lambda t: t.kind == "honorific")
    if ranked:
        return ranked[0]
    return titles[0] if titles else None
