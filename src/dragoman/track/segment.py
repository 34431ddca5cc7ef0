"""Exact segmentation of a series into stretches of constant mean, for many series at once.

Source: Jackson et al. (2005), "An algorithm for optimal partitioning of data on an interval", IEEE Signal Processing
Letters 12(2), eq. 5; the same recursion that PELT prunes (Killick, Fearnhead & Eckley 2012, JASA 107, eq. 2). Series
of weeks are short, so nothing is pruned.
"""

import numpy as np

from dragoman.track.periods import Floats, Ints


def segment(values: Floats, weights: Floats, *, penalty: float, shortest: int) -> tuple[Ints, ...]:
    """Return for each series where new stretches begin, leaving out 0.

    Minimises the sum over stretches of  sum w (y - weighted mean)^2  plus `penalty` for each beginning. With
    w = 1 / variance the first term is twice the loss of log likelihood.

    Args:
        values: Shape (n_series, n_points).
        weights: Same shape, above 0.
        penalty: Cost of one more stretch.
        shortest: Fewest points of a stretch, at least 1; a series shorter than two of them has no break.

    Returns:
        One array of places per series, ascending; empty where the series is one stretch.
    """
    n_series, size = values.shape
    zeros = np.zeros((n_series, 1))
    weight = np.hstack([zeros, np.cumsum(weights, axis=1)])
    first = np.hstack([zeros, np.cumsum(weights * values, axis=1)])
    second = np.hstack([zeros, np.cumsum(weights * values**2, axis=1)])
    best = np.full((n_series, size + 1), np.inf)
    best[:, 0] = -penalty
    origin = np.zeros((n_series, size + 1), dtype=np.int64)
    rows = np.arange(n_series)
    for end in range(shortest, size + 1):
        starts = slice(0, end - shortest + 1)
        total = first[:, end, None] - first[:, starts]
        cost = second[:, end, None] - second[:, starts] - total**2 / (weight[:, end, None] - weight[:, starts])
        options = best[:, starts] + cost + penalty
        origin[:, end] = np.argmin(options, axis=1)
        best[:, end] = options[rows, origin[:, end]]
    return tuple(_breaks(origin[row], size) for row in range(n_series))


def _breaks(origin: Ints, size: int) -> Ints:
    found: list[int] = []
    end = size
    while origin[end] > 0:
        end = int(origin[end])
        found.append(end)
    return np.array(found[::-1], dtype=np.int64)


def excess_variance(values: Floats, weights: Floats) -> Floats:
    """Return by how much the noise of each series exceeds 1 / weight, at least 1; shape (n_series,).

    Taken from the steps between neighbours, so that a few breaks do not swell it: the median absolute step, in
    standard deviations of a step, over 0.6745, squared.

    Source: Hampel (1974), "The influence curve and its role in robust estimation", JASA 69 (median absolute
    deviation; 0.6745 is its value for a standard Gaussian).
    """
    if values.shape[1] < 2:
        return np.ones(values.shape[0])
    variance = 1.0 / weights
    steps = np.abs(np.diff(values, axis=1)) / np.sqrt(variance[:, 1:] + variance[:, :-1])
    return np.maximum((np.median(steps, axis=1) / 0.6745) ** 2, 1.0)
