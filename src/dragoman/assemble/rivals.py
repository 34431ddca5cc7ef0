"""Takes the tellings of all documents, gives those of different documents that cannot both be right."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from dragoman.assemble.compare import FACT, MUTUAL, Node, Side, compare, is_same_word
from dragoman.assemble.identity import candidates, candidates_of
from dragoman.model import SpeakerKind, Status
from dragoman.model.links import Rivalry

ANSWER_DAYS: Final = 30
"""How long after a claim its denial may follow."""

DENIES = "one asserts, the other denies"
BLAMES = "each names the other side"


def find_rivals(nodes: Iterable[Node], others: Iterable[Node] | None = None) -> tuple[Rivalry, ...]:
    """Return the pairs of tellings of different documents that exclude one another, each once, by ids.

    With `others`, the pairs of which one telling at least is among `nodes`, and the other there or among the others.

    Two tellings are rivals if one asserts an act and the other denies it, told by the same or a like word, with
    the same parties as far as both name them, by somebody else and at most 30 days apart; or if two sources that are
    not the outlets each make the other side the doer of one act.
    """
    known, beside = list(nodes), list(others or ())
    denied, facts = _denied(known), _facts(known)
    found = {*_denials(denied, facts), *_mirrors(candidates(filter(_may_mirror, facts)))}
    if beside:
        more = _facts(beside)
        pairs = candidates_of(filter(_may_mirror, facts), filter(_may_mirror, more))
        found |= {*_denials(denied, more), *_denials(_denied(beside), facts), *_mirrors(pairs)}
    return tuple(sorted(found, key=lambda r: (r.member_id, r.other_id)))


def _denials(denied: list[Node], facts: list[Node]) -> Iterator[Rivalry]:
    by_type: dict[object, list[Node]] = {}
    for fact in facts:
        by_type.setdefault(fact.told.type, []).append(fact)
    for denial in denied:
        for fact in by_type.get(denial.told.type, ()):
            if denial.docs & fact.docs or _speakers(denial) == _speakers(fact):
                continue
            if denies(denial, fact):
                yield _rivalry(denial, fact, DENIES)


def denies(denial: Node, act: Node) -> bool:
    """Tell whether a denied telling is about the act of another: same word, parties and time."""
    if abs(denial.pub - act.pub) > ANSWER_DAYS or not is_same_word(denial, act):
        return False
    if not (denial.sides[0] and _meets(denial.sides[0], act.sides[0])):
        return False
    if denial.sides[1] and act.sides[1] and not _meets(denial.sides[1], act.sides[1]):
        return False
    if None in {denial.start, denial.end, act.start, act.end}:
        return True
    return denial.start <= act.end + 1 and act.start <= denial.end + 1  # type: ignore[operator]  # None is excluded


def _meets(ours: Side, theirs: Side) -> bool:
    us, them = ({code for _, code in side if code} for side in (ours, theirs))
    return bool(ours & theirs or us & them)


def _speakers(node: Node) -> frozenset[str]:
    return frozenset(r.doc_id if speaker == "outlet" else speaker for r in node.told.reports for speaker in r.speakers)


def _denied(nodes: Iterable[Node]) -> list[Node]:
    return [n for n in nodes if n.told.status is Status.DENIED]


def _facts(nodes: Iterable[Node]) -> list[Node]:
    return [n for n in nodes if n.phase == FACT]


def _may_mirror(node: Node) -> bool:
    return all(node.sides) and not any(SpeakerKind.OUTLET in r.kinds for r in node.told.reports)


def _mirrors(pairs: Iterable[tuple[Node, Node]]) -> Iterator[Rivalry]:
    """Yield pairs in which each source makes the other side the doer of the same act."""
    for a, b in pairs:
        if a.docs & b.docs or a.told.type is not b.told.type or not is_same_word(a, b) or a.told.type in MUTUAL:
            continue
        if compare(a, b) is None and compare(a, _turn(b)) is not None:
            yield _rivalry(a, b, BLAMES)


def _turn(node: Node) -> Node:
    return replace(node, sides=(node.sides[1], node.sides[0]))


def _rivalry(a: Node, b: Node, kind: str) -> Rivalry:
    one, two = sorted((a.told.member_id, b.told.member_id))
    return Rivalry(member_id=one, other_id=two, kind=kind)
