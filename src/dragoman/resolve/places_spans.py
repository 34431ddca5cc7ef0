"""Which names in a document may be places: takes its cues, grammar and actors, gives candidates.

A name in the table is not yet a place: "Paris Hilton", "Bank of England", "Nice work", "the Paris agreement".
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from dragoman.lexicon.places import PlaceRow, place_table, place_words
from dragoman.lexicon.places_spelling import fold
from dragoman.model import Document, Mention, MentionKind, Parse, Span, Token
from dragoman.resolve.places_cues import Cue, is_common
from dragoman.resolve.places_grammar import is_locative, is_subject

PLACE_TAGS = frozenset({"GPE", "LOC", "FAC"})
OTHER_TAGS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"})
NATION_TAGS = frozenset({"NORP", "LANGUAGE"})
"""Tags that the tagger also gives to towns it does not know."""
LABEL_TAGS = frozenset({"PERSON", "ORG", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT"})
KNOWN_SIZE = 60
"""Thousands: one word of the table that neither tagger nor grammar calls a place counts from this size on."""
SURE_SIZE = 1_000
"""Thousands: a place less known than this is none where a person of the text has the same surname."""
CERTAIN_SIZE = 300
"""Thousands: from this size on also where the tagger takes the name for a person's or an organisation's."""


class Candidate(NamedTuple):
    """A name that may be a place.

    Attributes:
        span: The words, with "eastern" before a country's name.
        name: The words without it.
        tokens: Half-open range of the name's tokens.
        rows: Places of that name; () for a name that only the tagger calls a place.
        is_part: Whether the span names a side of a country or region.
        is_state_actor: Whether a mention names a state or breakaway region by just these words.
    """

    span: Span
    name: Span
    tokens: tuple[int, int]
    rows: tuple[PlaceRow, ...]
    is_part: bool = False
    is_state_actor: bool = False


def candidates(
    document: Document, parse: Parse, cues: Sequence[Cue], mentions: Sequence[Mention]
) -> Iterator[Candidate]:
    """Yield the candidates in text order; they do not overlap."""
    surnames = _surnames(parse)
    actors = Actors(mentions)
    found: list[Candidate | None] = []
    taken: set[int] = set()
    for cue in cues:
        first, last = _tokens(parse, cue.start, cue.end)
        taken.update(range(first, last))
        if first < last and cue.rows and not (cue.name in surnames and _is_little_known(cue)):
            found.append(_from_cue(parse, cue, (first, last), cues, actors))
    found += _tagged(document, parse, taken, actors)
    yield from sorted(filter(None, found), key=lambda c: c.span)


def _tokens(parse: Parse, start: int, end: int) -> tuple[int, int]:
    """Return the range of the tokens that cover just this stretch; (0, 0) if none do."""
    first = bisect_left(parse.starts, start)
    last = bisect_left(parse.starts, end)
    fits = first < last and parse.tokens[first].start == start and parse.tokens[last - 1].end == end
    return (first, last) if fits else (0, 0)


def _surnames(parse: Parse) -> frozenset[str]:
    """Return the folded last words of the persons whom the text gives with a first name."""
    found = set()
    for i in parse.name_starts:
        if parse.tokens[i].ner == "PERSON":
            first, last = entity_at(parse, i)
            if last - first > 1:
                found.add(fold(parse.tokens[last - 1].text))
    return frozenset(found)


def _is_little_known(cue: Cue) -> bool:
    return not any(r.is_capital or r.size >= SURE_SIZE for r in cue.rows)


def _from_cue(
    parse: Parse, cue: Cue, tokens: tuple[int, int], cues: Sequence[Cue], actors: "Actors"
) -> Candidate | None:
    """Return the candidate of a name of the table that covers these tokens, or None if it is no place's name here."""
    first, last = tokens
    actor = actors.at(cue.start, cue.end)
    if actor == "other" or (actor == "around" and not is_locative(parse, first)):
        return None
    start = _start_with_side(parse, first, cue)
    if actor == "state" and start == cue.start and not is_ground(cue.rows, parse, first, last):
        return None
    if _is_other_name(parse, first, last, cues) or not _is_credible(parse, cue, first, last):
        return None
    return Candidate(
        span=Span(start, cue.end),
        name=Span(cue.start, cue.end),
        tokens=tokens,
        rows=cue.rows,
        is_part=start < cue.start,
        is_state_actor=actor == "state",
    )


