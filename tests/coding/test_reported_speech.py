"""Whose word an act rests on: (text, act's word, speakers innermost first), one way of handing over a group."""

import pytest
from coded_texts import Code

from dragoman.model import Coding, Resolved

DOCUMENTS = [
    ("Letters seen by investigators show that Kenya bombed Uganda.", "bomb", ["anonymous: Letters"]),
    ("Court papers show that Peru expelled the Chilean envoy.", "expel", ["anonymous: Court papers"]),
    ("Kenya bombed Uganda, a leaked cable revealed.", "bomb", ["anonymous: leaked cable"]),
    ("A survey found that Peru had sanctioned Chile.", "sanction", ["anonymous: survey"]),
    ("A memo on the fleet was leaked. It said Peru had shelled the port.", "shell", ["outlet"]),
    ("A leaked memo said the fleet was weak. It said Peru had shelled the port.", "shell", ["anonymous: leaked memo"]),
]
UNNAMED = [
    (
        "A Malian close to the talks said that Kenya had bombed Uganda.",
        "bomb",
        ["anonymous: Malian close to the talks"],
    ),
    (
        "An Iranian told the paper that Peru had expelled the Chilean envoy.",
        "expel",
        ["anonymous: Iranian"],
    ),
    ("Many spoke. Four of them said that Kenya had bombed Uganda.", "bomb", ["anonymous: Four of them"]),
    ("Peru let it be known that Chile had bombed Bolivia.", "bomb", ["state:PER"]),
    ("The Kremlin made it known that Mali had bombed Niger.", "bomb", ["state:RUS"]),
]
HEARSAY = [
    ("Rumour has it that Kenya had bombed Uganda.", "bomb", ["anonymous: rumour has it"]),
    ("Legend has it that Peru had expelled the Chilean envoy.", "expel", ["anonymous: legend has it"]),
    ("It is widely believed that Kenya bombed Uganda.", "bomb", ["anonymous: is widely believed"]),
    ("Kenya is rumoured to have bombed Uganda.", "bomb", ["anonymous: is rumoured"]),
    ("Peruvian radio has it that Chile expelled the envoy of Bolivia.", "expel", ["anonymous: Peruvian radio"]),
    ("Kenya purportedly bombed Uganda.", "bomb", ["anonymous: purportedly"]),
]
ACCORDING_TO = [
    ("According to the Kenyan navy, Ugandan boats shelled the pier on Friday.", "shell", ["role:KEN:mil"]),
    ("According to Peru's ambassador, Chilean jets bombed a dam.", "bomb", ["role:PER:ambassador"]),
    ("According to interviews with two diplomats, Kenya bombed Uganda.", "bomb", ["anonymous: two diplomats"]),
    ("As reported by the BBC, Kenya bombed Uganda.", "bomb", ["outlet:bbc"]),
    ("Kenya bombed Uganda, as confirmed by a Malian envoy.", "bomb", ["anonymous: Malian envoy"]),
]
CHAINS = [
    (
        "The paper quoted a Malian general as saying that Kenya had bombed Uganda.",
        "bomb",
        ["anonymous: Malian general", "anonymous: paper"],
    ),
    (
        "A Malian general was quoted by the paper as saying that Kenya had bombed Uganda.",
        "bomb",
        ["anonymous: Malian general", "anonymous: paper"],
    ),
    (
        "A Malian general said that a Kenyan envoy had assured him that Uganda had bombed Niger.",
        "bomb",
        ["anonymous: Kenyan envoy", "anonymous: Malian general"],
    ),
    (
        "Mali said a diplomat had reminded it that Kenya had bombed Uganda.",
        "bomb",
        ["anonymous: diplomat", "state:MLI"],
    ),
    ("Peru said it had learned that Chile had bombed Bolivia.", "bomb", ["state:PER"]),
]
SCOPE = [
    ("Kenya has bombed Uganda, said one pilot; another praised the weather.", "bomb", ["anonymous: one pilot"]),
    ("Peru said the troops that attacked Chile had left.", "attack", ["state:PER"]),
    ("Peru said the treaty, which Chile signed in May, was void.", "sign", ["outlet"]),
    ("Mali had bombed Niger, the French envoy insisted that calm would return.", "bomb", ["outlet"]),
    ("Mali had bombed Niger, the French envoy insisted.", "bomb", ["role:FRA:envoy"]),
    ("Mali's claim is that Kenya bombed Uganda.", "bomb", ["state:MLI"]),
    ("The release of the pilots by Uganda was demanded by Kenya.", "release", ["state:KEN"]),
]
CARRIED_ON = [
    (
        "“We warned Uganda,” a Kenyan general said. “Nobody listened to us. In the end its jets bombed Mali.”",
        "bomb",
        ["anonymous: Kenyan general"],
    ),
    (
        "''The valley is calm now,'' a Kenyan general said. ''Last week Uganda bombed it from Mali.''",
        "bomb",
        ["anonymous: Kenyan general"],
    ),
    (
        "Two envoys in Lima said the mood was bad. They said Peru had bombed Chile.",
        "bomb",
        ["anonymous: Two envoys in Lima"],
    ),
    ("Kenyan navy: Uganda has bombed the pier at Mombasa.", "bomb", ["role:KEN:mil"]),
    ("Kenya: Uganda has bombed the pier.", "bomb", ["outlet"]),
]
PERFORMED = [
    ("“I condemn the Chilean decision,” a Peruvian minister said.", "condemn", ["outlet"]),
    ("“We reject the Ugandan proposal,” the Kenyan foreign minister said.", "reject", ["outlet"]),
    ("“I urge Peru to release the crew,” the envoy of Chile said.", "urge", ["outlet"]),
]
SET_IN = [  # reporting clauses between commas, and what they do not cover
    ("Kenya bombed Uganda, it was announced in Mali.", "bomb", ["anonymous: was announced"]),
    ("It was announced in Lima that Peru had bombed Chile.", "bomb", ["anonymous: was announced"]),
    ("Peru has bombed Chile, it can be revealed.", "bomb", ["outlet"]),
    ("After Peru bombed Chile, Bolivia complained.", "bomb", ["outlet"]),
    ("Peru bombed Chile; Kenya, Mali said, had expelled the envoy of Uganda.", "bomb", ["outlet"]),
    ("Kenya closed the road because, Mali claims, Uganda bombed a village.", "bomb", ["state:MLI"]),
    ("Peru's navy denies having shelled the port of Arica.", "shell", ["role:PER:mil"]),
    ("Peru criticised Chile for bombing Bolivia.", "bomb", ["state:PER"]),
    ("Peru denied that it had bombed Chile, as Bolivia had claimed.", "bomb", ["state:PER"]),
]
LEFT_OPEN = [  # what nobody says is so
    ("Norway declined to say whether Chad had bombed Mali.", "bomb", ["outlet"]),
    ("Peru's navy did not say whether Chile had bombed Bolivia.", "bomb", ["outlet"]),
    ("The envoy of Peru could not confirm that Kenya had expelled the consul.", "expel", ["outlet"]),
    ("Norway denied that Chad had bombed Mali.", "bomb", ["state:NOR"]),
    ("Norway did not expect Chad to bomb Mali.", "bomb", ["state:NOR"]),
]
OWN_WORD = [  # a verb of telling does not tell of itself
    ("Peru will visit Chile in May, as it promised.", "promise", ["outlet"]),
    ("Peru will visit Chile in May, as it promised.", "visit", ["state:PER"]),
    ("Should Peru bomb the port, Chile's president warned, the treaty would lapse.", "warn", ["outlet"]),
]
DESCRIBED = [
    ("Peru, which bombed Chile in May, will visit Bolivia, an envoy said.", "bomb", ["outlet"]),
    ("Peru, which bombed Chile in May, will visit Bolivia, an envoy said.", "visit", ["anonymous: envoy"]),
    ("Peru's general blamed Chile, which bombed Bolivia, an envoy said.", "bomb", ["anonymous: envoy"]),
]
BEHIND_A_COLON = [
    ("An envoy commented: We are late again. Kenya has bombed Uganda.", "bomb", ["anonymous: envoy"]),
    ("An envoy told another story: the talks had failed. Kenya bombed Uganda.", "bomb", ["outlet"]),
    ("One envoy said: “Again.” Kenya bombed Uganda on Friday.", "bomb", ["outlet"]),
]
AGREED = [  # a deal is told by the text, a threat by who makes it
    ("Peru has agreed to visit Chile.", "visit", ["outlet"]),
    ("An envoy said that Peru had agreed to visit Chile.", "visit", ["anonymous: envoy"]),
    ("Peru threatened to bomb Chile.", "bomb", ["state:PER"]),
]
REPORTS = [*SET_IN, *LEFT_OPEN, *AGREED, *OWN_WORD, *DESCRIBED, *BEHIND_A_COLON]
CASES = [*REPORTS, *DOCUMENTS, *UNNAMED, *HEARSAY, *ACCORDING_TO, *CHAINS, *SCOPE, *CARRIED_ON, *PERFORMED]


