"""Who held which office, on a terminal or as JSON lines."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

import click
from rich.console import Console
from rich.markup import escape

from dragoman.explore.terminal import grid
from dragoman.model import OfficeHolder


def show_holders(asked: str, day: date, holders: Sequence[OfficeHolder], *, as_json: bool) -> None:
    """Print the office holders, or that the tables know none."""
    if as_json:
        for h in holders:
            click.echo(json.dumps(asdict(h), default=str, ensure_ascii=False))
        return
    if not holders:
        click.echo(f"nothing found: the tables know no {asked!r} on {day}", err=True)
        return
    table = grid(("person", "office", "of", "from", "to", "origin"))
    for h in holders:
        table.add_row(
            escape(h.person),
            escape(h.office),
            escape(h.code),
            str(h.start or "?"),
            str(h.end or ""),
            escape(h.origin),
        )
    Console().print(table)
