"""PLOVER JSON: one object an event, in lines, in an array, or one after the other as in PLOVER's gold records.

Source: PLOVER_GSR_CAMEO.txt and PLOVER_MANUAL.tex in https://github.com/openeventdata/PLOVER. Older records say
`source` and `target` for what the manual calls actor and recipient, `event` for the type, and `code` for the country.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import pyarrow as pa

from dragoman.errors import ReadError
from dragoman.exchange.fold import STATUS_OF_CONTEXT, parties, plover_strict
from dragoman.exchange.lines import open_text, shown
from dragoman.exchange.polecat import TYPES
from dragoman.exchange.rows import DEFAULT_STATUS
from dragoman.exchange.table import SCHEMA, BadLine, Chunk, parse_day
from dragoman.lexicon.foreign import actor_code, state_code
from dragoman.model.ids import content_id

MAX_CHARS: Final = 200_000_000
"""Longest file that is no JSON lines and so has to be held whole."""
CHUNK_EVENTS: Final = 20_000
Fields = Mapping[str, object]


def read(path: Path, origin: str) -> Iterator[Chunk]:
    """Yield the events of a file; objects that are no event go aside with their line.

    Raises:
        ReadError: If the file cannot be opened, or holds no JSON object at all.
    """
    rows: list[dict[str, object]] = []
    bad: list[BadLine] = []
    n_read = 0
    for line, found in _objects(path):
        n_read += 1
        if isinstance(found, str):
            bad.append(BadLine(line=line, reason=found))
            continue
        try:
            rows.append(_row(found, origin))
        except ReadError as err:
            bad.append(BadLine(line=line, reason=str(err)))
        if len(rows) >= CHUNK_EVENTS:
            yield Chunk(rows=pa.Table.from_pylist(rows, schema=SCHEMA), bad=tuple(bad))
            rows, bad = [], []
    if not n_read:
        raise ReadError(f"{path}: no PLOVER JSON: no object in it")
    yield Chunk(rows=pa.Table.from_pylist(rows, schema=SCHEMA), bad=tuple(bad))


def _objects(path: Path) -> Iterator[tuple[int, Fields | str]]:
    """Yield line and object, or line and what is wrong there."""
    with open_text(path) as stream:
        first = stream.readline(MAX_CHARS).decode().removeprefix("\ufeff")
        try:
            is_lines = isinstance(json.loads(first), dict)
        except ValueError:
            is_lines = False
        if not is_lines:
            rest = stream.read(MAX_CHARS).decode()
            if len(rest) == MAX_CHARS:
                raise ReadError(f"{path}: longer than {MAX_CHARS:,} characters, expected one object a line")
            yield from _in_text(first + rest)
            return
        yield _decoded(1, first)
        for number, data in enumerate(stream, start=2):
            if data.strip():
                yield _decoded(number, data.decode())


def _decoded(number: int, line: str) -> tuple[int, Fields | str]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as err:
        return number, f"no JSON: {err}"
    return number, found if isinstance(found, dict) else "expected an object"


def _in_text(text: str) -> Iterator[tuple[int, Fields | str]]:
    """Yield the objects of an array or of objects one after the other; a comma before "}" or "]" is passed over."""
    decoder = json.JSONDecoder()
    at, line, counted = 0, 1, 0
    while (at := _skip(text, at)) < len(text):
        line, counted = line + text.count("\n", counted, at), at
        try:
            found, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            end = text.find("\n}", at)
            piece = text[at : end + 2] if end >= 0 else text[at:]
            found, at = _mended(piece), at + len(piece)
        if isinstance(found, list):
            yield from ((line, one if isinstance(one, dict) else "expected an object") for one in found)
        else:
            yield line, found if isinstance(found, dict) else "no JSON object"


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def _mended(piece: str) -> object:
    """Return the object of a text whose last field is followed by a comma, as in PLOVER's own file; else None."""
    body = piece.rstrip().removesuffix("}").rstrip().removesuffix(",")
    try:
        return json.loads(body + "}")
    except (ValueError, RecursionError):
        return None


