"""What PLOVER as the published coders use it, which knows no status, calls an act (data/plover)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dragoman.coding.grammar import Grammar
from dragoman.lexicon.strict import PhraseRow, StrictRow, load_phrases, load_strict
from dragoman.model import EventType, Status

PREPOSITIONS = ("of", "as", "on", "for", "to", "in", "with", "at", "into")
COMPLEMENTS = ("acomp", "attr", "ccomp", "npadvmod", "oprd")
"""What a verb says of its object, or how long: "found guilty", "gave them a week"."""
MODIFIERS = ("amod", "compound", "nmod")
OBJECTS = frozenset({"dobj", "nsubjpass", "xcomp"})
"""Relations in which an act hangs on the verb that says what becomes of it: "lifted the ban", "stopped shelling"."""
OBJECT_PREPOSITIONS = frozenset({"of", "to", "on", "from", "out"})
"""Prepositions that may stand between the two: "an end to the ban", "walked out of the talks"."""
PARTICLES = ("prt", "advmod")
PARTICLE_DISTANCE = 4
"""Tokens after a verb up to which its particle is looked for: "called their strike off"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words around an act that the tables ask for, all as lemmas.

    Attributes:
        acts: The act, and the verb whose object it is; with particle after a hyphen, too.
        words: The act, its parties and complements, and what stands before or behind them.
    """

    acts: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


def wording(grammar: Grammar, act: int) -> Wording:
    """Return the words around the act at a token."""
    heads = {act, *grammar.subjects(act), *grammar.objects(act), *grammar.prep_objects(act, *PREPOSITIONS)}
    heads |= {j for j in grammar.children(act, *COMPLEMENTS) if not grammar.is_verbal(j)}
    heads |= {j for i in heads for j in grammar.prep_objects(i, *PREPOSITIONS)}
    heads |= {j for i in heads for j in grammar.children(i, *MODIFIERS)}
    above = governor(grammar, act)
    acts = _forms(grammar, act) | (frozenset() if above is None else _forms(grammar, above))
    return Wording(acts=acts, words=frozenset(grammar.lemma(i) for i in heads))


def governor(grammar: Grammar, act: int) -> int | None:
    """Return the token whose object the act is; None if it is no object."""
    t = grammar.token(act)
    if t.dep == "pobj" and grammar.lemma(t.head) in OBJECT_PREPOSITIONS:
        above = grammar.token(t.head).head
        return grammar.token(above).head if grammar.token(above).dep == "prep" else above
    return t.head if t.dep in OBJECTS and t.head != act else None


def _forms(grammar: Grammar, i: int) -> frozenset[str]:
    lemma = grammar.lemma(i)
    near = (j for j in grammar.children(i, *PARTICLES) if 0 < j - i <= PARTICLE_DISTANCE)
    return frozenset({lemma, *(f"{lemma}-{grammar.lemma(j)}" for j in near)})


def phrase(kind: EventType, around: Wording) -> PhraseRow | None:
    """Return the row of the codebook that decides for an act of a type; None if no row holds."""
    return next((row for row in _phrases(around) if not row.types or kind in row.types), None)


def strict_type(kind: EventType, status: Status, *, around: Wording, is_mutual: bool) -> EventType | None:
    """Return the type of an act the strict way; None where PLOVER has no event: what was denied.

    Args:
        kind: Its type by the annotation guideline.
        status: Its status.
        around: The words around it.
        is_mutual: Whether the recipient does the act, too.
    """
    told = phrase(kind, around)
    kind = (told and told.type) or kind
    for row in _departures(around):
        holds = (not row.types or kind in row.types) and (not row.statuses or status in row.statuses)
        if holds and (is_mutual or not row.is_mutual):
            return row.strict
    return kind


@lru_cache(maxsize=1)  # asked for every type and status of one act in a row
def _phrases(around: Wording) -> tuple[PhraseRow, ...]:
    """Return the rows of phrases.tsv whose words are there."""
    return tuple(
        row
        for row in load_phrases()
        if (not row.acts or row.acts & around.acts) and (not row.words or row.words & around.words)
    )


@lru_cache(maxsize=1)
def _departures(around: Wording) -> tuple[StrictRow, ...]:
    """Return the rows of strict.tsv whose words are there."""
    return tuple(row for row in load_strict() if not row.words or row.words & (around.words | around.acts))


def shares_of(
    kind: EventType, statuses: Mapping[Status, float], *, around: Wording, mutual: float
) -> dict[EventType, float]:
    """Return the share of each strict type in an act whose statuses have these chances.

    `mutual` is the chance that the recipient does the act, too. What PLOVER has no event for is left out, so the shares
    sum to at most 1.
    """
    found: dict[EventType, float] = {}
    for status, chance in statuses.items():
        for is_mutual, share in ((True, mutual), (False, 1 - mutual)):
            strict = strict_type(kind, status, around=around, is_mutual=is_mutual)
            if strict is not None:
                found[strict] = found.get(strict, 0.0) + chance * share
    return found
