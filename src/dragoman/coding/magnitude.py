"""Figures that the text states for an act: dead, injured, troops, expelled, money."""

import re
from collections.abc import Mapping

from dragoman.coding.grammar import Grammar
from dragoman.coding.triggers import Trigger

SCALE = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "dozen": 12.0, "trillion": 1e12}
WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
}  # fmt: skip
MONEY = {"$": "money_usd", "dollar": "money_usd", "€": "money_eur", "euro": "money_eur", "£": "money_gbp"}
NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d+)?")


def read_magnitude(
    grammar: Grammar, trigger: Trigger, table: Mapping[str, tuple[tuple[frozenset[str], str], ...]]
) -> dict[str, float]:
    """Return the figures stated with an act, by name; empty when there are none.

    Args:
        grammar: The parse.
        trigger: The act.
        table: Counted noun to (verbs that it needs, name of the magnitude).
    """
    g = grammar
    verbs = {g.lemma(trigger.i), g.lemma(trigger.carrier)}
    verbs |= {g.lemma(j) for j in g.children(trigger.i, "advcl")}
    heads = [*g.objects(trigger.i), *g.objects(trigger.carrier)]
    heads += [k for j in g.children(trigger.i, "advcl") for k in g.objects(j)]
    heads += [k for j in (trigger.i, *heads) for k in g.prep_objects(j, "of", "worth")]
    found: dict[str, float] = {}
    for j in heads:
        value = number_of(g, j)
        if value is None:
            continue
        money = next(
            (MONEY[w] for w in (g.lemma(j), *(g.lemma(c) for c in g.children(j, "nmod", "quantmod"))) if w in MONEY),
            None,
        )
        if money:
            found.setdefault(money, value)
        for needed, key in table.get(g.lemma(j), ()):
            if not needed or needed & verbs:
                found.setdefault(key, value)
    return found


def number_of(grammar: Grammar, i: int) -> float | None:
    """Return the number that counts a noun, or None: "12", "two", "3,000", "1.5 billion", "a dozen"."""
    g = grammar
    counters = g.children(i, "nummod") or ((i,) if g.token(i).tag == "CD" else ())
    if not counters:
        return None
    words = [g.token(k) for k in (*g.children(counters[0], "compound", "quantmod"), counters[0])]
    value: float | None = None
    for t in words:
        text = t.text.lower()
        plain = float(WORDS[text]) if text in WORDS else None
        if plain is None and NUMBER.fullmatch(text):
            plain = float(text.replace(",", ""))
        if plain is not None:
            value = plain
        elif text in SCALE:
            value = (1.0 if value is None else value) * SCALE[text]
    return value
