"""Decisions by hand on which tellings are one event: kept with author and time, never changed."""

from typing import Final

from dragoman.errors import NotFoundError
from dragoman.model.ids import content_id
from dragoman.model.links import PinVerb
from dragoman.store.ledger import Ledger
from dragoman.store.rows import Row
from dragoman.store.tables import Tables
from dragoman.store.view import View
from dragoman.store.writer import write_batch

BY_HAND: Final = "by hand"
"""Stands for the coder version of a commit that no program decided."""


def find_member(view: View, record_id: str) -> str:
    """Return the event of a single document that an id, or its beginning, means.

    The id of a whole event is that of its first telling, and means that one.

    Raises:
        NotFoundError: If no event, or more than one, has that id.
    """
    if not record_id.startswith("e") or len(record_id) < 3:
        raise NotFoundError(
            f"{record_id!r}: not the id of an event; those begin with e, as `dragoman events` shows them"
        )
    found = view.query(
        "SELECT DISTINCT event_id FROM events_own WHERE starts_with(event_id, ?) ORDER BY event_id", [record_id]
    )["event_id"].to_pylist()
    if not found:
        raise NotFoundError(f"{record_id}: the ledger holds no event of that id")
    if len(found) > 1:
        raise NotFoundError(f"{record_id}: stands for {len(found)} ids, give more of it ({', '.join(found[:3])} ...)")
    return str(found[0])


def event_of(view: View, member_id: str) -> tuple[str, ...]:
    """Return the members of the event that a telling belongs to, by id; itself alone if it was joined with none."""
    found = view.query(
        "SELECT member_id FROM merges WHERE event_id = (SELECT event_id FROM merges WHERE member_id = ?) ORDER BY 1",
        [member_id],
    )["member_id"].to_pylist()
    return tuple(found) or (member_id,)


def whole_id(view: View, member_id: str) -> str:
    """Return the id of the event that a telling belongs to."""
    found = view.query("SELECT event_id FROM merges WHERE member_id = ?", [member_id])["event_id"].to_pylist()
    return found[0] if found else member_id


def keep_pin(
    ledger: Ledger, verb: PinVerb, member_id: str, other_id: str | None, *, reason: str, author: str, at: str
) -> None:
    """Keep a decision.

    Args:
        ledger: Where to.
        verb: Join or split.
        member_id: An event as its document tells it.
        other_id: The one it is joined with; None for a split.
        reason: Why, in the author's words; may be empty.
        author: Who decided.
        at: When, ISO 8601.

    Raises:
        LedgerError: If the disk refuses; nothing is kept then.
    """
    pin: Row = {
        "verb": verb.value,
        "member_id": member_id,
        "other_id": other_id,
        "reason": reason,
        "author": author,
        "at": at,
    }
    run_id = content_id("r", BY_HAND, *pin.values())
    run: Row = {"run_id": run_id, "started": at, "coder_version": BY_HAND, "config": "{}"}
    write_batch(
        Tables(ledger.path),
        {"runs": [run], "pins": [pin]},
        batch_id=content_id("b", BY_HAND, *pin.values()),
        run_id=run_id,
        coder_version=BY_HAND,
        n_documents=0,
        at=at,
    )
