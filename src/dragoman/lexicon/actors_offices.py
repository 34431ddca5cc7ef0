"""Office titles and the persons who held the offices, by day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from dragoman.lexicon.actors_names import Row, first_day, normalise_name, split_list
from dragoman.lexicon.actors_spelling import is_like, sound_key
from dragoman.lexicon.actors_terms import BODY, ROLE_RANK, SECTOR, Terms
from dragoman.model import OfficeHolder

# "S.", "JJ": so many letters before a surname are initials.
INITIALS = 2
# Of these seats a state has one; two rows of one person are the same term told twice.
SINGLE_SEATS = frozenset({"HOS", "HOG", "FM", "DM"})
# The compiled source was made in January 2023. A lesser office that was open then is believed held until here; heads of
# state and government, foreign and defence ministers are kept up by hand.
OPEN_UNTIL = date(2024, 6, 30)
# Names of persons whose terms are kept; the same few fill the news.
KEPT_NAMES = 16_384
COMPILED_ORIGIN = "wikidata"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeTitle:
    """What a title means.

    Attributes:
        title: The phrase in lower case ("foreign secretary").
        role: Kind of office (FM), or "" for titles that say no more than a rank ("official").
        sector: PLOVER sector of its holder.
        states: Codes of the states or organisations in which the title has this meaning; empty for everywhere.
        is_single_seat: True when a state has one such holder at a time.
        kind: "office" (a post that a table can name the holder of), "nominal" (a word for some person of that
            rank: "official", "commander") or "honorific" (goes before a name: "Mr", "Gen").
        matching: Words of which one must stand in the holder's office name ("finance", "treasury"); empty when the
            role alone decides.
        gender: "m", "f" or None; what the title says of the person.
    """

    title: str
    role: str
    sector: str
    states: tuple[str, ...] = ()
    is_single_seat: bool = False
    kind: str = "office"
    matching: tuple[str, ...] = ()
    gender: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OfficeTable:
    """Titles, and who held which office when.

    Attributes:
        titles: Lower-case title phrase to its meanings ("secretary of state" is the foreign minister in the United
            States and a junior minister elsewhere); honorifics and nominals are among them, marked by `kind`.
        max_title_words: Words of the longest title.
        terms: All terms of office.
        executives: States led by the head of government, with the day since when.
    """

    titles: Mapping[str, tuple[OfficeTitle, ...]]
    max_title_words: int
    terms: Terms
    executives: Mapping[str, date] = field(default_factory=dict)

    def holders(
        self, code: str, role: str, on: date | None, *, matching: tuple[str, ...] = ()
    ) -> tuple[OfficeHolder, ...]:
        """Return who held that kind of office that day, the surest first; () when the table knows nobody.

        Args:
            code: ISO alpha-3 of the state, or code of an organisation or faction.
            role: Kind of office (HOS, HOG, FM, DM, MIN, AMB, ...).
            on: The day; None gives all terms.
            matching: Keep only offices in whose name one of these phrases stands.
        """
        found = running(self.terms.of_office(code, role), on)
        if not matching:
            return found
        return tuple(row for row in found if any(has_words(row.office, words) for words in matching))

    def persons(self, name: str, on: date | None = None) -> tuple[OfficeHolder, ...]:
        """Return the terms of whoever bears that full name or alias; with `on` only those that ran that day.

        Accents, case, hyphens and a missing middle name do not count. When no name of the table is equal, a name of
        two or more words is compared by its consonants, so that "Fayeze al-Sarraj" finds Fayez al-Sarraj.
        """
        return _persons(self, name, on)

    def _named(self, name: str) -> tuple[OfficeHolder, ...]:
        key = normalise_name(name)
        found = self.terms.of_person(key)
        if not found:
            key = " ".join(word for word in key.split() if not self.is_honorific(word))
            found = self.terms.of_person(key)
        if " " in key:
            found.extend(self._spelt_otherwise(key, found))
        if not found and name[:1].isupper():
            found.extend(self._by_initial(key))
        return tuple(found)

    def _by_initial(self, key: str) -> Iterator[OfficeHolder]:
        """Yield the terms of persons of that surname whose first name begins so ("S. Jaishankar")."""
        first, _, surname = key.partition(" ")
        if surname and len(first) <= INITIALS:
            found = self.terms.of_surname(surname)
            yield from (row for row in found if normalise_name(row.person).startswith(first[0]))

    def _spelt_otherwise(self, key: str, found: list[OfficeHolder]) -> Iterator[OfficeHolder]:
        """Yield the terms of persons whose name sounds and looks like this one, in the states of those found."""
        codes = {row.code for row in found}
        for row in self.terms.of_sound(sound_key(key)):
            if row in found or (codes and row.code not in codes):
                continue
            if any(is_like(key, normalise_name(name)) for name in (row.person, *row.aliases)):
                yield row

    def is_honorific(self, word: str) -> bool:
        """Tell whether a word goes before names: "mr", "sir", "gen"."""
        return any(title.kind == "honorific" for title in self.titles.get(word, ()))

    def by_surname(self, surname: str, on: date | None = None) -> tuple[OfficeHolder, ...]:
        """Return the terms of all persons whom papers call so ("Lavrov", "von der Leyen", "Xi")."""
        return _by_surname(self, surname, on)

    def leaders(self, code: str, on: date) -> tuple[OfficeHolder, ...]:
        """Return who leads that state that day: head of state and of government, whoever speaks for it first."""
        state, government = self.holders(code, "HOS", on), self.holders(code, "HOG", on)
        return government + state if self.executives.get(code, date.max) <= on else state + government

    def office_on(self, person: str, on: date) -> OfficeHolder | None:
        """Return the person's most important office that day, or None; heads of state and government come first."""
        found = self.persons(person, on)
        return found[0] if found else None

    def sector_of(self, row: OfficeHolder) -> str:
        """Return the PLOVER sector of a holder."""
        return self.terms.cell(row, SECTOR) or ("MIL" if row.role == "DM" else "GOV")

    def body_of(self, row: OfficeHolder) -> str:
        """Return the code of the faction or organisation that a term belongs to, else of the state."""
        return self.terms.cell(row, BODY) or row.code