@pytest.fixture(scope="module")
def results(coded: Code) -> dict[str, tuple[Resolved, Coding]]:
    texts = [text for text, _, _ in CASES]
    return dict(zip(texts, coded(texts), strict=True))


@pytest.mark.parametrize(("text", "word", "speakers"), CASES)
def test_act_rests_on_those_who_tell_it(
    results: dict[str, tuple[Resolved, Coding]], text: str, word: str, speakers: list[str]
) -> None:
    _, coding = results[text]
    found = [[x.speaker for x in ev.attribution] for ev in coding.evidence if ev.lemma.split()[0] == word]
    assert speakers in found


def test_one_speaker_told_twice_stands_once(coded: Code) -> None:
    [(_, coding)] = coded(["Peru said that it would bomb Chile, Peru added."])
    (ev,) = [ev for ev in coding.evidence if ev.lemma == "bomb"]
    assert [x.speaker for x in ev.attribution] == ["state:PER"]


def test_nobody_demands_an_act_of_himself(coded: Code) -> None:
    [(_, coding)] = coded(["Peru was urged to lift its sanctions on Chile."])
    lifted = [ev for ev in coding.evidence if ev.type == "RETREAT"]
    assert lifted
    assert all(x.speaker not in ev.actors for ev in lifted for x in ev.attribution)


@pytest.mark.parametrize(
    ("text", "word", "actor"),
    [
        ("Peru's minister said that Chile had bombed Bolivia, and accused the rebels of theft.", "accuse", "minister"),
        ("Peru's envoy says the troops are Chilean and demands their withdrawal.", "demand", "envoy"),
        ("Peru's minister denied that ships had been sunk and accused Chile of theft.", "accuse", "minister"),
        ("Peru's minister regretted that Chile had left and thanked Bolivia.", "thank", "minister"),
        ("Peru's minister said that Chile had bombed Bolivia and had accused the rebels of theft.", "accuse", "CHL"),
        ("Peru's minister said that Chile had left Bolivia and bombed the rebels.", "bomb", "CHL"),
    ],
)
def test_what_is_joined_to_a_report_and_done_by_saying_is_the_tellers(
    coded: Code, text: str, word: str, actor: str
) -> None:
    [(_, coding)] = coded([text])
    (ev,) = [ev for ev in coding.evidence if ev.lemma == word]
    (doer,) = ev.actors
    assert actor in doer
    assert (ev.attribution[0].speaker == "outlet") == (actor != "CHL")
