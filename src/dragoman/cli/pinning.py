"""What `join` and `split` do: keep the decision, join the ledger anew, say what came of it."""

from datetime import UTC, datetime
from pathlib import Path

import click

from dragoman.cli.options import author_name, ledger_path
from dragoman.model.links import PinVerb


def pin(
    verb: PinVerb, one_id: str, other_id: str | None, *, reason: str, author: str | None, ledger: Path | None
) -> None:
    """Keep a decision on identity and print the events that came of it."""
    from dragoman.linking import pin_identity

    at = datetime.now(tz=UTC).isoformat(timespec="seconds")
    events = pin_identity(ledger_path(ledger), verb, one_id, other_id, reason=reason, author=author_name(author), at=at)
    for event_id, members in events.items():
        n = len(members)
        click.echo(f"{event_id}: one event of {n} tellings" if n > 1 else f"{event_id}: an event of its own")
