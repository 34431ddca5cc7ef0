"""POLECAT: the text files of the Dataverse release.

Source: POLECAT Weekly Data, doi:10.7910/DVN/AJGVIT; Halterman et al. 2023, "PLOVER and POLECAT". Cells with several
values part them by "; ", an empty one is "None"; oddities of some files: https://andybeger.com/blog/2024-05-21-polecat-event-data.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from dragoman.exchange.fold import parties, plover_strict
from dragoman.exchange.lines import Dialect, Lines
from dragoman.exchange.rows import Rows
from dragoman.exchange.table import PARTY, mapped, parse_day, parse_latitude, parse_longitude, parse_number
from dragoman.lexicon.foreign import actor_code, state_code
from dragoman.lexicon.predicates import load_predicates
from dragoman.model import EventType

COLUMNS: Final = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
DIALECT: Final = Dialect(
    name="POLECAT", delimiter="\t", known=COLUMNS, needed=("Event ID", "Event Date", "Event Type", "Actor Name")
)
NONE: Final = "None"
BETWEEN: Final = "; "
QUADS: Final = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
TYPES: Final = {"DEMAND": "REQUEST", **{kind.value: kind.value for kind in EventType}}
"""Older files say DEMAND for what the manual now calls REQUEST."""


def read(lines: Lines) -> Rows:
    """Return the events of a part of a file."""
    rows = Rows(lines)
    day = rows.days("Event Date")
    event_id, kind = lines.column("Event ID"), lines.column("Event Type")
    rows.require(event_id, "no Event ID")
    known = mapped(kind, lambda text: TYPES.get(text.strip().upper()), pa.string())
    rows.fault(kind, pc.is_null(known), "Event Type {}: expected one of PLOVER's sixteen")
    rows.key([event_id])
    rows.take(
        given_id=event_id,
        type=known,
        mode=mapped(lines.column("Event Mode"), _mode, pa.string()),
        label=kind,
        goldstein=mapped(lines.column("Event Intensity", "Intensity"), _intensity, pa.float64()),
        start=day,
        end=day,
        actors=_side(lines, "Actor"),
        recipients=_side(lines, "Recipient"),
        place=mapped(
            rows.first(*(_told(lines.column(n)) for n in ("Placename", "City", "Province"))), str, pa.string()
        ),
        country=mapped(lines.column("Country"), state_code, pa.string()),
        lat=mapped(lines.column("Latitude"), parse_latitude, pa.float64()),
        lon=mapped(lines.column("Longitude"), parse_longitude, pa.float64()),
        issue=mapped(_told(lines.column("Contexts")), lambda text: BETWEEN.join(_split(text)) or None, pa.string()),
        outlet=_told(lines.column("Source")),
        published=mapped(lines.column("Publication Date"), parse_day, pa.date32()),
    )
    return rows


def _told(column: pa.Array) -> pa.Array:
    return mapped(column, lambda text: None if text.strip() in {NONE, ""} else text.strip(), pa.string())


def _mode(text: str) -> str | None:
    """Return the mode in the words of crosswalk.tsv; one that is not there as it is, None for none."""
    name = text.strip().lower().replace(" ", "-").replace("_", "-")
    return None if name in {"none", ""} else name


def _intensity(text: str) -> float | None:
    value = parse_number(text)
    return value if value is not None and abs(value) <= 10 else None


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _side(lines: Lines, side: str) -> pa.Array:
    """Return the parties of one side, looked up once for each distinct combination of cells."""
    names = (f"{side} Name", f"{side} Country", f"Primary {side} Sector", f"{side} Name Raw")
    cells = pc.binary_join_element_wise(*(pc.fill_null(lines.column(name), "") for name in names), "\x1f")
    return mapped(cells, lambda text: _parties(*text.split("\x1f")), pa.list_(PARTY))


def _parties(names: str, countries: str, sectors: str, raw: str) -> list[dict[str, str | None]]:
    name, country, sector = _split(names), _split(countries), _split(sectors)
    if [n for n in name if n != NONE] == []:
        name = _split(raw)
    found: list[dict[str, str | None]] = []
    for at, one in enumerate(name):
        code = _paired(country, at, len(name))
        state = None if code is None else state_code(code)
        if one == NONE and code is None:
            continue
        found.append(
            {
                "entity_id": None,
                "name": one if one != NONE else code,
                "code": state or (None if one == NONE else actor_code(one)) or code,
                "sector": _paired(sector, at, len(name)),
            }
        )
    return found


def _paired(values: list[str], at: int, count: int) -> str | None:
    """Return the value that belongs to a name: its own where there are as many, the only one where there is one."""
    if len(values) != count and len(values) != 1:
        return None
    value = values[at] if len(values) == count else values[0]
    return None if value == NONE else value


def write(rows: Iterator[Mapping[str, object]]) -> Iterator[tuple[str, ...] | None]:
    """Yield the cells of POLECAT-like lines, one an event; None for an event that it cannot hold.

    POLECAT has no status: what the strict fold leaves planned, hypothetical or denied is left out.
    """
    quads = {key: QUADS[scale.quad] for key, scale in load_predicates().scales.items()}
    for row in rows:
        folded = plover_strict(row)
        if folded is None or folded["context"]:
            yield None
            continue
        kind = EventType(str(folded["type"]))
        cells = {
            "Event ID": row["event_id"],
            "Event Date": row["start"] or row["published"],
            "Event Type": kind.value,
            "Event Mode": folded["mode"],
            "Intensity": folded["goldstein"],
            "Quad Code": quads[kind, None],
            "Contexts": row["issue"],
            "Placename": row["place"],
            "Country": row["country"],
            "Latitude": row["lat"],
            "Longitude": row["lon"],
            "Source": row["outlet"],
            "Publication Date": row["published"],
        }
        for side, name in (("actors", "Actor"), ("recipients", "Recipient")):
            found = parties(row, side)
            cells[f"{name} Name"] = _listed(p["name"] for p in found)
            cells[f"{name} Country"] = _listed(p["code"] for p in found)
            cells[f"Primary {name} Sector"] = _listed(p["sector"] for p in found)
        yield tuple(NONE if cells.get(name) is None else str(cells[name]) for name in COLUMNS)


def _listed(values: Iterator[str | None]) -> str | None:
    return BETWEEN.join((value or NONE).replace(";", ",") for value in values) or None
