"""Why a point of the index stands where it stands: its events, their weights and the arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.track.frames import Tabular, arrow_rows
from dragoman.track.index import IndexedEvent, RelationIndex, RelationPoint, point_of

if TYPE_CHECKING:
    from datetime import date

    import pyarrow as pa


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one event did to a point.

    Attributes:
        event_id: Id in the ledger.
        day: When.
        actor: Doer.
        recipient: Other side.
        kind: PLOVER type or CAMEO code.
        value: Tone, -10 to 10.
        weight: Share of the new level that is this event's tone, 0 to 1.
        moved: By how many points the event moved the level: weight * (value - expected).
    """

    event_id: str
    day: date
    actor: str
    recipient: str
    kind: str
    value: float
    weight: float
    moved: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation(Tabular):
    """One point, taken apart.

    Attributes:
        name: The dyad.
        point: The point itself.
        contributions: Its events, by day and id; empty in a period without events.
        expected_var: Variance of the level before the events.
        noise_var: Variance of their mean tone about the level; None without events.
        gain: Weight of all events together, 0 to 1; 0 without events.
        level_var: Variance of the level after them.
        steps: The arithmetic as lines of text.
    """

    name: str
    point: RelationPoint
    contributions: tuple[Contribution, ...]
    expected_var: float
    noise_var: float | None
    gain: float
    level_var: float
    steps: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the arithmetic as one text."""
        return "\n".join(self.steps)

    def to_arrow(self) -> pa.Table:
        """Return the contributions, one row each."""
        return arrow_rows(Contribution, self.contributions)


def explain_point(index: RelationIndex, day: date) -> Explanation:
    """Return the events, weights and arithmetic of the point of the period that holds `day`.

    The weights are those of the filter: n events share the gain alike, the rest is what was expected before.

    Raises:
        NotFoundError: If the index has no point on that day.

    Source: Durbin & Koopman (2012), eq. 2.15; see `track.kalman`.
    """
    place, point = point_of(index, day)
    own = tuple(event for event in index.events if point.start <= event.day <= point.end)
    before = index.points[place - 1].variance + index.parameters.q if place else index.parameters.p0
    noise = None
    if own:
        noise = (index.parameters.s2 + index.coder_error) / len(own) + index.parameters.tau2
    gain = 0.0 if noise is None else before / (before + noise)
    return Explanation(
        name=index.name,
        point=point,
        contributions=tuple(_contribution(event, point, gain / len(own)) for event in own),
        expected_var=before,
        noise_var=noise,
        gain=gain,
        level_var=point.variance,
        steps=_steps(index, place, own, before, gain),
    )


def _contribution(event: IndexedEvent, point: RelationPoint, weight: float) -> Contribution:
    return Contribution(
        event_id=event.event_id,
        day=event.day,
        actor=event.actor,
        recipient=event.recipient,
        kind=event.kind,
        value=event.value,
        weight=weight,
        moved=weight * (event.value - point.expected),
    )


def _steps(
    index: RelationIndex, place: int, own: tuple[IndexedEvent, ...], before: float, gain: float
) -> tuple[str, ...]:
    point, parameters = index.points[place], index.parameters
    if place:
        origin = f"level of the {index.freq} before; variance {before - parameters.q:.3f} + step {parameters.q:.3f}"
    else:
        origin = "no event before: mean and variance of all dyads"
    lines = [
        f"{index.name}, {point.start} to {point.end}",
        f"expected   {point.expected:+.2f}, variance {before:.3f}   ({origin})",
    ]
    if not own:
        lines.append(f"no events  the level stays at {point.level:+.2f}")
    else:
        total, count = sum(event.value for event in own), len(own)
        noise = (parameters.s2 + index.coder_error) / count + parameters.tau2
        coder = f" + coder {index.coder_error:.2f}" if index.coder_error else ""
        lines += [
            f"tone       {total:+.1f} / {count} = {point.tone:+.2f}",
            f"noise      ({parameters.s2:.2f}{coder}) / {count} + {parameters.tau2:.2f} = {noise:.3f}",
            f"gain       {before:.3f} / ({before:.3f} + {noise:.3f}) = {gain:.3f}, each event {gain / count:.3f}",
            (
                f"level      {point.expected:+.2f} + {gain:.3f} x ({point.tone:+.2f} - {point.expected:+.2f})"
                f" = {point.level:+.2f}"
            ),
        ]
    half = point.high - point.level
    lines.append(
        f"80 % band  {point.level:+.2f} ± {parameters.z80:.2f} x √{point.variance:.3f}"
        f" = {point.low:+.2f} to {point.high:+.2f} (± {half:.2f})"
    )
    lines.append(f"parameters {parameters.origin}")
    return tuple(lines)
