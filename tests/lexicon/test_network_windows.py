"""What the network says of a window is its own: neither the windows read beside it nor their number change it."""

import numpy as np

from dragoman.coding.features import MARKS
from dragoman.lexicon.network import Window, load_network

TEXTS = ("Benin accused Togo of shelling a village.", "Talks in Accra were called off.", "Rain. " * 60)


def window(text: str) -> Window:
    starts = np.array([i for i, c in enumerate(text) if i == 0 or (text[i - 1] == " " and c != " ")])
    return Window(text=text, starts=starts, marks=np.zeros((len(starts), MARKS), dtype=np.float32))


def test_a_window_is_read_the_same_alone_and_beside_others() -> None:
    network = load_network()
    together = network.read([window(text) for text in TEXTS])
    for text, beside in zip(TEXTS, together, strict=True):
        (alone,) = network.read([window(text)])
        assert np.array_equal(alone.types, beside.types)
        assert np.array_equal(alone.roles, beside.roles)


def test_pairs_are_worked_out_only_where_asked_for() -> None:
    network = load_network()
    (unasked,) = network.read([window(TEXTS[0])])
    (asked,) = network.read([window(TEXTS[0])], with_pairs=True)
    n = len(asked.starts)
    assert unasked.pairs.shape == (0, n, n)
    assert asked.pairs.shape == (len(network.labels.types) - 1, n, n)
    assert np.array_equal(asked.types, unasked.types)
