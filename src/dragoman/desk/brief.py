"""One page on two actors or on a topic, for a busy reader: every sentence leads to the words it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dragoman.desk.disputes import dispute_rows
from dragoman.desk.outlook import Expected, expected_rows
from dragoman.desk.quotations import REFERENCES, Place, Quotation, Quoted, quotations
from dragoman.desk.relation import RelationPage, relation_page
from dragoman.desk.rows import CALLED_OFF, TRUE, EventRow, PositionRow, event_rows, names, position_rows
from dragoman.desk.source import Snapshot
from dragoman.desk.wording import STANCE_WORDS, days, long_day, many, short_day
from dragoman.errors import NotFoundError
from dragoman.explore.outlook import outlook
from dragoman.explore.words import one_line
from dragoman.store.browse import (
    causes_of,
    entities_with_code,
    event_page,
    events_by_id,
    positions_of,
    positions_on,
)
from dragoman.store.filters import Filters, disputes, entities
from dragoman.track import Contribution, explain_point

WINDOW_DAYS: Final = 90
CONSIDERED: Final = 200
"""Latest events that a brief chooses from."""
TOLD: Final = 6
ASIDE: Final = 3
"""Most sentences under "what happened", and under each other heading; one page of A4 holds about thirty."""
SAID_CHARS: Final = 80
"""Longest words of a text inside a sentence of ours."""
WEEKS_BEFORE: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One thing said.

    Attributes:
        text: The sentence.
        mark: How its status is drawn: is, ahead, off, maybe, or "".
        references: Numbers of the quotations that it rests on; never empty.
    """

    text: str
    mark: str
    references: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A brief.

    Attributes:
        title: Whom or what it is about.
        since: First day looked at.
        day: The ledger's last day, as of which it speaks.
        n_events: Events considered.
        n_articles: Documents behind them.
        n_origins: Independent texts among these.
        relation: The relation's page, for the picture; None for a topic.
        changed: What changed.
        why: Why it is thought so: stated causes, and what moved the index.
        expected: What is expected.
        disputed: What is disputed.
        stands: Who stands where.
        quotations: What all of it rests on, by number.
    """

    title: str
    since: date | None
    day: date | None
    n_events: int
    n_articles: int
    n_origins: int
    relation: RelationPage | None
    changed: tuple[Sentence, ...]
    why: tuple[Sentence, ...]
    expected: tuple[Sentence, ...]
    disputed: tuple[Sentence, ...]
    stands: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]


def about_brief(snapshot: Snapshot, words: Sequence[str], *, since: date | None = None) -> Brief:
    """Return the brief on two actors where there are two words and both name one, else on the words as a topic.

    Raises:
        NotFoundError: If the ledger holds nothing about it in that time.
    """
    codes = [_code(snapshot, one) for one in words] if len(words) == 2 else []
    if len(codes) == 2 and codes[0] and codes[1] and codes[0] != codes[1]:
        return relation_brief(snapshot, codes[0], codes[1], since=since)
    return topic_brief(snapshot, " ".join(words), since=since)


def _code(snapshot: Snapshot, words: str) -> str | None:
    """Return the code that a code or a name stands for, or None."""
    if entities_with_code(snapshot.view, words.upper(), limit=1).num_rows:
        return words.upper()
    named = entities(snapshot.view, Filters(actor=words, limit=ASIDE)).to_pylist()
    return next((str(row["code"]) for row in named if row["code"]), None)


def relation_brief(snapshot: Snapshot, a: str, b: str, *, since: date | None = None) -> Brief:
    """Return the brief on two codes from a day on; by default from 90 days before the ledger's last day.

    Raises:
        NotFoundError: If the ledger knows nobody of one of the codes, or holds nothing about the two in that time.
    """
    page = relation_page(snapshot, a, b, {})
    first = since or _first_day(snapshot)
    view, quoted = snapshot.view, Quoted()
    late = [
        row
        for row in snapshot.own.between(a, b, directed=False).to_pylist()
        if row["day"] is None or first is None or row["day"] >= first
    ]
    rows = event_rows(view, events_by_id(view, [row["event_id"] for row in late[:CONSIDERED]]))
    held = positions_of(view, (a,), (b,), limit=ASIDE), positions_of(view, (b,), (a,), limit=ASIDE)
    positions = tuple(row for table in held for row in position_rows(table))
    level, moved = _level(snapshot, page, rows, quoted)
    return _brief(
        snapshot,
        title=f"{page.a_name} and {page.b_name}",
        first=first,
        rows=rows,
        quoted=quoted,
        relation=page,
        sentences=(level, moved, page.expected, positions),
        disputed=Filters(actor=a, since=first, limit=CONSIDERED),
    )


def topic_brief(snapshot: Snapshot, topic: str, *, since: date | None = None) -> Brief:
    """Return the brief on a topic: events that carry it as an issue or tell it in their words, and stances on it.

    Raises:
        NotFoundError: If the ledger holds nothing on it in that time.
    """
    first = since or _first_day(snapshot)
    view, quoted = snapshot.view, Quoted()
    found: dict[str, EventRow] = {}
    for filters in (
        Filters(issue=topic, since=first, limit=CONSIDERED),
        Filters(text=topic, since=first, limit=CONSIDERED),
    ):
        found |= {row.event_id: row for row in event_rows(view, event_page(view, filters))}
    rows = tuple(sorted(found.values(), key=lambda row: (row.day or date.min, row.event_id), reverse=True))[:CONSIDERED]
    expected = expected_rows(
        snapshot, outlook(view, Filters(text=topic, since=first), events=lambda: snapshot.own.covered)
    )
    positions = position_rows(positions_on(view, topic, limit=ASIDE))
    return _brief(
        snapshot,
        title=topic,
        first=first,
        rows=rows,
        quoted=quoted,
        relation=None,
        sentences=(
            (),
            (),
            tuple(row for row in expected if row.is_open),
            positions,
        ),
        disputed=Filters(since=first, limit=CONSIDERED),
    )


def _first_day(snapshot: Snapshot) -> date | None:
    return None if snapshot.day is None else snapshot.day - timedelta(days=WINDOW_DAYS)


def _brief(
    snapshot: Snapshot,
    *,
    title: str,
    first: date | None,
    rows: Sequence[EventRow],
    quoted: Quoted,
    relation: RelationPage | None,
    sentences: tuple[tuple[Sentence, ...], tuple[Sentence, ...], tuple[Expected, ...], tuple[PositionRow, ...]],
    disputed: Filters,
) -> Brief:
    level, moved, expected, positions = sentences
    if not rows and not expected and not positions:
        raise NotFoundError(f"{title}: the ledger holds nothing on it since {first}; give an earlier day with --since")
    chosen = _chosen(rows)
    ids = {row.event_id for row in rows}
    pairs = dispute_rows(snapshot.view, disputes(snapshot.view, disputed))
    own = [one for one in pairs if one.first.event_id in ids or one.second.event_id in ids][:ASIDE]
    return Brief(
        title=title,
        since=first,
        day=snapshot.day,
        n_events=len(rows),
        n_articles=len({told.doc_id for row in rows for told in row.tellings}),
        n_origins=len({told.origin_id for row in rows for told in row.tellings}),
        relation=relation,
        changed=(*level, *(_told(row, quoted) for row in chosen)),
        why=(*moved, *_causes(snapshot, chosen, quoted)),
        expected=tuple(_awaited(row, quoted) for row in expected[:ASIDE]),
        disputed=tuple(_rivals(one.first, one.second, quoted) for one in own),
        stands=tuple(_stand(row, quoted) for row in positions[:ASIDE]),
        quotations=quotations(snapshot.view, quoted.places),
    )


def _chosen(rows: Sequence[EventRow]) -> tuple[EventRow, ...]:
    """Return what happened or was called off and has parties: the most told, then the latest; in order of time."""
    fit = [row for row in rows if row.status in {*TRUE, *CALLED_OFF} and (row.actors or row.recipients)]
    fit.sort(key=lambda row: (-row.n_origins, -(row.day or date.min).toordinal(), row.event_id))
    return tuple(sorted(fit[:TOLD], key=lambda row: (row.day or date.min, row.event_id)))


def _act(row: EventRow) -> str:
    sides = names(row.actors) or "someone"
    return f"{sides} → {names(row.recipients)}" if row.recipients else sides


def _said(row: EventRow) -> str:
    """Return the words of the act with those that follow, as a quotation."""
    words, _, rest = f"{row.words}{row.after}".partition(". ")
    if len(words) > SAID_CHARS:
        words = words[:SAID_CHARS].rsplit(" ", 1)[0].rstrip(",;:") + "…"
    return f"“{words.rstrip('. ,;:') if rest or not words.endswith('…') else words}”"


def _told(row: EventRow, quoted: Quoted) -> Sentence:
    when = days(row.start, row.end) or (f"told {short_day(row.published)}" if row.published else "no day")
    status = "" if row.status == "happened" else f", {row.status}"
    text = f"{when}: {_act(row)}, {row.type.lower()}{status}: {_said(row)}"
    if row.n_articles > 1:
        text += f", in {many(row.n_articles, 'article')} of {many(row.n_origins, 'origin')}"
    return Sentence(text=f"{text}.", mark=row.mark, references=quoted.event(row))


def _awaited(row: Expected, quoted: Quoted) -> Sentence:
    due = days(row.due_start, row.due_end) or "no day"
    rate = "" if row.base_rate is None else f" Such an act came in {row.base_rate:.0%} of like spans ({row.reference})."
    condition = f" ({row.condition})" if row.condition else ""
    late = ", past due" if row.is_overdue else ""
    place = Place(row.doc_id, -1, row.words, row.holder, "named")
    text = f"{due}{late}: “{row.words}”{condition}, says {row.holder}.{rate}"
    return Sentence(text=text, mark="ahead", references=(quoted.number(place),))


def _rivals(first: EventRow, second: EventRow, quoted: Quoted) -> Sentence:
    sides = [
        f"{_act(row)}, {row.type.lower()}, {row.status}: {_said(row)}, says "
        f"{row.tellings[0].speaker if row.tellings else 'the article'}"
        for row in (first, second)
    ]
    return Sentence(
        text=f"{sides[0]}; but {sides[1]}.", mark="", references=(*quoted.event(first), *quoted.event(second))
    )


def _stand(row: PositionRow, quoted: Quoted) -> Sentence:
    moved = "" if row.change == "none" else f" ({row.change})"
    text = f"{row.actor.name} {STANCE_WORDS[row.stance]} {row.object.name}{moved}, as of {short_day(row.since)}."
    return Sentence(text=text, mark="", references=quoted.position(row))


def _causes(snapshot: Snapshot, chosen: Sequence[EventRow], quoted: Quoted) -> tuple[Sentence, ...]:
    by_id = {row.event_id: row for row in chosen}
    found = []
    for cause in causes_of(snapshot.view, list(by_id)).to_pylist()[:ASIDE]:
        row = by_id[cause["effect_id"]]
        outlet = cause["outlet"] or "the article"
        place = Place(cause["doc_id"], cause["cause_start"], cause["words"], outlet, "outlet")
        words = one_line(cause["words"] or "")
        text = f"{_act(row)}, {row.type.lower()}: {_said(row)}; stated cause: “{words}”."
        found.append(Sentence(text=text, mark="", references=(quoted.number(place),)))
    return tuple(found)


def _level(
    snapshot: Snapshot, page: RelationPage, rows: Iterable[EventRow], quoted: Quoted
) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    """Return where the index stands, and the events that moved it most of late."""
    told = {row.event_id: row for row in rows if row.tellings}
    index = snapshot.own.relation(page.a, page.b, freq="week", directed=False)
    late = [point for point in index.points[-WEEKS_BEFORE:] if point.n_events]
    parts: list[Contribution] = [one for point in late for one in explain_point(index, point.start).contributions]
    parts = [one for one in parts if one.event_id in told]
    if not parts:
        return (), ()
    parts.sort(key=lambda one: (-abs(one.moved), one.event_id))
    references = tuple(number for one in parts[:REFERENCES] for number in quoted.event(told[one.event_id])[:1])
    last = index.points[-1]
    text = f"The relation stands at {last.level:+.1f} (80 % band {last.low:+.1f} to {last.high:+.1f}; -10 to 10)"
    if len(index.points) > WEEKS_BEFORE:
        before = index.points[-1 - WEEKS_BEFORE]
        text += f"; {WEEKS_BEFORE} weeks before, at {before.level:+.1f}"
    moved = tuple(
        Sentence(
            text=f"{_act(told[one.event_id])}, {one.kind.lower()}: {_said(told[one.event_id])} moved the index of "
            f"{long_day(one.day)} by {one.moved:+.2f}.",
            mark="",
            references=quoted.event(told[one.event_id]),
        )
        for one in parts[:REFERENCES]
    )
    return (Sentence(text=f"{text}.", mark="", references=references),), moved
