"""The scale of tone and the quad classes of event types, and the shipped parameters of the relation index.

The files are data/track/*.tsv; `load_scales()` and `load_index_defaults()` check every row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final, TypeVar

from dragoman.errors import LexiconError
from dragoman.lexicon.files import data_file, read_rows
from dragoman.model import EventType

K = TypeVar("K")

SCALE_LIMIT: Final = 10.0
"""Both published scales run from -10 (war) to 10 (alliance)."""


class Quad(StrEnum):
    """Word or deed, cooperation or conflict: the four classes that event data are counted in."""

    VERBAL_COOPERATION = "verbal_cooperation"
    MATERIAL_COOPERATION = "material_cooperation"
    VERBAL_CONFLICT = "verbal_conflict"
    MATERIAL_CONFLICT = "material_conflict"

    @property
    def label(self) -> str:
        """Return the class in words ("material conflict")."""
        return self.value.replace("_", " ")


QUADS: Final = tuple(Quad)
"""The classes in the order of their column numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """What one kind of act counts for.

    Attributes:
        value: Cooperation (+) or conflict (-), -10 to 10.
        quad: Class of the act.
    """

    value: float
    quad: Quad


@dataclass(frozen=True, slots=True, kw_only=True)
class Scales:
    """All of scales.tsv.

    Attributes:
        plover: By (type, mode); mode None is the type's own row, and every type has one.
        cameo: By CAMEO code.
    """

    plover: Mapping[tuple[EventType, str | None], Tone]
    cameo: Mapping[str, Tone]

    def of_type(self, kind: EventType, mode: str | None = None) -> Tone:
        """Return the tone of a PLOVER type; a mode without a row of its own counts as its type."""
        return self.plover.get((kind, mode)) or self.plover[kind, None]

    def of_cameo(self, code: str) -> Tone | None:
        """Return the tone of a CAMEO code or of its nearest listed parent; None where neither is listed."""
        for end in range(len(code), 1, -1):
            found = self.cameo.get(code[:end])
            if found is not None:
                return found
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexDefaults:
    """One row of index_parameters.tsv; the meaning of each figure stands in `track.kalman.Parameters`."""

    q: float
    s2: float
    tau2: float
    mean: float
    p0: float
    z80: float


@cache
def load_scales() -> Scales:
    """Return the packaged scales.

    Raises:
        LexiconError: If a row has an unknown scheme, type or class, a value off the scale or a double key, or
            if a type has no row of its own; names the row.
    """
    plover: dict[tuple[EventType, str | None], Tone] = {}
    cameo: dict[str, Tone] = {}
    for row in read_rows(data_file("track/scales.tsv")):
        where = f"scales.tsv: {row['scheme']} {row['code']} {row['mode']}".rstrip()
        tone = _tone(row, where)
        if row["scheme"] == "plover":
            _put(plover, (_event_type(row["code"], where), row["mode"] or None), tone, where)
        elif row["scheme"] == "cameo":
            _put(cameo, row["code"], tone, where)
        else:
            raise LexiconError(f"{where}: unknown scheme {row['scheme']!r}, expected plover or cameo")
    missing = [kind.value for kind in EventType if (kind, None) not in plover]
    if missing:
        raise LexiconError(f"scales.tsv: no row without a mode for {', '.join(missing)}")
    return Scales(plover=plover, cameo=cameo)


@cache
def load_index_defaults() -> Mapping[str, IndexDefaults]:
    """Return the shipped parameters of the relation index, by frequency ("week", "month").

    Raises:
        LexiconError: If a figure is no number, or a variance is not positive; names the row.
    """
    found: dict[str, IndexDefaults] = {}
    for row in read_rows(data_file("track/index_parameters.tsv")):
        where = f"index_parameters.tsv: {row['freq']}"
        figures = {name: _number(row[name], where) for name in ("q", "s2", "tau2", "mean", "p0", "z80")}
        if any(figures[name] <= 0 for name in ("q", "s2", "tau2", "p0", "z80")):
            raise LexiconError(f"{where}: q, s2, tau2, p0 and z80 must be above 0")
        found[row["freq"]] = IndexDefaults(**figures)
    return found


@cache
def load_coder_error() -> float:
    """Return the mean squared error of one coded event's tone, in squared points, as measured on annotated articles.

    Raises:
        LexiconError: If coder_error.tsv has not exactly one row with a figure of 0 or more.
    """
    rows = list(read_rows(data_file("track/coder_error.tsv")))
    figures = [_number(row["squared_error"], "coder_error.tsv") for row in rows]
    if len(figures) != 1 or figures[0] < 0:
        raise LexiconError(f"coder_error.tsv: {figures}, expected one figure of 0 or more")
    return figures[0]


def _put(table: dict[K, Tone], key: K, tone: Tone, where: str) -> None:
    if key in table:
        raise LexiconError(f"{where}: listed twice")
    table[key] = tone


def _tone(row: Mapping[str, str], where: str) -> Tone:
    value = _number(row["value"], where)
    if abs(value) > SCALE_LIMIT:
        raise LexiconError(f"{where}: value {value}, expected -10 to 10")
    try:
        quad = Quad(row["quad"])
    except ValueError as err:
        raise LexiconError(f"{where}: unknown class {row['quad']!r}") from err
    return Tone(value=value, quad=quad)


def _event_type(code: str, where: str) -> EventType:
    try:
        return EventType(code)
    except ValueError as err:
        raise LexiconError(f"{where}: unknown type {code!r}") from err


def _number(text: str, where: str) -> float:
    try:
        return float(text)
    except ValueError as err:
        raise LexiconError(f"{where}: {text!r} is no number") from err
