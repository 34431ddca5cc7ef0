"""Who there is: states, organs, organisations, groups, outlets and office holders.

The tables stand in data/actors/*.tsv; their README gives the format. `load_actors()` reads them once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import chain, combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from dragoman.errors import LexiconError
from dragoman.lexicon.actors_names import (
    DatedName,
    NameEntry,
    OrganWord,
    Row,
    State,
    body_names,
    first_day,
    group_entity,
    last_day,
    normalise_name,
    organ_entity,
    organisation_entity,
    outlet_entity,
    outlet_names,
    read_state,
    slug,
    state_names,
)
from dragoman.lexicon.actors_offices import OfficeTable, OfficeTitle, build_offices
from dragoman.lexicon.actors_read import COLUMNS, overlay_line, read_tables
from dragoman.lexicon.actors_terms import build_terms
from dragoman.lexicon.outlets import load_outlets
from dragoman.model import Entity, MentionKind

__all__ = [
    "ActorTables",
    "NameEntry",
    "OfficeTable",
    "OfficeTitle",
    "OrganWord",
    "State",
    "load_actors",
    "normalise_name",
    "overlay_with",
    "person_id",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorTables:
    """All of data/actors.

    Attributes:
        states: States by ISO alpha-3 code; regions are not among them.
        regions: Breakaway and self-governing regions by slug ("south-ossetia").
        names: Key (see `normalise_name`) to whom it may mean, the likeliest first: states, organs, organisations,
            groups and outlets. Persons are found through `offices`.
        max_words: Words of the longest key.
        memberships: Code of an organisation to its members with their days.
        offices: Titles and who held the offices.
        heads: Id of an organ or organisation to what who heads it: a role ("DM"), or role and
            words of the office ("OTH:mossad").
        organs: State and head to the organ that has a name of its own.
        organ_words: "navy", "foreign ministry": what makes an organ or a part of any state named with it.
    """

    states: Mapping[str, State]
    regions: Mapping[str, State]
    names: Mapping[str, tuple[NameEntry, ...]]
    max_words: int
    memberships: Mapping[str, tuple[DatedName, ...]]
    offices: OfficeTable
    heads: Mapping[str, str]
    organs: Mapping[tuple[str, str], Entity]
    organ_words: Mapping[str, OrganWord]

    def demonym(self, word: str) -> str | None:
        """Return the code of the state that an adjective or people's name belongs to, or None.

        Example:
            >>> load_actors().demonym("Russians")
            'RUS'
        """
        entries = self.names.get(normalise_name(word), ())
        return next((e.entity.code for e in entries if e.kind is MentionKind.DEMONYM), None)

    def organ(self, code: str, head: str) -> Entity | None:
        """Return the organ of that state that has this head ("FM": the foreign ministry), or None if not listed."""
        return self.organs.get((code, head))

    def members(self, code: str, on: date | None = None) -> tuple[str, ...]:
        """Return the codes of an organisation's members on that day, or of its last members; () if not listed."""
        return tuple(
            m.form
            for m in self.memberships.get(code, ())
            if (m.end is None if on is None else (not m.start or m.start <= on) and (not m.end or on <= m.end))
        )


def person_id(name: str) -> str:
    """Return the id of a known person: "Boris Johnson" gives "person:boris-johnson"."""
    return f"person:{slug(name)}"


@cache
def load_actors(overlay: Path | None = None) -> ActorTables:
    """Return the packaged tables, with a user's own file laid over them.

    Args:
        overlay: A file with the user's rows in the same format (see data/actors/README.md), or None.

    Raises:
        LexiconError: If a row is malformed; names what and where.
    """
    tables = read_tables(overlay)
    states = [read_state(row) for row in tables["states"]]
    members = [read_members(row) for row in tables["organisations"]]
    organs = [(organ_entity(row), row) for row in tables["organs"]]
    entries = chain(
        (name for state in states for name in state_names(state)),
        _organisation_names(tables["organisations"], members),
        (name for entity, row in organs for name in body_names(row, entity)),
        (name for row in tables["groups"] for name in body_names(row, group_entity(row))),
        (name for row in tables["outlets"] for name in body_names(row, outlet_entity(row["name"], row["country"]))),
        (name for outlet in load_outlets().outlets for name in outlet_names(outlet)),
    )
    names = _index_names(entries, {normalise_name(row["form"]) for row in tables["ambiguous"]})
    organisations = zip(reversed(tables["organisations"]), reversed(members), strict=True)
    terms = build_terms(tables["holders"], tables["name_orders"])
    return ActorTables(
        states={s.code: s for s in reversed(states) if s.iso2},
        regions={s.key: s for s in reversed(states) if not s.iso2},
        names=names,
        max_words=max(key.count(" ") + 1 for key in names),
        memberships={row["code"]: found for row, found in organisations if found},
        offices=build_offices(tables["titles"], tables["executives"], terms),
        heads={entity.entity_id: row["head"] for entity, row in reversed(organs) if row["head"]},
        organs={(row["code"], row["head"]): entity for entity, row in reversed(organs) if row["head"]},
        organ_words={
            row["phrase"]: OrganWord(phrase=row["phrase"], sector=row["sector"], head=row["head"])
            for row in reversed(tables["organ_words"])
        },
    )


