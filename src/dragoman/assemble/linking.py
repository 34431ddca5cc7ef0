"""Takes the prints and tellings of a whole ledger, gives all that joins its documents: pure, and free of order."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from dragoman.assemble.compare import Node
from dragoman.assemble.identity import UNNAMED, entity_codes, group_tellings, make_nodes
from dragoman.assemble.lifecycle import describe
from dragoman.assemble.origins import group_origins
from dragoman.assemble.rivals import find_rivals
from dragoman.assemble.settle import settle
from dragoman.lexicon.files import data_digest
from dragoman.model.links import Due, Links, Origin, Pin, Telling, Told, Vote

CODE_VERSION: Final = 4
"""Raised when this stage would make other prints, or join the same tellings otherwise."""

__all__ = ["group_origins", "link", "linker_version"]


@cache
def linker_version() -> str:
    """Return the version of this stage and its tables; a ledger linked by another is linked anew at the next `add`."""
    return f"{CODE_VERSION}+{data_digest('identity', 'origins', 'outlets')}"


def link(
    told: Sequence[Told], dues: Sequence[Due] = (), pins: Sequence[Pin] = (), *, origins: Sequence[Origin] = ()
) -> Links:
    """Return what joins the documents of a ledger.

    Args:
        told: Each event that some document tells, once, with all its reports; their origins are those of `origins`.
        dues: Expectations that may be settled.
        pins: A person's decisions on identity, the oldest first.
        origins: From `group_origins`.

    Returns:
        The links, each part sorted; the same for the same arguments in any order (but that of the pins).
    """
    votes = entity_codes(told)
    nodes = make_nodes(told, votes)
    groups = group_tellings(nodes, pins).groups
    told_of = [describe(group) for group in groups]
    return Links(
        origins=tuple(sorted(origins, key=lambda o: o.doc_id)),
        merges=tuple(sorted((m for _, _, merges in told_of for m in merges), key=lambda m: m.member_id)),
        happenings=tuple(sorted((h for h, _, _ in told_of), key=lambda h: h.event_id)),
        phases=tuple(sorted((p for _, phases, _ in told_of for p in phases), key=lambda p: (p.event_id, p.number))),
        settlements=settle(dues, groups, nodes),
        rivalries=find_rivals(nodes.values()),
        tellings=tuple(sorted(map(telling_of, nodes.values()), key=lambda t: t.member_id)),
        votes=votes_of(told, votes),
    )


def votes_of(told: Iterable[Told], codes: Mapping[str, str]) -> tuple[Vote, ...]:
    """Return the codes of all who take part and have a name, by entity, also of those who have none."""
    known = {p.entity_id for t in told for p in (*t.actors, *t.recipients)}
    return tuple(Vote(entity_id=e, code=codes.get(e, "")) for e in sorted(known) if not e.startswith(UNNAMED))


def telling_of(node: Node) -> Telling:
    """Return what is kept of a telling."""
    return Telling(
        member_id=node.told.member_id,
        type=node.told.type.value,
        phase=node.phase,
        word=node.word,
        pub=node.pub,
        first=node.reach[0],
        last=node.reach[1],
        codes=tuple(sorted(node.codes)),
        entities=tuple(sorted({p.entity_id for p in (*node.told.actors, *node.told.recipients)})),
    )
