"""What the rules have found, as the network is told it: for each token of a window, and for each pair of tokens."""

from collections.abc import Iterable, Sequence

import numpy as np

from dragoman.coding.analysis import Analysis
from dragoman.coding.triggers import Trigger
from dragoman.lexicon.network import FloatArray
from dragoman.model import EventType, Evidence, Mention, Status

TYPES = tuple(EventType)
STATUSES = tuple(Status)
LINKS = ("actor", "recipient", "speaker")
"""The roles that rules give, in the order of the links."""
MARKS = 2 * len(TYPES) + len(STATUSES) + 1
"""Size of a token's marks: type by rule, types by lexicon, status by rule, whether it is part of a mention."""
PARTS_OF_SPEECH = {"VERB": "v", "AUX": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a"}


def token_marks(
    analysis: Analysis,
    told: Iterable[tuple[Trigger, Evidence]],
    mentions: Iterable[tuple[Mention, tuple[int, ...]]],
) -> FloatArray:
    """Return the marks [token, MARKS], 0 or 1: what rules and lexicon say of each token of the document.

    The lexicon's types are those that it knows the word for, whether or not a frame held.
    """
    g = analysis.grammar
    marks = np.zeros((len(g.tokens), MARKS), dtype=np.float32)
    rows = analysis.predicates.by_head
    for t in g.tokens:
        pos = PARTS_OF_SPEECH.get(t.pos)
        for predicate in rows.get((pos, t.lemma), ()) if pos else ():
            marks[t.i, len(TYPES) + TYPES.index(predicate.type)] = 1
    for trigger, ev in told:
        marks[trigger.i, TYPES.index(ev.type)] = 1
        marks[trigger.i, 2 * len(TYPES) + STATUSES.index(ev.status)] = 1
    for _, tokens in mentions:
        marks[list(tokens), -1] = 1
    return marks


def spread(analysis: Analysis) -> tuple[tuple[Mention, tuple[int, ...]], ...]:
    """Return each mention with its tokens, in text order."""
    found = ((m, tokens_of(analysis, m)) for m in analysis.resolved.mentions)
    return tuple(sorted(found, key=lambda pair: pair[1]))


def token_links(
    told: Iterable[tuple[Trigger, Evidence]], mentions: Iterable[tuple[Mention, tuple[int, ...]]]
) -> tuple[tuple[int, int, tuple[int, ...]], ...]:
    """Return (role as its place in LINKS, token of an act, tokens of a mention) wherever the rules give that role.

    Acts and mentions are those of one window: each act is set against each of its parties' mentions.
    """
    places: dict[str | int, list[tuple[int, ...]]] = {}
    for m, tokens in mentions:
        for name in (m.entity_id, m.span.start):
            places.setdefault(name, []).append(tokens)
    found: list[tuple[int, int, tuple[int, ...]]] = []
    for trigger, ev in told:
        speakers = tuple(a.span.start for a in ev.attribution if a.span is not None)
        sides: tuple[Sequence[str | int], ...] = (ev.actors, ev.recipients, speakers)
        found += [
            (role, trigger.i, tokens) for role, side in enumerate(sides) for x in side for tokens in places.get(x, ())
        ]
    return tuple(found)


def tokens_of(analysis: Analysis, mention: Mention) -> tuple[int, ...]:
    """Return the tokens of a mention, in order; they lie in a row around its head."""
    g = analysis.grammar
    first = last = mention.head
    while first > 0 and g.token(first - 1).start >= mention.span.start:
        first -= 1
    while last + 1 < len(g.tokens) and g.token(last + 1).end <= mention.span.end:
        last += 1
    return tuple(i for i in range(first, last + 1) if mention.span.start <= g.token(i).start < mention.span.end)
