"""Nouns that tell by themselves who takes part in an act: "eleven soldiers", "the crowd", "two shepherds"."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from dragoman.errors import LexiconError
from dragoman.lexicon.actors import load_actors
from dragoman.lexicon.files import data_file, read_rows
from dragoman.lexicon.roles import load_roles

IN_LONGER, NEVER = "longer", "no"
PARTY = frozenset({"yes", IN_LONGER, NEVER})
OF_SOMEBODY = frozenset({"state", "craft", "site"})
"""Kinds of actor nouns that are a place or a thing unless the text says whose it is."""


@cache
def load_party_nouns() -> Mapping[str, str | None]:
    """Return the nouns in their dictionary form, with PLOVER sectors (None where a noun does not tell).

    Raises:
        LexiconError: If bare_nouns.tsv adds a noun of another list, or takes out one that is in none.
    """
    found = dict(_persons_and_bodies())
    marked: dict[str, set[str]] = {kind: set() for kind in PARTY}
    for row in read_rows(data_file("roles/bare_nouns.tsv")):
        noun, kind = row["noun"], row["party"]
        if kind not in PARTY or (kind == "yes") == (noun in found):
            raise LexiconError(f"bare_nouns.tsv, {noun}: {kind!r}, expected yes for a new noun, else no or longer")
        marked[kind].add(noun)
        found.setdefault(noun, row["sector"] or None)
    never = marked[NEVER] | {b.noun for rows in load_roles().nouns.values() for b in rows if b.kind in OF_SOMEBODY}
    never -= {noun for noun, _ in _persons_and_bodies()} - marked[NEVER]
    return MappingProxyType(
        {
            noun: sector
            for noun, sector in found.items()
            if noun not in marked[IN_LONGER] and noun.rpartition(" ")[2] not in never
        }
    )


def _persons_and_bodies() -> Iterator[tuple[str, str | None]]:
    """Yield the words for persons of no office, then those for forces, bodies, groups and firms."""
    for title, rows in load_actors().offices.titles.items():
        yield from ((title, row.sector or None) for row in rows if row.kind == "nominal")
    for meanings in load_roles().nouns.values():
        yield from ((body.noun, body.sector) for body in meanings if body.kind not in OF_SOMEBODY)
