"""Whose word an act rests on where no verb of saying stands by it, or where parsers lose its clause.

Cases are (text, the act's word, speakers innermost first), one way of handing over a group.
"""

import pytest
from coded_texts import Code

from dragoman.model import Coding, Resolved

ACCOUNTS = [
    ("Kenya bombed Uganda, by the account of two diplomats.", "bomb", ["anonymous: two diplomats"]),
    ("By the ambassador's account Peru has expelled two men.", "expel", ["role:PER:ambassador"]),
    ("Chilean jets, in Peru's telling, bombed a dam in Bolivia.", "bomb", ["state:PER"]),
    ("By a Norwegian account Chad bombed Mali.", "bomb", ["state:NOR"]),
    ("Peru, by its own count, has bombed Chile four times.", "bomb", ["state:PER"]),
    (
        "Two diplomats said that the pier was closed. The Kenyans, by this account, had bombed Uganda.",
        "bomb",
        ["anonymous: Two diplomats"],
    ),
    (
        "Two diplomats said that the pier was closed. The Kenyans, in their telling, had bombed Uganda.",
        "bomb",
        ["anonymous: Two diplomats"],
    ),
    ("Peru expelled an envoy and, by a Norwegian account, bombed Chile.", "expel", ["outlet"]),
    ("On account of the storm Peru expelled the Chilean envoy.", "expel", ["outlet"]),
    ("Kenya bombed Uganda by the count's castle.", "bomb", ["outlet"]),
    ("Peru on a word from Oslo expelled the Chilean envoy.", "expel", ["outlet"]),
]
BELIEVED = [
    ("Kenya bombed Uganda, if two diplomats are to be believed.", "bomb", ["anonymous: two diplomats"]),
    ("If one trusts the Norwegian ambassador, Peru has expelled the Chilean envoy.", "expel", ["role:NOR:ambassador"]),
    ("Chad bombed Mali, if you believe Oslo.", "bomb", ["state:NOR"]),
    ("Peru expelled the Chilean envoy because he trusted the ambassador.", "expel", ["outlet"]),
]
TOLD_TO = [
    ("Kenya, a Malian envoy told reporters, had bombed Uganda.", "bomb", ["anonymous: Malian envoy"]),
    ("The dam, two diplomats told the BBC, was bombed by Kenya.", "bomb", ["anonymous: two diplomats"]),
    ("In private, Ugandan boats, the mayor told reporters, shelled the pier.", "shell", ["role:UGA:mayor"]),
    ("Peru gave a dinner, and the cook told the story of a ship that Chile had seized.", "seize", ["outlet"]),
]
TOLD_IN = [
    (
        "Norway's army said in a report that Kenya had promised to leave Uganda within ten days.",
        "promise",
        ["role:NOR:mil"],
    ),
    ("Norway said in a note to the court that Peru had refused to pay.", "refuse", ["state:NOR"]),
    ("Norway complained in a note about the fact that Peru had expelled an envoy.", "expel", ["outlet"]),
]
ASKED = [
    (
        "Asked whether Peru would expel the Chilean envoy, the Norwegian ambassador said there was no such plan.",
        "expel",
        ["role:NOR:ambassador"],
    ),
    (
        "Asked by reporters whether Kenya had bombed Uganda, two diplomats replied that it had not.",
        "bomb",
        ["anonymous: two diplomats"],
    ),
    ("Asked whether Kenya had bombed Uganda, the Norwegian ambassador smiled.", "bomb", ["outlet"]),
]
CHARGED = [
    ("In 2015 Kenyan soldiers were accused by Uganda of having bombed a dam.", "bomb", ["state:UGA"]),
    ("Kenya is accused by Norwegian diplomats of arming the rebels.", "arm", ["role:NOR:diplomat"]),
    ("Peru accused the Chilean navy of shelling the pier.", "shell", ["state:PER"]),
]
NOUNS = [
    ("According to two Western embassies, Kenya bombed Uganda.", "bomb", ["anonymous: two Western embassies"]),
    ("According to the institute, Kenya bombed Uganda.", "bomb", ["anonymous: institute"]),
    ("Two congressmen want Peru to expel the Chilean envoy.", "expel", ["anonymous: Two congressmen"]),
    ("The station called on Peru to expel the Chilean envoy.", "expel", ["anonymous: station"]),
    ("Kenya bombed Uganda, Htunze told reporters.", "bomb", ["anonymous: Htunze"]),
    ("According to the timetable, Peru expelled the Chilean envoy.", "expel", ["outlet"]),
]
TAKEN_UP = [
    (
        "A Norwegian diplomat calls this odd. His country, he told this newspaper, had bombed Chile.",
        "bomb",
        ["anonymous: Norwegian diplomat"],
    ),
    (
        "A member of the Uzbek delegation puts it otherwise. The Kenyans, he said, bombed a dam in Uganda.",
        "bomb",
        ["role:UZB:delegation"],
    ),
    ("Four ships were sunk in May. The Ugandans, he said, bombed a dam.", "bomb", ["outlet"]),
]
CASES = [*ACCOUNTS, *BELIEVED, *TOLD_TO, *TOLD_IN, *ASKED, *CHARGED, *NOUNS, *TAKEN_UP]


@pytest.fixture(scope="module")
def results(ruled: Code) -> dict[str, tuple[Resolved, Coding]]:
    """Return the cases with what the rules make of them; the network finds some of these speakers by itself."""
    texts = [text for text, _, _ in CASES]
    return dict(zip(texts, ruled(texts), strict=True))


@pytest.mark.parametrize(("text", "word", "speakers"), CASES)
def test_act_rests_on_whoever_the_text_hands_it_to(
    text: str, word: str, speakers: list[str], results: dict[str, tuple[Resolved, Coding]]
) -> None:
    resolved, coding = results[text]
    held = [ev for ev in coding.evidence if word in ev.trigger.of(resolved.document.text)]
    assert [[x.speaker for x in ev.attribution] for ev in held] == [speakers]
