"""Finds and locates place names: takes a name, or a document with its grammar, gives places, each with its reason."""

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from dragoman.lexicon.places import PlaceRow, PlaceTable, place_table, place_words
from dragoman.lexicon.places_spelling import fold
from dragoman.model import Document, Mention, Parse, Place, Span
from dragoman.resolve.places_choose import Choice, beside, choose, kind_word, ties_at
from dragoman.resolve.places_cues import Cue, find_cues, is_written_as_name
from dragoman.resolve.places_grammar import names_government, speaks
from dragoman.resolve.places_scene import ALL, CueFamilies, Scene
from dragoman.resolve.places_spans import Candidate, candidates, is_ground

SHIFT = 0.5
"""Eastern Ukraine: the country's point moved east by this share of its radius."""
KM_PER_DEGREE = 111.2
_AFTER = re.compile(r"(?:'s|’s)?[ -]([A-Za-z]+)\b")
_BEFORE = re.compile(r"\b([A-Za-z]+) of (?:the )?$")
_SIDES = {"north": (1, 0), "south": (-1, 0), "east": (0, 1), "west": (0, -1)}


class _Named(NamedTuple):
    """What a name may mean: the places, what kind of place the words say it is, and which side of it."""

    rows: tuple[PlaceRow, ...]
    kind: str = ""
    side: tuple[int, int] | None = None
    basis: str = ""


def locate(name: str, *, context: str = "", countries: Sequence[str] = ()) -> Place | None:
    """Return the place of that name, or None if the table has none.

    Args:
        name: As written: a town, region, sea, site or country, also "Paris, Texas" or "eastern Ukraine".
        context: The words around it, a sentence or more; they decide between places of one name.
        countries: ISO alpha-3 codes of the countries that the document is about.

    Example:
        >>> locate("Tripoli", context="Lebanese soldiers were shot in Tripoli").country
        'LBN'
        >>> locate("Hyderabad, Pakistan").lat
        25.4
        >>> locate("Nowhere at all") is None
        True
    """
    return locate_by(name, context=context, countries=countries, families=ALL)


def locate_by(name: str, *, context: str = "", countries: Sequence[str] = (), families: CueFamilies) -> Place | None:
    """Do what `locate` does, hearing only some kinds of cue."""
    table = place_table()
    text = context if name in context else f"{name}. {context}" if "," in name else context
    words = name.partition(",")[0].strip() if not table.find(name) else name.strip()
    named = _look_up(words, table)
    if named is None:
        return None
    at = _position(words, text)
    scene = Scene(text=text, cues=find_cues(text, table), countries=frozenset(countries), families=families)
    kind = named.kind or (_kind_beside(text, at) if at else "")
    return _place(name, named, choose(named.rows, scene, at=at, kind=kind))


def find_places(
    document: Document, parse: Parse, *, mentions: Sequence[Mention] = (), countries: Sequence[str] = ()
) -> tuple[Place, ...]:
    """Return the places named in a document's body, in text order, each with its span.

    Left out are names of persons and organisations, names that `mentions` resolved as actors, and capitals and
    countries that the grammar shows to stand for a government ("Moscow said", "sanctions on Iran"). A name that a
    mention takes for a state is a place all the same after a preposition of place or way ("in Libya", "flew to
    Moscow"), and so is a breakaway region's name unless it is the subject.

    Args:
        document: The text; its dateline helps to decide between places of one name.
        parse: Its grammar.
        mentions: Actors found in it.
        countries: ISO alpha-3 codes of the countries that it is about.
    """
    table = place_table()
    cues = find_cues(document.text, table)
    scene = Scene(
        text=document.text,
        cues=cues,
        countries=frozenset(countries),
        sentences=tuple(parse.tokens[first].start for first, _ in parse.sentences),
        dateline=(document.dateline.start, document.dateline.end) if document.dateline else (0, 0),
    )
    told = _told(cues, scene)
    found = []
    for candidate in candidates(document, parse, cues, mentions):
        place = _resolve(candidate, parse, scene, told, table)
        if place is not None:
            found.append(place)
    return tuple(found)


def is_metonym(document: Document, parse: Parse, span: Span) -> bool:
    """Tell whether the place name at a span stands for a government: "Moscow denied it", "ties with Ankara".

    False for towns that are no seat of a government, and for names that the table does not have.
    """
    covered = [t.i for t in parse.tokens if span.start <= t.start and t.end <= span.end]
    rows = place_table().find(span.of(document.text))
    if not rows or not covered:
        return False
    first, last = covered[0], covered[-1] + 1
    scene = Scene(text=document.text, cues=find_cues(document.text, place_table()))
    row = choose(rows, scene, at=(span.start, span.end)).row
    return _is_actor(row, parse, first, last)


def _is_actor(row: PlaceRow, parse: Parse, first: int, last: int) -> bool:
    """Tell whether the grammar makes a place an actor; an ordinary town never is one."""
    if row.kind in {"country", "site"} or row.is_capital:
        return names_government(parse, first, last, is_country=row.kind != "town")
    return row.kind == "region" and speaks(parse, first, last)


