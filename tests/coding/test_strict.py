"""The strict PLOVER type of an act: what status and codebook make of it."""

from functools import cache

import pytest

from dragoman.coding.grammar import Grammar
from dragoman.coding.strict import Wording, phrase, shares_of, strict_type, wording
from dragoman.lexicon.strict import PhraseRow, load_phrases
from dragoman.model import Document, EventType, Span, Status
from dragoman.resolve.parser import Parser, load_parser

NO_WORDS = Wording()


@cache
def parser() -> Parser:
    return load_parser()


@cache
def grammar_of(text: str) -> Grammar:
    ((_, parse),) = parser().parse_all([Document(doc_id="t", text=text, body=(Span(0, len(text)),))])
    return Grammar(parse)


def around(text: str, act: str) -> Wording:
    grammar = grammar_of(text)
    return wording(grammar, next(t.i for t in grammar.tokens if t.text == act))


def deciding(text: str) -> set[PhraseRow | None]:
    grammar = grammar_of(text)
    return {phrase(kind, wording(grammar, t.i)) for t in grammar.tokens for kind in EventType}


@pytest.mark.parametrize(
    ("kind", "status", "strict"),
    [
        (EventType.CONSULT, Status.HAPPENED, EventType.CONSULT),
        (EventType.CONSULT, Status.PLANNED, EventType.AGREE),
        (EventType.CONSULT, Status.CANCELLED, EventType.REJECT),
        (EventType.RETREAT, Status.DEMANDED, EventType.REQUEST),
        (EventType.ASSAULT, Status.HYPOTHETICAL, EventType.THREATEN),
        (EventType.SANCTION, Status.PLANNED, EventType.THREATEN),
        (EventType.AID, Status.DENIED, EventType.REJECT),
        (EventType.ASSAULT, Status.DENIED, None),
        (EventType.PROTEST, Status.CANCELLED, EventType.RETREAT),
        (EventType.RETREAT, Status.POSSIBLE, EventType.AGREE),
    ],
)
def test_what_has_not_happened_is_the_speech_act_about_it(
    kind: EventType, status: Status, strict: EventType | None
) -> None:
    assert strict_type(kind, status, around=NO_WORDS, is_mutual=False) is strict


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
    assert strict_type(kind, Status.HAPPENED, around=around(text, act), is_mutual=False) is strict


@pytest.mark.parametrize("row", load_phrases(), ids=lambda row: row.yes)
def test_each_row_of_the_codebook_decides_in_its_own_sentence_and_not_in_the_other(row: PhraseRow) -> None:
    assert row in deciding(row.yes)
    assert row not in deciding(row.no)


@pytest.mark.parametrize(
    ("text", "act", "kind", "strict"),
    [
        ("The junta lifted the curfew.", "curfew", EventType.COERCE, EventType.RETREAT),
        ("The junta announced the lifting of the curfew.", "curfew", EventType.COERCE, EventType.RETREAT),
        ("The junta imposed a curfew.", "curfew", EventType.COERCE, EventType.COERCE),
        ("The strikers called their protest off.", "protest", EventType.PROTEST, EventType.RETREAT),
        ("The rebels walked out of the talks.", "talks", EventType.CONSULT, EventType.SANCTION),
        ("The rebels walked into the talks.", "talks", EventType.CONSULT, EventType.CONSULT),
    ],
)
def test_an_act_is_typed_with_the_verb_that_says_what_becomes_of_it(
    text: str, act: str, kind: EventType, strict: EventType
) -> None:
    assert strict_type(kind, Status.HAPPENED, around=around(text, act), is_mutual=False) is strict


def test_what_the_codebook_calls_an_act_still_depends_on_its_status() -> None:
    curfew = around("The junta will lift the curfew.", "lift")
    assert strict_type(EventType.COERCE, Status.PLANNED, around=curfew, is_mutual=False) is EventType.AGREE
    decided = around("The junta has decided to lift the curfew.", "lift")
    assert strict_type(EventType.COERCE, Status.PLANNED, around=decided, is_mutual=False) is EventType.CONCEDE
    assert strict_type(EventType.COERCE, Status.DENIED, around=curfew, is_mutual=False) is EventType.REJECT
    assert strict_type(EventType.COERCE, Status.DEMANDED, around=curfew, is_mutual=False) is EventType.REQUEST


def test_a_deal_of_two_is_support_and_a_promise_of_one_is_not() -> None:
    signed = Wording(words=frozenset({"sign", "pact"}))
    assert strict_type(EventType.AGREE, Status.HAPPENED, around=signed, is_mutual=True) is EventType.SUPPORT
    assert strict_type(EventType.AGREE, Status.HAPPENED, around=NO_WORDS, is_mutual=True) is EventType.AGREE


def test_shares_follow_the_chances_of_the_statuses_and_leave_out_what_was_denied() -> None:
    chances = {Status.HAPPENED: 0.5, Status.PLANNED: 0.3, Status.DENIED: 0.2}
    assert shares_of(EventType.SANCTION, chances, around=NO_WORDS, mutual=0.4) == pytest.approx(
        {EventType.SANCTION: 0.5, EventType.THREATEN: 0.3}
    )
