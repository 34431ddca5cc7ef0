"""The issue tree: labels, what they are part of, and the words that tell them (data/issues)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.errors import LexiconError
from dragoman.lexicon.files import data_file, read_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTable:
    """All issues.

    Attributes:
        by_word: Word or two-word phrase in dictionary form, to the labels it tells.
        parents: Label to its wider label; labels at the top are absent.
    """

    by_word: Mapping[str, tuple[str, ...]]
    parents: Mapping[str, str]


@cache
def load_issues() -> IssueTable:
    """Return the packaged issue tree.

    Raises:
        LexiconError: If a label stands twice or a parent is unknown.
    """
    words: dict[str, list[str]] = {}
    parents: dict[str, str] = {}
    labels: set[str] = set()
    for row in read_rows(data_file("issues/issues.tsv")):
        label = row["label"]
        if label in labels:
            raise LexiconError(f"issues.tsv: {label!r} stands twice")
        labels.add(label)
        if row["parent"]:
            parents[label] = row["parent"]
        for word in row["words"].split(","):
            words.setdefault(word, []).append(label)
    unknown = set(parents.values()) - labels
    if unknown:
        raise LexiconError(f"issues.tsv: unknown parents {', '.join(sorted(unknown))}")
    return IssueTable(by_word={w: tuple(x) for w, x in words.items()}, parents=parents)
