"""A corrected value as a person types it, checked and turned into the exchange form."""

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Final

from dragoman.errors import ConfigError
from dragoman.lexicon.actors import load_actors, normalise_name
from dragoman.lexicon.issues import load_issues
from dragoman.lexicon.places import place_table
from dragoman.lexicon.predicates import load_predicates
from dragoman.model import Entity, EventType, PositionChange, SpeakerKind, Stance, Status
from dragoman.model.exchange import EntityJSON, EventJSON, MentionJSON, Pair, RecordJSON
from dragoman.store.correction_kinds import KINDS, Item, items, place_of, plain, span_of

NOTHING: Final = ("none", "-", "")
"""What a person types for "no value"."""
BY_HAND: Final = "corrected by hand"
"""Basis of a date or place that a person gave."""
SYNONYMS: Final = {"holder": "who", "speaker": "attribution", "source": "attribution", "cause": "cause_span"}
"""Names that the ledger's views have for fields of the record."""

Known = Callable[[str], Sequence[Entity]]
"""Gives the entities of the whole ledger that have this id, code or name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A checked value.

    Attributes:
        shown: For people.
        patch: From field to its exchange form.
        entities: Whom the value names.
        refers: From field to kind and span of the record that the value points at.
    """

    shown: str
    patch: Mapping[str, Any] = field(default_factory=dict)
    entities: tuple[Entity, ...] = ()
    refers: Mapping[str, Sequence[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a value is read against: its document, its record, and the ledger's entities."""

    form: RecordJSON
    kind: str
    item: Item
    known: Known
    field: str

    def wrong(self, value: str, expected: str) -> ConfigError:
        """Return the error for a value that does not fit."""
        return ConfigError(f"--field {self.field} --value {value!r}: expected {expected}")


def field_name(kind: str, given: str) -> str:
    """Return the field of a kind of record that a name means.

    Raises:
        ConfigError: If this kind has no such field; lists those it has.
    """
    name = given.strip().lower().replace("-", "_")
    fields = KINDS[kind].fields
    name = name if name in fields else SYNONYMS.get(name, name)
    if name not in fields:
        raise ConfigError(f"--field {given}: no such field of this {kind}, expected one of {', '.join(fields)}")
    return name


def read_value(text: str, setting: Setting) -> Value:
    """Return the value that a person typed for a field.

    Raises:
        ConfigError: If it does not fit; one line with field, value and what was expected.
    """
    value = _READERS[setting.field](text.strip(), setting)
    if {"type", "mode"} & set(value.patch) and isinstance(setting.item, EventJSON):
        return Value(shown=value.shown, patch={**value.patch, **_scale(setting.item, value.patch)})
    return value


def _scale(event: EventJSON, patch: Mapping[str, Any]) -> dict[str, Any]:
    """Return CAMEO code and Goldstein value that go with a type and mode; a new type drops the mode."""
    mode = patch.get("mode")
    scales = load_predicates().scales
    kind = EventType(patch.get("type", event.type))
    scale = scales.get((kind, mode)) or scales.get((kind, None))
    return {"mode": mode, "cameo": scale.cameo if scale else None, "goldstein": scale.goldstein if scale else None}


def _closed(values: type[StrEnum]) -> Callable[[str, Setting], Value]:
    def read(text: str, setting: Setting) -> Value:
        found = next((v.value for v in values if v.value.casefold() == text.casefold()), None)
        if found is None:
            raise setting.wrong(text, f"one of {', '.join(v.value for v in values)}")
        return Value(shown=found, patch={setting.field: found})

    return read


def _mode(text: str, setting: Setting) -> Value:
    if text.casefold() in NOTHING:
        return Value(shown="none", patch={"mode": None})
    kind = EventType(setting.item.type)  # type: ignore[union-attr]  # only events have a mode
    modes = sorted(mode for type_, mode in load_predicates().scales if type_ is kind and mode)
    found = next((mode for mode in modes if mode.casefold() == text.casefold()), None)
    if found is None:
        raise setting.wrong(text, f"a mode of {kind.value}: {', '.join(modes) or 'it has none'}; or none")
    return Value(shown=found, patch={"mode": found})


def _entities(text: str, setting: Setting) -> Value:
    if text.casefold() in NOTHING:
        return Value(shown="none", patch={setting.field: []})
    parts = [part.strip() for part in text.split(";" if ";" in text else ",")]
    found = {e.entity_id: e for e in (_entity(part, setting) for part in parts)}
    ids = sorted(found)
    other = {"actors": "recipients", "recipients": "actors"}[setting.field]
    both = sorted(set(ids) & set(getattr(setting.item, other)))
    if both:
        raise setting.wrong(text, f"nobody on both sides; {', '.join(both)} is among the {other}")
    shown = "; ".join(found[i].name for i in ids)
    return Value(shown=shown, patch={setting.field: ids}, entities=tuple(found[i] for i in ids))


def _one_entity(text: str, setting: Setting) -> Value:
    entity = _entity(text, setting)
    return Value(shown=entity.name, patch={setting.field: entity.entity_id}, entities=(entity,))


def _object(text: str, setting: Setting) -> Value:
    """Read the object of a position: an actor if the words name one, else an issue in the analyst's words."""
    if not text or text.casefold() in NOTHING:
        raise setting.wrong(text, "an actor or an issue")
    found = _candidates(text, setting)
    if len(found) == 1:
        return Value(shown=found[0].name, patch={"object": found[0].entity_id}, entities=tuple(found))
    if found:
        raise setting.wrong(text, f"one actor; it means {_listed(found)}")
    return Value(shown=text, patch={"object": text})


def _entity(text: str, setting: Setting) -> Entity:
    found = _candidates(text, setting)
    if len(found) == 1:
        return found[0]
    if found:
        raise setting.wrong(text, f"one actor; it means {_listed(found)}")
    names = {name.casefold(): name for e in setting.form.entities for name in (e.name, e.code or "", e.id)}
    similar = [names[key] for key in get_close_matches(text.casefold(), names, n=3, cutoff=0.6)]
    hint = f"; similar: {', '.join(similar)}" if similar else ""
    raise setting.wrong(text, f"an actor that the ledger knows, by id, code or name, or the code of a state{hint}")


def _candidates(text: str, setting: Setting) -> list[Entity]:
    """Return whom an id, code or name means: in the document first, then in the ledger, then in the tables.

    A code means the state or organisation itself, not those who act for it.
    """
    own = [_as_entity(e) for e in setting.form.entities]
    wanted = text.casefold()
    for pool in (own, setting.known(text)):
        for found in (
            [e for e in pool if e.entity_id == text],
            [e for e in pool if (e.code or "").casefold() == wanted and e.entity_id.casefold().endswith(f":{wanted}")],
            [e for e in pool if e.name.casefold() == wanted],
        ):
            if found:
                return sorted({e.entity_id: e for e in found}.values(), key=lambda e: e.entity_id)
    return _of_tables(text)


def _of_tables(text: str) -> list[Entity]:
    tables = load_actors()
    state = tables.states.get(text.upper())
    if state:
        return [state.entity]
    entries = tables.names.get(normalise_name(text), ())
    found = {e.entity.entity_id: e.entity for e in entries if (e.entity.code or "").casefold() == text.casefold()}
    return [found[i] for i in sorted(found)]


def _as_entity(e: EntityJSON) -> Entity:
    return Entity(
        entity_id=e.id, name=e.name, code=e.code, country=e.country, sector=e.sector, office=e.office,
        members=e.members, is_anonymous=e.is_anonymous, gender=e.gender, wikidata=e.wikidata,
    )  # fmt: skip


def _listed(found: Sequence[Entity]) -> str:
    return ", ".join(f"{e.name} ({e.entity_id})" for e in found[:4])


def _chain(text: str, setting: Setting) -> Value:
    links, shown = [], []
    entities: list[Entity] = []
    for part in text.split(";"):
        link, entity, words = _link(part.strip(), setting)
        links.append(link)
        entities.extend(entity)
        shown.append(words)
    return Value(shown="; ".join(shown), patch={"attribution": links}, entities=tuple(entities))


def _link(text: str, setting: Setting) -> tuple[dict[str, Any], tuple[Entity, ...], str]:
    """Return one link of a chain of sources, whom it names, and its words for people."""
    if text.casefold() == "outlet":
        return {"speaker": "outlet", "kind": SpeakerKind.OUTLET.value, "span": None}, (), "outlet"
    kind, sign, words = text.partition(":")
    if sign and kind.casefold() in {"anonymous", "document", "hearsay"}:
        found = _words(words.strip(), setting)
        prefix = "document" if kind.casefold() == "document" else "anonymous"
        speaker = f"{prefix}: {setting.form.text[found[0] : found[1]]}"
        return {"speaker": speaker, "kind": kind.casefold(), "span": list(found)}, (), speaker
    entity = _entity(text, setting)
    link = {"speaker": entity.entity_id, "kind": SpeakerKind.NAMED.value, "span": _mention(entity.entity_id, setting)}
    return link, (entity,), entity.name


def _who(text: str, setting: Setting) -> Value:
    link, entities, shown = _link(text, setting)
    return Value(shown=shown, patch={"who": link["speaker"]}, entities=entities)


def _mention(entity_id: str, setting: Setting) -> list[int] | None:
    """Return the mention of an entity that is nearest to the record's words; None if the text does not name it."""
    at = span_of(setting.kind, setting.item)[0]
    own: list[MentionJSON] = [m for m in setting.form.mentions if m.entity == entity_id]
    return list(min(own, key=lambda m: (abs(m.span[0] - at), m.span)).span) if own else None


def _words(text: str, setting: Setting) -> Pair:
    """Return where the words stand, the place nearest to the record's own words."""
    at = span_of(setting.kind, setting.item)[0]
    pattern = r"\s+".join(map(re.escape, text.split()))
    found = [m.span() for m in re.finditer(pattern, setting.form.text, re.IGNORECASE)] if pattern else []
    if not found:
        raise setting.wrong(text, "words that stand in the text")
    return min(found, key=lambda span: (abs(span[0] - at), span))


def _span(text: str, setting: Setting) -> Value:
    if text.casefold() in NOTHING and setting.field == "condition":
        return Value(shown="none", patch={"condition": None})
    start, end = _words(text, setting)
    return Value(shown=setting.form.text[start:end], patch={setting.field: [start, end]})


def _text(text: str, setting: Setting) -> Value:
    if not text:
        raise setting.wrong(text, "some words")
    return Value(shown=text, patch={setting.field: text})


def _interval(text: str, setting: Setting) -> Value:
    if text.casefold() in NOTHING:
        return Value(shown="none", patch={setting.field: None})
    expected = "YYYY-MM-DD, YYYY-MM, YYYY, a span such as 2017-04-01..2017-04-10 (either end may be left out), or none"
    first, is_span, last = text.partition("..")
    try:
        start = _days(first)[0] if first else None
        end = (_days(last)[1] if last else None) if is_span else _days(first)[1]
    except ValueError as err:
        raise setting.wrong(text, expected) from err
    if (start is None and end is None) or (start and end and start > end):
        raise setting.wrong(text, expected)
    precision = {4: "year", 7: "month"}.get(len(text), "day")
    form = {
        "start": start.isoformat() if start else None, "end": end.isoformat() if end else None,
        "precision": precision, "basis": BY_HAND, "span": None,
    }  # fmt: skip
    return Value(shown=text, patch={setting.field: form})


def _days(text: str) -> tuple[date, date]:
    """Return first and last day of a day, month or year; raises ValueError for other text."""
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 1, 1), date(int(text), 12, 31)
    if m := re.fullmatch(r"(\d{4})-(\d{2})", text):
        year, month = int(m[1]), int(m[2])
        if not 1 <= month <= 12:
            raise ValueError(text)
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text), date.fromisoformat(text)


