"""What one head or tail line says."""

from datetime import date

import pytest

from dragoman.lexicon.outlets import load_labels
from dragoman.read.labels import Facts, read_line

DAY = date(2017, 4, 6)


@pytest.mark.parametrize("label", load_labels(), ids=lambda label: f"{label.kind}-{label.words}")
def test_label_fires_on_its_example_and_not_on_its_counter_example(label):
    assert read_line(label.example) is not None
    assert read_line(label.counter) is None


@pytest.mark.parametrize(
    ("line", "outlet", "day"),
    [
        ("Independent (06 April 2017)", "Independent", DAY),
        ("THE GUARDIAN, 6 April 2017", "The Guardian", DAY),
        ("Baltic Courier | 6 April 2017", "Baltic Courier", DAY),
        ("Kaynak/Source: Independent (06 April 2017)", "Independent", DAY),
        ("Kaynak: Northern Gazette", "Northern Gazette", None),
        ("Source: https://www.independent.co.uk/news/x.html", "The Independent", None),
        ("Source: http://news.example.org/1", "news.example.org", None),
        ("Source: Reuters.com", "Reuters", None),
        ("Baltic Herald", "Baltic Herald", None),
        ("BBC News", "BBC News", None),
        ("Outlet: Evening Echo", "Evening Echo", None),
        ("By Jane Roe for The Baltic Courier", "The Baltic Courier", None),
        ("By Reuters", "Reuters", None),
    ],
)
def test_outlet_is_read(line, outlet, day):
    facts = read_line(line)
    assert facts is not None
    assert facts.outlet == outlet
    assert (facts.published.day if facts.published else None) == day


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Source: Reuters", ("Reuters",)),
        ("Sources: AFP, Reuters", ("AFP", "Reuters")),
        ("AFP/Reuters", ("AFP", "Reuters")),
        ("(AFP)", ("AFP",)),
        ("With agencies", ("agencies",)),
        ("Source: agencies", ("agencies",)),
        ("AFP contributed to this report.", ("AFP",)),
        ("With reporting by Reuters and AP", ("Reuters", "AP")),
        ("(Reporting by Jane Roe in Oslo; Editing by Ann Doe)", ()),
    ],
)
def test_credit_is_read(line, credit):
    facts = read_line(line)
    assert facts is not None
    assert facts.credit == credit


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Jane Roe", "Jane Roe"),
        ("BY JANE ROE", "Jane Roe"),
        ("By Jane Roe, Ann Doe and John Poe", "Jane Roe, Ann Doe and John Poe"),
        ("By Jane Roe, Moscow correspondent", "Jane Roe"),
        ("By Jane Roe in Moscow", "Jane Roe"),
        ("By Jane Roe, 6 April 2017", "Jane Roe"),
        ("Author: Jane Roe", "Jane Roe"),
    ],
)
def test_author_is_read(line, author):
    facts = read_line(line)
    assert facts is not None
    assert facts.author == author


def test_published_goes_before_updated_and_both_are_read():
    for line in ("Published 6 April 2017 | Updated 8 April 2017", "Published 6 April 2017, updated 8 April 2017"):
        facts = read_line(line)
        assert facts is not None
        assert facts.published
        assert facts.published.day == DAY
        assert facts.updated
        assert facts.updated.day == date(2017, 4, 8)


@pytest.mark.parametrize("line", ["19:05 BST", "5 min read", "Advertisement", "© 2017 Baltic Herald"])
def test_furniture_is_a_head_line_without_facts(line):
    assert read_line(line) == Facts()


@pytest.mark.parametrize(
    "line",
    [
        "Norway and Oman signed an accord on 6 April 2017.",
        "On 6 April 2017 Norway left the treaty",
        "By Monday Norway had signed the accord",
        "By reducing its troops Norway gained trust",
        "Source: the ministry, which said so in a note to the press on Monday",
        "Envoys hail the deal at the Times",
        "Reuters reported that Norway had signed.",
        "Oman Welcomes Accord With Norway",
        "",
        "x" * 1000,
    ],
)
def test_prose_and_headlines_are_no_head_lines(line):
    assert read_line(line) is None


@pytest.mark.parametrize("line", ["TARİH: 06.04.2017", "Tarıh: 06.04.2017", "YAYIN TARİHİ: 06.04.2017"])
def test_label_is_read_with_any_turkish_i(line):
    facts = read_line(line)
    assert facts is not None
    assert facts.published
    assert facts.published.day == DAY


def test_ambiguous_date_line_is_a_head_line_without_a_day():
    facts = read_line("Published: 04/05/2020")
    assert facts is not None
    assert facts.published
    assert facts.published.day is None
