"""The relation index of one dyad: tone by week or month with a band, and what each point rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from dragoman.errors import ConfigError, NotFoundError
from dragoman.lexicon.scales import QUADS, Quad
from dragoman.track.events import DatedEvent, EventTable, event_table
from dragoman.track.frames import Tabular, arrow_rows
from dragoman.track.kalman import Filtered, Panel, Parameters, fill_panel, fit_parameters, run_filter
from dragoman.track.periods import Frequency, check_frequency, first_day, last_day, period_of, period_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import altair as alt
    import pyarrow as pa

    from dragoman.track.explain import Explanation
    from dragoman.track.shifts import Shift, ShiftReport

THIN_SUPPORT: Final = 0.7
"""Below this support a point is called thin: less than 70 % of the doubt about the level is gone. With the
parameters of ICEWS 2018 four events in one week reach it. A convention, not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedEvent:
    """An event as the index counts it.

    Attributes:
        event_id: Id in the ledger.
        day: When.
        actor: Doer.
        recipient: Other side.
        kind: PLOVER type or CAMEO code.
        quad: Class.
        value: Tone, -10 to 10.
        n_origins: Independent origins that tell it.
    """

    event_id: str
    day: date
    actor: str
    recipient: str
    kind: str
    quad: Quad
    value: float
    n_origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationPoint:
    """The relation in one period.

    Attributes:
        start: First day.
        end: Last day.
        level: Tone of the relation after this period's events, -10 to 10.
        low: Lower end of its 80 % band.
        high: Upper end.
        variance: Of the level, in squared points.
        expected: Tone that was expected before this period's events.
        expected_low: Lower end of the 80 % band of the period's mean tone; None without events.
        expected_high: Upper end; None without events.
        tone: Mean tone of the period's events; None without events.
        n_events: Events, each once.
        n_origins: Independent origins behind them, summed over events.
        verbal_cooperation: Number of events of this class; likewise the next three.
        support: Share of the doubt about the level that the events so far have removed, 0 to 1.
    """

    start: date
    end: date
    level: float
    low: float
    high: float
    variance: float
    expected: float
    expected_low: float | None
    expected_high: float | None
    tone: float | None
    n_events: int
    n_origins: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    support: float

    @property
    def is_thin(self) -> bool:
        """Return whether few events stand behind the level."""
        return self.support < THIN_SUPPORT


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationIndex(Tabular):
    """The relation of two actors over time.

    Attributes:
        a: First actor; the doer where directed.
        b: Second actor.
        freq: "week" or "month".
        directed: Whether only acts of `a` toward `b` count.
        parameters: Of the model, to be stored and given to the next call.
        coder_error: Mean squared error of one event's tone that the band carries; 0 if none was given.
        points: By time without gaps, from the period of the first event; empty if there is no event.
        events: What was counted, by day and id.
    """

    a: str
    b: str
    freq: Frequency
    directed: bool
    parameters: Parameters
    coder_error: float
    points: tuple[RelationPoint, ...]
    events: tuple[IndexedEvent, ...]

    @property
    def name(self) -> str:
        """Return the dyad as written: "GBR > RUS" directed, "GBR - RUS" both ways."""
        return f"{self.a} > {self.b}" if self.directed else f"{self.a} – {self.b}"

    @property
    def note(self) -> str:
        """Return in words how much the last point rests on, and what the band carries."""
        if not self.points:
            return f"{self.name}: no counted events."
        last = self.points[-1]
        active = sum(point.n_events > 0 for point in self.points)
        words = (
            f"{self.name}: {_count(len(self.events), 'event')} in {active} of {_count(len(self.points), self.freq)}; "
            f"80 % band of the last point {last.low:+.1f} to {last.high:+.1f}"
        )
        if last.is_thin:
            words += f". Few events: the band is wide, {last.support:.0%} of the doubt about the level is removed"
        if self.coder_error:
            words += f". The band carries the coder's error (±{self.coder_error**0.5:.1f} an event)"
        return words + "."

    def to_arrow(self) -> pa.Table:
        """Return the points, one row each."""
        return arrow_rows(RelationPoint, self.points)

    def shifts(self, *, seed: int = 0) -> ShiftReport:
        """Return the candidate shifts of this relation; see `candidate_shifts` for settings."""
        from dragoman.track.shifts import candidate_shifts

        return candidate_shifts(self, seed=seed)

    def explain(self, day: date) -> Explanation:
        """Return events, weights and arithmetic of the point that holds a day; see `explain_point`."""
        from dragoman.track.explain import explain_point

        return explain_point(self, day)

    def chart(self, shifts: Iterable[Shift] = ()) -> alt.VConcatChart:
        """Return level and band over time with the volumes under it, and candidate shifts as dashed lines.

        Raises:
            ConfigError: If Altair is not installed (extra "track").
        """
        from dragoman.track.charts import relation_chart

        return relation_chart(self, shifts)


