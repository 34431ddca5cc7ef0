"""What a text tells of where its names lie, as heard from one of its sentences: takes its cues, gives their weight.

A cue in the same sentence, or in the dateline, counts in full, one elsewhere less; of each name only one cue counts.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import NamedTuple

from dragoman.lexicon.places import KEPT_LOOKUPS, PlaceRow
from dragoman.resolve.places_cues import Cue

CAPITAL = 1.0
"""News mean a capital ten times as often as a town of its size."""
REGION = 0.8
NEEDS_STATE = -0.7
"""Towns of the USA and Canada below BIG_TOWN thousand: the press names them with their state."""
BIG_TOWN = 300
OLD_NAME, ALIAS = -2.0, -0.2
COUNTRY, COUNTRY_STATED, COUNTRY_ABROAD = 1.8, 1.2, 0.9
"""The text speaks of the country; less for the USA and Canada, of which much is said and whose towns come with their
state, and for "Russian", "Israeli" and the like before troops that stand abroad. Tried 0.6 to 2.4."""
ABROAD = frozenset({"CHN", "FRA", "GBR", "IRN", "ISR", "RUS", "SAU", "TUR"})
"""States whose troops and envoys the news tell of in other countries most."""
SAME_COUNTRY = 0.9
"""Another place of the text surely lies in that country: its likeliest reading is CLEAR ahead of those elsewhere."""
CLEAR = 1.0
NEAR, NEAR_KM = 2.5, 250.0
"""Another place of the text lies near: NEAR x exp(-distance / NEAR_KM)."""
RARE = 0.7
"""Share of the gap between the likeliest and another reading of a neighbour that counts against that reading."""
ELSEWHERE = 0.4
"""Weight of a cue in another sentence; tried 0.2 to 0.7."""


@dataclass(frozen=True, kw_only=True)
class CueFamilies:
    """Which kinds of cue are heard; all, save in the ablation."""

    apposition: bool = True
    possession: bool = True
    countries: bool = True
    nearness: bool = True
    size: bool = True
    state_style: bool = True


ALL = CueFamilies()


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What is known of the text in which a name stands.

    Attributes:
        text: The text.
        cues: Its cues in order.
        countries: ISO codes of the countries that the document is about.
        sentences: Start offsets of the sentences; a cue in another sentence counts less.
        dateline: Where the dateline stands; its cues count in full everywhere.
        families: Which kinds of cue are heard.
        gains: What was already reckoned: how much the names of cues speak for a place.
        hearings: The same: what is heard from the sentence that begins there.
        readings: The same: what a cue's name may mean.
        ties: The same: the cues tied to the name that stands there.
    """

    text: str
    cues: tuple[Cue, ...]
    countries: frozenset[str] = frozenset()
    sentences: tuple[int, ...] = ()
    dateline: tuple[int, int] = (0, 0)
    families: CueFamilies = ALL
    gains: dict[PlaceRow, dict[str, float]] = field(default_factory=dict, repr=False)
    hearings: dict[int, "Hearing"] = field(default_factory=dict, repr=False)
    readings: dict[str, tuple["Reading", ...]] = field(default_factory=dict, repr=False)
    ties: dict[tuple[int, int], tuple["Tie", ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def voices(self) -> Mapping[str, tuple[Cue, float]]:
        """Each name's cue with its weight as heard from a sentence that says nothing itself."""
        found: dict[str, tuple[Cue, float]] = {}
        begin, end = self.dateline
        for cue in self.cues:
            weight = 1.0 if begin <= cue.start < end else ELSEWHERE
            if cue.name not in found or found[cue.name][1] < weight:
                found[cue.name] = (cue, weight)
        return found

    @cached_property
    def country_gains(self) -> Mapping[int, Mapping[str, float]]:
        """The countries of which the cue that begins there speaks, with their weight."""
        return {cue.start: dict(_country_gains(cue)) for cue in self.cues}

    @cached_property
    def speakers(self) -> Mapping[str, tuple[str, ...]]:
        """By country, the names of which a cue speaks of it, in the order of `voices`."""
        found: dict[str, set[str]] = {}
        for cue in self.cues:
            for country in self.country_gains[cue.start]:
                found.setdefault(country, set()).add(cue.name)
        order = {name: number for number, name in enumerate(self.voices)}
        return {country: tuple(sorted(names, key=order.__getitem__)) for country, names in found.items()}

    @cached_property
    def spots(self) -> frozenset[int]:
        """Where the cues begin that name a place other than a country."""
        return frozenset(cue.start for cue in self.cues if any(row.kind != "country" for row in cue.rows))

    @cached_property
    def spot_names(self) -> tuple[str, ...]:
        """The names of those cues, in the order of `voices`."""
        names = {cue.name for cue in self.cues if cue.start in self.spots}
        return tuple(name for name in self.voices if name in names)

    def hearing(self, at: tuple[int, int] | None) -> "Hearing":
        """Return the cues as heard from the sentence of a name; from the whole text for None or without sentences."""
        first, last = self._sentence(at)
        found = self.hearings.get(first)
        if found is None:
            own: dict[str, tuple[Cue, float]] = {}
            for cue in islice(self.cues, bisect_left(self.cues, first, key=lambda c: c.start), None):
                if cue.start >= last:
                    break
                if self.voices[cue.name][1] < 1.0:
                    own.setdefault(cue.name, (cue, 1.0))
            found = self.hearings[first] = Hearing(self, own)
        return found

    def _sentence(self, at: tuple[int, int] | None) -> tuple[int, int]:
        starts, end = self.sentences, len(self.text)
        if at is None or not starts:
            return 0, end
        i = bisect_right(starts, at[0])
        return (starts[i - 1] if i else 0), (starts[i] if i < len(starts) else end)


@dataclass(frozen=True, slots=True)
class Hearing:
    """A scene's cues as heard from one sentence.

    Attributes:
        scene: The scene.
        own: Each name of the sentence that the dateline lacks, with its first cue there and its weight.
    """

    scene: Scene
    own: Mapping[str, tuple[Cue, float]]

    def spoken(self, country: str, but: frozenset[str]) -> tuple[Cue, float] | None:
        """Return the weightiest cue that speaks of a country, with its weight, or None.

        Args:
            country: ISO alpha-3 code.
            but: Names that are not listened to: what is weighed says nothing of itself.
        """
        best: tuple[Cue, float] | None = None
        for name in self.scene.speakers.get(country, ()):
            cue, weight = self.own.get(name) or self.scene.voices[name]
            gain = self.scene.country_gains[cue.start].get(country, 0.0) * weight
            if gain and name not in but and (best is None or gain > best[1]):
                best = (cue, gain)
        return best

    def places(self, but: frozenset[str]) -> Iterator[tuple[Cue, float]]:
        """Yield the cues that name places, each name once, with its weight; save those names."""
        for name in self.scene.spot_names:
            voice = self.own.get(name) or self.scene.voices[name]
            if voice[0].start in self.scene.spots and name not in but:
                yield voice


class Reading(NamedTuple):
    """A place that a neighbour's name may mean: what nearness to it is worth at most, and what is lost if it is rare.

    That a town lies in Europe says less than that it lies in Galilee.
    """

    row: PlaceRow
    most: float
    loss: float


class Tie(NamedTuple):
    """A cue tied to a name by what stands between: a country's word "before" or "after" it, or in apposition."""

    cue: Cue
    words: str
    owns: str
    is_apposed: bool


def prior(row: PlaceRow, families: CueFamilies = ALL) -> float:
    """Return the score of a place before the text is heard: log10 of inhabitants, with what its kind is worth."""
    if not families.size:
        return 0.0
    score = math.log10(row.size * 1000 + 500)
    if row.kind in {"region", "sea", "site"}:
        score += REGION
    if row.is_old:
        return score + OLD_NAME
    if row.is_capital:
        score += CAPITAL
    if row.is_alias and row.kind != "country":
        score += ALIAS
    if families.state_style and row.admin and row.kind == "town" and row.size < BIG_TOWN and not row.is_kept:
        score += NEEDS_STATE
    return score


def _country_gains(cue: Cue) -> Iterator[tuple[str, float]]:
    """Yield the countries that a cue speaks of: named, or the country of a place that is hardly ambiguous."""
    for country in cue.codes:
        weight = COUNTRY_ABROAD if cue.is_demonym and country in ABROAD else COUNTRY
        yield country, weight / len(cue.codes)
    if cue.rows and not cue.codes and (clear := clear_country(cue.rows)):
        yield clear, SAME_COUNTRY


@lru_cache(maxsize=KEPT_LOOKUPS)
def clear_country(rows: tuple[PlaceRow, ...]) -> str | None:
    """Return the country of the likeliest of several places of a name, or None where it is not clear."""
    best = max(rows, key=prior)
    others = [prior(row) for row in rows if row.country != best.country]
    return best.country if prior(best) - max(others, default=0.0) >= CLEAR else None


@lru_cache(maxsize=KEPT_LOOKUPS)
def readings_of(rows: tuple[PlaceRow, ...]) -> tuple[Reading, ...]:
    """Return the places that a neighbour's name may mean; a country is none, but a country cue."""
    top = max(map(prior, rows))
    return tuple(
        Reading(row, NEAR * min(1.0, math.sqrt(NEAR_KM / max(1, row.radius_km))), RARE * (top - prior(row)))
        for row in rows
        if row.kind != "country"
    )
