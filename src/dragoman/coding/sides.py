"""Who did it to whom: of all pairs of sides that an act may have, the likeliest as a whole.

Rules and network each name parties; neither is to be believed always. Each pair of sides that the two offer is weighed
by what speaks for it: the network's chances of its members, whether the rules say the same, how near they are named,
whether it tears apart what "and" joins, what the sentence says of a side that stays empty. The weights stand in
`data/coder/sides.tsv`, made by scripts/train_sides.py from passages and whole articles on which the network was not
trained: a fifth of the acts in passages and a third of those in articles leave a side empty.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.coding.encoder import Guess
from dragoman.coding.grammar import Grammar
from dragoman.coding.pairs import MUTUAL
from dragoman.coding.parties import Parties
from dragoman.model import EventType

ROLES = ("actor", "recipient")
OFFERED = 4
"""Parties that the network thinks likeliest for a side, which may fill it (5: the same sides right, slower)."""
TOGETHER = 4
"""Most parties of a side on the network's word alone."""
LOW, HIGH = -8.0, 6.0
"""Logits beyond which a chance is as good as none, or as certain."""
NO_PARTY = -4.0
"""Logit of a role above which a party may fill a side on the network's word (without: the same sides right, slower)."""
TRIED = 8
"""Best sides of each role that are weighed together with those of the other (4: as quick, not always the best)."""
UNLIKELY = -3.0
"""Logit below which nobody asks why a party was left out."""
RELATIONS = frozenset(
    {"ROOT", "acl", "advcl", "relcl", "xcomp", "ccomp", "pcomp", "pobj", "dobj", "nsubj", "amod", "compound", "conj"}
)
"""Relations of an act's word to the one above it that are told."""
IN_SENTENCE = frozenset({"same clause", "same sentence"})
"""Where a party stands that the act's own sentence names."""
Side = tuple[str, ...]
Chances = tuple[Mapping[str, float], Mapping[str, float]]
"""What the network says of each entity as actor and as recipient."""
Features = list[tuple[str, float]]
"""What speaks for a side or against it, and how much of each; the role under which it counts is told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An entity that may take part in an act.

    Attributes:
        logits: What the network says of it as actor and as recipient; None for one that it has not read.
        traits: How it is named, as features: "pronoun", "anonymous", ...
        near: Where the mention nearest to the act stands: "same clause", "sentence before", ...
        code: Its state or organisation, or None.
        joined: Entities that "and" joins to it.
    """

    logits: tuple[float, float] | None
    traits: tuple[str, ...]
    near: str
    code: str | None
    joined: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An act whose sides are to be found.

    Attributes:
        type: Its type.
        form: "passive", "verb" or "noun".
        marks: What else about the word bears on whether a side is empty: "no object", "dobj" (its relation), ...
        ruled: Actors and recipients by the rules.
        parties: Who may take part, by entity id.
    """

    type: EventType
    form: str
    marks: tuple[str, ...]
    ruled: tuple[Side, Side]
    parties: Mapping[str, Party]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A pair of sides, with what speaks for it or against it: features and how much of each."""

    actors: Side
    recipients: Side
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What holds of a party for every act: see `Party`; the heads of its mentions, their sentences and clauses."""

    traits: tuple[str, ...]
    code: str | None
    joined: frozenset[str]
    heads: tuple[int, ...]
    sentences: frozenset[int]
    clauses: frozenset[int]


class SideReader:
    """Finds who may take part in the acts of one document."""

    def __init__(self, grammar: Grammar, parties: Parties) -> None:
        self.g = grammar
        self.parties = parties
        self._all_named = cache(self._all_named_by)
        self._joined = cache(self._joined_at)
        self._clause = cache(grammar.clause)

    def chances(self, guess: Guess) -> Chances:
        """Return each entity's chance as actor and as recipient of an act, by its likeliest mention."""
        doing, done_to = (guess.roles[role] for role in ROLES)
        found = self._all_named(tuple(doing))
        return (
            {x: max([doing[i] for i in named.heads]) for x, named in found.items()},
            {x: max([done_to[i] for i in named.heads]) for x, named in found.items()},
        )

    def deed(self, guess: Guess, ruled: tuple[Side, Side], chances: Chances) -> Deed:
        """Return the act with all who may take part in it.

        Args:
            guess: The act as the network reads it.
            ruled: Actors and recipients by the rules.
            chances: Each entity's chances, as `chances` gives them.
        """
        act, (doing, done_to) = guess.act, chances
        sentence, clause = self.g.token(act).sent, self._clause(act)
        read = self._all_named(tuple(guess.roles["actor"]))
        known = {x: read[x] if x in read else self._named(x, ()) for x in (*ruled[0], *ruled[1])} | read
        parties = {
            x: Party(
                logits=(_logit(doing[x]), _logit(done_to[x])) if named.heads else None,
                traits=named.traits,
                near=_near(named, sentence, clause),
                code=named.code,
                joined=named.joined & known.keys() if named.joined else named.joined,
            )
            for x, named in known.items()
        }
        return Deed(
            type=guess.type,
            form="passive" if self.g.is_passive(act) else "verb" if self.g.is_verbal(act) else "noun",
            marks=tuple(self._marks(act)),
            ruled=(_ordered(ruled[0]), _ordered(ruled[1])),
            parties=parties,
        )

    def _all_named_by(self, heads: tuple[int, ...]) -> dict[str, Named]:
        """Return the entities that the mentions with these heads name."""
        found: dict[str, list[int]] = {}
        for head in heads:
            for x in self.parties.who(head):
                found.setdefault(x, []).append(head)
        return {x: self._named(x, own) for x, own in found.items()}

    def _named(self, x: str, heads: Sequence[int]) -> Named:
        entity = self.parties.entity(x)
        traits = {{"PRON": "pronoun", "PROPN": "proper name"}.get(self.g.token(i).pos, "common noun") for i in heads}
        if entity is not None and entity.is_anonymous:
            traits.add("anonymous")
        return Named(
            traits=tuple(sorted(traits)),
            code=entity.code if entity is not None else None,
            joined=frozenset().union(*[self._joined(i) for i in heads]) - {x},
            heads=tuple(heads),
            sentences=frozenset([self.g.token(i).sent for i in heads]),
            clauses=frozenset([self._clause(i) for i in heads]),
        )

    def _marks(self, act: int) -> Iterator[str]:
        """Yield what the words around an act say of whether a side is empty."""
        for name, filled in (("object", self.g.objects(act)), ("subject", self.g.subjects(act))):
            yield (
                f"no {name}" if not filled else f"{name} a party" if self.parties.all_of(filled) else f"{name} no party"
            )
        for dep in ("ccomp", "xcomp", "acl", "poss"):
            if self.g.children(act, dep):
                yield f"with {dep}"
        if self.g.token(act).dep in RELATIONS:
            yield self.g.token(act).dep

    def _joined_at(self, head: int) -> frozenset[str]:
        return frozenset(self.parties.all_of(self.g.spread((head,))))


