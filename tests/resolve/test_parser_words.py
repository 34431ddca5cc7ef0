"""The rules asked once a case answer as the model's own components do, word by word, in any order."""

from pathlib import Path

import pytest
import spacy

from dragoman.resolve.parser import MODEL
from dragoman.resolve.parser_words import WordReader

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
ODD = (
    "There's no plan, and there are none. Let's go; they ain't goin' anywhere, y'all.",
    "He gotta leave, she's gonna stay. They got it; nothin' gets done, 'nuff said.",
    "I'd have met you. The minister would, won't he?  Two  blanks\tand a tab.",
    "Found: the lost leaves. He leaves; it was found; they found companies. LEFT, left, Left.",
    "",
)


@pytest.fixture(scope="module")
def nlp():
    return spacy.load(MODEL)


def texts() -> list[str]:
    return [*ODD, *(path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt")))]


def answers(reader: WordReader, nlp, text: str) -> list[tuple[str, str, str]]:
    with nlp.select_pipes(disable=["attribute_ruler", "lemmatizer"]):
        doc = nlp(text)
    return [(t.text, *told) for t, told in zip(doc, reader.read(doc), strict=True) if not t.is_space]


def test_part_of_speech_and_form_are_those_of_the_whole_model(nlp) -> None:
    reader = WordReader(nlp)
    for text in texts():
        wanted = [(t.text, t.pos_, t.lemma_.lower()) for t in nlp(text) if not t.is_space]
        assert answers(reader, nlp, text) == wanted


def test_answers_do_not_depend_on_what_was_read_before(nlp) -> None:
    forwards, backwards = WordReader(nlp), WordReader(nlp)
    there = [answers(forwards, nlp, text) for text in texts()]
    back = [answers(backwards, nlp, text) for text in reversed(texts())]
    assert there == back[::-1]
