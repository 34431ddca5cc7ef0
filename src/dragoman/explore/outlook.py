"""The outlook with a base rate beside each open expectation: how often such an act came before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import pyarrow as pa
from rich.console import Console
from rich.markup import escape

from dragoman.explore.terminal import grid
from dragoman.explore.words import one_line
from dragoman.store.dyads import dyad_events, expected_pairs
from dragoman.store.filters import Filters, expectations
from dragoman.store.view import View

if TYPE_CHECKING:
    from dragoman.track import EventTable

UNDATED_DAYS: Final = 30
"""An expectation without a due day is taken to mean the next 30 days, the longer of the two usual horizons."""

MIN_SPANS: Final = 3
"""Fewer past spans than these give no rate: "1 of the last 1" tells nothing."""

MIN_SETTLED: Final = 20
"""Settled expectations from which a share is shown as a rate, as in the view `hit_rates`: of 20, one more moves it by 5
points."""

Rate = tuple[float | None, str | None]
NO_RATE: Final[Rate] = (None, None)


def outlook(
    view: View,
    filters: Filters,
    *,
    on: date | None = None,
    only: str | None = None,
    events: Callable[[], EventTable] | None = None,
) -> pa.Table:
    """Return the expectations that pass, with `base_rate` (0 to 1) and `reference` ("31 of the last 37 weeks").

    Both are null where the expectation is no longer open, its event does not have exactly two coded parties, or the
    ledger's documents reach back less than three spans. The rate is that of the day on which the expectation was told,
    from events up to then, so that it holds no hindsight; a mutual act counts in both directions.

    Args:
        view: The ledger.
        filters: Which.
        on: As in `store.filters.expectations`.
        only: As there.
        events: Gives the covered events where the caller keeps them; else they are read from the ledger.
    """
    table = expectations(view, filters, on=on, only=only)
    ids = table["expectation_id"]
    pairs = expected_pairs(view, ids.to_pylist()) if len(table) else None
    rates = _rates(view, pairs, events) if pairs is not None and len(pairs) else {}
    chosen = [rates.get(key, NO_RATE) for key in ids.to_pylist()]
    table = table.append_column("base_rate", pa.array([chance for chance, _ in chosen], pa.float64()))
    return table.append_column("reference", pa.array([reference for _, reference in chosen], pa.string()))


def show_hit_rates(view: View, console: Console) -> None:
    """Print how often what was expected came in time, by kind of source and outlet; a line counts the rest."""
    rows = view.query('SELECT * FROM hit_rates ORDER BY "by" DESC, n DESC, name').to_pylist()
    if not rows:
        return
    console.print("\n[bold]How often it came in time[/]")
    if rated := [row for row in rows if row["rate"] is not None]:
        table = grid(("by", "who", "settled", "held", "held late", "cancelled", "postponed", "lapsed", "rate"))
        for row in rated:
            cells = [row["by"], one_line(row["name"]), *(row[c] for c in ("n", "held", "held_late", "cancelled"))]
            table.add_row(*(escape(str(c)) for c in (*cells, row["postponed"], row["lapsed"], f"{row['rate']:.0%}")))
        console.print(table)
    if fewer := len(rows) - len(rated):
        console.print(
            f"[dim]{fewer} kinds of source and outlets have fewer than {MIN_SETTLED} settled expectations: no rate[/]"
        )


def _rates(view: View, pairs: pa.Table, kept: Callable[[], EventTable] | None) -> dict[str, Rate]:
    """Return chance and reference class by expectation id, for those that have one."""
    from dragoman.track import event_table, expectation_rate

    events = kept() if kept else event_table(dyad_events(view, covered=True))
    found: dict[str, Rate] = {}
    memo: dict[tuple[object, ...], Rate] = {}
    for row in pairs.to_pylist():
        window = _window(row["told"], row["due"])
        if window is None:
            continue
        question = {name: row[name] for name in ("actor", "recipient", "directed")} | {"event_class": row["type"]}
        key = (*window, *question.values())
        if key not in memo:
            rate = expectation_rate(events, *window, **question)
            memo[key] = (rate.probability, rate.reference) if rate and rate.n_spans >= MIN_SPANS else NO_RATE
        found[row["expectation_id"]] = memo[key]
    return found


def _window(told: date, due: date | None) -> tuple[date, date] | None:
    """Return the last day that was known and the due day, or None if that was over when it was told.

    What is due on the day it is told still has that day to come.
    """
    if due is None:
        return told, told + timedelta(days=UNDATED_DAYS)
    return None if due < told else (min(told, due - timedelta(days=1)), due)
