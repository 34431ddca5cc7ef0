"""Bodies, forces, peoples and sets of states: "the Cuban government", "Turkish warplanes", "the bloc"."""

from dataclasses import replace

from dragoman.lexicon.roles import ActorNoun
from dragoman.model import Entity
from dragoman.resolve.coreference_crafts import Crafts
from dragoman.resolve.coreference_memory import Known
from dragoman.resolve.coreference_owned import BODIES, ONE_ENTITY, owned
from dragoman.resolve.coreference_pairs import SIDES
from dragoman.resolve.coreference_roles import BY_CONTEXT, BY_MEMORY, BY_ROLE
from dragoman.resolve.coreference_scene import Choice, Scene, others_of, slug, without_article
from dragoman.resolve.coreference_sets import STATE_KINDS, Sets
from dragoman.resolve.mentions_finds import Article, Find, Rule, nouns_of

UNNAMED = 0.45
"""How sure "the alliance" is NATO where the text has named no alliance."""
RULE_OF_PERSON = frozenset({"administration"})
OF_EVERY_STATE = frozenset({"government", "authorities"})
"""Words for those who rule that fit every state; one called "the regime" or "the junta" goes on being called so."""
ARMED = frozenset({"REB", "UAF", "PRE"})
ANY_GROUP = {
    **dict.fromkeys(
        ("militia", "militant group", "rebel group", "armed group", "rebel movement", "organisation"), ARMED
    ),
    "organization": ARMED,
    "group": ARMED | {"PTY", "OPP", "NGO", "BUS"},
    "movement": ARMED | {"PTY", "OPP"},
    "faction": ARMED | {"PTY"},
    "party": frozenset({"PTY", "OPP"}),
}
"""Nouns for a group that was named before, and the sectors it may have."""
STANDING_ALONE = frozenset({"alliance", "bloc"})
"""Nouns that mean the one known body even before another noun ("alliance troops")."""
STANCES = frozenset({"opposition", "resistance"})
"""Nouns that with "to" name an attitude and no group."""
ORGANISED = frozenset({"body", "group"})
OWN_NAMES = frozenset({"group", "body", "organ", "firm"})
"""Kinds of bodies that have names of their own, made of their noun."""
LIKE_NAMES = frozenset({"parliament", "congress"})
"""Organs that papers name without an article ("asked parliament to vote")."""
ACTING = frozenset({"nsubj", "nsubjpass", "agent"})


