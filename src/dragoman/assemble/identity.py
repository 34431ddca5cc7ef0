"""Takes the tellings of all documents, gives groups of those that are of one event.

Tellings of one block (two common parties, or one where no more are known) whose days can meet are compared; pairs are
joined from the most alike down, as long as nothing in the two groups excludes it. The result depends on the set of
tellings alone, not on their order.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from dragoman.assemble.compare import Likeness, Node, compare, make_node, may_be_one
from dragoman.assemble.unions import Unions, told_apart
from dragoman.lexicon.identity import load_near_types
from dragoman.model import EventType
from dragoman.model.links import Pin, PinVerb, Told

JOIN_FROM: Final = 0.0
"""Log-odds from which two tellings may be one event: more likely than not."""

UNNAMED: Final = "anon:"
"""How ids of entities begin that only one text speaks of."""

_Block = dict[EventType, list[Node]]
_Blocks = defaultdict[tuple[str, ...], _Block]


@dataclass(frozen=True, slots=True)
class Edge:
    """Two tellings that may be of one event."""

    a: str
    b: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Group:
    """Tellings of one event.

    Attributes:
        nodes: The earliest told first.
        edges: For each member, the pair that fits best; empty for one that a person joined.
        pinned: Members that a person joined.
    """

    nodes: tuple[Node, ...]
    edges: Mapping[str, Edge]
    pinned: frozenset[str]


def entity_codes(told: Iterable[Told]) -> dict[str, str]:
    """Return for each entity id the code that most tellings give it; of two as frequent the first by name."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for t in told:
        for p in (*t.actors, *t.recipients):
            if p.code and not p.entity_id.startswith(UNNAMED):
                counts[p.entity_id][p.code] += 1
    return {e: winner(codes) for e, codes in counts.items()}


def winner(counts: Mapping[str, int]) -> str:
    """Return the code that most tellings give, of two as frequent the first by name; empty if none gives one."""
    return min((code for code in counts if code), key=lambda c: (-counts[c], c), default="")


def make_nodes(told: Iterable[Told], codes: Mapping[str, str] | None = None) -> dict[str, Node]:
    """Return the tellings prepared for comparison, by member id.

    Args:
        told: The tellings.
        codes: From `entity_codes` of the whole ledger; None if these tellings are all there are.
    """
    ordered = sorted(told, key=lambda t: t.member_id)
    codes = entity_codes(ordered) if codes is None else codes
    return {t.member_id: make_node(t, codes) for t in ordered}


@dataclass(frozen=True, slots=True)
class Grouping:
    """How tellings came together.

    Attributes:
        groups: All groups of two or more tellings, by their first.
        steps: The pairs by which the rules joined two groups, in the order in which they did.
    """

    groups: tuple[Group, ...]
    steps: tuple[tuple[str, str], ...]


def group_tellings(nodes: Mapping[str, Node], pins: Sequence[Pin] = ()) -> Grouping:
    """Return all groups of two or more tellings, and how they came together.

    Args:
        nodes: The tellings by member id.
        pins: A person's decisions, the oldest first; a later one on the same telling overrules an earlier one.
    """
    joined, alone = decisions(pins)
    joined = {pair for pair in joined if pair[0] in nodes and pair[1] in nodes}
    pinned = {m for pair in joined for m in pair}
    unions = Unions(nodes, pinned)
    for a, b in sorted(joined):
        unions.join(a, b)
    edges: dict[str, Edge] = {}
    steps: list[tuple[str, str]] = []
    for edge in sorted(_edges(nodes, alone), key=lambda e: (-e.likeness.logit, e.a, e.b)):
        if not unions.are_one(edge.a, edge.b):
            if not unions.may_join(edge.a, edge.b):
                continue
            steps.append((edge.a, edge.b))
            unions.join(edge.a, edge.b)
        for member in (edge.a, edge.b):
            edges.setdefault(member, edge)
    found = [
        Group(
            nodes=tuple(sorted((nodes[m] for m in members), key=lambda n: n.key)),
            edges={m: edges[m] for m in members if m in edges},
            pinned=frozenset(pinned & set(members)),
        )
        for members in unions.members.values()
        if len(members) > 1
    ]
    return Grouping(groups=tuple(sorted(found, key=lambda g: g.nodes[0].key)), steps=tuple(steps))


