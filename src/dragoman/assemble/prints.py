"""Takes a document, gives its print: signature of its wording, names and figures, credits, quotations, terms."""

import re
from collections.abc import Iterator
from typing import Final

from dragoman.lexicon.origins import credited_names, load_unnamed, outlet_key
from dragoman.model import Document
from dragoman.model.ids import content_id
from dragoman.model.links import Print

SKETCH_SIZE: Final = 126
"""Hashes of a signature: 42 bands of 3 (see `origins`). The error of an estimated overlap is about 4 points."""

SEED: Final = 7
"""Of the hash functions; prints of two seeds cannot be compared."""

SHINGLE_WORDS: Final = 3
"""Words of a shingle. Unrelated news texts share almost none of three words; at two, half-shared templates come near
edited copies (probes: copies share .85 or more of three-word shingles, look-alikes .50 or less)."""

SENTENCE_WORDS: Final = 8
"""Shortest sentence by which a cut copy is found: shorter ones are formulas ("He declined to comment.")."""

QUOTE_WORDS: Final = 4
"""Shortest quotation that is kept: shorter ones are phrases that two writers may both choose."""

MIN_TERM: Final = 4
"""Shortest content word, in letters."""

_WORD: Final = re.compile(r"\w+(?:[’']\w+)?")
_SENTENCE: Final = re.compile(r"[^.!?\n]*(?:[.!?]+[”\"’)]*|\n|$)")
_QUOTE: Final = re.compile(r"[“\"]([^“”\"\n]{8,400})[”\"]")
_PERSON: Final = re.compile(r"\b[A-Z][a-z’'-]+\s+(?:al-|de\s+|van\s+)?[A-Z][a-z’'-]+")
_CALENDAR: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "  # noqa: SIM905 (words)
    "september october november december".split()
)
"""Days are told in different words by copies of one text, so they are no names to compare."""
_COMMON: Final = frozenset(
    "about after again against also among before being between both could does during each even from have having "  # noqa: SIM905 (words)
    "here himself into itself just last made make many more most much must next only other over said same says shall "
    "should since some still such than that their them then there these they this those through told took under until "
    "upon very was were what when where which while whom whose will with would your first second year years".split()
)
"""Words of grammar and of reporting: they say nothing of what a text is about."""


def make_print(document: Document, *, text_key: str = "") -> Print:
    """Return the print of a document; the same for the same document, whatever else there is.

    Args:
        document: The text.
        text_key: What verbatim copies share; not needed where the print is only kept.
    """
    prose = "\n".join(span.of(document.text) for span in document.body) or document.text
    words = [w.casefold() for w in _WORD.findall(prose)]
    shingles = sorted({" ".join(words[k : k + SHINGLE_WORDS]) for k in range(len(words) - SHINGLE_WORDS + 1)})
    named = (*document.credit, *([document.author] if document.author else []))
    return Print(
        doc_id=document.doc_id,
        text_key=text_key,
        published=document.published,
        outlet=document.outlet,
        sketch=_sketch(shingles),
        n_shingles=len(shingles),
        sentences=tuple(sorted(set(_sentences(prose)))),
        marks=tuple(sorted(set(_marks(prose)))),
        credits=tuple(sorted({*map(outlet_key, named), *credited_names(document.text)})),
        quotes=tuple(sorted(set(_unnamed_quotes(prose)))),
        terms=tuple(sorted({_stem(w) for w in words if len(w) >= MIN_TERM and w not in _COMMON})),
    )


def _sketch(shingles: list[str]) -> tuple[int, ...]:
    from rensa import RMinHash

    if not shingles:
        return ()
    minhash = RMinHash(num_perm=SKETCH_SIZE, seed=SEED)
    minhash.update(shingles)
    return tuple(minhash.digest())


def _sentences(prose: str) -> Iterator[str]:
    """Yield a hash of each sentence that is long enough to be nobody else's."""
    for sentence in _SENTENCE.findall(prose):
        words = _WORD.findall(sentence.casefold())
        if len(words) >= SENTENCE_WORDS:
            yield content_id("s", *words)


def _marks(prose: str) -> Iterator[str]:
    """Yield names (words in capitals within a sentence) and figures."""
    for sentence in _SENTENCE.findall(prose):
        for k, word in enumerate(_WORD.findall(sentence)):
            folded = word.casefold().removesuffix("'s").removesuffix("’s")
            if word.isdigit() or (k and word[0].isupper() and folded not in _CALENDAR and len(folded) > 1):
                yield folded


def _unnamed_quotes(prose: str) -> Iterator[str]:
    """Yield what somebody unnamed is quoted with: two writers have the same words only if one has them from the other.

    What a named person says may have been said to all.
    """
    unnamed = load_unnamed()
    for m in _QUOTE.finditer(prose):
        words = _WORD.findall(m[1].casefold())
        start = max(prose.rfind(mark, 0, m.start()) for mark in (". ", "\n", "? ", "! ")) + 1
        end = _SENTENCE.match(prose, m.end())
        around = f"{prose[start : m.start()]} {end[0] if end else ''}"
        named = _PERSON.search(around) is not None
        if len(words) >= QUOTE_WORDS and not named and any(_stem(w) in unnamed for w in _WORD.findall(around.lower())):
            yield " ".join(words)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= MIN_TERM:
            return word.removesuffix(ending)
    return word
