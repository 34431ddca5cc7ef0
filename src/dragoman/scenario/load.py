"""Reads a scenario from a TOML file; an unknown key, a wrong value and an unfilled placeholder are errors."""

import tomllib
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Final, TypeAlias

from dragoman.errors import ScenarioError
from dragoman.scenario.inputs import ACTOR_KEYS, QUANTITIES, Range, ScenarioActor

PLACEHOLDER: Final = "?"
"""Stands in a drafted file for what only the analyst can say."""

Table: TypeAlias = Mapping[str, object]
_TOP: Final = ("issue", "scale", "actors")
_ENDS: Final = ("0", "100")
_RANGE: Final = ("low", "mode", "high")


def read_scenario(path: Path) -> tuple[str, tuple[str, str], tuple[ScenarioActor, ...]]:
    """Return issue, the words for 0 and 100, and the actors of a file.

    Raises:
        ScenarioError: If the file cannot be read, is no TOML, or has a key or value that is not expected; names file,
            place, value and expectation. All placeholders that are still to be filled are named together.
    """
    table = _toml(path)
    _keys(table, _TOP, str(path))
    open_places = _placeholders(table)
    if open_places:
        shown = ", ".join(open_places[:6]) + (", ..." if len(open_places) > 6 else "")
        raise ScenarioError(
            f'{path}: {len(open_places)} x "{PLACEHOLDER}" ({shown}), expected the analyst\'s own figures and words'
        )
    scale = _table(table["scale"], f"{path} scale")
    _keys(scale, _ENDS, f"{path} scale")
    actors = table["actors"]
    if not isinstance(actors, list):
        raise ScenarioError(f"{path} actors: {actors!r}, expected tables [[actors]]")
    ends = tuple(_text(scale[end], f"{path} scale {end}") for end in _ENDS)
    return (
        _text(table["issue"], f"{path} issue"),
        (ends[0], ends[1]),
        tuple(_actor(one, f"{path} actor {number}") for number, one in enumerate(actors, start=1)),
    )


def _toml(path: Path) -> Table:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as err:
        raise ScenarioError(f"{path}: cannot be read ({err}), expected a scenario in TOML") from err
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        raise ScenarioError(f"{path}: {err}, expected TOML") from err


def _placeholders(table: Table) -> list[str]:
    """Return the places that still hold the placeholder, in the order of the file."""
    found = ["issue"] if table["issue"] == PLACEHOLDER else []
    scale, actors = table["scale"], table["actors"]
    if isinstance(scale, dict):
        found += [f"scale {end}" for end in _ENDS if scale.get(end) == PLACEHOLDER]
    for number, actor in enumerate(actors if isinstance(actors, list) else [], start=1):
        if isinstance(actor, dict):
            name = actor.get("name", number)
            found += [f"{name} {key}" for key in ("name", *QUANTITIES) if actor.get(key) == PLACEHOLDER]
    return found


def _actor(value: object, place: str) -> ScenarioActor:
    table = _table(value, place)
    optional = ("evidence", "quotations")
    _keys(table, ACTOR_KEYS, place, optional=optional)
    name = _text(table["name"], f"{place} name")
    position, salience, capability = (_range(table[key], f"{place} {key}") for key in QUANTITIES)
    evidence, quotations = (_texts(table.get(key, []), f"{place} {key}") for key in optional)
    try:
        return ScenarioActor(
            name=name,
            position=position,
            salience=salience,
            capability=capability,
            evidence=evidence,
            quotations=quotations,
        )
    except ScenarioError as err:
        raise ScenarioError(f"{place}: {err}") from err


def _range(value: object, place: str) -> Range:
    if not isinstance(value, dict):
        return Range.at(_number(value, place))
    _keys(value, _RANGE, place)
    low, mode, high = (_number(value[key], f"{place} {key}") for key in _RANGE)
    try:
        return Range(low=low, mode=mode, high=high)
    except ScenarioError as err:
        raise ScenarioError(f"{place}: {err}") from err


def _keys(table: Table, known: tuple[str, ...], place: str, *, optional: tuple[str, ...] = ()) -> None:
    unknown = sorted(set(table) - set(known))
    missing = [key for key in known if key not in table and key not in optional]
    if unknown or missing:
        what = f"unknown key {unknown[0]!r}" if unknown else f"no {missing[0]!r}"
        raise ScenarioError(f"{place}: {what}, expected {', '.join(known)}")


def _table(value: object, place: str) -> Table:
    if not isinstance(value, dict):
        raise ScenarioError(f"{place}: {value!r}, expected a table")
    return value


def _text(value: object, place: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ScenarioError(f"{place}: {value!r}, expected words")
    return value


def _texts(value: object, place: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ScenarioError(f"{place}: {value!r}, expected a list of texts")
    return tuple(_text(item, place) for item in value)


def _number(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ScenarioError(f"{place}: {value!r}, expected a number or {{ low, mode, high }}")
    if not isfinite(value):
        raise ScenarioError(f"{place}: {value}, expected a finite number")
    return float(value)
