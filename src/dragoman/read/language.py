"""A cheap check of the language: script by script, and by the share of small words.

It only has to tell English from the rest; the name of another language is a courtesy to the reader of the receipt.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dragoman.model import Span

# Left out of English: what others write too ("a", "in", "no"). Left out of the others: English words ("met", "die")
# and single letters, which apostrophes leave over.
SMALL_WORDS: Final = {
    "en": "more than one new says the of and to that is was were with for from has have had it its this which "
    "by are be been not but who they their would will said after his her she you could should",
    "fr": "le la les des du et est une dans que qui pour pas sur avec au aux ce cette sont ont été plus par ne sa",
    "de": "der das und ist nicht ein eine einen dem den des mit von zu auf für im sich auch nach wird wurde bei",
    "es": "el la los las del es una en que por con para su sus al fue como más pero lo ha entre sobre",
    "it": "il lo gli le della del dei delle è una di che con si nel nella alla ha sono da più anche",
    "pt": "os da das dos é uma em que por com para não na ao foi mais como sua pela pelo",
    "nl": "de het een en van dat op te voor niet zijn aan door ook naar bij wordt werd maar heeft",
    "tr": "ve bir bu için ile de da olarak olan daha çok gibi sonra kadar ancak ise değil oldu en türkiye",
    "pl": "na się nie jest że jak przez oraz po dla od ze są który która",
    "sv": "och att det som en av på är för med den inte om ett har de från vid kan",
    "da": "og det som en af på er med den til ikke om et har de fra ved kan blev",
    "fi": "ja ei että oli myös mutta kun ovat ole hän joka mukaan sekä",
    "cs": "na je že pro není jsou jako za podle byl která který",
    "hu": "az és hogy nem egy van volt de meg csak már szerint után",
    "ro": "și în cu nu este pe din că un pentru mai au fost al",
    "id": "yang di ke dari untuk dengan pada ini itu tidak akan telah oleh dalam adalah mereka",
    "vi": "và của là các có được cho trong không với này một những đã người",
}

SCRIPTS: Final = (
    ("ja", r"\u3040-\u30ff"),
    ("ko", r"\u1100-\u11ff\uac00-\ud7af"),
    ("zh", r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"),
    ("ru", r"\u0400-\u052f"),
    ("ar", r"\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"),
    ("he", r"\u0590-\u05ff"),
    ("el", r"\u0370-\u03ff\u1f00-\u1fff"),
    ("hi", r"\u0900-\u097f"),
    ("th", r"\u0e00-\u0e7f"),
    ("ka", r"\u10a0-\u10ff"),
    ("hy", r"\u0530-\u058f"),
    ("am", r"\u1200-\u137f"),
)
"""Language that a script most often writes in the news, with the script's range."""

TELLING_LETTERS: Final = (
    ("ru", "uk", "іїєґІЇЄҐ"),
    ("ru", "be", "ўЎ"),
    ("ru", "sr", "ђјљњћџЂЈЉЊЋЏ"),
    ("ru", "kk", "әғқңөұүһ"),
    ("ar", "fa", "پچژگ"),
    ("ar", "ur", "ٹڈڑںے"),
)
"""Letters that only one of the languages of a script has."""

SAMPLE_CHARS: Final = 20_000
"""Code points of a paragraph that are looked at."""

MIN_HITS: Final = 3
SHORT_WORDS: Final = 12
"""Fewest small words of another language that make a paragraph not English, at least two different ones; 2 do in a
paragraph of up to SHORT_WORDS words without an English one."""

MARGIN: Final = 1.5
"""How many times more small words than English another language must show; languages share short words ("de", "in")."""

UNKNOWN_WORDS: Final = 40
"""Words of a text without a single small word of any language from which it is not English ("und"): English prose
has one in every two or three."""

FOREIGN_SHARE: Final = 0.5
"""Share of letters of another script from which a sentence is not English; names in brackets stay below."""

MIXED_SHARE: Final = 0.2
"""Share of letters in English paragraphs from which a mixed text is read for them."""

LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
LETTER: Final = re.compile(r"[^\W\d_]")
TOKEN: Final = re.compile(r"\b[^\W\d_]+\b(?!-)")
SENTENCE: Final = re.compile(r"[^.!?。؟！？]*[.!?。؟！？]+[\"'”’»)\]]*\s*|[^.!?。؟！？]+$")

