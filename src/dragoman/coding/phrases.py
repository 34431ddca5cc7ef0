"""Stretches of text below a token: noun phrases as labels, clauses as statements."""

import re
from collections.abc import Collection

from dragoman.coding.grammar import Grammar
from dragoman.model import Span

LABEL_WORDS = 9
"""Longest label of an issue in words; what is longer is cut before its next modifier."""
LABEL_CHARS = 80
"""Longest label that is a clause, in code points."""
DUTY = re.compile(r"\b(?:must|should|shall|ought to|has to|have to|needs? to) be\b")
"""What makes a clause of something wanted; a stance is on the thing, not on the duty."""
INNER = frozenset(
    {
        "amod",
        "compound",
        "nummod",
        "poss",
        "case",
        "prep",
        "pobj",
        "nmod",
        "quantmod",
        "pcomp",
        "dobj",
        "conj",
        "cc",
        "det",
        "hmod",
        "punct",
    }
)
EDGE = ",;:–—-\"“”‘’'()"


def label(grammar: Grammar, i: int, text: str) -> str:
    """Return a noun phrase in the text's words, without article, relative clauses and what exceeds nine words.

    A clause ("that the engineers must be freed before talks begin") is named by its core, in whole words, and as what
    is wanted: "engineers being freed".
    """
    if grammar.is_verbal(i) and grammar.token(i).dep in {"ccomp", "acl", "relcl", "xcomp", "advcl"}:
        clause = clause_span(grammar, i, without=grammar.children(i, "advcl")).of(text).split()
        while len(clause) > 1 and (clause[0] in {"that", "the", "a", "an"} or len(" ".join(clause)) > LABEL_CHARS):
            clause.pop(0 if clause[0] in {"that", "the", "a", "an"} else -1)
        return DUTY.sub("being", " ".join(clause), count=1)
    inside = [i]
    for j in inside:
        inside.extend(c.i for c in grammar.parse.children[j] if c.dep in INNER and not (j == i and c.dep == "conj"))
    run = [i]
    chosen = set(inside)
    while run[0] - 1 in chosen:
        run.insert(0, run[0] - 1)
    while run[-1] + 1 in chosen:
        run.append(run[-1] + 1)
    while len(run) > 1 and grammar.token(run[0]).dep in {"det", "punct", "cc"}:
        run.pop(0)
    run = run[: max(LABEL_WORDS, run.index(i) + 1)] if i in run else run
    while len(run) > 1 and grammar.token(run[-1]).dep in {"punct", "cc", "prep", "det"}:
        run.pop()
    words = text[grammar.token(run[0]).start : grammar.token(run[-1]).end]
    return " ".join(words.split())


def clause_span(grammar: Grammar, i: int, *, without: Collection[int] = ()) -> Span:
    """Return the stretch of a clause from its first to its last word.

    Args:
        grammar: The parse.
        i: The clause's verb.
        without: Tokens whose subtrees (and what then only hangs on at an edge) are left out: conditions, reports.
    """
    g = grammar
    barred = {t.i for j in without for t in g.parse.subtree(j)}
    inside = [t.i for t in g.parse.subtree(i) if t.i not in barred]
    run = _run_around(inside, i, barred)
    while len(run) > 1 and (g.token(run[0]).text in EDGE or g.token(run[0]).dep == "cc" or _is_that(g, run[0], i)):
        run.pop(0)
    while len(run) > 1 and (g.token(run[-1]).text in f"{EDGE}.!?" or g.token(run[-1]).dep == "cc"):
        run.pop()
    return Span(g.token(run[0]).start, g.token(run[-1]).end)


def _is_that(grammar: Grammar, j: int, verb: int) -> bool:
    t = grammar.token(j)
    return t.dep == "mark" and t.head == verb and t.lemma in {"that", "because", "as"}


def _run_around(inside: list[int], i: int, barred: Collection[int]) -> list[int]:
    """Return the tokens of the clause on i's side of any barred stretch at its edges."""
    left = [j for j in inside if j <= i]
    right = [j for j in inside if j > i]
    if barred:
        before = [b for b in barred if b < i]
        after = [b for b in barred if b > i]
        if before and left and min(left) < min(before):
            pass  # the barred stretch lies inside: "Malawi will, an adviser said, go": keep the whole
        elif before:
            left = [j for j in left if j > max(before)] or [i]
        if after and right and max(right) > max(after):
            pass
        elif after:
            right = [j for j in right if j < min(after)]
    return left + right
