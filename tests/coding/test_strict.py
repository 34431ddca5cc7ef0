"""The strict PLOVER type of an act: what status and codebook make of it."""

import pytest

from dragoman.coding.grammar import Grammar
from dragoman.coding.strict import shares_of, strict_type, words_of
from dragoman.model import Document, EventType, Span, Status
from dragoman.resolve.parser import load_parser

NO_WORDS = frozenset[str]()


@pytest.mark.parametrize(
    ("kind", "status", "strict"),
    [
        (EventType.CONSULT, Status.HAPPENED, EventType.CONSULT),
        (EventType.CONSULT, Status.PLANNED, EventType.AGREE),
        (EventType.CONSULT, Status.CANCELLED, EventType.REJECT),
        (EventType.RETREAT, Status.DEMANDED, EventType.REQUEST),
        (EventType.ASSAULT, Status.HYPOTHETICAL, EventType.THREATEN),
        (EventType.SANCTION, Status.PLANNED, EventType.THREATEN),
        (EventType.AID, Status.DENIED, None),
    ],
)
def test_what_has_not_happened_is_the_speech_act_about_it(
    kind: EventType, status: Status, strict: EventType | None
) -> None:
    assert strict_type(kind, status, words=NO_WORDS, is_mutual=False) is strict


@pytest.mark.parametrize(
    ("text", "act", "kind", "strict"),
    [
        ("Ghana imposed sanctions on Togo.", "imposed", EventType.SANCTION, EventType.COERCE),
        ("Ghana recalled its envoy to Togo.", "recalled", EventType.SANCTION, EventType.SANCTION),
        ("The rebels declared a ceasefire.", "declared", EventType.AGREE, EventType.CONCEDE),
        ("Nepal sent 300 peacekeepers to Lebanon.", "sent", EventType.MOBILIZE, EventType.AID),
        ("Nepal sent 300 soldiers to the border.", "sent", EventType.MOBILIZE, EventType.MOBILIZE),
        ("Peru pledged its support for Chile.", "pledged", EventType.AGREE, EventType.SUPPORT),
        ("Warships blockaded the port.", "blockaded", EventType.COERCE, EventType.ASSAULT),
    ],
)
def test_the_words_of_an_act_decide_where_the_codebook_parts_from_the_guideline(
    text: str, act: str, kind: EventType, strict: EventType
) -> None:
    ((_, parse),) = load_parser().parse_all([Document(doc_id="t", text=text, body=(Span(0, len(text)),))])
    place = next(t.i for t in parse.tokens if t.text == act)
    words = words_of(Grammar(parse), place)
    assert strict_type(kind, Status.HAPPENED, words=words, is_mutual=False) is strict


def test_a_deal_of_two_is_support_and_a_promise_of_one_is_not() -> None:
    words = frozenset({"sign", "pact"})
    assert strict_type(EventType.AGREE, Status.HAPPENED, words=words, is_mutual=True) is EventType.SUPPORT
    assert strict_type(EventType.AGREE, Status.HAPPENED, words=NO_WORDS, is_mutual=True) is EventType.AGREE


def test_shares_follow_the_chances_of_the_statuses_and_leave_out_what_was_denied() -> None:
    chances = {Status.HAPPENED: 0.5, Status.PLANNED: 0.3, Status.DENIED: 0.2}
    assert shares_of(EventType.CONSULT, chances, words=NO_WORDS, mutual=0.4) == pytest.approx(
        {EventType.CONSULT: 0.5, EventType.AGREE: 0.3}
    )
