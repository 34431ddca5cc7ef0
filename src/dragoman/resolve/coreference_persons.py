"""Persons by name: full names, surnames, titles; their office on the day of publication."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from dragoman.lexicon.actors import OfficeTitle, normalise_name, person_id
from dragoman.lexicon.roles import load_roles
from dragoman.model import Entity, OfficeHolder
from dragoman.resolve.coreference_memory import Known
from dragoman.resolve.coreference_scene import Choice, Scene
from dragoman.resolve.mentions_finds import Article, Find, Rule, Shape
from dragoman.resolve.mentions_index import Noun
from dragoman.resolve.mentions_name_keys import name_keys, surnames
from dragoman.resolve.mentions_persons import KNOWN_BY_SURNAME
from dragoman.resolve.mentions_scan import PARTICLES

FULL, SURNAME, TABLE_SURNAME, NEW = 1.0, 0.95, 0.8, 0.7
"""How sure a person is: by full name, by the surname of someone named before, by the surname of an office holder, or
by a name that nobody knows."""
LINKS = frozenset({"of", "for", "to", "in", "at", "on", "and"})
SECOND_RANK = frozenset({"vice", "deputy", "assistant", "under", "acting", "former"})
"""A vice president is not "the president"."""
SAME_OFFICE = frozenset({"counterpart", "colleague", "opposite number"})
KEPT_OFFICES = 20_000
"""Names of offices whose words are kept; the tables have half as many."""
GIVEN_TITLES = frozenset({"sir", "dame", "lord", "lady", "king", "queen", "prince", "princess", "sheikh", "pope"})


class Held(NamedTuple):
    """An office of a person: the term, its role ("" once it is over), the words for it, and the holder's sector."""

    row: OfficeHolder
    role: str
    words: str
    sector: str


