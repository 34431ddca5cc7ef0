"""Plain text: title, day, outlet, dateline, credits and body."""

from datetime import date

import pytest

from dragoman.errors import ReadError
from dragoman.read.limits import Limits
from dragoman.read.lines import MAX_SPAN_CHARS
from dragoman.read.prose import Given, make_document
from dragoman.read.text import read_text

PROSE = "The ministers of Norway and Oman signed an accord in Oslo on Monday. They will meet again in May."
MORE = "Oman has long asked for it, the ministry said."
DAY = date(2017, 4, 6)


def body(doc):
    return [span.of(doc.text) for span in doc.body]


@pytest.mark.parametrize(
    "head",
    [
        "ENVOYS MEET IN OSLO AFTER LONG SILENCE\n06.04.2017\nIndependent\n",
        "ENVOYS MEET IN OSLO AFTER LONG SILENCE\nIndependent (06 April 2017)\n\n",
        "ENVOYS MEET IN OSLO AFTER LONG SILENCE   06.04.2017\nIndependent\n",
        "ENVOYS MEET IN OSLO\nAFTER LONG SILENCE\n\nBy Jane Roe for the Independent\n6 April 2017\n\n",
        "Thursday 6 April 2017 19:05 BST\nENVOYS MEET IN OSLO AFTER LONG SILENCE\nIndependent\n\n",
        "Title: ENVOYS MEET IN OSLO AFTER LONG SILENCE\nDate: 2017-04-06\nOutlet: Independent\n\n",
    ],
)
def test_head_gives_title_day_and_outlet_and_is_no_body(head):
    doc = read_text(f"{head}{PROSE}\n{MORE}\n")
    assert doc.title == "ENVOYS MEET IN OSLO AFTER LONG SILENCE"
    assert doc.published == DAY
    assert doc.outlet == "Independent"
    assert body(doc) == [PROSE, MORE]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Envoys meet in Oslo\n\n", "Envoys meet in Oslo"),
        ("Envoys meet in Oslo\n", "Envoys meet in Oslo"),
        ("Will the envoys meet?\n\n", "Will the envoys meet?"),
        ("Envoys Meet in Oslo Behind Closed Doors.\n\n", "Envoys Meet in Oslo Behind Closed Doors."),
        ("Envoys meet in Oslo | The Guardian\n\n", "Envoys meet in Oslo"),
        ("Envoys meet in Oslo - Baltic Herald (6 April 2017)\n\n", "Envoys meet in Oslo"),
        ("World news\nEnvoys meet in Oslo\nA long silence ends.\nBy Jane Roe\n6 April 2017\n5 min read\n\n", "Envoys meet in Oslo"),
        ("Envoys meet in Oslo.\n\nOSLO (Reuters) - ", "Envoys meet in Oslo."),
    ],
)  # fmt: skip
def test_headline_is_found_and_left_out(head, title):
    doc = read_text(f"{head}{PROSE}\n\n{MORE}")
    assert doc.title == title
    assert body(doc) == [PROSE, MORE]


@pytest.mark.parametrize(
    "text",
    [
        "Norway met Oman 0.",
        "Norway met Oman",
        "Norway met Oman\nChile accused Peru",
        f"{PROSE}\n\n{MORE}",
        f"By Monday Norway had signed the accord.\n{MORE}",
        (
            "Norway and Oman signed an accord on Monday after long talks that had\nbeen held in secret in the north of"
            " the country for more than four\nmonths, officials said. Sweden was told."
        ),
        "We will go, the envoy said:\n\nNorway must leave.",
    ],
)
def test_no_title_is_made_of_prose(text):
    doc = read_text(text)
    assert doc.title is None
    assert doc.published is None
    assert doc.outlet is None
    assert "".join(body(doc)).split() == text.split() or " ".join(body(doc)).split() == text.split()


