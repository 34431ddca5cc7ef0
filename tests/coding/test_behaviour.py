"""What the coder must get right, one phenomenon a case: (text, type, status, speaker's kind) of the act in question."""

import pytest
from coded_texts import Code

from dragoman.model import Coding, Evidence, Resolved

CASES = [
    # status by embedding
    ("Norway denied that it planned to bomb Chad.", "ASSAULT", "denied", "named"),
    ("Norway did not deny that it had bombed Chad.", "ASSAULT", "possible", "named"),
    ("Norway failed to sign the treaty with Chad.", "SUPPORT", "denied", "outlet"),
    ("Norway has yet to sign the treaty with Chad.", "SUPPORT", "denied", "outlet"),
    ("Norway agreed to postpone talks with Chad.", "CONSULT", "postponed", "outlet"),
    ("Norway may cancel its visit to Chad.", "CONSULT", "planned", "outlet"),
    ("Norway shelved its talks with Chad until May.", "CONSULT", "postponed", "outlet"),
    ("Norway shelved its talks with Chad.", "CONSULT", "cancelled", "outlet"),
    ("If Mali attacks, Norway will bomb Chad.", "ASSAULT", "hypothetical", "outlet"),
    ("Norway demanded that Chad withdraw its troops from Mali.", "RETREAT", "demanded", "named"),
    ("Norway managed to visit Chad.", "CONSULT", "happened", "outlet"),
    ("Norway has long backed Chad.", "SUPPORT", "ongoing", "outlet"),
    ("Norway is to visit Chad in May.", "CONSULT", "planned", "outlet"),
    ("Chad will visit Norway, a Malian diplomat said.", "CONSULT", "expected", "anonymous"),
    ("The talks between Norway and Chad will not take place.", "CONSULT", "cancelled", "outlet"),
    ("No talks between Norway and Chad were planned.", "CONSULT", "denied", "outlet"),
    ("Norway planned talks with Chad. On Monday it was called off.", "CONSULT", "cancelled", "outlet"),
    ("The talks between Norway and Chad will not take place before May.", "CONSULT", "postponed", "outlet"),
    ("A summit of Norway and Chad is not expected before October.", "CONSULT", "postponed", "outlet"),
    ("Norway has put off the first of its visits to Chad.", "CONSULT", "postponed", "outlet"),
    ("The Norwegian minister is on a three-day visit to Chad.", "CONSULT", "ongoing", "outlet"),
    ("The Norwegian minister, now on a visit to Chad, praised Mali.", "CONSULT", "ongoing", "outlet"),
    ("The Norwegian minister, on a visit to Chad, praised Mali.", "CONSULT", "happened", "outlet"),
    ("Norway no longer finances the rebels in Chad.", "AID", "denied", "outlet"),
    ("At no time did Norway bomb Chad.", "ASSAULT", "denied", "outlet"),
    ("On nothing else do Norway and Chad agree.", "AGREE", "denied", "outlet"),
    ("Under no circumstances would Norway bomb Chad.", "ASSAULT", "denied", "outlet"),
    ("Norway offered its condolences to Chad.", "SUPPORT", "happened", "outlet"),
    ("Norway does not accept the Chadian plan.", "REJECT", "happened", "outlet"),
    ("Norway would hear none of the Chadian plan.", "REJECT", "happened", "outlet"),
    ("Norway would not object to the Chadian plan.", "REJECT", "denied", "outlet"),
    ("Norway will vote against the Chadian plan.", "REJECT", "planned", "outlet"),
    ("Norway asked whether Chad had bombed Mali.", "ASSAULT", "possible", "outlet"),
    ("Norway hopes to recognise Kosovo this year.", "SUPPORT", "expected", "named"),
    ("Without a guarantee, Norway would quit the treaty with Chad.", "SANCTION", "hypothetical", "outlet"),
    ("In the event of an attack, Norway will send troops to Mali.", "MOBILIZE", "hypothetical", "outlet"),
    ("The Norwegian minister said that he would sue Chad.", "ACCUSE", "planned", "named"),
    ("Norway will blame Chad for the attack on Mali.", "ASSAULT", "happened", "named"),
    ("The Norwegian premier is due in Chad after a stop in Mali.", "CONSULT", "planned", "outlet"),
    ("Norway refused talks with Chad until Mali apologised.", "CONCEDE", "demanded", "outlet"),
    ("The Norwegian ban on Chadian meat is not part of a wider plan.", "SANCTION", "ongoing", "outlet"),
    ("The Norwegian sanctions on Chad are not aimed at its people.", "SANCTION", "ongoing", "outlet"),
    ("There was no Norwegian attack on Chad.", "ASSAULT", "denied", "outlet"),
    # who says so
    ("Norway looked into what Mali called the bombing of its villages by Chad.", "ASSAULT", "happened", "named"),
    ("Norway was angered by what it saw as Chad's support for Mali.", "SUPPORT", "ongoing", "named"),
    (
        "Norway denied that the delay had anything to do with its seizure of a Chadian ship.",
        "COERCE",
        "happened",
        "outlet",
    ),
    ("Norway sanctioned Chad over alleged attacks by its army on Mali.", "ASSAULT", "happened", "named"),
    ("Chad is said to have bombed Mali.", "ASSAULT", "happened", "hearsay"),
    ("Chad reportedly bombed Mali.", "ASSAULT", "happened", "hearsay"),
    ("According to a leaked memo, Chad bombed Mali.", "ASSAULT", "happened", "document"),
    ("Chad bombed Mali, two officials said.", "ASSAULT", "happened", "anonymous"),
    ("“Chad bombed Mali on Monday,” the Norwegian foreign minister said.", "ASSAULT", "happened", "named"),
    ("Chad bombed Mali.", "ASSAULT", "happened", "outlet"),
    ("Norway accused Chad of arming rebels in Mali.", "AID", "happened", "named"),
    # passives, relatives, control
    ("Mali was bombed by Chad.", "ASSAULT", "happened", "outlet"),
    ("Chad, which bombed Mali, met Norway.", "ASSAULT", "happened", "outlet"),
]


