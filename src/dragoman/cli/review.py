"""`dragoman review`: walk through what was coded, the least sure first."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli.options import author_option, filter_options, ledger_option

if TYPE_CHECKING:
    from rich.console import Console

    from dragoman.store.corrections import Change
    from dragoman.store.ledger import Ledger

KEYS = {"a": "accept", "f": "fix", "r": "reject", "s": "skip", "q": "quit"}
PROMPT = "a accept   f fix   r reject   s skip   q quit"
DEFAULT_REASON = "reviewed"


@click.command(short_help="Accept, fix or reject record by record, the least sure first.")
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(["event", "position", "expectation", "driver"]),
    multiple=True,
    help="What to review; may be repeated (default: events, then positions).",
)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Records at most.")
@click.option("--shuffle", type=click.IntRange(0), metavar="SEED", help="In an order drawn by chance instead.")
@click.option("--reason", default=DEFAULT_REASON, show_default=True, help="Reason that is kept with each decision.")
@author_option
@filter_options
@ledger_option
def review(
    *,
    kinds: tuple[str, ...],
    limit: int,
    shuffle: int | None,
    reason: str,
    author: str | None,
    ledger: Path | None,
    type_: str | None,
    **chosen: str | int | date | None,
) -> None:
    """Show record after record that nobody has reviewed, the least sure first, and take one key for each.

    a accepts, r rejects, s skips, q quits; f asks for FIELD=VALUE (as `dragoman correct` takes them) until an empty
    line. Each decision is kept at once. Without a terminal one line is read for each decision: a key, and after f the
    corrections, with " | " between several: f status=cancelled | recipients=FRA.

    What is least sure is not what is typical: to estimate how often the coder is right, review with --shuffle.
    """
    from rich.console import Console

    from dragoman.cli.options import author_name, ledger_path
    from dragoman.store import open_ledger
    from dragoman.store.filters import Filters
    from dragoman.store.review import queue

    held = open_ledger(ledger_path(ledger), must_exist=True)
    view = held.view()
    filters = Filters(type=type_, limit=limit, **chosen)  # type: ignore[arg-type]
    default = ("event",) if set(filters.given()) - {"actor", "recipient", "since", "until", "outlet", "text"} else (
        "event", "position")  # fmt: skip
    waiting = queue(view, filters, kinds=kinds or default, seed=shuffle)
    if not waiting:
        click.echo("nothing to review: every record that passes was reviewed, or none passes", err=True)
        return
    session = _Session(held, Console(), author=author_name(author), reason=reason)
    for number, record_id in enumerate(waiting, start=1):
        if not session.decide(record_id, f"{number} of {len(waiting)}"):
            break
    session.end()
    click.echo(session.summary(), err=True)


class _Session:
    """One walk through the queue: shows, asks, keeps."""

    def __init__(self, ledger: "Ledger", console: "Console", *, author: str, reason: str) -> None:
        self._ledger, self._console = ledger, console
        self._author, self._reason = author, reason
        self._counts = dict.fromkeys(("accept", "fix", "reject", "skip"), 0)

    def decide(self, record_id: str, place: str) -> bool:
        """Show one record and act on the answer; return False to stop."""
        from dragoman.explore.review import show_target
        from dragoman.store.review import current

        show_target(current(self._ledger.view(), record_id), place, self._console)
        while True:
            answer = _ask()
            if answer is None:
                return False
            key, _, rest = answer.strip().partition(" ")
            act = KEYS.get(key.lower())
            if act == "quit":
                return False
            if act is None:
                click.echo(f"{key!r}: expected one of {PROMPT}", err=True)
            elif self._do(record_id, act, rest):
                self._counts[act] += 1
                return True

    def _do(self, record_id: str, act: str, rest: str) -> bool:
        """Keep a decision; return False if it could not be understood and must be asked for again."""
        from dragoman.store.corrections import Change

        if act == "skip":
            return True
        if act != "fix":
            return self._keep(record_id, Change(verdict=act))
        fixes = [part for part in rest.split(" | ") if part.strip()]
        fixed = [self._fix(record_id, text) for text in fixes]
        if sys.stdin.isatty():  # a wrong value is asked for again by the next prompt
            while line := click.prompt("  FIELD=VALUE, empty when done", default="", show_default=False).strip():
                fixed.append(self._fix(record_id, line))
            return any(fixed)
        if not fixes:
            click.echo("f: expected FIELD=VALUE after it", err=True)
        return bool(fixed) and all(fixed)

    def _fix(self, record_id: str, text: str) -> bool:
        from dragoman.store.corrections import Change

        name, sign, value = text.partition("=")
        if not sign:
            click.echo(f"{text!r}: expected FIELD=VALUE", err=True)
            return False
        return self._keep(record_id, Change(field=name.strip(), value=value.strip()))

    def _keep(self, record_id: str, change: "Change") -> bool:
        from dragoman.errors import ConfigError
        from dragoman.linking import correct_record

        at = datetime.now(tz=UTC).isoformat(timespec="seconds")
        try:
            correct_record(
                self._ledger.path, record_id, change, author=self._author, at=at, reason=self._reason, relink=False
            )
        except ConfigError as err:
            click.echo(f"  {err}", err=True)
            return False
        return True

    def end(self) -> None:
        """Join the documents anew after all decisions: each is kept already."""
        from dragoman.linking import link_ledger
        from dragoman.store.pins import BY_HAND

        started = datetime.now(tz=UTC).isoformat(timespec="seconds")
        link_ledger(self._ledger.path, coder_version=BY_HAND, started=started)

    def summary(self) -> str:
        """Return what was done, in one line."""
        words = {"accept": "accepted", "fix": "fixed", "reject": "rejected", "skip": "skipped"}
        return ", ".join(f"{n} {words[act]}" for act, n in self._counts.items() if n) or "nothing reviewed"


def _ask() -> str | None:
    """Return the next answer: one key on a terminal, one line of a pipe; None at the end."""
    if sys.stdin.isatty():
        click.echo(f"  {PROMPT}  ", nl=False)
        try:
            key = click.getchar()
        except (EOFError, KeyboardInterrupt):
            return None
        click.echo(key)
        return key
    line = sys.stdin.readline()
    return line or None