def _near(named: Named, sentence: int, clause: int) -> str:
    """Return how near the nearest mention of a party stands to an act in this sentence and clause."""
    if sentence in named.sentences:
        return "same clause" if clause in named.clauses else "same sentence"
    return "sentence before" if sentence - 1 in named.sentences else "elsewhere" if named.sentences else "unread"


def offered(deed: Deed, k: int, usual: Side) -> dict[Side, Features]:
    """Return what may stand on the k-th side, the usual too, with the features of each as a whole."""
    read = [(p.logits[k], x) for x, p in deed.parties.items() if p.logits is not None]
    ranked = sorted(read, key=lambda pair: (-pair[0], pair[1]))
    likely = [x for logit, x in ranked[:OFFERED] if logit > NO_PARTY]
    return {side: _of_side(deed, k, side, ranked) for side in _sides(deed, k, likely, usual)}


def likeliest(
    deed: Deed, weights: Mapping[str, Mapping[str, float]], usual: tuple[Side, Side], surer: float
) -> tuple[Side, Side]:
    """Return the likeliest pair of sides, or the usual one unless that is surer.

    Args:
        deed: The act.
        weights: For each of ROLES, and for "both" sides together, the weight of each feature.
        usual: Actors and recipients that stand unless another pair has more weight.
        surer: By how many logits.
    """
    actors, recipients = (_weighed(deed, k, usual[k], weights[role]) for k, role in enumerate(ROLES))

    def weight(pair: tuple[Side, Side]) -> float:
        return actors[pair[0]] + recipients[pair[1]] + _weight(of_both(deed, *pair), weights["both"])

    good = [sorted(side, key=lambda x: -side[x])[:TRIED] for side in (actors, recipients)]
    best = max([(a, r) for a in good[0] for r in good[1] if set(a).isdisjoint(r)], key=weight, default=usual)
    known = (_ordered(usual[0]), _ordered(usual[1]))
    return usual if best == usual or weight(best) <= weight(known) + surer else best


