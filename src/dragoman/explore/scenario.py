"""A scenario on a terminal: outcome, actors, what moves it, what if, and what speaks against the model."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from dragoman.explore.terminal import grid, section
from dragoman.explore.words import one_line
from dragoman.scenario import Bar, Outcome, Scenario, ScenarioActor, Tornado

WIDE: Final = 110
"""Columns of a terminal from which there is room for long strips and for one beside each actor."""
STRIP, SHORT_STRIP = 41, 21
"""Characters of a strip from 0 to 100: one for each 2.5 or 5 points."""
SWING_CELLS: Final = 16
MOST_BARS: Final = 12
NO_CHANGE: Final[Mapping[str, Outcome]] = MappingProxyType({})
LEAST_SWING: Final = 0.05
"""Judgements that move the outcome by less are not shown: the figure would read 0.0."""


def show_scenario(
    scenario: Scenario,
    outcome: Outcome,
    tornado: Tornado,
    console: Console,
    *,
    what_if: Mapping[str, Outcome] = NO_CHANGE,
) -> None:
    """Print the whole result of one model.

    Args:
        scenario: As loaded.
        outcome: Its outcome.
        tornado: What moves it.
        console: Where to.
        what_if: Outcomes of the scenario with positions that the user set, by the words of the change.
    """
    console.print(f"\n[bold]{escape(one_line(outcome.issue))}[/]")
    console.print(f"[dim]{escape(outcome.model.label)} · {outcome.draws:,} draws · seed {outcome.seed}[/]")
    for end, words in zip(("  0", "100"), outcome.anchors, strict=True):
        console.print(f"[dim]{end}  {escape(one_line(words))}[/]")
    _outcomes(outcome, what_if, console)
    _actors(scenario.actors, console)
    _tornado(tornado, console)
    _rounds(outcome, console)
    _criticisms(outcome, console)
    console.print()


def figures(outcome: Outcome, tornado: Tornado, what_if: Mapping[str, Outcome]) -> dict[str, object]:
    """Return the result as plain values, ready for JSON; `what_if` by the words of the change."""
    return {
        **_plain(outcome),
        "anchors": list(outcome.anchors),
        "rounds": [
            {"round": one.number, "median": one.median, "low": one.low, "high": one.high}
            | {"median_at_modes": one.at_modes, "mean_at_modes": one.mean_at_modes}
            | {"positions": dict(zip((a.name for a in outcome.actors), one.positions_at_modes, strict=True))}
            for one in outcome.rounds
        ],
        "sensitivity": tornado.to_arrow().to_pylist(),
        "what_if": {change: _plain(one) for change, one in what_if.items()},
        "evidence": {actor.name: list(actor.evidence) for actor in outcome.actors},
        "criticisms": [{"text": one.text, "source": one.source} for one in outcome.criticisms],
    }


def strip(low: float, middle: float, high: float, cells: int) -> str:
    """Return a strip of the scale from 0 to 100, that many characters long: a range and a mark ("──━━●━━───")."""

    def cell(value: float) -> int:
        return round(value / 100 * (cells - 1))

    return "".join("●" if at == cell(middle) else "━" if cell(low) <= at <= cell(high) else "─" for at in range(cells))


def _plain(outcome: Outcome) -> dict[str, object]:
    row: dict[str, object] = outcome.to_arrow().to_pylist()[0]
    return row


def _outcomes(outcome: Outcome, what_if: Mapping[str, Outcome], console: Console) -> None:
    cells = _cells(console)
    table = _grid(("", "median", "80 % of draws", _ruler(cells), "at the modes"))
    changed = ((f"if {change}", one) for change, one in what_if.items())
    for label, one in (("as it stands", outcome), *changed):
        moved = "" if one is outcome else f" ({one.median - outcome.median:+.1f})"
        table.add_row(
            escape(one_line(label)),
            f"[bold]{one.median:.1f}[/]{moved}",
            f"{one.low:.1f} to {one.high:.1f}",
            _drawn(strip(one.low, one.median, one.high, cells)),
            f"{one.at_modes:.1f}",
        )
    section("Outcome", table, console)
    error = "" if outcome.standard_error is None else f" (standard error of the draws {outcome.standard_error:.2f})"
    console.print(f"[dim]mean {outcome.mean:.1f}{error}[/]")


def _actors(actors: Sequence[ScenarioActor], console: Console) -> None:
    total = sum(one.salience.mode * one.capability.mode for one in actors)
    wide = console.width >= WIDE
    drawn = (_ruler(STRIP),) if wide else ()
    table = _grid(("who", "position", *drawn, "salience", "capability", "weight", "rests on"))
    for one in sorted(actors, key=lambda actor: (actor.position.mode, actor.name)):
        share = one.salience.mode * one.capability.mode / total
        table.add_row(
            escape(one_line(one.name)),
            str(one.position),
            *((_drawn(strip(one.position.low, one.position.mode, one.position.high, STRIP)),) if wide else ()),
            str(one.salience),
            str(one.capability),
            f"{share:.0%}",
            escape(_basis(one)),
        )
    section("Who wants what", table, console)
    console.print("[dim]salience and capability: the analyst's judgement, never taken from news[/]")


def _basis(actor: ScenarioActor) -> str:
    """Return how many pieces of evidence the position rests on, with the first id or words."""
    if actor.evidence:
        more = f" +{len(actor.evidence) - 1}" if len(actor.evidence) > 1 else ""
        return f"{one_line(actor.evidence[0])[:9]}{more}"
    return one_line(actor.quotations[0])[:40] if actor.quotations else "the analyst"


def _tornado(tornado: Tornado, console: Console) -> None:
    shown = [bar for bar in tornado.bars if bar.swing >= LEAST_SWING][:MOST_BARS]
    if not shown:
        return
    table = grid(("judgement", "tried", "outcome", "swing", ""))
    for bar in shown:
        cells = max(1, round(SWING_CELLS * bar.swing / shown[0].swing))
        table.add_row(
            escape(f"{one_line(bar.actor)}, {bar.quantity}"),
            _tried(bar),
            f"{bar.outcome_at_low:.1f} to {bar.outcome_at_high:.1f}",
            f"{bar.swing:.1f}",
            f"[cyan]{'▇' * cells}[/]",
        )
    section("What moves it, one judgement at a time", table, console)
    if any(bar.is_assumed for bar in shown):
        console.print("[dim]* no range in the file: a conventional one was tried[/]")


def _tried(bar: Bar) -> str:
    return f"{bar.low_value:.3g} to {bar.high_value:.3g}{' *' if bar.is_assumed else ''}"


def _rounds(outcome: Outcome, console: Console) -> None:
    if not outcome.rounds:
        return
    cells = _cells(console)
    table = _grid(("round", "median", "80 % of draws", _ruler(cells), "at modes", "mean"))
    for one in outcome.rounds:
        table.add_row(
            str(one.number) if one.number else "start",
            f"{one.median:.1f}",
            f"{one.low:.1f} to {one.high:.1f}",
            _drawn(strip(one.low, one.median, one.high, cells)),
            f"{one.at_modes:.1f}",
            f"{one.mean_at_modes:.1f}",
        )
    section("Round by round: weighted median", table, console)


def _criticisms(outcome: Outcome, console: Console) -> None:
    console.print("\n[bold]What speaks against it[/]")
    for one in outcome.criticisms:
        console.print(Padding(f"{escape(one.text)} [dim]({escape(one.source)})[/]", (0, 0, 0, 2)))


def _cells(console: Console) -> int:
    return STRIP if console.width >= WIDE else SHORT_STRIP


def _grid(columns: Sequence[str]) -> Table:
    """Return a quiet table whose strips stay on one line."""
    table = grid(columns)
    for column in table.columns:
        column.no_wrap = str(column.header).startswith("0")
    return table


def _ruler(cells: int) -> str:
    """Return the heading of a column of strips."""
    return f"0{'100':>{cells - 1}}"


def _drawn(text: str) -> str:
    """Return a strip with its empty parts dimmed and its mark bold."""
    return text.replace("─", "[dim]─[/]").replace("●", "[bold]●[/]")
