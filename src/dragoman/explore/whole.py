"""An event over all documents that tell it: what is known now, its life, why its tellings are held to be one."""

from datetime import date

from rich.console import Console
from rich.markup import escape

from dragoman.explore.tables import SHORT_ID
from dragoman.explore.terminal import grid
from dragoman.explore.words import one_line
from dragoman.store.rows import Row
from dragoman.store.whole import WholeEvent


def show_whole(whole: WholeEvent, console: Console) -> None:
    """Print what all documents together say of an event."""
    e = whole.event
    when = f", {_days(e['start'], e['end'])}" if e["start"] or e["end"] else ""
    console.print(f"\n[bold]{e['type']}, {e['status']}{when}[/]  [dim]{e['event_id']}[/]")
    articles, origins = _counted(e["n_documents"], "article"), _counted(e["n_origins"], "origin")
    console.print(f"told by {articles} of {origins}; belief {e['belief']:.0%}")
    if len(whole.phases) > 1:
        table = grid(("", "state", "known since", "for", "from", "id"))
        for p in whole.phases:
            cells = (p["number"], p["status"], p["day"] or "", _days(p["start"], p["end"]), p["outlet"] or "")
            table.add_row(*(escape(str(c)) for c in cells), f"[dim]{str(p['member_id'])[:SHORT_ID]}[/]")
        console.print(table)
    if whole.merges:
        console.print("joined because")
        table = grid(("  telling", "of", "chance", "what speaks for it"))
        for m in whole.merges:
            told = f"{m['outlets'] or ''} {m['published'] or ''}".strip()
            chance = f"{m['score']:.2f}" if m["judge"] == "rule" else "by hand"
            telling = f"  [dim]{str(m['member_id'])[:SHORT_ID]}[/]"
            table.add_row(telling, escape(told), chance, escape(one_line(str(m["reason"]))))
        console.print(table)
    for d in whole.doubts:
        who = one_line(str(d["sources"] or ""))
        console.print(
            f"disputed by {escape(who)} ({escape(str(d['outlet'] or 'unknown'))}, {d['published'] or 'no day'}): "
            f"“{escape(one_line(str(d['words'])))}”, {d['status']}  [dim]{str(d['other_id'])[:SHORT_ID]}[/]"
        )
    for s in whole.settles:
        words = escape(one_line(str(s["words"])))
        console.print(
            f"settles “{words}”: {s['outcome']}, told {s['day']}  [dim]{str(s['expectation_id'])[:SHORT_ID]}[/]"
        )


def show_origin(rows: tuple[Row, ...], console: Console) -> None:
    """Print the documents of one origin and why they are held to be; nothing for none."""
    if not rows:
        return
    console.print(f"\n[bold]{len(rows)} articles of one origin[/]")
    table = grid(("outlet", "published", "shared", "because", "id"))
    for r in rows:
        cells = (one_line(str(r["outlet"] or "")), str(r["published"] or ""), f"{r['score']:.2f}", str(r["reason"]))
        table.add_row(*(escape(c) for c in cells), f"[dim]{str(r['doc_id'])[:SHORT_ID]}[/]")
    console.print(table)


def _days(start: object, end: object) -> str:
    if start == end:
        return str(start or "")
    if isinstance(start, date) and isinstance(end, date):
        return f"{start} to {end}"
    return f"from {start}" if start else f"until {end}"


def _counted(n: object, thing: str) -> str:
    return f"{n} {thing}{'' if n == 1 else 's'}"
