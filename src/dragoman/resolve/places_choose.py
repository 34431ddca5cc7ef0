"""Chooses among places of one name: takes the rows and what the text says, gives the likeliest and the reason.

A place's score is the logarithm of how often one would mean it: inhabitants (or how well known it is), plus what the
words around speak for it. All weights are in powers of ten and were set on the 123 sentences written for the purpose in
tests/resolve/test_places_locate.py; scripts/ablate_places.py shows what each kind of cue is worth.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from dragoman.lexicon.places import PlaceRow, place_table, place_words
from dragoman.resolve.places_cues import Cue

CAPITAL = 1.0
"""News mean a capital ten times as often as a town of its size."""
REGION = 0.8
NEEDS_STATE = -0.7
"""Towns of the USA and Canada below BIG_TOWN thousand: the press names them with their state."""
BIG_TOWN = 300
OLD_NAME, ALIAS = -2.0, -0.2
APPOSED = 4.0
"""The text says it: "Tripoli, Lebanon", "Hyderabad in Sindh"."""
POSSESSED = 2.5
"""The text nearly says it: "the Lebanese city of Tripoli", "Syria's Idlib"."""
COUNTRY, COUNTRY_STATED, COUNTRY_ABROAD = 1.8, 1.2, 0.9
"""The text speaks of the country; less for the USA and Canada, of which much is said and whose towns come with their
state, and for "Russian", "Israeli" and the like before troops that stand abroad. Tried 0.6 to 2.4."""
ABROAD = frozenset({"CHN", "FRA", "GBR", "IRN", "ISR", "RUS", "SAU", "TUR"})
"""States whose troops and envoys the news tell of in other countries most."""
DOCUMENT = 1.5
"""The caller says that the document is about the country; counts where the text says less."""
NEAR, NEAR_KM = 2.5, 250.0
"""Another place of the text lies near: NEAR x exp(-distance / NEAR_KM)."""
SAME_COUNTRY = 0.9
"""Another place of the text surely lies in that country: its likeliest reading is CLEAR ahead of those elsewhere."""
CLEAR = 1.0
RARE = 0.7
"""Share of the gap between the likeliest and another reading of a neighbour that counts against that reading."""
ELSEWHERE = 0.4
"""Weight of a cue in another sentence; tried 0.2 to 0.7."""
KIND = 2.0
"""The text says what kind of place it is: "Idlib province"."""
MIN_WEIGHT = 0.05
REACH = 80
"""Code points around a name within which another name can be tied to it."""
MAX_ROWS = 25
"""Places of one name that are weighed; only names like San Antonio have more."""
KM_PER_DEGREE = 111.2

ARTICLES = frozenset({"the", "a", "an", "its", "his", "her", "their"})
_APPOSED = re.compile(r"(?:'s|’s)?(?:,? in|,|,? \()[ \n](?:the )?(?:[a-z]+ ){0,2}(?:of )?|,[ \n]?|[ \n]?\(")
_WITHIN = re.compile(r",? in[ \n](?:the )?(?:[a-z]+ )?|, (?:the|an?) (?:[a-z-]+ )?")
_OWNED = re.compile(r"(?:['’]s?)?[ \n](?:(?:[a-z]+-)?[a-z]+[ \n]){0,3}")
_OF = re.compile(r"(?:,|[ \n]of(?: the)?)?[ \n]$")


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
    def voices(self) -> dict[str, tuple[Cue, float]]:
        """Each name's cue with its weight as heard from a sentence that says nothing itself."""
        found: dict[str, tuple[Cue, float]] = {}
        begin, end = self.dateline
        for cue in self.cues:
            weight = 1.0 if begin <= cue.start < end else ELSEWHERE
            if cue.name not in found or found[cue.name][1] < weight:
                found[cue.name] = (cue, weight)
        return found

    @cached_property
    def country_gains(self) -> dict[int, tuple[tuple[str, float], ...]]:
        """The countries of which the cue that begins there speaks, with their weight."""
        return {cue.start: tuple(_country_gains(cue)) for cue in self.cues}


