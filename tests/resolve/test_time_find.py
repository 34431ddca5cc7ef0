"""`find_dates`: spans, tense from the parse, dates counted from the text, and what is passed over."""

from datetime import date

import pytest

from dragoman.model import Document, Precision, Span
from dragoman.resolve.parser import load_parser
from dragoman.resolve.time import find_dates

PUBLISHED = date(2019, 8, 14)


@pytest.fixture(scope="module")
def parser():
    return load_parser()


def find(parser, text, *, published=PUBLISHED):
    document = Document(doc_id="d1", text=text, published=published, body=(Span(0, len(text)),) if text else ())
    return find_dates(document, parser.parse(document))


def told(parser, text, **options):
    """Return the words and bounds of each date, as text."""
    return [(d.span.of(text), str(d.start or "-"), str(d.end or "-")) for d in find(parser, text, **options)]


def words(parser, text, **options):
    return [d.span.of(text) for d in find(parser, text, **options)]


# Sentences written for this test, with the expressions that date something in them.
READ = [
    ("He left at the end of last month.", ["the end of last month"]),
    ("Ships may pass before the end of the month.", ["before the end of the month"]),
    ("The visit will go ahead in a few weeks' time.", ["in a few weeks' time"]),
    ("The visit will go ahead in a few weeks time.", ["in a few weeks time"]),
    ("It sank late on Wednesday.", ["late on Wednesday"]),
    ("The border has been shut since Sunday night.", ["since Sunday night"]),
    ("Shells fell from Monday to Wednesday.", ["from Monday to Wednesday"]),
    ("The 2015 deal is dead.", ["2015"]),
    ("Its 2003 invasion cost lives.", ["2003"]),
    ("A March 15 deadline looms.", ["March 15"]),
    ("The May summit was cancelled.", ["May"]),
    ("He came in May.", ["May"]),
    ("In the fall of 2014 they left.", ["the fall of 2014"]),
    ("Last year's talks failed.", ["Last year"]),
    ("It was the first visit in five years.", ["in five years"]),
    ("The sides have talked for three weeks.", ["for three weeks"]),
    ("He gave them ten days to leave.", ["ten days"]),
    ("They spent two years on the draft.", ["two years"]),
    ("The siege has lasted three weeks.", ["three weeks"]),
    ("The truce took hold at 0600 GMT on Monday.", ["Monday"]),
    ("The king ruled from 1952 to 1999.", ["from 1952 to 1999"]),
    ("Australia cut aid in financial year 2018.", ["financial year 2018"]),
    ("Leaders will gather on the 20th.", ["the 20th"]),
    ("Growth will slow in the second half.", ["the second half"]),
    ("They met at Easter.", ["Easter"]),
    ('He said, "Today we are free."', ["Today"]),
    ("The price of 3 May 2018 held.", ["3 May 2018"]),
    ("Polls put the vote (1998) behind.", ["1998"]),
    ("The treaty of 1648 ended it.", ["1648"]),
    ("The spring offensive failed.", ["The spring"]),
]
NOTHING = [
    "He was jailed for five years.",
    "The court sentenced him to ten years in prison.",
    "The five-year-old boy was found.",
    "She is 40 years old.",
    "He is in his nineties.",
    "Mrs May said the offer was final.",
    "Theresa May will visit Ankara.",
    "Mr March resigned.",
    "It may rain in Geneva.",
    "April Glaspie met the president.",
    "They joined the March on Washington.",
    "Troops march on the capital.",
    "Black September claimed the raid.",
    "The Arab Spring toppled him.",
    "The Sunday Times reported it.",
    "The Security Council adopted Resolution 2254 on Syria.",
    "Resolution 1973 authorised force.",
    "Some 2000 troops crossed the border.",
    "They killed 1979 people.",
    "Vision 2030 is a plan.",
    "Flight 1549 landed.",
    "The fall of Mosul shook Baghdad.",
    "They meet every Monday.",
    "The council meets on Mondays.",
    "The visit was a two-day affair.",
    "The meeting lasted three hours.",
    "The troops stayed for three weeks and left.",
    "The town fell in two days.",
    "Now that the war is over, they trade.",
    "As soon as the deal is signed, sanctions go.",
    "Shortly after the raid he fled.",
    "Year after year the talks fail.",
    "At the end of the day, it is a matter of trust.",
    "For the first time, both sides met.",
    "From 10 to 15 ships were hit.",
    "The decade-old dispute goes on.",
    "The second half of the team left.",
    "Mar-a-Lago hosted the guests.",
    "The envoy watched This Week at home.",
    "They meet on Saturday nights.",
    "A spring flowed under the fort.",
    "She was born in the fall of Saigon.",
    "Parliament passed Law No. 1999.",
    "The second of the three men fled.",
    "He has been banned for two years.",
    "May has resigned.",
    "The decision came too soon for him.",
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_whole_expression_is_found(parser, text, expected):
    assert words(parser, text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_what_dates_nothing_is_passed_over(parser, text):
    assert words(parser, text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The envoys met in Oslo on Monday.", "2019-08-12"),
        ("The envoys will meet in Oslo on Monday.", "2019-08-19"),
        ("The envoys are to meet in Oslo on Monday.", "2019-08-19"),
        ("The envoys, due in Oslo on Monday, have been told to wait.", "2019-08-19"),
        ("The envoys failed to meet in Oslo on Monday.", "2019-08-12"),
        ("The envoys flew to Oslo to sign the deal on Monday.", "2019-08-12"),
        ("The envoys agreed to meet in Oslo on Monday.", "2019-08-19"),
        ("The council reopens on Monday.", "2019-08-19"),
        ("Monday's raid killed ten.", "2019-08-12"),
        ("She denied having anything to do with the seizure on Monday of the boat.", "2019-08-12"),
    ],
)
def test_governing_verb_chooses_past_or_future(parser, text, day):
    assert [row[1] for row in told(parser, text)] == [day]


def test_date_of_the_speech_and_date_of_its_content_look_different_ways(parser):
    text = "The ministry said on Friday that talks would begin on Monday."
    assert [row[1] for row in told(parser, text)] == ["2019-08-09", "2019-08-19"]


def test_text_date_is_what_the_next_day_counts_from(parser):
    text = "Rebels took the port on 4 March 2016. Nobody spoke. The next day the army fled; two days later it was back."
    assert told(parser, text)[1:] == [
        ("The next day", "2016-03-05", "2016-03-05"),
        ("two days later", "2016-03-07", "2016-03-07"),
    ]


def test_past_sentence_does_not_count_from_a_coming_date(parser):
    text = "On Friday Lima imposed the ban, which is to take effect on 10 December. The list was printed later the same day."
    assert told(parser, text)[-1] == ("later the same day", "2019-08-09", "2019-08-09")


def test_far_date_is_not_counted_from(parser):
    text = "Rebels took the port on 4 March 2016. A. " + "Nobody spoke. " * 6 + "The next day the army fled."
    assert told(parser, text)[-1] == ("The next day", "-", "2019-08-14")


def test_eve_counts_from_the_event_that_the_text_dates(parser):
    text = "On the eve of the referendum, shots were heard. The referendum was held on 5 July 2015."
    assert told(parser, text)[0] == ("the eve of the referendum", "2015-07-04", "2015-07-04")


def test_event_dated_twice_is_not_counted_from(parser):
    text = "The raid took place on 3 May 2018. The raid took place on 9 June 2018. A day after the raid he fled."
    assert "A day after the raid" not in words(parser, text)


def test_put_off_by_a_length_counts_from_the_date_in_the_text(parser):
    text = "The visit, planned for July 2018, was put off by a month."
    assert told(parser, text)[-1] == ("by a month", "2018-08-01", "2018-08-31")


def test_without_publication_only_absolute_dates_are_found(parser):
    text = "He said on Tuesday that he met the king on 3 May 2017, last year, recently, in June and again a day later."
    assert words(parser, text, published=None) == ["3 May 2017", "a day later"]


def test_since_without_publication_has_an_open_end(parser):
    [found] = find(parser, "It has been shut since 2014.", published=None)
    assert (found.start, found.end, found.precision) == (date(2014, 1, 1), None, Precision.YEAR)


def test_empty_text_gives_nothing(parser):
    assert find(parser, "") == ()


def test_same_text_gives_the_same(parser):
    text = "On the eve of the vote he fled. The vote was on 3 May 2018, a year after the last."
    assert find(parser, text) == find(parser, text)