@pytest.mark.parametrize(
    ("dateline", "credit", "published"),
    [
        ("SEOUL, April 17 —", (), None),
        ("SEOUL, April 17, 2014 -", (), date(2014, 4, 17)),
        ("TALLINN -", (), None),
        ("LA PAZ, Bolivia —", (), None),
        ("WASHINGTON, D.C. —", (), None),
        ("MOSCOW (Reuters) -", ("Reuters",), None),
        ("PARIS, April 6 (AFP) -", ("AFP",), None),
        ("NEW YORK/LONDON (Reuters) -", ("Reuters",), None),
        ("Doha, 4 May 2020 (QNA) -", ("QNA",), date(2020, 5, 4)),
        ("BEIJING, Jan. 23 (Xinhua) --", ("Xinhua",), None),
        ("Tehran, IRNA -", ("IRNA",), None),
        ("(Reuters) -", ("Reuters",), None),
        ("Aug 27 (UPI) --", ("UPI",), None),
        ("MOSCOW, November 25. /TASS/.", ("TASS",), None),
        ("ISLAMABAD:", (), None),
        ("UNITED NATIONS (AP) —", ("AP",), None),
        ("KHARTOUM (SUNA/AFP) -", ("SUNA", "AFP"), None),
    ],
)
def test_dateline_is_found_and_left_out(dateline, credit, published):
    doc = read_text(f"{dateline} {PROSE}\n{MORE}")
    assert doc.dateline
    assert doc.dateline.of(doc.text) == dateline
    assert doc.credit == credit
    assert doc.published == published
    assert body(doc) == [PROSE, MORE]


def test_dateline_without_blanks_around_its_dash_is_found():
    doc = read_text(f"WASHINGTON—{PROSE}")
    assert doc.dateline
    assert doc.dateline.of(doc.text) == "WASHINGTON—"
    assert body(doc) == [PROSE]


def test_dateline_on_a_line_of_its_own_is_found():
    doc = read_text(f"Envoys meet\n\nOSLO, April 6 (AFP)\n{PROSE}\n{MORE}")
    assert doc.dateline
    assert doc.dateline.of(doc.text) == "OSLO, April 6 (AFP)"
    assert body(doc) == [PROSE, MORE]


@pytest.mark.parametrize(
    "text",
    [
        "EXCLUSIVE - Iran and Oman met in secret.",
        "NATO - The alliance met on Monday.",
        "NATO - the alliance of thirty states - met on Monday.",
        "Johnson - Britain's foreign secretary - said no.",
        "BREAKING: Norway has left the treaty.",
        "TRUMP: We will go.\nPUTIN: We will not go.",
        "The talks - Norway's first since May - failed.",
        "Norway (twice) - and Oman - met.",
        "US - China talks failed on Monday.",
        "MOSCOW (in the night) - The talks failed.",
    ],
)
def test_other_words_before_a_dash_are_no_dateline(text):
    doc = read_text(text)
    assert doc.dateline is None
    assert body(doc)[0].startswith(text.split()[0])


@pytest.mark.parametrize(
    ("tail", "outlet", "credit"),
    [
        ("\nKaynak/Source: Independent", "Independent", ("Independent",)),
        ("\nSource: Reuters", "Reuters", ("Reuters",)),
        ("\n\nWith agencies\n© 2017 Northern Post", None, ("agencies",)),
        (" (AFP)", None, ("AFP",)),
        (" - Reuters", None, ("Reuters",)),
        (" (with agencies)", None, ("agencies",)),
        (" Kaynak: Baltic Herald (6 April 2017)", "Baltic Herald", ("Baltic Herald",)),
        ("\n(Reporting by Jane Roe; Editing by Ann Doe)", None, ()),
        ("\nRead more: Oman and its friends\nFollow us on social media", None, ()),
        ("\nBy Jane Roe\n", None, ()),
    ],
)
def test_tail_gives_credits_and_is_no_body(tail, outlet, credit):
    doc = read_text(f"{PROSE}\n{MORE}{tail}")
    assert doc.outlet == outlet
    assert doc.credit == credit
    assert body(doc) == [PROSE, MORE]


def test_bracket_that_is_no_credit_stays_in_the_body():
    text = f"{PROSE} The accord is long (43 pages)."
    assert body(read_text(text)) == [text]


def test_date_alone_below_the_prose_stays_in_the_body_and_dates_nothing():
    doc = read_text(f"{PROSE}\nThe talks go on:\nSaturday, December 19, 2015.")
    assert doc.published is None
    assert body(doc)[-1] == "Saturday, December 19, 2015."


def test_publisher_goes_before_the_agency_that_is_credited():
    doc = read_text(f"Envoys meet\nNorthern Gazette\n6 April 2017\n\nOSLO (AFP) - {PROSE}\n\nSource: AFP")
    assert doc.outlet == "Northern Gazette"
    assert doc.credit == ("AFP",)


def test_first_publication_goes_before_the_last_change():
    doc = read_text(f"Envoys meet\nUpdated: 9 April 2017\nPublished: 6 April 2017\n\n{PROSE}")
    assert doc.published == DAY


