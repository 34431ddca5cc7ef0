"""Dated events between two actors, as columns: what every model of this stage counts.

Only what happened or is ongoing counts, and each event once, however often it comes in. The rows are kept in
an order of their own, so no result depends on the order in which events arrive.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dragoman.errors import RecordError
from dragoman.lexicon.scales import QUADS, Quad, load_scales
from dragoman.model import EventType, Status
from dragoman.track.periods import EPOCH, Floats, Ints

if TYPE_CHECKING:
    from collections.abc import Iterable

COUNTED: Final = (Status.HAPPENED, Status.ONGOING)
"""A planned, cancelled, denied or demanded act says nothing of what the relation is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedEvent:
    """One event between one actor and one recipient; an event with several parties is several rows of one id.

    Attributes:
        event_id: Id in the ledger.
        day: When it happened; of an interval, its first day.
        actor: Code of the doer ("GBR"); of a mutual event, either side.
        recipient: Code of the other side.
        type: PLOVER type, or None where only a CAMEO code is known.
        mode: PLOVER mode, or None.
        cameo: CAMEO code, or None.
        goldstein: Tone as coded, -10 to 10; None to take it from the scales by CAMEO code or type.
        status: Only happened and ongoing count.
        n_origins: Independent origins that tell it, at least 1.
    """

    event_id: str
    day: date
    actor: str
    recipient: str
    type: EventType | None = None
    mode: str | None = None
    cameo: str | None = None
    goldstein: float | None = None
    status: Status = Status.HAPPENED
    n_origins: int = 1