def the_act(coding: Coding, kind: str) -> Evidence | None:
    """Return the last telling of that type, not counting the new version of what is put off to a time."""
    found = [ev for ev in coding.evidence if ev.type == kind and not ev.rule.startswith("again:")]
    return found[-1] if found else None


@pytest.fixture(scope="module")
def results(coded: Code) -> dict[str, tuple[Resolved, Coding]]:
    texts = [case[0] for case in CASES]
    return dict(zip(texts, coded(texts), strict=True))


@pytest.mark.parametrize(("text", "kind", "status", "speaker"), CASES)
def test_status_and_source(
    results: dict[str, tuple[Resolved, Coding]], text: str, kind: str, status: str, speaker: str
) -> None:
    ev = the_act(results[text][1], kind)
    assert ev is not None
    assert (ev.status, ev.attribution[0].kind) == (status, speaker)


PARTIES = [
    ("Mali was bombed by Chad.", "ASSAULT", {"TCD"}, {"MLI"}),
    ("Chad, which bombed Mali, met Norway.", "ASSAULT", {"TCD"}, {"MLI"}),
    ("Norway urged Chad to withdraw its troops from Mali.", "RETREAT", {"TCD"}, {"MLI"}),
    ("Norway and Chad met in Oslo.", "CONSULT", {"NOR", "TCD"}, set()),
    ("The talks between Norway and Chad began.", "CONSULT", {"NOR", "TCD"}, set()),
    ("Norway enjoys the support of Chad.", "SUPPORT", {"TCD"}, {"NOR"}),
    ("Norway visited Chad and condemned Mali.", "ACCUSE", {"NOR"}, {"MLI"}),
    ("Russia's annexation of Crimea angered Norway.", "COERCE", {"RUS"}, {"UKR"}),
    ("Norway called the Malian decision disgraceful.", "ACCUSE", {"NOR"}, {"MLI"}),
    ("According to Norway, Chad bombed Mali.", "ASSAULT", {"TCD"}, {"MLI"}),
    ("Norway complained that Chad had bombed its villages.", "ASSAULT", {"TCD"}, {"NOR"}),
    ("Norway said that Chad had shot down one of its drones.", "ACCUSE", {"NOR"}, {"TCD"}),
    ("The Chadian army shelled its own villages, Norway said.", "ASSAULT", {"TCD"}, set()),
    ("Norway accused Chad of an attack on Mali.", "ASSAULT", {"TCD"}, {"MLI"}),
    ("Norway will blame Chad for the murder of a Malian envoy.", "ASSAULT", {"TCD"}, {"MLI"}),
    ("Norway broke off talks with Chad.", "SANCTION", {"NOR"}, {"TCD"}),
    ("Norway called off talks with Chad.", "REJECT", {"NOR"}, {"TCD"}),
]


