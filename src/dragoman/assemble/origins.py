"""Takes the prints of documents, gives their origins: whose reporting each is.

Three things make two documents one origin: most of the wording of the smaller stands in the other and no name or figure
is exchanged; one rests on the other's outlet (or both on a third) and they tell the same in many words; or both quote
somebody unnamed with the same words and tell the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from typing import Final

from dragoman.lexicon.origins import outlet_key
from dragoman.model.links import Origin, Print

BAND: Final = 3
"""Hashes of a band. With 42 bands, texts that share half of all their shingles meet in one with a chance of .997, those
that share a tenth with .04. A cut copy, which shares less, is found by a whole sentence."""

COPY_SHARE: Final = 0.62
"""Share of the smaller text's shingles from which it is a copy. Probes: copies .85 to 1, look-alikes up to .50."""

COPY_DAYS: Final = 21
"""How long after another a copy may appear."""

EXCHANGED: Final = 0.25
"""Share of the smaller text's names and figures that both texts have without the other: above it, one is the other's
template and not its copy. Probes: copies up to .08, look-alikes from .40."""

CREDIT_SHARE: Final = 0.27
"""Share of the smaller text's terms that the other must have if one is credited. Probes: rewritten reports .31 to .42,
independent ones on the same event up to .15."""

MARKS_SHARE: Final = 0.4
"""Share of the smaller text's names and figures that a rewritten report keeps. Probes: .50 to .86."""

CREDIT_DAYS: Final = 4
"""How long after a report others still rest on it."""

REASONS: Final = ("same text", "near copy", "credit", "same words of an unnamed speaker")
"""Why two documents share an origin, the surest first."""

LARGEST_BUCKET: Final = 400
"""Documents of one slice of days with one band value or sentence that are compared with others, the earliest; more of
them share a page's furniture."""

Order = tuple[date, str]
"""What orders documents: day of publication (`date.max` for none), then id."""

Bucket = tuple[str, int | None]
"""A band value or sentence, and the slice of `COPY_DAYS` days in which its documents appeared; None for those without
a day. Copies stand in one bucket or in two that follow one another, or one of them in that without a day."""


@dataclass(frozen=True, slots=True)
class _Pair:
    score: float
    a: str
    b: str
    reason: str


def group_origins(
    prints: Iterable[Print], *, outlets: AbstractSet[str] | None = None, crowded: Mapping[Bucket, Order] | None = None
) -> tuple[Origin, ...]:
    """Return the documents that share their origin with another, by document id, whatever the order of the prints.

    The prints may be those of a part of the ledger, if each document with which one of them makes a pair is among them.

    Args:
        prints: The documents.
        outlets: Keys of all outlets of the ledger; None if the prints are all there are.
        crowded: The last document that counts of each bucket of the ledger with more than `LARGEST_BUCKET`; None if the
            prints are all there are.
    """
    known = {p.doc_id: p for p in sorted(prints, key=order)}
    pairs = sorted(_pairs(known, outlets, crowded), key=lambda p: (REASONS.index(p.reason), -p.score, p.a, p.b))
    root = {doc_id: doc_id for doc_id in known}
    best: dict[str, _Pair] = {}
    for pair in pairs:
        one, two = _root(root, pair.a), _root(root, pair.b)
        if one != two:
            first, later = sorted((one, two), key=lambda d: order(known[d]))
            root[later] = first
        for doc_id in (pair.a, pair.b):
            best.setdefault(doc_id, pair)
    return tuple(
        Origin(
            doc_id=doc_id,
            origin_id=known[_root(root, doc_id)].text_key,
            like=pair.b if pair.a == doc_id else pair.a,
            score=round(pair.score, 3),
            reason=pair.reason,
        )
        for doc_id, pair in sorted(best.items())
    )


def partners(
    asked: AbstractSet[str], prints: Iterable[Print], *, outlets: AbstractSet[str], crowded: Mapping[Bucket, Order]
) -> frozenset[str]:
    """Return the documents that make a pair with one of those asked for.

    Args:
        asked: Ids of documents, their prints among the prints.
        prints: As for `group_origins`.
        outlets: As there.
        crowded: As there.
    """
    known = {p.doc_id: p for p in sorted(prints, key=order)}
    pairs = _pairs(known, outlets, crowded, asked)
    return frozenset(d for p in pairs if p.a in asked or p.b in asked for d in (p.a, p.b))


def order(p: Print) -> Order:
    """Return what orders documents."""
    return (p.published or date.max, p.doc_id)


def slice_of(day: date | None) -> int | None:
    """Return the slice of days in which a document appeared."""
    return None if day is None else day.toordinal() // COPY_DAYS


def wording_keys(p: Print) -> Iterator[str]:
    """Yield the band values of a signature and the longer sentences: what copies have in common."""
    for k in range(0, len(p.sketch), BAND):
        yield ":".join(map(str, (k, *p.sketch[k : k + BAND])))
    yield from p.sentences


def _pairs(
    known: dict[str, Print],
    outlets: AbstractSet[str] | None,
    crowded: Mapping[Bucket, Order] | None,
    asked: AbstractSet[str] | None = None,
) -> set[_Pair]:
    """Return the pairs of one origin, at least those with one of the documents asked for."""
    return {*_verbatim(known), *_copies(known, crowded or {}, asked), *_rewrites(known, outlets, asked)}