def _row(found: Fields, origin: str) -> dict[str, object]:
    """Return the event of an object; raises ReadError naming the field that does not fit."""
    kind = TYPES.get(str(found.get("event", found.get("type"))).upper())
    if kind is None:
        raise ReadError(
            f"event {shown(str(found.get('event', found.get('type'))))!r}: expected one of PLOVER's sixteen"
        )
    start = parse_day(str(found.get("date", "")))
    if start is None:
        raise ReadError(f"date {shown(str(found.get('date', '')))!r}: expected one such as 2018-04-06")
    end = parse_day(str(found.get("endDate", ""))) or start
    contexts = _words(found.get("context"))
    status = next((STATUS_OF_CONTEXT[c] for c in contexts if c in STATUS_OF_CONTEXT), DEFAULT_STATUS)
    given = found.get("id")
    actors, recipients = _parties(found, "actor", "source"), _parties(found, "recipient", "target")
    place = found.get("geo")
    geo: Fields = place if isinstance(place, dict) else {}
    key = (given,) if given else (start, kind, json.dumps([actors, recipients, contexts]))
    return {
        "event_id": content_id("i", origin, *key),
        "given_id": None if given is None else str(given),
        "type": kind,
        "mode": "; ".join(_words(found.get("mode"))) or None,
        "status": status,
        "label": str(found.get("event", found.get("type"))),
        "cameo": _text(found.get("cameo")),
        "goldstein": _number(found.get("goldstein")),
        "start": start,
        "end": max(start, end),
        "actors": actors,
        "recipients": recipients,
        "place": _text(geo.get("placename")),
        "country": _text(geo.get("country")),
        "lat": _number(geo.get("lat")),
        "lon": _number(geo.get("lon")),
        "issue": "; ".join(c for c in contexts if c not in STATUS_OF_CONTEXT) or None,
        "outlet": _text(found.get("publication")),
        "url": _text(found.get("url")),
        "published": parse_day(str(found.get("publicationDate", ""))),
    }


def _parties(found: Fields, *names: str) -> list[dict[str, str | None]]:
    listed = next((found[name] for name in names if found.get(name)), [])
    given: Sequence[object] = listed if isinstance(listed, list) else [listed]
    parties_: list[dict[str, str | None]] = []
    for one in given:
        if isinstance(one, dict):
            name = _text(one.get("actorText")) or _text(one.get("name"))
            code = _text(one.get("code")) or _text(one.get("country"))
            sector = _text(one.get("sector"))
        else:
            name, code, sector = _text(one), None, None
        if name or code:
            state = state_code(code) if code else None
            parties_.append(
                {
                    "entity_id": None,
                    "name": name or code,
                    "code": state or code or actor_code(name or ""),
                    "sector": sector,
                }
            )
    return parties_


def _words(value: object) -> list[str]:
    listed = value if isinstance(value, list) else str(value or "").split(";")
    return [str(one).strip() for one in listed if str(one).strip()]


def _text(value: object) -> str | None:
    return str(value) if isinstance(value, str | int) and str(value).strip() else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and abs(value) <= 360 else None


def write(rows: Iterator[Mapping[str, object]]) -> Iterator[dict[str, object] | None]:
    """Yield PLOVER JSON objects of the strict fold; None for an event without a type of PLOVER or without a day.

    What the fold leaves planned, hypothetical or denied has that as a context, as the manual asks.
    """
    for row in rows:
        folded = plover_strict(row)
        day = row["start"] or row["end"] or row["published"]
        if folded is None or day is None:
            yield None
            continue
        contexts = [c for c in (str(folded["context"]), *_words(row["issue"])) if c]
        found: dict[str, object] = {
            "id": row["event_id"],
            "date": _iso(day),
            "endDate": _iso(row["end"]) if row["end"] and row["end"] != day else None,
            "actor": _sides(row, "actors"),
            "recipient": _sides(row, "recipients"),
            "event": folded["type"],
            "eventText": row.get("words"),
            "mode": folded["mode"] or "",
            "context": contexts,
            "cameo": folded["cameo"],
            "goldstein": folded["goldstein"],
            "geo": _geo(row),
            "text": row.get("context_words"),
            "publication": row["outlet"],
            "publicationDate": _iso(row["published"]) if row["published"] else None,
            "url": row["url"],
        }
        yield {name: value for name, value in found.items() if value is not None}


def _iso(day: object) -> str:
    return day.isoformat() if isinstance(day, date) else str(day)


def _sides(row: Mapping[str, object], side: str) -> list[dict[str, str]]:
    renamed = (("actorText", "name"), ("code", "code"), ("sector", "sector"))
    return [{new: str(party[old]) for new, old in renamed if party[old]} for party in parties(row, side)]


def _geo(row: Mapping[str, object]) -> dict[str, object] | None:
    renamed = (("placename", "place"), ("country", "country"), ("lat", "lat"), ("lon", "lon"))
    return {new: row[old] for new, old in renamed if row[old] is not None} or None
