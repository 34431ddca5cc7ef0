"""Cue words: status operators, reporting words, causal markers and stance words (data/cues).

Every row carries a sentence in which it speaks and one in which it must not; they run as tests.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from dragoman.errors import LexiconError
from dragoman.lexicon.files import data_file, read_rows
from dragoman.model import Status

DROP = "drop"
FATES: Final = frozenset({"fate", "chance"})
"""Links through a noun that itself governs the act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One row of operators.tsv.

    Attributes:
        words: The lemma's words, verb or head first.
        pos: "v", "n", "a", "m", "x", "r", "p", "s", "d" or "i" (see the file's head).
        links: Ways the act may hang on the word ("inf", "ger", "that", "obj", "subj", "mod", "aux", ...).
        preps: Prepositions behind which the act may stand.
        gerunds: Prepositions behind which it may stand as a gerund only.
        effect: The status it gives, or None when such content is no event.
        speaks: Whether the word's subject vouches for the content.
    """

    words: tuple[str, ...]
    pos: str
    links: frozenset[str]
    preps: frozenset[str]
    gerunds: frozenset[str] = frozenset()
    effect: Status | None
    speaks: bool

    @property
    def is_charge(self) -> bool:
        """Tell whether the word lays an act to somebody's charge: "accuse of", "charge with", "blame for"."""
        return self.speaks and self.effect is Status.HAPPENED and bool(self.preps)

    @property
    def is_fate(self) -> bool:
        """Tell whether the word decides only through a noun: "kept" in "kept its promise to leave"."""
        return self.links <= FATES and not self.preps and not self.gerunds

    def takes(self, prep: str, *, gerund: bool) -> bool:
        """Tell whether an act may hang on the word by a preposition."""
        return prep in self.preps or (gerund and prep in self.gerunds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The cue tables.

    Attributes:
        operators: By (part of speech, first word).
        reporters: By (part of speech, kind), the words.
        documents: Nouns that name documents which can speak ("report", "memo").
        speakers: Nouns for unnamed speakers whom no other rule names ("sources", "state television").
        causes: By kind of marker (see causes.tsv), the markers' words, the longest first.
        magnitudes: Counted noun to (verbs that it needs, name of the magnitude).
    """

    operators: Mapping[tuple[str, str], tuple[Operator, ...]]
    reporters: Mapping[tuple[str, str], frozenset[str]]
    documents: frozenset[str]
    speakers: frozenset[str]
    causes: Mapping[str, tuple[tuple[str, ...], ...]]
    magnitudes: Mapping[str, tuple[tuple[frozenset[str], str], ...]]

    def reports(self, pos: str, *kinds: str) -> frozenset[str]:
        """Return the words of a part of speech that report in one of these ways."""
        return frozenset().union(*(self.reporters.get((pos, kind), frozenset()) for kind in kinds))


@cache
def load_cues() -> Cues:
    """Return the packaged cue tables.

    Raises:
        LexiconError: If a row names an unknown effect or link.
    """
    operators: dict[tuple[str, str], list[Operator]] = {}
    for row in read_rows(data_file("cues/operators.tsv")):
        for op in _operators(row):
            operators.setdefault((op.pos, op.words[0]), []).append(op)
    reporters: dict[tuple[str, str], set[str]] = {}
    for row in read_rows(data_file("cues/reporting.tsv")):
        reporters.setdefault((row["pos"], row["kind"]), set()).update(row["lemma"].split(","))
    causes: dict[str, list[tuple[str, ...]]] = {}
    for row in read_rows(data_file("cues/causes.tsv")):
        causes.setdefault(row["kind"], []).extend(tuple(x.split()) for x in row["lemma"].split(","))
    magnitudes: dict[str, list[tuple[frozenset[str], str]]] = {}
    for row in read_rows(data_file("cues/magnitudes.tsv")):
        verbs = frozenset(v for v in row["verb"].split(",") if v)
        magnitudes.setdefault(row["lemma"], []).append((verbs, row["key"]))
    return Cues(
        operators={k: tuple(sorted(v, key=lambda o: -len(o.words))) for k, v in operators.items()},
        reporters={k: frozenset(v) for k, v in reporters.items()},
        documents=frozenset(row["lemma"] for row in read_rows(data_file("cues/documents.tsv"))),
        speakers=frozenset(row["lemma"] for row in read_rows(data_file("cues/speakers.tsv"))),
        causes={k: tuple(sorted(v, key=len, reverse=True)) for k, v in causes.items()},
        magnitudes={k: tuple(v) for k, v in magnitudes.items()},
    )


def _operators(row: Mapping[str, str]) -> Iterator[Operator]:
    """Yield an operator for each word of a row's family."""
    links = row["links"].split()
    try:
        effect = None if row["effect"] == DROP else Status(row["effect"])
    except ValueError as err:
        raise LexiconError(f"operators.tsv: {row['lemma']!r}: unknown effect {row['effect']!r}") from err
    for lemma in row["lemma"].split(","):
        yield Operator(
            words=tuple(lemma.split()),
            pos=row["pos"],
            links=frozenset(x for x in links if ":" not in x),
            preps=frozenset(x.removeprefix("prep:") for x in links if x.startswith("prep:")),
            gerunds=frozenset(x.removeprefix("ger:") for x in links if x.startswith("ger:")),
            effect=effect,
            speaks=row["speaks"] == "y",
        )
