"""The trained network of the coder: data/coder/coder.onnx, tokenizer and labels (scripts/train_coder.py makes them)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from dragoman.lexicon.files import data_file, read_rows

MAX_PIECES = 512
"""Pieces that the encoder has places for; what a longer sentence has beyond is not read."""
OUTPUTS = ("types", "status", "roles", "pairs")
"""What is asked for; the stance that a piece puts is trained but not worked out (scripts/coder_graph.py)."""
ROLES_READ = 3
"""Actor, recipient and speaker; holder and object of a stance are trained but not used."""
FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What the network's outputs stand for, in their order."""

    types: tuple[str, ...]
    status: tuple[str, ...]
    stance: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A text for the network, with what is known of its tokens.

    Attributes:
        text: A few sentences.
        starts: First code point of each token.
        marks: [token, mark] what parser, rules and lexicon say of a token, 0 or 1.
    """

    text: str
    starts: NDArray[np.int64]
    marks: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What the network says of one text.

    Attributes:
        starts: First code point of each piece.
        types: Chances of the labels of `Labels.types` for each piece.
        status: Logits of the status labels for each piece, given that it names an act.
        roles: [role, piece of the act, piece of the party] logit of the party having the role.
        pairs: [type without "none", piece, piece] logit of the first party doing an act of the type to the second.
    """

    starts: NDArray[np.int64]
    types: FloatArray
    status: FloatArray
    roles: FloatArray
    pairs: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The network, ready to read texts.

    Attributes:
        session: Its graph.
        tokenizer: Makes word pieces of a text.
        labels: What its outputs stand for.
        paths: For each type the weights [role, feature] of the features of `coding.paths` in the roles' logits.
    """

    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer
    labels: Labels
    paths: Mapping[str, FloatArray]

    def read(self, windows: Sequence[Window], *, with_pairs: bool = False) -> tuple[Scores, ...]:
        """Return the scores of each window, in order; what is said of one does not depend on the others.

        Each window is a call of its own. The network's sums are of whole numbers, scaled to the largest value in a
        call: windows that shared one were blurred by each other's values and padding, and took a fifth more time.
        Scores of pairs are worked out only where asked for.
        """
        pieces = self.tokenizer.encode_batch([w.text for w in windows])
        return tuple(self._run(own, w, with_pairs=with_pairs) for own, w in zip(pieces, windows, strict=True))

    def _run(self, pieces: Encoding, window: Window, *, with_pairs: bool) -> Scores:
        ids = np.array(pieces.ids[:MAX_PIECES], dtype=np.int64)
        n = len(ids)
        starts = np.array([start for start, _ in pieces.offsets[:n]])
        types, status, roles, pairs = self.session.run(
            OUTPUTS,
            {
                "ids": ids[None],
                "marks": window.marks[None, tokens_of_pieces(starts, window.starts)],
                "with_pairs": np.array(with_pairs),
            },
        )
        return Scores(
            starts=starts,
            types=softmax(types[0]),
            status=status[0],
            roles=roles[0, :ROLES_READ],
            pairs=pairs[0] if with_pairs else np.zeros((0, n, n), dtype=np.float32),
        )


def tokens_of_pieces(pieces: NDArray[np.int64], tokens: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each piece the token in which it lies, both given by their first code points."""
    return np.maximum(np.searchsorted(tokens, pieces, side="right") - 1, 0)


def softmax(logits: FloatArray) -> FloatArray:
    """Return the chances that logits [..., labels] stand for."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    chances: FloatArray = raised / raised.sum(axis=-1, keepdims=True)
    return chances


@cache
def load_network() -> Network:
    """Return the packaged network; it runs on one thread, since whole documents are read side by side."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(data_file("coder/coder.onnx").read_bytes(), options)
    tokenizer = Tokenizer.from_str(data_file("coder/tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    held = json.loads(data_file("coder/labels.json").read_text(encoding="utf-8"))
    labels = Labels(**{k: tuple(v) for k, v in held.items()})
    return Network(session=session, tokenizer=tokenizer, labels=labels, paths=_load_paths(labels.roles[:ROLES_READ]))


def _load_paths(roles: Sequence[str]) -> dict[str, FloatArray]:
    """Return for each type the weights [role, feature] of these roles."""
    found: dict[str, dict[str, list[float]]] = {}
    for row in read_rows(data_file("coder/paths.tsv")):
        for kind in row:
            if kind not in {"feature", "role", "weight"}:
                of_kind = found.setdefault(kind, {})
                of_kind.setdefault(row["role"], []).append(float(row["weight"]) + float(row[kind]))
    return {kind: np.array([held[role] for role in roles], dtype=np.float32) for kind, held in found.items()}


@cache
def load_confidence() -> dict[tuple[str, int], float]:
    """Return how often an act is right in type and both sides, by who told it and how many sides are named.

    Raises:
        LexiconError: If the table is malformed.
    """
    rows = read_rows(data_file("coder/confidence.tsv"))
    return {(row["told_by"], int(row["sides"])): float(row["share"]) for row in rows}


@cache
def load_sides() -> dict[str, dict[str, float]]:
    """Return by role, or "both" for two sides together, the weight of each feature of `coding.sides`, in logits.

    Raises:
        LexiconError: If the table is malformed.
    """
    found: dict[str, dict[str, float]] = {}
    for row in read_rows(data_file("coder/sides.tsv")):
        role, _, name = row["feature"].partition(": ")
        found.setdefault(role, {})[name] = float(row["weight"])
    return found
