"""Rows as pages show them: events with parties and tellings, stances, expectations, each with the way to its words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pyarrow as pa

from dragoman.explore.words import cut_end, one_line
from dragoman.model import Status
from dragoman.store.browse import parties, tellings
from dragoman.store.view import View

CUT: Final = 58
"""Code points on either side of the act's words beyond which the stored context was cut, perhaps inside a word."""

CALLED_OFF: Final = (Status.CANCELLED, Status.POSTPONED, Status.DENIED)
TRUE: Final = (Status.HAPPENED, Status.ONGOING)
AHEAD: Final = (Status.PLANNED, Status.EXPECTED)
MARKS: Final[Mapping[str, str]] = {
    **dict.fromkeys(TRUE, "is"),
    **dict.fromkeys(AHEAD, "ahead"),
    **dict.fromkeys(CALLED_OFF, "off"),
    **dict.fromkeys((Status.POSSIBLE, Status.HYPOTHETICAL, Status.DEMANDED), "maybe"),
}
"""How a status is drawn: full, dashed, struck through, dotted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Someone who takes part.

    Attributes:
        entity_id: In the ledger; "" for one that only an imported event names.
        name: For people.
        code: Of the state or organisation, or None.
    """

    entity_id: str
    name: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One place at which an event is told.

    Attributes:
        doc_id: The document.
        start: First code point of the word that names the act.
        status: What this telling says of the act.
        speaker: Who vouches, for people.
        kind: Kind of that source.
        outlet: Who published the document, or None.
        published: Its day, or None.
        title: Its headline, or None.
        origin_id: What verbatim copies share.
    """

    doc_id: str
    start: int
    status: str
    speaker: str
    kind: str
    outlet: str | None
    published: date | None
    title: str | None
    origin_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event in a list.

    Attributes:
        event_id: In the ledger.
        type: PLOVER type.
        mode: PLOVER mode, or None.
        status: Status.
        mark: How the status is drawn: is, ahead, off or maybe.
        start: First day, where words date the act.
        end: Last day.
        published: Day of the first document.
        day: What the event is sorted by: its own day, else that of its document.
        place: Where, as written, or None.
        country: ISO code of the place, or None.
        issue: Labels, joined.
        actors: Doers.
        recipients: Others.
        before: Words before the one that names the act.
        words: That word.
        after: Words after it.
        belief: 0 to 1, see docs/scores.md.
        n_articles: Documents that tell it; 0 for an imported event.
        n_origins: Independent texts among them.
        doc_id: First document; "" for an imported event.
        tellings: All tellings, the earliest first.
    """

    event_id: str
    type: str
    mode: str | None
    status: str
    mark: str
    start: date | None
    end: date | None
    published: date | None
    day: date | None
    place: str | None
    country: str | None
    issue: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    before: str
    words: str
    after: str
    belief: float
    n_articles: int
    n_origins: int
    doc_id: str
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionRow:
    """A stance in a list.

    Attributes:
        position_id: In the ledger.
        actor: Holder.
        stance: support, oppose, mixed or neutral.
        object: What it is about; its code is None and its id the label where it is an issue.
        is_actor: Whether the object is an actor.
        change: none, softened, hardened or reversed.
        status: happened for a stance held.
        since: Day of the document.
        words: What puts it.
        doc_id: The document.
        start: First code point of the words.
        speaker: Who says so.
        kind: Kind of that source.
        outlet: Who published it.
    """

    position_id: str
    actor: Party
    stance: str
    object: Party
    is_actor: bool
    change: str
    status: str
    since: date | None
    words: str
    doc_id: str
    start: int
    speaker: str
    kind: str
    outlet: str | None


def event_rows(view: View, table: pa.Table) -> tuple[EventRow, ...]:
    """Return the rows of `store.browse.event_page` with parties and tellings, in their order."""
    found = table.to_pylist()
    ids = [row["event_id"] for row in found]
    sides: dict[tuple[str, str], list[Party]] = defaultdict(list)
    told: dict[str, list[Telling]] = defaultdict(list)
    if ids:
        for row in parties(view, ids).to_pylist():
            party = Party(entity_id=row["entity_id"], name=one_line(row["name"] or row["entity_id"]), code=row["code"])
            sides[row["event_id"], row["role"]].append(party)
        for row in tellings(view, ids).to_pylist():
            told[row["event_id"]].append(_telling(row))
    return tuple(_event(row, sides, tuple(told[row["event_id"]])) for row in found)


def _telling(row: Mapping[str, object]) -> Telling:
    speaker = one_line(str(row["speaker_name"] or row["outlet"] or "the article"))
    return Telling(
        doc_id=str(row["doc_id"]),
        start=int(str(row["trigger_start"] or 0)),
        status=str(row["status"]),
        speaker=speaker.removeprefix("anonymous: ").removeprefix("document: "),
        kind=str(row["speaker_kind"]),
        outlet=_words(row["outlet"]),
        published=_day(row["published"]),
        title=_words(row["title"]),
        origin_id=_words(row["origin_id"]),
    )


