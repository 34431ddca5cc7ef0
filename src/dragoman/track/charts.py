"""Charts of the results as Altair objects: shown in a notebook, drawn to SVG elsewhere.

Quiet by design: one ink for what was measured, a pale band for what is not known, colour only for classes and signs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeVar

from dragoman.errors import ConfigError
from dragoman.lexicon.scales import QUADS, SCALE_LIMIT, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from types import ModuleType

    import altair as alt

    from dragoman.track.base_rates import Forecasts
    from dragoman.track.index import RelationIndex
    from dragoman.track.network import Network
    from dragoman.track.scoring import ForecastScore
    from dragoman.track.shifts import Shift

C = TypeVar("C", "alt.LayerChart", "alt.VConcatChart")

WIDTH: Final = 680
MOST_BARS: Final = 40
INK: Final = "#1f2d3d"
BAND: Final = "#9fb4c7"
FAINT: Final = "#8a949e"
COLOURS: Final = {
    Quad.VERBAL_COOPERATION: "#a9c9de",
    Quad.MATERIAL_COOPERATION: "#2f6f9f",
    Quad.VERBAL_CONFLICT: "#f0c59a",
    Quad.MATERIAL_CONFLICT: "#c0561f",
}
"""Blue for cooperation, orange for conflict, pale for words, full for deeds: told apart by colour-blind readers too."""


def relation_chart(index: RelationIndex, shifts: Iterable[Shift] = ()) -> alt.VConcatChart:
    """Return tone with its band over time, the volumes under it, and candidate shifts as dashed lines.

    Args:
        index: The relation; without points the chart is empty but keeps its titles.
        shifts: Candidates to mark.

    Raises:
        ConfigError: If Altair is not installed (extra "track").
    """
    vega = _altair()
    rows = [
        {
            "day": _moment(point.start),
            "level": round(point.level, 3),
            "low": round(point.low, 3),
            "high": round(point.high, 3),
            "tone": None if point.tone is None else round(point.tone, 3),
            "events": point.n_events,
            "origins": point.n_origins,
        }
        for point in index.points
    ]
    base = vega.Chart(vega.Data(values=rows)).encode(x=vega.X("day:T", axis=None))
    tips = [
        vega.Tooltip("day:T", title=f"{index.freq} of", format="%d %B %Y"),
        *(vega.Tooltip(f"{name}:Q", format="+.2f") for name in ("level", "low", "high", "tone")),
        *(vega.Tooltip(f"{name}:Q") for name in ("events", "origins")),
    ]
    scale = vega.Scale(domain=_domain(index))
    axis = vega.Axis(title="tone  (conflict − … + cooperation)", grid=False)
    band = base.mark_area(color=BAND, opacity=0.45).encode(y=vega.Y("low:Q", scale=scale, axis=axis), y2="high:Q")
    line = base.mark_line(color=INK, strokeWidth=1.8).encode(y=vega.Y("level:Q", scale=scale), tooltip=tips)
    dots = base.mark_circle(color=FAINT, opacity=0.7).encode(
        y=vega.Y("tone:Q", scale=scale),
        size=vega.Size("events:Q", scale=vega.Scale(range=[8, 90]), legend=None),
        tooltip=tips,
    )
    zero = vega.Chart(vega.Data(values=[{"y": 0}])).mark_rule(color=FAINT, strokeWidth=0.6).encode(y="y:Q")
    layers = vega.layer(band, zero, *_marks(shifts), dots, line).properties(
        width=WIDTH, height=240, title=_title(index.name, f"{_sentence(index)} Dots: mean tone of one {index.freq}.")
    )
    chart: alt.VConcatChart = vega.vconcat(layers, _volume_chart(index), spacing=8).resolve_scale(x="shared")
    return _quiet(chart)


def network_chart(network: Network) -> alt.LayerChart:
    """Return the edges as a matrix, actors ordered by community, with the weight in each cell's colour.

    Raises:
        ConfigError: If Altair is not installed (extra "track").
    """
    vega = _altair()
    order = [actor.code for actor in network.actors]
    rows = [
        {"a": one, "b": other, "weight": round(edge.weight, 2), "acts": edge.n_acts}
        for edge in network.edges
        for one, other in ((edge.a, edge.b), (edge.b, edge.a))
    ]
    members = {actor.code: actor.community for actor in network.actors}
    diagonal = [{"a": code, "b": code, "group": str(members[code] + 1)} for code in order]
    axis = vega.Axis(title=None, labelLimit=160)
    place = {"x": vega.X("a:N", sort=order, axis=axis), "y": vega.Y("b:N", sort=order, axis=axis)}
    cells = (
        vega.Chart(vega.Data(values=rows))
        .mark_rect(stroke="white", strokeWidth=1)
        .encode(
            color=vega.Color(
                "weight:Q",
                scale=vega.Scale(
                    domain=[-SCALE_LIMIT, 0, SCALE_LIMIT], range=["#c0561f", "#f7f5f2", "#2f6f9f"], interpolate="rgb"
                ),
                legend=vega.Legend(title="opposed … aligned", orient="right"),
            ),
            tooltip=["a:N", "b:N", vega.Tooltip("weight:Q", format="+.2f"), "acts:Q"],
            **place,
        )
    )
    groups = vega.Chart(vega.Data(values=diagonal)).mark_text(color=FAINT, fontSize=10).encode(text="group:N", **place)
    side = min(max(18 * len(order), 120), WIDTH)
    chart: alt.LayerChart = vega.layer(cells, groups).properties(
        width=side, height=side, title=_title("Alignments", _network_note(network))
    )
    return _quiet(chart)


def forecast_chart(forecasts: Forecasts) -> alt.LayerChart:
    """Return the likeliest forecasts as bars from 0 to 100 %, each with its reference class at the side.

    At most `MOST_BARS` are drawn; the subtitle says how many there are.

    Raises:
        ConfigError: If Altair is not installed (extra "track").
    """
    vega = _altair()
    ranked = sorted(forecasts, key=lambda one: (-one.probability, one.subject, one.due))[:MOST_BARS]
    rows = [
        {
            "what": f"{one.subject}, {one.horizon_days} days",
            "chance": round(one.probability, 4),
            "reference": one.reference,
        }
        for one in ranked
    ]
    base = vega.Chart(vega.Data(values=rows)).encode(
        y=vega.Y("what:N", sort=[row["what"] for row in rows], axis=vega.Axis(title=None, labelLimit=320, ticks=False))
    )
    unit = vega.Scale(domain=[0, 1])
    bars = base.mark_bar(color=BAND, height={"band": 0.6}).encode(
        x=vega.X("chance:Q", scale=unit, axis=vega.Axis(title="chance of at least one", format="%", grid=False)),
        tooltip=["what:N", vega.Tooltip("chance:Q", format=".1%"), "reference:N"],
    )
    words = base.mark_text(align="left", dx=4, color=INK, fontSize=10).encode(
        x=vega.X("chance:Q", scale=unit), text="reference:N"
    )
    made = ranked[0].made_on.isoformat() if ranked else "no day"
    note = f"made on {made}; {len(rows)} of {len(forecasts)} forecasts, the likeliest first"
    chart: alt.LayerChart = vega.layer(bars, words).properties(
        width=WIDTH - 240, height=max(18 * len(rows), 40), title=_title("Forecasts", note)
    )
    return _quiet(chart)


def reliability_chart(score: ForecastScore) -> alt.LayerChart:
    """Return what came against what was said, with the diagonal of a perfect forecaster.

    Raises:
        ConfigError: If Altair is not installed (extra "track").
    """
    vega = _altair()
    rows = [{"said": one.mean_probability, "came": one.share_happened, "n": one.n} for one in score.bins]
    unit = vega.Scale(domain=[0, 1])
    percent = {"format": "%", "grid": False}
    dots = (
        vega.Chart(vega.Data(values=rows))
        .mark_circle(color=INK, opacity=0.9)
        .encode(
            x=vega.X("said:Q", scale=unit, axis=vega.Axis(title="chance given", **percent)),
            y=vega.Y("came:Q", scale=unit, axis=vega.Axis(title="share that came", **percent)),
            size=vega.Size("n:Q", scale=vega.Scale(range=[20, 400]), legend=vega.Legend(title="forecasts")),
            tooltip=[vega.Tooltip("said:Q", format=".1%"), vega.Tooltip("came:Q", format=".1%"), "n:Q"],
        )
    )
    ends = [{"said": 0, "came": 0}, {"said": 1, "came": 1}]
    line = vega.Chart(vega.Data(values=ends)).mark_line(color=FAINT, strokeWidth=0.8).encode(x="said:Q", y="came:Q")
    note = f"{score.n:,} forecasts; Brier {score.brier:.4f} (constant {score.brier_constant:.4f}), ECE {score.ece:.3f}"
    chart: alt.LayerChart = vega.layer(line, dots).properties(width=320, height=320, title=_title("Reliability", note))
    return _quiet(chart)


def _altair() -> ModuleType:
    try:
        return import_module("altair")
    except ImportError as err:
        raise ConfigError('altair: not installed, expected for .chart(): pip install "dragoman[track]"') from err


def _volume_chart(index: RelationIndex) -> alt.Chart:
    """Return the volumes as bars: cooperation upward, conflict downward."""
    vega = _altair()
    rows = []
    for point in index.points:
        for quad in QUADS:
            count = getattr(point, quad.value)
            sign = 1 if quad in (Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION) else -1
            if count:
                rows.append({"day": _moment(point.start), "class": quad.label, "n": count, "signed": sign * count})
    labels = [quad.label for quad in QUADS]
    colour = vega.Color(
        "class:N",
        scale=vega.Scale(domain=labels, range=[COLOURS[quad] for quad in QUADS]),
        legend=vega.Legend(title=None, orient="bottom"),
    )
    bars: alt.Chart = (
        vega.Chart(vega.Data(values=rows))
        .mark_bar(size=max(2.0, 0.7 * WIDTH / max(len(index.points), 1)))
        .encode(
            x=vega.X("day:T", axis=vega.Axis(title=None, grid=False, labelOverlap=True)),
            y=vega.Y("signed:Q", axis=vega.Axis(title=f"events a {index.freq}", grid=False, tickCount=4)),
            color=colour,
            tooltip=[vega.Tooltip("day:T", format="%d %B %Y"), "class:N", "n:Q"],
        )
        .properties(width=WIDTH, height=110)
    )
    return bars


def _marks(shifts: Iterable[Shift]) -> list[alt.Chart]:
    vega = _altair()
    rows = [
        {
            "day": _moment(shift.day),
            "shift": f"{shift.series.value}: {shift.before:.1f} to {shift.after:.1f}",
            "shuffled": shift.shuffled_share,
        }
        for shift in shifts
    ]
    if not rows:
        return []
    tips = ["shift:N", vega.Tooltip("shuffled:Q", format=".0%", title="fires on shuffled weeks")]
    rule = vega.Chart(vega.Data(values=rows)).mark_rule(color=INK, strokeDash=[3, 3], strokeWidth=1)
    return [rule.encode(x=vega.X("day:T", axis=None), tooltip=tips)]


def _moment(day: date) -> str:
    """Return a day with its midnight: a bare day would be read as UTC and may be drawn a day early."""
    return f"{day.isoformat()}T00:00:00"


def _domain(index: RelationIndex) -> list[float]:
    """Return the ends of the tone axis: what is shown, with room, and always the zero line."""
    shown = [0.0]
    for point in index.points:
        shown += [point.low, point.high, *([] if point.tone is None else [point.tone])]
    return [min(min(shown) - 0.5, -1.0), max(max(shown) + 0.5, 1.0)]


def _sentence(index: RelationIndex) -> str:
    """Return the note of the index without the dyad's name, which the title gives."""
    return index.note.removeprefix(f"{index.name}: ")


def _network_note(network: Network) -> str:
    balance = network.balance
    words = f"{len(network.actors)} actors, {len(network.edges)} edges; figures on the diagonal: community"
    if balance.share is None or balance.shuffled_mean is None:
        return words
    return f"{words}; {balance.share:.0%} of triangles balanced (shuffled {balance.shuffled_mean:.0%})"


def _title(text: str, note: str) -> alt.TitleParams:
    vega = _altair()
    title: alt.TitleParams = vega.TitleParams(
        text, subtitle=note, anchor="start", fontSize=14, subtitleColor=FAINT, subtitleFontSize=11
    )
    return title


def _quiet(chart: C) -> C:
    quiet: C = chart.configure_view(stroke=None).configure_axis(
        domainColor=FAINT, tickColor=FAINT, labelColor=INK, titleColor=FAINT, titleFontWeight="normal"
    )
    return quiet
