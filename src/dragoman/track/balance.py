"""Communities, balance and centrality of a signed graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from dragoman.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.track.network import Edge
    from dragoman.track.periods import Floats, Ints

SIGN_SHUFFLES: Final = 500
"""Shuffled graphs behind the balance: the least p-value is then 1 / 501."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Structural balance: the share of triangles in which "the friend of my friend" and its kin hold.

    Attributes:
        share: Balanced triangles of all, 0 to 1; None without triangles.
        n_triangles: Triangles.
        shuffled_mean: The same share where the signs are dealt out anew over the edges, on average; None likewise.
        shuffled_sd: Its standard deviation.
        p_value: Chance that shuffled signs are at least as balanced; None likewise.
    """

    share: float | None
    n_triangles: int
    shuffled_mean: float | None
    shuffled_sd: float | None
    p_value: float | None


def communities(codes: Sequence[str], edges: Sequence[Edge], *, seed: int) -> dict[str, int]:
    """Return the number of each actor's community: friends together, foes apart; 0 is the largest.

    Leiden on two layers, positive edges with weight +1 and negative ones with -1 in the sum of modularities.
    Communities of equal size are numbered by their first code. No actors give no communities.

    Raises:
        ConfigError: If leidenalg is not installed (extra "network").

    Source: Traag, Waltman & van Eck (2019), "From Louvain to Leiden", Scientific Reports 9; signed modularity:
    Gomez, Jensen & Arenas (2009), Physical Review E 80, eq. 11.
    """
    if not codes:
        return {}
    try:
        import igraph
        import leidenalg
    except ImportError as err:
        raise ConfigError(
            f'network: {err.name} is not installed, expected for communities: pip install "dragoman[network]"'
        ) from err
    place = {code: number for number, code in enumerate(codes)}
    layers, weights = [], []
    for sign in (1.0, -1.0):
        own = [edge for edge in edges if sign * edge.weight > 0]
        if not own:
            continue
        graph = igraph.Graph(n=len(codes), edges=[(place[edge.a], place[edge.b]) for edge in own])
        graph.es["weight"] = [abs(edge.weight) for edge in own]
        layers.append(leidenalg.ModularityVertexPartition(graph, weights="weight"))
        weights.append(sign)
    optimiser = leidenalg.Optimiser()
    optimiser.set_rng_seed(seed)
    optimiser.optimise_partition_multiplex(layers, layer_weights=weights, n_iterations=-1)
    groups: dict[int, list[str]] = {}
    for code, group in zip(codes, layers[0].membership, strict=True):
        groups.setdefault(group, []).append(code)
    ranked = sorted(groups.values(), key=lambda group: (-len(group), min(group)))
    return {code: number for number, group in enumerate(ranked) for code in group}


def structural_balance(
    codes: Sequence[str], edges: Sequence[Edge], *, seed: int, n_shuffles: int = SIGN_SHUFFLES
) -> Balance:
    """Return the share of balanced triangles beside that of graphs with the same edges and shuffled signs.

    A triangle is balanced if the product of its signs is positive.

    Args:
        codes: All actors of the edges.
        edges: At most one for each pair, with a weight other than 0.
        seed: Of the shuffling.
        n_shuffles: Shuffled graphs, at least 1.

    Source: Cartwright & Harary (1956), "Structural balance: a generalization of Heider's theory", Psychological
    Review 63; null of shuffled signs: Leskovec, Huttenlocher & Kleinberg (2010), "Signed networks in social media",
    CHI, section 4.
    """
    triangles = _triangles(codes, edges)
    if not len(triangles):
        return Balance(share=None, n_triangles=0, shuffled_mean=None, shuffled_sd=None, p_value=None)
    signs = np.sign([edge.weight for edge in edges])
    generator = np.random.default_rng(seed)
    share = _balanced(signs, triangles)
    null = np.array([_balanced(generator.permutation(signs), triangles) for _ in range(n_shuffles)])
    return Balance(
        share=share,
        n_triangles=len(triangles),
        shuffled_mean=float(null.mean()),
        shuffled_sd=float(null.std()),
        p_value=float((1 + np.sum(null >= share)) / (1 + n_shuffles)),
    )


def contrast_centrality(codes: Sequence[str], edges: Sequence[Edge]) -> dict[str, float]:
    """Return the PN centrality of each actor: (I - A / (2n - 2))^-1 1 with A = P - 2 N over signs.

    1 for an actor in a graph of one; above 1 for an actor with friends who have friends.

    Source: Everett & Borgatti (2014), "Networks containing negative ties", Social Networks 38, eq. 5.
    """
    size = len(codes)
    if size < 2:
        return dict.fromkeys(codes, 1.0)
    place = {code: number for number, code in enumerate(codes)}
    matrix = np.zeros((size, size))
    for edge in edges:
        value = 1.0 if edge.weight > 0 else -2.0
        matrix[place[edge.a], place[edge.b]] = matrix[place[edge.b], place[edge.a]] = value
    system = np.eye(size) - matrix / (2.0 * (size - 1))
    if size == 2 and edges[0].weight < 0:
        return dict.fromkeys(codes, 0.5)  # the one singular case: x + y = 1, shared alike
    found = np.linalg.solve(system, np.ones(size))
    return {code: float(found[number]) for code, number in place.items()}


def _triangles(codes: Sequence[str], edges: Sequence[Edge]) -> Ints:
    """Return the triangles as numbers of their three edges; shape (n_triangles, 3)."""
    place = {code: number for number, code in enumerate(codes)}
    after: dict[int, dict[int, int]] = {number: {} for number in place.values()}
    for number, edge in enumerate(edges):
        low, high = sorted((place[edge.a], place[edge.b]))
        after[low][high] = number
    found = [
        (first, second, after[middle][end])
        for near in after.values()
        for middle, first in near.items()
        for end, second in near.items()
        if end in after[middle]
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 3)


def _balanced(signs: Floats, triangles: Ints) -> float:
    return float((signs[triangles].prod(axis=1) > 0).mean())