def _place(text: str, setting: Setting) -> Value:
    """Read "Benghazi" or "Benghazi, LBY"; the coordinates are those of the packaged table, where it has the place."""
    if text.casefold() in NOTHING:
        return Value(shown="none", patch={"place": None})
    table = place_table()
    name, sign, code = (x.strip() for x in text.rpartition(","))
    if not sign:
        name, code = text, ""
    if code and code not in table.countries:
        raise setting.wrong(text, "NAME or NAME, CODE with the ISO 3166 alpha-3 code of the country")
    rows = [row for row in table.find(name) if not code or row.country == code]
    largest = max(rows, key=lambda row: row.size, default=None)
    if not code and len({row.country for row in rows}) > 1:
        codes = ", ".join(sorted({row.country or "none" for row in rows})[:8])
        raise setting.wrong(text, f"the country too ({name}, CODE): there are places of that name in {codes}")
    form = {
        "name": name, "country": code or (largest.country if largest else None),
        "lat": largest.lat if largest else None, "lon": largest.lon if largest else None,
        "kind": largest.kind if largest else "unknown", "basis": BY_HAND, "span": None,
    }  # fmt: skip
    return Value(shown=f"{name}, {form['country']}" if form["country"] else name, patch={"place": form})


def _issue(text: str, setting: Setting) -> Value:
    if text.casefold() in NOTHING:
        return Value(shown="none", patch={"issue": []})
    table = load_issues()
    labels = {label for found in table.by_word.values() for label in found} | set(table.parents)
    given = sorted({part.strip().lower() for part in re.split(r"[;,]", text)})
    unknown = [label for label in given if label not in labels]
    if unknown:
        raise setting.wrong(text, f"labels among {', '.join(sorted(labels))}; or none")
    return Value(shown="; ".join(given), patch={"issue": given})


