"""Briefings, interviews and debates: an answer rests on whoever gives it."""

import pytest
from coded_texts import Code

BRIEFING = (
    "Excerpts from the briefing by the spokesman of the Kenyan foreign ministry, Peter Otieno. Question: Has Uganda "
    "bombed Mali? Answer: I have seen the news. Chad expelled our ambassador on Friday. Question: And Niger? Answer: "
    "Niger shelled a village. I have no more."
)
LABELLED = (
    "Excerpts from the briefing by Peru's spokesman, Erik Olsen.\n\nQ: Is it true that Chile invaded Bolivia?\n\n"
    "MR. OLSEN: We saw the news. Chile shelled a village on Friday.\n\nThere were no losses. Argentina bombed the pier."
    "\n\nQ: And Bolivia?\n\nMR. OLSEN: Bolivia expelled the Argentine consul.\n\nKenya invaded Uganda on Sunday."
)
INTERVIEW = (
    "Karin Lund, until May ambassador of Ghana in Chad, on tea and war. Q: Did you leave? A: “We were late. Chad "
    "expelled the consul too.” Q: And then? A: “Then Chad bombed the port.” Q: The army says Mali shelled a village. "
    "A: So it says."
)
TURNS = [
    (BRIEFING, "bomb", ["outlet"]),
    (BRIEFING, "expel", ["person:peter-otieno"]),
    (BRIEFING, "shell", ["person:peter-otieno"]),
    (LABELLED, "shell", ["person:erik-olsen"]),
    (LABELLED, "bomb", ["person:erik-olsen"]),
    (LABELLED, "expel", ["person:erik-olsen"]),
    (LABELLED, "invade", ["outlet", "outlet"]),
    (INTERVIEW, "expel", ["person:karin-lund"]),
    (INTERVIEW, "bomb", ["person:karin-lund"]),
    (INTERVIEW, "shell", ["role:TCD:mil"]),
]
NO_TRANSCRIPTS = [
    ("Peru: Chile has bombed the pier. Bolivia: Chile expelled the envoy. Peru: Argentina shelled the port.", "shell"),
    (
        "Ambassador Karin Lund was curt: it was late. Ambassador Karin Lund was curt: she left. Mali shelled Niger.",
        "shell",
    ),
    ("Question: who pays? Answer: nobody. Mali shelled Niger.", "shell"),
]


@pytest.mark.parametrize(("text", "word", "speakers"), TURNS)
def test_act_told_in_a_turn_rests_on_who_has_the_word(coded: Code, text: str, word: str, speakers: list[str]) -> None:
    [(_, coding)] = coded([text])
    assert [x.speaker for ev in coding.evidence if ev.lemma == word for x in ev.attribution] == speakers


@pytest.mark.parametrize(("text", "word"), NO_TRANSCRIPTS)
def test_other_texts_with_colons_have_no_turns(coded: Code, text: str, word: str) -> None:
    [(_, coding)] = coded([text])
    assert {x.speaker for ev in coding.evidence if ev.lemma == word for x in ev.attribution} == {"outlet"}
