"""Who: entities, their mentions, and the offices that persons hold."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dragoman.model.document import Span


class MentionKind(StrEnum):
    """How the text names an entity."""

    NAME = "name"  # "Boris Johnson", "Russia", "NATO"
    ROLE = "role"  # "the Egyptian President", "the British ambassador to Libya"
    METONYM = "metonym"  # "Moscow", "Downing Street", "the Kremlin"
    NOMINAL = "nominal"  # "the regime", "two officials", "some of these allies"
    PRONOUN = "pronoun"  # "he", "they"; never exported, used to find participants
    DEMONYM = "demonym"  # "Russian" in "Russian troops"; never exported, names a state for its noun


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A state, organ, organisation, group or person.

    Attributes:
        entity_id: Stable across documents for known entities ("state:GBR", "igo:EUR", "person:boris-johnson"),
            derived from the words for others ("role:GBR:foreign-office-spokesman", "anon:..." + document).
        name: The name for people to read.
        code: ISO 3166 alpha-3 of the state, acronym for IGOs and armed groups ("NATO", "HAMAS"), or None.
        country: State of a non-state group, ISO alpha-3, or None.
        sector: PLOVER sector code (GOV, MIL, LEG, JUD, OPP, REB, PTY, BUS, MED, JRN, CVL, ELI, IGO, NGO,
            PRE, ...), or None.
        office: Office on the publication day, "ELI"-style years in brackets if former, or None.
        members: Ids of known members of a collective.
        is_anonymous: Whether the text keeps the name back ("a senior diplomat").
        gender: "m", "f" or None; only used to resolve pronouns.
        wikidata: Wikidata id, or None.
    """

    entity_id: str
    name: str
    code: str | None = None
    country: str | None = None
    sector: str | None = None
    office: str | None = None
    members: tuple[str, ...] = ()
    is_anonymous: bool = False
    gender: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place in the text where an entity is named.

    Attributes:
        span: The whole phrase ("the British ambassador to Libya").
        head: Index of the phrase's head token in `Parse.tokens`.
        entity_id: Whom it names.
        kind: How it names it.
        rule: Which rule resolved it, for `why`.
        score: 0 to 1, how sure the rule is; 1 for an unambiguous name of the table.
        others: Ids of other candidates that were considered.
    """

    span: Span
    head: int
    entity_id: str
    kind: MentionKind
    rule: str
    score: float = 1.0
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHolder:
    """A person in an office for a time.

    Attributes:
        person: Name of the person.
        office: Name of the office ("Foreign Secretary").
        code: ISO alpha-3 of the state, or acronym of the organisation.
        role: Kind of office: HOS, HOG, FM, DM, MIN, AMB, SPOX, ... (see data/actors/README.md).
        start: First day, or None if unknown.
        end: Last day, or None if still in office or unknown.
        aliases: Other spellings of the person's name.
        wikidata: Wikidata id of the person, or None.
        origin: Where the row comes from.
    """

    person: str
    office: str
    code: str
    role: str
    start: date | None
    end: date | None
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    origin: str = ""
