"""Joins the documents of a ledger to one another: composes `assemble` and `store` as the pipeline does after an add."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from dragoman.assemble.linking import group_origins, link, linker_version
from dragoman.assemble.prints import make_print
from dragoman.errors import LedgerError
from dragoman.model.links import Links, PinVerb, Print
from dragoman.relinking import link_news
from dragoman.store import open_ledger
from dragoman.store.check import Examined, examine
from dragoman.store.correction_kinds import Correction
from dragoman.store.corrections import Change, correct
from dragoman.store.ledger import Ledger
from dragoman.store.links import (
    dues,
    is_linked,
    keep_links,
    kept_pins,
    kept_prints,
    put_off,
    rows_of,
    strange_runs,
    told_events,
    unprinted,
    was_linked,
)
from dragoman.store.lock import alone
from dragoman.store.pins import BY_HAND, event_of, find_member, keep_pin, whole_id
from dragoman.store.repair import Plan, carry_out, finish_repair, plan_repair
from dragoman.store.tables import HEAD
from dragoman.store.touched import news
from dragoman.store.view import View

MOST_NEW: Final = 0.2
"""Share of a ledger's documents up to which only what the new ones touch is made anew."""

WHOLE: Final = 20_000
"""Documents up to which a ledger is joined as a whole where more of them are new: 160,000 tellings take 1.7 GB
(docs/scale.md). Beyond, what is new is joined in parts."""

PART: Final = 10_000
"""Documents that are joined at once to those of before, in a ledger that is larger."""

ASIDE: Final = ".aside"
"""What the name of a ledger gets for the folder beside it that keeps what repairs remove."""


def pin_identity(
    ledger: Path, verb: PinVerb, one_id: str, other_id: str | None, *, reason: str, author: str, at: str
) -> dict[str, tuple[str, ...]]:
    """Keep a person's decision that two tellings are one event, or that one stands alone, and join the ledger anew.

    Args:
        ledger: Folder of the ledger.
        verb: Join or split.
        one_id: Id of an event or of one telling of it, or its beginning.
        other_id: The other, for a join.
        reason: Why; may be empty.
        author: Who decided.
        at: When, ISO 8601.

    Returns:
        The events that the tellings belong to now, with the ids of their tellings.

    Raises:
        NotFoundError: If an id names no event.
        LedgerError: If the two are one telling, or the one to be split stands alone already.
    """
    stored = open_ledger(ledger, must_exist=True)
    view = stored.view()
    one = find_member(view, one_id)
    other = None if other_id is None else find_member(view, other_id)
    if one == other:
        raise LedgerError(f"{one_id} and {other_id}: one telling, expected two")
    if verb is PinVerb.SPLIT and len(event_of(view, one)) == 1:
        raise LedgerError(f"{one_id}: stands alone already, expected a telling that is joined with others")
    keep_pin(stored, verb, one, other, reason=reason, author=author, at=at)
    link_ledger(ledger, coder_version=BY_HAND, started=at)
    now = stored.view()
    found = [event_of(now, member) for member in (one, other) if member is not None]
    return {whole_id(now, members[0]): members for members in found}


def correct_record(
    ledger: Path, record_id: str, change: Change, *, author: str, at: str, reason: str = "", relink: bool = True
) -> tuple[Correction, ...]:
    """Keep a correction (see `store.corrections.correct`), join the ledger anew, and return what was kept.

    Args:
        ledger: Folder of the ledger.
        record_id: Id of the record, or its beginning.
        change: What to change.
        author: Who corrects.
        at: When, ISO 8601.
        reason: Why.
        relink: Join the documents anew at once; else `link_ledger` must be called after the last of several.
    """
    made = correct(open_ledger(ledger, must_exist=True), record_id, change, author=author, at=at, reason=reason)
    if relink:
        link_ledger(ledger, coder_version=BY_HAND, started=at)
    return made


