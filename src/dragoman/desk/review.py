"""The review queue: one record at a time, the least sure first, with its words and every field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from dragoman.desk.query import Query, a_number, asked, filters_of
from dragoman.desk.source import Snapshot
from dragoman.explore.review import OWN_WORDS
from dragoman.explore.words import one_line, quote
from dragoman.model import Span
from dragoman.store.correction_kinds import KINDS, span_of
from dragoman.store.correction_values import shown_value
from dragoman.store.corrections import Target, corrections_table
from dragoman.store.review import current, queue

QUEUE: Final = 200
"""Records that a queue holds at most; decided ones leave it."""
WIDE: Final = 260
"""Code points of text on either side of the words in question."""
HISTORY: Final = 20
QUERY: Final = ("actor", "recipient", "since", "until", "outlet", "q", "skip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A record that waits for a decision.

    Attributes:
        record_id: In the ledger.
        kind: event or position.
        doc_id: The document.
        title: Its headline.
        outlet: Who published it.
        published: Its day.
        before: Words before those in question.
        words: Those.
        after: Words after.
        fields: Name and value of every field that can be corrected, as it reads now; "none" for no value.
        rule: What coded it.
        confidence: 0 to 1, or None where the kind has none.
    """

    record_id: str
    kind: str
    doc_id: str
    title: str
    outlet: str
    published: date | None
    before: str
    words: str
    after: str
    fields: tuple[tuple[str, str], ...]
    rule: str
    confidence: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """The queue.

    Attributes:
        query: Filters that are set.
        n_waiting: Records in the queue; 200 stands for that many or more.
        skip: Records passed over.
        record: The next one, or None.
        made: The latest corrections: target, field, value, author, at, state.
    """

    query: Mapping[str, str]
    n_waiting: int
    skip: int
    record: Waiting | None
    made: tuple[tuple[str, str, str, str, str, str], ...]


def review_page(snapshot: Snapshot, query: Query) -> ReviewPage:
    """Return the next record of the queue after those that are skipped."""
    skip = a_number(query, "skip", 0, 0, QUEUE)
    filters = filters_of({name: value for name, value in query.items() if name in QUERY}, limit=QUEUE)
    waiting = queue(snapshot.view, filters)
    rows = corrections_table(snapshot.view).to_pylist()
    rows.sort(key=lambda row: (str(row["at"]), str(row["target_id"])), reverse=True)
    columns = ("target_id", "field", "value", "author", "at", "state")
    return ReviewPage(
        query=asked(query, QUERY),
        n_waiting=len(waiting),
        skip=skip,
        record=_waiting(snapshot, waiting[skip]) if skip < len(waiting) else None,
        made=tuple(tuple(one_line(str(row[name] or "")) for name in columns) for row in rows[:HISTORY]),  # type: ignore[misc]
    )


def _waiting(snapshot: Snapshot, record_id: str) -> Waiting:
    target: Target = current(snapshot.view, record_id)
    form = target.now
    before, words, after = quote(form.text, Span(*span_of(target.kind, target.seen)), before=WIDE, after=WIDE)
    names = [name for name in KINDS[target.kind].fields if name not in OWN_WORDS]
    why = getattr(target.item, "why", None)
    return Waiting(
        record_id=record_id,
        kind=target.kind,
        doc_id=form.document.doc_id,
        title=one_line(form.title or "(untitled)"),
        outlet=form.outlet or "unknown outlet",
        published=form.published,
        before=before,
        words=words,
        after=after,
        fields=tuple((name, one_line(shown_value(name, target.seen, form))) for name in names),
        rule=str(why.rule if why else getattr(target.item, "rule", "")),
        confidence=float(why.score) if why else None,
    )
