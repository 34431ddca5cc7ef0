"""Takes the prints and tellings of a whole ledger, gives all that joins its documents: pure, and free of order."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from dragoman.assemble.identity import group_tellings, make_nodes
from dragoman.assemble.lifecycle import describe
from dragoman.assemble.origins import group_origins
from dragoman.assemble.rivals import find_rivals
from dragoman.assemble.settle import settle
from dragoman.lexicon.files import data_digest
from dragoman.model.links import Due, Links, Origin, Pin, Told

CODE_VERSION: Final = 1
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
    nodes = make_nodes(told)
    groups = group_tellings(nodes, pins)
    told_of = [describe(group) for group in groups]
    return Links(
        origins=tuple(sorted(origins, key=lambda o: o.doc_id)),
        merges=tuple(sorted((m for _, _, merges in told_of for m in merges), key=lambda m: m.member_id)),
        happenings=tuple(sorted((h for h, _, _ in told_of), key=lambda h: h.event_id)),
        phases=tuple(sorted((p for _, phases, _ in told_of for p in phases), key=lambda p: (p.event_id, p.number))),
        settlements=settle(dues, groups, nodes),
        rivalries=find_rivals(nodes.values()),
    )
