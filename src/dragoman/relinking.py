"""Joins what is new in a ledger to what was joined before: reads and writes only what the new documents touch.

The result is that of joining everything anew, row for row (`tests/test_relinking.py`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from dragoman.assemble.compare import FACT, PLAN, Node
from dragoman.assemble.identity import UNNAMED, Group, make_nodes, winner
from dragoman.assemble.lifecycle import describe
from dragoman.assemble.linking import telling_of
from dragoman.assemble.origins import (
    BAND,
    COPY_DAYS,
    CREDIT_DAYS,
    LARGEST_BUCKET,
    Bucket,
    Order,
    group_origins,
    is_known,
    order,
    partners,
    slice_of,
    wording_keys,
)
from dragoman.assemble.regroup import Regrouping, regroup
from dragoman.assemble.rivals import ANSWER_DAYS, find_rivals
from dragoman.assemble.settle import GRACE_DAYS, settle
from dragoman.lexicon.identity import load_near_types
from dragoman.lexicon.origins import outlet_key
from dragoman.model import Status
from dragoman.model.links import Links, Origin, Pin, Print, Rivalry, Settlement, Telling, Vote
from dragoman.store import near_prints, touched
from dragoman.store.links import dues, kept_prints, rows_of, told_events
from dragoman.store.rows import Row
from dragoman.store.touched import News
from dragoman.store.view import View

DENIED: Final = Status.DENIED.value


def link_news(
    view: View, news: News, fresh: Sequence[Print], pins: Sequence[Pin], *, linker: str
) -> dict[str, list[Row]]:
    """Return the rows of the link tables that what is new changes, by table.

    Args:
        view: The ledger.
        news: What was committed since the view's links were made.
        fresh: Prints of documents that have none of this version yet.
        pins: All decisions by hand, the oldest first.
        linker: Version of the linker.
    """
    compared, origins = _origins(view, news, fresh, linker)
    moved = _moved(view, compared, origins)
    changed = touched.members_of(view, news.doc_ids | news.corrected | moved) | news.pinned
    before = touched.kept_tellings(view, changed)
    voted, votes = _votes(view, changed, before.values())
    changed |= touched.members_with(view, {e for e, code in voted.items() if votes.get(e) != code})
    before = touched.kept_tellings(view, changed)
    around = _Ledger(view=view, origins=_origins_now(view, compared, origins), votes=votes)
    found = regroup(changed, around, pins)
    after = {m: found.nodes[m] for m in changed if m in found.nodes}
    coded = news.doc_ids | news.corrected
    settled, keys = _settlements(around, found, before, after, coded | touched.tellers(view, changed))
    told_of = [describe(group) for group in found.groups]
    new = rows_of(
        Links(
            origins=origins,
            merges=tuple(m for _, _, merges in told_of for m in merges),
            happenings=tuple(h for h, _, _ in told_of),
            phases=tuple(p for _, phases, _ in told_of for p in phases),
            settlements=settled,
            rivalries=_rivalries(around, found),
            tellings=tuple(telling_of(n) for n in after.values()),
            votes=tuple(Vote(entity_id=e, code=c) for e, c in sorted(votes.items())),
        )
    )
    old = _standing(view, found.members)
    old["shared_origins"] = touched.standing(view, "shared_origins", doc_id=compared)
    old["tellings"] = touched.standing(view, "tellings", member_id=changed)
    old["votes"] = touched.standing(view, "votes", entity_id=voted)
    old["settlements"] = [
        row
        for row in touched.standing(view, "settlements", doc_id={doc for _, doc in keys} | coded)
        if (row["expectation_id"], row["doc_id"]) in keys or row["doc_id"] in coded
    ]
    return {table: touched.changes(table, old[table], rows) for table, rows in new.items()}


def _standing(view: View, members: Collection[str]) -> dict[str, list[Row]]:
    """Return what the links say of the events of these tellings, by table."""
    merges = touched.standing(view, "merges", member_id=members)
    events = {str(row["event_id"]) for row in merges}
    return {
        "merges": merges,
        "happenings": touched.standing(view, "happenings", event_id=events),
        "phases": touched.standing(view, "phases", event_id=events),
        "rivalries": touched.standing(view, "rivalries", member_id=members, other_id=members),
    }


@dataclass(slots=True, kw_only=True)
class _Ledger:
    """The tellings of a ledger as they are now, the events that they were joined to before (`regroup.Surroundings`).

    Attributes:
        view: The ledger.
        origins: Origins of the documents whose origin may be another now.
        votes: Codes of the entities whose code may be another now.
        nodes: What was read; None for tellings that are gone.
    """

    view: View
    origins: Mapping[str, str]
    votes: Mapping[str, str]
    nodes: dict[str, Node | None] = field(default_factory=dict)

    def load(self, member_ids: Collection[str]) -> dict[str, Node]:
        """Return these tellings by id; those that nobody tells any more are left out."""
        missing = set(member_ids) - self.nodes.keys()
        if missing:
            told = told_events(self.view, self.origins, missing)
            docs = {r.doc_id for t in told for r in t.reports} - self.origins.keys()
            shared = near_prints.origins_of(self.view, docs)
            told = [
                replace(t, reports=tuple(replace(r, origin_id=shared.get(r.doc_id, r.origin_id)) for r in t.reports))
                for t in told
            ]
            people = {p.entity_id for t in told for p in (*t.actors, *t.recipients)}
            codes = {**touched.kept_votes(self.view, people - self.votes.keys()), **self.votes}
            self.nodes |= dict.fromkeys(missing)
            self.nodes |= make_nodes(told, {entity: code for entity, code in codes.items() if code})
        return {m: node for m in member_ids if (node := self.nodes[m]) is not None}

    def near(self, nodes: Collection[Node]) -> dict[str, Node]:
        """Return at least all candidates of these tellings, by id."""
        types = {t.value: tuple(o.value for o in others) for t, others in load_near_types().items()}
        return self.load(touched.near(self.view, [telling_of(n) for n in nodes], types))

    def joined(self, member_ids: Collection[str]) -> list[tuple[str, ...]]:
        """Return the events of before that hold any of these tellings, each as the ids of all its tellings."""
        return touched.joined(self.view, member_ids) if member_ids else []


def _origins(view: View, news: News, fresh: Sequence[Print], linker: str) -> tuple[frozenset[str], tuple[Origin, ...]]:
    """Return the documents that were compared anew, and what origins they share."""
    known = {p.doc_id: p for p in kept_prints(view, linker, news.doc_ids)} | {p.doc_id: p for p in fresh}
    spelled = near_prints.outlets(view)
    names = {outlet_key(o) for o in spelled}
    added = names - {outlet_key(o) for o in near_prints.outlets(view, but=news.doc_ids)}
    asked = news.doc_ids | near_prints.crediting(view, linker, {n for n in added if not is_known(n)})

    def read(doc_ids: Iterable[str]) -> None:
        known.update((p.doc_id, p) for p in kept_prints(view, linker, set(doc_ids) - known.keys()))

    read(asked)
    ours = [known[d] for d in sorted(asked)]
    crowded, displaced, close = _wording(view, linker, ours, news.doc_ids, known)
    read(close | near_prints.same_texts(view, {p.text_key for p in ours}))
    read(_resting(view, linker, ours, names, spelled))
    pairs = partners(asked, known.values(), outlets=names, crowded=crowded)
    compared = asked | displaced | pairs
    compared |= near_prints.one_origin(view, compared)
    read(compared)
    prints = [known[d] for d in sorted(compared)]
    if compared != asked:
        crowded, _, _ = _wording(view, linker, prints, news.doc_ids, known)
    return compared, group_origins(prints, outlets=names, crowded=crowded)


def _wording(
    view: View, linker: str, ours: Sequence[Print], new: Collection[str], known: Mapping[str, Print]
) -> tuple[dict[Bucket, Order], frozenset[str], frozenset[str]]:
    """Return the last document that counts of each full bucket, those that count no more, and all that may pair.

    Args:
        view: The ledger.
        linker: Version of the prints.
        ours: The documents whose buckets are looked at.
        new: Documents that came or were coded anew.
        known: Prints, those of the new documents among them.
    """
    keys = {key for p in ours for key in wording_keys(p)}
    near = {s for p in ours for s in _slices(p)}
    kept = near_prints.worded_alike(view, linker, keys, near, band=BAND, days=COPY_DAYS)
    before: dict[Bucket, set[Order]] = {}
    after: dict[Bucket, set[Order]] = {}
    for key, when, day, doc_id in kept:
        for buckets in (before, after) if doc_id not in new else (after,):
            buckets.setdefault((key, when), set()).add((day or date.max, doc_id))
    for p in (known[d] for d in sorted(new)):
        for key in keys.intersection(wording_keys(p)):
            after.setdefault((key, slice_of(p.published)), set()).add(order(p))
    full = {bucket: sorted(docs) for bucket, docs in after.items() if len(docs) > LARGEST_BUCKET}
    crowded = {bucket: docs[LARGEST_BUCKET - 1] for bucket, docs in full.items()}
    out = {
        doc_id
        for bucket, docs in full.items()
        for _, doc_id in set(sorted(before.get(bucket, ()))[:LARGEST_BUCKET]) - set(docs[:LARGEST_BUCKET])
    }
    counted = {d for bucket, docs in after.items() for d in docs if bucket not in crowded or d <= crowded[bucket]}
    return crowded, frozenset(out), frozenset(doc_id for _, doc_id in counted)


def _slices(p: Print) -> tuple[int | None, ...]:
    """Return the slices of days in which copies of a document may have appeared; None alone stands for all."""
    when = slice_of(p.published)
    return (None,) if when is None else (when - 1, when, when + 1)


def _resting(
    view: View, linker: str, ours: Sequence[Print], names: Collection[str], spelled: Iterable[str]
) -> set[str]:
    """Return the documents that may rest on the same outlet, or on the same words of somebody unnamed, as these."""
    rests = {c for p in ours for c in p.credits if c in names or is_known(c)}
    rests |= {outlet_key(p.outlet) for p in ours if p.outlet}
    reach = timedelta(days=CREDIT_DAYS)
    spans = [(p.published and p.published - reach, p.published and p.published + reach) for p in ours]
    return near_prints.resting_on(
        view,
        linker,
        spans,
        names=rests,
        spelled={o for o in spelled if outlet_key(o) in rests},
        quotes={q for p in ours for q in p.quotes},
    )


def _origins_now(view: View, compared: Collection[str], origins: Iterable[Origin]) -> dict[str, str]:
    """Return the origin of each document that was compared anew."""
    own = near_prints.own_origins(view, compared)
    return own | {o.doc_id: o.origin_id for o in origins}


def _moved(view: View, compared: Collection[str], origins: Iterable[Origin]) -> frozenset[str]:
    """Return the documents that have another origin than before."""
    before, now = near_prints.origins_of(view, compared), _origins_now(view, compared, origins)
    return frozenset(doc_id for doc_id in compared if before.get(doc_id) != now.get(doc_id))


def _votes(view: View, changed: Collection[str], before: Iterable[Telling]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the codes of all who take part, or did, in tellings that changed: those of before, and those of now."""
    people = touched.people_of(view, changed) | {e for t in before for e in t.entities}
    named = {e for e in people if not e.startswith(UNNAMED)}
    now = {e: winner(counts) for e, counts in touched.count_votes(view, named).items()}
    return touched.kept_votes(view, named), now