def _told(cues: Iterable[Cue], scene: Scene) -> dict[str, set[PlaceRow]]:
    """Return for each name that has several places those that the words right beside it name, somewhere in the text."""
    told: dict[str, set[PlaceRow]] = {}
    for cue in cues:
        if len(cue.rows) > 1 and ties_at(scene, (cue.start, cue.end)):
            rows = {row for row in cue.rows if beside(row, scene, (cue.start, cue.end))}
            told.setdefault(cue.name, set()).update(rows)
    return told


def _resolve(
    candidate: Candidate, parse: Parse, scene: Scene, told: dict[str, set[PlaceRow]], table: PlaceTable
) -> Place | None:
    """Return the place of a candidate, or None if it stands for a government."""
    name = candidate.span.of(scene.text)
    named = _look_up(name, table) if candidate.is_part else _Named(rows=candidate.rows)
    if named is None or not named.rows:
        similar = table.similar(name)
        if not similar:
            basis = "tagged as a place; not in the table"
            return Place(name=name, country=None, basis=basis, span=candidate.span)
        named = _Named(rows=similar, basis="spelt otherwise in the table")
    at = (candidate.name.start, candidate.name.end)
    kind = _kind_beside(scene.text, at) if len(named.rows) > 1 else ""
    earlier = told.get(fold(candidate.name.of(scene.text)), ())
    choice = choose(named.rows, scene, at=at, kind=kind, told=earlier)
    first, last = candidate.tokens
    if not candidate.is_part and _is_actor(choice.row, parse, first, last):
        return None
    if candidate.is_state_actor and not is_ground((choice.row,), parse, first, last):
        return None
    return _place(name, named, choice, candidate.span)


def _look_up(name: str, table: PlaceTable) -> _Named | None:
    """Return what a name may mean: itself, a side of a place, a place with its kind, or another transliteration."""
    name = " ".join(name.split())
    rows = table.find(name)
    if rows:
        return _Named(rows=rows) if is_written_as_name(name, table) else None
    match = _side_pattern().fullmatch(name)
    if match:
        rows = table.find(match["base"])
        if rows:
            return _Named(rows=rows, side=_side(match["side"].lower()))
    bare, kind = _without_kind(name)
    if kind and table.find(bare):
        return _Named(rows=table.find(bare), kind=kind)
    rows = table.similar(name) or (table.similar(bare) if kind else ())
    return _Named(rows=rows, kind=kind, basis="spelt otherwise in the table") if rows else None


@cache
def _side_pattern() -> re.Pattern[str]:
    sides = "|".join(sorted(place_words()["direction"], key=len, reverse=True))
    return re.compile(rf"(?:the )?(?:far )?(?P<side>{sides})(?: of)? (?P<base>.+)", re.IGNORECASE)


def _side(words: str) -> tuple[int, int]:
    """Return how far north and east a side lies, in steps: (1, 1) for "north-eastern"."""
    steps = [step for side, step in _SIDES.items() if side in words]
    return sum(s[0] for s in steps), sum(s[1] for s in steps)


def _without_kind(name: str) -> tuple[str, str]:
    """Return the name without "province", "city of" and the like, and "region" or "town"; kind "" if there is none."""
    words = name.split()
    if len(words) > 1 and kind_word(words[-1].lower()):
        return " ".join(words[:-1]), kind_word(words[-1].lower())
    rest = words[1:] if words and words[0].lower() == "the" else words
    if len(rest) > 2 and rest[1].lower() == "of" and kind_word(rest[0].lower()):
        return " ".join(rest[2:]), kind_word(rest[0].lower())
    return name, ""


def _position(name: str, text: str) -> tuple[int, int] | None:
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    return match.span() if match else None


def _kind_beside(text: str, at: tuple[int, int]) -> str:
    """Return what the words beside a name say of its kind: "region" in "Idlib province", "province of Idlib"."""
    after = _AFTER.match(text, at[1], at[1] + 30)
    if after and (kind := kind_word(after[1].lower())):
        return kind
    if not text.endswith(("of ", "the "), 0, at[0]):
        return ""
    before = _BEFORE.search(text, max(0, at[0] - 40), at[0])
    return kind_word(before[1].lower()) if before else ""


def _place(name: str, named: _Named, choice: Choice, span: Span | None = None) -> Place:
    """Return the record of a chosen place."""
    row = choice.row
    lat, lon, kind, basis = row.lat, row.lon, row.kind, choice.basis
    if named.basis:
        basis = f"{named.basis} ({row.name}); {basis}"
    if named.side and row.kind in {"country", "region"}:
        reach = row.radius_km * SHIFT / KM_PER_DEGREE
        lat = max(-90.0, min(90.0, lat + named.side[0] * reach))
        lon += named.side[1] * reach / max(0.2, math.cos(math.radians(lat)))
        lon = (lon + 180) % 360 - 180
        kind, basis = "region", f"that side of {row.name}, half its radius from the middle; {basis}"
    return Place(
        name=name, country=row.country, lat=round(lat, 2), lon=round(lon, 2), kind=kind, basis=basis, span=span
    )