def _root(root: dict[str, str], doc_id: str) -> str:
    while root[doc_id] != doc_id:
        root[doc_id] = root[root[doc_id]]
        doc_id = root[doc_id]
    return doc_id


def _verbatim(known: dict[str, Print]) -> Iterator[_Pair]:
    same: dict[str, list[str]] = defaultdict(list)
    for p in known.values():
        same[p.text_key].append(p.doc_id)
    for first, *rest in same.values():
        yield from (_Pair(1.0, first, other, "same text") for other in rest)


def _copies(
    known: dict[str, Print], crowded: Mapping[Bucket, Order], asked: AbstractSet[str] | None
) -> Iterator[_Pair]:
    buckets: dict[str, dict[int | None, list[str]]] = defaultdict(dict)
    for p in known.values():
        when = slice_of(p.published)
        for key in wording_keys(p):
            last = crowded.get((key, when))
            if last is None or order(p) <= last:
                buckets[key].setdefault(when, []).append(p.doc_id)
    met = {pair for slices in buckets.values() for pair in _meetings(slices) if asked is None or asked & {*pair}}
    for one, two in met:
        a, b = known[one], known[two]
        if a.text_key == b.text_key or not a.sketch or not b.sketch or not _near(a, b, COPY_DAYS):
            continue
        share = _shared_wording(a, b)
        if share >= COPY_SHARE and _exchanged(a.marks, b.marks) <= EXCHANGED:
            yield _Pair(share, *((one, two) if order(a) < order(b) else (two, one)), "near copy")


def _meetings(slices: Mapping[int | None, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of documents of one band value or sentence that may have appeared close together."""
    kept = {when: ids[:LARGEST_BUCKET] for when, ids in slices.items()}
    for when, ids in kept.items():
        yield from combinations(ids, 2)
        for other in [w for w in kept if w is not None] if when is None else [when + 1]:
            yield from product(ids, kept.get(other, ()))


def _shared_wording(a: Print, b: Print) -> float:
    """Return the share of the smaller text's shingles that the other has, estimated from the signatures.

    Source: Broder 1997, "On the resemblance and containment of documents", equations 1 and 2: with resemblance J,
    the intersection is J / (1 + J) of both sizes together.
    """
    same = sum(x == y for x, y in zip(a.sketch, b.sketch, strict=True)) / len(a.sketch)
    return min(1.0, same / (1 + same) * (a.n_shingles + b.n_shingles) / min(a.n_shingles, b.n_shingles))


def _exchanged(a: Sequence[str], b: Sequence[str]) -> float:
    """Return the share of names and figures that one has where the other has others."""
    if not a or not b:
        return 0.0
    return min(len(set(a) - set(b)), len(set(b) - set(a))) / min(len(a), len(b))


def _near(a: Print, b: Print, days: int) -> bool:
    """Tell whether the documents appeared within so many days; one without a day may have."""
    return a.published is None or b.published is None or abs((a.published - b.published).days) <= days


def _rewrites(
    known: dict[str, Print], names: AbstractSet[str] | None, asked: AbstractSet[str] | None
) -> Iterator[_Pair]:
    """Yield pairs of which one credits the other's outlet, or both a third, or that quote one unnamed speaker."""
    outlets = {p.doc_id: outlet_key(p.outlet) for p in known.values() if p.outlet}
    names = set(outlets.values()) if names is None else names
    resting: dict[str, list[str]] = defaultdict(list)
    for p in known.values():
        own = outlets.get(p.doc_id)
        for name in {own, *(c for c in p.credits if c in names or is_known(c))} - {None}:
            resting[f"credit {name}"].append(p.doc_id)
        for quote in p.quotes:
            resting[f"quote {quote}"].append(p.doc_id)
    for key, ids in sorted(resting.items()):
        kind, _, name = key.partition(" ")
        for one, two in _close_pairs([known[d] for d in ids]):
            if asked is not None and one.doc_id not in asked and two.doc_id not in asked:
                continue
            both_own = kind == "credit" and outlets.get(one.doc_id) == name == outlets.get(two.doc_id)
            share = 0.0 if both_own else _shared(one.terms, two.terms)
            if share >= CREDIT_SHARE and (
                not one.marks or not two.marks or _shared(one.marks, two.marks) >= MARKS_SHARE
            ):
                reason = "credit" if kind == "credit" else "same words of an unnamed speaker"
                yield _Pair(share, one.doc_id, two.doc_id, reason)


def is_known(key: str) -> bool:
    """Tell whether the table of outlets has a name."""
    from dragoman.lexicon.outlets import load_outlets

    return load_outlets().named(key) is not None


def _close_pairs(prints: Sequence[Print]) -> Iterator[tuple[Print, Print]]:
    ordered = sorted(prints, key=order)
    undated = [p for p in ordered if p.published is None]
    for k, a in enumerate(ordered):
        if a.published is None:
            yield from ((a, b) for b in ordered[k + 1 :])
            continue
        for b in ordered[k + 1 :]:
            if b.published is None or not _near(a, b, CREDIT_DAYS):
                break
            yield a, b
        yield from ((a, b) for b in undated)


def _shared(a: Sequence[str], b: Sequence[str]) -> float:
    return len(set(a) & set(b)) / min(len(a), len(b)) if a and b else 0.0
