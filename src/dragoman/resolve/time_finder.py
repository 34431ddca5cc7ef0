"""Finds the time expressions of a parsed document, sentence by sentence from left to right, the longest first."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from dragoman.model import Document, Parse
from dragoman.resolve.time_calendar import Period
from dragoman.resolve.time_filter import Candidate, is_date, named_tokens
from dragoman.resolve.time_glance import may_tell_time
from dragoman.resolve.time_reader import Reader
from dragoman.resolve.time_rules import Clock, Grammar, Hit, Tense
from dragoman.resolve.time_tense import is_record, tense_of
from dragoman.resolve.time_tokens import Token, ends_phrase, read_stretch

# Sentences over which "the next day" may look back for its date; 2 to 5 found the same on the development articles.
ANCHOR_REACH = 3
ANCHOR_UNITS = frozenset({"day", "week", "weekend", "month", "season", "quarter", "year"})
# Rules that read the same in any tense.
DEICTIC = frozenset({"calendar_unit", "weekday", "month", "day_and_month", "season", "feast", "night", "text_day"})
TENSELESS = frozenset(
    {"iso_date", "numeric_date", "year", "decade", "century", "year_range", "ago", "day_word", "era", "vague_word"}
)
NO_EVENT_RULES = frozenset({"era", "eve", "unit_beside", "before_after", "later_earlier", "weekday_beside"})
NO_ANCHOR_RULES = frozenset({"vague_word"})
# Words behind "day" or "weeks" that may count from an event ("a week before the vote").
EVENT_LINKS = frozenset({"before", "after", "of", "following", "preceding", "into"})

Found = tuple[int, int, Period]


def can_anchor(period: Period) -> bool:
    """Tell whether "the next day" can count from a period."""
    has_bounds = period.start is not None and period.end is not None
    return has_bounds and period.unit in ANCHOR_UNITS and period.rule not in NO_ANCHOR_RULES


def _beginnings(tokens: tuple[Token, ...]) -> list[int]:
    """Return the tokens at which an expression may begin, in order: only links stand between one and a trigger."""
    begins: list[int] = []
    for i, token in enumerate(tokens):
        if token.is_trigger or (token.ends and ends_phrase(tokens, i)):
            first, done = i, begins[-1] if begins else -1
            while first - 1 > done and tokens[first - 1].is_link:
                first -= 1
            begins.extend(range(first, i + 1))
    return begins


def _has_event_link(tokens: tuple[Token, ...], begins: Sequence[int]) -> bool:
    """Tell whether something may count from an event: "the eve of the summit", "a week before the vote"."""
    for i in begins:
        token = tokens[i]
        if token.is_trigger and i + 1 < len(tokens):
            kinds = token.kinds
            if token.low == "eve" or "anniversary" in kinds or ("unit" in kinds and tokens[i + 1].low in EVENT_LINKS):
                return True
    return False


class _Sentence(NamedTuple):
    """A sentence with its tokens, where they begin in the text, and those at which an expression may begin."""

    number: int
    tokens: tuple[Token, ...]
    starts: tuple[int, ...]
    begins: list[int]


@dataclass(frozen=True, slots=True)
class _Anchors:
    """The last date of the text, and the last that had begun by publication: what a past sentence counts from."""

    last: Period | None = None
    past: Period | None = None
    last_sentence: int = 0
    past_sentence: int = 0

    def with_date(self, period: Period, sentence: int, today: date | None) -> "_Anchors":
        """Return the anchors after one more date; the same if nothing can count from it."""
        if not can_anchor(period):
            return self
        has_begun = today is None or (period.start is not None and period.start <= today)
        if has_begun:
            return _Anchors(period, period, sentence, sentence)
        return _Anchors(period, self.past, sentence, self.past_sentence)

    def at(self, sentence: int, tense: Tense | None) -> Period | None:
        """Return the date to count from in a sentence, or None if it is too far back."""
        if tense is Tense.PAST and self.past and sentence - self.past_sentence <= ANCHOR_REACH:
            return self.past
        return self.last if self.last and sentence - self.last_sentence <= ANCHOR_REACH else None


class Finder:
    """Reads one document; `find` may be called once or often and gives the same."""

    def __init__(self, document: Document, parse: Parse, grammar: Grammar) -> None:
        self._document = document
        self._parse = parse
        self._grammar = grammar
        self._events: dict[str, Period | None] = {}

    def find(self) -> list[Found]:
        """Return start, end and period of all time expressions, in text order.

        A sentence that may count from an event is read again at the end, when the text has told the event's day ("the
        summit opens on 25 May").
        """
        self._events = {}
        found: dict[int, list[Found]] = {}
        again: list[tuple[_Sentence, _Anchors]] = []
        anchors = _Anchors()
        parsed = self._parse.tokens
        text = self._document.text
        for number, (first, last) in enumerate(self._parse.sentences):
            if not may_tell_time(self._parse, number, text):
                continue
            tokens, starts = read_stretch(text, parsed[first].start, parsed[last - 1].end)
            begins = _beginnings(tokens)
            if not begins:
                continue
            sentence = _Sentence(number, tokens, starts, begins)
            if _has_event_link(tokens, begins):
                again.append((sentence, anchors))
            found[number] = list(self._sentence(sentence, anchors))
            for _, _, period in found[number]:
                anchors = anchors.with_date(period, number, self._document.published)
        events = {noun for noun, period in self._events.items() if period}
        for sentence, before in again if events else ():
            if not events.isdisjoint(t.lemma for t in parsed[slice(*self._parse.sentences[sentence.number])]):
                found[sentence.number] = list(self._sentence(sentence, before))
        return [one for number in sorted(found) for one in found[number]]

    def _sentence(self, sentence: _Sentence, anchors: _Anchors) -> Iterator[Found]:
        """Yield the expressions of a sentence, read as if it were past, as most are, and then by its own verbs."""
        number, tokens, starts, begins = sentence
        reader = Reader(tokens, self._grammar, starts)
        named = named_tokens(reader)
        base = Clock(
            published=self._document.published,
            tense=Tense.PAST,
            anchor=anchors.at(number, Tense.PAST),
            words=frozenset([token.low for token in tokens]),
            occasion=self._event_at if self._events else None,
        )
        done = 0
        for i in begins:
            hit = reader.expression(i, base) if i >= done else None
            if hit and not named.isdisjoint(range(i, hit[0])) and not any(t.text.isdigit() for t in tokens[i : hit[0]]):
                hit = None
            accepted = self._accept(reader, i, hit, base, latest=anchors.at(number, None)) if hit else None
            if accepted is None:
                continue
            done, period = accepted
            yield starts[i], starts[done - 1] + len(tokens[done - 1].text), period
            anchors = anchors.with_date(period, number, base.published)
            base = base.told(Tense.PAST, anchors.at(number, Tense.PAST), is_record=False)

    def _accept(self, reader: Reader, i: int, hit: Hit, base: Clock, *, latest: Period | None) -> Hit | None:
        """Return the expression, read again where the tense of its verb asks for it, or None if it dates nothing.

        Args:
            reader: The sentence.
            i: Index of the expression's first token.
            hit: What was read as in a past sentence.
            base: The clock by which it was read.
            latest: What it counts from where the sentence is not past.
        """
        first, last = self._parsed(reader.starts[i]), self._parsed(reader.starts[hit[0] - 1])
        tense = tense_of(self._parse, first, last)
        anchor = base.anchor if tense is Tense.PAST else latest
        clock = base.told(tense, anchor, is_record=is_record(reader.tokens, i, tense))
        is_settled = hit[1].is_fixed and (
            hit[1].rule in TENSELESS or (hit[1].rule in DEICTIC and anchor is base.anchor)
        )
        again = hit if is_settled or clock == base else reader.expression(i, clock)
        if again is None:
            return None
        last = self._parsed(reader.starts[again[0] - 1])
        candidate = Candidate(
            tokens=reader.tokens,
            start=i,
            end=again[0],
            period=again[1],
            clock=clock,
            parse=self._parse,
            first=first,
            last=last,
        )
        if not is_date(candidate):
            return None
        self._note_event(candidate)
        return again

    def _parsed(self, offset: int) -> int:
        """Return the index of the parsed token that holds an offset."""
        return max(0, bisect_right(self._parse.starts, offset) - 1)

    def _note_event(self, found: Candidate) -> None:
        """Keep the nouns that a day dates: what it hangs on, and the subject or object of its verb.

        A noun that two days date stands for neither.
        """
        if found.period.unit != "day" or not can_anchor(found.period) or found.period.rule in NO_EVENT_RULES:
            return
        head = found.head
        nouns = [head] if head.pos == "NOUN" else []
        if head.pos in {"VERB", "AUX"}:
            children = self._parse.children[head.i]
            nouns = [t for t in children if t.pos == "NOUN" and t.dep in {"nsubj", "nsubjpass", "dobj"}]
        for noun in nouns:
            known = self._events.setdefault(noun.lemma, found.period)
            if known is None or known.start != found.period.start:
                self._events[noun.lemma] = None

    def _event_at(self, reader: Reader, i: int) -> Hit | None:
        """Return the day of the event whose noun stands at a token or shortly behind it."""
        for j in range(i, min(i + 4, len(reader.tokens))):
            token = self._parse.tokens[self._parsed(reader.starts[j])]
            if token.pos == "NOUN":
                period = self._events.get(token.lemma)
                following = self._parse.tokens[token.i + 1] if token.i + 1 < len(self._parse.tokens) else None
                is_head = following is None or following.pos not in {"NOUN", "PROPN", "ADP"}
                return (j + 1, period) if period and is_head else None
        return None
