"""How far a confidence can be believed: one temperature that mends it, and the bins that show it.

Shapes: N sentences, C classes. Works from probabilities alone, so that a stored table says the same as the network.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from kdcore.errors import KdError

__all__ = ["DIGITS", "SMALLEST", "bin_numbers", "fit_temperature", "negative_log_likelihood", "reliability", "scaled"]

Array = npt.NDArray[Any]

DIGITS = 6  # decimals that a probability keeps in a predictions table
SMALLEST = 10.0**-DIGITS  # a probability below this counts as this much
_TEMPERATURES = (0.1, 10.0)  # outside these, the validation rows say nothing (all right, or hopeless)
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
        raise KdError(f"Nothing can be divided by the temperature {temperature}.", "Use one above 0.")
    table = np.asarray(probabilities, dtype=np.float64)
    raised = np.log(np.maximum(table, SMALLEST)) / temperature
    raised = np.exp(raised - raised.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def negative_log_likelihood(probabilities: npt.ArrayLike, labels: npt.ArrayLike) -> float:
    """Return `-mean(log p_i[label_i])`, in nats: how surprised the classifier is by the truth.

    Args:
        probabilities: (N, C).
        labels: (N,) the true class numbers.

    Raises:
        KdError: the shapes do not fit, or there is no sentence.
    """
    table, truth = _fitting(probabilities, labels)
    return float(-np.log(np.maximum(table[np.arange(len(truth)), truth], SMALLEST)).mean())


def fit_temperature(probabilities: npt.ArrayLike, labels: npt.ArrayLike) -> float:
    """Return the one temperature T, 0.1 to 10, that minimises the negative log likelihood of `softmax(logits / T)`.

    Temperature scaling, Guo et al. 2017, "On Calibration of Modern Neural Networks", section 4.2: above 1 the
    classifier was too sure, below 1 too modest. Fit it on validation rows: the training rows are known by heart, and
    the test rows are for the exam. The search is over log T, where the likelihood has a single lowest point.

    Args:
        probabilities: (N, C), at temperature 1.
        labels: (N,) the true class numbers.

    Raises:
        KdError: the shapes do not fit, or there is no sentence.
    """
    from scipy.optimize import minimize_scalar  # needed by who fits, not by who shows

    table, truth = _fitting(probabilities, labels)
    bounds = (np.log(_TEMPERATURES[0]), np.log(_TEMPERATURES[1]))

    def surprise(log_t: float) -> float:
        return negative_log_likelihood(scaled(table, float(np.exp(log_t))), truth)

    found = minimize_scalar(surprise, bounds=bounds, method="bounded")
    return round(float(np.exp(found.x)), 4)  # so that every machine finds the same number


def bin_numbers(confidence: npt.ArrayLike, bins: int) -> Array:
    """Return the (N,) bin numbers, 0 to bins - 1, of bins with equal mass (Nixon et al. 2019).

    The sentence with r lower confidences belongs to bin `floor(r * bins / N)`, so equal confidences share a bin.
    """
    sure = np.asarray(confidence)
    return np.asarray(np.searchsorted(np.sort(sure), sure, side="left") * bins // len(sure))


def reliability(correct: npt.ArrayLike, confidence: npt.ArrayLike, bins: int = _SHOWN_BINS) -> list[dict[str, Any]]:
    """Return how sure and how right the answers of each bin were, least sure first; empty bins are left out.

    The bins are those of `bin_numbers`: about as many sentences in each.

    Args:
        correct: (N,) whether each sentence was answered correctly.
        confidence: (N,) the probability given to the answer.
        bins: how many, at most.

    Returns:
        For each bin `n`, `confidence` and `accuracy` (means, shares).
    """
    right, sure = np.asarray(correct, dtype=np.float64), np.round(np.asarray(confidence, dtype=np.float64), DIGITS)
    which = bin_numbers(sure, bins)
    counts = np.bincount(which, minlength=bins)
    sums = [np.bincount(which, weights=values, minlength=bins) for values in (sure, right)]
    return [
        {"n": int(n), "confidence": float(said / n), "accuracy": float(was / n)}
        for n, said, was in zip(counts, *sums, strict=True)
        if n
    ]


def _fitting(probabilities: npt.ArrayLike, labels: npt.ArrayLike) -> tuple[Array, Array]:
    table, truth = np.asarray(probabilities, dtype=np.float64), np.asarray(labels)
    if table.ndim != 2 or truth.shape != table.shape[:1] or len(truth) == 0:
        raise KdError(
            f"Probabilities of shape {table.shape} do not fit labels of shape {truth.shape}.",
            "Give one row of probabilities for every label, and at least one.",
        )
    return table, truth
