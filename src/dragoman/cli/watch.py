"""`dragoman watch`: what is new in RSS and Atom feeds, into the ledger."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli.options import ledger_option, private_option

if TYPE_CHECKING:
    from dragoman.read.feeds import Poll
    from dragoman.watching import Watched


@click.command(short_help="Add what is new in RSS and Atom feeds.")
@click.argument("feeds", nargs=-1, required=True, metavar="FEED...")
@click.option("--once", is_flag=True, help="Look once and stop, for cron; exit status 1 if a feed or item failed.")
@click.option(
    "--every",
    type=click.FloatRange(1),
    default=15,
    show_default=True,
    metavar="MINUTES",
    help="Time between two looks.",
)
@click.option("--full", is_flag=True, help="Fetch the page of an item where the feed gives only a summary.")
@private_option
@click.option("--entities", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Your own actors.")
@ledger_option
def watch(  # noqa: PLR0917 (click passes by name)
    feeds: tuple[str, ...],
    once: bool,
    every: float,
    full: bool,
    allow_private: bool,
    entities: Path | None,
    ledger: Path | None,
) -> None:
    """Follow RSS and Atom feeds and keep what is new in the ledger, until Ctrl-C.

    FEED is an http or https address. Feeds are asked whether they changed; one that fails is left alone for longer each
    time. With --full the page of an item is fetched if its site's robots.txt allows it. What was seen is remembered in
    LEDGER.feeds.json; deleting it reads feeds from the start and doubles nothing.
    """
    import time

    from dragoman.cli.options import ledger_path
    from dragoman.errors import RefusedError
    from dragoman.read.addresses import parse_target
    from dragoman.read.fetch import Fetcher
    from dragoman.watching import watch_feeds

    for feed in feeds:
        try:
            parse_target(feed)
        except RefusedError as err:
            raise click.BadParameter(str(err), param_hint="FEED") from err
    path, fetcher = ledger_path(ledger), Fetcher(allow_private=allow_private)

    def look() -> "Watched":
        now = datetime.now(tz=UTC)
        return watch_feeds(feeds, path, started=now, fetcher=fetcher, full=full, entities=entities, on_poll=_tell)

    try:
        while True:
            found = look()
            _sum_up(found)
            if once:
                sys.exit(1 if _has_failed(found) else 0)
            time.sleep(every * 60)
    except KeyboardInterrupt:
        click.echo("stopped; what was found is kept", err=True)


def _tell(poll: "Poll") -> None:
    """Print one line for a feed."""
    if poll.outcome == "ok":
        detail = f" ({poll.detail})" if poll.detail else ""
        click.echo(f"{poll.url}: {poll.n_new} new of {poll.n_items} items{detail}", err=True)
    else:
        click.echo(f"{poll.url}: {poll.outcome}{': ' + poll.detail if poll.detail else ''}", err=True)


def _sum_up(found: "Watched") -> None:
    counts = found.counts
    known = f", {counts.known} already there" if counts.known else ""
    n_items = counts.failed - sum(poll.outcome == "failed" for poll in found.polls)
    failed = f", {n_items} items not readable" if n_items else ""
    click.echo(f"{counts.added} documents added{known}{failed}", err=True)


def _has_failed(found: "Watched") -> bool:
    return bool(found.counts.failed) or any(poll.outcome == "waiting" for poll in found.polls)
