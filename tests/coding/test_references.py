"""Acts that are pointed at, or only described further."""

import pytest
from coded_texts import Code

from dragoman.model import EventType, Status


def meetings(coded: Code, text: str) -> list[tuple[Status, str | None]]:
    [(_, coding)] = coded([text])
    told = [ev for ev in coding.evidence if ev.type is EventType.CONSULT and not ev.is_mention_only]
    return [(ev.status, f"{ev.date.start}/{ev.date.end}" if ev.date else None) for ev in told]


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


@pytest.mark.parametrize(
    "text",
    [
        "Ghana's president will visit Togo in May, in what would be the first trip by a Ghanaian leader since 2010.",
        "Norway's premier met Chad's president in Oslo, in what was the first meeting of the two since 2019.",
    ],
)
def test_what_an_act_would_be_is_the_act(coded: Code, text: str) -> None:
    assert len(meetings(coded, text)) == 1


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Norway on 7 May 2014 gave up talks with Chad.", None),
        ("Norway on 7 May 2014 called off talks with Chad.", None),
        ("Norway on 7 May 2014 gave talks with Chad a push.", "2014-05-07/2014-05-07"),
        ("Norway on 7 May 2014 called talks with Chad a success.", "2014-05-07/2014-05-07"),
    ],
)
def test_day_of_calling_off_is_not_that_of_the_act(coded: Code, text: str, day: str | None) -> None:
    assert [found for _, found in meetings(coded, text)] == [day]
