"""How often such an event has come in the past: the chance of one in the next days, with its reference class.

Past time is cut into spans as long as the horizon, counted back from the day of the forecast. The chance is the
share of spans with such an event, recent ones counting more, drawn toward the share of the dyad's peers, those
with about as many events (the same power of two):

    chance = (sum of weights of spans with one + STRENGTH * peers' share) / (sum of weights + STRENGTH)

Source: shrinkage of a share toward a beta prior, Gelman et al. (2013), "Bayesian Data Analysis", 3rd ed., eq. 2.7;
weights that halve with age: Brown (1963), "Smoothing, Forecasting and Prediction of Discrete Time Series", ch. 7.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from dragoman.errors import ConfigError
from dragoman.lexicon.scales import QUADS
from dragoman.model.ids import content_id
from dragoman.track.events import DatedEvent, EventTable, event_table
from dragoman.track.frames import Tabular, arrow_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import altair as alt
    import pyarrow as pa

    from dragoman.track.periods import Floats, Ints

HORIZONS: Final = (7, 30)
"""Days ahead that are forecast unless others are asked for."""

HALF_LIFE_DAYS: Final = 60.0
"""A span that is 60 days old counts half. Chosen on the training days of ICEWS 2018, 7 days ahead (Brier .0905; 45 days
.0905, 90 days .0908, 120 days .0910)."""

STRENGTH: Final = 3.0
"""The peers' share counts as much as three recent spans. Chosen on the same days (tried 0.5 to 5). Peers rather than
all dyads, as 30-day chances of the busiest dyads gain by it: Brier .134 against .180."""

LEAST_PEERS: Final = 10
"""A class of peers holds at least so many dyads; the busiest are counted together until it does."""

PRIOR_SPANS: Final = 0.5
"""Half a span with and half a span without are added to each class of peers (Jeffreys), so that two weeks of one dyad
are not taken for certainty."""

SPAN_NAMES: Final = {1: ("day", "days"), 7: ("week", "weeks")}
"""Words for spans that have a name of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The chance that at least one such event happens from the day after `made_on` to `due`.

    Attributes:
        forecast_id: Hash of everything but probability and counts.
        made_on: Last day whose events were known.
        due: Last day of the forecast; it can be scored from then on.
        actor: Code.
        recipient: Code.
        directed: Whether only acts of the actor toward the recipient count.
        event_class: A quad class ("material_conflict") or a type ("SANCTION", "CAMEO 190").
        probability: Chance of at least one, 0 to 1.
        n_hits: Past spans with one, unweighted.
        n_spans: Past spans of this length.
        peer_share: Share of the dyad's peers, which the chance is drawn to, 0 to 1.
    """

    forecast_id: str
    made_on: date
    due: date
    actor: str
    recipient: str
    directed: bool
    event_class: str
    probability: float
    n_hits: int
    n_spans: int
    peer_share: float

    @property
    def horizon_days(self) -> int:
        """Return the length of the span in days."""
        return (self.due - self.made_on).days

    @property
    def reference(self) -> str:
        """Return the reference class in words ("31 of the last 37 weeks")."""
        days = self.horizon_days
        one, many = SPAN_NAMES.get(days, (f"{days}-day span", f"{days}-day spans"))
        return f"{self.n_hits} of the last {self.n_spans} {one if self.n_spans == 1 else many}"

    @property
    def subject(self) -> str:
        """Return what is forecast ("GBR > RUS, verbal conflict")."""
        pair = f"{self.actor} > {self.recipient}" if self.directed else f"{self.actor} – {self.recipient}"
        return f"{pair}, {self.event_class.replace('_', ' ')}"

    @property
    def text(self) -> str:
        """Return forecast and reference class as a sentence."""
        return f"{self.subject} by {self.due}: {self.probability:.0%} (seen in {self.reference})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasts(Tabular):
    """Forecasts made together; to be kept as Arrow until they fall due.

    Attributes:
        items: By dyad, class and horizon.
    """

    items: tuple[Forecast, ...]

    def __iter__(self) -> Iterator[Forecast]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def to_arrow(self) -> pa.Table:
        """Return the forecasts, one row each."""
        return arrow_rows(Forecast, self.items)

    @classmethod
    def from_arrow(cls, table: pa.Table) -> Forecasts:
        """Return the forecasts of a table that `to_arrow` made."""
        return cls(items=tuple(Forecast(**row) for row in table.to_pylist()))

    def chart(self) -> alt.LayerChart:
        """Return the likeliest forecasts as bars, each with its reference class.

        Raises:
            ConfigError: If Altair is not installed (extra "track").
        """
        from dragoman.track.charts import forecast_chart

        return forecast_chart(self)


def base_rates(
    events: Iterable[DatedEvent] | pa.Table | EventTable,
    day: date,
    *,
    horizons: tuple[int, ...] = HORIZONS,
    directed: bool = True,
    dyads: Iterable[tuple[str, str]] | None = None,
    min_events: int = 1,
) -> Forecasts:
    """Return for each dyad, quad class and horizon the chance of at least one such event.

    Args:
        events: Only those up to `day` are used.
        day: Last day that is known.
        horizons: Lengths in days, each above 0.
        directed: Whether A to B and B to A are two dyads.
        dyads: Pairs (actor, recipient) to return; None for all with `min_events`. The peers always come from all
            dyads with `min_events`.
        min_events: Dyads with fewer events up to `day` stay out.

    Returns:
        Forecasts by dyad, class and horizon; none for a horizon longer than the events reach back.

    Raises:
        ConfigError: If a horizon is below 1.
    """
    table = event_table(events).between(None, day)
    wanted = None if dyads is None else tuple(dyads)
    found: list[Forecast] = []
    for days in horizons:
        question = Question(day=day, days=days, directed=directed, by_kind=False, min_events=min_events)
        found += _forecasts(table, question, wanted)
    order = {quad.value: place for place, quad in enumerate(QUADS)}
    found.sort(key=lambda one: (one.actor, one.recipient, order[one.event_class], one.due))
    return Forecasts(items=tuple(found))


def expectation_rate(
    events: Iterable[DatedEvent] | pa.Table | EventTable,
    day: date,
    due: date,
    *,
    actor: str,
    recipient: str,
    event_class: str,
    directed: bool = True,
) -> Forecast | None:
    """Return the base rate that stands beside one open expectation, or None where the past is too short.

    Args:
        events: Only those up to `day` are used.
        day: Last day that is known.
        due: When the expected event should have come, after `day`.
        actor: Code of the doer.
        recipient: Code of the other side.
        event_class: Quad class ("material_conflict") or type ("CONSULT").
        directed: False to count acts in both directions.

    Raises:
        ConfigError: If `due` is not after `day`.
    """
    table = event_table(events).between(None, day)
    by_kind = event_class not in {quad.value for quad in QUADS}
    if by_kind and event_class not in table.kinds:
        table = replace(table, kinds=(*table.kinds, event_class))  # a type that the ledger has never held
    question = Question(day=day, days=(due - day).days, directed=directed, by_kind=by_kind)
    found = _forecasts(table, question, ((actor, recipient),))
    return next((one for one in found if one.event_class == event_class), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of the past.

    Attributes:
        day: Last day that is known.
        days: Length of a span, 1 or more.
        directed: Whether A to B and B to A are two dyads.
        by_kind: Whether the classes are types rather than quad classes.
        min_events: Dyads with fewer events stay out.
        half_life: Days after which a span counts half; infinite for equal weights.
    """

    day: date
    days: int
    directed: bool
    by_kind: bool
    min_events: int = 1
    half_life: float = HALF_LIFE_DAYS

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ConfigError(f"horizon: {self.days} days, expected 1 or more")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpanCounts:
    """Past spans of all dyads.

    Attributes:
        pairs: The dyads as codes, sorted.
        classes: Names of the classes.
        hits: Spans with an event of the class; shape (n_dyads, n_classes).
        weight: The same, weighted by age.
        peers: Weighted share over the dyad's peers; shape (n_dyads, n_classes).
        unseen: Weighted share over the least known dyads, for those never seen; shape (n_classes,).
        n_spans: Spans.
        total: Sum of their weights.
    """

    pairs: tuple[tuple[str, str], ...]
    classes: tuple[str, ...]
    hits: Floats
    weight: Floats
    peers: Floats
    unseen: Floats
    n_spans: int
    total: float

    def chances(self, strength: float = STRENGTH) -> Floats:
        """Return the chance of each dyad and class; shape (n_dyads, n_classes)."""
        found: Floats = (self.weight + strength * self.peers) / (self.total + strength)
        return np.clip(found, 0.0, 1.0)


