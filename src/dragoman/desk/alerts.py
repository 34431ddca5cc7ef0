"""Saved queries on the search page: what each finds that is new, and what its buttons do.

A page only looks: a row counts as seen once someone says so, for exactly the rows that the page was made from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from dragoman.desk.query import FILTERS, Query, filters_of
from dragoman.desk.rows import EventRow, event_rows
from dragoman.desk.source import Snapshot
from dragoman.errors import ConfigError, DragomanError
from dragoman.explore.words import one_line
from dragoman.model.ids import content_id
from dragoman.store import open_ledger
from dragoman.store.alerts import Alert, News, add_alert, alerts, find_alert, mark_seen, news
from dragoman.store.browse import events_by_id

SHOWN: Final = 50
"""New rows that the page of an alert shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """An alert in a list.

    Attributes:
        name: For people.
        words: The query in one line.
        search: The filters as the search page names them; None for an SQL query.
        added: Its day.
        n_new: Rows that are new since someone marked them as seen.
        state: Hash of those rows, which "mark as seen" hands back; "" for none.
        problem: Why the query cannot be run, or "".
    """

    name: str
    words: str
    search: Mapping[str, str] | None
    added: str
    n_new: int
    state: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPage:
    """What an alert has to report.

    Attributes:
        alert: The alert.
        events: New events, the latest first; at most 50.
        columns: Names of the columns of an SQL query.
        rows: Its new rows, as words; at most 50.
        limit: That number.
    """

    alert: AlertRow
    events: tuple[EventRow, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    limit: int


def alert_rows(snapshot: Snapshot) -> tuple[AlertRow, ...]:
    """Return all alerts by name; a query that fails is told in its row and spoils no other."""
    return tuple(_row(alert, *_look(snapshot, alert)) for alert in alerts(snapshot.view))


def alert_page(snapshot: Snapshot, query: Query) -> AlertPage:
    """Return what is new for the alert that `name` asks for; raises NotFoundError if there is none."""
    alert = find_alert(snapshot.view, query.get("name", "").strip())
    found, problem = _look(snapshot, alert)
    events: tuple[EventRow, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    if found is not None and alert.filters is not None:
        ids = list(dict.fromkeys(found.rows["event_id"].to_pylist()))[:SHOWN]
        events = event_rows(snapshot.view, events_by_id(snapshot.view, ids))
    elif found is not None:
        columns = tuple(map(one_line, found.rows.column_names))
        rows = tuple(tuple(map(_cell, row.values())) for row in found.rows.slice(0, SHOWN).to_pylist())
    return AlertPage(alert=_row(alert, found, problem), events=events, columns=columns, rows=rows, limit=SHOWN)


def save_search(ledger: Path, name: str, query: Query, *, at: str) -> Alert:
    """Keep the filters of a search as an alert; what they find now counts as seen.

    Raises:
        ConfigError: If no filter is set, the name is taken or none, or a value cannot be a filter.
        LedgerError: If the query cannot be run.
    """
    filters = filters_of(query, limit=1)
    if not filters.given():
        raise ConfigError("an alert: expected a search with at least one filter")
    return add_alert(open_ledger(ledger, must_exist=True), name, filters, at=at, from_now=True)


def mark_shown(ledger: Path, name: str, state: str, *, at: str) -> None:
    """Take the rows as seen that a page was made from.

    Raises:
        ConfigError: If they are not what is new now: nobody has seen the others.
        NotFoundError: If there is no alert of that name.
    """
    held = open_ledger(ledger, must_exist=True)
    view = held.view()
    found = news(view, find_alert(view, name))
    if _state(found) != state:
        raise ConfigError(f"alert {name}: what is new has changed since the page was made; look at it again")
    mark_seen(held, found, at=at)


def _look(snapshot: Snapshot, alert: Alert) -> tuple[News | None, str]:
    """Return what is new, or None and the reason; worked out once for a snapshot."""

    def look() -> News | str:
        try:
            return news(snapshot.view, alert)
        except DragomanError as err:
            return one_line(str(err))

    found = snapshot.kept(("news", alert.alert_id), look)
    return (found, "") if isinstance(found, News) else (None, str(found))


def _row(alert: Alert, found: News | None, problem: str) -> AlertRow:
    search = _search(alert)
    told = ", ".join(f"{name} {value}" for name, value in search.items()) if search else alert.words()
    return AlertRow(
        name=alert.name,
        words=one_line(told),
        search=search,
        added=alert.at[:10],
        n_new=found.rows.num_rows if found else 0,
        state=_state(found) if found and found.keys else "",
        problem=problem,
    )


def _search(alert: Alert) -> dict[str, str] | None:
    if alert.filters is None:
        return None
    values = {name: getattr(alert.filters, field) for name, field in FILTERS.items()}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items() if value}


def _state(found: News) -> str:
    return content_id("n", *sorted(found.keys))


def _cell(value: object) -> str:
    return "" if value is None else one_line(str(value))