def _weighed(deed: Deed, k: int, usual: Side, weights: Mapping[str, float]) -> dict[Side, float]:
    """Return what may stand on the k-th side with the weight of each."""
    sides = offered(deed, k, usual)
    members = {x: _weight(of_party(deed, k, x), weights) for x in {x for side in sides for x in side}}
    return {side: _weight(of, weights) + sum([members[x] for x in side]) for side, of in sides.items()}


def _weight(features: Features, weights: Mapping[str, float]) -> float:
    total = 0.0
    for name, amount in features:
        total += weights.get(name, 0.0) * amount
    return total


def choices(deed: Deed, usual: tuple[Side, Side] = ((), ())) -> Iterator[Choice]:
    """Yield every pair of sides that rules or network offer, nobody on both; the first has both empty."""
    actors, recipients = (
        {
            side: _summed(role, [of, *(of_party(deed, k, x) for x in side)])
            for side, of in offered(deed, k, usual[k]).items()
        }
        for k, role in enumerate(ROLES)
    )
    for a, speaks in actors.items():
        for r, speaks_too in recipients.items():
            if set(a).isdisjoint(r):
                together = _summed("both", [of_both(deed, a, r)])
                yield Choice(actors=a, recipients=r, features={**speaks, **speaks_too, **together})


def _summed(role: str, parts: Sequence[Features]) -> dict[str, float]:
    """Return all features under the name of the role, those that are there twice added up."""
    found: dict[str, float] = {}
    for name, amount in (pair for features in parts for pair in features):
        key = f"{role}: {name}"
        found[key] = found.get(key, 0.0) + amount
    return found


def _sides(deed: Deed, k: int, likely: Sequence[str], usual: Side) -> dict[Side, None]:
    """Return what may stand on a side: nobody, each likely party, it with those joined to it, the likeliest few."""
    ruled = deed.ruled[k]
    found: list[Side] = [(), ruled]
    for x in dict.fromkeys((*likely, *ruled)):
        found += [(x,), _with_joined(deed, x)]
    found += [tuple(sorted(likely[:n])) for n in range(2, min(TOGETHER, len(likely)) + 1)]
    if ruled:
        found += [tuple(sorted({*ruled, x})) for x in likely[:3]]
    return dict.fromkeys((*found, _ordered(usual)))


def _with_joined(deed: Deed, x: str) -> Side:
    if not deed.parties[x].joined:
        return (x,)
    found = [x]
    for y in found:
        found += sorted(z for z in deed.parties[y].joined if z not in found)
    return tuple(sorted(found))