class Persons:
    """Resolves persons of one document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.page = scene.page
        self.offices = scene.page.tables.offices
        self._full: dict[str, Known] = {}
        self._by_surname: dict[str, list[Known]] = {}
        self._by_given: dict[str, list[Known]] = {}
        self._named: set[Known] = set()
        """Persons whom the text has called by their name."""
        self._later: dict[str, Find] = {}
        for find in reversed(scene.finds):
            if find.shape is Shape.PERSON and len(find.words) > 1:
                for key in surnames(" ".join(find.words), None, self.page.roles):
                    self._later[key] = find

    def resolve(self, find: Find, beside: Find | None) -> Choice:
        """Return whom a person's name means.

        Args:
            find: The name with its titles.
            beside: The role that stands beside it between commas, or None.
        """
        nouns = (*find.nouns, *(beside.nouns[:1] if beside else ()))
        state = self.scene.owner(find) or (self.scene.owner(beside) if beside else None)
        if state is None and any(any(n.roles) for n in nouns):
            state = self.scene.context(find.head)
        code = state.code if state else None
        name = " ".join(find.words)
        key = normalise_name(name)
        choice = self._known(find, key, code) or self._listed(name, key, code, nouns)
        if choice is None:
            choice = Choice(self._new(name, key, self._announced(find, beside, code)), "name/new", NEW)
        self._named.add(choice.known)
        if beside is not None and beside.noun is not None and beside.noun.phrase in SAME_OFFICE:
            self._share_office(choice.known, beside)
            nouns = find.nouns
        is_former = find.is_former or bool(beside and beside.is_former)
        if not is_former:
            self._correct_office(choice.known, nouns, state)
        self._describe(choice.known, nouns, state, is_former=is_former)
        return choice

    # ---- who it is

    def _known(self, find: Find, key: str, code: str | None) -> Choice | None:
        """Return a person named before (or, for a surname, in full later on)."""
        if key in self._full:
            return Choice(self._full[key], "name/full", FULL)
        words = key.split()
        variants = self._variants(key)
        if len(words) == 1 and any(noun.phrase in GIVEN_TITLES for noun in find.nouns):
            given = next((self._by_given[v] for v in variants if v in self._by_given), None)
            if given:
                return Choice(given[-1], "name/given", SURNAME)
        for variant in variants:
            later = self._later.get(variant)
            if (
                later is not None
                and later is not find
                and not self._by_surname.get(variant)
                and len(words) < len(later.words)
            ):
                self.scene.resolve(later)
        named = [k for v in variants for k in self._by_surname.get(v, ())]
        found = [k for k in named if self._fits(k, find, words, code)] or self._inside(find, words, code)
        if not found:
            return None
        found.sort(key=lambda k: -k.last)
        others = tuple(dict.fromkeys(k.entity.entity_id for k in found if k is not found[0]))
        return Choice(found[0], "name/surname", SURNAME if not others else TABLE_SURNAME, others)

    def _variants(self, key: str) -> tuple[str, ...]:
        """Return the keys under which a surname may stand: with and without particles, with a lost apostrophe."""
        words = key.split()
        found = [key]
        if len(words) > 1:
            found += [words[-1], " ".join(words[1:])] if words[0] in {"al", "el"} else [words[-1]]
        if self.page.has(Rule.SPELLING) and key.endswith("s"):
            found.append(key[:-1])
        return tuple(dict.fromkeys(found))

    def _inside(self, find: Find, words: list[str], code: str | None) -> list[Known]:
        """Return the one person whose full name holds these words behind the first: "Soto" of Ana Soto Vidal."""
        if len(words) == 1 and not find.nouns:
            return []
        found = []
        for full, known in self._full.items():
            own = full.split()
            n = len(words)
            if n < len(own) and any(own[k : k + n] == words for k in range(1, len(own) - n + 1)):
                found.append(known)
        found = list(dict.fromkeys(found))
        fits = len(found) == 1 and self._agrees(found[0], find, code if len(words) == 1 else None)
        return found if fits else []

    def _agrees(self, known: Known, find: Find, code: str | None) -> bool:
        gender = _gender_of(find.nouns)
        if gender and known.entity.gender and gender != known.entity.gender:
            return False
        return not (code and known.entity.code and code != known.entity.code)

    def _fits(self, known: Known, find: Find, words: list[str], code: str | None) -> bool:
        """Tell whether a name can mean a person known by the surname: given name, gender and state agree."""
        own = normalise_name(known.entity.name).split()
        if len(words) > 1 and words[0] not in {"al", "el"}:
            given = words[0]
            same = own[0] == given or (own[0][0] == given[0] and 1 in {len(own[0]), len(given)})
            if not same and words[-1] != own[-1] and " ".join(words) not in " ".join(own):
                return False
            if not same and len(own) > 1:
                return False
        return self._agrees(known, find, code if len(words) == 1 else None)

    def _listed(self, name: str, key: str, code: str | None, nouns: tuple[Noun, ...]) -> Choice | None:
        """Return a person of the table of offices."""
        on = self.page.on
        rows = self._by_name(name, key) if " " in key else ()
        rule, score = "name/table", FULL
        if not rows and (" " not in key or key.split(maxsplit=1)[0] in PARTICLES):
            rows = self._office_surname(key, on, code)
            rule, score = "name/table-surname", TABLE_SURNAME
        if not rows:
            return None
        ranked = self._ranked(rows, code, nouns)
        if ranked is None:
            return None
        others = tuple(dict.fromkeys([person_id(r.person) for r in rows if r.person != ranked.person]))
        return Choice(self.by_row(ranked), rule, score if not others else 0.7, others[:4])

    def _by_name(self, name: str, key: str) -> tuple[OfficeHolder, ...]:
        rows = self.offices.persons(name)
        if not self.page.has(Rule.SPELLING):
            return tuple(r for r in rows if key in {normalise_name(n) for n in (r.person, *r.aliases)})
        if not rows and key.endswith("s"):
            rows = self.offices.persons(name[:-1])
        return rows

    def _office_surname(self, key: str, on: date | None, code: str | None) -> tuple[OfficeHolder, ...]:
        if not self.page.has(Rule.OFFICES):
            return ()
        for variant in self._variants(key):
            rows = tuple(r for r in self.offices.by_surname(variant, on) if r.role in KNOWN_BY_SURNAME)
            if code:
                rows = tuple(r for r in rows if r.code == code) or rows
            if rows:
                return rows
        return ()

    def _ranked(self, rows: tuple[OfficeHolder, ...], code: str | None, nouns: tuple[Noun, ...]) -> OfficeHolder | None:
        """Return the likeliest of several bearers of a name: by state, by title, by the states of the text, by rank."""
        if len(rows) == 1 and code in {None, rows[0].code}:
            return rows[0]
        roles = {t.role for n in nouns for t in n.titles if t.role}
        order = self.scene.state_ranks

        def rank(row: OfficeHolder) -> tuple[bool, bool, int]:
            return (
                row.code != code if code else False,
                row.role not in roles if roles else False,
                order.get(row.code, 99),
            )

        best = min(rows, key=rank)
        if code and best.code != code and self.offices.body_of(best) != code:
            members = {self.offices.body_of(r) for r in rows}
            return best if members & order.keys() or not roles else None
        return best

    # ---- records

    def by_row(self, row: OfficeHolder) -> Known:
        """Return the person of a row of the table, entering them if they are new."""
        entity_id = person_id(row.person)
        known = self.scene.memory.by_id.get(entity_id)
        if known is None:
            held = self._held(row.person)
            entity = Entity(
                entity_id=entity_id,
                name=row.person,
                code=held.row.code if held else row.code,
                sector=held.sector if held else None,
                office=held.words if held else None,
                gender=self.gender(row.person),
                wikidata=row.wikidata,
            )
            known = self._enter(entity, (row.person, *row.aliases), row.code)
            if held is not None:
                known.role = held.role
                known.nouns.update(called_by(held.row.office), () if held.role else ("former",))
        return known

    def _new(self, name: str, key: str, told: Known | None) -> Known:
        """Enter a person whose name is new: nobody yet, or somebody told of without a name."""
        entity = Entity(entity_id=f"person:{key.replace(' ', '-')}", name=name, gender=self.gender(name))
        if told is not None and entity.entity_id not in self.scene.memory.by_id:
            own = told.entity
            self._forget(told)
            said = None if own.entity_id.startswith("person:") else own.gender  # that of another whom the tables know
            named = replace(own, entity_id=entity.entity_id, name=name, is_anonymous=False, wikidata=None)
            self.scene.memory.rename(told, replace(named, gender=entity.gender or said))
        return self._enter(entity, (name,), None)

    def _forget(self, known: Known) -> None:
        """Drop the names that the tables have for a holder of office who bears another in the text."""
        self._full = {key: held for key, held in self._full.items() if held is not known}
        for table in (self._by_surname, self._by_given):
            for key, held in table.items():
                table[key] = [k for k in held if k is not known]

    def _announced(self, find: Find, beside: Find | None, code: str | None) -> Known | None:
        """Return whom the text told of without a name, and names now: "an envoy ... The envoy, Jan Novak".

        What the text says of who holds an office goes before what the tables know.
        """
        if beside is None or beside.article is not Article.THE or beside.first > find.first or beside.noun is None:
            return None
        if not self.page.has(Rule.DESCRIPTORS) or beside.noun.phrase in SAME_OFFICE:
            return None
        called = {normalise_name(beside.noun.phrase)}
        is_placed = bool(beside.states) or beside.owner is not None or beside.where is not None
        for known in self.scene.memory.latest(frozenset({"person"}), called):
            if known.is_plural or known in self._named or known.last >= beside.first:
                continue
            if known.entity.code in {None, code} or not is_placed:
                return known
        return None

    def _enter(self, entity: Entity, names: tuple[str, ...], code: str | None) -> Known:
        """Enter a person under all names, in the order that they have in that state."""
        known = self.scene.memory.get(entity, "person")
        keys = name_keys(names, code, self.page.roles)
        for key in keys.full:
            self._full.setdefault(key, known)
        for table, words in ((self._by_surname, keys.surnames), (self._by_given, keys.given)):
            for word in words:
                held = table.setdefault(word, [])
                if known not in held:
                    held.append(known)
        return known

    def gender(self, name: str) -> str | None:
        """Return what a given name says of its bearer's gender, or None."""
        first = name.partition(" ")[0].partition("-")[0]
        return self.page.roles.genders.get(first)

    # ---- offices

    def _held(self, name: str) -> Held | None:
        """Return the office that the table gives a person on the day, or the last one before it."""
        on = self.page.on
        if on is None or not self.page.has(Rule.OFFICES):
            return None
        row = self.offices.office_on(name, on)
        if row is not None:
            return Held(row, row.role, row.office, self.offices.sector_of(row))
        for row in self.offices.persons(name):
            if row.end and row.end < on:
                years = f"({row.start.year if row.start else ''}-{row.end.year % 100:02d})"
                return Held(row, "", f"{row.office} {years}", "ELI")
        return None

    def _share_office(self, known: Known, beside: Find) -> None:
        """Give a person the office of the one whose counterpart they are called."""
        owner = self.scene.at.get(beside.owner) if beside.owner is not None else None
        if owner is not None:
            if known.entity.sector == "ELI":
                known.entity = replace(known.entity, office=None, sector=None)
            known.role = known.role or owner.role
            known.learn(office=owner.entity.office, sector=owner.entity.sector)

    def _correct_office(self, known: Known, nouns: tuple[Noun, ...], state: Entity | None) -> None:
        """Let the office that the text names stand before another one that the table names first."""
        if not nouns:
            return
        said = {t.role for n in nouns for t in n.titles if t.role and t.kind == "office"}
        if said and known.entity.sector == "ELI":
            code = state.code if state is not None and state.code else known.entity.code
            known.entity = replace(known.entity, office=None, sector=None, code=code)
            return
        if not said or not known.role or known.role in said or (known.role in {"HOS", "HOG"} and "HEAD" not in said):
            return
        rows = self.offices.persons(known.entity.name, self.page.on)
        row = next((r for r in rows if r.role in said), None)
        if row is not None:
            known.role = row.role
            known.entity = _with(known.entity, office=row.office, code=row.code, sector=self.offices.sector_of(row))
        else:
            known.role = ""
            known.entity = replace(known.entity, office=None, sector=None)

    def _describe(self, known: Known, nouns: tuple[Noun, ...], state: Entity | None, *, is_former: bool) -> None:
        """Add to a person what the words around the name say."""
        if not nouns and state is None and not is_former:
            return
        for noun in nouns:
            known.nouns.update(_called_in_full(noun.phrase))
        if is_former:
            known.nouns.add("former")
        titles = [t for n in nouns for t in n.titles]
        title = next((t for t in titles if t.kind == "office"), None) or next(iter(titles), None)
        sector = office = None
        if known.entity.sector is None:
            sector = "ELI" if is_former else _sector(titles)
            if state is not None and state.sector == "PRE":
                sector = "PRE"
        if known.entity.office is None and title is not None and title.kind != "honorific":
            office = _office_words(title, nouns, state, is_former=is_former)
        known.learn(code=state.code if state else None, sector=sector, office=office, gender=_gender_of(nouns))
        if not known.role and title is not None:
            known.role = title.role