def relation_index(  # noqa: PLR0913 (options are keyword-only)
    events: Iterable[DatedEvent] | pa.Table | EventTable,
    a: str,
    b: str,
    *,
    freq: Frequency = "week",
    directed: bool = False,
    coder_error: float | None = None,
    parameters: Parameters | None = None,
    since: date | None = None,
    until: date | None = None,
) -> RelationIndex:
    """Return the relation of `a` and `b` over time.

    Each point uses the events up to its period only, so that a chart shows no hindsight. The band of the level is
    level +- z80 * sd; it widens in periods without events. The event's tone is its Goldstein value where coded,
    else the value that data/track/scales.tsv gives its CAMEO code or type.

    Args:
        events: Of all dyads: the parameters are fitted on all of them together.
        a: Actor code.
        b: Actor code.
        freq: "week" (from Monday) or "month".
        directed: Count only acts of `a` toward `b`.
        coder_error: Mean squared error of one event's tone, in squared points, as measured on gold (see
            `kalman.mean_tone_error`). It adds to the variance of each event, so the band widens; errors that the
            same events already show as scatter are then counted twice, on the safe side. None adds nothing.
        parameters: From an earlier fit; None fits them on these events (or takes the shipped ones if there are
            too few).
        since: First day to count; None from the first event.
        until: Last day to show; None to the last event of any dyad.

    Returns:
        The index; without points if the dyad has no counted event.

    Raises:
        ConfigError: If `freq` is unknown or not that of `parameters`, or `coder_error` is negative.
        RecordError: If the events lack a column or a known type.

    Source: Durbin & Koopman (2012), ch. 2; see `track.kalman`.
    """
    freq = check_frequency(freq)
    table = event_table(events)
    if parameters is None:
        parameters = fit_parameters(table, freq=freq, directed=directed)
    if parameters.freq != freq:
        raise ConfigError(f"parameters: fitted for a {parameters.freq}, expected a {freq}")
    error = coder_error or 0.0
    if error < 0:
        raise ConfigError(f"coder_error: {error}, expected 0 or more")
    pair = table.between(since, until).pair(a, b, directed=directed)
    points: tuple[RelationPoint, ...] = ()
    if len(pair):
        last = table.day[-1] if until is None else until.toordinal()
        end = int(period_of(np.array([last]), freq)[0])
        points = _points(pair, freq, end, parameters, error)
    return RelationIndex(
        a=a,
        b=b,
        freq=freq,
        directed=directed,
        parameters=parameters,
        coder_error=error,
        points=points,
        events=indexed_events(pair),
    )


def indexed_events(table: EventTable) -> tuple[IndexedEvent, ...]:
    """Return the rows of a table as records."""
    from datetime import date

    return tuple(
        IndexedEvent(
            event_id=str(table.ids[table.event[row]]),
            day=date.fromordinal(int(table.day[row])),
            actor=table.codes[table.actor[row]],
            recipient=table.codes[table.recipient[row]],
            kind=table.kinds[table.kind[row]],
            quad=QUADS[table.quad[row]],
            value=float(table.value[row]),
            n_origins=int(table.origins[row]),
        )
        for row in range(len(table))
    )


def _points(
    pair: EventTable, freq: Frequency, end: int, parameters: Parameters, coder_error: float
) -> tuple[RelationPoint, ...]:
    period = period_of(pair.day, freq)
    start = int(period[0])
    row = period - start
    size = max(end - start + 1, int(row.max()) + 1)
    panel = fill_panel(row, np.zeros_like(row), pair.value, shape=(size, 1), first=start)
    filtered = run_filter(panel, parameters, coder_error=coder_error)
    volumes = np.bincount(row * len(QUADS) + pair.quad, minlength=size * len(QUADS)).reshape(size, -1)
    origins = np.bincount(row, weights=pair.origins, minlength=size)
    return tuple(
        _point(panel, filtered, t, freq, parameters, volumes[t].tolist(), int(origins[t])) for t in range(size)
    )


def _point(  # noqa: PLR0917 (one row of the columns that were computed together)
    panel: Panel,
    filtered: Filtered,
    t: int,
    freq: Frequency,
    parameters: Parameters,
    volumes: list[int],
    n_origins: int,
) -> RelationPoint:
    n_events = int(panel.count[t, 0])
    level, expected = float(filtered.level[t, 0]), float(filtered.expected[t, 0])
    half = parameters.z80 * float(filtered.level_var[t, 0]) ** 0.5
    reach = parameters.z80 * float(filtered.total_var[t, 0]) ** 0.5
    unaided = parameters.p0 + parameters.q * t
    return RelationPoint(
        start=first_day(panel.first + t, freq),
        end=last_day(panel.first + t, freq),
        level=level,
        low=level - half,
        high=level + half,
        variance=float(filtered.level_var[t, 0]),
        expected=expected,
        expected_low=expected - reach if n_events else None,
        expected_high=expected + reach if n_events else None,
        tone=float(panel.tone[t, 0]) if n_events else None,
        n_events=n_events,
        n_origins=n_origins,
        verbal_cooperation=volumes[0],
        material_cooperation=volumes[1],
        verbal_conflict=volumes[2],
        material_conflict=volumes[3],
        support=1.0 - float(filtered.level_var[t, 0]) / unaided,
    )


def point_of(index: RelationIndex, day: date) -> tuple[int, RelationPoint]:
    """Return place and point of the period that holds a day.

    Raises:
        NotFoundError: If the index has no point there.
    """
    if index.points:
        place = period_on(day, index.freq) - period_on(index.points[0].start, index.freq)
        if 0 <= place < len(index.points):
            return place, index.points[place]
        span = f"{index.points[0].start} to {index.points[-1].end}"
    else:
        span = "no points"
    raise NotFoundError(f"{index.name}: no point on {day}, the index has {span}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
