"""ICEWS: the tab files of the Dataverse release, and the benchmark files made from them.

Source: ICEWS Coded Event Data, doi:10.7910/DVN/28075, and its codebook there. `Event ID` is unique only together
with the date (https://www.andybeger.com/icews/articles/icews-event-data.html).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import pyarrow as pa

from dragoman.exchange.fold import COUNTED, pairs, plover_strict
from dragoman.exchange.lines import Dialect, Lines
from dragoman.exchange.rows import Rows, cameo_columns
from dragoman.exchange.table import (
    mapped,
    parse_latitude,
    parse_longitude,
    parse_number,
    single_parties,
)
from dragoman.lexicon.foreign import actor_code, load_foreign, state_code

COLUMNS: Final = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
DIALECT: Final = Dialect(
    name="ICEWS",
    delimiter="\t",
    known=COLUMNS,
    needed=("Event ID", "Event Date", "Source Name", "CAMEO Code", "Target Name"),
)
SERIES_DIALECT: Final = Dialect(
    name="ICEWS benchmark", delimiter=",", quoted=True, needed=("date", "source", "relation", "target", "cameo")
)
PLOVER_SECTOR: Final = re.compile(r"[A-Z]{3}$")
BRACKET: Final = re.compile(r"^(?P<kind>.*?)\s*\((?P<owner>[^()]*)\)\s*$")
"""ICEWS names most actors as "Police (Australia)"."""


def read(lines: Lines) -> Rows:
    """Return the events of lines of the Dataverse release."""
    rows = Rows(lines)
    day = rows.days("Event Date")
    rows.require(lines.column("Event ID"), "no Event ID")
    cameo, acts = cameo_columns(rows, lines.column("CAMEO Code"))
    rows.key(lines.column(name) for name in ("Event ID", "Event Date", "Source Name", "Target Name", "CAMEO Code"))
    place = [lines.column(name) for name in ("City", "District", "Province")]
    rows.take(
        given_id=lines.column("Event ID"),
        label=lines.column("Event Text"),
        cameo=cameo,
        **acts,
        goldstein=mapped(lines.column("Intensity"), parse_number, pa.float64()),
        start=day,
        end=day,
        actors=_side(lines, "Source"),
        recipients=_side(lines, "Target"),
        place=rows.first(*place),
        country=mapped(lines.column("Country"), state_code, pa.string()),
        lat=mapped(lines.column("Latitude"), parse_latitude, pa.float64()),
        lon=mapped(lines.column("Longitude"), parse_longitude, pa.float64()),
        outlet=lines.column("Publisher"),
    )
    return rows


def read_series(lines: Lines) -> Rows:
    """Return the events of the benchmark files, which have no ids: their content is their id."""
    rows = Rows(lines)
    day = rows.days("date")
    cameo, acts = cameo_columns(rows, lines.column("cameo"))
    rows.key(lines.column(name) for name in ("date", "source", "target", "cameo"))
    rows.take(
        label=lines.column("relation"),
        cameo=cameo,
        **acts,
        goldstein=mapped(lines.column("goldstein"), parse_number, pa.float64()),
        start=day,
        end=day,
        actors=_named(lines.column("source")),
        recipients=_named(lines.column("target")),
    )
    return rows


def _side(lines: Lines, side: str) -> pa.ListArray:
    name, country = lines.column(f"{side} Name"), lines.column(f"{side} Country")
    by_name = mapped(name, _code_of, pa.string())
    by_country = mapped(country, state_code, pa.string())
    sector = mapped(lines.column(f"{side} Sectors"), _sector, pa.string())
    by_kind = mapped(name, _sector_of_name, pa.string())
    return single_parties(name, pa.compute.coalesce(by_country, by_name), pa.compute.coalesce(by_kind, sector))


def _named(name: pa.Array) -> pa.ListArray:
    return single_parties(name, mapped(name, _code_of, pa.string()), mapped(name, _sector_of_name, pa.string()))


def _code_of(name: str) -> str | None:
    """Return the code of an actor by its name alone: of the state or group in brackets, else of the whole name."""
    found = BRACKET.match(name)
    owner = found["owner"] if found else name
    return state_code(owner) or actor_code(owner)


def _sector_of_name(name: str) -> str | None:
    found = BRACKET.match(name)
    return load_foreign().sectors.get(("icews_name", found["kind"].lower())) if found else None


def _sector(listed: str) -> str | None:
    """Return the PLOVER sector of a list of ICEWS sectors: that which stands highest in our table.

    A PLOVER sector, as our own exports have it, is itself.
    """
    if PLOVER_SECTOR.match(listed):
        return listed
    named = {one.strip().lower() for one in listed.split(",")}
    for (scheme, name), sector in load_foreign().sectors.items():
        if scheme == "icews" and name in named:
            return sector
    return None


def write(rows: Iterator[Mapping[str, object]]) -> Iterator[tuple[str, ...] | None]:
    """Yield the cells of a line for each pair of actor and recipient; None for an event that ICEWS cannot hold.

    ICEWS has no status and no event without two sides: what did not happen, is not in force, or has no pair is left
    out.
    """
    for row in rows:
        folded = plover_strict(row) or _by_code_alone(row)
        sides = pairs(folded) if folded is not None and not folded.get("context") else []
        if folded is None or not sides:
            yield None
        for actor, recipient in sides:
            assert folded is not None
            yield (
                str(row["event_id"]),
                str(row["start"] or row["published"] or ""),
                actor["name"] or "",
                actor["sector"] or "",
                actor["code"] or "",
                str(row["label"] or folded["type"] or ""),
                str(folded["cameo"] or ""),
                _plain(folded["goldstein"]),
                recipient["name"] or "",
                recipient["sector"] or "",
                recipient["code"] or "",
                "",
                "",
                str(row["outlet"] or ""),
                str(row["place"] or ""),
                "",
                "",
                str(row["country"] or ""),
                _plain(row["lat"]),
                _plain(row["lon"]),
            )


def _by_code_alone(row: Mapping[str, object]) -> dict[str, object] | None:
    """Return an event that PLOVER has no type for and CAMEO has a code for: a statement; None without a code."""
    is_told = row["type"] is None and row["cameo"] is not None and row["status"] in COUNTED
    return {**row, "context": ""} if is_told else None


def _plain(value: object) -> str:
    return "" if value is None else repr(value)
