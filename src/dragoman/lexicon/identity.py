"""Weights, near types and like words by which reports are told to be of one event (data/identity)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache

from dragoman.errors import LexiconError
from dragoman.lexicon.files import data_file, read_rows
from dragoman.model import EventType


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The rows of weights.tsv in log-odds; the file says what each means."""

    start: float
    two_parties: float
    one_party: float
    other_party: float
    other_person: float
    same_type: float
    same_word: float
    other_mode: float
    same_days: float
    near_days: float
    one_dated: float
    same_time: float
    in_window: float
    open_plan: float
    same_place: float
    other_country: float
    same_figure: float
    other_figure: float
    same_origin: float
    same_issue: float


@cache
def load_weights() -> Weights:
    """Return the packaged weights; raises LexiconError if one is missing, unknown or no number."""
    rows = {row["name"]: row["weight"] for row in read_rows(data_file("identity/weights.tsv"))}
    names = {f.name for f in fields(Weights)}
    if wrong := names ^ set(rows):
        raise LexiconError(f"weights.tsv: {min(wrong)}: expected each of {', '.join(sorted(names))} once")
    try:
        return Weights(**{name: float(value) for name, value in rows.items()})
    except ValueError as err:
        raise LexiconError(f"weights.tsv: {err}") from err


@cache
def load_near_types() -> Mapping[EventType, frozenset[EventType]]:
    """Return for each type those under which the same act may be told, itself among them."""
    near: dict[EventType, set[EventType]] = {t: {t} for t in EventType}
    for row in read_rows(data_file("identity/near_types.tsv")):
        try:
            one, other = EventType(row["one"]), EventType(row["other"])
        except ValueError as err:
            raise LexiconError(f"near_types.tsv: {err}") from err
        near[one].add(other)
        near[other].add(one)
    return {t: frozenset(types) for t, types in near.items()}


@cache
def load_like_words() -> Mapping[str, str]:
    """Return for each word of words.tsv the first of its row; raises LexiconError if a word stands in two rows."""
    first: dict[str, str] = {}
    for row in read_rows(data_file("identity/words.tsv")):
        words = row["words"].split(",")
        for word in words:
            if word in first:
                raise LexiconError(f"words.tsv: {word!r} stands in two rows")
            first[word] = words[0]
    return first
