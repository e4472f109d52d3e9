"""95 % bootstrap intervals of accuracy, macro-F1, and what two classifiers on the same sentences differ by.

All of them depend on counts alone, so the counts are redrawn instead of the sentences: exact, fast and small.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from kdcore.errors import KdError
from kdcore.evaluation.contingency import Array, confusion, paired, paired_outcomes
from kdcore.evaluation.results import Interval

RESAMPLES = 10_000
_LEVELS = (2.5, 97.5)  # percentiles that bound 95 %
_CHUNK_CELLS = 500_000  # counts drawn at a time: bounds the memory to a few megabytes


def _resampled(
    counts: Sequence[int] | Array, statistic: Callable[[Array], Array], resamples: int, seed: int
) -> Interval:
    """Return the percentile interval of `statistic`, a function of (R, cells) counts that returns (R,) values."""
    cells = np.asarray(counts, dtype=np.int64)
    n = int(cells.sum())
    rng = np.random.default_rng(seed)
    chunk = max(1, _CHUNK_CELLS // len(cells))
    values = [
        statistic(rng.multinomial(n, cells / n, size=min(chunk, resamples - start)))
        for start in range(0, resamples, chunk)
    ]
    # A ratio whose denominator was drawn as 0 has no value: such a resample is left out.
    every = np.concatenate(values)
    low, high = np.percentile(every[np.isfinite(every)], _LEVELS)
    return Interval(float(low), float(high))


def accuracy_interval(correct: npt.ArrayLike, *, resamples: int = RESAMPLES, seed: int = 0) -> Interval:
    """Return the 95 % percentile bootstrap interval of an accuracy (Efron and Tibshirani 1993, section 13.3).

    Drawing N sentences with replacement leaves only two numbers that matter, how many right and how many wrong ones
    were drawn, and these follow a multinomial law exactly; so the counts are drawn directly, not the sentences.
    When all (or no) sentences are right, the interval has no width: the bootstrap cannot see beyond its sample.

    Args:
        correct: (N,) whether each sentence was answered correctly.
        resamples: how many times the test set is redrawn.
        seed: of the random numbers; the same seed gives the same interval.

    Raises:
        KdError: there is no sentence.
    """
    right, _ = paired(correct, correct)
    n_right = int(right.astype(bool).sum())
    return _resampled([n_right, len(right) - n_right], lambda counts: counts[:, 0] / len(right), resamples, seed)


def retention_interval(
    teacher_correct: npt.ArrayLike, student_correct: npt.ArrayLike, *, resamples: int = RESAMPLES, seed: int = 0
) -> Interval:
    """Return the 95 % percentile bootstrap interval of the student's accuracy over the teacher's.

    Sentences are redrawn in pairs, so what is hard for both cancels out. The ratio depends only on how many pairs of
    each of four kinds are drawn (both right, one, the other, neither), which follow a multinomial law exactly; so
    these four counts are drawn directly, not the sentences. A redraw where the teacher has nothing right is left out.

    Args:
        teacher_correct: (N,) whether the teacher was right.
        student_correct: (N,) whether the student was right on the same sentences.
        resamples: how many times the test set is redrawn.
        seed: of the random numbers.

    Raises:
        KdError: the lists differ in length, are empty, or the teacher has no sentence right.
    """
    cells = paired_outcomes(teacher_correct, student_correct)
    if cells[0] + cells[1] == 0:
        raise KdError(
            "The teacher has no sentence right, so the student cannot keep anything of it.", "Train the teacher longer."
        )

    def ratio(counts: Array) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((counts[:, 0] + counts[:, 2]) / (counts[:, 0] + counts[:, 1]))

    return _resampled(cells, ratio, resamples, seed)


def difference_interval(
    correct_a: npt.ArrayLike, correct_b: npt.ArrayLike, *, resamples: int = RESAMPLES, seed: int = 0
) -> Interval:
    """Return the 95 % percentile bootstrap interval of accuracy a minus accuracy b, in shares.

    Sentences are redrawn in pairs. The difference depends only on the counts of the four kinds of pairs, which follow
    a multinomial law exactly; so these counts are drawn directly, not the sentences.

    Args:
        correct_a: (N,) whether a was right.
        correct_b: (N,) whether b was right on the same sentences.
        resamples: how many times the test set is redrawn.
        seed: of the random numbers.

    Raises:
        KdError: the lists differ in length or are empty.
    """
    cells = paired_outcomes(correct_a, correct_b)
    n = sum(cells)
    return _resampled(cells, lambda counts: (counts[:, 1] - counts[:, 2]) / n, resamples, seed)


def macro_f1_interval(
    labels: npt.ArrayLike, predicted: npt.ArrayLike, n_classes: int, *, resamples: int = RESAMPLES, seed: int = 0
) -> Interval:
    """Return the 95 % percentile bootstrap interval of macro-F1, in shares.

    Macro-F1 depends only on the C x C confusion counts, which follow a multinomial law exactly when sentences are
    redrawn; so these counts are drawn directly, in chunks that bound the memory.

    Args:
        labels: (N,) the true class numbers.
        predicted: (N,) the predicted class numbers.
        n_classes: C.
        resamples: how many times the test set is redrawn.
        seed: of the random numbers.

    Raises:
        KdError: as `scores`.
    """
    cells = confusion(labels, predicted, n_classes)

    def macro_f1(counts: Array) -> Array:
        square = counts.reshape(-1, n_classes, n_classes)
        hits = np.diagonal(square, axis1=1, axis2=2)
        sizes = square.sum(axis=1) + square.sum(axis=2)  # 2 TP + FP + FN of each class
        return np.asarray(np.mean(2 * hits / np.maximum(sizes, 1), axis=1))

    return _resampled(cells.ravel(), macro_f1, resamples, seed)
