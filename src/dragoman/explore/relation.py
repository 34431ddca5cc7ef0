"""A relation on a terminal: the index by period with its band, what drove it, and candidate shifts."""

from rich.console import Console
from rich.markup import escape

from dragoman.explore.terminal import grid
from dragoman.track import RelationIndex, RelationPoint

WIDTH = 41
"""Characters of the tone scale from -10 to 10: one for each half point, so that 0 has a place of its own."""
SHOWN = 26
"""Periods with events that are shown, the latest."""


def show_relation(index: RelationIndex, console: Console) -> None:
    """Print the index; periods without events are left out of the table and said so."""
    told = [p for p in index.points if p.n_events]
    console.print(f"\n[bold]{escape(index.name)}[/], by {index.freq}: tone from -10 (conflict) to 10 (cooperation)")
    table = grid(("from", "index", "80 % band", "", "events", "origins", "cooperation", "conflict"))
    for p in told[-SHOWN:]:
        table.add_row(
            p.start.isoformat(),
            f"{p.level:+.1f}",
            f"{p.low:+.1f} to {p.high:+.1f}",
            scale(p),
            str(p.n_events),
            str(p.n_origins),
            f"{p.verbal_cooperation} said, {p.material_cooperation} done",
            f"{p.verbal_conflict} said, {p.material_conflict} done",
        )
    console.print(table)
    if len(told) > SHOWN:
        console.print(f"[dim]the latest {SHOWN} of {len(told)} periods with events; --json gives all[/]")
    console.print(escape(index.note))
    _shifts(index, console)


def scale(point: RelationPoint) -> str:
    """Return the band as a line of dots with the level in it; 0 is marked."""
    cells = [" "] * WIDTH
    low, high, at = (_place(x) for x in (point.low, point.high, point.level))
    for k in range(low, high + 1):
        cells[k] = "·"
    cells[_place(0.0)] = "|"
    cells[at] = "●"
    return "".join(cells)


def _place(tone: float) -> int:
    return round((max(-10.0, min(10.0, tone)) + 10.0) * (WIDTH - 1) / 20.0)


def _shifts(index: RelationIndex, console: Console) -> None:
    report = index.shifts()
    if not report.shifts:
        console.print("[dim]no candidate shift at any setting[/]")
        return
    console.print("\n[bold]Candidate shifts[/] [dim](how often the setting fires on shuffled data stands beside it)[/]")
    table = grid(("from", "in", "before", "after", "setting", "fires on shuffled", "driven by"))
    for s in report.shifts:
        table.add_row(
            s.day.isoformat(),
            str(s.series),
            f"{s.before:.1f}",
            f"{s.after:.1f}",
            str(s.setting),
            f"{s.shuffled_share:.0%}",
            " ".join(x[:9] for x in s.event_ids[:4]),
        )
    console.print(table)
