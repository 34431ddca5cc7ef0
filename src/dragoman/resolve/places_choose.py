"""Chooses among places of one name: takes the rows and what the text says, gives the likeliest and the reason.

A place's score is the logarithm of how often one would mean it: inhabitants (or how well known it is), plus what the
words around speak for it. All weights are in powers of ten and were set on the 123 sentences written for the purpose in
tests/resolve/test_places_locate.py; scripts/ablate_places.py shows what each kind of cue is worth.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dragoman.lexicon.places import PlaceRow, place_table, place_words
from dragoman.resolve.places_cues import Cue
from dragoman.resolve.places_scene import (
    COUNTRY_STATED,
    ELSEWHERE,
    NEAR,
    NEAR_KM,
    Hearing,
    Reading,
    Scene,
    Tie,
    prior,
    readings_of,
)

APPOSED = 4.0
"""The text says it: "Tripoli, Lebanon", "Hyderabad in Sindh"."""
POSSESSED = 2.5
"""The text nearly says it: "the Lebanese city of Tripoli", "Syria's Idlib"."""
DOCUMENT = 1.5
"""The caller says that the document is about the country; counts where the text says less."""
FAR_KM = 1_000.0
"""From here on a place adds less than MIN_WEIGHT to another: NEAR x exp(-FAR_KM / NEAR_KM) is 0.046."""
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


class Choice(NamedTuple):
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
    names = frozenset([r.name for r in rows])
    hearing = scene.hearing(at)
    places = tuple(hearing.places(names)) if scene.families.nearness else ()
    scored = []
    for row in rows:
        reasons = _country_reasons(row, hearing, names) if row.kind != "country" and row.country else {}
        if places:
            reasons |= _near_reasons(row, scene, places)
        if at:
            reasons |= beside(row, scene, at)
        if told_rows and row in told_rows:
            reasons["named so earlier in the text"] = POSSESSED
        if kind and (row.kind == "region") == (kind == "region"):
            reasons[f"a {kind} by the words beside it"] = KIND
        scored.append((prior(row, scene.families) + sum(reasons.values()), row, reasons))
    scored.sort(key=lambda s: (-s[0], s[1].country or "", s[1].lat, s[1].lon))
    _, row, reasons = scored[0]
    return Choice(row, _basis(row, reasons, len(scored)))


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
    if kind == "region" or len(rows) == 1:
        return rows
    towns = [r for r in rows if r.kind == "town" and not r.is_old]
    return [r for r in rows if r.kind != "region" or r.is_kept or not any(holds(r, t) for t in towns)]


def _shortlist(rows: Sequence[PlaceRow]) -> Sequence[PlaceRow]:
    return rows if len(rows) <= MAX_ROWS else sorted(rows, key=lambda r: (-prior(r), r.country or "", r.lat))[:MAX_ROWS]


def _country_reasons(row: PlaceRow, hearing: Hearing, names: frozenset[str]) -> dict[str, float]:
    """Return the weightiest reason that concerns the place's country, if there is one."""
    scene, country = hearing.scene, row.country or ""
    words, gain = ("in a country of the document", DOCUMENT) if country in scene.countries else ("", 0.0)
    spoken = hearing.spoken(country, names) if scene.families.countries else None
    if spoken is not None and spoken[1] > gain:
        words, gain = f"the text speaks of {scene.text[spoken[0].start : spoken[0].end]}", spoken[1]
    if not words:
        return {}
    return {words: min(gain, COUNTRY_STATED) if row.admin else gain}


def _near_reasons(row: PlaceRow, scene: Scene, places: Iterable[tuple[Cue, float]]) -> dict[str, float]:
    """Return the place of the text that speaks most for a place by its nearness, with its weight, if there is one."""
    known = scene.gains.setdefault(row, {})
    most, nearest = MIN_WEIGHT, None
    for cue, weight in places:
        if NEAR * weight <= most:  # no place is worth more
            continue
        gain = known.get(cue.name)
        if gain is None:
            gain = known[cue.name] = _near_gain(row, cue, scene)
        if gain * weight > most:
            most, nearest = gain * weight, cue
    return {f"the text names {scene.text[nearest.start : nearest.end]}": most} if nearest is not None else {}


def _near_gain(row: PlaceRow, cue: Cue, scene: Scene) -> float:
    """Return how much a neighbour's name speaks for a place, over the neighbour's likeliest reading."""
    gain = 0.0
    lat, reach = row.lat, row.radius_km + FAR_KM
    for other, most, loss in _readings(cue, scene):
        if most - loss > gain and abs(lat - other.lat) * KM_PER_DEGREE - other.radius_km < reach:
            gain = max(gain, most * math.exp(-distance_km(row, other) / NEAR_KM) - loss)
    return gain


def _readings(cue: Cue, scene: Scene) -> tuple[Reading, ...]:
    """Return the readings of a cue's name: those of the first cue of that name."""
    found = scene.readings.get(cue.name)
    if found is None:
        found = scene.readings[cue.name] = readings_of(cue.rows)
    return found


def beside(row: PlaceRow, scene: Scene, at: tuple[int, int]) -> dict[str, float]:
    """Return what the words right before and after the name say for a place."""
    reasons = {}
    for tie in ties_at(scene, at):
        is_own = row.country in tie.cue.codes and row.kind != "country"
        if is_own and tie.owns:
            reasons[f"{tie.words} stands {tie.owns} it"] = POSSESSED
        elif tie.is_apposed and any(holds(r, row) for r in tie.cue.rows):
            reasons[f"named with {tie.words}"] = APPOSED
    return reasons


def ties_at(scene: Scene, at: tuple[int, int]) -> tuple[Tie, ...]:
    """Return the cues tied to the name that stands there; reckoned once."""
    ties = scene.ties.get(at)
    if ties is None:
        ties = scene.ties[at] = tuple(_ties(scene, at))
    return ties


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
