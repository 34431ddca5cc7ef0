"""Filtered tables of imported events: the counterpart of `filters.events` for what other data sets coded."""

from typing import Final

import pyarrow as pa

from dragoman.errors import ConfigError
from dragoman.store.filters import Filters, Where, plain_conditions
from dragoman.store.imports import check_origins
from dragoman.store.view import View

_NOT_THERE: Final = "--source-kind: imported events name no kind of source; leave it out beside --from"


def imported_conditions(view: View, origin: str, f: Filters) -> Where:
    """Return the conditions on a row of `imported_events`, named e.

    Raises:
        ConfigError: If the ledger has no such origin, or a filter means nothing for imported events.
    """
    check_origins(view, (origin,))
    if f.speaker_kind is not None:
        raise ConfigError(_NOT_THERE)
    where = plain_conditions(f, "e")
    where.add(origin, "e.origin = ?")
    where.has(f.text, "e.label")
    for words, sides in ((f.actor, "list_concat(e.actors, e.recipients)"), (f.recipient, "e.recipients")):
        where.add(words, f"len(list_filter({sides}, lambda p: {_IS_NAMED})) > 0", words, words)
    return where


_IS_NAMED: Final = "(p.code = upper(?) OR contains(folded(p.name), nullif(rtrim(folded(?)), '')))"


def imported_events(view: View, filters: Filters, *, origin: str) -> pa.Table:
    """Return the imported events of an origin that pass, by day and id, with the parties' names joined."""
    where = imported_conditions(view, origin, filters)
    return view.query(
        f"""
        SELECT event_id, given_id, origin, release, type, mode, status, label, start, "end", place, country,
               {_names("actors")} AS actors, {_names("recipients")} AS recipients, cameo, goldstein, outlet, published
        FROM imported_events e WHERE {where}
        ORDER BY coalesce(start, published), event_id LIMIT {int(filters.limit)}
        """,
        where.bound,
    )


def _names(side: str) -> str:
    return f"array_to_string(list_transform({side}, lambda p: p.name), ', ')"
