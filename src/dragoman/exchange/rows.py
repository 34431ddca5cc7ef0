"""From the cells of a file to events: columns are collected, rows with a fault go aside with their line and reason."""

from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dragoman.exchange.lines import Lines, shown
from dragoman.exchange.table import BadLine, Chunk, event_rows, mapped, parse_day, texts
from dragoman.lexicon.foreign import Act, load_foreign
from dragoman.model import Status
from dragoman.model.ids import content_id

DEFAULT_STATUS: Final = Status.HAPPENED.value
"""Other data sets know no status: they code what was reported to have been done. Intentions have types of their own
there."""


class Rows:
    """The events of a part of a file in the making.

    Args:
        lines: The part.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._columns: dict[str, pa.Array] = {}
        self._keys: list[tuple[str, ...]] = []
        self._faults: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._lines.line)

    def fault(self, column: pa.Array, where: pa.Array, reason: str) -> None:
        """Put the rows aside in which a condition holds.

        Args:
            column: What is shown of it: `{}` in the reason stands for its cell.
            where: True for the rows.
            reason: In one line for people.
        """
        rows = np.flatnonzero(pc.fill_null(where, False).to_numpy(zero_copy_only=False))  # noqa: FBT003 (Arrow's signature)
        for row in rows:
            self._faults.setdefault(int(row), reason.format(repr(shown(column[int(row)].as_py() or ""))))

    def require(self, column: pa.Array, reason: str) -> None:
        """Put the rows aside in which a cell is empty."""
        self.fault(column, pc.is_null(column), reason)

    def days(self, *names: str) -> pa.Array:
        """Return the days of a column; rows without one go aside."""
        column = self._lines.column(*names)
        day = mapped(column, parse_day, pa.date32())
        self.fault(column, pc.is_null(day), f"{names[0]} {{}}: expected a day such as 2018-04-06")
        return day

    def key(self, columns: Iterable[pa.Array]) -> None:
        """Take the columns that make an event the same one when it comes again."""
        self._keys = list(zip(*(texts(column) for column in columns), strict=True))

    def take(self, **columns: pa.Array) -> None:
        """Take columns of the event table."""
        self._columns.update(columns)

    @staticmethod
    def first(*columns: pa.Array) -> pa.Array:
        """Return for each row the first cell that is not empty."""
        return pc.coalesce(*columns)

    def chunk(self, origin: str) -> Chunk:
        """Return the good rows as events of that origin, and the rest as bad lines."""
        count = len(self)
        ids = pa.array([content_id("i", origin, *key) for key in self._keys], pa.string())
        status = pa.array([DEFAULT_STATUS] * count, pa.string())
        table = event_rows({"status": status, **self._columns, "event_id": ids}, count)
        keep = np.ones(count, bool)
        keep[list(self._faults)] = False
        faults = [BadLine(line=int(self._lines.line[row]), reason=why) for row, why in self._faults.items()]
        lost = {bad.line for bad in faults}
        bad = [*faults, *(one for one in self._lines.bad if not (one.is_kept and one.line in lost))]
        return Chunk(rows=table.filter(pa.array(keep)), bad=tuple(sorted(bad, key=lambda one: one.line)))


def cameo_columns(rows: Rows, column: pa.Array) -> tuple[pa.Array, dict[str, pa.Array]]:
    """Return a column of CAMEO codes, and type and mode by them; rows with a code of no CAMEO root go aside."""
    foreign = load_foreign()

    def act(code: str) -> Act | None:
        return foreign.of_cameo(code) if code.isdigit() else None

    known = mapped(column, lambda code: act(code) is not None, pa.bool_())
    rows.fault(column, pc.invert(pc.fill_null(known, False)), "CAMEO code {}: expected one such as 042")  # noqa: FBT003
    return column, act_columns(column, act)


def act_columns(column: pa.Array, act: Callable[[str], Act | None]) -> dict[str, pa.Array]:
    """Return type and mode of what a column names."""
    return {
        "type": mapped(column, lambda text: found.type if (found := act(text)) else None, pa.string()),
        "mode": mapped(column, lambda text: found.mode if (found := act(text)) else None, pa.string()),
    }
