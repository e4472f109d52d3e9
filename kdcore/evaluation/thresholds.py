"""The decision threshold: the confusion matrix and the expected cost of predicting a class from a probability on.

One class against all others; with two classes that is the ordinary threshold. N sentences; shares lie in 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kdcore.errors import KdError

__all__ = ["GRID", "Costs", "Matrix", "cheapest_threshold", "cost_curve", "matrix_at"]

Array = npt.NDArray[Any]

GRID = np.round(np.arange(0.0, 1.001, 0.01), 2)  # where the slider can stand


@dataclass(frozen=True)
class Costs:
    """What the two kinds of mistakes cost, in any unit, and how common the class is where the model will be used."""

    miss: float = 1.0
    false_alarm: float = 1.0
    base_rate: float | None = None  # None: as common as in the rows given

    def __post_init__(self) -> None:
        """Check the ranges.

        Raises:
            KdError: a cost below 0, or a base rate outside 0 to 1.
        """
        if not (0 <= self.miss < np.inf and 0 <= self.false_alarm < np.inf):
            raise KdError("A mistake cannot cost less than nothing.", "Give costs of 0 or more.")
        if self.base_rate is not None and not 0 <= self.base_rate <= 1:
            raise KdError(f"A class cannot make up {self.base_rate} of all sentences.", "Give a share from 0 to 1.")


@dataclass(frozen=True)
class Matrix:
    """A one-against-rest confusion matrix: how many sentences of a class, and of the others, are predicted as it."""

    hits: int
    misses: int
    false_alarms: int
    rejections: int  # others, rightly not predicted as the class

    @property
    def miss_rate(self) -> float:
        """Share of the class's sentences that were missed; 0 where there is none."""
        return self.misses / max(1, self.hits + self.misses)

    @property
    def false_alarm_rate(self) -> float:
        """Share of the others that are predicted as the class; 0 where there is none."""
        return self.false_alarms / max(1, self.false_alarms + self.rejections)

    @property
    def prevalence(self) -> float:
        """Share of the class among these sentences."""
        return (self.hits + self.misses) / (self.hits + self.misses + self.false_alarms + self.rejections)

    def expected(self, costs: Costs) -> tuple[float, float, float]:
        """Return misses, false alarms and cost of an average sentence.

        With base rate r: `r * miss rate` and `(1 - r) * false alarm rate` (only the shares of the classes are
        reweighted: each class is taken to look elsewhere as it looks here, Elkan 2001), and their costs' sum.
        """
        rate = self.prevalence if costs.base_rate is None else costs.base_rate
        misses, alarms = rate * self.miss_rate, (1 - rate) * self.false_alarm_rate
        return misses, alarms, costs.miss * misses + costs.false_alarm * alarms


def matrix_at(is_class: npt.ArrayLike, probability: npt.ArrayLike, threshold: float) -> Matrix:
    """Return the counts when every sentence with `probability >= threshold` is predicted as the class.

    Args:
        is_class: (N,) whether a sentence is one.
        probability: (N,) given to the class.
        threshold: 0 to 1.

    Raises:
        KdError: the lists do not fit, or there is no sentence.
    """
    truth, given = _checked(is_class, probability)
    positive = given >= threshold
    return Matrix(
        int((truth & positive).sum()),
        int((truth & ~positive).sum()),
        int((~truth & positive).sum()),
        int((~truth & ~positive).sum()),
    )


def cost_curve(is_class: npt.ArrayLike, probability: npt.ArrayLike, costs: Costs, grid: Array = GRID) -> Array:
    """Return the expected cost of a sentence at each threshold of the grid, (G,); see `Matrix.expected`.

    Raises:
        KdError: as `matrix_at`.
    """
    truth, given = _checked(is_class, probability)
    # How many of each kind lie below a threshold, for all thresholds at once.
    misses = np.searchsorted(np.sort(given[truth]), grid, side="left")
    alarms = (~truth).sum() - np.searchsorted(np.sort(given[~truth]), grid, side="left")
    rate = truth.mean() if costs.base_rate is None else costs.base_rate
    missed, alarmed = misses / max(1, truth.sum()), alarms / max(1, (~truth).sum())
    return np.asarray(costs.miss * rate * missed + costs.false_alarm * (1 - rate) * alarmed)


def cheapest_threshold(is_class: npt.ArrayLike, probability: npt.ArrayLike, costs: Costs, grid: Array = GRID) -> float:
    """Return the threshold of the grid with the lowest expected cost; of several, the middle one of the longest row.

    Choose it on validation rows: chosen on the test rows, it would look better there than it is.

    Raises:
        KdError: as `matrix_at`.
    """
    curve = cost_curve(is_class, probability, costs, grid)
    lowest = np.flatnonzero(np.isclose(curve, curve.min(), rtol=0, atol=1e-12))
    rows = np.split(lowest, np.flatnonzero(np.diff(lowest) > 1) + 1)
    longest = max(rows, key=len)
    return float(grid[longest[(len(longest) - 1) // 2]])


def _checked(is_class: npt.ArrayLike, probability: npt.ArrayLike) -> tuple[Array, Array]:
    truth, given = np.asarray(is_class, dtype=bool), np.asarray(probability, dtype=np.float64)
    if truth.ndim != 1 or truth.shape != given.shape or len(truth) == 0:
        raise KdError(
            f"{truth.shape} truths do not fit {given.shape} probabilities.", "Give one of each for every sentence."
        )
    return truth, given
