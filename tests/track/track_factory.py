"""Builders for the tests of the track stage."""

from datetime import date, timedelta

import numpy as np

from dragoman.model import EventType
from dragoman.track import DatedEvent

MONDAY = date(2024, 1, 1)


def make_event(number, day=MONDAY, *, actor="AAA", recipient="BBB", value=1.0, **over):
    """Return an event with this id number and tone."""
    fields = {"type": EventType.CONSULT, "goldstein": value} | over
    return DatedEvent(event_id=f"e{number:05d}", day=day, actor=actor, recipient=recipient, **fields)


def weekly_events(tones, *, per_week=5, spread=2.0, seed=1, actor="AAA", recipient="BBB", first=0):
    """Return events of a dyad whose tone in week t scatters about `tones[t]`."""
    generator = np.random.default_rng(seed)
    counts = per_week if isinstance(per_week, (list, tuple)) else [per_week] * len(tones)
    found = []
    for week, (tone, count) in enumerate(zip(tones, counts, strict=True)):
        for place in range(count):
            value = float(np.clip(tone + spread * generator.standard_normal(), -10, 10))
            day = MONDAY + timedelta(days=7 * week + place % 7)
            found.append(make_event(first + len(found), day, actor=actor, recipient=recipient, value=value))
    return found