_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _language, _words in SMALL_WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _language)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the language check found.

    Attributes:
        language: ISO 639-1 code of the language to read the text in; "und" if it is no known one.
        body: The spans in that language; for another language than English all spans.
        left_out: Codes of the languages of spans that are not in `body`, most letters first.
    """

    language: str
    body: tuple[Span, ...]
    left_out: tuple[str, ...]


def read_language(text: str, spans: Sequence[Span]) -> Reading:
    """Return the language of a text and its spans in English.

    A text in which at least MIXED_SHARE of the letters stand in English paragraphs (or in sentences in Latin
    script of a paragraph of two scripts) is English, and the rest is left out.
    """
    pieces = [piece for span in spans for piece in _by_script(text, span)]
    guesses = [guess(text[piece.start : min(piece.end, piece.start + SAMPLE_CHARS)]) for piece in pieces]
    weights: Counter[str | None] = Counter()
    for piece, language in zip(pieces, guesses, strict=True):
        weights[language] += piece.end - piece.start
    others = Counter({language: n for language, n in weights.items() if language not in {None, "en"}})
    if not others:
        is_unknown = not weights["en"] and len(TOKEN.findall(text[:SAMPLE_CHARS])) >= UNKNOWN_WORDS
        return Reading("und" if is_unknown else "en", tuple(spans), ())
    foreign = others.most_common(1)[0][0]
    unclear_is_english = weights["en"] >= max(
        (n for la, n in others.items() if la in SMALL_WORDS or la == "und"), default=0
    )
    english = {"en", None} if unclear_is_english else {"en"}
    n_english = sum(weights[language] for language in english)
    if n_english < MIXED_SHARE * sum(weights.values()):
        return Reading(foreign or "und", tuple(spans), ())
    kept = [piece for piece, language in zip(pieces, guesses, strict=True) if language in english]
    return Reading("en", tuple(kept), tuple(la for la, _ in others.most_common() if la))


def guess(words: str) -> str | None:
    """Return the language of a paragraph: "en", another code, "und" for an unknown script, None if no word tells."""
    n_letters = len(LETTER.findall(words))
    n_latin = len(LATIN.findall(words))
    if n_letters and n_letters - n_latin > FOREIGN_SHARE * n_letters:
        return _by_letters(words)
    is_capitals = words.isupper()  # then "UN" and "US" may be small words; elsewhere they are names
    found = TOKEN.findall(words)
    tokens = [t.casefold() for t in found if is_capitals or len(t) == 1 or not t.isupper()]
    # A capital inside a sentence begins a name ("Le Pen", "Los Angeles").
    plain = [t.casefold() for i, t in enumerate(found) if is_capitals or i == 0 or t[0].islower()]
    hits = Counter(language for t in plain for language in _LANGUAGES_OF.get(t, ()) if language != "en")
    n_english = sum("en" in _LANGUAGES_OF.get(t, ()) for t in tokens)
    best, n_best = max(hits.items(), key=lambda item: (item[1], item[0]), default=("und", 0))
    n_words = sum(best in _LANGUAGES_OF.get(t, ()) for t in set(plain))
    is_short = len(tokens) <= SHORT_WORDS and not n_english
    enough = n_words >= 2 and n_best >= (2 if is_short else MIN_HITS)
    if enough and n_best > MARGIN * n_english:
        return best
    if n_english:
        return "en"
    return None


def _by_letters(words: str) -> str:
    """Return the language that the script most often writes."""
    counts = Counter({language: len(re.findall(f"[{letters}]", words)) for language, letters in SCRIPTS})
    if counts["ja"] > 0.1 * counts["zh"]:
        counts["ja"] += counts["zh"]
    language, n_letters = counts.most_common(1)[0]
    if not n_letters:
        return "und"
    for general, special, letters in TELLING_LETTERS:
        if language == general and any(letter in words for letter in letters):
            return special
    return language


def _by_script(text: str, span: Span) -> list[Span]:
    """Return the span, cut into runs of sentences in Latin and in other script where it mixes the two."""
    words = span.of(text)
    n_letters = len(LETTER.findall(words))
    n_other = n_letters - len(LATIN.findall(words))
    if not 0.05 * n_letters < n_other < 0.95 * n_letters:
        return [span]
    runs: list[tuple[bool, int, int]] = []
    for match in SENTENCE.finditer(words):
        n = len(LETTER.findall(match[0]))
        is_other = n > 0 and n - len(LATIN.findall(match[0])) > FOREIGN_SHARE * n
        if runs and (runs[-1][0] == is_other or n == 0):
            runs[-1] = (runs[-1][0], runs[-1][1], match.end())
        else:
            runs.append((is_other, match.start(), match.end()))
    cut = [_trimmed(text, span.start + start, span.start + end) for _, start, end in runs]
    return [c for c in cut if c is not None]


def _trimmed(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    return Span(start, end) if start < end else None
