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
TRIED = 3
"""Best sides of each role that are weighed together with those of the other (5: the same, slower)."""
UNLIKELY = -3.0
"""Logit below which nobody asks why a party was left out."""
RELATIONS = frozenset(
    {"ROOT", "acl", "advcl", "relcl", "xcomp", "ccomp", "pcomp", "pobj", "dobj", "nsubj", "amod", "compound", "conj"}
)
"""Relations of an act's word to the one above it that are told."""
Side = tuple[str, ...]


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


class SideReader:
    """Chooses the sides of the acts of one document."""

    def __init__(self, grammar: Grammar, parties: Parties, weights: Mapping[str, float]) -> None:
        self.g = grammar
        self.parties = parties
        self._weights = weights
        self._joined = cache(self._joined_at)
        self._clause = cache(grammar.clause)
        self._named = cache(self._named_at)

    def better(
        self, guess: Guess, ruled: tuple[Side, Side], usual: tuple[Side, Side], surer: float
    ) -> tuple[Side, Side]:
        """Return actors and recipients: the likeliest pair, or the usual one unless that is surer by some logits.

        Args:
            guess: The act as the network reads it.
            ruled: Actors and recipients by the rules.
            usual: Actors and recipients that stand unless another pair is surer.
            surer: By how many logits.
        """
        return likeliest(self.deed(guess, *ruled), self._weights, usual, surer)

    def deed(self, guess: Guess, doers: Sequence[str], others: Sequence[str]) -> Deed:
        """Return the act with all who may take part in it."""
        act = guess.act
        heads: dict[str, list[int]] = {x: [] for x in (*doers, *others)}
        for head in guess.roles["actor"]:
            for x in self.parties.named(head) or self.parties.who(head):
                heads.setdefault(x, []).append(head)
        form = "passive" if self.g.is_passive(act) else "verb" if self.g.is_verbal(act) else "noun"
        return Deed(
            type=guess.type,
            form=form,
            marks=tuple(self._marks(act)),
            ruled=(_ordered(doers), _ordered(others)),
            parties={x: self._party(x, heads, act, guess) for x in heads},
        )

    def _party(self, x: str, known: Mapping[str, Sequence[int]], act: int, guess: Guess) -> Party:
        heads = known[x]
        traits, code, joined = self._named(x, tuple(heads))
        chances = [max((guess.roles[role][i] for i in heads), default=0.0) for role in ROLES]
        return Party(
            logits=(_logit(chances[0]), _logit(chances[1])) if heads else None,
            traits=traits,
            near=self._near(heads, act),
            code=code,
            joined=joined & known.keys(),
        )

    def _named_at(self, x: str, heads: tuple[int, ...]) -> tuple[tuple[str, ...], str | None, frozenset[str]]:
        """Return how a party is named by these heads, its code, and the entities that "and" joins to it."""
        entity = self.parties.entity(x)
        traits = {{"PRON": "pronoun", "PROPN": "proper name"}.get(self.g.token(i).pos, "common noun") for i in heads}
        if entity is not None and entity.is_anonymous:
            traits.add("anonymous")
        joined = frozenset().union(*(self._joined(i) for i in heads)) - {x}
        return tuple(sorted(traits)), entity.code if entity is not None else None, joined

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

    def _near(self, heads: Sequence[int], act: int) -> str:
        """Return how near the nearest mention with one of these heads stands to the act."""
        away = {self.g.token(act).sent - self.g.token(i).sent for i in heads}
        if 0 in away:
            clause = self._clause(act)
            return "same clause" if any(self._clause(i) == clause for i in heads) else "same sentence"
        return "sentence before" if 1 in away else "elsewhere" if away else "unread"


def offered(deed: Deed, k: int, usual: Side) -> dict[Side, dict[str, float]]:
    """Return what may stand on the k-th side, the usual too, with the features of each as a whole."""
    read = [(p.logits[k], x) for x, p in deed.parties.items() if p.logits is not None]
    ranked = sorted(read, key=lambda pair: (-pair[0], pair[1]))
    likely = [x for logit, x in ranked[:OFFERED] if logit > NO_PARTY]
    sides = dict.fromkeys((*_sides(deed, k, likely), _ordered(usual)))
    return {side: _of_side(deed, k, side, ranked) for side in sides}


def likeliest(deed: Deed, weights: Mapping[str, float], usual: tuple[Side, Side], surer: float) -> tuple[Side, Side]:
    """Return the pair of sides with the most weight if it has more than the usual one by over `surer`, else that."""

    def weigh(features: Mapping[str, float]) -> float:
        return sum([weights.get(name, 0.0) * amount for name, amount in features.items()])

    def weighed(k: int) -> dict[Side, float]:
        sides = offered(deed, k, usual[k])
        members = {x: weigh(of_party(deed, k, x)) for x in {x for side in sides for x in side}}
        return {side: weigh(of) + sum([members[x] for x in side]) for side, of in sides.items()}

    actors, recipients = weighed(0), weighed(1)

    def weight(pair: tuple[Side, Side]) -> float:
        return actors[pair[0]] + recipients[pair[1]] + weigh(of_both(deed, *pair))

    good = [sorted(side, key=lambda x: -side[x])[:TRIED] for side in (actors, recipients)]
    best = max(((a, r) for a in good[0] for r in good[1] if not set(a) & set(r)), key=weight, default=usual)
    known = (_ordered(usual[0]), _ordered(usual[1]))
    return usual if best == usual or weight(best) <= weight(known) + surer else best


