"""ACLED: the CSV of the export tool or of the API.

Source: ACLED codebook, https://acleddata.com/knowledge-base/codebook. Its notes are text of others and are not taken.
"""

import calendar
import re
from datetime import date, datetime, timedelta
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from dragoman.exchange.lines import Dialect, Lines
from dragoman.exchange.rows import Rows, act_columns
from dragoman.exchange.table import PARTY, magnitude, mapped, parse_latitude, parse_longitude, parse_number
from dragoman.lexicon.foreign import Act, actor_code, load_foreign, state_code

DIALECT: Final = Dialect(
    name="ACLED",
    delimiter=",",
    quoted=True,
    needed=("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1"),
)
DAY_FORMS: Final = ("%Y-%m-%d", "%d %B %Y", "%d-%B-%Y", "%d %b %Y")
FORCES: Final = re.compile(r"^(?:Military|Police|Security)? ?(?:Forces|Government) of (?P<state>.+?)(?: \(|$)")
BRACKET: Final = re.compile(r"\((?P<state>[^()\d]+)\)")
WEEK_DAYS: Final = 3
"""An event of time precision 2 stands on the middle of its week: so many days on either side."""
SEP: Final = "\x1f"


def read(lines: Lines) -> Rows:
    """Return the events of a part of a file."""
    rows = Rows(lines)
    event_id, written = lines.column("event_id_cnty"), lines.column("event_date")
    rows.require(event_id, "no event_id_cnty")
    rows.fault(
        written, pc.is_null(mapped(written, _day, pa.date32())), "event_date {}: expected one such as 2023-01-31"
    )
    dated = _joined(written, lines.column("time_precision"))
    kinds = _joined(lines.column("event_type"), lines.column("sub_event_type"))
    rows.fault(kinds, pc.is_null(mapped(kinds, lambda text: _act(text) and "", pa.string())), "event_type {}: unknown")
    rows.key([event_id])
    first = _joined(lines.column("actor1"), lines.column("inter1"), lines.column("country"))
    second = _joined(lines.column("actor2"), lines.column("inter2"), lines.column("country"), kinds)
    both = _joined(first, second)
    rows.take(
        given_id=event_id,
        **act_columns(kinds, _act),
        cameo=mapped(kinds, lambda text: found.cameo if (found := _act(text)) else None, pa.string()),
        label=rows.first(lines.column("sub_event_type"), lines.column("event_type")),
        start=mapped(dated, lambda text: _span(text)[0], pa.date32()),
        end=mapped(dated, lambda text: _span(text)[1], pa.date32()),
        actors=mapped(both, lambda text: _parties(text, "actor"), pa.list_(PARTY)),
        recipients=mapped(both, lambda text: _parties(text, "recipient"), pa.list_(PARTY)),
        place=lines.column("location"),
        country=mapped(lines.column("country"), state_code, pa.string()),
        lat=mapped(lines.column("latitude"), parse_latitude, pa.float64()),
        lon=mapped(lines.column("longitude"), parse_longitude, pa.float64()),
        magnitude=mapped(lines.column("fatalities"), _fatalities, pa.string()),
        outlet=lines.column("source"),
    )
    return rows


def _joined(*columns: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(*(pc.fill_null(column, "") for column in columns), SEP)


def _act(text: str) -> Act | None:
    kind, _, sub = text.partition(SEP)
    table = load_foreign().acled
    return table.get((kind, sub)) or table.get((kind, ""))


def _day(text: str) -> date | None:
    for form in DAY_FORMS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    return None


def _span(text: str) -> tuple[date | None, date | None]:
    """Return first and last day by ACLED's time precision: 1 the day, 2 a week about it, 3 its month."""
    written, _, precision = text.partition(SEP)
    day = _day(written)
    if day is None or precision not in {"2", "3"}:
        return day, day
    if precision == "2":
        return day - timedelta(days=WEEK_DAYS), day + timedelta(days=WEEK_DAYS)
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _parties(text: str, side: str) -> list[dict[str, str | None]]:
    actor1, inter1, country1, actor2, inter2, country2, kind, sub = text.split(SEP)
    act = _act(f"{kind}{SEP}{sub}")
    found = [_party(actor1, inter1, country1)] if side == "actor" and actor1 else []
    if act is not None and act.side2 == side and actor2:
        found.append(_party(actor2, inter2, country2))
    return found


def _party(name: str, inter: str, country: str) -> dict[str, str | None]:
    """Return a party; the state is that of its name, else for forces and crowds that of the event."""
    forces, bracket = FORCES.match(name), BRACKET.search(name)
    state = state_code(forces["state"]) if forces else state_code(bracket["state"]) if bracket else None
    sector = load_foreign().sectors.get(("acled", inter.strip().lower()))
    if forces:
        sector = "MIL" if name.startswith("Military") else "COP" if name.startswith("Police") else "GOV"
    code = state or actor_code(name) or (state_code(country) if sector == "CVL" else None)
    return {"entity_id": None, "name": name, "code": code, "sector": sector}


def _fatalities(text: str) -> str | None:
    value = parse_number(text)
    return magnitude({"dead": value}) if value and value > 0 else None
