"""What a check of a ledger found and what a repair does about it, on a terminal."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from dragoman.explore.words import one_line
from dragoman.linking import Repaired
from dragoman.store.check import Examined
from dragoman.store.repair import TEXTS, Plan

MOST_FAULTS: Final = 40
"""Faults that are printed one by one."""


def show_check(path: Path, found: Examined) -> None:
    """Print how a ledger is: its size, and what is wrong with it, table by table."""
    faults = found.faults()
    click.echo(f"{one_line(str(path))}: {_several(found.n_documents(), 'document')} in {_commits(found)}")
    width = max((len(fault.place) for fault in faults), default=0)
    for fault in faults[:MOST_FAULTS]:
        click.echo(f"  {fault.place:<{width}}  {one_line(fault.what)}")
    if len(faults) > MOST_FAULTS:
        click.echo(f"  and {len(faults) - MOST_FAULTS:,} more; --json lists all")
    if left := _leftovers(found):
        click.echo(f"  left behind by writers that were stopped: {left}; harmless")
    if faults:
        click.echo(f"{_several(len(faults), 'fault')}; what can be mended, and what is lost: dragoman ledger repair")
    else:
        click.echo("all is well: every file was read, every commit counted, every text held against its id")


def show_plan(path: Path, planned: Repaired) -> None:
    """Print what a repair would do."""
    lines = list(_words(planned.found, planned.plan, done=False))
    if not lines:
        click.echo(f"{one_line(str(path))}: nothing to repair")
        return
    click.echo(f"{one_line(str(path))}: a repair would")
    for line in lines:
        click.echo(f"  {line}")
    click.echo("nothing was changed; do it with: dragoman ledger repair --yes")


def show_repaired(path: Path, repaired: Repaired) -> None:
    """Print what a repair did, and where what it removed lies."""
    lines = list(_words(repaired.found, repaired.plan, done=True))
    if not lines:
        finished = "an earlier repair was finished" if repaired.aside else "nothing to repair"
        click.echo(f"{one_line(str(path))}: {finished}")
    else:
        click.echo(f"{one_line(str(path))}: repaired")
        for line in lines:
            click.echo(f"  {line}")
    if repaired.aside:
        click.echo(f"what was removed lies in {one_line(str(repaired.aside))}; delete it when you miss nothing")
        if repaired.plan.texts:
            click.echo(f"add its texts again with: dragoman add {one_line(str(repaired.aside / TEXTS))}")


def _words(found: Examined, plan: Plan, *, done: bool) -> Iterator[str]:
    """Yield what a repair does, a line for each thing, what is lost last."""

    def verb(now: str, then: str) -> str:
        return then if done else now

    if plan.new_head:
        yield f"{verb('write', 'wrote')} ledger.json anew"
    if left := _leftovers(found):
        yield f"{verb('remove', 'removed')} what no commit speaks of: {left}"
    mended = sorted(name for name in plan.rewrite if not found.inventories[name].is_sound())
    if mended:
        yield f"{verb('make', 'made')} tables anew from their intact files: {', '.join(mended)}"
    if plan.made:
        yield f"{verb('make', 'made')} rows again from the records: {', '.join(sorted(plan.made))}"
    if plan.relink:
        yield f"{verb('join', 'joined')} the documents to one another anew"
    if plan.n_lost:
        unsaved = f"; of {plan.n_unsaved:,} not even the text is left" if plan.n_unsaved else ""
        yield f"{verb('lose', 'lost')} {_several(plan.n_lost, 'document')}{unsaved}"
    if plan.texts:
        yield f"{verb('save', 'saved')} the texts of {_several(len(plan.texts), 'document')} to be added again"
    for name, n_rows in plan.lost_rows.items():
        yield f"{verb('lose', 'lost')} {_several(n_rows, 'row')} of {name} for good"
    for file in plan.imports_again:
        yield f"{verb('lose', 'lost')} events of {one_line(file)}; import that file again"


def _commits(found: Examined) -> str:
    return _several(len(found.markers), "commit")


def _leftovers(found: Examined) -> str:
    parts = [_several(found.n_stray_rows, "row")] if found.n_stray_rows else []
    return ", ".join(parts + ([_several(found.n_stray_files, "file")] if found.n_stray_files else []))


def _several(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"
