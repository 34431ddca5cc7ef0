"""When two entities, speakers or parties are the same, and how predictions are paired with gold one to one."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from dragoman.evaluate.shape import Offsets, ScoredDocument, ScoredEntity

GENERIC_CODES = frozenset({"", "IGO", "NGO", "UNK", "JRN", "REGION", "FOREIGN", "ISM", "IMG", "MNC", "NONE"})
"""Codes that do not tell who it is."""
CODE_ALIASES = {
    "EU": "EUR",
    "EEC": "EUR",
    "UN": "UNO",
    "UK": "GBR",
    "US": "USA",
    "PAL": "PSE",
    "NAT": "NATO",
    "AFU": "AU",
    "KOS": "XKX",
}
SHORTEST_NAME = 4
"""A shared word of a name counts from this many letters on ("Xi" alone proves nothing)."""

Edge = tuple[float, int, int]


def normal(name: str | None) -> str:
    """Return a name in lower case, without accents, punctuation and "the"."""
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", plain.lower().replace("the ", " ")).strip()


def overlap(a: Offsets | None, b: Offsets | None) -> bool:
    """Tell whether both spans are there and share a code point."""
    return a is not None and b is not None and a[0] < b[1] and b[0] < a[1]


def code_of(entity: ScoredEntity) -> str:
    """Return the entity's code in upper case with aliases folded."""
    code = entity.code.upper()
    return CODE_ALIASES.get(code, code)


def same_entity(x: ScoredEntity, y: ScoredEntity) -> bool:
    """Tell whether two entities are the same by name, code, or country and sector of a group."""
    name_x, name_y = normal(x.name), normal(y.name)
    if name_x and name_x == name_y:
        return True
    code_x, code_y = code_of(x), code_of(y)
    if code_x == code_y and code_x not in GENERIC_CODES:
        return True
    if code_x in GENERIC_CODES or code_y in GENERIC_CODES:
        a, b = set(name_x.split()), set(name_y.split())
        if a and b and (a <= b or b <= a) and max(map(len, a & b)) >= SHORTEST_NAME:
            return True
    return any(
        p.country is not None and p.country != "" and code_of(q) == p.country.upper() and p.sector == q.sector
        for p, q in ((x, y), (y, x))
    )


def same(gold: ScoredDocument, g: str, predicted: ScoredDocument, p: str) -> bool:
    """Tell whether two ids name the same entity, or one a member of the other."""
    ours, theirs = gold.entity(g), predicted.entity(p)
    left = [ours, *(gold.entity(m) for m in ours.members)]
    right = [theirs, *(predicted.entity(m) for m in theirs.members)]
    return any(same_entity(x, y) for x in left for y in right)


def agreement(gold: ScoredDocument, gs: Sequence[str], predicted: ScoredDocument, ps: Sequence[str]) -> int:
    """Return 2 for the same set of parties (both empty counts), 1 for a shared one, 0 for none."""
    if not gs and not ps:
        return 2
    if not gs or not ps:
        return 0
    full = all(any(same(gold, g, predicted, p) for p in ps) for g in gs) and all(
        any(same(gold, g, predicted, p) for g in gs) for p in ps
    )
    if full:
        return 2
    return int(any(same(gold, g, predicted, p) for g in gs for p in ps))


def speakers_agree(gold: ScoredDocument, gs: Iterable[str], predicted: ScoredDocument, ps: Iterable[str]) -> bool:
    """Tell whether one speaker of each side is of the same kind and, for actors, the same entity."""
    predicted_speakers = tuple(ps)
    for g in gs:
        for p in predicted_speakers:
            kind = _kind(g)
            if kind == _kind(p) and (kind != "actor" or same(gold, g, predicted, p)):
                return True
    return False


def _kind(speaker: str) -> str:
    if speaker.startswith("anonymous"):
        return "anonymous"
    return "outlet" if speaker == "outlet" else "actor"


def pair(edges: Iterable[Edge]) -> dict[int, int]:
    """Return a largest one-to-one pairing of gold with predictions, heavy edges first.

    Greedy by weight, then augmenting paths (Kuhn's algorithm) until no more pairs can be had.
    """
    ordered = sorted(edges, key=lambda e: (-e[0], e[1], e[2]))
    mate_of_gold: dict[int, int] = {}
    mate_of_predicted: dict[int, int] = {}
    for _, g, p in ordered:
        if g not in mate_of_gold and p not in mate_of_predicted:
            mate_of_gold[g], mate_of_predicted[p] = p, g
    near: dict[int, list[int]] = {}
    for _, g, p in sorted(ordered, key=lambda e: -e[0]):
        near.setdefault(g, []).append(p)

    def augment(g: int, seen: set[int]) -> bool:
        for p in near.get(g, ()):
            if p in seen:
                continue
            seen.add(p)
            if p not in mate_of_predicted or augment(mate_of_predicted[p], seen):
                mate_of_gold[g], mate_of_predicted[p] = p, g
                return True
        return False

    for g in sorted(near):
        if g not in mate_of_gold:
            augment(g, set())
    return mate_of_gold
