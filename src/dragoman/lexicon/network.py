"""The trained network of the coder: data/coder/coder.onnx, tokenizer and labels (scripts/train_coder.py makes them)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from dragoman.lexicon.files import data_file, read_rows

MAX_PIECES = 512
"""Pieces that the encoder has places for; what a longer sentence has beyond is not read."""
BATCH_PIECES = 1024
"""Pieces, padding counted, of one call: beyond this a call gains nothing (2 cores, AVX-512)."""
OUTPUTS = ("types", "status", "roles", "pairs")
"""What is asked for; the stance that a piece puts is trained but not used."""
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
    """A text for the network, with what the rules say of its tokens.

    Attributes:
        text: A few sentences.
        starts: First code point of each token.
        marks: [token, mark] what rules and lexicon say of a token, 0 or 1.
        links: [role, token of an act, token of a mention] 1 where the rules give the mention that role.
    """

    text: str
    starts: NDArray[np.int64]
    marks: FloatArray
    links: FloatArray


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
    """The network, ready to read texts."""

    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer
    labels: Labels

    def read(self, windows: Sequence[Window], *, with_pairs: bool = False) -> tuple[Scores, ...]:
        """Return the scores of each window, in order; windows of like length share a call.

        Scores of pairs are kept only where asked for: they are the largest part.
        """
        pieces = self.tokenizer.encode_batch([w.text for w in windows])
        order = sorted(range(len(windows)), key=lambda k: len(pieces[k].ids))
        found: dict[int, Scores] = {}
        chunk: list[int] = []
        for k in order:
            if chunk and (len(chunk) + 1) * len(pieces[k].ids) > BATCH_PIECES:
                found.update(self._run(chunk, pieces, windows, with_pairs=with_pairs))
                chunk = []
            chunk.append(k)
        if chunk:
            found.update(self._run(chunk, pieces, windows, with_pairs=with_pairs))
        return tuple(found[k] for k in range(len(windows)))

    def _run(
        self, chunk: Sequence[int], pieces: Sequence[Encoding], windows: Sequence[Window], *, with_pairs: bool
    ) -> dict[int, Scores]:
        width = min(MAX_PIECES, max(len(pieces[k].ids) for k in chunk))
        ids = np.zeros((len(chunk), width), dtype=np.int64)
        mask = np.zeros((len(chunk), width), dtype=np.float32)
        marks = np.zeros((len(chunk), width, windows[0].marks.shape[1]), dtype=np.float32)
        links = np.zeros((len(chunk), len(windows[0].links), width, width), dtype=np.float32)
        starts = {k: np.array([start for start, _ in pieces[k].offsets[:width]]) for k in chunk}
        for row, k in enumerate(chunk):
            n = len(starts[k])
            ids[row, :n] = pieces[k].ids[:n]
            mask[row, :n] = 1
            laid = tokens_of_pieces(starts[k], windows[k].starts)
            marks[row, :n] = windows[k].marks[laid]
            links[row, :, :n, :n] = windows[k].links[:, laid][:, :, laid]
        types, status, roles, pairs = self.session.run(
            OUTPUTS, {"ids": ids, "mask": mask, "marks": marks, "links": links}
        )
        found = {}
        for row, k in enumerate(chunk):
            n = len(starts[k])
            found[k] = Scores(
                starts=starts[k],
                types=softmax(types[row, :n]),
                status=status[row, :n].copy(),
                roles=roles[row, :ROLES_READ, :n, :n].copy(),  # a view would keep the whole batch alive
                pairs=pairs[row, : None if with_pairs else 0, :n, :n].copy(),
            )
        return found


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
    return Network(session=session, tokenizer=tokenizer, labels=Labels(**{k: tuple(v) for k, v in held.items()}))


@cache
def load_confidence() -> dict[tuple[str, int], float]:
    """Return how often an act is right in type and both sides, by who told it and how many sides are named.

    Raises:
        LexiconError: If the table is malformed.
    """
    rows = read_rows(data_file("coder/confidence.tsv"))
    return {(row["told_by"], int(row["sides"])): float(row["share"]) for row in rows}
