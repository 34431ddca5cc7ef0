"""Rules and network together: who told an act, what the network adds, and what it leaves to the rules."""

from collections.abc import Callable

import pytest

from dragoman.coding import CODERS, code
from dragoman.coding.learned import told_by
from dragoman.lexicon.actors import load_actors
from dragoman.model import Coding, Document, EventType, Evidence, Span, Status
from dragoman.resolve import resolve
from dragoman.resolve.parser import load_parser


@pytest.fixture(scope="module")
def coded() -> Callable[..., Coding]:
    parser, tables = load_parser(), load_actors()

    def read(text: str, coder: str = "both") -> Coding:
        document = Document(doc_id="t", text=text, body=(Span(0, len(text)),) if text else ())
        ((_, parse),) = parser.parse_all([document])
        return code(resolve(document, parse, tables=tables), coder=CODERS[coder])

    return read


def acts(coding: Coding, kind: EventType) -> list[Evidence]:
    return [ev for ev in coding.evidence if ev.type is kind]


def test_an_act_that_rules_and_network_see_is_told_by_both_and_is_surer_than_one_of_the_network(
    coded: Callable[..., Coding],
) -> None:
    (known,) = acts(coded("Norway accused Belarus of espionage on Tuesday."), EventType.ACCUSE)
    (lone,) = acts(coded("Laos hosed down a Thai patrol boat on the Mekong."), EventType.COERCE)
    assert (told_by(known), told_by(lone)) == ("both", "network")
    assert known.confidence > lone.confidence


def test_words_that_the_lexicon_does_not_know_are_found_with_their_parties(coded: Callable[..., Coding]) -> None:
    text = "Laos hosed down a Thai patrol boat on the Mekong."
    assert not coded(text, "rules").evidence
    (act,) = acts(coded(text), EventType.COERCE)
    assert act.actors == ("state:LAO",)
    assert act.recipients
    assert text[act.trigger.start : act.trigger.end] == "hosed down"


def test_parties_that_the_rules_found_stay(coded: Callable[..., Coding]) -> None:
    text = "Kenya's foreign minister met his Ugandan counterpart in Kisumu and promised to lift the ban on maize."
    ruled, both = (acts(coded(text, coder), EventType.CONSULT) for coder in ("rules", "both"))
    assert ruled
    assert [(ev.actors, ev.recipients) for ev in both] == [(ev.actors, ev.recipients) for ev in ruled]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rwanda insisted that the Congolese army did the shelling.", EventType.ASSAULT),
        ("Norway has shelved talks with Chad, which it was to host in Bergen.", EventType.CONSULT),
        ("Ghana has in effect dropped its demand that the Togolese president must resign.", EventType.CONCEDE),
    ],
)
def test_words_that_only_carry_or_describe_an_act_are_no_second_one(
    coded: Callable[..., Coding], text: str, kind: EventType
) -> None:
    told = [ev for ev in coded(text).evidence if not ev.is_mention_only]
    assert len([ev for ev in told if ev.type is kind]) == 1
    assert not any(ev.type is EventType.REQUEST for ev in told)


def test_what_only_names_a_thing_is_no_act_for_either(coded: Callable[..., Coding]) -> None:
    text = "The street is called Treaty Street, and the war museum behind it is closed on Mondays."
    assert coded(text).evidence == ()


def test_the_network_sees_that_an_act_did_not_happen(coded: Callable[..., Coding]) -> None:
    (act,) = acts(coded("Zambia decided against sending 400 troops to Cabo Delgado."), EventType.MOBILIZE)
    assert act.status not in {Status.HAPPENED, Status.ONGOING}


@pytest.mark.parametrize("coder", list(CODERS))
@pytest.mark.parametrize("text", ["", "   \n", "…", "a " * 3000, "Norway " * 900 + "met Chad."])
def test_no_text_is_too_short_or_too_long(coded: Callable[..., Coding], coder: str, text: str) -> None:
    for ev in coded(text, coder).evidence:
        assert 0 <= ev.trigger.start < ev.trigger.end <= len(text)


@pytest.mark.parametrize("coder", list(CODERS))
def test_the_same_text_is_told_the_same_way_twice(coded: Callable[..., Coding], coder: str) -> None:
    text = "Two diplomats said Oslo had pulled out of the talks with Minsk after Belarus jailed a Norwegian reporter."
    assert coded(text, coder) == coded(text, coder)


def test_the_network_alone_finds_acts_without_a_word_from_the_rules(coded: Callable[..., Coding]) -> None:
    (act,) = acts(coded("Norway accused Belarus of espionage on Tuesday.", "network"), EventType.ACCUSE)
    assert told_by(act) == "network"
    assert (act.actors, act.recipients) == (("state:NOR",), ("state:BLR",))


def test_a_noun_that_counts_an_act_is_no_act_beside_it(coded: Callable[..., Coding]) -> None:
    coding = coded("The Oslo round of talks between Chad and Peru was cancelled on Monday.")
    assert [ev.type for ev in coding.evidence if not ev.is_mention_only] == [EventType.CONSULT]


def test_who_tells_the_reason_does_not_vouch_for_the_act(coded: Callable[..., Coding]) -> None:
    told = coded("Ghana has put off the visit to Togo because the budget, officials said, is not ready.")
    (refusal,) = acts(told, EventType.REJECT)
    assert [a.speaker for a in refusal.attribution] == ["outlet"]


@pytest.mark.parametrize(
    "text",
    [
        "Norway's minister ruled it out. A former Iranian negotiator said the plan was dead.",
        "Kenya pleaded for an end to the closure. The Nigerian delegation declined to take sides.",
        "The ministers of Kenya and Peru condemned piracy. They thanked Norway for its ships.",
    ],
)
def test_an_act_is_not_aimed_at_somebody_whom_the_text_has_not_named_yet(
    coded: Callable[..., Coding], text: str
) -> None:
    first, *_ = coded(text).evidence
    assert first.recipients == ()


def test_two_who_speak_with_each_other_do_not_meet_the_state_of_one(coded: Callable[..., Coding]) -> None:
    text = "The foreign ministers of Kenya and Sudan spoke by telephone on Friday, a month after Nairobi called off a visit."
    talk = next(ev for ev in acts(coded(text), EventType.CONSULT) if ev.trigger.of(text).startswith("spoke"))
    assert talk.recipients == ()


def test_one_of_two_acts_on_the_other_and_not_on_both(coded: Callable[..., Coding]) -> None:
    text = "The foreign ministers of Kenya and Uganda met on Tuesday, a week after Nairobi cancelled a visit."
    called_off = next(ev for ev in coded(text).evidence if ev.trigger.of(text) == "cancelled")
    assert called_off.actors == ("state:KEN",)
    assert called_off.recipients == ("role:UGA:foreign-minister",)