def _rivalries(around: _Ledger, found: Regrouping) -> tuple[Rivalry, ...]:
    """Return all pairs that exclude one another of which one is among the tellings whose events may be others now."""
    ours = [telling_of(n) for n in found.nodes.values()]
    ids = touched.alike(around.view, [t for t in ours if t.phase == DENIED], FACT, ANSWER_DAYS)
    ids |= touched.alike(around.view, [t for t in ours if t.phase == FACT], DENIED, ANSWER_DAYS)
    others = {**found.near, **around.load(ids - found.members)}
    return find_rivals(found.nodes.values(), others.values())


@dataclass(frozen=True, slots=True)
class _Seen:
    """First reports that were asked for (`settle.Coverage`)."""

    first: Mapping[tuple[frozenset[str], date], tuple[date, str]]

    def next_on(self, codes: frozenset[str], after: date) -> tuple[date, str] | None:
        """Return the first document after a day that tells of all these actors, or None."""
        return self.first.get((codes, after))


def _settlements(
    around: _Ledger, found: Regrouping, before: Mapping[str, Telling], after: Mapping[str, Node], docs: Collection[str]
) -> tuple[tuple[Settlement, ...], set[tuple[str, str]]]:
    """Return what became of the expectations that may be settled otherwise now, and which these are.

    Args:
        around: The ledger.
        found: The tellings whose events may be others now.
        before: Tellings that changed, as they were.
        after: The same as they are.
        docs: Documents that tell, or told, something that changed.
    """
    view = around.view
    denials = [t for t in (*before.values(), *map(telling_of, after.values())) if t.phase == DENIED]
    ids = touched.alike(view, denials, PLAN, ANSWER_DAYS) | touched.lapsed_by(view, docs)
    ids |= touched.lapsing(view, _told_of(around, docs), GRACE_DAYS)
    asked = dues(view, ids | found.members)
    plans = around.load({due.member_id for due in asked})
    denied = touched.alike(view, [telling_of(n) for n in plans.values()], DENIED, ANSWER_DAYS)
    nodes = {**found.nodes, **plans, **around.load(denied)}
    wanted = {
        (nodes[due.member_id].codes, due.end + timedelta(days=GRACE_DAYS))
        for due in asked
        if due.end is not None and not due.is_conditional and len(nodes[due.member_id].codes) > 1
    }
    changed = {m: after[m].codes if m in after else () for m in (*before, *after)}
    seen = _Seen(touched.first_reports(view, sorted(wanted, key=lambda w: (w[1], sorted(w[0]))), changed))
    groups = [*found.groups, *_groups(around, plans.keys() - found.members)]
    return settle(asked, groups, nodes, seen), {(due.expectation_id, due.doc_id) for due in asked}


def _told_of(around: _Ledger, doc_ids: Collection[str]) -> list[tuple[str, date, Collection[str]]]:
    """Return the documents that have a day, with it and the codes of all of whom they tell."""
    told = touched.telling_days(around.view, doc_ids)
    nodes = around.load({member for _, _, member in told})
    codes: dict[tuple[str, date], set[str]] = {}
    for doc_id, day, member in told:
        codes.setdefault((doc_id, day), set()).update(nodes[member].codes)
    return [(doc_id, day, found) for (doc_id, day), found in sorted(codes.items())]


def _groups(around: _Ledger, member_ids: Collection[str]) -> list[Group]:
    """Return the events of before that hold these tellings."""
    return [
        Group(nodes=tuple(sorted(around.load(event).values(), key=lambda n: n.key)), edges={}, pinned=frozenset())
        for event in around.joined(member_ids)
    ]