@dataclass(frozen=True, slots=True)
class Choice:
    """The likeliest place.

    Attributes:
        row: The place.
        basis: Why, for a person.
    """

    row: PlaceRow
    basis: str


def choose(
    rows: Sequence[PlaceRow],
    scene: Scene,
    *,
    at: tuple[int, int] | None = None,
    kind: str = "",
    told: Iterable[PlaceRow] = (),
) -> Choice:
    """Return the likeliest of places of one name.

    Args:
        rows: The places; at least one.
        scene: The text.
        at: Where the name stands in the text; None when it does not stand there.
        kind: "region" or "town" if the text says so.
        told: Places that the text has named so at another spot.
    """
    rows = _shortlist(_without_provinces_of_towns(rows, kind))
    if len(rows) == 1:
        return Choice(rows[0], "the only place of that name in the table")
    told_rows = frozenset(told)
    hearing = _without(_hearing(scene, at), frozenset(r.name for r in rows))
    scored = []
    for row in rows:
        reasons = _reasons(row, scene, hearing, at)
        if row in told_rows:
            reasons["named so earlier in the text"] = POSSESSED
        if kind and (row.kind == "region") == (kind == "region"):
            reasons[f"a {kind} by the words beside it"] = KIND
        scored.append((prior(row, scene.families) + sum(reasons.values()), row, reasons))
    scored.sort(key=lambda s: (-s[0], s[1].country or "", s[1].lat, s[1].lon))
    _, row, reasons = scored[0]
    return Choice(row, _basis(row, reasons, len(scored)))


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


def distance_km(a: PlaceRow, b: PlaceRow) -> float:
    """Return the distance between two places, zero if one lies within the other's radius."""
    turn = abs(a.lon - b.lon)
    turn = min(turn, 360 - turn)
    flat = math.hypot(a.lat - b.lat, turn * math.cos(math.radians((a.lat + b.lat) / 2)))
    return max(0.0, flat * KM_PER_DEGREE - a.radius_km - b.radius_km)


def holds(region: PlaceRow, row: PlaceRow) -> bool:
    """Tell whether a region or country holds a place, as far as country, division and radius can tell."""
    if region.kind == "country":
        return region.country == row.country
    if region.kind not in {"region", "sea"} or row.kind == "country":
        return False
    if region.admin and row.admin:
        return (region.country, region.admin) == (row.country, row.admin)
    same = region.country is None or region.country == row.country
    return same and distance_km(region, row) == 0.0


def _without_provinces_of_towns(rows: Sequence[PlaceRow], kind: str) -> Sequence[PlaceRow]:
    """Return the rows without provinces named after a town in them, unless the text says "province"."""
    if kind == "region":
        return rows
    towns = [r for r in rows if r.kind == "town" and not r.is_old]
    return [r for r in rows if r.kind != "region" or r.is_kept or not any(holds(r, t) for t in towns)]


def _shortlist(rows: Sequence[PlaceRow]) -> Sequence[PlaceRow]:
    return rows if len(rows) <= MAX_ROWS else sorted(rows, key=lambda r: (-prior(r), r.country or "", r.lat))[:MAX_ROWS]


def _reasons(row: PlaceRow, scene: Scene, hearing: "Hearing", at: tuple[int, int] | None) -> dict[str, float]:
    """Return what speaks for a place, in words, with the weight of each."""
    reasons = _country_reasons(row, scene, hearing) if row.kind != "country" and row.country else {}
    if scene.families.nearness and hearing.places:
        known = scene.gains.setdefault(row, {})
        most, nearest = MIN_WEIGHT, None
        for cue, weight in hearing.places:
            gain = known.get(cue.name)
            if gain is None:
                gain = known[cue.name] = _near_gain(row, cue, scene)
            if gain * weight > most:
                most, nearest = gain * weight, cue
        if nearest is not None:
            reasons[f"the text names {scene.text[nearest.start : nearest.end]}"] = most
    if at:
        reasons |= beside(row, scene, at)
    return reasons


