"""Runs and what changed between them, on a terminal and as JSON lines."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pyarrow as pa
from rich.console import Console
from rich.markup import escape

from dragoman.explore.tables import SHORT_ID
from dragoman.explore.terminal import grid
from dragoman.explore.words import one_line
from dragoman.store.run_diff import ADDED, CHANGED, GONE, Change, RunDiff

VALUE_CHARS = 60
"""Longest value shown."""
SIGNS = {ADDED: "[green]+[/]", GONE: "[red]-[/]", CHANGED: "[yellow]~[/]"}


def show_runs(table: pa.Table, console: Console) -> None:
    """Print the runs, the latest last, with what moved since the one before."""
    shown = grid(("run", "started", "documents", "program", "moved since"))
    for row in table.to_pylist():
        moved = "" if row["moved"] is None else row["moved"] or "nothing"
        shown.add_row(
            row["run_id"][:SHORT_ID],
            row["started"][:16].replace("T", " "),
            str(row["n_documents"]),
            row["program"],
            moved,
        )
    console.print(shown)


def show_diff(diff: RunDiff, console: Console) -> None:
    """Print counts first, then each document with the rows that differ."""
    documents = ", ".join(f"{n} {what}" for what, n in sorted(diff.documents.items()) if n)
    console.print(f"[bold]{diff.first.run_id[:SHORT_ID]} → {diff.second.run_id[:SHORT_ID]}[/]  {documents or 'empty'}")
    if not diff.changes and not diff.new:
        console.print("no row differs")
        return
    if diff.changes:
        _counts(diff, console)
    for doc_id, group in groupby(diff.changes, key=lambda c: c.doc_id):
        rows = list(group)
        console.print(
            f"\n[bold]{escape(one_line(rows[0].title or '(untitled)'))}[/]  [dim]{doc_id}[/]",
            soft_wrap=True,
            highlight=False,
        )
        for change in rows:
            console.print(f"  {_line(change)}", soft_wrap=True, highlight=False)
    if diff.new:
        console.print("\n[bold]New documents[/]")
        for doc_id, title, counted in diff.new:
            facts = ", ".join(f"{n} {kind}{'s' if n != 1 else ''}" for kind, n in counted.items())
            console.print(
                f"  {escape(one_line(title or '(untitled)'))}  [dim]{doc_id}  {facts}[/]",
                soft_wrap=True,
                highlight=False,
            )


def _counts(diff: RunDiff, console: Console) -> None:
    counted = {(cause, kind, what): n for cause, kind, what, n in diff.counts()}
    shown = grid(("cause", "rows", "added", "gone", "changed"))
    for cause, kind in sorted({key[:2] for key in counted}):
        shown.add_row(cause, kind, *(str(counted.get((cause, kind, what), "")) for what in (ADDED, GONE, CHANGED)))
    console.print(shown)


def _line(change: Change) -> str:
    head = f"{SIGNS[change.what]} {change.kind} “{escape(_short(change.words))}”"
    if change.what == CHANGED:
        body = "; ".join(f"{name}: {_short(old)} → {_short(new)}" for name, (old, new) in change.fields.items())
    else:
        body = ", ".join(_short(v) for v in list(change.fields.values())[:4] if v)
    row_id = f"  [dim]{change.row_id[:SHORT_ID]}[/]" if change.row_id and change.kind != "entity" else ""
    return f"{head}  {escape(body)}  [dim]{change.cause}[/]{row_id}"


def _short(value: Any) -> str:
    if value is None or value in ([], {}):
        return "none"
    if isinstance(value, dict):
        parts = (value.get("name"), value.get("start"), value.get("end"), value.get("country"))
        value = " ".join(str(x) for x in dict.fromkeys(parts) if x) or json.dumps(value, ensure_ascii=False)
    elif isinstance(value, list):
        value = ", ".join(x["speaker"] if isinstance(x, dict) else str(x) for x in value)
    line = one_line(str(value))
    return line if len(line) <= VALUE_CHARS else line[: VALUE_CHARS - 1] + "…"


def diff_lines(diff: RunDiff) -> Iterator[dict[str, Any]]:
    """Yield a JSON object with the counts, then one for each row that differs and each new document."""
    yield {
        "first": diff.first.run_id,
        "second": diff.second.run_id,
        "documents": dict(sorted(diff.documents.items())),
        "counts": [dict(zip(("cause", "kind", "what", "n"), row, strict=True)) for row in diff.counts()],
    }
    for c in diff.changes:
        yield {
            "doc_id": c.doc_id, "what": c.what, "kind": c.kind, "cause": c.cause, "id": c.row_id, "words": c.words,
            "fields": c.fields,
        }  # fmt: skip
    for doc_id, _, counted in diff.new:
        yield {"doc_id": doc_id, "what": ADDED, "kind": "document", "cause": "text", "rows": counted}
