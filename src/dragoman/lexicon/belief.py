"""What an origin says for an event by its kind of source (data/belief/weights.tsv)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log

from dragoman.errors import LexiconError
from dragoman.lexicon.files import data_file, read_rows
from dragoman.model import SpeakerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefWeights:
    """The rows of weights.tsv, in log-odds.

    Attributes:
        start: Log-odds of an event before anybody has told it.
        kinds: Log-odds that one origin adds whose best source is of the kind; all above zero.
    """

    start: float
    kinds: Mapping[SpeakerKind, float]


@cache
def load_belief() -> BeliefWeights:
    """Return the packaged weights; raises LexiconError if a kind is missing or says less than nobody."""
    rows = {row["kind"]: (row["read"], row["trust"]) for row in read_rows(data_file("belief/weights.tsv"))}
    if set(rows) != {"start", *SpeakerKind}:
        raise LexiconError(f"weights.tsv: expected the rows start, {', '.join(SpeakerKind)}")
    try:
        chances = {kind: float(read) * float(trust) for kind, (read, trust) in rows.items()}
    except ValueError as err:
        raise LexiconError(f"weights.tsv: {err}") from err
    for kind, chance in chances.items():
        if not 0 < chance < 1 or (kind != "start" and chance <= chances["start"]):
            raise LexiconError(f"weights.tsv: {kind}: {chance}, expected a chance below 1 and above that of the start")
    start = log(chances["start"] / (1 - chances["start"]))
    kinds = {kind: log(chances[kind] / (1 - chances[kind])) - start for kind in SpeakerKind}
    return BeliefWeights(start=start, kinds=kinds)