def _country_reasons(row: PlaceRow, scene: Scene, hearing: "Hearing") -> dict[str, float]:
    """Return the weightiest reason that concerns the place's country, if there is one."""
    found = [("in a country of the document", DOCUMENT)] if row.country in scene.countries else []
    if scene.families.countries:
        spoken = hearing.spoken.get(row.country or "", ())
        found += [(f"the text speaks of {word}", gain) for word, key, gain in spoken if key not in hearing.name][:1]
    if not found:
        return {}
    words, gain = max(found, key=lambda f: f[1])
    return {words: min(gain, COUNTRY_STATED) if row.admin else gain}


@dataclass(frozen=True, slots=True)
class Hearing:
    """A scene's cues as heard from one sentence.

    Attributes:
        spoken: By country, the words that speak of it with their folded name and weight, the weightiest first.
        places: The cues that name places, each name once, with its weight.
        name: The name whose places are weighed, in all its forms: it says nothing of itself.
    """

    spoken: Mapping[str, tuple[tuple[str, str, float], ...]]
    places: tuple[tuple[Cue, float], ...]
    name: frozenset[str] = frozenset()


def _without(hearing: Hearing, name: frozenset[str]) -> Hearing:
    return Hearing(hearing.spoken, tuple((c, w) for c, w in hearing.places if c.name not in name), name)


def _hearing(scene: Scene, at: tuple[int, int] | None) -> Hearing:
    first, last = _sentence(scene, at)
    hearing = scene.hearings.get(first)
    if hearing is None:
        weighted = _weighted(scene, first, last)
        spoken: dict[str, list[tuple[str, str, float]]] = {}
        for cue, weight in weighted:
            for country, gain in scene.country_gains[cue.start]:
                spoken.setdefault(country, []).append((scene.text[cue.start : cue.end], cue.name, gain * weight))
        hearing = scene.hearings[first] = Hearing(
            {c: tuple(sorted(words, key=lambda w: -w[2])) for c, words in spoken.items()},
            tuple((c, w) for c, w in weighted if any(r.kind != "country" for r in c.rows)),
        )
    return hearing


def _weighted(scene: Scene, first: int, last: int) -> list[tuple[Cue, float]]:
    """Return each name's cue with its weight: full in the sentence from `first` to `last` and in the dateline."""
    found = dict(scene.voices)
    start = bisect_left(scene.cues, first, key=lambda c: c.start)
    for cue in islice(scene.cues, start, None):
        if cue.start >= last:
            break
        if found[cue.name][1] < 1.0:
            found[cue.name] = (cue, 1.0)
    return list(found.values())


def _sentence(scene: Scene, at: tuple[int, int] | None) -> tuple[int, int]:
    if at is None or not scene.sentences:
        return 0, len(scene.text)
    i = bisect_right(scene.sentences, at[0])
    return (scene.sentences[i - 1] if i else 0), (scene.sentences[i] if i < len(scene.sentences) else len(scene.text))


def _country_gains(cue: Cue) -> Iterator[tuple[str, float]]:
    """Yield the countries that a cue speaks of: named, or the country of a place that is hardly ambiguous."""
    for country in cue.codes:
        weight = COUNTRY_ABROAD if cue.is_demonym and country in ABROAD else COUNTRY
        yield country, weight / len(cue.codes)
    if cue.rows and not cue.codes:
        best = max(cue.rows, key=prior)
        others = [prior(r) for r in cue.rows if r.country != best.country]
        if best.country and prior(best) - max(others, default=0.0) >= CLEAR:
            yield best.country, SAME_COUNTRY


def _near_gain(row: PlaceRow, cue: Cue, scene: Scene) -> float:
    """Return how much a neighbour's name speaks for a place, over the neighbour's likeliest reading."""
    return max(0.0, *(r.most * math.exp(-distance_km(row, r.row) / NEAR_KM) - r.loss for r in _readings(cue, scene)))


