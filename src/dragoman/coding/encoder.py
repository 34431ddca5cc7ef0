"""What the trained network reads in a document: acts with type, parties, status and speakers, each with its chance.

The network sees windows of whole sentences of the text as it came; its word pieces are laid over the parser's tokens,
and its parties over the mentions that `resolve` found and the nouns that may be parties.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

import numpy as np

from dragoman.coding.analysis import Analysis
from dragoman.coding.features import spread, token_marks, tokens_of
from dragoman.coding.paths import Paths
from dragoman.coding.triggers import Trigger
from dragoman.lexicon.network import FloatArray, Network, Window, softmax
from dragoman.model import EventType, Evidence, Mention

WINDOW_CHARS = 600
"""Characters of the sentences read together, about 130 word pieces: the length of the passages trained on."""
MAX_TOKENS = 320
"""Tokens of one window: all pairs of them are looked at, so a text without sentence ends must not become one window."""
MIN_ACT = 0.2
"""Chance of naming an act from which a token is worth looking at; the coder's own thresholds are higher."""
BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One act as the network reads it.

    Attributes:
        tokens: Parse tokens of its trigger, in a row.
        act: The one of them that hangs on none of the others.
        type: The likeliest type.
        status: The chance of each status label, "back" for words that only take up an act told before.
        roles: For "actor", "recipient" and "speaker" the chance of each mention of the window, by its head token.
    """

    tokens: tuple[int, ...]
    act: int
    type: EventType
    status: dict[str, float]
    roles: dict[str, dict[int, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """Sentences read together: the first token, the piece of each token, the scores, and the mentions among them."""

    first: int
    pieces: tuple[int, ...]
    types: FloatArray
    status: FloatArray
    roles: FloatArray
    pairs: FloatArray
    heads: tuple[int, ...]
    words_of: FloatArray


class EncoderReader:
    """The network's reading of one document."""

    def __init__(
        self,
        analysis: Analysis,
        network: Network,
        told: Sequence[tuple[Trigger, Evidence]],
        *,
        with_pairs: bool = False,
    ) -> None:
        self.a = analysis
        self.labels = network.labels
        self._weights = network.paths
        self._kinds = tuple(EventType(label) for label in network.labels.types[1:])
        self._known = spread(analysis)
        nouns = ((m, tokens_of(analysis, m)) for m in analysis.parties.by_noun.values())
        self._spread = tuple(sorted((*self._known, *nouns), key=lambda pair: pair[1]))
        names: dict[int, tuple[str | int, ...]] = {}
        for m, _ in self._spread:
            names[m.head] = (*names.get(m.head, ()), m.entity_id, m.span.start)
        self._paths = Paths(analysis, told, names)
        self._first_tokens = [tokens[0] for _, tokens in self._spread]
        self._windows = tuple(self._read(network, told, with_pairs=with_pairs)) if analysis.grammar.tokens else ()
        self._home = {w.first + k: w for w in self._windows for k in range(len(w.pieces))}

    def chance_of(self, i: int) -> dict[EventType, float]:
        """Return for a token the chance of each type, without that of naming no act; empty for a token not read."""
        window = self._home.get(i)
        if window is None:
            return {}
        return dict(zip(self._kinds, window.types[i - window.first, 1:].tolist(), strict=True))

    def status_of(self, i: int) -> dict[str, float]:
        """Return the chance of each status label, if the token names an act; empty for a token not read."""
        window = self._home.get(i)
        if window is None:
            return {}
        return dict(zip(self.labels.status, softmax(window.status[i - window.first]).tolist(), strict=True))

    def role(self, role: str, act: int, kind: EventType, party: Sequence[int]) -> float:
        """Return the chance that the words of a party have a role in an act of a type at a token; 0 if read apart."""
        window = self._home.get(act)
        inside = [i - window.first for i in party if self._home.get(i) is window] if window else []
        if window is None or not inside:
            return 0.0
        k = self.labels.roles.index(role)
        logits = window.roles[k, act - window.first, inside]
        (features,) = self._paths.of(act, [self.a.grammar.top(party)])
        added = self._weights[kind][k, list(features)].sum()
        return 1 / (1 + float(np.exp(-logits.mean() - float(added))))

    def pair(self, source: Sequence[int], target: Sequence[int]) -> dict[EventType, float]:
        """Return the chance that the one party does an act of each type to the other; empty where not read together."""
        window = self._home.get(source[0]) if source else None
        rows, columns = (
            [i - window.first for i in tokens if self._home.get(i) is window] if window else []
            for tokens in (source, target)
        )
        if window is None or not columns:
            return {}
        logits = window.pairs[:, rows][:, :, columns].mean(axis=(1, 2))
        return {kind: 1 / (1 + float(np.exp(-x))) for kind, x in zip(self._kinds, logits, strict=True)}

    def guess(self, tokens: Sequence[int], kind: EventType) -> Guess | None:
        """Return the reading of an act of this type at these tokens; None where they were not read together."""
        window = self._home.get(tokens[0])
        if window is None or self._home.get(tokens[-1]) is not window:
            return None
        rows = [i - window.first for i in tokens]
        status = softmax(window.status[rows].mean(axis=0))
        act = self.a.grammar.top(tokens)
        return Guess(
            tokens=tuple(tokens),
            act=act,
            type=kind,
            status=dict(zip(self.labels.status, status.tolist(), strict=True)),
            roles=self._parties(window, rows, kind, act),
        )

    def runs(self, least: float = 0.0) -> Iterator[tuple[tuple[int, ...], EventType]]:
        """Yield tokens and likeliest type of each act in text order: runs of one type that likelier name an act.

        Args:
            least: Chance of the type from which an act is wanted.
        """
        for window in self._windows:
            kinds = window.types[:, 1:]
            best, most = kinds.argmax(axis=1).tolist(), kinds.max(axis=1)
            naming = np.flatnonzero(1 - window.types[:, 0] >= MIN_ACT).tolist()
            for _, group in groupby(enumerate(naming), key=lambda pair: (pair[1] - pair[0], best[pair[1]])):
                run = [k for _, k in group]
                if not any(most[k] >= least for k in run):
                    continue
                column = int(kinds[run].sum(axis=0).argmax())
                if kinds[run, column].max() >= least:
                    yield tuple(window.first + k for k in run), self._kinds[column]

    def _parties(self, window: _Window, rows: Sequence[int], kind: EventType, act: int) -> dict[str, dict[int, float]]:
        """Return the chance of each mention of the window to have a role, by its head token; the best of one head."""
        names = self.labels.roles[: len(window.roles)]
        if not window.heads:
            return {role: {} for role in names}
        paths = self._paths.of(act, window.heads)
        features = np.array([k for path in paths for k in path])
        begins = np.array([0, *accumulate([len(path) for path in paths[:-1]])])
        added = np.add.reduceat(self._weights[kind][:, features], begins, axis=1)
        by_token = window.roles[:, rows].mean(axis=1)
        logits = np.array([window.words_of @ row for row in by_token], dtype=np.float64) + added
        chances = 1 / (1 + np.exp(-logits))
        return {role: _best_of(window.heads, row) for role, row in zip(names, chances.tolist(), strict=True)}

    def _among(self, first: int, last: int) -> Sequence[tuple[Mention, tuple[int, ...]]]:
        """Return the mentions that begin among the tokens from first to last (exclusive)."""
        return self._spread[bisect_left(self._first_tokens, first) : bisect_left(self._first_tokens, last)]

    def _mentions(self, first: int, n: int) -> tuple[tuple[int, ...], FloatArray]:
        """Return the heads of the mentions among n tokens, and [mention, token] each word's share in its mention."""
        heads, rows = [], []
        for m, tokens in self._among(first, first + n):
            inside = [i - first for i in tokens if 0 <= i - first < n]
            if inside:
                row = np.zeros(n, dtype=np.float32)
                row[inside] = 1 / len(inside)
                heads.append(m.head)
                rows.append(row)
        return tuple(heads), np.stack(rows) if rows else np.zeros((0, n), dtype=np.float32)

    def _read(
        self, network: Network, told: Sequence[tuple[Trigger, Evidence]], *, with_pairs: bool
    ) -> Iterator[_Window]:
        spans = list(self._spans())
        windows = list(self._windows_of(spans, told))
        read = network.read(windows, with_pairs=with_pairs)
        for (first, _), window, scores in zip(spans, windows, read, strict=True):
            inner = scores.starts[1:-1]  # without the marks at both ends
            pieces = np.searchsorted(inner, window.starts, side="right")  # 1 + the last piece that begins no later
            kept = int((window.starts <= (inner[-1] if len(inner) else -1)).sum())
            pieces = pieces[:kept]
            heads, words_of = self._mentions(first, kept)
            yield _Window(
                first=first,
                pieces=tuple(pieces.tolist()),
                types=scores.types[pieces],
                status=scores.status[pieces],
                roles=scores.roles[:, pieces][:, :, pieces],
                pairs=scores.pairs[:, pieces][:, :, pieces],
                heads=heads,
                words_of=words_of,
            )

    def _windows_of(
        self, spans: Sequence[tuple[int, int]], told: Sequence[tuple[Trigger, Evidence]]
    ) -> Iterator[Window]:
        g = self.a.grammar
        marks = token_marks(self.a, told, self._known)
        for first, last in spans:
            origin = g.token(first).start
            yield Window(
                text=self.a.text[origin : g.token(last - 1).end],
                starts=np.array([g.token(i).start - origin for i in range(first, last)]),
                marks=marks[first:last],
            )

    def _spans(self) -> Iterator[tuple[int, int]]:
        """Yield first and last token (exclusive) of each window: whole sentences up to about WINDOW_CHARS.

        A sentence longer than MAX_TOKENS (a table, a list, a broken text) is cut.
        """
        g = self.a.grammar
        begin, end = 0, 0
        for first, last in g.parse.sentences:
            too_long = g.token(last - 1).end - g.token(begin).start > WINDOW_CHARS or last - begin > MAX_TOKENS
            if end > begin and too_long:
                yield begin, end
                begin = first
            end = last
            while end - begin > MAX_TOKENS:
                yield begin, begin + MAX_TOKENS
                begin += MAX_TOKENS
        if end > begin:
            yield begin, end


def _best_of(heads: Sequence[int], chances: Sequence[float]) -> dict[int, float]:
    """Return the highest of the chances of each head."""
    found: dict[int, float] = {}
    for head, chance in zip(heads, chances, strict=True):
        if chance > found.get(head, -1.0):
            found[head] = chance
    return found
