"""Results as Arrow tables and pandas frames."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa

from dragoman.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd  # type: ignore[import-untyped]  # optional, and without types

    DataFrame: TypeAlias = pd.DataFrame


def arrow_rows(kind: type, rows: Sequence[object]) -> pa.Table:
    """Return one row per record, one column per field; tuples become lists, enums their text.

    No rows give a table of no rows with these columns.
    """
    if not is_dataclass(kind):
        raise TypeError(f"{kind}: expected a dataclass")
    names = [field.name for field in fields(kind)]
    return pa.table({name: pa.array([_plain(getattr(row, name)) for row in rows]) for name in names})


def to_pandas(table: pa.Table) -> DataFrame:
    """Return the table as a pandas frame.

    Raises:
        ConfigError: If pandas is not installed.
    """
    try:
        import pandas  # noqa: F401, ICN001 (only to see that it is there)
    except ImportError as err:
        raise ConfigError("pandas: not installed, expected for .to_pandas(); .to_arrow() works without it") from err
    return table.to_pandas()


class Tabular(ABC):
    """A result that is a table: what says so with `to_arrow` gives a pandas frame too."""

    __slots__ = ()

    @abstractmethod
    def to_arrow(self) -> pa.Table:
        """Return the rows."""

    def to_pandas(self) -> DataFrame:
        """Return the rows of `to_arrow` as a pandas frame.

        Raises:
            ConfigError: If pandas is not installed.
        """
        return to_pandas(self.to_arrow())


def _plain(value: object) -> object:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
