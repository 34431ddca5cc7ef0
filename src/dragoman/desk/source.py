"""The ledger as the pages see it: one snapshot until something is committed, with what is costly worked out once."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from dragoman.errors import ConfigError
from dragoman.lexicon.scales import load_coder_error
from dragoman.model import Stance
from dragoman.store import open_ledger
from dragoman.store.browse import stamp
from dragoman.store.dyads import dated_positions, dyad_events, last_day
from dragoman.store.holdings import days_covered
from dragoman.store.imports import OWN, origins
from dragoman.store.view import View
from dragoman.track import (
    DatedPosition,
    EventTable,
    Frequency,
    Parameters,
    RelationIndex,
    event_table,
    fit_parameters,
    relation_index,
)

HELD_ROWS: Final = 100_000
"""Rows of a table up to which it is held in memory: with what pages ask, some 50 MB. On the examples a page then takes
half of the time; larger tables are read from disk, where their size and not the number of queries decides."""

KEPT_PAGES: Final = 200
"""Pages of a snapshot that are remembered: what is committed does not change, so neither does what a page says."""


class Dyads:
    """The events of one origin as pairs of coded actors: the ledger's own, or those of an imported data set."""

    def __init__(self, view: View, origin: str) -> None:
        self.origin = origin
        self._view = view
        self._lock = threading.RLock()
        self._parameters: dict[tuple[Frequency, bool], Parameters] = {}

    @cached_property
    def pairs(self) -> pa.Table:
        """Return a row for each event, actor and recipient with codes, of every status (`store.dyads.dyad_events`)."""
        with self._lock:
            return dyad_events(self._view, origins=(self.origin,))

    @cached_property
    def events(self) -> EventTable:
        """Return those of them that count: what happened or is going on."""
        return event_table(self.pairs)

    @cached_property
    def covered(self) -> EventTable:
        """Return those of the events that fall on days the origin covers."""
        first = days_covered(self._view)[0] if self.origin == OWN else None
        return self.events.between(first, None)

    @cached_property
    def day(self) -> date | None:
        """Return the last day that the origin knows of: its today. None without days."""
        return last_day(self._view, (self.origin,))

    def between(self, a: str, b: str, *, directed: bool) -> pa.Table:
        """Return event_id, day, type and status of the events between two codes, the latest first.

        Args:
            a: First code; the doer where directed.
            b: Second code.
            directed: Whether only acts of the first toward the second are returned.
        """
        actor, recipient = self.pairs["actor"], self.pairs["recipient"]
        chosen = pc.and_(pc.equal(actor, a), pc.equal(recipient, b))
        if not directed:
            chosen = pc.or_(chosen, pc.and_(pc.equal(actor, b), pc.equal(recipient, a)))
        rows = self.pairs.filter(chosen).select(["event_id", "day", "type", "status"])
        rows = rows.group_by(["event_id", "day", "type", "status"]).aggregate([])
        return rows.sort_by([("day", "descending"), ("event_id", "ascending")])

    def relation(self, a: str, b: str, *, freq: Frequency, directed: bool) -> RelationIndex:
        """Return the relation of two codes; the parameters are fitted once for all dyads."""
        with self._lock:
            key = (freq, directed)
            if key not in self._parameters:
                self._parameters[key] = fit_parameters(self.events, freq=freq, directed=directed)
            return relation_index(
                self.events,
                a,
                b,
                freq=freq,
                directed=directed,
                coder_error=load_coder_error() if self.origin == OWN else None,
                parameters=self._parameters[key],
            )


class Snapshot:
    """What was committed at one moment. All pages of a moment share it; what they need twice is kept."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._lock = threading.RLock()
        self._dyads: dict[str, Dyads] = {}
        self._kept: OrderedDict[Hashable, object] = OrderedDict()

    def kept(self, key: Hashable, build: Callable[[], object]) -> object:
        """Return what was built for this key before, or build it; the latest `KEPT_PAGES` are remembered."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = build()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > KEPT_PAGES:
                self._kept.popitem(last=False)
        return found

    @cached_property
    def imports(self) -> dict[str, int]:
        """Return the imported data sets with their number of events."""
        return origins(self.view)

    @cached_property
    def origins(self) -> tuple[str, ...]:
        """Return whose events there are: the ledger's own first, unless it holds no document but imported ones."""
        own = () if self.imports and not self.view.n_documents() else (OWN,)
        return (*own, *sorted(self.imports))

    @property
    def own(self) -> Dyads:
        """Return the events of the ledger's own documents as pairs."""
        return self.dyads(OWN)

    def dyads(self, origin: str) -> Dyads:
        """Return the events of an origin as pairs; raises ConfigError if the ledger holds none of it."""
        if origin != OWN and origin not in self.imports:
            raise ConfigError(f"from {origin!r}: expected one of {', '.join(self.origins)}")
        with self._lock:
            return self._dyads.setdefault(origin, Dyads(self.view, origin))

    @cached_property
    def positions(self) -> tuple[DatedPosition, ...]:
        """Return the stances of coded actors."""
        rows = dated_positions(self.view).to_pylist()
        return tuple(DatedPosition(**{**row, "stance": Stance(row["stance"])}) for row in rows)

    @property
    def day(self) -> date | None:
        """Return the last day on which a document was published: the ledger's today. None without days."""
        return self.own.day


class Source:
    """A ledger that others may write to while its pages are read."""

    def __init__(self, ledger: Path) -> None:
        self.path = ledger
        self._stored = open_ledger(ledger)
        self._lock = threading.Lock()
        self._stamp: tuple[str, ...] = ()
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """Return what is committed now: the same object as long as nothing was committed since.

        Raises:
            LedgerError: If the ledger can no longer be read.
        """
        with self._lock:
            now = stamp(self.path)
            if self._snapshot is None or now != self._stamp:
                view = self._stored.view()
                view.hold(most_rows=HELD_ROWS)
                self._snapshot, self._stamp = Snapshot(view), now
            return self._snapshot
