"""The one shape of events on their way in and out, and columns of it made without a loop over rows."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

T = TypeVar("T")

PARTY: Final = pa.struct(
    [("entity_id", pa.string()), ("name", pa.string()), ("code", pa.string()), ("sector", pa.string())]
)
"""One actor or recipient: id in the ledger (none in what was imported), name, code of its state or organisation,
PLOVER sector."""

SCHEMA: Final = pa.schema(
    [
        ("event_id", pa.string()),
        ("given_id", pa.string()),
        ("type", pa.string()),
        ("mode", pa.string()),
        ("status", pa.string()),
        ("label", pa.string()),
        ("cameo", pa.string()),
        ("goldstein", pa.float64()),
        ("start", pa.date32()),
        ("end", pa.date32()),
        ("actors", pa.list_(PARTY)),
        ("recipients", pa.list_(PARTY)),
        ("place", pa.string()),
        ("country", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("issue", pa.string()),
        ("magnitude", pa.string()),
        ("outlet", pa.string()),
        ("url", pa.string()),
        ("published", pa.date32()),
        ("n_sources", pa.int64()),
    ]
)
"""Columns of an event. `given_id` is the id that the other data set gave, `label` its own word for the kind of act,
`issue` labels joined by "; ", `magnitude` stated figures as JSON, `n_sources` how many sources it counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line of a file that was passed over, or taken with a doubt.

    Attributes:
        line: Number of the line in the file, the first is 1.
        reason: What is wrong with it, in one line for people.
        is_kept: Whether the event was taken all the same.
    """

    line: int
    reason: str
    is_kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Part of a file.

    Attributes:
        rows: Events, with the columns of SCHEMA.
        bad: Lines of this part that gave no event or a doubtful one, by line.
    """

    rows: pa.Table
    bad: tuple[BadLine, ...] = ()


def mapped(column: pa.ChunkedArray | pa.Array, change: Callable[[str], T | None], kind: pa.DataType) -> pa.Array:
    """Return the column with each value changed; the function is called once for each distinct text, never for null.

    Args:
        column: Texts.
        change: Gives the new value, or None.
        kind: Type of the new values.
    """
    texts = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = texts.dictionary_encode()
    values = pa.array([change(text) for text in encoded.dictionary.to_pylist()], kind)
    return values.take(encoded.indices)


def parse_day(text: str) -> date | None:
    """Return the day of "2018-04-06", "20180406" or "2018-04-06 00:00:00"; None for anything else."""
    try:
        return date.fromisoformat(text[:10]) if len(text) != 8 or "-" in text else date.fromisoformat(text)
    except ValueError:
        return None


def parse_number(text: str) -> float | None:
    """Return the finite number that a text is, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def parse_latitude(text: str) -> float | None:
    """Return degrees north, -90 to 90, or None."""
    value = parse_number(text)
    return value if value is not None and abs(value) <= 90 else None


def parse_longitude(text: str) -> float | None:
    """Return degrees east, -180 to 180, or None."""
    value = parse_number(text)
    return value if value is not None and abs(value) <= 180 else None


def single_parties(
    name: pa.Array, code: pa.Array, sector: pa.Array, *, present: NDArray[np.bool_] | None = None
) -> pa.ListArray:
    """Return lists of one party each, empty where there is neither name nor code, or `present` is false."""
    known = pc.or_(pc.is_valid(name), pc.is_valid(code)).to_numpy(zero_copy_only=False).astype(bool)
    if present is not None:
        known &= present
    ids = pa.nulls(len(name), pa.string())
    parties = pa.StructArray.from_arrays(
        [ids, pc.coalesce(name, code), code, sector], fields=[PARTY.field(i) for i in range(PARTY.num_fields)]
    )
    offsets = np.concatenate([[0], np.cumsum(known)]).astype(np.int32)
    return pa.ListArray.from_arrays(
        pa.array(offsets, pa.int32()), parties.filter(pa.array(known)), type=pa.list_(PARTY)
    )


def event_rows(columns: Mapping[str, pa.Array | pa.ChunkedArray], n_rows: int) -> pa.Table:
    """Return a table of SCHEMA; columns that are not given are null, parties empty."""
    empty = pa.array([[]] * n_rows, pa.list_(PARTY))
    arrays = []
    for field in SCHEMA:
        given = columns.get(field.name)
        if given is None:
            given = empty if pa.types.is_list(field.type) else pa.nulls(n_rows, field.type)
        arrays.append(given)
    return pa.table(arrays, schema=SCHEMA)


def texts(column: pa.Array | pa.ChunkedArray) -> Sequence[str]:
    """Return the values of a column of texts as Python texts, null as ""."""
    return list(pc.fill_null(column, "").to_pylist())


def magnitude(figures: Mapping[str, float]) -> str | None:
    """Return figures as the JSON that the ledger keeps, or None if there are none."""
    return json.dumps(dict(figures), sort_keys=True) if figures else None
