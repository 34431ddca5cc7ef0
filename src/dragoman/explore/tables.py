"""Rows of a ledger on a terminal, or as JSON lines for programs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa
from rich.console import Console
from rich.markup import escape

from dragoman.explore.terminal import grid
from dragoman.explore.words import context_chars, cut_end, one_line

SHORT_ID = 9
"""Characters of an id that a table shows; enough to be unambiguous in most ledgers, and `why` takes them."""
CELL_CHARS = 160
"""Longest cell."""
ROOMY = 110
"""Columns of a terminal from which a table shows all it has."""
FOR_ROOMY = frozenset({"in the words", "in its terms", "told by", "belief", "base rate"})
"""Headings that a narrower one leaves out; `dragoman why ID` shows what they hold."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and the fields of a row that make it up."""

    heading: str
    fields: tuple[str, ...]


EVENTS = (
    Column("day", ("start", "end", "published")),
    Column("type", ("type",)),
    Column("status", ("status",)),
    Column("who", ("actors",)),
    Column("whom", ("recipients",)),
    Column("in the words", ("context", "words")),
    Column("who says so", ("sources",)),
    Column("told by", ("n_documents", "n_origins")),
    Column("belief", ("belief",)),
    Column("id", ("event_id",)),
)
IMPORTED_EVENTS = (
    Column("day", ("start", "end", "published")),
    Column("type", ("type",)),
    Column("status", ("status",)),
    Column("who", ("actors",)),
    Column("whom", ("recipients",)),
    Column("in its terms", ("label",)),
    Column("id", ("event_id",)),
)
POSITIONS = (
    Column("who", ("actor_name",)),
    Column("stance", ("stance",)),
    Column("on", ("object_name",)),
    Column("moved", ("change",)),
    Column("since", ("since",)),
    Column("who says so", ("speaker_name",)),
    Column("outlet", ("outlet",)),
    Column("id", ("position_id",)),
)
OUTLOOK = (
    Column("due", ("due_start", "due_end")),
    Column("expected", ("words",)),
    Column("if", ("condition",)),
    Column("who says so", ("holder_name",)),
    Column("told", ("published",)),
    Column("state", ("state", "settled_on", "overdue_days")),
    Column("base rate", ("base_rate", "reference")),
    Column("id", ("expectation_id",)),
)
DISPUTES = (
    Column("told", ("published",)),
    Column("type", ("type",)),
    Column("status", ("status",)),
    Column("who", ("actors",)),
    Column("whom", ("recipients",)),
    Column("in the words", ("context", "words")),
    Column("who says so", ("says",)),
    Column("id", ("event_id",)),
)
"""One version of a dispute; its other version stands on the line below."""
VERSION = ("event_id", "status", "actors", "recipients", "context", "words", "says")
"""Fields that a row on a dispute holds twice, for the other version after "other_"."""
ENTITIES = (
    Column("name", ("name",)),
    Column("code", ("code",)),
    Column("sector", ("sector",)),
    Column("office", ("office",)),
    Column("articles", ("n_documents", "n_origins")),
    Column("events", ("n_events",)),
    Column("id", ("entity_id",)),
)


def json_lines(table: pa.Table) -> str:
    """Return the rows as JSON, one object a line."""
    return "".join(json_line(row) + "\n" for row in table.to_pylist())


def json_line(row: Mapping[str, object]) -> str:
    """Return one row as a JSON object."""
    return json.dumps(row, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)


def show_table(table: pa.Table, columns: Sequence[Column], console: Console) -> None:
    """Print the rows under quiet headings; where a narrow terminal has no room, without those that `why` tells too."""
    if console.width < ROOMY and any(c.heading == "id" for c in columns):
        columns = [c for c in columns if c.heading not in FOR_ROOMY]
    shown = grid([c.heading for c in columns])
    for row in table.to_pylist():
        for line in _lines(row):
            shown.add_row(*(_cell(line, c.fields, context_chars(console.width)) for c in columns))
    console.print(shown)


def _lines(row: Mapping[str, object]) -> tuple[Mapping[str, object], ...]:
    """Return the lines that a row fills: of a dispute its two versions and an empty one that ends it."""
    if "other_status" not in row:
        return (row,)
    other = {name: row[f"other_{name.removeprefix('event_')}"] for name in VERSION}
    return row, {**dict.fromkeys(row), **other}, dict.fromkeys(row)


def show_rows(table: pa.Table, console: Console) -> None:
    """Print the rows of any query, a column for each of theirs."""
    shown = grid(table.column_names)
    for row in table.to_pylist():
        shown.add_row(*(_text(v) for v in row.values()))
    console.print(shown)


def _cell(row: Mapping[str, object], fields: Sequence[str], context: int) -> str:
    if all(row[f] is None for f in fields):
        return ""
    if fields[-1].endswith("words") and len(fields) == 2:
        return _marked(*(str(row[f]) for f in fields), chars=context)
    if fields[:2] in {("start", "end"), ("due_start", "due_end")}:
        return _days(row, fields)
    if fields[0] == "n_documents" and len(fields) == 2:
        return told_by(row[fields[0]], row[fields[1]])
    if fields[0] == "belief":
        return f"{row['belief']:.0%}"
    if fields[0] == "state":
        return _state(row)
    if fields[0].endswith("_id") and fields[0] != "entity_id":
        return " ".join(str(row[f])[:SHORT_ID] for f in fields)
    value = row[fields[0]]
    if fields[0] == "base_rate":
        return f"{value:.0%} [dim]({row[fields[1]]})[/]" if isinstance(value, float) else ""
    return "" if value == "none" else _text(value)


def told_by(n_documents: object, n_origins: object) -> str:
    """Return how many articles tell it, and of how many origins these are: "5 (3 origins)", or "1"."""
    if n_documents == n_origins:
        return str(n_documents)
    return f"{n_documents} ({n_origins} origin{'' if n_origins == 1 else 's'})"


def _state(row: Mapping[str, object]) -> str:
    if row["settled_on"]:
        return f"{row['state']} [dim](told {row['settled_on']})[/]"
    return f"open [dim](over by {row['overdue_days']} days)[/]" if row["overdue_days"] else str(row["state"])


def _text(value: object) -> str:
    if value is None:
        return ""
    line = one_line(str(value))
    return escape(line if len(line) <= CELL_CHARS else line[: CELL_CHARS - 1] + "…")


def _days(row: Mapping[str, object], fields: Sequence[str]) -> str:
    start, end = row[fields[0]], row[fields[1]]
    if start is None and end is None:
        return f"[dim]told {row[fields[2]]}[/]" if len(fields) > 2 and row[fields[2]] else ""
    if start == end:
        return str(start)
    return f"{start or '…'} to {end or '…'}"


def _marked(context: str, words: str, *, chars: int) -> str:
    """Return the words with so many characters of their context on either side, cut at word ends."""
    line, mark = one_line(context), one_line(words)
    at = line.find(mark, max(0, len(line) // 2 - len(mark) - 4))
    at = at if at >= 0 else line.find(mark)
    if at < 0:
        return _text(line)
    left = "…" + line[max(0, at - chars) : at].split(" ", 1)[-1] if at > chars else line[:at]
    rest = line[at + len(mark) :]
    right = rest if len(rest) <= chars else cut_end(rest[:chars])
    return f"[dim]{escape(left)}[/][bold]{escape(mark)}[/][dim]{escape(right)}[/]"