def link_ledger(ledger: Path, *, coder_version: str, started: str) -> bool:
    """Join the documents of a ledger, if anything came since they last were; return whether anything did.

    Origins, events across documents, their lives, disputes and settled expectations. Where little is new, only what it
    touches is made anew (`relinking`), else all; where much is new in a large ledger, it is joined part by part, and
    memory stays bounded. Killed on the way, it leaves the last links; the next `add` goes on from there.

    Args:
        ledger: Folder of the ledger.
        coder_version: What the newest documents were coded with.
        started: When the run began, ISO 8601.

    Raises:
        LedgerError: If the ledger cannot be read or written.
    """
    stored = open_ledger(ledger, must_exist=True)
    view, version = stored.view(), linker_version()
    if is_linked(view, version):
        return False
    if strange := strange_runs(view, version):
        view = stored.view(without=strange)
    parts = put_off(view, version, whole=WHOLE, part=PART)
    for later in parts:
        _link(stored, stored.view(without=later | strange), coder_version=coder_version, started=started)
    _link(stored, stored.view(without=strange) if parts else view, coder_version=coder_version, started=started)
    return True


def _link(stored: Ledger, view: View, *, coder_version: str, started: str) -> None:
    """Join the documents that a view shows, and keep what joins them."""
    version = linker_version()
    fresh_news = news(view) if was_linked(view, version) else None
    onto = fresh_news is not None and (
        fresh_news.n_touched <= MOST_NEW * fresh_news.n_documents or fresh_news.n_documents > WHOLE
    )
    keys = dict(unprinted(view, version))
    fresh = [make_print(doc, text_key=keys[doc.doc_id]) for doc in view.documents(tuple(keys))]
    if onto and fresh_news is not None:
        filled = link_news(view, fresh_news, fresh, kept_pins(view), linker=version)
    else:
        filled = rows_of(link_all(view, fresh, linker=version))
    keep_links(stored, view, filled, fresh, linker=version, coder_version=coder_version, started=started, onto=onto)


def link_all(view: View, fresh: Sequence[Print], *, linker: str) -> Links:
    """Return all that joins the documents of a ledger, made from the whole of it.

    Args:
        view: The ledger.
        fresh: Prints of documents that have none of this version yet.
        linker: Version of the linker.
    """
    origins = group_origins([*kept_prints(view, linker), *fresh])
    told = told_events(view, {o.doc_id: o.origin_id for o in origins})
    return link(told, dues(view), kept_pins(view), origins=origins)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """What a repair did, or would do.

    Attributes:
        found: The ledger as it was.
        plan: What was to be done.
        aside: Folder that took what was removed; None if nothing was, or nothing was done yet.
    """

    found: Examined
    plan: Plan
    aside: Path | None = None


def repair_ledger(ledger: Path, *, started: str, dry_run: bool = False) -> Repaired:
    """Make a damaged ledger whole again from what is intact, and return what that took.

    Args:
        ledger: Folder of the ledger.
        started: When the repair began, ISO 8601.
        dry_run: Only say what would be done.

    Raises:
        LedgerError: If the folder is no ledger, somebody is writing to it, or the disk refuses.
    """
    aside = _next_aside(ledger)
    with alone(ledger.absolute() / HEAD):
        was_pending = not dry_run and finish_repair(ledger, aside)
        found = examine(ledger)
        plan = plan_repair(found)
        if dry_run or plan.is_empty():
            return Repaired(found=found, plan=plan, aside=aside if was_pending else None)
        aside = _next_aside(ledger)
        carry_out(ledger, found, plan, aside)
    if plan.relink:
        link_ledger(ledger, coder_version=BY_HAND, started=started)
    return Repaired(found=found, plan=plan, aside=aside)


def _next_aside(ledger: Path) -> Path:
    """Return a folder beside the ledger that is not there yet: LEDGER.aside/1, 2 ..."""
    home = ledger.absolute().with_name(ledger.absolute().name + ASIDE)
    return next(folder for n in count(1) if not (folder := home / str(n)).exists())
