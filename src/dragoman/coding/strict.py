"""What PLOVER as the published coders use it, which knows no status, calls an act (data/plover/strict.tsv)."""

from collections.abc import Mapping

from dragoman.coding.grammar import Grammar
from dragoman.lexicon.strict import load_strict
from dragoman.model import EventType, Status

PREPOSITIONS = ("of", "as", "on", "for", "to", "in", "with", "at", "into")
MODIFIERS = ("amod", "compound", "nmod")


def strict_type(kind: EventType, status: Status, *, words: frozenset[str], is_mutual: bool) -> EventType | None:
    """Return the type of an act the strict way; None where PLOVER has no event: what was denied.

    Args:
        kind: Its type by the annotation guideline.
        status: Its status.
        words: Lemmas of the act and of what it is done to, as `words_of` gives them.
        is_mutual: Whether the recipient does the act, too.
    """
    for row in load_strict():
        if (row.types and kind not in row.types) or (row.statuses and status not in row.statuses):
            continue
        if (not row.words or row.words & words) and (is_mutual or not row.is_mutual):
            return row.strict
    return kind


def words_of(grammar: Grammar, act: int) -> frozenset[str]:
    """Return the lemmas of an act's word, of its parties and complements, and of what stands before or behind them."""
    heads = {act, *grammar.subjects(act), *grammar.objects(act), *grammar.prep_objects(act, *PREPOSITIONS)}
    heads |= {j for i in heads for j in grammar.prep_objects(i, *PREPOSITIONS)}
    heads |= {j for i in heads for j in grammar.children(i, *MODIFIERS)}
    return frozenset(grammar.lemma(i) for i in heads)


def shares_of(
    kind: EventType, statuses: Mapping[Status, float], *, words: frozenset[str], mutual: float
) -> dict[EventType, float]:
    """Return the share of each strict type in an act whose statuses have these chances.

    `mutual` is the chance that the recipient does the act, too. What PLOVER has no event for is left out, so the shares
    sum to at most 1.
    """
    found: dict[EventType, float] = {}
    for status, chance in statuses.items():
        for is_mutual, share in ((True, mutual), (False, 1 - mutual)):
            strict = strict_type(kind, status, words=words, is_mutual=is_mutual)
            if strict is not None:
                found[strict] = found.get(strict, 0.0) + chance * share
    return found
