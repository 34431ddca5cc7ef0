"""Regrouping what changed gives the events that grouping all tellings gives, and leaves the others alone."""

import random
from collections.abc import Collection, Mapping
from dataclasses import replace

import pytest
from links_factory import CHAD, KENYA, MINISTER, NORWAY, PREMIER, told

from dragoman.assemble import unions
from dragoman.assemble.compare import Node
from dragoman.assemble.identity import Group, candidates, candidates_of, group_tellings, make_nodes
from dragoman.assemble.regroup import regroup
from dragoman.assemble.rivals import find_rivals
from dragoman.model import EventType, SpeakerKind, Status
from dragoman.model.links import Party, Pin, PinVerb, Told

STATUSES = (Status.HAPPENED,) * 3 + (Status.PLANNED,) * 3 + (Status.CANCELLED, Status.POSTPONED, Status.DENIED)
LONE = Party("band:x", None)


def telling(rng: random.Random, number: int) -> Told:
    """Return a telling that may be of one act with many others."""
    actor, *others = rng.sample((NORWAY, CHAD, KENYA, MINISTER, PREMIER, LONE), rng.randint(1, 3))
    pub = rng.randrange(24)
    found = told(
        f"{number:03d}", pub, doc=f"d{number // 2}", when=None if rng.random() < 0.5 else pub + rng.randrange(-1, 5),
        type=rng.choice((EventType.CONSULT, EventType.ASSAULT)), lemma=rng.choice(("meet", "visit")),
        status=rng.choice(STATUSES), actors=(actor,), recipients=tuple(others), origin=f"o{rng.randrange(9)}",
    )  # fmt: skip
    speakers = ("state:NOR",) if rng.random() < 0.5 else ("state:TCD",)
    return replace(found, reports=(replace(found.first, kinds=(SpeakerKind.NAMED,), speakers=speakers),))


class Known:
    """Tellings at hand, with the groups of before (`regroup.Surroundings`)."""

    def __init__(self, nodes: Mapping[str, Node], before: Collection[frozenset[str]]) -> None:
        self.nodes, self.before = nodes, before

    def load(self, member_ids: Collection[str]) -> dict[str, Node]:
        return {m: self.nodes[m] for m in member_ids if m in self.nodes}

    def near(self, nodes: Collection[Node]) -> dict[str, Node]:
        return {b.told.member_id: b for _, b in candidates_of(nodes, self.nodes.values())}

    def joined(self, member_ids: Collection[str]) -> list[frozenset[str]]:
        return [event for event in self.before if not event.isdisjoint(member_ids)]


def members(groups: Collection[Group]) -> set[frozenset[str]]:
    return {frozenset(n.told.member_id for n in g.nodes) for g in groups}


def likes(groups: Collection[Group]) -> dict[str, object]:
    return {m: edge for g in groups for m, edge in g.edges.items()}


@pytest.mark.parametrize("largest", [3, 300])
@pytest.mark.parametrize("seed", range(25))
def test_tellings_that_come_go_and_change_regroup_as_if_all_were_grouped(
    seed: int, largest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unions, "LARGEST_GROUP", largest)
    rng = random.Random(seed)
    known = {t.member_id: t for t in (telling(rng, n) for n in range(30))}
    pins: list[Pin] = []
    nodes = make_nodes(known.values(), {})
    groups = group_tellings(nodes).groups
    spared = 0
    for number in range(30, 42):
        changed = {f"e{number:03d}", rng.choice(sorted(known))}
        known[f"e{number:03d}"] = telling(rng, number)
        victim = min(changed)
        if rng.random() < 0.5:
            known[victim] = telling(rng, int(victim[1:]))
        else:
            del known[victim]
        if rng.random() < 0.3:
            one, two = rng.sample(sorted(known), 2)
            verb = rng.choice((PinVerb.JOIN, PinVerb.SPLIT))
            pins.append(Pin(verb=verb, member_id=one, other_id=two if verb is PinVerb.JOIN else None))
            changed |= {one, two}
        nodes = make_nodes(known.values(), {})
        found = regroup(changed, Known(nodes, members(groups)), pins)
        kept = [g for g in groups if found.members.isdisjoint(n.told.member_id for n in g.nodes)]
        whole = group_tellings(nodes, pins).groups
        assert members([*kept, *found.groups]) == members(whole)
        assert likes([*kept, *found.groups]) == likes(whole)
        groups = whole
        spared += len(kept)
    assert spared > 0


@pytest.mark.parametrize("seed", range(25))
def test_rivals_of_some_tellings_are_those_of_all_that_have_one_of_them(seed: int) -> None:
    rng = random.Random(seed)
    nodes = make_nodes([telling(rng, n) for n in range(60)], {})
    ours = set(rng.sample(sorted(nodes), 20))
    whole = {r for r in find_rivals(nodes.values()) if r.member_id in ours or r.other_id in ours}
    others = [n for m, n in nodes.items() if m not in ours]
    assert set(find_rivals([nodes[m] for m in ours], others)) == whole


@pytest.mark.parametrize("seed", range(10))
def test_candidates_of_some_tellings_are_those_of_all_that_have_one_of_them(seed: int) -> None:
    rng = random.Random(seed)
    nodes = make_nodes([telling(rng, n) for n in range(60)], {})
    ours = {m for m in nodes if rng.random() < 0.3}
    ids = [{a.told.member_id, b.told.member_id} for a, b in candidates(nodes.values())]
    whole = {frozenset(pair) for pair in ids if len(pair & ours) == 1}
    found = candidates_of([nodes[m] for m in ours], [n for m, n in nodes.items() if m not in ours])
    assert {frozenset((a.told.member_id, b.told.member_id)) for a, b in found} == whole