@lru_cache(maxsize=KEPT_NAMES)
def _named(table: OfficeTable, name: str) -> tuple[OfficeHolder, ...]:
    return table._named(name)  # noqa: SLF001 (the table's own memory)


@lru_cache(maxsize=KEPT_NAMES)
def _persons(table: OfficeTable, name: str, on: date | None) -> tuple[OfficeHolder, ...]:
    return running(_named(table, name), on)


@lru_cache(maxsize=KEPT_NAMES)
def _by_surname(table: OfficeTable, surname: str, on: date | None) -> tuple[OfficeHolder, ...]:
    return running(table.terms.of_surname(normalise_name(surname)), on)


def has_words(office: str, words: str) -> bool:
    """Tell whether the words stand as whole words in the name of an office, in any case."""
    return f" {normalise_name(words)} " in f" {normalise_name(office)} "


def running(rows: Iterable[OfficeHolder], on: date | None) -> tuple[OfficeHolder, ...]:
    """Return the terms that ran on that day, by rank of office, then the latest start first; all for None."""
    if on is None:
        return tuple(sorted(rows, key=_order))
    kept: dict[object, OfficeHolder] = {}
    for row in sorted((row for row in rows if runs_on(row, on)), key=_order):
        kept.setdefault((row.code, row.role, sound_key(row.person)) if row.role in SINGLE_SEATS else row, row)
    return tuple(kept.values())


def runs_on(row: OfficeHolder, on: date) -> bool:
    """Tell whether a term ran on that day; an unknown start or end counts as open (but see OPEN_UNTIL)."""
    if row.end is None and on > OPEN_UNTIL and row.origin == COMPILED_ORIGIN and row.role not in SINGLE_SEATS:
        return False
    return (row.start is None or row.start <= on) and (row.end is None or on <= row.end)


def _order(row: OfficeHolder) -> tuple[int, int]:
    return ROLE_RANK.get(row.role, len(ROLE_RANK)), -(row.start or date.min).toordinal()


def build_offices(titles: Iterable[Row], executives: Iterable[Row], terms: Terms) -> OfficeTable:
    """Return the table of titles and terms."""
    by_title: dict[str, tuple[OfficeTitle, ...]] = {}
    for row in titles:
        by_title[row["title"]] = (*by_title.get(row["title"], ()), _title(row))
    return OfficeTable(
        titles=by_title,
        max_title_words=max((len(title.split()) for title in by_title), default=0),
        terms=terms,
        executives={row["code"]: first_day(row["since"]) or date.min for row in executives},
    )


def _title(row: Row) -> OfficeTitle:
    return OfficeTitle(
        title=row["title"],
        role=row["role"],
        sector=row["sector"],
        states=split_list(row["states"]),
        is_single_seat=row["single"] == "yes",
        kind=row["kind"] or "office",
        matching=split_list(row["matching"]),
        gender=row["gender"] or None,
    )
