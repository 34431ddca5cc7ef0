"""Part of speech and dictionary form of a paragraph's words: what the model's rules say, asked once a case and kept.

The model's attribute ruler tries 179 patterns at every word and its lemmatizer looks every word up anew; together they
took a seventh of the parse. What they answer depends on a word's tag and, where a pattern names the word or its
relation, on these: each such case is put to the model's own rules once.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.pipeline import AttributeRuler, Lemmatizer
    from spacy.tokens import Doc

ASKED = ("attribute_ruler", "lemmatizer")
"""Components of the model that are asked here, so that they need not run over every paragraph."""
MISREAD = {("hopes", "hop"): "hope"}
"""Dictionary forms that the model gets wrong, by word and its answer: of the 920 verbs in our lexicons, the one."""
NOWHERE = 0
"""Stands for every word, or every relation, that no pattern names."""


class _Condition(Protocol):
    """What a pattern says of one attribute of a word."""

    def __call__(self, value: str) -> bool:
        """Tell whether a pattern names this value."""


class WordReader:
    """Asks the rules of a model for part of speech and dictionary form."""

    def __init__(self, nlp: "Language") -> None:
        from spacy import attrs

        self._ruler = cast("AttributeRuler", nlp.get_pipe("attribute_ruler"))
        self._lemmatizer = cast("Lemmatizer", nlp.get_pipe("lemmatizer"))
        self._strings = nlp.vocab.strings
        self._columns = [attrs.TAG, attrs.DEP, attrs.LOWER, attrs.ORTH]
        self._phrases = self._matcher_of_phrases()
        self._pos, self._lemma = attrs.POS, attrs.LEMMA
        self._words = _Named(self, tuple(self._conditions("LOWER")))
        self._relations = _Named(self, tuple(self._conditions("DEP")))
        self._rules: dict[tuple[int, int, int], tuple[int, ...]] = {}
        self._answers: dict[tuple[int, tuple[int, ...]], tuple[str, str]] = {}

    def read(self, doc: "Doc") -> list[tuple[str, str]]:
        """Return for each token its part of speech and its dictionary form in small letters."""
        found = []
        words, relations, rules, answers = self._words, self._relations, self._rules, self._answers
        phrases = self._in_phrases(doc)
        for i, (tag, dep, lower, orth) in enumerate(doc.to_array(self._columns).tolist()):
            case = (tag, relations[dep], words[lower])
            ruled = rules.get(case)
            if ruled is None:
                ruled = rules[case] = self._rules_of(doc, i)
            if i in phrases:
                ruled = tuple(sorted({*ruled, *phrases[i]}))
            answer = answers.get((orth, ruled))
            if answer is None:
                answer = answers[orth, ruled] = self._answer(doc, i, ruled)
            found.append(answer)
        return found

    def string(self, key: int) -> str:
        """Return the word of a key of the model's vocabulary."""
        return self._strings[key]

    def _conditions(self, attribute: str) -> Iterator[_Condition]:
        """Yield what the patterns of one word say of an attribute."""
        for patterns in self._patterns():
            for pattern in patterns:
                if len(pattern) == 1 and attribute in pattern[0]:
                    yield _condition(pattern[0][attribute])

    def _patterns(self) -> "list[list[list[dict[str, object]]]]":
        """Return the patterns of each rule: for each word of a pattern, what it says of the word's attributes."""
        return cast("list[list[list[dict[str, object]]]]", [item["patterns"] for item in self._ruler.patterns])

    def _matcher_of_phrases(self) -> "Matcher":
        """Return a matcher with those patterns of the ruler that span several words; a few of all."""
        from spacy.matcher import Matcher

        matcher = Matcher(self._ruler.vocab)
        for number, patterns in enumerate(self._patterns()):
            several = [pattern for pattern in patterns if len(pattern) > 1]
            if several:
                matcher.add(str(number), several)
        return matcher

    def _in_phrases(self, doc: "Doc") -> dict[int, list[int]]:
        """Return the numbers of the rules of several words that hold, by the token that they change."""
        found: dict[int, list[int]] = {}
        for key, start, end in self._phrases(doc, allow_missing=True):
            number = int(self._strings[key])
            index = self._ruler.indices[number]
            found.setdefault(start + index if index >= 0 else end + index, []).append(number)
        return found

    def _rules_of(self, doc: "Doc", i: int) -> tuple[int, ...]:
        """Return the numbers of the rules of one word that hold at a token, the last the strongest."""
        matches = self._ruler.matcher(doc[i : i + 1], allow_missing=True)
        return tuple(sorted({int(self._strings[key]) for key, _, _ in matches}))

    def _answer(self, doc: "Doc", i: int, ruled: tuple[int, ...]) -> tuple[str, str]:
        """Return part of speech and dictionary form of a token for which these rules hold."""
        from spacy.tokens._retokenize import set_token_attrs

        told: dict[int, int] = {}
        for number in ruled:
            told.update(self._ruler.attrs[number])
        token = doc[i]
        set_token_attrs(token, told)
        lemma = self._strings[told[self._lemma]] if self._lemma in told else self._lemmatizer.lemmatize(token)[0]
        lemma = MISREAD.get((token.lower_, lemma), lemma)
        return self._strings[told[self._pos]] if self._pos in told else "", lemma.lower()


class _Named(dict[int, int]):
    """By key of a word, the key itself where a pattern names the word, else NOWHERE; filled as it is asked."""

    def __init__(self, reader: WordReader, conditions: tuple[_Condition, ...]) -> None:
        super().__init__()
        self._reader = reader
        self._conditions = conditions

    def __missing__(self, key: int) -> int:
        word = self._reader.string(key)
        self[key] = found = key if any(names(word) for names in self._conditions) else NOWHERE
        return found


def _condition(value: object) -> _Condition:
    """Return a test whether a pattern's condition names a word: itself, in a list, or by an expression."""
    if not isinstance(value, dict):
        return lambda word: word == value
    if "REGEX" in value:
        return lambda word: re.search(value["REGEX"], word) is not None
    named = {word for words in value.values() for word in words}
    return lambda word: word in named
