"""Alerts: stored queries that report what is new since they last ran.

What was reported is kept in the ledger, row by row, and not as a moment in time: a batch that another writer commits
late is still found. A row is marked as seen only after it was printed, so a run that is killed reports it again.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

import pyarrow as pa

from dragoman.errors import ConfigError, NotFoundError
from dragoman.model.ids import content_id
from dragoman.store.filters import Filters, events
from dragoman.store.ledger import Ledger
from dragoman.store.rows import Row
from dragoman.store.tables import Tables
from dragoman.store.view import View
from dragoman.store.writer import tidy, write_batch

WRITTEN_WITH: Final = "alerts"
"""What stands as coder version in the commit of alerts."""
NAME: Final = re.compile(r"[\w.-]{1,60}")
ALL: Final = 2**31 - 1
"""An alert looks at all rows, however many a table would show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A stored query.

    Attributes:
        alert_id: Hash of name, query and time.
        name: For people.
        filters: What events it reports; None for an SQL query.
        sql: The query; None for filters.
        at: When it was added, ISO 8601.
    """

    alert_id: str
    name: str
    filters: Filters | None
    sql: str | None
    at: str

    def words(self) -> str:
        """Return the query in one line."""
        if self.filters is None:
            return " ".join((self.sql or "").split())
        given = [f"--{_flag(name)} {getattr(self.filters, name)}" for name in self.filters.given()]
        return " ".join(given) or "all events"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What an alert has to report.

    Attributes:
        alert: The alert.
        rows: The new rows, in the order of the query.
        keys: By which they are known once they were seen.
    """

    alert: Alert
    rows: pa.Table
    keys: tuple[str, ...]


def add_alert(ledger: Ledger, name: str, query: Filters | str, *, at: str, from_now: bool = False) -> Alert:
    """Keep an alert and return it.

    Args:
        ledger: Where to.
        name: Letters, digits, ".", "_" and "-".
        query: Filters over events, or one SELECT over the ledger's views.
        at: When, ISO 8601.
        from_now: Take what the query finds now as seen; else the first run reports it.

    Raises:
        ConfigError: If the name is taken or no name.
        LedgerError: If the query cannot be run.
    """
    if not NAME.fullmatch(name):
        raise ConfigError(f"alert {name!r}: expected a name of letters, digits, '.', '_' and '-'")
    view = ledger.view()
    if any(alert.name == name for alert in alerts(view)):
        raise ConfigError(f"alert {name}: there is one of that name; remove it first: dragoman alert remove {name}")
    form = json.dumps(_form(query), ensure_ascii=False, sort_keys=True)
    alert = _alert({"alert_id": content_id("a", name, form, at), "name": name, "query": form, "at": at})
    found = news(view, alert)
    seen: list[Row] = [{"alert_id": alert.alert_id, "row_key": key} for key in found.keys] if from_now else []
    row: Row = {"alert_id": alert.alert_id, "name": name, "query": form, "action": "add", "at": at}
    _write(ledger, {"alerts": [row], "alert_seen": seen}, at, alert.alert_id)
    return alert


def remove_alert(ledger: Ledger, name: str, *, at: str) -> None:
    """Remove an alert; raises NotFoundError if there is none of that name."""
    alert = find_alert(ledger.view(), name)
    row: Row = {"alert_id": alert.alert_id, "name": name, "query": None, "action": "remove", "at": at}
    _write(ledger, {"alerts": [row]}, at, alert.alert_id, "remove")


def alerts(view: View) -> tuple[Alert, ...]:
    """Return all alerts by name."""
    rows = view.query('SELECT alert_id, name, query, "at" FROM alerts ORDER BY name').to_pylist()
    return tuple(_alert(row) for row in rows)


def find_alert(view: View, name: str) -> Alert:
    """Return the alert of that name; raises NotFoundError if there is none."""
    found = next((alert for alert in alerts(view) if alert.name == name), None)
    if found is None:
        raise NotFoundError(f"alert {name}: the ledger has none of that name; dragoman alert list shows all")
    return found


def news(view: View, alert: Alert) -> News:
    """Return what the alert finds in a view and has not reported yet.

    A row of filters is an event in a status: an event that is told to be cancelled after it was planned is new again.
    A row of an SQL query is known by all its values.

    Raises:
        LedgerError: If the query cannot be run.
    """
    table = events(view, replace(alert.filters, limit=ALL)) if alert.filters else view.sql(alert.sql or "")
    known = view.query("SELECT row_key FROM alert_seen WHERE alert_id = ?", [alert.alert_id])["row_key"].to_pylist()
    seen, places = set(known), []
    keys: list[str] = []
    for place, own in enumerate(_keys(view, alert, table)):
        if not seen.intersection(own):
            places.append(place)
            keys += own
        seen.update(own)
    return News(alert=alert, rows=table.take(pa.array(places, pa.int64())), keys=tuple(keys))


def mark_seen(ledger: Ledger, found: News, *, at: str) -> None:
    """Keep that these rows were reported, and when; call it after they were."""
    if found.keys:
        rows: list[Row] = [{"alert_id": found.alert.alert_id, "row_key": key} for key in found.keys]
        _write(ledger, {"alert_seen": rows}, at, found.alert.alert_id, *found.keys)


def _keys(view: View, alert: Alert, table: pa.Table) -> Iterator[tuple[str, ...]]:
    """Yield the keys of each row: it was seen if one of them was.

    An event has a key for each document's telling, so that it stays known when others join it under another id.
    """
    if alert.sql is not None:
        for row in table.to_pylist():
            yield (content_id("q", json.dumps(row, sort_keys=True, default=str, ensure_ascii=False)),)
        return
    members: dict[str, list[str]] = {}
    ids = table["event_id"].to_pylist()
    found = view.query(
        "SELECT DISTINCT event_id, member_id FROM event_ids WHERE event_id IN (SELECT unnest(?::VARCHAR[])) "
        "ORDER BY ALL",
        [ids],
    )
    for row in found.to_pylist():
        members.setdefault(row["event_id"], []).append(row["member_id"])
    for event_id, status in zip(ids, table["status"].to_pylist(), strict=True):
        yield tuple(f"{member} {status}" for member in members[event_id])


def _form(query: Filters | str) -> dict[str, Any]:
    if isinstance(query, str):
        return {"sql": query}
    values = {name: getattr(query, name) for name in query.given()}
    return {"filters": {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}}


def _alert(row: dict[str, Any]) -> Alert:
    form = json.loads(row["query"])
    filters = None
    if "filters" in form:
        known = {f.name for f in fields(Filters)}
        days = {"since", "until"}
        given: dict[str, Any] = {
            k: date.fromisoformat(v) if k in days else v for k, v in form["filters"].items() if k in known
        }
        filters = Filters(**given)
    return Alert(alert_id=row["alert_id"], name=row["name"], filters=filters, sql=form.get("sql"), at=row["at"])


def _write(ledger: Ledger, filled: dict[str, list[Row]], at: str, *parts: str) -> None:
    tables = Tables(ledger.path)
    batch_id = content_id("b", WRITTEN_WITH, at, *parts)
    write_batch(tables, filled, batch_id=batch_id, run_id=batch_id, coder_version=WRITTEN_WITH, n_documents=0, at=at)
    tidy(tables)


def _flag(name: str) -> str:
    return {"speaker_kind": "source-kind"}.get(name, name)


def as_rows(found: News) -> Sequence[dict[str, Any]]:
    """Return the new rows as dicts, the alert's name first."""
    return [{"alert": found.alert.name, **row} for row in found.rows.to_pylist()]
