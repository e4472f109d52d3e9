"""Accuracy, macro-F1, agreement, calibration, intervals and paired tests, from arrays alone.

Shapes: N sentences, C classes. Every share is between 0 and 1.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import rel_entr
from scipy.stats import binomtest
from sklearn.metrics import precision_recall_fscore_support

from kdcore.errors import KdError
from kdcore.evaluation.calibration import DIGITS, SMALLEST, bin_numbers
from kdcore.evaluation.contingency import confusion, paired, paired_outcomes
from kdcore.evaluation.intervals import (
    accuracy_interval,
    difference_interval,
    macro_f1_interval,
    retention_interval,
)
from kdcore.evaluation.results import Interval, McNemar, Scores

__all__ = [
    "DIGITS",
    "Interval",
    "accuracy_interval",
    "agreement",
    "calibration_error",
    "difference_interval",
    "expected_calibration_error",
    "macro_f1_interval",
    "mcnemar_exact",
    "retention_interval",
    "scores",
    "teacher_student_kl",
]


def scores(labels: npt.ArrayLike, predicted: npt.ArrayLike, n_classes: int) -> Scores:
    """Return accuracy, macro-F1, precision and recall per class, and the confusion matrix.

    Macro-F1 is the unweighted mean of the F1 of all C classes; a share without a denominator counts as 0, so a
    class that neither occurs nor is predicted pulls the mean down.

    Args:
        labels: (N,) the true class numbers, 0 to C - 1.
        predicted: (N,) the predicted class numbers.
        n_classes: C.

    Raises:
        KdError: the lists differ in length, are empty, or hold a number that is no class.
    """
    cells = confusion(labels, predicted, n_classes)
    precision, recall, f1, _ = precision_recall_fscore_support(
        np.asarray(labels), np.asarray(predicted), labels=range(n_classes), average=None, zero_division=0
    )
    n = int(cells.sum())
    return Scores(
        accuracy=float(np.trace(cells)) / n,
        macro_f1=float(np.mean(f1)),
        precision=[float(value) for value in precision],
        recall=[float(value) for value in recall],
        confusion=[[int(count) for count in row] for row in cells],
        n=n,
    )


def agreement(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """Return the share of sentences to which both gave the same answer, right or wrong.

    Args:
        a: (N,) class numbers or words.
        b: (N,) the other's answers to the same sentences.

    Raises:
        KdError: the lists differ in length or are empty.
    """
    first, second = paired(a, b)
    return float(np.mean(first == second))


def mcnemar_exact(correct_a: npt.ArrayLike, correct_b: npt.ArrayLike) -> McNemar:
    """Return how often only one of two was right, and the exact p that this is chance (McNemar 1947).

    p is the two-sided binomial probability of a split at least as uneven among the sentences where exactly one is
    right. It speaks of these two trained networks; how far another seed would move them is not in it.

    Args:
        correct_a: (N,) whether a was right.
        correct_b: (N,) whether b was right on the same sentences.

    Returns:
        The counts, which add up to N, and `p`, 1.0 when the two never differ.

    Raises:
        KdError: the lists differ in length or are empty.
    """
    both, only_a, only_b, neither = paired_outcomes(correct_a, correct_b)
    p = float(binomtest(only_a, only_a + only_b).pvalue) if only_a + only_b else 1.0
    return McNemar(only_a=only_a, only_b=only_b, both=both, neither=neither, p=min(1.0, p))


def calibration_error(correct: npt.ArrayLike, confidence: npt.ArrayLike, bins: int = 15) -> float:
    """Return the expected calibration error: `sum over bins of (n_bin / N) * |accuracy_bin - confidence_bin|`.

    The formula is that of Guo et al. 2017, equation 3. The bins have equal mass (the adaptive bins of Nixon et al.
    2019), not equal width: nearly all confidences are high, and equal widths would leave most bins empty. The sentence
    with r lower confidences belongs to bin `floor(r * bins / N)`, so equal confidences always share a bin. Confidences
    are rounded to 6 decimals first, so that a stored table gives the very same number.

    Args:
        correct: (N,) whether each sentence was answered correctly.
        confidence: (N,) the probability given to the answer.
        bins: how many groups, at most.

    Raises:
        KdError: the lists differ in length or are empty.
    """
    right, sure = paired(correct, confidence)
    sure = np.round(sure.astype(np.float64), DIGITS)
    which = bin_numbers(sure, bins)
    gaps = np.bincount(which, weights=right.astype(np.float64) - sure, minlength=bins)
    return float(np.abs(gaps).sum() / len(sure))


def expected_calibration_error(labels: npt.ArrayLike, probabilities: npt.ArrayLike, bins: int = 15) -> float:
    """Return the calibration error of the most probable class; see `calibration_error` for formula and bins.

    Args:
        labels: (N,) the true class numbers.
        probabilities: (N, C) one distribution a sentence.
        bins: how many groups of equal mass, at most.

    Raises:
        KdError: the lists differ in length or are empty.
    """
    table = np.asarray(probabilities)
    truth, predicted = paired(labels, table.argmax(axis=1))
    return calibration_error(truth == predicted, table.max(axis=1), bins)


def teacher_student_kl(teacher_probs: npt.ArrayLike, student_probs: npt.ArrayLike) -> float:
    """Return the mean of `KL(teacher || student) = sum over C of t * ln(t / s)` over the sentences, in nats.

    A probability below 0.000001 counts as that much, so the value stays finite also when a stored one was rounded to 0.

    Args:
        teacher_probs: (N, C) the teacher's distributions, at temperature 1.
        student_probs: (N, C) the student's.

    Raises:
        KdError: the shapes differ, or there is no sentence.
    """
    teacher, student = np.asarray(teacher_probs, dtype=np.float64), np.asarray(student_probs, dtype=np.float64)
    if teacher.ndim != 2 or teacher.shape != student.shape or len(teacher) == 0:
        raise KdError(
            f"Two sets of probabilities cannot be compared: their shapes are {teacher.shape} and {student.shape}.",
            "Give one row a sentence and one column a class, for both.",
        )
    divergence = rel_entr(np.maximum(teacher, SMALLEST), np.maximum(student, SMALLEST))
    return float(divergence.sum(axis=1).mean())
