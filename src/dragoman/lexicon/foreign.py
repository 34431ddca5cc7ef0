"""How other event data sets name kinds of acts, states and actors, in our terms (data/exchange, data/plover)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, TypeVar

from dragoman.errors import LexiconError
from dragoman.lexicon.actors import load_actors, normalise_name
from dragoman.lexicon.files import data_file, read_rows
from dragoman.model import EventType, MentionKind

K = TypeVar("K")
V = TypeVar("V")

REMEMBERED: Final = 100_000
"""Names whose code is remembered; a year of ICEWS has 23,000."""
SIDES: Final = frozenset({"actor", "recipient", "none"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A kind of act in PLOVER's terms.

    Attributes:
        type: PLOVER type, or None where PLOVER has none ("make a statement").
        mode: Mode of crosswalk.tsv, or None.
        cameo: CAMEO code, or None.
        side2: What the second party is: "actor", "recipient" or "none".
    """

    type: str | None
    mode: str | None
    cameo: str | None = None
    side2: str = "recipient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """All of data/exchange, and the CAMEO table of data/plover.

    Attributes:
        cameo: By CAMEO code, roots and codes in between included.
        acled: By (event type, sub-event type); sub-event "" is the type's own row.
        states: By (scheme, code): ISO alpha-3.
        sectors: By (scheme, name): PLOVER sector, in the order of the file.
    """

    cameo: Mapping[str, Act]
    acled: Mapping[tuple[str, str], Act]
    states: Mapping[tuple[str, str], str]
    sectors: Mapping[tuple[str, str], str]

    def of_cameo(self, code: str) -> Act | None:
        """Return the act of a CAMEO code by its longest listed beginning, or None if no root of CAMEO is its beginning.

        A root that lost its leading zero in a spreadsheet ("42" for 042) is not repaired: it would be ambiguous.
        """
        for end in range(len(code), 1, -1):
            if found := self.cameo.get(code[:end]):
                return found
        return None


@cache
def load_foreign() -> Foreign:
    """Return the tables.

    Raises:
        LexiconError: If a row has an unknown type or side, or a key stands twice; names the row.
    """
    cameo: dict[str, Act] = {}
    for row in read_rows(data_file("plover/cameo.tsv")):
        _put(cameo, row["cameo"], _act(row, f"cameo.tsv: {row['cameo']}"), "cameo.tsv")
    acled: dict[tuple[str, str], Act] = {}
    for row in read_rows(data_file("exchange/acled.tsv")):
        key = (row["event_type"], row["sub_event_type"])
        _put(acled, key, _act(row, f"acled.tsv: {' / '.join(key)}"), "acled.tsv")
    states: dict[tuple[str, str], str] = {}
    for row in read_rows(data_file("exchange/states.tsv")):
        _put(states, (row["scheme"], row["code"]), row["state"], "states.tsv")
    sectors: dict[tuple[str, str], str] = {}
    for row in read_rows(data_file("exchange/sectors.tsv")):
        _put(sectors, (row["scheme"], row["name"]), row["sector"], "sectors.tsv")
    return Foreign(cameo=cameo, acled=acled, states=states, sectors=sectors)


def _act(row: Mapping[str, str], where: str) -> Act:
    if row["type"] and row["type"] not in EventType.__members__:
        raise LexiconError(f"{where}: unknown type {row['type']!r}")
    side2 = row.get("side2") or "recipient"
    if side2 not in SIDES:
        raise LexiconError(f"{where}: side2 {side2!r}, expected one of {', '.join(sorted(SIDES))}")
    return Act(type=row["type"] or None, mode=row["mode"] or None, cameo=row["cameo"] or None, side2=side2)


def _put(table: dict[K, V], key: K, value: V, where: str) -> None:
    if key in table:
        raise LexiconError(f"{where}: {key!r} is listed twice")
    table[key] = value


@lru_cache(maxsize=REMEMBERED)
def actor_code(name: str) -> str | None:
    """Return the code of the state, organisation or group of that name or of the state that a person served, else None.

    Only whole names of the actor tables count; a person who served several states or bodies has no code here.

    Example:
        >>> actor_code("Russian Federation"), actor_code("Angela Merkel"), actor_code("Somebody Else")
        ('RUS', 'DEU', None)
    """
    tables = load_actors()
    for entry in tables.names.get(normalise_name(name), ()):
        if entry.entity.code and entry.kind in {MentionKind.NAME, MentionKind.ROLE}:
            return entry.entity.code
    if " " not in name:
        return None
    codes = {row.code for row in tables.offices.persons(name)}
    return codes.pop() if len(codes) == 1 else None


@lru_cache(maxsize=REMEMBERED)
def state_code(value: str) -> str | None:
    """Return the ISO alpha-3 code of a state given by name or code, or None.

    Example:
        >>> state_code("South Korea"), state_code("KOR"), state_code("Atlantis")
        ('KOR', 'KOR', None)
    """
    tables = load_actors()
    if value in tables.states:
        return value
    found = load_foreign().states.get(("name", value)) or actor_code(value)
    return found if found in tables.states else None


def iso2(code: str | None) -> str | None:
    """Return the two letters of a state, lower case as in internet domains, or None."""
    state = load_actors().states.get(code or "")
    return state.iso2.lower() if state and state.iso2 else None
