"""The progress line of long commands, on standard error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from dragoman.model import Receipt

Tick = Callable[[Receipt], None]


@contextmanager
def progress(*, quiet: bool, total: int | None = None) -> Iterator[Tick]:
    """Give a function that counts a document; failures are printed as they come, above the bar."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Documents a second since the start, or a minute where that is less than one."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed or 0.0
            return Text(f"{speed:.1f}/s" if speed >= 1 or not speed else f"{speed * 60:.0f}/min")

    console = Console(stderr=True)
    columns = (
        TextColumn("reading"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        Rate(),
        TimeElapsedColumn(),
        *((TextColumn("left"), TimeRemainingColumn()) if total else ()),
    )
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("reading", total=total)

        def tick(receipt: Receipt) -> None:
            bar.advance(task)
            if receipt.outcome != "ok":
                line = f"{receipt.source}: {receipt.outcome}: {receipt.detail}"
                if bar.disable:
                    click.echo(line, err=True)
                else:
                    console.print(escape(line))

        yield tick
