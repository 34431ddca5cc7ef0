"""News outlets and agencies, and the words that mark head and tail lines of a news text.

The files are data/outlets/*.tsv; their heads give the format. `load_outlets()` and `load_labels()` check every row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from dragoman.errors import LexiconError
from dragoman.lexicon.files import data_file, read_rows


class OutletKind(StrEnum):
    """What sort of outlet it is."""

    AGENCY = "agency"
    NEWSPAPER = "newspaper"
    BROADCASTER = "broadcaster"
    MAGAZINE = "magazine"
    WEBSITE = "website"


class LabelKind(StrEnum):
    """What a head or tail line is that begins with a label."""

    PUBLISHED = "published"
    UPDATED = "updated"
    SOURCE = "source"
    AUTHOR = "author"
    TITLE = "title"
    OUTLET = "outlet"
    URL = "url"
    CREDIT = "credit"
    COPYRIGHT = "copyright"
    NOISE = "noise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One row of outlets.tsv.

    Attributes:
        name: The name for people to read.
        aliases: Other forms that are safe to find in running prose.
        line_forms: Forms that count only where they stand alone (a head line, a bracket, a credit).
        country: ISO 3166 alpha-3 of the seat.
        kind: What sort of outlet it is.
        is_state: Whether a government, ruling party or army directs what it says.
        domain: Web domain without "www.", or None.
    """

    name: str
    aliases: tuple[str, ...]
    line_forms: tuple[str, ...]
    country: str
    kind: OutletKind
    is_state: bool
    domain: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletTable:
    """All known outlets with their look-ups.

    Attributes:
        outlets: In the order of the file.
        by_form: From a folded form (see `fold`), with and without "the", to its spelling and its outlet.
        by_domain: From web domain to outlet.
        prose_forms: From each form that is safe in running prose, in its own case, to its outlet.
    """

    outlets: tuple[Outlet, ...]
    by_form: Mapping[str, tuple[str, Outlet]]
    by_domain: Mapping[str, Outlet]
    prose_forms: Mapping[str, Outlet]

    def named(self, words: str) -> tuple[str, Outlet] | None:
        """Return the form as the table spells it and the outlet that these words, standing alone, name; or None.

        Case, a leading "the" and a final full stop do not matter: "THE GUARDIAN" gives ("The Guardian", ...).
        """
        key = fold(words)
        return self.by_form.get(key) or self.by_form.get(key.removeprefix("the "))

    def at(self, host: str) -> Outlet | None:
        """Return the outlet whose web domain is this host or a parent of it, or None."""
        parts = host.casefold().removeprefix("www.").split(".")
        return next((o for i in range(len(parts) - 1) if (o := self.by_domain.get(".".join(parts[i:])))), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One row of labels.tsv: what a line is that begins with these words."""

    kind: LabelKind
    words: str
    example: str
    counter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWords:
    """Words that tell what an unknown name is, all in lower case.

    Attributes:
        outlet: A name with this word first or last is an outlet, even alone on a line.
        outlet_weak: The same, but only beside a date, in a byline after "for" or after a label.
        not_place: Stands in capitals at the start of a text without being a place.
        colon_place: A place that stands in capitals before a colon at the start of a text.
    """

    outlet: frozenset[str]
    outlet_weak: frozenset[str]
    not_place: frozenset[str]
    colon_place: frozenset[str]


def fold(words: str) -> str:
    """Return the words as look-up key: no case, single spaces, no full stop at the end."""
    return " ".join(words.casefold().split()).rstrip(".")


@cache
def load_outlets() -> OutletTable:
    """Return the packaged table of outlets; raises LexiconError on a bad row."""
    return read_outlets(data_file("outlets/outlets.tsv"))


def read_outlets(source: Traversable | Path) -> OutletTable:
    """Return the table of outlets in a file of that format.

    Raises:
        LexiconError: If a country, kind or state is not as the head of the file says, or a form belongs to two
            outlets; the message names the row.
    """
    outlets = tuple(_outlet(row, source.name) for row in read_rows(source))
    by_form: dict[str, tuple[str, Outlet]] = {}
    prose: dict[str, Outlet] = {}
    for outlet in outlets:
        for form in (outlet.name, *outlet.aliases, *outlet.line_forms):
            for spelling in (form, form.removeprefix("The ")):
                other = by_form.setdefault(fold(spelling), (spelling, outlet))[1]
                if other is not outlet:
                    raise LexiconError(f"{source.name}: {spelling!r} belongs to {other.name} and to {outlet.name}")
        prose.update(dict.fromkeys(_prose_forms(outlet), outlet))
    return OutletTable(
        outlets=outlets,
        by_form=by_form,
        by_domain={o.domain: o for o in outlets if o.domain},
        prose_forms=prose,
    )


def _outlet(row: dict[str, str], file: str) -> Outlet:
    name = row["name"]
    if len(row["country"]) != 3 or not row["country"].isupper():
        raise LexiconError(f"{file}: {name}: country {row['country']!r}, expected an ISO alpha-3 code")
    if row["kind"] not in set(OutletKind):
        raise LexiconError(f"{file}: {name}: kind {row['kind']!r}, expected one of {', '.join(OutletKind)}")
    if row["state"] not in {"", "yes"}:
        raise LexiconError(f"{file}: {name}: state {row['state']!r}, expected yes or nothing")
    return Outlet(
        name=name,
        aliases=tuple(filter(None, row["aliases"].split(";"))),
        line_forms=tuple(filter(None, row["line_forms"].split(";"))),
        country=row["country"],
        kind=OutletKind(row["kind"]),
        is_state=row["state"] == "yes",
        domain=row["domain"] or None,
    )


def _prose_forms(outlet: Outlet) -> set[str]:
    """Return the forms that are safe in running prose: a bare form only where it is no form for lines alone."""
    forms: set[str] = set()
    for form in (outlet.name, *outlet.aliases):
        if form in outlet.line_forms:
            continue
        bare = form.removeprefix("The ").removeprefix("the ")
        forms |= {form, f"the {bare}"} if bare != form else {form}
        if bare not in outlet.line_forms:
            forms.add(bare)
    return forms


@cache
def load_labels() -> tuple[Label, ...]:
    """Return the packaged labels in the order of the file; raises LexiconError on an unknown kind."""
    source = data_file("outlets/labels.tsv")
    rows = tuple(read_rows(source))
    unknown = {row["kind"] for row in rows} - set(LabelKind)
    if unknown:
        raise LexiconError(f"{source.name}: kind {min(unknown)!r}, expected one of {', '.join(LabelKind)}")
    return tuple(
        Label(kind=LabelKind(row["kind"]), words=row["words"], example=row["example"], counter=row["counter"])
        for row in rows
    )


@cache
def load_name_words() -> NameWords:
    """Return the packaged words that tell what an unknown name is; raises LexiconError on an unknown kind."""
    source = data_file("outlets/name_words.tsv")
    sets: dict[str, set[str]] = {f.name: set() for f in fields(NameWords)}
    for row in read_rows(source):
        if row["kind"] not in sets:
            raise LexiconError(f"{source.name}: kind {row['kind']!r}, expected one of {', '.join(sets)}")
        sets[row["kind"]].add(row["word"])
    return NameWords(**{kind: frozenset(words) for kind, words in sets.items()})