class Reading(NamedTuple):
    """A place that a neighbour's name may mean: what nearness to it is worth at most, and what is lost if it is rare.

    That a town lies in Europe says less than that it lies in Galilee.
    """

    row: PlaceRow
    most: float
    loss: float


def _readings(cue: Cue, scene: Scene) -> tuple[Reading, ...]:
    """Return the readings of a cue's name; a country is none, but a country cue."""
    found = scene.readings.get(cue.name)
    if found is None:
        top = max(prior(r) for r in cue.rows)
        found = scene.readings[cue.name] = tuple(
            Reading(r, NEAR * min(1.0, math.sqrt(NEAR_KM / max(1, r.radius_km))), RARE * (top - prior(r)))
            for r in cue.rows
            if r.kind != "country"
        )
    return found


def beside(row: PlaceRow, scene: Scene, at: tuple[int, int]) -> dict[str, float]:
    """Return what the words right before and after the name say for a place."""
    ties = scene.ties.get(at)
    if ties is None:
        ties = scene.ties[at] = tuple(_ties(scene, at))
    reasons = {}
    for tie in ties:
        is_own = row.country in tie.cue.codes and row.kind != "country"
        if is_own and tie.owns:
            reasons[f"{tie.words} stands {tie.owns} it"] = POSSESSED
        elif tie.is_apposed and any(holds(r, row) for r in tie.cue.rows):
            reasons[f"named with {tie.words}"] = APPOSED
    return reasons


class Tie(NamedTuple):
    """A cue tied to a name by what stands between: a country's word "before" or "after" it, or in apposition."""

    cue: Cue
    words: str
    owns: str
    is_apposed: bool


def _ties(scene: Scene, at: tuple[int, int]) -> Iterator[Tie]:
    first = bisect_left(scene.cues, at[0] - REACH, key=lambda c: c.start)
    last = bisect_right(scene.cues, at[1] + REACH, key=lambda c: c.start)
    for cue in scene.cues[first:last]:
        owns, is_apposed = "", False
        if cue.start >= at[1] and scene.families.apposition:
            gap = scene.text[at[1] : cue.start]
            owns = "after" if cue.is_demonym and _WITHIN.fullmatch(gap) else ""
            is_apposed = bool(_APPOSED.fullmatch(gap))
        elif cue.end <= at[0] and scene.families.possession:
            is_nation = bool(cue.rows) or cue.name in place_table().demonyms
            owns = "before" if is_nation and _is_owner(scene.text[cue.end : at[0]]) else ""
        if owns or is_apposed:
            yield Tie(cue, scene.text[cue.start : cue.end], owns, is_apposed)


def _is_owner(gap: str) -> bool:
    """Tell whether a country's name and these words own the name after them: "Syria's ", " city of ", " capital, "."""
    core = _OF.sub(" ", gap)
    if not _OWNED.fullmatch(core):
        return False
    words = core.lower().split()
    if ARTICLES & set(words):
        return False
    last = words[-1] if words else ""
    return last in {"", "'s", "’s", "'", "’"} or last in place_words()["town_word"] or bool(kind_word(last))


def _basis(row: PlaceRow, reasons: Mapping[str, float], n_rows: int) -> str:
    """Return why the place was chosen, in one phrase."""
    if reasons:
        words, value = max(reasons.items(), key=lambda item: item[1])
        if value >= ELSEWHERE:
            return words
    if row.kind == "country":
        return f"a country; {n_rows} places have that name"
    if row.is_capital:
        return f"a capital; {n_rows} places have that name"
    return f"the best known of {n_rows} places of that name"


def kind_word(word: str) -> str:
    """Return "region" or "town" for a word that says what kind of place a name is, else ""."""
    lists = place_words()
    if word in {"city", "town", "village"}:
        return "town"
    return "region" if word in lists["type_word"] else ""