@lru_cache(maxsize=KEPT_OFFICES)
def called_by(office: str) -> frozenset[str]:
    """Return the words by which the holder of an office may be called: all of them, and the last noun of the title.

    Example:
        >>> sorted(called_by("Minister of Foreign Affairs")), sorted(called_by("Vice President"))
        (['minister', 'minister of foreign affairs'], ['vice president'])
    """
    words = normalise_name(office).split()
    if not words:
        return frozenset()
    found = {" ".join(words)}
    title = words[: next((i for i, w in enumerate(words) if w in LINKS and i), len(words))]
    found.add(" ".join(title))
    if title[0] not in SECOND_RANK:
        found.add(title[-1])
    return frozenset(found - ({title[-1]} if title[0] in SECOND_RANK else set()))


@lru_cache(maxsize=KEPT_OFFICES)
def _called_in_full(title: str) -> frozenset[str]:
    """Return the words by which the bearer of a title may be called, its short forms written out: "Gen"."""
    full = load_roles().full_titles
    return called_by(" ".join(full.get(word, word) for word in title.split()))


def _with(entity: Entity, *, office: str, code: str, sector: str) -> Entity:
    return replace(entity, office=office, code=code, sector=sector)


def _office_words(title: OfficeTitle, nouns: tuple[Noun, ...], state: Entity | None, *, is_former: bool) -> str:
    words = next((n.phrase for n in nouns if title in n.titles), title.title)
    office = words.title() if title.role else words
    if is_former and not words.startswith("former"):
        office = f"former {office}"
    return f"{office}, {state.name}" if state is not None and not title.role and state.name else office


def _sector(titles: list[OfficeTitle]) -> str | None:
    ranked = sorted(titles, key=lambda t: t.kind == "honorific")
    return next((t.sector for t in ranked if t.sector and t.sector != "UNK"), None)


def _gender_of(nouns: Iterable[Noun]) -> str | None:
    return next((noun.gender for noun in nouns if noun.gender), None)