def _is_other_name(parse: Parse, first: int, last: int, cues: Sequence[Cue]) -> bool:
    """Tell whether the words are part of a person's, an organisation's or an agreement's name, or no name at all."""
    tokens = parse.tokens[first:last]
    tag = tokens[0].ner
    if tag in OTHER_TAGS:
        return True
    if len(tokens) == 1 and tag not in PLACE_TAGS and tokens[0].pos in {"VERB", "ADJ", "ADV", "INTJ"}:
        return True
    return (
        _has_title(parse, first)
        or _in_longer_name(parse, first, last)
        or _before_name(parse, first, last, cues)
        or _after_name(parse, first, cues)
    )


def _has_title(parse: Parse, first: int) -> bool:
    if first == 0:
        return False
    before = parse.tokens[first - 1]
    return before.text[0].isupper() and before.text.lower().rstrip(".") in place_words()["person_title"]


def _in_longer_name(parse: Parse, first: int, last: int) -> bool:
    """Tell whether the tagger sees a longer name of a person, organisation or agreement that holds the words."""
    kind = parse.tokens[first].ner
    if kind not in LABEL_TAGS:
        return False
    start, end = entity_at(parse, first)
    if start == first and end <= last:
        return False
    heads = place_words()["site_head"]
    beside = {t.text.lower() for t in parse.tokens[last:end]}
    return kind == "PERSON" or not beside & heads


def entity_at(parse: Parse, i: int) -> tuple[int, int]:
    """Return the range of the tagged name that the token is in, without "the"."""
    kind, start, end = parse.tokens[i].ner, i, i + 1
    while start and not parse.tokens[start].ner_start and parse.tokens[start - 1].ner == kind:
        start -= 1
    while end < len(parse.tokens) and parse.tokens[end].ner == kind and not parse.tokens[end].ner_start:
        end += 1
    if parse.tokens[start].lemma == "the" and start < i:
        start += 1
    if parse.tokens[end - 1].text in {"'s", "’s"} and end - 1 > i:
        end -= 1
    return start, end


def _before_name(parse: Parse, first: int, last: int, cues: Sequence[Cue]) -> bool:
    """Tell whether a word after the place name makes both another name ("Paris Hilton", "Oslo accords")."""
    if last >= len(parse.tokens):
        return False
    after = parse.tokens[last]
    if after.start != parse.tokens[last - 1].end + 1 or after.sent != parse.tokens[first].sent:
        return False
    words = place_words()
    word = after.text.lower()
    if word in words["pact_noun"]:
        return True
    if not after.text[0].isupper() or after.pos not in {"PROPN", "NOUN", "ADJ"}:
        return False
    if word in words["site_head"] or word.rstrip(".") in words["person_title"] or _begins_cue(after, cues):
        return False
    if word in words["org_head"]:
        return True
    is_in_place = after.ner in PLACE_TAGS and not after.ner_start
    return after.pos == "PROPN" and not is_in_place


def _after_name(parse: Parse, first: int, cues: Sequence[Cue]) -> bool:
    """Tell whether words before the place name make both another name ("Jack London", "Bank of England")."""
    words = place_words()
    before = parse.tokens[first - 1] if first else None
    if before is None or before.sent != parse.tokens[first].sent:
        return False
    if before.lemma in {"of", "for"} or (before.lemma == "the" and first > 1 and parse.tokens[first - 2].lemma == "of"):
        i = first - 2 if before.lemma != "the" else first - 3
        head = parse.tokens[i] if i >= 0 else None
        names = words["org_head"] - words["site_head"]
        return head is not None and head.text[0].isupper() and head.text.lower() in names
    if before.pos != "PROPN" or before.end + 1 != parse.tokens[first].start or not before.text[0].isupper():
        return False
    word = before.text.lower()
    if (
        word in words["direction"]
        or word in words["site_head"]
        or word in words["town_word"]
        or _ends_cue(before, cues)
    ):
        return False
    return parse.tokens[first].ner not in PLACE_TAGS or entity_at(parse, first)[0] < first


def _begins_cue(token: Token, cues: Sequence[Cue]) -> bool:
    i = bisect_left(cues, token.start, key=lambda c: c.start)
    return i < len(cues) and cues[i].start == token.start and _is_place_or_people(cues[i])