def _of_side(deed: Deed, k: int, side: Side, ranked: Sequence[tuple[float, str]]) -> Features:
    """Return what speaks for a side as a whole or against it.

    `ranked` are all whom the network has read, the likeliest first.
    """
    ruled = deed.ruled[k]
    found: Features = []
    missed = [x for x in ruled if x not in side]
    if missed:
        found.append(("missed", len(missed)))
    best, out = _best_in_and_out(ranked, side)
    if out is not None and out > UNLIKELY:
        found.append(("left out", out - UNLIKELY))
    if not side:
        return found + _of_nobody(deed, k)
    if len(side) > 1:
        found.append(("more", len(side) - 1))
    if not ruled:
        found += [("fills", 1), (f"fills, {deed.form}", 1)]
    elif side == ruled:
        found.append(("as ruled", 1))
    joined = [deed.parties[x].joined for x in side if deed.parties[x].joined]
    if joined:
        found.append(("torn", sum([len(others.difference(side)) for others in joined])))
        if len(side) > 1 and set(side).issubset(_with_joined(deed, side[0])):
            found.append(("joined", len(side) - 1))
    if out is not None and best is not None and out > best:
        found.append(("likelier left out", out - best))
    return found


def _best_in_and_out(ranked: Sequence[tuple[float, str]], side: Side) -> tuple[float | None, float | None]:
    """Return the logits of the likeliest party on a side and of the likeliest elsewhere; None where there is none."""
    best = out = None
    for logit, x in ranked:
        if x not in side:
            out = logit if out is None else out
        elif best is None:
            best = logit
        if out is not None and (best is not None or not side):
            break
    return best, out


def _of_nobody(deed: Deed, k: int) -> Features:
    """Return what the sentence says of an empty side, how many might have stood there, and how likely the likeliest."""
    found: Features = [(f"empty, {x}", 1) for x in (deed.form, *deed.marks)]
    found += [("empty", 1), (f"empty {deed.type}", 1), ("empty, ruled", bool(deed.ruled[k]))]
    near = [p for p in deed.parties.values() if p.near in IN_SENTENCE]
    far = [p for p in deed.parties.values() if p.near not in IN_SENTENCE]
    found += [
        ("empty, parties in the sentence", math.log1p(len(near))),
        ("empty, parties", math.log1p(len(deed.parties))),
    ]
    for name, among in (("empty, likeliest in same sentence", near), ("empty, likeliest in another sentence", far)):
        found.append((name, max([p.logits[k] for p in among if p.logits], default=LOW)))
    return found


def of_party(deed: Deed, k: int, x: str) -> Features:
    """Return what speaks for a party on a side or against it."""
    party, ruled = deed.parties[x], deed.ruled[k]
    found: Features = [(name, 1) for name in (*party.traits, party.near)]
    if not ruled:
        found.append((f"fills, {party.near}", 1))
    else:
        found.append(("ruled" if x in ruled else "beside the ruled", 1))
    if x in deed.ruled[1 - k]:
        found.append(("ruled for the other role", 1))
    if party.logits is not None:
        found += [("chance", party.logits[k]), ("chance of the other role", party.logits[1 - k])]
    return found


def of_both(deed: Deed, actors: Side, recipients: Side) -> Features:
    """Return what speaks for two sides or against them because they stand together."""
    found: Features = []
    if not actors and not recipients:
        found.append(("empty", 1))
    codes = {deed.parties[x].code for x in actors} if recipients else set()
    if not codes.isdisjoint([code for x in recipients if (code := deed.parties[x].code) is not None]):
        found.append(("of one state", 1))
    if deed.type in MUTUAL and len(actors) > 1:
        found.append(("several to some" if recipients else "several among themselves", 1))
    if deed.form == "passive" and actors and not deed.ruled[0]:
        found.append(("passive with a doer not ruled", 1))
    return found


def _logit(chance: float) -> float:
    return float(min(max(math.log(chance / (1 - chance)), LOW), HIGH)) if 0 < chance < 1 else HIGH if chance else LOW


def _ordered(side: Sequence[str]) -> Side:
    return tuple(sorted(set(side))) if len(side) > 1 else tuple(side)
