"""Names of states, organs, organisations, groups and outlets, as the files of data/actors hold them."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dragoman.errors import LexiconError
from dragoman.lexicon.outlets import Outlet
from dragoman.model import Entity, MentionKind

Row = Mapping[str, str]
KEPT_FORMS = 50_000
"""Names whose keys are kept: the tables look up 7,000 as they are loaded, an article adds a few."""

# Letters that Unicode does not take apart into a base letter and an accent.
LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h"}
)
# Apostrophes and full stops get lost in the wild ("Cote dIvoire", "US"), so they do not count.
PUNCTUATION = str.maketrans(
    dict.fromkeys("'’‘ʼʻ`´ʿʾ.\"“”", None) | dict.fromkeys("-‐‑–—/,_\u00a0", " "),
)
# Up to this length a name in capitals must be met in capitals: "US", "WHO", "IS", "AU", "ETA" are words, too.
ACRONYM_LETTERS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state, or a region that acts as one (breakaway or self-governing).

    Attributes:
        code: ISO 3166 alpha-3; for a region the code of its parent state.
        key: Last part of the entity id; the code for states, a slug for regions.
        name: The short English name.
        iso2: ISO 3166 alpha-2; "" for regions.
        cow: Correlates of War country number, or None.
        aliases: Other names and spellings.
        adjectives: "British", "Russian": what stands before a noun.
        people: "Britons", "the Russians": its citizens, and often its government.
        capital: Seat of government.
        seats: Other spellings of the capital and other cities that stand for the government.
        metonyms: Buildings and streets that stand for the government ("Downing Street").
        start: First day of a state that began after 1990, or None.
        end: Last day of a state that has ended, or None.
        former_names: Names with the days on which they held.
        sector: GOV; PRE for breakaway regions.
    """

    code: str
    key: str
    name: str
    iso2: str = ""
    cow: int | None = None
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capital: str = ""
    seats: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    former_names: tuple["DatedName", ...] = ()
    sector: str = "GOV"

    @property
    def entity(self) -> Entity:
        """Return the record of this state."""
        stem = "state" if self.iso2 else "region"
        return Entity(entity_id=f"{stem}:{self.key}", name=self.name, code=self.code, sector=self.sector)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedName:
    """A name that held from one day to another; None where it is open."""

    form: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganWord:
    """A word that makes an organ or a part of a state when it stands with the state: "the Chilean navy".

    Attributes:
        phrase: The words, as `normalise_name` gives them.
        sector: PLOVER sector of the organ.
        head: Role of the person at its head, or role and words of the office ("MIN:finance"); "" for none.
    """

    phrase: str
    sector: str
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameEntry:
    """One name and whom it may mean.

    Attributes:
        form: The name as one writes it.
        entity: Whom it names.
        kind: NAME, METONYM or DEMONYM.
        start: First day on which the name (or its bearer) existed, or None.
        end: Last day, or None.
        is_place: True when the form is also a place (states, capitals).
        ambiguous: True for ordinary words and names with several bearers: context must speak for it.
    """

    form: str
    entity: Entity
    kind: MentionKind
    start: date | None = None
    end: date | None = None
    is_place: bool = False
    ambiguous: bool = False

    @property
    def needs_capitals(self) -> bool:
        """Tell whether the text must write this name in capitals ("US", "WHO") to mean it."""
        return self.form.isupper() and len(self.form.replace(".", "")) <= ACRONYM_LETTERS

    @property
    def needs_article(self) -> bool:
        """Tell whether the text must have the article ("The Independent") to mean this bearer."""
        return self.form.startswith("The ")

    def holds_on(self, day: date | None) -> bool:
        """Tell whether the name was in use that day; always True for an unknown day."""
        return day is None or ((self.start is None or self.start <= day) and (self.end is None or day <= self.end))

    def is_of_past(self, day: date | None) -> bool:
        """Tell whether the name is that of a state which had ended by that day, and of which a text may still tell."""
        is_ended = day is not None and self.end is not None and self.end < day
        return is_ended and self.kind is not MentionKind.METONYM and self.entity.entity_id.startswith("state:")


@lru_cache(maxsize=KEPT_FORMS)
def normalise_name(form: str) -> str:
    """Return the key under which a name is looked up.

    Case, accents, apostrophes, full stops and a leading "the" do not count; hyphens and slashes read as spaces.

    Example:
        >>> normalise_name("The Côte d’Ivoire"), normalise_name("U.S."), normalise_name("al-Qaeda")
        ('cote divoire', 'us', 'al qaeda')
    """
    text = form.casefold()
    if not text.isascii():
        text = text.translate(PUNCTUATION).translate(LETTERS)
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    else:
        text = text.translate(PUNCTUATION)
    words = text.split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(words)


def slug(name: str) -> str:
    """Return the name as a part of an id: "Côte d'Ivoire" gives "cote-divoire"."""
    return normalise_name(name).replace(" ", "-")