class Bodies:
    """Resolves bodies of one document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.page = scene.page
        self.roles = scene.page.roles
        self.sets = Sets(scene)
        self.crafts = Crafts(scene)

    def resolve(self, find: Find) -> Choice | None:
        """Return what a noun for a body means, or None if it names none."""
        noun = find.noun
        if noun is None or not noun.bodies or self._is_predicate(find) or self._goes_with_owner(find, noun.bodies[0]):
            return None
        owner = self.scene.owner(find)
        body = noun.bodies[0]
        if find.is_modifier and body.kind not in {"group", "body"}:
            return None
        if body.kind == "seat" or (body.noun in SIDES and self.sets.is_pair(find) and not self._are_parties(find)):
            return self.sets.pair(find) if find.is_plural and self.sets.is_pair(find) else None
        if body.noun in SIDES and not find.is_plural and "other" in self.page.low[find.first : find.head]:
            return self.sets.other(find)
        if find.is_plural and (body.kind == "state" or (body.kind == "rule" and not body.noun.endswith("s"))):
            return self.sets.of(find, owner)
        match body.kind:
            case "rule":
                return self._rule(find, body, owner)
            case "state":
                return self.sets.state(find, owner)
            case "body":
                return self._known_body(find, body, owner) or self._owned(find, body, owner)
            case "organ":
                return self._organ(find, body, owner)
            case "craft":
                return self.crafts.resolve(find, body, owner)
            case _:
                return self._owned(find, body, owner)

    def _are_parties(self, find: Find) -> bool:
        """Tell whether "both parties" takes up political ones that the text has named."""
        called = self.scene.memory.latest(BODIES, {find.nouns[0].phrase})
        return any(known.entity.sector in {"PTY", "OPP"} for known in called)

    def _is_predicate(self, find: Find) -> bool:
        token = self.page.tokens[find.head]
        above = self.page.tokens[token.head]
        return (token.dep == "attr" and above.lemma in {"be", "become", "remain"}) or (
            token.dep == "pobj" and above.text.lower() == "as"
        )

    def _goes_with_owner(self, find: Find, body: ActorNoun) -> bool:
        """Tell whether a thing is only what its owner acts with: "withdrew its troops", "Chad, whose jets ..."."""
        token = self.page.tokens[find.head]
        is_subject = token.dep in ACTING
        if body.kind == "site":
            return not is_subject and not self._is_told_site(find, body)
        follower = self.page.low[find.last] if find.last < len(self.page.low) else ""
        if body.noun in STANCES and follower == "to":
            return True
        if body.kind not in {"force", "craft"}:
            return False
        if find.owner is None:
            is_new = find.article is not Article.THE and not find.states
            return is_new and token.dep == "dobj" and self.page.tokens[token.head].lemma in self.roles.cues["wield"]
        tag = self.page.tokens[find.owner].tag
        return tag == "WP$" or (tag == "PRP$" and not is_subject)

    def _is_told_site(self, find: Find, body: ActorNoun) -> bool:
        """Tell whether a building told of as an actor is taken up as one ("thanked the embassy"), not as a place."""
        token = self.page.tokens[find.head]
        is_place = token.dep == "pobj" and self.page.low[token.head] in self.roles.cues["prep"]
        is_taken_up = find.article is Article.THE and self.scene.owner(find) is None and not is_place
        return is_taken_up and token.dep != "poss" and bool(self.scene.memory.latest(BODIES, {body.noun}))

    # ---- rulers

    def _rule(self, find: Find, body: ActorNoun, owner: Entity | None) -> Choice | None:
        if body.noun in RULE_OF_PERSON:
            found = self._administration(owner)
            if found is not None:
                return found
        if owner is not None:
            state = self._state_of(owner)
            if state is None:
                return None
            known = self.scene.memory.get(state, self._kind(state), nouns={body.noun})
            return Choice(known, "body/rule", BY_ROLE)
        if find.article in {Article.A, Article.NO}:
            return None
        found_states = self.scene.memory.latest(BODIES, {body.noun})
        over = self.scene.over(find.head)
        found_states = [k for k in found_states if k.entity.entity_id not in over]
        if found_states and self.page.has(Rule.DESCRIPTORS):
            held = found_states[0]
            if held.kind == "state" and body.noun in OF_EVERY_STATE:
                held = self.scene.memory.get(self.scene.likeliest(find.head, held.entity), "state", nouns={body.noun})
            return Choice(held, "descriptor", BY_MEMORY)
        context = self.scene.seat(find) or self.scene.context(find.head, is_ruler=True)
        if (
            context is None
            or not context.code
            or not body.is_bare
            or (find.article is not Article.THE and body.noun != "authorities")
        ):
            return None
        if not self.scene.seat(find) and body.noun in OF_EVERY_STATE:
            context = self.scene.likeliest(find.head, context)
        known = self.scene.memory.get(context, self._kind(context), nouns={body.noun})
        return Choice(known, "body/context", BY_CONTEXT)

    def _administration(self, owner: Entity | None) -> Choice | None:
        """Return the administration of a president, as an actor of its own."""
        holder = self.scene.memory.by_id.get(owner.entity_id) if owner is not None else None
        surname = None
        if holder is not None and holder.kind == "person":
            surname = holder.entity.name.split()[-1]
        if surname is None:
            code = owner.code if owner else None
            found = self.scene.memory.latest(frozenset({"body"}), {"administration"}, code=code)
            return Choice(found[0], "descriptor", BY_MEMORY) if found and self.page.has(Rule.DESCRIPTORS) else None
        code = holder.entity.code if holder else None
        entity = Entity(
            entity_id=f"organ:{code or 'unknown'}:{slug(surname)}-administration",
            name=f"{surname} administration",
            code=code,
            sector="GOV",
        )
        return Choice(self.scene.memory.get(entity, "body", nouns={"administration"}), "body/administration", BY_ROLE)

    def _state_of(self, owner: Entity) -> Entity | None:
        """Return the state behind an owner: itself, or the state of the person or organ."""
        if owner.entity_id.partition(":")[0] in {*STATE_KINDS, "igo"}:
            return owner
        state = self.page.tables.states.get(owner.code or "")
        return state.entity if state is not None else None

    def _kind(self, entity: Entity) -> str:
        return "state" if entity.entity_id.partition(":")[0] in STATE_KINDS else "body"

    # ---- organisations

    def _known_body(self, find: Find, body: ActorNoun, owner: Entity | None) -> Choice | None:
        """Return the organisation that "the bloc" or "the agency" means."""
        if find.article not in {Article.THE, Article.BARE} or find.is_plural:
            return None
        if any(not state.entity_id.startswith("coll:") for state in find.states):
            return None
        if owner is not None and find.where is not None and find.article is not Article.THE:
            return None
        if not self.page.has(Rule.DESCRIPTORS) or self._begins_name(find):
            return None
        phrases = {" ".join(self.page.low[find.head - k : find.head + 1]) for k in range(3)}
        memory = self.scene.memory
        named = [k for k in memory.latest(ORGANISED) if self._is_called(k, phrases)]
        if named:
            return Choice(named[0], "descriptor", BY_MEMORY, others_of(named))
        if find.article is Article.BARE and not find.is_modifier and self.page.tokens[find.head].dep != "compound":
            return None
        if self.page.tokens[find.head].text[0].isupper() or (find.is_modifier and body.noun not in STANDING_ALONE):
            return None
        for phrase in sorted(phrases, key=len, reverse=True):
            descriptor = self.roles.descriptors.get(phrase)
            if descriptor is not None and descriptor.unnamed is not None:
                entity = self._organisation(descriptor.unnamed)
                if entity is not None:
                    return Choice(memory.get(entity, "body", nouns={phrase}), "descriptor/unnamed", UNNAMED)
        return None

    def _begins_name(self, find: Find) -> bool:
        """Tell whether a noun in capitals is the head of a longer name: "the Commission on Human Rights"."""
        page, k = self.page, find.head + 1
        if not page.tokens[find.head].text[0].isupper() or k + 1 >= page.sentence_end(find.head):
            return False
        return page.low[k] in {"on", "of", "for"} and page.tokens[k + 1].text[0].isupper()

    def _is_called(self, known: Known, phrases: set[str]) -> bool:
        if phrases & known.nouns:
            return True
        code = known.entity.code
        for phrase in phrases:
            descriptor = self.roles.descriptors.get(phrase)
            if descriptor is not None and code in descriptor.codes:
                return True
        return known.entity.name.lower().rpartition(" ")[2] in phrases

    def _organisation(self, code: str) -> Entity | None:
        entries = self.page.tables.names.get(code.lower(), ())
        found = next((e.entity for e in entries if e.entity.code == code), None)
        if found is not None:
            return found
        alias = {"EUR": "european union", "UNO": "united nations"}.get(code, "")
        return next((e.entity for e in self.page.tables.names.get(alias, ()) if e.entity.code == code), None)

    # ---- organs, forces, groups

    def _organ(self, find: Find, body: ActorNoun, owner: Entity | None) -> Choice | None:
        if find.is_plural or find.article is Article.NO:
            return None
        if find.article is Article.A:
            return self._one_of_several(find, body, owner)
        if owner is None:
            found = self.scene.memory.latest(BODIES, {body.noun})
            if found and self.page.has(Rule.DESCRIPTORS):
                return Choice(found[0], "descriptor", BY_MEMORY, others_of(found))
            if not (find.article is Article.THE or self._is_like_name(find, body)) or not body.is_bare:
                return None
            owner = self.scene.seat(find) or self.scene.context(find.head, is_ruler=True)
            score, rule = BY_CONTEXT, "body/context"
        else:
            told = self.scene.memory.latest(BODIES, {body.noun}, code=owner.code)
            if told and owner.code and " " not in body.noun and self.page.has(Rule.DESCRIPTORS):
                return Choice(told[0], "descriptor", BY_MEMORY, others_of(told))
            score, rule = BY_ROLE, "body/organ"
        return self._organ_of(find, body, owner, (rule, score)) if owner is not None else None

    def _one_of_several(self, find: Find, body: ActorNoun, owner: Entity | None) -> Choice | None:
        """Return an organ of which a state has many, as far as the text says whose and it acts: "a court in Lima"."""
        owner = owner or self.scene.seat(find)
        acts = self.page.tokens[find.head].dep in ACTING
        is_one = body.sector == "JUD" and acts and owner is not None
        return self._organ_of(find, body, owner, ("body/organ", BY_ROLE)) if is_one and owner is not None else None

    def _organ_of(self, find: Find, body: ActorNoun, owner: Entity, said: tuple[str, float]) -> Choice:
        word = self.page.tables.organ_words.get(body.noun)
        entity = self.page.tables.organ(owner.code or "", word.head) if word is not None and word.head else None
        if entity is None:
            name = " ".join(find.words)
            entity = Entity(
                entity_id=f"organ:{owner.code or 'unknown'}:{slug(name)}",
                name=f"{owner.name}'s {name}"
                if not find.states
                else without_article(self.page.words(find.first, find.last)),
                code=owner.code,
                country=owner.country,
                sector="PRE" if owner.sector == "PRE" else body.sector,
            )
        nouns = {body.noun, body.noun.rpartition(" ")[2], *find.words}
        return Choice(self.scene.memory.get(entity, "body", nouns=nouns), *said)

    def _is_like_name(self, find: Find, body: ActorNoun) -> bool:
        """Tell whether an organ without an article is the one there is ("asked parliament"), and no place."""
        before = self.page.low[find.first - 1] if find.first else ""
        return find.article is Article.BARE and body.noun in LIKE_NAMES and before not in self.roles.cues["prep"]

    def _owned(self, find: Find, body: ActorNoun, owner: Entity | None) -> Choice | None:
        """Return a force, group or firm: of its owner, or one named before, or of the state spoken of."""
        if owner is None:
            found = self._mentioned(find, body)
            if found is not None:
                return found
            is_said = body.is_bare and (body.kind != "organ" or find.article is Article.THE)
            is_said |= find.last > find.head + 1 and self.page.low[find.head + 1] == "in"
            is_said |= body.kind == "force" and find.is_of_force and find.article is not Article.A
            if not is_said or find.article is Article.NO:
                return None
        elif find.article is Article.NO:
            return None
        context = owner or self.scene.seat(find) or self.scene.context(find.head)
        sector = body.sector or ("UNK" if body.kind == "group" else None)
        part = sector.lower() if sector in ONE_ENTITY and sector else slug(body.noun)
        return owned(self.scene, find, body, owner, context, part=part, sector=sector, kind="group")

    def _mentioned(self, find: Find, body: ActorNoun) -> Choice | None:
        """Return the group or firm that was called so before."""
        if (find.article is not Article.THE and not body.is_bare) or not self.page.has(Rule.DESCRIPTORS):
            return None
        if self._begins_name(find):
            return None
        if body.noun in ANY_GROUP:
            sectors = ANY_GROUP[body.noun]
            named = [k for k in self.scene.memory.latest(frozenset({"group"})) if k.entity.sector in sectors]
            if find.article is Article.THE and not find.is_plural and named:
                return Choice(named[0], "descriptor", BY_MEMORY, others_of(named))
        memory = self.scene.memory
        found = self._told_so(find, body)
        if not found and body.kind == "firm":
            found = [k for k in memory.latest(BODIES) if k.entity.sector == "BUS"]
        return Choice(found[0], "descriptor", BY_MEMORY, others_of(found)) if found else None

    def _told_so(self, find: Find, body: ActorNoun) -> list[Known]:
        """Return those called so before, by the noun, its last word, or another noun for the same."""
        latest = self.scene.memory.latest
        found = latest(BODIES, {body.noun}) or latest(BODIES, {body.noun.rpartition(" ")[2]})
        alike = self.page.roles.synonyms.get(body.noun, frozenset())
        return found or [k for k in latest(BODIES, alike) if alike and k.is_plural == find.is_plural]

    # ---- names that only the tagger knows

    def named(self, find: Find) -> Choice | None:
        """Return the body that a phrase in capitals names where nothing says whose it is ("the Tenants' Front").

        None for a noun in small letters, one that only modifies another, and a phrase without an article.
        """
        noun = find.noun
        token = self.page.tokens[find.head]
        if noun is None or find.article is not Article.THE or find.is_modifier or self._is_predicate(find):
            return None
        is_name = token.pos == "PROPN" and token.text[0].isupper() and not noun.kinds.isdisjoint(OWN_NAMES)
        if not is_name:
            return None
        return self.org(replace(find, words=self.page.split(find.first + 1, find.last)))

    def org(self, find: Find) -> Choice | None:
        """Return the firm, organ or group that a name labelled by the tagger means."""
        name = " ".join(find.words)
        key = slug(name)
        memory = self.scene.memory
        for known in memory.latest(BODIES):
            own = slug(known.entity.name)
            if own == key or own.startswith(key + "-") or key.startswith(own + "-"):
                return Choice(known, "name/known", 0.9)
        owner = self.scene.owner(find)
        words = [w.lower().strip(".,") for w in find.words]
        said = next((self.roles.org_words[w] for w in reversed(words) if w in self.roles.org_words), None)
        noun = next((b for n in find.nouns for b in n.bodies), None)
        sector = said.sector if said and said.sector else noun.sector if noun else None
        entity = Entity(entity_id=f"org:{key}", name=name, code=owner.code if owner else None, sector=sector or "UNK")
        nouns = {b.noun for n in find.nouns for b in n.bodies} | nouns_of(name)
        return Choice(memory.get(entity, "group", nouns=nouns), "name/tagger", 0.6 if said or noun else BY_CONTEXT)
