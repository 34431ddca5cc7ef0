"""Forecasts on a terminal: chances with their reference class, and how good kept ones were."""

from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Console
from rich.markup import escape

from dragoman.explore.terminal import grid, section
from dragoman.track import Forecast, ForecastScore

BAR: Final = 20
"""Characters of a bar from 0 to 100 %."""
SHOWN: Final = 30
"""Rows that are shown, the likeliest."""


def show_forecasts(forecasts: Sequence[Forecast], console: Console) -> None:
    """Print a row per dyad and class with the chance of each horizon; those never seen in the ledger stay out."""
    horizons = sorted({one.horizon_days for one in forecasts})
    rows: dict[tuple[str, str, str], dict[int, Forecast]] = {}
    for one in forecasts:
        rows.setdefault((one.actor, one.recipient, one.event_class), {})[one.horizon_days] = one
    seen = [row for row in rows.values() if any(one.n_hits for one in row.values())] or list(rows.values())
    seen.sort(key=lambda row: [-row[days].probability if days in row else 0.0 for days in horizons])
    day = forecasts[0].made_on
    console.print(f"\n[bold]What to expect[/] [dim](chance of at least one such act, from what was known on {day})[/]")
    table = grid(("who", "to whom", "act", *(f"within {days} days" for days in horizons)))
    for row in seen[:SHOWN]:
        first = next(iter(row.values()))
        act = escape(first.event_class.replace("_", " "))
        table.add_row(first.actor, first.recipient, act, *(_chance(row.get(days)) for days in horizons))
    console.print(table)
    if len(seen) > SHOWN:
        console.print(f"[dim]the likeliest {SHOWN} of {len(seen)}; --json gives all[/]")
    console.print("[dim]a chance is the share of past spans, recent ones counting more, drawn toward like pairs[/]")


def _chance(forecast: Forecast | None) -> str:
    return "" if forecast is None else f"{forecast.probability:>4.0%} [dim]({forecast.reference})[/]"


def show_score(score: ForecastScore, console: Console, *, notes: Iterable[str] = ()) -> None:
    """Print the scores of kept forecasts and their reliability; `notes` say what was left out."""
    console.print(f"\n[bold]How good the forecasts were[/] [dim]({score.n:,} that fell due)[/]")
    better = "" if score.skill is None else f", {score.skill:+.0%} against it"
    table = grid(("", "", ""))
    table.show_header = False
    beat = f"always saying the share that came: {score.brier_constant:.4f}{better}"
    table.add_row("Brier score", f"{score.brier:.4f}", f"[dim]0 is best; {beat}[/]")
    table.add_row("log score", f"{score.log_score:.4f}", "[dim]0 is best[/]")
    table.add_row("calibration error", f"{score.ece:.4f}", "[dim]mean distance of said and came, 0 to 1[/]")
    console.print(table)
    bins = grid(("said", "came", "forecasts", ""))
    for one in score.bins:
        bins.add_row(f"{one.mean_probability:.0%}", f"{one.share_happened:.0%}", str(one.n), bar(one.share_happened))
    section("Reliability", bins, console)
    for note in notes:
        console.print(f"[dim]{escape(note)}[/]")


def bar(share: float) -> str:
    """Return a share of 0 to 1 as a bar."""
    return "█" * round(share * BAR)
