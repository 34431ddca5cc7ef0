"""GDELT 2.0 events: export files of 61 columns without a head line.

Source: "The GDELT Event Database Data Format Codebook V2.0", http://data.gdeltproject.org/documentation/GDELT-Event_Codebook-V2.0.pdf.
"""

from typing import Final

import pyarrow as pa

from dragoman.exchange.lines import Dialect, Lines
from dragoman.exchange.rows import Rows, cameo_columns
from dragoman.exchange.table import (
    mapped,
    parse_day,
    parse_latitude,
    parse_longitude,
    parse_number,
    single_parties,
)
from dragoman.lexicon.foreign import actor_code, load_foreign, state_code

ACTOR: Final = (
    "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code".split()  # noqa: SIM905 (words)
)
GEO: Final = "Type Fullname CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()  # noqa: SIM905 (words)
COLUMNS: Final = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *(f"Actor1{name}" for name in ACTOR),
    *(f"Actor2{name}" for name in ACTOR), "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass",
    "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone", *(f"Actor1Geo_{name}" for name in GEO),
    *(f"Actor2Geo_{name}" for name in GEO), *(f"ActionGeo_{name}" for name in GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip
DIALECT: Final = Dialect(name="GDELT 2.0", delimiter="\t", columns=COLUMNS, needed=("GLOBALEVENTID", "SQLDATE"))


def read(lines: Lines) -> Rows:
    """Return the events of a part of a file."""
    rows = Rows(lines)
    day = rows.days("SQLDATE")
    rows.require(lines.column("GLOBALEVENTID"), "no GLOBALEVENTID")
    cameo, acts = cameo_columns(rows, lines.column("EventCode"))
    rows.key([lines.column("GLOBALEVENTID")])
    rows.take(
        given_id=lines.column("GLOBALEVENTID"),
        cameo=cameo,
        label=cameo,
        **acts,
        goldstein=mapped(lines.column("GoldsteinScale"), parse_number, pa.float64()),
        start=day,
        end=day,
        actors=_side(rows, lines, "Actor1"),
        recipients=_side(rows, lines, "Actor2"),
        place=lines.column("ActionGeo_Fullname"),
        country=mapped(
            lines.column("ActionGeo_CountryCode"), lambda c: load_foreign().states.get(("fips", c)), pa.string()
        ),
        lat=mapped(lines.column("ActionGeo_Lat"), parse_latitude, pa.float64()),
        lon=mapped(lines.column("ActionGeo_Long"), parse_longitude, pa.float64()),
        url=lines.column("SOURCEURL"),
        published=mapped(lines.column("DATEADDED"), lambda text: parse_day(text[:8]), pa.date32()),
        n_sources=mapped(lines.column("NumSources"), lambda text: int(text) if text.isdecimal() else None, pa.int64()),
    )
    return rows


def _side(rows: Rows, lines: Lines, side: str) -> pa.ListArray:
    code = rows.first(
        mapped(lines.column(f"{side}CountryCode"), _state, pa.string()),
        mapped(lines.column(f"{side}KnownGroupCode"), _group, pa.string()),
    )
    kinds = (mapped(lines.column(f"{side}Type{n}Code"), _sector, pa.string()) for n in (1, 2, 3))
    return single_parties(lines.column(f"{side}Name"), code, rows.first(*kinds))


def _state(code: str) -> str:
    """Return the state of a CAMEO country code; a region ("AFR") stays as it is."""
    return load_foreign().states.get(("cameo", code)) or state_code(code) or code


def _group(code: str) -> str | None:
    return actor_code(code) or code


def _sector(code: str) -> str | None:
    return load_foreign().sectors.get(("gdelt", code))
