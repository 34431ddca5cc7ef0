"""Acts that are pointed at, put off to a time, or only described further."""

import pytest
from coded_texts import Code

from dragoman.model import EventType, Status

PUT_OFF = [
    ("Peru and Chile postponed their talks until December 2016.", "2016-12-01/2016-12-31"),
    ("The visit of Kenya's president to Oman has been put off to 14 May 2016.", "2016-05-14/2016-05-14"),
    ("Norway has delayed by six months its talks with Chad.", None),
    ("The session of the Norwegian and Chadian ministers was put off for a week.", None),
]
NOT_TO_A_TIME = [
    "Peru and Chile postponed their talks for security reasons.",
    "Peru and Chile postponed their talks until further notice.",
    "Peru and Chile cancelled their talks on Monday.",
]


def meetings(coded: Code, text: str) -> list[tuple[Status, str | None]]:
    [(_, coding)] = coded([text])
    told = [ev for ev in coding.evidence if ev.type is EventType.CONSULT and not ev.is_mention_only]
    return [(ev.status, f"{ev.date.start}/{ev.date.end}" if ev.date else None) for ev in told]


@pytest.mark.parametrize(("text", "when"), PUT_OFF)
def test_what_is_put_off_to_a_time_is_planned_anew(coded: Code, text: str, when: str | None) -> None:
    told = meetings(coded, text)
    assert [status for status, _ in told] == [Status.POSTPONED, Status.PLANNED]
    assert told[1][1] == when


def test_what_will_not_be_before_a_time_may_be_then(coded: Code) -> None:
    told = meetings(coded, "The talks between Norway and Chad will not take place before September.")
    assert told[-1] == (Status.POSSIBLE, None)


@pytest.mark.parametrize("text", NOT_TO_A_TIME)
def test_what_is_put_off_to_no_time_is_not_planned_anew(coded: Code, text: str) -> None:
    assert Status.PLANNED not in [status for status, _ in meetings(coded, text)]


def test_it_takes_up_an_act_that_only_the_network_sees(coded: Code) -> None:
    text = "The ministers of Mali and Niger were due to meet on Monday, but the meeting was put off. {}"
    after = ["It will take place in June.", "It is now expected in June.", "It is now expected to rain."]
    found = [[status for status, _ in meetings(coded, text.format(x))] for x in after]
    assert [statuses[1:] for statuses in found] == [[Status.PLANNED], [Status.EXPECTED], []]


def test_relative_pronoun_takes_up_no_earlier_act(coded: Code) -> None:
    told = meetings(coded, "Peru met Chile. A team that had been expected on Monday has put off its trip.")
    assert Status.EXPECTED not in [status for status, _ in told]


@pytest.mark.parametrize(
    "text",
    [
        "Peru has put off talks with Chile, which were to open in Lima on Monday.",
        "A meeting of Peru and Chile, which had been arranged for Monday, was put off.",
        "Norway has put off the talks with Iceland which it was to host in June.",
    ],
)
def test_clause_on_the_noun_of_an_act_tells_it_again(coded: Code, text: str) -> None:
    assert [status for status, _ in meetings(coded, text)] == [Status.POSTPONED]
