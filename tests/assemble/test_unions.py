"""What is remembered of groups that could not be joined changes no group: all pairs looked at anew give the same."""

import random
from collections.abc import Sequence
from itertools import product

import pytest
from links_factory import CHAD, MINISTER, NORWAY, told

from dragoman.assemble import unions
from dragoman.assemble.compare import FACT, OFF, PLAN, Node, compare
from dragoman.assemble.identity import candidates, edge_of, group_tellings, make_nodes
from dragoman.assemble.unions import told_apart
from dragoman.model import EventType, Status
from dragoman.model.links import Told

STATUSES = (Status.HAPPENED, Status.PLANNED, Status.PLANNED, Status.CANCELLED, Status.POSTPONED, Status.DENIED)


def telling(rng: random.Random, number: int) -> Told:
    """Return one of many tellings of a few acts, some of which are called off and planned anew."""
    pub = rng.randrange(40)
    return told(
        f"{number:03d}", pub, doc=f"d{number // 2}", when=None if rng.random() < 0.5 else pub + rng.randrange(-1, 9),
        type=EventType.CONSULT, lemma=rng.choice(("meet", "visit", "visit")), status=rng.choice(STATUSES),
        actors=(rng.choice((NORWAY, MINISTER)),), recipients=(CHAD,), origin=f"o{rng.randrange(5)}",
    )  # fmt: skip


def may_join(ours: Sequence[Node], theirs: Sequence[Node], largest: int) -> bool:
    off = [n.pub for n in (*ours, *theirs) if n.phase == OFF]
    return len(ours) + len(theirs) <= largest and all(fits(a, b, off) for a, b in product(ours, theirs))


def fits(a: Node, b: Node, off: Sequence[int]) -> bool:
    if told_apart(a, b):
        return False
    if compare(a, b) is not None:
        return True
    first, later = sorted((a, b), key=lambda n: n.key)
    renewed = first.phase != FACT and {a.phase, b.phase} <= {FACT, PLAN, OFF}
    return renewed and any(first.pub <= day <= later.pub for day in off)


@pytest.mark.parametrize("largest", [4, 300])
@pytest.mark.parametrize("seed", range(12))
def test_groups_are_those_of_every_pair_looked_at_anew(
    seed: int, largest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unions, "LARGEST_GROUP", largest)
    rng = random.Random(seed)
    nodes = make_nodes([telling(rng, n) for n in range(60)], {})
    edges = [edge for a, b in candidates(nodes.values()) if (edge := edge_of(a, b)) is not None]
    groups = [[m] for m in nodes]
    for edge in sorted(edges, key=lambda e: (-e.likeness.logit, e.a, e.b)):
        one, two = (next(g for g in groups if m in g) for m in (edge.a, edge.b))
        if one is not two and may_join([nodes[m] for m in one], [nodes[m] for m in two], largest):
            one += two
            groups.remove(two)
    expected = {frozenset(g) for g in groups if len(g) > 1}
    found = {frozenset(n.told.member_id for n in g.nodes) for g in group_tellings(nodes).groups}
    assert found == expected
    assert expected