def choices(deed: Deed, usual: tuple[Side, Side] = ((), ())) -> Iterator[Choice]:
    """Yield every pair of sides that rules or network offer, nobody on both; the first has both empty."""
    actors, recipients = (
        {side: _summed(of, [of_party(deed, k, x) for x in side]) for side, of in offered(deed, k, usual[k]).items()}
        for k in range(2)
    )
    for a, speaks in actors.items():
        for r, speaks_too in recipients.items():
            if not set(a) & set(r):
                yield Choice(actors=a, recipients=r, features={**speaks, **speaks_too, **of_both(deed, a, r)})


def _summed(whole: Mapping[str, float], members: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the features of a side: its own and those of its members, added up."""
    found = dict(whole)
    for features in members:
        for name, amount in features.items():
            found[name] = found.get(name, 0.0) + amount
    return found


def _sides(deed: Deed, k: int, likely: Sequence[str]) -> tuple[Side, ...]:
    """Return what may stand on a side: nobody, each likely party, it with those joined to it, the likeliest few."""
    ruled = deed.ruled[k]
    found: list[Side] = [(), ruled]
    for x in dict.fromkeys((*likely, *ruled)):
        found += [(x,), _with_joined(deed, x)]
    found += [tuple(sorted(likely[:n])) for n in range(2, min(TOGETHER, len(likely)) + 1)]
    if ruled:
        found += [tuple(sorted({*ruled, x})) for x in likely[:3]]
    return tuple(dict.fromkeys(found))


def _with_joined(deed: Deed, x: str) -> Side:
    found = [x]
    for y in found:
        found += sorted(z for z in deed.parties[y].joined if z not in found)
    return tuple(sorted(found))


def _of_side(deed: Deed, k: int, side: Side, ranked: Sequence[tuple[float, str]]) -> dict[str, float]:
    """Return what speaks for a side as a whole or against it, each feature under the name of the role.

    `ranked` are all whom the network has read, the likeliest first.
    """
    ruled, role = deed.ruled[k], ROLES[k]
    found = {f"{role}: missed": float(len(set(ruled).difference(side)))}
    out = next((logit for logit, x in ranked if x not in side), None)
    if out is not None:
        found[f"{role}: left out"] = max(0.0, out - UNLIKELY)
    if not side:
        return found | {f"{role}: {name}": amount for name, amount in _of_nobody(deed, k).items()}
    found[f"{role}: more"] = len(side) - 1.0
    found[f"{role}: as ruled"] = float(side == ruled)
    if not ruled:
        found |= {f"{role}: fills": 1.0, f"{role}: fills, {deed.form}": 1.0}
    found[f"{role}: torn"] = float(sum(len(deed.parties[x].joined.difference(side)) for x in side))
    if len(side) > 1 and set(side) <= set(_with_joined(deed, side[0])):
        found[f"{role}: joined"] = len(side) - 1.0
    best = next((logit for logit, x in ranked if x in side), None)
    if out is not None and best is not None:
        found[f"{role}: likelier left out"] = max(0.0, out - best)
    return found


def _of_nobody(deed: Deed, k: int) -> dict[str, float]:
    """Return what the sentence says of an empty side, how many might have stood there, and how likely the likeliest."""
    found = {f"empty, {x}": 1.0 for x in (deed.form, *deed.marks)} | {"empty": 1.0, f"empty {deed.type}": 1.0}
    found["empty, ruled"] = float(bool(deed.ruled[k]))
    near = [p for p in deed.parties.values() if p.near.startswith("same")]
    far = [p for p in deed.parties.values() if not p.near.startswith("same")]
    found["empty, parties in the sentence"] = math.log1p(len(near))
    found["empty, parties"] = math.log1p(len(deed.parties))
    for name, among in (("same", near), ("another", far)):
        found[f"empty, likeliest in {name} sentence"] = max((p.logits[k] for p in among if p.logits), default=LOW)
    return found


def of_party(deed: Deed, k: int, x: str) -> dict[str, float]:
    """Return what speaks for a party on a side or against it, each feature under the name of the role."""
    party, ruled, role = deed.parties[x], deed.ruled[k], ROLES[k]
    names = [*party.traits, party.near]
    if not ruled:
        names.append(f"fills, {party.near}")
    else:
        names.append("ruled" if x in ruled else "beside the ruled")
    if x in deed.ruled[1 - k]:
        names.append("ruled for the other role")
    found = dict.fromkeys([f"{role}: {name}" for name in names], 1.0)
    if party.logits is not None:
        found[f"{role}: chance"] = party.logits[k]
        found[f"{role}: chance of the other role"] = party.logits[1 - k]
    return found


def of_both(deed: Deed, actors: Side, recipients: Side) -> dict[str, float]:
    """Return what speaks for two sides or against them because they stand together."""
    found = {}
    if not actors and not recipients:
        found["both: empty"] = 1.0
    codes = {deed.parties[x].code for x in actors} - {None}
    if any(deed.parties[x].code in codes for x in recipients):
        found["both: of one state"] = 1.0
    if deed.type in MUTUAL and len(actors) > 1:
        found["both: several to some" if recipients else "both: several among themselves"] = 1.0
    if deed.form == "passive" and actors and not deed.ruled[0]:
        found["both: passive with a doer not ruled"] = 1.0
    return found


def _logit(chance: float) -> float:
    return float(min(max(math.log(chance / (1 - chance)), LOW), HIGH)) if 0 < chance < 1 else HIGH if chance else LOW


def _ordered(side: Sequence[str]) -> Side:
    return tuple(sorted(set(side)))
