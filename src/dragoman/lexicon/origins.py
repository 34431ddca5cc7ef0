"""Cues of whose reporting a text rests on (data/origins/cues.tsv)."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from dragoman.errors import LexiconError
from dragoman.lexicon.files import data_file, read_rows
from dragoman.lexicon.outlets import fold, load_outlets

_WORD: Final = r"[A-Z](?:[\w'’&-]|\.(?=\w))*"
_NAME: Final = rf"{_WORD}(?:[ \t]+(?:(?:of|the|and|&)[ \t]+)?{_WORD}){{0,4}}"
"""Up to five words in capitals, as outlets are named in running prose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginCue:
    """One row of cues.tsv: words beside the name of an outlet that credit it, with a sentence for and one against."""

    side: str
    words: str
    yes: str
    no: str


@cache
def load_origin_cues() -> tuple[OriginCue, ...]:
    """Return the packaged cues in the order of the file; raises LexiconError on an unknown side."""
    rows = [OriginCue(**row) for row in read_rows(data_file("origins/cues.tsv"))]
    for row in rows:
        if row.side not in {"before", "after"}:
            raise LexiconError(f"cues.tsv: {row.words!r}: side {row.side!r}, expected before or after")
    return tuple(rows)


@cache
def load_unnamed() -> frozenset[str]:
    """Return the nouns for people whose names a text keeps back ("diplomat")."""
    return frozenset(row["lemma"] for row in read_rows(data_file("origins/unnamed.tsv")))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words: dict[str, list[str]] = {"before": [], "after": []}
    for cue in load_origin_cues():
        words[cue.side].append(r"\s+".join(map(re.escape, cue.words.split())))
    before, after = ("|".join(sorted(w, key=lambda x: (-len(x), x))) for w in (words["before"], words["after"]))
    return (
        re.compile(rf"(?<!\w)(?i:{before})\s+(?P<name>{_NAME})(?!\s+[a-z]+\s+(?:said|told)\b)"),
        re.compile(rf"(?P<name>{_NAME})(?:,)?\s+(?i:{after})(?!\w)"),
    )


def credited_names(text: str) -> tuple[str, ...]:
    """Return whom a running text credits, sorted: a known outlet by its name in the table, any other name folded.

    Names of persons and places that the same words precede are among them; only a name that some document's outlet
    bears means anything.
    """
    found = {m["name"] for pattern in _patterns() for m in pattern.finditer(text)}
    return tuple(sorted({outlet_key(name) for name in found}))


def outlet_key(name: str) -> str:
    """Return what all forms of an outlet's name share: the table's name, or the folded words without "the"."""
    known = load_outlets().named(name)
    return fold(known[1].name if known else name).removeprefix("the ")