def span_counts(table: EventTable, question: Question) -> SpanCounts:
    """Return in how many past spans each dyad had an event of each class.

    Spans are counted back from the day of the question; what is left at the far end and is shorter than a span does
    not count. Without events there are no dyads and no spans.

    Args:
        table: Events up to the day of the question.
        question: What is asked.
    """
    first, second, events = table.dyads(directed=question.directed)
    classes = table.kinds if question.by_kind else tuple(quad.value for quad in QUADS)
    n_spans = (question.day.toordinal() - int(table.day[0]) + 1) // question.days if len(table) else 0
    weights = 0.5 ** (np.arange(n_spans) * question.days / question.half_life)
    keys, dyad, sizes = np.unique(first * len(table.codes) + second, return_inverse=True, return_counts=True)
    keep = np.flatnonzero(sizes >= question.min_events)
    row_of = np.full(len(keys), -1, dtype=np.int64)
    row_of[keep] = np.arange(len(keep))
    age = (question.day.toordinal() - events.day) // question.days
    rows = (row_of[dyad] >= 0) & (age < n_spans)
    cell = row_of[dyad] * len(classes) + (events.kind if question.by_kind else events.quad)
    cell, span = np.divmod(np.unique(cell[rows] * max(n_spans, 1) + age[rows]), max(n_spans, 1))
    shape = (len(keep), len(classes))
    weight = np.bincount(cell, weights=weights[span], minlength=shape[0] * shape[1]).astype(np.float64).reshape(shape)
    total = float(weights.sum())
    peers = peer_class(sizes[keep])
    shares = _peer_shares(weight, peers, total)
    return SpanCounts(
        pairs=tuple((table.codes[key // len(table.codes)], table.codes[key % len(table.codes)]) for key in keys[keep]),
        classes=classes,
        hits=np.bincount(cell, minlength=shape[0] * shape[1]).astype(np.float64).reshape(shape),
        weight=weight,
        peers=shares[peers],
        unseen=shares[0],
        n_spans=n_spans,
        total=total,
    )


def peer_class(sizes: Ints) -> Ints:
    """Return the class of peers of dyads with these numbers of events: 0 for 1, 1 for 2 and 3, 2 for 4 to 7, ...

    The highest class is the highest that, with all above it, holds `LEAST_PEERS` dyads.
    """
    power = np.floor(np.log2(np.maximum(sizes, 1))).astype(np.int64)
    highest = np.sort(power)[-LEAST_PEERS] if len(power) >= LEAST_PEERS else 0
    return np.minimum(power, highest)


def _peer_shares(weight: Floats, peers: Ints, total: float) -> Floats:
    """Return the weighted share of each class of peers; shape (n_peer_classes, n_classes).

    Source: Jeffreys (1946), "An invariant form for the prior probability in estimation problems", Proc. Royal Society
    A 186: a beta prior of 1/2 and 1/2.
    """
    number = int(peers.max()) + 1 if len(peers) else 1
    sums = np.zeros((number, weight.shape[1]))
    np.add.at(sums, peers, weight)
    spans = total * np.bincount(peers, minlength=number)[:, None]
    shares: Floats = (sums + PRIOR_SPANS) / (spans + 2 * PRIOR_SPANS)
    return shares


def _forecasts(table: EventTable, question: Question, wanted: tuple[tuple[str, str], ...] | None) -> list[Forecast]:
    counted = span_counts(table, question)
    if not counted.n_spans:
        return []
    place = {pair: row for row, pair in enumerate(counted.pairs)}
    chances = counted.chances()
    unseen = STRENGTH * counted.unseen / (counted.total + STRENGTH)
    found = []
    for pair in counted.pairs if wanted is None else wanted:
        row = place.get(pair if question.directed else (min(pair), max(pair)))
        for at, name in enumerate(counted.classes):
            forecast = Forecast(
                forecast_id="",
                made_on=question.day,
                due=question.day + timedelta(days=question.days),
                actor=pair[0],
                recipient=pair[1],
                directed=question.directed,
                event_class=name,
                probability=float(unseen[at] if row is None else chances[row, at]),
                n_hits=0 if row is None else int(counted.hits[row, at]),
                n_spans=counted.n_spans,
                peer_share=float(counted.unseen[at] if row is None else counted.peers[row, at]),
            )
            found.append(replace(forecast, forecast_id=forecast_id(forecast)))
    return found


def forecast_id(forecast: Forecast) -> str:
    """Return the id of a forecast: what is forecast, when and until when."""
    pair = (forecast.actor, forecast.recipient)
    return content_id("f", forecast.made_on, forecast.due, *pair, forecast.directed, forecast.event_class)
