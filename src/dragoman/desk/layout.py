"""Where the actors of a network stand on the page: friends near, opponents far, no label on another.

Stress majorisation over wished distances, then boxes pushed apart. Everything is worked out from the same start, so
the same network gives the same picture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]

WIDE: Final = 720
NARROW: Final = 350
"""Widths of the desk's pictures: for a wide column, and for a phone."""
CHAR: Final = 7.4
"""Width of a character of a label, in units of the picture."""
NEAR: Final = 0.55
FAR: Final = 1.9
APART: Final = 1.2
"""Wished distances of actors that are aligned, opposed, and neither."""
LOOSE: Final = 0.25
"""Weight of the wish of actors without an edge against that of those with one."""
STEPS: Final = 150
PUSHES: Final = 400
GAP: Final = 6.0
"""Units of the picture between two labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of actors as labels.

    Attributes:
        width: Of the whole.
        height: Of the whole.
        label_height: Of each label.
        label_widths: Of each actor's label.
        places: Middle of each actor's label; empty where none was asked for.
    """

    width: float
    height: float
    label_height: float
    label_widths: tuple[float, ...]
    places: tuple[tuple[float, float], ...] = ()


def frame(codes: Sequence[str], width: int) -> Picture:
    """Return the sizes of a picture of these actors, without places."""
    is_wide = width >= WIDE
    size = 1.0 if is_wide else 0.9
    return Picture(
        width=width,
        height=max(260.0, min(620.0, (90 if is_wide else 130) * len(codes) ** 0.5)),
        label_height=20.0 * size,
        label_widths=tuple((CHAR * len(code) + 12) * size for code in codes),
    )


def picture(codes: Sequence[str], weights: Mapping[tuple[str, str], float], width: int) -> Picture:
    """Return the picture of these actors with the place of each; see `place`."""
    empty = frame(codes, width)
    box = (4.0, 4.0, empty.width - 4, empty.height - 4)
    return replace(empty, places=tuple(place(codes, weights, empty.label_widths, (box, empty.label_height))))


def place(
    codes: Sequence[str], weights: Mapping[tuple[str, str], float], widths: Sequence[float], box: tuple[Box, float]
) -> list[tuple[float, float]]:
    """Return the middle of each actor's label.

    Args:
        codes: Actors, in a fixed order; they start on a circle in that order.
        weights: Of the edges, above 0 aligned, below 0 opposed.
        widths: Of the labels.
        box: Left, top, right and bottom of the picture's inner part, and the height of a label.

    Returns:
        One place for each code. No two labels overlap as long as they fit into the picture with room to spare.

    Source: stress majorisation, Gansner, Koren & North (2004), "Graph drawing by stress majorization".
    """
    if not codes:
        return []
    points = _majorise(_wishes(codes, weights))
    (left, top, right, bottom), height = box
    low, high = points.min(axis=0), points.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    inner = np.array([max(right - left - max(widths), 1.0), bottom - top - height])
    centres = np.array([left + max(widths) / 2, top + height / 2]) + (points - low) / span * inner
    if len(codes) == 1:
        centres = np.array([[(left + right) / 2, (top + bottom) / 2]])
    sizes = np.array([[width, height] for width in widths])
    return [(float(x), float(y)) for x, y in separate(centres, sizes, (left, top, right, bottom))]


def _wishes(codes: Sequence[str], weights: Mapping[tuple[str, str], float]) -> tuple[Floats, Floats]:
    """Return wished distances and the weight of each wish, shape (n_codes, n_codes)."""
    n = len(codes)
    at = {code: number for number, code in enumerate(codes)}
    wished, weight = np.full((n, n), APART), np.full((n, n), LOOSE)
    for (a, b), value in weights.items():
        i, j = at[a], at[b]
        wished[i, j] = wished[j, i] = NEAR if value > 0 else FAR
        weight[i, j] = weight[j, i] = 1.0
    np.fill_diagonal(weight, 0.0)
    return wished, weight / wished**2


def _majorise(wishes: tuple[Floats, Floats]) -> Floats:
    wished, weight = wishes
    n = len(wished)
    turn = 2 * np.pi * np.arange(n) / n
    points = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    if n < 2:
        return points
    inverse = np.linalg.pinv(np.diag(weight.sum(axis=1)) - weight)
    for _ in range(STEPS):
        gaps = points[:, None, :] - points[None, :, :]
        lengths = np.sqrt((gaps**2).sum(axis=2))
        ratio = np.divide(weight * wished, lengths, out=np.zeros_like(lengths), where=lengths > 1e-9)
        pull = np.diag(ratio.sum(axis=1)) - ratio
        points = inverse @ pull @ points
    return points


def separate(centres: Floats, sizes: Floats, box: Box) -> Floats:
    """Return centres moved so that no two boxes overlap, each pair pushed along the shorter way out.

    Args:
        centres: Shape (n, 2).
        sizes: Width and height of each box, shape (n, 2).
        box: Left, top, right and bottom of where they may be.
    """
    found = centres.copy()
    low = np.array([box[0], box[1]]) + sizes / 2
    high = np.array([box[2], box[3]]) - sizes / 2
    room = (sizes[:, None, :] + sizes[None, :, :]) / 2 + GAP
    for _ in range(PUSHES):
        gaps = found[:, None, :] - found[None, :, :]
        inside = room - np.abs(gaps)
        np.einsum("iik->ik", inside)[:] = 0
        touching = (inside > 1e-6).all(axis=2)
        if not touching.any():
            break
        for i, j in np.argwhere(np.triu(touching, 1)).tolist():
            gap = found[i] - found[j]
            over = room[i, j] - np.abs(gap)
            if (over <= 0).any():
                continue
            axis = int(np.argmin(over))
            way = 1.0 if gap[axis] > 0 or (gap[axis] == 0 and i > j) else -1.0
            found[i, axis] += way * over[axis] / 2
            found[j, axis] -= way * over[axis] / 2
        found = np.minimum(np.maximum(found, low), high)
    return found
