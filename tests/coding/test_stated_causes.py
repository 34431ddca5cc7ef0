"""What a text gives as the cause of what: (text, kind of effect, words of the cause), one construction a case."""

import pytest
from coded_texts import Code

from dragoman.model import Coding

CAUSED = [
    ("Norway bombed Chad because the raids went on.", "ASSAULT", "the raids went on"),
    ("Because the raids went on, Norway bombed Chad.", "ASSAULT", "the raids went on"),
    ("Peru recalled its envoy to Chile on account of the leak.", "SANCTION", "the leak"),
    ("In reprisal for the arrests, Kenya expelled two Ugandan diplomats.", "SANCTION", "the arrests"),
    ("Under pressure from its allies, Norway bombed Chad.", "ASSAULT", "pressure from its allies"),
    ("Norway bombed Chad, since there is nothing to lose.", "ASSAULT", "there is nothing to lose"),
    ("Norway bombed Chad, having concluded that the talks had failed.", "ASSAULT", "the talks had failed"),
    ("Norway sanctioned Chad for arming the rebels.", "SANCTION", "arming the rebels"),
    ("To punish Chad, Norway expelled its ambassador.", "SANCTION", "To punish Chad"),
    ("With the rebels advancing on the capital, Norway bombed Chad.", "ASSAULT", "the rebels advancing on the capital"),
    (
        "Norway expelled the envoy of Chad. The move followed a raid on its embassy.",
        "SANCTION",
        "a raid on its embassy",
    ),
    ("Norway bombed Chad. The decision stems from a quarrel over gas.", "ASSAULT", "a quarrel over gas"),
    ("Norway bombed Chad. The minister cited a raid as his motivation.", "ASSAULT", "a raid"),
    ("It was because the talks had failed that Norway bombed Chad.", "ASSAULT", "the talks had failed"),
    (
        "Norway visited Chad in May. A second trip was put off because the airport was shut.",
        "CONSULT",
        "airport was shut",
    ),
    ("Angered by the verdict, Norway expelled the envoy of Chad.", "SANCTION", "the verdict"),
    ("Norway bombed Chad, and the army said this was for security reasons.", "ASSAULT", "security reasons"),
    ("Brazil is eager for a settlement because its farmers need a port.", "position", "its farmers need a port"),
    ("Peru opposes the dam because its fields would dry up.", "position", "its fields would dry up"),
    ("Norway backs the treaty on the grounds that it protects cod.", "SUPPORT", "it protects cod"),
    ("Fear of a raid led Kenya to expel the Ugandan envoy.", "SANCTION", "Fear of a raid"),
    ("It was the coup that led Kenya to expel the Ugandan envoy.", "SANCTION", "the coup"),
    ("The coup is why Kenya expelled the Ugandan envoy.", "SANCTION", "The coup"),
    ("The reason Kenya expelled the Ugandan envoy is the coup.", "SANCTION", "the coup"),
    ("Kenya expelled the Ugandan envoy, and the reason was the coup.", "SANCTION", "the coup"),
    ("Peru's decision to expel the Chilean envoy was driven by the coup.", "SANCTION", "the coup"),
    ("Peru expelled the Chilean envoy on suspicion of spying.", "SANCTION", "spying"),
    (
        "Peru banned flights to Chile. Ministers met in Lima, and the ban followed talks with pilots from Cusco.",
        "SANCTION",
        "talks with pilots from Cusco",
    ),
    (
        "Norway bombed Chad, and Kenya condemned it. In a letter Kenya cited a raid as its motivation.",
        "ACCUSE",
        "a raid",
    ),
    ("Norway put off the visit to Chad because, officials said, the airport was shut.", "REJECT", "airport was shut"),
]

UNCAUSED = [
    "Kenya suspended talks with Uganda over access to the sea.",
    "Norway bombed Chad since the war began.",
    "Norway bombed Chad after a long meeting.",
    "The harvest failed because it rained. Norway bombed Chad.",
    "Norway bombed Chad to the north of Mali.",
    "With officials saying that it rained, Norway bombed Chad.",
    "Norway met Chad to discuss gas.",
    "Norway bombed Chad for three days.",
    "Norway bombed Chad over the weekend.",
    "The singer, angered by the verdict, wept. Norway bombed Chad.",
    "Norway bombed Chad. The song followed a poem on the sea.",
]


@pytest.fixture(scope="module")
def read(coded: Code) -> dict[str, Coding]:
    texts = [case[0] for case in CAUSED] + UNCAUSED
    return {text: coding for text, (_, coding) in zip(texts, coded(texts), strict=True)}


@pytest.mark.parametrize(("text", "kind", "cause"), CAUSED)
def test_cause_is_linked_to_what_it_explains(read: dict[str, Coding], text: str, kind: str, cause: str) -> None:
    coding = read[text]
    kinds = {ev.evidence_id: ev.type.value for ev in coding.evidence} | {
        p.position_id: "position" for p in coding.positions
    }
    found = [(kinds.get(d.effect), d.cause_span.of(text)) for d in coding.drivers]
    assert any(k == kind and cause in words for k, words in found), found


@pytest.mark.parametrize("text", UNCAUSED)
def test_time_place_and_mere_sequence_are_no_causes(read: dict[str, Coding], text: str) -> None:
    assert not read[text].drivers
