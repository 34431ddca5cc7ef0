"""The keys under which a person may be met again: surnames, given names, full names, by the order of a state."""

from functools import lru_cache
from typing import NamedTuple

from dragoman.lexicon.actors import normalise_name
from dragoman.lexicon.roles import RoleTables
from dragoman.resolve.mentions_index import KEPT_WORDS
from dragoman.resolve.mentions_scan import PARTICLES


def has_family_first(words: tuple[str, ...]) -> bool:
    """Tell whether a name looks like those that begin with the family name ("Park Geun-hye", "Cho Tai-young")."""
    return len(words) == 2 and "-" in words[1] and words[1].partition("-")[2].islower()


def surnames(name: str, code: str | None, roles: RoleTables) -> frozenset[str]:
    """Return the keys by which papers may speak of a person after the full name.

    The last word, with and without the particles before it; both of two family names; the first word of names that
    begin with the family name.
    """
    return _surnames(name, code in roles.two_surnames, code in roles.family_first)


class NameKeys(NamedTuple):
    """The keys under which a person with several names may be met again: each name, surname and given name."""

    full: tuple[str, ...]
    surnames: tuple[str, ...]
    given: tuple[str, ...]


def name_keys(names: tuple[str, ...], code: str | None, roles: RoleTables) -> NameKeys:
    """Return the keys of a person's names.

    Args:
        names: The name and its other spellings.
        code: The person's state, or None.
        roles: The tables that know the order of names in a state.
    """
    return _name_keys(names, code in roles.two_surnames, code in roles.family_first)


@lru_cache(maxsize=KEPT_WORDS)
def _name_keys(names: tuple[str, ...], has_two: bool, is_family_first: bool) -> NameKeys:  # noqa: FBT001
    full = tuple(dict.fromkeys(normalise_name(name) for name in names))
    found = dict.fromkeys(key for name in names for key in sorted(_surnames(name, has_two, is_family_first)))
    return NameKeys(full, tuple(found), tuple(dict.fromkeys(key.split()[0] for key in full)))


@lru_cache(maxsize=KEPT_WORDS)
def _surnames(name: str, has_two: bool, is_family_first: bool) -> frozenset[str]:  # noqa: FBT001 (keys of a memory)
    words = normalise_name(name).split()
    keys = {words[-1]}
    k = len(words) - 1
    while k > 1 and words[k - 1] in PARTICLES:
        k -= 1
        keys.add(" ".join(words[k:]))
    if len(words) > 3 and has_two:
        keys.update((words[-2], " ".join(words[-2:])))
    elif len(words) == 3 and has_two:
        keys.update((words[1], " ".join(words[1:])))
    if is_family_first or has_family_first(tuple(name.split())):
        keys.add(words[0])
    return frozenset(keys)
