"""What parser and rules have found, as the network is told it for each token of a window."""

from bisect import bisect_left
from collections.abc import Iterable

import numpy as np

from dragoman.coding.analysis import Analysis
from dragoman.coding.triggers import Trigger
from dragoman.lexicon.network import FloatArray
from dragoman.model import EventType, Evidence, Mention, Status

TYPES = tuple(EventType)
STATUSES = tuple(Status)
RELATIONS = (
    *("ROOT", "nsubj", "nsubjpass", "dobj", "dative", "pobj", "attr", "acomp", "xcomp", "ccomp", "advcl", "relcl"),
    *("acl", "amod", "compound", "poss", "conj", "appos", "prep", "pcomp", "aux", "auxpass", "neg", "mark", "agent"),
)
"""Relations of the parse that are told; of the others nothing is said."""
CLASSES = ("VERB", "NOUN", "PROPN", "ADJ", "AUX", "PRON", "ADV", "ADP")
"""Parts of speech that are told."""
MARKS = 2 * len(TYPES) + len(STATUSES) + 2 + len(RELATIONS) + len(CLASSES)
"""Size of a token's marks: type by rule, types by lexicon, status by rule, whether it is part of a mention and whether
it is quoted, its relation and its part of speech."""
RULED = 2 * len(TYPES) + len(STATUSES)
"""Marks before this one, and the one itself, come from rules, lexicon and mentions; those behind it from the text."""
LEXICON_MARKS = {kind: len(TYPES) + k for k, kind in enumerate(TYPES)}
RELATION_MARKS = {dep: RULED + 2 + k for k, dep in enumerate(RELATIONS)}
CLASS_MARKS = {pos: RULED + 2 + len(RELATIONS) + k for k, pos in enumerate(CLASSES)}
"""Places of the marks for the lexicon's types, relations and parts of speech."""
PARTS_OF_SPEECH = {"VERB": "v", "AUX": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a"}


def token_marks(
    analysis: Analysis,
    told: Iterable[tuple[Trigger, Evidence]],
    mentions: Iterable[tuple[Mention, tuple[int, ...]]],
) -> FloatArray:
    """Return the marks [token, MARKS], 0 or 1: what is known of each token of the document.

    The lexicon's types are those that it knows the word for, whether or not a frame held.
    """
    g = analysis.grammar
    marks = np.zeros((len(g.tokens), MARKS), dtype=np.float32)
    rows = analysis.predicates.by_head
    for t in g.tokens:
        own = marks[t.i]
        if t.dep in RELATION_MARKS:
            own[RELATION_MARKS[t.dep]] = 1
        if t.pos in CLASS_MARKS:
            own[CLASS_MARKS[t.pos]] = 1
        pos = PARTS_OF_SPEECH.get(t.pos)
        for predicate in rows.get((pos, t.lemma), ()) if pos else ():
            own[LEXICON_MARKS[predicate.type]] = 1
    for span in analysis.quotes.spans:
        inside = slice(bisect_left(g.parse.starts, span.start), bisect_left(g.parse.starts, span.end))
        marks[inside, RULED + 1] = 1
    for trigger, ev in told:
        marks[trigger.i, TYPES.index(ev.type)] = 1
        marks[trigger.i, 2 * len(TYPES) + STATUSES.index(ev.status)] = 1
    for _, tokens in mentions:
        marks[list(tokens), RULED] = 1
    return marks


def spread(analysis: Analysis) -> tuple[tuple[Mention, tuple[int, ...]], ...]:
    """Return each mention with its tokens, in text order."""
    found = ((m, tokens_of(analysis, m)) for m in analysis.resolved.mentions)
    return tuple(sorted(found, key=lambda pair: pair[1]))


def tokens_of(analysis: Analysis, mention: Mention) -> tuple[int, ...]:
    """Return the tokens of a mention, in order; they lie in a row around its head."""
    g = analysis.grammar
    first = last = mention.head
    while first > 0 and g.token(first - 1).start >= mention.span.start:
        first -= 1
    while last + 1 < len(g.tokens) and g.token(last + 1).end <= mention.span.end:
        last += 1
    return tuple(i for i in range(first, last + 1) if mention.span.start <= g.token(i).start < mention.span.end)
