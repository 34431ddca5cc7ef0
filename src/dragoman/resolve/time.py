"""Time expressions of news to closed intervals of days: a phrase by itself, or all in a document.

The rules stand in the modules that time_grammar lists; the conventions (what "early", "recently" or "two years ago"
cover) in data/time/README.md. What cannot be known is left open, and `basis` says why.
"""

import re
from collections.abc import Sequence
from datetime import date

from dragoman.model import Document, Interval, Parse, Span
from dragoman.resolve.time_calendar import Period
from dragoman.resolve.time_deictic import PUBLICATION, one_day
from dragoman.resolve.time_finder import Finder, can_anchor
from dragoman.resolve.time_grammar import load_grammar
from dragoman.resolve.time_reader import Reader
from dragoman.resolve.time_rules import Clock, Grammar, Hit, Occasion
from dragoman.resolve.time_tense import signs_in
from dragoman.resolve.time_tokens import Token, read_stretch, read_tokens

# In a phrase that is given as a date, "may" is the month even in small letters.
SMALL_MAY = re.compile(r"\bmay\b")


def parse_date(
    phrase: str, *, published: date, context: str | None = None, anchor: date | None = None
) -> Interval | None:
    """Return the interval of days that a phrase names, or None if it names none.

    Args:
        phrase: The words, for instance "the end of next month".
        published: Day of publication, from which "yesterday" counts.
        context: The sentence; its verbs choose between past and future, and a date in it before the phrase
            is what "the next day" counts from.
        anchor: The date that "the next day" or "the eve of the summit" counts from. Without it and without context,
            the day of publication.

    Returns:
        The closed interval; a bound is None where the phrase is open ("before 2010"). `basis` tells how it came about.

    Example:
        >>> from datetime import date
        >>> found = parse_date("early March", published=date(2017, 4, 6))
        >>> found.start.isoformat(), found.end.isoformat(), found.precision.value
        ('2017-03-01', '2017-03-10', 'vague')
    """
    return parse_phrase(phrase, published=published, context=context, anchor=anchor, grammar=load_grammar())


def find_dates(document: Document, parse: Parse) -> tuple[Interval, ...]:
    """Return all time expressions of a document in text order, each with its span.

    The tense of the governing verb chooses between past and future; "the next day" counts from the nearest earlier date
    of the text; the rest counts from `document.published`, without which only absolute dates are found. Ages, sentences
    of prison, names such as "Black September" and lengths of time that date nothing are passed over.
    """
    finder = Finder(document, parse, load_grammar())
    return tuple(as_interval(period, Span(start, end)) for start, end, period in finder.find())


def parse_phrase(
    phrase: str, *, published: date, context: str | None, anchor: date | None, grammar: Grammar
) -> Interval | None:
    """Return what `parse_date` does, by a grammar that may lack rule families."""
    tokens = read_tokens(SMALL_MAY.sub("May", phrase))
    reader = Reader(tokens, grammar)
    clock = _phrase_clock(phrase, published=published, context=context, anchor=anchor, grammar=grammar)
    best: tuple[int, Hit] | None = None
    for i in range(len(tokens)):
        hit = reader.expression(i, clock)
        if hit and hit[1].rule == "bare_length" and any(t.low.isalnum() for t in (*tokens[:i], *tokens[hit[0] :])):
            continue
        if hit and (best is None or hit[0] - i > best[1][0] - best[0]):
            best = i, hit
    return as_interval(best[1][1]) if best else None


def _phrase_clock(phrase: str, *, published: date, context: str | None, anchor: date | None, grammar: Grammar) -> Clock:
    given = one_day(anchor, "the given date") if anchor else None
    if context is None:
        own = given or one_day(published, "publication")._replace(rule=PUBLICATION)
        return Clock(published=published, anchor=own, occasion=_to_the_end(given))
    tokens, starts = read_stretch(context, 0, len(context))
    start, end = _place_in(tokens, starts, context, phrase)
    signs = signs_in(tokens, start, end)
    words = frozenset(t.low for t in tokens)
    if given is None and start:
        given = _last_date(Reader(tokens[:start], grammar), published)
    return Clock(
        published=published,
        tense=signs.tense,
        anchor=given,
        words=words,
        is_record=signs.is_record,
        occasion=_to_the_end(given if anchor else None),
    )


def _place_in(tokens: Sequence[Token], starts: Sequence[int], context: str, phrase: str) -> tuple[int, int]:
    """Return the half-open range of the context's tokens that are the phrase; its end if it is not there."""
    at = context.find(phrase)
    at = at if at >= 0 else context.lower().find(phrase.lower())
    if at < 0:
        return len(tokens), len(tokens)
    places = zip(tokens, starts, strict=True)
    inside = [i for i, (t, start) in enumerate(places) if start < at + len(phrase) and at < start + len(t.text)]
    return (inside[0], inside[-1] + 1) if inside else (len(tokens), len(tokens))


def _last_date(reader: Reader, published: date) -> Period | None:
    """Return the last date in some words that later words may count from."""
    found = None
    i = 0
    while i < len(reader.tokens):
        signs = signs_in(reader.tokens, i, i)
        hit = reader.expression(i, Clock(published=published, tense=signs.tense))
        if hit:
            found = hit[1] if can_anchor(hit[1]) else found
            i = hit[0]
        else:
            i += 1
    return found


def _to_the_end(anchor: Period | None) -> Occasion | None:
    """Return a finder that takes all words up to the phrase's end for the event of the given date."""
    if anchor is None:
        return None

    def find(reader: Reader, i: int) -> Hit | None:
        has_words = any(t.low.isalpha() and t.low not in {"the", "a", "of"} for t in reader.tokens[i:])
        return (len(reader.tokens), anchor) if has_words else None

    return find


def as_interval(period: Period, span: Span | None = None) -> Interval:
    """Return the record of a period that has at least one bound."""
    return Interval(start=period.start, end=period.end, precision=period.precision, basis=period.basis, span=span)
