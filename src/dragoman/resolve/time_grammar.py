"""All rules of news time, by family; a family can be left out to measure what it earns."""

from functools import cache

from dragoman.resolve import (
    time_absolute,
    time_bounds,
    time_deictic,
    time_durations,
    time_feasts,
    time_fiscal,
    time_offsets,
    time_parts,
    time_ranges,
)
from dragoman.resolve.time_rules import Grammar

RULES = (
    *time_absolute.RULES,
    *time_fiscal.RULES,
    *time_deictic.RULES,
    *time_feasts.RULES,
    *time_parts.RULES,
    *time_offsets.RULES,
    *time_durations.RULES,
    *time_ranges.RULES,
    *time_bounds.RULES,
)
FAMILIES = tuple(dict.fromkeys(rule.family for rule in RULES))


@cache
def load_grammar(without: frozenset[str] = frozenset()) -> Grammar:
    """Return the grammar of all families but those named; each is built once."""
    return Grammar(rule for rule in RULES if rule.family not in without)