def _magnitude(text: str, setting: Setting) -> Value:
    if text.casefold() in NOTHING:
        return Value(shown="none", patch={"magnitude": None})
    figures: dict[str, float] = {}
    for part in re.split(r"[;,]", text):
        name, sign, figure = (x.strip() for x in part.partition("="))
        try:
            figures[name] = float(figure)
        except ValueError as err:
            raise setting.wrong(text, "NAME=NUMBER, such as dead=3; injured=10") from err
        if not sign or not re.fullmatch(r"[a-z_]+", name) or not 0 <= figures[name] < float("inf"):
            raise setting.wrong(text, "NAME=NUMBER, such as dead=3; injured=10")
    shown = "; ".join(f"{name}={figure:g}" for name, figure in sorted(figures.items()))
    return Value(shown=shown, patch={"magnitude": dict(sorted(figures.items()))})


def _reference(text: str, setting: Setting) -> Value:
    """Read the id of another record of the same document; it may be shortened."""
    if setting.field == "event" and text.casefold() in NOTHING:
        return Value(shown="none", patch={"event": None})
    kinds = ("event",) if setting.field == "event" else ("event", "position")
    ids = [item.id for kind in kinds for item in items(setting.form, kind)]  # type: ignore[union-attr]  # no drivers
    found = [i for i in ids if len(text) >= 3 and i.startswith(text)]
    if len(found) != 1:
        example = f", such as {ids[0]}" if ids else "; it has none"
        raise setting.wrong(text, f"the id of one {' or '.join(kinds)} of the same document{example}")
    place = place_of(setting.form, found[0])
    return Value(shown=found[0], refers={setting.field: place or []})


