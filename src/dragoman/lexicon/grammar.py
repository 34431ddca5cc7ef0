"""Corrections to the parser's grammar (data/grammar)."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from dragoman.lexicon.files import data_file, read_rows


@cache
def verb_lemmas() -> Mapping[str, str]:
    """Return the dictionary form of verb forms that the parser gets wrong, by the form in lower case."""
    return MappingProxyType({row["form"]: row["lemma"] for row in read_rows(data_file("grammar/lemmas.tsv"))})
