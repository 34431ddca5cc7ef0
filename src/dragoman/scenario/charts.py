"""Charts of a scenario as Altair objects; quiet by design, one ink for figures and a pale one for ranges."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

import numpy as np

from dragoman.errors import ConfigError
from dragoman.scenario.models import SCALE

if TYPE_CHECKING:
    from types import ModuleType

    import altair as alt

    from dragoman.scenario.outcome import Outcome, Tornado

WIDTH: Final = 640
BINS: Final = 50
MOST_BARS: Final = 20
INK: Final = "#1f2d3d"
BAND: Final = "#9fb4c7"
FAINT: Final = "#8a949e"


def outcome_chart(outcome: Outcome) -> alt.VConcatChart:
    """Return the distribution of the draws, the actors' ranges under it, and the rounds where there are any.

    Raises:
        ConfigError: If Altair is not installed (extra "track").
    """
    vega = _altair()
    parts = [_distribution(outcome), _actors(outcome)]
    if outcome.rounds:
        parts.append(_rounds(outcome))
    chart: alt.VConcatChart = (
        vega.vconcat(*parts, spacing=12)
        .configure_view(stroke=None)
        .configure_axis(
            domainColor=FAINT, tickColor=FAINT, labelColor=INK, titleColor=FAINT, titleFontWeight="normal", grid=False
        )
    )
    return chart


def tornado_chart(tornado: Tornado) -> alt.LayerChart:
    """Return the widest bars, from the outcome at the lowest to that at the highest value of each judgement.

    Raises:
        ConfigError: If Altair is not installed (extra "track").
    """
    vega = _altair()
    bars = tornado.bars[:MOST_BARS]
    rows = [
        {
            "what": f"{bar.actor}: {bar.quantity}",
            "values": f"{bar.low_value:.3g} to {bar.high_value:.3g}" + (" (assumed)" if bar.is_assumed else ""),
            "from": bar.outcome_at_low,
            "to": bar.outcome_at_high,
            "swing": bar.swing,
        }
        for bar in bars
    ]
    base = vega.Chart(vega.Data(values=rows)).encode(
        y=vega.Y("what:N", sort=[row["what"] for row in rows], axis=vega.Axis(title=None, labelLimit=280, ticks=False))
    )
    tips = ["what:N", "values:N", *(vega.Tooltip(f"{name}:Q", format=".1f") for name in ("from", "to", "swing"))]
    drawn = base.mark_bar(color=BAND, height={"band": 0.6}).encode(
        x=vega.X("from:Q", scale=vega.Scale(zero=False), axis=vega.Axis(title="outcome", grid=False)),
        x2="to:Q",
        tooltip=tips,
    )
    middle = vega.Chart(vega.Data(values=[{"x": tornado.at_modes}])).mark_rule(color=INK).encode(x="x:Q")
    note = f"one judgement at a time; {len(bars)} of {len(tornado.bars)}; {tornado.model.label}"
    chart: alt.LayerChart = (
        vega.layer(drawn, middle)
        .properties(width=WIDTH - 200, height=max(18 * len(rows), 40), title=_title("What moves the outcome", note))
        .configure_view(stroke=None)
    )
    return chart


def _distribution(outcome: Outcome) -> alt.LayerChart:
    vega = _altair()
    counts, edges = np.histogram(outcome.samples, bins=BINS, range=(0.0, SCALE))
    rows = [
        {"from": low, "to": high, "share": count / outcome.draws}
        for count, low, high in zip(counts.tolist(), edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    ]
    axis = vega.Axis(title=f"0 = {outcome.anchors[0]}   …   100 = {outcome.anchors[1]}")
    scale = vega.Scale(domain=[0, SCALE], nice=False)
    bars = (
        vega.Chart(vega.Data(values=rows))
        .mark_bar(color=BAND)
        .encode(
            x=vega.X("from:Q", bin="binned", scale=scale, axis=axis),
            x2="to:Q",
            y=vega.Y("share:Q", axis=vega.Axis(title="share of draws", format="%")),
        )
    )
    ends = [{"x": outcome.low, "x2": outcome.high}]
    span = vega.Chart(vega.Data(values=ends)).mark_rule(color=INK, strokeWidth=3, opacity=0.5)
    median = vega.Chart(vega.Data(values=[{"x": outcome.median}])).mark_rule(color=INK).encode(x="x:Q")
    note = f"{outcome.model.label}; median {outcome.median:.1f}, 80 % of draws {outcome.low:.1f} to {outcome.high:.1f}"
    chart: alt.LayerChart = vega.layer(bars, span.encode(x="x:Q", x2="x2:Q", y=vega.value(196)), median).properties(
        width=WIDTH, height=200, title=_title(outcome.issue, note)
    )
    return chart


def _actors(outcome: Outcome) -> alt.LayerChart:
    vega = _altair()
    rows = [
        {"actor": one.name, "low": one.position.low, "mode": one.position.mode, "high": one.position.high}
        for one in outcome.actors
    ]
    scale = vega.Scale(domain=[0, SCALE], nice=False)
    base = vega.Chart(vega.Data(values=rows)).encode(y=vega.Y("actor:N", axis=vega.Axis(title=None, ticks=False)))
    ranges = base.mark_rule(color=BAND, strokeWidth=4).encode(
        x=vega.X("low:Q", scale=scale, axis=vega.Axis(title="positions")), x2="high:Q"
    )
    modes = base.mark_circle(color=INK, size=50, opacity=1).encode(x=vega.X("mode:Q", scale=scale))
    chart: alt.LayerChart = vega.layer(ranges, modes).properties(width=WIDTH, height=max(18 * len(rows), 40))
    return chart


def _rounds(outcome: Outcome) -> alt.LayerChart:
    vega = _altair()
    rows = [{"round": one.number, "median": one.median, "low": one.low, "high": one.high} for one in outcome.rounds]
    paths = [
        {"round": one.number, "actor": actor.name, "position": position}
        for one in outcome.rounds
        for actor, position in zip(outcome.actors, one.positions_at_modes, strict=True)
    ]
    x = vega.X("round:O", axis=vega.Axis(title="round", labelAngle=0))
    scale = vega.Scale(domain=[0, SCALE])
    base = vega.Chart(vega.Data(values=rows)).encode(x=x)
    band = base.mark_area(color=BAND, opacity=0.45).encode(
        y=vega.Y("low:Q", scale=scale, axis=vega.Axis(title="weighted median")), y2="high:Q"
    )
    line = base.mark_line(color=INK, strokeWidth=2).encode(y=vega.Y("median:Q", scale=scale))
    each = (
        vega.Chart(vega.Data(values=paths))
        .mark_line(color=FAINT, strokeWidth=0.8)
        .encode(x=x, y=vega.Y("position:Q", scale=scale), detail="actor:N", tooltip=["actor:N", "position:Q"])
    )
    chart: alt.LayerChart = vega.layer(band, each, line).properties(width=WIDTH, height=200)
    return chart


def _altair() -> ModuleType:
    try:
        return import_module("altair")
    except ImportError as err:
        raise ConfigError('altair: not installed, expected for .chart(): pip install "dragoman[track]"') from err


def _title(text: str, note: str) -> alt.TitleParams:
    vega = _altair()
    title: alt.TitleParams = vega.TitleParams(
        text, subtitle=note, anchor="start", fontSize=14, subtitleColor=FAINT, subtitleFontSize=11
    )
    return title