_READERS: Final[Mapping[str, Callable[[str, Setting], Value]]] = {
    "type": _closed(EventType), "mode": _mode, "status": _closed(Status), "actors": _entities, "recipients": _entities,
    "date": _interval, "place": _place, "attribution": _chain, "issue": _issue, "magnitude": _magnitude,
    "trigger": _span, "actor": _one_entity, "object": _object, "stance": _closed(Stance),
    "change": _closed(PositionChange), "evidence": _span, "who": _who, "what": _text, "due": _interval,
    "condition": _span, "event": _reference, "statement": _span, "cause_span": _span, "effect": _reference,
}  # fmt: skip


def shown_value(name: str, item: Item, form: RecordJSON) -> str:
    """Return a field of a record in the words of `read_value`."""
    value = plain(getattr(item, name))
    names = {e.id: e.name for e in form.entities}
    if value is None or value in ([], {}):
        return "none"
    if name in {"actors", "recipients"}:
        return "; ".join(names.get(i, i) for i in value)
    if name in {"actor", "object", "who"}:
        return names.get(str(value), str(value))
    if name == "attribution":
        return "; ".join(names.get(link["speaker"], link["speaker"]) for link in value)
    if name in {"date", "due"}:
        return (
            str(value["start"]) if value["start"] == value["end"] else f"{value['start'] or ''}..{value['end'] or ''}"
        )
    if name == "place":
        return ", ".join(x for x in (value["name"], value["country"]) if x)
    if name == "issue":
        return "; ".join(value)
    if name == "magnitude":
        return "; ".join(f"{key}={figure:g}" for key, figure in sorted(value.items()))
    if isinstance(value, list):
        start, end = value
        return form.text[int(start) : int(end)]
    return str(value)
