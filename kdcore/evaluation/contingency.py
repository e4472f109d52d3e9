"""Contingency tables: two lists of answers reduced to counts, for scores, intervals and paired tests."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import confusion_matrix

from kdcore.errors import KdError

Array = npt.NDArray[Any]


def paired(a: npt.ArrayLike, b: npt.ArrayLike) -> tuple[Array, Array]:
    """Return both as (N,) arrays.

    Raises:
        KdError: they are empty, have more than one dimension, or differ in length.
    """
    first, second = np.asarray(a), np.asarray(b)
    if first.ndim != 1 or first.shape != second.shape or len(first) == 0:
        raise KdError(
            f"Two lists of answers cannot be compared: their shapes are {first.shape} and {second.shape}.",
            "Give two lists of one answer a sentence, for the same sentences, and at least one sentence.",
        )
    return first, second


def confusion(labels: npt.ArrayLike, predicted: npt.ArrayLike, n_classes: int) -> Array:
    """Return the (C, C) counts of sentences: rows are the truth, columns the prediction, all classes present.

    Raises:
        KdError: the lists do not pair, or hold a number that is no class.
    """
    truth, answers = paired(labels, predicted)
    lowest, highest = min(truth.min(), answers.min()), max(truth.max(), answers.max())
    if lowest < 0 or highest >= n_classes:
        raise KdError(
            f"A class number lies between {lowest} and {highest}, but there are {n_classes} classes.",
            f"Use whole numbers from 0 to {n_classes - 1}.",
        )
    return np.asarray(confusion_matrix(truth, answers, labels=range(n_classes)))


def paired_outcomes(correct_a: npt.ArrayLike, correct_b: npt.ArrayLike) -> tuple[int, int, int, int]:
    """Return how often both were right, only a, only b, and neither: four counts that add up to N.

    Raises:
        KdError: the lists do not pair.
    """
    a, b = (values.astype(bool) for values in paired(correct_a, correct_b))
    return int((a & b).sum()), int((a & ~b).sum()), int((~a & b).sum()), int((~a & ~b).sum())
