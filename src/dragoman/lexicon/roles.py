"""Words for actors that are no names: bodies, groups, shares of groups, and the cues around them (data/roles)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.errors import LexiconError
from dragoman.lexicon.files import data_file, read_rows

ACTOR_KINDS = frozenset({"force", "rule", "organ", "group", "body", "state", "seat", "firm", "craft", "site", "person"})
ELEMENTS = frozenset({"water", "air"})
PARTITIVE_KINDS = frozenset({"part", "count", "voice"})
CUE_KINDS = frozenset({"prep", "noun", "verb", "leave", "topic", "list", "site", "taken", "wield", "event", "apart"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorNoun:
    """A noun for a body, group or thing that acts for somebody.

    Attributes:
        noun: The phrase, lower case.
        kind: One of `ACTOR_KINDS`; data/roles/actor_nouns.tsv says what each means.
        sector: PLOVER sector, or None where the noun does not tell.
        is_bare: Whether it names an actor even without an owner or article ("troops").
    """

    noun: str
    kind: str
    sector: str | None
    is_bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Collective:
    """A set of states: its code, its name and its members as far as usage is firm."""

    code: str
    name: str
    sector: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgWord:
    """A word by which a proper name shows what it names."""

    sector: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """Codes that a noun may stand for: those the text has named, else the first of `unnamed`."""

    codes: tuple[str, ...]
    unnamed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Craft:
    """What a noun for a ship or aircraft says of it.

    Attributes:
        element: "water" or "air".
        kind: What it is for ("fishing"), or "" for a noun that fits every craft of its element ("ship").
        is_broad: Whether it fits every craft of its kind ("warship"), and not only some ("frigate").
    """

    element: str
    kind: str
    is_broad: bool

    def fits(self, other: "Craft") -> bool:
        """Tell whether a text may use this noun and the other one, which is not the same word, for one craft."""
        if self.element != other.element:
            return False
        return not (self.kind and other.kind) or (self.kind == other.kind and (self.is_broad or other.is_broad))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTables:
    """All of data/roles.

    Attributes:
        nouns: Actor nouns by phrase; "union" has two meanings.
        collectives: Adjective ("western european") to the set of states.
        regions: Region ("southern europe") to the set of its states.
        phrases: Phrase ("six powers") to the set.
        descriptors: Noun ("alliance") to the organisations it may mean.
        partitives: Word before "of" to its kind.
        cues: Kind of cue to its words (data/roles/cues.tsv says what each means).
        org_words: Last word of a name to what it says.
        genders: Given name to "m" or "f".
        full_titles: Abbreviation without its full stop ("gen") to the title that it stands for.
        family_first: States whose papers put the family name first (data/actors/name_orders.tsv).
        two_surnames: States whose people bear two family names, of which papers may drop either.
        synonyms: Noun to the nouns by which papers take it up, itself among them.
        state_kinds: Noun for a state of a certain kind ("kingdom") to the codes of those states.
        crafts: Noun for a ship or aircraft to what it says of it.
        ship_prefixes: Letters before a ship's name ("HMS") to code and sector, "" where they do not tell.
    """

    nouns: Mapping[str, tuple[ActorNoun, ...]]
    collectives: Mapping[str, Collective]
    regions: Mapping[str, Collective]
    phrases: Mapping[str, Collective]
    descriptors: Mapping[str, Descriptor]
    partitives: Mapping[str, str]
    cues: Mapping[str, frozenset[str]]
    org_words: Mapping[str, OrgWord]
    genders: Mapping[str, str]
    full_titles: Mapping[str, str]
    family_first: frozenset[str]
    two_surnames: frozenset[str]
    synonyms: Mapping[str, frozenset[str]]
    state_kinds: Mapping[str, frozenset[str]]
    crafts: Mapping[str, Craft]
    ship_prefixes: Mapping[str, tuple[str, str]]


@cache
def load_roles() -> RoleTables:
    """Return the packaged tables.

    Raises:
        LexiconError: If a row has an unknown kind or a phrase stands twice; names the file and the word.
    """
    cues: dict[str, set[str]] = {kind: set() for kind in CUE_KINDS}
    for row in read_rows(data_file("roles/cues.tsv")):
        cues[_kind("cues.tsv", row["word"], row["kind"], CUE_KINDS)].add(row["word"])
    return RoleTables(
        nouns=_nouns(),
        collectives=_collectives("form"),
        regions=_collectives("region"),
        phrases={
            row["phrase"]: Collective(
                code=row["code"], name=row["name"], sector=row["sector"], members=tuple(row["members"].split())
            )
            for row in read_rows(data_file("roles/phrases.tsv"))
        },
        descriptors={row["noun"]: _descriptor(row["codes"]) for row in read_rows(data_file("roles/descriptors.tsv"))},
        partitives={
            row["word"]: _kind("partitives.tsv", row["word"], row["kind"], PARTITIVE_KINDS)
            for row in read_rows(data_file("roles/partitives.tsv"))
        },
        cues={kind: frozenset(words) for kind, words in cues.items()},
        org_words={
            row["word"]: OrgWord(sector=row["sector"], kind=row["kind"])
            for row in read_rows(data_file("roles/org_words.tsv"))
        },
        genders={row["name"]: row["gender"] for row in read_rows(data_file("roles/first_names.tsv"))},
        full_titles={
            row["form"].lower().removesuffix("."): row["title"]
            for row in read_rows(data_file("roles/abbreviations.tsv"))
            if row["title"]
        },
        family_first=_name_order("family-first"),
        two_surnames=_name_order("two-surnames"),
        synonyms=_synonyms(),
        state_kinds={
            row["noun"]: frozenset(row["codes"].split()) for row in read_rows(data_file("roles/state_kinds.tsv"))
        },
        crafts=_crafts(),
        ship_prefixes={
            row["prefix"]: (row["code"], row["sector"]) for row in read_rows(data_file("roles/ship_prefixes.tsv"))
        },
    )


def _crafts() -> Mapping[str, Craft]:
    return {
        row["noun"]: Craft(
            element=_kind("crafts.tsv", row["noun"], row["element"], ELEMENTS),
            kind=row["kind"],
            is_broad=row["broad"] == "yes",
        )
        for row in read_rows(data_file("roles/crafts.tsv"))
    }


def _synonyms() -> Mapping[str, frozenset[str]]:
    classes: dict[str, set[str]] = {}
    for row in read_rows(data_file("roles/synonyms.tsv")):
        classes.setdefault(row["class"], set()).add(row["noun"])
    found = {noun: frozenset(nouns) for nouns in classes.values() for noun in nouns}
    if len(found) != sum(map(len, classes.values())):
        raise LexiconError("synonyms.tsv: a noun stands in two classes")
    return found


def _name_order(order: str) -> frozenset[str]:
    rows = read_rows(data_file("actors/name_orders.tsv"))
    return frozenset(row["code"] for row in rows if row["order"] == order)


def _nouns() -> Mapping[str, tuple[ActorNoun, ...]]:
    nouns: dict[str, list[ActorNoun]] = {}
    for row in read_rows(data_file("roles/actor_nouns.tsv")):
        kind = _kind("actor_nouns.tsv", row["noun"], row["kind"], ACTOR_KINDS)
        meaning = ActorNoun(noun=row["noun"], kind=kind, sector=row["sector"] or None, is_bare=row["bare"] == "yes")
        held = nouns.setdefault(row["noun"], [])
        if any(m.kind == kind for m in held):
            raise LexiconError(f"actor_nouns.tsv: {row['noun']!r} stands twice as {kind}")
        held.append(meaning)
    return {noun: tuple(meanings) for noun, meanings in nouns.items()}


def _collectives(column: str) -> Mapping[str, Collective]:
    return {
        row[column]: Collective(code=row["code"], name=row["name"], sector="GOV", members=tuple(row["members"].split()))
        for row in read_rows(data_file("roles/collectives.tsv"))
        if row[column]
    }


def _descriptor(cell: str) -> Descriptor:
    codes = cell.split()
    unnamed = next((c for c in codes if not c.startswith("-")), None)
    return Descriptor(codes=tuple(c.lstrip("-") for c in codes), unnamed=unnamed)


def _kind(file: str, word: str, kind: str, known: frozenset[str]) -> str:
    if kind not in known:
        raise LexiconError(f"{file}, {word}: unknown kind {kind!r}, expected one of {', '.join(sorted(known))}")
    return kind


@cache
def load_abbreviations() -> frozenset[str]:
    """Return the abbreviations after whose full stop a sentence goes on, in the case in which they are written."""
    return frozenset(row["form"] for row in read_rows(data_file("roles/abbreviations.tsv")))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleNote:
    """What a rule of resolving says, in words for `dragoman why`.

    Attributes:
        chosen: Why this actor.
        others: Why other candidates lost; "" for a rule that considers none.
    """

    chosen: str
    others: str


@cache
def load_rule_notes() -> Mapping[str, RuleNote]:
    """Return the notes of data/roles/rules.tsv by the rule's name."""
    rows = read_rows(data_file("roles/rules.tsv"))
    return {row["rule"]: RuleNote(chosen=row["chosen"], others=row["others"]) for row in rows}