def read_members(row: Mapping[str, str]) -> tuple[DatedName, ...]:
    """Return the members of an organisation with their days; "GBR@1973..2020-01-31" is one cell part.

    Raises:
        LexiconError: If a day is not one; names the organisation.
    """
    found = []
    for part in row["members"].split():
        code, _, days = part.partition("@")
        start, _, end = days.partition("..")
        try:
            found.append(DatedName(form=code, start=first_day(start), end=last_day(end)))
        except LexiconError as err:
            raise LexiconError(f"organisations.tsv, {row['code']}: {err}") from err
    return tuple(found)


def _organisation_names(rows: list[Row], members: list[tuple[DatedName, ...]]) -> Iterator[NameEntry]:
    for row, found in zip(rows, members, strict=True):
        now = [member.form for member in found if member.end is None]
        yield from body_names(row, organisation_entity(row, now))


def _index_names(entries: Iterable[NameEntry], ambiguous: set[str]) -> Mapping[str, tuple[NameEntry, ...]]:
    """Return the names by key; a "?" after a form marks its bearer as the less usual one, who then comes last."""
    found: dict[str, list[NameEntry]] = {}
    weak: list[NameEntry] = []
    for entry in entries:
        if entry.form.endswith("?"):
            weak.append(replace(entry, form=entry.form[:-1]))
        else:
            found.setdefault(normalise_name(entry.form), []).append(entry)
    # A name that only a less usual bearer has here means something else elsewhere ("Donetsk").
    ambiguous = ambiguous | {normalise_name(entry.form) for entry in weak} - found.keys()
    for entry in weak:
        found.setdefault(normalise_name(entry.form), []).append(entry)
    names: dict[str, tuple[NameEntry, ...]] = {}
    for key, candidates in found.items():
        first: dict[str, NameEntry] = {}
        for candidate in candidates:
            first.setdefault(candidate.entity.entity_id, candidate)
        kept = list(first.values())
        if key in ambiguous or any(_overlap(a, b) for a, b in combinations(kept, 2)):
            is_place = any(c.is_place for c in kept)
            kept = [replace(c, ambiguous=True, is_place=is_place) for c in kept]
        names[key] = tuple(kept)
    return names


def _overlap(one: NameEntry, other: NameEntry) -> bool:
    """Tell whether two bearers of a name existed on the same day."""
    return (one.start or date.min) <= (other.end or date.max) and (other.start or date.min) <= (one.end or date.max)


def overlay_with(text: str, table: str, row: Mapping[str, str]) -> str:
    """Return a user's file with one row more, under its table's head line; the file is read once more to check it.

    Raises:
        LexiconError: If a column is unknown, a cell has a tab or line break, or the file would not be readable.
    """
    heads = [line for line in text.splitlines() if tuple(line.split("\t")) in COLUMNS.values()]
    with_head = not heads or heads[-1] != "\t".join(COLUMNS[table])
    before = text if not text or text.endswith("\n") else text + "\n"
    gap = "\n" if with_head and before else ""
    added = f"{before}{gap}{overlay_line(table, row, with_head=with_head)}"
    with TemporaryDirectory() as folder:
        trial = Path(folder) / "overlay.tsv"
        trial.write_text(added, encoding="utf-8")
        tables = load_actors(trial)
        if table == "holders":
            tables.offices.persons(row.get("person", ""))  # terms are read when asked for
    return added
