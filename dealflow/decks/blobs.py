"""Connected parts of a grid of yes and no: their frames and which cells belong to them. Numpy alone, run by run."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Blob(NamedTuple):
    """A connected part: its frame in cells (x1 and y1 outside) and the mean of a second grid over its own cells."""

    x0: int
    y0: int
    x1: int
    y1: int
    mean: float


def blobs(weights: NDArray[np.float32], threshold: float) -> list[Blob]:
    """Return the parts of a grid above a threshold that hang together by sides or corners, from top to bottom.

    Args:
        weights: a grid, rows first; the mean of its cells is told of every part.
        threshold: cells above it belong to some part.
    """
    rows, starts, ends = _runs(weights > threshold)
    if not len(rows):
        return []
    owners = _owners(rows, starts, ends)
    sums = np.concatenate((np.zeros(1), np.cumsum(weights, dtype=np.float64)))
    wide = weights.shape[1]
    totals = sums[rows * wide + ends] - sums[rows * wide + starts]
    _, names = np.unique(owners, return_inverse=True)
    count = int(names.max()) + 1
    x0, y0 = np.full(count, wide), np.full(count, weights.shape[0])
    x1, y1 = np.zeros(count, dtype=int), np.zeros(count, dtype=int)
    np.minimum.at(x0, names, starts)
    np.minimum.at(y0, names, rows)
    np.maximum.at(x1, names, ends)
    np.maximum.at(y1, names, rows + 1)
    means = np.bincount(names, totals) / np.bincount(names, ends - starts)
    frames = zip(x0.tolist(), y0.tolist(), x1.tolist(), y1.tolist(), means.tolist(), strict=True)
    return [Blob(*frame) for frame in frames]


def _runs(grid: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return the runs of cells that are set: their rows, their first columns, and the columns after their last."""
    edged = np.zeros((grid.shape[0], grid.shape[1] + 2), dtype=np.int8)
    edged[:, 1:-1] = grid
    steps = np.diff(edged, axis=1)
    rows, starts = np.nonzero(steps == 1)
    return rows, starts, np.nonzero(steps == -1)[1]


def _owners(rows: NDArray[np.intp], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return for each run the first run of its part; runs of neighbouring rows that touch are of one part."""
    parent = list(range(len(rows)))

    def root(run: int) -> int:
        while parent[run] != run:
            parent[run] = parent[parent[run]]
            run = parent[run]
        return run

    bounds = np.searchsorted(rows, np.arange(int(rows[-1]) + 2)).tolist()
    firsts, lasts = starts.tolist(), ends.tolist()
    for (above, here), (_, below) in pairwise(pairwise(bounds)):
        upper, lower = above, here
        while upper < here and lower < below:
            if firsts[upper] <= lasts[lower] and firsts[lower] <= lasts[upper]:
                owner_run, other = sorted((root(upper), root(lower)))
                parent[other] = owner_run
            if lasts[upper] < lasts[lower]:
                upper += 1
            else:
                lower += 1
    return np.array([root(run) for run in range(len(parent))])