SCHEMA: Final = pa.schema(
    [
        ("event_id", pa.string()),
        ("day", pa.date32()),
        ("actor", pa.string()),
        ("recipient", pa.string()),
        ("type", pa.string()),
        ("mode", pa.string()),
        ("cameo", pa.string()),
        ("goldstein", pa.float64()),
        ("status", pa.string()),
        ("n_origins", pa.int64()),
    ]
)
"""Columns that `event_table` takes as Arrow: the fields of DatedEvent."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventTable:
    """Counted events as columns of equal length, by day, then event id, actor and recipient.

    Attributes:
        codes: The actors, sorted; `actor` and `recipient` point into it.
        kinds: Names of the types ("CONSULT", or "CAMEO 042" without a type), sorted; `kind` points into it.
        ids: Event ids, sorted; `event` points into it.
        day: Proleptic ordinals.
        value: Tone of the act, -10 to 10.
        quad: Place in `QUADS`.
        origins: Independent origins of the event.
    """

    codes: tuple[str, ...]
    kinds: tuple[str, ...]
    ids: NDArray[np.object_]
    event: Ints
    day: Ints
    actor: Ints
    recipient: Ints
    kind: Ints
    value: Floats
    quad: Ints
    origins: Ints

    def __len__(self) -> int:
        return len(self.event)

    def select(self, rows: NDArray[np.bool_] | Ints) -> "EventTable":
        """Return a table of these rows only."""
        return EventTable(
            codes=self.codes,
            kinds=self.kinds,
            ids=self.ids,
            event=self.event[rows],
            day=self.day[rows],
            actor=self.actor[rows],
            recipient=self.recipient[rows],
            kind=self.kind[rows],
            value=self.value[rows],
            quad=self.quad[rows],
            origins=self.origins[rows],
        )

    def between(self, since: date | None, until: date | None) -> "EventTable":
        """Return the events of a closed interval of days; None leaves an end open."""
        low = 0 if since is None else int(np.searchsorted(self.day, since.toordinal(), side="left"))
        high = len(self) if until is None else int(np.searchsorted(self.day, until.toordinal(), side="right"))
        return self.select(np.arange(low, high))

    def pair(self, a: str, b: str, *, directed: bool) -> "EventTable":
        """Return the events of one dyad, one row an event; from `a` to `b` only where directed."""
        if a not in self.codes or b not in self.codes:
            return self.select(np.zeros(len(self), dtype=np.bool_))
        first, second = self.codes.index(a), self.codes.index(b)
        rows = (self.actor == first) & (self.recipient == second)
        if not directed:
            rows |= (self.actor == second) & (self.recipient == first)
        found = np.flatnonzero(rows)
        _, once = np.unique(self.event[found], return_index=True)
        return self.select(found[np.sort(once)])

    def dyads(self, *, directed: bool) -> tuple[Ints, Ints, "EventTable"]:
        """Return (first, second, events): one row per event and dyad, without acts of an actor on itself.

        Undirected dyads have the smaller code number first.
        """
        first, second = self.actor, self.recipient
        if not directed:
            first, second = np.minimum(first, second), np.maximum(first, second)
        rows = np.flatnonzero(first != second)
        keys = np.stack([self.event[rows], first[rows], second[rows]])
        order = np.lexsort(keys[::-1])
        fresh = np.ones(len(order), dtype=np.bool_)
        fresh[1:] = np.any(np.diff(keys[:, order], axis=1) != 0, axis=0)
        rows = np.sort(rows[order[fresh]])
        return first[rows], second[rows], self.select(rows)


def event_table(events: "Iterable[DatedEvent] | pa.Table | EventTable") -> EventTable:
    """Return the counted events as columns; an EventTable comes back as it is.

    Args:
        events: Records, or an Arrow table with the columns of `SCHEMA` (mode may be absent). Rows without
            actor, recipient or day cannot be placed in a dyad and are left out.

    Raises:
        RecordError: If a column is missing, or a row has neither tone, known CAMEO code nor type.
    """
    if isinstance(events, EventTable):
        return events
    if isinstance(events, pa.Table):
        table = events
    else:
        rows = [{name: getattr(event, name) for name in SCHEMA.names} for event in events]
        table = pa.Table.from_pylist(rows, schema=SCHEMA)
    if "mode" not in table.column_names:
        table = table.append_column("mode", pa.nulls(len(table), pa.string()))
    missing = [name for name in SCHEMA.names if name not in table.column_names]
    if missing:
        raise RecordError(f"events: no column {', '.join(missing)}, expected {', '.join(SCHEMA.names)}")
    table = table.select(SCHEMA.names).cast(SCHEMA)
    keep = pc.is_in(table["status"], value_set=pa.array([status.value for status in COUNTED]))
    for name in ("day", "actor", "recipient"):
        keep = pc.and_(keep, pc.is_valid(table[name]))
    return _columns(_once(table.filter(keep)))


def _once(table: pa.Table) -> pa.Table:
    """Return the rows by day, event, actor and recipient, one for each event, actor and recipient.

    Of several rows that differ in other fields the first in a fixed order stays.
    """
    keys = ["event_id", "actor", "recipient"]
    rest = ["day", "type", "cameo", "goldstein", "n_origins", "mode"]
    table = table.take(pc.sort_indices(table, sort_keys=[(name, "ascending") for name in keys + rest]))
    fresh = np.ones(len(table), dtype=np.bool_)
    if len(table) > 1:
        same = np.ones(len(table) - 1, dtype=np.bool_)
        for name in keys:
            column = table[name].combine_chunks()
            same &= pc.equal(column[1:], column[:-1]).to_numpy(zero_copy_only=False)
        fresh[1:] = ~same
    table = table.filter(pa.array(fresh))
    return table.take(pc.sort_indices(table, sort_keys=[(name, "ascending") for name in ("day", *keys)]))


def _columns(table: pa.Table) -> EventTable:
    codes = sorted(set(pc.unique(table["actor"]).to_pylist()) | set(pc.unique(table["recipient"]).to_pylist()))
    ids = pc.unique(table["event_id"]).sort()
    values, quads = _tones(table)
    kind = pc.coalesce(table["type"], pc.binary_join_element_wise("CAMEO", table["cameo"], " "), "unknown")
    kinds = pc.unique(kind).sort()
    return EventTable(
        codes=tuple(codes),
        kinds=tuple(kinds.to_pylist()),
        ids=np.array(ids.to_pylist(), dtype=np.object_),
        event=_places(table["event_id"], ids),
        day=table["day"].cast(pa.int32()).to_numpy().astype(np.int64) + EPOCH,
        actor=_places(table["actor"], pa.array(codes, pa.string())),
        recipient=_places(table["recipient"], pa.array(codes, pa.string())),
        kind=_places(kind, kinds),
        value=values,
        quad=quads,
        origins=np.maximum(pc.fill_null(table["n_origins"], 1).to_numpy().astype(np.int64), 1),
    )


def _places(column: pa.ChunkedArray, names: pa.Array) -> Ints:
    return pc.index_in(column, value_set=names).to_numpy().astype(np.int64)  # type: ignore[no-any-return]


def _tones(table: pa.Table) -> tuple[Floats, Ints]:
    """Return the value and the quad number of each row, looked up once per distinct type, mode and code."""
    text = pc.binary_join_element_wise(
        *(pc.fill_null(table[name], "") for name in ("type", "mode", "cameo")), "\t"
    ).combine_chunks()
    encoded = text.dictionary_encode()
    found = [_tone(*key.split("\t")) for key in encoded.dictionary.to_pylist()]
    place = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    listed = np.array([np.nan if tone is None else tone[0] for tone in found], dtype=np.float64)
    quad = np.array([-1 if tone is None else QUADS.index(tone[1]) for tone in found], dtype=np.int64)
    coded = pc.fill_null(table["goldstein"], float("nan")).to_numpy()
    value = np.where(np.isnan(coded), listed[place], coded) if len(place) else coded
    unknown = np.flatnonzero(np.isnan(value) | (quad[place] < 0)) if len(place) else place
    if len(unknown):
        row = table.slice(int(unknown[0]), 1).to_pylist()[0]
        raise RecordError(
            f"event {row['event_id']}: type {row['type']!r}, CAMEO {row['cameo']!r}, expected one that the scales list"
        )
    return np.asarray(value, dtype=np.float64), quad[place]


def _tone(kind: str, mode: str, cameo: str) -> tuple[float, Quad] | None:
    """Return value and class: the value by CAMEO code where there is one, the class by type where there is one."""
    scales = load_scales()
    if kind and kind not in EventType.__members__:
        return None
    by_type = scales.of_type(EventType(kind), mode or None) if kind else None
    by_code = scales.of_cameo(cameo) if cameo else None
    if by_type is None:
        return None if by_code is None else (by_code.value, by_code.quad)
    return (by_type if by_code is None else by_code).value, by_type.quad