def decisions(pins: Sequence[Pin]) -> tuple[set[tuple[str, str]], set[str]]:
    """Return the pairs that are joined by hand and the members that stand alone by hand."""
    joined: set[tuple[str, str]] = set()
    alone: set[str] = set()
    for pin in pins:
        if pin.verb is PinVerb.SPLIT:
            joined = {pair for pair in joined if pin.member_id not in pair}
            alone.add(pin.member_id)
        elif pin.other_id is not None:
            one, two = sorted((pin.member_id, pin.other_id))
            joined.add((one, two))
            alone -= {one, two}
    return {pair for pair in joined if pair[0] != pair[1]}, alone


def _edges(nodes: Mapping[str, Node], alone: set[str]) -> Iterator[Edge]:
    """Yield the pairs that are more likely than not one event, each once."""
    for a, b in candidates([n for m, n in nodes.items() if m not in alone]):
        edge = edge_of(a, b)
        if edge is not None:
            yield edge


def edge_of(a: Node, b: Node) -> Edge | None:
    """Return what two candidates have in common if they are more likely than not one event, else None."""
    if not may_be_one(a, b, JOIN_FROM) or told_apart(a, b):
        return None
    likeness = compare(a, b)
    if likeness is None or likeness.logit < JOIN_FROM:
        return None
    one, two = sorted((a.told.member_id, b.told.member_id))
    return Edge(one, two, likeness)


def candidates(nodes: Iterable[Node]) -> Iterator[tuple[Node, Node]]:
    """Yield the pairs that may be one event, each once.

    Their types are near, their days can meet, and they share two codes, or one if either knows no more.
    """
    pairs: _Blocks = defaultdict(lambda: defaultdict(list))
    single: _Blocks = defaultdict(lambda: defaultdict(list))
    full: _Blocks = defaultdict(lambda: defaultdict(list))
    for node in sorted(nodes, key=lambda n: (n.reach, n.told.member_id)):
        codes = sorted(node.codes)
        if len(codes) == 1:
            single[codes[0],][node.told.type].append(node)
            continue
        for two in combinations(codes, 2):
            pairs[two][node.told.type].append(node)
        for code in codes:
            full[code,][node.told.type].append(node)
    for both, block in pairs.items():
        for a, b in _near(block, block):
            if len(a.codes) == 2 or len(b.codes) == 2 or both == min(combinations(sorted(a.codes & b.codes), 2)):
                yield a, b  # else another block gives this pair
    for one, block in single.items():
        yield from _near(block, block)
        if one in full:
            yield from _near(block, full[one])


def candidates_of(ours: Iterable[Node], others: Iterable[Node]) -> Iterator[tuple[Node, Node]]:
    """Yield those pairs of `candidates` that have one of ours, in it first, and one of the others, each once."""
    by_code: dict[str, list[Node]] = defaultdict(list)
    for node in ours:
        for code in node.codes:
            by_code[code].append(node)
    near = load_near_types()
    for other in others:
        met = {n.told.member_id: n for code in other.codes for n in by_code.get(code, ())}
        for node in met.values():
            enough = 1 if len(node.codes) == 1 or len(other.codes) == 1 else 2
            if (
                other.told.type in near[node.told.type]
                and len(node.codes & other.codes) >= enough
                and _meet(node, other)
            ):
                yield node, other


def _meet(a: Node, b: Node) -> bool:
    """Tell whether the days of two tellings can meet."""
    first, later = (a, b) if (a.reach, a.told.member_id) <= (b.reach, b.told.member_id) else (b, a)
    return later.reach[0] <= first.reach[1]


def _near(ours: _Block, theirs: _Block) -> Iterator[tuple[Node, Node]]:
    """Yield the pairs of two blocks of near types whose days can meet; of one block with itself each once."""
    for type_, near in load_near_types().items():
        for other in near:
            if type_ in ours and other in theirs and (ours is not theirs or type_ <= other):
                yield from _meeting(ours[type_], theirs[other])


def _meeting(ours: Sequence[Node], theirs: Sequence[Node]) -> Iterator[tuple[Node, Node]]:
    """Yield the pairs of two lists sorted by reach whose reaches meet; of one list with itself each pair once."""
    if ours is theirs:
        for k, a in enumerate(ours):
            for b in ours[k + 1 :]:
                if b.reach[0] > a.reach[1]:
                    break
                yield a, b
        return
    merged = sorted(
        [(n.reach, n.told.member_id, 0, n) for n in ours] + [(n.reach, n.told.member_id, 1, n) for n in theirs],
        key=lambda x: x[:3],
    )
    for k, (reach, _, side, a) in enumerate(merged):
        for other, _, other_side, b in merged[k + 1 :]:
            if other[0] > reach[1]:
                break
            if side != other_side:
                yield (a, b) if side == 0 else (b, a)