def test_last_change_dates_a_text_that_has_no_other_date():
    assert read_text(f"Envoys meet\nLast updated 6 April 2017\n\n{PROSE}").published == DAY


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Published: 04/05/2020", "ambiguous"),
        ("31 February 2020", "no day of the calendar"),
        ("Published: 9999-12-31", "outside 1900 to 2100"),
    ],
)
def test_day_in_doubt_is_left_unknown_with_a_warning(line, reason):
    doc, warnings = make_document(f"Envoys meet\n{line}\n\n{PROSE}", Given(), limits=Limits())
    assert doc.published is None
    assert body(doc) == [PROSE]
    assert len(warnings) == 1
    assert reason in warnings[0]


def test_two_days_of_publication_are_reported():
    text = f"Envoys meet\n6 April 2017\n\n{PROSE}\nSource: Baltic Herald (7 April 2017)"
    doc, warnings = make_document(text, Given(), limits=Limits())
    assert doc.published == DAY
    assert "2017-04-06 and 2017-04-07" in warnings[0]


def test_what_the_caller_says_goes_before_the_text():
    doc = read_text(
        f"Envoys meet\nIndependent (6 April 2017)\n\n{PROSE}", published=date(2020, 1, 1), outlet="Own", title="Other"
    )
    assert (doc.published, doc.outlet, doc.title) == (date(2020, 1, 1), "Own", "Other")


def test_line_that_repeats_a_given_title_is_no_body():
    doc = read_text(f"Envoys meet in Oslo\n{PROSE}", title="Envoys meet in Oslo")
    assert body(doc) == [PROSE]


def test_wrapped_paragraphs_are_one_span_each():
    wrapped = (
        "The ministers of Norway and Oman signed an accord in Oslo on\nMonday after talks that had gone on for years.\n"
        "They will meet again.\n"
        "Sweden, which had been told of the talks in advance, said that\nit had no comment to make on the accord.\n"
    )
    doc = read_text(wrapped)
    assert len(doc.body) == 2
    assert body(doc)[1].startswith("Sweden")


def test_huge_paragraph_is_cut_after_sentences():
    doc = read_text("Norway met Oman on Monday. " * 10_000)
    assert all(span.end - span.start <= MAX_SPAN_CHARS for span in doc.body)
    assert all(words.endswith(".") for words in body(doc))
    assert sum(words.count("Norway") for words in body(doc)) == 10_000


def test_endless_word_is_cut_too():
    doc = read_text("x" * 120_000)
    assert "".join(body(doc)) == "x" * 120_000


def test_text_is_kept_as_it_came():
    text = "  Envoys  meet\r\n\r\n\tThe ministers\u00a0met on Monday. \u202eOman\u202c agreed.\r\n"
    doc = read_text(text)
    assert doc.text == text
    assert body(doc) == ["The ministers\u00a0met on Monday. \u202eOman\u202c agreed."]


def test_nul_and_lone_surrogate_are_replaced_and_the_mark_dropped():
    doc = read_text("\ufeffNorway\x00 met\ud800 Oman.")
    assert doc.text == "Norway\ufffd met\ufffd Oman."


def test_headline_alone_is_body():
    doc = read_text("ENVOYS MEET IN OSLO\nIndependent (6 April 2017)")
    assert body(doc) == ["ENVOYS MEET IN OSLO"]
    assert doc.published == DAY


def test_head_line_alone_is_body():
    doc = read_text("6 April 2017")
    assert body(doc) == ["6 April 2017"]


@pytest.mark.parametrize("text", ["", " \n\t", "--- !!! ***", "\u200b\u200e"])
def test_text_without_words_is_refused(text):
    with pytest.raises(ReadError, match="no words"):
        read_text(text)


def test_address_and_author_are_read():
    doc = read_text(f"Envoys meet\nBy Jane Roe\nURL: https://example.org/1\n\n{PROSE}")
    assert (doc.author, doc.url) == ("Jane Roe", "https://example.org/1")


def test_same_text_has_the_same_id_and_another_day_another():
    first, again, other = read_text(PROSE), read_text(PROSE), read_text(PROSE, published=DAY)
    assert first.doc_id == again.doc_id != other.doc_id


def test_long_title_is_cut_with_a_warning():
    doc, warnings = make_document(PROSE, Given(title="T" * 1000), limits=Limits(title_chars=50))
    assert doc.title == "T" * 49 + "…"
    assert "1,000 characters cut to 50" in warnings[0]