def _ends_cue(token: Token, cues: Sequence[Cue]) -> bool:
    i = bisect_left(cues, token.end, key=lambda c: c.end)
    return i < len(cues) and cues[i].end == token.end and _is_place_or_people(cues[i])


def _is_place_or_people(cue: Cue) -> bool:
    return bool(cue.rows) or cue.name in place_table().demonyms


def _is_credible(parse: Parse, cue: Cue, first: int, last: int) -> bool:
    """Tell whether tagger, grammar or fame make the words a place's name."""
    tag = parse.tokens[first].ner
    if tag in PLACE_TAGS:
        return True
    if is_common(cue.name) and not is_locative(parse, first):
        return False
    size = max(r.size * (100 if r.is_capital else 1) for r in cue.rows)
    is_kept = any(r.is_kept for r in cue.rows)
    if any(t.pos != "PROPN" for t in parse.tokens[first:last] if t.text[0].isupper()) and not is_kept:
        return False
    if is_locative(parse, first):
        return True
    if tag in LABEL_TAGS | NATION_TAGS:
        return is_kept or size >= CERTAIN_SIZE
    return is_kept or size >= KNOWN_SIZE or last - first > 1


class Actors:
    """Tells where a document's mentions name actors."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        idle = {MentionKind.PRONOUN, MentionKind.DEMONYM}
        named = [(m.span.start, m.span.end, _named_as(m)) for m in mentions if m.kind not in idle]
        self._named = sorted(named, key=itemgetter(0))
        self._longest = max((end - start for start, end, _ in named), default=0)

    def at(self, begin: int, stop: int) -> str:
        """Return how an actor is named by these words: "state" or "other" by just them, "around" by a phrase, or ""."""
        found = ""
        for start, end, how in islice(self._named, bisect_left(self._named, (begin - self._longest,)), None):
            if start >= stop:
                break
            if end <= begin:
                continue
            if how == "other":
                return how
            found = how if how == "state" else found or how
        return found


def _named_as(mention: Mention) -> str:
    """Return how a mention names an actor: "around" by a phrase, "state" or "other" by a name."""
    if mention.kind in {MentionKind.ROLE, MentionKind.NOMINAL}:
        return "around"
    return "state" if mention.entity_id.startswith(("state:", "region:")) else "other"


def is_ground(rows: Sequence[PlaceRow], parse: Parse, first: int, last: int) -> bool:
    """Tell whether a name that a mention takes for a state or breakaway region is where something happens."""
    if is_locative(parse, first):
        return True
    return any(row.kind == "region" for row in rows) and not is_subject(parse, first, last)


def _start_with_side(parse: Parse, first: int, cue: Cue) -> int:
    """Return where the name begins with "eastern" or "the east of" before a country or region."""
    i = first - 1
    sides = _sides()
    is_of = i >= 1 and parse.tokens[i].lemma == "of"
    if not (is_of or (i >= 0 and parse.lows[i] in sides)):
        return cue.start
    is_land = any(r.kind == "country" for r in cue.rows) or {r.kind for r in cue.rows} == {"region"}
    if not is_land:
        return cue.start
    i -= is_of
    if i < 0 or parse.tokens[i].text.lower() not in sides:
        return cue.start
    if is_of and (i == 0 or parse.tokens[i - 1].lemma != "the"):
        return cue.start
    if i >= 2 and parse.tokens[i - 1].text == "-" and parse.tokens[i - 2].text.lower() in sides:
        i -= 2
    return parse.tokens[i].start


@cache
def _sides() -> frozenset[str]:
    return place_words()["direction"] - {"central"}


def _tagged(document: Document, parse: Parse, taken: AbstractSet[int], actors: Actors) -> Iterator[Candidate]:
    """Yield names after a preposition of place that only the tagger calls places, none of a token that is taken."""
    for i in parse.name_starts:
        if parse.tokens[i].ner not in {"GPE", "LOC"} or i in taken:
            continue
        first, last = entity_at(parse, i)
        if parse.tokens[first].lemma == "the":
            first += 1
        if first >= last or not taken.isdisjoint(range(first, last)):
            continue
        if not parse.tokens[first].text[0].isupper() or not is_locative(parse, first):
            continue
        name = Span(parse.tokens[first].start, parse.tokens[last - 1].end)
        folded = fold(name.of(document.text))
        if not actors.at(name.start, name.end) and not is_common(folded):
            yield Candidate(span=name, name=name, tokens=(first, last), rows=())