@pytest.mark.parametrize(("text", "kind", "actors", "recipients"), PARTIES)
def test_parties_stand_on_the_right_side(
    coded: Code, text: str, kind: str, actors: set[str], recipients: set[str]
) -> None:
    ((resolved, coding),) = coded([text])
    ev = the_act(coding, kind)
    assert ev is not None
    codes = {e.entity_id: e.code for e in (*resolved.entities, *coding.entities)}
    assert {codes[x] for x in ev.actors} == actors
    assert {codes[x] for x in ev.recipients} == recipients


NO_EVENTS = [
    "G7 meetings usually end on a Sunday.",
    "The UN-backed government in Tripoli held a feast.",
    "The guide met a tourist in Oslo.",
    "The signing of autographs began.",
    "Norway insists that Chad is a friend.",
    "Turkey opposes the sanctions against Russia.",
    "Turkey has long opposed the sanctions against Russia.",
]


@pytest.mark.parametrize("text", NO_EVENTS)
def test_habits_attitudes_modifiers_and_private_acts_are_no_events(coded: Code, text: str) -> None:
    ((_, coding),) = coded([text])
    assert [(ev.lemma, ev.type.value) for ev in coding.evidence] == []


def test_cancelled_visit_is_not_counted_as_a_visit(coded: Code) -> None:
    ((_, coding),) = coded(["Norway's visit to Chad was cancelled because of a strike."])
    assert {ev.status.value for ev in coding.evidence if ev.type == "CONSULT"} == {"cancelled"}
    assert [d.marker for d in coding.drivers] == ["because of"]


def test_expectation_has_holder_due_time_and_condition(coded: Code) -> None:
    text = "Norway will leave Chad in July if Mali signs the treaty, a Malian official said."
    ((resolved, coding),) = coded([text])
    (x,) = coding.outlook
    assert x.who.startswith("anonymous: ")
    assert x.due is not None
    assert x.due.start is not None
    assert x.due.start.month == 7
    assert x.condition is not None
    assert x.condition.of(resolved.document.text) == "if Mali signs the treaty"


def test_figures_are_read_where_they_are_stated(coded: Code) -> None:
    texts = [
        "Chad killed 12 civilians in Mali.",
        "Norway expelled three diplomats.",
        "Norway sent 2,000 troops to Mali.",
    ]
    found = [{k: v for ev in coding.evidence for k, v in ev.magnitude.items()} for _, coding in coded(texts)]
    assert found == [{"dead": 12}, {"expelled": 3}, {"troops": 2000}]


def test_issue_of_an_act_is_read_from_its_sentence(coded: Code) -> None:
    ((_, coding),) = coded(["Norway and Chad met to discuss a gas pipeline."])
    assert "gas" in coding.evidence[0].issue
