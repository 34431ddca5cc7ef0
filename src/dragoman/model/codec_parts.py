"""Spans, days and places to their exchange form and back: the parts that `codec` puts records together from."""

from dragoman.model.document import Span
from dragoman.model.exchange import IntervalJSON, Pair, PlaceJSON
from dragoman.model.interval import Interval, Precision
from dragoman.model.place import Place


def pair_out(span: Span | None) -> Pair | None:
    """Return a span as it is exchanged."""
    return (span.start, span.end) if span else None


def span_in(pair: Pair | None) -> Span | None:
    """Return the span of an exchanged pair."""
    return Span(*pair) if pair else None


def interval_out(interval: Interval | None) -> IntervalJSON | None:
    """Return an interval as it is exchanged."""
    if interval is None:
        return None
    return IntervalJSON(
        start=interval.start,
        end=interval.end,
        precision=interval.precision,
        basis=interval.basis,
        span=pair_out(interval.span),
    )


def interval_in(form: IntervalJSON | None) -> Interval | None:
    """Return the interval of an exchanged one; raises ValueError on a bad value."""
    if form is None:
        return None
    return Interval(
        start=form.start,
        end=form.end,
        precision=Precision(form.precision),
        basis=form.basis,
        span=span_in(form.span),
    )


def place_out(place: Place | None) -> PlaceJSON | None:
    """Return a place as it is exchanged."""
    if place is None:
        return None
    return PlaceJSON(
        name=place.name,
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        kind=place.kind,
        basis=place.basis,
        span=pair_out(place.span),
    )


def place_in(form: PlaceJSON | None) -> Place | None:
    """Return the place of an exchanged one; raises ValueError on a bad value."""
    if form is None:
        return None
    return Place(
        name=form.name,
        country=form.country,
        lat=form.lat,
        lon=form.lon,
        kind=form.kind,
        basis=form.basis,
        span=span_in(form.span),
    )