def _event(
    row: Mapping[str, object], sides: Mapping[tuple[str, str], Sequence[Party]], told: tuple[Telling, ...]
) -> EventRow:
    key = str(row["event_id"])
    before, words, after = split_context(str(row["context"] or ""), str(row["words"] or ""))
    start, end, published = (_day(row[name]) for name in ("start", "end", "published"))
    return EventRow(
        event_id=key,
        type=str(row["type"]),
        mode=_words(row["mode"]),
        status=str(row["status"]),
        mark=MARKS.get(str(row["status"]), "maybe"),
        start=start,
        end=end,
        published=published,
        day=start or published,
        place=_words(row["place"]),
        country=_words(row["country"]),
        issue=str(row["issue"] or ""),
        actors=tuple(sides.get((key, "actor"), ())),
        recipients=tuple(sides.get((key, "recipient"), ())),
        before=before,
        words=words,
        after=after,
        belief=float(str(row["belief"] or 0)),
        n_articles=len({one.doc_id for one in told}) or 1,
        n_origins=int(str(row["n_origins"] or 0)),
        doc_id=str(row["doc_id"]),
        tellings=told,
    )


def _words(value: object) -> str | None:
    return None if value is None else one_line(str(value))


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def imported_rows(table: pa.Table) -> tuple[EventRow, ...]:
    """Return the rows of `store.browse.imported_by_id`: without text, tellings and document."""
    return tuple(
        EventRow(
            event_id=row["event_id"],
            type=row["type"] or "event",
            mode=row["mode"],
            status=row["status"],
            mark=MARKS.get(row["status"], "maybe"),
            start=row["start"],
            end=row["end"],
            published=row["published"],
            day=row["start"] or row["published"],
            place=_words(row["place"]),
            country=row["country"],
            issue=row["issue"] or "",
            actors=_imported_parties(row["actors"]),
            recipients=_imported_parties(row["recipients"]),
            before="",
            words=one_line(row["label"] or ""),
            after="",
            belief=0.0,
            n_articles=0,
            n_origins=1,
            doc_id="",
            tellings=(),
        )
        for row in table.to_pylist()
    )


def _imported_parties(parties: Sequence[Mapping[str, str | None]] | None) -> tuple[Party, ...]:
    found = (one for one in parties or () if one["name"] or one["code"])
    return tuple(Party(entity_id="", name=one_line(str(one["name"] or one["code"])), code=one["code"]) for one in found)


def split_context(context: str, words: str) -> tuple[str, str, str]:
    """Return the words before, in and after the mark of a context, each on one line, cut at word ends."""
    line, mark = one_line(context), one_line(words)
    at = line.find(mark, max(0, len(line) // 2 - len(mark) - 4))
    at = at if at >= 0 else line.find(mark)
    if at < 0 or not mark:
        return "", line, ""
    left, right = line[:at], line[at + len(mark) :]
    if len(left) >= CUT and " " in left:
        left = "…" + left.split(" ", 1)[1]
    if len(right) >= CUT and " " in right:
        right = cut_end(right)
    return left, mark, right


def position_rows(table: pa.Table) -> tuple[PositionRow, ...]:
    """Return the rows of `store.browse.positions_of` and its like."""
    return tuple(_position(row) for row in table.to_pylist())


def _position(row: Mapping[str, object]) -> PositionRow:
    target = str(row["object"])
    return PositionRow(
        position_id=str(row["position_id"]),
        actor=Party(entity_id=str(row["actor"]), name=one_line(str(row["actor_name"])), code=_words(row["actor_code"])),
        stance=str(row["stance"]),
        object=Party(
            entity_id=target, name=one_line(str(row["object_name"] or target)), code=_words(row["object_code"])
        ),
        is_actor=row["object_code"] is not None or target.split(":", 1)[0] in ENTITY_KINDS,
        change=str(row["change"] or "none"),
        status=str(row["status"]),
        since=_day(row["since"]),
        words=one_line(str(row["words"] or "")),
        doc_id=str(row["doc_id"]),
        start=int(str(row["span_start"] or 0)),
        speaker=one_line(str(row["speaker_name"] or row.get("outlet") or "the article")),
        kind=str(row["speaker_kind"] or "outlet"),
        outlet=_words(row.get("outlet")),
    )


ENTITY_KINDS: Final = frozenset(
    {"state", "igo", "ngo", "person", "role", "organ", "group", "coll", "anon", "outlet", "region", "org", "craft"}
)
"""First parts of entity ids; a stance's object with another first part is an issue's label."""


def distinct_speakers(row: EventRow) -> tuple[Telling, ...]:
    """Return one telling for each who vouches, the earliest; what a line of sources needs."""
    seen: dict[tuple[str, str], Telling] = {}
    for one in row.tellings:
        seen.setdefault((one.speaker, one.kind), one)
    return tuple(seen.values())


def names(of: Iterable[Party]) -> str:
    """Return names joined for reading."""
    return ", ".join(one.name for one in of)
