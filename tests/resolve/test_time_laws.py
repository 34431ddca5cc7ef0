"""Laws of news time that hold for any day of publication and any words."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.lexicon.time_words import load_time_words
from dragoman.model import Document, Parse, Span, Token
from dragoman.resolve.time import find_dates, parse_date
from dragoman.resolve.time_finder import _beginnings
from dragoman.resolve.time_glance import may_tell_time
from dragoman.resolve.time_grammar import FAMILIES, RULES, load_grammar
from dragoman.resolve.time_reader import Reader
from dragoman.resolve.time_rules import Clock, Grammar
from dragoman.resolve.time_tokens import read_stretch, read_tokens

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
WEEKDAYS = st.sampled_from(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
MONTHS = st.sampled_from(
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
)
SMALL = [
    "the",
    "of",
    "in",
    "on",
    "since",
    "until",
    "by",
    "before",
    "after",
    "from",
    "to",
    "and",
    "between",
    "for",
    "within",
    "ago",
    "later",
    "earlier",
    "a",
    "half",
    "every",
    "that",
]
MARKS = ["3", "12", "2015", "1st", "1990s", "'90s", "2019-01-05", "05/06/2018", ",", ".", "-", "'s", "London", "met"]
SOUP = st.lists(st.sampled_from([*load_time_words().kinds, *SMALL * 8, *MARKS * 4]), min_size=1, max_size=9).map(
    " ".join
)
ONE_DAY = timedelta(days=1)
# Derandomized, so that a run says the same twice; no deadline, because the first example loads the tables.
LAW = settings(deadline=None, derandomize=True)
WIDE_LAW = settings(LAW, max_examples=300)


def one_day(phrase, published, context=None):
    found = parse_date(phrase, published=published, context=context)
    assert found.start == found.end
    return found.start


@LAW
@given(published=DAYS, name=WEEKDAYS)
def test_last_weekday_is_before_publication_and_within_a_week(published, name):
    assert timedelta(1) <= published - one_day(f"last {name}", published) <= timedelta(7)


@LAW
@given(published=DAYS, name=WEEKDAYS)
def test_bare_weekday_is_up_to_publication_in_the_past_and_after_it_in_the_future(published, name):
    past = one_day(name, published, f"They met on {name}.")
    coming = one_day(name, published, f"They will meet on {name}.")
    assert published - timedelta(6) <= past <= published < coming <= published + timedelta(7)
    assert coming - past == timedelta(7)


@LAW
@given(published=DAYS, name=WEEKDAYS)
def test_next_weekday_lies_seven_days_after_this(published, name):
    assert one_day(f"next {name}", published) - one_day(f"this {name}", published) == timedelta(7)


@LAW
@given(published=DAYS, unit=st.sampled_from(["week", "month", "quarter", "year", "decade", "century"]))
def test_last_this_and_next_unit_follow_without_a_gap(published, unit):
    last, this, after = (parse_date(f"{word} {unit}", published=published) for word in ("last", "this", "next"))
    assert last.end + ONE_DAY == this.start <= published <= this.end == after.start - ONE_DAY


@LAW
@given(published=DAYS, name=MONTHS)
def test_last_month_of_that_name_has_ended_and_the_next_has_not_begun(published, name):
    last, coming = (parse_date(f"{word} {name}", published=published) for word in ("last", "next"))
    assert last.end < published < coming.start


@LAW
@given(published=DAYS, name=MONTHS)
def test_parts_of_a_month_cover_it(published, name):
    whole, *parts = (parse_date(f"{p}{name} 2016", published=published) for p in ("", "early ", "mid-", "late "))
    assert parts[0].start == whole.start
    assert parts[0].end + ONE_DAY == parts[1].start
    assert parts[1].end + ONE_DAY == parts[2].start
    assert parts[2].end == whole.end


@LAW
@given(published=DAYS, days=st.integers(1, 400))
def test_days_ago_and_days_ahead_mirror_each_other(published, days):
    ago, ahead = one_day(f"{days} days ago", published), one_day(f"in {days} days", published)
    assert published - ago == ahead - published == timedelta(days)


@LAW
@given(published=DAYS, weeks=st.integers(1, 90), unit=st.sampled_from(["weeks", "months", "years"]))
def test_units_ago_end_before_publication(published, weeks, unit):
    found = parse_date(f"{weeks} {unit} ago", published=published)
    assert found.start <= found.end < published


@LAW
@given(published=DAYS, day=DAYS)
def test_written_date_is_itself_in_every_form(published, day):
    month = day.strftime("%B")
    for phrase in (day.isoformat(), f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}"):
        assert one_day(phrase, published) == day


@WIDE_LAW
@given(
    phrase=SOUP,
    published=DAYS,
    anchor=st.none() | DAYS,
    context=st.sampled_from([None, "They met {}.", "They will meet {}."]),
)
def test_any_words_give_an_ordered_interval_or_none(phrase, published, anchor, context):
    told = context.format(phrase) if context else None
    found = parse_date(phrase, published=published, context=told, anchor=anchor)
    assert found is None or found.basis
    assert found is None or not (found.start and found.end) or found.start <= found.end
    assert found == parse_date(phrase, published=published, context=told, anchor=anchor)


@WIDE_LAW
@given(phrase=SOUP, published=DAYS)
def test_quick_look_never_misses_an_expression(phrase, published):
    tokens = read_tokens(phrase)
    reader = Reader(tokens, load_grammar())
    begins = _beginnings(tokens)
    for i in range(len(tokens)):
        hit = reader.expression(i, Clock(published=published))
        assert hit is None or i in begins


TAILS = ["", "of May", "days before Easter", "last week", "2015", "of the year", "May", "half of 2016", "few weeks ago"]


def test_what_must_stand_behind_the_shuts_out_no_reading():
    words = load_time_words()
    after = [
        *words.kinds,
        *(p[0] for table in (words.feasts, words.eras, words.vague) for p in table),
        "3",
        "2016",
        "5th",
    ]
    everywhere = Grammar(rule._replace(behind_the=()) for rule in RULES)
    clock = Clock(published=date(2017, 4, 6))
    for word, tail in itertools.product(dict.fromkeys(after), TAILS):
        tokens = read_tokens(f"the {word} {tail}")
        found, wanted = (Reader(tokens, grammar).expression(0, clock) for grammar in (load_grammar(), everywhere))
        assert found == wanted, f"the {word} {tail}"


@WIDE_LAW
@given(text=SOUP, published=DAYS)
def test_sentence_that_is_passed_over_holds_no_expression(text, published):
    parse = flat_parse(text)
    if parse.tokens and not may_tell_time(parse, 0, text):
        tokens = read_tokens(text)
        reader = Reader(tokens, load_grammar())
        assert all(reader.expression(i, Clock(published=published)) is None for i in range(len(tokens)))


@pytest.mark.parametrize("text", ["It may rain.", "One of two men left.", "They met while 50 people waited."])
def test_sentence_without_a_word_to_rest_on_is_passed_over(text):
    assert not may_tell_time(flat_parse(text), 0, text)


@pytest.mark.parametrize("text", ["It ended in May.", "They meet any day now.", "It was Q3 of 2016.", "In the 80s."])
def test_sentence_with_a_word_to_rest_on_is_read(text):
    assert may_tell_time(flat_parse(text), 0, text)


def flat_parse(text):
    """Return a parse in which every word is a noun under the first one."""
    tokens, starts = read_stretch(text, 0, len(text))
    parsed = tuple(
        Token(i, start, start + len(t.text), t.text, t.low, "NOUN", "NN", "dep" if i else "ROOT", 0, 0)
        for i, (t, start) in enumerate(zip(tokens, starts, strict=True))
    )
    return Parse(parsed, ((0, len(parsed)),)) if parsed else Parse((), ())


@WIDE_LAW
@given(text=SOUP, published=st.none() | DAYS)
def test_found_spans_lie_in_order_and_hold_their_words(text, published):
    document = Document(doc_id="d1", text=text, published=published, body=(Span(0, len(text)),))
    found = find_dates(document, flat_parse(text))
    assert all(before.span.end <= after.span.start for before, after in itertools.pairwise(found))
    assert all(one.span.of(text).strip() == one.span.of(text) != "" for one in found)


@pytest.mark.parametrize("family", FAMILIES)
def test_grammar_without_a_family_holds_the_others(family):
    reader = Reader(read_tokens("3 May 2017"), load_grammar(frozenset({family})))
    found = reader.expression(0, Clock(published=date(2019, 8, 14)))
    assert (found is None or found[0] < 3) == (family == "absolute")
