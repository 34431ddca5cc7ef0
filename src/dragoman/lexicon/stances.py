"""Words that put a stance, and words by which a stance moves (data/cues/stance*.tsv)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.errors import LexiconError
from dragoman.lexicon.files import data_file, read_rows
from dragoman.model import PositionChange, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceWord:
    """One row of stances.tsv: words, where their object stands, the stance they put and how they say it moved."""

    words: tuple[str, ...]
    pos: str
    objects: tuple[str, ...]
    stance: Stance
    change: PositionChange = PositionChange.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceTables:
    """All stance vocabularies.

    Attributes:
        words: Rows by (part of speech, first word), longest first.
        movers: (verb with its particle, "stance" or "demand") to the change it makes.
        comparatives: Adjective to the change that its comparative tells ("tougher").
        phrases: Fixed phrases that tell a reversal.
        nouns: (noun, "stance" or "demand") to the stance that a demand or opposition of that name puts.
    """

    words: Mapping[tuple[str, str], tuple[StanceWord, ...]]
    movers: Mapping[tuple[str, str], PositionChange]
    comparatives: Mapping[str, PositionChange]
    phrases: Mapping[str, PositionChange]
    nouns: Mapping[tuple[str, str], Stance]


@cache
def load_stances() -> StanceTables:
    """Return the packaged stance tables.

    Raises:
        LexiconError: If a row names an unknown stance or change.
    """
    words: dict[tuple[str, str], list[StanceWord]] = {}
    try:
        for row in read_rows(data_file("cues/stances.tsv")):
            stance, _, change = row["stance"].partition(" ")
            for lemma in row["lemma"].split(","):
                word = StanceWord(
                    words=tuple(lemma.split()),
                    pos=row["pos"],
                    objects=tuple(row["object"].split(",")),
                    stance=Stance(stance),
                    change=PositionChange(change or "none"),
                )
                words.setdefault((word.pos, word.words[0]), []).append(word)
        changes = [(r["lemma"], r["pos"], r["noun"], PositionChange(r["change"])) for r in _rows("stance_changes")]
        nouns = {(r["lemma"], r["noun"]): Stance(r["stance"]) for r in _rows("stance_nouns")}
    except ValueError as err:
        raise LexiconError(f"data/cues/stance tables: {err}") from err
    return StanceTables(
        words={k: tuple(sorted(v, key=lambda w: -len(w.words))) for k, v in words.items()},
        movers={(lemma, noun): change for lemma, pos, noun, change in changes if pos == "v"},
        comparatives={lemma: change for lemma, pos, _, change in changes if pos == "j"},
        phrases={lemma: change for lemma, pos, _, change in changes if pos == "f"},
        nouns=nouns,
    )


def _rows(name: str) -> list[dict[str, str]]:
    return list(read_rows(data_file(f"cues/{name}.tsv")))
