"""Corrections on a terminal: what was changed, by whom, why, and what no longer attaches."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from rich.console import Console
from rich.markup import escape

from dragoman.explore.tables import SHORT_ID
from dragoman.explore.terminal import grid
from dragoman.explore.words import one_line

CELL_CHARS = 60
"""Longest quotation in a row."""
STATE_STYLES = {"applied": "none", "superseded": "dim", "detached": "yellow"}


def show_corrections(table: pa.Table, console: Console) -> None:
    """Print corrections as a table, the latest first, and below it why some belong to no record any more."""
    shown = grid(("when", "who", "correction", "in the words", "state", "id"))
    rows = table.to_pylist()
    for row in rows:
        style = STATE_STYLES[row["state"]]
        state = row["state"] + (", disputed" if row["disputed"] else "")
        cells = (row["at"][:10], _cell(row["author"]), _cell(_change(row)), _cell(row["words"]), state)
        shown.add_row(*(f"[{style}]{cell}[/]" for cell in cells), row["target_id"][:SHORT_ID])
    console.print(shown)
    lost = [row for row in rows if row["state"] == "detached"]
    if lost:
        console.print("\n[bold]Detached[/]")
        for row in lost:
            where = one_line(row["title"] or row["doc_id"])
            console.print(
                f"  {row['target_id'][:SHORT_ID]} {escape(row['field'])} “{_cell(row['words'])}” in “{escape(where)}”: "
                f"{escape(row['detail'] or '')}",
                soft_wrap=True,
                highlight=False,
            )


def show_history(table: pa.Table, console: Console) -> None:
    """Print the corrections of one record as lines, the latest first; nothing for none."""
    rows = table.to_pylist()
    if not rows:
        return
    console.print("\n[bold]Corrections[/]")
    for row in rows:
        style = STATE_STYLES[row["state"]]
        console.print(f"  [{style}]{escape(in_words(row))}[/]", highlight=False)


def in_words(row: Mapping[str, Any]) -> str:
    """Return one correction in a line: "status: happened → cancelled; A. Reader, 2026-04-10: why (superseded ...)"."""
    what = _change(row)
    if what == "rejected" and row["state"] == "applied":
        what = "rejected, counts nowhere"
    reason = f": {row['reason']}" if row["reason"] else ""
    state = "" if row["state"] == "applied" else f" ({row['state']}{' ' if row['detail'] else ''}{row['detail'] or ''})"
    return one_line(f"{what}; {row['author']}, {row['at'][:10]}{reason}{state}")


def _change(row: Mapping[str, Any]) -> str:
    if row["field"] == "record":
        return f"{row['value']}"
    return f"{row['field']}: {row['before'] or 'none'} → {row['value']}"


def _cell(value: object) -> str:
    line = one_line(str(value or ""))
    return escape(line if len(line) <= CELL_CHARS else line[: CELL_CHARS - 1] + "…")