def split_list(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that are separated by "|"; () for an empty cell."""
    return tuple(part.strip() for part in cell.split("|") if part.strip()) if cell else ()


def first_day(cell: str) -> date | None:
    """Return the first day of "2017", "2017-04" or "2017-04-06"; None for an empty cell.

    Raises:
        LexiconError: If the cell is none of these.
    """
    if len(cell) == 10:
        return _iso(cell, cell)
    return _iso(cell, (cell + "-01-01")[:10]) if cell else None


def last_day(cell: str) -> date | None:
    """Return the last day of "2017", "2017-04" or "2017-04-06"; None for an empty cell.

    Raises:
        LexiconError: If the cell is none of these.
    """
    if len(cell) == 10:
        return _iso(cell, cell)
    if len(cell) == 4:
        return _iso(cell, f"{cell}-12-31")
    month = first_day(cell)
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1) if month else None


def _iso(cell: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as err:
        raise LexiconError(f"date {cell!r}: expected YYYY, YYYY-MM or YYYY-MM-DD") from err


def read_state(row: Row) -> State:
    """Return the state that a row of states.tsv describes."""
    seats = split_list(row["capital"])
    return State(
        code=row["code"],
        key=row["code"] if row["iso2"] else slug(row["name"]),
        name=row["name"],
        iso2=row["iso2"],
        cow=int(row["cow"]) if row["cow"] else None,
        aliases=split_list(row["aliases"]),
        adjectives=split_list(row["adjectives"]),
        people=split_list(row["people"]),
        capital=seats[0] if seats else "",
        seats=seats[1:],
        metonyms=split_list(row["metonyms"]),
        start=first_day(row["start"]),
        end=last_day(row["end"]),
        former_names=tuple(_dated_name(cell) for cell in split_list(row["dated_names"])),
        sector=row["sector"] or "GOV",
    )


def _dated_name(cell: str) -> DatedName:
    """Return "Zaire@1971-10-27..1997-05-17" as a record; either end may be missing."""
    form, _, days = cell.partition("@")
    start, _, end = days.partition("..")
    return DatedName(form=form, start=first_day(start), end=last_day(end))


def state_names(state: State) -> Iterator[NameEntry]:
    """Yield all names of a state."""
    entity = state.entity
    for form in (state.name, *state.aliases):
        yield _entry(form, entity, MentionKind.NAME, (state.start, state.end), is_place=True)
    for old in state.former_names:
        kind = MentionKind.METONYM if old.form.startswith("(") else MentionKind.NAME
        yield _entry(old.form.strip("()"), entity, kind, (old.start, old.end), is_place=True)
    for form in (state.capital, *state.seats):
        if form:
            yield _entry(form, entity, MentionKind.METONYM, (state.start, state.end), is_place=True)
    for form in state.metonyms:
        yield _entry(form, entity, MentionKind.METONYM, (state.start, state.end))
    for form in dict.fromkeys((*state.adjectives, *state.people)):
        yield _entry(form, entity, MentionKind.DEMONYM, (state.start, state.end))


def _entry(
    form: str, entity: Entity, kind: MentionKind, days: tuple[date | None, date | None], *, is_place: bool = False
) -> NameEntry:
    return NameEntry(form=form, entity=entity, kind=kind, start=days[0], end=days[1], is_place=is_place)


def body_names(row: Row, entity: Entity) -> Iterator[NameEntry]:
    """Yield the names of an organ, organisation, group or outlet."""
    days = first_day(row.get("start", "")), last_day(row.get("end", ""))
    for form in (row["name"], *split_list(row["aliases"])):
        yield _entry(form, entity, MentionKind.NAME, days)
    for form in split_list(row.get("metonyms", "")):
        yield _entry(form, entity, MentionKind.METONYM, days)


def organ_entity(row: Row) -> Entity:
    """Return the organ of a state that a row of organs.tsv describes."""
    return Entity(
        entity_id=f"organ:{row['code']}:{slug(row['name'])}", name=row["name"], code=row["code"], sector=row["sector"]
    )


def organisation_entity(row: Row, members: Iterable[str]) -> Entity:
    """Return the organisation that a row of organisations.tsv describes, with the ids of its members."""
    stem = "ngo" if row["sector"] == "NGO" else "igo"
    part = f":{slug(row['name'])}" if row["kind"] == "organ" else ""
    return Entity(
        entity_id=f"{stem}:{row['code']}{part}",
        name=row["name"],
        code="NGO" if row["sector"] == "NGO" else row["code"],
        country=row["country"] or None,
        sector=row["sector"],
        members=tuple(f"state:{code}" for code in members),
    )


def group_entity(row: Row) -> Entity:
    """Return the armed group, party, faction or firm that a row of groups.tsv describes."""
    own = row["code"] != row["country"]
    return Entity(
        entity_id=f"group:{row['code'] if own else row['country'] + ':' + slug(row['name'])}",
        name=row["name"],
        code=row["code"] or row["country"] or None,
        country=(row["country"] or None) if own else None,
        sector=row["sector"],
    )


def outlet_entity(name: str, country: str) -> Entity:
    """Return the record of a newspaper, agency or station."""
    return Entity(entity_id=f"outlet:{slug(name)}", name=name, code=country or None, sector="JRN")


def outlet_names(outlet: Outlet) -> Iterator[NameEntry]:
    """Yield the names of an outlet that may stand in running prose."""
    entity = outlet_entity(outlet.name, outlet.country)
    for form in (outlet.name, *outlet.aliases):
        if form not in outlet.line_forms:
            yield _entry(form, entity, MentionKind.NAME, (None, None))
