"""What an address asks for, checked: days, numbers, choices and the ledger's filters."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from dragoman.errors import ConfigError
from dragoman.store.filters import Filters

Query = Mapping[str, str]

FILTERS: Final[Mapping[str, str]] = {
    "actor": "actor",
    "recipient": "recipient",
    "type": "type",
    "status": "status",
    "since": "since",
    "until": "until",
    "issue": "issue",
    "outlet": "outlet",
    "kind": "speaker_kind",
    "q": "text",
}
"""Names in addresses, and the filter that each sets."""
MOST_PAGES: Final = 1_000
"""Pages that can be turned to; what lies beyond is found by filters."""


def a_day(query: Query, name: str) -> date | None:
    """Return a day of the query, or None; raises ConfigError if it is none."""
    given = query.get(name, "").strip()
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError as err:
        raise ConfigError(f"{name} {given!r}: expected a day as YYYY-MM-DD") from err


def a_number(query: Query, name: str, default: int, least: int, most: int) -> int:
    """Return a whole number of the query between two bounds; raises ConfigError if it is none."""
    given = query.get(name, "").strip()
    if not given:
        return default
    if not (given.isascii() and given.isdecimal() and least <= int(given) <= most):
        raise ConfigError(f"{name} {given!r}: expected a whole number from {least} to {most}")
    return int(given)


def a_choice(query: Query, name: str, choices: Sequence[str]) -> str:
    """Return one of the choices, the first by default; raises ConfigError for anything else."""
    given = query.get(name, "").strip() or choices[0]
    if given not in choices:
        raise ConfigError(f"{name} {given!r}: expected one of {', '.join(choices)}")
    return given


def page_number(query: Query) -> int:
    """Return the page asked for, from 1."""
    return a_number(query, "page", 1, 1, MOST_PAGES)


def filters_of(query: Query, *, limit: int) -> Filters:
    """Return the ledger's filters that the query sets; raises ConfigError for a value that cannot be one."""
    values: dict[str, str | date | None] = {}
    for name, field in FILTERS.items():
        if name in {"since", "until"}:
            values[field] = a_day(query, name)
        else:
            values[field] = query.get(name, "").strip() or None
    return Filters(**values, limit=limit)  # type: ignore[arg-type]  # days go to the two fields that are days


def asked(query: Query, names: Sequence[str]) -> dict[str, str]:
    """Return those of the names that the query sets, for links that keep them."""
    return {name: query[name].strip() for name in names if query.get(name, "").strip()}
