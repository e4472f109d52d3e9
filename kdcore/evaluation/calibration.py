"""Calibration: the temperature that makes confidences match accuracies, and the bins of a reliability diagram.

Shapes: N sentences, C classes. Works from probabilities alone, so a stored table gives the same result as the network.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from kdcore.errors import KdError
from kdcore.evaluation.results import ReliabilityBin

__all__ = ["DIGITS", "SMALLEST", "bin_numbers", "fit_temperature", "negative_log_likelihood", "reliability", "scaled"]

Array = npt.NDArray[Any]

DIGITS = 6  # decimals that a probability keeps in a predictions table
SMALLEST = 10.0**-DIGITS  # a probability below this counts as this much
_TEMPERATURES = (0.1, 10.0)  # outside these, the validation rows do not determine it (all right, or at chance)
_SHOWN_BINS = 10


def scaled(probabilities: npt.ArrayLike, temperature: float) -> Array:
    """Return `softmax(log(p) / T)`, (N, C): the probabilities that the same logits give at another temperature.

    `log(p)` differs from the logits by a constant of each row, which softmax does not see. A probability below
    0.000001 counts as that much. The most probable class stays the same, whatever the temperature.

    Args:
        probabilities: (N, C), at temperature 1.
        temperature: T, above 0.

    Raises:
        KdError: a temperature that is not above 0.
    """
    if not temperature > 0:
        raise KdError(f"Logits cannot be divided by the temperature {temperature}.", "Use one above 0.")
    table = np.asarray(probabilities, dtype=np.float64)
    raised = np.log(np.maximum(table, SMALLEST)) / temperature
    raised = np.exp(raised - raised.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def negative_log_likelihood(probabilities: npt.ArrayLike, labels: npt.ArrayLike) -> float:
    """Return `-mean(log p_i[label_i])`, in nats: the lower, the more probable the classifier found the truth.

    Args:
        probabilities: (N, C).
        labels: (N,) the true class numbers.

    Raises:
        KdError: the shapes do not fit, or there is no sentence.
    """
    table, truth = _checked(probabilities, labels)
    return float(-np.log(np.maximum(table[np.arange(len(truth)), truth], SMALLEST)).mean())


def fit_temperature(probabilities: npt.ArrayLike, labels: npt.ArrayLike) -> float:
    """Return the one temperature T, 0.1 to 10, that minimises the negative log likelihood of `softmax(logits / T)`.

    Temperature scaling, Guo et al. 2017, "On Calibration of Modern Neural Networks", section 4.2: above 1 the
    classifier was overconfident, below 1 underconfident. Fit it on validation rows: the training rows are memorised,
    and the test rows are for the exam. The search is over log T, where the likelihood has a single lowest point.

    Args:
        probabilities: (N, C), at temperature 1.
        labels: (N,) the true class numbers.

    Raises:
        KdError: the shapes do not fit, or there is no sentence.
    """
    from scipy.optimize import minimize_scalar  # slow to import, and pages only show a fit

    table, truth = _checked(probabilities, labels)
    bounds = (np.log(_TEMPERATURES[0]), np.log(_TEMPERATURES[1]))

    def loss_at(log_t: float) -> float:
        return negative_log_likelihood(scaled(table, float(np.exp(log_t))), truth)

    found = minimize_scalar(loss_at, bounds=bounds, method="bounded")
    return round(float(np.exp(found.x)), 4)  # so that every machine finds the same number


def bin_numbers(confidence: npt.ArrayLike, bins: int) -> Array:
    """Return the (N,) bin numbers, 0 to bins - 1, of bins with equal mass (Nixon et al. 2019).

    The sentence with r lower confidences belongs to bin `floor(r * bins / N)`, so equal confidences share a bin.
    """
    sure = np.asarray(confidence)
    return np.asarray(np.searchsorted(np.sort(sure), sure, side="left") * bins // len(sure))


def reliability(correct: npt.ArrayLike, confidence: npt.ArrayLike, bins: int = _SHOWN_BINS) -> list[ReliabilityBin]:
    """Return mean confidence and accuracy of each bin, least confident first; empty bins are left out.

    The bins are those of `bin_numbers`: about as many sentences in each.

    Args:
        correct: (N,) whether each sentence was answered correctly.
        confidence: (N,) the probability given to the answer.
        bins: how many, at most.
    """
    right, sure = np.asarray(correct, dtype=np.float64), np.round(np.asarray(confidence, dtype=np.float64), DIGITS)
    which = bin_numbers(sure, bins)
    counts = np.bincount(which, minlength=bins)
    sums = [np.bincount(which, weights=values, minlength=bins) for values in (sure, right)]
    return [
        ReliabilityBin(int(n), float(confident / n), float(right_ones / n))
        for n, confident, right_ones in zip(counts, *sums, strict=True)
        if n
    ]


def _checked(probabilities: npt.ArrayLike, labels: npt.ArrayLike) -> tuple[Array, Array]:
    table, truth = np.asarray(probabilities, dtype=np.float64), np.asarray(labels)
    if table.ndim != 2 or truth.shape != table.shape[:1] or len(truth) == 0:
        raise KdError(
            f"Probabilities of shape {table.shape} do not fit labels of shape {truth.shape}.",
            "Give one row of probabilities for every label, and at least one.",
        )
    return table, truth
